"""The link by which a family says whether it still lives here: signed, for one question and one
asking, and good for three days. It holds ids and nobody's name.

Opening it changes nothing, since mail scanners open every link; only a form that is sent does.
"""

import datetime
from dataclasses import dataclass
from typing import Self

from django.core import signing
from django.urls import reverse

from newcomers.models import StayCheck

SALT = "newcomers.stay"
GOOD_FOR = datetime.timedelta(hours=72)


class LinkForged(Exception):
    """Not one that we made, or cut off on its way."""


class LinkTooOld(Exception):
    """Somebody here has to ask anew."""


@dataclass(frozen=True)
class StayLink:
    """Which question, whose it is, and by which asking: a newer one makes the older links void."""

    check: int
    municipality: int
    asked: int  # milliseconds since 1970

    @classmethod
    def of(cls, check: StayCheck) -> Self:
        """The link of a question that the family was asked."""
        assert check.asked_at is not None
        return cls(check.pk, check.municipality_id, int(check.asked_at.timestamp() * 1000))

    @property
    def path(self) -> str:
        """Where it is answered, in the current language."""
        written = f"{self.check}.{self.municipality}.{self.asked}"
        return reverse("stay_answer", args=[signing.TimestampSigner(salt=SALT).sign(written)])

    @classmethod
    def read(cls, signed: str) -> Self:
        """From the address of the page; raises LinkForged or LinkTooOld."""
        try:
            written = signing.TimestampSigner(salt=SALT).unsign(signed, max_age=GOOD_FOR)
        except signing.SignatureExpired as error:
            raise LinkTooOld from error
        except signing.BadSignature as error:
            raise LinkForged from error
        return cls(*(int(part) for part in written.split(".")))
