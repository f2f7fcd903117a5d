"""Which state of the content a worker shows: the version and the day, seldom asked for."""

import datetime
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import NamedTuple

from django.db import DEFAULT_DB_ALIAS, Error

from portal.lib import replica
from portal.lib.dates import today

logger = logging.getLogger(__name__)

VERSION_KEPT_FOR = 0.4  # seconds
# Said to Django in the WSGI environment where the version could not be read.
DATABASE_IS_GONE = "landgang.database_is_gone"
ASK = "SELECT version FROM portal_contentversion"
# So long the replica answers for the primary before that is asked again.
REPLICA_KEPT_FOR = 2.0
REPLICA = replica.Watch()


class Stamp(NamedTuple):
    """What was true when a page was made: the content version, and the day in Oslo."""

    version: int
    day: datetime.date


class Unknown(Exception):
    """The database cannot be asked for the version."""


class VersionReader:
    """The stamp of now, asked of the database at most once in `kept_for` seconds.

    Safe between threads: one asks, the others wait for it. A fault is remembered as long, so that
    the requests of a database that hangs do not each wait for it. Where there is a replica, its
    version holds meanwhile: readers go on reading what it has.
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
        asked_at, kept_for = self.clock(), self.kept_for
        try:
            self._stamp = Stamp(_version(), today())
        except Error as error:
            logger.error("database unavailable: %s", type(error).__name__)
            instead = REPLICA.ask(ASK)
            self._stamp = None if instead is None else Stamp(instead, today())
            # From now on: the fault itself may have taken longer than what is kept.
            asked_at = self.clock()
            kept_for = kept_for if instead is None else REPLICA_KEPT_FOR
        self._ask_again_at = asked_at + kept_for


@contextmanager
def read_from_replica(stamp: Stamp) -> Iterator[None]:
    """Read in the block from the replica, if there is one that has all that the stamp stands for.

    One that lags behind is not read: its old page would be kept as if it were the new one.
    """
    version = REPLICA.ask(ASK)
    with nullcontext() if version is None or version < stamp.version else replica.reading():
        yield


def _version() -> int:
    return replica.number(DEFAULT_DB_ALIAS, ASK)
