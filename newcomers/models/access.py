"""Who has read what."""

import uuid
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from municipalities.models import Municipality
from municipalities.roles import Role


class CaseAccessQuerySet(models.QuerySet["CaseAccess"]):
    """Which readings."""

    def of(self, what: str, object_id: object) -> Self:
        """Readings of one object, the newest first."""
        return self.filter(table=what, object_ids__contains=[str(object_id)]).order_by("-at")


class CaseAccess(models.Model):
    """That somebody has read confidential rows (innsynslogg). Written, never changed.

    It stands in the same transaction as the reading: no log row, no data shown. Holds ids only.
    """

    class What(models.TextChoices):
        LIST = "list", _("list")
        VIEW = "view", _("opened")
        SEARCH = "search", _("search")
        EXPORT = "export", _("export")
        PRINT = "print", _("print")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=16, choices=Role)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="+", verbose_name=_("municipality")
    )
    what = models.CharField(_("what"), max_length=6, choices=What)
    table = models.CharField(_("of"), max_length=40)
    object_ids = ArrayField(models.CharField(max_length=36), verbose_name=_("objects"))

    objects = CaseAccessQuerySet.as_manager()

    class PersonalData:
        """The log is about staff; it stays as long as what it tells about."""

        ERASE = ()
        KEEP = ("at", "user", "role", "municipality", "what", "table", "object_ids")

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("read log")
        indexes = [models.Index(fields=["municipality", "-at"], name="access_by_municipality")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.what} {self.table}"
