"""Redis as Django's cache, where one is configured (CACHE_URL); imported by nobody else.

What is kept there are log-in attempts and codes that were used. So a Redis that is gone must
neither close the door nor open it to guessing: meanwhile, the table of the database counts.
"""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.db import DatabaseCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

# After a fault it is left alone for so many seconds: a machine that is gone takes one to say so.
LEFT_ALONE = 10.0
IMPATIENT = {"socket_connect_timeout": 1, "socket_timeout": 1}


class CacheOrTable(BaseCache):
    """Django's Redis cache; its table (OPTIONS `table`) for as long as Redis does not answer.

    What one has counted the other does not know: who guesses passwords begins anew twice, not
    more often.
    """

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        table = params.get("OPTIONS", {})["table"]
        self.redis: BaseCache = RedisCache(server, params | {"OPTIONS": IMPATIENT})
        self.table: BaseCache = DatabaseCache(table["LOCATION"], table)
        self.clock: Callable[[], float] = time.monotonic
        self._ask_again_at = float("-inf")
        super().__init__(params)

    def _ask(self, what: str, *arguments: Any, **named: Any) -> Any:
        """The answer of the one that answers."""
        if self.clock() >= self._ask_again_at:
            try:
                return getattr(self.redis, what)(*arguments, **named)
            except RedisError as error:
                self._ask_again_at = self.clock() + LEFT_ALONE
                logger.warning("cache unavailable: %s", type(error).__name__)
        return getattr(self.table, what)(*arguments, **named)

    def add(self, *arguments: Any, **named: Any) -> bool:
        """Whether it was not there before."""
        return bool(self._ask("add", *arguments, **named))

    def get(self, *arguments: Any, **named: Any) -> Any:
        """The value, else the default."""
        return self._ask("get", *arguments, **named)

    def set(self, *arguments: Any, **named: Any) -> None:
        """Keep the value."""
        self._ask("set", *arguments, **named)

    def touch(self, *arguments: Any, **named: Any) -> bool:
        """Whether it is there; it is kept anew for so long."""
        return bool(self._ask("touch", *arguments, **named))

    def delete(self, *arguments: Any, **named: Any) -> bool:
        """Whether it was there."""
        return bool(self._ask("delete", *arguments, **named))

    def clear(self) -> None:
        """Forget everything."""
        self._ask("clear")
