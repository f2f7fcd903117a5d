"""The queue of enquiries."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import formats, timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from municipalities.roles import Ability
from newcomers.actions.enquiries import OUTCOMES, AlreadyTriaged, triage_enquiry
from newcomers.admin.logged import Logged
from newcomers.models import Enquiry

MOST_AT_ONCE = 100


class WaitingFilter(admin.SimpleListFilter):
    """What waits comes first; everything else is one click away."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("all", _("all")), *Enquiry.Triage.choices]

    def choices(self, changelist: Any) -> Any:
        """ "Waiting" is what the list shows without a choice."""
        for value, title in [(None, _("waiting")), *self.lookup_choices]:
            if value != Enquiry.Triage.NEW:
                query = changelist.get_query_string(
                    {self.parameter_name: value} if value else {},
                    [] if value else [self.parameter_name],
                )
                yield {"selected": self.value() == value, "query_string": query, "display": title}

    def queryset(self, request: HttpRequest, queryset: QuerySet[Enquiry]) -> QuerySet[Enquiry]:
        if self.value() == "all":
            return queryset
        return queryset.filter(triage=self.value() or Enquiry.Triage.NEW)


@admin.register(Enquiry)
class EnquiryAdmin(Logged, admin.ModelAdmin[Enquiry]):
    """Who asks, and what becomes of it."""

    opens = writes = (Ability.TRIAGE_ENQUIRIES,)
    place = "municipality_id"
    change_form_template = "admin/newcomers/enquiry/change_form.html"
    list_display = ("received", "name", "language", "kind", "planned_month", "municipality",
                    "triage")  # fmt: skip
    list_display_links = ("received", "name")
    list_filter = (WaitingFilter, ("municipality", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("municipality",)
    search_fields = ("name", "email", "phone", "message")
    ordering = ("received_at",)
    show_full_result_count = False
    actions = ("mark_answered", "mark_spam", "mark_out_of_scope")
    fieldsets = (
        (_("What do they ask?"), {"fields": ["message", "planned_month", "household"]}),
        (_("How do we answer?"),
         {"fields": ["name", "language", "email", "phone", "safe_to_contact"]}),
        (_("How did it come, and what became of it?"),
         {"fields": ["received_at", "channel", "kind", "municipality", "triage", "triaged_at",
                     "triaged_by", "delete_on"]}),
    )  # fmt: skip

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Everything: an enquiry is answered, not rewritten."""
        return [field.name for field in Enquiry._meta.fields]

    def get_urls(self) -> list[Any]:
        """The one thing that is done with an enquiry besides reading it."""
        triage = self.admin_site.admin_view(require_POST(self.triage_view))
        return [
            path("<uuid:pk>/triage/", triage, name="newcomers_enquiry_triage"),
            *super().get_urls(),
        ]

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: Any = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> Any:
        """With the outcomes that are possible; without the buttons for saving."""
        outcomes = [(code, Enquiry.Triage(code).label) for code in sorted(OUTCOMES)]
        buttons = ("show_save", "show_save_and_continue", "show_save_and_add_another")
        context = {"outcomes": outcomes, **dict.fromkeys(buttons, False), **(extra_context or {})}
        return super().changeform_view(request, object_id, form_url, context)

    def triage_view(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Decide; a stale click is told who was first, and lands on the same page."""
        enquiry = get_object_or_404(self.get_queryset(request), pk=pk)
        outcome = request.POST.get("outcome", "")
        if outcome not in OUTCOMES:
            self.message_user(request, gettext("Choose what becomes of it."), messages.ERROR)
            return HttpResponseRedirect(reverse("admin:newcomers_enquiry_change", args=[pk]))
        try:
            triage_enquiry(enquiry=enquiry, outcome=outcome, by=request.user)
        except AlreadyTriaged as error:
            self.message_user(request, _about(error.enquiry), messages.WARNING)
            return HttpResponseRedirect(reverse("admin:newcomers_enquiry_change", args=[pk]))
        self.message_user(request, gettext("Done. It has left the queue."), messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:newcomers_enquiry_changelist"))

    @admin.display(description=_("received"), ordering="received_at")
    def received(self, enquiry: Enquiry) -> str:
        """Day and time in Oslo."""
        local = timezone.localtime(enquiry.received_at)
        return str(formats.date_format(local, "DATETIME_FORMAT"))

    @admin.action(description=_("Mark as answered"))
    def mark_answered(self, request: HttpRequest, queryset: QuerySet[Enquiry]) -> None:
        """Several at once."""
        self._triage_all(request, queryset, Enquiry.Triage.ANSWERED)

    @admin.action(description=_("Mark as spam"))
    def mark_spam(self, request: HttpRequest, queryset: QuerySet[Enquiry]) -> None:
        """Several at once."""
        self._triage_all(request, queryset, Enquiry.Triage.SPAM)

    @admin.action(description=_("Mark as out of scope"))
    def mark_out_of_scope(self, request: HttpRequest, queryset: QuerySet[Enquiry]) -> None:
        """Several at once."""
        self._triage_all(request, queryset, Enquiry.Triage.OUT_OF_SCOPE)

    def _triage_all(
        self, request: HttpRequest, queryset: QuerySet[Enquiry], outcome: Enquiry.Triage
    ) -> None:
        done = 0
        for enquiry in queryset.order_by("pk")[:MOST_AT_ONCE]:
            try:
                triage_enquiry(enquiry=enquiry, outcome=outcome, by=request.user)
                done += 1
            except AlreadyTriaged as error:
                self.message_user(request, _about(error.enquiry), messages.WARNING)
        self.message_user(request, gettext("Dealt with: %(count)s") % {"count": done})


def _about(enquiry: Enquiry) -> str:
    when = timezone.localtime(enquiry.triaged_at) if enquiry.triaged_at else timezone.localtime()
    return gettext("Already dealt with by %(person)s on %(when)s: %(outcome)s.") % {
        "person": enquiry.triaged_by,
        "when": formats.date_format(when, "DATETIME_FORMAT"),
        "outcome": enquiry.get_triage_display(),
    }
