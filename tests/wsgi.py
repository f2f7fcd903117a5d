"""The portal as a server calls it: the whole WSGI application, with the page cache in front."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from wsgiref.util import setup_testing_defaults

from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test.client import FakePayload

from portal.content_version import VersionReader
from portal.lib.wsgi import Application, Environ, Headers
from portal.page_cache import PageCache


@dataclass(frozen=True)
class Reply:
    """What was sent."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body, where it is not compressed."""
        return self.body.decode()


class Front:
    """Asks a PageCache, which asks for the version at each request unless told otherwise."""

    def __init__(
        self, application: Application | None = None, reader: VersionReader | None = None
    ) -> None:
        self.cache = PageCache(application or WSGIHandler(), reader or VersionReader(0.0))

    def get(self, url: str, **headers: str) -> Reply:
        """The answer to a GET with these headers: `if_none_match="…"`."""
        return self.ask("GET", url, **headers)

    def ask(self, method: str, url: str, **headers: str) -> Reply:
        """The answer to any method."""
        return call(self.cache, environ_of(method, url, **headers))


def environ_of(method: str, url: str, **headers: str) -> Environ:
    """What a server makes of the request; `host="…"` and others are headers."""
    parts = urlsplit(url)
    environ: Environ = {
        "REQUEST_METHOD": method, "PATH_INFO": parts.path, "QUERY_STRING": parts.query,
        "HTTP_HOST": "testserver", "wsgi.input": FakePayload(b""),
    }  # fmt: skip
    environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
    setup_testing_defaults(environ)
    return environ


def call(application: Application, environ: Environ) -> Reply:
    """Let the application answer, and close what it answered with."""
    said: list[tuple[str, Headers]] = []
    with _connection_left_open():
        parts: Any = application(environ, _noting(said))
        try:
            body = b"".join(parts)
        finally:
            if hasattr(parts, "close"):
                parts.close()
    status, headers = said[-1]
    assert len({name.lower() for name, _value in headers}) == len(headers), "a header is repeated"
    return Reply(int(status[:3]), dict(headers), body)


def _noting(said: list[tuple[str, Headers]]) -> Callable[..., None]:
    def start_response(status: str, headers: Headers, _error: Any = None) -> None:
        said.append((status, headers))

    return start_response


@contextmanager
def _connection_left_open() -> Iterator[None]:
    """Django closes what a request has left in a transaction: here it is the test's own."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in signals:
            signal.connect(close_old_connections)
