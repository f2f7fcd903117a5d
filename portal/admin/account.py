"""Accounts in the admin."""

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
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django.models import ProcrastinateJob

from municipalities.admin.history import ReadableHistory
from municipalities.roles import Ability
from municipalities.scoping import Scoped
from portal.actions.accounts import (
    AlreadyDone,
    OwnAccount,
    close_account,
    open_account,
    remove_factors,
    save_account,
)
from portal.actions.identities import remove_identity
from portal.admin.deed import Deed, WithDeeds
from portal.lib.reauthentication import AsksAgain
from portal.models import ExternalIdentity, User

# Roles are memberships: a group would promise rights that it does not give. allauth's tables have
# pages of their own under /accounts/, and hold what nobody else should see. Jobs are for the
# operator.
for model in (Group, EmailAddress, Authenticator, UserSession, ProcrastinateJob):
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


def _close(user: User, by: User) -> str:
    close_account(user=user, by=by)
    return gettext("The account is closed, and its sessions have ended.")


def _open(user: User, by: User) -> str:
    open_account(user=user, by=by)
    return gettext("The account is open again.")


def _remove_factors(user: User, by: User) -> str:
    remove_factors(user=user, by=by)
    return gettext("The second factors are removed. The person gets an e-mail about it.")


def _remove_identity(user: User, by: User) -> str:
    remove_identity(user=user, by=by)
    return gettext("The sign-in is removed. The person gets an e-mail about it.")


def _has_identity(user: User) -> bool:
    return ExternalIdentity.objects.of(user).exists()


def _has_factors(user: User) -> bool:
    return bool(Authenticator.objects.filter(user=user).exists())


CLOSE = Deed(
    name="close",
    label=_("Close the account"),
    explanation=_(
        "All sessions of the account end at once, and nobody can log in with it. Its roles, and "
        "what the person has written, stay as they are. You can open the account again."
    ),
    is_possible=lambda user: user.is_active,
    do=_close,
)
OPEN = Deed(
    name="open",
    label=_("Open the account again"),
    explanation=_(
        "The person can log in again, with the same password and the same second factors. Roles "
        "that have not ended hold again. No old session comes back."
    ),
    is_possible=lambda user: not user.is_active,
    do=_open,
)
REMOVE_FACTORS = Deed(
    name="remove-factors",
    label=_("Remove the second factors"),
    explanation=_(
        "For somebody who has lost them. Passkeys, app and recovery codes are removed, all "
        "sessions end, and the person gets an e-mail. At the next log-in the password is enough "
        "to set up a new second factor: make sure that it is really this person who asks."
    ),
    is_possible=_has_factors,
    do=_remove_factors,
)
REMOVE_IDENTITY = Deed(
    name="remove-identity",
    label=_("Remove the sign-in at another service"),
    explanation=_(
        "The person can no longer log in by signing in there. All sessions end, and the person "
        "gets an e-mail. Who has neither passkey nor password then chooses a password with "
        "“Password forgotten?” on the log-in page."
    ),
    is_possible=_has_identity,
    do=_remove_identity,
)


@admin.register(User)
class UserAdmin(AsksAgain, WithDeeds, ReadableHistory, Scoped, DjangoUserAdmin[User]):  # type: ignore[type-var]
    """People who log in."""

    opens = writes = (Ability.MANAGE_ACCOUNTS,)
    deeds = (CLOSE, OPEN, REMOVE_FACTORS, REMOVE_IDENTITY)
    refusals = {
        OwnAccount: _("This is your own account. Ask another administrator to do that."),
        AlreadyDone: _("That was done already."),
    }
    form = AccountChangeForm
    add_form = AccountAddForm
    list_display = ("name", "email", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff")
    search_fields = ("name", "email")
    ordering = ("name", "email")
    filter_horizontal = ()
    # Closing is more than a tick: it ends the sessions and leaves a line in the security log.
    readonly_fields = ("is_active", "last_login", "joined_at")
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

    def may_do(self, request: HttpRequest, obj: Any) -> bool:
        """Nothing is offered on one's own account; who asks for it all the same is told why."""
        is_own = request.method != "POST" and obj.pk == request.user.pk
        return super().may_do(request, obj) and not is_own

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        save_account(user=obj)

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
