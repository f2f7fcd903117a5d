"""Office days in the admin: planned in a row, and counted afterwards."""

import datetime
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from hosting.actions.office_days import PLANNED_AHEAD, plan_office_days, save_office_day
from hosting.models import OfficeDay
from municipalities.admin.history import ReadableHistory
from municipalities.models import Municipality
from municipalities.roles import Ability
from municipalities.scoping import Scoped
from portal.lib.dates import today

EVERY: list[tuple[str, Any]] = [
    ("", _("only once")),
    ("7", _("every week")),
    ("14", _("every second week")),
    ("28", _("every four weeks")),
]
# One field of the browser for a day, and one for a time.
WIDGETS: Any = {
    models.DateField: {"widget": forms.DateInput({"type": "date"}, format="%Y-%m-%d")},
    models.TimeField: {"widget": forms.TimeInput({"type": "time"}, format="%H:%M")},
}


class OfficeDayForm(forms.ModelForm):  # type: ignore[type-arg]
    """An office day; what has not come yet cannot have been held."""

    every = forms.ChoiceField(label=_("Repeated"), choices=EVERY, required=False)
    until = forms.DateField(
        label=_("Until"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=_("At most a year ahead. Public holidays are left out."),
    )

    def clean(self) -> dict[str, Any]:
        super().clean()
        typed = self.cleaned_data
        day, until = typed.get("date"), typed.get("until")
        if day and day > today() and typed.get("status") == OfficeDay.Status.HELD:
            self.add_error("status", _("This day has not come yet."))
        if not typed.get("every"):
            return typed
        if not until:
            self.add_error("until", _("Say until when."))
        elif day and not day <= until <= day + PLANNED_AHEAD:
            self.add_error("until", _("Choose a day after the first one, at most a year ahead."))
        return typed


class ToReportFilter(admin.SimpleListFilter):
    """Those of which nobody has said yet what became of them."""

    title = _("afterwards")
    parameter_name = "report"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("missing", _("over, and not reported"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Any] | None:
        return queryset.to_report() if self.value() == "missing" else None


@admin.register(OfficeDay)
class OfficeDayAdmin(ReadableHistory, Scoped, admin.ModelAdmin[OfficeDay]):
    """When the host contact can be met without an appointment."""

    opens = writes = (Ability.KEEP_OFFICE_DAYS,)
    place = "municipality_id"
    form = OfficeDayForm
    formfield_overrides = WIDGETS
    list_display = ("date", "hours", "municipality", "place_name", "status", "visitors")
    list_filter = (ToReportFilter, "status", ("municipality", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("municipality",)
    search_fields = ("place", "municipality__name")
    ordering = ("-date", "starts_at", "pk")
    date_hierarchy = "date"

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """What is asked before the day, and what afterwards."""
        when = ["municipality", "place", "date", "starts_at", "ends_at"]
        if obj is None:
            again = (_("Again on other days?"), {"fields": ["every", "until"]})
            return [(_("Where and when?"), {"fields": when}), again]
        return [
            (_("What became of it?"), {"fields": ["status", "visitors"]}),
            (_("Where and when?"), {"fields": when}),
        ]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Only places of today."""
        if db_field.name == "municipality":
            places = Municipality.objects.desks().without_outline()
            kwargs["queryset"] = self.limited(request, places, "pk", self.writes)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """The person's own municipality, where there is only one."""
        places = self.standing(request).places(*self.writes)
        own = {"municipality": places.pop()} if len(places) == 1 else {}
        return {**own, **super().get_changeform_initial_data(request)}

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change:
            save_office_day(office_day=obj, by=request.user)
            return
        days = int(form.cleaned_data.get("every") or 0)
        every = datetime.timedelta(days=days) if days else None
        until = form.cleaned_data.get("until")
        made = plan_office_days(first=obj, every=every, until=until, by=request.user)
        if every:
            told = ngettext(
                "%(count)s office day is planned.",
                "%(count)s office days are planned.",
                len(made),
            )
            messages.success(request, told % {"count": len(made)})

    @admin.display(description=_("from–to"), ordering="starts_at")
    def hours(self, office_day: OfficeDay) -> str:
        """The hours as on a door."""
        return f"{office_day.starts_at:%H:%M}–{office_day.ends_at:%H:%M}"

    @admin.display(description=_("place"), ordering="place")
    def place_name(self, office_day: OfficeDay) -> str:
        """The place; the admin's own `place` says where the municipality is found."""
        return office_day.place
