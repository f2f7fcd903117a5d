"""What waits for somebody on a morning, by municipality: counts and case numbers, nothing else."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from municipalities.models import Membership, Municipality
from municipalities.permissions import Standing
from municipalities.roles import MATRIX, Ability
from newcomers.models import Case, Enquiry, StayCheck, Task, TransferCover
from newcomers.models.case import CaseQuerySet
from newcomers.permissions import own_cases, readable_cases, readable_covers
from newcomers.worklists import WORKLISTS
from portal.lib.scope import scoped

# Of more cases only the number is told: a mail is no list to work from.
MOST_NUMBERS = 20


@dataclass(frozen=True)
class Item:
    """One thing that waits: what, how often, and in which cases."""

    label: Any
    count: int
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True)
class PlaceDigest:
    """What waits in one municipality; `led` is for its lead alone."""

    place: str
    own: tuple[Item, ...]
    led: tuple[Item, ...]


def readers(ability: Ability = Ability.READ_CASES) -> list[int]:
    """Ids of all people with an open account who have the ability anywhere today."""
    roles = [role for role, abilities in MATRIX.items() if ability in abilities]
    held = Membership.objects.valid_on().filter(role__in=roles, user__is_active=True)
    return sorted(set(held.values_list("user", flat=True)))


def digest_of(user: Any, day: datetime.date) -> list[PlaceDigest]:
    """What waits for the person that day; empty when nothing does. Each municipality's rows are
    read in its own scope."""
    standing = Standing.of(user)
    places = Municipality.objects.without_outline().filter(
        pk__in=standing.places(Ability.READ_CASES)
    )
    found = []
    for place in places.order_by("name"):
        with scoped([place.pk]):
            digest = _digest(user, standing, place, day)
        if digest.own or digest.led:
            found.append(digest)
    return found


def _digest(user: Any, standing: Standing, place: Municipality, day: datetime.date) -> PlaceDigest:
    cases = readable_cases(Case.objects.in_municipalities([place.pk]), user, standing)
    # What is only kept is nobody’s work, and stands in no mail.
    cases = cases.filter(family__restricted_at=None)
    leads = place.pk in standing.places(Ability.LEAD_CASES)
    return PlaceDigest(
        place.name,
        _some(_own(user, standing, cases, place, day)),
        _some(_led(cases, place, day)) if leads else (),
    )


def _own(
    user: Any, standing: Standing, cases: CaseQuerySet, place: Municipality, day: datetime.date
) -> Iterable[Item]:
    mine = cases.filter(own_cases(user, standing))
    yield _item(_("due today"), mine.due_between(day, day))
    yield _item(_("overdue"), mine.overdue(day))
    yield _item(_("without contact"), mine.without_contact(day))
    tasks = Task.objects.in_municipalities([place.pk]).of(user).planned()
    yield Item(
        _("tasks that belong to no case, due or overdue"),
        tasks.filter(case=None, due_on__lte=day).count(),
    )
    checks = StayCheck.objects.in_municipalities([place.pk]).due(day)
    journeys = cases.values("family__journey")
    yield Item(
        _("families to be asked whether they stay"), checks.filter(journey__in=journeys).count()
    )
    waiting = Enquiry.objects.in_municipalities([place.pk]).waiting()
    yield Item(_("enquiries waiting"), waiting.count())
    covers = TransferCover.objects.in_municipalities([place.pk]).waiting()
    yield Item(_("transfers to answer"), readable_covers(covers, standing).count())


def _led(cases: CaseQuerySet, place: Municipality, day: datetime.date) -> Iterable[Item]:
    yield _item(_("without coordinator"), cases.without_coordinator(day))
    unanswered = Enquiry.objects.in_municipalities([place.pk]).unanswered(day)
    yield Item(_("enquiries unanswered for two working days"), unanswered.count())
    yield _item(_("put off three times"), WORKLISTS["put-off"].of(cases))


def _item(label: Any, cases: CaseQuerySet) -> Item:
    numbers = cases.order_by("number").values_list("number", flat=True)
    first = tuple(numbers[: MOST_NUMBERS + 1])
    count = len(first) if len(first) <= MOST_NUMBERS else cases.count()
    return Item(label, count, first[:MOST_NUMBERS])


def _some(items: Iterable[Item]) -> tuple[Item, ...]:
    return tuple(item for item in items if item.count)
