"""The machine of a case: every move from every state, and each guard from both sides."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from municipalities.models import Membership, Municipality
from newcomers.actions.cases import (
    AlreadyMoved,
    CaseRefused,
    FirstTaskTooLate,
    HasOpenCase,
    LogNotEnabled,
    NotActiveHere,
    NotReachedYet,
    OldVersion,
    PauseTooLong,
    ReasonNeeded,
    TasksLeft,
    TooFewAttempts,
    activate_case,
    assign_case,
    close_case,
    pause_case,
    reassign_case,
    receive_case,
    reject_case,
    reopen_case,
    resume_case,
)
from newcomers.actions.tasks import finish_task
from newcomers.actions.transfers import (
    TransferAnswered,
    accept_transfer,
    propose_transfer,
    withdraw_transfer,
)
from newcomers.models import Case, FollowUp, Task, Transfer, TransferCover
from newcomers.states import MOVES, as_table
from portal.lib.dates import add_working_days, today
from portal.lib.scope import scoped
from tests.factories import UserFactory
from tests.newcomers.cast import (
    Cast,
    active_case,
    assigned_case,
    cast_of,
    closed_case,
    commit_checks,
    log_enabled_place,
    logged,
    new_family,
    reached,
    received_case,
    soon,
    yesterday,
)

pytestmark = pytest.mark.django_db
TABLE = """
– → received | coordinator, lead, triage | municipality known; possible duplicates shown and answered
received → rejected | coordinator, lead | reason spam, duplicate (of which), out of scope
received → assigned | lead; coordinator to self | assignee active here; first task due within 5 working days
assigned → active | coordinator, deputy | first follow-up with reached = yes; privacy notice given on
active → paused | coordinator, deputy | reason and resume date within 90 days, which is the next task
paused → active | coordinator, deputy | –
assigned/active/paused → transferring | coordinator proposes | no other pending transfer
transferring → back | either side | the sender keeps the case and all duties until acceptance
transferring → closed (moved in region) | receiver accepts | the successor case is made in the same transaction
assigned/active/paused → closed | coordinator, lead | reason, outcome, no planned tasks left
closed → active | lead; coordinator within 30 days | reason, next task
"""  # noqa: E501
LATER = datetime.timedelta(days=1)


@pytest.fixture
def cast() -> Cast:
    return cast_of()


@pytest.fixture
def there(cast: Cast) -> Cast:
    """Another municipality, which the lead leads too."""
    other = cast_of()
    Membership.objects.create(user=cast.lead, municipality=other.place, role="lead")
    return other


def sent_to(case: Case, cast: Cast) -> Any:
    """The cover sheet of the case's proposal; of a case without one, that of an old proposal."""
    if not Transfer.objects.filter(case=case).exists():
        Transfer.objects.create(
            case=case, municipality=cast.place, to_municipality=other_place(cast),
            reason="Flytter", state="withdrawn", status_before="active", proposed_by=cast.lead,
            expires_on=today(), answered_at=timezone.now(), answered_by=cast.lead,
        )  # fmt: skip
    return TransferCover.objects.get(transfer__case=case)


def other_place(cast: Cast) -> Municipality:
    led = Membership.objects.filter(user=cast.lead).exclude(municipality=cast.place)
    return led.select_related("municipality").get().municipality


def transferring_case(cast: Cast) -> Case:
    case = active_case(cast)
    propose_transfer(case=case, to=other_place(cast), reason="Flytter", by=cast.lead)
    case.refresh_from_db()
    return case


def paused_case(cast: Cast) -> Case:
    case = active_case(cast)
    return pause_case(case=case, reason="Reise", resume_on=today() + LATER, by=cast.coordinator)


def rejected_case(cast: Cast) -> Case:
    return reject_case(case=received_case(cast), reason="spam", by=cast.lead)


