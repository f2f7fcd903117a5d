"""Municipalities become one: what would move, and the move itself."""

import datetime
from collections import Counter
from collections.abc import Sequence

from django.db import connections, transaction

from municipalities.models import Municipality
from portal.lib.dates import today
from portal.lib.security_log import note
from portal.merging.merging import Merging
from portal.merging.moving import counted, end, moved
from portal.merging.obstacles import is_done, obstacles

# Nobody is kept waiting for longer, and neither is the merger.
LOCK_TIMEOUT = "10s"


class MergerRefused(Exception):
    """Nothing was changed. The subclass says why."""


class UnknownMunicipality(MergerRefused):
    """There is none with this slug: `slug`."""

    def __init__(self, slug: str) -> None:
        self.slug = slug
        super().__init__(slug)


class SomethingInTheWay(MergerRefused):
    """`obstacles` says what."""

    def __init__(self, found: list[str]) -> None:
        self.obstacles = found
        super().__init__("; ".join(found))


def merging_of(
    *, former: Sequence[str], into: str, on: datetime.date | None, using: str
) -> Merging:
    """The municipalities by their slugs. `on` is the first day as one; else the day after the one
    on which the former ended, else today. Raises UnknownMunicipality."""
    known = Municipality.objects.using(using).defer("boundary").select_related("successor")
    by_slug = {place.slug: place for place in known.filter(slug__in=[*former, into])}
    for slug in [*former, into]:
        if slug not in by_slug:
            raise UnknownMunicipality(slug)
    places = tuple(by_slug[slug] for slug in dict.fromkeys(former))
    ended = {place.first_day_of_successor for place in places} - {None}
    day = on or (ended.pop() if len(ended) == 1 else None) or today()
    return Merging(former=places, into=by_slug[into], day=day, using=using)


def is_carried_out(merging: Merging) -> bool:
    """Whether there is nothing (left) to do."""
    return is_done(merging) and not counted(merging)


def carry_out_merger(*, merging: Merging) -> Counter[str] | None:
    """Move the rows and end the former municipalities, in one transaction (kommunesammenslåing).

    Gives how many rows moved, by table and column; None where there was nothing to do: a second
    time only what came in meanwhile is carried over. Raises SomethingInTheWay.
    """
    with transaction.atomic(using=merging.using):
        _hold(merging)
        if found := obstacles(merging):
            raise SomethingInTheWay(found)
        if is_carried_out(merging):
            return None
        rows = moved(merging)
        end(merging, rows)
        # Here, so that what the database refuses is refused before anything is called done.
        with connections[merging.using].cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    total: Counter[str] = sum(rows.values(), Counter())
    former = ",".join(place.slug for place in merging.former)
    note("municipalities_merged", former=former, into=merging.into.slug, rows=total.total())
    return total


def _hold(merging: Merging) -> None:
    """Two mergers wait for each other, and nothing new is written there meanwhile: every row that
    names a municipality takes a lock on it."""
    with connections[merging.using].cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
    ids = sorted(merging.by_id)
    rows = Municipality.objects.using(merging.using).filter(pk__in=ids).order_by("pk")
    list(rows.select_for_update().values_list("pk"))
