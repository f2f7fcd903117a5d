"""What senders and moderators of offers are told by mail. One function per message.

Before an address is known to be the sender's, the text is fixed, so that nobody can send others a
text of their own from our address. Later the title says which offer it is about; nothing else that
was typed, and no name, stands in a mail. Subjects are fixed texts always.
"""

import datetime
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from hosting.models import Offer, OfferLink, OfferSender
from portal.lib.mail import Mail


def confirm_address(link: OfferLink) -> Mail:
    """To who sent something in, at an address that may be anybody's: is it yours?"""
    sender = link.sender
    with override(sender.language):
        subject = _("Please confirm what you sent in")
        return _to_sender("offer_confirm_address", str(link.pk), sender, subject,
                          link=_address(link), days=settings.OFFER_UNCONFIRMED_DAYS)  # fmt: skip


def published(sender: OfferSender, occasion: str) -> Mail:
    """To the sender: readers see it now."""
    with override(sender.language):
        subject = _("Readers see your offer now")
        return _to_sender("offer_published", occasion, sender, subject,
                          link=settings.SITE_URL + sender.offer.get_absolute_url(),
                          change=settings.SITE_URL + reverse("offer_change"))  # fmt: skip


def declined(sender: OfferSender, occasion: str) -> Mail:
    """To the sender: it is not published, and why."""
    with override(sender.language):
        subject = _("Your offer is not published")
        return _to_sender("offer_declined", occasion, sender, subject,
                          reason=sender.offer.decline_reason,
                          change=settings.SITE_URL + reverse("offer_change"),
                          hosts=settings.SITE_URL + reverse("host_list"))  # fmt: skip


def change_decided(sender: OfferSender, occasion: str, reason: str) -> Mail:
    """To the sender: the change is what readers see now, or it is not, and why."""
    with override(sender.language):
        subject = _("Your change was not taken over") if reason else _("Readers see your change")
        return _to_sender("offer_change_decided", occasion, sender, subject, reason=reason,
                          link=settings.SITE_URL + sender.offer.get_absolute_url())  # fmt: skip


def links(sender: OfferSender, made: Sequence[OfferLink], occasion: str) -> Mail:
    """To an address at which somebody asked for it: a link for each offer."""
    with override(sender.language):
        subject = _("Your link to change what you sent in")
        lines = [(str(link.sender.offer), _address(link)) for link in made]
        return _to_sender("offer_links", occasion, sender, subject, lines=lines)


def still_true(link: OfferLink, hidden_on: datetime.date, number: int) -> Mail:
    """To the sender: does it still hold? `number` is 0, then that of the reminder."""
    sender = link.sender
    with override(sender.language):
        subject = _("Is your offer still there?")
        if number:
            subject = _("Reminder: is your offer still there?")
        return _to_sender("offer_still_true", str(link.pk), sender, subject,
                          link=_address(link), hidden_on=hidden_on)  # fmt: skip


def hidden(sender: OfferSender, occasion: str) -> Mail:
    """To the sender: nobody answered, readers do not see it any more."""
    with override(sender.language):
        subject = _("Readers do not see your offer any more")
        return _to_sender("offer_hidden", occasion, sender, subject,
                          change=settings.SITE_URL + reverse("offer_change"))  # fmt: skip


def waits(user: Any, offer: Offer, occasion: str) -> Mail:
    """To who may moderate: something waits. A link, and nothing of what was sent."""
    with override(user.language):
        return _to_staff("offer_waits", f"{occasion}.{user.pk}", user,
                         _("Landgang: an offer waits for you"),
                         link=settings.SITE_URL + moderation_address(offer))  # fmt: skip


def nobody_to_ask(user: Any, day: str, count: int) -> Mail:
    """To who may moderate: so many offers are to be confirmed, and have no sender to ask."""
    with override(user.language):
        subject = ngettext(
            "Landgang: is %(count)s offer still there?",
            "Landgang: are %(count)s offers still there?",
            count,
        ) % {"count": count}
        link = reverse("admin:hosting_offer_queue")
        return _to_staff("offers_to_ask", f"{user.pk}.{day}", user, subject, count=count,
                         link=settings.SITE_URL + link)  # fmt: skip


def moderation_address(offer: Offer) -> str:
    """Where a moderator decides about the offer."""
    return reverse("admin:hosting_offer_queue_one", args=[offer.pk])


def _address(link: OfferLink) -> str:
    return settings.SITE_URL + reverse("offer_link", args=[link.secret])


def _to_sender(kind: str, key: str, sender: OfferSender, subject: str, **context: Any) -> Mail:
    title = str(sender.offer) if sender.address_confirmed_at else ""
    body = render_to_string(f"hosting/emails/{kind}.txt", context | {"title": title})
    return Mail(kind, key, sender.email, subject, body)


def _to_staff(kind: str, key: str, user: Any, subject: str, **context: Any) -> Mail:
    body = render_to_string(f"hosting/emails/{kind}.txt", context)
    return Mail(kind, key, user.email, subject, body)
