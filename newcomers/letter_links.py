"""The links of the monthly letter: signed, and good for one subscription and one purpose.

Opening one changes nothing, since mail scanners open every link; only a form that is sent does.
"""

import datetime
import uuid
from dataclasses import dataclass
from typing import Self

from django.conf import settings
from django.core import signing
from django.urls import reverse

from newcomers.models import Subscription

CONFIRM, LEAVE = "newcomers.letter.confirm", "newcomers.letter.leave"


class LinkForged(Exception):
    """Not one that we made, or cut off on its way."""


class LinkTooOld(Exception):
    """Confirming takes a newer one."""


@dataclass(frozen=True)
class LetterLink:
    """Which subscription a link is about: the row's id, and whose it is."""

    subscription: uuid.UUID
    municipality: int

    @classmethod
    def of(cls, subscription: Subscription) -> Self:
        """The link of a subscription."""
        return cls(subscription.pk, subscription.municipality_id)

    @property
    def confirm_path(self) -> str:
        """Where the wish is confirmed, for three days; in the current language."""
        signed = signing.TimestampSigner(salt=CONFIRM).sign(self._written())
        return reverse("letter_confirm", args=[signed])

    @property
    def leave_path(self) -> str:
        """Where the letter is stopped, as long as it comes; in the current language."""
        return reverse("letter_leave", args=[signing.Signer(salt=LEAVE).sign(self._written())])

    @classmethod
    def to_confirm(cls, signed: str) -> Self:
        """From the address of the page; raises LinkForged or LinkTooOld."""
        wait = datetime.timedelta(hours=settings.LETTER_CONFIRMED_WITHIN_HOURS)
        try:
            return cls._read(signing.TimestampSigner(salt=CONFIRM).unsign(signed, max_age=wait))
        except signing.SignatureExpired as error:
            raise LinkTooOld from error
        except signing.BadSignature as error:
            raise LinkForged from error

    @classmethod
    def to_leave(cls, signed: str) -> Self:
        """From the address of the page; raises LinkForged."""
        try:
            return cls._read(signing.Signer(salt=LEAVE).unsign(signed))
        except signing.BadSignature as error:
            raise LinkForged from error

    @classmethod
    def _read(cls, written: str) -> Self:
        row, _dot, place = written.partition(".")
        return cls(uuid.UUID(row), int(place))

    def _written(self) -> str:
        return f"{self.subscription.hex}.{self.municipality}"
