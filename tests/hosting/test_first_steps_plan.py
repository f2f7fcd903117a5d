"""The planner by itself: who gets which step, in which order, and on which day."""

import datetime
from collections.abc import Iterable
from typing import Any

import pytest

from hosting.first_steps.answers import Answers
from hosting.first_steps.backwards import Backwards, HandIn, plan_backwards, wait_of
from hosting.first_steps.dates import date_of, next_yearly
from hosting.first_steps.plan import phases_of, plan
from hosting.first_steps.rules import Rule, Time
from hosting.first_steps.schedule import What, due_days

EVERYBODY = frozenset({"eu_eea"})
ARRIVAL = datetime.date(2027, 1, 15)
ME = Answers("eu_eea", arrival=ARRIVAL)


def rule(key: str, phase: str = "first_week", **fields: Any) -> Rule:
    return Rule(**{"key": key, "phase": phase, "groups": EVERYBODY} | fields)


def keys(rules: Iterable[Rule]) -> str:
    return " ".join(each.key for each in rules)


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def latest(amount: int, unit: str, **fields: Any) -> Time:
    counted = {"kind": "latest", "relation": "after", "anchor": "arrival"}
    return Time(**counted | {"amount": amount, "unit": unit} | fields)


# --- for whom ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "answers", "is_theirs"),
    [
        ({}, ME, True),
        ({}, Answers("nordic"), False),
        ({"occupations": frozenset({"worker"})}, ME, False),
        ({"occupations": frozenset({"worker"})}, Answers("eu_eea", occupation="worker"), True),
        ({"occupations": frozenset({"worker"})}, Answers("eu_eea", occupation="student"), False),
        ({"is_for_children": True}, ME, False),
        ({"is_for_children": True}, Answers("eu_eea", has_children=True), True),
        ({}, Answers("eu_eea", has_children=True), True),
    ],
)
def test_plan_holds_the_steps_that_apply(
    fields: dict[str, Any], answers: Answers, is_theirs: bool
) -> None:
    assert bool(plan([rule("a", **fields)], answers)) == is_theirs


# --- in which order ------------------------------------------------------------------------------


def test_plan_keeps_the_order_within_phases_that_follow_each_other() -> None:
    rules = [rule("c", "first_year"), rule("b"), rule("a"), rule("z", "before_moving")]
    assert keys(plan(rules, ME)) == "z b a c"


def test_plan_puts_no_step_before_all_that_it_needs() -> None:
    rules = [rule("a", needs_all=("b", "c")), rule("b", needs_all=("c",)), rule("c")]
    assert keys(plan(rules, ME)) == "c b a"


def test_plan_waits_for_one_of_several() -> None:
    rules = [rule("a", needs_any=("b", "c")), rule("x"), rule("b", "first_year"), rule("c")]
    assert keys(plan(rules, ME)) == "x c a b"


def test_plan_passes_over_steps_of_other_people() -> None:
    others = frozenset({"nordic"})
    rules = [
        rule("a", needs_all=("b", "gone"), needs_any=("c",)),
        rule("b", groups=others),
        rule("c", groups=others),
    ]
    assert keys(plan(rules, ME)) == "a"


def test_plan_moves_a_step_to_the_phase_of_what_it_needs() -> None:
    rules = [rule("a", "before_moving", needs_all=("b",)), rule("b", "first_month"), rule("c")]
    ordered = plan(rules, ME)
    assert keys(ordered) == "c b a"
    shown = [(phase, keys(steps)) for phase, steps in phases_of(ordered)]
    assert shown == [("first_week", "c"), ("first_month", "b a")]


def test_plan_with_a_circle_loses_no_step() -> None:
    rules = [rule("a", needs_all=("b",)), rule("b", needs_all=("a",)), rule("c", "first_year")]
    assert keys(plan(rules, ME)) == "c a b"


