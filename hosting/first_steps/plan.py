"""Which steps apply to somebody, and in which order they are done."""

from collections.abc import Iterable, Sequence, Set

from hosting.first_steps.answers import Answers
from hosting.first_steps.rules import Rule
from municipalities.models.page import Phase

PHASES = tuple(Phase.values)


def plan(rules: Iterable[Rule], answers: Answers) -> list[Rule]:
    """The steps that apply, by phase, none before what it depends on.

    Within a phase they keep the order they come in wherever that is possible. A step waits for a
    later phase where all that it depends on does.
    """
    applying = [rule for rule in rules if applies(rule, answers)]
    return _in_order(applying)


def applies(rule: Rule, answers: Answers) -> bool:
    """Whether the step is for somebody with these answers."""
    return (
        answers.group in rule.groups
        and (not rule.occupations or answers.occupation in rule.occupations)
        and (answers.has_children or not rule.is_for_children)
    )


def is_open(rule: Rule, done: Set[str], there: frozenset[str]) -> bool:
    """Whether the step may be done once `done` are: all that it needs, and one of `needs_any`.

    What is not `there`, because it is for other people, is passed over.
    """
    one_of = there.intersection(rule.needs_any)
    return there.intersection(rule.needs_all) <= done and (not one_of or bool(one_of & done))


def phases_of(ordered: Sequence[Rule]) -> list[tuple[str, list[Rule]]]:
    """The ordered steps under the phases in which they are done; phases without steps left out."""
    phases: dict[str, list[Rule]] = {}
    latest = 0
    for rule in ordered:
        latest = max(latest, PHASES.index(rule.phase))
        phases.setdefault(PHASES[latest], []).append(rule)
    return list(phases.items())


def _in_order(rules: list[Rule]) -> list[Rule]:
    there = frozenset(rule.key for rule in rules)
    ordered: list[Rule] = []
    left = list(rules)
    for number, _phase in enumerate(PHASES):
        while chosen := _next(left, number, {rule.key for rule in ordered}, there):
            ordered.append(chosen)
            left.remove(chosen)
    # A circle, which forms and region packs refuse: its steps come last rather than not at all.
    return [*ordered, *left]


def _next(left: list[Rule], phase: int, done: Set[str], there: frozenset[str]) -> Rule | None:
    """The first step of this phase, or of an earlier one, that may be done now."""
    due = (rule for rule in left if PHASES.index(rule.phase) <= phase)
    return next((rule for rule in due if is_open(rule, done, there)), None)
