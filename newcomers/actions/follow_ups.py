"""Writing the log. What is written stays; what was wrong gets an entry that corrects it."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from hosting.models import Organisation
from municipalities.models import Municipality, Topic
from municipalities.permissions import may
from municipalities.roles import Ability
from newcomers.actions.cases import activate_case, close_case
from newcomers.actions.locking import locked, save_version
from newcomers.actions.tasks import (
    LastTask,
    NewTask,
    end_tasks,
    finish_task,
    plan_task,
    plan_with_organisation,
)
from newcomers.actions.texts import IdentityNumber as IdentityNumber
from newcomers.actions.texts import Refused, sound_line, sound_passage
from newcomers.models import Case, Draft, FollowUp, Task
from newcomers.models.follow_up import NAME_LENGTH, WRITTEN
from newcomers.permissions import may_log_on_case, may_read_entry, may_work_case
from portal.lib.constraints import constraint_of, violates
from portal.lib.dates import today

A_YEAR = datetime.timedelta(days=365)
FORM_KEY_LENGTH = 24
LANGUAGE_LENGTH = 8


class EntryRefused(Refused):
    """Nothing was written. The subclass says why."""


class EntryIncomplete(EntryRefused):
    """A contact says how, and whether anybody was reached; a note says something; all from the
    lists there are."""


class ForgedForm(EntryRefused):
    """The form does not carry the key it was sent out with."""


class NotStored(EntryRefused):
    """The database refused. Names the constraint: its own message would show what was written."""


class ImpossibleDay(EntryRefused):
    """The day lies ahead, or more than a year before the case was opened."""


class NotOpen(EntryRefused):
    """The case is closed: reopen it first."""


class NothingNext(EntryRefused):
    """An open case keeps a next task."""


class AlreadyCorrected(EntryRefused):
    """Somebody corrected it before; `entry` is what holds now."""

    def __init__(self, entry: FollowUp) -> None:
        self.entry = entry
        super().__init__(f"entry {entry.pk} is not the newest")


class WhyCorrected(EntryRefused):
    """A correction needs a reason, and is one of those there are."""


@dataclass(frozen=True)
class Written:
    """What somebody writes into the log. A contact has a mode, and reached or not."""

    occurred_on: datetime.date
    text: str = ""
    kind: str = FollowUp.Kind.CONTACT
    mode: str = ""
    reached: bool | None = None
    counterparts: list[str] = field(default_factory=list)
    language: str = ""
    with_interpreter: bool = False
    result: str = ""
    topics: list[str] = field(default_factory=list)
    is_restricted: bool = False


@dataclass(frozen=True)
class Closing:
    """The answer "close" to "what happens now?", and what becomes of tasks still planned.

    Cancelled, where nothing is said: what nobody did must not count as done.
    """

    reason: str
    outcome: str
    unfinished: str = Task.Status.CANCELLED


@dataclass(frozen=True)
class Next:
    """The answer to "what happens now?": new tasks, tasks this was the end of, or closing.

    With nothing at all, the task that is planned already stays.
    """

    tasks: tuple[NewTask, ...] = ()
    finished: tuple[Task, ...] = ()
    closing: Closing | None = None


@dataclass(frozen=True)
class Logged:
    """What became of it: the entry, and whether this form had been sent before."""

    entry: FollowUp
    is_new: bool


def log_entry(
    *,
    case: Case,
    written: Written,
    by: Any,
    form_key: str,
    next_step: Next | None = None,
    told_about_privacy: bool = False,
) -> Logged:
    """Write into the log of a case (loggføre), with the next step in the same save.

    The same form twice makes one entry. The first contact that reached the family, once it was
    told about privacy, makes an assigned case active. Raises EntryRefused, TaskRefused or
    CaseRefused; then nothing at all is saved.
    """
    _require_key(form_key)
    sound = _sound(written)
    try:
        with transaction.atomic():
            current = locked(case)
            if not may_log_on_case(by, current):
                raise PermissionDenied
            if sent := _sent_before(form_key, by):
                return Logged(sent, is_new=False)
            if not current.is_open:
                raise NotOpen
            _require_day(sound, current)
            entry = _store(sound, by, form_key, case=current)
            if told_about_privacy and current.privacy_notice_on is None:
                current.privacy_notice_on = sound.occurred_on
                save_version(current, by, "privacy_notice_on")
            _activate(current, sound, by)
            _do_next(current, entry, next_step or Next(), by)
            Draft.objects.of(by).filter(case=current).delete()
    except IntegrityError as error:
        return Logged(_stored_meanwhile(error, form_key, by), is_new=False)
    return Logged(entry, is_new=True)


def log_with_organisation(
    *, organisation: Organisation, municipality: Municipality, written: Written, by: Any,
    form_key: str, tasks: Sequence[NewTask] = (),
) -> Logged:  # fmt: skip
    """Write down a contact with NAV, the police or an employer that is about no family.

    With what is to be done next. Raises EntryRefused or TaskRefused.
    """
    _require_key(form_key)
    sound = _sound(written)
    if not may(by, Ability.FOLLOW_UP, municipality.pk):
        raise PermissionDenied
    if sent := _sent_before(form_key, by):
        return Logged(sent, is_new=False)
    where: dict[str, Any] = {"organisation": organisation, "municipality": municipality}
    _require_day(sound, None)
    try:
        with transaction.atomic():
            entry = _store(sound, by, form_key, **where)
            for task in tasks:
                plan_with_organisation(**where, task=task, by=by, caused_by=entry)
    except IntegrityError as error:
        return Logged(_stored_meanwhile(error, form_key, by), is_new=False)
    return Logged(entry, is_new=True)


def correct_entry(
    *, entry: FollowUp, correction: str, reason: str, by: Any, form_key: str,
    written: Written | None = None,
) -> Logged:  # fmt: skip
    """Write the entry anew, or strike it out; the old one stays and shows that it was corrected.

    Raises WhyCorrected, AlreadyCorrected, or what `log_entry` raises.
    """
    why = sound_line(reason)
    if correction not in (FollowUp.Correction.FIX, FollowUp.Correction.VOID) or not why:
        raise WhyCorrected
    _require_key(form_key)
    is_new = written is not None and correction == FollowUp.Correction.FIX
    # What is struck out is taken as it stands: a topic may have gone since.
    sound = _sound(written) if written and is_new else _as_written(entry)
    try:
        with transaction.atomic():
            _require_writable(entry, by)
            if sent := _sent_before(form_key, by):
                return Logged(sent, is_new=False)
            _require_correctable(entry)
            _require_day(sound, entry.case)
            corrected = _store(
                sound, by, form_key,
                case=entry.case, organisation=entry.organisation,
                municipality=entry.municipality,
                corrects=entry, correction=correction, correction_reason=why,
            )  # fmt: skip
    except AlreadyCorrected as told:
        # The same form, sent twice at once: its double was stored between the two looks.
        if told.entry.form_key != form_key or told.entry.author_id != by.pk:
            raise
        return Logged(told.entry, is_new=False)
    except IntegrityError as error:
        newest = FollowUp.objects.filter(corrects=entry).first()
        if newest is not None and newest.form_key != form_key:
            raise AlreadyCorrected(newest) from None
        return Logged(_stored_meanwhile(error, form_key, by), is_new=False)
    return Logged(corrected, is_new=True)


def _require_key(form_key: str) -> None:
    if not 0 < len(form_key) <= FORM_KEY_LENGTH:
        raise ForgedForm


def _sound(written: Written) -> Written:
    """What was written, with a clean text, if it is whole."""
    if written.occurred_on > today():
        raise ImpossibleDay
    sound = replace(written, text=sound_passage(written.text))
    if not (_is_whole(sound) and _is_from_lists(sound)):
        raise EntryIncomplete
    return sound


def _is_whole(written: Written) -> bool:
    """What is asked of a contact, and of a note. Changes of state are written by moves alone."""
    if written.kind == FollowUp.Kind.CONTACT:
        return bool(written.mode) and written.reached is not None
    of_contact = written.mode or written.counterparts or written.result
    is_note = written.kind == FollowUp.Kind.NOTE and bool(written.text)
    return is_note and not of_contact and written.reached is None


def _is_from_lists(written: Written) -> bool:
    topics = set(written.topics)
    return (
        written.mode in ("", *FollowUp.Mode)
        and written.result in ("", *FollowUp.Result)
        and set(written.counterparts) <= set(FollowUp.Counterpart)
        and len(written.language) <= LANGUAGE_LENGTH
        and (not topics or Topic.objects.filter(key__in=topics).count() == len(topics))
    )


def _require_day(written: Written, case: Case | None) -> None:
    """Not more than a year before the case; without one, before today."""
    if written.occurred_on < (case.opened_on if case else today()) - A_YEAR:
        raise ImpossibleDay


def _require_writable(entry: FollowUp, by: Any) -> None:
    """Only who may write there and read it."""
    allowed = (
        may_log_on_case(by, entry.case)
        if entry.case
        else may(by, Ability.FOLLOW_UP, entry.municipality_id)
    )
    if not (allowed and may_read_entry(by, entry)):
        raise PermissionDenied


def _require_correctable(entry: FollowUp) -> None:
    """Only contacts and notes, and only what holds."""
    if entry.kind not in (FollowUp.Kind.CONTACT, FollowUp.Kind.NOTE):
        raise WhyCorrected
    newer = FollowUp.objects.filter(corrects=entry).first()
    if newer is not None:
        raise AlreadyCorrected(newer)
    if entry.correction == FollowUp.Correction.VOID:
        raise AlreadyCorrected(entry)


def _store(written: Written, by: Any, form_key: str, **where: Any) -> FollowUp:
    case = where.get("case")
    place = case.municipality if case else where["municipality"]
    return FollowUp.objects.create(
        **{name: getattr(written, name) for name in WRITTEN},
        **where | {"municipality": place, "municipality_then": place},
        author=by,
        author_name=str(by)[:NAME_LENGTH],
        form_key=form_key,
    )


def _as_written(entry: FollowUp) -> Written:
    return Written(**{name: getattr(entry, name) for name in WRITTEN})


def _activate(case: Case, written: Written, by: Any) -> None:
    """An assigned case is active once the family was reached and knows what is stored."""
    begun = written.kind == FollowUp.Kind.CONTACT and written.reached
    told = case.status == Case.Status.ASSIGNED and case.privacy_notice_on is not None
    if begun and told and may_work_case(by, case):
        activate_case(case=case, by=by)


def _do_next(case: Case, entry: FollowUp, step: Next, by: Any) -> None:
    if any(task.case_id != case.pk for task in step.finished):
        raise PermissionDenied
    if step.closing:
        end_tasks(case=case, status=Task.Status.DONE, by=by, only=step.finished)
        close_case(case=case, by=by, **vars(step.closing))
        return
    for new in step.tasks:
        plan_task(case=case, task=new, by=by, caused_by=entry)
    try:
        for task in step.finished:
            finish_task(task=task, by=by)
    except LastTask as error:
        raise NothingNext from error


def _sent_before(form_key: str, by: Any) -> FollowUp | None:
    """The entry that this form made when it was sent the first time."""
    return FollowUp.objects.filter(form_key=form_key, author=by).first()


def _stored_meanwhile(error: IntegrityError, form_key: str, by: Any) -> FollowUp:
    """The entry of the same form, sent at the same moment; else says what went wrong."""
    sent = _sent_before(form_key, by)
    if sent is not None:
        return sent
    # Somebody else's key, or one no constraint knows.
    refusal = ForgedForm if violates(error, "form_key") else NotStored
    raise refusal(constraint_of(error)) from None
