"""Events as lists show them: their dates in order, month by month, with what can be chosen from."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.utils.formats import date_format
from django.utils.text import capfirst

from hosting.events.occurrences import Occurrence, coming, occurrences_of
from hosting.events.words import how_often, spelled
from hosting.models import Event
from municipalities.models import Municipality

# As far as lists look ahead.
AHEAD = datetime.timedelta(days=366)


@dataclass(frozen=True)
class Date:
    """One date of an event."""

    event: Event
    occurrence: Occurrence

    @property
    def when(self) -> str:
        """Day and hours, in words."""
        return spelled(self.occurrence)

    @property
    def moment(self) -> str:
        """The same for programs."""
        if self.occurrence.is_all_day:
            return self.occurrence.first_on.isoformat()
        return self.occurrence.begins.isoformat(timespec="minutes")

    @property
    def how_often(self) -> str:
        """How the event comes again."""
        return how_often(self.event.series)


@dataclass(frozen=True)
class Month:
    """The dates of one month."""

    first: datetime.date
    dates: list[Date]

    @property
    def heading(self) -> str:
        """ "January 2027"."""
        return capfirst(date_format(self.first, "YEAR_MONTH_FORMAT"))


def dates_ahead(events: Iterable[Event], now: datetime.datetime) -> list[Date]:
    """All dates that are not over and not too far away, the next ones first."""
    dates = [Date(event, each) for event in events for each in coming(event.series, now)]
    near = [each for each in dates if each.occurrence.starts < now + AHEAD]
    return sorted(near, key=_order)


def next_dates(events: Iterable[Event], now: datetime.datetime, number: int) -> list[Date]:
    """The next date of each event, the first ones of these."""
    found = [Date(event, coming(event.series, now)[0]) for event in events]
    return sorted(found, key=_order)[:number]


def last_dates(events: Iterable[Event]) -> list[Date]:
    """The last date of each event, in their order."""
    return [Date(event, occurrences_of(event.series)[-1]) for event in events]


def by_month(dates: Iterable[Date], now: datetime.datetime) -> list[Month]:
    """The dates under their months; what has begun stands in the month of today."""
    today = now.astimezone(datetime.UTC)

    def month(date: Date) -> datetime.date:
        begins = max(date.occurrence.starts, min(today, date.occurrence.ends))
        shown = Occurrence(begins, date.occurrence.ends).first_on
        return shown.replace(day=1)

    return [Month(first, list(found)) for first, found in groupby(dates, month)]


def ends_next(dates: Iterable[Date]) -> list[datetime.datetime]:
    """When the first of the dates is over, from which moment on a list says something else; []
    without dates."""
    return sorted(each.occurrence.ends for each in dates)[:1]


@dataclass(frozen=True)
class Choice:
    """What readers choose from: the place and the group, "" for all."""

    place: Municipality | None = None
    group: str = ""

    def takes(self, event: Event) -> bool:
        """Whether the event is among what was chosen."""
        return self._is_here(event) and self._is_for(event)

    def _is_here(self, event: Event) -> bool:
        return self.place is None or is_in(event, self.place)

    def _is_for(self, event: Event) -> bool:
        return not self.group or not event.groups or self.group in event.groups


def is_in(event: Event, place: Municipality) -> bool:
    """Whether the event is in the municipality, in one that it took over, or the whole region's."""
    its = event.municipality
    return its.is_region or place.pk in (its.pk, its.successor_id)


def _order(date: Date) -> tuple[datetime.datetime, int]:
    return date.occurrence.starts, date.event.pk
