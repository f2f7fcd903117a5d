"""axe-core on every page, in four forms; and the narrowest screen."""

import itertools
from collections.abc import Callable, Sequence
from functools import cache

import pytest
from playwright.sync_api import Page

from tests.browser.faults import every_fault, fault
from tests.browser.page_types import PageType, every_page

pytestmark = pytest.mark.browser

Look = Callable[[str], tuple[dict[str, list[str]], list[str]]]
WIDTHS = (360, 1280)
SCHEMES = ("light", "dark")
# Rules that give another answer when only the colours have changed …
OF_COLOURS = ["color-contrast", "link-in-text-block"]
# … and whether they alone have since this was last asked of the page: it has the same elements, in
# the same places, of which the same are shown.
ONLY_COLOURS_CHANGED = """() => {
  const before = window.shape;
  const shape = (element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    const { visibility, opacity } = getComputedStyle(element);
    return [x, y, width, height, element.scrollWidth, element.scrollHeight, visibility, opacity];
  };
  const root = document.documentElement;
  // Its button names the other colours.
  const html = root.outerHTML.replace(root.querySelector("button.theme")?.outerHTML, "");
  const others = root.querySelectorAll(":not(button.theme)");
  window.shape = html + [...others].map(shape).join(" ");
  return window.shape === before;
}"""
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


def violations(
    page: Page, widths: Sequence[int] = WIDTHS, schemes: Sequence[str] = SCHEMES
) -> dict[str, list[str]]:
    """What axe-core finds, by the form of the page; nothing for a form without fault.

    In the dark it looks at the widest form, which shows the most, and at the colours alone where
    nothing else is other than in the light: that takes half as long.
    """
    found: dict[str, list[str]] = {}
    others: list[str] = []
    for width, scheme in itertools.product(widths, schemes):
        if scheme == SCHEMES[0]:
            page.set_viewport_size({"width": width, "height": 800})
        elif width != max(widths):
            continue
        page.emulate_media(color_scheme=scheme)
        if page.evaluate(ONLY_COLOURS_CHANGED):
            nodes = [*page.evaluate(RUN_AXE, OF_COLOURS), *others]
        else:
            nodes = page.evaluate(RUN_AXE, None)
            others = [each for each in nodes if each.partition(":")[0] not in OF_COLOURS]
        found[f"{width} px, {scheme}"] = nodes
    return {form: nodes for form, nodes in found.items() if nodes}


def forms_in(language: str) -> tuple[Sequence[int], Sequence[str]]:
    """Widths and schemes. Wide and dark in the language of the longest words: in the others a page
    has other words, and the same form and colours."""
    return (WIDTHS, SCHEMES) if language == "de" else (WIDTHS[:1], SCHEMES[:1])


def too_wide(page: Page) -> list[str]:
    """What does not fit the narrowest screen."""
    page.set_viewport_size({"width": 320, "height": 640})
    return page.evaluate(TOO_WIDE)


@pytest.fixture(scope="module")
def looked_at(under_axe: Page) -> Look:
    """What axe-core finds on the page at a path, and what is too wide there; each opened once."""

    @cache
    def look(path: str) -> tuple[dict[str, list[str]], list[str]]:
        under_axe.goto(path)
        return violations(under_axe, *forms_in(path[1:3])), too_wide(under_axe)

    return look


@every_page
def test_page_has_no_axe_violation(looked_at: Look, language: str, page: PageType) -> None:
    found, _wide = looked_at(page.path_in(language))
    assert found == {}


@every_page
def test_page_needs_no_sideways_scroll(looked_at: Look, language: str, page: PageType) -> None:
    _found, wide = looked_at(page.path_in(language))
    assert wide == []


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


@pytest.mark.parametrize(
    "rule",
    [
        ".masthead { padding-block-start: 1px }",
        ".masthead { visibility: hidden }",
        ".masthead a { display: none }",
    ],
)
def test_dark_form_that_is_no_mere_recolouring_is_looked_at_whole(
    under_axe: Page, rule: str
) -> None:
    under_axe.goto("/nb/about/")
    under_axe.emulate_media(color_scheme="light")
    assert not under_axe.evaluate(ONLY_COLOURS_CHANGED)
    while not under_axe.evaluate(ONLY_COLOURS_CHANGED):
        under_axe.wait_for_timeout(50)  # scripts still put the page together
    under_axe.emulate_media(color_scheme="dark")
    assert under_axe.evaluate(ONLY_COLOURS_CHANGED)
    under_axe.emulate_media(color_scheme="light")
    under_axe.evaluate(
        """(rule) => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(`@media (prefers-color-scheme: dark) { ${rule} }`);
          document.adoptedStyleSheets = [sheet];
        }""",
        rule,
    )
    assert under_axe.evaluate(ONLY_COLOURS_CHANGED)
    under_axe.emulate_media(color_scheme="dark")
    assert not under_axe.evaluate(ONLY_COLOURS_CHANGED)
