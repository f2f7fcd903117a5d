"""Product.md, journey 10: a family asks what is stored; the lead looks through it and gives it out.

At a phone's width too, without any complaint of the browser.
"""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.server import Portal
from tests.browser.test_admin_pages import SCROLLS
from tests.browser.test_case_journey import LEAD, Desk, at_work, sound
from tests.browser.test_case_journey import workshop as workshop

pytestmark = pytest.mark.browser
REQUESTS = "/admin/newcomers/privacyrequest/"
PICTURES = os.environ.get("PICTURES", "")  # a folder, to look at the pages with one's own eyes
MOST_TEXTS = 80


def pictured(page: Page, name: str) -> None:
    """Kept as a picture where somebody wants to look."""
    if PICTURES and page.viewport_size:
        width = page.viewport_size["width"]
        page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_family_is_given_what_is_stored(
    chromium: Browser, workshop: Portal, axe: str, size: str
) -> None:
    desk = at_work(chromium, workshop, axe, size, LEAD)
    page = desk.page
    pictured(page, "day")
    page.goto(REQUESTS)
    sound(desk)
    pictured(page, "list")
    address = opened_access(desk)
    sound(desk)
    pictured(page, "request")
    page.locator("details.deed", has=page.locator("#asker_asks_for")).locator("summary").click()
    page.locator("#asker_asks_for").select_option("self")
    desk.go(page.locator("button[value=asker]"))
    page.goto(f"{address}../texts/1/")
    sound(desk)
    pictured(page, "text")
    looked_through(desk)
    page.goto(f"{address}../stored/")
    proven(page)
    sound(desk)
    pictured(page, "stored")
    given(desk, address)
    page.context.close()
    assert desk.complaints == []


def opened_access(desk: Desk) -> str:
    """The demo's request for access that is matched with a family: it asks who asks."""
    page = desk.page
    rows = page.locator("#result_list tbody tr")
    addresses = [str(row.locator("a").first.get_attribute("href")) for row in rows.all()]
    for address in addresses:
        page.goto(address)
        if page.locator("button[value=asker]").count() and page.locator("#give_form").count():
            return address
    raise AssertionError("the demo has no request for access with a family")


def looked_through(desk: Desk) -> None:
    """One text after the other, the first sentence of the first left out."""
    page = desk.page
    for number in range(MOST_TEXTS):
        if "/texts/" not in page.url:
            break
        if not number:
            page.locator("[name=sentences]").first.check()
        desk.go(page.locator("input.default"))
    expect(page).to_have_url(re.compile(r"/change/$"))


def given(desk: Desk, address: str) -> None:
    """The page that the family gets: whole, readable, without a script."""
    page = desk.page
    page.goto(address)
    page.locator("details.deed", has=page.locator("#give_form")).locator("summary").click()
    desk.go(page.locator("form[action$='/give-out/'] button"))
    assert page.locator("script").count() == 0
    assert page.locator("section.stored").count() > 10
    assert page.evaluate(SCROLLS) == []
    pictured(page, "document")


def proven(page: Page) -> None:
    """Says once more who it is, where that is asked."""
    if "reauthenticate" in page.url:
        page.locator("#id_password").fill(LEAD[1])
        with page.expect_navigation():
            page.locator("form button[type=submit], form button:not([type])").last.click()
