"""Did a page help? One tap on any page, and words to it for who wants to add some."""

import hashlib

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from portal.actions.feedback import FeedbackForgotten, add_feedback_text, receive_feedback
from portal.content_pages import ContentPage, find_page
from portal.feedback.forms import FeedbackTextForm
from portal.lib.languages import current
from portal.lib.limits import by_address, is_over
from portal.lib.origins import is_from_own_page

ANSWERS = {"yes": True, "no": False}
WINDOW = 10 * 60  # seconds
FOREIGN, INVALID, TOO_OFTEN = 403, 422, 429
SALT = "feedback"


class SeeOther(HttpResponseRedirect):
    """The answer to a form that was received: a page to be asked for by GET."""

    status_code = 303


@csrf_exempt  # it stands on kept pages, which hold nothing of a reader; see is_from_own_page
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def feedback(request: HttpRequest) -> HttpResponse:
    """Takes the tap; says by GET what it is for."""
    if request.method != "POST":
        return render(request, "portal/feedback.html")
    if not is_from_own_page(request):
        return _refused(request, "foreign", FOREIGN)
    if _is_too_often(request):
        return _refused(request, "often", TOO_OFTEN)
    page = find_page(request.POST.get("page", ""))
    answer = request.POST.get("useful", "")
    if page is None or answer not in ANSWERS:
        raise Http404
    stored = receive_feedback(
        page=page,
        language=current(),
        is_useful=ANSWERS[answer],
        sender=_sender(request, page, answer),
    )
    return SeeOther(reverse("feedback_thanks", args=[sealed(stored.pk, stored.page)]))


@csrf_exempt  # the ticket stands in for it
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def feedback_thanks(request: HttpRequest, token: str) -> HttpResponse:
    """Says thank you, and takes a text. Which answer it is stands in the address, signed."""
    pk, group = _opened(token)
    status, form = 200, FeedbackTextForm()
    if request.method == "POST":
        form = FeedbackTextForm(request.POST)
        status = _take_text(request, form, pk)
    if status == SeeOther.status_code:
        return SeeOther(f"{request.path}?told=1")
    return render(
        request,
        "portal/feedback_thanks.html",
        {"form": form, "path": f"/{current()}{group}", "is_told": "told" in request.GET},
        status=status,
    )


def sealed(pk: int, group: str) -> str:
    """The part of an address that names an answer and its page; nobody else can make one."""
    return signing.Signer(salt=SALT).sign_object([pk, group])


def _opened(token: str) -> tuple[int, str]:
    try:
        pk, group = signing.Signer(salt=SALT).unsign_object(token)
    except signing.BadSignature as error:
        raise Http404 from error
    return pk, group


def _take_text(request: HttpRequest, form: FeedbackTextForm, pk: int) -> int:
    """Store the text, and say how to answer; what is wrong stands in the form."""
    if _is_too_often(request):
        form.add_error(None, gettext("That was a lot in a short time. Please wait a little."))
        return TOO_OFTEN
    has_arrived = form.is_valid() and _has_arrived(form, pk)
    return SeeOther.status_code if has_arrived else INVALID


def _has_arrived(form: FeedbackTextForm, pk: int) -> bool:
    """Store the text; robots are told that it was."""
    if form.is_from_robot:
        return True
    try:
        add_feedback_text(pk=pk, text=form.cleaned_data["words"])
    except FeedbackForgotten:
        form.add_error(None, gettext("Your answer is so old that we have deleted it."))
    return form.is_valid()


def _is_too_often(request: HttpRequest) -> bool:
    """Count the request: for its sender, and, unless that is too often, for all together."""
    mine = by_address("feedback", request)
    return is_over(mine, limit=settings.FEEDBACK_PER_SENDER, seconds=WINDOW) or is_over(
        "feedback", limit=settings.FEEDBACK_OVERALL, seconds=WINDOW
    )


def _sender(request: HttpRequest, page: ContentPage, answer: str) -> str:
    """A name for who sends this very answer, short enough for a counter."""
    tap = hashlib.sha256(f"{request.path} {page.group} {answer}".encode()).hexdigest()[:24]
    return by_address(f"tap:{tap}", request)


def _refused(request: HttpRequest, reason: str, status: int) -> HttpResponse:
    return render(request, "portal/feedback.html", {"refused": reason}, status=status)
