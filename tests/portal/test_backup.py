"""Backups: one moment of all tables, restored and proven on a real PostgreSQL, or refused."""

import errno
import os
import shutil
import signal
import stat
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO, cast

import psycopg
import pytest
from cryptography.fernet import Fernet
from django.conf import LazySettings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connections
from django.test import override_settings

from municipalities.models import Municipality
from newcomers.actions.enquiries import receive_enquiry
from newcomers.models import Enquiry
from portal import readiness
from portal.backup import archive, making, manifest, proof, proving, restoring
from portal.backup.addresses import OWNER, WEB, connect
from portal.backup.trouble import Trouble
from portal.lib import programs
from portal.management.commands import ensure_roles
from portal.models import BackupRun, ContentVersion
from tests.database import TEST_DATABASE, connected, drop, make, use

KEY, OLD_KEY, FOREIGN_KEY = (Fernet.generate_key().decode() for _ in range(3))
CANARY = "Kanarifugl Familie"
PICTURE = b"\x89PNG" + os.urandom(3000)
EMPTY = f"{TEST_DATABASE}_restored"


@pytest.fixture(autouse=True)
def _surroundings(
    midt_troms: None, django_db_blocker: Any, settings: LazySettings, tmp_path: Path
) -> Iterator[None]:
    """The real content, a picture folder and a key; what is written stays until the module ends."""
    settings.MEDIA_ROOT, settings.BACKUP_KEYS = tmp_path / "media", [KEY]
    with django_db_blocker.unblock():
        yield


@pytest.fixture(scope="module")
def enquiry(midt_troms: None, django_db_blocker: Any) -> None:
    """Somebody who trusts us."""
    with django_db_blocker.unblock():
        place = Municipality.objects.get(slug="senja")
        receive_enquiry(
            enquiry=Enquiry(
                municipality=place, language="nb", name=CANARY, email="k@example.org", message="Hei"
            )
        )


@pytest.fixture(scope="module")
def saved(enquiry: None, django_db_blocker: Any, tmp_path_factory: Any) -> Path:
    """A backup with a picture, made while others go on writing."""
    folder = tmp_path_factory.mktemp("backups") / "new"
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        media = tmp_path_factory.mktemp("media")
        with override_settings(BACKUP_KEYS=[KEY], MEDIA_ROOT=media):
            default_storage.save("hosts/photo.png", ContentFile(PICTURE))
            patch.setattr(manifest, "describe", _writing_meanwhile(manifest.describe))
            call_command("backup", folder)
    found: list[Path] = list(folder.iterdir())
    assert len(found) == 1
    return found[0]


def _writing_meanwhile(describe: Callable[..., Any]) -> Callable[..., Any]:
    """Another connection commits after the rows were counted, and before pg_dump has begun."""

    def instead(connection: Any) -> Any:
        found = describe(connection)
        with connect(OWNER) as another:
            another.execute("INSERT INTO portal_counter (name, window_start, count) VALUES"
                            " ('meanwhile', 1, 1)")  # fmt: skip
        return found

    return instead


@pytest.fixture
def empty(midt_troms: None) -> Iterator[None]:
    """An empty database, to which everything leads until the test ends."""
    before = connections[WEB].settings_dict["NAME"]
    with connected() as connection:
        make(connection, EMPTY, "template0")
    use(EMPTY)
    yield
    use(before)
    drop(EMPTY)


def number_of_tables() -> int:
    with connect(OWNER) as connection:
        return len(connection.execute(manifest.TABLES.encode()).fetchall())


def runs(kind: BackupRun.Kind) -> list[tuple[bool, str]]:
    return list(BackupRun.objects.filter(kind=kind).order_by("at").values_list("is_ok", "trouble"))


# --- both ways -----------------------------------------------------------------------------------
def test_backup_is_its_owners_alone_and_shows_nothing(saved: Path) -> None:
    data = saved.read_bytes()
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600
    assert data.startswith(b"LANDGANG")
    for secret in (CANARY.encode(), b"PGDMP", b"manifest", PICTURE[:50], b"landgang_owner"):
        assert secret not in data
    run = BackupRun.objects.last_good(BackupRun.Kind.BACKUP)
    assert run is not None
    assert (run.size, bool(run.made_at), bool(run.commit)) == (len(data), True, True)


def test_backup_is_of_one_moment(saved: Path) -> None:
    what = restoring.look_at(saved)
    with connect(OWNER) as connection:
        now = manifest.count(connection, "portal_counter")
    assert now >= what.counts["portal_counter"] + 1
    assert what.counts["newcomers_enquiry"] == 1
    assert set(readiness.confidential_tables()) <= set(what.secured)


