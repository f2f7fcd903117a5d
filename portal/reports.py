"""What the portal counts: visits by month and page. They are no persons: nothing is suppressed."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Sum
from django.db.models.functions import TruncMonth

from portal.lib.dates import today
from portal.models import Visit

YEARS_SHOWN = 2


@dataclass(frozen=True)
class MonthVisits:
    """All visits of one month."""

    month: datetime.date
    count: int


@dataclass(frozen=True)
class PageVisits:
    """The visits of one page, in all and in each of the portal's languages, in their order."""

    page: str
    count: int
    by_language: tuple[int, ...]


def visits_by_month() -> list[MonthVisits]:
    """The months of this year and those before that have visits, the newest first."""
    since = datetime.date(today().year - YEARS_SHOWN, 1, 1)
    visits = Visit.objects.filter(day__gte=since).annotate(month=TruncMonth("day"))
    rows = visits.values("month").annotate(sum=Sum("count")).order_by("-month")
    return [MonthVisits(row["month"], row["sum"]) for row in rows]


def visits_by_page(month: datetime.date) -> list[PageVisits]:
    """The pages that were read in the month that begins on the day, the most read first."""
    visits = Visit.objects.in_month(month)
    rows = visits.values_list("page", "language").annotate(sum=Sum("count"))
    counts: dict[str, dict[str, int]] = {}
    for page, language, count in rows:
        counts.setdefault(page, {})[language] = count
    return sorted(_pages(counts), key=lambda each: (-each.count, each.page))


def _pages(counts: dict[str, dict[str, int]]) -> Iterable[PageVisits]:
    for page, found in counts.items():
        shown = tuple(found.get(code, 0) for code, _name in settings.LANGUAGES)
        yield PageVisits(page, sum(found.values()), shown)
