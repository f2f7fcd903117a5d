"""Families that may have been written down twice: which are alike, and joining two."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from municipalities.roles import Ability
from municipalities.scoping import standing_in
from newcomers.actions.access import note_access
from newcomers.actions.cases import AlreadyJoined
from newcomers.actions.joining import join_families, kept_family
from newcomers.admin.alike import alike
from newcomers.admin.family import readable_families
from newcomers.admin.refusals import REFUSED, told
from newcomers.admin.staff_page import places_where, staff_page
from newcomers.join_forms import JoinForm, in_words, label_of
from newcomers.models import Case, CaseAccess, Family
from newcomers.permissions import readable_cases

SHOWN = ("category", "languages", "from_country", "expected_on", "arrived_on",
         "interpreter_language", "address_protection")  # fmt: skip


@require_safe
def family_alike(request: HttpRequest, pk: int) -> HttpResponse:
    """The families that have an address, a number or a name in common with this one."""
    family = _family(request, pk)
    if family.joined_into_id:
        return _lead_on(request, family)
    people = list(family.people.order_by("-is_main_contact", "pk"))
    found = alike(request, standing_in(request), family.municipality_id, people, None).families
    _note(request, family)
    title = gettext("Written down twice?")
    others = [each for each in found if each.pk != family.pk]
    return staff_page(
        request, "newcomers/family/alike_list.html", title,
        family=family, others=others, case=_newest_case(request, family),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def family_join(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """Both side by side, with a question for each difference; then they are one."""
    keep, gone = _family(request, pk), _family(request, other)
    for family in (gone, keep):
        if family.joined_into_id:
            return _lead_on(request, family)
    if pk == other or keep.municipality_id != gone.municipality_id:
        raise Http404
    sides = [_side(request, keep), _side(request, gone)]
    form = JoinForm(
        request.POST if request.method == "POST" else None, keep=keep, other=gone,
        ours=sides[0]["people"], theirs=sides[1]["people"],
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        try:
            join_families(keep=keep, other=gone, by=request.user, answers=form.answers())
            messages.success(request, gettext("The two are one family now."))
            return HttpResponseRedirect(_address(request, keep))
        except AlreadyJoined as stale:
            return _lead_on(request, stale.family)
        except PermissionDenied:
            form.add_error(None, gettext("Only who works the cases of both may join them."))
        except REFUSED as refusal:
            form.add_error(None, told(refusal))
    _note(request, keep, gone)
    title = gettext("Two families that are one")
    return staff_page(
        request, "newcomers/family/join.html", title,
        keep=keep, other=gone, sides=sides, form=form, case=_newest_case(request, keep),
    )  # fmt: skip


def _family(request: HttpRequest, pk: int) -> Family:
    standing = standing_in(request)
    here = Family.objects.in_municipalities(places_where(request, Ability.FOLLOW_UP))
    rows = readable_families(here, request.user, standing).select_related("joined_by")
    family: Family | None = rows.filter(pk=pk).first()
    if family is None:
        raise Http404
    return family


def _lead_on(request: HttpRequest, family: Family) -> HttpResponse:
    """Who joined it and when, on the page of what it is now."""
    messages.warning(request, told(AlreadyJoined(family)))
    return HttpResponseRedirect(_address(request, kept_family(family)))


def _address(request: HttpRequest, family: Family) -> str:
    case = _newest_case(request, family)
    if case is not None:
        return reverse("admin:newcomers_case_change", args=[case.pk])
    return reverse("admin:newcomers_family_change", args=[family.pk])


def _newest_case(request: HttpRequest, family: Family) -> Case | None:
    """The one that goes on, else the newest."""
    cases = readable_cases(
        Case.objects.filter(family=family), request.user, standing_in(request)
    )  # fmt: skip
    unfinished = cases.unfinished().first()
    return unfinished or cases.order_by("-opened_on", "-pk").first()


def _side(request: HttpRequest, family: Family) -> dict[str, Any]:
    """What the page shows of one of the two."""
    cases = readable_cases(Case.objects.filter(family=family), request.user, standing_in(request))
    counted = cases.select_related("coordinator").annotate(
        entries=Count("log", filter=Q(log__kind__in=("contact", "note")))
    )
    return {
        "family": family,
        "people": list(family.people.order_by("-is_main_contact", "pk")),
        "facts": [(label_of(family, name), in_words(family, name)) for name in SHOWN],
        "cases": list(counted.order_by("-opened_on", "-pk")),
    }


def _note(request: HttpRequest, *families: Family) -> None:
    note_access(
        by=request.user, what=CaseAccess.What.VIEW, table="family", rows=families,
        standing=standing_in(request),
    )  # fmt: skip
