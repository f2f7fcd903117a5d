"""Kept pages: 304 without rendering, fresh for an editor at once and for everyone soon."""

from typing import Any

import brotli
import pytest
from django.db import connection, transaction
from django.test import Client, RequestFactory, override_settings
from django.test.utils import CaptureQueriesContext

from municipalities.models import Topic
from portal import page_cache
from portal.models import User
from portal.page_cache import KeptPages, PageCacheMiddleware, VersionReader, is_public_page
from tests.factories import MunicipalityFactory, PageFactory


class Clock:
    """A clock that stands still until it is told."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(autouse=True)
def _always_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(VersionReader.__init__, "__defaults__", (0.0, Clock()))


def commit(action: Any) -> None:
    """Run the action; let the deferred trigger do what it does at the end of a transaction."""
    with transaction.atomic():
        action()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@pytest.mark.django_db
def test_page_is_answered_304_without_rendering(client: Client) -> None:
    commit(lambda: PageFactory(slug="one", state="published"))
    first = client.get("/nb/pages/one/")
    with CaptureQueriesContext(connection) as queries:
        second = client.get("/nb/pages/one/", headers={"if-none-match": first["ETag"]})
    assert second.status_code == 304
    assert len(queries) == 1
    assert second["ETag"] == first["ETag"]
    assert not second.templates


@pytest.mark.django_db
def test_warm_page_needs_one_query(client: Client) -> None:
    commit(lambda: PageFactory(slug="one", state="published"))
    client.get("/nb/pages/one/")
    with CaptureQueriesContext(connection) as queries:
        response = client.get("/nb/pages/one/")
    assert response.status_code == 200
    assert len(queries) == 1


@pytest.mark.django_db
def test_tag_follows_content(client: Client) -> None:
    commit(lambda: PageFactory(slug="one", state="published"))
    before = client.get("/nb/pages/one/")["ETag"]
    commit(lambda: Topic.objects.update(position=9))
    after = client.get("/nb/pages/one/", headers={"if-none-match": before})
    assert after.status_code == 200
    assert after["ETag"] != before


@pytest.mark.django_db
def test_tag_follows_the_day_in_oslo(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    import datetime

    commit(lambda: PageFactory(slug="one", state="published"))
    before = client.get("/nb/pages/one/")["ETag"]
    monkeypatch.setattr(page_cache, "today", lambda: datetime.date(2030, 1, 1))
    assert client.get("/nb/pages/one/")["ETag"] != before


@pytest.mark.django_db
def test_tag_follows_the_release(client: Client) -> None:
    commit(lambda: PageFactory(slug="one", state="published"))
    before = client.get("/nb/pages/one/")["ETag"]
    with override_settings(RELEASE="another"):
        assert client.get("/nb/pages/one/")["ETag"] != before


@pytest.mark.django_db
def test_editor_sees_a_change_on_the_next_request(
    client: Client, regional_editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(VersionReader.__init__, "__defaults__", (3600.0, Clock()))
    page = PageFactory(slug="one", state="published", title_nb="Før")
    client.get("/nb/pages/one/")
    client.force_login(regional_editor)
    page.title_nb = "Etter"
    page.save()
    response = client.get("/nb/pages/one/")
    assert "Etter" in response.content.decode()
    assert response["Cache-Control"] == "private, no-cache"


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
    assert page_cache.VERSION_KEPT_FOR + 1 <= 1.5, "shared caches keep a page for one second"


@pytest.mark.django_db
def test_page_is_kept_compressed_for_who_takes_it(client: Client) -> None:
    commit(lambda: PageFactory(slug="one", state="published"))
    response = client.get("/nb/pages/one/", headers={"accept-encoding": "gzip, br"})
    assert response["Content-Encoding"] == "br"
    assert "Accept-Encoding" in response["Vary"]
    assert b"<html" in brotli.decompress(response.content)


@pytest.mark.django_db
def test_missing_page_is_not_kept(client: Client) -> None:
    assert client.get("/nb/pages/one/").status_code == 404
    commit(lambda: PageFactory(slug="one", state="published"))
    assert client.get("/nb/pages/one/").status_code == 200


@pytest.mark.django_db
def test_cookies_of_a_reader_do_not_matter(client: Client) -> None:
    MunicipalityFactory()
    client.cookies["theirs"] = "1"
    assert "s-maxage" in client.get("/nb/")["Cache-Control"]


@pytest.mark.parametrize(
    ("method", "path", "is_public"),
    [
        ("get", "/nb/", True),
        ("get", "/nb/topics/?phase=x", True),
        ("get", "/nb/?utm=1", False),
        ("post", "/nb/", False),
        ("get", "/admin/", False),
        ("get", "/", False),
    ],
)
def test_only_plain_pages_are_public(method: str, path: str, is_public: bool) -> None:
    assert is_public_page(getattr(RequestFactory(), method)(path)) is is_public


def test_kept_pages_stay_within_their_limit() -> None:
    pages = KeptPages(limit=10)
    pages.put(("a",), b"12345")
    pages.put(("b",), b"12345")
    pages.get(("a",))
    pages.put(("c",), b"1234")
    assert pages.get(("a",))
    assert pages.get(("c",))
    assert pages.get(("b",)) is None
    assert pages.size == 9


@pytest.mark.django_db
def test_middleware_without_database_hands_on(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import OperationalError
    from django.http import HttpResponse

    def gone(self: VersionReader) -> int:
        raise OperationalError

    monkeypatch.setattr(VersionReader, "current", gone)
    middleware = PageCacheMiddleware(lambda request: HttpResponse("handed on"))
    assert middleware(RequestFactory().get("/nb/")).content == b"handed on"


@pytest.mark.django_db
def test_search_and_404_are_small_too_and_staff_pages_are_left_alone(client: Client) -> None:
    takes = {"accept-encoding": "br"}
    for path in ("/nb/search/?q=hus", "/nb/nowhere/"):
        response = client.get(path, headers=takes)
        assert response["Content-Encoding"] == "br"
        assert b"<html" in brotli.decompress(response.content)
        assert response["Content-Length"] == str(len(response.content))
    assert "Content-Encoding" not in client.get("/admin/login/", headers=takes, follow=True)
