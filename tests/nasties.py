"""Values that nobody types and programs send, and a client that tells where they broke something.

`FUZZ=all` tries each of them everywhere, which takes minutes; without it, each place gets a few,
others than its neighbour.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch
from urllib.parse import quote, quote_from_bytes, urlencode

from django.core.signals import got_request_exception
from django.db import connection, transaction
from django.http import HttpResponse, QueryDict
from django.test import Client
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

FORM = "application/x-www-form-urlencoded"
ALL = os.environ.get("FUZZ") == "all"
TEXTS = (
    "", " ", "\x00", "a\x00b", "%00", "0", "-1", "1", "00", "1.5", "1e9", "1e400", "nan", "-inf",
    "2147483648", "9223372036854775808", "-9223372036854775809", "9" * 400, "9" * 5000,
    "x" * 10_000,
    "true", "null", "None", "undefined", "[]", "{}", "[object Object]", '{"a":1}', "1,2,3", ",",
    "'\"><script>alert(1)</script>", "';--", "' OR 1=1", "%s", "%(a)s", "{0.__class__}", "{{ 7 }}",
    "../../../etc/passwd", "/", "\\", "//example.org/", "https://example.org/", "javascript:1",
    "__import__('os')", "\u202edlo", "\u200f\u200e", "\ufeff", "\ufffe", "\u0661\u0662", "\u00b2",
    "\u2460", "e\u0301", "\U0001f600" * 50, "\u00df\u0130\u0131", "\r\nSet-Cookie: a=b", "\t",
    "\u2028",
    "0000-00-00", "0000-01-01", "0001-01-01", "9999-12-31", "10000-01-01", "2026-02-30", "2026-13",
    "0000-01", "9999-12", "10000-01", "2026-W00", "2026-W54", "9999-W53", "0000", "9999", "10000",
    "-0001", "2026-01-01T25:00", "9999-12-31T23:59:59+14:00", "0001-01-01T00:00-14:00", "en", "nb",
    "__proto__", "pk", "id__exact", "municipality__name", "-", "--1", "1.2.3", "-1.-2",
    "&&|!():*<->",
)  # fmt: skip
# What is no text at all: lone surrogates, cut and overlong UTF-8, Latin letters, a broken escape.
BYTES = (b"\xed\xa0\x80", b"\xff\xfe", b"\xc3", b"\xc0\xaf", b"S\xf8rreisa", b"\xf4\x90\x80\x80")
BROKEN = ("%", "%zz", "%u0041", "+", "=", ";", "#")
# As they stand in an address.
ESCAPED = (*map(quote, TEXTS), *map(quote_from_bytes, BYTES), *BROKEN)


def quote_text(text: str) -> str:
    """With what is no character of its own, as it would be sent."""
    return quote_from_bytes(text.encode("utf-8", "surrogatepass"))


# Few on purpose: what is tried again and again is the list above.
FEW = settings(
    max_examples=200 if ALL else 4,
    deadline=None,
    # What broke is told whole; to look for the shortest of its kind takes a minute.
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
ESCAPED_BY_CHANCE = st.one_of(
    st.binary(max_size=60).map(quote_from_bytes), st.text().map(quote_text)
)


def some(values: tuple[str, ...], place: int, how_many: int) -> Iterable[str]:
    """A few of the values, others for the next place; with FUZZ=all, all of them."""
    if ALL:
        return values
    return [values[(place * how_many + step) % len(values)] for step in range(how_many)]


class Asked:
    """Asks, keeps what broke, and goes on: a statement that failed is rolled back."""

    def __init__(self, client: Client, *forbidden: str) -> None:
        """No answer may hold one of the words."""
        self.client, self.forbidden = client, forbidden
        client.raise_request_exception = False
        self.broken: list[str] = []
        self.count = 0
        if ALL:  # one transaction for half an hour, on a machine that has other things to do
            with connection.cursor() as cursor:
                cursor.execute("SET idle_in_transaction_session_timeout = 0")

    def get(self, address: str) -> HttpResponse:
        """Ask for the address as it stands."""
        return self._answer(f"GET {address}", lambda: self.client.get(address))

    def post(self, address: str, least: dict[str, Any], **escaped: Any) -> HttpResponse:
        """Send the form with these values in the place of what it takes, escaped already."""
        kept = {name: value for name, value in least.items() if name not in escaped}
        body = f"{urlencode(kept, doseq=True)}&" + "&".join(
            f"{name}={value}"
            for name, values in escaped.items()
            for value in (values if isinstance(values, list) else [values])
        )
        return self._answer(
            f"POST {address} {escaped}",
            lambda: self.client.post(
                address, body, content_type=FORM, headers={"Sec-Fetch-Site": "same-origin"}
            ),
        )

    def _answer(self, what: str, ask: Any) -> HttpResponse:
        errors: list[str] = []
        self.count += 1
        with listening(errors), transaction.atomic():
            answer: HttpResponse = ask()
            if answer.status_code >= 500:
                transaction.set_rollback(True)
        body = b"" if answer.streaming else answer.content
        shown = [word for word in self.forbidden if word.encode() in body]
        if answer.status_code >= 500 or b"Traceback (most recent" in body or shown:
            self.broken.append(f"{what[:300]}: {answer.status_code} {errors} {shown or ''}")
            if ALL:  # it takes its time: who runs it with -s need not wait for the end
                print(f"\nbroken: {self.broken[-1]}", flush=True)
        return answer


@contextmanager
def listening(errors: list[str]) -> Iterator[None]:
    """Note what views raise and nobody catches."""

    def note(**_sent: Any) -> None:
        import sys
        import traceback

        _kind, error, trace = sys.exc_info()
        last = [f for f in traceback.extract_tb(trace) if "site-packages" not in f.filename][-1:]
        at = f"{last[0].filename}:{last[0].lineno}" if last else "?"
        errors.append(f"{type(error).__name__}: {str(error)[:120]!r} at {at}")

    got_request_exception.connect(note, weak=False)
    try:
        yield
    finally:
        got_request_exception.disconnect(note)


def names_asked_for(client: Client, address: str, known: Iterable[str] = ()) -> list[str]:
    """The parameters that the page looks for, when it is asked with those that are known."""
    found: dict[str, None] = {}

    def noting(method: Any) -> Any:
        def look(self: QueryDict, key: Any, *rest: Any) -> Any:
            found[str(key)] = None
            return method(self, key, *rest)

        return look

    names = ("get", "getlist", "__getitem__", "__contains__")
    with patch.multiple(QueryDict, **{each: noting(getattr(QueryDict, each)) for each in names}):
        client.get(f"{address}?" + "&".join(f"{name}=1" for name in (*known, "asked")))
    return [name for name in found if name.isprintable() and name != "asked"]
