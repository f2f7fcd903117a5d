"""Where names stand on a map: near their place, over no other name and no light, inside the frame.

Land is laid out on a grid of cells, whose running sums tell at once how much of a box is one's own
land, how much somebody else's and how much sea.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from municipalities.outlines import Point, Ring, area

CELL = 4
# Names are tried at each second cell.
STRIDE = 2 * CELL
# Of a letter's height: the mean width of a bold letter in the widest of the system fonts, and a
# line's height: 24 pixels on a phone.
LETTER_WIDTH, LINE_HEIGHT = 0.62, 1.5
# What a name costs: on somebody else's land, on the sea, and away from its own middle.
FOREIGN, SEA, AWAY = 4.0, 1.5, 5.0
# A name this far from its land gets a line to it.
NEAR = 3


@dataclass(frozen=True)
class Box:
    """A rectangle in units of the drawing."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Whether the two have any point in common."""
        beside = self.right < other.left or other.right < self.left
        return not (beside or self.bottom < other.top or other.bottom < self.top)

    def nearest(self, point: Point) -> Point:
        """The point of the box that is nearest to the one given."""
        x = min(max(point[0], self.left), self.right)
        return x, min(max(point[1], self.top), self.bottom)

    def around(self, margin: float) -> "Box":
        """The box with a margin."""
        return Box(self.left - margin, self.top - margin, self.right + margin, self.bottom + margin)


@dataclass(frozen=True)
class Label:
    """Where a name stands (the middle of its foot), and the line that leads to its land."""

    x: int
    y: int
    box: Box
    leader: tuple[Point, Point] | None

    @property
    def outline(self) -> str:
        """The box as path data: where a finger may tap."""
        box = self.box
        return f"M{box.left:.0f} {box.top:.0f}H{box.right:.0f}V{box.bottom:.0f}H{box.left:.0f}z"


class Land:
    """How much of any box is land of the rings."""

    def __init__(self, rings: Sequence[Ring], width: int, height: int) -> None:
        self.columns, self.rows = width // CELL + 1, height // CELL + 1
        self.sums = [[0] * (self.columns + 1)]
        for row in range(self.rows):
            filled = [0, *accumulate(self._row(rings, (row + 0.5) * CELL))]
            self.sums.append([a + b for a, b in zip(self.sums[-1], filled, strict=True)])

    def share(self, box: Box) -> float:
        """From 0, nothing of the box is land, to 1, all is."""
        left, right = (self._within(each, self.columns) for each in (box.left, box.right + CELL))
        top, bottom = (self._within(each, self.rows) for each in (box.top, box.bottom + CELL))
        count = (
            self.sums[bottom][right] - self.sums[top][right]
            - self.sums[bottom][left] + self.sums[top][left]
        )  # fmt: skip
        return count / ((right - left) * (bottom - top))

    def _row(self, rings: Sequence[Ring], y: float) -> list[int]:
        cells = [0] * self.columns
        crossings = sorted(_crossings(rings, y))
        for start, end in zip(crossings[::2], crossings[1::2], strict=True):
            first, last = round(start / CELL), round(end / CELL)
            cells[first:last] = [1] * (min(last, self.columns) - first)
        return cells

    @staticmethod
    def _within(unit: float, most: int) -> int:
        return min(max(int(unit // CELL), 0), most)


def place_labels(
    names: Mapping[str, str],
    rings: Mapping[str, Sequence[Ring]],
    lights: Sequence[Point],
    size: tuple[int, int],
    letter: int,
) -> dict[str, Label]:
    """A label for each name, the smallest place first; none where there is no room for it."""
    land = Land([ring for place in rings.values() for ring in place], *size)
    taken = [Box(x, y, x, y).around(letter * 0.4) for x, y in lights]
    labels: dict[str, Label] = {}
    for key in sorted(names, key=lambda key: (max(map(area, rings[key])), key)):
        room = _Room(Land(rings[key], *size), land, middle_of(rings[key]), size, taken)
        if label := room.label(names[key], letter):
            labels[key] = label
            taken.append(label.box.around(3))
    return labels


def middle_of(rings: Sequence[Ring]) -> Point:
    """The middle of the largest ring's points on land: of the widest part of its widest row."""
    ring = max(rings, key=area)
    low, high = min(y for _, y in ring), max(y for _, y in ring)
    rows = [low + (high - low) * part / 20 for part in range(4, 17)]
    spans = [
        (end - start, (start + end) / 2, y)
        for y in (row + 0.01 for row in rows)
        for start, end in _pairs(sorted(_crossings([ring], y)))
    ]
    if not spans:
        return ring[0]
    _width, x, y = max(spans)
    return x, y


@dataclass(frozen=True)
class _Room:
    """What there is around one place."""

    own: Land
    all: Land
    middle: Point
    size: tuple[int, int]
    taken: Sequence[Box]

    def label(self, name: str, letter: int) -> Label | None:
        width, height = len(name) * LETTER_WIDTH * letter, LINE_HEIGHT * letter
        boxes = [box for box in self._boxes(width, height) if not any(map(box.meets, self.taken))]
        if not boxes:
            return None
        box = min(boxes, key=self._cost)
        x, y = round((box.left + box.right) / 2), round(box.bottom - height * 0.32)
        return Label(x, y, box, self._leader(box))

    def _boxes(self, width: float, height: float) -> Iterator[Box]:
        """Everywhere in the frame."""
        for left in range(2, int(self.size[0] - width) - 1, STRIDE):
            for top in range(2, int(self.size[1] - height) - 1, STRIDE):
                yield Box(left, top, left + width, top + height)

    def _cost(self, box: Box) -> float:
        own, land = self.own.share(box), self.all.share(box)
        away = max(abs(a - b) for a, b in zip(self._centre(box), self.middle, strict=True))
        return FOREIGN * (land - own) + SEA * (1 - land) + AWAY * away / self.size[0]

    def _leader(self, box: Box) -> tuple[Point, Point] | None:
        if self.own.share(box.around(-NEAR)) > 0:
            return None
        return box.nearest(self.middle), self.middle

    @staticmethod
    def _centre(box: Box) -> Point:
        return (box.left + box.right) / 2, (box.top + box.bottom) / 2


def _crossings(rings: Sequence[Ring], y: float) -> Iterator[float]:
    """Where a level line crosses the rings."""
    for ring in rings:
        for (x, low), (u, high) in pairwise([*ring, ring[0]]):
            if (low <= y) != (high <= y):
                yield x + (y - low) / (high - low) * (u - x)


def _pairs(values: Sequence[float]) -> list[tuple[float, float]]:
    return list(zip(values[::2], values[1::2], strict=True))
