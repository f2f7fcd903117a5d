"""On which dates events take place: by table, and against a library that reads our calendars."""

import datetime
from typing import Any

import pytest
import recurring_ical_events
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from hosting.events import rules
from hosting.events.calendar import calendar_of
from hosting.events.entry import Entry
from hosting.events.occurrences import (
    OSLO,
    Occurrence,
    Series,
    coming,
    days_that_are_none,
    is_skipped,
    moment_of,
    occurrences_of,
)
from hosting.events.rules import Pattern, Reason, RuleRefused, normalised, pattern_of, rule_for
from portal.lib.languages import Localized

UTC = datetime.UTC
# The nights of 2027 in which clocks are changed.
SPRING, AUTUMN = datetime.date(2027, 3, 28), datetime.date(2027, 10, 31)


def wall(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text)


def series(starts: str, ends: str, rule: str = "", **more: Any) -> Series:
    """By the clock on the wall in Oslo."""
    return Series(moment_of(wall(starts)), moment_of(wall(ends)), rule=normalised(rule), **more)


def told(occurrence: Occurrence) -> str:
    """Beginning and end with their offsets from UTC."""
    begins, closes = occurrence.begins, occurrence.closes
    return f"{begins:%m-%d %H:%M%z}–{closes:%H:%M%z}"


# --- by table -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("starts", "ends", "rule", "expected"),
    [
        # Six in the evening stays six in the evening.
        ("2027-03-25T18:00", "2027-03-25T20:00", "FREQ=WEEKLY;COUNT=2",
         ["03-25 18:00+0100–20:00+0100", "04-01 18:00+0200–20:00+0200"]),
        ("2027-10-29T18:00", "2027-10-29T20:00", "FREQ=DAILY;INTERVAL=3;COUNT=2",
         ["10-29 18:00+0200–20:00+0200", "11-01 18:00+0100–20:00+0100"]),
        # The hour that is left out: the moment at which it would have been.
        ("2027-03-27T02:30", "2027-03-27T03:15", "FREQ=DAILY;COUNT=3",
         ["03-27 02:30+0100–03:15+0100", "03-28 03:30+0200–04:15+0200",
          "03-29 02:30+0200–03:15+0200"]),
        ("2027-03-28T02:30", "2027-03-28T04:00", "", ["03-28 03:30+0200–04:00+0200"]),
        # The hour that there is twice: the first of them.
        ("2027-10-30T02:30", "2027-10-30T03:30", "FREQ=DAILY;COUNT=3",
         ["10-30 02:30+0200–03:30+0200", "10-31 02:30+0200–03:30+0100",
          "11-01 02:30+0100–03:30+0100"]),
        # A night through the change lasts as long as the clock says.
        ("2027-03-27T22:00", "2027-03-28T06:00", "", ["03-27 22:00+0100–06:00+0200"]),
        # The 31st is not in every month.
        ("2027-01-31T12:00", "2027-01-31T13:00", "FREQ=MONTHLY;COUNT=3",
         ["01-31 12:00+0100–13:00+0100", "03-31 12:00+0200–13:00+0200",
          "05-31 12:00+0200–13:00+0200"]),
        ("2027-01-12T12:00", "2027-01-12T13:00", "FREQ=MONTHLY;BYDAY=2TU;UNTIL=20270309",
         ["01-12 12:00+0100–13:00+0100", "02-09 12:00+0100–13:00+0100",
          "03-09 12:00+0100–13:00+0100"]),
        ("2027-01-12T12:00", "2027-01-12T13:00", "FREQ=WEEKLY;BYDAY=TU,TH;COUNT=3",
         ["01-12 12:00+0100–13:00+0100", "01-14 12:00+0100–13:00+0100",
          "01-19 12:00+0100–13:00+0100"]),
        ("2028-02-29T12:00", "2028-02-29T13:00", "FREQ=YEARLY;COUNT=1",
         ["02-29 12:00+0100–13:00+0100"]),
    ],
)  # fmt: skip
def test_dates_go_by_the_clock_on_the_wall(
    starts: str, ends: str, rule: str, expected: list[str]
) -> None:
    planned = series(starts, ends, rule)
    assert [told(each) for each in occurrences_of(planned)] == expected
    beginnings = [each.starts for each in occurrences_of(planned)]
    assert [begins for begins, _ends in read_again(planned)] == beginnings


