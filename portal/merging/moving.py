"""Counting what moves, and moving it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connections
from django.db.models import Q, QuerySet

from municipalities.models import Merger, Municipality
from municipalities.models.text import TranslatedText
from newcomers.actions.needless_transfers import close_needless_transfers, needless_transfers
from portal.merging.doubles import doubles, give_way
from portal.merging.merging import Merging
from portal.merging.rules import BESIDE_A_TEXT, MOVES

JOBS = "waiting jobs"
NEEDLESS = "transfers closed as needless"
JOINED = "{} (joined with another)"
RENAMED = "{} (with another name)"
# A job names its municipality in its arguments, by id.
NAMED_IN_JOBS = """
FROM procrastinate_jobs WHERE status = 'todo' AND args ->> 'municipality' = ANY (%s)
"""
MOVE_JOBS = """
UPDATE procrastinate_jobs SET args = jsonb_set(args, '{municipality}', to_jsonb(%s::bigint))
WHERE status = 'todo' AND args ->> 'municipality' = ANY (%s)
"""


def counted(merging: Merging) -> Counter[str]:
    """How many rows would move, by table and column. Changes nothing, and locks nothing."""
    found: Counter[str] = Counter()
    places = [*merging.former_ids, merging.into.pk]
    needless = needless_transfers(places, merging.using)
    found[NEEDLESS] = needless.count()
    dropped: dict[str, list[Any]] = {}
    for label, rule in MOVES.items():
        away = doubles(merging, label, rule)
        found[(RENAMED if rule.renamed else JOINED).format(label)] = len(away)
        dropped[label] = [] if rule.renamed else [each.row.pk for each in away]
        rows = _of(merging, label, merging.former_ids, rule.which(merging.day))
        part, whole = rule.part_of
        gone = {f"{part}__in": dropped[whole]} if part else {"pk__in": dropped[label]}
        found[label] = rows.exclude(**gone).count()
    # Each that is closed gets a line in its case's log, which moves along.
    of_former = needless.filter(municipality__in=merging.former_ids)
    found["newcomers.FollowUp.municipality"] += of_former.count()
    for label in BESIDE_A_TEXT:
        found[label] = sum(
            _beside(merging, label, moved, merging.former_ids).count()
            for moved in _texts(merging, merging.former_ids)
        )
    with connections[merging.using].cursor() as cursor:
        cursor.execute(f"SELECT count(*) {NAMED_IN_JOBS}", [_words(merging.former_ids)])
        found[JOBS] = cursor.fetchone()[0]
    return +found


def moved(merging: Merging) -> dict[int, Counter[str]]:
    """Move it: how many rows, by former municipality, and table and column. Needs the transaction.

    Composite keys are checked at its end, when parents and children are together again.
    """
    found = {place: Counter[str]() for place in [*merging.former_ids, merging.into.pk]}
    found[merging.into.pk][NEEDLESS] = close_needless_transfers(
        places=list(found), using=merging.using
    )
    for label, rule in MOVES.items():
        words = RENAMED if rule.renamed else JOINED
        for double in give_way(merging, label, rule):
            found[double.municipality][words.format(label)] += 1
    for place in merging.former_ids:
        _move_rows(merging, place, found[place])
    # What is the successor's own is told with the first.
    found[merging.former_ids[0]] += found.pop(merging.into.pk)
    return {place: +counts for place, counts in found.items()}


def end(merging: Merging, found: dict[int, Counter[str]]) -> None:
    """The former municipalities have ended, and lead to the successor; what moved is on record."""
    for place in merging.former:
        rows = Municipality.objects.using(merging.using).filter(pk=place.pk)
        rows.update(
            valid_to=place.valid_to or merging.last_day,
            successor=merging.into,
            case_log_enabled=False,
        )
        Merger.objects.using(merging.using).create(
            former=place,
            successor=merging.into,
            took_effect_on=merging.day,
            rows=dict(found[place.pk]),
        )


def _move_rows(merging: Merging, place: int, counts: Counter[str]) -> None:
    # Before the texts themselves: afterwards nobody knows which of them came from here.
    for label in BESIDE_A_TEXT:
        for text in _texts(merging, [place]):
            rows = _beside(merging, label, text, [place])
            counts[label] += rows.update(municipality=merging.into)
    for label, rule in MOVES.items():
        rows = _of(merging, label, [place], rule.which(merging.day))
        counts[label] = rows.update(**{merging.column(label): merging.into})
    with connections[merging.using].cursor() as cursor:
        cursor.execute(MOVE_JOBS, [merging.into.pk, _words([place])])
        counts[JOBS] = cursor.rowcount


def _of(merging: Merging, label: str, places: list[int], which: Q) -> QuerySet[Any]:
    rows = merging.rows(label).filter(**{f"{merging.column(label)}__in": places})
    return rows.filter(which)


def _texts(merging: Merging, places: list[int]) -> Iterator[QuerySet[Any]]:
    """The texts that move, table by table."""
    for label, rule in MOVES.items():
        if issubclass(merging.rows(label).model, TranslatedText):
            yield _of(merging, label, places, rule.which(merging.day))


def _beside(merging: Merging, label: str, texts: QuerySet[Any], places: list[int]) -> QuerySet[Any]:
    """The rows that stand beside these texts, by their kind and id."""
    kind = ContentType.objects.db_manager(merging.using).get_for_model(texts.model)
    rows = merging.rows(label).filter(municipality__in=places, content_type=kind)
    return rows.filter(object_id__in=texts.values("pk"))


def _words(places: Iterable[int]) -> list[str]:
    return [str(place) for place in places]
