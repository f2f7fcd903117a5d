"""Transfers: two municipalities, one family, and what each may see and do until it is accepted."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from municipalities.models import Municipality
from newcomers.actions.cases import (
    AlreadyMoved,
    FirstTaskTooLate,
    HasOpenCase,
    LogNotEnabled,
    NotActiveHere,
    close_case,
    pause_case,
    reopen_case,
)
from newcomers.actions.consents import purpose_of_referral
from newcomers.actions.families import change_family, note_arrival
from newcomers.actions.follow_ups import correct_entry
from newcomers.actions.stays import answer_stay_check
from newcomers.actions.tasks import NewTask, finish_task, plan_task
from newcomers.actions.texts import IdentityNumber, TextTooLong
from newcomers.actions.transfers import (
    ForgedForm,
    ImpossibleMonth,
    NoSuchPlace,
    TransferAnswered,
    TransferTooLate,
    WhyTransferred,
    decline_transfer,
    expire_transfers,
    propose_transfer,
    withdraw_transfer,
)
from newcomers.models import (
    Case,
    Family,
    FollowUp,
    StayCheck,
    Task,
    Transfer,
    TransferBundle,
    TransferCover,
)
from newcomers.reports import Period, actions_afterwards, contact_points
from portal.lib.dates import today
from portal.lib.scope import scoped
from tests.factories import MunicipalityFactory, OrganisationFactory
from tests.newcomers.asking import agreed
from tests.newcomers.cast import (
    IDENTITY_NUMBER,
    Cast,
    active_case,
    assigned_case,
    cast_of,
    closed_case,
    commit_checks,
    logged,
    reached,
    received_case,
    soon,
    yesterday,
)
from tests.newcomers.two_places import (
    accept,
    between,
    case_log,
    cover,
    in_scope,
    proposed,
    sender_rows,
)

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
CANARY = "Kanarifugl-7c1d"


@pytest.fixture
def here() -> Cast:
    """The sender."""
    return cast_of(name="Bardu")


@pytest.fixture
def there() -> Cast:
    """The receiver."""
    return cast_of(name="Senja")


# --- proposing ----------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [assigned_case, active_case])
def test_proposing_leaves_all_duties_with_the_sender(here: Cast, there: Cast, make: Any) -> None:
    case = between(here, there, make)
    with scoped([here.place.pk]):
        sent = Transfer.objects.get()
        assert (case.status, case.is_open, case.coordinator) == (
            "transferring", True, here.coordinator
        )  # fmt: skip
        assert sent.expires_on == today() + 14 * DAY
        assert (sent.state, sent.reason, sent.proposed_by) == (
            "proposed", "Flytter til jobb", here.coordinator
        )  # fmt: skip
        assert (sent.municipality, sent.to_municipality) == (here.place, there.place)
        # The work goes on: contacts, tasks, and never without a next one.
        logged(case, here.coordinator)
        plan_task(case=case, task=soon(3), by=here.coordinator)

        def cancel_all() -> None:
            ended = {"status": "cancelled", "ended_on": today(), "ended_by": here.coordinator}
            Task.objects.filter(case=case).update(**ended)
            commit_checks()

        with pytest.raises(IntegrityError, match="no planned task"), transaction.atomic():
            cancel_all()


def test_proposing_stands_in_the_log(here: Cast, there: Cast) -> None:
    entry = case_log(here, between(here, there))[-1]
    assert entry.change == {
        "what": "status", "from": "active", "to": "transferring", "transfer": "proposed",
        "place": "Senja",
    }  # fmt: skip
    assert entry.author == here.coordinator


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"reason": "  "}, WhyTransferred),
        ({"reason": f"Se {IDENTITY_NUMBER}"}, IdentityNumber),
        ({"note": f"Se {IDENTITY_NUMBER}"}, IdentityNumber),
        ({"reason": "x" * 201}, TextTooLong),
        ({"note": "x" * 10_001}, TextTooLong),
        ({"planned_month": datetime.date(2001, 1, 1)}, ImpossibleMonth),
        ({"planned_month": datetime.date(2101, 1, 1)}, ImpossibleMonth),
    ],
)
def test_proposing_needs_sound_words(
    here: Cast, there: Cast, changes: dict[str, Any], error: type[Exception]
) -> None:
    with scoped([here.place.pk]):
        case = active_case(here)
        before = sender_rows(here)
        with pytest.raises(error):
            proposed(case, there, **changes)
    assert sender_rows(here) == before


def test_proposing_goes_to_another_municipality_of_today_that_keeps_a_log(
    here: Cast, there: Cast, region: Municipality, settings: Any
) -> None:
    former = MunicipalityFactory(name="Berg", valid_to=yesterday())
    without = MunicipalityFactory(name="Dyrøy")
    coming = MunicipalityFactory(name="Nye Senja", valid_from=today() + DAY)
    with scoped([here.place.pk]):
        case = active_case(here)

        def to(place: Municipality) -> Transfer:
            by = here.coordinator
            return propose_transfer(case=case, to=place, reason="Flytter", by=by)

        for place, error in (
            (here.place, NoSuchPlace), (region, NoSuchPlace), (former, NoSuchPlace),
            (coming, NoSuchPlace), (without, LogNotEnabled),
        ):  # fmt: skip
            with pytest.raises(error):
                to(place)
        settings.CASE_LOG_ALLOWED = False
        with pytest.raises(LogNotEnabled):
            to(there.place)
        settings.CASE_LOG_ALLOWED = True
        assert to(there.place).state == "proposed"


def test_proposing_twice_is_told_what_holds(here: Cast, there: Cast) -> None:
    other = cast_of(name="Målselv")
    with scoped([here.place.pk]):
        case = active_case(here)
        first = proposed(case, there, form_key="k" * 16)
        # The same form again is the same proposal; another one finds the case under way.
        assert proposed(case, there, form_key="k" * 16) == first
        for place in (there, other):
            with pytest.raises(AlreadyMoved) as stale:
                proposed(case, place, by=here.lead)
            assert stale.value.case.changed_by == here.coordinator
        withdraw_transfer(case=case, by=here.coordinator)
        # Also when it was withdrawn since: an old form makes nothing new.
        assert proposed(case, there, form_key="k" * 16) == first
        assert proposed(case, other).state == "proposed"
        assert Transfer.objects.count() == 2


def test_form_of_somebody_else_proposes_nothing(here: Cast, there: Cast) -> None:
    with scoped([here.place.pk]):
        proposed(active_case(here), there, form_key="k" * 16)
        with pytest.raises(ForgedForm):
            proposed(active_case(here), there, by=here.lead, form_key="k" * 16)
        assert Transfer.objects.count() == 1


@pytest.mark.parametrize("make", [received_case, closed_case])
def test_only_open_cases_are_proposed(here: Cast, there: Cast, make: Any) -> None:
    with scoped([here.place.pk]):
        case = make(here)
        with pytest.raises(AlreadyMoved):
            proposed(case, there, by=here.lead)
        assert not Transfer.objects.exists()


def test_case_under_way_is_neither_closed_nor_paused(here: Cast, there: Cast) -> None:
    case = between(here, there)
    with scoped([here.place.pk]):
        for deed in (
            lambda: close_case(case=case, reason="settled", outcome="helped", by=here.lead,
                               unfinished="done"),
            lambda: pause_case(case=case, reason="Reise", resume_on=today() + DAY, by=here.lead),
        ):  # fmt: skip
            with pytest.raises(AlreadyMoved):
                deed()


# --- going back ---------------------------------------------------------------------------------


def paused_case(cast: Cast) -> Case:
    return pause_case(
        case=active_case(cast), reason="Reise", resume_on=today() + 9 * DAY, by=cast.coordinator
    )


BACK: dict[str, Callable[[Case, Cast, Cast], Any]] = {
    "withdrawn": lambda case, here, there: withdraw_transfer(case=case, by=here.coordinator),
    "declined": lambda case, here, there: in_scope(
        there, lambda: decline_transfer(cover=cover(there), reason="Fullt her", by=there.lead)
    ),
    "expired": lambda case, here, there: expire_transfers(day=today() + 15 * DAY),
}


@pytest.mark.parametrize("state", BACK)
@pytest.mark.parametrize("make", [assigned_case, active_case, paused_case])
def test_case_goes_back_to_where_it_was(here: Cast, there: Cast, make: Any, state: str) -> None:
    with scoped([here.place.pk]):
        case = make(here)
        fields = ("status", "paused_reason", "resume_on", "coordinator", "closed_at")
        before = Case.objects.values(*fields).get()
        tasks = list(Task.objects.order_by("pk").values())
        proposed(case, there)
        assert Case.objects.get().paused_reason == ""
        commit_checks()
        BACK[state](case, here, there)
        commit_checks()
        assert Case.objects.values(*fields).get() == before
        assert list(Task.objects.order_by("pk").values()) == tasks
        sent = Transfer.objects.get()
        assert sent.state == state
        assert timezone.localdate(sent.answered_at) == today()
    entry = case_log(here, case)[-1]
    assert (entry.change["to"], entry.change["transfer"], entry.change["place"]) == (
        before["status"], state, "Senja",
    )  # fmt: skip
    who = {"withdrawn": here.coordinator.name, "declined": there.lead.name, "expired": "Landgang"}
    assert (entry.author_name, sent.answered_by is None) == (who[state], state == "expired")
    assert entry.text == ("Fullt her" if state == "declined" else "")
    # Whoever does not take it over keeps nothing of the family.
    sheet = cover(there)
    assert (sheet.state, sheet.household, sheet.languages, sheet.planned_month) == (
        state, "", [], None,
    )  # fmt: skip
    with scoped([there.place.pk]):
        assert not Case.objects.exists()
    with scoped([here.place.pk]):
        assert proposed(case, there).state == "proposed"


def test_declining_needs_a_reason(here: Cast, there: Cast) -> None:
    between(here, there)
    before = sender_rows(here)
    with scoped([there.place.pk]):
        for reason, error in (("  ", WhyTransferred), (IDENTITY_NUMBER, IdentityNumber)):
            with pytest.raises(error):
                decline_transfer(cover=cover(there), reason=reason, by=there.lead)
    assert sender_rows(here) == before


def test_nothing_expires_before_its_day_is_over(here: Cast, there: Cast) -> None:
    between(here, there)
    with scoped([here.place.pk]):
        assert expire_transfers(day=today() + 14 * DAY) == []
        assert len(expire_transfers(day=today() + 15 * DAY)) == 1
        assert expire_transfers(day=today() + 15 * DAY) == []


def test_clock_never_accepts_and_neither_does_anybody_after_the_last_day(
    here: Cast, there: Cast
) -> None:
    between(here, there)
    with scoped([here.place.pk]):
        Transfer.objects.update(expires_on=yesterday())
    before = sender_rows(here)
    with pytest.raises(TransferTooLate):
        accept(there)
    assert sender_rows(here) == before
    with scoped([here.place.pk]):
        expire_transfers()
    with pytest.raises(TransferAnswered) as over:
        accept(there)
    assert (over.value.cover.state, over.value.cover.answered_by) == ("expired", None)


# --- accepting ----------------------------------------------------------------------------------


def test_accepting_makes_a_case_there_and_closes_the_one_here(here: Cast, there: Cast) -> None:
    family = {"label": "Kanari", "languages": ["pl"], "arrived_on": today() - 30 * DAY}
    case = between(here, there, family=family)
    entries = len(case_log(here, case))
    successor = accept(there)
    with scoped([there.place.pk]):
        now = Case.objects.select_related("family").get()
        assert now == successor
        assert (now.status, now.coordinator, now.opened_by, now.privacy_notice_on) == (
            "assigned", there.coordinator, there.coordinator, None,
        )  # fmt: skip
        assert (now.family.journey, now.family.label, now.family.languages) == (
            case.family.journey, "Kanari", ["pl"],
        )  # fmt: skip
        assert [person.full_name for person in now.family.people.all()] == ["Greta Beispiel"]
        assert now.family.people.get().email == "greta@example.org"
        assert TransferCover.objects.get().successor == now
    with scoped([here.place.pk]):
        ended = Case.objects.get()
        assert (ended.status, ended.closure, ended.outcome, ended.closed_by) == (
            "closed", "moved_in_region", "unknown", there.coordinator,
        )  # fmt: skip
        sent = Transfer.objects.get()
        assert (sent.state, sent.answered_by, sent.successor_id) == (
            "accepted", there.coordinator, successor.pk,
        )  # fmt: skip
        assert Family.objects.get().people.count() == 1
        assert FollowUp.objects.filter(kind="contact").count() == 1
    log = case_log(here, case)
    assert len(log) == entries + 1
    assert (log[-1].change["to"], log[-1].change["place"]) == ("closed", "Senja")
    assert case_log(there, successor)[0].change["place"] == "Bardu"


def test_accepting_takes_the_planned_tasks_along(here: Cast, there: Cast) -> None:
    nav = OrganisationFactory()
    case = between(here, there)
    with scoped([here.place.pk]):
        cause = logged(case, here.coordinator)
        plan_task(
            case=case, by=here.coordinator, caused_by=cause,
            task=NewTask("Møte", today() + DAY, "appointment", datetime.time(10), "Rådhuset"),
        )  # fmt: skip
        agreed(case.family, here.coordinator, purpose_of_referral(nav))
        plan_task(
            case=case, by=here.coordinator,
            task=NewTask("Spør NAV", today() + DAY, "referral", referred_to=nav,
                         waiting_for="agency"),
        )  # fmt: skip
        done = plan_task(case=case, task=soon(title="Ferdig"), by=here.coordinator)
        finish_task(task=done, by=here.coordinator)
    successor = accept(there, first_task=soon(title="Ring og si hei"))
    with scoped([here.place.pk]):
        states = dict(Task.objects.values_list("title", "status"))
        assert states == {"Ring familien": "handed_over", "Møte": "handed_over",
                          "Spør NAV": "handed_over", "Ferdig": "done"}  # fmt: skip
    with scoped([there.place.pk]):
        tasks = {task.title: task for task in Task.objects.filter(case=successor)}
        assert tasks.keys() == {"Ring familien", "Møte", "Spør NAV", "Ring og si hei"}
        for task in tasks.values():
            assert (task.status, task.owner, task.caused_by) == ("planned", there.coordinator, None)
        assert (tasks["Møte"].due_at, tasks["Møte"].place) == (datetime.time(10), "Rådhuset")
        assert tasks["Spør NAV"].referred_to == nav


def test_bundle_has_the_note_and_what_is_not_restricted(here: Cast, there: Cast) -> None:
    with scoped([here.place.pk]):
        case = active_case(here)
        logged(case, here.coordinator, reached(text="Åpen"))
        logged(case, here.coordinator, reached(text="Hemmelig", is_restricted=True))
        wrong = logged(case, here.coordinator, reached(text="Feil"))
        by = {"by": here.coordinator, "reason": "Feil"}
        correct_entry(
            entry=wrong, correction="fix", written=reached(text="Rett"), form_key="a", **by
        )
        void = logged(case, here.coordinator, reached(text="Strøket"))
        correct_entry(entry=void, correction="void", form_key="b", **by)
        late = logged(case, here.coordinator, reached(text="Glapp"))
        correct_entry(
            entry=late, correction="fix", form_key="c", **by,
            written=reached(text="Glapp, skjermet", is_restricted=True),
        )  # fmt: skip
        proposed(case, there)
    successor = accept(there)
    with scoped([there.place.pk]):
        bundle = TransferBundle.objects.get(case=successor)
        assert (bundle.note, bundle.from_municipality) == ("Ring etter klokka 16", here.place)
        assert [entry["text"] for entry in bundle.entries] == ["", "Åpen", "Rett"]
        assert bundle.entries[1] == {
            "day": today().isoformat(), "place": "Bardu", "author": "Kari Kontakt",
            "kind": "contact", "mode": "phone", "reached": True, "result": "",
            "counterparts": [], "topics": [], "with_interpreter": False, "text": "Åpen",
        }  # fmt: skip


def test_bundle_goes_on_with_a_family_that_moves_on(here: Cast, there: Cast) -> None:
    third = cast_of(name="Målselv")
    with scoped([here.place.pk]):
        case = active_case(here)
        logged(case, here.coordinator, reached(text="I Bardu"))
        proposed(case, there)
    successor = accept(there)
    with scoped([there.place.pk]):
        logged(successor, there.coordinator, reached(text="På Senja"))
        proposed(successor, third)
    last = accept(third)
    with scoped([third.place.pk]):
        entries = TransferBundle.objects.get(case=last).entries
        assert [(each["place"], each["text"]) for each in entries] == [
            ("Bardu", ""), ("Bardu", "I Bardu"), ("Senja", "På Senja"),
        ]  # fmt: skip


def test_bundle_counts_nothing_twice(here: Cast, there: Cast) -> None:
    with scoped([here.place.pk]):
        case = active_case(here)
        cause = logged(case, here.coordinator)
        plan_task(case=case, task=soon(), by=here.coordinator, caused_by=cause)
        proposed(case, there)
    accept(there)
    period = Period(today() - DAY, today())
    found = {}
    for cast in (here, there):
        with scoped([cast.place.pk]):
            where: dict[str, Any] = {"municipality": cast.place.pk, "period": period}
            k1, k2 = contact_points(**where), actions_afterwards(**where)
            found[cast.place.name] = (k1.made.count, k2.planned.count, k2.done_soon.count)
    assert found == {"Bardu": (2, 1, 0), "Senja": (0, 0, 0)}


def test_paused_case_is_taken_over_awake(here: Cast, there: Cast) -> None:
    case = between(here, there, paused_case)
    successor = accept(there)
    assert successor.status == "assigned"
    with scoped([here.place.pk]):
        now = Case.objects.get(pk=case.pk)
        assert (now.status, now.resume_on, now.paused_reason) == ("closed", None, "")


def test_barrier_goes_along_and_is_told_in_both_logs(here: Cast, there: Cast) -> None:
    with scoped([here.place.pk]):
        case = active_case(here)
        Case.objects.filter(pk=case.pk).update(housing="barrier")
        proposed(case, there)
    successor = accept(there)
    with scoped([there.place.pk]):
        assert Case.objects.get().housing == "barrier"
        entry = FollowUp.objects.get(case=successor, change__what="housing")
        assert (entry.change["from"], entry.change["to"]) == ("unknown", "barrier")


def test_planned_month_becomes_the_expected_day_of_who_has_not_come(
    here: Cast, there: Cast
) -> None:
    month = (today() + 62 * DAY).replace(day=1)
    between(here, there, planned_month=month)
    successor = accept(there)
    with scoped([there.place.pk]):
        assert Family.objects.get(pk=successor.family_id).expected_on == month


def test_first_contact_there_begins_the_follow_up_anew(here: Cast, there: Cast) -> None:
    """Another controller: the family is told about privacy once more."""
    between(here, there)
    successor = accept(there)
    with scoped([there.place.pk]):
        logged(successor, there.coordinator, told_about_privacy=True)
        assert Case.objects.get().status == "active"
        commit_checks()


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"first_task": soon(6)}, FirstTaskTooLate),
        ({"first_task": NewTask("I går", yesterday())}, FirstTaskTooLate),
        ({"by": "lead", "to": "stranger"}, NotActiveHere),
        ({"by": "lead", "to": "sender"}, NotActiveHere),
        ({"by": "coordinator", "to": "colleague"}, PermissionDenied),
    ],
)
def test_accepting_needs_somebody_there_and_something_to_do(
    here: Cast, there: Cast, options: dict[str, Any], error: type[Exception]
) -> None:
    between(here, there)
    people = {
        "lead": there.lead, "coordinator": there.coordinator, "colleague": there.colleague,
        "stranger": cast_of().coordinator, "sender": here.coordinator,
    }  # fmt: skip
    before = sender_rows(here)
    with pytest.raises(error):
        accept(there, **{name: people.get(str(value), value) for name, value in options.items()})
    assert sender_rows(here) == before
    with scoped([there.place.pk]):
        assert not Family.objects.exists()


def test_lead_gives_the_case_to_somebody_there(here: Cast, there: Cast) -> None:
    between(here, there)
    assert accept(there, there.lead, to=there.colleague).coordinator == there.colleague


@pytest.mark.parametrize("switch", ["place", "setting", "merged"])
def test_accepting_where_no_log_is_kept_any_more(
    here: Cast, there: Cast, settings: Any, switch: str
) -> None:
    between(here, there)
    settings.CASE_LOG_ALLOWED = switch != "setting"
    changes: dict[str, Any] = {
        "place": {"case_log_enabled": False}, "merged": {"valid_to": yesterday()}
    }.get(switch, {})  # fmt: skip
    if changes:
        Municipality.objects.filter(pk=there.place.pk).update(**changes)
    with pytest.raises(NoSuchPlace if switch == "merged" else LogNotEnabled):
        accept(there)
    with scoped([there.place.pk]):
        assert not Family.objects.exists()


def test_family_that_has_a_case_there_already_is_not_taken_over_twice(
    here: Cast, there: Cast
) -> None:
    case = between(here, there)
    accept(there)
    with scoped([here.place.pk]):
        again = reopen_case(case=case, reason="Feil", next_task=soon(), by=here.lead)
        proposed(again, there, by=here.lead)
    with pytest.raises(HasOpenCase):
        accept(there)


def test_family_comes_back_to_where_it_began(here: Cast, there: Cast) -> None:
    case = between(here, there)
    successor = accept(there)
    with scoped([there.place.pk]):
        proposed(successor, here)
    third = accept(here)
    with scoped([here.place.pk]):
        assert {Case.objects.get(pk=case.pk).status, third.status} == {"closed", "assigned"}
        journeys = set(Family.objects.values_list("journey", flat=True))
        assert (len(journeys), Family.objects.count()) == (1, 2)


# --- staying ------------------------------------------------------------------------------------


def test_stay_checks_follow_the_journey(here: Cast, there: Cast) -> None:
    arrived = today() - 400 * DAY
    with scoped([here.place.pk]):
        case = active_case(here, arrived_on=arrived)
        first = StayCheck.objects.get(months=12)
        answer_stay_check(check=first, answer="yes", by=here.coordinator)
        due = StayCheck.objects.get(months=24).due_on
        proposed(case, there)
    successor = accept(there)
    with scoped([here.place.pk]):
        assert list(StayCheck.objects.values_list("months", "answer")) == [(12, "yes")]
    with scoped([there.place.pk]):
        left = StayCheck.objects.get()
        assert (left.months, left.due_on, left.journey) == (24, due, first.journey)
        # What was asked there is not asked again here, whatever is changed in the family.
        family = Family.objects.get(pk=successor.family_id)
        change_family(family=family, people=list(family.people.all()), by=there.coordinator)
        assert StayCheck.objects.count() == 1
        # Who arrives later is asked as always.
        note_arrival(family=family, arrived_on=today(), by=there.coordinator)
        assert StayCheck.objects.count() == 2
