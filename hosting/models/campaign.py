"""Short addresses for paper: a stand, a brochure, an advert."""

import datetime
import re
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from municipalities.models import Municipality
from portal.lib.codes import new_code
from portal.lib.dates import today
from portal.lib.identity import refuse_identity_number

CODE = r"^[a-z][a-z2-9]*(-[a-z2-9]+)*$"
# A page of ours, without its language: segments of plain letters, so that nothing leads outside.
TARGET = r"^/([a-z0-9][a-z0-9_-]*/)*$"


class CampaignQuerySet(models.QuerySet["Campaign"]):
    """Which campaigns."""

    def open_on(self, day: datetime.date | None = None) -> Self:
        """Those whose short address leads somewhere on the day (default: today in Oslo)."""
        day = day or today()
        return self.filter(
            Q(valid_from=None) | Q(valid_from__lte=day),
            Q(valid_to=None) | Q(valid_to__gte=day),
            is_archived=False,
        )

    def with_visits(self) -> Self:
        """Annotated with `visits`, all that were counted."""
        return self.annotate(visits=models.Sum("counted__count", default=0))


class Campaign(models.Model):
    """Something that sends people to the portal by a short address of its own (kampanje)."""

    class Kind(models.TextChoices):
        STAND = "stand", _("stand")
        BROCHURE = "brochure", _("brochure")
        ADVERT = "advert", _("advert")
        OTHER = "other", _("other")

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="+", verbose_name=_("municipality or region")
    )
    name = models.CharField(_("name"), max_length=100, help_text=_("Only staff see it."))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.OTHER)
    code = models.CharField(
        _("code"),
        max_length=20,
        unique=True,
        default=new_code,
        validators=[refuse_identity_number],
        help_text=_(
            "The last part of the short address: small letters a–z, digits 2–9 and dashes. Keep "
            "what is suggested, or choose a word. It stays as it is once it is saved."
        ),
    )
    target = models.CharField(
        _("leads to"),
        max_length=200,
        default="/",
        help_text=_(
            "A page of this portal: paste its address, in any language. Not to other websites."
        ),
    )
    language = models.CharField(
        _("language"),
        max_length=8,
        blank=True,
        help_text=_("Empty: the language that the reader’s browser asks for."),
    )
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_to = models.DateField(_("to"), null=True, blank=True)
    is_archived = models.BooleanField(
        _("archived"),
        default=False,
        help_text=_("The address leads nowhere any more, and says so kindly."),
    )

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=CODE),
                name="campaign_code_is_readable",
                violation_error_message=_(
                    "A code has small letters a–z, digits 2–9 and single dashes between them, and "
                    "begins with a letter."
                ),
            ),
            models.CheckConstraint(
                condition=Q(target__regex=TARGET),
                name="campaign_target_is_a_page_of_ours",
                violation_error_message=_("A campaign leads to a page of this portal."),
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_from=None) | Q(valid_from__lte=F("valid_to")),
                name="campaign_ends_after_begin",
                violation_error_message=_("The period cannot end before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"

    @property
    def path(self) -> str:
        """The short address, without the portal's own."""
        return f"/go/{self.code}"

    @property
    def short_address(self) -> str:
        """The whole short address, as a code for cameras holds it."""
        return f"{settings.SITE_URL}{self.path}"

    @property
    def printed_address(self) -> str:
        """The same as it stands on paper, without https."""
        return re.sub(r"^https?://", "", self.short_address)

    def is_open(self, day: datetime.date) -> bool:
        """Whether the short address leads somewhere on the day."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and not self.is_over(day)

    def is_over(self, day: datetime.date) -> bool:
        """Whether it did, and does no longer."""
        return self.is_archived or (self.valid_to is not None and self.valid_to < day)


class CampaignVisit(models.Model):
    """How often a campaign's address was opened on a day, in a language (besøk fra kampanje).

    Counts alone, of nobody; written in batches.
    """

    campaign = models.ForeignKey(
        Campaign, models.CASCADE, related_name="counted", verbose_name=_("campaign")
    )
    language = models.CharField(_("language"), max_length=8)
    day = models.DateField(_("day"))
    count = models.PositiveIntegerField(_("count"))

    class Meta:
        verbose_name = _("visits of a campaign")
        verbose_name_plural = _("visits of campaigns")
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "day", "language"], name="campaign_visit_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} ({self.language}), {self.day}: {self.count}"
