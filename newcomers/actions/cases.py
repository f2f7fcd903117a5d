"""What happens to a case. Every move is one transaction with one line in its log.

The same click twice, or a click on an old page, raises AlreadyMoved, which knows what happened.
"""

import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone

from municipalities.models import Municipality
from newcomers.actions.locking import locked as locked
from newcomers.actions.locking import save_version
from newcomers.actions.stays import drop_stay_checks, plan_stay_checks
from newcomers.actions.tasks import NewTask, end_tasks, has_next_task, plan_task, rest_tasks
from newcomers.actions.texts import Refused, sound_line, sound_passage
from newcomers.models import Case, Enquiry, Family, FollowUp, Task
from newcomers.models.follow_up import NAME_LENGTH
from newcomers.permissions import (
    follows_up,
    may_lead_cases,
    may_read_case,
    may_register_family,
    may_work_case,
)
from newcomers.states import (
    ATTEMPTS_BEFORE_NOT_REACHED,
    FIRST_TASK_WITHIN_WORKING_DAYS,
    LONGEST_PAUSE_DAYS,
    MOVES,
    Move,
)
from portal.lib.dates import add_working_days, today

NEXT_NUMBER = """
INSERT INTO newcomers_casenumber (municipality_id, year, last) VALUES (%s, %s, 1)
ON CONFLICT (municipality_id, year) DO UPDATE SET last = newcomers_casenumber.last + 1
RETURNING last
"""
REASON_LENGTH = 2000
CLOCK = "Landgang"
# What is known of a case besides where it stands, and what each may be.
FACTS: dict[str, Any] = {"priority": Case.Priority, "housing": Case.Housing}

# Nobody is asked whether they still live here after a case that ended so.
NOT_ASKED_AGAIN = (Case.Closure.DECEASED, Case.Closure.ERROR, Case.Closure.DID_NOT_MOVE)


class CaseRefused(Refused):
    """The case does not move; nothing was changed. The subclass says why."""


class AlreadyMoved(CaseRefused):
    """Somebody was faster: `case` says where it is, who moved it and when."""

    def __init__(self, case: Case) -> None:
        self.case = case
        super().__init__(f"case {case.pk} is {case.status} already")


class OldVersion(CaseRefused):
    """The case was saved by somebody else since the page was opened; `case` is what holds now."""

    def __init__(self, case: Case) -> None:
        self.case = case
        super().__init__(f"case {case.pk} has version {case.version}")


class LogNotEnabled(CaseRefused):
    """The municipality keeps no case log (yet)."""


class HasOpenCase(CaseRefused):
    """The family has a case that is not finished."""


class AlreadyJoined(CaseRefused):
    """The family was joined with another one: `family` knows with which, by whom and when."""

    def __init__(self, family: Family) -> None:
        self.family = family
        super().__init__(f"family {family.pk} is joined with {family.joined_into_id} already")


class NotActiveHere(CaseRefused):
    """The person has no role today that follows up cases in the municipality."""


class FirstTaskTooLate(CaseRefused):
    """The first task is due within five working days."""


class ReasonNeeded(CaseRefused):
    """A reason, or what belongs to it, is missing."""


class NotReachedYet(CaseRefused):
    """Nobody was reached yet, or the family was not told about privacy."""


class PauseTooLong(CaseRefused):
    """A case is paused for ninety days at most, and from now on."""


class TasksLeft(CaseRefused):
    """There are planned tasks: say whether they are done or cancelled."""


class TooFewAttempts(CaseRefused):
    """ "Not reached" means three attempts on three days."""


class ImpossibleFact(CaseRefused):
    """That cannot be known of a case: no such choice, or a day that lies ahead or long before."""


def receive_case(
    *, family: Family, by: Any, enquiry: Enquiry | None = None, priority: str = ""
) -> Case:
    """Open a case for the family (opprette sak).

    Raises LogNotEnabled, HasOpenCase or ImpossibleFact.
    """
    if priority and priority not in Case.Priority:
        raise ImpossibleFact
    place = Municipality.objects.get(pk=family.municipality_id)
    if not may_register_family(by, place.pk):
        raise PermissionDenied
    if not (settings.CASE_LOG_ALLOWED and place.case_log_enabled and place.is_current):
        raise LogNotEnabled
    with transaction.atomic():
        if Family.objects.select_for_update().get(pk=family.pk).joined_into_id:
            raise AlreadyJoined(family)
        if Case.objects.filter(family=family).unfinished().exists():
            raise HasOpenCase
        case = Case.objects.create(
            number=next_number(place, today().year),
            family=family,
            municipality=place,
            municipality_then=place,
            enquiry=enquiry,
            priority=priority or Case.Priority.NORMAL,
            opened_by=by,
            changed_by=by,
        )
        note_change(case, by, "status", "", case.status)
    return case


