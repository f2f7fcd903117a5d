"""Journey 4 in Chromium: a club registers what it offers, is published, confirms, and is hidden; a
reader finds a class beside work and puts it in the calendar; other programs read the feeds.

The first two with scripts and without them: no script is needed for any of it.
"""

import datetime
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import pairwise
from zoneinfo import ZoneInfo

import feedparser
import psycopg
import pytest
import recurring_ical_events
from django.conf import settings
from icalendar import Calendar
from playwright.sync_api import Browser, Page, expect

from portal.content_version import VERSION_KEPT_FOR
from tests.browser.server import BEHIND_PROXY, Portal, fetch, path_of, production
from tests.browser.staff import from_https, message_to
from tests.browser.visits import LISTEN
from tests.database import address, maker

pytestmark = pytest.mark.browser

PATIENCE = 20_000  # milliseconds; machines may be busy
# Nobody fills in a form faster, and the form takes nothing that is.
WHILE_WRITING = 3_500
MODERATOR = "mona.moderator@example.org"
PREPARE = f"""
from allauth.mfa.models import Authenticator
from municipalities.models import Membership, Municipality
from municipalities.roles import Role
from portal.models import User
from tests.accounts import log_in

user = User.objects.create_user("{MODERATOR}", name="Mona Moderator", language="en")
Authenticator.objects.create(user=user, type="totp", data={{}})
place = Municipality.objects.get(slug="sorreisa")
Membership.objects.create(user=user, municipality=place, role=Role.EDITOR)
print(log_in(user).cookies["sessionid"].value)
"""
ASK = "hosting.ask_whether_offers_hold"
FORGET_NIGHT = "DELETE FROM procrastinate_jobs WHERE task_name IN (%s, 'hosting.offer_step')"
ENQUEUE = "INSERT INTO procrastinate_jobs (queue_name, task_name, args) VALUES ('work', %s, '{}')"
STATE = "SELECT status, reminders FROM hosting_offer WHERE title_en = %s"
# Time passes by moving what has happened back.
PASS = """
UPDATE hosting_offer SET confirmed_on = confirmed_on - %(days)s, asked_on = asked_on - %(days)s,
       reminded_on = reminded_on - %(days)s WHERE title_en = %(title)s
"""
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
OSLO = ZoneInfo("Europe/Oslo")
YEAR, WAIT = settings.OFFER_CONFIRMED_FOR_DAYS, settings.OFFER_REMINDED_DAYS
Desks = Callable[..., Page]

both_ways = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])


