"""The yearly self-check: all municipalities at a glance, and one with its last year beside it."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from hosting.actions.self_checks import answer_self_check
from hosting.admin.staff_page import host_page
from hosting.models import SelfCheck, SelfCheckAnswer
from hosting.self_checks import Line, Result, open_years, result_of, side_by_side
from municipalities.models import Municipality
from municipalities.permissions import Standing
from municipalities.roles import Ability
from municipalities.scoping import standing_in
from portal.lib.dates import today
from portal.lib.identity import refuse_identity_number
from portal.lib.typed import LineField

YEARS_SHOWN = 4
ANSWERS = [*SelfCheckAnswer.Answer.choices, ("", _("not answered"))]


@dataclass(frozen=True)
class Row:
    """A question of the form, with the answer of the year before."""

    line: Line
    answer: forms.BoundField
    note: forms.BoundField


class SelfCheckForm(forms.Form):
    """An answer and a note for each question; none is required."""

    def __init__(self, *args: Any, lines: list[Line], **options: Any) -> None:
        self.lines = lines
        super().__init__(*args, **options)
        for line in lines:
            key, now = line.question.key, line.now
            self.fields[f"answer-{key}"] = forms.ChoiceField(
                label=line.question.text,
                choices=ANSWERS,
                required=False,
                widget=forms.RadioSelect,
                initial=now.answer if now else "",
            )
            self.fields[f"note-{key}"] = LineField(
                label=_("Note"),
                required=False,
                max_length=500,
                validators=[refuse_identity_number],
                initial=now.note if now else "",
            )

    @property
    def rows(self) -> list[Row]:
        """The questions in their order."""
        return [
            Row(line, self[f"answer-{line.question.key}"], self[f"note-{line.question.key}"])
            for line in self.lines
        ]

    @property
    def answers(self) -> dict[str, tuple[str, str]]:
        """What was answered, by question."""
        typed = self.cleaned_data
        keys = [line.question.key for line in self.lines]
        return {key: (typed[f"answer-{key}"], typed[f"note-{key}"]) for key in keys}


@require_safe
def self_check_list(request: HttpRequest) -> HttpResponse:
    """The municipalities that the person may see, with what they answered in the last years."""
    standing = standing_in(request)
    places = _places(standing)
    years = list(range(today().year, today().year - YEARS_SHOWN, -1))
    checks = SelfCheck.objects.filter(municipality__in=places, year__in=years)
    found = {
        (check.municipality_id, check.year): result_of(check)
        for check in checks.prefetch_related("answers")
    }
    lines: list[tuple[Municipality, list[tuple[int, Result | None]]]] = [
        (place, [(year, found.get((place.pk, year))) for year in years]) for place in places
    ]
    title = gettext("Are we good hosts?")
    return host_page(request, "self_check_list.html", title, lines=lines, years=years)


@require_http_methods(["GET", "HEAD", "POST"])
def self_check(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """One municipality's year beside the one before; a form for who may answer."""
    standing = standing_in(request)
    place = next((each for each in _places(standing) if each.slug == slug), None)
    if place is None or not 2020 <= year <= today().year:
        raise Http404
    by_year = {
        check.year: check
        for check in SelfCheck.objects.of(place)
        .filter(year__in=[year, year - 1])
        .select_related("answered_by")
        .prefetch_related("answers")
    }
    check, before = by_year.get(year), by_year.get(year - 1)
    may_answer = year in open_years() and standing.reaches(place.pk, Ability.ANSWER_SELF_CHECK)
    if request.method == "POST" and not may_answer:
        raise PermissionDenied
    lines = side_by_side(check, before)
    form = SelfCheckForm(request.POST if request.method == "POST" else None, lines=lines)
    if form.is_bound and form.is_valid():
        answer_self_check(municipality=place, year=year, answers=form.answers, by=request.user)
        messages.success(request, gettext("Saved. Thank you for asking yourselves."))
        return HttpResponseRedirect(reverse("admin:hosting_self_check", args=[slug, year]))
    return host_page(
        request,
        "self_check.html",
        f"{gettext('Are we good hosts?')} {place.name} {year}",
        place=place, year=year, before_year=year - 1, check=check, before=before,
        form=form if may_answer else None, lines=lines,
        result=result_of(check) if check else None,
        result_before=result_of(before) if before else None,
    )  # fmt: skip


def _places(standing: Standing) -> list[Municipality]:
    """The municipalities of today, and the region, whose self-checks the person may read. Raises
    PermissionDenied for who may read none."""
    if not standing.anywhere(Ability.READ_SELF_CHECKS):
        raise PermissionDenied
    desks = Municipality.objects.desks().only("kind", "slug", "name")
    if not standing.everywhere(Ability.READ_SELF_CHECKS):
        desks = desks.filter(pk__in=standing.places(Ability.READ_SELF_CHECKS))
    return sorted(desks.in_alphabetical_order(), key=lambda place: not place.is_region)
