"""The mails about offers, sent later. Arguments are ids."""

import datetime
import uuid
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils import timezone

from hosting import emails_offers as emails
from hosting.actions.offer_links import Purpose, make_link
from hosting.models import Offer, OfferLink, OfferSender
from municipalities.models import Membership, Municipality
from municipalities.roles import MATRIX, REGION_WIDE, Ability
from portal.lib.jobs import MAIL, Sealed, enqueue, job
from portal.lib.mail import Mail
from portal.lib.sealing import unseal

MODERATING = [role for role, abilities in MATRIX.items() if Ability.MODERATE_OFFERS in abilities]
# So many links stand in one mail at most.
MOST_LINKS = 30


def mark_user_refused(*, user: int, **_others: object) -> None:
    """Remember that the person's address takes no mail: administrators see it."""
    get_user_model().objects.filter(pk=user).update(email_refused_at=timezone.now())


def mark_sender_refused(*, sender: int, **_others: object) -> None:
    """Remember that the sender's address takes no mail: moderators see it."""
    OfferSender.objects.filter(pk=sender).update(email_refused_at=timezone.now())


def mark_link_refused(*, link: str) -> None:
    """The same, of whom the link was for."""
    OfferSender.objects.filter(links__pk=link).update(email_refused_at=timezone.now())


@job(name="hosting.confirm_offer_address", queue=MAIL, refused=mark_link_refused)
def confirm_address(*, link: str) -> Mail | None:
    """Ask whether the address is the sender's; none when the link is over."""
    found = _open(link)
    return emails.confirm_address(found) if found else None


@job(name="hosting.send_offer_links", queue=MAIL)
def send_links(*, address: Sealed, occasion: str) -> Mail | None:
    """A mail with a link for each offer of the address; none where it has sent in nothing."""
    senders = OfferSender.objects.confirmed().filter(email=unseal(address))
    found = list(senders.select_related("offer__organisation").order_by("-pk")[:MOST_LINKS])
    made = [_link_once(sender, occasion) for sender in found]
    return emails.links(found[0], made, occasion) if made else None


@job(name="hosting.send_offer_link", queue=MAIL, refused=mark_link_refused)
def send_one_link(*, link: str) -> Mail | None:
    """The link again, of which the mail before was too old."""
    found = _open(link)
    return emails.links(found.sender, [found], link) if found else None


@job(name="hosting.offer_published", queue=MAIL, refused=mark_sender_refused)
def tell_published(*, sender: int, occasion: str) -> Mail | None:
    """Tell the sender that readers see it; none when it was hidden meanwhile."""
    found = _sender(sender)
    return emails.published(found, occasion) if found and found.offer.is_published else None


@job(name="hosting.offer_declined", queue=MAIL, refused=mark_sender_refused)
def tell_declined(*, sender: int, occasion: str) -> Mail | None:
    """Tell the sender why it is not published; none when it was published after all."""
    found = _sender(sender)
    is_declined = found and found.offer.status == Offer.Status.DECLINED
    return emails.declined(found, occasion) if found and is_declined else None


@job(name="hosting.offer_change_decided", queue=MAIL, refused=mark_sender_refused)
def tell_change_decided(*, sender: int, occasion: str, reason: Sealed) -> Mail | None:
    """Tell the sender what became of the change. No row has the reason, so the job does."""
    found = _sender(sender)
    return emails.change_decided(found, occasion, unseal(reason)) if found else None


@job(name="hosting.offer_still_true", queue=MAIL, refused=mark_link_refused)
def ask_sender(*, link: str, hidden_on: str, number: int) -> Mail | None:
    """Ask whether it still holds; none when that was answered meanwhile."""
    found = _open(link)
    if found is None or found.sender.offer.status != Offer.Status.TO_BE_CONFIRMED:
        return None
    return emails.still_true(found, datetime.date.fromisoformat(hidden_on), number)


@job(name="hosting.offer_hidden", queue=MAIL, refused=mark_sender_refused)
def tell_hidden(*, sender: int, occasion: str) -> Mail | None:
    """Tell the sender that it is hidden, unless it is back already."""
    found = _sender(sender)
    is_hidden = found and found.offer.status == Offer.Status.EXPIRED
    return emails.hidden(found, occasion) if found and is_hidden else None


@job(name="hosting.tell_moderators")
def tell_moderators(*, offer: int, occasion: str) -> None:
    """Have everybody told who may decide about it."""
    found = Offer.objects.waiting().filter(pk=offer).first()
    for person in moderators(found) if found else ():
        enqueue(offer_waits, offer=offer, user=person.pk, occasion=occasion)


@job(name="hosting.offer_waits", queue=MAIL, refused=mark_user_refused)
def offer_waits(*, offer: int, user: int, occasion: str) -> Mail | None:
    """One moderator's mail; none when somebody was faster."""
    found = Offer.objects.waiting().filter(pk=offer).first()
    person = get_user_model().objects.filter(pk=user, is_active=True).first()
    return emails.waits(person, found, occasion) if found and person else None


@job(name="hosting.offers_without_sender", queue=MAIL, refused=mark_user_refused)
def nobody_to_ask(*, user: int, day: str) -> Mail | None:
    """One moderator's mail of a day: how many they have to find out about; none without any."""
    person = get_user_model().objects.filter(pk=user, is_active=True).first()
    count = sum(person in moderators(offer) for offer in without_sender()) if person else 0
    return emails.nobody_to_ask(person, day, count) if count else None


def without_sender() -> list[Offer]:
    """Offers that are asked about while nobody can be asked by mail."""
    asked = Offer.objects.filter(status=Offer.Status.TO_BE_CONFIRMED)
    return list(
        asked.exclude(sender__in=OfferSender.objects.reachable()).prefetch_related("municipalities")
    )


def moderators(offer: Offer) -> list[Any]:
    """Who may decide about it today: in its municipalities, and for the whole region."""
    in_region = Q(municipality__kind=Municipality.Kind.REGION, role__in=REGION_WIDE)
    held = Membership.objects.valid_on().filter(
        in_region | Q(municipality__in=offer.municipalities.all()),
        role__in=MODERATING,
        user__is_active=True,
    )
    people = {each.user_id: each.user for each in held.select_related("user")}
    return sorted(people.values(), key=lambda person: person.pk)


def hidden_on(last_asked_on: datetime.date, reminders: int) -> datetime.date:
    """The first day on which readers do not see what was asked about, if nobody answers."""
    left = settings.OFFER_REMINDERS - reminders + 1
    return last_asked_on + datetime.timedelta(days=settings.OFFER_REMINDED_DAYS * left)


def _link_once(sender: OfferSender, occasion: str) -> OfferLink:
    """The link of the occasion: the same one, when the job is done again."""
    name = uuid.uuid5(uuid.NAMESPACE_URL, f"{occasion}.{sender.pk}")
    return make_link(sender=sender, purpose=Purpose.EDIT, pk=name)


def _open(link: str) -> OfferLink | None:
    """The link, unless it was used, or is over before the mail could leave."""
    still_good = OfferLink.objects.filter(pk=link, used_at=None, valid_until__gt=timezone.now())
    return still_good.select_related("sender__offer__organisation").first()


def _sender(pk: int) -> OfferSender | None:
    senders = OfferSender.objects.confirmed().select_related("offer__organisation")
    return senders.filter(pk=pk).first()
