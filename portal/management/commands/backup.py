"""`manage.py backup FOLDER`: the database, the pictures and the roles in one encrypted file."""

import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from portal.actions.backups import note_run
from portal.backup.making import Made, make
from portal.backup.trouble import Trouble
from portal.lib.processes import tidily
from portal.models import BackupRun


class Command(BaseCommand):
    help = "Save the database, the pictures and the roles in one file, encrypted by BACKUP_KEY."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="made if it is not there")

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        try:
            with tidily():
                made = make(options["folder"])
        except Trouble as error:
            self._note(time.monotonic() - started, trouble=str(error))
            raise CommandError(str(error)) from error
        seconds = time.monotonic() - started
        self._note(seconds, made)
        self.stdout.write(
            f"{made.path} ({made.size / 1e6:.1f} MB): {sum(made.manifest.counts.values())} rows in"
            f" {len(made.manifest.counts)} tables, {made.pictures} pictures, in {seconds:.1f} s"
        )

    def _note(self, seconds: float, made: Made | None = None, trouble: str = "") -> None:
        try:
            note_run(
                kind=BackupRun.Kind.BACKUP,
                seconds=seconds,
                size=made.size if made else None,
                made_at=made.manifest.moment if made else None,
                trouble=trouble,
            )
        except (DatabaseError, KeyError) as error:
            self.stderr.write(f"Not noted in the database: {type(error).__name__}")
