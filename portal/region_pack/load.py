"""Loading a checked pack, in one transaction."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.text import slugify

from hosting.models import Coordinator, Organisation
from municipalities.figures import check_by_default
from municipalities.models import (
    County,
    Figure,
    LocalPart,
    Municipality,
    MunicipalityNumber,
    Page,
    Source,
    Topic,
)
from municipalities.models.figure import Confidence
from municipalities.models.text import PublishingState
from portal.lib.dates import Precision
from portal.lib.extract import fold
from portal.lib.languages import column
from portal.region_pack import schema
from portal.region_pack.check import all_figures, as_of_of, main_source, mistakes_in
from portal.region_pack.handbook import put_handbook
from portal.region_pack.organisations import organisation_values
from portal.region_pack.read import Pack, PackError, read_pack
from portal.region_pack.steps import is_withheld, put_steps
from portal.region_pack.writer import Report, Writer

Progress = Callable[[str], None]


def load_region(
    folder: Path, *, force: bool = False, progress: Progress = lambda _: None
) -> Report:
    """Check the pack whole, then write it. Raises PackError with every mistake, nothing written."""
    pack = read_pack(folder)
    mistakes = mistakes_in(pack)
    if mistakes:
        raise PackError(mistakes)
    with transaction.atomic():
        loader = Loader(pack, Writer(force), progress)
        loader.load()
    return loader.writer.report


class Loader:
    """Writes the parts of a pack in the order in which they name each other."""

    def __init__(self, pack: Pack, writer: Writer, progress: Progress) -> None:
        self.pack, self.writer, self.progress = pack, writer, progress
        self.sources: dict[str, Source] = {}
        self.places: dict[str, Municipality] = {}
        self.topics: dict[str, Topic] = {}

    def load(self) -> None:
        """Everything."""
        for name, part in (
            ("sources", self._sources),
            ("municipalities", self._places),
            ("figures", self._figures),
            ("topics", self._topics),
            ("pages", self._pages),
            ("organisations", self._organisations),
            ("host contacts", self._contacts),
            ("first steps", self._steps),
            ("host handbook", self._handbook),
        ):
            self.progress(name)
            part()
        if self.pack.offers:
            self.writer.report.waiting.append(f"{len(self.pack.offers)} offers")

    def _sources(self) -> None:
        for key, source in self.pack.sources.items():
            as_of, precision = source.as_of or (None, Precision.YEAR)
            row = self.writer.put(
                Source,
                {"key": key},
                {
                    "title": source.title,
                    "publisher": source.publisher or "",
                    "language": source.language,
                    "url": source.url or "",
                    "as_of": as_of,
                    "as_of_precision": precision,
                },
            )
            if row:
                self.sources[key] = row

    def _places(self) -> None:
        assert self.pack.region is not None
        self._place(self.pack.region, Municipality.Kind.REGION)
        # A successor has to be there before the municipality that names it.
        for place in sorted(self.pack.municipalities, key=lambda each: bool(each.successor)):
            self._place(place, Municipality.Kind.MUNICIPALITY)

    def _place(self, place: schema.Municipality, kind: str) -> None:
        outline = self.pack.outlines.get(place.key)
        row = self.writer.put(
            Municipality,
            {"slug": place.key},
            {
                "kind": kind,
                "name": place.name,
                "other_names": place.names,
                "valid_from": place.valid_from,
                "valid_to": place.valid_to,
                "successor": self.places.get(place.successor or ""),
                "centre": place.centre or "",
                "latitude": place.latitude,
                "longitude": place.longitude,
                "website": place.website or "",
                "neighbours": place.neighbours.model_dump(exclude_defaults=True),
                "boundary": outline.geometry if outline else None,
                "boundary_source": self.pack.attribution if outline else "",
                "boundary_licence": self.pack.licence if outline else "",
                "facts_checked_on": place.facts_checked_on,
                **texts(tagline=place.tagline, introduction=place.introduction),
            },
            {"sources": self._cited(place.sources)},
        )
        if row is None:
            return
        self.places[place.key] = row
        for number in place.numbers:
            self.writer.put(
                MunicipalityNumber,
                {"municipality": row, "number": number.number},
                {"valid_from": number.valid_from, "valid_to": number.valid_to},
            )
        for county in place.counties:
            self.writer.put(
                County,
                {"municipality": row, "number": county.number},
                {"name": county.name, "valid_from": county.valid_from, "valid_to": county.valid_to},
            )

    def _figures(self) -> None:
        for position, (name, key, figure) in enumerate(all_figures(self.pack)):
            if key in self.places:
                self._figure(name, self.places[key], figure, position)

    def _figure(self, name: str, place: Municipality, figure: schema.Figure, position: int) -> None:
        source = main_source(figure.source)
        as_of, precision = as_of_of(self.pack, figure) or (None, Precision.YEAR)
        why_not = withheld_because(figure, source, as_of)
        if why_not:
            self.writer.report.withheld.append(f"{name}: {place.slug} {figure.key}: {why_not}")
        self.writer.put(
            Figure,
            {"municipality": place, "key": figure.key, "as_of": as_of},
            {
                "kind": figure.kind,
                "position": position,
                "value": figure.value,
                "unit": figure.unit,
                "as_of_precision": precision,
                "source": self.sources.get(source),
                "confidence": figure.confidence,
                "check_by": figure.check_by or check_by_default(figure.kind, as_of),
                "state": PublishingState.DRAFT if why_not else PublishingState.PUBLISHED,
                **texts(label=figure.label, text=figure.text, note=figure.note),
            },
        )

    def _topics(self) -> None:
        for position, topic in enumerate(self.pack.topics):
            parent = self._topic(topic, None, position)
            for below, subtopic in enumerate(topic.subtopics):
                self._topic(subtopic, parent, below)

    def _topic(self, topic: schema.Subtopic, parent: Topic | None, position: int) -> Topic | None:
        row = self.writer.put(
            Topic,
            {"key": topic.key},
            {
                "parent": parent,
                "position": position,
                **texts(label=topic.label, lead=topic.lead),
            },
        )
        if row:
            self.topics[topic.key] = row
        return row

    def _pages(self) -> None:
        for position, (_name, page) in enumerate(self.pack.pages):
            if page.topic in self.topics:
                self._page(page, position)

    def _page(self, page: schema.Page, position: int) -> None:
        row = self.writer.put(
            Page,
            {"slug": page.slug},
            {
                "topic": self.topics[page.topic],
                "position": position,
                "groups": [str(each) for each in page.groups],
                "phases": [str(each) for each in page.phases],
                "review_by": page.review_by,
                "facts_checked_on": page.facts_checked_on,
                "state": PublishingState.PUBLISHED,
                **texts(title=page.title, summary=page.summary, body=page.body),
            },
            {"sources": self._cited(page.sources)},
        )
        for key, part in page.local_parts.items():
            if row and key in self.places:
                self.writer.put(
                    LocalPart,
                    {"page": row, "municipality": self.places[key]},
                    {
                        "state": PublishingState.PUBLISHED,
                        "facts_checked_on": part.facts_checked_on or page.facts_checked_on,
                        **texts(body=part.body),
                    },
                    {"sources": self._cited(part.sources)},
                )

    def _organisations(self) -> None:
        for organisation in self.pack.organisations:
            here = [self.places[key] for key in organisation.area if key in self.places]
            self.writer.put(
                Organisation,
                {"slug": organisation.key.replace("_", "-")},
                organisation_values(organisation, self.pack, bool(here)),
                {"municipalities": here, "sources": self._cited(organisation.source)},
            )

    def _contacts(self) -> None:
        for contact in self.pack.contacts:
            if contact.municipality in self.places:
                slug = slugify(fold(contact.name))
                self.writer.put(
                    Coordinator,
                    {"slug": slug},
                    {
                        "municipality": self.places[contact.municipality],
                        "name": contact.name,
                        "email": contact.email or "",
                        "phone": contact.phone or "",
                        "languages": contact.languages,
                        "is_example": contact.fictional,
                        "valid_from": contact.valid_from,
                        "valid_to": contact.valid_to,
                        **texts(role=contact.role, hours=contact.hours),
                    },
                )

    def _steps(self) -> None:
        put_steps(self.pack.steps, self.writer, topics=self.topics, sources=self.sources)
        report = self.writer.report
        for step in self.pack.steps:
            if is_withheld(step):
                report.withheld.append(f"steps.yaml: {step.key}: uncertain (confidence low)")
            elif step.verify_before_publishing:
                report.to_verify.append(f"steps.yaml: {step.key}: {step.verify_before_publishing}")

    def _handbook(self) -> None:
        assert self.pack.region is not None
        put_handbook(
            self.pack.handbook,
            self.writer,
            region=self.pack.region.key,
            places=self.places,
            languages=[code for code, _name in settings.LANGUAGES],
        )

    def _cited(self, keys: Iterable[str]) -> list[Source]:
        return [self.sources[key] for key in keys if key in self.sources]


def texts(**fields: dict[str, str] | None) -> dict[str, Any]:
    """Model fields for texts by language: one column for each language of the portal."""
    return {
        column(name, code): (text or {}).get(code, "")
        for name, text in fields.items()
        for code, _name in settings.LANGUAGES
    }


def withheld_because(figure: schema.Figure, source: str, as_of: object) -> str:
    """Why the figure is loaded as a draft, for editors; "" when readers may see it."""
    if figure.verify_before_publishing:
        return f"to be verified: {figure.verify_before_publishing}"
    if source == Source.OWN:
        return "not looked up anywhere (source `own`)"
    if figure.confidence == Confidence.LOW:
        return "uncertain (confidence low)"
    return "" if as_of else "no date, and none known of its source"
