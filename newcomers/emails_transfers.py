"""What the staff of two municipalities are told by mail about a transfer: how many wait, and where.

No name, no case number, nothing anybody has written. One function per message.
"""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.lib.mail import Mail


def waiting(user: Any, transfer: int, place: str, count: int) -> Mail:
    """To who may take cases over: so many are waiting for an answer."""
    with override(user.language):
        subject = _("Transfers to %(place)s are waiting for an answer") % {"place": place}
        return _mail("transfer_waiting", f"{transfer}.{user.pk}", user, subject,
                     place=place, count=count, days=settings.TRANSFER_EXPIRES_DAYS)  # fmt: skip


def expired(user: Any, transfer: int, sender: str, receiver: str, *, is_ours: bool) -> Mail:
    """To a lead of either side: nobody has answered in time, the case stays where it was."""
    with override(user.language):
        places = {"sender": sender, "receiver": receiver}
        subject = _("A transfer from %(sender)s to %(receiver)s has expired") % places
        return _mail("transfer_expired", f"{transfer}.{user.pk}", user, subject,
                     is_ours=is_ours, **places)  # fmt: skip


def _mail(kind: str, key: str, user: Any, subject: str, **context: Any) -> Mail:
    link = settings.SITE_URL + reverse("admin:index")
    body = render_to_string(f"newcomers/emails/{kind}.txt", context | {"link": link})
    return Mail(kind, key, user.email, subject, body)
