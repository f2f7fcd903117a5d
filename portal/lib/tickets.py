"""Tickets of public forms: signed, bound to their form, neither too young nor too old.

They stand in for CSRF tokens and cookies, which readers of public pages do not get.
"""

import datetime

from django.core import signing

from portal.lib.tokens import new_token

YOUNGEST = datetime.timedelta(seconds=3)
OLDEST = datetime.timedelta(hours=24)


class TicketRefused(Exception):
    """The ticket does not open the form; what was typed is kept, and another ticket given."""


class TicketForged(TicketRefused):
    """Not signed by us, or made for another form."""


class TicketTooOld(TicketRefused):
    """The page was open for longer than a day."""


class TicketTooYoung(TicketRefused):
    """Nobody fills in a form that fast. The same ticket is good a moment later."""


def new_ticket(form: str) -> str:
    """A ticket for the form, good from three seconds to a day after now."""
    return _signer(form).sign(new_token())


def read_ticket(form: str, ticket: str) -> str:
    """The random key of the ticket: the same for each time this one form is sent.

    Raises TicketForged, TicketTooOld or TicketTooYoung.
    """
    signer = _signer(form)
    try:
        key = signer.unsign(ticket, max_age=OLDEST)
    except signing.SignatureExpired as error:
        raise TicketTooOld from error
    except signing.BadSignature as error:
        raise TicketForged from error
    try:
        signer.unsign(ticket, max_age=YOUNGEST)
    except signing.SignatureExpired:
        return key
    raise TicketTooYoung


def _signer(form: str) -> signing.TimestampSigner:
    return signing.TimestampSigner(salt=f"ticket.{form}")