# --- on which day --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("time", "arrival", "expected"),
    [
        (latest(8, "days"), "2027-01-15", "2027-01-23"),
        (latest(2, "weeks"), "2027-01-15", "2027-01-29"),
        (latest(3, "months"), "2027-01-15", "2027-04-15"),
        (latest(1, "months"), "2027-01-31", "2027-02-28"),
        (latest(1, "months"), "2028-01-31", "2028-02-29"),
        (latest(3, "months"), "2027-11-30", "2028-02-29"),
        (latest(1, "years"), "2028-02-29", "2029-02-28"),
        (latest(24, "hours", relation="before", anchor="entry"), "2027-03-01", "2027-02-28"),
        (latest(1, "months", relation="before"), "2027-03-31", "2027-02-28"),
        (Time("latest", yearly="03-01"), "2027-03-01", "2027-03-01"),
        (Time("latest", yearly="03-01"), "2027-03-02", "2028-03-01"),
        (Time("latest", yearly="12-31"), "2027-01-01", "2027-12-31"),
        (Time("earliest", yearly="10-16"), "2027-01-15", "2027-10-16"),
    ],
)
def test_date_is_counted_from_the_arrival(time: Time, arrival: str, expected: str) -> None:
    assert date_of(time, Answers("eu_eea", arrival=day(arrival))) == day(expected)


@pytest.mark.parametrize(
    "time",
    [
        latest(8, "days", is_unchecked=True),
        Time("latest", yearly="03-01", is_unchecked=True),
        latest(8, "days", kind="earliest"),
        latest(12, "months", kind="qualifying"),
        latest(3, "months", anchor="settlement"),
        latest(14, "days", anchor="departure", relation="before"),
        latest(8, "days", anchor="moving_in"),
        latest(36, "hours"),
        Time("latest", monthly_day=25),
        Time("lead", amount=3, unit="months"),
    ],
)
def test_date_is_not_said_of_what_is_told_in_words(time: Time) -> None:
    assert date_of(time, ME) is None


def test_date_of_moving_in_is_that_of_arrival_for_who_comes_from_within_norway() -> None:
    time = latest(8, "days", anchor="moving_in")
    assert date_of(time, Answers("norwegian_mover", arrival=ARRIVAL)) == day("2027-01-23")


def test_date_needs_an_arrival() -> None:
    assert date_of(latest(8, "days"), Answers("eu_eea")) is None
    assert date_of(Time("latest", yearly="03-01"), Answers("eu_eea")) is None


def test_yearly_date_on_a_leap_day() -> None:
    assert next_yearly("02-28", day("2028-02-29")) == day("2029-02-28")


def test_due_days_come_in_order_and_hold_for_the_group() -> None:
    others = latest(1, "days", groups=frozenset({"nordic"}), number=3)
    rules = [
        rule("a", times=(latest(9, "days", number=1), others)),
        rule("b", times=(Time("earliest", yearly="01-20", number=2),)),
    ]
    found = [(due.day.day, due.key, due.what, due.name) for due in due_days(rules, ME)]
    assert found == [(20, "b", What.OPENING, "b.2"), (24, "a", What.DEADLINE, "a.1")]


# --- backwards -----------------------------------------------------------------------------------

START = datetime.date(2027, 6, 1)
TODAY = datetime.date(2026, 11, 22)
WORKER = Answers("eu_eea", arrival=ARRIVAL, start=START)


def lead(amount: int, unit: str = "months", **fields: Any) -> Time:
    return Time(kind="lead", amount=amount, unit=unit, **fields)


def backwards(rules: list[Rule], answers: Answers = WORKER, today: datetime.date = TODAY) -> Any:
    return plan_backwards(plan(rules, answers), answers, today)


def by_key(found: Backwards) -> dict[str, HandIn]:
    return {each.key: each for each in found.hand_ins}


def test_backwards_counts_waiting_times_along_the_chain() -> None:
    rules = [
        rule("permit", "before_moving", times=(lead(3),)),
        rule("card", needs_all=("permit",), times=(lead(2, "weeks"),), is_needed_before_work=True),
        rule("pet"),
    ]
    found = backwards(rules)
    assert [(each.key, each.by) for each in found.hand_ins] == [
        ("permit", day("2027-02-17")),
        ("card", day("2027-05-17")),
    ]
    assert not found.is_too_late


