"""Kept pages: 304 without rendering, fresh for an editor at once and for everyone soon."""

import datetime
import re
import subprocess
import sys
import threading
from typing import Any

import brotli
import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import OperationalError, connection, connections, transaction
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from municipalities.actions.revisions import (
    publish_due,
    publish_revision,
    save_revision,
    schedule_revision,
)
from municipalities.models import Page, Revision, Topic
from portal import content_version
from portal.content_version import VERSION_KEPT_FOR, Stamp, Unknown, VersionReader
from portal.lib.wsgi import Environ, StartResponse, has_cookie, is_https, takes_brotli
from portal.models import ContentVersion, User
from portal.page_cache import OVERHEAD, Answer, KeptPage, KeptPages, Key, is_known_question
from tests.factories import MunicipalityFactory, PageFactory
from tests.wsgi import Front, Reply, call, environ_of

ONE = "/nb/pages/one/"
HTML = [("Content-Type", "text/html"), ("Content-Length", "4")]


class Clock:
    """A clock that stands still until it is told."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Still(VersionReader):
    """A reader that needs no database: the version is what it is told."""

    version = 1

    def current(self) -> Stamp:
        return Stamp(self.version, datetime.date(2026, 11, 22))


class Pages:
    """A WSGI application that counts what it renders."""

    def __init__(self, status: str = "200 OK", headers: Any = HTML, body: bytes = b"page") -> None:
        self.answer = (status, headers, body)
        self.asked: list[Environ] = []
        self.closed = 0

    def __call__(self, environ: Environ, start_response: StartResponse) -> Any:
        self.asked.append(environ)
        status, headers, body = self.answer
        start_response(status, headers)
        return self.parts(body)

    def parts(self, body: bytes) -> Any:
        try:
            yield body[:2]
            yield body[2:]
        finally:
            self.closed += 1


@pytest.fixture
def front() -> Front:
    """The whole portal."""
    return Front()


@pytest.fixture
def pages() -> Pages:
    return Pages()


@pytest.fixture
def alone(pages: Pages) -> Front:
    """The cache in front of pages that need no database."""
    return Front(pages, Still())


def commit(action: Any) -> None:
    """Run the action; let the deferred trigger do what it does at the end of a transaction."""
    with transaction.atomic():
        action()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@pytest.fixture
def one(db: None) -> None:
    """A page."""
    commit(lambda: PageFactory(slug="one", state="published", title_nb="Før"))


# --- what is kept ---------------------------------------------------------------------------------


@pytest.mark.parametrize("tag", ["pre", "textarea"])
def test_spaces_that_would_be_seen_stay(tag: str) -> None:
    body = f"<p>\n  a</p><{tag}>\n  b</{tag}>".encode()
    assert Front(Pages(body=body), Still()).get("/nb/").body == body


@pytest.mark.usefixtures("one")
def test_kept_page_has_the_bytes_and_headers_of_the_answer_it_was_made_of(front: Front) -> None:
    django = call(WSGIHandler(), environ_of("GET", ONE))
    first, second = front.get(ONE), front.get(ONE)
    assert first == second
    assert second.body == re.sub(rb"\n\s+", b"\n", django.body)
    added = {"ETag", "Cache-Control", "Vary"}
    assert added & django.headers.keys() == set()
    own = {k: v for k, v in second.headers.items() if k not in added}
    # The id of a request is of no page that is kept.
    assert django.headers.pop("X-Request-ID")
    assert own == django.headers | {"Content-Length": str(len(second.body))}
    assert second.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert second.headers["Cache-Control"] == "public, max-age=0, s-maxage=1, must-revalidate"
    assert second.headers["Vary"] == "Accept-Encoding"


@pytest.mark.usefixtures("one")
def test_warm_page_and_304_need_the_version_alone(front: Front) -> None:
    first = front.get(ONE)
    for headers, status in (({}, 200), ({"if_none_match": first.headers["ETag"]}, 304)):
        with CaptureQueriesContext(connection) as queries:
            assert front.get(ONE, **headers).status == status
        assert [query["sql"] for query in queries] == [content_version.ASK]


@pytest.mark.usefixtures("one")
def test_warm_page_needs_nothing_while_the_version_is_known() -> None:
    front = Front(reader=VersionReader(60.0, Clock()))
    front.get(ONE)
    with CaptureQueriesContext(connection) as queries:
        assert front.get(ONE).status == 200
    assert len(queries) == 0


@pytest.mark.usefixtures("one")
def test_304_says_all_but_what_describes_a_body(front: Front) -> None:
    page = front.get(ONE, accept_encoding="br")
    answer = front.get(ONE, if_none_match=f'"other", {page.headers["ETag"]}')
    assert (answer.status, answer.body) == (304, b"")
    bodies = {"Content-Type", "Content-Length", "Content-Encoding", "Content-Language"}
    assert answer.headers == {k: v for k, v in page.headers.items() if k not in bodies}
    assert front.get(ONE, if_none_match='W/"other"').status == 200


@pytest.mark.usefixtures("one")
def test_page_is_kept_compressed_for_who_takes_it(front: Front) -> None:
    plain = front.get(ONE)
    for _time in ("rendered", "kept"):
        page = front.get(ONE, accept_encoding="gzip, deflate, br;q=0.9")
        assert page.headers["Content-Encoding"] == "br"
        assert page.headers["Content-Length"] == str(len(page.body))
        assert page.headers["ETag"] == plain.headers["ETag"]
        assert brotli.decompress(page.body) == plain.body
    assert "Content-Encoding" not in front.get(ONE, accept_encoding="gzip, br;q=0").headers


def test_head_is_get_without_a_body(alone: Front, pages: Pages) -> None:
    for method in ("HEAD", "GET", "HEAD"):
        answer = alone.ask(method, "/nb/")
        assert answer.status == 200
        assert answer.headers["Content-Length"] == "4"
        assert answer.body == (b"page" if method == "GET" else b"")
    assert [environ["REQUEST_METHOD"] for environ in pages.asked] == ["GET"]
    assert pages.closed == 1


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        ("200 OK", {"Set-Cookie": "a=1"}),
        ("200 OK", {"Cache-Control": "no-store"}),
        ("200 OK", {"Cache-Control": "max-age=0, private"}),
        ("200 OK", {"Vary": "Accept-Encoding, Cookie"}),
        ("200 OK", {"Vary": "Accept-Language"}),
        ("404 Not Found", {}),
        ("302 Found", {"Location": "/de/"}),
        ("500 Internal Server Error", {}),
        ("503 Service Unavailable", {}),
    ],
)
def test_other_answers_are_never_kept(status: str, headers: dict[str, str]) -> None:
    pages = Pages(status, [*HTML, *headers.items()])
    front = Front(pages, Still())
    for _time in range(2):
        answer = front.get("/nb/", accept_encoding="br")
        assert "ETag" not in answer.headers
        assert headers.items() - {("Vary", headers.get("Vary"))} <= answer.headers.items()
        assert brotli.decompress(answer.body) == b"page"
        assert front.ask("HEAD", "/nb/").body == b""
    assert len(pages.asked) == 4
    assert front.cache.pages.size == 0


@pytest.mark.parametrize(
    ("method", "url", "headers"),
    [
        ("GET", "/nb/?utm=1", {}),
        ("GET", "/nb/topics/?phase=x&q=1", {}),
        ("GET", "/nb/search/?q=hus", {}),
        ("GET", "/nb/first-steps/?group=eea&children=yes", {}),
        ("GET", "/nb/first-steps/?m=senja", {}),
        ("GET", "/nb/first-steps/calendar.ics?m=senja", {}),
        ("GET", "/nb/?", {"cookie": "theirs=1; sessionid=abc"}),
        ("GET", "/nb/", {"host": "evil.example"}),
        ("GET", "/nb/", {"host": "testserver.evil.example"}),
        ("GET", "/nb/", {"host": ""}),
        ("POST", "/nb/", {}),
        ("OPTIONS", "/nb/", {}),
        ("GET", "/", {}),
        ("GET", "/admin/", {}),
        ("GET", "/nbx/", {}),
        ("GET", "/static/portal/a.css", {}),
    ],
)
def test_what_is_not_for_everyone_goes_to_django_each_time(
    alone: Front, pages: Pages, method: str, url: str, headers: dict[str, str]
) -> None:
    for _time in range(2):
        assert "ETag" not in alone.ask(method, url, **headers).headers
    assert len(pages.asked) == 2
    assert pages.closed == 2
    assert alone.cache.pages.size == 0


@pytest.mark.parametrize(
    ("url", "headers"),
    [
        ("/nb/", {}),
        ("/nb/", {"cookie": "theirs=1; mysessionid=2; consent=sessionid"}),
        ("/nb/", {"host": "TESTSERVER:8000"}),
        ("/de/topics/?phase=x", {}),
        ("/en/municipalities/compare/?m=bardu&m=senja", {}),
        ("/nb/municipalities/?borders=former", {}),
        ("/nb/first-steps/", {}),
        ("/nb/pages/one/?beside=de", {}),
        ("/nb/first-steps/report_move/?beside=en", {}),
    ],
)
def test_what_is_for_everyone_is_rendered_once(
    alone: Front, pages: Pages, url: str, headers: dict[str, str]
) -> None:
    for _time in range(2):
        assert "s-maxage" in alone.get(url, **headers).headers["Cache-Control"]
    assert len(pages.asked) == 1


@override_settings(SECURE_SSL_REDIRECT=True)
def test_where_https_is_required_http_goes_to_django(alone: Front, pages: Pages) -> None:
    for headers in ({}, {"x_forwarded_proto": "http"}, {"x_forwarded_proto": "http, https"}):
        assert "ETag" not in alone.get("/nb/", **headers).headers
    for _time in range(2):
        assert "ETag" in alone.get("/nb/", x_forwarded_proto="https").headers
    assert len(pages.asked) == 4


@override_settings(SECURE_HSTS_SECONDS=60)
@pytest.mark.usefixtures("one")
def test_http_and_https_are_kept_apart() -> None:
    front = Front()
    for _time in range(2):
        assert "Strict-Transport-Security" not in front.get(ONE).headers
        assert "Strict-Transport-Security" in front.get(ONE, x_forwarded_proto="https").headers


def test_questions_that_are_known() -> None:
    assert is_known_question("/nb/topics/", "phase=")
    assert not is_known_question("/nb/topics/", "&&")
    assert not is_known_question("/nb/first-steps/", "phase=x")
    # Of the other languages only those there are, each alone: a page is kept so many times.
    for query in ("beside=se", "beside=", "beside=de&beside=en", "beside=de&phase=x", "beside=DE"):
        assert not is_known_question("/nb/pages/one/", query)


def test_root_still_chooses_the_language(front: Front) -> None:
    answer = front.get("/", accept_language="de-AT")
    assert (answer.status, answer.headers["Location"]) == (302, "/de/")
    assert "Accept-Language" in answer.headers["Vary"]


# --- when it is fresh -----------------------------------------------------------------------------


@pytest.mark.usefixtures("one")
def test_tag_follows_content(front: Front) -> None:
    before = front.get(ONE).headers["ETag"]
    commit(lambda: Topic.objects.update(position=9))
    after = front.get(ONE, if_none_match=before)
    assert after.status == 200
    assert after.headers["ETag"] != before


@pytest.mark.usefixtures("one")
def test_tag_follows_the_day_in_oslo(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    before = front.get(ONE).headers["ETag"]
    monkeypatch.setattr(content_version, "today", lambda: datetime.date(2030, 1, 1))
    assert front.get(ONE, if_none_match=before).status == 200


@pytest.mark.usefixtures("one")
def test_tag_follows_the_release_and_is_the_same_in_all_workers(front: Front) -> None:
    before = front.get(ONE).headers["ETag"]
    assert Front().get(ONE, if_none_match=before).status == 304
    with override_settings(RELEASE="another"):
        assert Front().get(ONE, if_none_match=before).status == 200


@pytest.mark.usefixtures("one")
def test_page_is_kept_under_the_version_that_was_read_before_it_was_rendered() -> None:
    def change(environ: Environ, start_response: StartResponse) -> Any:
        answer = WSGIHandler()(environ, start_response)
        if not changed:
            changed.append(True)
            commit(lambda: Topic.objects.update(position=9))
        return answer

    changed: list[bool] = []
    front = Front(change)
    first = front.get(ONE).headers["ETag"]
    assert front.get(ONE, if_none_match=first).status == 200


def editing(user: User) -> str:
    """The cookie of somebody who is logged in."""
    client = Client()
    client.force_login(user)
    return f"sessionid={client.cookies['sessionid'].value}"


@pytest.mark.usefixtures("one")
def test_editor_sees_a_change_on_the_next_request(regional_editor: User) -> None:
    front = Front(reader=VersionReader(3600.0, Clock()))
    cookie = editing(regional_editor)
    front.get(ONE)
    commit(lambda: Topic.objects.update(position=9))
    commit(lambda: Page.objects.update(title_nb="Etter"))
    answer = front.get(ONE, cookie=cookie, accept_encoding="br")
    assert "Etter" in answer.text
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert "Før" in front.get(ONE).text


@pytest.mark.usefixtures("one")
@pytest.mark.parametrize("is_scheduled", [False, True])
def test_publish_is_seen_by_the_editor_at_once_and_in_every_process_in_time(
    regional_editor: User, is_scheduled: bool
) -> None:
    clock = Clock()
    workers = [Front(reader=VersionReader(VERSION_KEPT_FOR, clock)) for _ in range(3)]
    cookie = editing(regional_editor)
    page = Page.objects.get(slug="one")
    texts = {**page.texts, "nb": {**page.texts["nb"], "title": "Etter"}}
    at = timezone.now() + datetime.timedelta(hours=1)

    def draft() -> None:
        revision = save_revision(text=page, texts=texts, by=regional_editor, note={"nb": "Nytt"})
        assert revision is not None
        if is_scheduled:
            schedule_revision(revision=revision, by=regional_editor, publish_at=at)

    def publish() -> None:
        if is_scheduled:
            assert publish_due(now=at) == 1
        else:
            publish_revision(revision=Revision.objects.latest("pk"), by=regional_editor)

    commit(lambda: None)
    before = [each.get(ONE).headers["ETag"] for each in workers]
    commit(draft)
    clock.now += 60
    # A draft changes nothing, not even what is kept.
    assert [each.get(ONE).headers["ETag"] for each in workers] == before
    commit(publish)
    assert "Etter" in workers[0].get(ONE, cookie=cookie).text
    assert ["Etter" in each.get(ONE).text for each in workers] == [False] * 3
    clock.now += VERSION_KEPT_FOR
    assert ["Etter" in each.get(ONE).text and "Nytt" in each.get(ONE).text for each in workers] == [
        True
    ] * 3
    assert VERSION_KEPT_FOR + 1 <= 1.5, "shared caches keep a page for one second"


@pytest.mark.django_db
def test_everyone_sees_a_change_as_soon_as_the_version_is_asked_again() -> None:
    clock = Clock()
    reader = VersionReader(0.4, clock)
    before = reader.current()
    commit(lambda: PageFactory(slug="one", state="published"))
    clock.now += 0.3
    assert reader.current() == before
    clock.now += 0.11
    assert reader.current() > before
    assert VERSION_KEPT_FOR + 1 <= 1.5, "shared caches keep a page for one second"


@pytest.mark.django_db
def test_missing_page_is_not_kept(front: Front) -> None:
    assert front.get(ONE).status == 404
    commit(lambda: PageFactory(slug="one", state="published"))
    assert front.get(ONE).status == 200


def test_page_is_rendered_once_for_all_who_ask_at_once() -> None:
    begun, go_on = threading.Event(), threading.Event()

    class Slow(Pages):
        def parts(self, body: bytes) -> Any:
            begun.set()
            assert go_on.wait(10)
            yield body

    pages = Slow()
    front = Front(pages, Still())
    replies: list[Reply] = []
    threads = [threading.Thread(target=lambda: replies.append(front.get("/nb/"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    assert begun.wait(10)
    go_on.set()
    for thread in threads:
        thread.join()
    assert [reply.body for reply in replies] == [b"page"] * 8
    assert len(pages.asked) == 1


# --- the database gone ----------------------------------------------------------------------------


@pytest.fixture
def gone(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every query fails, and is noted."""
    tried: list[str] = []

    def fail(*args: Any, **kwargs: Any) -> None:
        tried.append("")
        raise OperationalError("the server is gone")

    monkeypatch.setattr(type(connections["default"]), "cursor", fail)
    return tried


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["nb", "de"])
def test_page_without_database_is_503_and_the_database_is_tried_once(
    gone: list[str], language: str
) -> None:
    clock = Clock()
    front = Front(reader=VersionReader(0.4, clock))
    for _time in range(3):
        answer = front.get(f"/{language}/")
        assert answer.status == 503
        assert answer.headers["Retry-After"] == "30"
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Content-Language"] == language
        assert "Content-Security-Policy" in answer.headers
    assert len(gone) == 1
    clock.now += 0.5
    front.get("/nb/")
    assert len(gone) == 2


