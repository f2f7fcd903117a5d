"""The public form, and the receipt. Neither sets a cookie, and no cache keeps them."""

import datetime

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from municipalities.models import Municipality
from municipalities.places import places_of
from newcomers.actions.enquiries import receive_enquiry
from newcomers.forms import EnquiryForm
from newcomers.models import Enquiry
from newcomers.receipts import Receipt, ReceiptForged
from portal.lib.dates import today
from portal.lib.languages import current, localized
from portal.lib.limits import by_address, is_over
from portal.lib.tickets import (
    TicketForged,
    TicketRefused,
    TicketTooOld,
    TicketTooYoung,
    new_ticket,
    read_ticket,
)
from portal.lib.tokens import new_token, spoken_number

# Tickets and limits go by this name.
FORM = "contact"
# People leave it empty, since they do not see it; robots fill in what has a name.
HONEYPOT = "website"

# A field that is wrong is everyday business, and a plain answer; these are not.
NOT_OPENED, TOO_MANY, TOO_LARGE = 422, 429, 413
KEPT = _("All you wrote is still here.")
REASONS = {
    TicketForged: _("We could not see that this form came from our own page."),
    TicketTooOld: _("This page stood open for more than a day."),
    TicketTooYoung: _("That went faster than people write."),
}
SEND_AGAIN = _("Please read it through and send it once more.")
WAIT = _("Just now too much is sent. Please wait a few minutes and send it once more.")


class SeeOther(HttpResponseRedirect):
    """To another page, which is got, not posted to."""

    status_code = 303


@csrf_exempt  # The ticket stands in for it: readers get no cookies.
@cache_control(no_store=True)
@require_http_methods(["GET", "HEAD", "POST"])
def enquiry_create(request: HttpRequest) -> HttpResponse:
    """Ask something, of a municipality or of the region's desk."""
    if request.method != "POST":
        return _page(request, _empty_form(request), new_ticket(FORM))
    try:
        typed = request.POST
    except (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent):
        return _page(request, _empty_form(request), new_ticket(FORM), status=TOO_LARGE)
    if _is_too_much(by_address(FORM, request), settings.CONTACT_PER_ADDRESS):
        return _refused(request, typed, WAIT, TOO_MANY)
    if typed.get(HONEYPOT):
        return _receipt(Receipt(spoken_number(new_token()), _desk(request)))
    return _receive(request, typed)


@cache_control(no_store=True)
@require_safe
def enquiry_receipt(request: HttpRequest, signed: str) -> HttpResponse:
    """The number, who answers and how soon: from the address alone."""
    try:
        receipt = Receipt.read(signed)
    except ReceiptForged as error:
        raise Http404 from error
    place = next((each for each in places_of(request) if each.slug == receipt.place), None)
    if place is None:
        raise Http404
    context = {
        "receipt": receipt,
        "municipality": None if place.is_region else place,
        "answered_in": settings.ENQUIRY_ANSWERED_IN_WORKING_DAYS,
    }
    return render(request, "newcomers/enquiry_receipt.html", context)


def _receive(request: HttpRequest, typed: QueryDict) -> HttpResponse:
    """Store what was sent and lead to the receipt; or show the form again."""
    try:
        key = read_ticket(FORM, typed.get("ticket", ""))
    except TicketRefused as error:
        return _refused(request, typed, REASONS[type(error)], NOT_OPENED)
    form = EnquiryForm(typed, places=places_of(request))
    if not form.is_valid():
        return _page(request, form, typed.get("ticket", ""))
    if _is_too_much(FORM, settings.CONTACT_OVERALL):
        return _refused(request, typed, WAIT, TOO_MANY)
    enquiry = form.enquiry(key)
    receive_enquiry(enquiry=enquiry)
    return _receipt(Receipt.of(enquiry))


def _refused(request: HttpRequest, typed: QueryDict, reason: object, status: int) -> HttpResponse:
    """The form with all that was typed, why it was not taken, and a ticket that will do."""
    form = EnquiryForm(typed, places=places_of(request))
    advice = () if reason is WAIT else (SEND_AGAIN,)
    form.add_error(None, " ".join(str(sentence) for sentence in (reason, KEPT, *advice)))
    return _page(request, form, _usable(typed.get("ticket", "")), status=status)


def _is_too_much(name: str, allowed: dict[str, int]) -> bool:
    return is_over(name, limit=allowed["limit"], seconds=allowed["seconds"])


def _usable(ticket: str) -> str:
    """The ticket, where it is good or will be in a moment: so what was sent counts once.

    Another one in the place of any other.
    """
    try:
        read_ticket(FORM, ticket)
    except TicketTooYoung:
        return ticket
    except TicketRefused:
        return new_ticket(FORM)
    return ticket


def _page(request: HttpRequest, form: EnquiryForm, ticket: str, status: int = 200) -> HttpResponse:
    places = list(Municipality.objects.for_privacy_notice())
    context = {
        "form": form,
        "ticket": ticket,
        "honeypot": HONEYPOT,
        "is_too_large": status == TOO_LARGE,
        "answered_in": settings.ENQUIRY_ANSWERED_IN_WORKING_DAYS,
        "deleted_on": today() + datetime.timedelta(days=settings.ENQUIRY_KEPT_DAYS),
        "stated": [place for place in places if localized(place, "legal_basis_text")],
        "unstated": [place for place in places if not localized(place, "legal_basis_text")],
    }
    return render(request, "newcomers/enquiry_create.html", context, status=status)


def _empty_form(request: HttpRequest) -> EnquiryForm:
    """The form as the page's address asks for it."""
    asked = request.GET
    return EnquiryForm(
        places=places_of(request),
        asked_for=asked.get("municipality", ""),
        initial={
            "language": current(),
            "campaign": asked.get("campaign", ""),
            "kind": asked.get("kind") if asked.get("kind") in Enquiry.Kind else Enquiry.Kind.PERSON,
        },
    )


def _receipt(receipt: Receipt) -> HttpResponse:
    return SeeOther(reverse("enquiry_receipt", args=[receipt.sign()]))


def _desk(request: HttpRequest) -> str:
    return next((place.slug for place in places_of(request) if place.is_region), "")
