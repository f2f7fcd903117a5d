"""What must hold of the rows here whatever somebody did to them, told by `manage.py migrate`."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError

from municipalities.models import Municipality

HINT = "An administrator switches it off in the admin, at the municipality."

ON_TOO_EARLY = "municipalities.E001"


@register(Tags.database)
def check_case_logs_are_allowed(
    *, databases: Sequence[str] | None = None, **options: Any
) -> list[CheckMessage]:
    """No case log is on before what it stores can be erased: a form is not the only way in."""
    if settings.CASE_LOG_ALLOWED or not databases:
        return []
    try:
        switched_on = Municipality.objects.using(databases[0]).filter(case_log_enabled=True)
        slugs = sorted(switched_on.values_list("slug", flat=True))
    except DatabaseError:
        # The tables are not there yet.
        return []
    return [
        Error(f"The case log of {slug} is on where none may be kept.", HINT, id=ON_TOO_EARLY)
        for slug in slugs
    ]
