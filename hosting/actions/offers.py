"""What happens to an offer: sent in, confirmed, published or declined, asked about, hidden.

Each is one transaction that holds the offer's row. Who acts is a moderator, the offer's sender
(who came by a mailed link), or the clock: None.
"""

import datetime
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify

from hosting.models import Offer, OfferSender, Organisation
from hosting.offer_states import MOVES, Actor, actor_of
from hosting.permissions import may_moderate_offer
from municipalities.actions.texts import save_text
from municipalities.models import Municipality
from portal.lib.constraints import violates
from portal.lib.dates import today
from portal.lib.extract import fold
from portal.lib.html import clean_line
from portal.lib.languages import column, source_language
from portal.lib.tokens import new_token

Status = Offer.Status
SLUG_LENGTH = 60


class OfferRefused(Exception):
    """Nothing was changed. The subclass says why."""


class OfferMovedOn(OfferRefused):
    """Somebody, or the clock, was there before; `offer` says where it stands."""

    def __init__(self, offer: Offer) -> None:
        self.offer = offer
        super().__init__(f"offer {offer.pk} is {offer.status}")


class AlreadySubmitted(OfferRefused):
    """The same form was sent before: one row is enough."""


class NothingSaid(OfferRefused):
    """There is no title or no text in the language it is written in."""


class NoPlace(OfferRefused):
    """Neither a municipality of today nor the whole region."""


class NoOrganisation(OfferRefused):
    """Nobody has said yet which organisation offers it."""


class NoReason(OfferRefused):
    """Whoever declines says why."""


def submit_offer(
    *,
    offer: Offer,
    municipalities: Iterable[Municipality],
    sender: OfferSender | None = None,
    by: Any = None,
) -> Offer:
    """Store what somebody offers (melde inn): it waits for its address, or for a moderator.

    From the public with a sender and without `by`; from staff the other way round, or with both.
    Raises AlreadySubmitted (the sender's token is known), NothingSaid or NoPlace.
    """
    places = list(municipalities)
    refuse_nowhere(places, offer.serves_region)
    refuse_silence(offer)
    if by is None and sender is None:
        raise PermissionDenied
    offer.slug = offer.slug or _slug_of(offer)
    offer.status = Status.WAITING if by else Status.SUBMITTED
    offer.waiting_since = timezone.now() if by else None
    with transaction.atomic():
        save_text(text=offer, by=by)
        offer.municipalities.set(places)
        if by is not None and not may_moderate_offer(by, offer):
            raise PermissionDenied
        if sender is not None:
            _keep_sender(offer, sender)
    return offer


def confirm_address(*, offer: Offer, by: OfferSender) -> Offer:
    """The sender has answered from the address: a moderator's turn. Raises OfferMovedOn."""
    with transaction.atomic():
        current = hold_offer(offer, "confirm_address", by)
        OfferSender.objects.filter(pk=by.pk).update(address_confirmed_at=timezone.now())
        send_to_moderators(current)
        current.save()
    return current


def publish_offer(*, offer: Offer, by: Any, organisation: Organisation | None = None) -> Offer:
    """Show it to readers (publisere); what was hidden or declined, too.

    `organisation` is who offers it, where that is not said yet. Raises OfferMovedOn or
    NoOrganisation.
    """
    with transaction.atomic():
        current = hold_offer(offer, "publish_offer", by)
        current.organisation = organisation or current.organisation
        if current.organisation is None:
            raise NoOrganisation
        _decided(current, Status.PUBLISHED, by)
        hold_true(current)
        current.decline_reason = ""
        current.save()
    return current


def decline_offer(*, offer: Offer, reason: str, by: Any) -> Offer:
    """Do not publish it (avslå), for a reason that the sender is told. Raises OfferMovedOn or
    NoReason."""
    if not reason.strip():
        raise NoReason
    with transaction.atomic():
        current = hold_offer(offer, "decline_offer", by)
        _decided(current, Status.DECLINED, by)
        current.decline_reason = clean_line(reason).strip()
        current.save()
    return current


def mark_to_be_confirmed(
    *, offer: Offer, by: Any = None, day: datetime.date | None = None
) -> Offer:
    """Ask whether it still holds (by None: the clock). It stays shown meanwhile."""
    with transaction.atomic():
        current = hold_offer(offer, "mark_to_be_confirmed", by)
        current.status, current.asked_on = Status.TO_BE_CONFIRMED, day or today()
        current.reminders = 0
        current.save()
    return current


def note_reminder(*, offer: Offer, by: Any = None) -> Offer:
    """The sender was reminded once more. Raises OfferMovedOn."""
    with transaction.atomic():
        current = hold_offer(offer, "note_reminder", by)
        current.reminders += 1
        current.save()
    return current


