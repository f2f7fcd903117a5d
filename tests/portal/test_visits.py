"""Visits: whose are counted, and that no count is lost or doubled."""

import datetime
import subprocess
import sys
import threading
import time
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from portal import visits
from portal.lib.dates import today
from portal.models import User, Visit
from portal.visits import COUNTER, VisitCounter, is_robot
from tests.factories import PageFactory
from tests.portal.test_page_cache import editing
from tests.wsgi import Front, Reply

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0"
DAY = datetime.date(2026, 11, 22)


class Clock:
    """A clock that stands still until it is told."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def page(db: None) -> str:
    PageFactory(slug="doctor", state="published")
    return "/pages/doctor/"


class Reader(Front):
    """Somebody with a browser."""

    def ask(self, method: str, url: str, **headers: str) -> Reply:
        return super().ask(method, url, **{"user_agent": FIREFOX} | headers)


@pytest.fixture
def reader() -> Reader:
    return Reader()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def counter(clock: Clock) -> VisitCounter:
    return VisitCounter(every=30, most=3, clock=clock)


def counted() -> dict[tuple[str, str], int]:
    """What stands in the table after writing."""
    COUNTER.flush()
    return {(row.page, row.language): row.count for row in Visit.objects.all()}


# --- whose visits ---------------------------------------------------------------------------------


def test_visits_are_counted_by_page_and_language(reader: Reader, page: str) -> None:
    for path in ("/nb/pages/doctor/", "/de/pages/doctor/", "/de/pages/doctor/", "/nb/"):
        assert reader.get(path).status == 200
    assert counted() == {(page, "nb"): 1, (page, "de"): 2, ("/", "nb"): 1}
    assert set(Visit.objects.values_list("day", flat=True)) == {today()}


def test_visits_of_kept_pages_and_304_are_counted(reader: Reader, page: str) -> None:
    first = reader.get("/nb/pages/doctor/")
    assert reader.get("/nb/pages/doctor/") == first
    again = reader.get("/nb/pages/doctor/", if_none_match=first.headers["ETag"])
    assert again.status == 304
    assert counted() == {(page, "nb"): 3}


def test_visit_is_counted_without_what_stands_behind_the_question_mark(
    reader: Reader, page: str
) -> None:
    reader.get("/nb/pages/doctor/?from=somewhere&name=Ola")
    assert counted() == {(page, "nb"): 1}


@pytest.mark.parametrize(
    "path",
    ["/nb/pages/nowhere/", "/nb/nowhere/", "/nb/search/?q=lege", "/nb/search/", "/nb/feedback/",
     "/", "/live", "/robots.txt", "/admin/", "/accounts/login/"],
)  # fmt: skip
def test_visits_of_what_is_no_content_are_not_counted(reader: Reader, page: str, path: str) -> None:
    reader.get(path)
    assert counted() == {}


@pytest.mark.parametrize(
    "headers",
    [
        {"user_agent": ""},
        {"user_agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"sec_purpose": "prefetch"},
        {"sec_purpose": "prefetch;prerender"},
        {"purpose": "prefetch"},
        {"x_moz": "prefetch"},
    ],
)
def test_robots_and_what_is_only_fetched_ahead_are_left_out(
    reader: Reader, page: str, headers: dict[str, str]
) -> None:
    assert reader.get("/nb/pages/doctor/", **headers).status == 200
    assert counted() == {}


def test_head_and_post_are_left_out(reader: Reader, page: str) -> None:
    assert reader.ask("HEAD", "/nb/pages/doctor/").status == 200
    reader.ask("POST", "/nb/pages/doctor/")
    assert counted() == {}


def test_staff_with_a_session_are_left_out(
    reader: Reader, page: str, regional_editor: User
) -> None:
    cookie = editing(regional_editor)
    assert reader.get("/nb/pages/doctor/", cookie=cookie).status == 200
    assert counted() == {}


@pytest.mark.parametrize(
    "user_agent",
    [
        FIREFOX,
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
        "Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
        "Mozilla/5.0 (Linux; Android 13; CUBOT X70) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Chrome/129.0.0.0 Mobile Safari/537.36",
        "Mozilla/5.0 (Linux; Android 14; SM-S911B) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Version/4.0 Chrome/129.0.0.0 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/480.0.0.0;]",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:109.0) Gecko/20100101 Firefox/115.0",
        "Opera/9.80 (Android; Opera Mini/36.2) Presto/2.12.423 Version/12.16",
    ],
)
def test_browsers_are_no_robots(user_agent: str) -> None:
    assert not is_robot(user_agent)


@pytest.mark.parametrize(
    "user_agent",
    [
        "",
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0; "
        "+http://www.bing.com/bingbot.htm) Chrome/116.0 Safari/537.36",
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; "
        "+https://openai.com/gptbot)",
        "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
        "WhatsApp/2.23.20.0",
        "curl/8.5.0",
        "python-requests/2.32.3",
        "Go-http-client/2.0",
        "okhttp/4.12.0",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/129.0 Safari/537.36",
        "Mozilla/5.0 (Linux; Android 11) Chrome/129.0 Mobile Safari/537.36 Chrome-Lighthouse",
    ],
)
def test_robots_are_known(user_agent: str) -> None:
    assert is_robot(user_agent)


def test_nothing_about_readers_is_stored() -> None:
    kept = {field.name for field in Visit._meta.concrete_fields}
    assert kept == {"id", "page", "language", "day", "count"}


# --- writing --------------------------------------------------------------------------------------


def test_warm_page_costs_no_query_more_and_writing_is_one(reader: Reader, page: str) -> None:
    reader.get("/nb/pages/doctor/")
    with CaptureQueriesContext(connection) as queries:
        reader.get("/nb/pages/doctor/")
    assert not [query for query in queries if "portal_visit" in query["sql"]]
    reader.get("/de/pages/doctor/")
    with CaptureQueriesContext(connection) as queries:
        COUNTER.flush()
    assert len(queries) == 1


def test_counter_is_due_after_a_time_or_a_number(counter: VisitCounter, clock: Clock) -> None:
    assert not counter.is_due()
    counter.add("/", "nb", DAY)
    assert not counter.is_due()
    clock.now += 29
    counter.add("/", "nb", DAY)
    assert not counter.is_due()
    clock.now += 1
    assert counter.is_due()
    counter.forget()
    for _visit in range(3):
        assert not counter.is_due()
        counter.add("/", "nb", DAY)
    assert counter.is_due()


@pytest.mark.django_db(transaction=True)
def test_visits_are_written_when_it_is_time_though_nobody_asks_again() -> None:
    counter = VisitCounter(every=0.05, most=1000)
    ended = visits.start_writing(counter, look_every=0.02)
    try:
        for language in ("nb", "de"):
            counter.add("/", language, DAY)
            deadline = time.monotonic() + 20
            while not Visit.objects.filter(language=language).exists():
                assert time.monotonic() < deadline, "nobody has written"
                time.sleep(0.02)
    finally:
        ended.set()
        for thread in threading.enumerate():
            if thread.name == "visits":
                thread.join(10)
    assert [visit.count for visit in Visit.objects.all()] == [1, 1]
    Visit.objects.all().delete()


@pytest.mark.django_db
def test_batches_of_two_processes_add_up(counter: VisitCounter, clock: Clock) -> None:
    other = VisitCounter(every=30, most=3, clock=clock)
    for each, times in ((counter, 2), (other, 3), (counter, 4)):
        for _visit in range(times):
            each.add("/about/", "nb", DAY)
        each.add("/", "de", DAY + datetime.timedelta(days=times))
        each.flush()
    rows = Visit.objects.order_by("page", "day").values_list("page", "language", "day", "count")
    assert list(rows) == [
        ("/", "de", DAY + datetime.timedelta(days=2), 1),
        ("/", "de", DAY + datetime.timedelta(days=3), 1),
        ("/", "de", DAY + datetime.timedelta(days=4), 1),
        ("/about/", "nb", DAY, 9),
    ]


@pytest.mark.django_db
def test_fault_of_the_database_loses_no_visit_and_waits_before_it_tries_again(
    counter: VisitCounter, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(batch: Any) -> None:
        raise OperationalError

    for _visit in range(3):
        counter.add("/", "nb", DAY)
    with monkeypatch.context() as fault:
        fault.setattr(visits, "_write", gone)
        counter.flush()
    assert not counter.is_due()
    counter.add("/", "nb", DAY)
    assert not counter.is_due(), "a database that is gone is not asked at each request"
    clock.now += 30
    assert counter.is_due()
    counter.flush()
    assert Visit.objects.get().count == 4


@pytest.mark.django_db(transaction=True)
def test_threads_lose_no_visit() -> None:
    counter = VisitCounter(every=3600, most=10**6)

    def read() -> None:
        try:
            for number in range(200):
                counter.add("/", "nb", DAY)
                if number % 50 == 0:
                    counter.flush()
        finally:
            connection.close()

    threads = [threading.Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    counter.flush()
    assert Visit.objects.get().count == 1600
    Visit.objects.all().delete()


@pytest.mark.django_db(transaction=True)
def test_process_that_ends_writes_what_it_has_counted() -> None:
    program = (
        "import django, sys; django.setup(); from django.conf import settings\n"
        "settings.DATABASES['default']['NAME'] = sys.argv[1]\n"
        "import datetime, signal\n"
        "from portal.visits import COUNTER\n"
        "COUNTER.add('/', 'nb', datetime.date(2026, 11, 22))\n"
        "signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))\n"
        "signal.raise_signal(signal.SIGTERM)\n"
    )
    name = settings.DATABASES["default"]["NAME"]
    for _process in range(2):
        # Django 6.1 warns of its mail settings, as the Makefile says; ours does not.
        warnings = ["-W", "error", "-W", "ignore:The EMAIL_"]
        command = [sys.executable, *warnings, "-c", program, name]
        subprocess.run(command, check=True, cwd=settings.BASE_DIR, env=_environment(), timeout=60)
    assert Visit.objects.get().count == 2
    Visit.objects.all().delete()


def _environment() -> dict[str, str]:
    import os

    return os.environ | {"DJANGO_SETTINGS_MODULE": "portal.settings"}
