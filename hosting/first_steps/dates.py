"""On which day a time of a step falls, counted from the day of arrival."""

import datetime

from dateutil.relativedelta import relativedelta

from hosting.first_steps.answers import Answers
from hosting.first_steps.rules import Time
from hosting.models import StepTime
from municipalities.models.page import Group

Anchor, Kind, Unit = StepTime.Anchor, StepTime.Kind, StepTime.Unit

# Whoever comes from within Norway moves in on the day that they call their arrival; others move
# in more than once.
MOVE_IN_ON_ARRIVAL = {Group.NORWEGIAN_MOVER, Group.RETURNEE}
HOURS_OF_A_DAY = 24


def date_of(time: Time, answers: Answers) -> datetime.date | None:
    """The day, where one can be said; None for all that is told in words.

    Only deadlines and dates of each year have one: of a first possible day or a time that must
    have passed, a date would say more than the rule does. What is not verified never has one.
    """
    if answers.arrival is None or time.is_unchecked:
        return None
    if time.yearly:
        return next_yearly(time.yearly, answers.arrival)
    if time.kind != Kind.LATEST or not counts_from_arrival(time, answers.group):
        return None
    span = span_of(time.amount, time.unit)
    if span is None:
        return None
    return answers.arrival + (span if time.relation == StepTime.Relation.AFTER else -span)


def counts_from_arrival(time: Time, group: str) -> bool:
    """Whether what the time counts from is the day of arrival."""
    return time.anchor in (Anchor.ARRIVAL, Anchor.ENTRY) or (
        time.anchor == Anchor.MOVING_IN and group in MOVE_IN_ON_ARRIVAL
    )


def span_of(amount: int, unit: str) -> relativedelta | None:
    """The span in days or months; None for hours that are no whole days.

    A month ends on the day with the same number, or on its last day: 31 January and one month is
    the last of February.
    """
    if unit == Unit.HOURS:
        days, rest = divmod(amount, HOURS_OF_A_DAY)
        return None if rest else relativedelta(days=days)
    return {
        Unit.DAYS: relativedelta(days=amount),
        Unit.WEEKS: relativedelta(weeks=amount),
        Unit.MONTHS: relativedelta(months=amount),
        Unit.YEARS: relativedelta(years=amount),
    }[Unit(unit)]


def next_yearly(month_and_day: str, since: datetime.date) -> datetime.date:
    """The next day of this date on or after `since`."""
    month, day = map(int, month_and_day.split("-"))
    this_year = since.replace(month=month, day=day)
    return this_year if this_year >= since else this_year.replace(year=since.year + 1)
