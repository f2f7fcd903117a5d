"""The portal without a mouse: the skip link, the order and the ring of the focus, the theme."""

import pytest
from django.utils.translation import gettext, override
from playwright.sync_api import Page

from tests.browser.page_types import LANGUAGES

pytestmark = pytest.mark.browser

# Everything that Tab should reach, in the order of the page, numbered for FOCUSED.
NUMBER = """() => [...document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), summary")]
  .map((element, index) => { element.dataset.number = index; return index; })"""
# The element with the focus: its number, whether it is on the screen, and how it is ringed.
FOCUSED = """() => {
  const element = document.activeElement;
  const { left, right, top, bottom, width, height } = element.getBoundingClientRect();
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
  return {
    number: Number(element.dataset.number),
    seen: width > 0 && height > 0 && left >= 0 && top >= 0
      && right <= innerWidth + 1 && bottom <= innerHeight + 1,
    ringed: outlineStyle === "solid" && parseFloat(outlineWidth) >= 2 && boxShadow !== "none",
  };
}"""
# What the keyboard reaches next although it stands higher up (a line of text apart is no step up).
STEPS_UP = """() => {
  const reached = "a[href]:not(.skip), button, input:not([type=hidden])";
  const elements = [...document.querySelectorAll(reached)].filter((each) => each.checkVisibility());
  const top = (element) => element.getBoundingClientRect().top;
  return elements
    .filter((element, index) => index > 0 && top(element) < top(elements[index - 1]) - 24)
    .map((element) => element.outerHTML);
}"""
BACKGROUND = "() => getComputedStyle(document.body).backgroundColor"
LIGHT, DARK = "rgb(246, 249, 250)", "rgb(12, 21, 29)"


def press_tab(page: Page) -> dict[str, object]:
    page.keyboard.press("Tab")
    return page.evaluate(FOCUSED)


@pytest.mark.parametrize("path", ["/nb/", "/de/municipalities/senja/", "/en/nothing/"])
def test_skip_link_comes_first_and_leads_past_the_menus(visitor: Page, path: str) -> None:
    visitor.goto(path)
    skip = visitor.locator("a.skip")
    assert skip.bounding_box()["y"] < 0
    visitor.keyboard.press("Tab")
    visitor.wait_for_function("document.activeElement.className === 'skip'")
    assert skip.bounding_box()["y"] >= 0
    visitor.keyboard.press("Enter")
    visitor.wait_for_function("document.activeElement.id === 'main'")
    visitor.keyboard.press("Tab")
    assert visitor.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("path", ["/nb/", "/de/search/"])
def test_focus_visits_everything_in_order_and_is_seen(visitor: Page, path: str, width: int) -> None:
    visitor.set_viewport_size({"width": width, "height": 800})
    visitor.emulate_media(reduced_motion="reduce")
    visitor.goto(path)
    numbers = visitor.evaluate(NUMBER)
    assert len(numbers) > 15
    steps = [press_tab(visitor) for _ in numbers]
    assert [step["number"] for step in steps] == numbers
    assert [step for step in steps if not (step["seen"] and step["ringed"])] == []


@pytest.mark.parametrize("path", ["", "municipalities/senja/", "pages/doctor/", "organisations/"])
def test_focus_only_moves_down_on_phones(visitor: Page, path: str) -> None:
    visitor.set_viewport_size({"width": 360, "height": 800})
    visitor.goto(f"/nb/{path}")
    assert visitor.evaluate(STEPS_UP) == []


def test_focus_checker_finds_a_step_up(visitor: Page) -> None:
    visitor.set_viewport_size({"width": 360, "height": 800})
    visitor.goto("/nb/about/")
    visitor.evaluate("() => document.body.prepend(document.querySelector('footer'))")
    assert visitor.evaluate(STEPS_UP) == []
    visitor.evaluate("() => document.body.style.setProperty('display', 'grid')")
    visitor.evaluate("() => document.querySelector('.footer').style.setProperty('order', '1')")
    assert len(visitor.evaluate(STEPS_UP)) == 1


def test_focus_checker_finds_a_link_without_a_ring(visitor: Page) -> None:
    visitor.goto("/nb/")
    visitor.evaluate(NUMBER)
    assert press_tab(visitor)["ringed"]
    visitor.evaluate("() => document.querySelector('.brand').style.setProperty('outline', 'none')")
    assert press_tab(visitor) == {"number": 1, "seen": True, "ringed": False}


@pytest.mark.parametrize("language", LANGUAGES)
def test_theme_button_turns_the_page_dark_and_light(visitor: Page, language: str) -> None:
    with override(language):
        to_dark, to_light = gettext("Dark page"), gettext("Light page")
    visitor.goto(f"/{language}/about/")
    button = visitor.locator("button.theme")
    assert (button.inner_text(), visitor.evaluate(BACKGROUND)) == (to_dark, LIGHT)
    button.press("Enter")
    assert (button.inner_text(), visitor.evaluate(BACKGROUND)) == (to_light, DARK)
    button.click()
    assert (button.inner_text(), visitor.evaluate(BACKGROUND)) == (to_dark, LIGHT)


@pytest.mark.parametrize(("device", "chosen"), [("light", DARK), ("dark", LIGHT)])
def test_theme_is_remembered_over_the_device(visitor: Page, device: str, chosen: str) -> None:
    visitor.emulate_media(color_scheme=device)
    visitor.goto("/nb/")
    assert visitor.evaluate(BACKGROUND) != chosen
    visitor.click("button.theme")
    visitor.goto("/en/hosts/")
    assert visitor.evaluate(BACKGROUND) == chosen


def test_theme_follows_the_device_until_it_is_chosen(visitor: Page) -> None:
    visitor.goto("/nb/")
    for scheme, background in (("dark", DARK), ("light", LIGHT)):
        visitor.emulate_media(color_scheme=scheme)
        assert visitor.evaluate(BACKGROUND) == background
    assert visitor.evaluate("localStorage.length") == 0
