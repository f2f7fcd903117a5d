"""`manage.py invite`: an invitation from the console, above all to the first administrator."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from municipalities.actions.memberships import RoleHeld
from municipalities.models import Municipality
from municipalities.roles import Role
from portal.actions.invitations import AccountClosed, AlreadyInvited, invite


class Command(BaseCommand):
    help = "Invite a person to a role. The mail holds the link; it works once, for three days."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("name")
        parser.add_argument("--role", choices=Role.values, default=Role.ADMINISTRATOR)
        parser.add_argument("--municipality", help="Its slug. Default: the region's own row.")
        parser.add_argument(
            "--language",
            choices=[code for code, _name in settings.LANGUAGES],
            default=settings.LANGUAGE_CODE,
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            invitation = invite(
                email=options["email"],
                name=options["name"],
                language=options["language"],
                role=options["role"],
                municipality=_municipality(options["municipality"]),
                by=None,
            )
        except AlreadyInvited as error:
            raise CommandError("There is an open invitation to that already.") from error
        except RoleHeld as error:
            raise CommandError("This person has that role already.") from error
        except AccountClosed as error:
            raise CommandError("This person's account is closed.") from error
        self.stdout.write(f"Invited, until {invitation.expires_at:%Y-%m-%d %H:%M} UTC.")


def _municipality(slug: str | None) -> Municipality:
    found = (
        Municipality.objects.filter(slug=slug).first() if slug else Municipality.objects.region()
    )
    if found is None:
        raise CommandError(f"There is no municipality {slug}." if slug else "Load a region first.")
    return found
