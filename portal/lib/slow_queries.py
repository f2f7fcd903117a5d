"""Statements that take long are logged: what they were part of, how long, and the statement itself
without what was asked for."""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings

from portal.lib.logs import what_is_done
from portal.lib.metrics import count_slow_statement

logger = logging.getLogger("landgang.slow")
# A list of columns in front, and what it is about behind.
LONGEST = 2000


def watch(
    execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    """Run the statement, as one of Django's execute wrappers; also one that fails is slow."""
    begun = time.perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        took = (time.perf_counter() - begun) * 1000
        if 0 < settings.SLOW_QUERY_MS <= took:
            _tell(sql, took)


def _tell(sql: Any, took: float) -> None:
    count_slow_statement()
    # What psycopg composes has its values in it.
    statement = " ".join(sql.split()) if isinstance(sql, str) else "(composed)"
    if len(statement) > LONGEST:
        statement = f"{statement[: LONGEST // 2]} … {statement[-LONGEST // 2 :]}"
    logger.warning(
        "slow statement: doing=%s ms=%d statement=%s", what_is_done() or "-", took, statement
    )