IN_STATE: dict[str, Callable[[Cast], Case]] = {
    "received": received_case,
    "rejected": rejected_case,
    "assigned": assigned_case,
    "active": active_case,
    "paused": paused_case,
    "transferring": transferring_case,
    "closed": closed_case,
}
# Each move as the lead makes it, with all that its guard asks for.
MAKE: dict[str, Callable[[Case, Cast], Case]] = {
    "reject": lambda case, cast: reject_case(case=case, reason="spam", by=cast.lead),
    "assign": lambda case, cast: assign_case(
        case=case, to=cast.coordinator, first_task=soon(), by=cast.lead
    ),
    "activate": lambda case, cast: activate_case(case=case, by=cast.lead),
    "pause": lambda case, cast: pause_case(
        case=case, reason="Reise", resume_on=today() + LATER, by=cast.lead
    ),
    "resume": lambda case, cast: resume_case(case=case, by=cast.lead),
    "propose": lambda case, cast: (
        propose_transfer(case=case, to=other_place(cast), reason="Flytter", by=cast.lead).case
    ),
    "back": lambda case, cast: withdraw_transfer(case=case, by=cast.lead).case,
    "accept": lambda case, cast: accept_transfer(
        cover=sent_to(case, cast), to=cast.lead, first_task=soon(), by=cast.lead
    ),
    "close": lambda case, cast: close_case(
        case=case, reason="settled", outcome="helped", by=cast.lead, unfinished="done"
    ),
    "reopen": lambda case, cast: reopen_case(
        case=case, reason="Tilbake", next_task=soon(), by=cast.lead
    ),
}


def rows_of(case: Case) -> tuple[Any, ...]:
    """All that a move could change."""
    return (
        Case.objects.filter(pk=case.pk).values().get(),
        list(Task.objects.filter(case=case).order_by("pk").values()),
        FollowUp.objects.filter(case=case).count(),
    )


def refused(case: Case, error: type[Exception], move: Callable[[], Any]) -> None:
    """The move is refused and nothing at all has changed."""
    before = rows_of(case)
    with pytest.raises(error):
        move()
    assert rows_of(case) == before


def test_machine_is_the_table_of_the_domain() -> None:
    assert as_table() == TABLE.strip()


def test_every_move_and_state_is_tried() -> None:
    assert MAKE.keys() == MOVES.keys()
    states = {state for move in MOVES.values() for state in (*move.sources, move.target)}
    # Back to where it came from: a state of another move.
    assert IN_STATE.keys() == states - {None}


@pytest.mark.parametrize("name", MAKE)
@pytest.mark.parametrize("state", IN_STATE)
def test_case_moves_only_along_the_table(cast: Cast, there: Cast, state: str, name: str) -> None:
    move, target = MOVES[name], MOVES[name].target or "active"
    # On the receiver's side an old click lands on what became of the proposal.
    late = TransferAnswered if name == "accept" else AlreadyMoved
    with scoped([cast.place.pk, there.place.pk]):
        case = IN_STATE[state](cast)
        assert case.status == state
        if name == "activate" and state == "assigned":
            logged(case, cast.colleague)
            Case.objects.filter(pk=case.pk).update(privacy_notice_on=today())
        if state not in move.sources:
            sheet = sent_to(case, cast) if name == "accept" else None
            assert not (sheet and sheet.is_waiting)
            refused(case, late, lambda: MAKE[name](case, cast))
            return
        version = Case.objects.get(pk=case.pk).version
        MAKE[name](case, cast)
        case.refresh_from_db()
        assert (case.status, case.version) == (target, version + 1)
        assert case.changed_by == cast.lead
        entry = FollowUp.objects.filter(case=case, kind="status").latest("pk")
        assert (entry.change["from"], entry.change["to"]) == (state, target)
        assert entry.author == cast.lead
        # The same click again lands on what has happened, and says who and when.
        with pytest.raises(late) as stale:
            MAKE[name](case, cast)
        if isinstance(stale.value, TransferAnswered):
            assert (stale.value.cover.answered_by, stale.value.cover.state) == (
                cast.lead, "accepted",
            )  # fmt: skip
        else:
            assert (stale.value.case.changed_by, stale.value.case.status) == (cast.lead, target)
        commit_checks()


