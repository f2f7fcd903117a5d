"""`manage.py demo`: the demo logins. Invented people at example.org; refuses outside DEBUG."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from hosting.demo import make_offers, make_offers_that_wait
from hosting.demo_events import make_events
from hosting.demo_hosts import make_hosts_at_work
from municipalities.actions.memberships import give_role
from municipalities.demo import make_texts
from municipalities.demo_stories import make_stories
from municipalities.models import Municipality
from municipalities.roles import Role
from newcomers.demo import make_enquiries
from newcomers.demo_families import make_families
from newcomers.demo_past import make_past
from newcomers.demo_privacy import make_requests
from portal.models import User


@dataclass(frozen=True)
class Login:
    """An account for trying things out, with one role in one place."""

    role: str  # as `make run` prints it
    email: str
    name: str
    password: str
    held: Role
    place: str | None = None  # the municipality's slug; None for the region's own row


LOGINS = (
    Login("coordinator Målselv", "malselv@example.org", "Marit Mellomli",
          "landgang-malselv", Role.COORDINATOR, "malselv"),
    Login("coordinator Sørreisa", "sorreisa@example.org", "Sindre Sandvik",
          "landgang-sorreisa", Role.COORDINATOR, "sorreisa"),
    Login("lead Senja", "senja@example.org", "Solveig Skarpnes",
          "landgang-senja", Role.LEAD, "senja"),
    Login("editor Dyrøy", "dyroy@example.org", "Dag Dyrnes",
          "landgang-dyroy", Role.EDITOR, "dyroy"),
    Login("regional editor", "redaktor@example.org", "Rita Redaktør",
          "landgang-redaktor", Role.EDITOR),
    Login("regional adviser", "radgiver@example.org", "Rolf Rådgiver",
          "landgang-radgiver", Role.REGIONAL),
    Login("privacy officer", "personvern@example.org", "Pia Personvern",
          "landgang-personvern", Role.PRIVACY),
    Login("administrator", "administrator@example.org", "Ada Admin",
          "landgang-administrator", Role.ADMINISTRATOR),
)  # fmt: skip


FAMILIES = 40
# Has taken note of the invented consents.
EDITOR = "redaktor@example.org"


class Command(BaseCommand):
    help = "Make the demo logins, enquiries and families, if they are not there. Only in DEBUG."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--public-only", action="store_true", help="only what readers see: no logins, no cases"
        )
        parser.add_argument(
            "--families", type=int, default=FAMILIES, help="how many there shall be"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("Demo logins have known passwords: they are made in DEBUG only.")
        if Municipality.objects.region() is None:
            raise CommandError("Load a region first: manage.py load_region PATH")
        self._make_public(options["verbosity"])
        if options["public_only"]:
            return
        for login in LOGINS:
            made = _make(login)
            if options["verbosity"]:
                line = f"{login.role:<20} {login.email:<28} {login.password}"
                self.stdout.write(line if made else f"{login.role:<20} has no place in this region")
        make_texts(User.objects.filter(email="redaktor@example.org").first())
        make_enquiries()
        make_offers_that_wait()
        if options["verbosity"]:
            self.stdout.write("and a few invented enquiries")
        told = make_stories(by=User.objects.get(email=EDITOR))
        if options["verbosity"] and told:
            self.stdout.write(f"{told} invented stories")
        self._make_families(options["families"], options["verbosity"])

    def _make_public(self, verbosity: int) -> None:
        """What readers see."""
        make_offers()
        make_hosts_at_work()
        make_events()
        if verbosity:
            self.stdout.write("a few invented offers, events and office days")

    def _make_families(self, total: int, verbosity: int) -> None:
        """Tell how far it is: many take a while."""

        def tell(done: int) -> None:
            if verbosity:
                self.stdout.write(f"{done} invented families")

        make_families(total, progress=tell)
        make_past()
        make_requests()


def _make(login: Login) -> bool:
    """Whether the login is there now: another region does not have the places of this one."""
    places = Municipality.objects
    place = places.filter(slug=login.place).first() if login.place else places.region()
    if place is None:
        return False
    with transaction.atomic():
        if not User.objects.filter(email=login.email).exists():
            user = User.objects.create_user(login.email, login.password, name=login.name)
            give_role(user=user, municipality=place, role=login.held, by=None)
    return True
