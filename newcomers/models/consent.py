"""What a person has agreed to, where the law asks for their consent."""

import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from municipalities.models import Municipality
from newcomers.models.family import Family, Person
from portal.lib.dates import today


class ConsentQuerySet(models.QuerySet["Consent"]):
    """Which consents. Rows of other municipalities are not there: PostgreSQL sees to that."""

    def in_municipalities(self, ids: list[int]) -> Self:
        """Those of the municipalities: the first of the two guards."""
        return self.filter(municipality_id__in=ids)

    def valid(self, now: datetime.datetime | None = None) -> Self:
        """Given, not over and not taken back: what rests on consent asks this each time.

        Taking back counts from the moment that it was written down.
        """
        now = now or timezone.now()
        day = timezone.localdate(now)
        return self.filter(
            Q(withdrawn_at=None) | Q(withdrawn_at__gt=now),
            person__isnull=False,
            given_on__lte=day,
            expires_on__gte=day,
        )

    def to(self, purpose: str) -> Self:
        """Those to one purpose."""
        return self.filter(purpose=purpose)


class Consent(models.Model):
    """That a person has agreed to something (samtykke), and that they no longer do.

    What was agreed to is never changed, by privilege; only the end is written into the row.
    """

    class Purpose(models.TextChoices):
        PHOTO = "photo", _("being in a photograph")
        STORY = "story", _("being in a story")
        VOLUNTEERS = "volunteers", _("contact from volunteers and organisations")
        AGENCY = "agency", _("sharing with an agency")
        IN_TOUCH = "in_touch", _("staying in touch after the case")

    class Channel(models.TextChoices):
        PAPER = "paper", _("on paper")
        EMAIL = "email", _("by e-mail")
        IN_PERSON = "in_person", _("in person")
        PHONE = "phone", _("on the phone")

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="+", editable=False,
        verbose_name=_("municipality"),
    )  # fmt: skip
    family = models.ForeignKey(
        Family, models.PROTECT, related_name="consents", verbose_name=_("family")
    )
    # Nobody any more when the person has left the family: then it is valid for nobody.
    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, related_name="+", verbose_name=_("who agreed")
    )
    purpose = models.CharField(_("to what"), max_length=10, choices=Purpose)
    # One of `newcomers.consent_texts`.
    text_version = models.CharField(_("text agreed to"), max_length=10)
    language = models.CharField(_("in which language"), max_length=8)
    given_on = models.DateField(_("given on"), default=today)
    channel = models.CharField(_("how"), max_length=9, choices=Channel)
    expires_on = models.DateField(_("valid until"))
    recorded_at = models.DateTimeField(_("written down"), default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False,
        verbose_name=_("written down by"),
    )  # fmt: skip
    withdrawn_at = models.DateTimeField(_("taken back"), null=True, blank=True, editable=False)
    withdrawn_channel = models.CharField(
        _("taken back how"), max_length=9, choices=Channel, blank=True, editable=False
    )
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        editable=False, verbose_name=_("end written down by"),
    )  # fmt: skip

    objects = ConsentQuerySet.as_manager()

    class PersonalData:
        """It is the proof, and names nobody once the person's row is empty."""

        ERASE = ("person",)
        KEEP = ("municipality", "family", "purpose", "text_version", "language", "given_on",
                "channel", "expires_on", "recorded_at", "recorded_by", "withdrawn_at",
                "withdrawn_channel", "withdrawn_by")  # fmt: skip

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_channel="")
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                & ~Q(withdrawn_channel=""),
                name="consent_withdrawn_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(expires_on__gte=F("given_on")),
                name="consent_ends_after_it_begins",
                violation_error_message=_("It ends after it was given."),
            ),
        ]
        indexes = [models.Index(fields=["family", "purpose"], name="consent_of_family")]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk or ''}".strip()

    @property
    def is_valid(self) -> bool:
        """Whether it holds now; `valid` in the row's own words."""
        day = today()
        return (
            not self.withdrawn_at
            and self.person_id is not None
            and self.given_on <= day <= self.expires_on
        )
