"""The real steps for everybody who may ask: all groups, children and occupations, many arrivals."""

import calendar
import datetime
import functools
import itertools
from collections.abc import Iterator

import pytest
import vobject
from django.utils import timezone, translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hosting.first_steps.answers import ANY, Answers
from hosting.first_steps.backwards import plan_backwards
from hosting.first_steps.calendar import calendar_of
from hosting.first_steps.page import PlanPage
from hosting.first_steps.plan import PHASES, phases_of, plan
from hosting.first_steps.reading import rule_of
from hosting.first_steps.rules import Rule, Time
from hosting.first_steps.schedule import Due, What, due_days
from hosting.forms import GROUPS, OCCUPATIONS
from hosting.models import Step

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midt_troms")]

TODAY = datetime.date(2026, 11, 22)
ARRIVALS = [
    datetime.date.fromisoformat(day)
    for day in ("2026-11-22", "2027-01-31", "2027-02-28", "2027-03-01", "2027-03-02",
                "2027-08-31", "2027-11-30", "2027-12-31", "2028-02-29")
]  # fmt: skip
PEOPLE = [
    Answers(group, has_children, occupation)
    for (group, _g), has_children, (occupation, _o) in itertools.product(
        GROUPS, (False, True), OCCUPATIONS
    )
]
# What counts from the day of arrival; for who comes from within Norway, moving in too.
COUNTED = {"arrival", "entry"}


def arriving(answers: Answers, arrival: datetime.date, start: datetime.date | None) -> Answers:
    return Answers(answers.group, answers.has_children, answers.occupation, "", arrival, start)


@functools.cache
def real_rules() -> list[Rule]:
    """Read once: no test here changes a step."""
    return [rule_of(step) for step in Step.objects.for_planning()]


def expected_day(time: Time, answers: Answers) -> datetime.date | None:
    """The day as a clerk counts it: in steps of one, without the library that is tested."""
    arrival = answers.arrival
    assert arrival
    if time.is_unchecked:
        return None
    if time.yearly:
        month, day = (int(part) for part in time.yearly.split("-"))
        return next(each for each in days_from(arrival) if (each.month, each.day) == (month, day))
    counted = COUNTED | ({"moving_in"} if answers.group == "norwegian_mover" else set())
    if time.kind != "latest" or time.anchor not in counted:
        return None
    sign = 1 if time.relation == "after" else -1
    days = {"days": 1, "weeks": 7, "hours": 1 / 24}
    if time.unit in days:
        return arrival + sign * datetime.timedelta(days=time.amount * days[time.unit])
    months = time.amount * (12 if time.unit == "years" else 1)
    year, month = arrival.year, arrival.month
    for _ in range(months):
        month += sign
        year, month = (
            (year + 1, 1) if month == 13 else (year - 1, 12) if month == 0 else (year, month)
        )
    return datetime.date(year, month, min(arrival.day, calendar.monthrange(year, month)[1]))


def days_from(day: datetime.date) -> Iterator[datetime.date]:
    return (day + datetime.timedelta(days=number) for number in range(800))


def check_people(ordered: list[Rule], rules: list[Rule], answers: Answers) -> None:
    """Nothing of others, and nothing of theirs left out."""
    for rule in rules:
        is_theirs = (
            answers.group in rule.groups
            and (not rule.occupations or answers.occupation in rule.occupations)
            and not (rule.is_for_children and not answers.has_children)
        )
        assert ordered.count(rule) == is_theirs, (rule.key, answers)


def check_order(ordered: list[Rule]) -> None:
    """No step before all that it needs of what is there, nor before one of `needs_any`."""
    place = {rule.key: number for number, rule in enumerate(ordered)}
    for rule in ordered:
        needed = [place[key] for key in rule.needs_all if key in place]
        one_of = [place[key] for key in rule.needs_any if key in place]
        assert all(number < place[rule.key] for number in needed), rule.key
        assert not one_of or min(one_of) < place[rule.key], rule.key
    shown = [phase for phase, _steps in phases_of(ordered)]
    assert shown == sorted(shown, key=PHASES.index)
    assert [each for _phase, steps in phases_of(ordered) for each in steps] == ordered
    for phase, steps in phases_of(ordered):
        assert all(PHASES.index(each.phase) <= PHASES.index(phase) for each in steps)


