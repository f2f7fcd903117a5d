"""A coordinator's work from an enquiry to the question whether the family has stayed, on a phone
and at a desk: taps counted, by keyboard, and without any complaint.

The portal runs as on a development machine here: elsewhere no case log is allowed yet.
"""

import datetime
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.server import Portal, free_port, production, wait_until_ready
from tests.browser.test_admin_pages import SCROLLS, faults_here
from tests.browser.visits import LISTEN
from tests.database import FILLED, TEST_DATABASE, copy, drop

pytestmark = pytest.mark.browser

SIZES = {"phone": (360, 640), "desk": (1280, 800)}
# The lead of Senja and the coordinator of Målselv, as `manage.py demo` makes them.
LEAD, COORDINATOR = ("senja@example.org", "landgang-senja"), ("malselv@example.org",
                                                              "landgang-malselv")  # fmt: skip
PATIENCE = 20_000
SERVING = ("--worker-class=gthread", "--threads=4", "--no-control-socket", "--log-level=warning")
MOST_TAPS, MOST_SECONDS = 6, 30
MOST_REQUESTS_OF_MY_DAY = 14


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """The portal with its demo: invented families and enquiries."""
    folder = tmp_path_factory.mktemp("workshop")
    portal = Portal(
        f"http://localhost:{free_port()}", f"{TEST_DATABASE}_workshop", folder / "mails"
    )
    environment = os.environ | production(portal.database, folder)
    environment |= {"DEBUG": "true", "SITE_URL": portal.origin}
    copy(FILLED, portal.database)
    demo = [sys.executable, "manage.py", "demo", "-v0"]
    subprocess.run(demo, cwd=settings.BASE_DIR, env=environment, check=True)
    bind = f"--bind={urlsplit(portal.origin).netloc}"
    with (folder / "server.log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "portal.wsgi", bind, *SERVING],
            cwd=settings.BASE_DIR,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_until_ready(portal, server, folder / "server.log")
            yield portal
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=30)
            drop(portal.database)


@dataclass
class Desk:
    """Somebody at work: a page, and how often it was touched."""

    page: Page
    complaints: list[str]
    taps: int = 0

    def tap(self, what: Locator) -> None:
        """Touch it, and count."""
        self.taps += 1
        what.click()

    def go(self, what: Locator) -> None:
        """Follow a link or send a form, and wait for the page that comes."""
        with self.page.expect_navigation():
            what.click()


def at_work(chromium: Browser, portal: Portal, axe: str, size: str, who: tuple[str, str]) -> Desk:
    width, height = SIZES[size]
    context = chromium.new_context(
        base_url=portal.origin, viewport={"width": width, "height": height},
        has_touch=size == "phone", reduced_motion="reduce", locale="nb-NO",
    )  # fmt: skip
    for script in (LISTEN, axe):
        context.add_init_script(script)
    page = context.new_page()
    expect.set_options(timeout=PATIENCE)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto("/accounts/login/")
    page.locator("#id_login").fill(who[0])
    page.locator("#id_password").fill(who[1])
    page.locator("main form:not([action]) button").click()
    page.wait_for_url("**/admin/")
    return Desk(page, complaints)


@pytest.fixture(params=SIZES)
def desk(
    chromium: Browser, workshop: Portal, axe: str, request: pytest.FixtureRequest
) -> Iterator[Desk]:
    """The coordinator of Målselv at work, who may meet no complaint of the browser."""
    desk = at_work(chromium, workshop, axe, request.param, COORDINATOR)
    yield desk
    desk.page.context.close()
    assert desk.complaints == []


def sound(desk: Desk) -> None:
    """The page has no fault for axe as wide as it is, the content policy, or at 360 px."""
    size = desk.page.viewport_size
    assert size is not None
    found = faults_here(desk.page, [size["width"]])
    assert found == {}, desk.page.url
    desk.page.set_viewport_size(size)


def year_ago() -> str:
    return (datetime.date.today() - datetime.timedelta(days=380)).isoformat()


def test_journey_from_enquiry_to_stay_check(desk: Desk) -> None:
    page = desk.page
    sound(desk)
    name = make_a_case(desk)
    number = page.locator(".case-number").inner_text()
    assert name not in page.title()
    assert number in page.title()
    sound(desk)
    follow_up(desk, number)
    no_answer(desk, number)
    close_by_keyboard(desk, number)
    stays(desk, name)


def make_a_case(desk: Desk) -> str:
    """From an enquiry that waits to the page of its case; what the family is called."""
    page = desk.page
    desk.go(page.locator(".numbers a[href*='enquiry']").first)
    desk.go(page.locator("#result_list a[href*='/change/']").first)
    sound(desk)
    desk.go(page.locator("a.button[href$='/family/']"))
    sound(desk)
    label = page.locator("#family_label").input_value()
    page.locator("#family_category").select_option("labour_eea")
    page.locator("#family_arrived_on").fill(year_ago())
    desk.go(page.locator("input.default"))
    expect(page.locator("h1")).to_contain_text(label)
    return label


def open_from_my_day(desk: Desk, number: str) -> None:
    """From My day straight to the log of the case."""
    desk.page.goto("/admin/")
    row = desk.page.locator(".rows li", has_text=number)
    desk.tap(row.locator("a.button"))
    desk.page.wait_for_url("**/change/#log-title")


def saved(desk: Desk) -> None:
    desk.page.wait_for_url(re.compile(r"/change/$"))
    expect(desk.page.locator(".messagelist .success")).to_be_visible()


