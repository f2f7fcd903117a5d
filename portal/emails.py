"""What the portal says by mail. One function per message, in the recipient's language.

A mail names nobody but its recipient, and holds a link instead of the matter itself.
"""

from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.lib.mail import Mail
from portal.models import Invitation, User, secret_of


def invitation(invitation: Invitation) -> Mail:
    """To somebody who is invited: the link, good for three days."""
    path = reverse("invitation", args=[secret_of(invitation.pk)])
    with override(invitation.language):
        return _mail(
            "invitation",
            str(invitation.pk),
            invitation.email,
            _("You are invited to Landgang"),
            name=invitation.name,
            link=f"{settings.SITE_URL}{path}?language={invitation.language}",
        )


def password_reset(user: User, occasion: str) -> Mail:
    """To somebody who forgot the password: where to choose a new one."""
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    path = reverse("account_reset_password_from_key", kwargs=key)
    with override(user.language):
        return _mail(
            "password_reset",
            occasion,
            user.email,
            _("Choose a new password for Landgang"),
            name=user.name,
            link=f"{settings.SITE_URL}{path}?language={user.language}",
        )


def no_account(address: str, language: str, occasion: str) -> Mail:
    """To an address without an account, for which somebody asked for a new password, in the
    language of whoever asked."""
    with override(language):
        return _mail("no_account", occasion, address, _("There is no account for this address"))


def account_changed(user: User, change: str, occasion: str) -> Mail:
    """To somebody whose password or second factor was changed. `change` is a code word."""
    with override(user.language):
        return _mail(
            "account_changed",
            occasion,
            user.email,
            _("Your account at Landgang was changed"),
            name=user.name,
            change=change,
            link=settings.SITE_URL + reverse("account"),
        )


def parked_jobs(user: User, count: int, day: str) -> Mail:
    """To an administrator: mails, or other jobs, that could not be done and wait for somebody."""
    with override(user.language):
        return _mail(
            "parked_jobs",
            f"{user.pk}.{day}",
            user.email,
            _("Landgang could not send everything"),
            name=user.name,
            count=count,
        )


def _mail(kind: str, key: str, to: str, subject: str, **context: Any) -> Mail:
    body = render_to_string(f"portal/emails/{kind}.txt", context)
    return Mail(kind, key, to, subject, body)
