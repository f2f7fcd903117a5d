"""Who sent an offer in, and the links that were mailed there."""

import uuid
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hosting.models.offer import Offer
from portal.lib.tokens import hash_of, new_token, secret_for


class OfferSenderQuerySet(models.QuerySet["OfferSender"]):
    """Which senders."""

    def confirmed(self) -> Self:
        """Those whose address is known to be theirs."""
        return self.filter(address_confirmed_at__isnull=False)

    def reachable(self) -> Self:
        """Those who can be asked by mail."""
        return self.confirmed().filter(email_refused_at=None)


class OfferSender(models.Model):
    """Who sent an offer in, and is asked whether it still holds (innsender).

    Apart from the offer: no list, page, feed or history of offers can show what is not in it.
    """

    offer = models.OneToOneField(
        Offer, models.CASCADE, related_name="sender", verbose_name=_("offer")
    )
    # One for each form that was opened: sent twice, it makes one row.
    token = models.CharField(max_length=24, unique=True, default=new_token, editable=False)
    name = models.CharField(_("name"), max_length=100)
    email = models.EmailField(_("e-mail"))
    language = models.CharField(_("language"), max_length=8)
    address_confirmed_at = models.DateTimeField(_("address confirmed"), null=True, blank=True)
    email_refused_at = models.DateTimeField(_("address refused"), null=True, blank=True)

    objects = OfferSenderQuerySet.as_manager()

    class PersonalData:
        """All of it goes when the person asks, or when nothing came of the offer."""

        ERASE = ("token", "name", "email", "language", "address_confirmed_at", "email_refused_at")
        KEEP = ("offer",)

    class Meta:
        verbose_name = _("sender of an offer")
        verbose_name_plural = _("senders of offers")

    def __str__(self) -> str:
        # Titles and logs show this: it names nobody.
        return f"{self._meta.verbose_name} {self.pk}"


class OfferLinkQuerySet(models.QuerySet["OfferLink"]):
    """Which links."""

    def with_secret(self, purpose: str, secret: str) -> Self:
        """The one with this secret, if it was made for this."""
        return self.filter(purpose=purpose, digest=hash_of(secret))


class OfferLink(models.Model):
    """An address mailed to the sender of an offer, good once (lenke). Only its hash is kept."""

    class Purpose(models.TextChoices):
        CONFIRM_ADDRESS = "confirm_address", _("confirm the address")
        EDIT = "edit", _("change the offer")
        STILL_TRUE = "still_true", _("say that it still holds")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sender = models.ForeignKey(
        OfferSender, models.CASCADE, related_name="links", verbose_name=_("sender")
    )
    purpose = models.CharField(_("for"), max_length=16, choices=Purpose)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    valid_until = models.DateTimeField(_("valid until"))
    used_at = models.DateTimeField(_("used"), null=True, blank=True)

    objects = OfferLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("mailed link")
        verbose_name_plural = _("mailed links")

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.pk}"

    @property
    def secret(self) -> str:
        """What stands in the mailed address: made again by the job that sends it, kept nowhere."""
        return secret_for("hosting.offer_link", str(self.pk))
