"""The ridge: one peak per municipality, one lit light. Drawn from the list, not a fixed picture."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

from django.utils.safestring import SafeString, mark_safe

WIDTH, HEIGHT = 1000, 200
# Where the mountains stand in the fjord.
SHORE = 178
# So many peaks can be told apart. Of a longer list, the peaks around the lit one are drawn.
MOST = 40
# A mountain as wide as this is drawn in full height and detail.
WIDE = 170
# How far down a slope is, at parts of its way: steep at the top, as the ice left them.
SLOPE = ((0.1, 0.2), (0.26, 0.38), (0.5, 0.66), (0.74, 0.84))
# With phones' heights only three fifths of the width are seen: the part that has the light.
SEEN = (("xMin", 350), ("xMid", 650), ("xMax", WIDTH))
# A light on moving water: where each stroke begins beside it, how long it is, and its height.
SHINE = ((-2, 3, 182), (-5, 9, 185), (-2, 6, 188), (-1, 2, 191))
STROKES = (
    "M-20 74C180 22 330 96 520 56S850 24 1020 66",
    "M-20 112C230 58 380 120 560 82S860 52 1020 104",
)


@dataclass(frozen=True)
class Peak:
    """A mountain: its summit, how wide it is, and what makes it different from others."""

    slug: str
    x: int
    y: int
    width: float
    seed: int

    def side(self, way: int) -> list[tuple[int, int]]:
        """The slope to the left (-1) or right (1), from below the summit down to the valley."""
        steps = SLOPE if self.width > WIDE / 3 else SLOPE[1:3]
        valley = SHORE - 10 - self._chance(way) % 12
        return [
            (
                round(self.x + way * part * self.width / 2),
                round(self.y + down * (valley - self.y) + self._rough(way * number)),
            )
            for number, (part, down) in enumerate(steps, 1)
        ]

    def face(self) -> str:
        """The side of the mountain that the sky shines on."""
        slope = self.side(1)[:-1]
        low, scale = slope[-1][1], self.width / WIDE
        inner = [
            (round(self.x + shift * scale), round(self.y + part * (low - self.y)))
            for shift, part in ((8, 0.82), (-6, 0.5), (4, 0.3))
        ]
        return f"M{_points([(self.x, self.y), *slope, *inner])}z"

    def _rough(self, number: int) -> float:
        return (self._chance(number) % 9 - 4) * min(1.0, self.width / WIDE)

    def _chance(self, number: int) -> int:
        return crc32(f"{self.slug}{number}".encode(), self.seed)


def draw(slugs: Sequence[str], lit: str | None = None) -> SafeString:
    """Inline SVG of the ridge; the light stands on `lit`, or on every peak. Decorative."""
    return _drawn(tuple(_around(slugs, lit)), lit)


@lru_cache(maxsize=64)
def _drawn(slugs: tuple[str, ...], lit: str | None) -> SafeString:
    peaks = [_peak(index, len(slugs), slug) for index, slug in enumerate(slugs)]
    bright = [peak for peak in peaks if lit in (None, peak.slug)]
    aurora = "".join(f'<path d="{stroke}"/>' for stroke in STROKES)
    near = "".join(peak.face() for peak in peaks if peak.width > WIDE / 3)
    return mark_safe(
        f'<svg class="ridge" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'preserveAspectRatio="{_seen(bright, lit)}YMax slice" aria-hidden="true" '
        f'focusable="false"><g class="aurora wide">{aurora}</g><g class="aurora">{aurora}</g>'
        f'<path class="far" d="{_far_ridge(len(slugs))}"/>'
        f'<path class="near" d="{_outline(peaks)}"/><path class="face" d="{near}"/>'
        f'<path class="fjord" d="M0 {SHORE}H{WIDTH}V{HEIGHT}H0z"/>'
        f"{''.join(_lights(peaks, bright))}</svg>"
    )


def _around(slugs: Sequence[str], lit: str | None) -> Sequence[str]:
    """The slugs; of too many, those around the lit one."""
    middle = slugs.index(lit) if lit in slugs else 0
    first = max(0, min(middle - MOST // 2, len(slugs) - MOST))
    return slugs[first : first + MOST]


def _peak(index: int, count: int, slug: str) -> Peak:
    """Where the peak of a municipality stands: evenly apart, its height its own for ever."""
    gap, seed = WIDTH / count, crc32(slug.encode())
    x = gap * (index + 0.5) + (seed % 21 - 10) / 100 * gap
    lowest = 118 - 58 * min(1.0, gap / WIDE)
    return Peak(slug, round(x), round(lowest) - 14 + seed // 21 % 58, min(gap, 2.0 * WIDE), seed)


def _outline(peaks: Sequence[Peak]) -> str:
    points = []
    for peak in peaks:
        points += [*reversed(peak.side(-1)), (peak.x, peak.y), *peak.side(1)]
    first, last = (points[0][1], points[-1][1]) if points else (SHORE, SHORE)
    return f"M{_points([(0, first), *points, (WIDTH, last)])}V{HEIGHT}H0z"


def _far_ridge(count: int) -> str:
    steps = 2 * max(3, min(count, 9)) + 1
    points = [
        (round(WIDTH * step / steps), (96 if step % 2 else 132) + crc32(bytes([step])) % 22)
        for step in range(steps + 1)
    ]
    return f"M{_points(points)}V{HEIGHT}H0z"


def _lights(peaks: Sequence[Peak], bright: Sequence[Peak]) -> Iterator[str]:
    """Dots on the peaks; where somebody expects you a light, with its shine on the water."""
    size = min(1.0, max(0.35, WIDTH / len(peaks) / WIDE)) if peaks else 1.0
    for peak in peaks:
        kind, radius = ("lit", 7) if peak in bright else ("unlit", 3.5)
        yield f'<circle class="{kind}" cx="{peak.x}" cy="{peak.y - 3}" r="{radius * size:.3g}"/>'
    shine = "".join(
        f"M{peak.x + start * size:.0f} {y}h{length * size:.0f}"
        for peak in bright
        for start, length, y in SHINE
    )
    yield f'<path class="shine" d="{shine}"/>'


def _seen(bright: Sequence[Peak], lit: str | None) -> str:
    """Which part of the picture is kept where it does not fit."""
    if lit is None or not bright:
        return "xMid"
    return next(part for part, until in SEEN if bright[0].x <= until)


def _points(points: Sequence[tuple[int, int]]) -> str:
    return "L".join(f"{x} {y}" for x, y in points)
