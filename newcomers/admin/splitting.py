"""The page on which a household parts."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from municipalities.models import Municipality
from municipalities.roles import Ability
from municipalities.scoping import standing_in
from newcomers.actions import splitting
from newcomers.actions.access import note_access
from newcomers.actions.successors import PEOPLE_WRITE
from newcomers.admin.case_page import places_to_transfer
from newcomers.admin.refusals import REFUSED, STALE, told
from newcomers.admin.staff_page import places_where, staff_page
from newcomers.models import Case, CaseAccess, FollowUp, Task
from newcomers.permissions import Powers, readable_cases
from newcomers.split_forms import SplitForm

MOST_ENTRIES = 50
CASE = "admin:newcomers_case_change"


@require_http_methods(["GET", "HEAD", "POST"])
def case_split(request: HttpRequest, pk: int) -> HttpResponse:
    """Who goes, and what goes with them; then the page of their new case."""
    case = _case(request, pk)
    if case.status not in splitting.FOLLOWED_UP:
        said = gettext("A family parts while its case is followed up here, and not on its way.")
        messages.warning(request, said)
        return HttpResponseRedirect(reverse(CASE, args=[pk]))
    form = _form(case, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            new = _split(request, case, form)
            messages.success(request, gettext("They are a family of their own now."))
            return HttpResponseRedirect(reverse(CASE, args=[new.pk]))
        except STALE as stale:
            messages.warning(request, told(stale))
            return HttpResponseRedirect(reverse(CASE, args=[pk]))
        except REFUSED as refusal:
            form.add_error(None, told(refusal))
    note_access(
        by=request.user, what=CaseAccess.What.VIEW, table="case", rows=[case],
        standing=standing_in(request),
    )  # fmt: skip
    title = gettext("Some of the family go their own way")
    return staff_page(request, "newcomers/case/split.html", title, case=case, form=form)


def _case(request: HttpRequest, pk: int) -> Case:
    """The case, if the person may open it; PermissionDenied for who may not work it."""
    standing = standing_in(request)
    here = Case.objects.in_municipalities(places_where(request, Ability.READ_CASES))
    rows = readable_cases(here, request.user, standing).select_related("family", "municipality")
    case = rows.filter(pk=pk).first()
    if case is None:
        raise Http404
    if not Powers.of(request.user, case, standing).works:
        raise PermissionDenied
    return case


def _form(case: Case, data: Any) -> SplitForm:
    log = FollowUp.objects.heads().filter(case=case, is_restricted=False, kind__in=PEOPLE_WRITE)
    return SplitForm(
        data,
        case=case,
        household=list(case.family.people.order_by("-is_main_contact", "pk")),
        planned=list(Task.objects.filter(case=case).planned()),
        log=list(log.newest_first().defer("vector")[:MOST_ENTRIES]),
        places=places_to_transfer(case.municipality_id),
    )


def _split(request: HttpRequest, case: Case, form: SplitForm) -> Case:
    """The case of those who go; proposed elsewhere where they move."""
    typed = form.cleaned_data
    what: dict[str, Any] = {
        "case": case, "going": form.going(), "reason": typed["reason"],
        "first_task": form.new_task(), "by": request.user, "form_key": typed["form_key"],
    }  # fmt: skip
    if typed["place"] is None:
        return splitting.split_family(**what).case
    to = Municipality.objects.without_outline().get(pk=typed["place"])
    month, note = typed["planned_month"], typed["note"]
    sent = splitting.propose_part(to=to, planned_month=month, note=note, **what)
    return sent.case
