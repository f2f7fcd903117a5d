"""How often pages are read: counted in the process, written in batches, by page, language and day.

Nothing about who reads is looked at longer than it takes to leave robots and staff out, and nothing
of it is kept: no address, no cookie, no name of a browser.
"""

import atexit
import datetime
import logging
import threading
import time
from collections import Counter
from collections.abc import Callable
from functools import lru_cache

from django.conf import settings
from django.db import connection

from portal.content_pages import group_of
from portal.lib.wsgi import Environ, has_cookie

logger = logging.getLogger(__name__)
# The address without its language, and the language.
Page = tuple[str, str]
# Page, language, day.
Key = tuple[str, str, datetime.date]

READ = ("200 ", "304 ")
# Marks in what programs that are no readers say of themselves. Nearly all of them name a web
# address ("+http://…"), which no browser does.
ROBOTS = (
    "http", "bot", "crawl", "spider", "slurp", "scan", "archive", "monitor", "preview", "fetch",
    "headless", "lighthouse", "curl", "wget", "python", "java/", "perl", "ruby", "go-", "whatsapp",
    "telegram",
)  # fmt: skip
# A make of telephones whose owners do read.
NOT_A_ROBOT = "cubot"
# Headers by which browsers say that nobody has opened the page yet.
AHEAD = ("HTTP_SEC_PURPOSE", "HTTP_PURPOSE", "HTTP_X_MOZ")

# Seconds between two looks whether it is time to write.
LOOK_EVERY = 1.0

# In the order of the key, so that two processes at once do not wait for each other in a circle.
WRITE = """
INSERT INTO portal_visit (page, language, day, count)
SELECT * FROM unnest(%s::text[], %s::text[], %s::date[], %s::int[])
ON CONFLICT (day, page, language) DO UPDATE SET count = portal_visit.count + EXCLUDED.count
"""


class VisitCounter:
    """Visits that are not written yet. Safe between threads; each process has one."""

    def __init__(
        self,
        every: float,
        most: int,
        clock: Callable[[], float] = time.monotonic,
        write: "Callable[[Counter[Key]], None] | None" = None,
    ) -> None:
        """To be written `every` so many seconds, or sooner when there are `most` of them; pages
        are, unless `write` does something else."""
        self.every = every
        self.most = most
        self.clock = clock
        self.write = write
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self.forget()

    def forget(self) -> None:
        """Begin anew, with nothing counted."""
        with self._lock:
            self._counts: Counter[Key] = Counter()
            self._total = 0
            self._due_at = self._wait_until = float("-inf")

    def add(self, page: str, language: str, day: datetime.date) -> None:
        """Count one visit."""
        with self._lock:
            if not self._total:
                self._due_at = self.clock() + self.every
            self._counts[page, language, day] += 1
            self._total += 1

    def is_due(self) -> bool:
        """Whether it is time to write; after a failure not before `every` seconds have passed."""
        if not self._total:
            return False
        now = self.clock()
        return now >= self._wait_until and (self._total >= self.most or now >= self._due_at)

    def flush(self) -> None:
        """Write what is counted. Raises nothing: what cannot be written is kept for next time."""
        # One at a time: a process that ends waits for what another thread is writing.
        with self._writing:
            batch = self._taken()
            if not batch:
                return
            try:
                (self.write or _write)(batch)
            except Exception as error:
                self._put_back(batch)
                logger.warning("visits not written yet: %s", type(error).__name__)

    def _taken(self) -> Counter[Key]:
        with self._lock:
            batch, self._counts, self._total = self._counts, Counter(), 0
        return batch

    def _put_back(self, batch: Counter[Key]) -> None:
        with self._lock:
            self._counts.update(batch)
            self._total += batch.total()
            self._due_at = self._wait_until = self.clock() + self.every


COUNTER = VisitCounter(settings.VISITS_WRITTEN_EVERY, settings.VISITS_WRITTEN_AT)


def page_of(path: str, status: str) -> Page | None:
    """What a visit of the address counts for; None for what is no content, or was not shown."""
    group = group_of(path) if status.startswith(READ) else None
    return (group, path[1:].partition("/")[0]) if group is not None else None


def count(environ: Environ, page: Page | None, day: datetime.date) -> None:
    """Count the page, where a reader has opened it; None is nothing to count."""
    if page is not None and is_by_reader(environ):
        COUNTER.add(*page, day)


def is_by_reader(environ: Environ) -> bool:
    """Whether a person outside the staff has opened the page."""
    if environ["REQUEST_METHOD"] != "GET" or has_cookie(environ, settings.SESSION_COOKIE_NAME):
        return False
    if any("prefetch" in environ.get(header, "") for header in AHEAD):
        return False
    return not is_robot(environ.get("HTTP_USER_AGENT", ""))


@lru_cache(maxsize=512)
def is_robot(user_agent: str) -> bool:
    """Whether a program without a reader asks: it says so, or says nothing of itself."""
    said = user_agent.lower().replace(NOT_A_ROBOT, "")
    return not said or any(mark in said for mark in ROBOTS)


def start_writing(
    counter: VisitCounter = COUNTER, look_every: float = LOOK_EVERY
) -> threading.Event:
    """Write whenever it is time, in a thread of its own, so that no reader waits for it; until the
    event that is returned is set, or the process ends."""
    ended = threading.Event()
    threading.Thread(
        target=_keep_writing, args=[counter, look_every, ended], name="visits", daemon=True
    ).start()
    return ended


def _keep_writing(counter: VisitCounter, look_every: float, ended: threading.Event) -> None:
    while not ended.wait(look_every):
        if counter.is_due():
            counter.flush()
            # It is long until the next time.
            connection.close()


def _write(batch: Counter[Key]) -> None:
    write(batch, WRITE)


def write(batch: Counter[Key], statement: str) -> None:
    """Write the counts by a statement that takes four lists: pages, languages, days, counts."""
    rows = sorted((page, language, day, count) for (page, language, day), count in batch.items())
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(column) for column in zip(*rows, strict=True)])


# A worker that is told to stop ends as a program does.
atexit.register(COUNTER.flush)
