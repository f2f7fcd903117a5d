"""What stays of anonymised families, for the region: closed cases by year and who they were of."""

from collections import defaultdict
from dataclasses import dataclass

from django.db import connection

from newcomers.models import StatRow
from newcomers.reports_stays import suppressed


@dataclass(frozen=True)
class AnonymisedYear:
    """The closed cases of a year; None stands for a number that is left out."""

    year: int
    categories: dict[str, int | None]

    @property
    def cells(self) -> list[int | None]:
        """A number for each category, in the order of the choices."""
        return [self.categories.get(each, 0) for each in StatRow.Category.values]


def anonymised_in_region() -> list[AnonymisedYear]:
    """The numbers of all municipalities together, the newest year first, without the small ones:
    needs no scope, reads no row."""
    found: dict[int, dict[str, int | None]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM newcomers_anonymised_by_year()")
        for year, category, count in cursor.fetchall():
            found[year][category] = count
    years = sorted(found.items(), reverse=True)
    return [AnonymisedYear(year, suppressed(categories)) for year, categories in years]
