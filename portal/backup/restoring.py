"""Restoring a backup into an empty database, and finding out that it is what it was."""

import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command, get_commands
from django.db import connections
from psycopg import sql

from portal.backup import archive, manifest, proof
from portal.backup.addresses import (
    OWNER,
    WEB,
    connect,
    conninfo,
    programs_environment,
    require_owner,
)
from portal.backup.making import first_line
from portal.backup.manifest import Manifest
from portal.backup.trouble import Trouble
from portal.lib.programs import Missing, program

LEDGER = "erasures"
# Whoever was logged in then need not be allowed to today; and pages that were kept under a number
# of the content are not those that will have it now.
AFTERWARDS = (
    "DELETE FROM usersessions_usersession",
    "DELETE FROM django_session",
    "UPDATE portal_contentversion SET version = version + 1000000, changed_at = now()",
)
# Otherwise each new table would begin with all that the web role gets by default, and what the
# backup has taken from it (logs that nobody rewrites) would be given back. The dump has its own.
NOTHING_BY_DEFAULT = (
    "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public REVOKE ALL ON TABLES FROM {web}",
    "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public REVOKE ALL ON SEQUENCES FROM {web}",
)
SHOWN = 5
Say = Callable[[str], None]


@dataclass(frozen=True)
class Restored:
    """A backup that is in the database again."""

    manifest: Manifest
    pictures: int


def look_at(path: Path) -> Manifest:
    """Read the file to its end; what its manifest says. Raises Trouble unless it is whole."""
    candidates = archive.keys(settings.BACKUP_KEYS)
    with archive.opened(path, candidates) as members:
        name, content = next(members, ("", b""))
        if name != archive.MANIFEST:
            raise Trouble("The file holds no backup.")
        found = manifest.parsed(content)
        for _each in members:
            pass
    return found


def restore(path: Path, *, ledger: Path | None, say: Say) -> Restored:
    """Fill the empty database and the picture store. Raises Trouble: before anything is written
    where the file, the database or the environment is not as it has to be."""
    require_owner()
    what = look_at(path)
    _require_fit(what, ledger)
    try:
        # Where one superuser stands for both roles, nobody is the owner yet.
        call_command("ensure_roles", verbosity=0)
        _require_empty()
        _give_nothing_by_default(what)
        say(f"Restoring the backup of {what.made_at} (commit {what.commit})")
        pictures = _fill(path, what)
        if found := proof.faults(what):
            more = f"; and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
            said = "; ".join(found[:SHOWN]) + more
            raise Trouble(f"The database is not what was saved, do not serve it: {said}.")
        say(f"{sum(what.counts.values())} rows in {len(what.counts)} tables, as in the backup")
        with connect(OWNER) as connection:
            for statement in AFTERWARDS:
                connection.execute(statement.encode())
        call_command("migrate", verbosity=0, interactive=False)
        if ledger is not None:
            call_command(LEDGER, replay=str(ledger), commit=True)
    except psycopg.Error as error:
        raise Trouble(f"The database refused: {type(error).__name__}.") from error
    except (CommandError, Missing) as error:
        raise Trouble(str(error)) from error
    finally:
        for alias in settings.DATABASES:
            connections[alias].close()
    return Restored(what, pictures)


def _require_fit(what: Manifest, ledger: Path | None) -> None:
    here = settings.DATABASES[OWNER]["USER"], settings.DATABASES[WEB]["USER"]
    if here != (what.owner, what.web):
        raise Trouble(
            f"The backup's roles are {what.owner} and {what.web}: name those in DATABASE_OWNER_URL"
            f" and DATABASE_URL."
        )
    if newer := manifest.newer_than_code(what):
        raise Trouble(
            f"The backup is of a later release (commit {what.commit}), which has {newer[-1]}:"
            " restore it with that one."
        )
    if ledger is None:
        return
    if LEDGER not in get_commands():
        raise Trouble("This release keeps no ledger of erasures: there is nothing to replay.")
    if not ledger.is_file():
        raise Trouble("The ledger of erasures is not there.")


def _require_empty() -> None:
    with connect(OWNER) as connection:
        if connection.execute(manifest.TABLES.encode()).fetchone() is not None:
            raise Trouble("The database is not empty: a backup is restored into an empty one only.")


def _give_nothing_by_default(what: Manifest) -> None:
    names = {"owner": sql.Identifier(what.owner), "web": sql.Identifier(what.web)}
    with connect(OWNER) as connection:
        for statement in NOTHING_BY_DEFAULT:
            connection.execute(sql.SQL(statement).format(**names))


def _fill(path: Path, what: Manifest) -> int:
    """The tables, in one transaction, and the pictures; how many pictures."""
    with archive.opened(path, archive.keys(settings.BACKUP_KEYS)) as members:
        rest = _pg_restore(members, what)
        return sum(_keep_picture(name, content) for name, content in rest)


def _pg_restore(
    members: Iterator[tuple[str, bytes]], what: Manifest
) -> Iterator[tuple[str, bytes]]:
    """Give it the parts of the dump; what comes behind them."""
    command: list[str | Path] = [
        program("pg_restore", what.server), "--single-transaction", "--exit-on-error",
        "--no-password", f"--dbname={conninfo(OWNER)}",
    ]  # fmt: skip
    behind: list[tuple[str, bytes]] = []
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=said,
            env=programs_environment(OWNER),
        )  # fmt: skip
        try:
            assert process.stdin is not None
            try:
                for name, content in members:
                    if name.startswith(archive.DATABASE):
                        process.stdin.write(content)
                    elif name not in (archive.MANIFEST, archive.ROLES):
                        behind.append((name, content))
                        break
                process.stdin.close()
            except BrokenPipeError:
                pass  # it says below why it wants no more
            if process.wait():
                raise Trouble(f"pg_restore failed: {first_line(said)}")
        finally:
            process.kill()
            process.wait()
    yield from behind
    yield from members


def _keep_picture(name: str, content: bytes) -> bool:
    """Put the picture where it was. One that is still there and has not changed stays."""
    if not name.startswith(archive.MEDIA):
        return False
    place = name.removeprefix(archive.MEDIA)
    if default_storage.exists(place):
        with default_storage.open(place) as there:
            if there.read() == content:
                return True
        default_storage.delete(place)
    default_storage.save(place, ContentFile(content))
    return True
