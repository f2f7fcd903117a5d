"""Which municipalities become one, when, and through which connection."""

import datetime
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.apps import apps
from django.db.models import QuerySet

from municipalities.models import Municipality


@dataclass(frozen=True)
class Merging:
    """The former municipalities, the one they are part of, and its first day as one."""

    former: tuple[Municipality, ...]
    into: Municipality
    day: datetime.date
    using: str  # the alias of the owner: row-level security does not bind it

    @cached_property
    def former_ids(self) -> list[int]:
        """The ids of those that end."""
        return [place.pk for place in self.former]

    @cached_property
    def by_id(self) -> dict[int, Municipality]:
        """All of them."""
        return {place.pk: place for place in (*self.former, self.into)}

    @property
    def last_day(self) -> datetime.date:
        """The last day of those that end."""
        return self.day - datetime.timedelta(days=1)

    def rows(self, label: str) -> QuerySet[Any]:
        """All rows of the table of "newcomers.Case.municipality"."""
        app, name, _column = label.split(".")
        model: Any = apps.get_model(app, name)
        rows: QuerySet[Any] = model._base_manager.using(self.using)
        return rows

    def column(self, label: str) -> str:
        """Which column it is: "municipality"."""
        return label.rsplit(".", 1)[1]
