"""A language from the right, added by the environment: the page turns around, and still fits.

The catalogue is a stand-in, each label in Arabic letters: what is tried is the page's form, not a
translation. The pages are made in a process of their own and put into the browser as they are.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.browser.server import path_of
from tests.browser.test_accessibility import RUN_AXE
from tests.database import FILLED, TEST_DATABASE, copy, drop
from tests.elsewhere import Elsewhere, write_stand_in

pytestmark = pytest.mark.browser

WIDTHS = (360, 1280)
PATHS = tuple(
    f"/ar/{path}"
    for path in (
        "", "municipalities/", "municipalities/senja/", "topics/", "pages/kindergarten/",
        "municipalities/compare/?m=bardu&m=dyroy&m=senja", "search/?q=lege", "hosts/", "contact/",
        "first-steps/?group=eu_eea&children=with_children&occupation=worker&arrival=2027-01-15",
        "organisations/", "offers/", "events/", "privacy/",
    )
)  # fmt: skip
# What reaches beyond either edge.
BEYOND = """() => {
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth === clientWidth) return [];
  const out = (box) => box.width && (box.left < 0 || box.right > clientWidth);
  const all = [...document.querySelectorAll("body *")];
  const wide = all.filter((each) => out(each.getBoundingClientRect()));
  return [`${scrollWidth} px`, ...wide.map((each) => each.outerHTML.slice(0, 90))];
}"""
STARTS_AT_THE_RIGHT = """() => {
  const brand = document.querySelector(".brand").getBoundingClientRect();
  return innerWidth - brand.right < brand.left;
}"""
STYLES = re.compile(r'href="(/styles/[^"]+)"|src="(/styles/[^"]+)"')


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Each page, and the stylesheets they name."""
    folder, name = tmp_path_factory.mktemp("arabic"), f"{TEST_DATABASE}_arabic"
    write_stand_in(folder / "locale" / "ar")
    copy(FILLED, name)
    portal = Elsewhere(name, "nb,de,en,ar", Path(folder))
    _, pages = portal.do(["migrate"], ask=PATHS)
    names = {found for page in pages for pair in STYLES.findall(page) for found in pair if found}
    _, styles = portal.do(ask=tuple(sorted(names)))
    yield dict(zip([*PATHS, *sorted(names)], [*pages, *styles], strict=True))
    drop(name)


@pytest.fixture(scope="module")
def arabic(chromium: Browser, axe: str, answers: dict[str, str]) -> Iterator[Page]:
    """A page that gets these answers, and axe-core."""
    context = chromium.new_context(base_url="http://localhost", bypass_csp=True)
    context.add_init_script(axe)

    def answer(route: Route) -> None:
        path = path_of(route.request.url)
        kind = "text/css" if ".css" in path else "text/javascript" if ".js" in path else "text/html"
        body = answers.get(path)
        route.fulfill(status=200 if body else 404, body=body or "", content_type=kind)

    context.route("**/*", answer)
    yield context.new_page()
    context.close()


def test_arabic_pages_stand_from_the_right_without_fault(arabic: Page) -> None:
    found = {}
    for path in PATHS:
        arabic.goto(path)
        for width in WIDTHS:
            arabic.set_viewport_size({"width": width, "height": 800})
            wrong = [*arabic.evaluate(BEYOND), *arabic.evaluate(RUN_AXE, None)]
            if not arabic.evaluate(STARTS_AT_THE_RIGHT):
                wrong.append("the name of the portal is at the left")
            if wrong:
                found[path, width] = wrong
    assert found == {}


def test_norwegian_text_in_an_arabic_page_stands_from_the_left(arabic: Page) -> None:
    arabic.goto("/ar/pages/kindergarten/")
    aligned = "(each) => [getComputedStyle(each).direction, getComputedStyle(each).textAlign]"
    assert arabic.locator("html").evaluate(aligned) == ["rtl", "start"]
    assert arabic.locator(".untranslated .prose").first.evaluate(aligned) == ["ltr", "start"]
