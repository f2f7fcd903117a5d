"""How long it is light at a place, day by day through a year: computed, not looked up.

The horizon is flat here; in the places themselves mountains hide the sun longer. The sun's position
is Astral's (NOAA's formulas after Meeus). Its ready-made sunrise raises an error where the sun
stays up or down, and is minutes off on the days around that, so the times are found here, from
declination and equation of time.
"""

import datetime
import math
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo

from astral import julian, sun
from django.conf import settings

# Degrees of the sun's middle above the horizon. At sunrise its upper edge is seen, lifted by the
# air; at the end of civil twilight one can still read and walk outside without a lamp.
SUNRISE, TWILIGHT = -0.833, -6.0
# The 15th stands for its month.
MIDDLE_OF_MONTH = 15
# The sun goes on moving while it rises: a time is found in rounds, each from the one before, until
# they differ by less than a second. Two are enough but for the days around polar night.
MOST_ROUNDS = 12
A_SECOND = 1 / 3600
HALF_A_DAY = 12.0


@dataclass(frozen=True)
class Day:
    """One day: hours with the sun above the horizon, and with civil twilight besides."""

    day: datetime.date
    sunlight: float
    twilight: float
    # In Oslo, to the second; None where the sun stays up or down.
    rises_at: datetime.datetime | None
    sets_at: datetime.datetime | None

    @property
    def is_polar_night(self) -> bool:
        """Whether the sun stays below the horizon."""
        return self.sunlight == 0

    @property
    def is_midnight_sun(self) -> bool:
        """Whether the sun stays above the horizon."""
        return self.sunlight == 2 * HALF_A_DAY


@dataclass(frozen=True)
class Span:
    """The first and the last day; over New Year where the first is later than the last."""

    first: datetime.date
    last: datetime.date


# One of each is kept: it is known by itself, not by its 366 days.
@dataclass(frozen=True, eq=False)
class Year:
    """All days of a year at a place."""

    days: tuple[Day, ...]
    polar_night: Span | None
    midnight_sun: Span | None

    @property
    def months(self) -> list[Day]:
        """The middle day of each month."""
        return [day for day in self.days if day.day.day == MIDDLE_OF_MONTH]

    @property
    def darkest(self) -> Day:
        """The day with the least light of both kinds."""
        return min(self.days, key=lambda day: (day.sunlight, day.twilight))

    def on(self, day: datetime.date) -> Day:
        """The day of this date."""
        return self.days[day.timetuple().tm_yday - 1]


# Thirty milliseconds' work for a place.
@lru_cache(maxsize=512)
def year_at(latitude: float, longitude: float, year: int) -> Year:
    """The year at a place, degrees north and east."""
    first = datetime.date(year, 1, 1)
    count = (datetime.date(year + 1, 1, 1) - first).days
    dates = (first + datetime.timedelta(days=number) for number in range(count))
    days = tuple(_day(date, latitude, longitude) for date in dates)
    return Year(
        days,
        _span([day.day for day in days if day.is_polar_night]),
        _span([day.day for day in days if day.is_midnight_sun]),
    )


def _day(date: datetime.date, latitude: float, longitude: float) -> Day:
    noon = _noon(date, longitude)
    morning, evening = (_hours_from_noon(noon, latitude, SUNRISE, way) for way in (-1, 1))
    dawn, dusk = (_hours_from_noon(noon, latitude, TWILIGHT, way) for way in (-1, 1))
    sunlight = morning + evening
    rises_and_sets = 0 < sunlight < 2 * HALF_A_DAY
    return Day(
        date,
        sunlight,
        dawn + dusk - sunlight,
        _in_oslo(noon, -morning) if rises_and_sets else None,
        _in_oslo(noon, evening) if rises_and_sets else None,
    )


def _noon(date: datetime.date, longitude: float) -> datetime.datetime:
    """When the sun stands in the south (UTC)."""
    midday = datetime.datetime.combine(date, datetime.time(12), datetime.UTC)
    noon = midday - datetime.timedelta(hours=longitude / 15)
    return noon - datetime.timedelta(minutes=sun.eq_of_time(_century(noon)))


def _hours_from_noon(noon: datetime.datetime, latitude: float, height: float, way: int) -> float:
    """How long before (way -1) or after (1) noon the sun stands at the height: 0 where it does not
    get so high at noon, 12 where it does not get so low at midnight."""
    if _highest(noon, latitude) < height:
        return 0.0
    midnight = noon + datetime.timedelta(hours=way * HALF_A_DAY)
    if _lowest(midnight, latitude) > height:
        return HALF_A_DAY
    hours = HALF_A_DAY / 2
    for _round in range(MOST_ROUNDS):
        before = hours
        declination = _declination(noon + datetime.timedelta(hours=way * hours))
        hours = _hour_angle(latitude, declination, height) / 15
        if abs(hours - before) < A_SECOND:
            break
    return hours


def _hour_angle(latitude: float, declination: float, height: float) -> float:
    """Degrees that the sky turns between the south and the place where the sun has the height."""
    phi, delta = math.radians(latitude), math.radians(declination)
    cosine = (math.sin(math.radians(height)) - math.sin(phi) * math.sin(delta)) / (
        math.cos(phi) * math.cos(delta)
    )
    return math.degrees(math.acos(max(-1.0, min(1.0, cosine))))


def _highest(noon: datetime.datetime, latitude: float) -> float:
    return 90 - abs(latitude - _declination(noon))


def _lowest(midnight: datetime.datetime, latitude: float) -> float:
    return abs(latitude + _declination(midnight)) - 90


def _declination(moment: datetime.datetime) -> float:
    return sun.sun_declination(_century(moment))


def _century(moment: datetime.datetime) -> float:
    return julian.julianday_to_juliancentury(julian.julianday(moment))


def _in_oslo(noon: datetime.datetime, hours: float) -> datetime.datetime:
    moment = noon + datetime.timedelta(hours=hours)
    return moment.astimezone(ZoneInfo(settings.TIME_ZONE))


def _span(days: list[datetime.date]) -> Span | None:
    """From the first to the last of the days; over New Year where there is a gap between them."""
    if not days:
        return None
    pairs = zip(days, days[1:], strict=False)
    gap = next(((before, after) for before, after in pairs if (after - before).days > 1), None)
    return Span(gap[1], gap[0]) if gap else Span(days[0], days[-1])
