"""Whether people stay."""

import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from municipalities.models import Municipality
from portal.lib.dates import today


class StayCheckQuerySet(models.QuerySet["StayCheck"]):
    """Which questions. Rows of other municipalities are not there: PostgreSQL sees to that."""

    def in_municipalities(self, ids: list[int]) -> Self:
        """Those of the municipalities: the first of the two guards."""
        return self.filter(municipality_id__in=ids)

    def due(self, day: datetime.date | None = None) -> Self:
        """Those whose day has come and that nobody has answered, the oldest first."""
        return self.filter(answer="", due_on__lte=day or today()).order_by("due_on", "pk")


class StayCheck(models.Model):
    """The question, a year and two years after arrival, whether a family lives here (bostatus).

    It belongs to the journey and not to the case: it lives on when the case is closed.
    """

    class Answer(models.TextChoices):
        YES = "yes", _("still here")
        NO = "no", _("has moved away")
        UNKNOWN = "unknown", _("cannot be found out")

    class Reason(models.TextChoices):
        WORK = "work", _("work")
        HOME = "home", _("no home")
        STUDY = "study", _("studies")
        FAMILY = "family", _("family elsewhere")
        PARTNER = "partner", _("partner found no work")
        LANGUAGE = "language", _("language")
        ALONE = "alone", _("found no friends")
        CLIMATE = "climate", _("dark and cold")
        SERVICES = "services", _("services too far away")
        RETURN = "return", _("went back home")
        OTHER = "other", _("another reason")
        NOT_SAID = "not_said", _("not said")

    journey = models.UUIDField(db_index=True, editable=False)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="+", verbose_name=_("municipality")
    )
    due_on = models.DateField(_("asked on"))
    months = models.PositiveSmallIntegerField(_("months after arrival"))
    answer = models.CharField(_("answer"), max_length=8, choices=Answer, blank=True)
    reason = models.CharField(_("why they left"), max_length=8, choices=Reason, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("answered by"),
    )
    # By the link in the mail that somebody had sent to them; then nobody here has answered.
    by_family = models.BooleanField(
        _("answered by the family"), default=False, db_default=False, editable=False
    )
    asked_at = models.DateTimeField(_("family asked at"), null=True, blank=True, editable=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("family asked by"),
    )

    objects = StayCheckQuerySet.as_manager()

    class PersonalData:
        """Nothing that names anybody; the journey is random."""

        ERASE = ()
        KEEP = ("journey", "municipality", "due_on", "months", "answer", "reason", "answered_at",
                "answered_by", "by_family", "asked_at", "asked_by")  # fmt: skip

    class Meta:
        verbose_name = _("stay check")
        verbose_name_plural = _("stay checks")
        constraints = [
            models.UniqueConstraint(
                fields=["journey", "municipality", "months"], name="stay_check_once"
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None, answered_by=None, by_family=False)
                | ~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False,
                    by_family=False)
                | ~Q(answer="") & Q(answered_at__isnull=False, answered_by=None, by_family=True),
                name="stay_check_answer_has_author",
            ),
            models.CheckConstraint(
                condition=Q(asked_at=None, asked_by=None)
                | Q(asked_at__isnull=False, asked_by__isnull=False),
                name="stay_check_family_asked_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(answer="no") & ~Q(reason="") | ~Q(answer="no") & Q(reason=""),
                name="stay_check_reason_for_leaving",
                violation_error_message=_("Say why they left; “not said” is an answer too."),
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(
                fields=["municipality", "due_on"], condition=Q(answer=""), name="stay_check_due"
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk or ''}".strip()
