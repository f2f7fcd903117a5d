"""`manage.py erasures`: the ledger of erased families, kept outside the backups and replayed."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from newcomers.actions.erasure_ledger import NotALedger, export_ledger, replay_ledger


class Command(BaseCommand):
    help = (
        "Writes the ledger of erased families to a file (--export), to be kept apart from the "
        "backups. After a restore, erases again what the backup has brought back (--replay): "
        "says how many first, and does it with --commit."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        way = parser.add_mutually_exclusive_group(required=True)
        way.add_argument("--export", metavar="FILE", help="where to write it; - for the screen")
        way.add_argument("--replay", metavar="FILE", help="a file that --export has written")
        parser.add_argument("--commit", action="store_true", help="erase, and not only count")

    def handle(self, *args: Any, **options: Any) -> None:
        """One of the two."""
        if options["export"]:
            self._export(options["export"])
        else:
            self._replay(Path(options["replay"]), commit=options["commit"])

    def _export(self, name: str) -> None:
        lines = list(export_ledger())
        text = "".join(f"{line}\n" for line in lines)
        if name == "-":
            sys.stdout.write(text)
            return
        # Whole or not at all: an old ledger is better than half of a new one.
        path = Path(name)
        half = path.with_name(f"{path.name}.new")
        half.write_text(text, encoding="utf-8")
        half.replace(path)
        self.stdout.write(f"{len(lines)} erasures written.")

    def _replay(self, path: Path, *, commit: bool) -> None:
        try:
            lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line]
            done = replay_ledger(lines, commit=commit)
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"The file cannot be read: {error}") from None
        except NotALedger:
            raise CommandError("That is no ledger of erasures: nothing was done.") from None
        said = "erased again" if commit else "would be erased again (--commit)"
        self.stdout.write(f"{done.known} erasures known; {done.come_back} families {said}.")
