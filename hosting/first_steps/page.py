"""A whole plan as the page shows it and the calendar file writes it."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from django.utils.translation import gettext as _

from hosting.first_steps.answers import Answers
from hosting.first_steps.backwards import Backwards, HandIn, plan_backwards
from hosting.first_steps.dates import date_of
from hosting.first_steps.entries import Entry, Line, Paper, papers_of
from hosting.first_steps.plan import phases_of, plan
from hosting.first_steps.reading import rule_of, steps_for_planning, time_of, tokens_of
from hosting.first_steps.schedule import Due, What, due_days
from hosting.models import Step
from municipalities.models import Municipality
from municipalities.models.page import Phase
from municipalities.tokens import TokenValues
from portal.lib.languages import Localized, localized


@dataclass(frozen=True)
class Part:
    """The steps of one phase."""

    phase: Phase
    entries: list[Entry]

    @property
    def heading(self) -> str:
        """What the phase is called."""
        return str(self.phase.label)

    @property
    def first_number(self) -> int:
        """Where the numbering goes on."""
        return self.entries[0].number


@dataclass(frozen=True)
class Date:
    """A day of the plan with what it is for."""

    due: Due
    entry: Entry
    is_past: bool

    @property
    def is_deadline(self) -> bool:
        """Whether it is a last day that a rule sets."""
        return self.due.what == What.DEADLINE

    @property
    def is_hand_in(self) -> bool:
        """Whether it is the day by which an answer has to be asked for."""
        return self.due.what == What.HAND_IN

    @property
    def is_ready(self) -> bool:
        """Whether it is the day by which something of unknown length has to be finished."""
        return self.due.what == What.READY

    @property
    def purpose(self) -> Localized | None:
        """What the day is for, where the rule says so."""
        rows = (line.row for line in self.entry.lines if time_of(line.row) == self.due.time)
        return next((localized(row, "what") for row in rows), None)


@dataclass(frozen=True)
class LateStep:
    """Something that will not be ready by the first day at work."""

    hand_in: HandIn
    entry: Entry


@dataclass(frozen=True)
class PlanPage:
    """The plan for somebody's answers."""

    answers: Answers
    parts: list[Part]
    dates: list[Date]
    paper_list: list[Paper]
    backwards: Backwards | None

    @classmethod
    def of(cls, answers: Answers, place: Municipality | None, today: datetime.date) -> Self:
        """Read the steps and make the plan. Two queries, and one each for figures and pages."""
        steps = steps_for_planning()
        ordered = plan(map(rule_of, steps.values()), answers)
        backwards = plan_backwards(ordered, answers, today)
        chosen = [steps[rule.key] for rule in ordered]
        entries = _entries(chosen, answers, backwards, tokens_of(chosen, place), today)
        dues = due_days(ordered, answers, backwards)
        return cls(
            answers,
            [
                Part(Phase(phase), [entries[rule.key] for rule in rules])
                for phase, rules in phases_of(ordered)
            ],
            [Date(due, entries[due.key], due.day < today) for due in dues],
            papers_of(entries.values()),
            backwards,
        )

    @property
    def count(self) -> int:
        """How many steps there are."""
        return sum(len(part.entries) for part in self.parts)

    @property
    def past(self) -> list[Date]:
        """Deadlines whose day has passed."""
        return [date for date in self.dates if date.is_past and date.is_deadline]

    @property
    def late(self) -> list[LateStep]:
        """What will not be ready by the first day at work."""
        entries = {entry.step.key: entry for part in self.parts for entry in part.entries}
        hand_ins = self.backwards.hand_ins if self.backwards else []
        return [LateStep(each, entries[each.key]) for each in hand_ins if each.is_too_late]


def lines_for(step: Step, answers: Answers, today: datetime.date) -> list[Line]:
    """The times of a step that hold for somebody."""
    return [
        Line(row, date_of(time, answers), today)
        for row in step.times.all()
        if (time := time_of(row)).is_for(answers)
    ]


def _entries(
    steps: Iterable[Step],
    answers: Answers,
    backwards: Backwards | None,
    tokens: TokenValues,
    today: datetime.date,
) -> dict[str, Entry]:
    """The numbered entries by key."""
    hand_ins = {each.key: each for each in backwards.hand_ins} if backwards else {}
    return {
        step.key: Entry(
            step, lines_for(step, answers, today), tokens, number, hand_ins.get(step.key)
        )
        for number, step in enumerate(steps, 1)
    }


def name_of(date: Date) -> str:
    """What a calendar calls the day, in the reader's language."""
    title = localized(date.entry.step, "title").value
    if date.is_hand_in:
        return _("Hand in: %(step)s") % {"step": title}
    if date.is_ready:
        return _("To be finished: %(step)s") % {"step": title}
    purpose = date.purpose
    return f"{title}: {purpose.value}" if purpose else title
