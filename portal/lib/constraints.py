"""Which constraint refused. Its name only: the error's text may quote what somebody typed."""

from django.db import IntegrityError


def violates(error: IntegrityError, part: str) -> bool:
    """Whether the name of the constraint that was violated holds `part`."""
    return part in constraint_of(error)


def constraint_of(error: IntegrityError) -> str:
    """The name of the constraint that was violated; empty where the database names none."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return getattr(diagnosis, "constraint_name", None) or ""
