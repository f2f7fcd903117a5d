"""What happens to tasks: planned, done, cancelled, put off."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F

from hosting.models import Organisation
from municipalities.models import Municipality
from municipalities.permissions import may
from municipalities.roles import Ability
from newcomers.actions.consents import purpose_of_referral, require_consent
from newcomers.actions.locking import locked
from newcomers.actions.texts import Refused, sound_line
from newcomers.models import Case, FollowUp, Task
from newcomers.permissions import follows_up, may_lead_cases, may_log_on_case, may_work_case
from portal.lib.dates import today
from portal.lib.tokens import new_token

FURTHEST_DAYS = 2 * 366
PLACE_LENGTH = 120


class TaskRefused(Refused):
    """The task stays as it is; nothing was changed. The subclass says why."""


class TaskEnded(TaskRefused):
    """It is done or cancelled already; `task` says by whom and when."""

    def __init__(self, task: Task) -> None:
        self.task = task
        super().__init__(f"task {task.pk} is {task.status} already")


class LastTask(TaskRefused):
    """An open case keeps a next task: plan another one first, or close the case."""


class CaseNotOpen(TaskRefused):
    """Tasks are planned in open cases only."""


class ImpossibleDay(TaskRefused):
    """A task is due today or later, and within two years."""


class TaskIncomplete(TaskRefused):
    """A task has a title; a referral says to whom, and only an appointment has a time."""


class OwnerNotHere(TaskRefused):
    """Whoever is to do it has no role today that follows up cases there."""


class WhyPostponed(TaskRefused):
    """Putting off needs a reason."""


@dataclass(frozen=True)
class NewTask:
    """What is to be planned; for a referral `referred_to`, for an appointment time and place."""

    title: str
    due_on: datetime.date
    kind: str = Task.Kind.TASK
    due_at: datetime.time | None = None
    place: str = ""
    referred_to: Organisation | None = None
    waiting_for: str = Task.WaitingFor.US
    step_key: str = ""


def plan_task(
    *, case: Case, task: NewTask, by: Any, owner: Any = None, caused_by: FollowUp | None = None,
    form_key: str = "",
) -> Task:  # fmt: skip
    """Plan the task (tiltak) in the case; the same form twice plans one.

    Without `owner` it is the coordinator's, or the person's where that one is gone. Raises
    CaseNotOpen, ImpossibleDay, TaskIncomplete, OwnerNotHere, IdentityNumber or TextTooLong; of a
    referral, which tells an organisation of the family, ConsentNeeded.
    """
    sound = _sound(task)
    with transaction.atomic():
        current = locked(case)
        if not may_log_on_case(by, current):
            raise PermissionDenied
        if not current.is_open:
            raise CaseNotOpen
        if form_key and (planned := _sent_before(form_key, by)):
            return planned
        if sound.referred_to is not None:
            require_consent(family=current.family, purpose=purpose_of_referral(sound.referred_to))
        return _plan(
            sound, by, form_key, owner or _owner_in(current, by),
            case=current, municipality=current.municipality, caused_by=caused_by,
        )  # fmt: skip


def plan_with_organisation(
    *, organisation: Organisation, municipality: Municipality, task: NewTask, by: Any,
    caused_by: FollowUp | None = None,
) -> Task:  # fmt: skip
    """Plan something with an organisation that is about no family. Raises what plan_task does."""
    if not may(by, Ability.FOLLOW_UP, municipality.pk):
        raise PermissionDenied
    return _plan(
        _sound(task), by, "", by,
        organisation=organisation, municipality=municipality, caused_by=caused_by,
    )  # fmt: skip


def finish_task(*, task: Task, by: Any, replacing: NewTask | None = None) -> Task:
    """The task is done. Raises TaskEnded, or LastTask without one that replaces it."""
    return _end(task, Task.Status.DONE, by, replacing)


def cancel_task(*, task: Task, by: Any, replacing: NewTask | None = None) -> Task:
    """The task will not be done. Raises TaskEnded, or LastTask without one that replaces it."""
    return _end(task, Task.Status.CANCELLED, by, replacing)


def postpone_task(*, task: Task, to: datetime.date, reason: str, by: Any) -> Task:
    """Put the task off (utsette). Raises WhyPostponed, ImpossibleDay or TaskEnded.

    To the day it has already is no change: the same form twice puts off once.
    """
    why = sound_line(reason)
    if not why:
        raise WhyPostponed
    _require_possible(to)
    with transaction.atomic():
        current = _planned(task, by)
        if current.due_on != to:
            current.due_on, current.postponed_reason = to, why
            current.postponed_count += 1
            current.save(update_fields=["due_on", "postponed_reason", "postponed_count"])
    return current


def hand_over_task(*, task: Task, to: Any, by: Any) -> Task:
    """Give a task with an organisation to somebody else; one of a case follows its coordinator.

    Raises OwnerNotHere or TaskEnded.
    """
    with transaction.atomic():
        current = _planned(task, by)
        if current.case_id is not None or not follows_up(to, current.municipality_id):
            raise OwnerNotHere
        current.owner = to
        current.save(update_fields=["owner"])
    return current


def rest_tasks(*, case: Case, until: datetime.date, reason: str) -> int:
    """Put off what was planned before the day, in an action that checks who may (invariant 1).

    An appointment that has to be made anew loses its time, and keeps its place.
    """
    earlier = Task.objects.filter(case=case, due_on__lt=until).planned()
    return earlier.update(
        due_on=until, due_at=None, postponed_reason=reason,
        postponed_count=F("postponed_count") + 1,
    )  # fmt: skip


def end_tasks(*, case: Case, status: str, by: Any, only: Sequence[Task] | None = None) -> int:
    """End planned tasks of the case, all or `only` these, in an action that checks who may."""
    planned = Task.objects.filter(case=case).planned()
    if only is not None:
        planned = planned.filter(pk__in=[task.pk for task in only])
    return planned.update(status=status, ended_on=today(), ended_by=by)


def has_next_task(case: Case) -> bool:
    """Whether anything is planned in the case."""
    return Task.objects.filter(case=case).planned().exists()


def _plan(task: NewTask, by: Any, form_key: str, owner: Any, **where: Any) -> Task:
    if not follows_up(owner, where["municipality"].pk):
        raise OwnerNotHere
    return Task.objects.create(
        **vars(task), **where, owner=owner, created_by=by, form_key=form_key or new_token()
    )


def _sound(task: NewTask) -> NewTask:
    """The task with clean texts, if it is whole."""
    _require_possible(task.due_on)
    title, place = sound_line(task.title), sound_line(task.place, PLACE_LENGTH)
    is_referral = task.kind == Task.Kind.REFERRAL
    is_timed = task.due_at is not None and task.kind != Task.Kind.APPOINTMENT
    known = task.kind in Task.Kind and task.waiting_for in Task.WaitingFor
    if not (title and known) or is_timed or is_referral != (task.referred_to is not None):
        raise TaskIncomplete
    return replace(task, title=title, place=place)


def _sent_before(form_key: str, by: Any) -> Task | None:
    """The task that this form planned when it was sent the first time. Needs the case's lock."""
    return Task.objects.filter(form_key=form_key, created_by=by).first()


