"""Who gets the monthly letter."""

import datetime
import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hosting.models import Letter
from municipalities.models import Municipality


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    """Which subscriptions. Rows of other municipalities are not there: PostgreSQL sees to that."""

    def confirmed(self) -> Self:
        """Those whose address has said yes."""
        return self.filter(confirmed_at__isnull=False)

    def never_confirmed(self, now: datetime.datetime | None = None) -> Self:
        """Those that were asked so long ago that their link is over."""
        wait = datetime.timedelta(hours=settings.LETTER_CONFIRMED_WITHIN_HOURS)
        return self.filter(confirmed_at=None, asked_at__lt=(now or timezone.now()) - wait)

    def of(self, address: str, municipality: int, language: str) -> Self:
        """The one of the address, however its letters are written."""
        return self.filter(email__iexact=address, municipality=municipality, language=language)

    def without(self, letter: Letter) -> Self:
        """Confirmed before the letter was approved, and not given it yet; in a steady order."""
        given = LetterDelivery.objects.filter(letter=letter, subscription=models.OuterRef("pk"))
        here = self.confirmed().filter(
            municipality=letter.municipality_id, confirmed_at__lte=letter.approved_at
        )
        return here.exclude(models.Exists(given)).order_by("pk")


class Subscription(models.Model):
    """Somebody's wish to get the monthly letter of a municipality (abonnement).

    An address, and nothing about whose it is. It goes with the wish: no history keeps it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="+", verbose_name=_("municipality")
    )
    language = models.CharField(_("language"), max_length=8)
    email = models.EmailField(_("e-mail"))
    asked_at = models.DateTimeField(_("asked"), default=timezone.now, editable=False)
    # Of the form that was sent last: its mail is sent once, however often the job is tried.
    asked_key = models.CharField(max_length=64, editable=False)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, editable=False)

    objects = SubscriptionQuerySet.as_manager()

    class PersonalData:
        """All of it is erased when the person leaves: the row itself goes."""

        ERASE = ("email", "language", "asked_at", "asked_key", "confirmed_at")
        KEEP = ("municipality",)

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        constraints = [
            models.UniqueConstraint(
                "municipality", "language", Lower("email"), name="subscription_once"
            ),
            models.UniqueConstraint(
                fields=["id", "municipality"], name="subscription_in_municipality"
            ),
        ]

    def __str__(self) -> str:
        # Logs show this: it names nobody.
        return f"{self._meta.verbose_name} {self.pk}"


class LetterDelivery(models.Model):
    """That a letter has been put into the queue for a subscription (utsending).

    Only while the letter goes out: it makes sure that nobody gets it twice. Afterwards, and with
    the subscription, it is gone.
    """

    letter = models.ForeignKey(
        Letter, models.CASCADE, related_name="+", verbose_name=_("monthly letter")
    )
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="+", verbose_name=_("municipality")
    )
    subscription = models.ForeignKey(
        Subscription, models.CASCADE, related_name="+", verbose_name=_("subscription")
    )

    class PersonalData:
        """Nothing of it names anybody once the subscription is gone, and it goes with that."""

        ERASE = ("subscription",)
        KEEP = ("letter", "municipality")

    class Meta:
        verbose_name = _("letter given")
        verbose_name_plural = _("letters given")
        constraints = [
            models.UniqueConstraint(fields=["letter", "subscription"], name="letter_delivery_once"),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"
