"""The days of a plan in the order in which they come: for the page and for the calendar alike."""

import datetime
import enum
from collections.abc import Sequence
from dataclasses import dataclass

from hosting.first_steps.answers import Answers
from hosting.first_steps.backwards import Backwards
from hosting.first_steps.dates import date_of
from hosting.first_steps.rules import Rule, Time
from hosting.models import StepTime


class What(enum.StrEnum):
    """What a day is."""

    DEADLINE = "deadline"
    OPENING = "opening"
    HAND_IN = "hand_in"
    # As HAND_IN, where nobody knows how long the answer takes.
    READY = "ready"


@dataclass(frozen=True)
class Due:
    """A day on which something of a step is due. `time` is None where it was planned backwards."""

    day: datetime.date
    key: str
    what: What
    time: Time | None = None

    @property
    def name(self) -> str:
        """What tells the days of all plans apart, and stays the same when the answers change."""
        return f"{self.key}.{self.time.number if self.time else self.what}"


def due_days(
    ordered: Sequence[Rule], answers: Answers, backwards: Backwards | None = None
) -> list[Due]:
    """Every dated time of the steps, and every hand-in that can still be made, by day."""
    dues = [
        Due(day, rule.key, _what(time), time)
        for rule in ordered
        for time in rule.times
        if time.is_for(answers) and (day := date_of(time, answers))
    ]
    hand_ins = backwards.hand_ins if backwards else []
    dues += [
        Due(each.by, each.key, What.HAND_IN if each.wait else What.READY)
        for each in hand_ins
        if not each.is_too_late
    ]
    return sorted(dues, key=lambda due: due.day)


def _what(time: Time) -> What:
    return What.DEADLINE if time.kind == StepTime.Kind.LATEST else What.OPENING
