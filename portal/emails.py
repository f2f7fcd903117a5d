"""What the portal says by mail. One function per message, in the recipient's language.

A mail names nobody but its recipient, and holds a link instead of the matter itself.
"""

import logging
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.models import Invitation, User

logger = logging.getLogger(__name__)


def invitation(invitation: Invitation, secret: str) -> None:
    """To somebody who is invited: the link, good for a week."""
    path = reverse("invitation", args=[secret])
    with override(invitation.language):
        _send(
            "invitation",
            invitation.email,
            _("You are invited to Landgang"),
            name=invitation.name,
            link=f"{settings.SITE_URL}{path}?language={invitation.language}",
        )


def password_reset(user: User, path: str) -> None:
    """To somebody who forgot the password: where to choose a new one."""
    with override(user.language):
        _send(
            "password_reset",
            user.email,
            _("Choose a new password for Landgang"),
            name=user.name,
            link=f"{settings.SITE_URL}{path}?language={user.language}",
        )


def no_account(email: str) -> None:
    """To an address without an account, for which somebody asked for a new password.

    In the language of whoever asked. Known and unknown addresses both get a mail, so that nobody
    learns from the waiting time which of them it was.
    """
    _send("no_account", email, _("There is no account for this address"))


def account_changed(user: User, change: str) -> None:
    """To somebody whose password or second factor was changed. `change` is a code word."""
    with override(user.language):
        _send(
            "account_changed",
            user.email,
            _("Your account at Landgang was changed"),
            name=user.name,
            change=change,
            link=settings.SITE_URL + reverse("account"),
        )


def _send(message: str, to: str, subject: str, **context: Any) -> None:
    body = render_to_string(f"portal/emails/{message}.txt", context)
    try:
        EmailMessage(subject, body, to=[to]).send()
    except (SMTPException, OSError) as error:
        # Without the error's own text: it holds the address.
        logger.error("mail not sent: message=%s error=%s", message, type(error).__name__)
