"""The pages behind links in mails to senders of offers.

A link shows a page; only the button on it does something: mail scanners open every link.
"""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from hosting.actions.offer_links import (
    LinkRefused,
    LinkTooOld,
    LinkUnknown,
    Purpose,
    link_for,
    make_link,
)
from hosting.actions.offers import OfferMovedOn
from hosting.actions.submissions import (
    answer_by_link,
    change_by_link,
    confirm_by_link,
    renew_link,
)
from hosting.models import Need, Offer, OfferLink
from hosting.register_base import WHOLE_REGION, SentForm
from hosting.register_forms import NeedForm, OfferForm
from hosting.views_register import PREVIEW, done
from municipalities.models import Municipality
from municipalities.places import places_of
from portal.lib.languages import column
from portal.lib.public_forms import (
    TOO_LARGE,
    Refused,
    SeeOther,
    is_mailbox_full,
    refuse_too_many,
    typed_in,
)

LIMIT = "offer_link"
# What a sender cannot change: it would be another offer.
FIXED = ("organisation_name", "kind", "sender_email")


@csrf_exempt  # The secret in the address stands in for it: readers get no cookies.
@cache_control(no_store=True)
@require_http_methods(["GET", "HEAD", "POST"])
def offer_link(request: HttpRequest, secret: str) -> HttpResponse:
    """What the link is for: confirm the address, change the offer, say that it is still there."""
    try:
        link = link_for(secret=secret)
        answer = _answer(request, secret, link)
    except LinkRefused as refusal:
        answer = _refused(request, secret, refusal)
    except OfferMovedOn as moved:
        answer = _now(moved.offer)
    # The address is a key: it is told to nobody.
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _answer(request: HttpRequest, secret: str, link: OfferLink) -> HttpResponse:
    if link.purpose == Purpose.EDIT:
        return _edit(request, secret, link)
    if request.method != "POST":
        return render(request, "hosting/offer_link.html", {"link": link})
    if link.purpose == Purpose.CONFIRM_ADDRESS:
        confirm_by_link(secret=secret)
        return done("confirmed")
    return _still_there(request, secret, link)


def _still_there(request: HttpRequest, secret: str, link: OfferLink) -> HttpResponse:
    answer = request.POST.get("holds")
    if answer == "changed":
        # Nobody but the reader of this mail has the address; the change itself says the rest holds.
        edit = make_link(sender=link.sender, purpose=Purpose.EDIT)
        return SeeOther(reverse("offer_link", args=[edit.secret]))
    if answer not in ("yes", "no"):
        return render(request, "hosting/offer_link.html", {"link": link})
    return _now(answer_by_link(secret=secret, holds=answer == "yes"))


def _now(offer: Offer) -> HttpResponse:
    """The page that says where the offer stands."""
    pages = {Offer.Status.EXPIRED: "ended", Offer.Status.WAITING: "changed"}
    return done(pages.get(Offer.Status(offer.status), "still-there"))


def _edit(request: HttpRequest, secret: str, link: OfferLink) -> HttpResponse:
    offer = link.sender.offer
    if request.method != "POST":
        return _form_page(request, link, _form(request, offer, link))
    try:
        typed = typed_in(request)
        refuse_too_many(LIMIT, request)
    except Refused as refusal:
        form = _form(request, offer, link)
        return _form_page(request, link, form, status=refusal.status, refusal=refusal)
    if typed.get("holds") == "no" and offer.is_published:
        return _now(answer_by_link(secret=secret, holds=False))
    form = _form(request, offer, link, typed)
    if not form.is_valid() or PREVIEW in typed:
        return _form_page(request, link, form, is_preview=form.is_valid())
    change_by_link(
        secret=secret,
        changes=_changes(form),
        sender_name=form.cleaned_data["sender_name"],
        need=form.need() if isinstance(form, NeedForm) else None,
    )
    return done("changed")


def _form(
    request: HttpRequest, offer: Offer, link: OfferLink, typed: QueryDict | None = None
) -> SentForm:
    """The form with what the offer says, and with what its sender has proposed since."""
    need, places = Need.objects.filter(offer=offer).first(), places_of(request)
    kind = NeedForm if need else OfferForm
    initial = _said(offer, places) | {"sender_name": link.sender.name}
    if need:
        initial |= {"area": need.area, "posts": need.posts}
    form = kind(typed, places=places, is_change=True, initial=initial)
    for name in FIXED:
        form.fields.pop(name, None)
    return form


def _said(offer: Offer, places: Sequence[Municipality]) -> dict[str, Any]:
    proposed = dict(offer.proposed or {})
    chosen = proposed.get("municipalities")
    if chosen is None:
        chosen = offer.municipalities.values_list("pk", flat=True)
    said = {
        name: proposed.get(name, getattr(offer, column(name, offer.written_in), "") or "")
        for name in Offer.TEXTS
    }
    others = {name: proposed.get(name, getattr(offer, name)) for name in _columns()}
    serves_region = proposed.get("serves_region", offer.serves_region)
    slugs = [place.slug for place in places if place.pk in set(chosen)]
    return {
        **others,
        **said,
        "kind": offer.kind,
        "written_in": offer.written_in,
        "municipalities": [WHOLE_REGION] if serves_region else slugs,
    }


def _columns() -> list[str]:
    """The fields of the form that are columns of the offer, and no texts."""
    beside = {*Offer.TEXTS, *FIXED, "municipalities", "sender_name", "written_in"}
    return [name for name in OfferForm.base_fields if name not in beside]


def _changes(form: SentForm) -> dict[str, Any]:
    """What the valid form says, as `change_by_sender` takes it."""
    places = sorted(place.pk for place in form.chosen_places)
    facts = {name: value for name, value in form.facts().items() if name not in FIXED}
    return facts | form.said() | {"municipalities": places}


def _form_page(
    request: HttpRequest, link: OfferLink, form: SentForm, *,
    status: int = 200, is_preview: bool = False, refusal: Refused | None = None,
) -> HttpResponse:  # fmt: skip
    context = {
        "link": link,
        "form": form,
        "preview": form.read_back() if is_preview else None,
        "is_too_large": status == TOO_LARGE,
        "refusal": refusal.words if refusal and status != TOO_LARGE else "",
    }
    return render(request, "hosting/offer_edit.html", context, status=status)


def _refused(request: HttpRequest, secret: str, refusal: LinkRefused) -> HttpResponse:
    """Why the link does nothing; where it is only too old, a button that has another one sent."""
    if isinstance(refusal, LinkTooOld) and request.method == "POST" and "renew" in request.POST:
        if refusal.link and not is_mailbox_full(refusal.link.sender.email):
            renew_link(secret=secret)
        return done("renewed")
    context = {"reason": refusal.reason, "purpose": refusal.link.purpose if refusal.link else ""}
    status = 404 if isinstance(refusal, LinkUnknown) else 410
    return render(request, "hosting/offer_link_refused.html", context, status=status)
