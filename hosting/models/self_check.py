""" "Are we good hosts?": once a year each municipality asks itself."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from municipalities.models import Municipality


class SelfCheckQuerySet(models.QuerySet["SelfCheck"]):
    """Which self-checks."""

    def of(self, municipality: Municipality) -> Self:
        """Those of the municipality, the newest first."""
        return self.filter(municipality=municipality).order_by("-year")


class SelfCheck(models.Model):
    """One municipality's self-check of one year (gode verter?).

    Its questions are those of `question_set`: a later set changes nothing that was answered.
    """

    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        related_name="+",
        verbose_name=_("municipality or region"),
    )
    year = models.PositiveSmallIntegerField(_("year"))
    question_set = models.PositiveSmallIntegerField(_("version of the questions"))
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("answered by"),
    )
    answered_at = models.DateTimeField(_("answered at"), auto_now=True)

    objects = SelfCheckQuerySet.as_manager()

    class PersonalData:
        """What is erased when the person leaves, and what stays."""

        ERASE = ("answered_by",)
        KEEP = ("municipality", "year", "question_set", "answered_at")

    class Meta:
        verbose_name = _("self-check")
        verbose_name_plural = _("self-checks")
        constraints = [
            models.UniqueConstraint(fields=["municipality", "year"], name="self_check_once_a_year"),
            models.CheckConstraint(
                condition=Q(year__gte=2020, year__lte=2200), name="self_check_year_is_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality} {self.year}"


class SelfCheckAnswer(models.Model):
    """What a municipality answered to one question."""

    class Answer(models.TextChoices):
        YES = "yes", _("yes")
        PARTLY = "partly", _("partly")
        NO = "no", _("no")

    check_of_year = models.ForeignKey(
        SelfCheck, models.CASCADE, related_name="answers", verbose_name=_("self-check")
    )
    question = models.SlugField(_("question"), max_length=40)
    answer = models.CharField(_("answer"), max_length=6, choices=Answer, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [
            models.UniqueConstraint(
                fields=["check_of_year", "question"], name="self_check_answer_once"
            ),
            models.CheckConstraint(
                condition=Q(answer__in=["", "yes", "partly", "no"]),
                name="self_check_answer_is_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.answer}"
