"""Loaded by pytest before the settings: the tests have a cluster and a folder of their own.

Of several processes, only the one that starts the others does what is done once.
"""

import datetime
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from portal.lib import embedded
from portal.management.commands.messages import compile_if_newer

STATIC = embedded.ROOT / "var" / "test-static"
# What the template databases are made from (tests/database.py).
PACKAGES = ("portal", "municipalities", "hosting", "newcomers")
SOURCES = {".py", ".yaml", ".geojson"}
BESIDE = ("requirements/dev.txt", "tests/database.py")
VARIABLES = ("LANGUAGES", "SECRET_KEY")


def sources() -> Iterator[Path]:
    """Files that decide what is in a database after migrating and loading the content."""
    for package in PACKAGES:
        yield from (each for each in (embedded.ROOT / package).rglob("*") if each.suffix in SOURCES)
    yield from (embedded.ROOT / name for name in BESIDE)


def fingerprint() -> str:
    """Changes with the sources, and with the day, since rows say when they were written."""
    found = hashlib.sha256(datetime.date.today().isoformat().encode())
    for path in sorted(sources()):
        found.update(f"\n{path}\n".encode() + path.read_bytes())
    for name in VARIABLES:
        found.update(f"\n{name}={os.environ.get(name)}".encode())
    return found.hexdigest()


os.environ.setdefault("DEBUG", "true")
os.environ.setdefault("STATIC_ROOT", str(STATIC))
if "PYTEST_XDIST_WORKER" not in os.environ:
    # Whitenoise warns about a folder that is not there, and warnings are errors.
    STATIC.mkdir(parents=True, exist_ok=True)
    # A fresh clone holds the catalogues' source only, and Django looks for compiled ones once.
    for catalogue in (embedded.ROOT / "locale").glob("*/LC_MESSAGES/django*.po"):
        compile_if_newer(catalogue)
    embedded.start_if_needed("var/postgres-test")
    # Before any code is imported: what is edited from now on counts as new.
    os.environ["TEST_FINGERPRINT"] = fingerprint()
