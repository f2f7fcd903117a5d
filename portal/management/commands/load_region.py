"""`manage.py load_region PATH`: loads a region pack (docs/region-pack.md)."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from portal.region_pack.load import load_region
from portal.region_pack.read import PackError
from portal.region_pack.writer import Report


class Command(BaseCommand):
    help = "Check a region pack whole, then load it. Running it twice changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, help="the folder of the pack")
        parser.add_argument(
            "--force", action="store_true", help="overwrite what editors have changed"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = load_region(options["path"], force=options["force"], progress=self._progress)
        except PackError as error:
            mistakes = "\n".join(f"  {mistake}" for mistake in error.mistakes)
            raise CommandError(
                f"Nothing was loaded: {len(error.mistakes)} mistake(s) in {options['path']}\n"
                f"{mistakes}"
            ) from error
        except DatabaseError as error:
            raise CommandError(
                f"Nothing was loaded: the database refused or did not answer.\n  {error}"
            ) from error
        if options["verbosity"]:
            self._tell(report, options["force"])

    def _progress(self, part: str) -> None:
        self.stderr.write(f"  loading {part}")

    def _tell(self, report: Report, force: bool) -> None:
        self.stdout.write(
            f"{report.created} created, {report.updated} updated, {report.unchanged} unchanged"
        )
        how = "kept as editors left it" if not force else "kept"
        self._list(f"{how} (--force overwrites)", report.kept)
        self._list("not published, for editors to look at", report.withheld)
        self._list("shown without what has to be verified", report.to_verify)
        self._list("accepted, to be used by a later release", report.waiting)

    def _list(self, title: str, lines: list[str]) -> None:
        if lines:
            self.stdout.write(f"{len(lines)} {title}:")
            for line in lines:
                self.stdout.write(f"  {line}")
