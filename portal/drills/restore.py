"""A lost machine and a mistake: how long until the portal serves again, and what is lost.

The server archives what it writes as docs/operations.md says; a backup's file is tried besides.
"""

import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from cryptography.fernet import Fernet

from portal.drills.asking import Visitor
from portal.drills.figures import Figure, at_most, exactly
from portal.drills.scene import prepare
from portal.drills.servers import Cluster, Passwords, as_owner, start_web
from portal.drills.stage import Missing, Stage

TITLE = "Backup, restore, and restore to a point in time"
ARCHIVE_TIMEOUT = 60  # seconds, as docs/operations.md says
RPO, RTO = 5 * 60, 60 * 60  # seconds
PEOPLE = 1000
# Shortly before the server would archive by itself: when most is lost.
UNLUCKY = 0.9


class Writer(threading.Thread):
    """Commits a row every 20 ms, until the server is gone; knows the last that was acknowledged."""

    def __init__(self, cluster: Cluster) -> None:
        super().__init__(daemon=True)
        self.cluster, self.acknowledged, self.last, self.is_told = cluster, 0, 0.0, False

    def run(self) -> None:
        """Until told to end."""
        address = self.cluster.address("postgres", self.cluster.passwords.superuser)
        try:
            with psycopg.connect(address, autocommit=True) as connection:
                while not self.is_told:
                    connection.execute("INSERT INTO drill_write DEFAULT VALUES")
                    self.acknowledged, self.last = self.acknowledged + 1, time.time()
                    time.sleep(0.02)
        except psycopg.OperationalError:
            pass


def run(stage: Stage) -> Iterator[Figure]:
    """The file first; then the archive, for a mistake and for a machine that is gone."""
    here = prepare(stage, {"BACKUP_KEY": Fernet.generate_key().decode()})
    primary, given = here.primary, here.given
    yield from _by_file(stage, primary, given)
    yield from _by_archive(stage, primary, given)


def _by_file(stage: Stage, primary: Cluster, given: dict[str, str]) -> Iterator[Figure]:
    folder = stage.folder / "backups"
    with _timed() as seconds:
        stage.manage(as_owner(primary, given), "backup", str(folder))
    (path,) = folder.iterdir()
    yield at_most("a backup takes", round(seconds[0], 1), RPO, " s")
    yield Figure("its size", f"{path.stat().st_size / 1e6:.1f} MB", "", True)
    with _timed() as seconds:
        said = stage.manage(as_owner(primary, given), "restore", str(path), "--prove")
    yield exactly("restore --prove: all of it came back", "Proven" in said, True)
    yield at_most("restore --prove takes", round(seconds[0], 1), RTO, " s")
    with _timed() as seconds:
        new = Cluster(stage, "new", Passwords())
        new.make()
        there = given | {"DATABASE_URL": new.address("landgang_web", new.passwords.web)}
        stage.manage(as_owner(new, there), "restore", str(path))
        found = _ready(stage, "web-new", new, there)
    yield exactly("a new cluster from the file: /ready", found, 200)
    yield at_most("from nothing to /ready, by the file (RTO)", round(seconds[0], 1), RTO, " s")
    new.stop()


def _by_archive(stage: Stage, primary: Cluster, given: dict[str, str]) -> Iterator[Figure]:
    archive = stage.servers_folder("archive")
    _archive_into(primary, archive)
    for statement in (
        "CREATE TABLE drill_write (id bigserial PRIMARY KEY, at timestamptz DEFAULT now())",
        f"CREATE TABLE drill_person AS SELECT generate_series(1, {PEOPLE}) AS id",
    ):
        primary.ask(statement)
    base = _base_backup(stage, primary)
    writer = Writer(primary)
    writer.start()
    time.sleep(2)
    before = str(primary.ask("SELECT clock_timestamp()")[0][0])
    time.sleep(1)
    primary.ask("DELETE FROM drill_person")
    primary.ask("SELECT pg_switch_wal()")
    with _timed() as seconds:
        earlier = _restored(stage, "earlier", primary, base, archive, before)
        people = earlier.ask("SELECT count(*) FROM drill_person")[0][0]
        late = earlier.ask("SELECT count(*) FROM drill_write WHERE at > %s", before)[0][0]
        status = _ready(stage, "web-earlier", earlier, given)
    yield exactly("rows deleted by mistake that are there again", people, PEOPLE)
    yield exactly("rows of later than the moment", late, 0)
    yield exactly("the moment before the mistake: /ready", status, 200)
    yield at_most("restored to that moment (RTO)", round(seconds[0], 1), RTO, " s")
    earlier.stop()
    yield from _lose(stage, primary, given, base, archive, writer)


