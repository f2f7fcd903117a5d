"""Who may act for which municipality, in the admin."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from municipalities.actions.memberships import change_role, remove_role
from municipalities.admin.history import ReadableHistory
from municipalities.models import Membership
from municipalities.roles import Ability
from municipalities.scoping import Scoped


@admin.register(Membership)
class MembershipAdmin(ReadableHistory, Scoped, admin.ModelAdmin[Membership]):
    """Roles of people, each for a time."""

    opens = writes = (Ability.MANAGE_ACCOUNTS,)
    place = "municipality_id"
    list_display = ("user", "role", "municipality", "valid_from", "valid_to")
    list_filter = (
        "role",
        ("municipality", admin.RelatedOnlyFieldListFilter),
        ("valid_to", admin.EmptyFieldListFilter),
    )
    list_select_related = ("user", "municipality")
    search_fields = ("user__name", "user__email", "municipality__name")
    autocomplete_fields = ("user", "municipality")
    ordering = ("user__name", "municipality__name", "valid_from")
    fieldsets = (
        (_("Who, and for which place?"), {"fields": ["user", "role", "municipality"]}),
        (_("Since when, until when?"), {"fields": ["valid_from", "valid_to"]}),
    )

    def save_model(self, request: HttpRequest, obj: Membership, form: Any, change: bool) -> None:
        change_role(membership=obj, by=request.user)

    def delete_model(self, request: HttpRequest, obj: Membership) -> None:
        remove_role(membership=obj, by=request.user)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Membership]) -> None:
        """One by one: each leaves its line in the security log."""
        for membership in queryset:
            remove_role(membership=membership, by=request.user)
