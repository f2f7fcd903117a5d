"""`manage.py work`: does the jobs, such as sending mail, and what is due by the clock."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import connections

from portal.duties import enqueue_due
from portal.lib import metrics, worker
from portal.readiness import refuse_to_serve_unguarded


class Command(BaseCommand):
    help = "Do jobs until SIGTERM or Ctrl+C. Several may run at once, on one machine or on more."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--heartbeat", type=float, default=10, help="Seconds. Of all the same.")
        parser.add_argument("--tick", type=float, default=60, help="Seconds between duties.")

    def handle(self, *args: Any, **options: Any) -> None:
        # Before the first connection, in this process alone.
        connections.settings["default"].update(settings.DATABASE_DIRECT)
        refuse_to_serve_unguarded()
        metrics.start(is_shared=False)
        worker.run(tick=enqueue_due, seconds=options["tick"], heartbeat=options["heartbeat"])
