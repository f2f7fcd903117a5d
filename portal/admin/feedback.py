"""What readers say of pages, as cards an editor reads from top to bottom."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from municipalities.roles import Ability
from municipalities.scoping import Scoped
from portal.actions.feedback import reopen_feedback, settle_feedback
from portal.admin.deed import Deed, WithDeeds
from portal.content_pages import find_page, has_subject, name_of
from portal.models import Feedback, SearchEntry, User

MOST_AT_ONCE = 200


def _set_done(feedback: Feedback, by: User) -> str:
    settle_feedback(feedback=feedback, state=Feedback.State.DONE, by=by)
    return gettext("Done. Thank you.")


def _dismiss(feedback: Feedback, by: User) -> str:
    settle_feedback(feedback=feedback, state=Feedback.State.DISMISSED, by=by)
    return gettext("Dismissed.")


def _reopen(feedback: Feedback, by: User) -> str:
    reopen_feedback(feedback=feedback, by=by)
    return gettext("It is new again.")


DONE = Deed(
    name="done",
    label=_("Done"),
    explanation=_("You have looked at it, and changed the page if that was needed."),
    is_possible=lambda feedback: feedback.is_new,
    do=_set_done,
    asks_first=False,
)
DISMISS = Deed(
    name="dismiss",
    label=_("Dismiss"),
    explanation=_("There is nothing to do about it."),
    is_possible=lambda feedback: feedback.is_new,
    do=_dismiss,
    asks_first=False,
)
REOPEN = Deed(
    name="reopen",
    label=_("Make it new again"),
    explanation=_("It comes back to what waits for an editor."),
    is_possible=lambda feedback: not feedback.is_new,
    do=_reopen,
    asks_first=False,
)


class StateFilter(admin.SimpleListFilter):
    """What is new comes first; everything else is one click away."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The states that are not shown without a choice."""
        others = [choice for choice in Feedback.State.choices if choice[0] != Feedback.State.NEW]
        return [*others, ("all", _("all"))]

    def choices(self, changelist: Any) -> Any:
        """ "New" is what the list shows without a choice."""
        for value, title in [(None, Feedback.State.NEW.label), *self.lookup_choices]:
            query = changelist.get_query_string(
                {self.parameter_name: value} if value else {},
                [] if value else [self.parameter_name],
            )
            yield {"selected": self.value() == value, "query_string": query, "display": title}

    def queryset(self, request: HttpRequest, queryset: QuerySet[Feedback]) -> QuerySet[Feedback]:
        if self.value() == "all":
            return queryset
        return queryset.filter(state=self.value() or Feedback.State.NEW)


class LanguageFilter(admin.SimpleListFilter):
    """By the reader's language, each under its own name."""

    title = _("language")
    parameter_name = "language"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The portal's languages."""
        return list(settings.LANGUAGES)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Feedback]) -> QuerySet[Feedback]:
        return queryset.filter(language=self.value()) if self.value() else queryset


@admin.register(Feedback)
class FeedbackAdmin(WithDeeds, Scoped, admin.ModelAdmin[Feedback]):
    """Did readers find what they needed, and what do they say?"""

    opens = writes = (Ability.EDIT_CONTENT,)
    place = "municipality_id"
    deeds = (DONE, DISMISS, REOPEN)
    list_display = ("card",)
    list_display_links = None
    list_filter = (StateFilter, "is_useful", LanguageFilter,
                   ("municipality", admin.RelatedOnlyFieldListFilter))  # fmt: skip
    list_select_related = ("municipality", "state_by")
    list_per_page = 25
    search_fields = ("page", "text")
    ordering = ("-received_at", "-pk")
    show_full_result_count = False
    actions = ("mark_done", "mark_dismissed", "mark_new")
    fieldsets = (
        (_("What do they say?"), {"fields": ["is_useful", "text"]}),
        (_("Of which page?"), {"fields": ["page", "language", "municipality"]}),
        (
            _("When did it come, and what became of it?"),
            {"fields": ["received_at", "state", "state_at", "state_by"]},
        ),
    )

    class Media:
        css = {"all": ["portal/css/readers.css"]}

    def get_urls(self) -> list[URLPattern]:
        """The admin's pages, and the way from an answer to the form of what it is about."""
        subject = self.admin_site.admin_view(self.subject_view)
        return [
            path("<int:pk>/subject/", subject, name="portal_feedback_subject"),
            *super().get_urls(),
        ]

    def subject_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Lead to the form of what the page shows now."""
        feedback = self.get_queryset(request).filter(pk=pk).first()
        page = find_page(feedback.page) if feedback else None
        if page is None or page.subject is None:
            raise Http404
        options = page.subject._meta
        named = f"admin:{options.app_label}_{options.model_name}_change"
        return HttpResponseRedirect(reverse(named, args=[page.subject.pk]))

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """The list, under the question that was asked."""
        title = gettext("Did readers find what they needed?")
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The list, each row with the title of its page and the way back to this list."""
        changelist: Any = super().get_changelist_instance(request)
        rows = list(changelist.result_list)
        titles = SearchEntry.objects.titles_of((row.page, row.language) for row in rows)
        for row in rows:
            row.title = titles.get((row.page, row.language), "")
            row.name = name_of(row.page)
            row.back = self.get_preserved_filters(request)
        changelist.result_list = rows
        return changelist

    @admin.display(description=_("feedback"))
    def card(self, feedback: Feedback) -> SafeString:
        """All there is to know about it, and what can be done, in one block."""
        possible = [deed for deed in self.deeds if deed.is_possible(feedback)]
        context = {
            "feedback": feedback,
            "language_name": dict(settings.LANGUAGES).get(feedback.language, feedback.language),
            "address": f"/{feedback.language}{feedback.page}",
            "has_subject": has_subject(feedback.page),
            "deeds": [{"deed": deed, "url": self._url(deed, feedback)} for deed in possible],
        }
        return render_to_string("admin/portal/feedback/card.html", context)

    @admin.action(description=_("Mark as done"))
    def mark_done(self, request: HttpRequest, queryset: QuerySet[Feedback]) -> None:
        """Several at once."""
        self._do_to_all(request, queryset, DONE)

    @admin.action(description=_("Dismiss"))
    def mark_dismissed(self, request: HttpRequest, queryset: QuerySet[Feedback]) -> None:
        """Several at once."""
        self._do_to_all(request, queryset, DISMISS)

    @admin.action(description=_("Make new again"))
    def mark_new(self, request: HttpRequest, queryset: QuerySet[Feedback]) -> None:
        """Several at once."""
        self._do_to_all(request, queryset, REOPEN)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """It comes from readers alone."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What readers say stays as they said it."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """It is forgotten by the clock."""
        return False

    def history_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """There is none: the row itself says who dealt with it, and when."""
        raise Http404

    def _do(self, request: HttpRequest, deed: Deed, obj: Any) -> HttpResponse:
        """Do it, and go back to the list as it was filtered."""
        super()._do(request, deed, obj)
        filters = request.GET.get("_changelist_filters", "")
        changelist = reverse("admin:portal_feedback_changelist")
        return HttpResponseRedirect(f"{changelist}?{filters}" if filters else changelist)

    def _do_to_all(self, request: HttpRequest, queryset: QuerySet[Feedback], deed: Deed) -> None:
        chosen = [row for row in queryset.order_by("pk")[:MOST_AT_ONCE] if deed.is_possible(row)]
        for row in chosen:
            deed.do(row, request.user)
        count = len(chosen)
        said = ngettext("Changed: %(count)s answer", "Changed: %(count)s answers", count)
        self.message_user(request, said % {"count": count})
