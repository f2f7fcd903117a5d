"""The host handbook in the admin: read by all who work here, written by editors and leads."""

from typing import Any

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hosting.admin.office_day import WIDGETS
from hosting.admin.staff_page import host_page
from hosting.models import HandbookPage
from municipalities.admin.base import HTTPS, ContentAdmin, TranslationFilter, in_words
from municipalities.models import Membership, Municipality
from municipalities.reading import Reading
from municipalities.roles import Ability
from portal.lib.languages import localized


class OverdueFilter(admin.SimpleListFilter):
    """Pages that somebody should have looked at again."""

    title = _("review")
    parameter_name = "review"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("overdue", _("overdue"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Any] | None:
        return queryset.overdue() if self.value() == "overdue" else None


@admin.register(HandbookPage)
class HandbookPageAdmin(ContentAdmin):
    """How the hosts work. Everybody reads what all municipalities have written: it is no secret,
    and others may have solved it already."""

    opens = (Ability.READ_HANDBOOK,)
    writes = (Ability.WRITE_HANDBOOK,)
    place = "municipality_id"
    formfield_overrides = HTTPS | WIDGETS
    list_display = ("shown_title", "municipality", "kind", "responsible", "review_by",
                    "translation_states", "change_link")  # fmt: skip
    list_display_links = None
    list_filter = (OverdueFilter, TranslationFilter, "kind",
                   ("municipality", admin.RelatedOnlyFieldListFilter))  # fmt: skip
    list_select_related = ("municipality", "responsible")
    search_fields = ("key", "municipality__name")
    searched_texts = ("title", "body")
    ordering = ("-municipality__kind", "municipality__name", "position", "pk")
    questions = (
        (_("What is it about, and for whom?"),
         {"fields": ["municipality", "kind", "key", "position"]}),
        (_("Who keeps it true, and until when?"), {"fields": ["responsible", "review_by"]}),
    )  # fmt: skip

    def covers(self, request: HttpRequest, obj: Any, abilities: tuple[Ability, ...]) -> bool:
        """Reading goes beyond one's own municipality; writing does not."""
        if abilities == self.opens:
            return self.standing(request).anywhere(*abilities)
        return super().covers(request, obj, abilities)

    def limited(
        self, request: HttpRequest, rows: QuerySet[Any], path: str, abilities: tuple[Ability, ...]
    ) -> QuerySet[Any]:
        """All pages, for who may read any."""
        if abilities == self.opens and self.standing(request).anywhere(*abilities):
            return rows
        return super().limited(request, rows, path, abilities)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Places of today, and colleagues: names, not accounts."""
        if db_field.name == "municipality":
            places = Municipality.objects.desks().without_outline()
            kwargs["queryset"] = self.limited(request, places, "pk", self.writes)
        if db_field.name == "responsible":
            colleagues = Q(memberships__in=Membership.objects.valid_on(), is_active=True)
            written_down = Q(pk__in=HandbookPage.objects.values("responsible"))
            users = get_user_model()._default_manager.filter(colleagues | written_down)
            kwargs["queryset"] = users.distinct().order_by("name")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_urls(self) -> list[Any]:
        read = self.admin_site.admin_view(self.read_view)
        return [path("<int:pk>/read/", read, name="hosting_handbook_read"), *super().get_urls()]

    def read_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The page to be read, and to be printed."""
        page = self.get_queryset(request).select_related("municipality", "responsible")
        row: HandbookPage | None = page.filter(pk=pk).first()
        if row is None:
            raise Http404
        return host_page(
            request,
            "handbook_page.html",
            localized(row, "title").value,
            page=row,
            reading=Reading.of(row),
            may_change=self.has_change_permission(request, row),
            opts=self.opts,
        )

    @admin.display(description=_("title"), ordering="title")
    def shown_title(self, page: HandbookPage) -> SafeString:
        """The title, which leads to the text."""
        address = reverse("admin:hosting_handbook_read", args=[page.pk])
        return format_html('<a href="{}">{}</a>', address, in_words(page, "title"))

    @admin.display(description=_("Change"))
    def change_link(self, page: HandbookPage) -> SafeString:
        """The way to the form: the title leads to the text."""
        address = reverse("admin:hosting_handbookpage_change", args=[page.pk])
        name = format_html('<span class="visually-hidden">: {}</span>', localized(page, "title"))
        return format_html('<a href="{}">{}{}</a>', address, gettext("Change"), name)
