"""The portal on paper: hosts meet families with a page in their hand."""

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

PATH = "/de/municipalities/senja/"
SHOWN = """(selector) => [...document.querySelectorAll(selector)]
  .filter((element) => element.checkVisibility()).map((element) => element.className)"""
OUTSIDE = 'a[href^="http"]'
AFTER_LINKS = """(selector) => [...document.querySelectorAll(selector)]
  .map((link) => [link.href, getComputedStyle(link, "::after").content])"""
COLOURS = """() => {
  const { backgroundColor, color } = getComputedStyle(document.body);
  return [backgroundColor, color];
}"""
BREAKS = """() => [...document.querySelectorAll(".card, .host, .facts tr")]
  .map((element) => getComputedStyle(element).breakInside)"""
COLUMNS = """() => [...document.querySelectorAll(".beside > div")]
  .map((pair) => [...pair.children].map((half) => half.getBoundingClientRect().toJSON()))"""
FURNITURE = "nav, .skip, .ridge, button, form"


def test_paper_has_no_navigation(visitor: Page) -> None:
    visitor.goto(PATH)
    assert len(visitor.evaluate(SHOWN, FURNITURE)) >= 6
    visitor.emulate_media(media="print")
    assert visitor.evaluate(SHOWN, FURNITURE) == []
    assert visitor.evaluate(SHOWN, "main h1, .host, .facts, .prose p") != []


def test_paper_shows_the_addresses_of_links(visitor: Page) -> None:
    visitor.goto(PATH)
    on_screen = visitor.evaluate(AFTER_LINKS, f"main {OUTSIDE}")
    assert len(on_screen) > 3
    assert {content for _href, content in on_screen} == {"none"}
    visitor.emulate_media(media="print")
    for href, content in visitor.evaluate(AFTER_LINKS, f"main {OUTSIDE}"):
        assert content.strip('"').strip(" ()").rstrip("/") == href.rstrip("/")
    inside = visitor.evaluate(AFTER_LINKS, 'main a[href^="/"]')
    assert {content for _href, content in inside} == {"none"}


@pytest.mark.parametrize("device", ["light", "dark"])
def test_paper_is_white_whatever_the_screen(visitor: Page, device: str) -> None:
    visitor.emulate_media(color_scheme=device)
    visitor.goto(PATH)
    visitor.click("button.theme")
    assert visitor.evaluate(COLOURS) != ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]
    visitor.emulate_media(media="print", color_scheme=device)
    assert visitor.evaluate(COLOURS) == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]


def test_paper_tears_no_card_apart(visitor: Page) -> None:
    visitor.goto(PATH)
    visitor.emulate_media(media="print")
    breaks = visitor.evaluate(BREAKS)
    assert len(breaks) > 5
    assert set(breaks) == {"avoid"}


def test_paper_shows_both_languages_in_columns(visitor: Page) -> None:
    visitor.goto("/de/pages/kindergarten/?beside=nb")
    visitor.set_viewport_size({"width": 640, "height": 900})
    visitor.emulate_media(media="print")
    rows = visitor.evaluate(COLUMNS)
    assert len(rows) > 5
    assert all(one["top"] == other["top"] for one, other in rows)
    assert all(one["right"] < other["left"] for one, other in rows)
    assert visitor.evaluate(SHOWN, ".beside-ways") == []
    assert "?beside=nb" in visitor.inner_text(".way-back")
