"""What somebody was writing when something went wrong."""

import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from municipalities.models import Municipality
from newcomers.models.case import Case


class DraftQuerySet(models.QuerySet["Draft"]):
    """Which drafts."""

    def of(self, user: Any) -> Self:
        """The person's own: nobody else reads them."""
        return self.filter(user=user)

    def forgotten(self, moment: datetime.datetime | None = None) -> Self:
        """Those kept long enough."""
        kept = datetime.timedelta(days=settings.DRAFT_KEPT_DAYS)
        return self.filter(saved_at__lt=(moment or timezone.now()) - kept)


class Draft(models.Model):
    """An entry that is not saved yet (utkast): kept for a week, for its writer alone."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    fields = models.JSONField(default=dict)
    saved_at = models.DateTimeField(default=timezone.now)

    objects = DraftQuerySet.as_manager()

    class PersonalData:
        """Gone after a week at the latest."""

        ERASE = ("fields",)
        KEEP = ("user", "municipality", "case", "saved_at")

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        constraints = [
            models.UniqueConstraint(fields=["user", "case"], name="draft_one_per_case"),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk or ''}".strip()
