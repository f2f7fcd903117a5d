"""What newcomers, and those who answer them, are told by mail. One function per message.

Texts are fixed: nothing that somebody typed stands in them, a name no more than the rest. So nobody
can send others a text of their own from our address, and whoever sees the mail learns nothing.
"""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from hosting.models import Coordinator
from newcomers.models import Enquiry
from portal.lib.mail import Mail


def receipt(enquiry: Enquiry) -> Mail:
    """To whoever asked, in their language: the number, who answers, and how soon."""
    with override(enquiry.language):
        subject = _("We have received your question (%(number)s)") % {"number": enquiry.number}
        return _to_newcomer("receipt", enquiry, subject)


def forwarded(enquiry: Enquiry) -> Mail:
    """To whoever asked, in their language: another municipality answers now."""
    with override(enquiry.language):
        subject = _("Another municipality answers your question (%(number)s)")
        return _to_newcomer("forwarded", enquiry, subject % {"number": enquiry.number})


def enquiry_waiting(enquiry: Enquiry, user: Any) -> Mail:
    """To who answers, in that person's language: a link, and nothing of what was asked."""
    with override(user.language):
        place = enquiry.municipality.name
        return _mail(
            "enquiry_waiting",
            f"{enquiry.pk}.{user.pk}",
            user.email,
            _("An enquiry to %(place)s is waiting (%(number)s)")
            % {"place": place, "number": enquiry.number},
            place=place,
            number=enquiry.number,
            days=settings.ENQUIRY_ANSWERED_IN_WORKING_DAYS,
            link=settings.SITE_URL + reverse("admin:newcomers_enquiry_change", args=[enquiry.pk]),
        )


def nobody_told(enquiry: Enquiry, user: Any) -> Mail:
    """To an administrator, who may not read enquiries: nobody is there who may."""
    with override(user.language):
        place = enquiry.municipality.name
        return _mail(
            "nobody_told",
            f"{enquiry.pk}.{user.pk}",
            user.email,
            _("Nobody in %(place)s can be told of enquiries") % {"place": place},
            place=place,
            link=settings.SITE_URL + reverse("admin:municipalities_membership_changelist"),
        )


def _to_newcomer(kind: str, enquiry: Enquiry, subject: str) -> Mail:
    host = Coordinator.objects.contact_for(enquiry.municipality)
    return _mail(
        kind,
        str(enquiry.pk),
        enquiry.email,
        subject,
        place=None if enquiry.municipality.is_region else enquiry.municipality,
        number=enquiry.number,
        days=settings.ENQUIRY_ANSWERED_IN_WORKING_DAYS,
        host=host,
        hosts_page=settings.SITE_URL + (host.get_absolute_url() if host else reverse("host_list")),
    )


def _mail(kind: str, key: str, to: str, subject: str, **context: Any) -> Mail:
    body = render_to_string(f"newcomers/emails/{kind}.txt", context)
    return Mail(kind, key, to, subject, body)