def _lose(
    stage: Stage, primary: Cluster, given: dict[str, str], base: Path, archive: Path,
    writer: Writer,
) -> Iterator[Figure]:  # fmt: skip
    """The machine goes at the worst moment, with its disk."""
    stage.say(f"Waiting for the server to archive by itself (every {ARCHIVE_TIMEOUT} s)")
    known = len(list(archive.iterdir()))
    deadline = time.monotonic() + 3 * ARCHIVE_TIMEOUT
    while len(list(archive.iterdir())) == known:
        if time.monotonic() > deadline:
            raise Missing("The server archived nothing by itself.")
        time.sleep(0.2)
    time.sleep(UNLUCKY * ARCHIVE_TIMEOUT)
    primary.process.kill()
    primary.process.wait()
    writer.join(10)
    with _timed() as seconds:
        shutil.rmtree(primary.data, ignore_errors=True)
        later = _restored(stage, "later", primary, base, archive, "")
        status = _ready(stage, "web-later", later, given)
    rows = later.ask("SELECT count(*), extract(epoch FROM max(at)) FROM drill_write")[0]
    count, newest = int(str(rows[0])), float(str(rows[1]))
    yield Figure("writes that were acknowledged", writer.acknowledged, "some",
                 writer.acknowledged > 1000)  # fmt: skip
    yield Figure("of these, not yet archived when the disk went", writer.acknowledged - count,
                 "those of the last minute", count > 0)  # fmt: skip
    yield at_most("the time whose writes are lost (RPO)", round(writer.last - newest, 1), RPO, " s")
    yield exactly("the machine that was lost: /ready", status, 200)
    yield at_most("restored to the newest of the archive (RTO)", round(seconds[0], 1), RTO, " s")
    roles = later.ask("SELECT count(*) FROM pg_roles WHERE rolname LIKE 'landgang%%'")[0][0]
    yield exactly("roles, which the archive brings along", roles, 3)


def _archive_into(primary: Cluster, archive: Path) -> None:
    for name, value in {
        "archive_mode": "on",
        "archive_command": f"test ! -f {archive}/%f && cp %p {archive}/%f.new"
        f" && mv {archive}/%f.new {archive}/%f",
        "archive_timeout": f"{ARCHIVE_TIMEOUT}s",
    }.items():
        primary.ask(f"ALTER SYSTEM SET {name} = '{value.replace('%', '%%')}'")
    primary.stop()
    primary.start()


def _base_backup(stage: Stage, primary: Cluster) -> Path:
    folder = stage.servers_folder("base")
    subprocess.run(
        [primary.programs / "pg_basebackup", "-D", folder, "-h", "127.0.0.1", "-p",
         str(primary.port), "-U", "landgang_replica", "-c", "fast", "--no-sync"],
        env={"PGPASSWORD": primary.passwords.replica}, check=True, capture_output=True,
        **stage.as_user(),
    )  # fmt: skip
    return folder


def _restored(
    stage: Stage, name: str, primary: Cluster, base: Path, archive: Path, moment: str
) -> Cluster:
    """A cluster from the copy and the archive, up to the moment, or to the end; it takes writes."""
    cluster = Cluster(stage, name, primary.passwords)
    subprocess.run(["cp", "-a", f"{base}/.", cluster.data], check=True)
    lines = [
        f"restore_command = 'cp {archive}/%f %p'",
        "archive_mode = off",
        "recovery_target_action = promote",
        *([f"recovery_target_time = '{moment}'"] if moment else []),
    ]
    with (cluster.data / "postgresql.auto.conf").open("a") as file:
        file.write("\n".join([*lines, ""]))
    signal = cluster.data / "recovery.signal"
    signal.touch()
    stage.own(signal)
    cluster.start()
    stage.wait(
        name, cluster.process, lambda: cluster.ask("SELECT pg_is_in_recovery()")[0] == (False,)
    )
    return cluster


def _ready(stage: Stage, name: str, cluster: Cluster, given: dict[str, str]) -> int:
    address = cluster.address("landgang_web", cluster.passwords.web)
    there = given | {"DATABASE_URL": address, "DATABASE_DIRECT_URL": address}
    port = stage.port()
    start_web(stage, name, port, there, workers=1)
    return Visitor(port).get("/ready").status


@contextmanager
def _timed() -> Iterator[list[float]]:
    """The list gets the seconds that the block took."""
    found: list[float] = []
    started = time.monotonic()
    yield found
    found.append(time.monotonic() - started)
