"""Invented families that move on to another municipality: proposed some days ago, some accepted."""

import datetime
from typing import Any

from django.utils import timezone

from municipalities.models import Municipality
from newcomers.actions.stays import hand_on_stay_checks
from newcomers.actions.successors import make_successor
from newcomers.actions.tasks import end_tasks
from newcomers.demo_lines import MOVES
from newcomers.models import Case, FollowUp, Task, Transfer, TransferCover
from portal.lib.dates import add_working_days

DAY = datetime.timedelta(days=1)
EXPIRES = 14 * DAY


def move_on(
    *, case: Case, to: Municipality, receiver: Any, number: int, day: datetime.date,
    is_accepted: bool,
) -> None:  # fmt: skip
    """Propose the stored, active case; the receiver may have accepted. Needs both in scope."""
    owner: Any = case.coordinator
    reason, note = MOVES[number % len(MOVES)]
    asked_on = max(day - (1 + number % 9) * DAY, case.opened_on)
    sent = Transfer.objects.create(
        case=case,
        municipality=case.municipality,
        to_municipality=to,
        reason=reason,
        note=note,
        status_before=Case.Status.ACTIVE,
        proposed_by=owner,
        proposed_at=_noon(asked_on),
        expires_on=asked_on + EXPIRES,
    )
    _write(case, owner, asked_on, "active", "transferring", "proposed", to)
    Case.objects.filter(pk=case.pk).update(status=Case.Status.TRANSFERRING)
    if is_accepted:
        _accept(sent, receiver, day)


def _accept(sent: Transfer, receiver: Any, day: datetime.date) -> None:
    case = sent.case
    related = ("municipality", "from_municipality")
    cover = TransferCover.objects.select_related(*related).get(transfer=sent)
    successor = make_successor(cover=cover, sent=sent, case=case, coordinator=receiver, by=receiver)
    Task.objects.create(
        case=successor,
        municipality=successor.municipality,
        title="Ringe og si hvem vi er, og hva vi lagrer",
        owner=receiver,
        created_by=receiver,
        due_on=add_working_days(day, 2),
    )
    end_tasks(case=case, status=Task.Status.HANDED_OVER, by=receiver)
    hand_on_stay_checks(family=case.family, to=successor.family)
    _write(case, receiver, day, "transferring", "closed", "accepted", cover.municipality)
    Case.objects.filter(pk=case.pk).update(
        status=Case.Status.CLOSED,
        closure=Case.Closure.MOVED_IN_REGION,
        outcome=Case.Outcome.UNKNOWN,
        closed_at=_noon(day),
        closed_by=receiver,
    )
    sent.state, sent.successor = Transfer.State.ACCEPTED, successor
    sent.answered_at, sent.answered_by = _noon(day), receiver
    sent.save(update_fields=["state", "successor", "answered_at", "answered_by"])


def _write(
    case: Case, by: Any, day: datetime.date, before: str, after: str, what: str,
    place: Municipality,
) -> None:  # fmt: skip
    FollowUp.objects.create(
        case=case,
        municipality=case.municipality,
        municipality_then=case.municipality,
        kind=FollowUp.Kind.STATUS,
        occurred_on=day,
        logged_at=_noon(day),
        author=by,
        author_name=by.name,
        change={"what": "status", "from": before, "to": after, "transfer": what,
                "place": place.name},
    )  # fmt: skip


def _noon(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(12)))
