"""What a page carries for its printed form."""

from typing import Any

from django import template
from django.http import HttpRequest, QueryDict

from portal.lib import qr

register = template.Library()

# Pages that hosts print for families, by the name of their address ...
PRINTED = frozenset(
    {"page_detail", "municipality_detail", "local_page", "host_detail", "step_detail"}
)
# ... and those whose answers stand in the address: on paper too.
TOOLS = frozenset({"first_steps", "municipality_compare"})


@register.inclusion_tag("includes/way_back.html", takes_context=True)
def way_back(context: dict[str, Any]) -> dict[str, Any]:
    """The address of this page as a QR code and as text, seen on paper only."""
    request: HttpRequest | None = context.get("request")
    match = request and request.resolver_match
    if not request or not match or match.view_name not in PRINTED | TOOLS:
        return {}
    address = context["shell"].absolute(request.path)
    question = _question(request.GET) if match.view_name in TOOLS else ""
    if beside := context["shell"].beside:
        question = f"beside={beside}"
    if question and qr.fits(f"{address}?{question}"):
        address = f"{address}?{question}"
    return {"address": address, "code": qr.draw(address) if qr.fits(address) else ""}


def _question(asked: QueryDict) -> str:
    """What was asked, without the fields that were left empty."""
    answered = QueryDict(mutable=True)
    for name, values in asked.lists():
        answered.setlist(name, [value for value in values if value])
    return answered.urlencode()
