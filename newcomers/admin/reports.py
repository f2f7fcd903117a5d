"""The report page: K1 and K2 of a municipality and a period; every number opens its list."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_safe

from municipalities.models import Municipality
from municipalities.permissions import Standing
from municipalities.roles import Ability
from municipalities.scoping import standing_in
from newcomers.actions.access import note_access
from newcomers.admin.exporting import asks_for_proof, export_links, exported
from newcomers.admin.staff_page import staff_page
from newcomers.case_forms import DayField
from newcomers.exports import FOLLOW_UPS
from newcomers.models import Case, CaseAccess, FollowUp
from newcomers.models.follow_up import FollowUpQuerySet
from newcomers.permissions import readable_cases
from newcomers.reports import Counted, Period, actions_afterwards, contact_points
from portal.lib.dates import today

PER_PAGE = 50
FIRST_YEAR = 2000
# Code and words of each number, in the order of the report.
LABELS = {
    "made": ("K1a", _("contacts")),
    "reached": ("K1b", _("contacts that reached somebody")),
    "with_newcomer": ("K1b", _("… with the newcomer")),
    "with_organisation": ("K1b", _("… with organisations alone")),
    "planned": ("K2a", _("of those that reached somebody: led to a task")),
    "done_soon": ("K2b", _("… that was done within 30 days")),
    "done_in_time": ("K2c", _("… that was done by its day")),
}


class ReportForm(forms.Form):
    """Of which municipality, from when to when. None of it is about a person."""

    use_required_attribute = False

    municipality = forms.TypedChoiceField(label=_("Municipality"), coerce=int)

    def __init__(self, data: Any, places: dict[int, Municipality]) -> None:
        super().__init__(data)
        self.fields["municipality"].choices = [(pk, str(place)) for pk, place in places.items()]  # type: ignore[attr-defined]
        self.fields["from"] = DayField(label=_("From"))
        self.fields["to"] = DayField(label=_("To"))

    def clean(self) -> dict[str, Any]:
        """A period that could have been worked in."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = typed.get("from"), typed.get("to")
        if first and not FIRST_YEAR <= first.year <= today().year:
            self.add_error("from", _("There is nothing to count in that year."))
        if last and not FIRST_YEAR <= last.year <= today().year:
            self.add_error("to", _("There is nothing to count in that year."))
        if first and last and last < first:
            self.add_error("to", ValidationError(_("The period ends before it begins.")))
        return typed


@dataclass(frozen=True)
class Asked:
    """What the form asks for."""

    place: Municipality
    period: Period
    is_own: bool  # the person's own entries alone

    @property
    def query(self) -> str:
        """The same question as a query string."""
        days = {"from": self.period.first.isoformat(), "to": self.period.last.isoformat()}
        return urlencode({"municipality": self.place.pk, **days})


@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """The numbers: of the municipality for its lead, of their own entries for others."""
    form, asked = _asked(request)
    rows: list[tuple[str, Any, int, str]] = []
    anonymised = 0
    if asked:
        address = reverse("admin:newcomers_report_entries")
        for name, number in _numbers(request.user, asked).items():
            code, label = LABELS[name]
            rows.append((code, label, number.count, f"{address}?number={name}&{asked.query}"))
            anonymised = max(anonymised, number.anonymised)
    return staff_page(
        request,
        "newcomers/report/page.html",
        gettext("Contact points and what followed"),
        form=form,
        asked=asked,
        rows=rows,
        anonymised=anonymised,
    )


@require_safe
def report_entries(request: HttpRequest) -> HttpResponse:
    """The entries that a number counts, noted as a list."""
    asked, name, entries = _counted(request)
    found = entries.select_related("case", "organisation")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    note_access(
        by=request.user,
        what=CaseAccess.What.LIST,
        table="followup",
        rows=shown,
        standing=standing_in(request),
    )
    code, label = LABELS[name]
    return staff_page(
        request,
        "newcomers/report/entries.html",
        f"{code}: {label}",
        asked=asked,
        name=name,
        page=page,
        lines=_lines(request, shown),
        exports=export_links("admin:newcomers_report_export", request),
    )


@require_GET
def report_export(request: HttpRequest, form: str) -> HttpResponse:
    """The entries that a number counts, as a file."""
    _places_or_denied(standing_in(request))
    if proof := asks_for_proof(request, form):
        return proof
    _asked_for, _name, entries = _counted(request)
    back = f"{reverse('admin:newcomers_report_entries')}?{request.GET.urlencode()}"
    return exported(request, FOLLOW_UPS, entries, form, back)


def _counted(request: HttpRequest) -> tuple[Asked, str, FollowUpQuerySet]:
    """What is asked, which number, and the entries that it counts, the newest first."""
    _form, asked = _asked(request)
    name = request.GET.get("number", "")
    if asked is None or name not in LABELS:
        raise Http404
    entries = _numbers(request.user, asked, only=name)[name].entries
    return asked, name, entries.newest_first().defer("vector", "text")


def _asked(request: HttpRequest) -> tuple[ReportForm, Asked | None]:
    """The form, and what it asks for when it is right; without a question, this year here."""
    standing = standing_in(request)
    places = _places_or_denied(standing)
    year = Period.this_year()
    usual = {"municipality": next(iter(places)), "from": year.first, "to": year.last}
    form = ReportForm({**usual, **{name: request.GET[name] for name in usual & request.GET.keys()}},
                      places)  # fmt: skip
    if not form.is_valid():
        return form, None
    typed = form.cleaned_data
    place = places[typed["municipality"]]
    leads = standing.places(Ability.COUNT_CASES) & {place.pk, place.successor_id}
    return form, Asked(place, Period(typed["from"], typed["to"]), is_own=not leads)


def _places_or_denied(standing: Standing) -> dict[int, Municipality]:
    places = _places(standing)
    if not places:
        raise PermissionDenied
    return places


def _places(standing: Standing) -> dict[int, Municipality]:
    """The municipalities where the person follows up or counts, and what these came from."""
    here = standing.places(Ability.COUNT_CASES, Ability.FOLLOW_UP)
    known = Municipality.objects.without_outline()
    found = known.filter(Q(pk__in=here) | Q(successor__in=here))
    return {place.pk: place for place in found.order_by("valid_to", "name")}


def _numbers(user: Any, asked: Asked, only: str = "") -> dict[str, Counted]:
    """All numbers, or those of which the one is part."""
    what: dict[str, Any] = {
        "municipality": asked.place.pk,
        "period": asked.period,
        "author": user if asked.is_own else None,
    }
    numbers = vars(contact_points(**what))
    return numbers if only in numbers else numbers | vars(actions_afterwards(**what))


def _lines(request: HttpRequest, entries: list[FollowUp]) -> list[tuple[FollowUp, bool]]:
    """Each entry, and whether the person may open what it belongs to."""
    ids = {entry.case_id for entry in entries if entry.case_id}
    cases = readable_cases(Case.objects.filter(pk__in=ids), request.user, standing_in(request))
    readable = set(cases.values_list("pk", flat=True))
    return [(entry, entry.case_id is None or entry.case_id in readable) for entry in entries]
