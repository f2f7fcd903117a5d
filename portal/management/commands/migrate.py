"""`manage.py migrate`, as the role that owns the tables; then the columns of further languages.

It waits for no table for long: whoever asks for that table meanwhile waits behind it.
"""

import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import OperationalError, connections
from psycopg.errors import DeadlockDetected, LockNotAvailable

from portal.lib.language_columns import Autodetector, make_columns, renew_triggers

LOCK_TIMEOUT = "500ms"
# A table that is in use is asked for again, for a minute and more.
TRIES, PAUSE = 60, 0.5  # seconds


class Command(migrate.Command):
    autodetector = Autodetector

    def add_arguments(self, parser: Any) -> None:
        super().add_arguments(parser)
        if "owner" in settings.DATABASES:
            parser.set_defaults(database="owner")

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate; again where a table is in use. What is done stays done, each migration whole."""
        # Models are made and thrown away by the thousand: what is there before them is not garbage.
        gc.freeze()
        for _ in range(TRIES):
            try:
                with _impatient(options["database"]):
                    self._migrate(*args, **options)
            except OperationalError as error:
                if not isinstance(error.__cause__, LockNotAvailable | DeadlockDetected):
                    raise
                self.stdout.write("A table is in use: trying again")
                time.sleep(PAUSE)
            else:
                return
        raise CommandError("A table is in use all the time. Nothing is half done; try again later.")

    def _migrate(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        if not options["app_label"] and not options["plan"] and not options["check_unapplied"]:
            self._make_languages(options["database"], options["verbosity"])

    def _make_languages(self, database: str, verbosity: int) -> None:
        """After all migrations: in the middle of them the models are ahead of the tables."""
        made = make_columns(database)
        renewed = renew_triggers(database)
        if verbosity and (made or renewed):
            self.stdout.write(f"Languages: {len(made)} columns made, {renewed} triggers renewed")


@contextmanager
def _impatient(database: str) -> Iterator[None]:
    """What a connection that goes past every pooler may say of itself."""
    connection = connections[database]
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", [LOCK_TIMEOUT])
    try:
        yield
    finally:
        if connection.is_usable():
            connection.cursor().execute("RESET lock_timeout")
