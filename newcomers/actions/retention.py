"""How long families are kept: what a person approves, and what is carried out thirty days later.

A clock erases nothing by itself: it carries out what somebody has approved, and stops at whatever
has happened since.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import (
    DateField,
    DateTimeField,
    DurationField,
    ExpressionWrapper,
    Func,
    OuterRef,
    Subquery,
    Value,
)
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from municipalities.models import Municipality
from newcomers.actions.erasure import (
    CaseOpen,
    ErasureRefused,
    NotHere,
    OnHold,
    RequestOpen,
    Why,
    anonymise_family,
)
from newcomers.actions.stays import months_after
from newcomers.actions.texts import Refused, sound_line
from newcomers.models import (
    Case,
    Family,
    RetentionBatch,
    RetentionHold,
    RetentionItem,
    RetentionRule,
)
from newcomers.models.family import FamilyQuerySet
from newcomers.models.retention import (
    ANONYMISE_AFTER,
    LEAST_MONTHS,
    MOST_MONTHS,
    REASON_LENGTH,
    WAIT,
)
from newcomers.permissions import may_erase_family, may_lead_cases
from portal.lib.constraints import violates
from portal.lib.dates import today

MOST_AT_ONCE = 100
LONGEST_HOLD = datetime.timedelta(days=5 * 366)
STOPS: dict[type[ErasureRefused], RetentionItem.Stop] = {
    CaseOpen: RetentionItem.Stop.REOPENED,
    RequestOpen: RetentionItem.Stop.REQUEST,
    OnHold: RetentionItem.Stop.HOLD,
    NotHere: RetentionItem.Stop.JOINED,
}


class RetentionRefused(Refused):
    """Nothing was changed. The subclass says why."""


class NotOverYet(RetentionRefused):
    """One of the families is not here, its time is not over, or something holds it back."""


class AlreadyApproved(RetentionRefused):
    """Somebody has approved one of the families; `batch` says who and when."""

    def __init__(self, batch: RetentionBatch) -> None:
        self.batch = batch
        super().__init__(f"approved in batch {batch.pk}")


class NobodyChosen(RetentionRefused):
    """A list of nobody, or of more than a person looks at: a hundred at most."""


class ImpossibleTime(RetentionRefused):
    """No number of months, or no day, that a family may be kept for."""


class WhyHeld(RetentionRefused):
    """A hold needs a reason."""


class ItemOver(RetentionRefused):
    """It was carried out, or stopped, already."""


@dataclass(frozen=True)
class AtRest:
    """The families of a municipality whose time has come: to be looked at, and to be approved."""

    to_look_at: FamilyQuerySet
    to_approve: FamilyQuerySet


def rule_of(place: Municipality) -> RetentionRule:
    """What holds there; without a row, what holds for everybody."""
    found = RetentionRule.objects.filter(municipality=place).first()
    return found or RetentionRule(municipality=place)


def families_at_rest(*, place: Municipality, day: datetime.date | None = None) -> AtRest:
    """Families with whom nothing has happened for so long as the rule says, and that nothing
    holds back. Needs the scope."""
    day, rule = day or today(), rule_of(place)
    free = _free([place.pk], day)
    to_approve = free.at_rest_since(months_after(day, -rule.anonymise_after))
    looked_at = free.at_rest_since(months_after(day, -rule.review_after))
    to_look_at = looked_at.exclude(pk__in=to_approve.values("pk"))
    return AtRest(to_look_at.order_by("created_at", "pk"), to_approve.order_by("created_at", "pk"))


def families_to_approve(places: Iterable[int]) -> FamilyQuerySet:
    """Those that may be approved in any of the municipalities (ids), to be counted: one query."""
    rule = RetentionRule.objects.filter(municipality=OuterRef("municipality"))
    months = Coalesce(Subquery(rule.values("anonymise_after")), Value(ANONYMISE_AFTER))
    ago = Func(Value(0), months, function="make_interval", output_field=DurationField())
    moment = ExpressionWrapper(Value(today()) - ago, output_field=DateTimeField())
    return _free(list(places), today()).at_rest_since(Cast(moment, DateField()))


def set_rule(
    *, place: Municipality, review_after: int, anonymise_after: int, by: Any
) -> RetentionRule:
    """Say how long the municipality keeps families (slettefrist), in months after the last entry.

    What is approved already stays so. Raises ImpossibleTime.
    """
    if not may_lead_cases(by, place.pk):
        raise PermissionDenied
    if not LEAST_MONTHS <= review_after <= anonymise_after <= MOST_MONTHS:
        raise ImpossibleTime
    rule, _is_new = RetentionRule.objects.update_or_create(
        municipality=place,
        defaults={
            "review_after": review_after,
            "anonymise_after": anonymise_after,
            "changed_at": timezone.now(),
            "changed_by": by,
        },
    )
    return rule


def approve_batch(
    *, place: Municipality, families: Sequence[int], by: Any, form_key: str
) -> RetentionBatch:
    """Approve that the families (their ids) are anonymised in thirty days. All of them, or none.

    The same form twice is one list. Raises NobodyChosen, AlreadyApproved, NotOverYet.
    """
    if not may_lead_cases(by, place.pk):
        raise PermissionDenied
    wanted = set(families)
    if not 0 < len(wanted) <= MOST_AT_ONCE:
        raise NobodyChosen
    sent = RetentionBatch.objects.filter(form_key=form_key, approved_by=by).first()
    if sent is not None:
        return sent
    try:
        with transaction.atomic():
            return _approve(place, wanted, by, form_key)
    except IntegrityError as error:
        if not (violates(error, "form_key") or violates(error, "retention_item_waits_once")):
            raise
        # At the same moment: the same form, or another one with one of the families.
        sent = RetentionBatch.objects.filter(form_key=form_key, approved_by=by).first()
        if sent is None:
            raise AlreadyApproved(_approved(place, wanted)) from None
        return sent


def take_off(*, item: RetentionItem, by: Any) -> RetentionItem:
    """Take a family off an approved list. Raises ItemOver."""
    if not may_lead_cases(by, item.municipality_id):
        raise PermissionDenied
    with transaction.atomic():
        current = _locked(item.pk)
        if current is None:
            raise ItemOver
        return _stop(current, RetentionItem.Stop.TAKEN_BACK)


def set_hold(*, family: Family, reason: str, until: datetime.date, by: Any) -> RetentionHold:
    """Keep the family until a day, whatever its time (sperre); an approval that waits is stopped.

    Raises WhyHeld, ImpossibleTime, IdentityNumber or TextTooLong.
    """
    if not may_erase_family(by, family.municipality_id):
        raise PermissionDenied
    said = sound_line(reason, REASON_LENGTH)
    if not said:
        raise WhyHeld
    if not today() < until <= today() + LONGEST_HOLD:
        raise ImpossibleTime
    with transaction.atomic():
        hold = RetentionHold.objects.create(
            family=family,
            municipality_id=family.municipality_id,
            reason=said,
            until=until,
            set_by=by,
        )
        for item in RetentionItem.objects.waiting().filter(family=family).select_for_update():
            _stop(item, RetentionItem.Stop.HOLD)
    return hold


def lift_hold(*, hold: RetentionHold, by: Any) -> RetentionHold:
    """End a hold before its day; a second time changes nothing."""
    if not may_erase_family(by, hold.municipality_id):
        raise PermissionDenied
    with transaction.atomic():
        current = RetentionHold.objects.select_for_update(of=("self",)).get(pk=hold.pk)
        if current.lifted_at is None:
            current.lifted_at, current.lifted_by = timezone.now(), by
            current.save(update_fields=["lifted_at", "lifted_by"])
    return current


def stop_overtaken() -> list[RetentionItem]:
    """Stop, within the scope, what was approved and is overtaken by what has happened since."""
    with transaction.atomic():
        ids = list(RetentionItem.objects.overtaken().values_list("pk", flat=True))
        return [each for pk in ids if (each := _locked(pk)) and _stop(each, _obstacle(pk))]


def carry_out(*, item: int, day: datetime.date | None = None) -> bool:
    """Anonymise the family of an approved item (its id) whose day has come; whether that was done.

    In a transaction of its own, and once: what is done, stopped or not due is left alone.
    """
    with transaction.atomic():
        current = _locked(item)
        if current is None or current.batch.due_on > (day or today()):
            return False
        assert current.family is not None
        # Who is writing in the log right now is waited for, and counts.
        list(Case.objects.filter(family=current.family).select_for_update(of=("self",)))
        if obstacle := _obstacle(item):
            _stop(current, obstacle)
            return False
        try:
            anonymise_family(family=current.family, by=current.batch.approved_by, why=Why.RETENTION)
        except ErasureRefused as refusal:
            _stop(current, STOPS[type(refusal)])
            return False
    return True


def _free(places: list[int], day: datetime.date) -> FamilyQuerySet:
    """Held back by nothing, and not on an approved list: they are shown there."""
    waiting = RetentionItem.objects.in_municipalities(places).waiting()
    here = Family.objects.in_municipalities(places).not_held_back(day)
    return here.exclude(pk__in=waiting.values("family"))


def _approve(place: Municipality, wanted: set[int], by: Any, form_key: str) -> RetentionBatch:
    if RetentionItem.objects.waiting().filter(family__in=wanted, municipality=place).exists():
        raise AlreadyApproved(_approved(place, wanted))
    over = families_at_rest(place=place).to_approve.filter(pk__in=wanted)
    found = list(over.order_by("pk").select_for_update(of=("self",)))
    if len(found) != len(wanted):
        raise NotOverYet
    batch = RetentionBatch.objects.create(
        municipality=place, approved_by=by, due_on=today() + WAIT, form_key=form_key
    )
    RetentionItem.objects.bulk_create(
        RetentionItem(batch=batch, municipality=place, family=family) for family in found
    )
    return batch


def _approved(place: Municipality, wanted: set[int]) -> RetentionBatch:
    items = RetentionItem.objects.waiting().filter(family__in=wanted, municipality=place)
    first = items.select_related("batch__approved_by").order_by("pk").first()
    if first is None:
        raise NotOverYet
    return first.batch


def _locked(pk: int) -> RetentionItem | None:
    """The item, locked, if it still waits."""
    rows = RetentionItem.objects.waiting().select_for_update(of=("self",), no_key=True)
    return rows.select_related("batch__approved_by", "family").filter(pk=pk).first()


def _obstacle(pk: int) -> str:
    found: Any = RetentionItem.objects.with_obstacle().get(pk=pk)
    return str(found.obstacle)


def _stop(item: RetentionItem, why: str) -> RetentionItem:
    item.stopped_at, item.stop = timezone.now(), why
    item.save(update_fields=["stopped_at", "stop"])
    return item
