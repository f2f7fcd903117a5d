"""What is said by mail about a transfer: to the staff of two municipalities how many wait, and
where; to the family, who follows it up now.

No name, no case number, nothing anybody has written. One function per message.
"""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from hosting.models import Coordinator
from municipalities.models import Municipality
from newcomers.models import Case
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


def taken_over(case: Case, to: str, language: str, sender: Municipality) -> Mail:
    """To the family, in its language: who follows it up now, and whom to call or write to."""
    place = case.municipality
    host = Coordinator.objects.contact_for(place)
    with override(language):
        page = settings.SITE_URL + (host.get_absolute_url() if host else reverse("host_list"))
        body = render_to_string(
            "newcomers/emails/transfer_accepted.txt",
            {"place": place, "sender": sender, "host": host, "hosts_page": page},
        )
        subject = _("Your host contact is in %(place)s now") % {"place": place.name}
        return Mail("transfer_accepted", str(case.pk), to, subject, body)


def _mail(kind: str, key: str, user: Any, subject: str, **context: Any) -> Mail:
    link = settings.SITE_URL + reverse("admin:index")
    body = render_to_string(f"newcomers/emails/{kind}.txt", context | {"link": link})
    return Mail(kind, key, user.email, subject, body)