def test_restore_brings_everything_back(
    saved: Path, empty: None, capsys: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert number_of_tables() == 0
    called = _with_a_ledger(monkeypatch)
    ledger = tmp_path / "ledger"
    ledger.touch()
    call_command("restore", saved, ledger=ledger)
    assert [name for name, _ in called] == ["ensure_roles", "migrate", "erasures"]
    assert called[-1][1] == {"replay": str(ledger), "commit": True}
    said = capsys.readouterr().out
    assert "as in the backup" in said
    assert CANARY not in said
    assert Enquiry.objects.using(OWNER).get().name == CANARY
    assert Municipality.objects.filter(slug="senja").exists()
    with default_storage.open("hosts/photo.png") as picture:
        assert picture.read() == PICTURE
    assert ContentVersion.objects.get().version >= 1_000_000
    assert readiness.problems() == []
    assert runs(BackupRun.Kind.RESTORE) == [(True, "")]
    with pytest.raises(CommandError, match="not empty"):
        call_command("restore", saved)
    _find_what_is_wrong(restoring.look_at(saved))


def _with_a_ledger(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict[str, Any]]]:
    """A release that keeps a ledger of erasures; what the restore calls goes into the list."""
    called: list[tuple[str, dict[str, Any]]] = []

    def call(name: str, **options: Any) -> None:
        called.append((name, options))
        if name != restoring.LEDGER:
            call_command(name, **options)

    monkeypatch.setattr(restoring, "get_commands", lambda: {restoring.LEDGER: "newcomers"})
    monkeypatch.setattr(restoring, "call_command", call)
    return called


def _find_what_is_wrong(what: manifest.Manifest) -> None:
    """The proof sees what is not as it was. (The restored database is one to spoil.)"""
    fits = replace(what, counts=_counts())
    assert proof.faults(fits) == []
    missing = replace(fits, policies=(*fits.policies, "newcomers_case.lost"))
    assert proof.faults(missing) == ["policy newcomers_case.lost is missing"]
    fewer = replace(fits, counts={**fits.counts, "newcomers_enquiry": 2, "portal_gone": 7})
    assert proof.faults(fewer) == [
        "newcomers_enquiry: 2 rows in the backup, 1 rows here",
        "portal_gone: 7 rows in the backup, no table here",
    ]
    with connect(OWNER) as connection:
        connection.execute("ALTER TABLE newcomers_enquiry DISABLE ROW LEVEL SECURITY")
        connection.execute(f"GRANT UPDATE ON newcomers_caseaccess TO {what.web}")
    found = proof.faults(fits)
    assert "row-level security is off for newcomers_enquiry" in found
    assert "row-level security of newcomers_enquiry is missing" in found
    assert f"privilege newcomers_caseaccess.{what.web} INSERT,SELECT,UPDATE is new" in found
    with connect(OWNER) as connection:
        connection.execute("ALTER TABLE newcomers_enquiry ENABLE ROW LEVEL SECURITY")
        connection.execute("CREATE POLICY wide ON newcomers_enquiry FOR SELECT USING (true)")
        connection.execute("DROP POLICY case_scope ON newcomers_enquiry")
    assert "the web role sees rows of newcomers_enquiry without a scope" in proof.faults(fits)


def _counts() -> dict[str, int]:
    with connect(OWNER) as connection:
        return dict(manifest.describe(connection).counts)


def test_proof_needs_a_login_as_a_harmless_web_role(
    saved: Path, monkeypatch: pytest.MonkeyPatch, settings: LazySettings
) -> None:
    fits = replace(restoring.look_at(saved), counts=_counts())
    assert proof.faults(fits) == []
    web = dict(settings.DATABASES[WEB])
    monkeypatch.setitem(settings.DATABASES, WEB, web | {"USER": "nobody_of_ours"})
    assert proof.faults(fits) == ["nobody can log in as the web role"]
    as_owner = {name: settings.DATABASES[OWNER][name] for name in ("USER", "PASSWORD")}
    monkeypatch.setitem(settings.DATABASES, WEB, web | as_owner)
    assert "the web role is a superuser, or owns tables" in proof.faults(fits)


