"""The monthly letter: what one municipality's readers are told."""

import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from municipalities.models import Municipality
from portal.lib.languages import Localized, current, source_language


class LetterQuerySet(models.QuerySet["Letter"]):
    """Which letters."""

    def sent(self) -> Self:
        """Those that have gone out: readers find them in the archive, the newest first."""
        return self.filter(state=Letter.State.SENT).order_by("-month", "pk")

    def to_send(self) -> Self:
        """Those that are approved and have not all gone out."""
        return self.filter(state=Letter.State.APPROVED).order_by("approved_at", "pk")

    def in_archive(self) -> Self:
        """The sent ones with their places, for readers."""
        return self.sent().select_related("municipality").defer("municipality__boundary")

    def found(self, slug: str, month: str) -> "Letter | None":
        """The one of the municipality and of a month as addresses have it, "2026-11"; None too for
        what is no month."""
        try:
            first = datetime.date.fromisoformat(f"{month}-01")
        except ValueError:
            return None
        return self.filter(municipality__slug=slug, month=first).first()


class Letter(models.Model):
    """The news of one month for one municipality, or for the whole region (nyhetsbrev).

    Put together from what was published in the month. `items` is frozen when somebody approves
    it, so that each reader, and the archive, gets the same. Written by `actions.letters` alone.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        APPROVED = "approved", _("approved")
        SENT = "sent", _("sent")

    WORDS_LENGTH = 2000

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="+", verbose_name=_("municipality or region")
    )
    month = models.DateField(_("month"), help_text=_("The first day of the month it tells of."))
    # {"nb": "…", "de": "…"}: written for this letter, not a text that is kept up to date.
    words = models.JSONField(_("a few words first"), default=dict, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.DRAFT)
    # {"nb": [{"kind": "page", "title": "…", …}]}: see `hosting.letters.news`.
    items = models.JSONField(_("news"), default=dict, blank=True, editable=False)
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("approved by"),
    )
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True, editable=False)
    sent_count = models.PositiveIntegerField(_("sent to"), default=0, editable=False)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("monthly letter")
        verbose_name_plural = _("monthly letters")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "month"],
                name="letter_once_a_month",
                violation_error_message=_("There is a letter for this month already."),
            ),
            models.CheckConstraint(
                condition=Q(month__day=1),
                name="letter_month_is_its_first_day",
                violation_error_message=_("A month is written as its first day."),
            ),
            models.CheckConstraint(
                condition=Q(state="draft", approved_at=None, approved_by=None)
                | ~Q(state="draft") & Q(approved_at__isnull=False, approved_by__isnull=False),
                name="letter_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False)
                | ~Q(state="sent") & Q(sent_at=None),
                name="letter_sent_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality.name}, {self.month_name}"

    def get_absolute_url(self) -> str:
        return reverse("letter_detail", args=[self.municipality.slug, f"{self.month:%Y-%m}"])

    @property
    def month_name(self) -> str:
        """The month in words, in the reader's language: "October 2026"."""
        return str(date_format(self.month, "F Y"))

    @property
    def is_draft(self) -> bool:
        """Whether it can still be written."""
        return self.state == self.State.DRAFT

    @property
    def last_day(self) -> datetime.date:
        """The last day of the month."""
        following = self.month.replace(day=28) + datetime.timedelta(days=4)
        return following - datetime.timedelta(days=following.day)

    @property
    def said(self) -> Localized:
        """The words in the reader's language, else in Norwegian and marked as such."""
        language, source = current(), source_language()
        if words := self.words.get(language, ""):
            return Localized(words, language, is_fallback=False)
        words = self.words.get(source, "")
        return Localized(words, source, is_fallback=bool(words) and language != source)

    @property
    def frozen(self) -> list[dict[str, Any]]:
        """The news that it was approved with, in the reader's language."""
        found: list[dict[str, Any]] = self.items.get(current(), [])
        return found


class LetterCount(models.Model):
    """How many began and ended their subscription in a month (tall på abonnenter).

    All that is left of who left.
    """

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="+", verbose_name=_("municipality or region")
    )
    month = models.DateField(_("month"))
    language = models.CharField(_("language"), max_length=8)
    joined = models.PositiveIntegerField(_("joined"), default=0)
    left = models.PositiveIntegerField(_("left"), default=0)
    refused = models.PositiveIntegerField(_("addresses refused"), default=0)

    class Meta:
        verbose_name = _("number of subscribers")
        verbose_name_plural = _("numbers of subscribers")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "month", "language"], name="letter_count_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id} ({self.language}), {self.month:%Y-%m}"
