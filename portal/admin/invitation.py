"""Invitations in the admin: sent and withdrawn, never changed."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.db import models
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from municipalities.actions.memberships import RoleHeld
from municipalities.models import Municipality
from municipalities.roles import Ability
from municipalities.scoping import Scoped
from portal.actions.invitations import (
    AccountClosed,
    AlreadyInvited,
    InvitationUsed,
    OwnInvitation,
    invite,
    withdraw_invitation,
)
from portal.admin.deed import Deed, WithDeeds
from portal.lib.reauthentication import AsksAgain
from portal.models import Invitation, User

# Why an invitation is not sent: the field that shows it, and the words.
NOT_SENT: dict[type[Exception], tuple[str, Any]] = {
    AccountClosed: (
        "email",
        _("This person's account is closed. Open it again first; then you can invite them."),
    ),
    AlreadyInvited: (
        "email",
        _(
            "This person is already invited to that role. To send a new invitation, withdraw the "
            "open one first."
        ),
    ),
    OwnInvitation: ("email", _("This is your own address. Nobody gives a role to themselves.")),
    RoleHeld: ("role", _("This person has that role there already.")),
}


class State(models.TextChoices):
    """What has become of an invitation."""

    OPEN = "open", _("open")
    ACCEPTED = "accepted", _("accepted")
    EXPIRED = "expired", _("expired")
    WITHDRAWN = "withdrawn", _("withdrawn")


def state_of(invitation: Invitation) -> State:
    """What has become of it by now."""
    if invitation.used_at:
        return State.ACCEPTED
    if invitation.withdrawn_at:
        return State.WITHDRAWN
    return State.EXPIRED if invitation.is_expired else State.OPEN


class StateFilter(admin.SimpleListFilter):
    """By what has become of it."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """All states."""
        return [(state.value, str(capfirst(state.label))) for state in State]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Invitation]
    ) -> QuerySet[Invitation]:
        """Those in the state that was chosen."""
        now = timezone.now()
        chosen: dict[str | None, Q] = {
            State.OPEN: Q(used_at=None, withdrawn_at=None, expires_at__gt=now),
            State.ACCEPTED: Q(used_at__isnull=False),
            State.EXPIRED: Q(used_at=None, withdrawn_at=None, expires_at__lte=now),
            State.WITHDRAWN: Q(withdrawn_at__isnull=False),
        }
        return queryset.filter(chosen.get(self.value(), Q()))


class InvitationForm(forms.ModelForm):  # type: ignore[type-arg]
    """Whom to invite to what. What the action refused stands at its field."""

    refusal: Exception | None = None

    class Meta:
        model = Invitation
        fields = ("email", "name", "language", "role", "municipality")

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.refusal:
            self.add_error(*NOT_SENT[type(self.refusal)])
        return self.cleaned_data


def _withdraw(invitation: Invitation, by: User) -> str:
    withdrawn = withdraw_invitation(invitation=invitation, by=by)
    if withdrawn.withdrawn_by == by:
        return gettext("The invitation is withdrawn: its link is dead.")
    return gettext("%(person)s has withdrawn it already, on %(when)s.") % {
        "person": withdrawn.withdrawn_by,
        "when": spelled(withdrawn.withdrawn_at),
    }


def spelled(moment: Any) -> str:
    """Day and time in Oslo."""
    return str(formats.date_format(timezone.localtime(moment), "DATETIME_FORMAT"))


WITHDRAW = Deed(
    name="withdraw",
    label=_("Withdraw the invitation"),
    explanation=_("The link in the mail stops working at once. You can invite the person again."),
    is_possible=lambda invitation: state_of(invitation) == State.OPEN,
    do=_withdraw,
    asks_first=False,
)


@admin.register(Invitation)
class InvitationAdmin(AsksAgain, WithDeeds, Scoped, admin.ModelAdmin[Invitation]):
    """Who was invited to what, by whom, and what became of it."""

    opens = writes = (Ability.MANAGE_ACCOUNTS,)
    place = "municipality_id"
    deeds = (WITHDRAW,)
    refusals = {InvitationUsed: _("Too late: the invitation was accepted in the meantime.")}
    form = InvitationForm
    list_display = ("person", "role", "municipality", "state", "created_at", "expires_at",
                    "invited_by")  # fmt: skip
    list_filter = (StateFilter, "role", ("municipality", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("municipality", "invited_by")
    search_fields = ("name", "email", "municipality__name")
    ordering = ("-created_at",)
    outcome = ("state", "created_at", "invited_by", "expires_at", "used_at", "used_by",
               "withdrawn_at", "withdrawn_by")  # fmt: skip
    readonly_fields = ("spoken", *outcome)

    @admin.display(description=_("who"), ordering="name")
    def person(self, invitation: Invitation) -> SafeString:
        """Name and address."""
        return format_html("{}<br>{}", invitation.name, invitation.email)

    @admin.display(description=_("state"))
    def state(self, invitation: Invitation) -> str:
        """What became of it, in a word."""
        return str(state_of(invitation).label)

    @admin.display(description=_("language"))
    def spoken(self, invitation: Invitation) -> str:
        """The language's own name."""
        return dict(settings.LANGUAGES).get(invitation.language, invitation.language)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """What to fill in; of an invitation that is there also what became of it."""
        language = "spoken" if obj else "language"
        questions = [
            (_("Who is invited?"), {"fields": ["email", "name", language]}),
            (_("To what?"), {"fields": ["role", "municipality"]}),
        ]
        if obj:
            questions.append((_("What became of it?"), {"fields": [*self.outcome]}))
        return questions

    def formfield_for_dbfield(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        """Offer the portal's languages."""
        if db_field.name == "language":
            return forms.ChoiceField(
                label=capfirst(db_field.verbose_name),
                choices=settings.LANGUAGES,
                help_text=gettext("The language of the mail, and later of the person's pages."),
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer the places of today that the person administers."""
        today = Q(pk__in=Municipality.objects.current()) | Q(kind=Municipality.Kind.REGION)
        places = self._choices(db_field, request).filter(today).order_by("-kind", "name")
        return super().formfield_for_foreignkey(
            db_field, request, **({"queryset": places} | kwargs)
        )

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """A form that knows what the action has refused in this request."""
        form = super().get_form(request, *args, **kwargs)
        form.refusal = getattr(  # type: ignore[attr-defined]
            request, "_invitation_refused", None
        )
        return form

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The form, and once more with the reason at its field when the action refused.

        Asking before sending would not be enough: two may send the same form at once.
        """
        try:
            return super().add_view(request, form_url, extra_context)
        except tuple(NOT_SENT) as refusal:
            request._invitation_refused = refusal  # type: ignore[attr-defined]
            return super().add_view(request, form_url, extra_context)

    def save_model(self, request: HttpRequest, obj: Invitation, form: Any, change: bool) -> None:
        sent = invite(**form.cleaned_data, by=request.user)  # type: ignore[arg-type]
        obj.pk = sent.pk

    def response_add(
        self, request: HttpRequest, obj: Invitation, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Back to the list, where it now stands first."""
        self.message_user(request, gettext("The invitation is on its way."), messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:portal_invitation_changelist"))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Without the address in the page's title."""
        return super().render_change_form(request, context | {"subtitle": None}, *args, **kwargs)

    def history_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """There is none: the row itself says what became of it, and it is never changed."""
        raise Http404

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """An invitation is withdrawn and sent anew, never changed."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who invited whom stays known."""
        return False
