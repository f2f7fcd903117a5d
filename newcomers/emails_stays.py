"""The question to a family whether it still lives here. Fixed text: no name, no number."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from newcomers.models import StayCheck
from newcomers.stay_links import GOOD_FOR, StayLink
from portal.lib.mail import Mail

HOUR = 3600


def still_here(check: StayCheck, to: str, language: str) -> Mail:
    """To a family that moved here one or two years ago: do you still live here?"""
    place, link = check.municipality.name, StayLink.of(check)
    with override(language):
        body = render_to_string(
            "newcomers/emails/still_here.txt",
            {
                "place": place,
                "link": settings.SITE_URL + link.path,
                "hours": int(GOOD_FOR.total_seconds() // HOUR),
            },
        )
        subject = _("Do you still live in %(place)s?") % {"place": place}
        return Mail("still_here", f"{check.pk}.{link.asked}", to, subject, body)
