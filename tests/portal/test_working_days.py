"""Working days in Norway: movable feasts, 17 May, and the days between the years."""

import datetime

import pytest

from portal.lib.dates import add_working_days, is_working_day, working_days_between


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize(
    "free",
    [
        "2026-01-01",
        "2026-04-02",  # Maundy Thursday
        "2026-04-03",  # Good Friday
        "2026-04-06",  # Easter Monday
        "2027-03-25",  # Maundy Thursday a year later
        "2026-05-01",
        "2027-05-17",  # a Monday
        "2026-05-14",  # Ascension
        "2026-05-25",  # Whit Monday
        "2026-12-25",
        "2028-12-26",
        "2026-03-07",  # Saturday
        "2026-03-08",  # Sunday
    ],
)
def test_holidays_and_weekends_are_free(free: str) -> None:
    assert not is_working_day(day(free))


@pytest.mark.parametrize(
    "working",
    [
        "2026-03-09",
        "2026-04-01",  # Wednesday before Easter
        "2026-04-07",
        "2026-05-18",  # 17 May on a Sunday moves nothing
        # Christmas Eve and New Year's Eve are working days, unless on a weekend.
        "2026-12-24",
        "2026-12-31",
    ],
)
def test_other_days_are_working_days(working: str) -> None:
    assert is_working_day(day(working))


def test_christmas_eve_on_a_sunday_is_free() -> None:
    assert not is_working_day(day("2028-12-24"))


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        ("2026-03-09", 0, "2026-03-09"),
        ("2026-03-09", 2, "2026-03-11"),
        ("2026-03-06", 1, "2026-03-09"),  # Friday to Monday
        ("2026-03-07", 1, "2026-03-09"),  # from a Saturday
        ("2026-03-07", 0, "2026-03-07"),
        ("2026-04-01", 2, "2026-04-08"),  # over Easter
        ("2026-12-23", 2, "2026-12-28"),  # 24 counts, 25 to 27 do not
        ("2026-12-30", 2, "2027-01-04"),
    ],
)
def test_working_days_are_added(start: str, count: int, end: str) -> None:
    assert add_working_days(day(start), count) == day(end)


def test_working_days_are_not_counted_backwards() -> None:
    with pytest.raises(ValueError, match="forwards"):
        add_working_days(day("2026-03-09"), -1)


@pytest.mark.parametrize(
    ("start", "end", "count"),
    [
        ("2026-03-09", "2026-03-09", 0),
        ("2026-03-09", "2026-03-11", 2),
        ("2026-03-06", "2026-03-08", 0),
        ("2026-03-06", "2026-03-09", 1),
        ("2026-04-01", "2026-04-07", 1),
        ("2026-12-23", "2027-01-04", 6),
        ("2026-03-11", "2026-03-09", 0),
    ],
)
def test_working_days_are_counted(start: str, end: str, count: int) -> None:
    assert working_days_between(day(start), day(end)) == count


def test_adding_and_counting_agree() -> None:
    for offset in range(400):
        start = day("2026-01-01") + datetime.timedelta(days=offset)
        for count in (1, 2, 5):
            assert working_days_between(start, add_working_days(start, count)) == count
