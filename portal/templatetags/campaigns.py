"""Where a page was found: links to the contact form carry it on."""

from typing import Any

from django import template
from django.http import QueryDict

from portal.campaigns import form_address

register = template.Library()


@register.simple_tag(takes_context=True)
def ask_address(context: Any, municipality: Any = None) -> str:
    """The contact form's address, with the municipality and the campaign that led here."""
    request = getattr(context, "request", None)
    asked = request.GET if request is not None else QueryDict()
    return form_address(asked, municipality.slug if municipality else "")
