"""Transfers that nobody needs to answer any more: their two municipalities become one."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from newcomers.actions.cases import CLOCK
from newcomers.actions.locking import save_version
from newcomers.models import FollowUp, Transfer
from newcomers.models.transfer import State
from portal.lib.dates import today


def needless_transfers(places: Iterable[int], using: str) -> QuerySet[Transfer]:
    """Those that wait between two of the municipalities (ids), whoever is in scope: of `using`,
    the owner's connection."""
    ids = list(places)
    rows = Transfer.objects.using(using).waiting().order_by("pk")
    return rows.filter(municipality__in=ids, to_municipality__in=ids)


def close_needless_transfers(*, places: Iterable[int], using: str) -> int:
    """Close them; each case is where it was, and its log says so. How many there were.

    For a merger alone, in its transaction: nobody proposed, answered or was told anything.
    """
    waiting = needless_transfers(places, using).select_for_update(of=("self", "case"))
    found = list(waiting.select_related("case__coordinator", "to_municipality"))
    for sent in found:
        _back(sent)
        sent.state, sent.answered_at = State.NEEDLESS, timezone.now()
        sent.save(update_fields=["state", "answered_at"])
    return len(found)


def _back(sent: Transfer) -> None:
    """What `newcomers.actions.cases.moved` does in a scope."""
    case = sent.case
    author: Any = case.coordinator
    before, case.status = case.status, sent.status_before
    case.paused_reason, case.resume_on = sent.paused_reason, sent.resume_on
    save_version(case, None, "status", "paused_reason", "resume_on")
    FollowUp.objects.using(sent._state.db).create(
        case=case,
        municipality_id=case.municipality_id,
        municipality_then_id=case.municipality_id,
        kind=FollowUp.Kind.STATUS,
        occurred_on=today(),
        author=author,
        author_name=CLOCK,
        change={
            "what": "status", "from": before, "to": case.status,
            "transfer": str(State.NEEDLESS), "place": sent.to_municipality.name,
        },
    )  # fmt: skip
