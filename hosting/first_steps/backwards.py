"""Planning backwards from the first day at work: when each thing must be handed in."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from dateutil.relativedelta import relativedelta

from hosting.first_steps.answers import Answers
from hosting.first_steps.dates import span_of
from hosting.first_steps.rules import Rule, Time
from hosting.models import StepTime
from municipalities.models.page import Phase

ONE_DAY = datetime.timedelta(days=1)
NO_WAIT = relativedelta()


@dataclass(frozen=True)
class HandIn:
    """When a step has to be handed in, so that its answer is there in time.

    `wait` is the longest known waiting time, None where none is known. It is too late where the
    step cannot be begun by that day: because the day has passed, or because something that comes
    first, the journey too, is not done by then.
    """

    key: str
    by: datetime.date
    # When it is ready, if everything is handed in as early as possible from today.
    ready: datetime.date
    wait: Time | None
    is_too_late: bool


@dataclass(frozen=True)
class Backwards:
    """The hand-ins in the order of their days."""

    start: datetime.date
    hand_ins: list[HandIn]

    @property
    def is_too_late(self) -> bool:
        """Whether something will not be ready by the day that was asked for."""
        return any(each.is_too_late for each in self.hand_ins)


def plan_backwards(
    ordered: Sequence[Rule], answers: Answers, today: datetime.date
) -> Backwards | None:
    """The hand-ins of the ordered steps that work waits for; None without a day or such steps."""
    if answers.start is None or not any(rule.is_needed_before_work for rule in ordered):
        return None
    begins = _first_days(ordered, answers, today)
    done_by = _last_days(ordered, answers, begins)
    hand_ins = [
        _hand_in(rule, answers, begins[rule.key], done_by[rule.key])
        for rule in ordered
        if rule.key in done_by
    ]
    return Backwards(answers.start, sorted(hand_ins, key=lambda each: each.by))


def _hand_in(rule: Rule, answers: Answers, begins: datetime.date, done_by: datetime.date) -> HandIn:
    wait = wait_of(rule, answers)
    by = done_by - _span(wait)
    return HandIn(rule.key, by, begins + _span(wait), wait, is_too_late=by < begins)


def wait_of(rule: Rule, answers: Answers) -> Time | None:
    """How long the answer takes for these answers: the longest time, where several hold."""
    known = [
        time
        for time in rule.times
        if time.kind == StepTime.Kind.LEAD and time.is_for(answers) and not time.is_unchecked
    ]
    # Which is longest is seen from any day.
    return max(known, key=lambda time: datetime.date(2001, 1, 1) + _span(time), default=None)


def _first_days(
    ordered: Sequence[Rule], answers: Answers, today: datetime.date
) -> dict[str, datetime.date]:
    """The first day on which each step can be handed in."""
    begins: dict[str, datetime.date] = {}
    ready: dict[str, datetime.date] = {}
    for rule in ordered:
        earliest = [today, *(ready[key] for key in rule.needs_all if key in ready)]
        if one_of := [ready[key] for key in rule.needs_any if key in ready]:
            earliest.append(min(one_of))
        if rule.phase != Phase.BEFORE_MOVING and answers.arrival:
            earliest.append(answers.arrival)
        begins[rule.key] = max(earliest)
        ready[rule.key] = begins[rule.key] + _span(wait_of(rule, answers))
    return begins


def _last_days(
    ordered: Sequence[Rule], answers: Answers, begins: dict[str, datetime.date]
) -> dict[str, datetime.date]:
    """The last day on which each step may be done, of those that work waits for."""
    assert answers.start is not None
    done_by: dict[str, datetime.date] = {}
    waits = {rule.key: _span(wait_of(rule, answers)) for rule in ordered}
    for rule in reversed(ordered):
        if rule.is_needed_before_work:
            _no_later(done_by, rule.key, answers.start - ONE_DAY)
        if rule.key not in done_by:
            continue
        needed = [key for key in rule.needs_all if key in waits]
        # Of those of which one is enough, the one that is ready first.
        needed += sorted(
            (key for key in rule.needs_any if key in waits),
            key=lambda key: begins[key] + waits[key],
        )[:1]
        for key in needed:
            _no_later(done_by, key, done_by[rule.key] - waits[rule.key])
    return done_by


def _no_later(done_by: dict[str, datetime.date], key: str, day: datetime.date) -> None:
    done_by[key] = min(day, done_by.get(key, day))


def _span(time: Time | None) -> relativedelta:
    """The waiting time; part of a day counts as a whole one."""
    if time is None:
        return NO_WAIT
    return span_of(time.amount, time.unit) or relativedelta(days=time.amount // 24 + 1)
