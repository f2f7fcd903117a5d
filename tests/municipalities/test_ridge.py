"""The ridge: a peak for each municipality, the light where somebody expects you."""

import math
import re
from itertools import combinations, pairwise
from xml.etree import ElementTree

import brotli
import pytest

from municipalities.ridge import HEIGHT, MOST, SHORE, WIDTH, draw
from portal.joined import FOLDER
from tests.municipalities.drawings import shapes_of

COUNTS = [1, 2, 5, 9, 40, 41, 400]


def slugs(count: int) -> list[str]:
    return [f"kommune-{number}" for number in range(count)]


def drawn(count: int, lit: str | None = None) -> ElementTree.Element:
    [drawing] = shapes_of(str(draw(slugs(count), lit)))
    return drawing


def circles(drawing: ElementTree.Element, kind: str) -> list[tuple[float, float, float]]:
    return [
        (float(each.get("cx", "")), float(each.get("cy", "")), float(each.get("r", "")))
        for each in drawing.iter("circle")
        if each.get("class") == kind
    ]


def line(drawing: ElementTree.Element, kind: str) -> list[tuple[float, float]]:
    [found] = [each.get("d", "") for each in drawing.iter("path") if each.get("class") == kind]
    points = re.findall(r"[ML](-?\d+) (-?\d+)", found)
    return [(float(x), float(y)) for x, y in points]


@pytest.mark.parametrize("count", COUNTS)
def test_ridge_has_a_peak_for_each_municipality(count: int) -> None:
    drawing = drawn(count)
    lights = circles(drawing, "lit")
    assert len(lights) == min(count, MOST)
    assert circles(drawing, "unlit") == []
    assert [x for x, _y, _r in lights] == sorted({x for x, _y, _r in lights})
    ridge = set(line(drawing, "near"))
    for x, y, radius in lights:
        assert (x, y + 3) in ridge, "a light stands on its summit"
        assert radius < x < WIDTH - radius
        assert 30 < y < SHORE - 20


@pytest.mark.parametrize("count", COUNTS)
def test_lights_and_mountains_stand_apart(count: int) -> None:
    drawing = drawn(count)
    for a, b in combinations(circles(drawing, "lit"), 2):
        assert math.dist(a[:2], b[:2]) > a[2] + b[2] + 2
    steps = line(drawing, "near")
    assert all(a[0] <= b[0] for a, b in pairwise(steps)), "no mountain leans over another"
    assert all(0 <= x <= WIDTH and 0 < y < HEIGHT for x, y in steps)


@pytest.mark.parametrize("count", COUNTS)
def test_ridge_stays_small(count: int) -> None:
    svg = str(draw(slugs(count))).encode()
    assert len(brotli.compress(svg)) < (850 if count < 10 else 1700)


@pytest.mark.parametrize("count", COUNTS)
def test_one_light_is_lit_on_the_peak_of_the_page(count: int) -> None:
    lit = slugs(count)[-1]
    drawing = drawn(count, lit)
    assert len(circles(drawing, "lit")) == 1
    assert len(circles(drawing, "unlit")) == min(count, MOST) - 1
    everyone = circles(drawn(min(count, MOST)), "lit")
    assert circles(drawing, "lit")[0][0] == pytest.approx(everyone[-1][0], abs=15)


@pytest.mark.parametrize("lit", ["kommune-0", "kommune-200", "kommune-399"])
def test_of_many_the_lit_one_is_drawn(lit: str) -> None:
    drawing = drawn(400, lit)
    assert len(circles(drawing, "lit")) == 1
    assert len(circles(drawing, "unlit")) == MOST - 1


def test_nobody_is_lit_who_is_not_there() -> None:
    assert circles(drawn(5, "oslo"), "lit") == []
    assert len(circles(drawn(5, "oslo"), "unlit")) == 5


def test_ridge_of_nobody_is_a_landscape_without_lights() -> None:
    assert list(drawn(0).iter("circle")) == []


def test_peak_keeps_its_height_when_others_come_and_go() -> None:
    heights = {
        name: {
            slug: y
            for slug, (_x, y, _r) in zip(
                places, circles(shapes_of(str(draw(places)))[0], "lit"), strict=True
            )
        }
        for name, places in {
            "before": ["bardu", "dyroy", "senja"], "after": ["bardu", "malselv", "senja"],
        }.items()
    }  # fmt: skip
    assert heights["before"]["bardu"] == heights["after"]["bardu"]
    assert heights["before"]["senja"] == heights["after"]["senja"]
    assert len(set(heights["before"].values())) == 3


@pytest.mark.parametrize(
    ("lit", "part"), [("kommune-0", "xMin"), ("kommune-2", "xMid"), ("kommune-4", "xMax")]
)
def test_phone_keeps_the_part_that_has_the_light(lit: str, part: str) -> None:
    """A phone sees 600 of the 1000 units: from the left, of the middle, or to the right."""
    drawing = drawn(5, lit)
    assert drawing.get("preserveAspectRatio") == f"{part}YMax slice"
    [(x, _y, _r)] = circles(drawing, "lit")
    first = {"xMin": 0, "xMid": 200, "xMax": 400}[part]
    assert first + 10 < x < first + 590


def test_start_page_keeps_the_middle() -> None:
    assert drawn(5).get("preserveAspectRatio") == "xMidYMax slice"


def test_ridge_is_decoration_with_two_strokes_of_aurora() -> None:
    drawing = drawn(5)
    assert drawing.get("aria-hidden") == "true"
    groups = [each for each in drawing.iter("g") if "aurora" in each.get("class", "")]
    assert {tuple(path.get("d") for path in group) for group in groups} == {
        tuple(path.get("d") for path in groups[0])
    }
    assert len(list(groups[0])) == 2
    assert "style=" not in str(draw(slugs(5)))


def test_ridge_is_never_animated() -> None:
    assert "<animate" not in str(draw(slugs(5)))
    for sheet in ("components.css", "map.css"):
        text = (FOLDER / "css" / sheet).read_text("utf-8")
        assert not re.search(r"animation|@keyframes|transition", text), sheet
