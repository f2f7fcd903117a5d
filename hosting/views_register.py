"""The public forms for offers and needs. None sets a cookie, and no cache keeps them."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from hosting.actions.submissions import ask_for_links, register_offer
from hosting.models import Need, Offer, OfferSender
from hosting.register_base import SentForm
from hosting.register_forms import NeedForm, OfferForm, SendLinkForm, initial_language
from municipalities.places import places_of
from portal.lib.languages import column
from portal.lib.public_forms import (
    HONEYPOT,
    TOO_LARGE,
    TOO_MANY,
    WAIT,
    Refused,
    SeeOther,
    is_mailbox_full,
    key_of,
    refuse_too_many,
    refuse_too_many_of_all,
    typed_in,
    usable,
)
from portal.lib.tickets import new_ticket

# The one button that sends nothing: it shows what readers would see.
PREVIEW = "preview"
# What the pages after a form say; nothing of it depends on what was typed.
DEEDS = ("sent", "link-sent", "confirmed", "changed", "still-there", "ended", "renewed")


@dataclass(frozen=True)
class Door:
    """One of the two forms: its name for tickets and limits, and its page."""

    name: str
    form: type[SentForm]
    template: str


OFFER = Door("offer", OfferForm, "hosting/offer_register.html")
NEED = Door("need", NeedForm, "hosting/need_register.html")
LINKS = "offer_links"


@csrf_exempt  # The ticket stands in for it: readers get no cookies.
@cache_control(no_store=True)
@require_http_methods(["GET", "HEAD", "POST"])
def offer_register(request: HttpRequest) -> HttpResponse:
    """Register an offer: anybody may."""
    return _door(request, OFFER)


@csrf_exempt  # as above
@cache_control(no_store=True)
@require_http_methods(["GET", "HEAD", "POST"])
def need_register(request: HttpRequest) -> HttpResponse:
    """Register what an employer needs: anybody may."""
    return _door(request, NEED)


@csrf_exempt  # as above
@cache_control(no_store=True)
@require_http_methods(["GET", "HEAD", "POST"])
def offer_change(request: HttpRequest) -> HttpResponse:
    """Ask for the links with which one changes what one has sent in.

    The answer is the same for every address, and takes as long.
    """
    if request.method != "POST":
        return _ask_page(request, SendLinkForm(), new_ticket(LINKS))
    typed: QueryDict = QueryDict()
    try:
        typed = typed_in(request)
        refuse_too_many(LINKS, request)
        key_of(LINKS, typed.get("ticket", ""))
    except Refused as refusal:
        form = SendLinkForm(typed)
        form.add_error(None, refusal.words)
        ticket = usable(LINKS, typed.get("ticket", ""))
        return _ask_page(request, form, ticket, refusal.status)
    form = SendLinkForm(typed)
    if not form.is_valid():
        return _ask_page(request, form, typed.get("ticket", ""))
    address = form.cleaned_data["email"]
    if not typed.get(HONEYPOT) and not is_mailbox_full(address):
        ask_for_links(email=address)
    return done("link-sent")


@cache_control(no_store=True)
@require_safe
def offer_done(request: HttpRequest, deed: str) -> HttpResponse:
    """What has happened, and what happens next: from the address alone."""
    context = {"deed": deed, "days": settings.OFFER_UNCONFIRMED_DAYS}
    return render(request, "hosting/offer_done.html", context)


def done(deed: str) -> SeeOther:
    """On to the page that says so."""
    return SeeOther(reverse("offer_done", args=[deed]))


def _door(request: HttpRequest, door: Door) -> HttpResponse:
    if request.method != "POST":
        form = door.form(places=places_of(request), initial=initial_language())
        return _page(request, door, form, new_ticket(door.name))
    typed: QueryDict = QueryDict()
    try:
        typed = typed_in(request)
        refuse_too_many(door.name, request)
        if typed.get(HONEYPOT):
            return done("sent")
        return _receive(request, door, typed)
    except Refused as refusal:
        return _refused(request, door, typed, refusal)


def _receive(request: HttpRequest, door: Door, typed: QueryDict) -> HttpResponse:
    """Store what was sent; or show the form again, where it is to be looked at or is not good."""
    form = door.form(typed, places=places_of(request))
    ticket = typed.get("ticket", "")
    if PREVIEW in typed:
        return _page(request, door, form, usable(door.name, ticket), is_preview=form.is_valid())
    key = key_of(door.name, ticket)
    if not form.is_valid():
        return _page(request, door, form, ticket)
    refuse_too_many_of_all(door.name)
    with transaction.atomic():
        is_new = register_offer(
            offer=offer_of(form),
            municipalities=form.chosen_places,
            sender=_sender_of(form, key),
            need=Need(**form.need()) if isinstance(form, NeedForm) else None,
        )
        # The same form once more sends no mail, and counts as none. What is too much is undone.
        if is_new and is_mailbox_full(form.cleaned_data["sender_email"]):
            raise Refused(TOO_MANY, WAIT)
    return done("sent")


def _refused(request: HttpRequest, door: Door, typed: QueryDict, refusal: Refused) -> HttpResponse:
    """The form with all that was typed, why it was not taken, and a ticket that will do."""
    places = places_of(request)
    if refusal.status == TOO_LARGE:
        form = door.form(places=places, initial=initial_language())
    else:
        form = door.form(typed, places=places)
        form.add_error(None, refusal.words)
    ticket = usable(door.name, typed.get("ticket", ""))
    return _page(request, door, form, ticket, status=refusal.status)


def offer_of(form: SentForm) -> Offer:
    """The offer, not stored yet, of a valid form."""
    offer = Offer(written_in=form.language, **form.facts())
    for name, text in form.said().items():
        setattr(offer, column(name, form.language), text)
    return offer


def _sender_of(form: SentForm, key: str) -> OfferSender:
    typed = form.cleaned_data
    return OfferSender(
        token=form.token(key),
        name=typed["sender_name"],
        email=typed["sender_email"],
        language=form.language,
    )


def _page(
    request: HttpRequest, door: Door, form: SentForm, ticket: str, *,
    status: int = 200, is_preview: bool = False,
) -> HttpResponse:  # fmt: skip
    context: dict[str, Any] = {
        "form": form,
        "ticket": ticket,
        "honeypot": HONEYPOT,
        "preview": form.read_back() if is_preview else None,
        "is_too_large": status == TOO_LARGE,
        "unconfirmed_days": settings.OFFER_UNCONFIRMED_DAYS,
        "kept_days": settings.OFFER_SENDER_KEPT_DAYS,
    }
    return render(request, door.template, context, status=status)


def _ask_page(
    request: HttpRequest, form: SendLinkForm, ticket: str, status: int = 200
) -> HttpResponse:
    context = {"form": form, "ticket": ticket, "honeypot": HONEYPOT}
    return render(request, "hosting/offer_change.html", context, status=status)
