"""Municipalities beside each other: whom a reader chose, and what is known of each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Self

from municipalities.models import Figure, Municipality
from portal.lib.languages import localized

FEWEST, MOST = 2, 5


@dataclass
class Choice:
    """Which municipalities stand beside each other, and what became of the rest of the question."""

    chosen: list[Municipality] = field(default_factory=list)
    # Asked for, and there is no room.
    left_out: list[Municipality] = field(default_factory=list)
    # Former municipalities, each with the one of today that stands in for it.
    replaced: list[tuple[Municipality, Municipality]] = field(default_factory=list)
    has_unknown: bool = False

    @classmethod
    def from_query(cls, slugs: Iterable[str], places: Iterable[Municipality]) -> Self:
        """What the reader asked for, in that order; each once, and today's municipalities only."""
        by_slug = {place.slug: place for place in places if not place.is_region}
        choice = cls()
        for slug in dict.fromkeys(slug for slug in slugs if slug):
            choice._add(by_slug.get(slug))
        return choice

    @property
    def is_enough(self) -> bool:
        """Whether there is something to compare."""
        return len(self.chosen) >= FEWEST

    @property
    def is_empty(self) -> bool:
        """Whether nothing was asked, so that there is nothing to explain either."""
        return not self.chosen and not self.has_unknown

    def _add(self, asked: Municipality | None) -> None:
        place = asked.place_today if asked else None
        if asked is None or place is None or not place.is_current:
            self.has_unknown = True
            return
        if place != asked:
            self.replaced.append((asked, place))
        if place in self.chosen or place in self.left_out:
            return
        (self.chosen if len(self.chosen) < MOST else self.left_out).append(place)


@dataclass(frozen=True)
class Cell:
    """What is known of one municipality; `figure` is None where nothing is."""

    place: Municipality
    figure: Figure | None
    # Per cent of the greatest value beside it; None where a bar would say nothing.
    bar: int | None = None


@dataclass(frozen=True)
class Row:
    """One question, with the answer of each municipality."""

    cells: tuple[Cell, ...]

    @property
    def figures(self) -> list[Figure]:
        """The answers there are."""
        return [cell.figure for cell in self.cells if cell.figure]

    @property
    def named_by(self) -> Figure:
        """The figure whose label stands for all."""
        return self.figures[0]

    @property
    def differs_in_year(self) -> bool:
        """Whether the answers speak of different years."""
        return len({figure.as_of.year for figure in self.figures if figure.as_of}) > 1

    @property
    def shared_source(self) -> Figure | None:
        """A figure whose source and date are those of all the others; None where they differ."""
        origins = {(figure.source_id, figure.spelled_as_of) for figure in self.figures}
        return self.named_by if len(origins) == 1 else None

    @property
    def shared_note(self) -> Figure | None:
        """A figure whose note is that of all the others; None where they differ or have none."""
        notes = {localized(figure, "note").value for figure in self.figures}
        return self.named_by if len(notes) == 1 and notes != {""} else None


def rows(places: Sequence[Municipality], figures: Iterable[Figure]) -> list[Row]:
    """A row for each key that at least one of the places has, in the editors' order."""
    known = {(figure.municipality_id, figure.key): figure for figure in figures}
    orders = [_keys_of(place, known.values()) for place in places]
    return [_row(places, [known.get((p.pk, key)) for p in places]) for key in merged(orders)]


def merged(orders: Iterable[Sequence[str]]) -> list[str]:
    """All keys of the orders, once; a key the orders before lack stands after its neighbour."""
    keys: list[str] = []
    for order in orders:
        at = 0
        for key in order:
            if key not in keys:
                keys.insert(at, key)
            at = keys.index(key) + 1
    return keys


def _keys_of(place: Municipality, figures: Iterable[Figure]) -> list[str]:
    own = [figure for figure in figures if figure.municipality_id == place.pk]
    return [figure.key for figure in sorted(own, key=lambda each: (each.position, each.key))]


def _row(places: Sequence[Municipality], answers: Sequence[Figure | None]) -> Row:
    bars = _bars(answers)
    return Row(tuple(map(Cell, places, answers, bars)))


def _bars(answers: Sequence[Figure | None]) -> list[int | None]:
    """How long each bar is; none at all where a figure is text, or is counted in another unit."""
    known = [figure for figure in answers if figure]
    values = [figure.value for figure in known if figure.value is not None and figure.value >= 0]
    if len(values) < max(len(known), FEWEST) or len({figure.unit for figure in known}) > 1:
        return [None for _ in answers]
    greatest = max(values)
    return [_share(figure.value, greatest) if figure else None for figure in answers]


def _share(value: Decimal | None, greatest: Decimal) -> int:
    """In per cent; what is not nothing is seen."""
    return max(round(value / greatest * 100), 1) if value and greatest else 0
