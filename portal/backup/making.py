"""Making a backup: one moment of the database, whatever is written meanwhile, and the pictures."""

import json
import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO

import psycopg
from django.conf import settings
from django.core.files.storage import default_storage

from portal.backup import archive, manifest
from portal.backup.addresses import (
    OWNER,
    WEB,
    connect,
    conninfo,
    programs_environment,
    require_owner,
)
from portal.backup.manifest import Manifest
from portal.backup.trouble import Trouble
from portal.lib.programs import Missing, program
from portal.management.commands.ensure_roles import script

SUFFIX = ".landgang"
LOCK_WAIT = "60s"


@dataclass(frozen=True)
class Made:
    """A backup that lies there."""

    path: Path
    size: int
    manifest: Manifest
    pictures: int


def make(folder: Path) -> Made:
    """Write a backup into the folder, whole or not at all. Raises Trouble."""
    require_owner()
    key = archive.keys(settings.BACKUP_KEYS)[0]
    half: Path | None = None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # Its owner's alone (0600), and under a name that no restore looks for.
        number, name = tempfile.mkstemp(prefix="unfinished-", dir=folder)
        half = Path(name)
        with os.fdopen(number, "wb") as file:
            what, pictures = _write(file, key)
            file.flush()
            os.fsync(file.fileno())
        path = folder / f"landgang-{what.moment:%Y%m%dT%H%M%SZ}{SUFFIX}"
        half.replace(path)
        return Made(path, path.stat().st_size, what, pictures)
    except OSError as error:
        raise Trouble(f"The backup cannot be written: {error.strerror or error}.") from error
    except psycopg.Error as error:
        raise Trouble(f"The database cannot be read: {type(error).__name__}.") from error
    except Missing as error:
        raise Trouble(str(error)) from error
    finally:
        if half is not None:
            half.unlink(missing_ok=True)


def _write(file: BinaryIO, key: bytes) -> tuple[Manifest, int]:
    with archive.Writer(file, key) as writer:
        what = _write_database(writer)
        pictures = _write_pictures(writer)
        writer.add(archive.END, json.dumps({"pictures": pictures}).encode())
    return what, pictures


def _write_database(writer: archive.Writer) -> Manifest:
    with connect(OWNER) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        # pg_dump sees what this transaction sees: the counts are those of the dump.
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        what = manifest.describe(connection)
        writer.add(archive.MANIFEST, what.text())
        writer.add(archive.ROLES, roles_script(what).encode())
        _dump(writer, what.server, str(row[0]) if row else "")
    return what


def _write_pictures(writer: archive.Writer) -> int:
    pictures = 0
    for name in _stored(""):
        # One that the worker has removed meanwhile is one that nothing shows.
        with suppress(FileNotFoundError), default_storage.open(name) as picture:
            writer.add(f"{archive.MEDIA}{name}", picture.read())
            pictures += 1
    return pictures


def _dump(writer: archive.Writer, server: int, snapshot: str) -> None:
    command: list[str | Path] = [
        program("pg_dump", server), "--format=custom", "--no-password", f"--snapshot={snapshot}",
        f"--lock-wait-timeout={LOCK_WAIT}", f"--dbname={conninfo(OWNER)}",
    ]  # fmt: skip
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=said, env=programs_environment(OWNER)
        )
        try:
            assert process.stdout is not None
            writer.add_parts(archive.DATABASE, process.stdout)
            if process.wait():
                raise Trouble(f"pg_dump failed: {first_line(said)}")
        finally:
            process.kill()
            process.wait()
            if process.stdout is not None:
                process.stdout.close()


def first_line(said: IO[bytes]) -> str:
    """What the program complained of first; the lines below may show what is in a row."""
    said.seek(0)
    lines = said.read(10_000).decode(errors="replace").splitlines()
    return next((line for line in lines if "error:" in line), "it did not say why")[:300]


def roles_script(what: Manifest) -> str:
    """For whoever restores by hand: both roles, without their passwords."""
    name = settings.DATABASES[OWNER]["NAME"]
    return script(what.owner, settings.DATABASES[WEB]["USER"], name)


def _stored(folder: str) -> Iterator[str]:
    """The names of all pictures, wherever they are kept."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in sorted(files):
        yield f"{folder}{name}"
    for name in sorted(folders):
        yield from _stored(f"{folder}{name}/")
