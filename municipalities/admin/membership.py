"""Who may act for which municipality, in the admin."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from municipalities.actions.memberships import change_role, remove_role
from municipalities.admin.history import ReadableHistory
from municipalities.models import Membership
from municipalities.roles import Ability
from municipalities.scoping import Scoped


class MembershipForm(forms.ModelForm):  # type: ignore[type-arg]
    """A role as somebody writes it; `by` is set by the admin."""

    by: Any

    def clean_user(self) -> Any:
        """Anybody but oneself."""
        user = self.cleaned_data["user"]
        if self.by.pk in {user.pk, self.instance.user_id}:
            raise ValidationError(_("Nobody gives a role to themselves. Ask a colleague."))
        return user


@admin.register(Membership)
class MembershipAdmin(ReadableHistory, Scoped, admin.ModelAdmin[Membership]):
    """Roles of people, each for a time."""

    form = MembershipForm
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
    autocomplete_fields = ("user", "municipality", "deputy_for")
    ordering = ("user__name", "municipality__name", "valid_from")
    fieldsets = (
        (
            _("Who, and for which place?"),
            {"fields": ["user", "role", "municipality", "deputy_for"]},
        ),
        (_("Since when, until when?"), {"fields": ["valid_from", "valid_to"]}),
    )

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False,
                 **kwargs: Any) -> Any:  # fmt: skip
        """With who asks."""
        made = super().get_form(request, obj, change, **kwargs)
        return type(made.__name__, (made,), {"by": request.user})

    def save_model(self, request: HttpRequest, obj: Membership, form: Any, change: bool) -> None:
        change_role(membership=obj, by=request.user)

    def delete_model(self, request: HttpRequest, obj: Membership) -> None:
        remove_role(membership=obj, by=request.user)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Membership]) -> None:
        """One by one: each leaves its line in the security log."""
        for membership in queryset:
            remove_role(membership=membership, by=request.user)
