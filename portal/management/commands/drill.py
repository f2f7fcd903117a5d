"""`manage.py drill NAME`: tries on real servers what the portal promises (portal.drills)."""

import pkgutil
import signal
import sys
import time
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal import drills
from portal.drills.figures import Figure, write_down
from portal.drills.stage import Missing, Stage

PROOF = "docs/proof.md"


class Command(BaseCommand):
    help = "Try on real servers, on this machine alone, what the portal promises of its running."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", choices=sorted(found()))
        parser.add_argument("--unwritten", action="store_true", help=f"leave {PROOF} as it is")
        parser.add_argument("--keep", action="store_true", help="leave the folder with the logs")
        parser.add_argument("--old", default="", help="upgrade: the release to come from, in git")

    def handle(self, *args: Any, **options: Any) -> None:
        name, started = options["name"], time.monotonic()
        # Told to end, it ends what it has started.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
        drill = import_module(f"portal.drills.{name}")
        figures: list[Figure] = []
        with Stage(self._say, keep=options["keep"], old=options["old"]) as stage:
            try:
                for figure in drill.run(stage):
                    self._say(figure.line())
                    figures.append(figure)
            except Missing as error:
                raise CommandError(str(error)) from error
            versions = dict(stage.versions)
        seconds = round(time.monotonic() - started)
        figures.append(Figure("the whole drill", f"{seconds} s", "", True))
        if not options["unwritten"]:
            write_down(settings.BASE_DIR / PROOF, name, drill.TITLE, figures, versions)
        wrong = sum(not each.is_right for each in figures)
        self._say(f"{len(figures) - wrong} of {len(figures)} right, in {seconds} s")
        if wrong:
            sys.exit(1)

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def found() -> list[str]:
    """The names of the drills: modules that say what they are about."""
    names = (each.name for each in pkgutil.iter_modules(drills.__path__))
    return [each for each in names if hasattr(import_module(f"portal.drills.{each}"), "TITLE")]