@pytest.fixture(scope="module")
def moderator(portal: Portal, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The session of who decides about offers in Sørreisa."""
    ran = subprocess.run(
        [sys.executable, "manage.py", "shell", "-v0", "-c", PREPARE],
        cwd=settings.BASE_DIR,
        env=os.environ | production(portal.database, tmp_path_factory.mktemp("moderator")),
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.splitlines()[-1]


@pytest.fixture
def desk(chromium: Browser, portal: Portal) -> Iterator[Desks]:
    """Pages in browsers of their own, none of which may complain; readers get no cookie."""
    complaints: list[str] = []
    expect.set_options(timeout=PATIENCE)
    with ExitStack() as stack:

        def sit_down(key: str = "", *, scripts: bool) -> Page:
            context = chromium.new_context(
                base_url=portal.origin, extra_http_headers=BEHIND_PROXY, locale="en-GB",
                java_script_enabled=scripts, reduced_motion="reduce",
            )  # fmt: skip
            stack.callback(context.close)
            if key:
                context.add_cookies([{"name": "sessionid", "value": key, "url": portal.origin}])
                context.route("**/*", from_https)
            else:
                stack.callback(lambda: complaints.extend(map(str, context.cookies())))
            context.add_init_script(LISTEN)
            page = context.new_page()
            page.set_default_timeout(PATIENCE)
            page.on("console", lambda message: complaints.append(message.text))
            page.on("pageerror", lambda error: complaints.append(str(error)))
            return page

        yield sit_down
    assert complaints == []


class Offer:
    """An offer in the portal's own database, with the nights that its worker gets through."""

    def __init__(self, portal: Portal, title: str) -> None:
        self.portal, self.title = portal, title

    @property
    def state(self) -> tuple[str, int] | None:
        """Where it stands, and how often its sender was reminded."""
        with psycopg.connect(address(maker(), self.portal.database)) as connection:
            return connection.execute(STATE, [self.title]).fetchone()

    def later(self, days: int, *expected: object) -> None:
        """So many days later, the portal's own worker does the night's duty; return when it has."""
        with psycopg.connect(address(maker(), self.portal.database)) as connection:
            connection.execute(PASS, {"days": days, "title": self.title})
            connection.execute(FORGET_NIGHT, [ASK])
            connection.execute(ENQUEUE, [ASK])
        deadline = time.monotonic() + PATIENCE / 1000
        while self.state != expected:
            assert time.monotonic() < deadline, f"{self.state} instead of {expected}"
            time.sleep(0.1)


def link_in(portal: Portal, sender: str, about: str) -> str:
    """The path of the only link to be pressed in the newest mail about it."""
    text = message_to(portal, sender, about).get_content()
    (path,) = re.findall(r"https://landgang\.example\.org(/\S+/links/\S+)", text)
    return str(path)


def mails_to(portal: Portal, sender: str) -> list[str]:
    """The subjects of all mails to the address."""
    logs = [file.read_text() for file in portal.mails.glob("*.log")]
    mine = [log for text in logs for log in text.split("-" * 79) if f"To: {sender}\n" in log]
    return sorted(match[1] for log in mine if (match := re.search(r"^Subject: (.*)$", log, re.M)))


def reads(reader: Page, path: str) -> int:
    """Open the page when every process has asked what readers are to see; the status."""
    time.sleep(VERSION_KEPT_FOR)
    answer = reader.goto(path)
    assert answer is not None
    return answer.status


def fill_in(club: Page, title: str, sender: str) -> dict[str, str]:
    """Write all but the title; what was written, by label."""
    club.goto("/en/offers/register/")
    typed = {
        "Name of the organisation": f"Club of the {title}",
        "What is it?": "We walk slowly.\nNobody is left behind – æøå.",
        "When?": "Wednesdays 18–20",
        "How do people join?": "Just come.",
        "Your name": "Tora Turleder",
        "Your e-mail": sender,
    }
    for label, text in typed.items():
        club.get_by_label(label, exact=True).fill(text)
    club.get_by_label("Sørreisa").check()
    club.get_by_label("activity", exact=False).first.check()
    club.get_by_label("It is free of charge").check()
    return typed


@both_ways
def test_club_registers_is_published_confirms_and_is_hidden(
    desk: Desks, portal: Portal, moderator: str, scripts: bool
) -> None:
    title, sender = ("Stroll", "a@example.org") if scripts else ("Ramble", "b@example.org")
    club, reader = desk(scripts=scripts), desk(scripts=scripts)
    offer = Offer(portal, title)

    # A mistake first: nothing that was typed is lost.
    typed = fill_in(club, title, sender)
    club.wait_for_timeout(WHILE_WRITING)
    club.get_by_role("button", name="Send it").click()
    summary = club.get_by_role("group", name="This did not work yet")
    expect(summary).to_be_focused()
    expect(summary.get_by_role("link")).to_have_count(1)
    for label, text in typed.items():
        expect(club.get_by_label(label, exact=True)).to_have_value(text)
    for label in ("Sørreisa", "It is free of charge"):
        expect(club.get_by_label(label)).to_be_checked()
    summary.get_by_role("link").click()
    club.get_by_label("Title", exact=True).fill(title)
    club.get_by_role("button", name="Send it").click()
    club.wait_for_url(re.compile("/en/offers/done/sent/"))  # what stands after # is kept
    assert offer.state == ("submitted", 0)

    # The address is confirmed by the button behind the mailed link.
    link = link_in(portal, sender, "Please confirm")
    club.goto(link)
    assert offer.state == ("submitted", 0)
    club.get_by_role("button", name="Yes, I sent this in").click()
    club.wait_for_url("**/en/offers/done/confirmed/")

    # A moderator is told, and publishes it from the queue.
    assert "/admin/" in message_to(portal, MODERATOR, "an offer waits").get_content()
    desktop = desk(moderator, scripts=scripts)
    desktop.goto("/admin/")
    desktop.get_by_role("link", name="Offers to look at").first.click()
    desktop.get_by_role("link", name=title).click()
    expect(desktop.locator("#content")).to_contain_text("Nobody is left behind – æøå.")
    desktop.get_by_role("button", name="Publish").click()
    expect(desktop.locator(".messagelist")).to_contain_text("Readers see it now")
    expect(desktop.get_by_role("link", name=title)).to_have_count(0)

    # The reader finds it, and learns nothing of who sent it in.
    assert reads(reader, "/en/offers/?municipality=sorreisa&kind=activity") == 200
    reader.get_by_role("link", name=title).first.click()
    expect(reader.locator("h1")).to_contain_text(title)
    page = path_of(reader.url)
    assert not {"Tora Turleder", sender} & set(re.split(r"[<>\"\n]", reader.content()))

    # A year later it is still there; another year later nobody answers, and it is hidden.
    offer.later(YEAR, "to_be_confirmed", 0)
    club.goto(link_in(portal, sender, "Is your offer still there?"))
    club.get_by_role("button", name="Yes, it is all as it stands there").click()
    club.wait_for_url("**/en/offers/done/still-there/")
    assert offer.state == ("published", 0)
    offer.later(YEAR, "to_be_confirmed", 0)
    for number in (1, 2):
        offer.later(WAIT, "to_be_confirmed", number)
        assert reads(reader, page) == 200
    offer.later(WAIT, "expired", 0)
    assert "Nothing is deleted" in message_to(portal, sender, "do not see").get_content()
    assert mails_to(portal, sender) == sorted([
        "Please confirm what you sent in", "Readers see your offer now",
        *["Is your offer still there?"] * 2, *["Reminder: is your offer still there?"] * 2,
        "Readers do not see your offer any more",
    ])  # fmt: skip
    assert fetch(f"{portal.origin}{page}", BEHIND_PROXY).status == 404
    assert offer.state == ("expired", 0), "hidden, never deleted"


@both_ways
def test_reader_finds_a_class_beside_work_and_puts_it_in_the_calendar(
    desk: Desks, scripts: bool
) -> None:
    reader = desk(scripts=scripts)
    reader.goto("/en/offers/norwegian/")
    rows = reader.locator("table.classes tbody tr")
    everything = rows.count()
    reader.get_by_label("Level").select_option("A1")
    reader.get_by_label("Can be combined with a job").check()
    reader.get_by_role("button", name="Show offers").click()
    reader.wait_for_url("**/en/offers/norwegian/?level=A1&work=1")
    assert 0 < rows.count() < everything
    assert set(rows.locator("td:last-child").all_inner_texts()) == {"yes"}
    assert all("A1" in text for text in rows.locator("td:nth-child(2)").all_inner_texts())

    reader.get_by_role("link", name="Norwegian for beginners, evenings").click()
    with reader.expect_download() as download:
        reader.get_by_role("link", name="Put the first day into my calendar").click()
    calendar = Calendar.from_ical(download.value.path().read_bytes())
    (entry,) = calendar.walk("VEVENT")
    assert entry["SUMMARY"] == "Norwegian for beginners, evenings"
    assert entry["DTSTART"].dt > datetime.date.today()
    assert "Tuesday and Thursday 18–20" in entry["DESCRIPTION"]
    assert entry["LOCATION"] == "Finnsnes, Senja"


def test_calendar_and_news_of_events_are_read_by_other_programs(
    desk: Desks, portal: Portal
) -> None:
    reader = desk(scripts=False)
    reader.goto("/en/events/")
    told = reader.locator("section[aria-labelledby=calendar]").inner_text()
    (subscribed,) = re.findall(r"https://landgang\.example\.org(/\S+\.ics)", told)
    answer = fetch(portal.origin + subscribed, BEHIND_PROXY)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(answer.body)
    today = datetime.datetime.now(OSLO)
    ahead = recurring_ical_events.of(calendar).between(today, today + datetime.timedelta(days=300))
    cafe = sorted(each["DTSTART"].dt for each in ahead if each["SUMMARY"] == "Language café")
    assert len(cafe) > 15
    assert {(WEEKDAYS[each.weekday()], each.hour) for each in cafe} == {("Tuesday", 18)}
    # By the clock on the wall, whatever happens to it in a night in October or March.
    assert {later.date() - first.date() for first, later in pairwise(cafe)} == {
        datetime.timedelta(days=7)
    }
    states = {str(each["SUMMARY"]): each["STATUS"] for each in calendar.walk("VEVENT")}
    assert states["Cancelled: Into the hills, for newcomers"] == "CANCELLED"
    # A calendar asks again and again, and fetches nothing twice.
    again = BEHIND_PROXY | {"If-None-Match": answer.headers["ETag"]}
    assert fetch(portal.origin + subscribed, again).status == 304

    named = reader.locator('link[rel="alternate"][type="application/atom+xml"]')
    feed = feedparser.parse(fetch(portal.origin + (named.get_attribute("href") or ""),
                                  BEHIND_PROXY).body)  # fmt: skip
    assert (feed.bozo, feed.version, feed.feed.language) == (False, "atom10", "en")
    titles = [entry.title for entry in feed.entries]
    assert any(title.startswith("Language café: ") for title in titles)
    assert all(entry.link.startswith("https://landgang.example.org/en/") for entry in feed.entries)
