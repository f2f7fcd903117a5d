"""The map of a region: prepared once from the boundaries, then kept in the process.

Boundaries are large (15 kB a place), so no page reads them. The list of places that every page
reads tells by a digest, which the database keeps beside each boundary, whether what is prepared
still holds.
"""

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from municipalities.map_labels import Label, place_labels
from municipalities.models import Municipality
from municipalities.outlines import Point, Projection, Ring, path, rings_of, simplified

# Units of the drawing; on a phone one is about a pixel. Finer ones would be a tenth of a kilobyte.
WIDTH, MARGIN, LETTER = 320, 8, 16
# So many points say where a fjord is and cost a reader less than a kilobyte; a larger region gets
# coarser coasts instead of a heavier map.
MOST_POINTS = 250
FINEST, COARSER = 0.5, 1.25
# With more places than this nobody finds one by its name on a phone: they are a list then.
MOST_PLACES = 40


class Key(NamedTuple):
    """What the drawing of a place depends on."""

    slug: str
    name: str
    digest: str
    longitude: float | None
    latitude: float | None
    is_former: bool


@dataclass(frozen=True)
class Shape:
    """One municipality as it is drawn."""

    slug: str
    name: str
    path: str
    name_at: Label | None
    light: Point | None


@dataclass(frozen=True)
class RegionMap:
    """Everything to draw, in whole numbers."""

    width: int
    height: int
    shapes: tuple[Shape, ...]
    former: tuple[Shape, ...]
    # Where former municipalities met inside today's, and from names at sea to their land.
    former_borders: str
    leaders: str
    source: str

    @property
    def is_of_kartverket(self) -> bool:
        """Whether the outlines are the Norwegian Mapping Authority's: its line is translated."""
        return "Kartverket" in self.source


def region_map(
    places: Iterable[Municipality], former: Iterable[Municipality] = ()
) -> RegionMap | None:
    """The map of the places, with the borders of former ones; None if there is nothing to draw.

    One query for the first map of these boundaries in a process, none afterwards.
    """
    keys = tuple(_key(place, False) for place in places if place.boundary_digest)
    if not keys or len(keys) > MOST_PLACES:
        return None
    return _prepared(keys + tuple(_key(place, True) for place in former if place.boundary_digest))


def existed_in(year: str, places: Iterable[Municipality]) -> list[Municipality]:
    """Which of the places there were on 1 January of the year; none if it is not a year."""
    if not re.fullmatch(r"[12][0-9]{3}", year):
        return []
    day = datetime.date(int(year), 1, 1)
    return [
        place for place in places if (place.valid_from or day) <= day <= (place.valid_to or day)
    ]


def last_year_of(places: Iterable[Municipality]) -> str:
    """The last year in which all of these former municipalities were there; "" without any."""
    return min((str(place.valid_to.year) for place in places if place.valid_to), default="")


def _key(place: Municipality, is_former: bool) -> Key:
    longitude, latitude = (
        None if degrees is None else float(degrees) for degrees in (place.longitude, place.latitude)
    )
    return Key(place.slug, place.name, place.boundary_digest or "", longitude, latitude, is_former)


@lru_cache(maxsize=8)
def _prepared(keys: tuple[Key, ...]) -> RegionMap:
    rows = Municipality.objects.filter(slug__in=[key.slug for key in keys])
    geometries, sources = {}, set()
    for slug, boundary, source in rows.values_list("slug", "boundary", "boundary_source"):
        geometries[slug] = boundary or {}
        sources.add(source)
    return prepare(keys, geometries, "; ".join(sorted(filter(None, sources))))


def prepare(
    keys: Sequence[Key], geometries: Mapping[str, Mapping[str, Any]], source: str
) -> RegionMap:
    """The map from GeoJSON geometries by slug; pure."""
    globe = {key.slug: rings_of(geometries[key.slug]) for key in keys}
    project = Projection.around(_points(globe), WIDTH, MARGIN)
    plane = {slug: [[project(p) for p in ring] for ring in rings] for slug, rings in globe.items()}
    size = (WIDTH, round(max(y for _x, y in _points(plane)) + MARGIN))
    rings, _ = _few_points({key.slug: plane[key.slug] for key in keys if not key.is_former})
    before, borders = _few_points({key.slug: plane[key.slug] for key in keys if key.is_former})
    lights = {key.slug: light for key in keys if (light := _light(key, project))}
    names = {key.slug: key.name for key in keys}
    shown = [lights[slug] for slug in rings if slug in lights]
    labels = place_labels(names, rings | before, shown, size, LETTER)
    shapes = [
        Shape(
            key.slug,
            key.name,
            path((rings | before)[key.slug]),
            labels.get(key.slug),
            lights.get(key.slug),
        )
        # From north to south: whoever goes from link to link goes down the page.
        for key in sorted(keys, key=lambda key: _top((rings | before)[key.slug]))
    ]
    return RegionMap(
        *size,
        tuple(shape for shape in shapes if shape.slug in rings),
        tuple(shape for shape in shapes if shape.slug in before),
        path((arc for owners, arcs in borders.items() if len(owners) > 1 for arc in arcs), False),
        "".join(_line(label.leader) for label in labels.values() if label.leader),
        source,
    )


def _top(rings: Sequence[Ring]) -> float:
    return min((y for ring in rings for _x, y in ring), default=0)


def _few_points(
    places: Mapping[str, Sequence[Ring]],
) -> tuple[dict[str, list[Ring]], dict[frozenset[str], list[Ring]]]:
    """Simplified until the rings have no more points than MOST_POINTS."""
    tolerance = FINEST
    while True:
        rings, borders = simplified(places, tolerance)
        if sum(len(ring) for place in rings.values() for ring in place) <= MOST_POINTS:
            return rings, borders
        tolerance *= COARSER


def _light(key: Key, project: Projection) -> Point | None:
    if key.longitude is None or key.latitude is None:
        return None
    x, y = project((key.longitude, key.latitude))
    return round(x), round(y)


def _points(places: Mapping[str, Sequence[Ring]]) -> list[Point]:
    return [point for rings in places.values() for ring in rings for point in ring]


def _line(ends: tuple[Point, Point]) -> str:
    (x, y), (u, v) = ends
    return f"M{x:.0f} {y:.0f}L{u:.0f} {v:.0f}"
