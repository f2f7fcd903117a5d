"""Where a drill plays: a folder of its own, free ports, and processes that all end with it."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

from django.conf import settings

# PostgreSQL and pgbouncer refuse to run as root; Debian's packages bring this user.
SERVERS_USER = "postgres"
READY_WITHIN = 60.0  # seconds
ENDS_WITHIN = 40.0
DEBIAN = {
    "nginx": ("nginx-light", "libnginx-mod-http-brotli-filter"),
    "pgbouncer": ("pgbouncer",),
    "postgres": ("postgresql-15", "postgresql-client-15"),
}
BEYOND_PATH = ("/usr/sbin", "/usr/local/sbin")
Process = subprocess.Popen[bytes]


class Missing(Exception):
    """A program is not there and cannot be installed, or something did not start."""


class Stage:
    """What a drill has started. Leaving it ends everything, the newest first."""

    def __init__(
        self, say: Callable[[str], None], *, keep: bool = False, old: str = "",
        user: str = SERVERS_USER, shared: dict[str, Any] | None = None,
    ) -> None:  # fmt: skip
        """`user` is who the servers run as where we are root; `shared` is what the drills of one
        command make once for all of them."""
        self.say, self.keep, self.old, self.user = say, keep, old, user
        self.shared: dict[str, Any] = {} if shared is None else shared
        self.versions: dict[str, str] = {}
        self._ends: list[Callable[[], Any]] = []
        self._ports: set[int] = set()

    def __enter__(self) -> Self:
        self.folder = Path(tempfile.mkdtemp(prefix="landgang-drill-"))
        # The servers' user passes through, and sees nothing that is not its own.
        self.folder.chmod(0o711)
        return self

    def __exit__(self, *_error: object) -> None:
        while self._ends:
            try:
                self._ends.pop()()
            except (OSError, subprocess.SubprocessError) as error:
                self.say(f"  not ended well: {type(error).__name__}")
        if self.keep:
            self.say(f"The logs are in {self.folder}")
        else:
            shutil.rmtree(self.folder, ignore_errors=True)

    def port(self) -> int:
        """A free one, and another each time."""
        while True:
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                found: int = probe.getsockname()[1]
            if found not in self._ports:
                self._ports.add(found)
                return found

    def servers_folder(self, name: str) -> Path:
        """A new folder that belongs to the servers' user alone."""
        folder = self.folder / name
        folder.mkdir(mode=0o700)
        self.own(folder)
        return folder

    def own(self, path: Path) -> None:
        """Give the path to the servers' user, where we are root."""
        if os.geteuid() == 0:
            shutil.chown(path, self.user, self.user)

    def as_user(self) -> dict[str, Any]:
        """How to start what refuses to be root."""
        if os.geteuid() != 0:
            return {}
        return {"user": self.user, "group": self.user, "extra_groups": []}

    def start(
        self, name: str, command: Sequence[object], *, as_servers_user: bool = False,
        environment: Mapping[str, str] | None = None, cwd: Path | None = None,
        ends_by: int = signal.SIGTERM,
    ) -> Process:  # fmt: skip
        """Start a process that ends with the stage at the latest, told so by the signal; what it
        says is in NAME.log."""
        with self.log_of(name).open("ab") as log:
            process = subprocess.Popen(
                [str(word) for word in command],
                cwd=cwd or self.folder,
                env=environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                **(self.as_user() if as_servers_user else {}),
            )
        self._ends.append(lambda: end(process, ends_by))
        return process

    def at_end(self, action: Callable[[], Any]) -> None:
        """Do this when the stage is left."""
        self._ends.append(action)

    def log_of(self, name: str) -> Path:
        """Where the process of the name says what it says."""
        return self.folder / f"{name}.log"

    def wait(self, name: str, process: Process | None, is_ready: Callable[[], bool]) -> None:
        """Wait until it is ready. Raises Missing, with the end of its log."""
        deadline = time.monotonic() + READY_WITHIN
        while time.monotonic() < deadline and (process is None or process.poll() is None):
            try:
                if is_ready():
                    return
            except OSError:
                pass
            time.sleep(0.05)
        log = self.log_of(name)
        said = log.read_text(errors="replace")[-2000:] if log.exists() else ""
        raise Missing(f"{name} did not start:\n{said}")

    def program(self, name: str) -> str:
        """Where the program is, installed with Debian's apt-get if it is missing and that is
        allowed. Raises Missing."""
        if not _found(name):
            _install(DEBIAN[name], self.say)
        found = _found(name)
        if found is None:
            packages = " ".join(DEBIAN[name])
            raise Missing(f"{name} is missing. On Debian: apt-get install {packages}")
        return found

    def manage(self, environment: Mapping[str, str], *words: str, cwd: Path | None = None) -> str:
        """Run manage.py to its end; what it printed. Raises Missing, with what it said."""
        folder = cwd or settings.BASE_DIR
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=folder, env=dict(environment), capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise Missing(f"manage.py {' '.join(words)} failed:\n{done.stderr[-3000:]}")
        return done.stdout


def end(process: Process, number: int = signal.SIGTERM) -> int:
    """Tell it to end, and make it when it does not; its exit code."""
    if process.poll() is None:
        process.send_signal(number)
        try:
            process.wait(ENDS_WITHIN)
        except subprocess.TimeoutExpired:
            process.kill()
    return process.wait()


def _found(name: str) -> str | None:
    if name == "postgres":
        folders = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
        wanted = [path for path in folders if path.parts[4] == "15"] or folders
        return str(wanted[-1]) if wanted else None
    return shutil.which(name, path=os.pathsep.join([os.environ.get("PATH", ""), *BEYOND_PATH]))


def _install(packages: Sequence[str], say: Callable[[str], None]) -> None:
    """Ask Debian for the packages, as root or with sudo that asks nothing; or do nothing."""
    apt = shutil.which("apt-get")
    before = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if apt is None or (before and shutil.which("sudo") is None):
        return
    say(f"Installing {' '.join(packages)}")
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        subprocess.run([*before, apt, "-q", *words], env=quiet, capture_output=True, check=False)
