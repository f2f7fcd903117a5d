"""Log-in attempts counted in a real Redis, and in the table while it is gone, hangs or comes
back."""

import logging
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache, caches
from django.db import connection
from django.test import Client, override_settings
from django.urls import reverse
from redis import Redis

from portal.lib import environment, redis_cache
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


class Server:
    """A Redis in a process of its own, on a port that stays the same."""

    def __init__(self, folder: Path) -> None:
        program = shutil.which("redis-server")
        if program is None:
            pytest.skip("redis-server is missing (package redis-server)")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.command = [program, "--port", str(self.port), "--bind", "127.0.0.1", "--save", "",
                        "--dir", str(folder), "--logfile", "redis.log"]  # fmt: skip
        self.client = Redis(port=self.port)
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(self.command)
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.01)
        raise RuntimeError("the Redis server did not start")

    def end(self) -> None:
        self.client.close()
        self.process.kill()
        self.process.wait(10)


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """Named by the environment, as in production."""
    found = Server(tmp_path)
    monkeypatch.setenv("CACHE_URL", f"redis://127.0.0.1:{found.port}/0")
    monkeypatch.setattr(redis_cache, "IMPATIENT", {"socket_connect_timeout": 0.1,
                                                   "socket_timeout": 0.1})  # fmt: skip
    try:
        with override_settings(CACHES={"default": environment.cache()}):
            yield found
            cache.redis._cache.get_client(write=True).connection_pool.disconnect()
    finally:
        found.end()


def attempts(number: int) -> list[int]:
    """How the door answers to so many attempts with nothing in them."""
    client, path = Client(), reverse("account_login")
    sent = {"login": "", "password": ""}
    return [client.post(path, sent).status_code for _ in range(number)]


def rows() -> int:
    """How much the table holds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM portal_cache")
        return int(cursor.fetchone()[0])


def test_attempts_are_counted_in_redis_and_not_in_the_table(server: Server) -> None:
    assert attempts(31) == [200] * 30 + [429]
    assert (server.client.dbsize(), rows()) == (1, 0)


def test_without_redis_pages_and_doors_answer_and_the_table_counts(
    server: Server, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    assert attempts(20) == [200] * 20
    server.end()
    caplog.set_level(logging.WARNING, logger="portal.lib.redis_cache")
    begin = time.monotonic()
    assert attempts(31) == [200] * 30 + [429], "nobody may guess for ever"
    user = UserFactory.create()
    sent = {"login": user.email, "password": PASSWORD}
    door = client.post(reverse("account_login"), sent, REMOTE_ADDR="192.0.2.7")
    assert (door.status_code, client.get("/nb/").status_code) == (302, 200)
    assert time.monotonic() - begin < 5
    said = [message for message in caplog.messages if "cache" in message]
    assert said == ["cache unavailable: ConnectionError"]
    assert rows() > 0


def test_redis_that_hangs_is_left_alone_and_asked_again(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [100.0]
    monkeypatch.setattr(caches["default"], "clock", lambda: now[0])
    cache.set("greeting", "from Redis")
    server.process.send_signal(signal.SIGSTOP)
    begin = time.monotonic()
    assert cache.get("greeting") is None
    assert cache.add("greeting", "from the table")
    assert time.monotonic() - begin < 1, "it waits once"
    server.process.send_signal(signal.SIGCONT)
    assert cache.get("greeting") == "from the table"
    now[0] += redis_cache.LEFT_ALONE
    assert cache.get("greeting") == "from Redis"


def test_redis_that_was_started_anew_is_found_again(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [100.0]
    monkeypatch.setattr(caches["default"], "clock", lambda: now[0])
    cache.set("greeting", "before")
    server.end()
    cache.set("greeting", "meanwhile")
    assert (cache.touch("greeting"), cache.delete("greeting")) == (True, True)
    server.start()
    now[0] += redis_cache.LEFT_ALONE
    cache.set("greeting", "after", 60)
    assert (cache.get("greeting"), server.client.dbsize()) == ("after", 1)
    cache.clear()
    assert server.client.dbsize() == 0
