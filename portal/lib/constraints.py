"""Which constraint refused. Its name only: the error's text may quote what somebody typed."""

from django.db import IntegrityError


def violates(error: IntegrityError, part: str) -> bool:
    """Whether the name of the constraint that was violated holds `part`."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return part in (getattr(diagnosis, "constraint_name", None) or "")
