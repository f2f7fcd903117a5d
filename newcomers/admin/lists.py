"""What the lists of the case log share: short pages, no count of everything, nothing heavy."""

from typing import Any, cast

from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.forms import Media
from django.http import HttpRequest
from django.utils.functional import cached_property

from newcomers.admin.logged import Logged

MOST_COUNTED = 1000


class CappedPaginator(Paginator):  # type: ignore[type-arg]
    """Counts no further than anybody turns pages: a count of everything costs more than a page."""

    @cached_property
    def count(self) -> int:
        """How many rows there are, or one more than a thousand."""
        rows = cast(QuerySet[Any], self.object_list).order_by()
        return int(rows[: MOST_COUNTED + 1].count())


class PlainList(Logged):
    """A list in the order of the work, that is filtered, and not searched by its address."""

    list_per_page = 50
    list_max_show_all = 0
    sortable_by: Any = ()
    actions: Any = None
    paginator: Any = CappedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def get_list_display(self, request: HttpRequest) -> Any:
        """Without the municipality for who works in one alone: it takes a quarter of a phone."""
        columns = super().get_list_display(request)  # type: ignore[misc]
        works_in_one = len(self.standing(request).places(*self.opens)) == 1
        return [each for each in columns if not (works_in_one and each == "municipality")]

    @property
    def media(self) -> Media:
        """None of Django's scripts: there are no actions, and the forms are our own."""
        return Media()
