"""The monthly letter for readers: asking for it, saying yes, and stopping it.

No cookie, no account, and no cache keeps any of it. Opening a link changes nothing.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from hosting.models import Letter
from municipalities.models import Municipality
from municipalities.places import places_of
from newcomers.actions.letter_wishes import ask_for_letter
from newcomers.actions.subscriptions import SubscriptionGone, confirm_subscription, leave_letter
from newcomers.letter_forms import LetterForm
from newcomers.letter_links import LetterLink, LinkForged, LinkTooOld
from portal.lib.public_forms import (
    HONEYPOT,
    TOO_LARGE,
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

# Tickets and limits go by this name.
FORM = "letter"
LETTERS_SHOWN = 12


@csrf_exempt  # The ticket stands in for it: readers get no cookies.
@cache_control(no_store=True)
@require_http_methods(["GET", "HEAD", "POST"])
def letter_subscribe(request: HttpRequest) -> HttpResponse:
    """Ask for the letter. The answer is the same whether the address is known or not."""
    if request.method != "POST":
        return _page(request, _form(request), new_ticket(FORM))
    try:
        typed = typed_in(request)
        refuse_too_many(FORM, request)
    except Refused as refusal:
        return _refused(request, refusal)
    if typed.get(HONEYPOT):
        return SeeOther(reverse("letter_asked"))
    return _receive(request, typed)


@cache_control(no_store=True)
@require_safe
def letter_asked(request: HttpRequest) -> HttpResponse:
    """What to do now: look into the mailbox."""
    hours = settings.LETTER_CONFIRMED_WITHIN_HOURS
    return render(request, "newcomers/letter_asked.html", {"hours": hours})


@csrf_exempt  # The signed address stands in for it.
@cache_control(no_store=True)
@require_http_methods(["GET", "HEAD", "POST"])
def letter_confirm(request: HttpRequest, signed: str) -> HttpResponse:
    """Say yes to the letter: the page has a button, and only that begins it."""
    try:
        link = LetterLink.to_confirm(signed)
        if request.method == "POST":
            confirm_subscription(subscription=link.subscription, municipality=link.municipality)
    except LinkForged:
        return _no_link(request, 404)
    except (LinkTooOld, SubscriptionGone):
        return _no_link(request, 410, is_too_old=True)
    context = {"place": _place(request, link), "is_done": request.method == "POST"}
    return render(request, "newcomers/letter_confirm.html", context)


@csrf_exempt  # The signed address stands in for it; mail programs post to it by themselves.
@cache_control(no_store=True)
@require_http_methods(["GET", "HEAD", "POST"])
def letter_leave(request: HttpRequest, signed: str) -> HttpResponse:
    """Stop the letter. RFC 8058 wants an answer without a redirect; once more changes nothing."""
    try:
        link = LetterLink.to_leave(signed)
    except LinkForged:
        return _no_link(request, 404)
    if request.method == "POST":
        leave_letter(subscription=link.subscription, municipality=link.municipality)
    context = {"place": _place(request, link), "is_done": request.method == "POST"}
    return render(request, "newcomers/letter_leave.html", context)


def _receive(request: HttpRequest, typed: QueryDict) -> HttpResponse:
    """Have the mailbox asked, or show the form again."""
    try:
        ticket = key_of(FORM, typed.get("ticket", ""))
        form = _form(request, typed)
        if not form.is_valid():
            return _page(request, form, typed.get("ticket", ""))
        refuse_too_many_of_all(FORM)
    except Refused as refusal:
        return _refused(request, refusal, typed)
    wish = form.cleaned_data
    if not is_mailbox_full(wish["email"]):
        ask_for_letter(
            address=wish["email"],
            municipality=wish["municipality"].pk,
            language=wish["language"],
            key=form.key(ticket),
        )
    return SeeOther(reverse("letter_asked"))


def _refused(
    request: HttpRequest, refusal: Refused, typed: QueryDict | None = None
) -> HttpResponse:
    """The form with all that was typed, why it was not taken, and a ticket that will do."""
    if refusal.status == TOO_LARGE:
        return _page(request, _form(request), new_ticket(FORM), status=TOO_LARGE)
    typed = request.POST if typed is None else typed
    form = _form(request, typed)
    form.add_error(None, refusal.words)
    return _page(request, form, usable(FORM, typed.get("ticket", "")), status=refusal.status)


def _form(request: HttpRequest, typed: QueryDict | None = None) -> LetterForm:
    asked_for = request.GET.get("municipality", "")
    return LetterForm(typed, places=places_of(request), asked_for=asked_for)


def _page(request: HttpRequest, form: LetterForm, ticket: str, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "ticket": ticket,
        "honeypot": HONEYPOT,
        "is_too_large": status == TOO_LARGE,
        "hours": settings.LETTER_CONFIRMED_WITHIN_HOURS,
        "letters": Letter.objects.in_archive()[:LETTERS_SHOWN],
    }
    return render(request, "newcomers/letter_subscribe.html", context, status=status)


def _no_link(request: HttpRequest, status: int, is_too_old: bool = False) -> HttpResponse:
    context = {"is_too_old": is_too_old}
    response = render(request, "newcomers/letter_no_link.html", context, status=status)
    response.kind = True  # type: ignore[attr-defined]
    return response


def _place(request: HttpRequest, link: LetterLink) -> Municipality | None:
    return next((each for each in places_of(request) if each.pk == link.municipality), None)
