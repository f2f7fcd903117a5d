"""The report page: whether people stay, per municipality and year."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from municipalities.roles import Ability
from municipalities.scoping import standing_in
from newcomers.admin.staff_page import staff_page
from newcomers.models import StayCheck
from newcomers.reports_stays import FEWEST, stays_here, stays_in_region


@require_safe
def stay_report(request: HttpRequest) -> HttpResponse:
    """Their municipality's numbers for the lead; the region's, without small ones."""
    standing = standing_in(request)
    places = sorted(standing.places(Ability.COUNT_CASES))
    in_region = standing.anywhere(Ability.COUNT_REGION)
    if not (places or in_region):
        raise PermissionDenied
    return staff_page(
        request,
        "newcomers/report/stays.html",
        gettext("Do people stay?"),
        heads=[
            capfirst(label)
            for choices in (StayCheck.Answer.choices, StayCheck.Reason.choices)
            for _value, label in choices
        ],
        answers=len(StayCheck.Answer.choices),
        reasons=len(StayCheck.Reason.choices),
        here=stays_here(municipalities=places) if places else [],
        region=stays_in_region() if in_region else None,
        leads=bool(places),
        fewest=FEWEST,
    )
