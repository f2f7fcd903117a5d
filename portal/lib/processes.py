"""Running two programs as one: a server, and a helper that is started again when it dies."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

STOPPING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
PAUSE = 0.5
# A helper that dies at once is not started more often than this.
BETWEEN_STARTS = 5
# After this many seconds of SIGTERM, what the helper has in hand is left to the next one.
GRACE = 20


def run_together(
    server: Sequence[str],
    helper: Sequence[str],
    environment: Mapping[str, str],
    is_outdated: Callable[[], bool] = lambda: False,
) -> int:
    """Run both until the server ends, or we are told to end; the server's exit code.

    Whatever ends us ends both. The helper begins again when it dies, and when `is_outdated` says
    that its code has changed.
    """
    children = [subprocess.Popen(each, env=environment) for each in (server, helper)]
    told, again_at = [], 0.0

    def stop(_number: int, _frame: Any) -> None:
        told.append(True)
        for child in children:
            child.terminate()

    before = {number: signal.signal(number, stop) for number in STOPPING}
    try:
        while (code := _code_within(children[0], PAUSE)) is None:
            if not told and is_outdated():
                _end(children[1])
            is_dead = children[1].poll() is not None
            if is_dead and not told and time.monotonic() > again_at:
                children[1] = subprocess.Popen(helper, env=environment)
                again_at = time.monotonic() + BETWEEN_STARTS
        return code
    finally:
        _end(children[1])
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def tidily() -> Iterator[None]:
    """Told by SIGTERM to end, the block ends as by an error: what it began is put away."""

    def leave(_number: int, _frame: Any) -> None:
        sys.exit(128 + signal.SIGTERM)

    before = signal.signal(signal.SIGTERM, leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _code_within(child: subprocess.Popen[bytes], seconds: float) -> int | None:
    try:
        return child.wait(seconds)
    except subprocess.TimeoutExpired:
        return None


def _end(child: subprocess.Popen[bytes]) -> None:
    child.terminate()
    if _code_within(child, GRACE) is None:
        child.kill()
        child.wait()
