"""What the planner must know of a step and of its times: plain values, without a database."""

from dataclasses import dataclass

from hosting.first_steps.answers import ANY, Answers


@dataclass(frozen=True)
class Time:
    """A deadline, a first possible day, a time that must have passed, or a waiting time.

    The fields are those of `StepTime`; `number` tells the times of a step apart, for good.
    """

    kind: str
    amount: int = 0
    unit: str = ""
    relation: str = ""
    anchor: str = ""
    yearly: str = ""
    monthly_day: int | None = None
    groups: frozenset[str] = frozenset()
    occupations: frozenset[str] = frozenset()
    is_unchecked: bool = False
    number: int = 0

    def is_for(self, answers: Answers) -> bool:
        """Whether it holds for somebody with these answers, or may hold where they left it open."""
        of_group = not self.groups or answers.group in self.groups
        is_open = not self.occupations or answers.occupation == ANY
        return of_group and (is_open or answers.occupation in self.occupations)


@dataclass(frozen=True)
class Rule:
    """For whom a step is, what comes before it, and when it is due. The fields are `Step`'s."""

    key: str
    phase: str
    groups: frozenset[str]
    occupations: frozenset[str] = frozenset()
    is_for_children: bool = False
    needs_all: tuple[str, ...] = ()
    needs_any: tuple[str, ...] = ()
    is_needed_before_work: bool = False
    times: tuple[Time, ...] = ()
