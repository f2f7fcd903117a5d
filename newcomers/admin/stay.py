"""Whether people stay: asked after one year and after two."""

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from municipalities.roles import Ability
from newcomers.actions.stays import answer_stay_check
from newcomers.actions.stays_by_family import ask_family, may_be_asked
from newcomers.admin.desk import cases_here, readable_stays
from newcomers.admin.lists import PlainList
from newcomers.admin.refusals import REFUSED, STALE, told
from newcomers.admin.staff_page import staff_page
from newcomers.case_forms import CaseForm
from newcomers.deed_forms import labelled
from newcomers.models import CaseAccess, StayCheck
from newcomers.models.stay import StayCheckQuerySet
from portal.lib.dates import today


class StayForm(CaseForm):
    """The answer; of those who left, why."""

    prefix_of_ids = "stay"
    answer = forms.ChoiceField(
        label=_("Are they still here?"),
        choices=[(v, capfirst(t)) for v, t in StayCheck.Answer.choices],
        widget=forms.RadioSelect,
    )
    reason = forms.ChoiceField(
        label=_("Why did they leave?"), choices=labelled(StayCheck.Reason), required=False
    )

    def clean(self) -> dict[str, Any]:
        """A reason belongs to who left, and only to them."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if typed.get("answer") == StayCheck.Answer.NO and not typed.get("reason"):
            self.add_error("reason", _("Say why they left; “not said” is an answer too."))
        if typed.get("answer") != StayCheck.Answer.NO:
            typed["reason"] = ""
        return typed


class DueFilter(admin.SimpleListFilter):
    """What is due comes first."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("later", _("not due yet")), ("answered", _("answered")), ("all", _("all"))]

    def choices(self, changelist: Any) -> Any:
        """ "Due" is what the list shows without a choice."""
        first, *others = super().choices(changelist)
        yield first | {"display": _("due")}
        yield from others

    def queryset(self, request: HttpRequest, queryset: QuerySet[StayCheck]) -> QuerySet[StayCheck]:
        rows = cast(StayCheckQuerySet, queryset)
        if self.value() == "later":
            return rows.filter(answer="").exclude(pk__in=rows.due().values("pk"))
        if self.value() == "answered":
            return rows.exclude(answer="")
        return rows if self.value() == "all" else rows.due()


@admin.register(StayCheck)
class StayCheckAdmin(PlainList, admin.ModelAdmin[StayCheck]):
    """The questions that are due, and their answers."""

    opens = (Ability.READ_CASES,)
    writes = (Ability.FOLLOW_UP,)
    place = "municipality_id"
    list_display = ("due_on", "called", "months", "state", "municipality")
    list_display_links = ("due_on", "called")
    list_select_related = ("municipality",)
    list_filter = (DueFilter,)
    ordering = ("due_on", "pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[StayCheck]:
        """With the newest case of the household; without those the person may not open."""
        standing = self.standing(request)
        rows = readable_stays(super().get_queryset(request), request.user, standing)
        cases = cases_here(request.user, standing).filter(
            family__journey=OuterRef("journey"), municipality=OuterRef("municipality")
        )
        newest = cases.order_by("-opened_on", "-pk")
        found = rows.defer("municipality__boundary").annotate(
            label=Subquery(newest.values("family__label")[:1]),
            case=Subquery(newest.values("pk")[:1]),
        )
        return cast(QuerySet[StayCheck], found)

    @admin.display(description=_("called"))
    def called(self, check: Any) -> str:
        """What the family is called."""
        return check.label or "–"

    @admin.display(description=_("answer"))
    def state(self, check: StayCheck) -> str:
        """The answer, with the reason of who left."""
        if not check.answer:
            return "–"
        reason = f" ({check.get_reason_display()})" if check.reason else ""
        return f"{check.get_answer_display()}{reason}"

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """One question."""
        check: Any = self.get_object(request, object_id)
        if check is None:
            raise Http404
        if request.POST.get("deed") == "ask":
            return self._ask(request, check)
        form = StayForm(request.POST or None)
        if form.is_bound and form.is_valid():
            try:
                answer_stay_check(check=check, by=request.user, **form.cleaned_data)
                messages.success(request, gettext("Answered."))
                return HttpResponseRedirect(reverse("admin:newcomers_staycheck_changelist"))
            except STALE as stale:
                messages.warning(request, told(stale))
                return HttpResponseRedirect(request.path)
            except REFUSED as refusal:
                form.add_error(None, told(refusal))
        self._note(request, CaseAccess.What.VIEW, [check])
        title = gettext("Are they still here?")
        takes_mail = not check.answer and check.due_on <= today() and may_be_asked(check)
        return staff_page(
            request, "newcomers/staycheck/page.html", title,
            check=check, form=form, takes_mail=takes_mail,
        )  # fmt: skip

    def _ask(self, request: HttpRequest, check: StayCheck) -> HttpResponse:
        """Have the family asked by mail."""
        try:
            ask_family(check=check, by=request.user)
            messages.success(request, gettext("The family is asked by mail, in its language."))
        except (*STALE, *REFUSED) as refusal:
            messages.warning(request, told(refusal))
        return HttpResponseRedirect(request.path)
