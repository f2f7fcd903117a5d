"""The list of cases; their pages are in `case_views`."""

from typing import Any, cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import formats
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from municipalities.permissions import Standing
from municipalities.roles import Ability
from newcomers.admin.case_views import CasePages
from newcomers.admin.desk import counted
from newcomers.admin.exporting import Exporting
from newcomers.admin.lists import PlainList
from newcomers.exports import CASES
from newcomers.models import Case
from newcomers.models.case import CaseQuerySet
from newcomers.permissions import own_cases, readable_cases
from newcomers.worklists import WORKLISTS


class ListFilter(admin.SimpleListFilter):
    """One of the lists of the work, or one state; without a choice, all that is not finished."""

    title = _("list")
    parameter_name = "list"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The lists that My day counts, by the same names."""
        return [(name, worklist.label) for name, worklist in WORKLISTS.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Case]) -> QuerySet[Case]:
        worklist = WORKLISTS.get(self.value() or "")
        return worklist.of(cast(CaseQuerySet, queryset)) if worklist else queryset


class OwnerFilter(admin.SimpleListFilter):
    """Whose cases."""

    title = _("whose")
    parameter_name = "whose"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("mine", _("mine")), ("nobody", _("without coordinator"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Case]) -> QuerySet[Case]:
        if self.value() == "mine":
            standing: Standing = request._standing  # type: ignore[attr-defined]
            return queryset.filter(own_cases(request.user, standing))
        if self.value() == "nobody":
            return cast(CaseQuerySet, queryset).without_coordinator()
        return queryset


class StatusFilter(admin.SimpleListFilter):
    """What is not finished comes first; everything else is one click away."""

    title = _("status")
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [*Case.Status.choices, ("all", _("all"))]

    def choices(self, changelist: Any) -> Any:
        """ "Not finished" is what the list shows without a choice."""
        first, *others = super().choices(changelist)
        yield first | {"display": _("not finished")}
        yield from others

    def queryset(self, request: HttpRequest, queryset: QuerySet[Case]) -> QuerySet[Case]:
        if self.value() in Case.Status:
            return queryset.filter(status=self.value())
        return queryset if self.value() == "all" else cast(CaseQuerySet, queryset).unfinished()


@admin.register(Case)
class CaseAdmin(CasePages, Exporting, PlainList, admin.ModelAdmin[Case]):
    """Who is followed up, and what is next."""

    opens = (Ability.READ_CASES,)
    writes = (Ability.FOLLOW_UP,)
    place = "municipality_id"
    exported = CASES
    change_list_template = "admin/newcomers/case/list.html"
    list_display = ("number", "called", "state", "next_task", "coordinator", "reached",
                    "municipality")  # fmt: skip
    list_display_links = ("number", "called")
    list_filter = (OwnerFilter, ListFilter, StatusFilter)
    list_select_related = ("family", "coordinator", "municipality")
    ordering = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Case]:
        """Without protected families that the person may not open; the next task first."""
        rows = cast(CaseQuerySet, super().get_queryset(request))
        found = readable_cases(rows, request.user, self.standing(request)).by_next_task()
        return found.defer("municipality__boundary")

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """With how many there are in each list."""
        standing = self.standing(request)
        context = {
            "numbers": counted(request, standing, everybody=True),
            "title": gettext("Cases"),
            "search_url": _resolved("admin:newcomers_case_search"),
            "family_url": _resolved("admin:newcomers_family_add"),
            "may_register": bool(standing.places(Ability.FOLLOW_UP)),
        }
        return super().changelist_view(request, context | (extra_context or {}))

    @admin.display(description=_("called"))
    def called(self, case: Case) -> str:
        """What the family is called."""
        return case.family.label

    @admin.display(description=_("status"))
    def state(self, case: Case) -> SafeString:
        """The status; a high priority is said too."""
        status = case.get_status_display()
        if case.priority == Case.Priority.HIGH:
            return format_html('{} <span class="mark warning">{}</span>', status, gettext("urgent"))
        return format_html("{}", status)

    @admin.display(description=_("next task"))
    def next_task(self, case: Case) -> SafeString:
        """The day, and whether it has passed."""
        if case.next_due_on is None:
            return format_html("{}", "–")
        day = formats.date_format(case.next_due_on, "SHORT_DATE_FORMAT")
        if case.is_overdue:
            return format_html('{} <span class="mark error">{}</span>', day, gettext("overdue"))
        return format_html("{}", day)

    @admin.display(description=_("last reached"))
    def reached(self, case: Case) -> str:
        """The day somebody of the family was last reached."""
        day = case.last_contact_on
        return str(formats.date_format(day, "SHORT_DATE_FORMAT")) if day else "–"


def _resolved(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
