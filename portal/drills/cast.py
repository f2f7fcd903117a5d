"""Who plays: two coordinators who are strangers to each other, and enquiries to both.

Run by `manage.py shell` inside a drill's own portal, never anywhere else: the passwords are known.
"""

from municipalities.actions.memberships import give_role
from municipalities.models import Municipality
from municipalities.roles import Role
from newcomers.actions.enquiries import receive_enquiry
from newcomers.models import Enquiry
from portal.models import User

PLACES = ("malselv", "sorreisa")
PASSWORD = "only-for-a-drill-8"
ENQUIRIES = 20
MAKE = "from portal.drills import cast; cast.make()"


def email_of(place: str) -> str:
    """The coordinator's login."""
    return f"{place}@example.org"


def canary_of(place: str) -> str:
    """The name that all enquiries to the place begin with."""
    return f"Kanari-{place}"


def make() -> None:
    """Both of them, with their enquiries."""
    for place in Municipality.objects.filter(slug__in=PLACES):
        user = User.objects.create_user(
            email_of(place.slug), PASSWORD, name=f"Koordinator {place.name}", language="nb"
        )
        give_role(user=user, municipality=place, role=Role.COORDINATOR, by=None)
        for number in range(ENQUIRIES):
            receive_enquiry(
                enquiry=Enquiry(
                    municipality=place,
                    language="nb",
                    name=f"{canary_of(place.slug)}-{number}",
                    email=f"kanari-{number}@example.org",
                    message="Hei.",
                )
            )
