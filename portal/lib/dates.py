"""Days as the portal counts them: in Oslo."""

import datetime
import enum
import re

from django.utils import formats, timezone


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
