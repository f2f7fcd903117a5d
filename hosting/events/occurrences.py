"""On which dates an event takes place. Nothing here reads a clock or the database.

People go by the clock on the wall: what begins at 18:00 begins at 18:00 in summer and in winter.
A time that a night in March leaves out (02:30) is the moment at which it would have been, when the
clock shows 03:30; one that a night in October has twice is the first of the two (RFC 5545, 3.3.5).
Moments are compared in UTC: within a zone, Python compares what clocks show.
"""

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from hosting.events.rules import OSLO, Reason, RuleRefused, days_of

MIDNIGHT = datetime.time()
ONE_DAY = datetime.timedelta(days=1)
# So many series are known with their dates: enough for a region's year.
REMEMBERED = 2048


@dataclass(frozen=True)
class Series:
    """When an event is, as an editor says it: the first date, and how it comes again.

    What lasts whole days ends at the midnight after the last of them.
    """

    starts: datetime.datetime
    ends: datetime.datetime
    is_all_day: bool = False
    rule: str = ""
    except_on: frozenset[datetime.date] = frozenset()


@dataclass(frozen=True)
class Occurrence:
    """One date of an event, in UTC."""

    starts: datetime.datetime
    ends: datetime.datetime
    is_all_day: bool = False

    @property
    def begins(self) -> datetime.datetime:
        """The beginning, as clocks in Oslo show it."""
        return self.starts.astimezone(OSLO)

    @property
    def closes(self) -> datetime.datetime:
        """The end, as clocks in Oslo show it."""
        return self.ends.astimezone(OSLO)

    @property
    def first_on(self) -> datetime.date:
        """The first day."""
        return self.begins.date()

    @property
    def last_on(self) -> datetime.date:
        """The last day; what ends at midnight ends on the day before."""
        last = self.closes.date()
        at_midnight = self.closes.time() == MIDNIGHT and last > self.first_on
        return last - ONE_DAY if at_midnight else last


@lru_cache(maxsize=REMEMBERED)
def occurrences_of(series: Series) -> tuple[Occurrence, ...]:
    """All dates in order, those left out taken away.

    Raises RuleRefused for a rule that cannot be followed, or that leaves no date at all.
    """
    first = on_the_wall(series.starts)
    days = days_of(series.rule, first) if series.rule else [first]
    kept = [day for day in days if day.date() not in series.except_on]
    if not kept:
        raise RuleRefused(Reason.NOTHING_LEFT)
    return tuple(_held(series, day, is_first=day == first) for day in kept)


def coming(series: Series, now: datetime.datetime) -> list[Occurrence]:
    """The dates that are not over."""
    return [each for each in occurrences_of(series) if each.ends > now]


def days_that_are_none(series: Series, days: Collection[datetime.date]) -> list[datetime.date]:
    """Those of the days on which nothing would take place anyway."""
    whole = Series(series.starts, series.ends, series.is_all_day, series.rule)
    known = {each.first_on for each in occurrences_of(whole)}
    return sorted(set(days) - known)


def on_the_wall(moment: datetime.datetime) -> datetime.datetime:
    """What clocks in Oslo show, without a zone."""
    return moment.astimezone(OSLO).replace(tzinfo=None)


def moment_of(wall: datetime.datetime) -> datetime.datetime:
    """The moment in UTC at which clocks in Oslo show the time, or would have shown it."""
    return wall.replace(tzinfo=OSLO, fold=0).astimezone(datetime.UTC)


def is_skipped(wall: datetime.datetime) -> bool:
    """Whether clocks in Oslo never show the time: the hour that a night in March leaves out."""
    return on_the_wall(moment_of(wall)) != wall


def _held(series: Series, wall: datetime.datetime, *, is_first: bool) -> Occurrence:
    if is_first:
        starts, ends = (each.astimezone(datetime.UTC) for each in (series.starts, series.ends))
        return Occurrence(starts, ends, series.is_all_day)
    lasts = on_the_wall(series.ends) - on_the_wall(series.starts)
    starts, ends = moment_of(wall), moment_of(wall + lasts)
    if ends <= starts:
        # Within the hour that is left out, or shown twice, by the clock it would end before.
        ends = starts + (series.ends - series.starts)
    return Occurrence(starts, ends, series.is_all_day)
