"""Rows of which a municipality has one: what becomes of the others when several become one."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Case, Count, Model, Q, QuerySet, When

from portal.merging.merging import Merging
from portal.merging.rules import Moves


@dataclass(frozen=True)
class Double:
    """A row whose place is taken by another one, and where it is."""

    row: Model
    municipality: int


def doubles(merging: Merging, label: str, rule: Moves) -> list[Double]:
    """Those that give way; none where every row may be there beside the others."""
    return list(_doubles(merging, label, rule)) if rule.once else []


def give_way(merging: Merging, label: str, rule: Moves) -> list[Double]:
    """Drop them, or give them another name."""
    found = doubles(merging, label, rule)
    if rule.renamed:
        for double in found:
            _rename(merging, rule, double)
    elif found:
        keys = [double.row.pk for double in found]
        merging.rows(label).filter(pk__in=keys).delete()
    return found


def _doubles(merging: Merging, label: str, rule: Moves) -> Iterator[Double]:
    column = merging.column(label)
    rows = _meeting(merging, label, rule)
    groups = rows.values(*rule.once).annotate(count=Count("pk")).filter(count__gt=1)
    for group in groups.order_by():
        same = {name: group[name] for name in rule.once}
        # Where the rule says nothing, the successor's own keeps its place.
        best = (*rule.best, "is_carried_over", "pk")
        for row in rows.filter(**same).order_by(*best)[1:]:
            yield Double(row, getattr(row, f"{column}_id"))


def _meeting(merging: Merging, label: str, rule: Moves) -> QuerySet[Any]:
    """What moves, and what is with the successor already."""
    column = merging.column(label)
    moving = Q(**{f"{column}__in": merging.former_ids}) & rule.which(merging.day)
    there = Q(**{column: merging.into.pk})
    carried = When(there, then=False)
    rows = merging.rows(label).annotate(
        **rule.once, is_carried_over=Case(carried, default=True, output_field=BooleanField())
    )
    found: QuerySet[Any] = rows.filter(moving | there)
    return found


def _rename(merging: Merging, rule: Moves, double: Double) -> None:
    place = merging.by_id[double.municipality]
    old = getattr(double.row, rule.renamed)
    new = rule.new_name.format(old=old, slug=place.slug, name=place.name)
    field: Any = double.row._meta.get_field(rule.renamed)
    setattr(double.row, rule.renamed, new[: field.max_length])
    double.row.save(update_fields=[rule.renamed])
