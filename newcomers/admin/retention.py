"""How long families are kept: the lead looks at lists, and a person approves what is anonymised."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from municipalities.models import Municipality
from municipalities.roles import Ability
from municipalities.scoping import standing_in
from newcomers.actions.access import note_access
from newcomers.actions.retention import (
    MOST_AT_ONCE,
    AlreadyApproved,
    RetentionRefused,
    approve_batch,
    families_at_rest,
    lift_hold,
    rule_of,
    set_hold,
    set_rule,
    take_off,
)
from newcomers.admin.refusals import told
from newcomers.admin.staff_page import places_where, staff_page
from newcomers.models import Case, CaseAccess, Family, RetentionHold, RetentionItem, RetentionRule
from newcomers.models.retention import WAIT
from newcomers.retention_forms import ApproveForm, HoldForm, RuleForm
from portal.lib.reauthentication import ask_again, asked_again

PAGE = "admin:newcomers_retention"
STOPS_SHOWN_DAYS = 60


@dataclass(frozen=True)
class Desk:
    """What the lead sees of one municipality."""

    place: Municipality
    rule: RetentionRule
    rule_form: RuleForm
    form: ApproveForm
    to_look_at: list[Any]
    waiting: list[Any]
    stopped: list[Any]

    @property
    def families(self) -> list[Any]:
        """All families that the page names."""
        return [*self.form.shown, *self.to_look_at, *(item.family for item in self.waiting),
                *(item.family for item in self.stopped if item.family)]  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def retention(request: HttpRequest) -> HttpResponse:
    """The lists of the municipalities that the person leads; approving asks who it is again."""
    places = _led(request)
    if request.method == "POST" and (proof := ask_again(request)):
        return proof
    sent = request.POST.get("place") if request.method == "POST" else None
    desks = [_desk(place, request.POST if sent == place.slug else None) for place in places]
    for desk in desks:
        if desk.form.is_bound and desk.form.is_valid() and _approved(request, desk):
            return HttpResponseRedirect(reverse(PAGE))
    for desk in desks:
        note_access(
            by=request.user,
            what=CaseAccess.What.LIST,
            table="family",
            rows={family.pk: family for family in desk.families}.values(),
            standing=standing_in(request),
        )
    title = gettext("How long families are kept")
    return staff_page(
        request, "newcomers/retention/page.html", title, desks=desks, wait=WAIT.days,
        most=MOST_AT_ONCE,
    )  # fmt: skip


@require_POST
@asked_again
def retention_rule(request: HttpRequest) -> HttpResponse:
    """Change how long a municipality keeps families."""
    place = get_object_or_404(_led(request), slug=request.POST.get("place", ""))
    form = RuleForm(request.POST, rule=rule_of(place))
    if form.is_valid():
        set_rule(place=place, by=request.user, **form.cleaned_data)
        messages.success(request, gettext("Saved."))
    else:
        for errors in form.errors.values():
            messages.error(request, " ".join(map(str, errors)))
    return HttpResponseRedirect(reverse(PAGE))


@require_POST
@asked_again
def retention_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a family off an approved list."""
    here = RetentionItem.objects.in_municipalities(places_where(request, Ability.LEAD_CASES))
    item = get_object_or_404(here, pk=pk)
    try:
        take_off(item=item, by=request.user)
        messages.success(request, gettext("The family is kept."))
    except RetentionRefused as refusal:
        messages.warning(request, told(refusal))
    return HttpResponseRedirect(reverse(PAGE))


@require_http_methods(["GET", "HEAD", "POST"])
def family_hold(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a family for a time, or let it go again."""
    here = Family.objects.known().in_municipalities(places_where(request, Ability.LEAD_CASES))
    family = get_object_or_404(here, pk=pk)
    form = HoldForm(request.POST if "set" in request.POST else None)
    if "lift" in request.POST:
        for hold in RetentionHold.objects.active().filter(family=family):
            lift_hold(hold=hold, by=request.user)
        messages.success(request, gettext("The hold has ended."))
        return HttpResponseRedirect(reverse(PAGE))
    if form.is_bound and form.is_valid():
        set_hold(family=family, by=request.user, **form.cleaned_data)
        messages.success(request, gettext("The family is kept until then."))
        return HttpResponseRedirect(reverse(PAGE))
    note_access(by=request.user, what=CaseAccess.What.VIEW, table="family", rows=[family],
                standing=standing_in(request))  # fmt: skip
    holds = RetentionHold.objects.filter(family=family).select_related("set_by", "lifted_by")
    return staff_page(
        request, "newcomers/retention/hold.html", gettext("Keep a family"), family=family,
        form=form, holds=list(holds.order_by("-set_at")),
        is_held=RetentionHold.objects.active().filter(family=family).exists(),
    )  # fmt: skip


def _led(request: HttpRequest) -> Any:
    led = places_where(request, Ability.LEAD_CASES)
    return Municipality.objects.without_outline().filter(pk__in=led).order_by("name")


def _desk(place: Municipality, data: Any) -> Desk:
    rule, found = rule_of(place), families_at_rest(place=place)
    items = RetentionItem.objects.in_municipalities([place.pk]).select_related(
        "family", "batch__approved_by"
    )
    since = timezone.now() - datetime.timedelta(days=STOPS_SHOWN_DAYS)
    stopped = items.filter(stopped_at__gte=since).order_by("-stopped_at")
    return Desk(
        place=place,
        rule=rule,
        rule_form=RuleForm(None, rule=rule),
        form=ApproveForm(data, place=place, over=_named(found.to_approve)),
        to_look_at=_named(found.to_look_at)[:MOST_AT_ONCE],
        waiting=list(items.waiting().with_obstacle().order_by("batch__due_on", "pk")),
        stopped=list(stopped[:MOST_AT_ONCE]),
    )


def _named(families: Any) -> list[Any]:
    """With the newest case and when that was last changed; one more than is shown."""
    newest = Case.objects.filter(family=OuterRef("pk")).order_by("-opened_on", "-pk")
    rows = families.annotate(
        number=Subquery(newest.values("number")[:1]),
        case=Subquery(newest.values("pk")[:1]),
        changed_at=Subquery(newest.values("changed_at")[:1]),
    )
    return list(rows[: MOST_AT_ONCE + 1])


def _approved(request: HttpRequest, desk: Desk) -> bool:
    """Whether the list was approved; else the form says why not."""
    try:
        batch = approve_batch(
            place=desk.place,
            families=desk.form.cleaned_data["families"],
            by=request.user,
            form_key=desk.form.cleaned_data["form_key"],
        )
    except AlreadyApproved as refusal:
        desk.form.add_error(None, _who_approved(refusal))
        return False
    except RetentionRefused as refusal:
        desk.form.add_error(None, told(refusal))
        return False
    count = batch.items.count()
    said = ngettext(
        "%(count)s family is anonymised on %(day)s, unless something comes between.",
        "%(count)s families are anonymised on %(day)s, unless something comes between.",
        count,
    )
    messages.success(request, said % {"count": count, "day": date_format(batch.due_on)})
    return True


def _who_approved(refusal: AlreadyApproved) -> str:
    said = gettext("Already approved by %(person)s on %(day)s: nothing was done.")
    day = timezone.localdate(refusal.batch.approved_at)
    return said % {"person": refusal.batch.approved_by, "day": date_format(day)}
