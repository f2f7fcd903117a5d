"""allauth's forms in our words: labels and hints, no placeholder in place of a label."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as factor
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn import forms as passkey
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from portal.models import Invitation, User

E_MAIL = _("E-mail address")
PASSWORD = _("Password")
NEW_PASSWORD = _("New password")
AGAIN = _("The new password once more")
PASSWORD_HINT = _("At least 12 characters. Four words that only you would put together are good.")
CODE = _("Code")


class Plain:
    """Gives fields our labels and hints."""

    labels: dict[str, Any] = {}
    hints: dict[str, Any] = {}
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.hints.get(name, "")


class LoginForm(Plain, account.LoginForm):
    """E-mail and password."""

    labels = {"login": E_MAIL, "password": PASSWORD}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # So that password managers know which password belongs here.
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class ChangePasswordForm(Plain, account.ChangePasswordForm):
    """The current password, and a new one twice."""

    labels = {"oldpassword": _("Current password"), "password1": NEW_PASSWORD, "password2": AGAIN}
    hints = {"password1": PASSWORD_HINT}


class ResetPasswordForm(Plain, account.ResetPasswordForm):
    """Where to send the link."""

    labels = {"email": E_MAIL}


class NewPasswordForm(Plain, account.ResetPasswordKeyForm):
    """A new password, twice, for whoever came by the mailed link."""

    labels = {"password1": NEW_PASSWORD, "password2": AGAIN}
    hints = {"password1": PASSWORD_HINT}


class ReauthenticateForm(Plain, account.ReauthenticateForm):
    """The password once more."""

    labels = {"password": PASSWORD}


class CodeForm(Plain, factor.AuthenticateForm):
    """A code of the app, or a recovery code."""

    labels = {"code": CODE}
    hints = {"code": _("Six digits from your app, or one of your recovery codes.")}


class CodeAgainForm(Plain, factor.ReauthenticateForm):
    """The same, to prove who one is."""

    labels = CodeForm.labels
    hints = CodeForm.hints


class ActivateAppForm(Plain, ActivateTOTPForm):
    """The first code of a new app."""

    labels = {"code": CODE}
    hints = {"code": _("Six digits that the app shows. A new code comes every 30 seconds.")}


class AddPasskeyForm(Plain, passkey.AddWebAuthnForm):
    """A name for the passkey; the passkey itself comes from the browser."""

    labels = {"name": _("Name of the passkey")}
    hints = {"name": _("So that you know it again, for example “work laptop” or “phone”.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # All of ours can log in without a password: nobody has to choose.
        self.fields.pop("passwordless", None)
        self.fields["name"].required = True


class RenamePasskeyForm(Plain, passkey.EditWebAuthnForm):
    """Another name for a passkey."""

    labels = AddPasskeyForm.labels
    hints = AddPasskeyForm.hints


class InvitationForm(forms.Form):
    """Name and password of an account that is made by accepting an invitation."""

    name = forms.CharField(
        label=_("Your name"),
        help_text=_("As your colleagues, and those you help, should see it."),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("Choose a password"),
        help_text=PASSWORD_HINT,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, invitation: Invitation, data: Any = None) -> None:
        super().__init__(data, initial={"name": invitation.name})
        self.invitation = invitation

    def clean_password(self) -> str:
        """A password that is neither short nor common nor made of name and address."""
        password = str(self.cleaned_data["password"])
        user = User(email=self.invitation.email, name=self.cleaned_data.get("name", ""))
        validate_password(password, user)
        return password
