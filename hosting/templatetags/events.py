"""Events on pages of the packages below, and what an event's own page says to programs."""

from typing import Any

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString

from hosting.events import structured
from hosting.events.listing import Date, ends_next, next_dates
from hosting.models import Event
from municipalities.models import Municipality
from portal.lib.holding import hold_until

register = template.Library()
ON_OTHER_PAGES = 3


@register.inclusion_tag("includes/next_events.html", takes_context=True)
def next_events(
    context: dict[str, Any], municipality: Municipality | None = None
) -> dict[str, Any]:
    """The next events of the municipality, or of all. One query; the page holds until the first of
    them is over."""
    now = timezone.now()
    events = Event.objects.coming(now).for_cards()
    if municipality is not None:
        events = events.concerning(municipality)
    dates = next_dates(events, now, ON_OTHER_PAGES)
    hold_until(context["request"], *ends_next(dates))
    return {"dates": dates, "municipality": municipality}


@register.simple_tag
def json_ld(date: Date) -> SafeString:
    """The event on this date, for search engines."""
    return structured.json_ld(date.event, date.occurrence)
