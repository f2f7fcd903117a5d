"""A PostgreSQL of its own for a proof: made from nothing, reached by a socket, gone afterwards."""

import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from psycopg import sql

from portal.backup.trouble import Trouble
from portal.lib.programs import Missing, program

DATABASE = "landgang"
# PostgreSQL refuses to be root: the first of these that there is.
USERS = ("postgres", "pgserver", "nobody")
READY_WITHIN = 30.0  # seconds
# Nothing of it has to outlive the machine.
HURRIED = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "listen_addresses=")


class Cluster:
    """The cluster's socket folder, and the password of its superuser."""

    def __init__(self, folder: Path, password: str) -> None:
        self.folder, self.password = folder, password

    def address(self, role: str, password: str, database: str = DATABASE) -> str:
        """As an environment variable has it."""
        login = f"{quote(role, safe='')}:{quote(password, safe='')}"
        return f"postgres://{login}@/{database}?host={quote(str(self.folder), safe='/')}"

    def prepare(self, owner: str, password: str) -> None:
        """Make the owner, who is no superuser, and its empty database."""
        made = self.address("postgres", self.password, "postgres")
        with psycopg.connect(made, autocommit=True) as connection:
            role, name = sql.Identifier(owner), sql.Identifier(DATABASE)
            for statement in (
                sql.SQL("CREATE ROLE {} LOGIN CREATEROLE PASSWORD {}").format(role, password),
                sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8'").format(
                    name, role
                ),
            ):
                connection.execute(statement)


@contextmanager
def throwaway(major: int) -> Iterator[Cluster]:
    """A running cluster of that version of PostgreSQL, or of the next. Raises Trouble."""
    folder = Path(tempfile.mkdtemp(prefix="landgang-proof-"))
    process: subprocess.Popen[bytes] | None = None
    try:
        folder.chmod(0o711)  # the server's user passes through, and sees nothing else
        data, password = folder / "data", secrets.token_hex(16)
        _initialise(program("initdb", major), data, password)
        cluster = Cluster(data, password)
        options = (*HURRIED, f"unix_socket_directories={data}")
        words = [word for option in options for word in ("-c", option)]
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(
                [program("initdb", major).with_name("postgres"), "-D", data, *words],
                cwd=data, stdout=log, stderr=log, stdin=subprocess.DEVNULL, **_server(),
            )  # fmt: skip
        _wait(cluster, process)
        yield cluster
    except Missing as error:
        raise Trouble(str(error)) from error
    except (OSError, psycopg.Error) as error:
        raise Trouble(f"No PostgreSQL for the proof: {type(error).__name__}.") from error
    finally:
        _end(process)
        shutil.rmtree(folder, ignore_errors=True)


def _initialise(initdb: Path, data: Path, password: str) -> None:
    data.mkdir(mode=0o700)
    word = data.with_name("word")
    word.write_text(password)
    for path in (data, word):
        if user := _server().get("user"):
            shutil.chown(path, user, _server()["group"])
    done = subprocess.run(
        [initdb, "-D", data, "-U", "postgres", "-A", "scram-sha-256", "--encoding=UTF8",
         "--locale=C.UTF-8", "--no-sync", f"--pwfile={word}"],
        cwd=data, capture_output=True, text=True, check=False, **_server(),
    )  # fmt: skip
    word.unlink()
    if done.returncode:
        raise Trouble(f"initdb failed: {done.stderr.strip()[-300:]}")


def _wait(cluster: Cluster, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + READY_WITHIN
    while time.monotonic() < deadline and process.poll() is None:
        try:
            psycopg.connect(cluster.address("postgres", cluster.password, "postgres")).close()
            return
        except psycopg.OperationalError:
            time.sleep(0.05)
    raise Trouble("The PostgreSQL for the proof did not start.")


def _end(process: subprocess.Popen[bytes] | None) -> None:
    if process is None:
        return
    process.send_signal(signal.SIGINT)  # "fast": whoever is connected is thrown out
    try:
        process.wait(READY_WITHIN)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _server() -> dict[str, Any]:
    """Who the server runs as."""
    if os.geteuid() != 0:
        return {}
    known = {each.pw_name: each.pw_gid for each in pwd.getpwall()}
    found = [name for name in USERS if name in known]
    if not found:
        raise Trouble("PostgreSQL refuses to run as root: prove the backup as another user.")
    return {"user": found[0], "group": known[found[0]], "extra_groups": []}
