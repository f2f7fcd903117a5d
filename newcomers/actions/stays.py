"""Asking, a year and two years after arrival, whether a family lives here."""

import calendar
import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from newcomers.actions.texts import Refused
from newcomers.models import Case, Family, FollowUp, StayCheck, TransferCover
from newcomers.permissions import may_log_on_case

MONTHS = (12, 24)


class AlreadyAnswered(Refused):
    """Somebody answered before; `check` says who and when."""

    def __init__(self, check: StayCheck) -> None:
        self.check = check
        super().__init__(f"stay check {check.pk} is answered")


class ReasonNeeded(Refused):
    """Who has left, left for a reason; "not said" is one."""


def plan_stay_checks(*, family: Family, after: datetime.date | None = None) -> None:
    """Plan the two questions from the day of arrival; a changed day moves those still open.

    With `after`, none whose day has passed by then.
    """
    if family.arrived_on is None:
        drop_stay_checks(family=family)
        return
    for months in MONTHS:
        due_on = months_after(family.arrived_on, months)
        if after and due_on <= after:
            continue
        if not (_answered(family, months) or _was_asked_there(family, months, due_on)):
            StayCheck.objects.update_or_create(
                journey=family.journey,
                municipality_id=family.municipality_id,
                months=months,
                defaults={"due_on": due_on},
            )


def drop_stay_checks(*, family: Family) -> None:
    """Ask no more: nobody came, somebody died, or the family should not be in the log."""
    StayCheck.objects.filter(
        journey=family.journey, municipality_id=family.municipality_id, answer=""
    ).delete()


def hand_on_stay_checks(*, family: Family, to: Family) -> None:
    """Let the municipality that has taken the family over ask what is not answered yet. The
    questions follow the journey. Needs the scope of both."""
    ours = {"journey": family.journey, "municipality_id": family.municipality_id, "answer": ""}
    left = list(StayCheck.objects.filter(**ours).values_list("months", "due_on"))
    drop_stay_checks(family=family)
    for months, due_on in left:
        StayCheck.objects.get_or_create(
            journey=to.journey,
            municipality_id=to.municipality_id,
            months=months,
            defaults={"due_on": due_on},
        )


def answer_stay_check(*, check: StayCheck, answer: str, by: Any, reason: str = "") -> StayCheck:
    """Write down whether they are still here (bostatus). Raises AlreadyAnswered, ReasonNeeded."""
    left = answer == StayCheck.Answer.NO
    if answer not in StayCheck.Answer or left != (reason in StayCheck.Reason):
        raise ReasonNeeded
    with transaction.atomic():
        current = StayCheck.objects.select_for_update(of=("self",)).get(pk=check.pk)
        if not may_answer_stay_check(by, current):
            raise PermissionDenied
        if current.answer:
            raise AlreadyAnswered(current)
        current.answer, current.reason = answer, reason
        current.answered_at, current.answered_by = timezone.now(), by
        current.save(update_fields=["answer", "reason", "answered_at", "answered_by"])
    return current


def months_after(day: datetime.date, months: int) -> datetime.date:
    """The same day so many months later, or the last of that month."""
    year, month = divmod(day.month - 1 + months, 12)
    year += day.year
    last = calendar.monthrange(year, month + 1)[1]
    return datetime.date(year, month + 1, min(day.day, last))


def newest_case_of(check: StayCheck) -> Case | None:
    """The newest case here of the household that the question is about."""
    cases = Case.objects.filter(
        family__journey=check.journey, municipality_id=check.municipality_id
    )
    related = ("family", "enquiry")
    return cases.select_related(*related).order_by("-opened_on", "-pk").first()


def may_answer_stay_check(user: Any, check: StayCheck) -> bool:
    """Whoever may write in the log of the family's newest case here, closed or not."""
    newest = newest_case_of(check)
    return newest is not None and may_log_on_case(user, newest)


def _answered(family: Family, months: int) -> bool:
    return (
        StayCheck.objects.filter(
            journey=family.journey, municipality_id=family.municipality_id, months=months
        )
        .exclude(answer="")
        .exists()
    )


def _was_asked_there(family: Family, months: int, due_on: datetime.date) -> bool:
    """Whether the question was that of the municipality the family was taken over from, or of the
    household that it was a part of."""
    if due_on >= timezone.localdate(family.created_at):
        return False
    here = StayCheck.objects.filter(
        journey=family.journey, municipality_id=family.municipality_id, months=months
    )
    if here.exists():
        return False
    came = TransferCover.objects.filter(successor__family=family).exists()
    parted = FollowUp.objects.filter(case__family=family, change__what="split_off")
    return came or parted.exists()
