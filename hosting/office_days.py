"""The next office days, for pages and for calendars."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models.functions import JSONObject
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hosting.events.entry import Entry
from hosting.events.occurrences import Series
from hosting.models import OfficeDay
from municipalities.models import Municipality
from portal.lib.holding import hold_until
from portal.lib.languages import Localized, current

# So many are shown of each place: the next weeks, and not the year.
SHOWN = 2
READ = ("id", "date", "starts_at", "ends_at", "place", "status")
Span = tuple[datetime.datetime, datetime.datetime]


def next_office_days(
    places: Iterable[int], request: HttpRequest, number: int = SHOWN
) -> dict[int, list[OfficeDay]]:
    """The next office days by municipality (its id), those that are cancelled too. One query.

    The page that shows them holds until the first of them is over.
    """
    found: dict[int, list[OfficeDay]] = defaultdict(list)
    for each in OfficeDay.objects.ahead(timezone.now()).at(places):
        if len(found[each.municipality_id]) < number:
            found[each.municipality_id].append(each)
    hold_until(request, *(each.ends for days in found.values() for each in days[:1]))
    return dict(found)


def office_days_in(municipality: Municipality) -> ArraySubquery:
    """The next office days of the municipality, to be read along with other rows: a page with many
    parts has no query to spare. `read_along` makes days of them."""
    days = OfficeDay.objects.ahead(timezone.now()).at([municipality.pk])
    return ArraySubquery(days.values(as_json=JSONObject(**{name: name for name in READ}))[:SHOWN])


def read_along(rows: list[dict[str, Any]], request: HttpRequest) -> list[OfficeDay]:
    """The office days of such a row; the page holds until the first of them is over."""
    days = [_read(row) for row in rows]
    hold_until(request, *(each.ends for each in days[:1]))
    return days


def _read(row: dict[str, Any]) -> OfficeDay:
    return OfficeDay(
        **row
        | {
            "date": datetime.date.fromisoformat(row["date"]),
            "starts_at": datetime.time.fromisoformat(row["starts_at"]),
            "ends_at": datetime.time.fromisoformat(row["ends_at"]),
        }
    )


def office_days_for_calendar(place: Municipality | None, span: Span) -> Iterable[Entry]:
    """What a calendar is told of the office days of the place, or of all. One query."""
    first, last = (timezone.localtime(moment).date() for moment in span)
    days = OfficeDay.objects.filter(date__gte=first, date__lt=last).order_by("date", "pk")
    if place is not None:
        days = days.filter(municipality=place)
    named = days.select_related("municipality").defer("municipality__boundary")
    return [_entry_of(each) for each in named]


def _entry_of(office_day: OfficeDay) -> Entry:
    place = office_day.municipality
    title = _("Office day in %(place)s") % {"place": place.name}
    if office_day.is_cancelled:
        title = _("Cancelled: %(title)s") % {"title": title}
    changed_at = office_day.changed_at.astimezone(datetime.UTC).replace(microsecond=0)
    address = reverse("host_list") if place.is_region else place.get_absolute_url()
    return Entry(
        uid=f"office-day-{office_day.pk}@{settings.SITE_URL.partition('//')[2].partition(':')[0]}",
        # Grows with every change, and is the same for all who ask.
        sequence=int(changed_at.timestamp()) - 1_700_000_000,
        changed_at=changed_at,
        series=Series(office_day.begins, office_day.ends),
        title=Localized(title, current(), is_fallback=False),
        text=_("Come without an appointment, and ask whatever you want to know."),
        place=f"{office_day.place}, {place.name}",
        url=f"{settings.SITE_URL}{address}",
        is_cancelled=office_day.is_cancelled,
    )
