"""Which events tell an object's history, and in what order: its own, those of the rows that are
part of it, and what its many-to-many relations joined and parted."""

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from heapq import merge
from typing import Any

from django.db import models
from django.db.models import QuerySet

from portal.lib.history import ADDED, BEGUN, CHANGED, DELETED, event_model

# A model whose rows are part of the object, and its foreign key to the object.
Part = tuple[type[models.Model], str]
# Changes made by one person in one transaction.
Moment = tuple[datetime.datetime, Any]


@dataclass(frozen=True)
class Links:
    """What a many-to-many relation lost and got: the ids it points to."""

    field: Any
    removed: frozenset[Any]
    added: frozenset[Any]


@dataclass(frozen=True)
class Entry:
    """One thing that happened: an event of a row, links that changed, or both at one moment."""

    model: type[models.Model]
    at: datetime.datetime
    user: Any  # id
    label: str
    event: int | None = None  # None where only links changed
    earlier: int | None = None  # the event that came before it for the same row
    links: tuple[Links, ...] = ()


def timeline(obj: models.Model, parts: Iterable[Part] = ()) -> list[Entry]:
    """All that happened to the object, the newest first. One small query for each table.

    Each table keeps its own order: a transaction that began earlier may have changed a row later.
    """
    model = type(obj)
    own = row_entries(model, event_model(model).objects.filter(pgh_obj=obj.pk))
    own, alone = _joined(model, own, _links_of(obj))
    of_parts = [
        row_entries(part, event_model(part).objects.filter(**{name: obj.pk}))
        for part, name in parts
    ]
    # At the same moment the last one wins: the object's own event.
    return list(merge(*of_parts, alone, own, key=lambda entry: entry.at))[::-1]


def row_entries(model: type[models.Model], events: QuerySet[Any]) -> list[Entry]:
    """The events of the model's rows, the oldest first, each with the one before it."""
    entries: list[Entry] = []
    latest: dict[Any, int] = {}
    columns = ("pgh_id", "pgh_obj_id", "pgh_created_at", "pgh_label", "pgh_context")
    for event, row, at, label, context in events.order_by("pgh_id").values_list(*columns):
        entries.append(Entry(model, at, _user_id(context), label, event, latest.get(row)))
        latest[row] = event
    return entries


def links_between(field: Any, pk: Any) -> dict[Moment, Links]:
    """What the relation lost and got, by moment. What came and went within one is left out."""
    events = event_model(field.remote_field.through)
    if events is None:
        return {}
    target: dict[Any, Any] = {}
    net: dict[Moment, Counter[Any]] = {}
    mine, other = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
    columns = ("pgh_obj_id", other, "pgh_created_at", "pgh_label", "pgh_context")
    rows = events.objects.filter(**{mine: pk}).order_by("pgh_id").values_list(*columns)
    for row, now, at, label, context in rows:
        count = net.setdefault((at, _user_id(context)), Counter())
        if label in (CHANGED, DELETED):
            count[target.get(row, now)] -= 1
        if label in (CHANGED, ADDED):
            count[now] += 1
        target[row] = now
    return {
        moment: Links(
            field,
            frozenset(each for each, number in count.items() if number < 0),
            frozenset(each for each, number in count.items() if number > 0),
        )
        for moment, count in net.items()
        if any(count.values())
    }


def _links_of(obj: models.Model) -> dict[Moment, tuple[Links, ...]]:
    found: dict[Moment, tuple[Links, ...]] = {}
    for field in obj._meta.many_to_many:
        for moment, links in links_between(field, obj.pk).items():
            found[moment] = (*found.get(moment, ()), links)
    return found


def _joined(
    model: type[models.Model], own: list[Entry], links: dict[Moment, tuple[Links, ...]]
) -> tuple[list[Entry], list[Entry]]:
    """The object's own entries, with the links that changed with them; and the other links."""
    rest, entries = dict(links), []
    for entry in reversed(own):
        moment = (entry.at, entry.user)
        with_it = () if entry.label in (BEGUN, DELETED) else rest.pop(moment, ())
        entries.append(replace(entry, links=with_it))
    alone = [Entry(model, at, user, CHANGED, links=each) for (at, user), each in rest.items()]
    return entries[::-1], sorted(alone, key=lambda entry: entry.at)


def _user_id(context: dict[str, Any] | None) -> Any:
    return (context or {}).get("user")
