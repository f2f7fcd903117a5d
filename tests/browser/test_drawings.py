"""Map, daylight and ridge as a browser draws them: with its own letters, sizes and focus."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.browser

LIST, FORMER = "/nb/municipalities/", "/nb/municipalities/?borders=2014"
DETAIL = "/de/municipalities/sorreisa/"
WIDTHS = (360, 1280)
BOX = """(element) => {
  const { left, top, right, bottom, width, height } = element.getBoundingClientRect();
  return { left, top, right, bottom, width, height };
}"""
LETTER = """(text) => {
  const scale = text.ownerSVGElement.getScreenCTM().a;
  return parseFloat(getComputedStyle(text).fontSize) * scale;
}"""
PAINT = "(element) => [getComputedStyle(element).fill, getComputedStyle(element).stroke]"

AT = """([x, y]) =>
  document.elementsFromPoint(x, y).find((one) => one.matches(".sun *, .twilight *, .dark"))
    .closest("[class]").getAttribute("class")"""

Box = dict[str, float]


def boxes(found: Locator) -> list[Box]:
    return [each.evaluate(BOX) for each in found.all()]


def meet(a: Box, b: Box) -> bool:
    return not (
        a["right"] <= b["left"] or b["right"] <= a["left"]
        or a["bottom"] <= b["top"] or b["bottom"] <= a["top"]
    )  # fmt: skip


def open_at(visitor: Page, path: str, width: int) -> None:
    visitor.set_viewport_size({"width": width, "height": 900})
    visitor.goto(path)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", [LIST, FORMER, DETAIL])
def test_names_on_the_map_can_be_read(visitor: Page, path: str, width: int) -> None:
    open_at(visitor, path, width)
    names = boxes(visitor.locator(".map text"))
    assert len(names) == (9 if path == FORMER else 5)
    frame: Box = visitor.locator(".map svg").evaluate(BOX)
    for number, box in enumerate(names):
        assert not any(meet(box, other) for other in names[number + 1 :])
        assert frame["left"] <= box["left"]
        assert box["right"] <= frame["right"]
        assert frame["top"] <= box["top"]
        assert box["bottom"] <= frame["bottom"]
    assert all(each.evaluate(LETTER) >= 16 for each in visitor.locator(".map text").all())


@pytest.mark.parametrize("width", WIDTHS)
def test_places_on_the_map_can_be_hit(visitor: Page, width: int) -> None:
    open_at(visitor, FORMER, width)
    links = visitor.locator(".map a")
    assert links.count() == 9
    for box in boxes(links):
        assert min(box["width"], box["height"]) >= 24
    visitor.locator(".map a", has_text="Bardu").locator("text").click()
    assert visitor.url.endswith("/nb/municipalities/bardu/")
    visitor.go_back()
    visitor.locator(".map a", has_text="Berg").locator("text").click()
    assert visitor.url.endswith("/nb/municipalities/berg/")


def place_on_map(visitor: Page, slug: str) -> int:
    """Which of the places on the map it is, in the order of their links."""
    links = visitor.locator(".map a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    return next(n for n, link in enumerate(links) if link.endswith(f"/municipalities/{slug}/"))


def test_tap_on_the_land_of_a_place_leads_there(visitor: Page) -> None:
    open_at(visitor, LIST, 360)
    visitor.locator(".map svg").scroll_into_view_if_needed()
    light: Box = visitor.locator(".map circle").nth(place_on_map(visitor, "dyroy")).evaluate(BOX)
    # Beside the light of Dyrøy, which itself lets no tap through to another place.
    visitor.mouse.click(light["left"] + light["width"] / 2, light["bottom"] + 4)
    visitor.wait_for_url("**/nb/municipalities/dyroy/")
    assert visitor.locator("h1").inner_text() == "Dyrøy"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_keyboard_sees_where_it_is_on_the_map(visitor: Page, scheme: Any) -> None:
    visitor.emulate_media(color_scheme=scheme)
    open_at(visitor, LIST, 1280)
    number = place_on_map(visitor, "malselv")
    land = visitor.locator(".map a use").nth(number)
    before = land.evaluate(PAINT)
    visitor.locator(".map a").nth(number - 1).focus()
    visitor.keyboard.press("Tab")
    assert visitor.evaluate("document.activeElement.getAttribute('href')").endswith("/malselv/")
    assert before[0] == "rgba(0, 0, 0, 0)"
    assert land.evaluate(PAINT) == ["rgb(255, 210, 74)", "rgb(16, 34, 46)"]
    visitor.keyboard.press("Enter")
    visitor.wait_for_url("**/nb/municipalities/malselv/")


@pytest.mark.parametrize("width", WIDTHS)
def test_year_fills_its_picture(visitor: Page, width: int) -> None:
    open_at(visitor, DETAIL, width)
    visitor.locator(".daylight svg").scroll_into_view_if_needed()
    whole: Box = visitor.locator(".daylight svg .dark").evaluate(BOX)
    morning: Box = visitor.locator("#twilight").evaluate(BOX)
    afternoon: Box = visitor.locator(".daylight .twilight use").evaluate(BOX)
    assert morning["top"] == pytest.approx(whole["top"], abs=1)
    assert morning["bottom"] == pytest.approx(afternoon["top"], abs=1)
    assert afternoon["bottom"] == pytest.approx(whole["bottom"], abs=1)
    for half in ("path", "use"):
        paint = visitor.locator(f".daylight .sun {half}").evaluate(PAINT)
        assert paint[0] == "rgb(255, 231, 171)"
    midsummer = (whole["left"] + 0.47 * whole["width"], (whole["top"] + whole["bottom"]) / 2)
    for way in (-0.4, 0.4):
        point = [midsummer[0], midsummer[1] + way * whole["height"]]
        assert visitor.evaluate(AT, point) == "sun"
    frame: Box = visitor.locator(".daylight svg").evaluate(BOX)
    shown = [box for box in boxes(visitor.locator(".daylight svg text")) if box["width"]]
    assert len(shown) == 5 + (6 if width < 768 else 12)
    for number, box in enumerate(shown):
        assert box["left"] >= frame["left"] - 1
        assert box["right"] <= frame["right"] + 1
        assert not any(meet(box, other) for other in shown[number + 1 :])


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(("path", "count"), [("/nb/", 5), (DETAIL, 1), (LIST, 5)])
def test_lights_of_the_ridge_are_in_sight(visitor: Page, path: str, count: int, width: int) -> None:
    open_at(visitor, path, width)
    lights = boxes(visitor.locator(".ridge .lit"))
    assert len(lights) == count
    seen = [box for box in lights if box["left"] >= 0 and box["right"] <= width]
    # On a phone the list shows the middle of its ridge; start page and places show what is lit.
    assert len(seen) == count or (path == LIST and width == 360 and len(seen) >= 3)


def test_map_and_year_are_printed_on_white(visitor: Page) -> None:
    open_at(visitor, DETAIL, 1280)
    visitor.emulate_media(media="print", color_scheme="dark")
    assert visitor.locator(".map svg").is_visible()
    assert visitor.locator(".daylight svg").is_visible()
    assert visitor.locator(".daylight table").is_visible()
    assert not visitor.locator(".ridge").is_visible()
    [fill, _stroke] = visitor.locator(".map text").first.evaluate(PAINT)
    assert fill == "rgb(0, 0, 0)"
