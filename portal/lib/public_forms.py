"""What the public forms share: a ticket that will do, limits, and what a refusal says.

Each form is no-store, sets no cookie, and its ticket stands in for CSRF (`portal.lib.tickets`).
"""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponseRedirect, QueryDict
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from portal.lib.limits import by_address, is_over
from portal.lib.tickets import (
    TicketForged,
    TicketRefused,
    TicketTooOld,
    TicketTooYoung,
    new_ticket,
    read_ticket,
)

# People leave it empty, since they do not see it; robots fill in what has a name.
HONEYPOT = "fax_number"

# A field that is wrong is everyday business, and a plain answer; these are not.
NOT_OPENED, TOO_MANY, TOO_LARGE = 422, 429, 413
KEPT = _("All you wrote is still here.")
REASONS: dict[type[TicketRefused], Any] = {
    TicketForged: _("We could not see that this form came from our own page."),
    TicketTooOld: _("This page stood open for more than a day."),
    TicketTooYoung: _("That went faster than people write."),
}
SEND_AGAIN = _("Please read it through and send it once more.")
WAIT = _("Just now too much is sent. Please wait a few minutes and send it once more.")
# So often a day one mailbox is written to because somebody typed its address into a form.
MAILS_A_DAY = 10


class SeeOther(HttpResponseRedirect):
    """To another page, which is got, not posted to."""

    status_code = 303


class Refused(Exception):
    """The form was not taken; `status` is the answer's, `reason` is told."""

    def __init__(self, status: int, reason: object = "") -> None:
        self.status, self.reason = status, reason
        super().__init__(str(status))

    @property
    def words(self) -> str:
        """The reason, that nothing is lost, and what to do."""
        advice = () if self.reason is WAIT else (SEND_AGAIN,)
        return " ".join(str(sentence) for sentence in (self.reason, KEPT, *advice))


def typed_in(request: HttpRequest) -> QueryDict:
    """What was sent; raises Refused where that is too much to be read."""
    try:
        return request.POST
    except (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent):
        raise Refused(TOO_LARGE) from None


def refuse_too_many(form: str, request: HttpRequest) -> None:
    """Count one more from this sender; raises Refused where that is too many."""
    if _is_too_much(by_address(form, request), settings.CONTACT_PER_ADDRESS):
        raise Refused(TOO_MANY, WAIT)


def refuse_too_many_of_all(form: str) -> None:
    """Count one more of all together; raises Refused where that is too many."""
    if _is_too_much(form, settings.CONTACT_OVERALL):
        raise Refused(TOO_MANY, WAIT)


def is_mailbox_full(address: str) -> bool:
    """Count one more mail that somebody's typing causes; whether the mailbox has had enough."""
    name = salted_hmac("limits.mailbox", address.lower(), algorithm="sha256").hexdigest()[:24]
    return is_over(f"mailbox:{name}", limit=MAILS_A_DAY, seconds=24 * 60 * 60)


def key_of(form: str, ticket: str) -> str:
    """The key of a good ticket; raises Refused."""
    try:
        return read_ticket(form, ticket)
    except TicketRefused as error:
        raise Refused(NOT_OPENED, REASONS[type(error)]) from error


def usable(form: str, ticket: str) -> str:
    """The ticket, where it is good or will be in a moment: so what was sent counts once.

    Another one in the place of any other.
    """
    try:
        read_ticket(form, ticket)
    except TicketTooYoung:
        return ticket
    except TicketRefused:
        return new_ticket(form)
    return ticket


def _is_too_much(name: str, allowed: dict[str, int]) -> bool:
    return is_over(name, limit=allowed["limit"], seconds=allowed["seconds"])
