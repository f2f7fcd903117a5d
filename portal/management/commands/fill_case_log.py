"""`manage.py fill_case_log`: a case log as large as a region's after ten years, of invented people.

For measuring, and for seeing how pages look then. Takes a minute or two for a million entries.
"""

import time
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, connections

from municipalities.models import Membership, Municipality
from municipalities.roles import Role
from newcomers.demo_families import make_families
from newcomers.demo_multiply import add_entries, multiply_log
from newcomers.models import Family, FollowUp
from portal.models import User

# So many families have stories of their own; the others are copies, each older than the last.
STORIES = 1000
# Some of them have moved on, and are a family of another municipality too.
MOST_WITH_STORIES = STORIES * 11 // 10
# The role that may switch triggers off.
SUPERUSER = "bootstrap"


class Command(BaseCommand):
    help = "Fill the case log with invented families at example.org. Only in DEBUG."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--families", type=int, default=100_000, help="rounded up to thousands")
        parser.add_argument(
            "--follow-ups", type=int, default=0, help="at least so many entries in the log"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("Invented families are made in DEBUG only.")
        if SUPERUSER not in settings.DATABASES:
            raise CommandError("DATABASE_URL must be a superuser's: triggers rest meanwhile.")
        if Municipality.objects.region() is None:
            raise CommandError("Load a region first: manage.py load_region PATH")
        families = options["families"]
        if families > 0:
            self._fill(families)
        if options["follow_ups"]:
            add_entries(_address(), options["follow_ups"], self._say)
        self._say("  ".join(f"{name}: {count}" for name, count in _counts().items()))

    def _fill(self, families: int) -> None:
        there = _counts()["families"]
        stories = min(families, STORIES)
        times = -(-families // stories)
        if there > MOST_WITH_STORIES and there < families:
            raise CommandError(
                f"There are {there} families: begin with an empty log, or with"
                f" {MOST_WITH_STORIES} at most."
            )
        if there >= families:
            return
        _staff()
        clock = time.monotonic()
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")  # the web role's is three seconds

        def tell(made: int) -> None:
            rate = made / max(time.monotonic() - clock, 0.001)
            self._say(f"stories: {made} families, {rate:.0f} a second")

        make_families(stories, progress=tell)
        if times > 1:
            multiply_log(_address(), times, self._say)

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def _staff() -> None:
    """A coordinator and a lead in each of today's municipalities, once."""
    for place in Municipality.objects.current():
        for role in (Role.COORDINATOR, Role.LEAD):
            email = f"{role}@{place.slug}.example.org"
            if User.objects.filter(email=email).exists():
                continue
            user = User.objects.create_user(email, name=f"{role.title()} {place.name}")
            Membership.objects.create(user=user, municipality=place, role=role)


def _counts() -> dict[str, int]:
    """How many there are, whoever's: the superuser sees all rows."""
    tables: dict[str, Any] = {"families": Family, "follow-ups": FollowUp}
    rows = {name: model.objects.using(SUPERUSER) for name, model in tables.items()}
    return {name: found.count() for name, found in rows.items()}


def _address() -> str:
    """The database's address for a connection of its own, as the superuser."""
    found = connections[SUPERUSER].settings_dict
    options = {key.lower(): str(found[key]) for key in ("HOST", "PORT") if found.get(key)}
    login = quote(found["USER"], safe="")
    if found.get("PASSWORD"):
        login += ":" + quote(found["PASSWORD"], safe="")
    return f"postgres://{login}@/{found['NAME']}?{urlencode(options)}"