def follow_up(desk: Desk, number: str) -> None:
    """A call that reached the family, with its next step: six taps besides typing at most."""
    page = desk.page
    desk.taps, begun = 0, time.monotonic()
    open_from_my_day(desk, number)
    desk.tap(page.locator("label", has=page.locator("[name=reached][value=yes]")))
    desk.tap(page.locator("#log_text"))
    page.keyboard.type("Snakket om barnehageplass, de søker i dag.")
    desk.tap(page.locator("label", has=page.locator("[name=finished]")))
    desk.tap(page.locator("label", has=page.locator("[name=next][value=week]")))
    desk.tap(page.locator("#log [name=_save]"))
    saved(desk)
    assert desk.taps <= MOST_TAPS
    assert time.monotonic() - begun < MOST_SECONDS
    expect(page.locator(".timeline .entry").first).to_contain_text("Snakket om barnehageplass")


def no_answer(desk: Desk, number: str) -> None:
    """Called, and nobody answered: one click on the page of the case."""
    desk.taps = 0
    open_from_my_day(desk, number)
    desk.tap(desk.page.locator("[name=no_answer]"))
    saved(desk)
    assert desk.taps == 2


def close_by_keyboard(desk: Desk, number: str) -> None:
    """The last call, without touching the page: arrows, Tab, and Ctrl+Enter to save."""
    page = desk.page
    page.locator("#log [name=reached]").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    expect(page.locator("#log_text")).to_be_focused()
    page.keyboard.type("De klarer seg selv nå.")
    page.locator("#log [name=next]:checked").focus()
    page.keyboard.press("ArrowUp")
    expect(page.locator("#log [name=next][value=close]")).to_be_checked()
    page.keyboard.press("Tab")
    expect(page.locator("#log_closure")).to_be_focused()
    page.locator("#log_closure").select_option("settled")
    page.locator("#log_outcome").select_option("helped")
    sound(desk)
    page.keyboard.press("Control+Enter")
    saved(desk)
    expect(page.locator("#log")).to_have_count(0)
    sound(desk)


def stays(desk: Desk, name: str) -> None:
    """A year after they came the question is due, although the case is closed."""
    page = desk.page
    page.goto("/admin/")
    desk.go(page.locator(".numbers a[href*='staycheck']"))
    sound(desk)
    desk.go(page.locator("#result_list tr", has_text=name).locator("a").first)
    page.locator("label", has=page.locator("[name=answer][value=yes]")).click()
    sound(desk)
    page.locator("form.next button").click()
    expect(page.locator(".messagelist .success")).to_be_visible()


@pytest.mark.parametrize("desk", ["phone"], indirect=True)
def test_text_is_kept_while_it_is_written(desk: Desk) -> None:
    page = desk.page
    page.goto("/admin/newcomers/case/?status=active")
    desk.go(page.locator("#result_list a[href*='/change/']").first)
    page.locator("#log_text").fill("Et notat som ikke er lagret ennå")
    expect(page.locator(".draft-state")).not_to_be_empty()
    page.reload()
    expect(page.locator("#draft")).to_be_visible()
    expect(page.locator("#log_text")).to_have_value("Et notat som ikke er lagret ennå")
    sound(desk)
    # The session ends in between: the text waits behind the log-in.
    page.locator("#log_text").fill("Skrevet etter at økten var over")
    page.context.clear_cookies(name="sessionid")
    page.locator("#log [name=_save]").click()
    page.wait_for_url("**/accounts/login/**")
    page.locator("#id_login").fill(COORDINATOR[0])
    page.locator("#id_password").fill(COORDINATOR[1])
    page.locator("main form:not([action]) button").click()
    page.wait_for_url("**/change/")
    expect(page.locator("#log_text")).to_have_value("Skrevet etter at økten var over")
    page.locator("#draft button").click()
    expect(page.locator("#log_text")).to_have_value("")
    # Losing the session tells in the console that a message was not kept: nothing else may.
    desk.complaints[:] = [line for line in desk.complaints if "/draft/" not in line]


def test_lists_and_empty_forms_have_no_fault(desk: Desk) -> None:
    for path in (
        "case/",
        "case/?whose=mine&list=overdue",
        "family/",
        "family/add/",
        "followup/",
        "followup/add/",
        "staycheck/?state=all",
    ):
        desk.page.goto(f"/admin/newcomers/{path}")
        sound(desk)


def test_pages_of_a_case_have_no_fault(desk: Desk) -> None:
    page = desk.page
    for selector in (".tasks a.button", ".entry a", ".case-head .links a"):
        page.goto("/admin/newcomers/case/?status=active")
        desk.go(page.locator("#result_list a[href*='/change/']").first)
        page.evaluate("document.querySelectorAll('details').forEach((each) => each.open = true)")
        sound(desk)
        desk.go(page.locator(selector).first)
        sound(desk)


def test_day_of_the_lead_has_no_fault_and_few_requests(
    chromium: Browser, workshop: Portal, axe: str
) -> None:
    desk = at_work(chromium, workshop, axe, "phone", LEAD)
    requests: list[str] = []
    desk.page.on("request", lambda request: requests.append(request.url))
    desk.page.goto("/admin/")
    assert len(requests) <= MOST_REQUESTS_OF_MY_DAY, requests
    sound(desk)
    assert desk.page.evaluate(SCROLLS) == []
    desk.page.context.close()
    assert desk.complaints == []
