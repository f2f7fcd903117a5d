"""Accounts in the admin. Content is registered by the packages it belongs to."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from municipalities.admin.history import ReadableHistory
from municipalities.admin.membership import MembershipAdmin
from municipalities.models import Membership
from municipalities.roles import Ability
from municipalities.scoping import Scoped
from portal.models import User
from portal.reauthentication import AsksAgain

# Roles are memberships: a group would promise rights that it does not give. allauth's tables have
# pages of their own under /accounts/, and hold what nobody else should see.
for model in (Group, EmailAddress, Authenticator, UserSession):
    admin.site.unregister(model)


class LowerCaseAddress:
    """E-mail addresses are kept in lower case, as people log in with them."""

    cleaned_data: dict[str, Any]

    def clean_email(self) -> str:
        """The address in lower case."""
        return str(self.cleaned_data["email"]).lower()


class AccountAddForm(LowerCaseAddress, AdminUserCreationForm):
    """A new account with its first password."""

    class Meta:
        model = User
        fields = ("email", "name", "language")


class AccountChangeForm(LowerCaseAddress, UserChangeForm):  # type: ignore[type-arg]
    """An account; the password has a form of its own."""

    class Meta:
        model = User
        fields = "__all__"


@admin.register(User)
class UserAdmin(AsksAgain, ReadableHistory, Scoped, DjangoUserAdmin[User]):  # type: ignore[type-var]
    """People who log in."""

    opens = writes = (Ability.MANAGE_ACCOUNTS,)
    form = AccountChangeForm
    add_form = AccountAddForm
    list_display = ("name", "email", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff")
    search_fields = ("name", "email")
    ordering = ("name", "email")
    filter_horizontal = ()
    readonly_fields = ("last_login", "joined_at")
    fieldsets = (
        (_("Who is it?"), {"fields": ["name", "email", "language", "password"]}),
        (_("What may they do?"), {"fields": ["is_active", "is_staff"]}),
        (_("Since when, and when last?"), {"fields": ["joined_at", "last_login"]}),
    )
    add_fieldsets = (
        (_("Who is it?"), {"classes": ["wide"], "fields": ["name", "email", "language"]}),
        (
            _("How do they log in?"),
            {"classes": ["wide"], "fields": ["usable_password", "password1", "password2"]},
        ),
    )

    def formfield_for_dbfield(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        """Offer the portal's languages."""
        if db_field.name == "language":
            return forms.ChoiceField(
                label=capfirst(db_field.verbose_name), choices=settings.LANGUAGES
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Accounts are closed, never deleted: what people wrote keeps its author."""
        return False


class AskingMembershipAdmin(AsksAgain, MembershipAdmin):
    """Roles decide who reads families' data: giving one asks who it is once more.

    Stands here since municipalities knows nothing of how people log in.
    """


admin.site.unregister(Membership)
admin.site.register(Membership, AskingMembershipAdmin)
