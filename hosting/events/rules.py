"""Rules by which an event comes again (RFC 5545, RRULE), as we store them.

Of the standard we take what a club or an office needs. The last day is stored as a day, whatever
the hour of the event is: `FREQ=WEEKLY;INTERVAL=2;UNTIL=20270630`.
"""

import datetime
import enum
import re
from zoneinfo import ZoneInfo

from dateutil.rrule import rrule, rrulestr

OSLO = ZoneInfo("Europe/Oslo")
MOST_DATES = 366
LONGEST_YEARS = 2
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
DAY = "(?:" + "|".join(WEEKDAYS) + ")"
# What each part may say. No more: a rule that never comes true would be looked for in vain.
PARTS = {
    "FREQ": re.compile(r"DAILY|WEEKLY|MONTHLY|YEARLY", re.ASCII),
    "INTERVAL": re.compile(r"[1-9]\d?", re.ASCII),
    "BYDAY": re.compile(
        rf"(?:[+-]?[1-4]|-5|\+?5)?{DAY}(?:,(?:[+-]?[1-4]|-5|\+?5)?{DAY}){{0,6}}", re.ASCII
    ),
    "BYMONTHDAY": re.compile(r"-?(?:[1-9]|[12]\d|3[01])", re.ASCII),
    "BYSETPOS": re.compile(r"-?[1-4]", re.ASCII),
    "WKST": re.compile(DAY, re.ASCII),
    "COUNT": re.compile(r"[1-9]\d{0,8}", re.ASCII),
    "UNTIL": re.compile(r"\d{8}(?:T\d{6}Z?)?", re.ASCII),
}
# Which parts only make sense with which frequencies.
ONLY_WITH = {
    "BYDAY": {"DAILY", "WEEKLY", "MONTHLY"},
    "BYMONTHDAY": {"MONTHLY"},
    "BYSETPOS": {"MONTHLY"},
}


class Reason(enum.StrEnum):
    """What can be wrong with a rule."""

    UNREADABLE = "unreadable"
    ENDLESS = "endless"
    TOO_LONG = "too_long"
    TOO_MANY = "too_many"
    NOT_THE_FIRST = "not_the_first"
    NOTHING_LEFT = "nothing_left"


