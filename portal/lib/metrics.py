"""Figures for Prometheus, on an address of its own (METRICS_ADDRESS); without one, nothing counts.

Labels are names from our code, never an address, a slug or an id. The workers of one gunicorn count
in files of a folder that they share; whichever has the port answers for all of them, and when it
ends, another takes the port within seconds.
"""

import errno
import logging
import os
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection

from portal.lib.levels import Level, levels

logger = logging.getLogger(__name__)

METHODS = frozenset({"GET", "HEAD", "POST"})
# Seconds: a page from memory, an honest page, a form that waits for others, a fault.
BUCKETS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)
TRY_AGAIN = 2.0  # seconds


class Meters:
    """The counters of this process. Loads the library, which nobody else does."""

    def __init__(self, registry: Any = None) -> None:
        from prometheus_client import CollectorRegistry, Counter, Histogram

        registry = registry or CollectorRegistry()
        self.registry = registry
        self.requests = Counter(
            "landgang_requests", "Requests that Django has answered, by view.",
            ["view", "method", "status"], registry=registry,
        )  # fmt: skip
        self.seconds = Histogram(
            "landgang_request_seconds", "How long Django took to answer.",
            registry=registry, buckets=BUCKETS,
        )  # fmt: skip
        self.pages = Counter(
            "landgang_pages",
            "Requests for pages with a language: from memory, made and then kept, made for one.",
            ["answered"], registry=registry,
        )  # fmt: skip
        self.jobs = Counter(
            "landgang_jobs", "Jobs that this worker has tried.", ["task", "outcome"],
            registry=registry,
        )  # fmt: skip
        self.slow = Counter("landgang_slow_statements", "See SLOW_QUERY_MS.", registry=registry)
        self.kept = {each: self.pages.labels(each) for each in ("kept", "made", "passed")}


_meters: Meters | None = None


def count_request(view: str, method: str, status: int, seconds: float) -> None:
    """Count what Django has answered, and how long it took."""
    if _meters is not None:
        known = method if method in METHODS else "other"
        _meters.requests.labels(view, known, f"{status // 100}xx").inc()
        _meters.seconds.observe(seconds)


def count_page(answered: str) -> None:
    """Count a page with a language: "kept", "made" or "passed"."""
    if _meters is not None:
        _meters.kept[answered].inc()


def count_job(task: str, outcome: str) -> None:
    """Count a try: "done", "failed" or "parked"."""
    if _meters is not None:
        _meters.jobs.labels(task, outcome).inc()


def count_slow_statement() -> None:
    """Count a statement that was logged as slow."""
    if _meters is not None:
        _meters.slow.inc()


def start(*, is_shared: bool) -> None:
    """Count from now on, and answer on METRICS_ADDRESS; nothing without one.

    `is_shared`: other processes with the same parent count, too, and have the same address.
    """
    global _meters
    if settings.METRICS_ADDRESS is None or _meters is not None:
        return
    folder = shared_folder(os.getppid()) if is_shared else None
    if folder is not None:
        # The library looks for it once, when it is loaded.
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)
    _meters = Meters()
    threading.Thread(
        target=_keep_serving,
        args=[settings.METRICS_ADDRESS, exposed(_meters, folder)],
        name="metrics",
        daemon=True,
    ).start()


def shared_folder(parent: int) -> Path:
    """The folder of all processes of this release with this parent, made if need be; nobody else
    may look into it."""
    folder = Path(tempfile.gettempdir(), f"landgang-{settings.RELEASE}-{parent}")
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.stat().st_uid != os.getuid() or folder.is_symlink():
        raise RuntimeError("The folder for metrics is somebody else's.")
    return folder


def exposed(meters: Meters, folder: Path | None) -> Any:
    """What is told when somebody asks: the counters of all, and the levels of now."""
    from prometheus_client import CollectorRegistry
    from prometheus_client.multiprocess import MultiProcessCollector

    registry = CollectorRegistry() if folder else meters.registry
    if folder:
        MultiProcessCollector(registry, path=str(folder))  # type: ignore[no-untyped-call]
    registry.register(Levels())
    return registry


class Levels:
    """What stands in the database when somebody asks: read then, by whoever answers."""

    def describe(self) -> list[Any]:
        """Nothing, so that nothing is read before somebody asks."""
        return []

    def collect(self) -> list[Any]:
        """One metric for each level; whether the database answered is one, too."""
        from prometheus_client.core import GaugeMetricFamily

        try:
            found = [Level("landgang_database_up", "1 where it answers.", {(): 1.0}), *levels()]
        except DatabaseError:
            found = [Level("landgang_database_up", "1 where it answers.", {(): 0.0})]
        finally:
            if not connection.in_atomic_block:  # as it is in tests alone
                connection.close()
        told = []
        for level in found:
            metric = GaugeMetricFamily(level.name, level.help, labels=level.labels)
            for values, number in level.values.items():
                metric.add_metric(list(values), number)
            told.append(metric)
        return told


def _keep_serving(address: tuple[str, int], registry: Any) -> None:
    """Take the port as soon as no other process has it."""
    from prometheus_client import start_http_server

    host, port = address
    while True:
        try:
            _server, thread = start_http_server(port, host, registry)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                logger.error("no metrics: %s", errno.errorcode.get(error.errno or 0, "?"))
                return
            time.sleep(TRY_AGAIN)
        else:
            thread.join()
            return
