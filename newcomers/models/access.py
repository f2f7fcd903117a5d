"""Who has read what."""

import datetime
import uuid
from typing import Self

from django.apps import apps
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.expressions import RawSQL
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from municipalities.models import Municipality
from municipalities.roles import Role

MOST_READINGS = 500


class CaseAccessQuerySet(models.QuerySet["CaseAccess"]):
    """Which readings."""

    def of(self, what: str, object_id: object) -> Self:
        """Readings of one object, the newest first."""
        return self.filter(table=what, object_ids__contains=[str(object_id)]).order_by("-at")

    def of_case(self, case_id: int) -> Self:
        """Readings of the case, its family, its log, and of the enquiry it began with, the newest
        first; MOST_READINGS at most.

        PostgreSQL applies the scope of logs twice: in the function, and to what has these ids.
        """
        found = RawSQL("SELECT newcomers_readings_of(%s, %s)", [case_id, MOST_READINGS])
        return self.filter(pk__in=found).order_by("-at")

    def between(self, first: datetime.date, last: datetime.date) -> Self:
        """Readings from the first to the last day."""
        return self.filter(at__date__range=(first, last))


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
    # The cases that the rows belong to: this answers who has read a case.
    case_ids = ArrayField(models.BigIntegerField(), default=list, verbose_name=_("cases"))

    objects = CaseAccessQuerySet.as_manager()

    class PersonalData:
        """The log is about staff; it stays as long as what it tells about."""

        ERASE = ()
        KEEP = ("at", "user", "role", "municipality", "what", "table", "object_ids", "case_ids")

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("read log")
        indexes = [
            models.Index(fields=["municipality", "-at"], name="access_by_municipality"),
            GinIndex(fields=["case_ids"], name="access_by_case"),
            # Read before there was a case: found by the enquiry that it began with.
            GinIndex(
                fields=["object_ids"],
                condition=models.Q(table="enquiry"),
                name="access_by_enquiry",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.what} {self.table}"

    @property
    def rows_in_words(self) -> str:
        """What kind of rows was read: "case", "entry"."""
        model = apps.get_app_config("newcomers").models.get(self.table)
        return str(model._meta.verbose_name) if model else self.table
