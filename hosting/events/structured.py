"""An event as search engines read it: schema.org's Event, as JSON-LD."""

import json
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from hosting.events.feed import address_of, organiser_of, text_of
from hosting.events.occurrences import Occurrence
from hosting.models import Event
from portal.lib.languages import localized

# What would end the element, or begin another, in HTML.
ESCAPED = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def json_ld(event: Event, occurrence: Occurrence) -> SafeString:
    """The element for the page's head. It holds data and runs nothing: browsers put no content
    policy to it."""
    text = json.dumps(described(event, occurrence), ensure_ascii=False).translate(ESCAPED)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))


def described(event: Event, occurrence: Occurrence) -> dict[str, Any]:
    """The event on one of its dates."""
    title = localized(event, "title")
    status = "EventCancelled" if event.is_cancelled else "EventScheduled"
    found = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": title.value,
        "inLanguage": title.language,
        "startDate": _moment(occurrence, is_end=False),
        "endDate": _moment(occurrence, is_end=True),
        "eventStatus": f"https://schema.org/{status}",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": _location(event),
        "description": text_of(event)[:300],
        "url": address_of(event),
    }
    if organiser := organiser_of(event):
        found["organizer"] = {"@type": "Organization", "name": organiser}
    return found


def _location(event: Event) -> dict[str, Any]:
    address = {"@type": "PostalAddress", "addressCountry": "NO"}
    if event.address:
        address["streetAddress"] = event.address
    if not event.municipality.is_region:
        address["addressLocality"] = event.municipality.name
    return {"@type": "Place", "name": localized(event, "venue").value, "address": address}


def _moment(occurrence: Occurrence, *, is_end: bool) -> str:
    """A day, or a moment with its offset."""
    if occurrence.is_all_day:
        return (occurrence.last_on if is_end else occurrence.first_on).isoformat()
    return (occurrence.closes if is_end else occurrence.begins).isoformat(timespec="minutes")
