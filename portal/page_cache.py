"""Whole public pages, kept before Django under content version, Oslo date and release.

A page that says until when it holds (`portal.lib.holding`) is kept no longer than that.

An editor (anybody with a session) always gets a fresh page. Everyone else sees a change as soon
as the worker asks for the version again: `VERSION_KEPT_FOR` after it at the latest. A kept page has
the bytes and the headers that Django answered with.
"""

import hashlib
import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple
from urllib.parse import parse_qsl

import brotli
from django.conf import settings
from django.http.request import validate_host
from django.utils.http import parse_etags

from portal import visits
from portal.content_pages import group_of
from portal.content_version import (
    DATABASE_IS_GONE,
    Stamp,
    Unknown,
    VersionReader,
    read_from_replica,
)
from portal.lib import metrics, replica
from portal.lib.dates import today
from portal.lib.holding import FOR_EVER, held_until
from portal.lib.wsgi import (
    Application,
    Environ,
    Headers,
    StartResponse,
    has_cookie,
    is_https,
    takes_brotli,
)

SHARED_CACHE = "public, max-age=0, s-maxage=1, must-revalidate"
LIMIT = 32 * 1024 * 1024  # bytes of kept pages in one process
OVERHEAD = 4096  # bytes of a kept page besides its body, on the safe side
KNOWN_PARAMETERS = {
    "phase", "m", "borders", "municipality", "group", "page", "year", "kind", "language", "level",
    "outside", "work", "free",
}  # fmt: skip
# Another language beside the page's own. Only these questions are kept, each alone.
BESIDE = frozenset(f"beside={code}" for code, _name in settings.LANGUAGES)
# What stands behind their question mark is somebody's answers.
PERSONAL = {"first-steps"}
READING = ("GET", "HEAD")
# Never kept, and yet nothing but public content.
SEARCH = "/search/"
# How well the page is compressed that is kept, and what is made for one reader.
KEPT_QUALITY, PASSING_QUALITY = 10, 4
INDENTATION = re.compile(rb"\n\s+")
NOT_SHARED = ("no-store", "private", "no-cache")
# The first reader's request, which is nobody else's.
OF_THE_REQUEST = "x-request-id"
# Not said in a 304: they describe a body.
OF_THE_BODY = ("content-type", "content-length", "content-encoding", "content-language")
# Renderings that can go on at once; of one page there is never more than one.
TURNS = 64


class Key(NamedTuple):
    """What a kept page depends on besides its stamp. (Its addresses come from SITE_URL.)"""

    path: str
    query: str
    is_https: bool
    is_brotli: bool


@dataclass(frozen=True)
class Answer:
    """What is sent, whole."""

    status: str
    headers: Headers
    body: bytes

    def header(self, name: str) -> str:
        """All values of the header; "" where it is missing."""
        return ", ".join(value for key, value in self.headers if key.lower() == name)

    def with_header(self, name: str, value: str) -> "Answer":
        """The same with this header, in place of what it had by this name."""
        others = [each for each in self.headers if each[0].lower() != name.lower()]
        return replace(self, headers=[*others, (name, value)])


@dataclass(frozen=True)
class KeptPage:
    """A page as it is sent again and again, and the 304 for it."""

    stamp: Stamp
    tag: str
    whole: Answer
    unchanged: Answer
    counted_as: visits.Page | None
    until: float = FOR_EVER

    def holds(self, stamp: Stamp, now: float) -> bool:
        """Whether it is still true."""
        return self.stamp == stamp and now < self.until


class KeptPages:
    """Pages by key, the least recently used thrown away first. Safe between threads."""

    def __init__(self, limit: int = LIMIT) -> None:
        self.limit = limit
        self.size = 0
        self._pages: OrderedDict[Key, KeptPage] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Key) -> KeptPage | None:
        """The page, which thereby counts as recently used."""
        with self._lock:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def put(self, key: Key, page: KeptPage) -> None:
        """Keep the page; make room if needed."""
        with self._lock:
            before = self._pages.pop(key, None)
            self.size += _size(page) - (_size(before) if before else 0)
            self._pages[key] = page
            while self.size > self.limit:
                self.size -= _size(self._pages.popitem(last=False)[1])


