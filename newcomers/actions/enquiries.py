"""What happens to an enquiry."""

import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from newcomers.models import Enquiry
from newcomers.permissions import may_triage_enquiry
from portal.lib.dates import today
from portal.lib.scope import insert_scoped

# What triage may decide now; forwarding, duplicates and cases come with their own actions.
OUTCOMES = frozenset({Enquiry.Triage.ANSWERED, Enquiry.Triage.SPAM, Enquiry.Triage.OUT_OF_SCOPE})


class AlreadyTriaged(Exception):
    """Somebody dealt with it before; `enquiry` says who and when."""

    def __init__(self, enquiry: Enquiry) -> None:
        self.enquiry = enquiry
        super().__init__(f"enquiry {enquiry.pk} is {enquiry.triage} already")


class ImpossibleOutcome(Exception):
    """That is no outcome of triage."""


def receive_enquiry(*, enquiry: Enquiry) -> Enquiry:
    """Store what somebody sent in, with the day it is deleted.

    Whoever sends may write this row and read none.
    """
    kept = datetime.timedelta(days=settings.ENQUIRY_KEPT_DAYS)
    enquiry.delete_on = enquiry.delete_on or today() + kept
    with insert_scoped(enquiry.municipality_id):
        enquiry.save(force_insert=True)
    return enquiry


def triage_enquiry(*, enquiry: Enquiry, outcome: str, by: Any) -> Enquiry:
    """Decide what becomes of the enquiry. Raises AlreadyTriaged for a stale or double click."""
    if outcome not in OUTCOMES:
        raise ImpossibleOutcome(outcome)
    with transaction.atomic():
        current = Enquiry.objects.select_for_update(of=("self",)).get(pk=enquiry.pk)
        if not may_triage_enquiry(by, current):
            raise PermissionDenied
        if not current.is_waiting:
            raise AlreadyTriaged(current)
        current.triage, current.triaged_by = outcome, by
        current.triaged_at = timezone.now()
        current.save(update_fields=["triage", "triaged_by", "triaged_at"])
    return current
