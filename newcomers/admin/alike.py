"""Families and enquiries that may be the same as the one somebody writes down; a person answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Subquery
from django.http import HttpRequest

from municipalities.permissions import Standing
from newcomers.actions.access import note_access
from newcomers.models import Case, CaseAccess, Enquiry, Family, Person
from newcomers.permissions import readable_cases

NONE_OF_THESE = "none"
MOST_ALIKE = 10


@dataclass(frozen=True)
class Alike:
    """What was found, and what the person said of it."""

    families: list[Any]
    enquiries: list[Enquiry]

    def __bool__(self) -> bool:
        return bool(self.families or self.enquiries)

    @property
    def keys(self) -> set[str]:
        """What tells them apart in a form."""
        found = {f"family-{each.pk}" for each in self.families}
        return found | {f"enquiry-{each.pk}" for each in self.enquiries}

    def answer(self, data: Any) -> str:
        """Which one it is, or none of these; "" while nobody said so of all that was found."""
        said = str(data.get("alike", ""))
        seen = set(str(data.get("alike_seen", "")).split())
        if said == NONE_OF_THESE:
            return said if self.keys <= seen else ""
        return said if said in self.keys else ""


def alike(
    request: HttpRequest,
    standing: Standing,
    municipality: int,
    people: Sequence[Person],
    enquiry: Enquiry | None,
) -> Alike:
    """What may be the same, noted as read. Protected addresses are never matched."""
    main = next((person for person in people if person.is_main_contact), None)
    cases = readable_cases(Case.objects.filter(family=OuterRef("pk")), request.user, standing)
    found = Family.objects.in_municipalities([municipality]).alike(
        email=main.email if main else "",
        phone=main.phone if main else "",
        names=[person.full_name for person in people],
    )
    families = list(
        found.filter(address_protection=Family.Protection.NONE).annotate(
            case=Subquery(cases.order_by("-opened_on", "-pk").values("pk")[:1])
        )[:MOST_ALIKE]
    )
    asked = enquiry or _as_enquiry(municipality, main)
    enquiries = list(Enquiry.objects.possible_duplicates_of(asked)[:MOST_ALIKE])
    found_rows: dict[str, list[Any]] = {"family": families, "enquiry": enquiries}
    for table, rows in found_rows.items():
        note_access(
            by=request.user, what=CaseAccess.What.LIST, table=table, rows=rows, standing=standing
        )
    return Alike(families, enquiries)


def _as_enquiry(municipality: int, main: Person | None) -> Enquiry:
    """What the main contact would have written, to be compared and never stored."""
    if main is None:
        return Enquiry(municipality_id=municipality)
    return Enquiry(
        municipality_id=municipality, name=main.full_name, email=main.email, phone=main.phone
    )
