"""A newcomer's first month: questions, steps, calendar, paper; with scripts and without."""

import pytest
import vobject
from playwright.sync_api import Page, expect

from tests.browser.page_types import ANSWERS
from tests.browser.server import BEHIND_PROXY, Portal, fetch

pytestmark = pytest.mark.browser

PLAN = f"/de/first-steps/?{ANSWERS}"


def test_questions_lead_to_steps_without_scripts(without_scripts: Page) -> None:
    page = without_scripts
    page.goto("/de/first-steps/")
    page.check("input[value=eu_eea]")
    page.check("input[value=with_children]")
    page.check("input[value=worker]")
    page.select_option("select[name=municipality]", "bardu")
    page.fill("input[name=arrival]", "2027-01-15")
    page.click("main form[method=get] button")
    expect(page.locator(".step")).not_to_have_count(0)
    assert "arrival=2027-01-15" in page.url
    assert page.locator(".host-name").inner_text() == "Kari Eksempelsen"
    expect(page.locator("[data-print]")).to_be_hidden()
    page.click(".languages a[lang=nb]")
    assert "/nb/first-steps/" in page.url
    assert "arrival=2027-01-15" in page.url
    expect(page.locator("#step-kindergarten")).to_be_visible()
    # The answers can be changed where they are shown.
    page.click("details.answers summary")
    page.check("input[value=nordic]")
    page.click("details.answers button")
    expect(page.locator("#step-register_police_eea")).to_have_count(0)


def test_mistake_is_shown_at_the_field_and_what_was_typed_stays(visitor: Page) -> None:
    visitor.goto("/nb/first-steps/?group=nordic&arrival=31.2.2027")
    summary = visitor.locator(".notice.warning")
    expect(summary).to_be_focused()
    summary.get_by_role("link").click()
    expect(visitor.locator("#id_arrival")).to_be_focused()
    assert visitor.input_value("#id_arrival") == "31.2.2027"
    described = visitor.get_attribute("#id_arrival", "aria-describedby") or ""
    assert "id_arrival_error" in described


def test_calendar_of_the_page_is_read_by_another_program(visitor: Page, portal: Portal) -> None:
    visitor.goto(PLAN)
    address = visitor.get_attribute("a[href*='calendar.ics']", "href")
    answer = fetch(f"{portal.origin}{address}", BEHIND_PROXY)
    assert answer.headers["Content-Type"].startswith("text/calendar")
    days = [
        event.dtstart.value.isoformat()
        for event in vobject.readOne(answer.body.decode()).vevent_list
    ]
    shown = visitor.eval_on_selector_all("main time", "all => all.map((time) => time.dateTime)")
    assert days == shown
    assert days


def test_plan_on_paper_is_the_plan_alone(visitor: Page) -> None:
    visitor.goto(PLAN)
    expect(visitor.locator("[data-print]")).to_be_visible()
    hidden = "nav, .skip, .answers form, .change, button, .step summary"
    visitor.emulate_media(media="print")
    for each in visitor.locator(hidden).all():
        expect(each).to_be_hidden()
    for kept in (".answers summary", ".dates", ".step", ".step-number", ".step-facts", ".papers"):
        expect(visitor.locator(kept).first).to_be_visible()
    # What is open on the screen is printed, what is closed is not.
    first = visitor.locator(".step .prose").first
    expect(first).to_be_hidden()
    visitor.emulate_media(media="screen")
    visitor.locator(".step summary").first.click()
    visitor.emulate_media(media="print")
    expect(first).to_be_visible()
    breaks = visitor.eval_on_selector_all(
        ".step", "all => all.map((step) => getComputedStyle(step).breakInside)"
    )
    assert set(breaks) == {"avoid"}


def test_plan_fits_the_paper(visitor: Page) -> None:
    visitor.goto(PLAN)
    paper = visitor.pdf(format="A4", prefer_css_page_size=True)
    assert paper.startswith(b"%PDF")
    pages = paper.count(b"/Type /Page\n") + paper.count(b"/Type /Page ")
    assert 4 <= pages <= 20
    # A4 is 174 mm between the margins.
    visitor.set_viewport_size({"width": 658, "height": 900})
    visitor.emulate_media(media="print")
    assert visitor.evaluate("document.documentElement.scrollWidth") <= 658