class PageCache:
    """The WSGI application in front of Django's. Addresses without a language pass untouched."""

    def __init__(
        self,
        application: Application,
        reader: VersionReader | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.application = application
        self.reader = reader or VersionReader()
        self.clock = clock
        self.pages = KeptPages()
        self._turns = [threading.Lock() for _ in range(TURNS)]
        self._languages = tuple(f"/{code}/" for code, _name in settings.LANGUAGES)
        self._known_hosts: set[str] = set()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if not environ["PATH_INFO"].startswith(self._languages):
            return self.application(environ, start_response)
        answer = self._answer(environ)
        start_response(answer.status, list(answer.headers))
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [answer.body]

    def _answer(self, environ: Environ) -> Answer:
        key = self._key(environ)
        if key is None:
            return self._passed(environ)
        try:
            stamp = self.reader.current()
        except Unknown:
            return self._passed(environ | {DATABASE_IS_GONE: True})
        page = self.pages.get(key)
        if page is None or not page.holds(stamp, self.clock()):
            found = self._rendered(key, stamp, environ)
            if isinstance(found, Answer):
                return found
            page = found
        else:
            metrics.count_page("kept")
        if page.counted_as:
            visits.count(environ, page.counted_as, stamp.day)
        return page.unchanged if _has(environ, page.tag) else page.whole

    def _key(self, environ: Environ) -> Key | None:
        """Under what the answer may be kept; None for what Django answers each time anew."""
        if environ["REQUEST_METHOD"] not in READING or environ.get("SCRIPT_NAME"):
            return None
        if has_cookie(environ, settings.SESSION_COOKIE_NAME):
            return None
        secure = is_https(environ, settings.SECURE_PROXY_SSL_HEADER)
        if settings.SECURE_SSL_REDIRECT and not secure:
            return None
        if not self._is_known(environ.get("HTTP_HOST", "")):
            return None
        path, query = environ["PATH_INFO"], environ.get("QUERY_STRING", "")
        if query and not is_known_question(path, query):
            return None
        return Key(path, query, secure, takes_brotli(environ))

    def _is_known(self, host: str) -> bool:
        if host not in self._known_hosts:
            name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
            if not validate_host(name.lower(), settings.ALLOWED_HOSTS) or len(host) > 260:
                return False
            if len(self._known_hosts) < 100:  # ".example.org" allows any number of them
                self._known_hosts.add(host)
        return True

    def _rendered(self, key: Key, stamp: Stamp, environ: Environ) -> KeptPage | Answer:
        """The page, kept from now on, or an answer that must not be."""
        with self._turns[hash(key) % TURNS]:
            page = self.pages.get(key)
            if page is not None and page.holds(stamp, self.clock()):
                return page  # somebody else has just rendered it
            metrics.count_page("made")
            asked = environ | {"REQUEST_METHOD": "GET"}
            answer = self._ask_about_content(asked, stamp)
            if not may_be_kept(answer):
                visits.count(environ, visits.page_of(key.path, answer.status), stamp.day)
                return _compressed(answer, key.is_brotli, PASSING_QUALITY)
            page = _keepable(answer, key, stamp, held_until(asked))
            self.pages.put(key, page)
            return page

    def _passed(self, environ: Environ) -> Answer:
        """Django's own answer, made for this reader alone."""
        metrics.count_page("passed")
        answer = self._ask_about_content(environ, self._stamp_for_search(environ))
        visits.count(environ, visits.page_of(environ["PATH_INFO"], answer.status), today())
        if has_cookie(environ, settings.SESSION_COOKIE_NAME):
            if not answer.header("cache-control"):
                return answer.with_header("Cache-Control", "private, no-cache")
            return answer
        return _compressed(answer, takes_brotli(environ), PASSING_QUALITY)

    def _ask_about_content(self, environ: Environ, stamp: Stamp | None) -> Answer:
        """Django's answer, from the replica where the page shows nothing but public content.

        Whoever has just sent something reads on from forms, receipts and links: the primary's.
        """
        if stamp is None or not replica.is_configured():
            return self._ask(environ)
        path = environ["PATH_INFO"]
        if group_of(path) is None and not path.endswith(SEARCH):
            return self._ask(environ)
        with read_from_replica(stamp):
            return self._ask(environ)

    def _stamp_for_search(self, environ: Environ) -> Stamp | None:
        """For a search by somebody who is not at work here; None for all other requests."""
        is_search = environ["PATH_INFO"].endswith(SEARCH) and replica.is_configured()
        is_read = environ["REQUEST_METHOD"] in READING and DATABASE_IS_GONE not in environ
        if not (is_search and is_read) or has_cookie(environ, settings.SESSION_COOKIE_NAME):
            return None
        try:
            return self.reader.current()
        except Unknown:
            return None

    def _ask(self, environ: Environ) -> Answer:
        said: list[tuple[str, Headers]] = []

        def note(status: str, headers: Headers, _error: object = None) -> None:
            said.append((status, headers))

        parts = self.application(environ, note)
        try:
            body = b"".join(parts)
        finally:
            if hasattr(parts, "close"):
                parts.close()
        return Answer(*said[-1], body)


def is_known_question(path: str, query: str) -> bool:
    """Whether the query holds only what pages answer the same for everyone."""
    if query in BESIDE:
        return True
    if not PERSONAL.isdisjoint(path.split("/")):
        return False
    names = {name for name, _value in parse_qsl(query, keep_blank_values=True)}
    return bool(names) and names <= KNOWN_PARAMETERS


def may_be_kept(answer: Answer) -> bool:
    """Whether it is a whole page that says nothing against it, as pages with a form do, and is the
    same whoever asks."""
    if not answer.status.startswith("200 ") or answer.header("set-cookie"):
        return False
    if any(word in answer.header("cache-control") for word in NOT_SHARED):
        return False
    varies = {name.strip().lower() for name in answer.header("vary").split(",")}
    return varies <= {"", "accept-encoding"}


def _keepable(answer: Answer, key: Key, stamp: Stamp, until: float) -> KeptPage:
    tag = _tag(key, stamp, until)
    whole = _compressed(_without_indentation(answer), key.is_brotli, KEPT_QUALITY)
    for name, value in {
        "ETag": tag, "Cache-Control": SHARED_CACHE, "Vary": "Accept-Encoding",
    }.items():  # fmt: skip
        whole = whole.with_header(name, value)
    lasting = [each for each in whole.headers if each[0].lower() != OF_THE_REQUEST]
    whole = replace(whole, headers=lasting)
    short = [each for each in whole.headers if each[0].lower() not in OF_THE_BODY]
    unchanged = Answer("304 Not Modified", short, b"")
    counted_as = visits.page_of(key.path, whole.status)
    return KeptPage(stamp, tag, whole, unchanged, counted_as, until)


def _tag(key: Key, stamp: Stamp, until: float) -> str:
    """A weak ETag, the same in all workers: the bytes differ by compression, the page does not."""
    parts = (stamp.version, stamp.day, settings.RELEASE, key.path, key.query, until)
    return f'W/"{hashlib.sha256(repr(parts).encode()).hexdigest()[:20]}"'


def _without_indentation(answer: Answer) -> Answer:
    """The page without the spaces at the beginning of its lines: one byte in thirty of what is
    sent. Where they would be seen, or mean something, as in a calendar, it stays as it is."""
    is_html = answer.header("content-type").startswith("text/html")
    if not is_html or any(tag in answer.body for tag in (b"<pre", b"<textarea")):
        return answer
    body = INDENTATION.sub(b"\n", answer.body)
    shorter = replace(answer, body=body)
    return shorter.with_header("Content-Length", str(len(body)))


def _compressed(answer: Answer, is_wanted: bool, quality: int) -> Answer:
    """The answer made smaller. Public ones hold no secret to be guessed from their size; staff
    pages do, and are never here."""
    if not is_wanted or not answer.body or answer.header("content-encoding"):
        return answer
    smaller = replace(answer, body=brotli.compress(answer.body, quality=quality))
    varies = [name for name in (answer.header("vary"), "Accept-Encoding") if name]
    smaller = smaller.with_header("Content-Length", str(len(smaller.body)))
    smaller = smaller.with_header("Vary", ", ".join(varies))
    return smaller.with_header("Content-Encoding", "br")


def _has(environ: Environ, tag: str) -> bool:
    """Whether the browser has the page already."""
    asked: str = environ.get("HTTP_IF_NONE_MATCH", "")
    return bool(asked) and (asked == tag or tag in parse_etags(asked))


def _size(page: KeptPage) -> int:
    return len(page.whole.body) + OVERHEAD
