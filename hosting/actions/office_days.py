"""Planning office days, and saying what became of them."""

import datetime
from typing import Any

from django.db import transaction

from hosting.models import OfficeDay
from portal.lib.dates import is_working_day, today

# Nobody knows what they will do later than that.
PLANNED_AHEAD = datetime.timedelta(days=366)


class NotYetHeld(Exception):
    """The day has not come: nobody can have been there."""


def plan_office_days(
    *,
    first: OfficeDay,
    every: datetime.timedelta | None = None,
    until: datetime.date | None = None,
    by: Any,
) -> list[OfficeDay]:
    """Save the office day, and the same every so many days until the last day; all that are new.

    What falls on a public holiday is left out, and so is what is planned already.
    """
    days = [first.date, *_repeated(first.date, every, until)]
    with transaction.atomic():
        rows = [_on(first, day) for day in days]
        taken = set(
            OfficeDay.objects.filter(
                municipality=first.municipality, starts_at=first.starts_at, place=first.place,
                date__in=days,
            ).values_list("date", flat=True)
        )  # fmt: skip
        new = [row for row in rows if row.date not in taken]
        for row in new:
            row.save()
    return new


def save_office_day(*, office_day: OfficeDay, by: Any) -> OfficeDay:
    """Save what has changed. Raises NotYetHeld."""
    if office_day.status == OfficeDay.Status.HELD and office_day.date > today():
        raise NotYetHeld
    office_day.save()
    return office_day


def _repeated(
    first: datetime.date, every: datetime.timedelta | None, until: datetime.date | None
) -> list[datetime.date]:
    if not every or not until:
        return []
    last = min(until, first + PLANNED_AHEAD)
    days = (first + number * every for number in range(1, (last - first) // every + 1))
    return [day for day in days if is_working_day(day) or not is_working_day(first)]


def _on(first: OfficeDay, day: datetime.date) -> OfficeDay:
    if day == first.date:
        return first
    return OfficeDay(
        municipality=first.municipality,
        date=day,
        starts_at=first.starts_at,
        ends_at=first.ends_at,
        place=first.place,
    )
