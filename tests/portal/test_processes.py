"""Two programs run as one: what ends them, and what does not."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings

# Writes its name and process id to the folder, and ends as told.
CHILD = """
import os, pathlib, sys, time
folder, name, seconds = pathlib.Path(sys.argv[1]), sys.argv[2], float(sys.argv[3])
(folder / f"{name}-{os.getpid()}").touch()
time.sleep(seconds)
sys.exit(7)
"""
PARENT = """
import os, sys
from portal.lib.processes import run_together
child, folder, seconds = sys.argv[1:]
outdated = lambda: os.path.exists(f"{folder}/outdated") and not os.remove(f"{folder}/outdated")
command = [sys.executable, "-c", child, folder]
server, helper = [*command, "server", seconds], [*command, "helper", "60"]
sys.exit(run_together(server, helper, os.environ, outdated))
"""


class Pair:
    """A parent with its two children."""

    def __init__(self, folder: Path, seconds: int) -> None:
        self.folder = folder
        self.parent = subprocess.Popen(
            [sys.executable, "-c", PARENT, CHILD, str(folder), str(seconds)],
            cwd=settings.BASE_DIR,
            start_new_session=True,
        )

    def born(self, name: str, count: int = 1) -> list[int]:
        """The process ids of all who had the name, as soon as there are so many."""
        wait_until(lambda: len(list(self.folder.glob(f"{name}-*"))) >= count)
        files = sorted(self.folder.glob(f"{name}-*"), key=lambda file: file.stat().st_mtime_ns)
        return [int(file.name.partition("-")[2]) for file in files]


def wait_until(true: Callable[[], bool], within: float = 15) -> None:
    deadline = time.monotonic() + within
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture
def pair(tmp_path: Path) -> Callable[[int], Pair]:
    return lambda seconds: Pair(tmp_path, seconds)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
@pytest.mark.parametrize("whole_group", [False, True])
def test_signal_ends_both(
    pair: Callable[[int], Pair], number: signal.Signals, whole_group: bool
) -> None:
    running = pair(60)
    children = [*running.born("server"), *running.born("helper")]
    if whole_group:
        os.killpg(running.parent.pid, number)
    else:
        running.parent.send_signal(number)
    running.parent.wait(15)
    assert not any(map(is_alive, children))


def test_helper_that_dies_begins_again_and_the_server_goes_on(
    pair: Callable[[int], Pair],
) -> None:
    running = pair(60)
    (server,), (first,) = running.born("server"), running.born("helper")
    os.kill(first, signal.SIGKILL)
    second = running.born("helper", 2)[1]
    assert is_alive(second)
    assert is_alive(server)
    assert running.parent.poll() is None
    running.parent.terminate()
    running.parent.wait(15)
    assert not is_alive(second)


def test_helper_whose_code_has_changed_begins_again(pair: Callable[[int], Pair]) -> None:
    running = pair(60)
    (first,) = running.born("helper")
    (running.folder / "outdated").touch()
    running.born("helper", 2)
    assert not is_alive(first)
    running.parent.terminate()
    running.parent.wait(15)


def test_server_that_ends_ends_the_helper_and_gives_its_code(pair: Callable[[int], Pair]) -> None:
    running = pair(2)
    (helper,) = running.born("helper")
    assert running.parent.wait(15) == 7
    assert not is_alive(helper)
