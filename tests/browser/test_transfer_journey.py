"""Journey 7: a family moves from Tranøy, which is Senja now, to Målselv. Senja proposes that
Målselv takes the case over, Målselv accepts it, and both keep their own log.
"""

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.server import Portal
from tests.browser.test_case_journey import (
    COORDINATOR,
    LEAD,
    Desk,
    at_work,
    sound,
    workshop,  # noqa: F401
)

pytestmark = pytest.mark.browser
NOTE = "De snakker best tysk. Ring etter klokka 16."


def test_journey_of_a_family_that_moves_on(
    chromium: Browser,
    workshop: Portal,  # noqa: F811
    axe: str,
) -> None:
    sender = at_work(chromium, workshop, axe, "desk", LEAD)
    sender.page.goto("/nb/municipalities/tranoy/")
    expect(sender.page.locator("main")).to_contain_text("Senja")
    name, number = propose(sender)
    receiver = at_work(chromium, workshop, axe, "phone", COORDINATOR)
    successor = accept(receiver, name)
    assert successor != number
    both_keep_their_log(sender, receiver, number, successor)
    for desk in (sender, receiver):
        desk.page.context.close()
        assert desk.complaints == []


def propose(desk: Desk) -> tuple[str, str]:
    """The lead of Senja proposes a case: what the family is called, and its number."""
    page = desk.page
    page.goto("/admin/newcomers/case/?status=active")
    desk.go(page.locator("#result_list a[href*='/change/']").first)
    number = page.locator(".case-number").inner_text()
    name = page.locator(".case-head h1").inner_text().removesuffix(number).strip()
    page.locator("#deed-transfer summary").click()
    page.locator("#transfer_place").select_option(label="Målselv")
    page.locator("#transfer_reason").fill("De har fått jobb på Bardufoss")
    page.locator("#transfer_note").fill(NOTE)
    sound(desk)
    desk.go(page.locator("#deed-transfer button"))
    expect(page.locator(".messagelist .success")).to_be_visible()
    # Until it is accepted everything stays here: the log goes on being written.
    expect(page.locator("#log")).to_have_count(1)
    expect(page.locator(".case-head .state-transferring")).to_be_visible()
    sound(desk)
    return name, number


def accept(desk: Desk, name: str) -> str:
    """The coordinator of Målselv sees a cover sheet without a name, and takes the case over."""
    page = desk.page
    page.goto("/admin/newcomers/transfercover/")
    # What was proposed last comes first.
    row = page.locator("#result_list tr", has_text="Senja").first
    desk.go(row.locator("a[href*='/change/']").first)
    expect(page.locator("#content-main")).to_contain_text("Senja")
    assert name not in page.locator("#content-main").inner_text()
    assert NOTE not in page.content()
    sound(desk)
    desk.go(page.locator("button[name=deed][value=accept]"))
    page.wait_for_url("**/case/*/change/")
    expect(page.locator(".case-head h1")).to_contain_text(name)
    return page.locator(".case-number").inner_text()


def both_keep_their_log(sender: Desk, receiver: Desk, number: str, successor: str) -> None:
    page = receiver.page
    page.locator("#bundle summary").click()
    expect(page.locator("#bundle")).to_contain_text(NOTE)
    expect(page.locator(".timeline")).to_contain_text("Senja")
    sound(receiver)
    page = sender.page
    page.reload()
    expect(page.locator(".case-number")).to_have_text(number)
    expect(page.locator(".case-head .state-closed")).to_be_visible()
    expect(page.locator(".timeline")).to_contain_text("Målselv")
    # The log that was written here is here; nothing leads to the case there.
    assert page.locator(".timeline .entry").count() > 2
    assert successor not in page.content()
    expect(page.locator("#log")).to_have_count(0)
    assert re.search(r"/change/$", page.url)
    sound(sender)