def test_proof_restores_into_a_cluster_of_its_own(
    saved: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    folder = Path(tempfile.mkdtemp(prefix="lg"))
    folder.chmod(0o711)
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    try:
        call_command("restore", saved, "--prove")
        assert list(folder.iterdir()) == [], "nothing of it is left"
    finally:
        shutil.rmtree(folder)
    said = capsys.readouterr().out
    assert "as in the backup" in said
    assert "Proven: it can be restored" in said
    run = BackupRun.objects.last_good(BackupRun.Kind.PROOF)
    assert run is not None
    assert run.made_at == restoring.look_at(saved).moment


def test_proof_that_fails_is_noted(saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def instead(*_args: Any, **_more: Any) -> None:
        raise Trouble("newcomers_case: 3 rows in the backup, 2 rows here")

    monkeypatch.setattr(proving, "throwaway", instead)
    before = len(runs(BackupRun.Kind.PROOF))
    with pytest.raises(CommandError, match="3 rows"):
        call_command("restore", saved, "--prove")
    assert runs(BackupRun.Kind.PROOF)[before:] == [
        (False, "newcomers_case: 3 rows in the backup, 2 rows here")
    ]


# --- what is refused -----------------------------------------------------------------------------
def _cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def _without_end(data: bytes) -> bytes:
    return data[:-1]


def _changed(data: bytes) -> bytes:
    place = len(data) // 2
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


def _changed_at_the_end(data: bytes) -> bytes:
    return data[:-1] + bytes([data[-1] ^ 1])


@pytest.mark.usefixtures("empty")
def test_restore_refuses_before_it_writes(saved: Path, tmp_path: Path, settings: Any) -> None:
    path, data = tmp_path / "backup", saved.read_bytes()
    for change, words in (
        (_cut, "is damaged"),
        (_without_end, "is damaged"),
        (_changed, "is damaged"),
        (_changed_at_the_end, "is damaged"),
        (lambda _data: b"", "is damaged"),
        (lambda _data: b"-- PostgreSQL database dump" * 99, "is damaged"),
        (lambda data: data + data, "is damaged"),
    ):
        path.write_bytes(change(data))
        with pytest.raises(CommandError, match=words):
            call_command("restore", path)
    for keys, words in (
        ([FOREIGN_KEY], "None of the keys"),
        ([], "Set BACKUP_KEY"),
        (["secret"], "32 bytes"),
    ):
        settings.BACKUP_KEYS = keys
        with pytest.raises(CommandError, match=words):
            call_command("restore", saved)
    settings.BACKUP_KEYS = [KEY]
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        call_command("restore", tmp_path / "nowhere")
    assert number_of_tables() == 0
    assert not Path(settings.MEDIA_ROOT).exists()


@pytest.mark.usefixtures("empty")
def test_restore_refuses_what_does_not_fit(
    saved: Path, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> None:
    what, look_at = restoring.look_at(saved), restoring.look_at
    for other, words in (
        ({"owner": "somebody"}, "The backup's roles are somebody and"),
        ({"migrations": (*what.migrations, "portal.9999_of_tomorrow")}, "portal.9999_of_tomorrow"),
    ):
        monkeypatch.setattr(restoring, "look_at", lambda _path, more=other: replace(what, **more))
        with pytest.raises(CommandError, match=words):
            call_command("restore", saved)
    monkeypatch.setattr(restoring, "look_at", look_at)
    monkeypatch.setattr(restoring, "get_commands", dict)
    with pytest.raises(CommandError, match="no ledger"):
        call_command("restore", saved, ledger=tmp_path / "ledger")
    monkeypatch.setattr(restoring, "get_commands", lambda: {"erasures": "newcomers"})
    with pytest.raises(CommandError, match="ledger of erasures is not there"):
        call_command("restore", saved, ledger=tmp_path / "ledger")
    assert number_of_tables() == 0
    monkeypatch.delitem(settings.DATABASES, OWNER)
    with pytest.raises(CommandError, match="Set DATABASE_OWNER_URL"):
        call_command("restore", saved)


def test_restore_that_breaks_off_leaves_the_database_empty(
    saved: Path, empty: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """pg_restore gets half of the dump: it says so, and its one transaction is gone."""
    opened = archive.opened

    def half(path: Path, keys: Any) -> Any:
        monkeypatch.setattr(archive, "opened", opened)
        return _Half(opened(path, keys))

    what = restoring.look_at(saved)
    monkeypatch.setattr(restoring, "look_at", lambda _path: what)
    monkeypatch.setattr(archive, "opened", half)
    with pytest.raises(CommandError, match="pg_restore failed"):
        call_command("restore", saved)
    assert number_of_tables() == 0


class _Half:
    """Members whose dump is cut in the middle."""

    def __init__(self, whole: Any) -> None:
        self.whole = whole

    def __enter__(self) -> Iterator[tuple[str, bytes]]:
        members = self.whole.__enter__()
        return ((name, content[: len(content) // 2]) for name, content in members)

    def __exit__(self, *error: object) -> None:
        self.whole.__exit__(*error)


def test_restore_opens_with_an_older_key(saved: Path, settings: Any) -> None:
    settings.BACKUP_KEYS = [OLD_KEY, KEY]
    assert restoring.look_at(saved).counts["newcomers_enquiry"] == 1


# --- backups that fail ---------------------------------------------------------------------------
class _FullDisk:
    """A file on a disk that is full after so many bytes."""

    def __init__(self, file: BinaryIO, left: int) -> None:
        self.file, self.left = file, left

    def write(self, data: bytes) -> int:
        self.left -= len(data)
        if self.left < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return self.file.write(data)


def test_backup_on_a_full_disk_leaves_nothing(
    enquiry: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = making._write
    for left in (10, 30_000):
        monkeypatch.setattr(
            making,
            "_write",
            lambda file, key, left=left: write(cast(BinaryIO, _FullDisk(file, left)), key),
        )
        with pytest.raises(CommandError, match="No space left on device"):
            call_command("backup", tmp_path)
        assert list(tmp_path.iterdir()) == []
    assert runs(BackupRun.Kind.BACKUP)[-1] == (
        False, "The backup cannot be written: No space left on device.",
    )  # fmt: skip


def test_backup_says_why_it_failed_and_shows_no_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    broken = tmp_path / "pg_dump"
    said = "echo 'pg_dump: error: no room' >&2; echo 'DETAIL: Kari' >&2"
    broken.write_text(f"#!/bin/sh\necho PGDMP half\n{said}; exit 1\n")
    broken.chmod(0o755)
    monkeypatch.setattr(making, "program", lambda *_: broken)
    folder = tmp_path / "backups"
    with pytest.raises(CommandError, match="pg_dump failed: pg_dump: error: no room$"):
        call_command("backup", folder)
    assert list(folder.iterdir()) == []
    for keys, words in (([], "Set BACKUP_KEY"), (["x"], "32 bytes")):
        settings.BACKUP_KEYS = keys
        with pytest.raises(CommandError, match=words):
            call_command("backup", folder)
    settings.BACKUP_KEYS = [KEY]
    broken.write_text("")
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("backup", broken)


def test_backup_that_is_told_to_end_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told(file: BinaryIO, key: bytes) -> None:
        file.write(b"half of it")
        os.kill(os.getpid(), signal.SIGTERM)

    before = signal.getsignal(signal.SIGTERM)
    monkeypatch.setattr(making, "_write", told)
    with pytest.raises(SystemExit, match="143"):
        call_command("backup", tmp_path)
    assert list(tmp_path.iterdir()) == []
    assert signal.getsignal(signal.SIGTERM) is before


def test_web_role_cannot_say_that_a_backup_is_good() -> None:
    with connect(WEB) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("INSERT INTO portal_backuprun (kind, at, seconds, commit, is_ok,"
                           " trouble) VALUES ('proof', now(), 1, '', true, '')")  # fmt: skip
    with connect(WEB) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("UPDATE portal_backuprun SET is_ok = true")


# --- what it uses --------------------------------------------------------------------------------
def test_program_is_of_the_servers_version_or_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in (15, 18, 17):
        path = tmp_path / str(number) / "pg_dump"
        path.parent.mkdir()
        path.write_text(f"#!/bin/sh\necho 'pg_dump (PostgreSQL) {number}.3 (Debian)'\n")
        path.chmod(0o755)
    folders = [tmp_path / str(number) for number in (15, 18, 17)]
    monkeypatch.setattr(programs, "_folders", lambda: folders)
    assert [programs.program("pg_dump", major).parent.name for major in (14, 15, 16, 18)] == [
        "15", "15", "17", "18",
    ]  # fmt: skip
    with pytest.raises(programs.Missing, match="pg_dump of PostgreSQL 19 or newer"):
        programs.program("pg_dump", 19)
    with pytest.raises(programs.Missing, match="initdb"):
        programs.program("initdb", 15)


def test_roles_script_says_what_the_command_does() -> None:
    text = ensure_roles.script("the owner", "web", "data")
    assert 'CREATE ROLE "the owner" LOGIN CREATEROLE;' in text
    assert 'ALTER ROLE "web" SET "statement_timeout" = \'3s\';' in text
    assert "PASSWORD" not in text
    assert "DEFAULT PRIVILEGES" not in text, "or what the dump takes away would be given back"
    assert text.count(";\n") == len(text.splitlines())