def test_all_days_are_days_whatever_clocks_do() -> None:
    weekend = series("2027-03-27T00:00", "2027-03-29T00:00", "FREQ=WEEKLY;COUNT=2", is_all_day=True)
    days = [(each.first_on.day, each.last_on.day) for each in occurrences_of(weekend)]
    assert days == [(27, 28), (3, 4)]
    assert occurrences_of(weekend)[0].ends - occurrences_of(weekend)[0].starts == (
        datetime.timedelta(hours=47)
    )


def test_dates_are_left_out_and_passed() -> None:
    out = frozenset({datetime.date(2027, 1, 19)})
    weekly = series("2027-01-12T18:00", "2027-01-12T20:00", "FREQ=WEEKLY;COUNT=4", except_on=out)
    assert [each.first_on.day for each in occurrences_of(weekly)] == [12, 26, 2]
    # A date is coming until it is over.
    for now, left in (("19:59", 3), ("20:00", 2)):
        assert len(coming(weekly, moment_of(wall(f"2027-01-12T{now}")))) == left
    strangers = {datetime.date(2027, 1, 20), datetime.date(2027, 1, 19)}
    assert days_that_are_none(weekly, strangers) == [datetime.date(2027, 1, 20)]


def test_hour_that_is_left_out_is_known() -> None:
    assert is_skipped(wall(f"{SPRING}T02:30"))
    assert not is_skipped(wall(f"{SPRING}T03:00"))
    assert not is_skipped(wall(f"{AUTUMN}T02:30"))


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ("FREQ=WEEKLY", Reason.ENDLESS),
        ("FREQ=DAILY;COUNT=10000", Reason.TOO_MANY),
        ("FREQ=DAILY;COUNT=367", Reason.TOO_MANY),
        ("FREQ=DAILY;UNTIL=20280601", Reason.TOO_MANY),
        ("FREQ=WEEKLY;UNTIL=99991231", Reason.TOO_LONG),
        ("FREQ=YEARLY;COUNT=4", Reason.TOO_LONG),
        ("FREQ=MONTHLY;BYMONTHDAY=31;INTERVAL=12;COUNT=1", Reason.NOT_THE_FIRST),
        ("FREQ=WEEKLY;BYDAY=MO;COUNT=3", Reason.NOT_THE_FIRST),
        ("FREQ=WEEKLY;UNTIL=20270101", Reason.NOT_THE_FIRST),
    ],
)
def test_rule_that_goes_too_far_is_refused(rule: str, reason: Reason) -> None:
    with pytest.raises(RuleRefused) as refusal:
        occurrences_of(series("2027-01-12T18:00", "2027-01-12T20:00", rule))
    assert refusal.value.reason == reason


@pytest.mark.parametrize(
    "written",
    [
        "weekly", "FREQ=HOURLY;COUNT=3", "FREQ=WEEKLY;COUNT=0", "=", "FREQ",
        "FREQ=WEEKLY;COUNT=2;UNTIL=20270630", "FREQ=WEEKLY;COUNT=2;COUNT=3", "COUNT=3",
        "FREQ=WEEKLY;INTERVAL=0;COUNT=2",
        "FREQ=WEEKLY;BYDAY=2TU;COUNT=2", "FREQ=YEARLY;BYDAY=TU;COUNT=2",
        "FREQ=DAILY;BYMONTH=2;COUNT=1", "FREQ=WEEKLY;COUNT=1３",
        "FREQ=MONTHLY;BYSETPOS=1;COUNT=2", "FREQ=WEEKLY;UNTIL=20270230",
        "FREQ=WEEKLY;UNTIL=99991231T235959Z", "FREQ=WEEKLY;UNTIL=00000101", "FREQ=WEEKLY;COUNT=３",
        "FREQ=WEEKLY;COUNT=2\nDTSTART:19970101", "FREQ=WEEKLY;COUNT=2;RDATE=1", "x" * 5000,
    ],
)  # fmt: skip
def test_what_is_no_rule_of_ours_is_refused(written: str) -> None:
    with pytest.raises(RuleRefused) as refusal:
        normalised(written)
    assert refusal.value.reason == Reason.UNREADABLE


def test_rules_are_stored_in_one_form() -> None:
    assert normalised(" rrule:until=20270630T215959Z; freq=weekly;") == (
        "FREQ=WEEKLY;UNTIL=20270630"
    )
    # In Oslo it is the next day already.
    assert normalised("FREQ=DAILY;UNTIL=20270630T230000Z") == "FREQ=DAILY;UNTIL=20270701"
    assert normalised("") == normalised(" ; ") == ""


