"""That a family was erased: so that a backup which brings it back does not keep it."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from municipalities.models import Municipality

KEY_LENGTH = 64


class ErasureQuerySet(models.QuerySet["Erasure"]):
    """Which erasures. Rows of other municipalities are not there: PostgreSQL sees to that."""

    def in_municipalities(self, ids: list[int]) -> Self:
        """Those of the municipalities: the first of the two guards."""
        return self.filter(municipality_id__in=ids)


class Erasure(models.Model):
    """That a family was erased, when and why (sletteprotokoll). Written by the database alone.

    The key is a fingerprint of a random token that the family had: it leads to the family where a
    backup has brought that back, and nowhere else.
    """

    class Why(models.TextChoices):
        RETENTION = "retention", _("kept long enough")
        REQUEST = "request", _("the family asked for it")
        ERROR = "registered_in_error", _("registered in error")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="+", verbose_name=_("municipality")
    )
    key = models.CharField(max_length=KEY_LENGTH, unique=True, editable=False)
    erased_at = models.DateTimeField(_("erased"), default=timezone.now, editable=False)
    why = models.CharField(_("why"), max_length=20, choices=Why)
    # Nobody for what was erased once more after a restore.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("decided by"),
    )

    objects = ErasureQuerySet.as_manager()

    class PersonalData:
        """Nothing that names the family: the key is that of a token which is gone."""

        ERASE = ()
        KEEP = ("municipality", "key", "erased_at", "why", "by")

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        constraints = [
            models.CheckConstraint(
                condition=Q(why__in=["retention", "request", "registered_in_error"]),
                name="erasure_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"
