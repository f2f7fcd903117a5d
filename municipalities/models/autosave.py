"""What an editor was writing when something went wrong."""

import datetime
from typing import Any, Self

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AutosaveQuerySet(models.QuerySet["Autosave"]):
    """Which autosaves."""

    def of(self, user: Any, text: models.Model) -> Self:
        """The person's own of the text: nobody else reads them."""
        kind = ContentType.objects.get_for_model(text)
        return self.filter(user=user, content_type=kind, object_id=text.pk)

    def forgotten(self, now: datetime.datetime | None = None) -> Self:
        """Those kept long enough."""
        kept = datetime.timedelta(days=settings.DRAFT_KEPT_DAYS)
        return self.filter(saved_at__lt=(now or timezone.now()) - kept)


class Autosave(models.Model):
    """A text as its writer left it, not saved as a revision yet (autolagring)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    content = models.JSONField(default=dict)
    based_on = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(default=timezone.now)

    objects = AutosaveQuerySet.as_manager()

    class Meta:
        verbose_name = _("autosave")
        verbose_name_plural = _("autosaves")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "content_type", "object_id"], name="autosave_one_per_text"
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk or ''}".strip()
