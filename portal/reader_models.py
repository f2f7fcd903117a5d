"""What readers leave behind: whether a page helped them, and that it was read."""

import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from municipalities.models import Municipality

# More than any address of ours needs; the longest has two names of eighty letters.
ADDRESS_LENGTH = 200


class FeedbackQuerySet(models.QuerySet["Feedback"]):
    """Which feedback."""

    def like(self, page: str, language: str, is_useful: bool) -> Self:
        """The same answer about the same page, the newest first."""
        same = self.filter(page=page, language=language, is_useful=is_useful)
        return same.order_by("-received_at", "-pk")


class Feedback(models.Model):
    """A reader's answer to "Did you find what you needed?" (tilbakemelding på en side).

    Nothing is kept about who sent it.
    """

    class State(models.TextChoices):
        NEW = "new", _("new")
        DONE = "done", _("done")
        DISMISSED = "dismissed", _("dismissed")

    TEXT_LENGTH = 1000

    page = models.CharField(
        _("page"), max_length=ADDRESS_LENGTH, help_text=_("The address without the language.")
    )
    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("municipality"),
        help_text=_("Empty: a page of the whole region."),
    )
    language = models.CharField(_("language"), max_length=8)
    is_useful = models.BooleanField(_("found what they needed"))
    text = models.CharField(_("in their own words"), max_length=TEXT_LENGTH, blank=True)
    received_at = models.DateTimeField(_("received"), default=timezone.now, editable=False)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.NEW)
    state_at = models.DateTimeField(_("dealt with"), null=True, blank=True, editable=False)
    state_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("dealt with by"),
    )

    objects = FeedbackQuerySet.as_manager()

    class PersonalData:
        """What a reader may have written against our advice, and what names nobody."""

        ERASE = ("text",)
        KEEP = ("page", "municipality", "language", "is_useful", "received_at", "state",
                "state_at", "state_by")  # fmt: skip

    class Meta:
        verbose_name = _("feedback on a page")
        verbose_name_plural = _("feedback on pages")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="new", state_at=None, state_by=None)
                | ~Q(state="new") & Q(state_at__isnull=False, state_by__isnull=False),
                name="feedback_state_has_author",
                violation_error_message=_("Who dealt with it and when belong together."),
            ),
        ]
        indexes = [models.Index(fields=["state", "-received_at"], name="feedback_by_state")]

    def __str__(self) -> str:
        return f"{self.page} ({self.language})"

    @property
    def is_new(self) -> bool:
        """Whether no editor has dealt with it yet."""
        return self.state == self.State.NEW


class VisitQuerySet(models.QuerySet["Visit"]):
    """Which visits."""

    def in_month(self, first: datetime.date) -> Self:
        """Those of the month that begins on the day."""
        return self.filter(day__year=first.year, day__month=first.month)


class Visit(models.Model):
    """How often a page was read on a day in a language (sidevisninger); see `portal.visits`."""

    page = models.CharField(
        _("page"), max_length=ADDRESS_LENGTH, help_text=_("The address without the language.")
    )
    language = models.CharField(_("language"), max_length=8)
    day = models.DateField(_("day"))
    count = models.PositiveIntegerField(_("count"))

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("visits of a page")
        verbose_name_plural = _("visits of pages")
        constraints = [
            models.UniqueConstraint(fields=["day", "page", "language"], name="visit_once"),
        ]

    def __str__(self) -> str:
        return f"{self.page} ({self.language}), {self.day}: {self.count}"