class RuleRefused(ValueError):
    """The rule cannot be followed; `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        self.reason = reason
        super().__init__(str(reason))


class Pattern(enum.StrEnum):
    """What coordinators choose from, where others write a rule."""

    ONCE = ""
    DAILY = "daily"
    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY_DAY = "monthly_day"
    MONTHLY_WEEKDAY = "monthly_weekday"
    OTHER = "other"


def normalised(written: str) -> str:
    """The rule as we store it; "" for none. Raises RuleRefused for what is no rule of ours."""
    text = re.sub(r"\s+", "", written).upper().removeprefix("RRULE:").strip(";")
    if not text:
        return ""
    parts: dict[str, str] = {}
    for part in text.split(";"):
        name, _equals, value = part.partition("=")
        if name in parts or name not in PARTS or not PARTS[name].fullmatch(value):
            raise RuleRefused(Reason.UNREADABLE)
        parts[name] = value
    _check_parts(parts)
    if "UNTIL" in parts:
        parts["UNTIL"] = f"{_last_day(parts['UNTIL']):%Y%m%d}"
    return ";".join(f"{name}={parts[name]}" for name in PARTS if name in parts)


def days_of(rule: str, first: datetime.datetime) -> list[datetime.datetime]:
    """When the rule comes true, by the clock on the wall: `first` and its results have no zone.

    No more than MOST_DATES, none later than LONGEST_YEARS after the first. Raises RuleRefused for
    what goes further, has no end, or does not begin with `first`.
    """
    parts = parts_of(rule)
    limit = _years_later(first)
    count = int(parts.get("COUNT", MOST_DATES))
    if count > MOST_DATES:
        raise RuleRefused(Reason.TOO_MANY)
    if "UNTIL" in parts and _last_day(parts["UNTIL"]) > limit.date():
        raise RuleRefused(Reason.TOO_LONG)
    if not {"COUNT", "UNTIL"} & parts.keys():
        raise RuleRefused(Reason.ENDLESS)
    found: list[datetime.datetime] = []
    for day in _endless(parts, first):
        if "UNTIL" in parts and day.date() > _last_day(parts["UNTIL"]):
            break
        if "COUNT" in parts and len(found) == count:
            break
        if len(found) == MOST_DATES:
            raise RuleRefused(Reason.TOO_MANY)
        if day > limit:
            raise RuleRefused(Reason.TOO_LONG)
        found.append(day)
    if found[:1] != [first]:
        raise RuleRefused(Reason.NOT_THE_FIRST)
    return found


def rule_for(pattern: Pattern, first: datetime.date, last: datetime.date) -> str:
    """The rule for what somebody has chosen, from the first day to the last."""
    asked = {
        Pattern.DAILY: "FREQ=DAILY",
        Pattern.WEEKLY: "FREQ=WEEKLY",
        Pattern.FORTNIGHTLY: "FREQ=WEEKLY;INTERVAL=2",
        Pattern.MONTHLY_DAY: "FREQ=MONTHLY",
        Pattern.MONTHLY_WEEKDAY: f"FREQ=MONTHLY;BYDAY={_nth_weekday(first)}",
    }[pattern]
    return f"{asked};UNTIL={last:%Y%m%d}"


def pattern_of(rule: str, first: datetime.date) -> Pattern:
    """What somebody would choose to get the rule; OTHER where there is no such choice."""
    if not rule:
        return Pattern.ONCE
    last = last_day_of(rule)
    choices = [each for each in Pattern if each not in (Pattern.ONCE, Pattern.OTHER)]
    if last is None:
        return Pattern.OTHER
    return next((each for each in choices if rule_for(each, first, last) == rule), Pattern.OTHER)


def last_day_of(rule: str) -> datetime.date | None:
    """The day that the rule ends on, where it names one."""
    parts = parts_of(rule)
    return _last_day(parts["UNTIL"]) if "UNTIL" in parts else None


def parts_of(rule: str) -> dict[str, str]:
    """The parts of a stored rule by name."""
    return dict(part.split("=") for part in rule.split(";") if part)


def _check_parts(parts: dict[str, str]) -> None:
    frequency = parts.get("FREQ", "")
    wrong = [name for name, allowed in ONLY_WITH.items() if name in parts]
    wrong = [name for name in wrong if frequency not in ONLY_WITH[name]]
    # "The second Tuesday" is of a month.
    numbered = re.search(r"\d", parts.get("BYDAY", "")) and frequency != "MONTHLY"
    no_days = "BYSETPOS" in parts and "BYDAY" not in parts
    both = {"COUNT", "UNTIL"} <= parts.keys() or {"BYDAY", "BYMONTHDAY"} <= parts.keys()
    if not frequency or wrong or numbered or no_days or both:
        raise RuleRefused(Reason.UNREADABLE)


def _last_day(until: str) -> datetime.date:
    """The day in Oslo of an UNTIL, which others write as a moment in UTC."""
    try:
        if until.endswith("Z"):
            moment = datetime.datetime.strptime(until, "%Y%m%dT%H%M%SZ")
            return moment.replace(tzinfo=datetime.UTC).astimezone(OSLO).date()
        return datetime.datetime.strptime(until[:8], "%Y%m%d").date()
    except (ValueError, OverflowError):
        raise RuleRefused(Reason.UNREADABLE) from None


def _endless(parts: dict[str, str], first: datetime.datetime) -> rrule:
    """The rule without its end: dateutil counts what comes, and we know when to stop."""
    text = ";".join(f"{k}={v}" for k, v in parts.items() if k not in ("COUNT", "UNTIL"))
    found: rrule = rrulestr(text, dtstart=first)  # type: ignore[assignment]
    return found


def _years_later(first: datetime.datetime) -> datetime.datetime:
    last = 28 if (first.month, first.day) == (2, 29) else first.day
    return first.replace(year=first.year + LONGEST_YEARS, day=last)


def _nth_weekday(day: datetime.date) -> str:
    """ "2TU" for a second Tuesday; the fifth of a month is its last."""
    number = (day.day - 1) // 7 + 1
    return f"{number if number < 5 else -1}{WEEKDAYS[day.weekday()]}"
