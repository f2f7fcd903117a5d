"""Who may do what with what the hosts offer. Read anew at each question."""

from typing import Any

from hosting.models import Offer
from municipalities.permissions import Standing
from municipalities.roles import Ability


def may_moderate_offer(user: Any, offer: Offer, standing: Standing | None = None) -> bool:
    """Whether the person decides about the offer: in any one of its municipalities, or, for one
    of the whole region, in the region."""
    standing = standing or Standing.of(user)
    if standing.everywhere(Ability.MODERATE_OFFERS):
        return True
    places = standing.places(Ability.MODERATE_OFFERS)
    return bool(places) and offer.municipalities.filter(pk__in=places).exists()
