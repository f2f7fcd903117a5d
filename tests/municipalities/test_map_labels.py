"""Where names stand on a map."""

import math
from itertools import combinations

import pytest

from municipalities.map_labels import Land, middle_of, place_labels
from municipalities.outlines import Ring
from municipalities.region_map import LETTER


def square(x: float, y: float, side: float) -> list[Ring]:
    return [[(x, y), (x + side, y), (x + side, y + side), (x, y + side)]]


def test_land_knows_how_much_of_a_box_is_land() -> None:
    land = Land(square(100, 100, 200)[0:1], 640, 640)
    label = place_labels({"a": "A"}, {"a": square(100, 100, 200)}, [], (640, 640), LETTER)["a"]
    assert land.share(label.box) == 1
    assert Land(square(400, 400, 100), 640, 640).share(label.box) == 0


def test_name_stands_in_the_middle_of_a_large_place() -> None:
    rings = {"a": square(100, 100, 300)}
    label = place_labels({"a": "Bardu"}, rings, [], (640, 640), LETTER)["a"]
    assert label.leader is None
    assert math.dist(middle_of(rings["a"]), (250, 250)) < 100
    assert math.dist((label.x, label.y), (250, 250)) < 110


def test_name_of_a_small_place_stands_in_the_sea_with_a_line() -> None:
    rings = {"large": square(240, 0, 400), "small": square(218, 208, 14)}
    names = {"large": "Målselv", "small": "Sørreisa"}
    labels = place_labels(names, rings, [(225, 215)], (640, 640), LETTER)
    box, leader = labels["small"].box, labels["small"].leader
    assert box.right < 250
    assert leader is not None
    assert leader[1] == pytest.approx((225, 215), abs=8)
    assert labels["large"].leader is None


def test_name_without_room_is_left_out() -> None:
    rings = {str(number): square(100, 100, 400) for number in range(99)}
    names = {key: "Langnavnkommune" for key in rings}
    labels = place_labels(names, rings, [], (640, 640), LETTER)
    assert 0 < len(labels) < 99
    assert not any(a.box.meets(b.box) for a, b in combinations(labels.values(), 2))
