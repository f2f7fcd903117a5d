"""The population of a place as a line; where it was several municipalities, as their layers."""

import datetime
from collections.abc import Sequence
from decimal import Decimal

from django.utils.safestring import SafeString, mark_safe

from municipalities.figures import format_number
from municipalities.population import Count, Population

# Units of the drawing; on a phone one is about a pixel, so that its letters can be read there.
WIDTH, HEIGHT = 320, 150
LEFT, RIGHT, TOP, FOOT = 8, 312, 24, 128
# What a year needs beside the one at the edge.
ROOM = 45


class Scale:
    """Where a day and a number stand in the drawing. The foot is nought."""

    def __init__(self, counts: Sequence[Count]) -> None:
        self.first = counts[0].day
        self.days = (counts[-1].day - self.first).days or 1
        self.most = max(count.value for count in counts) or Decimal(1)

    def x(self, day: datetime.date) -> int:
        """From the first day at the left to the last at the right."""
        return round(LEFT + (RIGHT - LEFT) * (day - self.first).days / self.days)

    def y(self, value: Decimal) -> int:
        """From nought at the foot to the greatest number at the top."""
        return round(FOOT - (FOOT - TOP) * float(value / self.most))


def draw(population: Population) -> SafeString:
    """Inline SVG, hidden from screen readers: the table beside it says all it shows."""
    counts, scale = population.counts, Scale(population.counts)
    sums = [count for count in counts if count.is_sum]
    whole = [count for count in counts if not count.is_sum]
    drawn = [
        *_layers(sums, population, scale),
        _area(whole, scale),
        f'<path class="foot" d="M0 {FOOT}H{WIDTH}"/>',
        *_merger(population, scale),
        *(_line(part, scale) for part in (sums, whole)),
        _dots(counts, scale),
        *_labels(counts, scale),
    ]
    return mark_safe(
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" aria-hidden="true">{"".join(drawn)}</svg>'
    )


def _points(counts: Sequence[Count], scale: Scale) -> str:
    return "L".join(f"{scale.x(count.day)} {scale.y(count.value)}" for count in counts)


def _line(counts: Sequence[Count], scale: Scale) -> str:
    if not counts:
        return ""
    kind = "line sum" if counts[0].is_sum else "line"
    return f'<path class="{kind}" d="M{_points(counts, scale)}"/>'


def _area(counts: Sequence[Count], scale: Scale) -> str:
    if not counts:
        return ""
    first, last = scale.x(counts[0].day), scale.x(counts[-1].day)
    return f'<path class="layer" d="M{first} {FOOT}L{_points(counts, scale)}L{last} {FOOT}Z"/>'


def _layers(sums: Sequence[Count], population: Population, scale: Scale) -> list[str]:
    """One layer for each former municipality, the largest at the foot."""
    if not sums:
        return []
    below = [Decimal(0) for _ in sums]
    layers = []
    for place in population.former:
        above = [base + _part(count, place.pk) for base, count in zip(below, sums, strict=True)]
        layers.append(_layer(sums, below, above, scale))
        below = above
    return layers


def _layer(
    sums: Sequence[Count], below: Sequence[Decimal], above: Sequence[Decimal], scale: Scale
) -> str:
    days = [scale.x(count.day) for count in sums]
    top = [f"{x} {scale.y(value)}" for x, value in zip(days, above, strict=True)]
    back = [f"{x} {scale.y(value)}" for x, value in zip(days, below, strict=True)][::-1]
    return f'<path class="layer" d="M{"L".join([*top, *back])}Z"/>'


def _part(count: Count, pk: int) -> Decimal:
    return next(part.value or Decimal(0) for part in count.parts if part.municipality_id == pk)


def _merger(population: Population, scale: Scale) -> list[str]:
    day = population.merged_on
    if day is None:
        return []
    x = scale.x(day)
    line = f'<path class="merger" d="M{x} {TOP - 12}V{FOOT}"/>'
    if not LEFT + ROOM < x < RIGHT - ROOM:
        return [line]
    return [line, f'<text x="{x}" y="{HEIGHT - 6}" text-anchor="middle">{day.year}</text>']


def _dots(counts: Sequence[Count], scale: Scale) -> str:
    """Lines without length, whose round ends are the dots."""
    points = (f"M{scale.x(count.day)} {scale.y(count.value)}h0" for count in counts)
    return f'<path class="dots" d="{"".join(points)}"/>'


def _labels(counts: Sequence[Count], scale: Scale) -> list[str]:
    """Number and year of the first and the last count."""
    first, last = counts[0], counts[-1]
    labels = []
    for count, x, anchor in ((first, 1, "start"), (last, WIDTH - 1, "end")):
        at = f'x="{x}" text-anchor="{anchor}"'
        number = format_number(count.value)
        labels += [
            f'<text class="number" {at} y="{scale.y(count.value) - 9}">{number}</text>',
            f'<text {at} y="{HEIGHT - 6}">{count.day.year}</text>',
        ]
    return labels
