"""`manage.py parked`: the jobs that were tried in vain, and another chance for them."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection

from portal.lib.jobs import retry_parked


class Command(BaseCommand):
    help = "List the jobs that nobody tries any more, with their ids; --retry tries them again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--retry", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id, task_name, attempts FROM procrastinate_jobs"
                " WHERE status = 'failed' ORDER BY id"
            )
            for number, task, attempts in cursor.fetchall():
                self.stdout.write(f"{number} {task} tried {attempts} times")
        if options["retry"]:
            self.stdout.write(f"{retry_parked()} are tried again.")
