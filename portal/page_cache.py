"""Whole public pages, kept in the process under content version, Oslo date and release.

An editor (anybody with a session) always gets a fresh page. Everyone else sees a change as soon
as this process asks for the version again: `VERSION_KEPT_FOR` after it at the latest.
"""

import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

import brotli
from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

from portal.lib.dates import today
from portal.models import ContentVersion

GetResponse = Callable[[HttpRequest], HttpResponse]

VERSION_KEPT_FOR = 0.4  # seconds
SHARED_CACHE = "public, max-age=0, s-maxage=1, must-revalidate"
LIMIT = 32 * 1024 * 1024  # bytes of kept pages in one process
KNOWN_PARAMETERS = {"phase"}


class VersionReader:
    """The content version, asked of the database at most once in `kept_for` seconds."""

    def __init__(
        self, kept_for: float = VERSION_KEPT_FOR, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.kept_for = kept_for
        self.clock = clock
        self._asked_at = float("-inf")
        self._version = 0

    def current(self) -> int:
        """The version; raises DatabaseError when it has to be asked for and cannot."""
        now = self.clock()
        if now - self._asked_at >= self.kept_for:
            self._version = ContentVersion.objects.values_list("version", flat=True).first() or 0
            self._asked_at = now
        return self._version


class KeptPages:
    """Rendered pages by key, the least recently used thrown away first. Safe between threads."""

    def __init__(self, limit: int = LIMIT) -> None:
        self.limit = limit
        self.size = 0
        self._pages: OrderedDict[tuple[str, ...], bytes] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: tuple[str, ...]) -> bytes | None:
        """The page, which thereby counts as recently used."""
        with self._lock:
            if key in self._pages:
                self._pages.move_to_end(key)
            return self._pages.get(key)

    def put(self, key: tuple[str, ...], page: bytes) -> None:
        """Keep the page; make room if needed."""
        with self._lock:
            self.size += len(page) - len(self._pages.pop(key, b""))
            self._pages[key] = page
            while self.size > self.limit:
                self.size -= len(self._pages.popitem(last=False)[1])


class PageCacheMiddleware:
    """Answers 304 and kept pages without a view, a template or more than one query."""

    def __init__(self, get_response: GetResponse, reader: VersionReader | None = None) -> None:
        self.get_response = get_response
        self.reader = reader or VersionReader()
        self.pages = KeptPages()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_public_page(request):
            return _compressed(request, self.get_response(request))
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            response = self.get_response(request)
            response.headers.setdefault("Cache-Control", "private, no-cache")
            return response
        try:
            tag = self._tag(request)
        except DatabaseError:
            return self.get_response(request)
        if tag in parse_etags(request.headers.get("If-None-Match", "")):
            return self._headed(HttpResponseNotModified(), tag)
        return self._page(request, tag)

    def _page(self, request: HttpRequest, tag: str) -> HttpResponse:
        encoding = "br" if _takes_brotli(request) else ""
        kept = self.pages.get((tag, encoding))
        if kept is None:
            response = self.get_response(request)
            if not _may_be_kept(response):
                return _compressed(request, response)
            kept = brotli.compress(response.content, quality=5) if encoding else response.content
            self.pages.put((tag, encoding), kept)
        return self._headed(_page_response(kept, encoding), tag)

    def _tag(self, request: HttpRequest) -> str:
        """A weak ETag: the bytes differ by compression, the page does not."""
        parts = (self.reader.current(), today(), settings.RELEASE, request.get_full_path())
        return f'W/"{hashlib.sha256(repr(parts).encode()).hexdigest()[:20]}"'

    def _headed(self, response: HttpResponse, tag: str) -> HttpResponse:
        response["ETag"] = tag
        response["Cache-Control"] = SHARED_CACHE
        patch_vary_headers(response, ["Accept-Encoding"])
        return response


def is_public_page(request: HttpRequest) -> bool:
    """Whether the answer is the same for everyone: a page under a language, plainly asked for."""
    return (
        request.method == "GET" and _has_language(request) and set(request.GET) <= KNOWN_PARAMETERS
    )


def _may_be_kept(response: HttpResponse) -> bool:
    """Whether the answer is a whole page that says nothing against it, as pages with a form do."""
    if response.status_code != 200 or response.cookies or response.streaming:
        return False
    return "no-store" not in response.headers.get("Cache-Control", "")


def _has_language(request: HttpRequest) -> bool:
    return request.path.lstrip("/").partition("/")[0] in dict(settings.LANGUAGES)


def _takes_brotli(request: HttpRequest) -> bool:
    return "br" in request.headers.get("Accept-Encoding", "")


def _compressed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A public answer that is not kept (search, 404), smaller. They hold no secret to be guessed
    from their size; staff pages do, and stay as they are."""
    if not _has_language(request) or response.streaming or not _takes_brotli(request):
        return response
    response.content = brotli.compress(response.content, quality=4)
    # Written further in, before the page became smaller: browsers would wait for the rest.
    response["Content-Length"] = str(len(response.content))
    response["Content-Encoding"] = "br"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def _page_response(page: bytes, encoding: str) -> HttpResponse:
    response = HttpResponse(page)
    if encoding:
        response["Content-Encoding"] = encoding
    return response
