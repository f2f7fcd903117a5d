"""What people agreed to when they told their story, and that they no longer do."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.lib.dates import today


class Channel(models.TextChoices):
    """How somebody said it."""

    PAPER = "paper", _("on paper")
    MAIL = "mail", _("by e-mail")
    IN_PERSON = "in_person", _("in person")
    # Only to withdraw.
    LINK = "link", _("by their own link")


GIVING = [(each.value, each.label) for each in Channel if each is not Channel.LINK]


class StoryConsentQuerySet(models.QuerySet["StoryConsent"]):
    """Which consents."""

    def standing(self) -> Self:
        """Those that nobody has withdrawn."""
        return self.filter(withdrawal=None)

    def with_end(self) -> Self:
        """All, the newest first, with what became of them."""
        return self.select_related("recorded_by", "withdrawal__recorded_by").order_by("-pk")


class StoryConsent(models.Model):
    """That somebody agreed to have their story told here (samtykke til historien).

    Written once and never changed, by privilege: it proves what was agreed to. It holds no word of
    the story and no name but that of the member of staff who wrote it down.
    """

    story = models.ForeignKey(
        "municipalities.Story", models.PROTECT, related_name="consents", verbose_name=_("story")
    )
    # One of `municipalities.consent_texts`.
    text_version = models.CharField(_("text agreed to"), max_length=10)
    language = models.CharField(_("in which language"), max_length=8)
    channel = models.CharField(_("how"), max_length=9, choices=GIVING)
    given_on = models.DateField(_("given on"), default=today)
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("recorded by"),
    )

    objects = StoryConsentQuerySet.as_manager()

    class PersonalData:
        """All of it stays: it is the proof, and names nobody who told a story."""

        ERASE = ()
        KEEP = ("story", "text_version", "language", "channel", "given_on", "recorded_at",
                "recorded_by")  # fmt: skip

    class Meta:
        verbose_name = _("consent to a story")
        verbose_name_plural = _("consents to stories")

    def __str__(self) -> str:
        return f"{self.get_channel_display()}, {self.given_on}"


class StoryWithdrawal(models.Model):
    """That somebody took their consent back (tilbaketrekking). Never changed either."""

    consent = models.OneToOneField(
        StoryConsent, models.PROTECT, related_name="withdrawal", verbose_name=_("consent")
    )
    channel = models.CharField(_("how"), max_length=9, choices=Channel)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), default=timezone.now)
    # Nobody, where the person used their own link.
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("recorded by"),
    )

    class PersonalData:
        """As of the consent."""

        ERASE = ()
        KEEP = ("consent", "channel", "withdrawn_at", "recorded_by")

    class Meta:
        verbose_name = _("withdrawal of a consent")
        verbose_name_plural = _("withdrawals of consents")
        constraints = [
            models.CheckConstraint(
                condition=Q(channel="link", recorded_by=None)
                | ~Q(channel="link") & Q(recorded_by__isnull=False),
                name="withdrawal_by_link_or_recorded",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()}, {self.withdrawn_at:%Y-%m-%d}"
