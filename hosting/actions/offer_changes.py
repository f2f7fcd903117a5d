"""What a sender changes of an offer, and what becomes of it."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from hosting.actions.offers import (
    OfferRefused,
    hold_offer,
    hold_true,
    refuse_nowhere,
    refuse_silence,
    send_to_moderators,
)
from hosting.models import Offer, OfferSender
from municipalities.actions.texts import save_text
from municipalities.models import Municipality
from portal.lib.html import clean_line
from portal.lib.languages import column

Status = Offer.Status
# What a sender changes at once: nobody is misled by it. All else waits for a moderator where
# readers see the offer.
AT_ONCE = frozenset(
    {"starts_on", "ends_on", "seats", "levels", "is_free", "is_outside_working_hours",
     "is_beside_work", "languages", "groups"}
)  # fmt: skip
WITH_CARE = frozenset(
    {*Offer.TEXTS, "website", "contact_email", "contact_phone", "place", "municipalities",
     "serves_region"}
)  # fmt: skip


class NothingProposed(OfferRefused):
    """There is no change to decide about."""


class NotChangeable(OfferRefused):
    """That is none of what a sender may change."""


def change_by_sender(*, offer: Offer, changes: Mapping[str, Any], by: OfferSender) -> Offer:
    """Keep what the sender has changed: names of AT_ONCE and WITH_CARE (endre).

    Texts are in the language it is written in; municipalities are a list of ids. Where readers see
    the offer, what could mislead them waits in `proposed` until a moderator accepts it. Whoever
    changes an offer says that the rest of it holds. What was declined or hidden goes to the
    moderators again. Raises NotChangeable, NothingSaid or NoPlace.
    """
    if changes.keys() - AT_ONCE - WITH_CARE:
        raise NotChangeable
    with transaction.atomic():
        current = hold_offer(offer, "change_by_sender", by)
        _write(current, {name: changes[name] for name in changes.keys() & AT_ONCE})
        earlier = {name: value for name, value in (current.proposed or {}).items()
                   if name not in changes}  # fmt: skip
        wanted = {**earlier, **_differing(current, changes)}
        if current.is_published:
            current.status = Status.PUBLISHED
            current.proposed = wanted or None
            hold_true(current)
            current.waiting_since = timezone.now() if wanted else None
        else:
            _write(current, wanted)
            current.proposed = None
            if current.status in (Status.DECLINED, Status.EXPIRED):
                send_to_moderators(current)
        _save(current, wanted if not current.proposed else {})
    return current


def accept_change(*, offer: Offer, by: Any) -> Offer:
    """Let readers see what the sender proposes. Raises OfferMovedOn or NothingProposed."""
    with transaction.atomic():
        current = hold_offer(offer, "accept_change", by)
        wanted = _settled(current)
        _write(current, wanted)
        _save(current, wanted, by)
    return current


def refuse_change(*, offer: Offer, by: Any) -> Offer:
    """Keep what readers see. Raises OfferMovedOn or NothingProposed."""
    with transaction.atomic():
        current = hold_offer(offer, "refuse_change", by)
        _settled(current)
        current.save()
    return current


def _settled(offer: Offer) -> dict[str, Any]:
    """What was proposed, which waits no longer."""
    wanted = offer.proposed
    if not wanted:
        raise NothingProposed
    offer.proposed = None
    if offer.status != Status.WAITING:
        offer.waiting_since = None
    return dict(wanted)


def _differing(offer: Offer, changes: Mapping[str, Any]) -> dict[str, Any]:
    """What the sender would have otherwise, of what waits for a moderator."""
    return {
        name: changes[name]
        for name in sorted(changes.keys() & WITH_CARE)
        if changes[name] != _said(offer, name)
    }


def _said(offer: Offer, name: str) -> Any:
    if name == "municipalities":
        return sorted(offer.municipalities.values_list("pk", flat=True))
    return getattr(offer, _column(offer, name)) or type(getattr(offer, _column(offer, name)))()


def _column(offer: Offer, name: str) -> str:
    return column(name, offer.written_in) if name in Offer.TEXTS else name


def _write(offer: Offer, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        if name != "municipalities":
            sound = clean_line(value) if isinstance(value, str) else value
            setattr(offer, _column(offer, name), sound)


def _save(offer: Offer, values: Mapping[str, Any], by: Any = None) -> None:
    refuse_silence(offer)
    save_text(text=offer, by=by)
    if "municipalities" in values:
        offer.municipalities.set(Municipality.objects.filter(pk__in=values["municipalities"]))
    if {"municipalities", "serves_region"} & values.keys():
        refuse_nowhere(list(offer.municipalities.all()), offer.serves_region)
