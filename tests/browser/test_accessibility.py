"""axe-core on every page, in four forms; and the narrowest screen."""

import itertools

import pytest
from playwright.sync_api import Page

from tests.browser.faults import every_fault, fault
from tests.browser.page_types import PageType, every_page

pytestmark = pytest.mark.browser

WIDTHS = (360, 1280)
SCHEMES = ("light", "dark")
# Rules that give another answer when only the colours have changed.
OF_COLOURS = ["color-contrast", "link-in-text-block"]
RUN_AXE = """async (rules) => {
  const only = rules ? { runOnly: { type: "rule", values: rules } } : {};
  const options = { resultTypes: ["violations"], preload: false, ...only };
  const { violations } = await axe.run(document, options);
  return violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.html}`));
}"""
# What reaches beyond the screen, when the page does.
TOO_WIDE = """() => {
  const { scrollWidth, clientWidth } = document.documentElement;
  if (clientWidth === 320 && scrollWidth === 320) return [];
  const reach = (element) => element.getBoundingClientRect().left + element.scrollWidth;
  const wide = [...document.querySelectorAll("body *")].filter((each) => reach(each) > clientWidth);
  return [`${scrollWidth} px`, ...wide.map((element) => element.outerHTML.slice(0, 80))];
}"""


def violations(page: Page, *, quick: bool = False) -> dict[str, list[str]]:
    """What axe-core finds, by the form of the page; nothing for a form without fault.

    `quick` looks in the dark at the colours alone: a third of the time for many pages.
    """
    found = {}
    for width, scheme in itertools.product(WIDTHS, SCHEMES):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        rules = OF_COLOURS if quick and scheme == "dark" else None
        found[f"{width} px, {scheme}"] = page.evaluate(RUN_AXE, rules)
    return {form: nodes for form, nodes in found.items() if nodes}


def too_wide(page: Page) -> list[str]:
    """What does not fit the narrowest screen."""
    page.set_viewport_size({"width": 320, "height": 640})
    return page.evaluate(TOO_WIDE)


@every_page
def test_page_has_no_axe_violation(under_axe: Page, language: str, page: PageType) -> None:
    under_axe.goto(page.path_in(language))
    assert violations(under_axe) == {}


@every_page
def test_page_needs_no_sideways_scroll(under_axe: Page, language: str, page: PageType) -> None:
    under_axe.goto(page.path_in(language))
    assert too_wide(under_axe) == []


@every_fault
def test_fault_is_told_accessibly(under_axe: Page, status: int, language: str) -> None:
    answer = fault(status, language)
    # In the place of a page, so that the stylesheet is found.
    with_fault = f"**/{language}/?fault"
    under_axe.route(
        with_fault,
        lambda route: route.fulfill(
            status=status, body=answer.content.decode(), content_type="text/html"
        ),
    )
    under_axe.goto(f"/{language}/?fault")
    under_axe.unroute(with_fault)
    assert under_axe.evaluate("document.styleSheets[0].cssRules.length") > 0
    assert violations(under_axe) == {}
    assert too_wide(under_axe) == []


def test_axe_finds_a_picture_without_text_and_pale_letters(under_axe: Page) -> None:
    under_axe.goto("/nb/about/")
    assert violations(under_axe) == {}
    under_axe.evaluate(
        """() => {
          const text = document.querySelector("main .prose");
          text.append(new Image());
          text.querySelector("p").style.color = "#b0b8c0";
        }"""
    )
    found = violations(under_axe)
    # The paragraph is pale in the light form only.
    rules = {line.partition(":")[0] for line in found["360 px, light"]}
    assert {line.partition(":")[0] for line in found["1280 px, dark"]} == {"image-alt"}
    assert rules == {"image-alt", "color-contrast"}


def test_narrow_screen_checker_finds_what_is_too_wide(under_axe: Page) -> None:
    under_axe.goto("/nb/about/")
    assert too_wide(under_axe) == []
    under_axe.evaluate(
        """() => {
          const line = Object.assign(document.createElement("pre"), {textContent: "x".repeat(80)});
          document.querySelector("main .prose").append(line);
        }"""
    )
    width, *elements = too_wide(under_axe)
    assert int(width.split()[0]) > 320
    assert [each for each in elements if each.startswith("<pre>xxx")]