def reject_case(*, case: Case, reason: str, by: Any, duplicate_of: Case | None = None) -> Case:
    """End a case that should not have begun."""
    if reason not in Case.Rejection or (reason == "duplicate") != (duplicate_of is not None):
        raise ReasonNeeded
    if duplicate_of and (duplicate_of.pk == case.pk or duplicate_of.municipality_id
                         != case.municipality_id):  # fmt: skip
        raise ReasonNeeded
    with transaction.atomic():
        current = starting(case, "reject", by)
        drop_stay_checks(family=current.family)
        return moved(current, "reject", by, rejection=reason, duplicate_of=duplicate_of)


def assign_case(*, case: Case, to: Any, first_task: NewTask, by: Any) -> Case:
    """Give a received case to somebody, with the first thing to do.

    Raises NotActiveHere, FirstTaskTooLate or TaskRefused.
    """
    latest = add_working_days(today(), FIRST_TASK_WITHIN_WORKING_DAYS)
    with transaction.atomic():
        current = starting(case, "assign", by, to=to)
        if not follows_up(to, current.municipality_id):
            raise NotActiveHere
        if not today() <= first_task.due_on <= latest:
            raise FirstTaskTooLate
        moved(current, "assign", by, details={"coordinator": to.pk}, coordinator=to)
        plan_task(case=current, task=first_task, by=by, owner=to)
    return current


def reassign_case(*, case: Case, to: Any, by: Any) -> Case:
    """Give an open case to somebody else, planned tasks included; who wrote what stays.

    To whom it belongs already is no change. Raises AlreadyMoved or NotActiveHere.
    """
    with transaction.atomic():
        current = locked(case)
        if not may_lead_cases(by, current.municipality_id):
            raise PermissionDenied
        if not current.is_open:
            raise AlreadyMoved(current)
        if not follows_up(to, current.municipality_id):
            raise NotActiveHere
        before, current.coordinator = current.coordinator_id, to
        if before != to.pk:
            save_version(current, by, "coordinator")
            note_change(current, by, "coordinator", str(before), str(to.pk))
        _hand_on_tasks(current, before, to)
    return current


def activate_case(*, case: Case, by: Any) -> Case:
    """The family was reached and told about privacy: the follow-up has begun."""
    with transaction.atomic():
        current = starting(case, "activate", by)
        reached = FollowUp.objects.contacts().filter(case=current, reached=True).exists()
        if not reached or current.privacy_notice_on is None:
            raise NotReachedYet
        return moved(current, "activate", by)


def pause_case(*, case: Case, reason: str, resume_on: datetime.date, by: Any) -> Case:
    """Let a case rest until a day, which is its next task. Raises ReasonNeeded or PauseTooLong."""
    why = sound_line(reason)
    with transaction.atomic():
        current = starting(case, "pause", by)
        if not why:
            raise ReasonNeeded
        if not today() < resume_on <= today() + datetime.timedelta(days=LONGEST_PAUSE_DAYS):
            raise PauseTooLong
        moved(current, "pause", by, paused_reason=why, resume_on=resume_on)
        rest_tasks(case=current, until=resume_on, reason=why)
        plan_task(case=current, task=NewTask(why, resume_on), by=by)
    return current


def resume_case(*, case: Case, by: Any) -> Case:
    """Go on with a paused case."""
    with transaction.atomic():
        current = starting(case, "resume", by)
        return moved(current, "resume", by, paused_reason="", resume_on=None)


def close_case(
    *, case: Case, reason: str, outcome: str, by: Any, unfinished: str = "", version: int = 0
) -> Case:
    """Close the case (avslutte). `unfinished` says what becomes of planned tasks: done, cancelled.

    Raises ReasonNeeded, TasksLeft or TooFewAttempts.
    """
    if reason not in Case.Closure or outcome not in Case.Outcome:
        raise ReasonNeeded
    with transaction.atomic():
        current = starting(case, "close", by)
        if version and current.version != version:
            raise OldVersion(current)
        if reason == Case.Closure.NOT_REACHED and not _was_tried(current):
            raise TooFewAttempts
        if unfinished in (Task.Status.DONE, Task.Status.CANCELLED):
            end_tasks(case=current, status=unfinished, by=by)
        elif has_next_task(current):
            raise TasksLeft
        if reason in NOT_ASKED_AGAIN:
            drop_stay_checks(family=current.family)
        return moved(
            current, "close", by, details={"closure": reason, "outcome": outcome},
            closure=reason, outcome=outcome, closed_at=timezone.now(), closed_by=by,
            paused_reason="", resume_on=None,
        )  # fmt: skip


