"""What happens to an enquiry."""

import datetime
import uuid
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from municipalities.models import Municipality
from newcomers import tasks
from newcomers.models import Enquiry
from newcomers.permissions import may_triage_enquiry
from portal.lib.constraints import violates
from portal.lib.dates import today
from portal.lib.jobs import enqueue
from portal.lib.scope import insert_scoped
from portal.lib.tokens import new_token, spoken_number

# What triage decides with one click; forwarding and duplicates need to know more.
OUTCOMES = frozenset({Enquiry.Triage.ANSWERED, Enquiry.Triage.SPAM, Enquiry.Triage.OUT_OF_SCOPE})
# What somebody wrote, and what is left of it where it was forwarded from.
WRITTEN = {"name": "", "email": "", "phone": "", "message": "", "language": "", "household": "",
           "planned_month": None, "email_refused_at": None}  # fmt: skip
TRIAGED = ("triage", "triaged_by", "triaged_at")


class AlreadyTriaged(Exception):
    """Somebody dealt with it before; `enquiry` says who and when."""

    def __init__(self, enquiry: Enquiry) -> None:
        self.enquiry = enquiry
        super().__init__(f"enquiry {enquiry.pk} is {enquiry.triage} already")


class ImpossibleOutcome(Exception):
    """That is no outcome of triage."""


class NotAnEnquiryHere(Exception):
    """The other enquiry is not one of the same municipality, or is the same."""


class NoSuchPlace(Exception):
    """Enquiries go to a municipality of today, or to the region, and not to where they are."""


def receive_enquiry(*, enquiry: Enquiry) -> bool:
    """Store what somebody sent in, with the day it is deleted; mails leave with the commit.

    Whoever sends may write this row and read none. False when the token was stored before: then
    nothing is stored or sent again.
    """
    kept = datetime.timedelta(days=settings.ENQUIRY_KEPT_DAYS)
    enquiry.delete_on = enquiry.delete_on or today() + kept
    enquiry.number = enquiry.number or spoken_number(enquiry.token)
    with transaction.atomic():
        try:
            with insert_scoped(enquiry.municipality_id):
                enquiry.save(force_insert=True)
        except IntegrityError as error:
            if not violates(error, "token"):
                raise
            return False
        ids: dict[str, Any] = {
            "enquiry": str(enquiry.pk),
            "municipality": enquiry.municipality_id,
        }
        enqueue(tasks.send_receipt, **ids)
        enqueue(tasks.tell_coordinator, **ids)
    return True


def triage_enquiry(*, enquiry: Enquiry, outcome: str, by: Any) -> Enquiry:
    """Decide what becomes of the enquiry. Raises AlreadyTriaged for a stale or double click."""
    if outcome not in OUTCOMES:
        raise ImpossibleOutcome(outcome)
    with transaction.atomic():
        current = _waiting(enquiry, by)
        _settle(current, outcome, by)
    return current


def mark_duplicate(*, enquiry: Enquiry, of: Enquiry, by: Any) -> Enquiry:
    """Say that the enquiry asks once more what another one asked.

    Raises AlreadyTriaged, or NotAnEnquiryHere.
    """
    with transaction.atomic():
        current = _waiting(enquiry, by)
        if of.pk == current.pk or of.municipality_id != current.municipality_id:
            raise NotAnEnquiryHere
        current.duplicate_of = of
        _settle(current, Enquiry.Triage.DUPLICATE, by, "duplicate_of")
    return current


def forward_enquiry(*, enquiry: Enquiry, to: Municipality, by: Any) -> Enquiry:
    """Hand the enquiry to another municipality (videresende). Returns what stays here.

    Number and date stay; all that was written moves. The newcomer is told who answers now. The
    new row is written as the public writes one: who forwards it cannot read it there.
    Raises AlreadyTriaged, or NoSuchPlace.
    """
    with transaction.atomic():
        current = _waiting(enquiry, by)
        if to.pk == current.municipality_id or not (to.is_region or to.is_current):
            raise NoSuchPlace
        there = _copy_for(current, to)
        with insert_scoped(to.pk):
            there.save(force_insert=True)
        for field, nothing in WRITTEN.items():
            setattr(current, field, nothing)
        current.forwarded_to = to
        _settle(current, Enquiry.Triage.FORWARDED, by, "forwarded_to", *WRITTEN)
        ids: dict[str, Any] = {"enquiry": str(there.pk), "municipality": to.pk}
        enqueue(tasks.tell_forwarded, **ids)
        enqueue(tasks.tell_coordinator, **ids)
    return current


def delete_expired_enquiries(*, day: datetime.date | None = None) -> int:
    """Delete, within the scope, what has come to its day of deletion; how many there were."""
    _rows, tables = Enquiry.objects.to_delete(day).delete()
    return tables.get(Enquiry._meta.label, 0)


def _copy_for(enquiry: Enquiry, place: Municipality) -> Enquiry:
    """The same enquiry as the other municipality gets it: same number, same day of deletion."""
    there = Enquiry.objects.get(pk=enquiry.pk)
    there.pk, there.token = uuid.uuid4(), new_token()
    there.municipality, there.forwarded_from = place, enquiry.municipality
    return there


def _waiting(enquiry: Enquiry, by: Any) -> Enquiry:
    """The row, locked, if the person may deal with it and nobody has."""
    current = Enquiry.objects.select_for_update(of=("self",)).get(pk=enquiry.pk)
    if not may_triage_enquiry(by, current):
        raise PermissionDenied
    if not current.is_waiting:
        raise AlreadyTriaged(current)
    return current


def _settle(enquiry: Enquiry, outcome: str, by: Any, *changed: str) -> None:
    enquiry.triage, enquiry.triaged_by = outcome, by
    enquiry.triaged_at = timezone.now()
    enquiry.save(update_fields=[*TRIAGED, *changed])
