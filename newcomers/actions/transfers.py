"""A case moves on to another municipality: proposed, answered there, or left until it expires.

The sender keeps the case and all duties until somebody there accepts. Only `_across` reaches over
the border: for one proposal, to its two municipalities, after the cover sheet has been read within
the person's own scope and the person may answer it. Nothing but that proposal's case is touched.

The same click twice, or one on an old page, raises AlreadyMoved on the sender's side and
TransferAnswered on the receiver's; both know what happened.
"""

import datetime
from contextlib import AbstractContextManager
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from municipalities.models import Municipality
from newcomers import tasks_transfers
from newcomers.actions.cases import (
    FirstTaskTooLate,
    HasOpenCase,
    LogNotEnabled,
    NotActiveHere,
    moved,
    starting,
)
from newcomers.actions.locking import locked
from newcomers.actions.stays import hand_on_stay_checks
from newcomers.actions.successors import make_successor
from newcomers.actions.tasks import NewTask, end_tasks, plan_task
from newcomers.actions.texts import Refused, sound_line, sound_passage
from newcomers.models import Case, Task, Transfer, TransferCover
from newcomers.models.transfer import REASON_LENGTH, State
from newcomers.permissions import follows_up, may_answer_transfer, may_lead_cases
from newcomers.receipts import may_be_mailed
from newcomers.states import FIRST_TASK_WITHIN_WORKING_DAYS
from portal.lib.constraints import violates
from portal.lib.dates import add_working_days, today
from portal.lib.jobs import enqueue
from portal.lib.scope import scoped
from portal.lib.tokens import new_token

FURTHEST_MONTH_DAYS = 2 * 366


class TransferRefused(Refused):
    """The transfer stays as it is; nothing was changed. The subclass says why."""


class TransferAnswered(TransferRefused):
    """Somebody was faster, or the time is over; `cover` says what happened, who did it and when."""

    def __init__(self, cover: TransferCover) -> None:
        self.cover = cover
        super().__init__(f"transfer {cover.pk} is {cover.state} already")


class TransferTooLate(TransferRefused):
    """Its last day has passed: it is not taken over any more, whether or not the clock came by."""


class NoSuchPlace(TransferRefused):
    """Cases move to another municipality of today: not to a former one, not to the region."""


class PlaceRetired(NoSuchPlace):
    """The municipality is a part of another one today: `successor` is that one."""

    def __init__(self, place: Municipality, successor: Municipality) -> None:
        self.place, self.successor = place, successor
        super().__init__(f"municipality {place.pk} ended, {successor.pk} follows")


class BothLeadsNeeded(TransferRefused):
    """A confidential address moves when both leads agree: ours proposes it, theirs accepts it."""


class WhyTransferred(TransferRefused):
    """A proposal has a reason, and so has a no."""


class ForgedForm(TransferRefused):
    """The key of the form is that of somebody else's."""


class ImpossibleMonth(TransferRefused):
    """Nobody moves in a month that is over, or more than two years ahead."""


def propose_transfer(
    *, case: Case, to: Municipality, reason: str, by: Any, note: str = "",
    planned_month: datetime.date | None = None, form_key: str = "",
) -> Transfer:  # fmt: skip
    """Ask another municipality to take the case over (foreslå overføring).

    The reason is for the sender's own log; the note goes along when the case is taken over. The
    same form twice proposes once. Raises AlreadyMoved, WhyTransferred, NoSuchPlace, LogNotEnabled,
    BothLeadsNeeded, ImpossibleMonth, ForgedForm, IdentityNumber or TextTooLong.
    """
    why, handed = sound_line(reason, REASON_LENGTH), sound_passage(note)
    with transaction.atomic():
        locked(case)
        if form_key and (sent := _sent_before(form_key, by)):
            return sent
        current = starting(case, "propose", by)
        if not why:
            raise WhyTransferred
        _require_both_leads(current, by)
        _require_place(to, other_than=current.municipality_id)
        sent = _store(
            case=current,
            municipality=current.municipality,
            to_municipality=to,
            reason=why,
            note=handed,
            planned_month=_sound_month(planned_month),
            status_before=current.status,
            paused_reason=current.paused_reason,
            resume_on=current.resume_on,
            proposed_by=by,
            expires_on=today() + datetime.timedelta(days=settings.TRANSFER_EXPIRES_DAYS),
            form_key=form_key or new_token(),
        )
        details = _told(State.PROPOSED, to)
        moved(current, "propose", by, details=details, paused_reason="", resume_on=None)
        enqueue(tasks_transfers.tell_receivers, municipality=to.pk, transfer=sent.pk)
    return sent


