"""What a plan is made of, out of the database: the steps, and what their tokens name."""

from collections.abc import Iterable

from hosting.first_steps.rules import Rule, Time
from hosting.models import Step, StepTime
from municipalities.models import Municipality
from municipalities.tokens import TokenValues
from portal.lib.languages import localized


def steps_for_planning() -> dict[str, Step]:
    """The published steps by key, in the editors' order. Two queries."""
    return {step.key: step for step in Step.objects.for_planning()}


def tokens_of(steps: Iterable[Step], municipality: Municipality | None = None) -> TokenValues:
    """What the tokens in the steps' texts mean. One query for figures, one for pages."""
    texts = (localized(step, name).value for step in steps for name in Step.TEXTS_WITH_TOKENS)
    return TokenValues.for_texts(texts, municipality)


def rule_of(step: Step) -> Rule:
    """What the planner must know of a step that was read for planning."""
    return Rule(
        key=step.key,
        phase=step.phase,
        groups=frozenset(step.groups),
        occupations=frozenset(step.occupations),
        is_for_children=step.is_for_children,
        needs_all=tuple(getattr(step, "needs_all", ())),
        needs_any=tuple(getattr(step, "needs_any", ())),
        is_needed_before_work=step.is_needed_before_work,
        times=tuple(time_of(time) for time in step.times.all()),
    )


def time_of(time: StepTime) -> Time:
    """What the planner must know of a time."""
    return Time(
        kind=time.kind,
        amount=time.amount or 0,
        unit=time.unit,
        relation=time.relation,
        anchor=time.anchor,
        yearly=time.yearly,
        monthly_day=time.monthly_day,
        groups=frozenset(time.groups),
        occupations=frozenset(time.occupations),
        is_unchecked=time.is_unchecked,
        number=time.pk,
    )
