"""The page read aloud, by a stand-in for the device's voices that writes down what it was given."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.server import BEHIND_PROXY, Portal
from tests.browser.visits import LISTEN

pytestmark = pytest.mark.browser

PAGE = "/de/pages/residence-permit/"
# `said` is what was begun; `next()` ends what is being spoken, as a voice does when it is done.
STUB = """(voices) => {
  globalThis.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  let now = null;
  const speech = {
    said: [], cancelled: 0, onvoiceschanged: null, voices,
    getVoices() { return this.voices; },
    speak(piece) { now = piece; this.said.push({ text: piece.text, lang: piece.lang }); },
    cancel() { this.cancelled += 1; const was = now; now = null; was?.onerror?.({ target: was }); },
    next() { const was = now; now = null; was?.onend?.({ target: was }); return now !== null; },
  };
  Object.defineProperty(globalThis, "speechSynthesis", { value: speech });
}"""
GERMAN = {"lang": "de-DE", "localService": True}
NORWEGIAN = {"lang": "no_NO", "localService": True}
DISTANT = {"lang": "de-DE", "localService": False}
SAID = "speechSynthesis.said.map((piece) => piece.text)"
BUTTONS = ".read-aloud button:visible"
Opener = Callable[..., Page]


@pytest.fixture
def listen(chromium: Browser, portal: Portal) -> Iterator[Opener]:
    """Opens a page on a device with these voices; None for one without speech."""
    contexts = []

    def opened(path: str, *voices: dict[str, object], has_speech: bool = True) -> Page:
        context = chromium.new_context(base_url=portal.origin, extra_http_headers=BEHIND_PROXY)
        contexts.append(context)
        context.add_init_script(LISTEN)
        stub = f"({STUB})({list(voices)})".replace("True", "true").replace("False", "false")
        gone = "Object.defineProperty(globalThis, 'speechSynthesis', { value: undefined })"
        context.add_init_script(stub if has_speech else gone)
        page = context.new_page()
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()


def to_the_end(page: Page) -> list[dict[str, str]]:
    """What is said until the page is read out."""
    while page.evaluate("speechSynthesis.next()"):
        pass
    return page.evaluate("speechSynthesis.said")


@pytest.mark.parametrize(
    "path",
    [PAGE, "/de/municipalities/senja/", "/de/municipalities/dyroy/pages/doctor/"],
)
def test_button_is_there_where_there_is_much_to_read(listen: Opener, path: str) -> None:
    page = listen(path, GERMAN)
    assert page.locator(BUTTONS).count() == 1
    assert page.evaluate("window.violations") == []


@pytest.mark.parametrize("path", ["/de/", "/de/topics/", "/de/search/", "/de/pages/nothing/"])
def test_other_pages_load_nothing_of_it(listen: Opener, path: str) -> None:
    page = listen(path, GERMAN)
    assert page.locator(".read-aloud").count() == 0
    assert "reading" not in page.locator("script[src]").get_attribute("src")
    assert page.locator("button.theme").count() == 1


@pytest.mark.parametrize(
    "voices", [[], [NORWEGIAN], [DISTANT], [{"lang": "den-CA", "localService": True}]]
)
def test_no_button_without_a_voice_of_the_device(listen: Opener, voices: list[dict]) -> None:
    assert listen(PAGE, *voices).locator(BUTTONS).count() == 0


def test_no_button_without_speech_at_all(listen: Opener) -> None:
    page = listen(PAGE, has_speech=False)
    assert page.locator(BUTTONS).count() == 0
    assert page.locator("button.theme").count() == 1


def test_button_comes_with_a_voice_that_comes_late(listen: Opener) -> None:
    page = listen(PAGE)
    assert page.locator(BUTTONS).count() == 0
    page.evaluate(
        "(voice) => { speechSynthesis.voices = [voice]; speechSynthesis.onvoiceschanged(); }",
        GERMAN,
    )
    assert page.locator(BUTTONS).count() == 1


@pytest.mark.parametrize("code", ["nb-NO", "no", "NB_no"])
def test_norwegian_voices_are_known_by_both_names(listen: Opener, code: str) -> None:
    page = listen("/nb/pages/residence-permit/", {"lang": code, "localService": True})
    assert page.locator(BUTTONS).count() == 1


def test_page_is_read_in_order_and_without_its_furniture(listen: Opener) -> None:
    page = listen(PAGE, GERMAN)
    page.click(BUTTONS)
    said = [piece["text"] for piece in to_the_end(page)]
    headings = page.locator("main :is(h1, .content .prose h2)").all_inner_texts()
    assert len(headings) > 2
    assert [text for text in said if text in headings] == headings
    assert said[0] == headings[0]
    assert page.locator(".host-name").inner_text() not in said
    assert not any("http" in text for text in said)
    assert {piece["lang"] for piece in page.evaluate("speechSynthesis.said")} == {"de-DE"}
    # All is as before.
    assert page.locator(BUTTONS).all_inner_texts() == [
        page.locator(".read-aloud").get_attribute("data-go")
    ]
    assert page.locator(".spoken").count() == 0
    assert page.locator(".read-aloud [role=status]").inner_text() == ""


def test_reading_is_paused_read_on_and_stopped(listen: Opener) -> None:
    page = listen(PAGE, GERMAN)
    box = page.locator(".read-aloud")
    page.click(BUTTONS)
    page.evaluate("speechSynthesis.next()")
    first, second = page.evaluate(SAID)
    assert first != second
    assert page.locator(BUTTONS).all_inner_texts() == [
        box.get_attribute("data-pause"), box.get_attribute("data-stop"),
    ]  # fmt: skip
    assert page.locator(".spoken").count() == 1
    page.locator(BUTTONS).first.click()
    assert page.evaluate("speechSynthesis.cancelled") == 1
    assert page.locator(BUTTONS).first.inner_text() == box.get_attribute("data-on")
    assert page.evaluate(SAID) == [first, second]
    page.locator(BUTTONS).first.click()
    assert page.evaluate(SAID) == [first, second, second]
    page.locator(BUTTONS).last.click()
    assert page.locator(BUTTONS).all_inner_texts() == [box.get_attribute("data-go")]
    assert page.evaluate("document.activeElement.textContent") == box.get_attribute("data-go")
    page.click(BUTTONS)
    assert page.evaluate(SAID) == [first, second, second, first]


def test_reading_needs_no_mouse(listen: Opener) -> None:
    page = listen(PAGE, GERMAN)
    page.focus(BUTTONS)
    page.keyboard.press("Enter")
    assert len(page.evaluate(SAID)) == 1
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == page.locator(
        ".read-aloud"
    ).get_attribute("data-stop")
    page.keyboard.press("Escape")
    assert page.locator(BUTTONS).count() == 1
    assert page.evaluate("speechSynthesis.cancelled") == 1


def test_escape_does_nothing_while_nothing_is_read(listen: Opener) -> None:
    page = listen(PAGE, GERMAN)
    page.keyboard.press("Escape")
    assert page.evaluate("speechSynthesis.cancelled") == 0


def test_reading_ends_with_the_page(listen: Opener) -> None:
    page = listen(PAGE, GERMAN)
    page.click(BUTTONS)
    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide'))")
    assert page.evaluate("speechSynthesis.cancelled") == 1
    assert page.locator(BUTTONS).count() == 1


# As the server marks what is not translated.
FALLBACK = """() => document.querySelector("main .prose").insertAdjacentHTML("afterend",
  '<div class="prose" lang="nb"><p>Norsk <b>tekst</b></p></div><p>Ende</p>')"""


def test_norwegian_part_is_read_by_a_norwegian_voice(listen: Opener) -> None:
    page = listen(PAGE, GERMAN, NORWEGIAN)
    page.evaluate(FALLBACK)
    page.click(BUTTONS)
    said = to_the_end(page)
    assert {"text": "Norsk tekst", "lang": "no_NO"} in said
    assert {"text": "Ende", "lang": "de-DE"} in said


def test_norwegian_part_without_a_voice_is_left_out_and_said(listen: Opener) -> None:
    page = listen(PAGE, GERMAN)
    page.evaluate(FALLBACK)
    page.click(BUTTONS)
    said = [piece["text"] for piece in to_the_end(page)]
    assert "Norsk tekst" not in said
    assert "Ende" in said
    status = page.locator(".read-aloud [role=status]").inner_text()
    assert status == page.locator(".read-aloud").get_attribute("data-skipped")
    page.click(BUTTONS)
    assert page.locator(".read-aloud [role=status]").inner_text() == ""


def test_table_that_is_closed_is_not_read(listen: Opener) -> None:
    page = listen("/de/municipalities/senja/", GERMAN)
    page.click(BUTTONS)
    assert not any(piece["text"].startswith("15.011") for piece in to_the_end(page))
    page.evaluate("document.querySelector('.population details').open = true")
    page.click(BUTTONS)
    assert any(piece["text"].startswith("15.011") for piece in to_the_end(page))
