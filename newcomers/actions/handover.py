"""Handing over the cases of somebody who has left, many at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from newcomers.actions.cases import AlreadyMoved, CaseRefused, assign_case, locked, reassign_case
from newcomers.actions.tasks import NewTask, TaskRefused
from newcomers.models import Case

MOST_AT_ONCE = 100


class TooManyCases(Exception):
    """So many at once that nobody looks at each: a hundred is the limit."""


class FirstTaskNeeded(CaseRefused):
    """Nobody had taken the case yet: it needs a first task."""


@dataclass(frozen=True)
class HandedOver:
    """What became of one case; without a refusal it is with the new coordinator now."""

    case: Case
    refusal: Exception | None


def hand_over_cases(
    *, cases: Sequence[Case], to: Any, by: Any, first_task: NewTask | None = None
) -> list[HandedOver]:
    """Give cases without a coordinator to somebody (fordele), planned tasks included.

    Each is decided anew: one that is refused stays as it is and keeps no other from being handed
    over. Who wrote what stays. Raises TooManyCases.
    """
    if len(cases) > MOST_AT_ONCE:
        raise TooManyCases
    return [HandedOver(case, _refusal(case, to, by, first_task)) for case in cases]


def _refusal(case: Case, to: Any, by: Any, first_task: NewTask | None) -> Exception | None:
    try:
        with transaction.atomic():
            _hand_over(locked(case), to, by, first_task)
    except (CaseRefused, TaskRefused, PermissionDenied) as refusal:
        return refusal
    return None


def _hand_over(case: Case, to: Any, by: Any, first_task: NewTask | None) -> None:
    # Another lead may have been faster: what somebody has now is not taken from them.
    if not Case.objects.without_coordinator().filter(pk=case.pk).exists():
        raise AlreadyMoved(case)
    if case.status != Case.Status.RECEIVED:
        reassign_case(case=case, to=to, by=by)
    elif first_task is None:
        raise FirstTaskNeeded
    else:
        assign_case(case=case, to=to, first_task=first_task, by=by)
