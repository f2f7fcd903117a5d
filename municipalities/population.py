"""How many people have lived in a place through the years, and in what it was made of."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from municipalities.models import Figure, Municipality, Source
from portal.lib.languages import localized

# The key of the series: the same question in every municipality.
KEY = "population"
# Fewer are no development.
FEWEST = 2


@dataclass(frozen=True)
class Count:
    """How many people there were on a day: counted as one, or the sum of the parts."""

    value: Decimal
    # None where the number is the sum of `parts`.
    figure: Figure | None
    # The former municipalities on that day, if all of them are known.
    parts: tuple[Figure, ...] = ()

    @property
    def is_sum(self) -> bool:
        """Whether nobody counted it as one: it was not one yet."""
        return self.figure is None

    @property
    def shown(self) -> Figure:
        """A figure with the date of this count."""
        return self.figure or self.parts[0]

    @property
    def day(self) -> datetime.date:
        """The day, or the first of the year."""
        assert self.shown.as_of is not None  # the database publishes nothing without a date
        return self.shown.as_of

    @property
    def sources(self) -> list[Source]:
        """Where the number was found; each source once."""
        figures = [self.figure] if self.figure else self.parts
        return list(dict.fromkeys(figure.source for figure in figures if figure.source))

    @property
    def noted(self) -> list[Figure]:
        """Figures with a note on the number; of several with the same note the first."""
        figures = [self.figure] if self.figure else self.parts
        notes = {localized(each, "note").value: each for each in reversed(figures)}
        return [figure for note, figure in notes.items() if note]


@dataclass(frozen=True)
class Population:
    """The counts of a place, the oldest first."""

    place: Municipality
    counts: tuple[Count, ...]
    # What the place was made of, the largest first.
    former: tuple[Municipality, ...] = ()

    @classmethod
    def of(
        cls, place: Municipality, figures: Iterable[Figure], places: Iterable[Municipality]
    ) -> Self | None:
        """Out of all published figures of the place and of those it was made of.

        None where fewer than two days are known: that is no development.
        """
        series = [figure for figure in figures if figure.key == KEY and figure.value is not None]
        former = [each for each in places if each.successor_id == place.pk]
        own = {figure.as_of: figure for figure in series if figure.municipality_id == place.pk}
        parts = _parts(former, series)
        days = own.keys() | {day for day, known in parts.items() if _is_before_the_end(day, known)}
        counts = [_count(own.get(day), parts.get(day, ())) for day in days]
        if len(counts) < FEWEST:
            return None
        counts.sort(key=lambda count: count.day)
        return cls(place, tuple(counts), _by_size(former, parts))

    @property
    def merged_on(self) -> datetime.date | None:
        """The first day of the place as one, if its parts were counted before."""
        if not any(count.is_sum for count in self.counts):
            return None
        return max(day for each in self.former if (day := each.first_day_of_successor))


def newest(figures: Iterable[Figure], place: Municipality) -> list[Figure]:
    """Of each series of the place the newest figure, in the editors' order."""
    latest: dict[str, Figure] = {}
    for figure in figures:
        if figure.municipality_id == place.pk and _is_newer(figure, latest.get(figure.key)):
            latest[figure.key] = figure
    return sorted(latest.values(), key=lambda figure: (figure.position, figure.key))


def _is_newer(figure: Figure, other: Figure | None) -> bool:
    return other is None or (figure.as_of, figure.pk) > (other.as_of, other.pk)


def _parts(
    former: Sequence[Municipality], series: Iterable[Figure]
) -> dict[datetime.date | None, tuple[Figure, ...]]:
    """The figures of all former municipalities by day, of days on which none is missing."""
    by_pk = {place.pk: place for place in former}
    found: dict[datetime.date | None, list[Figure]] = {}
    for figure in series:
        if figure.municipality_id in by_pk:
            # Read already: no query for the name.
            figure.municipality = by_pk[figure.municipality_id]
            found.setdefault(figure.as_of, []).append(figure)
    whole = {day: known for day, known in found.items() if len(known) == len(former)}
    return {day: tuple(sorted(known, key=_size, reverse=True)) for day, known in whole.items()}


def _is_before_the_end(day: datetime.date | None, parts: Iterable[Figure]) -> bool:
    """Whether the parts were still municipalities: later they are areas, whose sum is a count."""
    ends = [part.municipality.valid_to for part in parts]
    return day is not None and all(end is not None and day <= end for end in ends)


def _count(own: Figure | None, parts: tuple[Figure, ...]) -> Count:
    value = own.value if own else sum(_size(part) for part in parts)
    return Count(Decimal(value or 0), own, parts)


def _by_size(
    former: Iterable[Municipality], parts: dict[datetime.date | None, tuple[Figure, ...]]
) -> tuple[Municipality, ...]:
    """Largest first, as on the first day on which all are known; one order for all days."""
    first = min((day for day in parts if day), default=None)
    order = [figure.municipality_id for figure in parts.get(first, ())]
    known = [place for place in former if place.pk in order]
    return tuple(sorted(known, key=lambda place: order.index(place.pk)))


def _size(figure: Figure) -> Decimal:
    return figure.value or Decimal(0)