def check_days(dues: list[Due], ordered: list[Rule], answers: Answers) -> None:
    """Every dated time of theirs, on its day, and nothing else."""
    expected = {
        (rule.key, time.number): day
        for rule in ordered
        for time in rule.times
        if not time.groups or answers.group in time.groups
        if not time.occupations or answers.occupation in {"any", *time.occupations}
        if (day := expected_day(time, answers))
    }
    dated = [due for due in dues if due.time]
    assert {(due.key, due.time.number): due.day for due in dated if due.time} == expected
    assert len(dated) == len(expected)
    assert [due.day for due in dues] == sorted(due.day for due in dues)


def check_hand_ins(ordered: list[Rule], answers: Answers) -> None:
    """What comes first is handed in no later than what needs it, and all before work begins."""
    found = plan_backwards(ordered, answers, TODAY)
    by = {each.key: each for each in found.hand_ins} if found else {}
    needed_first = {rule.key for rule in ordered if rule.is_needed_before_work}
    assert needed_first <= by.keys()
    for rule in ordered:
        if rule.key in by:
            assert answers.start
            assert by[rule.key].by < answers.start
            for key in rule.needs_all:
                assert key not in by or by[key].by <= by[rule.key].by, (key, rule.key)
                assert key in by or key not in {each.key for each in ordered}


def test_plans_are_right_for_everybody() -> None:
    rules = real_rules()
    assert len(rules) == 61
    assert len(PEOPLE) == 60
    for answers in PEOPLE:
        ordered = plan(rules, answers)
        assert len(ordered) > 10
        check_people(ordered, rules, answers)
        check_order(ordered)
        for arrival in ARRIVALS:
            start = arrival + datetime.timedelta(days=40)
            asked = arriving(answers, arrival, start)
            found = plan_backwards(ordered, asked, TODAY)
            check_days(due_days(ordered, asked, found), ordered, asked)
            check_hand_ins(ordered, asked)


@settings(
    max_examples=200,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    people=st.sampled_from(PEOPLE),
    arrival=st.dates(datetime.date(2024, 1, 1), datetime.date(2030, 12, 31)),
    wait=st.integers(0, 900),
)
def test_plans_are_right_on_any_day(people: Answers, arrival: datetime.date, wait: int) -> None:
    asked = arriving(people, arrival, arrival + datetime.timedelta(days=wait))
    ordered = plan(real_rules(), asked)
    check_days(due_days(ordered, asked), ordered, asked)
    check_hand_ins(ordered, asked)


@pytest.mark.parametrize("language", ["nb", "de", "en"])
def test_calendar_holds_the_days_of_the_page_for_everybody(language: str) -> None:
    with translation.override(language):
        for number, people in enumerate(PEOPLE):
            arrival = ARRIVALS[number % len(ARRIVALS)]
            start = arrival + datetime.timedelta(days=90)
            page = PlanPage.of(arriving(people, arrival, start), None, TODAY)
            told = calendar_of(page.dates, timezone.now()).decode()
            events = vobject.readOne(told).vevent_list
            assert [event.dtstart.value for event in events] == [d.due.day for d in page.dates]
            assert len({event.uid.value for event in events}) == len(events)


def test_checks_find_what_is_wrong() -> None:
    first = Rule("a", "first_week", frozenset({"nordic"}))
    second = Rule("b", "first_week", frozenset({"nordic"}), needs_all=("a",))
    third = Rule("c", "before_moving", frozenset({"eu_eea"}), needs_any=("a", "b"))
    check_order([first, second, third])
    for wrong in ([second, first], [third, first]):
        with pytest.raises(AssertionError):
            check_order(wrong)
    with pytest.raises(AssertionError):
        check_people([third], [third], Answers("nordic", occupation=ANY))
    with pytest.raises(AssertionError):
        check_people([], [first], Answers("nordic"))
    late = Time("latest", 1, "days", "after", "arrival", number=1)
    asked = Answers("nordic", arrival=TODAY)
    rule = Rule("a", "first_week", frozenset({"nordic"}), times=(late,))
    check_days([Due(TODAY + datetime.timedelta(days=1), "a", What.DEADLINE, late)], [rule], asked)
    for dues in ([], [Due(TODAY, "a", What.DEADLINE, late)]):
        with pytest.raises(AssertionError):
            check_days(dues, [rule], asked)
