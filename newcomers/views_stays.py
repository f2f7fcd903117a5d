"""A family's own answer to the question whether it still lives here.

No cookie, no account, and no cache keeps any of it. Opening the link changes and reads nothing.
"""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from municipalities.places import places_of
from newcomers.actions.stays_by_family import QuestionGone, answer_by_family
from newcomers.models import StayCheck
from newcomers.stay_links import LinkForged, LinkTooOld, StayLink


class StayAnswerForm(forms.Form):
    """Yes; or no, and why. "Not said" is a reason too."""

    use_required_attribute = False
    answer = forms.ChoiceField(
        label=_("Do you still live here?"),
        choices=[
            (StayCheck.Answer.YES, _("Yes, we still live here")),
            (StayCheck.Answer.NO, _("No, we have moved away")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.ChoiceField(
        label=_("If you have moved away: why?"),
        choices=[("", _("I would rather not say")),
                 *((value, capfirst(label)) for value, label in StayCheck.Reason.choices
                   if value != StayCheck.Reason.NOT_SAID)],
        required=False,
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Whoever says no and not why has not said it."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if typed.get("answer") == StayCheck.Answer.NO:
            typed["reason"] = typed.get("reason") or StayCheck.Reason.NOT_SAID
        else:
            typed["reason"] = ""
        return typed


@csrf_exempt  # The signed address stands in for it.
@cache_control(no_store=True)
@require_http_methods(["GET", "HEAD", "POST"])
def stay_answer(request: HttpRequest, signed: str) -> HttpResponse:
    """Yes or no: the page has a form, and only sending it answers."""
    form = StayAnswerForm(request.POST if request.method == "POST" else None)
    try:
        link = StayLink.read(signed)
        if form.is_valid():
            answer_by_family(link=link, **form.cleaned_data)
    except LinkForged:
        return _no_link(request, 404)
    except (LinkTooOld, QuestionGone):
        return _no_link(request, 410)
    place = next((each for each in places_of(request) if each.pk == link.municipality), None)
    is_done = form.is_bound and form.is_valid()
    context = {"form": form, "place": place, "is_done": is_done}
    return render(request, "newcomers/stay_answer.html", context)


def _no_link(request: HttpRequest, status: int) -> HttpResponse:
    context = {"is_too_old": status == 410}
    response = render(request, "newcomers/stay_no_link.html", context, status=status)
    response.kind = True  # type: ignore[attr-defined]
    return response
