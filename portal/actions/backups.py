"""Noting down what became of a backup, a restore or a proof."""

import datetime

from portal.backup.addresses import OWNER
from portal.backup.manifest import code
from portal.models import BackupRun


def note_run(
    *, kind: BackupRun.Kind, seconds: float, size: int | None = None,
    made_at: datetime.datetime | None = None, trouble: str = "",
) -> BackupRun:  # fmt: skip
    """Write the row, as the owner: nobody in the web can make a backup look good.

    Raises DatabaseError where there is no database to write it into.
    """
    return BackupRun.objects.using(OWNER).create(
        kind=kind,
        made_at=made_at,
        size=size,
        seconds=round(seconds, 1),
        commit=code(),
        is_ok=not trouble,
        trouble=trouble[:500],
    )
