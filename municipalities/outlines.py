"""From boundaries on the globe to few, whole numbers in a drawing. Pure: no database, no text.

Neighbours share their border. It is simplified once, as an arc of its own, so that no gap opens
between them.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Point = tuple[float, float]
Ring = list[Point]
Edge = frozenset[Point]

# An island smaller than this, in square units of the drawing, is a speck.
SPECK = 40


@dataclass(frozen=True)
class Projection:
    """Equirectangular at the mean latitude: the error in one region is less than a line."""

    west: float
    north: float
    scale: float
    narrowing: float
    margin: float

    @classmethod
    def around(cls, points: Sequence[Point], width: int, margin: int) -> "Projection":
        """The one that fills the width, less a margin at each side."""
        east, west = max(x for x, _ in points), min(x for x, _ in points)
        north, south = max(y for _, y in points), min(y for _, y in points)
        narrowing = math.cos(math.radians((north + south) / 2))
        scale = (width - 2 * margin) / ((east - west) * narrowing)
        return cls(west, north, scale, narrowing, margin)

    def __call__(self, point: Point) -> Point:
        """Where the point (longitude, latitude) is drawn."""
        x = (point[0] - self.west) * self.narrowing * self.scale + self.margin
        return x, (self.north - point[1]) * self.scale + self.margin


def rings_of(geometry: Mapping[str, Any]) -> list[Ring]:
    """The rings of a GeoJSON Polygon or MultiPolygon, each without its repeated last point."""
    coordinates = geometry["coordinates"]
    polygons = [coordinates] if geometry["type"] == "Polygon" else coordinates
    return [[(x, y) for x, y, *_ in ring[:-1]] for polygon in polygons for ring in polygon]


def simplified(
    places: Mapping[str, Sequence[Ring]], tolerance: float
) -> tuple[dict[str, list[Ring]], dict[frozenset[str], list[Ring]]]:
    """The rings of each place, and the arcs between places by who shares them, on whole numbers.

    No point is farther than the tolerance from where it was. Specks are left out, but of each place
    its largest ring stays.
    """
    owners = _owners(places)
    rings, borders = {}, defaultdict(list)
    drawn: dict[tuple[Point, ...], Ring] = {}
    for name, place in places.items():
        rings[name] = [_simplified_ring(ring, owners, tolerance, drawn) for ring in place]
        largest = max(rings[name], key=area)
        rings[name] = [ring for ring in rings[name] if ring is largest or area(ring) > SPECK]
    for arc, points in drawn.items():
        borders[frozenset(owners[frozenset(arc[:2])])].append(points)
    return rings, dict(borders)


def area(ring: Sequence[Point]) -> float:
    """Square units inside the ring."""
    following = [*ring[1:], *ring[:1]]
    return abs(sum(x * v - u * y for (x, y), (u, v) in zip(ring, following, strict=True))) / 2


def keep_far(points: Sequence[Point], tolerance: float) -> Ring:
    """The line without the points that lie within the tolerance of it (Douglas and Peucker)."""
    if len(points) < 3:
        return list(points)
    first, last = points[0], points[-1]
    far, index = max((_distance(points[i], first, last), i) for i in range(1, len(points) - 1))
    if far <= tolerance:
        return [first, last]
    return keep_far(points[: index + 1], tolerance)[:-1] + keep_far(points[index:], tolerance)


def path(rings: Iterable[Sequence[Point]], closed: bool = True) -> str:
    """SVG path data of rings, or lines, of whole numbers: relative, as short as it gets."""
    return "".join(_subpath(ring) + ("z" if closed else "") for ring in rings)


def _owners(places: Mapping[str, Sequence[Ring]]) -> dict[Edge, set[str]]:
    """Which places have the edge in their outline."""
    owners = defaultdict(set)
    for name, rings in places.items():
        for ring in rings:
            for edge in _edges(ring):
                owners[edge].add(name)
    return owners


def _edges(ring: Ring) -> Iterator[Edge]:
    return (frozenset(edge) for edge in zip(ring, [*ring[1:], ring[0]], strict=True))


def _simplified_ring(
    ring: Ring,
    owners: Mapping[Edge, set[str]],
    tolerance: float,
    drawn: dict[tuple[Point, ...], Ring],
) -> Ring:
    points: Ring = []
    for arc in _arcs(ring, owners):
        forwards = tuple(arc) if arc[0] <= arc[-1] else tuple(reversed(arc))
        if forwards not in drawn:
            drawn[forwards] = _on_grid(keep_far(forwards, tolerance))
        line = drawn[forwards]
        points += (line if forwards[0] == arc[0] else line[::-1])[:-1]
    return points


def _arcs(ring: Ring, owners: Mapping[Edge, set[str]]) -> list[Ring]:
    """The ring cut where other places begin or end to share it; an island in two halves."""
    edges = list(_edges(ring))
    cuts = [i for i in range(len(ring)) if owners[edges[i]] != owners[edges[i - 1]]]
    if len(cuts) < 2:
        start = cuts[0] if cuts else 0
        opposite = max(range(len(ring)), key=lambda i: math.dist(ring[i], ring[start]))
        cuts = sorted([start, opposite])
    pairs = zip(cuts, [*cuts[1:], cuts[0] + len(ring)], strict=True)
    return [[ring[i % len(ring)] for i in range(start, end + 1)] for start, end in pairs]


def _on_grid(points: Iterable[Point]) -> Ring:
    """Whole numbers, none twice in a row; the ends stay even if they fall together."""
    whole = [(round(x), round(y)) for x, y in points]
    inner = [now for before, now in zip(whole, whole[1:-1], strict=False) if now != before]
    return [whole[0], *inner, whole[-1]]


def _distance(point: Point, start: Point, end: Point) -> float:
    """From the point to the line between start and end."""
    (x, y), (dx, dy) = point, (end[0] - start[0], end[1] - start[1])
    length = dx * dx + dy * dy
    along = ((x - start[0]) * dx + (y - start[1]) * dy) / length if length else 0.0
    along = max(0.0, min(1.0, along))
    return math.dist(point, (start[0] + along * dx, start[1] + along * dy))


def _subpath(ring: Sequence[Point]) -> str:
    (x, y), *others = ring
    written, drawn = f"M{x:g} {y:g}l", []
    for u, v in others:
        if (u, v) != (x, y):
            drawn.append(f"{u - x:g} {v - y:g}")
        x, y = u, v
    return (written + " ".join(drawn)).replace(" -", "-")
