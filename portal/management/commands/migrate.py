"""`manage.py migrate`, as the role that owns the tables; then the columns of further languages."""

from typing import Any

from django.conf import settings
from django.core.management.commands import migrate

from portal.lib.language_columns import Autodetector, make_columns, renew_triggers


class Command(migrate.Command):
    autodetector = Autodetector

    def add_arguments(self, parser: Any) -> None:
        super().add_arguments(parser)
        if "owner" in settings.DATABASES:
            parser.set_defaults(database="owner")

    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        if not options["app_label"] and not options["plan"] and not options["check_unapplied"]:
            self._make_languages(options["database"], options["verbosity"])

    def _make_languages(self, database: str, verbosity: int) -> None:
        """After all migrations: in the middle of them the models are ahead of the tables."""
        made = make_columns(database)
        renewed = renew_triggers(database)
        if verbosity and (made or renewed):
            self.stdout.write(f"Languages: {len(made)} columns made, {renewed} triggers renewed")
