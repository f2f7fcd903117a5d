"""One figure for many municipalities at a time."""

import datetime
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.db import transaction

from municipalities.actions.texts import save_text
from municipalities.figures import check_by_default
from municipalities.models import Figure, Municipality, Source
from municipalities.models.figure import Confidence
from municipalities.models.text import PublishingState
from portal.lib.languages import column


class Status(StrEnum):
    """What becomes of a municipality's figure."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    # Readers see another value of this date, and a draft must not take its place.
    KEPT = "kept"


@dataclass(frozen=True)
class YearlyFigure:
    """What is the same in all municipalities."""

    key: str
    kind: str
    unit: str
    source: Source
    as_of: datetime.date
    precision: str
    is_published: bool
    # By language; where there is none, the label that the key has had so far.
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Step:
    """What becomes of the figure in one municipality, and what it was."""

    place: Municipality
    value: Decimal
    status: Status
    figure: Figure | None = None

    @property
    def before(self) -> Decimal | None:
        """The value there is; None where there is none."""
        return self.figure.value if self.figure else None


class FiguresChangedMeanwhile(Exception):
    """What would happen is not what was shown any more."""


def plan_yearly_figure(figure: YearlyFigure, values: Mapping[int, Decimal]) -> list[Step]:
    """What would become of the figure in each municipality (by id), in alphabetical order."""
    places = Municipality.objects.filter(pk__in=values).without_outline().in_alphabetical_order()
    there = Figure.objects.filter(municipality__in=places, key=figure.key, as_of=figure.as_of)
    known = {each.municipality_id: each for each in there}
    return [_step(figure, place, values[place.pk], known.get(place.pk)) for place in places]


def digest_of(steps: list[Step]) -> str:
    """A word that is another one as soon as anything else would happen."""
    told = [
        f"{step.place.pk} {step.value.normalize()} {step.status} {step.before}" for step in steps
    ]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:32]


def apply_yearly_figure(
    *, figure: YearlyFigure, values: Mapping[int, Decimal], expected: str, by: Any
) -> list[Step]:
    """Write the figure in all municipalities at once, and return what was done (årstall).

    `expected` is the digest of what the editor was shown. Raises FiguresChangedMeanwhile.
    """
    with transaction.atomic():
        # Two who apply at once wait for each other here.
        list(Municipality.objects.select_for_update(of=("self",), no_key=True)
             .filter(pk__in=values).order_by("pk").values_list("pk"))  # fmt: skip
        steps = plan_yearly_figure(figure, values)
        if digest_of(steps) != expected:
            raise FiguresChangedMeanwhile
        done = [step for step in steps if step.status in (Status.NEW, Status.CHANGED)]
        earlier = _earlier(figure.key)
        for step in done:
            save_text(text=_written(figure, step, earlier), by=by)
    return done


def earlier_label(key: str) -> str:
    """How the key's newest figure is called in the source language; "" for a new key."""
    newest = Figure.objects.filter(key=key).order_by("-as_of", "-pk").first()
    return getattr(newest, column("label", settings.LANGUAGE_CODE)) if newest else ""


def _step(figure: YearlyFigure, place: Municipality, value: Decimal, known: Figure | None) -> Step:
    if known is None:
        return Step(place, value, Status.NEW)
    is_shown = known.state == PublishingState.PUBLISHED
    if known.value == value and known.unit == figure.unit and is_shown >= figure.is_published:
        return Step(place, value, Status.SAME, known)
    status = Status.KEPT if is_shown and not figure.is_published else Status.CHANGED
    return Step(place, value, status, known)


def _earlier(key: str) -> dict[int | None, Figure]:
    """The newest figure of the key in each municipality, and under None the newest of all."""
    rows = list(Figure.objects.filter(key=key).order_by("as_of", "pk"))
    found: dict[int | None, Figure] = {each.municipality_id: each for each in rows}
    return found | ({None: rows[-1]} if rows else {})


def _written(figure: YearlyFigure, step: Step, earlier: Mapping[int | None, Figure]) -> Figure:
    row = step.figure or _begun(figure, step, earlier)
    for language, label in figure.labels.items():
        if label:
            setattr(row, column("label", language), label)
    row.value, row.unit, row.source = step.value, figure.unit, figure.source
    row.as_of_precision, row.confidence = figure.precision, Confidence.HIGH
    row.check_by = check_by_default(row.kind, figure.as_of)
    if figure.is_published:
        row.state = PublishingState.PUBLISHED
    return row


def _begun(figure: YearlyFigure, step: Step, earlier: Mapping[int | None, Figure]) -> Figure:
    """A new figure, called as the one before it."""
    row = Figure(municipality=step.place, key=figure.key, kind=figure.kind, as_of=figure.as_of)
    model = earlier.get(step.place.pk) or earlier.get(None)
    if model is not None:
        row.position = model.position
        for language, _name in settings.LANGUAGES:
            label = column("label", language)
            setattr(row, label, getattr(model, label) or "")
    return row
