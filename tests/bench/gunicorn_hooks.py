"""gunicorn tells when a worker is forked and when it can answer: a line each in BENCH_TIMES."""

import os
import time
from pathlib import Path
from typing import Any

FILE = Path(os.environ["BENCH_TIMES"])


def post_fork(server: Any, worker: Any) -> None:
    """The worker begins."""
    _note(worker.pid, "forked")


def post_worker_init(worker: Any) -> None:
    """The worker has loaded the portal."""
    _note(worker.pid, "loaded")


def _note(process: int, what: str) -> None:
    with FILE.open("a") as file:
        file.write(f"{process or os.getpid()} {what} {time.monotonic()}\n")
