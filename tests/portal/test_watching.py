"""What operators learn: lines of JSON with an id and nothing about people, slow statements, ids on
error pages."""

import io
import json
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.translation import gettext, override
from psycopg import sql

from portal.content_version import DATABASE_IS_GONE
from portal.joined import joined
from portal.lib import logs, slow_queries
from portal.lib.security_log import WithoutSecrets
from tests.factories import UserFactory
from tests.wsgi import Front

HEADER = "X-Request-ID"
# Parts of addresses that are in links for everybody, or that nobody outside is given.
OPEN = {"code", "name", "slug", "page_slug", "key", "kind", "pk", "deed", "month"}


@pytest.fixture
def lines() -> Iterator[Any]:
    """What the log writes in production, one dictionary a line."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(logs.Json())
    handler.addFilter(WithoutSecrets())
    root = logging.getLogger()
    root.addHandler(handler)
    yield lambda: [json.loads(line) for line in out.getvalue().splitlines()]
    root.removeHandler(handler)


def test_line_has_time_level_logger_message_and_request(lines: Any) -> None:
    number = logs.begin_request()
    logging.getLogger("landgang.tried").warning("it is %s\nso", "så")
    (line,) = lines()
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line.pop("time"))
    assert line == {
        "level": "WARNING",
        "logger": "landgang.tried",
        "message": "it is så\nso",
        "request": number,
    }


def test_line_of_an_error_tells_where_and_never_what(lines: Any) -> None:
    try:
        try:
            raise ValueError("Key (email)=(kari@example.org) already exists")
        except ValueError as cause:
            cause.sqlstate = "23505"  # type: ignore[attr-defined]
            raise IntegrityError("kari@example.org") from cause
    except IntegrityError:
        logging.getLogger("landgang.tried").exception("failed", extra={"request": "kari ola"})
    (line,) = lines()
    assert (line["error"], line["sqlstate"]) == ("IntegrityError", "23505")
    assert re.fullmatch(
        r"tests/portal/test_watching.py:\d+ test_line_of_an_error_tells_where_and_never_what",
        line["at"][-1],
    )
    assert "kari" not in json.dumps(line)


@pytest.mark.parametrize(
    ("is_for_people", "formatter", "stream"), [(False, "json", "stdout"), (True, "line", "stderr")]
)
def test_log_is_json_on_standard_output_but_lines_for_people(
    is_for_people: bool, formatter: str, stream: str
) -> None:
    kept = logs.configuration(is_for_people=is_for_people, level="WARNING")
    assert list(kept["handlers"]) == ["stdout"]
    handler = kept["handlers"]["stdout"]
    assert (handler["formatter"], handler["stream"]) == (formatter, f"ext://sys.{stream}")
    assert handler["filters"] == ["secrets"]
    assert kept["formatters"]["json"] == {"()": "portal.lib.logs.Json"}
    assert kept["root"]["level"] == "WARNING"


@pytest.mark.parametrize(
    ("proposed", "proxies", "is_taken"),
    [
        ("0123456789abcdef0123456789abcdef", 1, True),
        ("0123456789abcdef0123456789abcdef", 0, False),
        ("short", 1, False),
        ("x" * 65, 1, False),
        ("kari nordmann", 1, False),
        ("01234567\nlevel=ERROR", 1, False),
        ("", 1, False),
    ],
)
@pytest.mark.django_db
def test_request_id_is_the_proxys_where_it_looks_like_one(
    client: Client, settings: Any, proposed: str, proxies: int, is_taken: bool
) -> None:
    settings.TRUSTED_PROXIES = proxies
    number = client.get("/robots.txt", headers={HEADER: proposed}).headers[HEADER]
    assert (number == proposed) is is_taken
    assert re.fullmatch(r"[0-9a-f]{16,32}", number)


@pytest.mark.django_db
def test_every_line_of_a_request_has_its_id_and_no_question(client: Client, lines: Any) -> None:
    answer = client.get("/en/nothing-here/?name=Kari+Nordmann")
    assert answer.status_code == 404
    (line,) = [each for each in lines() if each["logger"] == "django.request"]
    assert line["request"] == answer.headers[HEADER]
    assert line["message"] == "Not Found: /en/nothing-here/"
    logging.getLogger("gunicorn.tried").warning("Error handling request /en/search/?q=Kari")
    assert lines()[-1]["message"] == "Error handling request /en/search/?…"
    assert "Kari" not in json.dumps(lines())


def secret_addresses(resolver: Any = None, before: str = "/") -> Iterator[str]:
    """Every address with a part that is neither a name nor a number."""
    for each in (resolver or get_resolver()).url_patterns:
        path = before + str(each.pattern)
        if isinstance(each, URLResolver):
            if each.namespace != "admin":  # its parts are ids
                yield from secret_addresses(each, path)
        elif isinstance(each, URLPattern) and not each.pattern.converters.keys() <= OPEN:
            yield re.sub(r"<\w+:\w+>", "a-Secret:1x", path)
        elif "(?P<key>" in path:
            yield path.partition("(?P")[0].replace("^", "") + "a-Secret:1x/"


@pytest.mark.django_db
def test_no_line_holds_what_opens_a_door(client: Client, lines: Any) -> None:
    found = list(secret_addresses())
    assert len(found) >= 9
    for path in found:
        client.post(path)
        logging.getLogger("django.request").error("Internal Server Error: %s", path)
    assert len(lines()) >= len(found)
    assert "Secret" not in json.dumps(lines())


@pytest.mark.django_db
def test_kept_pages_are_of_no_request() -> None:
    front = Front()
    first, again, search = (
        front.get(path) for path in ("/en/about/", "/en/about/", "/en/search/?q=a")
    )
    assert first == again
    assert first.status == 200
    assert HEADER.lower() not in {name.lower() for name in first.headers}
    assert HEADER.lower() in {name.lower() for name in search.headers}


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "nb", "de"])
def test_error_pages_show_the_id_and_nothing_of_the_error(
    client: Client, monkeypatch: pytest.MonkeyPatch, lines: Any, language: str
) -> None:
    def broken(*_arguments: object) -> None:
        raise ValueError("kari@example.org")

    monkeypatch.setattr("portal.views.search_portal", broken)
    client.raise_request_exception = False
    fault = client.get(f"/{language}/search/?q=a")
    gone = client.get(f"/{language}/search/", **{DATABASE_IS_GONE: True})
    assert (fault.status_code, gone.status_code) == (500, 503)
    for answer in (fault, gone):
        page = answer.content.decode()
        with override(language):
            words = gettext("If you tell us about it, please name this number:")
        assert words in page
        assert f"<code>{answer.headers[HEADER]}</code>" in page
        assert f'lang="{language}"' in page
        assert "Traceback" not in page
        assert "kari@" not in page
    (line,) = [each for each in lines() if each.get("error") == "ValueError"]
    assert line["request"] == fault.headers[HEADER]
    assert "kari@" not in json.dumps(lines())


@pytest.mark.django_db
def test_slow_statement_is_told_with_its_view_and_without_its_values(
    client: Client, settings: Any, lines: Any
) -> None:
    settings.SLOW_QUERY_MS = 1_000_000
    client.get("/en/search/?q=Hemmelig")
    assert [each for each in lines() if each["logger"] == "landgang.slow"] == []
    settings.SLOW_QUERY_MS = 0
    client.get("/en/search/?q=Hemmelig")
    assert [each for each in lines() if each["logger"] == "landgang.slow"] == [], "0 is: none"
    settings.SLOW_QUERY_MS = 1e-9
    answer = client.get("/en/search/?q=Hemmelig")
    told = [each for each in lines() if each["logger"] == "landgang.slow"]
    assert told
    for each in told:
        assert re.match(r"slow statement: doing=search ms=\d+ statement=\S", each["message"])
        assert each["request"] == answer.headers[HEADER]
    assert "emmelig" not in json.dumps(lines())


@pytest.mark.django_db
def test_slow_statement_is_told_also_when_it_fails_or_is_long_or_composed(
    settings: Any, lines: Any
) -> None:
    settings.SLOW_QUERY_MS = 1e-9
    logs.begin_request()
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("SELECT {}").format(sql.Literal("kari@example.org")))
        cursor.execute("SELECT 1" + " + 1" * 3000)

    def broken(*_arguments: object) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        slow_queries.watch(broken, "SELECT 2", [], False, {})
    composed, long, failed = [each["message"] for each in lines() if "slow" in each["message"]]
    assert re.search(r"doing=- ms=\d+ statement=\(composed\)$", composed)
    assert len(long) < slow_queries.LONGEST + 100
    assert failed.endswith("statement=SELECT 2")


@pytest.mark.django_db
def test_answers_that_others_keep_have_no_id(client: Client) -> None:
    assert HEADER not in client.get(joined("landgang.css").url).headers
    assert HEADER in client.get("/live").headers
    client.force_login(UserFactory())
    assert HEADER in client.get("/admin/").headers
