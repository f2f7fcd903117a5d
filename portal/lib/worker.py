"""The loop of `manage.py work`: does jobs until it is told to stop, and outlives the database.

Procrastinate does the work: it listens for jobs, does them in threads, and says every few seconds
that it is alive. What it leaves to its surroundings is here.
"""

import asyncio
import logging
import signal
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import psycopg
from django.db import connections
from procrastinate import PsycopgConnector
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params
from procrastinate.exceptions import ConnectorException

from portal.lib.jobs import QUEUES, rescue

logger = logging.getLogger(__name__)

# At once, for each queue. A mail server that takes its time holds up as many mails, and no more.
CONCURRENCY = 2
# A worker that has been silent for so many heartbeats is dead.
HEARTBEATS_MISSED = 3
# How long it tries, in seconds, to write down what became of a job.
PATIENCE = 60
LONGEST_PAUSE = 30


class PatientConnector(PsycopgConnector):
    """Procrastinate's connections, that do not forget a mail was sent because of a restart."""

    async def execute_query_async(self, query: Any, **arguments: Any) -> None:
        """Run what has no answer, such as "this job is done"; again, where there is no database."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                await super().execute_query_async(query, **arguments)
                return
            except ConnectorException as error:
                is_away = isinstance(error.__cause__, psycopg.OperationalError)
                if not is_away or time.monotonic() > deadline:
                    raise
            await asyncio.sleep(0.5)


def run(*, tick: Callable[[], None], seconds: float, heartbeat: float) -> None:
    """Do jobs until SIGTERM, SIGINT or SIGHUP; then finish those in hand.

    `tick` is called at once and then every so many seconds, in a thread, and may fail.
    """
    asyncio.run(_run(tick, seconds, heartbeat))


async def _run(tick: Callable[[], None], seconds: float, heartbeat: float) -> None:
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    loop.set_default_executor(ThreadPoolExecutor(CONCURRENCY * len(QUEUES) + 1))
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        loop.add_signal_handler(number, stop.set)

    def each_time() -> None:
        rescue(silent_for=HEARTBEATS_MISSED * heartbeat)
        tick()

    ticking = asyncio.create_task(_tick(each_time, seconds))
    pause = 1
    while not stop.is_set():
        started = time.monotonic()
        try:
            await _work(stop, heartbeat)
        except (ConnectorException, psycopg.Error, OSError) as error:
            logger.warning("the worker begins again: error=%s", type(error).__name__)
        pause = 1 if time.monotonic() - started > PATIENCE else min(2 * pause, LONGEST_PAUSE)
        await _wait(stop, pause)
    ticking.cancel()


async def _work(stop: asyncio.Event, heartbeat: float) -> None:
    """Do jobs until told to stop, or until the database is gone for long."""
    connector = PatientConnector(
        kwargs=connector_params(), min_size=1, max_size=len(QUEUES) + 2, timeout=5
    )
    with app.replace_connector(connector):
        async with app.open_async():
            workers = [asyncio.create_task(_worker(queue, heartbeat)) for queue in QUEUES]
            logger.info("the worker is ready")
            stopped = asyncio.create_task(stop.wait())
            await asyncio.wait([*workers, stopped], return_when=asyncio.FIRST_COMPLETED)
            for each in (*workers, stopped):
                each.cancel()
            ends = await asyncio.gather(*workers, return_exceptions=True)
    for end in ends:
        if isinstance(end, Exception):
            raise end


async def _worker(queue: str, heartbeat: float) -> None:
    await app.run_worker_async(
        name=queue,
        queues=[queue],
        concurrency=CONCURRENCY,
        install_signal_handlers=False,
        update_heartbeat_interval=heartbeat,
        stalled_worker_timeout=HEARTBEATS_MISSED * heartbeat,
    )


async def _tick(tick: Callable[[], None], seconds: float) -> None:
    while True:
        await asyncio.to_thread(_guarded, tick)
        await asyncio.sleep(seconds)


def _guarded(tick: Callable[[], None]) -> None:
    try:
        tick()
    except Exception as error:
        # Without its text, as in portal.lib.jobs. The next tick does what this one left.
        logger.warning("tick failed: error=%s", type(error).__name__)
    finally:
        connections.close_all()


async def _wait(stop: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)