def test_second_to_take_a_case_is_told_who_was_faster(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        case = received_case(cast)
        mine = {"case": case, "first_task": soon()}
        assign_case(**mine, to=cast.coordinator, by=cast.coordinator)
        for late in (cast.coordinator, cast.colleague):
            with pytest.raises(AlreadyMoved) as stale:
                assign_case(**mine, to=late, by=late)
            assert stale.value.case.coordinator == cast.coordinator


def test_stale_click_tells_nothing_of_a_protected_case(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        case = assigned_case(cast, address_protection="fortrolig")
        with pytest.raises(PermissionDenied):
            resume_case(case=case, by=cast.colleague)
        with pytest.raises(AlreadyMoved):
            resume_case(case=case, by=cast.coordinator)


def test_case_begins_only_where_a_log_is_kept(cast: Cast, settings: Any) -> None:
    with scoped([cast.place.pk]):
        first = closed_case(cast)
        assert receive_case(family=first.family, by=cast.lead).status == "received"
        with pytest.raises(HasOpenCase):
            receive_case(family=first.family, by=cast.lead)
        other = rejected_case(cast)
        for switch in ("place", "setting"):
            settings.CASE_LOG_ALLOWED = switch != "setting"
            cast.place.case_log_enabled = switch != "place"
            cast.place.save()
            refused(other, LogNotEnabled, lambda: receive_case(family=other.family, by=cast.lead))


def test_numbers_are_counted_for_each_municipality_and_year(cast: Cast) -> None:
    there = cast_of()
    with scoped([cast.place.pk, there.place.pk]):
        numbers = [received_case(each).number for each in (cast, cast, there)]
    assert [number.rpartition("-")[2] for number in numbers] == ["0001", "0002", "0001"]
    assert all(f"-{today().year}-" in number for number in numbers)
    assert len(set(numbers)) == 3


@pytest.mark.parametrize(
    ("reason", "of", "is_right"),
    [
        ("spam", None, True),
        ("out_of_scope", None, True),
        ("duplicate", "other", True),
        ("duplicate", None, False),
        ("duplicate", "same", False),
        ("duplicate", "elsewhere", False),
        ("spam", "other", False),
        ("", None, False),
        ("tired", None, False),
    ],
)
def test_rejecting_needs_its_reason(
    cast: Cast, reason: str, of: str | None, is_right: bool
) -> None:
    there = cast_of()
    with scoped([cast.place.pk, there.place.pk]):
        case = received_case(cast)
        cases = {"other": received_case(cast), "same": case, "elsewhere": received_case(there)}
        other = cases[of] if of else None

        def reject() -> Case:
            return reject_case(case=case, reason=reason, by=cast.lead, duplicate_of=other)

        if is_right:
            assert reject().rejection == reason
        else:
            refused(case, ReasonNeeded, reject)


@pytest.mark.parametrize(("days", "is_right"), [(0, True), (5, True), (6, False), (-1, False)])
def test_first_task_is_due_within_five_working_days(cast: Cast, days: int, is_right: bool) -> None:
    task = soon(max(days, 0)) if days >= 0 else soon(0)
    if days < 0:
        task = type(task)(task.title, yesterday())
    with scoped([cast.place.pk]):
        case = received_case(cast)

        def assign() -> Case:
            return assign_case(case=case, to=cast.coordinator, first_task=task, by=cast.lead)

        if is_right:
            assert assign().next_due_on is None
            case.refresh_from_db()
            assert case.next_due_on == add_working_days(today(), days)
        else:
            refused(case, FirstTaskTooLate, assign)


def test_case_goes_only_to_who_follows_up_there_today(cast: Cast) -> None:
    stranger = cast_of().coordinator
    left, closed = UserFactory(), UserFactory()
    Membership.objects.create(
        user=left, municipality=cast.place, role="coordinator",
        valid_from=yesterday() - LATER, valid_to=yesterday(),
    )  # fmt: skip
    Membership.objects.create(user=closed, municipality=cast.place, role="coordinator")
    closed.is_active = False
    closed.save()
    editor = UserFactory()
    Membership.objects.create(user=editor, municipality=cast.place, role="editor")
    with scoped([cast.place.pk]):
        case, running = received_case(cast), assigned_case(cast)
        for nobody in (stranger, left, closed, editor):
            refused(
                case,
                NotActiveHere,
                lambda to=nobody: assign_case(case=case, to=to, first_task=soon(), by=cast.lead),
            )
            refused(
                running,
                NotActiveHere,
                lambda to=nobody: reassign_case(case=running, to=to, by=cast.lead),
            )
        assert reassign_case(case=running, to=cast.colleague, by=cast.lead).coordinator_id == (
            cast.colleague.pk
        )


def test_reassigning_takes_the_tasks_along_and_leaves_authorship(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        case = active_case(cast)
        entry = FollowUp.objects.get(case=case, kind="contact")
        for _twice in range(2):
            reassign_case(case=case, to=cast.colleague, by=cast.lead)
        case.refresh_from_db()
        assert case.coordinator == cast.colleague
        assert set(Task.objects.filter(case=case).values_list("owner", flat=True)) == {
            cast.colleague.pk
        }
        entry.refresh_from_db()
        assert (entry.author, entry.author_name) == (cast.coordinator, "Kari Kontakt")
        # The second click changed nothing.
        assert FollowUp.objects.filter(case=case, change__what="coordinator").count() == 1
        commit_checks()
        closed = closed_case(cast)
        refused(
            closed,
            AlreadyMoved,
            lambda: reassign_case(case=closed, to=cast.colleague, by=cast.lead),
        )


@pytest.mark.parametrize(
    ("was_reached", "was_told", "is_right"),
    [(True, True, True), (False, True, False), (True, False, False), (False, False, False)],
)
def test_active_means_reached_and_told(
    cast: Cast, was_reached: bool, was_told: bool, is_right: bool
) -> None:
    with scoped([cast.place.pk]):
        case = assigned_case(cast)
        # By a colleague: the entry alone moves nothing.
        logged(case, cast.colleague, reached(reached=was_reached))
        if was_told:
            Case.objects.filter(pk=case.pk).update(privacy_notice_on=today())
        if is_right:
            assert activate_case(case=case, by=cast.coordinator).status == "active"
        else:
            refused(case, NotReachedYet, lambda: activate_case(case=case, by=cast.coordinator))


def test_struck_out_contact_does_not_activate(cast: Cast) -> None:
    from newcomers.actions.follow_ups import correct_entry

    with scoped([cast.place.pk]):
        case = assigned_case(cast)
        entry = logged(case, cast.coordinator)
        correct_entry(
            entry=entry, correction="void", reason="Feil sak", by=cast.coordinator, form_key="x"
        )
        Case.objects.filter(pk=case.pk).update(privacy_notice_on=today())
        refused(case, NotReachedYet, lambda: activate_case(case=case, by=cast.coordinator))


@pytest.mark.parametrize(
    ("days", "reason", "error"),
    [
        (1, "Reise", None),
        (90, "Reise", None),
        (91, "Reise", PauseTooLong),
        (0, "Reise", PauseTooLong),
        (-1, "Reise", PauseTooLong),
        (10, " ", ReasonNeeded),
    ],
)
def test_pause_has_a_reason_and_an_end(
    cast: Cast, days: int, reason: str, error: type[CaseRefused] | None
) -> None:
    day = today() + datetime.timedelta(days=days)
    with scoped([cast.place.pk]):
        case = active_case(cast)

        def pause() -> Case:
            return pause_case(case=case, reason=reason, resume_on=day, by=cast.coordinator)

        if error:
            refused(case, error, pause)
            return
        assert (pause().resume_on, case.refresh_from_db()) == (day, None)
        assert Task.objects.planned().filter(case=case, due_on=day, title=reason).exists()
        resumed = resume_case(case=case, by=cast.coordinator)
        assert (resumed.resume_on, resumed.paused_reason) == (None, "")


@pytest.mark.parametrize("state", ["assigned", "active", "paused"])
def test_closing_says_what_becomes_of_planned_tasks(cast: Cast, state: str) -> None:
    with scoped([cast.place.pk]):
        case = IN_STATE[state](cast)
        answer = {"case": case, "outcome": "helped", "by": cast.coordinator}
        refused(case, TasksLeft, lambda: close_case(**answer, reason="settled"))
        refused(case, TasksLeft, lambda: close_case(**answer, reason="settled", unfinished="no"))
        closed = close_case(**answer, reason="settled", unfinished="cancelled")
        assert (closed.closed_by, closed.closure) == (cast.coordinator, "settled")
        assert set(Task.objects.values_list("status", flat=True)) == {"cancelled"}
        commit_checks()
        told = FollowUp.objects.filter(case=case).latest("pk").change
        assert (told["closure"], told["outcome"]) == ("settled", "helped")


@pytest.mark.parametrize(
    ("reason", "outcome"), [("", "helped"), ("settled", ""), ("tired", "helped"), ("settled", "x")]
)
def test_closing_needs_reason_and_outcome(cast: Cast, reason: str, outcome: str) -> None:
    with scoped([cast.place.pk]):
        case = active_case(cast)
        refused(
            case,
            ReasonNeeded,
            lambda: close_case(
                case=case, reason=reason, outcome=outcome, by=cast.lead, unfinished="done"
            ),
        )


@pytest.mark.parametrize(
    ("days_ago", "is_right"),
    [([0, 1, 2], True), ([0, 1], False), ([0, 1, 1], False), ([], False), ([3, 2, 1, 0], True)],
)
def test_not_reached_means_three_attempts_on_three_days(
    cast: Cast, days_ago: list[int], is_right: bool
) -> None:
    with scoped([cast.place.pk]):
        case = assigned_case(cast)
        for ago in days_ago:
            day = today() - datetime.timedelta(days=ago)
            logged(case, cast.coordinator, reached(day, reached=False))

        def close() -> Case:
            return close_case(
                case=case, reason="not_reached", outcome="unknown", by=cast.coordinator,
                unfinished="cancelled",
            )  # fmt: skip

        if is_right:
            assert close().status == "closed"
        else:
            refused(case, TooFewAttempts, close)


def test_closing_an_old_page_is_refused(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        case = active_case(cast)
        answer = {"case": case, "reason": "settled", "outcome": "helped", "unfinished": "done"}
        refused(
            case,
            OldVersion,
            lambda: close_case(**answer, by=cast.lead, version=case.version - 1),
        )
        assert close_case(**answer, by=cast.lead, version=case.version).status == "closed"


@pytest.mark.parametrize(
    ("who", "days", "is_right"),
    [
        ("coordinator", 30, True),
        ("coordinator", 31, False),
        ("colleague", 0, False),
        ("lead", 31, True),
        ("lead", 0, True),
    ],
)
def test_coordinator_reopens_within_thirty_days_and_later_the_lead(
    cast: Cast, who: str, days: int, is_right: bool
) -> None:
    with scoped([cast.place.pk]):
        case = closed_case(cast)
        then = timezone.now() - datetime.timedelta(days=days)
        Case.objects.filter(pk=case.pk).update(closed_at=then)

        def reopen() -> Case:
            return reopen_case(
                case=case, reason="Tilbake", next_task=soon(20), by=getattr(cast, who)
            )

        if not is_right:
            refused(case, PermissionDenied, reopen)
            return
        opened = reopen()
        assert (opened.status, opened.closure, opened.closed_at) == ("active", "", None)
        assert opened.coordinator == cast.coordinator
        commit_checks()


def test_reopening_needs_a_reason_a_task_and_no_other_case(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        case = closed_case(cast)
        again = {"case": case, "next_task": soon(), "by": cast.lead}
        refused(case, ReasonNeeded, lambda: reopen_case(**again, reason="  "))
        receive_case(family=case.family, by=cast.lead)
        refused(case, HasOpenCase, lambda: reopen_case(**again, reason="Tilbake"))


def test_reopened_case_of_who_left_is_the_leads(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        case = closed_case(cast)
        Membership.objects.filter(user=cast.coordinator).update(
            valid_from=yesterday(), valid_to=yesterday()
        )
        opened = reopen_case(case=case, reason="Tilbake", next_task=soon(), by=cast.lead)
        assert opened.coordinator == cast.lead
        assert Task.objects.planned().get(case=case).owner == cast.lead
        commit_checks()


def test_a_family_that_has_moved_on_gets_a_new_case(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        case = closed_case(cast)
        assert receive_case(family=case.family, by=cast.coordinator).number != case.number


def test_closing_ends_with_the_last_task_done(cast: Cast) -> None:
    """No planned task is left on a closed case, and none can be added."""
    from newcomers.actions.tasks import CaseNotOpen, LastTask, plan_task

    with scoped([cast.place.pk]):
        case = active_case(cast)
        task = Task.objects.planned().get(case=case)
        refused(case, LastTask, lambda: finish_task(task=task, by=cast.coordinator))
        closed = close_case(
            case=case, reason="settled", outcome="helped", by=cast.lead, unfinished="done"
        )
        assert not Task.objects.planned().filter(case=closed).exists()
        refused(case, CaseNotOpen, lambda: plan_task(case=case, task=soon(), by=cast.lead))


def test_place_without_log_takes_no_family() -> None:
    place = log_enabled_place()
    place.case_log_enabled = False
    place.save()
    cast = Cast(place, *(UserFactory() for _each in range(3)))
    Membership.objects.create(user=cast.lead, municipality=place, role="lead")
    with scoped([place.pk]), pytest.raises(LogNotEnabled):
        received_case(cast)
    assert new_family(place).pk is None
