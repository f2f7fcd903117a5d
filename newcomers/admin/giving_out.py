"""What is stored about a family that has asked: read, looked through, given out."""

import json
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override
from django.views.decorators.http import require_http_methods, require_safe

from municipalities.scoping import standing_in
from newcomers.actions.giving_out import decide_passages, give_out, looked_at, open_stored
from newcomers.admin.privacy_request import request_of
from newcomers.admin.refusals import REFUSED, told
from newcomers.admin.staff_page import staff_page
from newcomers.models import GivenOut, PrivacyRequest
from newcomers.privacy_forms import GiveOutForm, PassagesForm
from newcomers.stored import NothingOpen, Stored, model_of
from newcomers.stored_document import Document
from portal.lib.reauthentication import ask_again


def _open(request: HttpRequest, pk: int) -> tuple[PrivacyRequest, Stored]:
    """The open request and what is stored, noted as read."""
    asked = request_of(request, pk)
    try:
        stored = open_stored(request=asked, by=request.user, standing=standing_in(request))
    except NothingOpen as error:
        raise Http404 from error
    return asked, stored


@require_safe
def stored_about(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything, as it stands: for who answers, not for the family."""
    if proof := ask_again(request):
        return proof
    asked, stored = _open(request, pk)
    return staff_page(
        request, "newcomers/privacyrequest/stored.html", gettext("What is stored"),
        asked=asked, sections=list(Document(stored, asked, {}).sections()),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def look_through(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One text after the other: what in it concerns somebody else."""
    asked, stored = _open(request, pk)
    looked = looked_at(asked, stored)
    if not 0 < number <= len(looked):
        raise Http404
    each = looked[number - 1]
    names = [person.given_name for person in stored.adults if person.pk != asked.asker_id]
    initial: dict[str, Any] = {}
    if each.decision:
        spans = each.decision.ranges
        initial = {
            "sentences": [f"{first}-{end}" for first, end in spans],
            "passages": "\n".join(each.text.value[first:end] for first, end in spans),
        }
    form = PassagesForm(
        request.POST or None, text=each.text, initial=initial,
        names=names if asked.asks_for == PrivacyRequest.AsksFor.SELF else (),
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        try:
            decide_passages(
                request=asked, text=each.text, seal=form.cleaned_data["seal"],
                ranges=form.ranges, by=request.user,
            )  # fmt: skip
        except REFUSED as refusal:
            messages.warning(request, told(refusal))
            return HttpResponseRedirect(request.path)
        return HttpResponseRedirect(_next(asked, stored, number))
    return staff_page(
        request, "newcomers/privacyrequest/text.html", gettext("Look through the texts"),
        asked=asked, form=form, number=number, total=len(looked), text=each.text,
        waiting=sum(one.decision is None for one in looked), decision=each.decision,
        kind=model_of(each.text.table)._meta.verbose_name,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def given_out(request: HttpRequest, pk: int) -> HttpResponse:
    """The document for the person who asks: to print, or as a file."""
    asked = request_of(request, pk)
    if proof := ask_again(request):
        return proof
    if request.method != "POST":
        # From the proof: what was sent is not kept, so back to the page that has the form.
        return HttpResponseRedirect(_page(asked))
    if asked.kind != PrivacyRequest.Kind.ACCESS:
        raise PermissionDenied
    form = GiveOutForm(request.POST)
    if not form.is_valid():
        raise PermissionDenied
    how, language = form.cleaned_data["form"], form.cleaned_data["language"]
    try:
        document = give_out(
            request=asked, form=how, language=language, by=request.user,
            standing=standing_in(request),
        )  # fmt: skip
    except (*REFUSED, NothingOpen) as refusal:
        messages.warning(request, told(refusal))
        return HttpResponseRedirect(_page(asked))
    with override(language):
        if how == GivenOut.Form.JSON:
            return _file(asked, document)
        context = {
            "asked": asked, "document": document, "language": language, "now": timezone.now(),
            "data": document.as_data(), "sections": list(document.sections()),
        }  # fmt: skip
        body = render_to_string("admin/newcomers/privacyrequest/document.html", context)
    return HttpResponse(body, headers={"Cache-Control": "no-store", "Content-Language": language})


def _file(asked: PrivacyRequest, document: Document) -> HttpResponse:
    body = json.dumps(document.as_data(), ensure_ascii=False, indent=1)
    name = f"stored-{asked.pk}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(body, content_type="application/json; charset=utf-8", headers=headers)


def _next(asked: PrivacyRequest, stored: Stored, number: int) -> str:
    """The next text nobody has looked at, from this one on; the request when there is none."""
    waiting = [
        place for place, each in enumerate(looked_at(asked, stored), 1) if each.decision is None
    ]
    after = [place for place in waiting if place > number] or waiting
    if not after:
        return _page(asked)
    return reverse("admin:newcomers_privacyrequest_text", args=[asked.pk, after[0]])


def _page(asked: PrivacyRequest) -> str:
    return reverse("admin:newcomers_privacyrequest_change", args=[asked.pk])
