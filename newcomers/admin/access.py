"""The read log in the admin: looked at, never touched."""

from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from municipalities.roles import Ability
from municipalities.scoping import Scoped
from newcomers.models import CaseAccess


@admin.register(CaseAccess)
class CaseAccessAdmin(Scoped, admin.ModelAdmin[CaseAccess]):
    """Who has read what, for leads and the privacy officer."""

    opens = (Ability.READ_ACCESS_LOG,)
    place = "municipality_id"
    list_display = ("at", "user", "role", "municipality", "what", "rows", "count")
    list_display_links = None
    list_filter = ("what", ("municipality", admin.RelatedOnlyFieldListFilter), "role")
    list_select_related = ("user", "municipality")
    search_fields = ("user__name", "object_ids__icontains")
    ordering = ("-at",)
    date_hierarchy = "at"
    show_full_result_count = False

    @admin.display(description=_("of"), ordering="table")
    def rows(self, access: CaseAccess) -> str:
        """What kind of rows it was."""
        return access.rows_in_words

    @admin.display(description=_("rows"))
    def count(self, access: CaseAccess) -> int:
        """How many rows were shown."""
        return len(access.object_ids)

    def history_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A log has no history."""
        raise Http404
