"""Boundaries made small: projected, simplified without gaps between neighbours, written short."""

from itertools import pairwise

import pytest

from municipalities.outlines import (
    Projection,
    Ring,
    area,
    keep_far,
    path,
    rings_of,
    simplified,
)
from municipalities.region_map import MARGIN, WIDTH
from tests.municipalities.drawings import points_of

# Two neighbours with a winding border, an island of the western one, and a rock.
BORDER: Ring = [(100, 0), (104, 20), (98, 40), (130, 60), (101, 80), (100, 100)]
WEST: Ring = [(0, 0), *BORDER, (0, 100), (1, 50)]
EAST: Ring = [*BORDER[::-1], (200, 0), (200, 100)]
ISLAND: Ring = [(-60, 0), (-20, 0), (-20, 50), (-60, 50)]
ROCK: Ring = [(-90, 0), (-88, 0), (-88, 2)]
PLACES = {"west": [WEST, ISLAND, ROCK], "east": [EAST]}


def test_projection_has_north_up_and_the_same_scale_everywhere() -> None:
    corners = [(17.0, 69.0), (20.0, 68.0)]
    project = Projection.around(corners, WIDTH, MARGIN)
    (west, north), (east, south) = map(project, corners)
    assert (west, east, north) == pytest.approx((MARGIN, WIDTH - MARGIN, MARGIN))
    # Three degrees of longitude are 122 km at 68.5 degrees north, one of latitude is 111.
    assert (south - north) / (east - west) == pytest.approx(111.2 / 122.3, rel=0.01)


def test_rings_are_those_of_both_kinds_of_geometry() -> None:
    closed = [[0, 0], [1, 0], [1, 1], [0, 0]]
    ring = [(0, 0), (1, 0), (1, 1)]
    assert rings_of({"type": "Polygon", "coordinates": [closed]}) == [ring]
    assert rings_of({"type": "MultiPolygon", "coordinates": [[closed], [closed, closed]]}) == (
        [ring] * 3
    )


def test_line_keeps_only_points_far_from_it() -> None:
    line: Ring = [(0, 0), (10, 1), (20, 0), (30, 9), (40, 0)]
    assert keep_far(line, 2) == [(0, 0), (20, 0), (30, 9), (40, 0)]
    assert keep_far(line, 0.5) == line
    assert keep_far(line, 20) == [(0, 0), (40, 0)]


@pytest.mark.parametrize("tolerance", [0.0, 3.0, 10.0, 50.0])
def test_neighbours_share_one_border_however_coarse(tolerance: float) -> None:
    rings, borders = simplified(PLACES, tolerance)
    [shared] = borders[frozenset({"west", "east"})]
    assert (shared[0], shared[-1]) in {((100, 0), (100, 100)), ((100, 100), (100, 0))}
    for [ring, *_], name in ((rings["west"], "west"), (rings["east"], "east")):
        text = "".join(map(str, [*ring, *ring]))
        line = "".join(map(str, shared))
        assert line in text or "".join(map(str, shared[::-1])) in text, name
    assert sum(area(ring) for ring in (rings["west"][0], rings["east"][0])) == 200 * 100 - (
        50 if tolerance == 0 else 0
    )


def test_no_point_is_lost_that_is_far_from_what_is_drawn() -> None:
    rings, _ = simplified(PLACES, 3)
    assert (130, 60) in rings["west"][0]
    assert (104, 20) in rings["west"][0]
    assert (0, 50) not in rings["west"][0]


def test_rocks_are_left_out_but_no_place_is() -> None:
    rings, _ = simplified({**PLACES, "rock": [[(300, 0), (302, 0), (302, 2)]]}, 1)
    assert len(rings["west"]) == 2
    assert len(rings["rock"]) == 1


def test_path_draws_the_ring_and_nothing_else() -> None:
    ring: Ring = [(5, 5), (15, 5), (15, 5), (12, 20), (0, 7)]
    assert path([ring]) == "M5 5l10 0-3 15-12-13z"
    assert points_of(path([ring, WEST])) == [[(5, 5), (15, 5), (12, 20), (0, 7)], WEST]
    assert path([[(1, 2), (3, 4)]], closed=False) == "M1 2l2 2"


def test_border_between_points_is_never_crossed_by_rounding() -> None:
    """Arcs end on the same whole numbers, whichever place draws them."""
    rings, _ = simplified(
        {k: [[(x + 0.5, y + 0.49) for x, y in r] for r in v] for k, v in PLACES.items()}, 1
    )
    whole = [point for place in rings.values() for ring in place for point in ring]
    assert all(isinstance(value, int) for point in whole for value in point)
    assert all(a != b for ring in rings["west"] for a, b in pairwise(ring))
