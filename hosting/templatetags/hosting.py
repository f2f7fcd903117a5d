"""What hosting adds to the pages of the packages below it."""

from dataclasses import replace
from typing import Any

from django import template

from hosting.first_steps.entries import Entry, in_paragraphs
from hosting.models import Coordinator, Organisation
from municipalities.halves import halves_of
from municipalities.models import Municipality
from municipalities.reading import Reading
from portal.lib.languages import localized, source_language
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


@register.inclusion_tag("includes/step_told.html", takes_context=True)
def step_told(context: dict[str, Any], entry: Entry, reading: Reading) -> dict[str, Any]:
    """What to do in a step, and all that there is to know; beside another language where the
    reader wants that."""
    told = {"entry": entry, "source_language": source_language()}
    language = context["shell"].beside
    if not language:
        return told
    # The reader's own half keeps what stands in for a translation, unless the other half shows it.
    own = replace(entry, is_half=language == source_language())
    other = replace(entry, tokens=reading.beside(language).tokens, is_half=True)
    halves = halves_of(entry.step, "detail", reading, language, in_paragraphs)
    return told | {"entry": own, "other": other, "beside": language, "halves": halves}
