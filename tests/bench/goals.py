"""What is measured, and the floors and goals: performance has to be above the one and near the
other. The letters are those of the requirement."""

import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Goal:
    """One measure with its floor, which must be reached, and its goal."""

    id: str
    what: str
    floor: float
    goal: float
    unit: str = "×"
    less_is_better: bool = False


def _at_most(id: str, what: str, floor: float, goal: float, unit: str) -> Goal:
    return Goal(id, what, floor, goal, unit, less_is_better=True)


GOALS = (
    Goal("A1a", "page warm / Wagtail's demo page (derived)", 40, 150),
    Goal("A1b", "page warm / Wagtail's with its site cache (derived)", 0.7, 2.3),
    Goal("A1c", "page warm / django CMS cached (derived)", 1.6, 6),
    Goal("A2a", "page warm / limit", 0.7, 2.5),
    Goal("A2b", "304 / limit", 0.7, 2.5),
    Goal("A3", "page, nothing cached / template + 5 queries", 0.75, 1.5),
    Goal("A4a", "list of 50, nothing cached / template + 5 queries", 0.4, 0.6),
    Goal("A4b", "list of 50 warm / limit", 0.7, 2.5),
    Goal("A5", "search / template + 5 queries", 0.8, 1.2),
    Goal("A6", "2 workers / 1 worker, nothing cached", 1.6, 1.75),
    Goal("B1a", "page: rate at 400 / at 8 municipalities", 0.9, 0.97),
    Goal("B1b", "home: rate at 400 / at 8 municipalities", 0.9, 0.97),
    Goal("B1c", "list: rate at 400 / at 8 municipalities", 0.9, 0.97),
    Goal("B2", "search: rate at 400 / at 8, a word in nearly every text", 0.7, 0.85),
    Goal("B3a", "My day: rate at 100 000 / at 1 000 cases", 0.9, 0.97),
    Goal("B3b", "case list: rate at 100 000 / at 1 000 cases", 0.9, 0.97),
    Goal("B3c", "case page: rate at 100 000 / at 1 000 cases", 0.9, 0.97),
    _at_most("B4a", "log search in 1 000 000 entries, PostgreSQL", 10, 5, "ms"),
    Goal("B4b", "log search: rate at 1 000 000 / at 10 000 entries", 0.8, 0.9),
    Goal("B5", "public rate while one coordinator searches, of idle", 0.3, 0.45),
    _at_most("C1a", "queries: page cold", 9, 6, ""),
    _at_most("C1b", "queries: page warm", 1, 0, ""),
    _at_most("C1c", "queries: home", 4, 3, ""),
    _at_most("C1d", "queries: list", 4, 2, ""),
    _at_most("C1e", "queries: search", 4, 2, ""),
    _at_most("C1f", "queries asked twice for a page", 0, 0, ""),
    _at_most("C2a", "queries: case list", 9, 6, ""),
    _at_most("C2b", "queries: case list with search", 10, 7, ""),
    _at_most("C2c", "queries: case page", 16, 10, ""),
    _at_most("C2d", "queries: My day", 10, 6, ""),
    _at_most("C3a", "HTML of the case list", 60, 45, "kB"),
    _at_most("C3b", "HTML of the case page", 60, 40, "kB"),
    Goal("D1a", "hits of 200 visitors in a shared cache", 199, 199, ""),
    _at_most("D1b", "answers to them with Set-Cookie", 0, 0, ""),
    _at_most("D2a", "cold start of a worker", 1.0, 0.5, "s"),
    _at_most("D2b", "memory of a worker", 110, 80, "MiB"),
    _at_most("D3a", "published: an editor sees it with request no.", 1, 1, ""),
    _at_most("D3b", "published: everyone sees it, shared caches too", 5, 1.5, "s"),
)


@dataclass(frozen=True)
class Verdict:
    """What a measure came to."""

    goal: Goal
    measured: float

    @property
    def is_below_floor(self) -> bool:
        """Whether it is a defect."""
        return self._misses(self.goal.floor)

    @property
    def word(self) -> str:
        """How good it is, in a word."""
        if self.is_below_floor:
            return "BELOW"
        return "floor" if self._misses(self.goal.goal) else "goal"

    def _misses(self, mark: float) -> bool:
        if self.goal.less_is_better:
            return self.measured > mark
        return self.measured < mark


def verdicts(measured: Mapping[str, float]) -> list[Verdict]:
    """What was measured, in the order of GOALS; raises KeyError for what has no goal."""
    known = {goal.id for goal in GOALS}
    if unknown := measured.keys() - known:
        raise KeyError(", ".join(sorted(unknown)))
    return [Verdict(goal, measured[goal.id]) for goal in GOALS if goal.id in measured]


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """The ratio of the medians of two that were measured in turn."""
    return statistics.median(ours) / statistics.median(theirs)


def table(found: Iterable[Verdict]) -> str:
    """For the console: id, what, measured, floor, goal, verdict."""
    lines = [f"{'':4} {'':54} {'measured':>10} {'floor':>7} {'goal':>7}"]
    for verdict in found:
        goal = verdict.goal
        measured = f"{written(verdict.measured)} {goal.unit}".strip()
        lines.append(
            f"{goal.id:4} {goal.what:54} {measured:>10} {written(goal.floor):>7}"
            f" {written(goal.goal):>7}  {verdict.word}"
        )
    return "\n".join(lines)


def written(number: float) -> str:
    """Three digits that say something."""
    if float(number).is_integer() or abs(number) >= 100:
        return f"{number:.0f}"
    return f"{number:.2f}" if abs(number) < 10 else f"{number:.1f}"
