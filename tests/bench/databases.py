"""The databases of the bench: made once, kept in the cluster until what they are made of changes.

Two hold content (8 municipalities, and 400), two hold a case log (1 000 cases, and 100 000).
"""

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.conf import settings

from tests import database

FEW, MANY = "few", "many"
SMALL_LOG, BIG_LOG = "log_small", "log_big"
# The name of a database: what it is copied from (the content of Midt-Troms, or another of these),
# and the command that fills it.
FILL = ["-m", "tests.bench.fill"]
LOG = ["manage.py", "fill_case_log", "--families"]
STEPS: dict[str, tuple[str | None, list[str]]] = {
    FEW: (None, [*FILL, "0"]),
    MANY: (None, [*FILL, "400"]),
    SMALL_LOG: (None, [*LOG, "1000"]),
    BIG_LOG: (SMALL_LOG, [*LOG, "100000", "--follow-ups", "1000000"]),
}
MADE_OF = ("*/migrations/*.py", "newcomers/demo_*.py", "municipalities/content/**/*.yaml",
           "portal/management/commands/fill_case_log.py", "tests/bench/fill.py")  # fmt: skip


def name_of(kind: str) -> str:
    """The database's name in the cluster."""
    return f"{database.RUN}_{kind}"


def prepared(kind: str, say: Callable[[str], None]) -> str:
    """The name of the database of this kind, which is made first if it is missing or old."""
    name, wanted = name_of(kind), fingerprint()
    with database.connected() as connection:
        if connection.execute(database.MADE_FROM, [name]).fetchone() == (wanted,):
            return name
    below, command = STEPS[kind]
    say(f"Making the database {name}" + (": some minutes, once" if below else ""))
    if below is None:
        database.copy(database.FILLED, name)
    else:
        source = prepared(below, say)
        with database.connected() as connection:
            database.make(connection, name, source)
    _fill(name, command, say)
    with psycopg.connect(database.address(database.maker(), name), autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
    with database.connected() as connection:
        names = psycopg.sql.Identifier(name), psycopg.sql.Literal(wanted)
        connection.execute(database.SAY_MADE_FROM.format(*names))
    return name


def fingerprint() -> str:
    """Changes with the tables and with what fills them."""
    found = hashlib.sha256()
    for path in sorted(path for pattern in MADE_OF for path in settings.BASE_DIR.glob(pattern)):
        found.update(f"\n{path.relative_to(settings.BASE_DIR)}\n".encode() + path.read_bytes())
    return found.hexdigest()


def environment(name: str, folder: Path) -> dict[str, str]:
    """The environment of a deployed portal on the database; static files lie in the folder."""
    return {
        "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
        "DEBUG": "false",
        "SECRET_KEY": "nothing that is signed with this is worth anything outside the bench",
        "SITE_URL": "https://landgang.example.org",
        "ALLOWED_HOSTS": "localhost",
        "STATIC_ROOT": str(folder / "static"),
        "MAIL_FOLDER": str(folder / "mails"),
        "LOG_LEVEL": "ERROR",
        "STAFF_MFA_REQUIRED": "false",
        "RELEASE": "bench",
        "DATABASE_URL": database.address("default", name),
        "DATABASE_OWNER_URL": database.address(database.maker(), name),
    }


def said_by(module: str, name: str, folder: Path, *arguments: str) -> str:
    """What a module of the bench prints at last, run in a process of its own on the database."""
    # Before it, the log says in lines of its own who has logged in.
    return _run(module, name, list(arguments), folder).splitlines()[-1]


@contextmanager
def asking(module: str, name: str, folder: Path) -> Iterator[Callable[[str], str]]:
    """A module of the bench that answers each line with a line, in a process of its own."""
    process = subprocess.Popen(
        [sys.executable, "-m", module],
        cwd=settings.BASE_DIR,
        env=os.environ | environment(name, folder),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    into, out = process.stdin, process.stdout
    assert into is not None
    assert out is not None

    def ask(line: str) -> str:
        into.write(f"{line}\n")
        into.flush()
        return out.readline()

    with process:
        yield ask
        into.close()


def _fill(name: str, command: list[str], say: Callable[[str], None]) -> None:
    """Run the command on the database, as on a developer's machine, and say what it says."""
    own = {key: value for key, value in os.environ.items() if key != "DATABASE_OWNER_URL"}
    addresses = {"DEBUG": "true", "DATABASE_URL": database.address(database.maker(), name)}
    process = subprocess.Popen(
        [sys.executable, *command],
        cwd=settings.BASE_DIR,
        env={**own, "DJANGO_SETTINGS_MODULE": "portal.settings", **addresses},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    with process:
        for line in process.stdout:
            say(f"  {line.rstrip()}")
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} failed")


def _run(module: str, name: str, arguments: list[str], folder: Path | None = None) -> str:
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=settings.BASE_DIR,
        env=os.environ | environment(name, folder or settings.STATIC_ROOT.parent),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{module} {' '.join(arguments)} failed:\n{done.stderr[-3000:]}")
    return done.stdout
