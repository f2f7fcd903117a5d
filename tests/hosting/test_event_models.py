"""What the database refuses of events, and what it counts; what happens to them."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from hosting.actions import events as actions
from hosting.demo_events import EXAMPLES, make_events
from hosting.models import Event
from municipalities.models import Municipality, Revision
from portal.lib.history import event_model
from portal.models import SearchEntry
from tests.factories import EventFactory, MunicipalityFactory, evening_in

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"ends": evening_in(1) - HOUR}, "event_ends_after_it_begins"),
        ({"ends": evening_in(1)}, "event_ends_after_it_begins"),
        ({"ends": evening_in(400)}, "event_lasts_a_year_at_most"),
        ({"status": "held", "headcount": 3, "newcomers": 4}, "event_newcomers_among_all"),
        ({"status": "held", "newcomers": 4}, "event_newcomers_among_all"),
        ({"headcount": 3}, "event_counted_when_held"),
        ({"status": "cancelled", "headcount": 3}, "event_counted_when_held"),
        ({"status": "held", "headcount": -1}, "hosting_event_headcount_check"),
        ({"rule": "FREQ=WEEKLY"}, "event_rule_has_an_end"),
    ],
)
def test_database_refuses_what_cannot_be(wrong: dict[str, Any], constraint: str) -> None:
    event = EventFactory.create(starts=evening_in(1))
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(**wrong)


def test_form_says_what_the_database_refuses() -> None:
    event = EventFactory.create(starts=evening_in(1))
    event.ends = event.starts - HOUR
    with pytest.raises(ValidationError, match="cannot end before it begins"):
        event.full_clean()


def test_every_change_counts_whoever_makes_it() -> None:
    event = EventFactory.create()
    Event.objects.update(changed_at=timezone.now())
    assert Event.objects.get().changed_at == event.changed_at

    def sequence() -> int:
        return Event.objects.values_list("sequence", flat=True).get()

    before = Event.objects.values_list("changed_at", flat=True).get()
    event.save()
    assert sequence() == 0
    Event.objects.update(venue_nb="Rådhuset")
    assert sequence() == 1
    with connection.cursor() as cursor:
        cursor.execute("UPDATE hosting_event SET ends = ends + interval '1 hour'")
    assert sequence() == 2
    # An older copy of the row turns nothing back.
    event.save()
    assert sequence() == 3
    # What calendars are not told of is no change; nor is who it is ever another.
    uid = event.uid
    Event.objects.update(status="held")
    Event.objects.update(headcount=4, newcomers=2, editors_note="Mye mat", sequence=99)
    Event.objects.update(uid="00000000-0000-0000-0000-000000000000")
    event.refresh_from_db()
    assert (event.sequence, event.uid) == (4, uid)
    assert event.changed_at >= before
    recorded = event_model(Event).objects.order_by("pgh_id").values_list("sequence", flat=True)
    assert recorded.last() == 4


def test_event_is_over_with_its_last_date() -> None:
    weekly = EventFactory.create(rule="FREQ=WEEKLY;COUNT=3", state="published")
    assert weekly.over_at == weekly.ends + datetime.timedelta(days=14)
    for now, is_coming in ((weekly.over_at - HOUR, True), (weekly.over_at, False)):
        assert Event.objects.coming(now).exists() is is_coming
        assert Event.objects.past(now).exists() is not is_coming
    assert not Event.objects.coming(weekly.starts).filter(state="draft").exists()


def test_search_finds_an_event_until_it_is_over() -> None:
    event = EventFactory.create(state="published", title_nb="Språkkafé", rule="FREQ=DAILY;COUNT=2")
    entry = SearchEntry.objects.get(kind="event")
    assert (entry.title, entry.path) == ("Språkkafé", f"events/{event.slug}/")
    assert entry.shown_until == timezone.localdate(event.over_at)
    Event.objects.update(state="draft")
    assert not SearchEntry.objects.filter(kind="event").exists()


# --- actions --------------------------------------------------------------------------------------


def planned(**fields: Any) -> Event:
    """An event that is not stored yet."""
    place = MunicipalityFactory.create()
    return EventFactory.build(municipality=place, slug="", **fields)


def test_event_is_planned_with_an_address_and_a_first_revision() -> None:
    starts = datetime.datetime(2027, 1, 12, 23, 30, tzinfo=datetime.UTC)
    for address in ("aerlig-blabaerdag-2027-01-13", "aerlig-blabaerdag-2027-01-13-2"):
        event = planned(starts=starts, title_nb="Ærlig blåbærdag!")
        actions.plan_event(event=event, by=None, publish=True)
        assert (event.slug, event.state) == (address, "published")
        assert Revision.objects.of(event).get().state == "published"
    nameless = planned(starts=starts, title_nb="Добро пожаловать")
    assert actions.plan_event(event=nameless, by=None).slug == "event-2027-01-13"
    assert nameless.state == "draft"


def test_event_that_cannot_be_is_not_planned() -> None:
    for wrong in ({"rule": "FREQ=WEEKLY"}, {"rule": "tuesdays"}, {"website": "javascript:x"}):
        with pytest.raises(ValidationError):
            actions.plan_event(event=planned(**wrong), by=None)
    assert not Event.objects.exists()


def test_what_happens_to_an_event_happens_in_order() -> None:
    event = EventFactory.create(starts=evening_in(-2))
    with pytest.raises(actions.NotCancelled):
        actions.plan_event(event=event, by=None)
    for headcount, newcomers in ((None, 2), (1, 2)):
        with pytest.raises(actions.ImpossibleCount):
            actions.hold_event(event=event, by=None, headcount=headcount, newcomers=newcomers)
    actions.cancel_event(event=event, by=None)
    with pytest.raises(actions.NotPlanned):
        actions.cancel_event(event=event, by=None)
    with pytest.raises(actions.NotPlanned):
        actions.hold_event(event=event, by=None)
    actions.plan_event(event=event, by=None)
    held = actions.hold_event(event=event, by=None, headcount=20)
    assert (held.status, held.headcount, held.newcomers) == ("held", 20, None)
    with pytest.raises(actions.NotPlanned):
        actions.cancel_event(event=event, by=None)
    with pytest.raises(actions.NotBegun):
        actions.hold_event(event=EventFactory.create(), by=None)


def test_demo_has_events_in_three_languages_once(region: Municipality) -> None:
    for slug in ("malselv", "bardu", "senja", "dyroy"):
        MunicipalityFactory.create(slug=slug)
    assert make_events() == len(EXAMPLES)
    assert make_events() == 0
    for event in Event.objects.all():
        assert event.is_example
        assert "oppdiktet" in event.organiser
        assert all(text for texts in event.texts.values() for text in texts.values())
        assert not any(event.is_outdated(language) for language in ("de", "en"))
    assert set(Event.objects.values_list("status", flat=True)) == {"planned", "cancelled", "held"}
