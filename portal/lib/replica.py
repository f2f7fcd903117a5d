"""Reading from a replica of the database, where one is configured (DATABASE_REPLICA_URL).

Nothing reads there unless it says so: `reading()` leads the queries of a block to the replica, but
for those that belong to a row, or to a transaction, of the primary. Writing is always the
primary's. `portal.page_cache` asks for it, for pages of public content alone.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import DEFAULT_DB_ALIAS, Error, connections

logger = logging.getLogger(__name__)

ALIAS = "replica"
# After a fault it is left alone for so many seconds: a machine that is gone takes two to say so.
LEFT_ALONE = 10.0
_reading: ContextVar[bool] = ContextVar("reading_replica", default=False)


class Router:
    """Django's database router: what is read in `reading()` comes from the replica."""

    def db_for_read(self, model: type, **hints: Any) -> str | None:
        """The replica, in a block that reads there."""
        known = _alias_of(hints.get("instance"))
        if not _reading.get():
            return _unless_replica(known)
        if known not in (None, ALIAS):
            return known
        return DEFAULT_DB_ALIAS if connections[DEFAULT_DB_ALIAS].in_atomic_block else ALIAS

    def db_for_write(self, model: type, **hints: Any) -> str | None:
        """Never the replica, wherever a row was read."""
        return _unless_replica(_alias_of(hints.get("instance")))

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool | None:
        """A row is the same row in both."""
        return True if ALIAS in (_alias_of(one), _alias_of(other)) else None

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        """Its tables are the primary's."""
        return False if db == ALIAS else None


def is_configured() -> bool:
    """Whether there is a replica to read from."""
    return ALIAS in connections


@contextmanager
def reading() -> Iterator[None]:
    """Read from the replica in the block."""
    token = _reading.set(True)
    try:
        yield
    finally:
        _reading.reset(token)


def _alias_of(instance: Any) -> str | None:
    state = getattr(instance, "_state", None)
    return state.db if state is not None else None


def _unless_replica(alias: str | None) -> str | None:
    # None leaves it to Django, which would go on where the row came from.
    return DEFAULT_DB_ALIAS if alias == ALIAS else None


class Watch:
    """Asks the replica for one number, and leaves it alone for a while when it does not answer."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self._lock = threading.Lock()
        self._ask_again_at = float("-inf")

    def ask(self, statement: str) -> int | None:
        """The number; None where there is no replica, or none that answers."""
        if not is_configured() or self.clock() < self._ask_again_at:
            return None
        try:
            return number(ALIAS, statement)
        except Error as error:
            with self._lock:
                self._ask_again_at = self.clock() + LEFT_ALONE
            logger.warning("replica unavailable: %s", type(error).__name__)
            return None


def number(alias: str, statement: str) -> int:
    """The first column of the first row; 0 without one.

    Read on this thread's connection, which is left as a request would leave it. Before: one that
    has grown too old is closed, and one that broke meanwhile is replaced, so that a restart of the
    database is no fault. After: one that broke now is closed.
    """
    _tend(alias)
    try:
        with connections[alias].cursor() as cursor:
            cursor.execute(statement)
            row = cursor.fetchone()
    except Error:
        _tend(alias)
        raise
    return int(row[0]) if row else 0


def _tend(alias: str) -> None:
    # In a transaction, which only a test has here, the connection is not ours to close.
    if not connections[alias].in_atomic_block:
        connections[alias].close_if_unusable_or_obsolete()
