"""The form of a region pack, file by file. pydantic says where an entry departs from it."""

import datetime
from decimal import Decimal
from typing import Annotated, Any

from django.conf import settings
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from hosting.models import Organisation as OrganisationModel
from municipalities.models import Figure as FigureModel
from municipalities.models.figure import Confidence
from municipalities.models.municipality import validate_geometry
from municipalities.models.page import Group, Phase
from portal.lib.dates import Precision, parse_known


def _check_text(value: dict[str, str]) -> dict[str, str]:
    languages = [code for code, _name in settings.LANGUAGES]
    for code in value:
        if code not in languages:
            raise ValueError(
                f"language {code} is not one of this portal's ({', '.join(languages)})"
            )
    if not value.get(settings.LANGUAGE_CODE, "").strip():
        raise ValueError(
            f"no text in {settings.LANGUAGE_CODE}, the language everyone falls back to"
        )
    return {code: text.strip() for code, text in value.items()}


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Text = Annotated[dict[str, str], AfterValidator(_check_text)]
Known = Annotated[tuple[datetime.date, Precision], BeforeValidator(parse_known)]
Key = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=60)]
Keys = Annotated[list[Key], BeforeValidator(_as_list)]
Address = Annotated[str, Field(pattern=r"^https?://[^\s/]+", max_length=500)]


class Part(BaseModel):
    """Base: a key nobody asked for is an error, most likely a misspelling."""

    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True)


class Source(Part):
    title: str = Field(max_length=300)
    publisher: str | None = Field("", max_length=200)
    language: str = "nb"
    url: Address | None = None
    as_of: Known | None = None


class Figure(Part):
    key: Key
    kind: FigureModel.Kind
    label: Text
    value: Decimal | None = None
    unit: FigureModel.Unit = FigureModel.Unit.NONE
    text: Text | None = None
    note: Text | None = None
    as_of: Known | None = None
    source: Keys
    confidence: Confidence = Confidence.HIGH
    check_by: datetime.date | None = None
    verify_before_publishing: str | None = None

    @model_validator(mode="after")
    def value_or_text(self) -> "Figure":
        if (self.value is None) == (self.text is None):
            raise ValueError("needs either a value or a text")
        if not self.source:
            raise ValueError("a figure without source cannot be loaded")
        return self


class Period(Part):
    number: str
    name: str = ""
    valid_from: datetime.date | None = None
    valid_to: datetime.date | None = None


class Neighbours(Part):
    land: list[str] = []
    sea: list[str] = []
    country: Text | None = None


class Municipality(Part):
    key: Key
    name: str
    names: dict[str, str] = {}
    valid_from: datetime.date | None = None
    valid_to: datetime.date | None = None
    successor: Key | None = None
    numbers: list[Period] = []
    counties: list[Period] = []
    centre: str | None = ""
    latitude: Decimal | None = Field(None, ge=-90, le=90)
    longitude: Decimal | None = Field(None, ge=-180, le=180)
    website: Address | None = None
    neighbours: Neighbours = Neighbours()
    tagline: Text
    introduction: Text | None = None
    facts_checked_on: datetime.date | None = None
    sources: Keys = []
    figures: list[Figure] = []


class Subtopic(Part):
    key: Key
    label: Text
    lead: Text | None = None


class Topic(Subtopic):
    subtopics: list[Subtopic] = []


class LocalPart(Part):
    body: Text
    sources: Keys = []
    facts_checked_on: datetime.date | None = None


class Page(Part):
    slug: Key
    topic: Key
    groups: list[Group] = []
    phases: list[Phase] = []
    facts_checked_on: datetime.date | None = None
    review_by: datetime.date | None = None
    sources: Keys = []
    title: Text
    summary: Text
    body: Text
    local_parts: dict[Key, LocalPart] = {}


class Fact(Part):
    text: str
    source: Keys
    as_of: Known | None = None
    confidence: Confidence


class Organisation(Part):
    key: Key
    name: str | Text
    type: str
    status: OrganisationModel.Status
    area: list[str]
    target_groups: list[str] = []
    description: Text
    facts: list[Fact] = []
    website: Address | None = None
    website_confidence: Confidence | None = None
    named_in_seed: list[str] = []
    source: Keys
    confidence: Confidence
    note: str | None = None


class Offer(Part):
    """Accepted now, used when the portal has offers."""

    key: Key
    organisation: Key
    type: str
    municipality: Key | None = None
    place: str | None = None
    title: Text
    target_groups: list[str] = []
    facts: list[str] = []
    source: Keys
    as_of: Known | None = None
    confidence: Confidence
    status: str = "active"


class Contact(Part):
    key: Key
    fictional: bool = False
    name: str
    role: Text
    hours: Text | None = None
    municipality: Key
    email: str | None = None
    phone: str | None = None
    languages: list[str] = []
    valid_from: datetime.date | None = None
    valid_to: datetime.date | None = None


class RegionFile(Part):
    languages: list[str] = Field(min_length=1)
    region: Municipality


class SourcesFile(Part):
    sources: dict[Key, Source]


class FiguresFile(Part):
    figures: list[Figure]


class MunicipalitiesFile(Part):
    municipalities: list[Municipality]


class TopicsFile(Part):
    topics: list[Topic]


class OrganisationsFile(Part):
    organisations: list[Organisation] = []
    offers: list[Offer] = []


class ContactsFile(Part):
    contacts: list[Contact]


class Outline(BaseModel):
    """One feature of the boundary file."""

    key: Key
    layer: str
    geometry: Annotated[dict[str, Any], AfterValidator(lambda g: validate_geometry(g) or g)]
