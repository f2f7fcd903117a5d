"""What calendars and feeds are told of events.

Other things with dates join the calendars here: a function in SOURCES that gives their entries.
"""

import datetime
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from hosting.events.entry import Entry
from hosting.events.occurrences import ONE_DAY, moment_of
from hosting.models import Event
from hosting.office_days import office_days_for_calendar
from municipalities.models import Municipality
from portal.lib.dates import today
from portal.lib.html import to_text
from portal.lib.languages import Localized, localized, names_of

# How far a calendar looks back and ahead, in days; by whole days, so that it is the same all day.
BACK, AHEAD = 92, 731
# No program has to take more.
MOST_ENTRIES = 2000
# The years that there can be anything in.
FIRST_YEAR, LAST_YEAR = 2000, 2099
Span = tuple[datetime.datetime, datetime.datetime]


def span_of(year: str) -> Span:
    """The year that was asked for, else the time around today. Of a year that is none of ours,
    or of none at all, nothing special is said: a calendar of it is empty, or the usual one."""
    if year.isascii() and year.isdecimal() and len(year) == 4:
        number = min(max(int(year), FIRST_YEAR - 1), LAST_YEAR + 1)
        return _beginning(datetime.date(number, 1, 1)), _beginning(datetime.date(number + 1, 1, 1))
    return _beginning(today() - BACK * ONE_DAY), _beginning(today() + AHEAD * ONE_DAY)


def entries(place: Municipality | None, span: Span) -> list[Entry]:
    """What the calendar of the place holds, or of the whole region; one query for each source."""
    found = [entry for source in SOURCES for entry in source(place, span)]
    return found[:MOST_ENTRIES]


def events_in(place: Municipality | None, span: Span) -> Iterable[Entry]:
    """The events of the place, and those of the whole region."""
    events: QuerySet[Any] = Event.objects.published().between(*span).for_lists()
    if place is not None:
        events = events.concerning(place)  # type: ignore[attr-defined]
    return map(entry_of, events[:MOST_ENTRIES])


SOURCES: tuple[Callable[[Municipality | None, Span], Iterable[Entry]], ...] = (
    events_in,
    office_days_for_calendar,
)


def entry_of(event: Event) -> Entry:
    """The event in the reader's language; one that is cancelled says so in its title, for not all
    programs show it otherwise."""
    title = localized(event, "title")
    if event.is_cancelled:
        title = Localized(_("Cancelled: %(title)s") % {"title": title.value}, title.language,
                          title.is_fallback)  # fmt: skip
    return Entry(
        uid=str(event.uid),
        sequence=event.sequence,
        changed_at=event.changed_at.astimezone(datetime.UTC),
        series=event.series,
        title=title,
        text=text_of(event),
        place=where(event),
        url=address_of(event),
        is_cancelled=event.is_cancelled,
    )


def text_of(event: Event) -> str:
    """What happens, who holds it, and which languages are spoken, as plain text."""
    lines = [to_text(localized(event, "body").value)]
    if organiser := organiser_of(event):
        lines.append(_("Held by: %(organiser)s") % {"organiser": organiser})
    if event.languages:
        spoken = ", ".join(name for _code, name in names_of(event.languages))
        lines.append(_("Languages: %(languages)s") % {"languages": spoken})
    if event.is_example:
        lines.append(_("Invented example"))
    return "\n".join(line for line in lines if line)


def organiser_of(event: Event) -> str:
    """Who holds it, by name; "" where nobody is named."""
    if event.organisation is not None:
        return localized(event.organisation, "name").value
    return event.organiser


def where(event: Event) -> str:
    """Place, street and municipality, each once."""
    place = "" if event.municipality.is_region else event.municipality.name
    parts: list[str] = []
    for part in (localized(event, "venue").value, event.address, place):
        if part and not any(part in known for known in parts):
            parts.append(part)
    return ", ".join(parts)


def address_of(event: Event) -> str:
    """The whole address of the event's page, in the reader's language."""
    return f"{settings.SITE_URL}{event.get_absolute_url()}"


def _beginning(day: datetime.date) -> datetime.datetime:
    return moment_of(datetime.datetime.combine(day, datetime.time()))
