"""What leads look after: who has read what."""

import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from municipalities.models import Municipality
from municipalities.roles import Ability
from municipalities.scoping import standing_in
from newcomers.actions.access import note_access
from newcomers.admin.staff_page import places_where, staff_page
from newcomers.models import Case, CaseAccess
from newcomers.models.access import MOST_READINGS
from newcomers.sample import WEEK, last_week, sample_of

WEEKS_TO_CHOOSE = 4


@require_safe
def readings_of_case(request: HttpRequest, pk: int) -> HttpResponse:
    """Who has read the case, its family or its log, in lists and searches too."""
    places = places_where(request, Ability.LEAD_CASES, Ability.READ_ACCESS_LOG)
    cases = Case.objects.in_municipalities(places)
    case = get_object_or_404(cases, pk=pk)
    return staff_page(
        request,
        "newcomers/case/readings.html",
        gettext("Who has read %(number)s") % {"number": case.number},
        case=case,
        readings=list(CaseAccess.objects.of_case(case.pk).select_related("user")),
        most=MOST_READINGS,
    )


@require_safe
def readings_to_look_at(request: HttpRequest) -> HttpResponse:
    """The sample of a week, by municipality."""
    places = places_where(request, Ability.LEAD_CASES, Ability.READ_ACCESS_LOG)
    newest = last_week()
    weeks = [newest - WEEK * number for number in range(WEEKS_TO_CHOOSE)]
    asked = request.GET.get("week", "")
    monday = next((week for week in weeks if week.isoformat() == asked), newest)
    samples = [
        (place, sample_of(place.pk, monday))
        for place in Municipality.objects.without_outline().filter(pk__in=places).order_by("name")
    ]
    cases = {each.case.pk: each.case for _place, sample in samples for each in sample}
    note_access(
        by=request.user,
        what=CaseAccess.What.LIST,
        table="case",
        rows=cases.values(),
        standing=standing_in(request),
    )
    return staff_page(
        request,
        "newcomers/caseaccess/sample.html",
        gettext("Readings that deserve a look"),
        samples=samples,
        weeks=[(week, week + WEEK - datetime.timedelta(days=1)) for week in weeks],
        monday=monday,
    )
