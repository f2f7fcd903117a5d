"""`manage.py restore FILE`: a backup into an empty database; with --prove, into a cluster that is
made for it and then goes."""

import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from portal.actions.backups import note_run
from portal.backup.manifest import Manifest
from portal.backup.proving import prove
from portal.backup.restoring import restore
from portal.backup.trouble import Trouble
from portal.lib.processes import tidily
from portal.models import BackupRun


class Command(BaseCommand):
    help = (
        "Restore a backup into the empty database of DATABASE_OWNER_URL, and find out that all of"
        " it is there. With --prove, into a PostgreSQL made for it: the real database gets nothing"
        " but a line about it."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--prove", action="store_true")
        parser.add_argument(
            "--ledger", type=Path, help="erase again what this file of `manage.py erasures` names"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path, ledger, started = options["file"], options["ledger"], time.monotonic()
        kind = BackupRun.Kind.PROOF if options["prove"] else BackupRun.Kind.RESTORE
        try:
            with tidily():
                if options["prove"]:
                    what = prove(path, ledger=ledger, say=self._say)
                else:
                    what = restore(path, ledger=ledger, say=self._say).manifest
        except Trouble as error:
            if options["prove"]:
                self._note(kind, path, time.monotonic() - started, trouble=str(error))
            raise CommandError(str(error)) from error
        seconds = time.monotonic() - started
        self._note(kind, path, seconds, what)
        done = "Proven: it can be restored" if options["prove"] else "Restored"
        self._say(f"{done}, in {seconds:.1f} s")

    def _note(
        self, kind: BackupRun.Kind, path: Path, seconds: float, what: Manifest | None = None,
        trouble: str = "",
    ) -> None:  # fmt: skip
        size = path.stat().st_size if path.is_file() else None
        made_at = what.moment if what else None
        try:
            note_run(kind=kind, seconds=seconds, size=size, made_at=made_at, trouble=trouble)
        except (DatabaseError, KeyError) as error:
            self.stderr.write(f"Not noted in the database: {type(error).__name__}")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