@pytest.mark.usefixtures("one")
def test_pages_are_there_again_with_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> int:
        raise OperationalError

    front = Front()
    front.get(ONE)
    with monkeypatch.context() as fault:
        fault.setattr(content_version, "_version", fail)
        with pytest.raises(Unknown):
            front.cache.reader.current()
        assert front.get(ONE).status == 503
    assert front.get(ONE).status == 200


@pytest.mark.django_db(transaction=True)
def test_version_is_read_past_a_connection_that_was_cut() -> None:
    reader = VersionReader(0.0)
    before = reader.current()
    for _time in range(2):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            process = cursor.fetchone()[0]
        _cut(process)
        assert reader.current() == before
    assert connection.is_usable()


def _cut(process: int) -> None:
    """What a restart does to a connection."""
    from tests.database import connected

    with connected() as other:
        other.execute("SELECT pg_terminate_backend(%s, 1000)", [process])


# --- the parts ------------------------------------------------------------------------------------


def test_kept_pages_stay_within_their_limit() -> None:
    def page(body: bytes) -> KeptPage:
        stamp = Stamp(1, datetime.date(2026, 1, 1))
        answer = Answer("200 OK", [], body)
        return KeptPage(stamp, "", answer, answer, None)

    def key(path: str) -> Key:
        return Key(path, "", is_https=True, is_brotli=True)

    kept = KeptPages(limit=2 * OVERHEAD + 10)
    kept.put(key("a"), page(b"123"))
    kept.put(key("a"), page(b"12345"))
    kept.put(key("b"), page(b"12345"))
    kept.get(key("a"))
    kept.put(key("c"), page(b"1234"))
    assert kept.get(key("a"))
    assert kept.get(key("c"))
    assert kept.get(key("b")) is None
    assert kept.size == 2 * OVERHEAD + 9


