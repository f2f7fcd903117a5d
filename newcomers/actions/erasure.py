"""Erasing a family: all that is personal goes, and what counts stays as a number."""

import logging
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from newcomers.actions.texts import Refused
from newcomers.models import Erasure, Family
from newcomers.permissions import may_erase_family

logger = logging.getLogger(__name__)

Why = Erasure.Why


class ErasureRefused(Refused):
    """The family was not erased; nothing was changed. The subclass says why."""


class CaseOpen(ErasureRefused):
    """A case of the family is not closed: whoever follows it up closes it first."""


class RequestOpen(ErasureRefused):
    """The family has asked for something that is not answered, or for its data to be kept."""


class OnHold(ErasureRefused):
    """Somebody has said that the family is kept for a time."""


class NotApproved(ErasureRefused):
    """Nobody has approved that the time of the family is over."""


class NotHere(ErasureRefused):
    """There is no such family here: it is erased already, was joined, or is another's."""


BARRIERS: dict[str, type[ErasureRefused]] = {
    "open_case": CaseOpen,
    "request": RequestOpen,
    "hold": OnHold,
    "not_approved": NotApproved,
    "not_here": NotHere,
}


def anonymise_family(*, family: Family, by: Any, why: Erasure.Why) -> None:
    """Erase the family in this municipality for good (anonymisering), and all that hangs on it.

    People, cases, log, tasks, drafts, the enquiry it began with, transfers and hand-overs go; the
    same people written down twice too. Rows of statistics stay, and the ledger says that it was
    done. What another municipality has of the household is that one's, and stays.

    Needs the scope. Raises PermissionDenied, or ErasureRefused when something stands in the way;
    a request to be erased (`Why.REQUEST`) does not stand in its own. `Why.RETENTION` needs an
    approval that waits, and no role: whoever approved it had one then.
    """
    if why != Why.RETENTION and not may_erase_family(by, family.municipality_id):
        raise PermissionDenied
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT newcomers_anonymise_family(%s, %s, %s)", [family.pk, Why(why), by.pk]
        )
        barrier: str = cursor.fetchone()[0]
        if barrier:
            raise BARRIERS[barrier]
    logger.info("family erased: municipality=%s why=%s", family.municipality_id, Why(why).value)
