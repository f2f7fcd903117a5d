"""The days of a plan as a calendar file (RFC 5545).

Nothing in it says who somebody is: calendars are shared with families and employers. So an entry
leads to the step's own page, and not to the plan with its answers.
"""

import datetime
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from hosting.first_steps.page import Date, name_of
from portal.lib.languages import current, localized


def calendar_of(dates: Iterable[Date], now: datetime.datetime) -> bytes:
    """The file: an event for each date, lasting its whole day, taking up no time."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", f"-//Landgang//First steps//{current().upper()}")
    calendar.add("x-wr-calname", _("First steps"))
    for date in dates:
        calendar.add_component(_event(date, now))
    return bytes(calendar.to_ical())


def _event(date: Date, now: datetime.datetime) -> Event:
    step = date.entry.step
    address = f"{settings.SITE_URL}{step.get_absolute_url()}"
    event = Event()
    event.add("uid", f"{date.due.name}.first-steps@{urlsplit(settings.SITE_URL).hostname}")
    event.add("dtstamp", now)
    event.add("dtstart", date.due.day)
    event.add("dtend", date.due.day + datetime.timedelta(days=1))
    event.add("summary", name_of(date), {"language": current()})
    event.add("description", f"{localized(step, 'summary').value}\n{address}")
    event.add("url", address)
    event.add("transp", "TRANSPARENT")
    return event
