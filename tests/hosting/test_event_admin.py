"""Events in the admin: who plans, who publishes, and what is said of what cannot be."""

import datetime
from typing import Any

import pytest
from django.test import Client

from hosting.events.occurrences import ONE_DAY, moment_of, on_the_wall
from hosting.models import Event
from municipalities.models import Membership, Municipality
from municipalities.roles import Role
from portal.models import User
from tests.admin_forms import admin_url, errors, filled_in, keep, save
from tests.factories import EventFactory, MunicipalityFactory, UserFactory, evening_in

pytestmark = pytest.mark.django_db


def somebody(place: Municipality, role: Role) -> Client:
    """A person with the role in the place, logged in, in English."""
    user = UserFactory.create()
    Membership.objects.create(user=user, municipality=place, role=role)
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


@pytest.fixture
def place(region: Municipality) -> Municipality:
    return MunicipalityFactory.create(slug="senja", name="Senja")


@pytest.fixture
def editor(regional_editor: User) -> Client:
    """The regional editor, logged in, in English."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(regional_editor)
    return client


@pytest.fixture
def planned(place: Municipality) -> Event:
    """A published evening in a week."""
    return EventFactory.create(municipality=place, state="published", title_nb="Språkkafé")


@pytest.fixture
def over(place: Municipality) -> Event:
    """A published evening of last week."""
    return EventFactory.create(municipality=place, state="published", starts=evening_in(-7))


def wall(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text)


def typed(event: Event, **changes: Any) -> dict[str, Any]:
    return {"title_nb": "Språkkafé på Ånes", "body_nb": "<p>Kom.</p>", "venue_nb": "Biblioteket",
            "municipality": event.municipality_id, "role": "own"} | changes  # fmt: skip


def test_event_is_planned_by_words_that_people_use(editor: Client, planned: Event) -> None:
    url = admin_url(Event, "add")
    sent = typed(
        planned, starts="2027-01-12T18:00", ends="2027-01-12T20:00", repeats="monthly_weekday",
        repeats_until="2027-06-30", except_on="9.2.2027, 2027-03-09",
    )  # fmt: skip
    for name in ("title_nb", "body_nb", "venue_nb", "municipality", "starts", "ends"):
        assert name in errors(save(editor, url, **sent | {name: ""}))
    assert save(editor, url, **sent).status_code == 302
    event = Event.objects.exclude(pk=planned.pk).get()
    assert event.slug == "sprakkafe-pa-anes-2027-01-12"
    assert event.rule == "FREQ=MONTHLY;BYDAY=2TU;UNTIL=20270630"
    assert event.except_on == [datetime.date(2027, 2, 9), datetime.date(2027, 3, 9)]
    assert on_the_wall(event.starts) == wall("2027-01-12T18:00")
    assert on_the_wall(event.over_at) == wall("2027-06-08T20:00")
    page = editor.get(admin_url(event))
    form = page.context["adminform"].form
    assert form["repeats"].value() == "monthly_weekday"
    assert form["except_on"].value() == "9.2.2027, 9.3.2027"
    # What is saved as it is shown stays as it is.
    before = Event.objects.values().get(pk=event.pk)
    assert keep(editor, admin_url(event)).status_code == 302
    assert Event.objects.values().get(pk=event.pk) == before
    # The same evening twice has two addresses.
    assert save(editor, url, **sent).status_code == 302
    assert Event.objects.filter(slug="sprakkafe-pa-anes-2027-01-12-2").exists()


def test_whole_days_are_typed_by_their_days(editor: Client, planned: Event) -> None:
    starts, ends = "2027-03-27T10:00", "2027-03-28T00:00"
    save(editor, admin_url(planned), is_all_day="on", starts=starts, ends=ends)
    for _time in range(2):
        planned.refresh_from_db()
        assert on_the_wall(planned.starts) == wall("2027-03-27T00:00")
        assert on_the_wall(planned.ends) == wall("2027-03-29T00:00")
        assert save(editor, admin_url(planned), website="https://example.org/").status_code == 302


# What is typed, and at which field what is said about it.
IMPOSSIBLE: list[tuple[dict[str, Any], str, str]] = [
    ({"ends": "2027-01-12T17:00"}, "__all__", "cannot end before it begins"),
    ({"ends": "2027-01-12T18:00"}, "__all__", "cannot end before it begins"),
    ({"ends": "2029-01-12T18:00"}, "__all__", "lasts a year at most"),
    ({"starts": "9999-12-31T23:59", "ends": "9999-12-31T23:59"}, "__all__", "check the year"),
    ({"starts": "0001-01-01T00:00"}, "starts", "Enter a valid date/time"),
    ({"starts": "2027-03-28T02:30"}, "starts", "there is no such time"),
    ({"starts": "12. januar"}, "starts", "Enter a valid date/time"),
    ({"repeats": "weekly"}, "repeats_until", "A rule needs an end"),
    ({"repeats": "weekly", "repeats_until": "2031-01-01"}, "repeats_until", "too far ahead"),
    ({"repeats": "daily", "repeats_until": "2028-12-31"}, "repeats_until", "too many dates"),
    ({"repeats": "weekly", "repeats_until": "2027-01-01"}, "repeats_until", "has to begin on"),
    ({"repeats": "hourly"}, "repeats", "Select a valid choice"),
    ({"repeats": "other", "rule": "FREQ=WEEKLY"}, "rule", "A rule needs an end"),
    ({"repeats": "other", "rule": "FREQ=DAILY;COUNT=10000"}, "rule", "too many dates"),
    ({"repeats": "other", "rule": "each tuesday"}, "rule", "cannot read this rule"),
    ({"repeats": "other", "rule": ""}, "rule", "cannot read this rule"),
    ({"except_on": "31.2.2027"}, "except_on", "“31.2.2027” is no day"),
    ({"except_on": "13.1.2027"}, "except_on", "no date on these days anyway: 13 January 2027"),
    ({"except_on": "12.1.2027"}, "except_on", "No date is left"),
    ({"slug": "past"}, "slug", "a page of its own"),
    ({"slug": "språk kafé"}, "slug", "Enter a valid"),
    ({"website": "javascript:alert(1)"}, "website", "Enter a valid URL"),
    ({"groups": ["aliens"]}, "groups", "Select a valid choice"),
]


def test_what_cannot_be_is_refused_kindly(editor: Client, planned: Event) -> None:
    before = Event.objects.values().get()
    url = admin_url(planned)
    form = filled_in(editor.get(url), starts="2027-01-12T18:00", ends="2027-01-12T20:00")
    for changes, field, told in IMPOSSIBLE:
        found = errors(editor.post(url, form | changes))
        assert told in " ".join(found[field]), (changes, found)
    assert Event.objects.values().get() == before


def test_hour_that_there_is_twice_is_the_first(editor: Client, planned: Event) -> None:
    save(editor, admin_url(planned), starts="2027-10-31T02:30", ends="2027-10-31T04:00")
    planned.refresh_from_db()
    assert planned.starts == datetime.datetime(2027, 10, 31, 0, 30, tzinfo=datetime.UTC)


# --- who may --------------------------------------------------------------------------------------


def test_coordinator_writes_and_an_editor_publishes(place: Municipality) -> None:
    coordinator, editor = somebody(place, Role.COORDINATOR), somebody(place, Role.EDITOR)
    sent = typed(EventFactory.build(municipality=place), starts="2027-01-12T18:00",
                 ends="2027-01-12T20:00")  # fmt: skip
    url = admin_url(Event, "add")
    assert coordinator.get(url).context["adminform"].form["municipality"].value() == place.pk
    refused = coordinator.post(url, filled_in(coordinator.get(url), **sent) | {"_publish": "1"})
    assert refused.status_code == 403
    keep(coordinator, url, **sent)
    event = Event.objects.get()
    assert event.state == "draft"
    revision = admin_url(event).replace("change/", "revisions/1/")
    assert coordinator.post(revision, {"deed": "publish"}).status_code == 403
    assert editor.post(revision, {"deed": "publish"}).status_code == 302
    event.refresh_from_db()
    assert event.state == "published"


def test_published_event_is_moved_by_its_coordinator_at_once(planned: Event) -> None:
    coordinator = somebody(planned.municipality, Role.COORDINATOR)
    later = on_the_wall(planned.starts) + ONE_DAY
    changes = {"starts": later.isoformat(), "ends": (later + ONE_DAY / 12).isoformat()}
    keep(
        coordinator, admin_url(planned), title_nb="Annet", website="https://example.org/", **changes
    )
    before, after = planned, Event.objects.get()
    assert after.starts == moment_of(later)
    assert after.sequence == before.sequence + 1
    # The words wait for an editor; what is no matter of time is an editor's.
    assert (after.title_nb, after.website) == ("Språkkafé", "")


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.EDITOR])
def test_events_of_others_are_neither_seen_nor_touched(planned: Event, role: Role) -> None:
    stranger = somebody(MunicipalityFactory.create(), role)
    assert "Språkkafé" not in stranger.get(admin_url(Event, "changelist")).content.decode()
    for page in ("", "held/", "cancel/", "again/", "revisions/"):
        address = admin_url(planned).replace("change/", page)
        assert stranger.post(address).status_code in (302, 403, 404)
    assert Event.objects.values_list("status", "sequence").get() == ("planned", 0)
    offered = stranger.get(admin_url(Event, "add")).context["adminform"].form.fields["municipality"]
    assert planned.municipality not in offered.queryset


def test_adviser_and_administrator_have_no_events(planned: Event, administrator: User) -> None:
    adviser = somebody(planned.municipality, Role.PRIVACY)
    assert adviser.get(admin_url(Event, "changelist")).status_code == 403
    assert adviser.post(admin_url(planned).replace("change/", "cancel/")).status_code == 404


# --- what becomes of it ---------------------------------------------------------------------------


def test_event_is_cancelled_and_takes_place_after_all(planned: Event) -> None:
    coordinator = somebody(planned.municipality, Role.COORDINATOR)
    cancel, again = (
        admin_url(planned).replace("change/", f"{name}/") for name in ("cancel", "again")
    )
    # Looking changes nothing.
    assert "Cancel the event" in coordinator.get(cancel).content.decode()
    assert Event.objects.get().status == "planned"
    for url, status in (
        (cancel, "cancelled"),
        (cancel, "cancelled"),
        (again, "planned"),
        (again, "planned"),
    ):
        assert coordinator.post(url).status_code == 302
        assert Event.objects.get().status == status
    # Each change counts once; saying it twice is none.
    assert Event.objects.get().sequence == planned.sequence + 2


def test_event_was_held_and_so_many_came(over: Event) -> None:
    coordinator = somebody(over.municipality, Role.COORDINATOR)
    held = admin_url(over).replace("change/", "held/")
    reports = f"{admin_url(Event, 'changelist')}?report=missing"
    assert list(coordinator.get(reports).context["cl"].queryset) == [over]
    for headcount, newcomers in (("-1", ""), ("3", "4"), ("", "4"), ("many", ""), ("9" * 30, "1")):
        refused = coordinator.post(held, {"headcount": headcount, "newcomers": newcomers})
        assert refused.context["form"].errors, (headcount, newcomers)
    for headcount, newcomers in ((12, 5), (14, 0)):
        coordinator.post(held, {"headcount": headcount, "newcomers": newcomers})
        event = Event.objects.get()
        assert (event.status, event.headcount, event.newcomers) == ("held", headcount, newcomers)
    assert "14 people came." in coordinator.get(admin_url(over)).content.decode()
    assert not coordinator.get(reports).context["cl"].queryset.exists()
    # What was held is not cancelled any more.
    coordinator.post(admin_url(over).replace("change/", "cancel/"))
    assert Event.objects.get().status == "held"


def test_event_that_has_not_begun_was_not_held(planned: Event, over: Event) -> None:
    coordinator = somebody(planned.municipality, Role.COORDINATOR)
    url = admin_url(planned)
    answer = coordinator.post(url.replace("change/", "held/"), {"headcount": "3"}, follow=True)
    assert "It has not begun yet" in answer.content.decode()
    offered = [
        address.split("/")[-2] for address, _name in coordinator.get(url).context["event_deeds"]
    ]
    assert offered == ["cancel"]
    planned.refresh_from_db()
    assert (planned.status, planned.headcount) == ("planned", None)
