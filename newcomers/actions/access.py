"""Noting that somebody reads confidential rows."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from municipalities.permissions import Standing
from municipalities.roles import Ability
from newcomers.models import Case, CaseAccess

# What opens the rows of a table; all others belong to the case log.
OPENED_BY = {
    "enquiry": Ability.TRIAGE_ENQUIRIES,
    # By its number alone for what the privacy officer reads inside the request.
    "privacyrequest": Ability.ANSWER_REQUESTS,
}
# Where the rows know nothing of their case: from the case to what they do know.
PATHS_OF_CASE = {
    "family": ("family", "pk"),
    "person": ("family", "family_id"),
    "consent": ("family", "family_id"),
    "privacyrequest": ("family", "family_id"),
    "staycheck": ("family__journey", "journey"),
}


class Confidential(Protocol):
    """A row that belongs to a municipality."""

    pk: Any
    municipality_id: int


class NoRole(Exception):
    """The person has no role that opens these rows; nothing may be shown."""


def note_access(
    *,
    by: Any,
    what: CaseAccess.What,
    table: str,
    rows: Iterable[Confidential],
    standing: Standing | None = None,
    cases: Sequence[int] = (),
) -> None:
    """Write one line per municipality, before the answer leaves and in its transaction.

    `table` is the model's name ("case", "family", "followup", …). The line holds the ids of the
    rows, of the cases that they belong to, and the role by which they were read. Raises NoRole for
    a row of a municipality where the person has no such role: then nothing is shown. `standing` is
    what was read for this request already; `cases` are those that are known to be among the rows.
    """
    shown: dict[int, list[Confidential]] = defaultdict(list)
    for row in rows:
        shown[row.municipality_id].append(row)
    if not shown:
        return
    standing = standing or Standing.of(by)
    ability = OPENED_BY.get(table, Ability.READ_CASES)
    for municipality, here in shown.items():
        role = standing.role_in(municipality, ability)
        if role is None:
            raise NoRole
        CaseAccess.objects.create(
            user=by,
            role=role,
            municipality_id=municipality,
            what=what,
            table=table,
            object_ids=[str(row.pk) for row in here],
            case_ids=sorted(cases) or _cases_of(table, here),
        )


def _cases_of(table: str, rows: Sequence[Any]) -> list[int]:
    """The ids of the cases that the rows belong to; enquiries belong to none."""
    if table == "case":
        return sorted(row.pk for row in rows)
    if path := PATHS_OF_CASE.get(table):
        here, there = path
        known = {getattr(row, there) for row in rows}
        cases = Case.objects.filter(**{f"{here}__in": known}, municipality=rows[0].municipality_id)
        return sorted(cases.values_list("pk", flat=True))
    return sorted({row.case_id for row in rows if getattr(row, "case_id", None)})
