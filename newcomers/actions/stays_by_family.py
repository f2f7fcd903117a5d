"""Asking the family itself, by mail, whether it still lives here; and its answer.

A person of the municipality has it asked: the clock writes to nobody. The answer comes by a signed
link that names one question; `newcomers.stay_links` says how long it is good.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from newcomers import tasks_stays
from newcomers.actions.consents import may_stay_in_touch
from newcomers.actions.stays import AlreadyAnswered, may_answer_stay_check, newest_case_of
from newcomers.actions.texts import Refused
from newcomers.family_mail import address_of
from newcomers.models import StayCheck
from newcomers.receipts import may_be_mailed
from newcomers.stay_links import GOOD_FOR, StayLink
from portal.lib.dates import today
from portal.lib.jobs import enqueue
from portal.lib.scope import scoped


class AskingRefused(Refused):
    """The family is not asked. The subclass says why."""


class NotDueYet(AskingRefused):
    """The question is for a day that has not come."""


class NoMailTo(AskingRefused):
    """No address, a confidential one, data that are only kept, only the telephone is safe, or the
    case is over and nobody has agreed to stay in touch."""


class AskedAlready(AskingRefused):
    """The family has the question, and time to answer it."""


class QuestionGone(Exception):
    """It was answered, asked anew, or handed on to another municipality: the link is void."""


def ask_family(*, check: StayCheck, by: Any) -> StayCheck:
    """Have the family asked by mail, in its language (spørre familien).

    Raises AlreadyAnswered, NotDueYet, NoMailTo or AskedAlready.
    """
    with transaction.atomic():
        current = StayCheck.objects.select_for_update(of=("self",)).get(pk=check.pk)
        if not may_answer_stay_check(by, current):
            raise PermissionDenied
        if current.answer:
            raise AlreadyAnswered(current)
        if current.due_on > today():
            raise NotDueYet
        if not may_be_asked(current):
            raise NoMailTo
        if current.asked_at and timezone.now() < current.asked_at + GOOD_FOR:
            raise AskedAlready
        current.asked_at, current.asked_by = timezone.now(), by
        current.save(update_fields=["asked_at", "asked_by"])
        enqueue(tasks_stays.ask_family, municipality=current.municipality_id, check=current.pk)
    return current


def may_be_asked(check: StayCheck) -> bool:
    """Whether the family takes mail, by what is known of it today. Needs the scope."""
    case = newest_case_of(check)
    return (
        case is not None
        and not case.family.is_restricted
        and may_be_mailed(case)
        and may_stay_in_touch(case)
        and bool(address_of(case.family))
    )


def answer_by_family(*, link: StayLink, answer: str, reason: str = "") -> None:
    """Write down what the family says. Raises QuestionGone."""
    if answer == StayCheck.Answer.UNKNOWN:
        raise QuestionGone
    with scoped([link.municipality]):
        rows = StayCheck.objects.select_for_update(of=("self",))
        check = rows.filter(pk=link.check, answer="", asked_at__isnull=False).first()
        if check is None or StayLink.of(check) != link:
            raise QuestionGone
        check.answer, check.by_family, check.answered_at = answer, True, timezone.now()
        check.reason = reason if answer == StayCheck.Answer.NO else ""
        check.save(update_fields=["answer", "reason", "by_family", "answered_at"])
