"""The portal as readers meet it, for the tests that open pages: a process of its own.

Why not pytest-django's live_server: it serves from a thread of the test process, on the database
of the other tests, and empties that after each test. Here `manage.py run` prepares and serves a
database of its own with production settings (the manifest of static files, compression, the web
role). Nothing of it is in this process or in the other tests' database, so nothing can leak; and
it is the product's own way of starting that is tested.
"""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from django.conf import settings

from tests.browser.rows import write_rows
from tests.database import EMPTY, address, copy, drop, maker

# What the proxy in front of the portal says: the reader came by https.
BEHIND_PROXY = {"X-Forwarded-Proto": "https"}
# Known to the tests, which sign addresses with it.
SECRET_KEY = "nothing that is signed with this is worth anything outside these tests"
READY_WITHIN = 120  # seconds; a slow machine migrates, collects static files and loads the region
# The region's content holds no story: nobody's is invented there.
TELL_STORIES = """
from django.contrib.auth import get_user_model
from municipalities.demo_stories import make_stories
make_stories(by=get_user_model().objects.create_user("stories@example.org", name="Sara"))
"""
# A text with more notes to readers than its page has room for.
TOLD = "page/2/"
TELL_CHANGES = """
from municipalities.actions.revisions import publish_revision, save_revision
from municipalities.models import Page
page = Page.objects.get(pk=2)
for number in range(1, 12):
    note = {"nb": f"Endring nummer {number}.", "de": f"Änderung Nummer {number}."}
    revision = save_revision(text=page, texts=page.texts, by=None, note=note)
    publish_revision(revision=revision, by=None)
"""
WEB_ROLE_CONNECTIONS = (
    "SELECT DISTINCT usename FROM pg_stat_activity"
    " WHERE datname = %s AND backend_type = 'client backend'"
)


@dataclass(frozen=True)
class Answer:
    """What the portal sent: status, headers, and the body as it came over the wire."""

    status: int
    headers: Message
    body: bytes


@dataclass(frozen=True)
class Portal:
    """The running portal."""

    origin: str
    database: str
    mails: Path
    answers: dict[tuple[str, str], Answer] = field(default_factory=dict)

    def get(self, path: str, encoding: str = "identity") -> Answer:
        """Ask for a path once; the same answer afterwards."""
        if (path, encoding) not in self.answers:
            headers = BEHIND_PROXY | {"Accept-Encoding": encoding}
            self.answers[path, encoding] = fetch(self.origin + path, headers)
        return self.answers[path, encoding]

    def roles(self) -> set[str]:
        """The roles under which somebody is connected to the portal's database now."""
        with psycopg.connect(address("default"), autocommit=True) as connection:
            rows = connection.execute(WEB_ROLE_CONNECTIONS, [self.database]).fetchall()
        return {role for (role,) in rows}


def fetch(url: str, headers: dict[str, str]) -> Answer:
    """The answer, whatever its status."""
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers)) as response:
            return Answer(response.status, response.headers, response.read())
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.code, error.headers, error.read())


@contextmanager
def running_portal(database: str, folder: Path) -> Iterator[Portal]:
    """Start the portal on a new database, which it fills; stop it and drop the database after.

    `folder` takes the static files, the mails and the log.
    """
    copy(EMPTY, database)
    portal = Portal(f"http://localhost:{free_port()}", database, folder / "mails")
    with (folder / "server.log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "manage.py", "run", f"--port={urlsplit(portal.origin).port}"],
            cwd=settings.BASE_DIR,
            env=os.environ | production(database, folder),
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_until_ready(portal, server, folder / "server.log")
            tell_stories(production(database, folder))
            write_rows(database, SECRET_KEY)
            yield portal
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=30)
            drop(database)


def production(database: str, folder: Path) -> dict[str, str]:
    """The environment of a deployed portal, on this machine's database server."""
    return {
        "DEBUG": "false",
        "SECRET_KEY": SECRET_KEY,
        "SITE_URL": "https://landgang.example.org",
        "ALLOWED_HOSTS": "localhost",
        "STATIC_ROOT": str(folder / "static"),
        "MEDIA_ROOT": str(folder / "media"),
        "MAIL_FOLDER": str(folder / "mails"),
        "DATABASE_URL": address("default", database),
        # Makes the tables; the processes that serve connect as the web role (see its test).
        "DATABASE_OWNER_URL": address(maker(), database),
        # A provider that is away: nobody listens there.
        "OIDC_ISSUER": "https://localhost:1",
        "OIDC_CLIENT_ID": "landgang",
        "OIDC_CLIENT_SECRET": "none",
        "OIDC_NAME": "Kommune-ID",
    }


def tell_stories(environment: dict[str, str]) -> None:
    """Publish the invented stories, and tell of changes."""
    command = [
        sys.executable,
        "manage.py",
        "shell",
        "--verbosity=0",
        "-c",
        TELL_STORIES + TELL_CHANGES,
    ]
    done = subprocess.run(
        command, cwd=settings.BASE_DIR, env=os.environ | environment, capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"no stories:\n{done.stderr}")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_ready(portal: Portal, server: subprocess.Popen[bytes], log: Path) -> None:
    """Return when /ready says so; with the server's last words if it never does."""
    deadline = time.monotonic() + READY_WITHIN
    while time.monotonic() < deadline and server.poll() is None:
        try:
            if fetch(f"{portal.origin}/ready", {}).status == 200:
                return
        except OSError:
            pass
        time.sleep(0.2)
    raise RuntimeError(f"The portal did not start:\n{log.read_text()[-2000:]}")


def path_of(url: str) -> str:
    """The path of an address with its query, as a reader's browser asks for it."""
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")
