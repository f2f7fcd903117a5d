"""Links mailed to the sender of an offer: made, found, used. Each does one thing, once."""

import datetime
import uuid

from django.db import transaction
from django.utils import timezone

from hosting.models import OfferLink, OfferSender
from portal.lib.tokens import hash_of

# No link in a mail lives longer: mailboxes are read by others, too.
VALID_FOR = datetime.timedelta(hours=72)
Purpose = OfferLink.Purpose


class LinkRefused(Exception):
    """The link does nothing (any more)."""

    reason = "unknown"

    def __init__(self, link: OfferLink | None = None) -> None:
        self.link = link
        super().__init__(self.reason)


class LinkUnknown(LinkRefused):
    """No link has this secret: it was cut short or altered, or the offer is gone."""


class LinkUsed(LinkRefused):
    """It was used before."""

    reason = "used"


class LinkTooOld(LinkRefused):
    """It was mailed more than three days ago."""

    reason = "expired"


def make_link(
    *, sender: OfferSender, purpose: OfferLink.Purpose, pk: uuid.UUID | None = None
) -> OfferLink:
    """A link for the sender, good for three days. With a known `pk` the same one again."""
    link = OfferLink(pk=pk or uuid.uuid4(), sender=sender, purpose=purpose)
    link.digest, link.valid_until = hash_of(link.secret), timezone.now() + VALID_FOR
    values = {"sender": sender, "purpose": purpose, "digest": link.digest,
              "valid_until": link.valid_until}  # fmt: skip
    return OfferLink.objects.get_or_create(pk=link.pk, defaults=values)[0]


def link_for(*, secret: str, purpose: str | None = None, lock: bool = False) -> OfferLink:
    """The link with this secret, with its sender and offer. Looks only. Raises a LinkRefused."""
    links = OfferLink.objects.select_related("sender__offer__organisation")
    if lock:
        links = links.select_for_update(of=("self",))
    link = links.filter(digest=hash_of(secret)).first()
    if link is None or purpose not in (None, link.purpose):
        raise LinkUnknown
    if link.used_at:
        raise LinkUsed(link)
    if link.valid_until <= timezone.now():
        raise LinkTooOld(link)
    return link


def use_link(*, secret: str, purpose: str | None = None) -> OfferSender:
    """It does now what it was made for, once: two at the same time wait for each other. Raises a
    LinkRefused; to be called in the transaction of what it does."""
    with transaction.atomic():
        link = link_for(secret=secret, purpose=purpose, lock=True)
        link.used_at = timezone.now()
        link.save(update_fields=["used_at"])
    return link.sender
