"""What those who follow up cases are told by mail: counts, case numbers and a link.

Names, and what anybody has written, stay behind the log-in. One function per message.
"""

import datetime
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from newcomers.digest import PlaceDigest
from portal.lib.mail import Mail


def digest(user: Any, day: datetime.date, places: Sequence[PlaceDigest]) -> Mail:
    """To a coordinator, deputy or lead, in the morning: what waits."""
    with override(user.language):
        return _mail(
            "digest",
            f"{user.pk}.{day.isoformat()}",
            user.email,
            _("Landgang: what waits for you today"),
            day=day,
            places=places,
            link=settings.SITE_URL + reverse("admin:index"),
        )


def readings(user: Any, monday: datetime.date, count: int) -> Mail:
    """To a lead, once a week: how many readings deserve a look, and where they are."""
    with override(user.language):
        return _mail(
            "readings",
            f"{user.pk}.{monday.isoformat()}",
            user.email,
            _("Landgang: who has read what last week"),
            count=count,
            link=settings.SITE_URL + reverse("admin:newcomers_caseaccess_sample"),
        )


def _mail(kind: str, key: str, to: str, subject: str, **context: Any) -> Mail:
    body = render_to_string(f"newcomers/emails/{kind}.txt", context)
    return Mail(kind, key, to, subject, body)