def test_backwards_says_what_comes_too_late_and_when_it_is_ready() -> None:
    rules = [
        rule("permit", "before_moving", times=(lead(11),), is_needed_before_work=True),
        rule("tax", times=(lead(1, "weeks"),), is_needed_before_work=True),
    ]
    found = by_key(backwards(rules))
    assert (found["permit"].is_too_late, found["permit"].ready) == (True, day("2027-10-22"))
    # What is done here can be begun on the day of arrival.
    assert (found["tax"].is_too_late, found["tax"].ready) == (False, day("2027-01-22"))
    assert [due.key for due in due_days(plan(rules, WORKER), WORKER, backwards(rules))] == ["tax"]


def test_backwards_is_too_late_where_the_journey_comes_after() -> None:
    answers = Answers("eu_eea", arrival=day("2027-05-30"), start=START)
    rules = [rule("tax", times=(lead(1, "weeks"),), is_needed_before_work=True)]
    assert by_key(backwards(rules, answers))["tax"].is_too_late


def test_backwards_takes_the_faster_of_two_ways() -> None:
    rules = [
        rule("slow", times=(lead(4),)),
        rule("fast", times=(lead(1, "weeks"),)),
        rule("bank", needs_any=("slow", "fast"), is_needed_before_work=True),
    ]
    assert [each.key for each in backwards(rules).hand_ins] == ["fast", "bank"]


def test_due_days_tell_what_is_handed_in_from_what_has_to_be_finished() -> None:
    rules = [
        rule("tax", times=(lead(1, "weeks"),), is_needed_before_work=True),
        rule("contract", is_needed_before_work=True),
    ]
    ordered = plan(rules, WORKER)
    found = [(due.key, due.what) for due in due_days(ordered, WORKER, backwards(rules))]
    assert found == [("tax", What.HAND_IN), ("contract", What.READY)]


def test_backwards_gives_what_has_no_known_time_until_the_day_before() -> None:
    found = by_key(backwards([rule("tax", is_needed_before_work=True)]))["tax"]
    assert (found.by, found.wait) == (START - datetime.timedelta(days=1), None)


@pytest.mark.parametrize(
    ("rules", "answers"),
    [([rule("a")], WORKER), ([rule("a", is_needed_before_work=True)], ME), ([], WORKER)],
)
def test_backwards_needs_a_day_and_something_to_wait_for(
    rules: list[Rule], answers: Answers
) -> None:
    assert backwards(rules, answers) is None


def test_wait_is_the_longest_that_holds_for_the_group() -> None:
    times = (
        lead(1),
        lead(5, "weeks"),
        lead(30, "days"),
        lead(1, "years", groups=frozenset({"non_eea"})),
        lead(2, "years", is_unchecked=True),
    )
    assert wait_of(rule("a", times=times), Answers("eu_eea")) == lead(5, "weeks")
    assert wait_of(rule("a", times=times), Answers("non_eea")) == times[3]
    assert wait_of(rule("a"), Answers("eu_eea")) is None


def test_answers_leave_what_is_open_out_of_the_address() -> None:
    assert Answers("nordic").query() == "group=nordic&children=any&occupation=any"
    assert WORKER.query().endswith("&arrival=2027-01-15&start=2027-06-01")


@pytest.mark.parametrize(
    ("occupation", "days"),
    [("worker", ["2027-04-30"]), ("self_employed", ["2027-05-31"]), ("student", []),
     ("any", ["2027-04-30", "2027-05-31"])],
)  # fmt: skip
def test_time_of_other_occupations_has_no_day(occupation: str, days: list[str]) -> None:
    times = (
        Time("latest", yearly="04-30", occupations=frozenset({"worker"})),
        Time("latest", yearly="05-31", occupations=frozenset({"self_employed"})),
    )
    answers = Answers("eu_eea", occupation=occupation, arrival=day("2027-01-15"))
    found = due_days([rule("tax_return", times=times)], answers)
    assert [due.day.isoformat() for due in found] == days
