"""`manage.py run`: everything `make run` does once Python's packages are there."""

import os
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, OperationalError, connection

from portal.lib import environment
from portal.lib.processes import run_together

# What fills an empty database: REGION_PACK, or the region that comes with the portal.
PACK = "municipalities/content/midt-troms"


class Command(BaseCommand):
    help = "Prepare the database, load the content if there is none, and serve the portal."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))
        parser.add_argument("--workers", type=int, default=2)

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        port = options["port"]
        _require_free(port)
        try:
            self._prepare()
        except OperationalError as error:
            raise CommandError(
                "The database cannot be reached. Is it running, and is DATABASE_URL right?\n"
                f"  {str(error).strip()}"
            ) from error
        self._greet(port, time.monotonic() - started)
        sys.exit(self._serve(port, options["workers"]))

    def _prepare(self) -> None:
        self._say("Preparing the database")
        if "owner" in settings.DATABASES:
            call_command("ensure_roles", verbosity=0)
            call_command("migrate", verbosity=0)
        call_command("messages", verbosity=0)
        if not settings.DEBUG:
            call_command("collectstatic", interactive=False, verbosity=0)
        if _is_empty():
            pack = settings.BASE_DIR / environment.text("REGION_PACK", PACK)
            self._say(f"Loading the region pack {pack.name} (a few seconds)")
            call_command("load_region", str(pack), verbosity=0)
        if settings.DEBUG:
            call_command("demo", verbosity=0)
        connection.close()

    def _greet(self, port: int, seconds: float) -> None:
        from portal.management.commands.demo import LOGINS

        self._say(f"Ready after {seconds:.1f} s. The portal: http://localhost:{port}/")
        if settings.DEBUG:
            self._say(f"The admin: http://localhost:{port}/admin/ with these demo logins:")
            for login in LOGINS:
                self._say(f"  {login.role:<20} {login.email:<28} {login.password}")
        self._say("Ctrl+C stops it.")

    def _serve(self, port: int, workers: int) -> int:
        """Run gunicorn, and the worker beside it, until it ends or we are told to."""
        command = [
            sys.executable,
            "-m",
            "gunicorn",
            "portal.wsgi",
            f"--bind=127.0.0.1:{port}",
            f"--workers={workers}",
            "--log-level=warning",
            "--no-control-socket",
            # Threads, since no proxy stands before it here: browsers open connections ahead of
            # need, and two idle ones would hold two sync workers.
            "--worker-class=gthread",
            "--threads=4",
        ]
        if settings.DEBUG:
            command += ["--reload", *(f"--reload-extra-file={path}" for path in _watched())]
        variables = os.environ | {
            "SITE_URL": os.environ.get("SITE_URL") or f"http://localhost:{port}"
        }
        worker = [sys.executable, str(settings.BASE_DIR / "manage.py"), "work"]
        return run_together(command, worker, variables, _change_of_code())

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def _require_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError) as error:
            raise CommandError(
                f"Port {port} cannot be used ({error}). Try another: make run PORT=8010"
            ) from error


def _is_empty() -> bool:
    from municipalities.models import Municipality

    try:
        return not Municipality.objects.exists()
    except DatabaseError as error:
        raise CommandError(
            "The tables are not there. Set DATABASE_OWNER_URL and run `manage.py migrate`."
        ) from error


def _watched() -> list[Path]:
    """Files besides Python's own that a running worker has read."""
    return sorted((settings.BASE_DIR / "templates").rglob("*.html"))


def _change_of_code() -> Callable[[], bool]:
    """Says whether a Python file has changed since it was last asked; never outside DEBUG."""
    seen = [_newest_code()]

    def is_outdated() -> bool:
        before, seen[0] = seen[0], _newest_code()
        return seen[0] > before

    return is_outdated if settings.DEBUG else lambda: False


def _newest_code() -> float:
    packages = ("portal", "newcomers", "hosting", "municipalities")
    files = (path for each in packages for path in (settings.BASE_DIR / each).rglob("*.py"))
    return max(os.path.getmtime(path) for path in files if path.exists())
