"""What is known of backups: when one was made, restored, or proven to be restorable."""

import datetime
from typing import Self

from django.db import models
from django.utils import timezone


class BackupRunQuerySet(models.QuerySet["BackupRun"]):
    """Which runs."""

    def last_good(self, kind: str) -> "BackupRun | None":
        """The latest of the kind that succeeded."""
        return self.filter(kind=kind, is_ok=True).order_by("at").last()

    def failed_since(self, kind: str, moment: datetime.datetime | None) -> Self:
        """Those of the kind that failed after the moment, or ever."""
        failed = self.filter(kind=kind, is_ok=False)
        return failed.filter(at__gt=moment) if moment else failed


class BackupRun(models.Model):
    """A backup, a restore or a proof (sikkerhetskopi) that was tried. The owner writes it."""

    class Kind(models.TextChoices):
        BACKUP = "backup"
        RESTORE = "restore"
        PROOF = "proof"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    at = models.DateTimeField(default=timezone.now)
    made_at = models.DateTimeField(null=True, help_text="When the backup was made.")
    size = models.BigIntegerField(null=True, help_text="Bytes of the file.")
    seconds = models.FloatField()
    commit = models.CharField(max_length=40)
    is_ok = models.BooleanField()
    trouble = models.CharField(max_length=500, blank=True)

    objects = BackupRunQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M} UTC"
