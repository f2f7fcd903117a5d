"""What comes from outside about offers, and what a moderator answers: each with its mails.

What happens to the offer itself is in `actions.offers` and `actions.offer_changes`; here it is one
transaction with the link that is used, and with the mails that leave afterwards.
"""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from hosting import tasks_offer_mails as tasks
from hosting.actions import offer_changes, offers
from hosting.actions.offer_links import LinkTooOld, Purpose, link_for, make_link, use_link
from hosting.models import Need, Offer, OfferLink, OfferSender, Organisation
from hosting.permissions import may_moderate_offer
from municipalities.models import Municipality
from portal.lib.jobs import Sealed, enqueue
from portal.lib.sealing import seal
from portal.lib.tokens import new_token

Status = Offer.Status


def register_offer(
    *,
    offer: Offer,
    municipalities: Iterable[Municipality],
    sender: OfferSender,
    need: Need | None = None,
) -> bool:
    """Store what somebody sent in (registrere), and ask by mail whether the address is theirs.

    False when the sender's token was stored before: then nothing is stored or sent again.
    """
    with transaction.atomic():
        try:
            offers.submit_offer(offer=offer, municipalities=municipalities, sender=sender)
        except offers.AlreadySubmitted:
            return False
        if need is not None:
            need.offer = offer
            need.save(force_insert=True)
        link = make_link(sender=sender, purpose=Purpose.CONFIRM_ADDRESS)
        enqueue(tasks.confirm_address, link=link.pk)
    return True


def confirm_by_link(*, secret: str) -> Offer:
    """The address is the sender's (bekrefte): it is the moderators' turn. Raises a LinkRefused."""
    with transaction.atomic():
        sender = use_link(secret=secret, purpose=Purpose.CONFIRM_ADDRESS)
        try:
            offer = offers.confirm_address(offer=sender.offer, by=sender)
        except offers.OfferMovedOn as moved:
            # By another link to the same address.
            return moved.offer
        _tell_moderators(offer)
    return offer


def change_by_link(
    *, secret: str, changes: Mapping[str, Any], sender_name: str,
    need: Mapping[str, Any] | None = None,
) -> Offer:  # fmt: skip
    """The sender changes the offer (endre). Raises a LinkRefused or an OfferRefused."""
    with transaction.atomic():
        sender = use_link(secret=secret, purpose=Purpose.EDIT)
        OfferSender.objects.filter(pk=sender.pk).update(name=sender_name)
        offer = offer_changes.change_by_sender(offer=sender.offer, changes=changes, by=sender)
        if need:
            Need.objects.filter(offer=offer).update(**need)
        if offer.waiting_since:
            _tell_moderators(offer)
    return offer


def answer_by_link(*, secret: str, holds: bool) -> Offer:
    """The sender says whether it is still there. Raises a LinkRefused or OfferMovedOn."""
    with transaction.atomic():
        sender = use_link(secret=secret)
        if not holds:
            return offers.expire_offer(offer=sender.offer, by=sender)
        offer = offers.confirm_still_true(offer=sender.offer, by=sender)
        if offer.status == Status.WAITING:
            _tell_moderators(offer)
    return offer


def renew_link(*, secret: str) -> None:
    """Mail another link in the place of one that is too old; nothing for any other.

    To the address that had the first: whoever has the old one learns nothing.
    """
    with transaction.atomic():
        try:
            link_for(secret=secret, lock=True)
        except LinkTooOld as old:
            if old.link is not None:
                _mail_again(old.link)


def ask_for_links(*, email: str) -> None:
    """Have a link mailed for each offer that the address has sent in. Whether there are any is
    found out by the job: the page is the same, and takes as long, for every address."""
    address = Sealed(seal(email.strip().lower()))
    enqueue(tasks.send_links, address=address, occasion=new_token())


def publish(
    *, offer: Offer, by: Any, organisation: Organisation | None = None, new_kind: str = ""
) -> Offer:
    """Let readers see it (publisere), by an organisation that is there, or by a new one of the
    kind. The sender is told. Raises an OfferRefused."""
    with transaction.atomic():
        if new_kind and organisation is None:
            offers.add_organisation(offer=offer, by=by, kind=new_kind)
        current = offers.publish_offer(offer=offer, by=by, organisation=organisation)
        _tell(current, tasks.tell_published)
    return current