def reopen_case(*, case: Case, reason: str, next_task: NewTask, by: Any) -> Case:
    """Take up a closed case again. Raises ReasonNeeded, HasOpenCase or NotActiveHere."""
    why = sound_passage(reason, REASON_LENGTH)
    with transaction.atomic():
        current = starting(case, "reopen", by)
        if not why:
            raise ReasonNeeded
        others = Case.objects.filter(family=current.family).exclude(pk=current.pk)
        if others.unfinished().exists():
            raise HasOpenCase
        owner = current.coordinator
        if owner is None or not follows_up(owner, current.municipality_id):
            owner = by
        if not follows_up(owner, current.municipality_id):
            raise NotActiveHere
        moved(
            current, "reopen", by, text=why,
            closure="", outcome="", closed_at=None, closed_by=None, coordinator=owner,
        )  # fmt: skip
        plan_task(case=current, task=next_task, by=by)
        plan_stay_checks(family=current.family)
    return current


def change_case(*, case: Case, version: int, by: Any, **changes: Any) -> Case:
    """Change what is known of a case: priority, home, the day the family was told about privacy.

    Raises OldVersion when somebody saved it meanwhile: nothing is lost, both are shown. Raises
    ImpossibleFact, and AlreadyMoved for a case that has ended.
    """
    with transaction.atomic():
        current = locked(case)
        if not may_work_case(by, current):
            raise PermissionDenied
        if current.status in (Case.Status.CLOSED, Case.Status.REJECTED):
            raise AlreadyMoved(current)
        if current.version != version:
            raise OldVersion(current)
        _require_facts(current, changes)
        housing = current.housing
        for name, value in changes.items():
            setattr(current, name, value)
        save_version(current, by, *changes)
        if current.housing != housing:
            note_change(current, by, "housing", housing, current.housing)
    return current


def note_change(
    case: Case, by: Any, what: str, before: str, after: str, text: str = "", **details: Any
) -> None:
    """Write the change into the log, so that "when" and "how long" can be counted.

    What the clock has changed (`by` is None) stands under the coordinator's account and no name.
    """
    author: Any = by or case.coordinator
    FollowUp.objects.create(
        case=case,
        municipality_id=case.municipality_id,
        municipality_then_id=case.municipality_id,
        kind=FollowUp.Kind.STATUS,
        occurred_on=today(),
        author=author,
        author_name=str(by or CLOCK)[:NAME_LENGTH],
        text=text,
        change={"what": what, "from": before, "to": after} | details,
    )


def starting(case: Case, name: str, by: Any, **details: Any) -> Case:
    """The case, locked, if the move starts where it stands and the person may make it.

    Raises AlreadyMoved, which tells where it is, only to who may open it.
    """
    move: Move = MOVES[name]
    current = locked(case)
    if current.status not in move.sources and may_read_case(by, current):
        raise AlreadyMoved(current)
    if current.status not in move.sources or not move.allowed(by, current, details):
        raise PermissionDenied
    return current


def moved(
    current: Case, name: str, by: Any, *, text: str = "", details: dict[str, Any] | None = None,
    back_to: str = "", **fields: Any,
) -> Case:  # fmt: skip
    """Make the move with a case from `starting`, saved and noted; `back_to` where it has no target
    of its own."""
    before, current.status = current.status, MOVES[name].target or back_to
    for field, value in fields.items():
        setattr(current, field, value)
    save_version(current, by, "status", *fields)
    note_change(current, by, "status", before, current.status, text, **details or {})
    return current


def _hand_on_tasks(case: Case, before: int | None, to: Any) -> None:
    """Planned tasks of who had the case, and of people who are not here any more."""
    planned = Task.objects.filter(case=case).planned().select_related("owner")
    for task in planned:
        if task.owner_id == before or not follows_up(task.owner, case.municipality_id):
            Task.objects.filter(pk=task.pk).update(owner=to)


def _require_facts(case: Case, changes: dict[str, Any]) -> None:
    """Only facts, with values they can have. Where a case stands is changed by moves alone."""
    for name, value in changes.items():
        if name in FACTS and value in FACTS[name]:
            continue
        year_before = case.opened_on - datetime.timedelta(days=365)
        is_day = name == "privacy_notice_on" and (value is None or year_before <= value <= today())
        if not is_day:
            raise ImpossibleFact


def _was_tried(case: Case) -> bool:
    """Whether somebody tried at least three times, on as many days."""
    tries = FollowUp.objects.contacts().filter(case=case, reached=False)
    days = tries.values_list("occurred_on", flat=True).distinct().count()
    return days >= ATTEMPTS_BEFORE_NOT_REACHED


def next_number(place: Municipality, year: int) -> str:
    """The municipality's next case number in the year: 5530-2026-0001; two at once wait."""
    code = place.numbers.filter(valid_to=None).values_list("number", flat=True).first()
    with connection.cursor() as cursor:
        cursor.execute(NEXT_NUMBER, [place.pk, year])
        (last,) = cursor.fetchone()
    return f"{code or f'K{place.pk}'}-{year}-{last:04d}"
