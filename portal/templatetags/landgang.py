"""Template tags of the whole portal. Public templates print translated fields only through these."""

from typing import Any

from django import template
from django.template.defaultfilters import linebreaksbr
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from municipalities.figures import written
from municipalities.models import Figure
from municipalities.reading import Reading
from municipalities.ridge import draw
from portal.lib.dates import spell
from portal.lib.html import clean, to_text
from portal.lib.languages import OWN_NAMES, Localized, current, localized, names_of

register = template.Library()

# The names of Sámi and Kven in the reader's language would need a catalogue of their own;
# people find their language by its own name.
OTHER_OWN_NAMES = OWN_NAMES | {"fkv": "Kvääni"}


@register.simple_tag
def text(instance: Any, field: str) -> SafeString:
    """A short field; Norwegian with `lang` where it is not translated."""
    return _marked(localized(instance, field))


@register.simple_tag
def plain(instance: Any, field: str) -> str:
    """A short field where no markup can stand: titles, attributes, descriptions."""
    return to_text(localized(instance, field).value)


@register.inclusion_tag("includes/rich_text.html")
def rich_text(instance: Any, field: str, reading: Reading) -> dict[str, Any]:
    """A long field: cleaned again, tokens expanded, and marked where it is not translated."""
    value = localized(instance, field)
    return {"value": value, "markup": reading.tokens.expand(clean(value.value))}


@register.simple_tag
def figure_value(figure: Figure) -> SafeString:
    """The figure with its unit, in the reader's language."""
    return _marked(written(figure))


@register.simple_tag
def ridge(places: Any, lit: Any = None) -> SafeString:
    """The ridge: one peak per municipality, the light on the one given, or on all."""
    return draw([place.slug for place in places], lit.slug if lit else None)


@register.filter
def spelled(day: Any) -> str:
    """A date in words."""
    return spell(day) if day else ""


@register.filter
def language_names(codes: list[str]) -> str:
    """The languages somebody speaks, each by its own name."""
    return ", ".join(OTHER_OWN_NAMES.get(code) or name for code, name in names_of(codes))


@register.filter
def paragraphs(value: str) -> SafeString:
    """Plain text with its line breaks."""
    return linebreaksbr(value)


def _marked(value: Localized) -> SafeString:
    if value.is_fallback or (value and value.language != current()):
        return format_html('<span lang="{}">{}</span>', value.language, value.value)
    return format_html("{}", value.value)


@register.filter
def host_of(address: str) -> str:
    """The name of a website without "https://www.", as people say it."""
    return address.split("//")[-1].removeprefix("www.").strip("/").split("/")[0]


@register.simple_tag
def safe_markup(markup: str) -> SafeString:
    """Markup that `rich_text` has cleaned already."""
    return mark_safe(markup)
