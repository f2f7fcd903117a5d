"""Keeping track of the addresses that texts lead to: collected, looked at, given up."""

import datetime
from collections.abc import Callable
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from municipalities.actions.revisions import place_of
from municipalities.linked import linking_models, links_of, seen_by_readers
from municipalities.models import LinkTarget, LinkUse
from municipalities.models.link import HOST_LENGTH
from portal.lib.answers import LONGEST, Answer, Fault
from portal.lib.dates import today
from portal.lib.outside import TOO_MANY_REQUESTS, Visitor, host_of

Outcome = LinkTarget.Outcome

# On so many days in a row there must be no answer before an address is called dead.
DAYS_UNTIL_DEAD = 3
# An address that no text leads to any more is remembered for so long.
REMEMBERED = datetime.timedelta(days=90)
# What says that there is nothing. Any other refusal, 401, 403 and 429 above all, may be meant for
# programs alone, and tells nothing about readers.
GONE = {404, 410}
# The portal is not allowed to look, or there is nothing to look at.
NEVER_LOOKED_AT = {Fault.NOT_ALLOWED, Fault.MALFORMED}


class Place(NamedTuple):
    """Where an address stands."""

    kind: int
    pk: int
    field: str
    language: str
    municipality: int | None


def visitor() -> Visitor:
    """Who looks at addresses: says to whom it belongs."""
    return Visitor(agent=f"Landgang link check (+{settings.SITE_URL})")


def collect_links() -> None:
    """Write down where every address stands that readers meet today (samle lenker).

    Safe at the same time in two processes: what one has written, the other passes over. Addresses
    longer than browsers and databases take are left out.
    """
    with transaction.atomic():
        found = _places()
        LinkTarget.objects.bulk_create(
            [LinkTarget(address=each, host=host_of(each)[:HOST_LENGTH]) for each in sorted(found)],
            ignore_conflicts=True,
        )
        targets = dict(LinkTarget.objects.filter(address__in=found).values_list("address", "pk"))
        _write_uses({(targets[each], *place) for each in found for place in found[each]})
        seen = LinkTarget.objects.filter(pk__in=targets.values())
        seen.exclude(last_seen_on=today()).update(last_seen_on=today())
        LinkTarget.objects.filter(last_seen_on__lt=today() - REMEMBERED).delete()


def check_host(
    *, target: LinkTarget, visit: Callable[[str], Answer], sleep: Callable[[float], None],
    pause: float, most: int, now: Callable[[], datetime.datetime] = timezone.now,
) -> bool:  # fmt: skip
    """Look at the addresses of the target's host that are due, `most` at once, with a pause of so
    many seconds between them. Returns whether some are left.

    Runs outside a transaction. A host that says it is asked too often is left alone until tomorrow.
    """
    due = list(LinkTarget.objects.due(now()).filter(host=target.host)[: most + 1])
    for number, each in enumerate(due[:most]):
        if number:
            sleep(pause)
        answer = visit(each.address)
        record_answer(target=each, answer=answer, now=now())
        if answer.status == TOO_MANY_REQUESTS:
            return False
    return len(due) > most


def record_answer(
    *, target: LinkTarget, answer: Answer, now: datetime.datetime | None = None
) -> LinkTarget:
    """Write down what came of looking. However often one looks, a day counts once."""
    now = now or timezone.now()
    with transaction.atomic():
        row = LinkTarget.objects.select_for_update().get(pk=target.pk)
        row.checked_at, row.status, row.fault = now, answer.status, answer.fault or ""
        row.leads_to = answer.leads_to if answer.is_moved else ""
        row.outcome = _judged(answer)
        if row.outcome == Outcome.FAILING:
            _count_failure(row, timezone.localdate(now))
        else:
            row.failed_days, row.last_failed_on, row.dead_since = 0, None, None
        row.save()
    return row


def _judged(answer: Answer) -> LinkTarget.Outcome:
    if answer.fault in NEVER_LOOKED_AT:
        return Outcome.REFUSED
    if answer.fault == Fault.NO_NAME_SERVER:
        # It may be our own that is away.
        return Outcome.UNCLEAR
    if answer.status is None or answer.status in GONE or answer.status >= 500:
        return Outcome.FAILING
    return Outcome.FINE if 200 <= answer.status < 300 else Outcome.UNCLEAR


def _count_failure(row: LinkTarget, day: datetime.date) -> None:
    if row.last_failed_on is None or day > row.last_failed_on:
        row.failed_days += 1
        row.last_failed_on = day
    if row.failed_days >= DAYS_UNTIL_DEAD:
        row.outcome = Outcome.DEAD
        row.dead_since = row.dead_since or day


def _places() -> dict[str, set[Place]]:
    found: dict[str, set[Place]] = {}
    for model in linking_models():
        kind = ContentType.objects.get_for_model(model).pk
        for row in seen_by_readers(model):
            place: Any = place_of(row)
            for field, language, address in links_of(row):
                if len(address.encode()) <= LONGEST:
                    here = Place(kind, row.pk, field, language, place.pk if place else None)
                    found.setdefault(address, set()).add(here)
    return found


def _write_uses(wanted: set[tuple[Any, ...]]) -> None:
    columns = ("target_id", "content_type_id", "object_id", "field", "language", "municipality_id")
    known = {tuple(row): pk for pk, *row in LinkUse.objects.values_list("pk", *columns)}
    LinkUse.objects.filter(pk__in=[known[row] for row in known.keys() - wanted]).delete()
    new = [dict(zip(columns, row, strict=True)) for row in wanted - known.keys()]
    LinkUse.objects.bulk_create([LinkUse(**each) for each in new], ignore_conflicts=True)
