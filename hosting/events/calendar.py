"""Events as a calendar file (RFC 5545) that programs subscribe to.

Two answers about the same events have the same bytes: what a program has already, it need not
fetch again. So nothing here says when the file was made.
"""

import datetime
from collections.abc import Iterable

from icalendar import (
    Calendar,
    Event,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
    vRecur,
)

from hosting.events.entry import Entry
from hosting.events.occurrences import Series, moment_of, on_the_wall
from hosting.events.rules import OSLO, last_day_of
from portal.lib.languages import current

NEXT_LOOK = datetime.timedelta(hours=6)
END_OF_DAY = datetime.time(23, 59, 59)


def calendar_of(name: str, entries: Iterable[Entry]) -> bytes:
    """The file, with the rules of Oslo's clocks."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", f"-//Landgang//Events//{current().upper()}")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", str(OSLO))
    calendar.add("refresh-interval", NEXT_LOOK, {"value": "DURATION"})
    calendar.add_component(_clocks_of_oslo())
    for entry in entries:
        calendar.add_component(_event(entry))
    return bytes(calendar.to_ical())


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.changed_at)
    event.add("last-modified", entry.changed_at)
    _add_dates(event, entry.series)
    event.add("summary", entry.title.value, {"language": entry.title.language})
    event.add("description", f"{entry.text}\n\n{entry.url}".strip())
    event.add("location", entry.place)
    event.add("url", entry.url)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    # Whoever subscribes wants to see what there is, and is not busy with all of it.
    event.add("transp", "TRANSPARENT")
    return event


def _add_dates(event: Event, series: Series) -> None:
    first, last = series.starts.astimezone(OSLO), series.ends.astimezone(OSLO)
    event.add("dtstart", first.date() if series.is_all_day else first)
    event.add("dtend", last.date() if series.is_all_day else last)
    if not series.rule:
        return
    rule = vRecur.from_ical(series.rule)
    day = last_day_of(series.rule)
    if day and not series.is_all_day:
        rule["UNTIL"] = [moment_of(datetime.datetime.combine(day, END_OF_DAY))]
    event.add("rrule", rule)
    if out := sorted(series.except_on):
        at = on_the_wall(series.starts).time()
        moments = [datetime.datetime.combine(day, at, OSLO) for day in out]
        event.add("exdate", out if series.is_all_day else moments)


def _clocks_of_oslo() -> Timezone:
    """As they have been since 1996, and are until the European Union decides otherwise."""
    zone = Timezone()
    zone.add("tzid", str(OSLO))
    hours = datetime.timedelta(hours=1)
    for kind, name, begins, before, after, month in (
        (TimezoneDaylight(), "CEST", datetime.datetime(1981, 3, 29, 2), 1, 2, 3),
        (TimezoneStandard(), "CET", datetime.datetime(1996, 10, 27, 3), 2, 1, 10),
    ):
        kind.add("dtstart", begins)
        kind.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
        kind.add("tzoffsetfrom", before * hours)
        kind.add("tzoffsetto", after * hours)
        kind.add("tzname", name)
        zone.add_component(kind)
    return zone
