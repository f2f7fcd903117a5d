"""`manage.py makemigrations`, with the languages that migrations are made with."""

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import makemigrations

from portal.lib.language_columns import Autodetector, is_as_in_migrations
from portal.lib.languages import IN_MIGRATIONS


class Command(makemigrations.Command):
    autodetector = Autodetector

    def handle(self, *args: Any, **options: Any) -> None:
        if not is_as_in_migrations():
            raise CommandError(
                f"Migrations are made with LANGUAGES={','.join(IN_MIGRATIONS)}: `manage.py migrate`"
                " makes the columns of other languages."
            )
        super().handle(*args, **options)
