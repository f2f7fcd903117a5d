"""What hosting adds to the pages of the packages below it."""

from typing import Any

from django import template

from hosting.models import Coordinator, Organisation
from municipalities.models import Municipality
from portal.lib.languages import localized
from portal.lib.norwegian import sort_key

register = template.Library()


@register.inclusion_tag("includes/host_card.html")
def host_card(municipality: Municipality | None = None, is_asking: bool = False) -> dict[str, Any]:
    """Who answers here today; without a municipality, the region's desk. One query.

    `is_asking` leaves the button to the form out, on the form's own pages.
    """
    if municipality is not None and municipality.is_former:
        municipality = municipality.successor
    return {
        "host": Coordinator.objects.contact_for(municipality),
        "municipality": municipality,
        "is_asking": is_asking,
    }


@register.inclusion_tag("includes/organisation_cards.html")
def organisations_serving(municipality: Municipality) -> dict[str, Any]:
    """The organisations named for this municipality, in alphabetical order. One query."""
    organisations = sorted(
        Organisation.objects.serving(municipality).for_readers(),
        key=lambda organisation: sort_key(localized(organisation, "name").value),
    )
    return {"organisations": organisations, "municipality": municipality}
