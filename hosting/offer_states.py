"""How an offer moves, and who moves it: the one place that says so."""

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from hosting.models import Offer, OfferSender

Status = Offer.Status


class Actor(models.TextChoices):
    """Who does something with an offer."""

    SENDER = "sender", _("sender")
    MODERATOR = "moderator", _("moderator")
    CLOCK = "clock", _("clock")


def actor_of(by: Any) -> Actor:
    """The sender came by a mailed link; a clock is nobody."""
    if by is None:
        return Actor.CLOCK
    return Actor.SENDER if isinstance(by, OfferSender) else Actor.MODERATOR


@dataclass(frozen=True)
class Move:
    """Something that happens to an offer: from which states, by whom, and where to.

    Without a target it stays where it is; `else_to` says what is different for a sender.
    """

    name: str
    sources: tuple[Status, ...]
    target: Status | None
    actors: tuple[Actor, ...]
    else_to: tuple[tuple[Status, Status], ...] = ()

    def leads_to(self, status: Status, actor: Actor) -> Status:
        """Where the offer stands afterwards."""
        exceptions = dict(self.else_to) if actor == Actor.SENDER else {}
        return exceptions.get(status) or self.target or status


SENDER, MODERATOR, CLOCK = Actor.SENDER, Actor.MODERATOR, Actor.CLOCK
DECIDED_ON = (Status.WAITING, Status.PUBLISHED, Status.TO_BE_CONFIRMED, Status.EXPIRED)
MOVES = {
    move.name: move
    for move in (
        Move("confirm_address", (Status.SUBMITTED,), Status.WAITING, (SENDER,)),
        Move("publish_offer", (Status.WAITING, Status.DECLINED, Status.EXPIRED), Status.PUBLISHED,
             (MODERATOR,)),
        Move("decline_offer", (Status.WAITING,), Status.DECLINED, (MODERATOR,)),
        Move("mark_to_be_confirmed", (Status.PUBLISHED,), Status.TO_BE_CONFIRMED,
             (MODERATOR, CLOCK)),
        Move("note_reminder", (Status.TO_BE_CONFIRMED,), None, (CLOCK,)),
        Move("confirm_still_true", (Status.PUBLISHED, Status.TO_BE_CONFIRMED, Status.EXPIRED),
             Status.PUBLISHED, (SENDER, MODERATOR), ((Status.EXPIRED, Status.WAITING),)),
        Move("expire_offer", (Status.PUBLISHED, Status.TO_BE_CONFIRMED), Status.EXPIRED,
             (SENDER, MODERATOR, CLOCK)),
        Move("change_by_sender", tuple(Status), None, (SENDER,),
             ((Status.TO_BE_CONFIRMED, Status.PUBLISHED), (Status.DECLINED, Status.WAITING),
              (Status.EXPIRED, Status.WAITING))),
        Move("accept_change", DECIDED_ON, None, (MODERATOR,)),
        Move("refuse_change", DECIDED_ON, None, (MODERATOR,)),
        Move("link_organisation", tuple(Status), None, (MODERATOR,)),
        Move("add_organisation", tuple(Status), None, (MODERATOR,)),
    )
}  # fmt: skip


def as_table() -> str:
    """The machine as people read it, a line for each move."""
    return "\n".join(
        f"{move.name}: {', '.join(move.sources)} → {move.target or 'the same'}"
        f"{''.join(f' ({one} → {other} by the sender)' for one, other in move.else_to)}"
        f" | {', '.join(move.actors)}"
        for move in MOVES.values()
    )
