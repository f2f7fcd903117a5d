"""What allauth asks us about accounts."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import (
    get_authentication_records,
    record_authentication,
)
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from portal import tasks
from portal.accounts.second_factor import second_factors
from portal.lib.jobs import enqueue
from portal.lib.security_log import note
from portal.lib.tokens import new_token
from portal.models import ExternalIdentity

WAYS_TO_PROVE_IT = {
    "mfa_reauthenticate:webauthn": _("Use your passkey"),
    "mfa_reauthenticate": _("Use a code from your app"),
    "reauthenticate": _("Use your password"),
}
SECOND_STEP = "allauth.mfa.stages.AuthenticateStage"
# allauth's messages by template; those we leave out say what the next page shows anyway.
MESSAGES = {
    "account/messages/logged_out.txt": _("You are logged out."),
    "account/messages/password_changed.txt": _("Your password was changed."),
    "mfa/messages/totp_activated.txt": _("The app is set up."),
    "mfa/messages/totp_deactivated.txt": _("The app was removed."),
    "mfa/messages/webauthn_added.txt": _("The passkey is set up."),
    "mfa/messages/webauthn_removed.txt": _("The passkey was removed."),
    "usersessions/messages/sessions_logged_out.txt": _("All other sessions were ended."),
}
# allauth's notices by template, as a code word of ours.
CHANGES = {
    "password_changed": "password",
    "password_reset": "password",
    "recovery_codes_generated": "recovery_codes",
    "totp_activated": "factor_added",
    "totp_deactivated": "factor_removed",
    "webauthn_added": "factor_added",
    "webauthn_removed": "factor_removed",
}


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come from invitations alone, and log in by e-mail."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("This e-mail address and password do not belong together."),
        "enter_current_password": _("This is not your current password."),
        "incorrect_password": _("This is not your password."),
        "too_many_login_attempts": _(
            "Too many attempts did not succeed. Please wait five minutes and try again."
        ),
        "rate_limited": _("Too many attempts. Please wait a few minutes and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: people are invited."""
        return False

    def is_safe_url(self, url: str) -> bool:
        """Whether we may lead there after log-in: to our own pages only."""
        host = self.request.get_host()
        return url_has_allowed_host_and_scheme(url, {host}, self.request.is_secure())

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the attempt; refuse it when there were too many."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            note("login_refused", reason="too_many_attempts")
            raise

    def post_login(
        self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any
    ) -> HttpResponse:
        """Spare those without a second factor their password again: its set-up comes next.

        Not who came through a provider: a cookie there, on an unlocked machine, may be all it was.
        """
        records = get_authentication_records(request, user)
        came_through_provider = bool(records) and records[-1]["method"] == "provider"
        if not came_through_provider and not second_factors(user).exists():
            record_authentication(request, user, "password", reauthenticated=True)
        return super().post_login(request, user, **kwargs)

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say it in our words; where we have none, the page itself says enough."""
        text = message or MESSAGES.get(message_template or "")
        if text:
            messages.add_message(request, level, str(text), extra_tags=extra_tags)

    def send_password_reset_mail(self, user: Any, email: str, context: dict[str, Any]) -> None:
        """Have the link sent; the job makes it, with the portal's own address."""
        enqueue(tasks.password_reset, user=user.pk, occasion=new_token())

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """The one other mail of an open page; a mail we do not know of must not go out."""
        if template_prefix != "account/email/unknown_account":
            raise LookupError(template_prefix)
        tasks.enqueue_no_account(email)

    def send_notification_mail(
        self, template_prefix: str, user: Any, *args: Any, **kwargs: Any
    ) -> None:
        """Have people told what was changed about their account.

        Of apps and recovery codes allauth tells us when it has committed, of all else before.
        """
        change = CHANGES[template_prefix.rpartition("/")[2]]
        enqueue(tasks.account_changed, user=user.pk, change=change, occasion=new_token())

    def get_login_stages(self) -> list[str]:
        """allauth's, with a second step that knows of what a provider has asked for."""
        own = "portal.accounts.second_step.SecondStep"
        return [own if each == SECOND_STEP else each for each in super().get_login_stages()]

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The ways to prove who one is, the safest first; without any, to sign in elsewhere again.

        Only then: what is sensitive asks for something that belongs to this account alone.
        """
        ways = {way["id"]: way for way in super().get_reauthentication_methods(user)}
        found = [
            ways[key] | {"description": text}
            for key, text in WAYS_TO_PROVE_IT.items()
            if key in ways
        ]
        if not found and settings.OIDC_PROVIDER and ExternalIdentity.objects.of(user).exists():
            name = settings.OIDC_PROVIDER.name
            described = _("Log in with %(name)s again") % {"name": name}
            found = [{"id": "provider", "description": described, "url": reverse("provider_again")}]
        return found
