"""Pages that the browser can read aloud."""

from typing import Any

from django import template
from django.templatetags.static import static

from portal.joined import joined

register = template.Library()

# Pages of running text, by the name of their address. Lists are found, not listened to.
READ_ALOUD = frozenset(
    {"page_detail", "municipality_detail", "local_page", "first_steps", "step_detail"}
)


@register.simple_tag(takes_context=True)
def script_url(context: dict[str, Any]) -> str:
    """The one module of the page: the theme, with the reader joined to it where there is one."""
    return joined("reading.js").url if _is_read(context) else static("portal/js/theme.js")


@register.inclusion_tag("includes/read_aloud.html", takes_context=True)
def read_aloud(context: dict[str, Any]) -> dict[str, Any]:
    """Where the module puts its buttons, and what they are called."""
    return {"is_read": _is_read(context)}


def _is_read(context: dict[str, Any]) -> bool:
    request = context.get("request")
    match = request and request.resolver_match
    return bool(match and match.view_name in READ_ALOUD)
