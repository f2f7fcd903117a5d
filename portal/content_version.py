"""Which state of the content a worker shows: the version and the day, seldom asked for."""

import datetime
import logging
import threading
import time
from collections.abc import Callable
from typing import NamedTuple

from django.db import Error, connection

from portal.lib.dates import today

logger = logging.getLogger(__name__)

VERSION_KEPT_FOR = 0.4  # seconds
# Said to Django in the WSGI environment where the version could not be read.
DATABASE_IS_GONE = "landgang.database_is_gone"
ASK = "SELECT version FROM portal_contentversion"


class Stamp(NamedTuple):
    """What was true when a page was made: the content version, and the day in Oslo."""

    version: int
    day: datetime.date


class Unknown(Exception):
    """The database cannot be asked for the version."""


class VersionReader:
    """The stamp of now, asked of the database at most once in `kept_for` seconds.

    Safe between threads: one asks, the others wait for it. A fault is remembered as long, so that
    the requests of a database that hangs do not each wait for it.
    """

    def __init__(
        self, kept_for: float = VERSION_KEPT_FOR, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.kept_for = kept_for
        self.clock = clock
        self._lock = threading.Lock()
        self._ask_again_at = float("-inf")
        self._stamp: Stamp | None = None

    def current(self) -> Stamp:
        """The stamp; raises Unknown."""
        if self.clock() >= self._ask_again_at:
            with self._lock:
                if self.clock() >= self._ask_again_at:
                    self._ask()
        stamp = self._stamp
        if stamp is None:
            raise Unknown
        return stamp

    def _ask(self) -> None:
        asked_at = self.clock()
        try:
            self._stamp = Stamp(_version(), today())
        except Error as error:
            self._stamp = None
            logger.error("database unavailable: %s", type(error).__name__)
            # From now on: the fault itself may have taken longer than what is kept.
            asked_at = self.clock()
        self._ask_again_at = asked_at + self.kept_for


def _version() -> int:
    """Read on this thread's connection, which is left as a request would leave it.

    Before: one that has grown too old is closed, and one that broke meanwhile is replaced, so that
    a restart of the database is no fault. After: one that broke now is closed.
    """
    _tend()
    try:
        with connection.cursor() as cursor:
            cursor.execute(ASK)
            row = cursor.fetchone()
    except Error:
        _tend()
        raise
    return int(row[0]) if row else 0


def _tend() -> None:
    # In a transaction, which only a test has here, the connection is not ours to close.
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()
