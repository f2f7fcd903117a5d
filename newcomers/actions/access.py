"""Noting that somebody reads confidential rows."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Protocol

from municipalities.permissions import Standing
from municipalities.roles import Ability
from newcomers.models import CaseAccess


class Confidential(Protocol):
    """A row that belongs to a municipality."""

    pk: Any
    municipality_id: int


class NoRole(Exception):
    """The person has no role that opens these rows; nothing may be shown."""


def note_access(
    *, by: Any, what: CaseAccess.What, table: str, rows: Iterable[Confidential]
) -> None:
    """Write one line per municipality, before the answer leaves and in its transaction.

    Raises NoRole for a row of a municipality where the person has no role: then nothing is shown.
    """
    ids: dict[int, list[str]] = defaultdict(list)
    for row in rows:
        ids[row.municipality_id].append(str(row.pk))
    standing = Standing.of(by)
    for municipality, object_ids in ids.items():
        role = standing.role_in(municipality, Ability.TRIAGE_ENQUIRIES)
        if role is None:
            raise NoRole
        CaseAccess.objects.create(
            user=by,
            role=role,
            municipality_id=municipality,
            what=what,
            table=table,
            object_ids=object_ids,
        )
