"""Two municipalities and a case between them, as the tests of transfers begin."""

from collections.abc import Callable
from typing import Any

from newcomers.actions.transfers import accept_transfer, propose_transfer
from newcomers.models import (
    Case,
    Family,
    FollowUp,
    Person,
    StayCheck,
    Task,
    Transfer,
    TransferCover,
)
from portal.lib.scope import scoped
from portal.models import User
from tests.newcomers.cast import Cast, active_case, commit_checks, soon


def proposed(case: Case, there: Cast, **options: Any) -> Transfer:
    """What the sender's coordinator has proposed. Needs the sender's scope."""
    by = options.pop("by", None) or case.coordinator
    answer = {"reason": "Flytter til jobb", "note": "Ring etter klokka 16", "by": by} | options
    return propose_transfer(case=case, to=there.place, **answer)


def between(here: Cast, there: Cast, make: Any = active_case, **options: Any) -> Case:
    """A case of the sender that is proposed to the receiver."""
    family = options.pop("family", {})
    if family.get("address_protection"):
        # Of a confidential address both leads must agree.
        options.setdefault("by", here.lead)
    with scoped([here.place.pk]):
        case: Case = make(here, **family)
        proposed(case, there, **options)
        commit_checks()
        return Case.objects.select_related("family").get(pk=case.pk)


def cover(there: Cast) -> TransferCover:
    """The newest sheet that the receiver sees."""
    with scoped([there.place.pk]):
        return TransferCover.objects.latest("proposed_at")


def accept(there: Cast, by: User | None = None, **options: Any) -> Case:
    """Taken over by the receiver's coordinator, in the receiver's own scope."""
    by = by or there.coordinator
    answer = {"to": by, "first_task": soon(), "by": by} | options
    with scoped([there.place.pk]):
        case = accept_transfer(cover=cover(there), **answer)
        commit_checks()
        return case


def sender_rows(here: Cast) -> tuple[Any, ...]:
    """All that the sender has, as it is."""
    with scoped([here.place.pk]):
        tables: list[Any] = [Case, Family, Person, FollowUp, Task, Transfer, StayCheck]
        return tuple(list(table.objects.order_by("pk").values()) for table in tables)


def case_log(cast: Cast, case: Case) -> list[FollowUp]:
    """Its changes of state, the oldest first."""
    with scoped([cast.place.pk]):
        return list(FollowUp.objects.filter(case=case, change__what="status").order_by("pk"))


def in_scope(cast: Cast, deed: Callable[[], Any]) -> Any:
    """What the deed gives in the scope of the municipality."""
    with scoped([cast.place.pk]):
        return deed()
