"""What an organisation of a pack becomes: kinds, areas, and whether readers see it."""

from typing import Any

from django.conf import settings

from hosting.models import Organisation
from municipalities.models.figure import Confidence
from portal.lib.dates import Precision
from portal.lib.languages import column
from portal.region_pack import schema
from portal.region_pack.check import main_source
from portal.region_pack.read import Pack

# An organisation for one of these serves the whole region.
WIDE_AREAS = {"norway", "troms", "nordic", "eu_eea"}
KINDS = {
    Organisation.Kind.MUNICIPALITY: {"municipality", "municipal_company"},
    Organisation.Kind.COUNTY: {"county"},
    Organisation.Kind.STATE: {"state_agency", "state_company", "ministry", "eu_network"},
    Organisation.Kind.COUNCIL: {"inter_municipal_council", "association"},
    Organisation.Kind.HEALTH: {"hospital", "health_centre"},
    Organisation.Kind.EDUCATION: {
        "adult_education",
        "university",
        "upper_secondary",
        "study_centre",
        "career_centre",
        "research",
    },
    Organisation.Kind.BUSINESS: {
        "business_garden",
        "business_network",
        "business_association",
        "employers_association",
        "company",
        "conference",
    },
    Organisation.Kind.EMPLOYER: {"defence"},
    Organisation.Kind.COMMUNITY: {"volunteer_centre", "club", "family_service"},
    Organisation.Kind.INFORMATION: {"information_service", "nordic_service", "service_centre"},
}


def organisation_values(
    organisation: schema.Organisation, pack: Pack, is_here: bool
) -> dict[str, Any]:
    """The model's fields without relations. `is_here`: it serves a municipality of the pack."""
    known = {place.key for place in pack.municipalities}
    wide = bool(WIDE_AREAS & set(organisation.area))
    source = pack.sources[main_source(organisation.source)]
    as_of, precision = source.as_of or (None, Precision.YEAR)
    values: dict[str, Any] = {
        "kind": kind_of(organisation.type),
        "status": organisation.status,
        "is_listed": is_listed(organisation, is_here or wide),
        "serves_region": wide,
        "other_areas": [a for a in organisation.area if a not in known and a not in WIDE_AREAS],
        "website": organisation.website or "",
        "as_of": as_of,
        "as_of_precision": precision,
        "confidence": organisation.confidence,
        "editors_note": "\n".join(_notes(organisation)),
    }
    for code, _name in settings.LANGUAGES:
        values[column("name", code)] = _name_in(organisation.name, code)
        values[column("description", code)] = organisation.description.get(code, "")
    return values


def kind_of(written: str) -> str:
    """The kind that the pack's finer type belongs to."""
    return next(
        (kind for kind, types in KINDS.items() if written in types), Organisation.Kind.OTHER
    )


def is_listed(organisation: schema.Organisation, serves_us: bool) -> bool:
    """Whether readers see it: active, sure, somewhere here, and a body of its own."""
    return (
        serves_us
        and organisation.status == Organisation.Status.ACTIVE
        and organisation.confidence != Confidence.LOW
        and organisation.type != "generic"
        and not organisation.type.startswith("foreign")
    )


def _name_in(name: str | dict[str, str], code: str) -> str:
    """A proper name is the same in every language; only some have a translation."""
    return name if isinstance(name, str) else name.get(code, "")


def _notes(organisation: schema.Organisation) -> list[str]:
    notes = [organisation.note] if organisation.note else []
    for fact in organisation.facts:
        year = f", {fact.as_of[0].year}" if fact.as_of else ""
        notes.append(f"{fact.text} ({', '.join(fact.source)}{year}, {fact.confidence})")
    return notes
