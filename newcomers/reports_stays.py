"""Whether people stay: per municipality and year, "still here" and "moved, why".

A question counts in the year it was asked for, a year or two after arrival. A municipality sees its
own numbers; the region sees everybody's, and no number of so few that one knows who they are.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Count
from django.db.models.functions import ExtractYear

from municipalities.models import Municipality
from newcomers.models import StayCheck

# Below this a number says something about people whom others know.
FEWEST = 5


@dataclass(frozen=True)
class StayYear:
    """The answers of a municipality in a year. None stands for a number that is left out."""

    place: str
    year: int
    answers: dict[str, int | None] = field(default_factory=dict)
    reasons: dict[str, int | None] = field(default_factory=dict)

    @property
    def cells(self) -> list[int | None]:
        """Still here, moved, not known; then each reason, in the order of the choices."""
        return [
            *(self.answers.get(each, 0) for each in StayCheck.Answer.values),
            *(self.reasons.get(each, 0) for each in StayCheck.Reason.values),
        ]


def stays_here(*, municipalities: list[int]) -> list[StayYear]:
    """All numbers of the municipalities. Needs the scope."""
    answered = StayCheck.objects.in_municipalities(municipalities).exclude(answer="")
    rows = (
        answered.annotate(year=ExtractYear("due_on"))
        .values_list("municipality", "year", "answer", "reason")
        .annotate(count=Count("pk"))
        .order_by()
    )
    return _years(list(rows))


def stays_in_region() -> list[StayYear]:
    """The numbers of all municipalities, without the small ones: needs no scope, reads no row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM newcomers_stays_by_year()")
        found = _years(cursor.fetchall())
    return [
        StayYear(each.place, each.year, suppressed(each.answers), suppressed(each.reasons))
        for each in found
    ]


def suppressed(numbers: dict[str, int | None]) -> dict[str, int | None]:
    """Without what is fewer than FEWEST; and, where that is one number alone, without the next
    smallest too: else the sum would give it away."""
    small = {name for name, count in numbers.items() if count and count < FEWEST}
    others = sorted((count, name) for name, count in numbers.items() if count and name not in small)
    if len(small) == 1 and others:
        small.add(others[0][1])
    return {name: None if name in small else count for name, count in numbers.items()}


def _years(rows: list[Any]) -> list[StayYear]:
    names = dict(Municipality.objects.values_list("pk", "name"))
    answers: dict[Any, dict[str, int | None]] = defaultdict(dict)
    reasons: dict[Any, dict[str, int | None]] = defaultdict(dict)
    for place, year, answer, reason, count in rows:
        here = names[place], year
        answers[here][answer] = (answers[here].get(answer) or 0) + count
        if reason:
            reasons[here][reason] = count
    return [
        StayYear(place, year, answers[place, year], reasons[place, year])
        for place, year in sorted(answers, key=lambda each: (each[0], -each[1]))
    ]
