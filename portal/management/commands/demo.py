"""`manage.py demo`: the demo logins. Invented people at example.org; refuses outside DEBUG."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from municipalities.models import Membership, Municipality
from municipalities.roles import Role
from portal.models import User


@dataclass(frozen=True)
class Login:
    """An account for trying things out."""

    role: str
    email: str
    name: str
    password: str
    is_superuser: bool = False


LOGINS = (
    Login("regional editor", "redaktor@example.org", "Rita Redaktør", "landgang-redaktor"),
    Login("administrator", "admin@example.org", "Ada Admin", "landgang-admin", True),
)


class Command(BaseCommand):
    help = "Make the demo logins, if they are not there. Only in DEBUG."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("Demo logins have known passwords: they are made in DEBUG only.")
        region = Municipality.objects.region()
        if region is None:
            raise CommandError("Load a region first: manage.py load_region PATH")
        for login in LOGINS:
            self._make(login, region)
            if options["verbosity"]:
                self.stdout.write(f"{login.role:<16} {login.email:<28} {login.password}")

    def _make(self, login: Login, region: Municipality) -> None:
        if User.objects.filter(email=login.email).exists():
            return
        user = User.objects.create_user(
            login.email, login.password, name=login.name, is_superuser=login.is_superuser
        )
        if not login.is_superuser:
            Membership.objects.create(user=user, municipality=region, role=Role.EDITOR)
