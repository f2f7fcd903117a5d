"""The queue of revisions: what waits for a review, for its time, or for its writer."""

from typing import Any

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from municipalities.changes import note_in
from municipalities.models import Revision
from municipalities.roles import Ability
from municipalities.scoping import Scoped

State = Revision.State


class StateFilter(admin.SimpleListFilter):
    """What waits for a review comes first."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("draft", _("draft")),
            ("scheduled", _("scheduled")),
            ("mine", _("written by me")),
        ]

    def choices(self, changelist: Any) -> Any:
        """ "In review" is what the list shows without a choice."""
        first, *others = super().choices(changelist)
        yield first | {"display": _("in review")}
        yield from others

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Revision]:
        asked = self.value()
        state = asked if asked in (State.DRAFT, State.SCHEDULED) else State.IN_REVIEW
        wanted: dict[str, Any] = {"author": request.user} if asked == "mine" else {"state": state}
        found: QuerySet[Revision] = queryset.filter(**wanted)
        return found


@admin.register(Revision)
class RevisionAdmin(Scoped, admin.ModelAdmin[Revision]):
    """Revisions that readers do not see yet. Each is looked at beside its text."""

    opens = (Ability.EDIT_CONTENT, Ability.WRITE_LOCAL_PARTS)
    place = "municipality_id"
    list_display = ("what", "kind", "municipality", "state", "author_name", "made_at", "told")
    list_display_links = None
    list_filter = (StateFilter,)
    list_select_related = ("municipality", "content_type")
    list_per_page = 50
    sortable_by = ()
    ordering = ("made_at",)
    search_fields = ("author_name",)
    actions = None
    paginator = Paginator
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Revision]:
        """Open ones; those of the whole region's texts for who writes these."""
        rows: Any = admin.ModelAdmin.get_queryset(self, request)
        standing = self.standing(request)
        rows = rows.open().prefetch_related("text").defer("content", "municipality__boundary")
        if standing.everywhere(*self.opens):
            return rows  # type: ignore[no-any-return]
        mine = Q(author=request.user, municipality=None)
        found: QuerySet[Revision] = rows.filter(
            Q(municipality__in=standing.places(*self.opens)) | mine
        )
        return found

    @admin.display(description=_("text"))
    def what(self, revision: Revision) -> SafeString:
        """The text, leading to what has changed in it."""
        kind = revision.content_type
        address = reverse(
            f"admin:{kind.app_label}_{kind.model}_revision",
            args=[revision.object_id, revision.number],
        )
        name = str(revision.text or gettext("no longer here"))
        return format_html('<a href="{}">{}</a>', address, name)

    @admin.display(description=_("kind"))
    def kind(self, revision: Revision) -> str:
        """What kind of text."""
        model = ContentType.objects.get_for_id(revision.content_type_id).model_class()
        return str(capfirst(model._meta.verbose_name)) if model else ""

    @admin.display(description=_("what readers will be told"))
    def told(self, revision: Revision) -> str:
        """The note, in one language."""
        return note_in(revision.note).value

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """The list, called what it is."""
        context = {"title": gettext("Texts that readers do not see yet")}
        return super().changelist_view(request, context | (extra_context or {}))

    def change_view(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """A revision is looked at beside its text."""
        raise Http404
