"""What somebody who asked may keep: a number, and who answers; nothing of what was typed."""

from dataclasses import asdict, dataclass
from typing import Self

from django.core import signing

from newcomers.models import Case, Enquiry
from portal.lib.tokens import spoken_number

SALT = "newcomers.receipt"


class ReceiptForged(Exception):
    """The address of the receipt is not one that we made."""


@dataclass(frozen=True)
class Receipt:
    """What the receipt page shows, signed into its address: the enquiry is never read for it."""

    number: str
    place: str  # the municipality's slug
    is_confirmed: bool = False  # whether a mail says the same

    @classmethod
    def of(cls, enquiry: Enquiry) -> Self:
        """The receipt of an enquiry."""
        number = spoken_number(enquiry.token)
        return cls(number, enquiry.municipality.slug, may_be_confirmed(enquiry))

    @classmethod
    def read(cls, signed: str) -> Self:
        """The receipt from its address; raises ReceiptForged."""
        try:
            return cls(**signing.Signer(salt=SALT).unsign_object(signed))
        except (signing.BadSignature, ValueError, TypeError) as error:
            raise ReceiptForged from error

    def sign(self) -> str:
        """The last part of the receipt's address: the same each time."""
        return signing.Signer(salt=SALT).sign_object(asdict(self))


def may_be_confirmed(enquiry: Enquiry) -> bool:
    """Whether there is an address, and mail to it is safe for whoever asked."""
    return bool(enquiry.email) and enquiry.safe_to_contact != Enquiry.SafeToContact.PHONE_ONLY


def may_be_mailed(case: Case) -> bool:
    """Whether the family may be written to by itself: no confidential address, and what they
    asked with did not say that only the telephone is safe. Whether there is an address, the job
    that writes sees."""
    asked = case.enquiry
    if case.family.is_protected:
        return False
    return asked is None or asked.safe_to_contact != Enquiry.SafeToContact.PHONE_ONLY
