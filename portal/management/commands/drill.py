"""`manage.py drill NAME …`: tries on real servers what the portal promises (portal.drills)."""

import pkgutil
import signal
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal import drills
from portal.drills.figures import Figure, write_down
from portal.drills.stage import Missing, Stage

PROOF = "docs/proof.md"
ALL = "all"


class Command(BaseCommand):
    help = "Try on real servers, on this machine alone, what the portal promises of its running."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", nargs="+", choices=[ALL, *sorted(found())])
        parser.add_argument("--unwritten", action="store_true", help=f"leave {PROOF} as it is")
        parser.add_argument("--keep", action="store_true", help="leave the folders with the logs")
        parser.add_argument("--old", default="", help="upgrade: the release to come from, in git")

    def handle(self, *args: Any, **options: Any) -> None:
        # Told to end, it ends what it has started.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
        names = sorted(found()) if ALL in options["name"] else options["name"]
        with tempfile.TemporaryDirectory(prefix="landgang-drills-") as folder:
            # Servers of another user pass through.
            Path(folder).chmod(0o711)
            shared: dict[str, Any] = {"folder": folder}
            wrong = [name for name in names if not self._is_right(name, shared, options)]
        if wrong:
            raise CommandError(f"Not right: {', '.join(wrong)}")

    def _is_right(self, name: str, shared: dict[str, Any], options: dict[str, Any]) -> bool:
        """Run the drill and write down what it found; whether all of it is right."""
        drill, started = import_module(f"portal.drills.{name}"), time.monotonic()
        self._say(f"{name}: {drill.TITLE}")
        figures: list[Figure] = []
        with Stage(self._say, keep=options["keep"], old=options["old"], shared=shared) as stage:
            try:
                for figure in drill.run(stage):
                    self._say(figure.line())
                    figures.append(figure)
            except Missing as error:
                self.stderr.write(str(error))
                return False
            versions = dict(stage.versions)
        seconds = round(time.monotonic() - started)
        figures.append(Figure("the whole drill", f"{seconds} s", "", True))
        if not options["unwritten"]:
            write_down(settings.BASE_DIR / PROOF, name, drill, figures, versions)
        wrong = sum(not each.is_right for each in figures)
        self._say(f"{len(figures) - wrong} of {len(figures)} right, in {seconds} s")
        return not wrong

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def found() -> list[str]:
    """The names of the drills: modules that say what they are about."""
    names = (each.name for each in pkgutil.iter_modules(drills.__path__))
    return [each for each in names if hasattr(import_module(f"portal.drills.{each}"), "TITLE")]
