"""The region's page: what stays of families that were anonymised."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from municipalities.roles import Ability
from municipalities.scoping import standing_in
from newcomers.admin.staff_page import staff_page
from newcomers.models import StatRow
from newcomers.reports_anonymised import anonymised_in_region
from newcomers.reports_stays import FEWEST


@require_safe
def anonymised_report(request: HttpRequest) -> HttpResponse:
    """Closed cases by year and category, of all municipalities together."""
    if not standing_in(request).anywhere(Ability.COUNT_REGION):
        raise PermissionDenied
    return staff_page(
        request,
        "newcomers/report/anonymised.html",
        gettext("Anonymised families"),
        heads=[capfirst(label) for _value, label in StatRow.Category.choices],
        rows=anonymised_in_region(),
        fewest=FEWEST,
    )