def withdraw_transfer(*, case: Case, by: Any) -> Transfer:
    """Take the proposal back (trekke tilbake): the case is where it was. Raises AlreadyMoved."""
    with transaction.atomic():
        current = starting(case, "back", by)
        sent = Transfer.objects.select_related("to_municipality").waiting().get(case=current)
        return _go_back(current, sent, State.WITHDRAWN, by)


def decline_transfer(*, cover: TransferCover, reason: str, by: Any) -> TransferCover:
    """Say no (avslå): the sender's case is where it was, and its log says why.

    Raises TransferAnswered, WhyTransferred, IdentityNumber or TextTooLong.
    """
    why = sound_line(reason, REASON_LENGTH)
    with transaction.atomic():
        sheet = _addressed_to(cover, by)
        if not why:
            raise WhyTransferred
        with _across(sheet):
            current, sent = _proposal(sheet)
            current = starting(current, "back", by, receiver=sheet.municipality_id)
            _go_back(current, sent, State.DECLINED, by, why)
        return _cover(sheet)


def accept_transfer(*, cover: TransferCover, to: Any, first_task: NewTask, by: Any) -> Case:
    """Take the case over (ta imot): returns the case that goes on here, with `to` as coordinator.

    The sender's closes in the same transaction, and keeps its log; the family is told. Raises
    TransferAnswered, TransferTooLate, NoSuchPlace, LogNotEnabled, BothLeadsNeeded, NotActiveHere,
    FirstTaskTooLate, HasOpenCase or TaskRefused.
    """
    with transaction.atomic():
        sheet = _addressed_to(cover, by)
        with _across(sheet):
            current, sent = _proposal(sheet)
            current = starting(current, "accept", by, receiver=sheet.municipality_id)
            _require_both_leads(current, sent.proposed_by)
            _require_takeable(sheet, current, to, first_task, by)
            successor = make_successor(cover=sheet, sent=sent, case=current, coordinator=to, by=by)
            plan_task(case=successor, task=first_task, by=by, owner=to)
            hand_on_stay_checks(family=current.family, to=successor.family)
            _close(current, sheet.municipality, by)
            _answer(sent, State.ACCEPTED, by, successor=successor)
            if may_be_mailed(current):
                place = successor.municipality_id
                enqueue(tasks_transfers.tell_family, municipality=place, case=successor.pk)
    return successor


def expire_transfers(*, day: datetime.date | None = None) -> list[Transfer]:
    """Let run out, within the scope, what nobody has answered in time; the leads of both
    municipalities are told, and the cases are where they were."""
    overdue = list(Transfer.objects.overdue(day).select_related("case"))
    return [sent for sent in overdue if _expire(sent, day)]


def _expire(overdue: Transfer, day: datetime.date | None) -> bool:
    """Whether it was still waiting."""
    with transaction.atomic():
        current = locked(overdue.case)
        waiting = Transfer.objects.overdue(day).select_related("to_municipality")
        sent = waiting.select_for_update(of=("self",)).filter(pk=overdue.pk).first()
        if sent is None:
            return False
        _go_back(current, sent, State.EXPIRED, None)
        for place in (sent.municipality_id, sent.to_municipality_id):
            enqueue(tasks_transfers.tell_leads, municipality=place, transfer=sent.pk)
    return True


def _store(**fields: Any) -> Transfer:
    try:
        with transaction.atomic():
            return Transfer.objects.create(**fields)
    except IntegrityError as error:
        if violates(error, "form_key"):
            raise ForgedForm from None
        raise


def _addressed_to(cover: TransferCover, by: Any) -> TransferCover:
    """The sheet as it is now, read within the person's own scope, if the person may answer it."""
    found = TransferCover.objects.filter(pk=cover.pk).first()
    if found is None or not may_answer_transfer(
        by, found.municipality_id, is_protected=found.is_protected
    ):
        raise PermissionDenied
    sheet = _cover(found)
    if not sheet.is_waiting:
        raise TransferAnswered(sheet)
    return sheet


def _across(sheet: TransferCover) -> AbstractContextManager[None]:
    """The border is open for the two municipalities of this proposal: see `_addressed_to`."""
    return scoped([sheet.municipality_id, sheet.from_municipality_id])


