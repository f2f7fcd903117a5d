"""What must hold of the rows here whatever somebody did to them, told by `manage.py migrate`."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import DatabaseError

from municipalities.case_logs import ROLES
from municipalities.models import Membership, Municipality

HINT = "An administrator switches it off in the admin, at the municipality."
ROLES_HINT = "An administrator gives somebody the role, or switches the log off, in the admin."

ON_WHERE_NONE_MAY_BE = "municipalities.E001"
ON_WITHOUT_PEOPLE = "municipalities.W001"


@register(Tags.database)
def check_case_logs_are_allowed(
    *, databases: Sequence[str] | None = None, **options: Any
) -> list[CheckMessage]:
    """No case log is on where the operator allows none, and none without the people for it.

    A form is not the only way in. People who left hinder no release: that is a warning.
    """
    if not databases:
        return []
    try:
        on = dict(
            Municipality.objects.using(databases[0])
            .filter(case_log_enabled=True)
            .values_list("pk", "slug")
            .order_by("slug")
        )
        return _told(on, _roles_there(on, databases[0])) if on else []
    except DatabaseError:
        # The tables are not there yet.
        return []


def _roles_there(places: Iterable[int], alias: str) -> set[tuple[int, str]]:
    """Who is there today: municipality and role."""
    held = Membership.objects.using(alias).valid_on()
    held = held.filter(municipality__in=list(places), role__in=ROLES, user__is_active=True)
    return set(held.values_list("municipality", "role"))


def _told(on: dict[int, str], there: set[tuple[int, str]]) -> list[CheckMessage]:
    if not settings.CASE_LOG_ALLOWED:
        words = "The case log of {} is on where none may be kept."
        return [Error(words.format(slug), HINT, id=ON_WHERE_NONE_MAY_BE) for slug in on.values()]
    return [
        Warning(
            f"The case log of {slug} is on, and nobody is {role} there today.",
            ROLES_HINT,
            id=ON_WITHOUT_PEOPLE,
        )
        for pk, slug in on.items()
        for role in ROLES
        if (pk, role) not in there
    ]
