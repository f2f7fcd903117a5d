"""The queue of enquiries."""

from typing import Any, cast

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import formats, timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from municipalities.models import Municipality
from municipalities.roles import Ability
from newcomers.actions.enquiries import (
    OUTCOMES,
    AlreadyTriaged,
    NoSuchPlace,
    NotAnEnquiryHere,
    forward_enquiry,
    mark_duplicate,
    triage_enquiry,
)
from newcomers.admin.exporting import Exporting
from newcomers.admin.logged import Logged
from newcomers.admin.registering import register_page
from newcomers.exports import ENQUIRIES
from newcomers.models import CaseAccess, Enquiry
from newcomers.models.enquiry import EnquiryQuerySet

MOST_AT_ONCE = 100
MOST_ALIKE = 10
# Shown where they say something.
SOMETIMES = ("campaign", "email_refused_at", "forwarded_from", "forwarded_to", "duplicate_of")


class WaitingFilter(admin.SimpleListFilter):
    """What waits comes first; everything else is one click away."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("unanswered", _("waiting for two working days")),
            *Enquiry.Triage.choices,
            ("all", _("all")),
        ]

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
        if self.value() == "unanswered":
            return cast(EnquiryQuerySet, queryset).unanswered()
        return queryset.filter(triage=self.value() or Enquiry.Triage.NEW)


@admin.register(Enquiry)
class EnquiryAdmin(Exporting, Logged, admin.ModelAdmin[Enquiry]):
    """Who asks, and what becomes of it."""

    opens = writes = (Ability.TRIAGE_ENQUIRIES,)
    place = "municipality_id"
    exported = ENQUIRIES
    change_list_template = "admin/newcomers/list.html"
    change_form_template = "admin/newcomers/enquiry/change_form.html"
    list_display = ("number", "received", "name", "language", "planned_month", "municipality",
                    "triage")  # fmt: skip
    list_display_links = ("number", "received", "name")
    list_filter = (WaitingFilter, ("municipality", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("municipality",)
    # The number alone: what is typed here stands in the address, and no name may.
    search_fields = ("number",)
    search_help_text = _("Number of the enquiry, as it stands on the receipt")
    ordering = ("received_at",)
    show_full_result_count = False
    actions = ("mark_answered", "mark_spam", "mark_out_of_scope")
    fieldsets = (
        (_("What do they ask?"), {"fields": ["message", "planned_month", "household"]}),
        (_("How do we answer?"),
         {"fields": ["name", "language", "email", "email_refused_at", "phone",
                     "safe_to_contact"]}),
        (_("How did it come, and what became of it?"),
         {"fields": ["number", "received_at", "channel", "campaign", "kind", "municipality",
                     "forwarded_from", "triage", "triaged_at", "triaged_by", "duplicate_of",
                     "forwarded_to", "delete_on"]}),
    )  # fmt: skip

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Everything: an enquiry is answered, not rewritten."""
        return [field.name for field in Enquiry._meta.fields]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Without the fields that say nothing about this one."""
        empty = {name for name in SOMETIMES if not getattr(obj, name, None)}
        return [
            (title, {"fields": [name for name in options["fields"] if name not in empty]})
            for title, options in self.fieldsets
        ]

    def get_urls(self) -> list[Any]:
        """What is done with an enquiry besides reading it."""
        ways = {
            "triage": self.triage_view,
            "duplicate": self.duplicate_view,
            "forward": self.forward_view,
        }
        family = self.admin_site.admin_view(self.family_view)
        return [
            path("<uuid:pk>/family/", family, name="newcomers_enquiry_family"),
            *(
                path(
                    f"<uuid:pk>/{name}/",
                    self.admin_site.admin_view(require_POST(view)),
                    name=f"newcomers_enquiry_{name}",
                )
                for name, view in ways.items()
            ),
            *super().get_urls(),
        ]

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: Any = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> Any:
        """With all that can become of it; without the buttons for saving."""
        buttons = ("show_save", "show_save_and_continue", "show_save_and_add_another")
        context = {**dict.fromkeys(buttons, False), **(extra_context or {})}
        enquiry = self.get_object(request, str(object_id))
        if enquiry and enquiry.is_waiting:
            alike = list(self._rows(request).possible_duplicates_of(enquiry)[:MOST_ALIKE])
            self._note(request, CaseAccess.What.LIST, alike)
            context |= {
                "outcomes": [(code, Enquiry.Triage(code).label) for code in sorted(OUTCOMES)],
                "alike": alike,
                "places": Municipality.objects.desks().exclude(pk=enquiry.municipality_id),
            }
        return super().changeform_view(request, object_id, form_url, context)

    def family_view(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Make it a family and a case."""
        return register_page(request, get_object_or_404(self.get_queryset(request), pk=pk))

    def _rows(self, request: HttpRequest) -> EnquiryQuerySet:
        return cast(EnquiryQuerySet, self.get_queryset(request))

    def triage_view(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Decide with one click."""
        outcome = request.POST.get("outcome", "")
        if outcome not in OUTCOMES:
            return self._again(request, pk, gettext("Choose what becomes of it."))
        return self._decide(request, pk, triage_enquiry, outcome=outcome)

    def duplicate_view(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Say that it asks what another one has asked."""
        try:
            other = self.get_queryset(request).filter(pk=request.POST.get("of", "")).first()
        except ValidationError:
            other = None
        if other is None:
            return self._again(request, pk, gettext("Choose which enquiry it repeats."))
        return self._decide(request, pk, mark_duplicate, of=other)

    def forward_view(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Hand it to another municipality."""
        slug = request.POST.get("to", "")
        place = Municipality.objects.desks().filter(slug=slug).first()
        if place is None:
            return self._again(request, pk, gettext("Choose who is to answer it."))
        return self._decide(request, pk, forward_enquiry, to=place)

    def _decide(self, request: HttpRequest, pk: Any, action: Any, **how: Any) -> HttpResponse:
        """Do it; a stale click is told who was first, and lands on the same page."""
        enquiry = get_object_or_404(self.get_queryset(request), pk=pk)
        try:
            action(enquiry=enquiry, by=request.user, **how)
        except AlreadyTriaged as error:
            return self._again(request, pk, _about(error.enquiry), messages.WARNING)
        except (NoSuchPlace, NotAnEnquiryHere):
            return self._again(request, pk, gettext("That is not possible for this enquiry."))
        self.message_user(request, gettext("Done. It has left the queue."), messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:newcomers_enquiry_changelist"))

    def _again(
        self, request: HttpRequest, pk: Any, what: str, level: int = messages.ERROR
    ) -> HttpResponse:
        self.message_user(request, what, level)
        return HttpResponseRedirect(reverse("admin:newcomers_enquiry_change", args=[pk]))

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
