"""What leads are told by mail about approved lists: how many families, and where to look.

No name, no case number. One function per message.
"""

import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from municipalities.models import Municipality
from portal.lib.mail import Mail


def stopped(user: Any, place: Municipality, day: datetime.date, count: int) -> Mail:
    """To a lead: so many families that were to be anonymised are kept after all."""
    with override(user.language):
        subject = _("Families in %(place)s are not anonymised") % {"place": place.name}
        body = render_to_string(
            "newcomers/emails/retention_stopped.txt",
            {
                "place": place.name,
                "count": count,
                "link": settings.SITE_URL + reverse("admin:newcomers_retention"),
            },
        )
        key = f"{place.pk}.{user.pk}.{day:%Y%m%d}"
        return Mail("retention_stopped", key, user.email, subject, body)
