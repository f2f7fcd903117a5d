"""The row of a case: locked before anything about it is decided, and saved as its next version."""

from typing import Any

from django.utils import timezone

from newcomers.models import Case


def locked(case: Case) -> Case:
    """The case as it is now, locked until the end of the transaction."""
    return (
        Case.objects.select_for_update(of=("self",))
        .select_related("family", "municipality", "coordinator", "changed_by")
        .get(pk=case.pk)
    )


def save_version(case: Case, by: Any, *fields: str) -> None:
    """Save the fields as the next version."""
    case.version += 1
    case.changed_at, case.changed_by = timezone.now(), by
    case.save(update_fields=[*fields, "version", "changed_at", "changed_by"])