def _proposal(sheet: TransferCover) -> tuple[Case, Transfer]:
    """The sender's case and proposal, locked in this order, if it is still waiting."""
    if sheet.transfer_id is None:  # answered, and the sender has erased its side
        raise TransferAnswered(_cover(sheet))
    current = locked(Case.objects.get(transfers=sheet.transfer_id))
    waiting = Transfer.objects.select_related("to_municipality").waiting()
    sent = waiting.select_for_update(of=("self",)).filter(pk=sheet.transfer_id).first()
    if sent is None:
        raise TransferAnswered(_cover(sheet))
    return current, sent


def _cover(sheet: TransferCover) -> TransferCover:
    """The sheet as it is now."""
    related = ("municipality", "from_municipality", "answered_by")
    return TransferCover.objects.select_related(*related).get(pk=sheet.pk)


def _go_back(current: Case, sent: Transfer, state: State, by: Any, why: str = "") -> Transfer:
    """The case is where it was, and its log says what became of the proposal."""
    moved(
        current, "back", by, text=why, details=_told(state, sent.to_municipality),
        back_to=sent.status_before, paused_reason=sent.paused_reason, resume_on=sent.resume_on,
    )  # fmt: skip
    return _answer(sent, state, by, answer=why)


def _close(current: Case, place: Municipality, by: Any) -> None:
    """The sender's case ends here; its planned tasks go on there."""
    end_tasks(case=current, status=Task.Status.HANDED_OVER, by=by)
    ended: dict[str, Any] = {
        "closure": Case.Closure.MOVED_IN_REGION,
        "outcome": Case.Outcome.UNKNOWN,
    }
    details = ended | _told(State.ACCEPTED, place)
    moved(
        current, "accept", by, details=details, closed_at=timezone.now(), closed_by=by, **ended
    )  # fmt: skip


def _answer(sent: Transfer, state: State, by: Any, **fields: Any) -> Transfer:
    sent.state, sent.answered_at, sent.answered_by = state, timezone.now(), by
    for name, value in fields.items():
        setattr(sent, name, value)
    sent.save(update_fields=["state", "answered_at", "answered_by", *fields])
    return sent


def _told(what: State, place: Municipality) -> dict[str, str]:
    """What the log's line about the move says of the transfer."""
    return {"transfer": str(what), "place": place.name}


def _require_place(place: Municipality, *, other_than: int | None = None) -> None:
    """A municipality of today that keeps a case log. Read anew: a form may be old."""
    rows = Municipality.objects.without_outline().select_related("successor")
    now = rows.defer("successor__boundary").filter(pk=place.pk).first()
    if now and not now.is_current and now.successor:
        raise PlaceRetired(now, now.successor)
    if now is None or now.pk == other_than or now.is_region or not now.is_current:
        raise NoSuchPlace
    if not (settings.CASE_LOG_ALLOWED and now.case_log_enabled):
        raise LogNotEnabled


def _require_both_leads(case: Case, sender: Any) -> None:
    """Of a confidential address, who proposes leads; `states` sees to the side that accepts."""
    if case.family.is_protected and not may_lead_cases(sender, case.municipality_id):
        raise BothLeadsNeeded


def _require_takeable(
    sheet: TransferCover, case: Case, to: Any, first_task: NewTask, by: Any
) -> None:
    """In time, by a municipality that may, for somebody there, with something to do soon."""
    place = sheet.municipality_id
    if today() > sheet.expires_on:
        raise TransferTooLate
    _require_place(sheet.municipality)
    if to != by and not may_lead_cases(by, place):
        raise PermissionDenied
    if not follows_up(to, place):
        raise NotActiveHere
    latest = add_working_days(today(), FIRST_TASK_WITHIN_WORKING_DAYS)
    if not today() <= first_task.due_on <= latest:
        raise FirstTaskTooLate
    here = Case.objects.filter(municipality=place, family__journey=case.family.journey)
    if here.unfinished().exists():
        raise HasOpenCase


def _sound_month(month: datetime.date | None) -> datetime.date | None:
    """The first of the month, if it is not over."""
    if month is None:
        return None
    first = month.replace(day=1)
    furthest = today() + datetime.timedelta(days=FURTHEST_MONTH_DAYS)
    if not today().replace(day=1) <= first <= furthest:
        raise ImpossibleMonth
    return first


def _sent_before(form_key: str, by: Any) -> Transfer | None:
    """What this form proposed when it was sent the first time. Needs the case's lock."""
    return Transfer.objects.filter(form_key=form_key, proposed_by=by).first()
