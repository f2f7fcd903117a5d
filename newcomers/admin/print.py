"""A case on paper."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from municipalities.models import Topic
from municipalities.roles import Ability
from municipalities.scoping import standing_in
from newcomers.actions.access import note_access
from newcomers.admin.staff_page import places_where, staff_page
from newcomers.models import Case, CaseAccess
from newcomers.paper import printed_lines
from newcomers.permissions import Powers, readable_cases
from portal.lib.languages import localized


@require_safe
def case_print(request: HttpRequest, pk: int) -> HttpResponse:
    """Number, initials and log, for A4. A protected address is not printed at all."""
    here = Case.objects.in_municipalities(places_where(request, Ability.READ_CASES))
    standing = standing_in(request)
    rows = readable_cases(here, request.user, standing).select_related("family")
    case = get_object_or_404(rows, pk=pk)
    what = CaseAccess.What.PRINT
    note_access(by=request.user, what=what, table="case", rows=[case], standing=standing)
    if case.family.is_protected or case.family.is_restricted:
        refused = "newcomers/case/print_refused.html"
        return staff_page(request, refused, str(case), status=403, case=case)
    powers = Powers.of(request.user, case, standing)
    labels = {topic.key: localized(topic, "label").value for topic in Topic.objects.all()}
    lines, left_out = printed_lines(case, request.user, powers, labels)
    return staff_page(
        request,
        "newcomers/case/print.html",
        str(case),
        case=case,
        initials=[person.initials for person in case.family.people.order_by("-is_main_contact")],
        lines=lines,
        left_out=left_out,
        now=timezone.now(),
    )
