"""Times of a step in the reader's language."""

import datetime
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from hosting.first_steps.rules import Time
from hosting.models import StepTime
from municipalities.figures import written
from municipalities.models import Figure

Kind, Anchor = StepTime.Kind, StepTime.Anchor
# Any year that has every date.
SOME_YEAR = 2000


def label_of(time: Time) -> str:
    """What the line is called."""
    return {
        Kind.LATEST: _("Deadline"),
        Kind.EARLIEST: _("Not before"),
        Kind.QUALIFYING: _("Condition"),
        Kind.LEAD: _("Waiting time"),
    }[Kind(time.kind)]


def words_of(time: Time) -> str:
    """The rule itself: "at the latest 8 days after your arrival"."""
    if time.yearly:
        return _yearly(time)
    if time.monthly_day:
        return _("by day %(day)s of each month") % {"day": time.monthly_day}
    if time.kind == Kind.LEAD:
        return span(time)
    said = {"span": span(time), "anchor": _anchor(time.anchor)}
    if time.kind == Kind.QUALIFYING:
        return _("%(span)s must have passed since %(anchor)s") % said
    is_before = time.relation == StepTime.Relation.BEFORE
    if time.kind == Kind.EARLIEST:
        before = _("at the earliest %(span)s before %(anchor)s")
        return (before if is_before else _("at the earliest %(span)s after %(anchor)s")) % said
    before = _("at the latest %(span)s before %(anchor)s")
    return (before if is_before else _("at the latest %(span)s after %(anchor)s")) % said


def span(time: Time) -> str:
    """The amount with its unit: "8 days"."""
    return written(Figure(value=Decimal(time.amount), unit=time.unit)).value


def _yearly(time: Time) -> str:
    month, day = map(int, time.yearly.split("-"))
    named = date_format(datetime.date(SOME_YEAR, month, day), "MONTH_DAY_FORMAT")
    if time.kind == Kind.LATEST:
        return _("by %(day)s every year") % {"day": named}
    return _("from %(day)s every year") % {"day": named}


def _anchor(anchor: str) -> str:
    """What it counts from, in the form that German wants after nach, vor and seit."""
    return {
        "": "",
        Anchor.ARRIVAL: _("your arrival"),
        Anchor.ENTRY: _("your entry into Norway"),
        Anchor.MOVING_IN: _("your moving-in day"),
        Anchor.SETTLEMENT: _("your settlement in the municipality"),
        Anchor.DEPARTURE: _("your departure"),
    }[anchor]
