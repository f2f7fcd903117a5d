"""Events in the admin: planned, moved, cancelled, and counted afterwards."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hosting.actions import events as actions
from hosting.admin.event_form import EventForm, HeldForm
from hosting.events.listing import Date
from hosting.events.occurrences import occurrences_of
from hosting.models import Event, Organisation
from municipalities.admin.base import TranslationFilter, in_words
from municipalities.admin.revising import RevisingAdmin
from municipalities.models import Municipality
from municipalities.roles import Ability

REFUSALS: dict[type[Exception], Any] = {
    actions.NotPlanned: _("This event is cancelled or held already."),
    actions.NotCancelled: _("This event is not cancelled."),
    actions.NotBegun: _("It has not begun yet: nobody can have come."),
    actions.ImpossibleCount: _("There cannot be more newcomers than people."),
}
# What coordinators change at once of an event that readers see: nobody shall stand before a locked
# door. What else is said of it is for those who publish.
URGENT = {"starts", "ends", "is_all_day", "rule", "except_on", "editors_note"}


class ToReportFilter(admin.SimpleListFilter):
    """Those of which nobody has said yet what became of them."""

    title = _("afterwards")
    parameter_name = "report"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("missing", _("over, and not reported"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Any] | None:
        return queryset.to_report(timezone.now()) if self.value() == "missing" else None


@admin.register(Event)
class EventAdmin(RevisingAdmin):
    """Where newcomers meet people. A coordinator writes it, an editor publishes it."""

    opens = writes = (Ability.EDIT_CONTENT, Ability.WRITE_LOCAL_PARTS)
    place = "municipality_id"
    form = EventForm
    change_form_template = "admin/hosting/event/change_form.html"
    list_display = ("shown_title", "when", "municipality", "state", "status", "translation_states",
                    "headcount")  # fmt: skip
    list_filter = (ToReportFilter, "state", "status", TranslationFilter,
                   ("municipality", admin.RelatedOnlyFieldListFilter))  # fmt: skip
    list_select_related = ("municipality",)
    search_fields = ("slug", "organiser", "municipality__name")
    searched_texts = ("title", "venue")
    ordering = ("-starts", "pk")
    questions = (
        (_("Whose event is it?"), {"fields": ["municipality"]}),
        (_("When is it?"), {"fields": ["starts", "ends", "is_all_day"]}),
        (_("Does it come again?"), {"fields": ["repeats", "repeats_until", "except_on", "rule"]}),
        (
            _("Who holds it, and where?"),
            {"fields": ["role", "organisation", "organiser", "address", "website"]},
        ),
        (_("For whom?"), {"fields": ["groups", "languages"]}),
        (_("What else?"), {"fields": ["slug", "is_example", "editors_note"]}),
    )

    def get_urls(self) -> list[Any]:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        view = self.admin_site.admin_view
        return [
            path("<path:object_id>/held/", view(self.held_view), name=f"{name}_held"),
            path("<path:object_id>/cancel/", view(self.cancel_view), name=f"{name}_cancel"),
            path("<path:object_id>/again/", view(self.again_view), name=f"{name}_again"),
            *super().get_urls(),
        ]

    @admin.display(description=_("title"), ordering="title")
    def shown_title(self, event: Event) -> SafeString:
        """The title."""
        return in_words(event, "title")

    @admin.display(description=_("when"), ordering="starts")
    def when(self, event: Event) -> str:
        """Its first date."""
        return Date(event, occurrences_of(event.series)[0]).when

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """What holds at once is for who may publish, once readers see the event; but for what
        cannot wait."""
        if obj is None or not obj.is_published:
            return ()
        if self.covers(request, obj, (Ability.EDIT_CONTENT,)):
            return ()
        own = {"repeats", "repeats_until"} | URGENT
        named = [field for _title, options in self.questions for field in options["fields"]]
        return tuple(field for field in named if field not in own)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.covers(request, obj, (Ability.EDIT_CONTENT,))

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """The person's own municipality, where there is only one."""
        places = self.standing(request).places(*self.writes)
        own = {"municipality": places.pop()} if len(places) == 1 else {}
        return {**own, **super().get_changeform_initial_data(request)}

    def formfield_for_dbfield(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        """Groups to tick, where the database has a list of words."""
        if isinstance(db_field, ArrayField) and db_field.name == "groups":
            return forms.MultipleChoiceField(
                label=capfirst(db_field.verbose_name),
                choices=db_field.base_field.choices or (),
                required=False,
                help_text=db_field.help_text,
                widget=forms.CheckboxSelectMultiple,
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Only places of today; and any organisation that readers see, for they are public."""
        if db_field.name == "municipality":
            places = Municipality.objects.desks().without_outline()
            kwargs["queryset"] = self.limited(request, places, "pk", self.writes)
        if db_field.name == "organisation":
            kwargs["queryset"] = Organisation.objects.listed().order_by("name", "slug")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kw: Any) -> Any:
        """With what can be done with the event now."""
        event = context.get("original")
        may = event is not None and self.may_write(request, event)
        context["event_deeds"] = self._deeds(event) if may else []
        return super().render_change_form(request, context, *args, **kw)

    def held_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """It took place, and so many came."""
        event = self._writable(request, object_id)
        form = HeldForm(
            request.POST or None,
            initial={"headcount": event.headcount, "newcomers": event.newcomers},
            label_suffix="",
        )
        if request.method == "POST" and form.is_valid():
            return self._act(request, event, actions.hold_event, **form.cleaned_data)
        return self._ask(request, event, _("It was held"), _(
            "The numbers go into the yearly report. Readers do not see them."
        ), form=form)  # fmt: skip

    def cancel_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """It does not take place."""
        event = self._writable(request, object_id)
        if request.method == "POST":
            return self._act(request, event, actions.cancel_event)
        return self._ask(request, event, _("Cancel the event"), _(
            "Readers see at once that it does not take place, and so does who has it in a calendar."
        ))  # fmt: skip

    def again_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """It takes place after all."""
        event = self._writable(request, object_id)
        if request.method == "POST":
            return self._act(request, event, actions.plan_event)
        return self._ask(request, event, _("It takes place after all"), _(
            "Readers see it as planned again, and so does who has it in a calendar."
        ))  # fmt: skip

    def _deeds(self, event: Event) -> list[tuple[str, Any]]:
        if event.is_cancelled:
            return [(self._url("again", event), _("It takes place after all"))]
        has_begun = event.starts <= timezone.now()
        found = [(self._url("held", event), _("It was held"))] if has_begun else []
        if not event.is_held:
            found.append((self._url("cancel", event), _("Cancel the event")))
        return found

    def _writable(self, request: HttpRequest, object_id: str) -> Event:
        event: Event = self._readable(request, object_id)
        if not self.may_write(request, event):
            raise PermissionDenied
        return event

    def _act(self, request: HttpRequest, event: Event, action: Any, **typed: Any) -> HttpResponse:
        try:
            action(event=event, by=request.user, **typed)
            messages.success(request, gettext("Saved."))
        except actions.EventRefused as refusal:
            messages.warning(request, REFUSALS[type(refusal)])
        return HttpResponseRedirect(self._url("change", event))

    def _ask(
        self, request: HttpRequest, event: Event, title: Any, told: Any, form: Any = None
    ) -> TemplateResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "told": told,
            "form": form,
            "opts": self.opts,
            "object": event,
            "list_url": reverse("admin:hosting_event_changelist"),
            "change_url": self._url("change", event),
        }
        return TemplateResponse(request, "admin/hosting/event/deed.html", context)
