"""Template tags of the case log's pages."""

from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse

register = template.Library()


@register.filter
def dialled(phone: str) -> str:
    """A telephone number for `tel:`: digits alone, a Norwegian one with the country's code."""
    digits = "".join(letter for letter in phone if letter.isdigit())
    if phone.strip().startswith("+"):
        return f"+{digits}"
    if digits.startswith("00"):
        return f"+{digits[2:]}"
    return f"+47{digits}" if len(digits) == 8 else digits


@register.filter
def unlocalized(number: int) -> str:
    """A year or an id: without the separator of thousands."""
    return str(number)


@register.simple_tag
def admin_url(name: str, *args: Any) -> str:
    """The address of a page of the admin."""
    return reverse(f"admin:{name}", args=args)


@register.simple_tag
def admin_link(name: str, *args: Any) -> str:
    """The same, and nothing where there is no such page."""
    try:
        return reverse(f"admin:{name}", args=args)
    except NoReverseMatch:
        return ""