def test_all_dates_taken_out_are_no_event() -> None:
    nothing = series(
        "2027-01-12T18:00", "2027-01-12T20:00", except_on=frozenset({datetime.date(2027, 1, 12)})
    )
    with pytest.raises(RuleRefused) as refusal:
        occurrences_of(nothing)
    assert refusal.value.reason == Reason.NOTHING_LEFT


@pytest.mark.parametrize("pattern", sorted(set(Pattern) - {Pattern.ONCE, Pattern.OTHER}))
@pytest.mark.parametrize("first", ["2027-01-31", "2027-01-05", "2028-02-29"])
def test_what_is_chosen_is_a_rule_and_is_found_again(pattern: Pattern, first: str) -> None:
    day = datetime.date.fromisoformat(first)
    rule = rule_for(pattern, day, day + datetime.timedelta(days=200))
    assert normalised(rule) == rule
    assert pattern_of(rule, day) == pattern
    found = occurrences_of(series(f"{first}T18:00", f"{first}T19:00", rule))
    assert found[0].first_on == day
    assert len(found) > 1


# --- against a library that reads calendars -------------------------------------------------------

STARTS = st.datetimes(datetime.datetime(2026, 1, 1), datetime.datetime(2029, 12, 31))
UNTIL = st.dates(datetime.date(2026, 1, 1), datetime.date(2031, 12, 31))
RULES = st.builds(
    lambda frequency, interval, end: f"{frequency};INTERVAL={interval};{end}",
    st.sampled_from(["FREQ=DAILY", "FREQ=WEEKLY", "FREQ=MONTHLY", "FREQ=YEARLY"]),
    st.integers(1, 9),
    st.one_of(
        st.builds("COUNT={}".format, st.integers(1, 12)),
        st.builds("UNTIL={:%Y%m%d}".format, UNTIL),
    ),
)  # fmt: skip


def read_again(planned: Series) -> list[tuple[Any, Any]]:
    """What recurring-ical-events makes of our calendar: beginnings and ends, in UTC or as days."""
    entry = Entry(
        uid="a", sequence=0, changed_at=datetime.datetime(2026, 1, 1, tzinfo=UTC), series=planned,
        title=Localized("A", "nb", False), text="", place="", url="https://example.org/",
    )  # fmt: skip
    calendar = Calendar.from_ical(calendar_of("A", [entry]))
    span = (datetime.date(2025, 1, 1), datetime.date(2035, 1, 1))
    found = recurring_ical_events.of(calendar).between(*span)
    moments = [(each["DTSTART"].dt, each["DTEND"].dt) for each in found]
    if planned.is_all_day:
        return sorted(moments)
    return sorted((a.astimezone(UTC), b.astimezone(UTC)) for a, b in moments)


@settings(max_examples=150, deadline=None)
@given(
    begins=STARTS,
    minutes=st.integers(1, 3 * 24 * 60),
    is_all_day=st.booleans(),
    rule=RULES,
    left_out=st.sets(st.integers(1, 11), max_size=3),
)
def test_dates_are_those_that_a_calendar_shows(
    begins: datetime.datetime, minutes: int, is_all_day: bool, rule: str, left_out: set[int]
) -> None:
    begins = begins.replace(second=0, microsecond=0, fold=0)
    closes = begins + datetime.timedelta(minutes=minutes)
    if is_all_day:
        begins = begins.replace(hour=0, minute=0)
        closes = begins + datetime.timedelta(days=minutes // 1440 + 1)
    planned = Series(moment_of(begins), moment_of(closes), is_all_day, normalised(rule))
    if planned.ends <= planned.starts:
        return  # refused by form and database
    try:
        whole = occurrences_of(planned)
    except RuleRefused:
        return
    out = {whole[each].first_on for each in left_out if each < len(whole)}
    planned = Series(planned.starts, planned.ends, is_all_day, planned.rule, frozenset(out))
    known = occurrences_of(planned)
    assert len(known) == len(whole) - len(out)
    if is_all_day:
        one = datetime.timedelta(days=1)
        assert read_again(planned) == [(each.first_on, each.last_on + one) for each in known]
    else:
        assert read_again(planned) == [(each.starts, each.ends) for each in known]


def test_oslo_is_the_zone_of_the_portal(settings: Any) -> None:
    assert str(OSLO) == settings.TIME_ZONE
    assert rules.MOST_DATES == 366