def decline(*, offer: Offer, reason: str, by: Any) -> Offer:
    """Do not publish it (avslå); the sender is told why. Raises an OfferRefused."""
    with transaction.atomic():
        current = offers.decline_offer(offer=offer, reason=reason, by=by)
        _tell(current, tasks.tell_declined)
    return current


def decide_change(*, offer: Offer, is_accepted: bool, by: Any, reason: str = "") -> Offer:
    """Take the sender's change over, or do not, for a reason. Raises an OfferRefused."""
    if not is_accepted and not reason.strip():
        raise offers.NoReason
    with transaction.atomic():
        decide = offer_changes.accept_change if is_accepted else offer_changes.refuse_change
        current = decide(offer=offer, by=by)
        told = Sealed(seal("" if is_accepted else reason.strip()))
        _tell(current, tasks.tell_change_decided, reason=told)
    return current


def change_sender(*, offer: Offer, name: str, email: str, by: Any) -> OfferSender:
    """Somebody else answers for the offer from now on (ny innsender), says a moderator. Links to
    the mailbox before are dead; the new one gets a link to change the offer."""
    if not may_moderate_offer(by, offer):
        raise PermissionDenied
    now = timezone.now()
    with transaction.atomic():
        OfferLink.objects.filter(sender__offer=offer).delete()
        sender, _made = OfferSender.objects.update_or_create(
            offer=offer,
            defaults={"name": name, "email": email.strip().lower(), "email_refused_at": None,
                      "address_confirmed_at": now},
            create_defaults={"offer": offer, "name": name, "email": email.strip().lower(),
                             "language": offer.written_in, "address_confirmed_at": now},
        )  # fmt: skip
        link = make_link(sender=sender, purpose=Purpose.EDIT)
        enqueue(tasks.send_one_link, link=link.pk)
    return sender


def delete_unconfirmed(*, now: datetime.datetime | None = None) -> int:
    """Delete what was sent in and never confirmed; how much there was. Nothing that readers, or a
    moderator, have seen is among it."""
    days = datetime.timedelta(days=settings.OFFER_UNCONFIRMED_DAYS)
    old = Offer.objects.filter(
        status=Status.SUBMITTED, submitted_at__lt=(now or timezone.now()) - days
    )
    return old.delete()[1].get(Offer._meta.label, 0)


def forget_senders(*, now: datetime.datetime | None = None) -> int:
    """Forget who sent what was declined, or hidden, long ago; how many there were."""
    days = datetime.timedelta(days=settings.OFFER_SENDER_KEPT_DAYS)
    over = Offer.objects.filter(
        status__in=[Status.EXPIRED, Status.DECLINED], decided_at__lt=(now or timezone.now()) - days
    )
    gone = OfferSender.objects.filter(offer__in=over.values("pk")).delete()
    return gone[1].get(OfferSender._meta.label, 0)


def delete_old_links(*, now: datetime.datetime | None = None) -> int:
    """Forget links that nobody can renew any more."""
    days = datetime.timedelta(days=settings.OFFER_SENDER_KEPT_DAYS)
    return OfferLink.objects.filter(made_at__lt=(now or timezone.now()) - days).delete()[0]


def _mail_again(old: OfferLink) -> None:
    link = make_link(sender=old.sender, purpose=Purpose(old.purpose))
    # Nobody gets a third one by pressing the button again.
    use_old = OfferLink.objects.filter(pk=old.pk)
    use_old.update(used_at=timezone.now())
    if link.purpose == Purpose.CONFIRM_ADDRESS:
        enqueue(tasks.confirm_address, link=link.pk)
    else:
        enqueue(tasks.send_one_link, link=link.pk)


def _tell_moderators(offer: Offer) -> None:
    enqueue(tasks.tell_moderators, offer=offer.pk, occasion=new_token())


def _tell(offer: Offer, task: Any, **others: Any) -> None:
    """Enqueue the mail to the sender, if there is one."""
    sender = OfferSender.objects.filter(offer=offer).first()
    if sender is not None:
        enqueue(task, sender=sender.pk, occasion=new_token(), **others)