def _owner_in(case: Case, by: Any) -> Any:
    """The coordinator while they follow up cases there, else whoever plans it."""
    coordinator = case.coordinator
    here = coordinator is not None and follows_up(coordinator, case.municipality_id)
    return coordinator if here else by


def _end(task: Task, status: str, by: Any, replacing: NewTask | None) -> Task:
    with transaction.atomic():
        current = _planned(task, by)
        case = current.case
        if case is not None and replacing is not None:
            plan_task(case=case, task=replacing, by=by)
        current.status, current.ended_on, current.ended_by = status, today(), by
        current.save(update_fields=["status", "ended_on", "ended_by"])
        left = Task.objects.filter(case=case).active()
        if case is not None and case.is_open and not left.exists():
            raise LastTask
    return current


def _planned(task: Task, by: Any) -> Task:
    """The task, locked, if it is planned and the person may."""
    if task.case_id is not None:
        # The case first, as everywhere: two who end the last two tasks wait for each other.
        Case.objects.select_for_update(of=("self",)).get(pk=task.case_id)
    current = (
        Task.objects.select_for_update(of=("self",))
        .select_related("case__family", "ended_by")
        .get(pk=task.pk)
    )
    if not may_end(by, current):
        raise PermissionDenied
    if not current.is_planned:
        raise TaskEnded(current)
    return current


def may_end(user: Any, task: Task) -> bool:
    """Whether the person may end it: who works the case or owns it, while here; the lead all."""
    if task.case is None:
        is_own = user.pk in (task.owner_id, task.created_by_id)
        own = is_own and follows_up(user, task.municipality_id)
        return own or may_lead_cases(user, task.municipality_id)
    return may_work_case(user, task.case) or (
        task.owner_id == user.pk and may_log_on_case(user, task.case)
    )


def _require_possible(day: datetime.date) -> None:
    if not today() <= day <= today() + datetime.timedelta(days=FURTHEST_DAYS):
        raise ImpossibleDay
