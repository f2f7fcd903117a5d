"""The places every page names: read once for a request."""

from django.http import HttpRequest

from municipalities.models import Municipality
from portal.lib.languages import column, current, source_language

# In menus, cards and the ridge; from longitude on, what a map is drawn from or known to hold by.
SHOWN = (
    "kind", "slug", "name", "valid_from", "valid_to", "successor",
    "longitude", "latitude", "boundary_digest",
)  # fmt: skip


def places_of(request: HttpRequest) -> list[Municipality]:
    """The region's row and all municipalities, former ones too, in alphabetical order.

    One query for a request, of few columns.
    """
    known: list[Municipality] | None = getattr(request, "_places", None)
    if known is None:
        taglines = {column("tagline", code) for code in (current(), source_language())}
        known = Municipality.objects.only(*SHOWN, *taglines).in_alphabetical_order()
        by_id = {place.pk: place for place in known}
        for place in known:
            if place.successor_id:
                place.successor = by_id[place.successor_id]
        request._places = known  # type: ignore[attr-defined]
    return known


def current_places(request: HttpRequest) -> list[Municipality]:
    """Today's municipalities."""
    return [place for place in places_of(request) if not place.is_region and place.is_current]


def region_of(request: HttpRequest) -> Municipality | None:
    """The region's row, or None before a region is loaded."""
    if hasattr(request, "_region") and not hasattr(request, "_places"):
        alone: Municipality | None = request._region
        return alone
    return next((place for place in places_of(request) if place.is_region), None)


def read_region_alone(request: HttpRequest) -> None:
    """For a page that names no other place: of four hundred, it reads one."""
    request._region = Municipality.objects.only(*SHOWN).region()  # type: ignore[attr-defined]