def test_request_says_of_itself() -> None:
    assert has_cookie({"HTTP_COOKIE": "a=1;sessionid=2"}, "sessionid")
    assert not has_cookie({"HTTP_COOKIE": "a=sessionid"}, "sessionid")
    assert not has_cookie({}, "sessionid")
    header = ("HTTP_X_FORWARDED_PROTO", "https")
    assert is_https({"wsgi.url_scheme": "https"}, None)
    assert is_https({"wsgi.url_scheme": "http", header[0]: "https"}, header)
    assert not is_https({"wsgi.url_scheme": "https", header[0]: "http"}, header)
    assert not is_https({"wsgi.url_scheme": "http", header[0]: "https"}, None)
    assert takes_brotli({"HTTP_ACCEPT_ENCODING": "gzip,br"})
    assert not takes_brotli({"HTTP_ACCEPT_ENCODING": "gzip, brx, br; q=0"})


@pytest.mark.django_db
def test_search_and_404_are_small_too_and_staff_pages_are_left_alone(front: Front) -> None:
    MunicipalityFactory()
    for path in ("/nb/search/?q=hus", "/nb/nowhere/"):
        response = front.get(path, accept_encoding="br")
        assert response.headers["Content-Encoding"] == "br"
        assert b"<html" in brotli.decompress(response.body)
        assert response.headers["Content-Length"] == str(len(response.body))
    login = front.get("/accounts/login/", accept_encoding="br")
    assert login.status == 200
    assert "Content-Encoding" not in login.headers


@pytest.mark.django_db(transaction=True)
def test_application_that_gunicorn_serves_keeps_pages() -> None:
    ContentVersion.objects.exists()
    program = (
        "import sys, django; django.setup(); from django.conf import settings\n"
        "settings.DATABASES['default']['NAME'] = sys.argv[1]\n"
        "settings.ALLOWED_HOSTS = ['testserver']\n"
        "from portal import wsgi\n"
        "from tests.wsgi import call, environ_of\n"
        "first, second = (call(wsgi.application, environ_of('GET', '/de/')) for _ in range(2))\n"
        "assert first == second and first.status == 200, first\n"
        "assert len(wsgi.application.pages._pages) == 1\n"
    )
    # Django 6.1 warns of its mail settings, as the Makefile says; ours does not.
    command = [sys.executable, "-W", "error", "-W", "ignore:The EMAIL_", "-c", program]
    command.append(settings.DATABASES["default"]["NAME"])
    subprocess.run(command, check=True, cwd=settings.BASE_DIR, env=_environment(), timeout=60)


def _environment() -> dict[str, str]:
    import os

    return os.environ | {"DJANGO_SETTINGS_MODULE": "portal.settings"}
