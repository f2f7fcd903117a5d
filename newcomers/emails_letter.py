"""Mails about the monthly letter, besides the letter itself. Fixed text: nothing that was typed."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from newcomers.letter_links import LetterLink
from newcomers.models import Subscription
from portal.lib.mail import Mail


def confirm_letter(subscription: Subscription) -> Mail:
    """To whoever typed the address: is it you? Without a click, nothing more is ever sent."""
    with override(subscription.language):
        link = settings.SITE_URL + LetterLink.of(subscription).confirm_path
        return _mail("confirm_letter", subscription, _("Do you want our monthly letter?"), link)


def letter_known(subscription: Subscription) -> Mail:
    """To somebody who gets the letter already, and for whom somebody has asked for it again."""
    with override(subscription.language):
        link = settings.SITE_URL + LetterLink.of(subscription).leave_path
        return _mail("letter_known", subscription, _("You get our monthly letter already"), link)


def _mail(kind: str, subscription: Subscription, subject: str, link: str) -> Mail:
    context = {
        "place": subscription.municipality.name,
        "link": link,
        "hours": settings.LETTER_CONFIRMED_WITHIN_HOURS,
    }
    body = render_to_string(f"newcomers/emails/{kind}.txt", context)
    key = f"{subscription.pk}.{subscription.asked_key}"
    return Mail(kind.replace("_", "-"), key, subscription.email, subject, body)
