"""What has changed, on the pages of texts."""

from typing import Any

from django import template

from municipalities.changes import changes_of
from municipalities.models.text import TranslatedText

register = template.Library()

# Shown at once, and at most with the older ones that unfold.
NEWEST, MOST = 3, 10


@register.inclusion_tag("includes/changes.html")
def changes(*texts: TranslatedText | None) -> dict[str, Any]:
    """What has changed in these texts, read as one page; nothing where readers were told of
    nothing. One query."""
    found = changes_of(texts, MOST + 1)
    return {
        "newest": found[:NEWEST],
        "older": found[NEWEST:MOST],
        # More than fit: each text has a page that tells all.
        "whole": {each.text: each.text for each in found} if len(found) > MOST else {},
    }


@register.filter
def kind(text: TranslatedText) -> str:
    """The kind of the text, in addresses."""
    return str(text._meta.model_name)
