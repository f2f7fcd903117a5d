"""How many enquiries the campaigns have brought, and how many get the letter: sums over all
municipalities, for people who read none of the rows."""

from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext

# A smaller number of people is not told (domain.md).
SMALLEST = 5


@dataclass(frozen=True)
class Sum:
    """A number of people, told only where it is none, or not small."""

    count: int

    @property
    def is_small(self) -> bool:
        """Whether it is kept back."""
        return 0 < self.count < SMALLEST

    def __str__(self) -> str:
        if self.is_small:
            return gettext("fewer than %(number)s") % {"number": SMALLEST}
        return str(self.count)


NOBODY = Sum(0)


def enquiries_by_campaign() -> dict[str, Sum]:
    """Enquiries that are kept still, by the code of the campaign. Without spam and doubles; a
    forwarded one counts once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT campaign, count FROM newcomers_enquiries_by_campaign()")
        return {campaign: Sum(count) for campaign, count in cursor.fetchall()}


def subscribers(municipality: int) -> dict[str, Sum]:
    """How many get the letter of the municipality (its id), by language."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT language, count FROM newcomers_subscribers(%s)", [municipality])
        return {language: Sum(count) for language, count in cursor.fetchall()}
