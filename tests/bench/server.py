"""The production server: gunicorn's sync workers, as an operator starts them, on a database."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from tests.bench import databases, load
from tests.browser.server import free_port

READY_WITHIN = 60  # seconds


@dataclass(frozen=True)
class Server:
    """A running portal."""

    port: int
    process: int
    name: str

    @property
    def workers(self) -> list[int]:
        """The processes that answer."""
        return load.children(self.process)

    def press(self, raw: bytes, seconds: float, **options: int) -> load.Run:
        """Ask for the same again and again for so many seconds."""
        return load.press(self.port, raw, seconds, self.workers, **options)

    def ask(self, raw: bytes) -> tuple[int, dict[str, str], bytes]:
        """One request: status, headers, body."""
        return load.ask(self.port, raw)


def collect_static(folder: Path, name: str) -> None:
    """What `make run` does before it serves: static files under names with a digest."""
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity=0"],
        cwd=settings.BASE_DIR,
        env=os.environ | databases.environment(name, folder),
        check=True,
    )


@contextmanager
def serving(name: str, folder: Path, workers: int = 1, *hooks: str) -> Iterator[Server]:
    """Serve the database until the block ends."""
    port = free_port()
    log = folder / f"{name}-{workers}.log"
    with log.open("w") as output:
        gunicorn = subprocess.Popen(
            [
                sys.executable, "-m", "gunicorn", "portal.wsgi", f"--bind=127.0.0.1:{port}",
                f"--workers={workers}", "--log-level=warning", "--no-control-socket", *hooks,
            ],
            cwd=settings.BASE_DIR,
            env=os.environ | databases.environment(name, folder),
            stdout=output,
            stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            _wait(port, gunicorn, log)
            yield Server(port, gunicorn.pid, name)
        finally:
            gunicorn.send_signal(signal.SIGTERM)
            gunicorn.wait(timeout=40)


def _wait(port: int, gunicorn: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + READY_WITHIN
    while time.monotonic() < deadline and gunicorn.poll() is None:
        try:
            if load.ask(port, load.request("/ready"))[0] == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise RuntimeError(f"The server did not start:\n{log.read_text()[-3000:]}")
