"""What a first visit costs and tells others: weight, requests, cookies, content policy."""

import pytest
from playwright.sync_api import Page

from tests.browser.page_types import (
    PHOTO_WEIGHT,
    REQUESTS,
    PageType,
    every_page,
    every_page_once,
)
from tests.browser.server import Portal, path_of
from tests.browser.visits import Reader, foreign

pytestmark = pytest.mark.browser


@every_page
def test_page_breaks_no_content_policy(reader: Reader, language: str, page: PageType) -> None:
    visit = reader.visit(language, page)
    assert visit.status == page.status
    assert visit.complaints == ()


@every_page
def test_page_asks_nobody_else_and_sets_no_cookie(
    reader: Reader, language: str, page: PageType
) -> None:
    visit = reader.visit(language, page)
    assert foreign(visit.requests, reader.portal.origin) == []
    assert visit.cookies == ()


@every_page
def test_page_is_light(reader: Reader, language: str, page: PageType) -> None:
    asked = {path_of(url) for url in reader.visit(language, page).requests}
    weights = {path: len(reader.portal.get(path, "br").body) for path in asked}
    # A photo comes when it is looked at, and counts apart.
    photos = {path: weights.pop(path) for path in asked if path.startswith("/pictures/")}
    assert sum(photos.values()) <= PHOTO_WEIGHT, photos
    assert 3 <= len(weights) <= REQUESTS, asked
    assert sum(weights.values()) <= page.weight, weights


@every_page_once
def test_page_says_the_same_without_scripts(
    reader: Reader, without_scripts: Page, language: str, page: PageType
) -> None:
    without_scripts.goto(page.path_in(language))
    text = without_scripts.inner_text("body").strip()
    assert len(text) > 200
    assert text == reader.visit(language, page).text


def test_reader_sees_where_they_are(reader: Reader) -> None:
    """Bold and underlined, on the pages of either stylesheet."""
    for path in ("/de/municipalities/senja/", "/de/offers/norwegian/", "/de/topics/"):
        reader.open(path)
        for place in (".languages", ".menu"):
            here = reader.page.locator(f"{place} [aria-current]")
            looks = here.evaluate("(link) => [getComputedStyle(link).fontWeight,"
                                  " getComputedStyle(link).boxShadow]")  # fmt: skip
            assert looks[0] == "700", (path, place)
            assert "inset" in looks[1], (path, place)


def test_page_and_its_files_come_compressed(portal: Portal, reader: Reader) -> None:
    for url in reader.open("/nb/").requests:
        answer = portal.get(path_of(url), "br")
        assert answer.status == 200
        assert answer.headers["Content-Encoding"] == "br", url
        assert len(answer.body) < len(portal.get(path_of(url)).body)


def test_reader_hears_the_content_policy(reader: Reader) -> None:
    assert reader.open("/nb/about/").complaints == ()
    reader.page.evaluate(
        "() => document.head.append(Object.assign(document.createElement('style'),"
        " {textContent: 'p { color: red }'}))"
    )
    reader.page.wait_for_function("window.violations.length > 0")
    assert reader.page.evaluate("window.violations") == ["style-src-elem inline"]


def test_reader_names_what_is_foreign() -> None:
    ours = ["http://localhost:80/nb/", "http://localhost:80/styles/a.css", "data:image/png,x"]
    others = ["http://localhost:8080/", "https://fonts.example/a.woff2"]
    assert foreign(ours, "http://localhost:80") == []
    assert foreign([*ours, *others], "http://localhost:80") == others