def confirm_still_true(*, offer: Offer, by: Any, day: datetime.date | None = None) -> Offer:
    """It still holds (bekrefte), says its sender or a moderator who has asked.

    What was hidden goes to the moderators once more when its sender says so.
    """
    with transaction.atomic():
        current = hold_offer(offer, "confirm_still_true", by)
        if current.status == Status.EXPIRED and isinstance(by, OfferSender):
            send_to_moderators(current)
        else:
            current.status = Status.PUBLISHED
            hold_true(current, day)
        current.save()
    return current


def expire_offer(*, offer: Offer, by: Any = None) -> Offer:
    """Hide it (by None: the clock, since nobody answered); it is never deleted."""
    with transaction.atomic():
        current = hold_offer(offer, "expire_offer", by)
        current.decided_at, current.decided_by = timezone.now(), _user(by)
        current.status, current.asked_on, current.reminders = Status.EXPIRED, None, 0
        current.save()
    return current


def link_organisation(*, offer: Offer, organisation: Organisation, by: Any) -> Offer:
    """Say which of the organisations offers it (knytte til aktør)."""
    with transaction.atomic():
        current = hold_offer(offer, "link_organisation", by)
        current.organisation = organisation
        current.save()
    return current


def add_organisation(*, offer: Offer, by: Any, kind: str = Organisation.Kind.COMMUNITY) -> Offer:
    """List who offers it among the organisations, by the name its sender gave, and link it."""
    with transaction.atomic():
        current = hold_offer(offer, "add_organisation", by)
        if not current.organisation_name:
            raise NoOrganisation
        made = Organisation(
            slug=_slug(current.organisation_name),
            kind=kind,
            website=current.website,
            serves_region=current.serves_region,
        )
        # A name is the same in every language.
        setattr(made, column("name", source_language()), current.organisation_name)
        save_text(text=made, by=by)
        made.municipalities.set(current.municipalities.all())
        current.organisation = made
        current.save()
    return current


def forget_sender(*, offer: Offer, by: Any = None) -> None:
    """Delete who sent it in, and all links; the offer stays."""
    OfferSender.objects.filter(offer=offer).delete()


def hold_offer(offer: Offer, move: str, by: Any) -> Offer:
    """The row as it is, held until the transaction ends.

    Refuses who may not (PermissionDenied), and who comes too late (OfferMovedOn).
    """
    current: Offer = Offer.objects.select_for_update(of=("self",)).get(pk=offer.pk)
    actor = actor_of(by)
    if actor not in MOVES[move].actors:
        raise PermissionDenied
    if actor == Actor.SENDER and by.offer_id != current.pk:
        raise PermissionDenied
    if actor == Actor.MODERATOR and not may_moderate_offer(by, current):
        raise PermissionDenied
    if current.status not in MOVES[move].sources:
        raise OfferMovedOn(current)
    return current


def _keep_sender(offer: Offer, sender: OfferSender) -> None:
    sender.offer = offer
    sender.email = sender.email.strip().lower()
    try:
        with transaction.atomic():
            sender.save(force_insert=True)
    except IntegrityError as error:
        if not violates(error, "token"):
            raise
        raise AlreadySubmitted from error


def send_to_moderators(offer: Offer) -> None:
    """It is their turn."""
    offer.status, offer.waiting_since = Status.WAITING, timezone.now()
    offer.asked_on, offer.reminders = None, 0


def _decided(offer: Offer, status: Status, by: Any) -> None:
    offer.status, offer.decided_at, offer.decided_by = status, timezone.now(), _user(by)
    if not offer.proposed:
        offer.waiting_since = None


def hold_true(offer: Offer, day: datetime.date | None = None) -> None:
    """What it says holds from today on."""
    offer.confirmed_on, offer.asked_on, offer.reminders = day or today(), None, 0


def refuse_silence(offer: Offer) -> None:
    """Raises NothingSaid."""
    if not all(getattr(offer, column(name, offer.written_in)) for name in ("title", "text")):
        raise NothingSaid


def refuse_nowhere(places: list[Municipality], serves_region: bool) -> None:
    """Raises NoPlace."""
    if not (places or serves_region) or not all(each.is_current for each in places):
        raise NoPlace


def _user(by: Any) -> Any:
    """The account that acts; a sender has none."""
    return None if isinstance(by, OfferSender) else by


def _slug_of(offer: Offer) -> str:
    return _slug(getattr(offer, column("title", offer.written_in)))


def _slug(words: str) -> str:
    """An address of the words, and some letters that make it the only one."""
    readable = slugify(fold(words))[:SLUG_LENGTH].strip("-")
    end = slugify(new_token().replace("_", "").replace("-", ""))[:6]
    return f"{readable}-{end}" if readable else end
