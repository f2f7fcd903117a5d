"""Days as the portal counts them: in Oslo."""

import calendar
import datetime
import enum
import itertools
import re
from collections.abc import Container, Iterator
from functools import cache

from django.utils import formats, timezone

SATURDAY = 5


class Precision(enum.StrEnum):
    """How exactly a date is known."""

    DAY = "day"
    YEAR = "year"


def today() -> datetime.date:
    """Today's date in Oslo."""
    return timezone.localdate()


def parse_known(value: object) -> tuple[datetime.date, Precision]:
    """A year (2024, "2024") or an ISO date, with how exactly it is known; ValueError otherwise.

    A year is stored as its first day.
    """
    if isinstance(value, datetime.date):
        return value, Precision.DAY
    written = str(value)
    if re.fullmatch(r"\d{4}", written):
        return datetime.date(int(written), 1, 1), Precision.YEAR
    return datetime.date.fromisoformat(written), Precision.DAY


def spell(day: datetime.date, precision: str = Precision.DAY) -> str:
    """The date as a reader writes it: "21. november 2026", or only the year."""
    if precision == Precision.YEAR:
        return str(day.year)
    return formats.date_format(day, "DATE_FORMAT", use_l10n=True)


def is_working_day(day: datetime.date) -> bool:
    """Whether offices in Norway are open: Monday to Friday, and no public holiday."""
    return day.weekday() < SATURDAY and day not in _public_holidays()


def add_working_days(day: datetime.date, count: int) -> datetime.date:
    """The working day that is so many after the day, which may be a free one; 0 is the day itself.

    Raises ValueError for a negative count.
    """
    if count < 0:
        raise ValueError("Working days are counted forwards.")
    return next(itertools.islice(_working_days_after(day), count - 1, None)) if count else day


def working_days_between(day: datetime.date, later: datetime.date) -> int:
    """How many working days have begun after `day`, up to and including `later`."""
    until = itertools.takewhile(lambda each: each <= later, _working_days_after(day))
    return sum(1 for _ in until)


def working_days_ago(day: datetime.date, count: int) -> datetime.date:
    """The last day since which so many working days have begun, up to and including `day`."""
    earlier = (day - datetime.timedelta(days=number) for number in itertools.count())
    return next(each for each in earlier if working_days_between(each, day) >= count)


def _working_days_after(day: datetime.date) -> Iterator[datetime.date]:
    following = (day + datetime.timedelta(days=number) for number in itertools.count(1))
    return filter(is_working_day, following)


def months_before(day: datetime.date, count: int) -> datetime.date:
    """The day so many months earlier; the month's last one, where it is shorter."""
    years, month = divmod(day.year * 12 + day.month - 1 - count, 12)
    last = calendar.monthrange(years, month + 1)[1]
    return datetime.date(years, month + 1, min(day.day, last))


def first_working_day(day: datetime.date) -> datetime.date:
    """The first working day of the day's month."""
    return add_working_days(day.replace(day=1) - datetime.timedelta(days=1), 1)


@cache
def _public_holidays() -> Container[datetime.date]:
    """The free days of Norway. Sundays are not among them, and neither are 24 and 31 December:
    shops close early, and offices of municipalities are open. A deadline on them is kept.

    Imported when first asked for: the package brings those of every country, which would make each
    worker 20 MB bigger and a fifth of a second slower to start.
    """
    import holidays

    return holidays.country_holidays("NO")
