"""What hosting adds to the pages of the packages below it."""

from dataclasses import replace
from typing import Any

from django import template
from django.utils.html import format_html, linebreaks
from django.utils.safestring import SafeString, mark_safe

from hosting.first_steps.entries import Entry, in_paragraphs
from hosting.models import Coordinator, Offer, Organisation
from hosting.office_days import office_days_in, read_along
from municipalities.halves import halves_of
from municipalities.models import Municipality
from municipalities.reading import Reading
from portal.lib.languages import localized, source_language
from portal.lib.norwegian import sort_key

register = template.Library()


@register.inclusion_tag("includes/host_card.html", takes_context=True)
def host_card(
    context: dict[str, Any], municipality: Municipality | None = None, is_asking: bool = False
) -> dict[str, Any]:
    """Who answers here today, and when they can be met; without a municipality, the region's desk.

    One query, and one more where somebody stands in. `is_asking` leaves out what leads away from
    the form, on the form's own pages.
    """
    if municipality is not None and municipality.is_former:
        municipality = municipality.successor
    contacts = Coordinator.objects.all()
    if municipality is not None and not is_asking:
        contacts = contacts.annotate(days_here=office_days_in(municipality))
    answer = contacts.answer_for(municipality)
    days = read_along(getattr(answer.host, "days_here", []), context["request"])
    return {
        "host": answer.host,
        "away": answer.away,
        "office_days": days,
        "source_language": source_language(),
        "municipality": municipality,
        "is_asking": is_asking,
    }


@register.inclusion_tag("includes/organisations_here.html")
def organisations_serving(municipality: Municipality) -> dict[str, Any]:
    """The organisations named for this municipality, in alphabetical order, and how much there is
    to join here. One query; two where there is no organisation."""
    offers = Offer.objects.shown().in_place(municipality)
    classes = offers.filter(kind=Offer.Kind.NORWEGIAN_CLASS)
    numbers = {"count": offers.as_number(), "classes": classes.as_number()}
    organisations = sorted(
        Organisation.objects.serving(municipality).for_readers().annotate(**numbers),
        key=lambda organisation: sort_key(localized(organisation, "name").value),
    )
    first = vars(organisations[0]) if organisations else offers.counted()
    counts = {name: first[name] for name in numbers}
    return {"organisations": organisations, "municipality": municipality, **counts}


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


@register.simple_tag
def paragraphs(instance: Any, field: str) -> SafeString:
    """A text of several lines without markup; with `lang` where it is in another language."""
    value = localized(instance, field)
    markup = mark_safe(linebreaks(value.value, autoescape=True))
    return format_html('<div class="prose"{}>{}</div>', value.marks if value else "", markup)
