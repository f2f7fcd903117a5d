"""What stands in the way of a merger, all of it told before anything moves."""

from collections.abc import Iterator

from django.db.models import Count

from hosting.models import Letter
from municipalities.models import Municipality
from newcomers.models import Case, Family
from portal.lib.dates import today
from portal.merging.merging import Merging


def obstacles(merging: Merging) -> list[str]:
    """What has to be put right first, in sentences for the operator."""
    return [*_of_the_successor(merging), *_of_the_former(merging), *_of_the_rows(merging)]


def remarks(merging: Merging) -> list[str]:
    """What somebody should look at afterwards."""
    places = [*merging.former_ids, merging.into.pk]
    open_cases = Case.objects.using(merging.using).unfinished().in_municipalities(places)
    twice = open_cases.values("family__journey").annotate(count=Count("pk")).filter(count__gt=1)
    if count := twice.count():
        return [f"{count} households have an open case in two of them: the lead joins these."]
    return []


def _of_the_successor(merging: Merging) -> Iterator[str]:
    into = merging.into
    if into.is_region:
        yield f"{into.slug} is the region, not a municipality."
    if into.is_former:
        yield f"{into.slug} has ended itself."
    if into.valid_from and into.valid_from > merging.day:
        yield f"{into.slug} begins on {into.valid_from} only."
    if merging.day > today():
        yield f"{merging.day} has not come yet: rows move on the first day as one, or later."


def _of_the_former(merging: Merging) -> Iterator[str]:
    for place in merging.former:
        if place.is_region:
            yield f"{place.slug} is the region: it does not end."
        if place == merging.into:
            yield f"{place.slug} cannot be merged into itself."
        if place.successor_id not in (None, merging.into.pk):
            yield f"{place.slug} is part of {place.successor} already."
        if place.valid_to and place.valid_to != merging.last_day:
            yield f"{place.slug} ended on {place.valid_to}, which is not the day before."
        if place.valid_from and place.valid_from > merging.last_day:
            yield f"{place.slug} begins on {place.valid_from} only."


def _of_the_rows(merging: Merging) -> Iterator[str]:
    families = Family.objects.using(merging.using).filter(municipality__in=merging.former_ids)
    if not merging.into.case_log_enabled and families.exists():
        yield f"{merging.into.slug} keeps no case log, and families move there: switch it on first."
    letters = Letter.objects.using(merging.using).filter(municipality__in=merging.former_ids)
    for letter in letters.filter(state=Letter.State.APPROVED).select_related("municipality"):
        yield f"A letter of {letter.municipality.slug} is on its way: wait until it is sent."


def is_done(merging: Merging) -> bool:
    """Whether the municipalities themselves stand as they shall."""
    rows = Municipality.objects.using(merging.using).filter(pk__in=merging.former_ids)
    ended = rows.filter(successor=merging.into, valid_to=merging.last_day, case_log_enabled=False)
    return ended.count() == len(merging.former)
