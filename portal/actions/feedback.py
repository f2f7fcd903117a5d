"""What happens to readers' feedback on pages."""

import datetime
import time
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from portal.content_pages import ContentPage
from portal.feedback.permissions import may_settle_feedback
from portal.lib.limits import is_over
from portal.models import Feedback

# Two taps by the same sender on the same button are one, when no more than five minutes lie between
# them: of two windows that overlap by half, one holds both.
SECOND_TAP_WINDOW = 10 * 60  # seconds


class FeedbackForgotten(Exception):
    """It is no longer kept, so nothing can be added to it."""


class ImpossibleState(Exception):
    """Nobody can settle feedback with that state."""


def receive_feedback(*, page: ContentPage, language: str, is_useful: bool, sender: str) -> Feedback:
    """Store a reader's answer about a page; a second tap gets the row of the first.

    `sender` is a name for page, answer and sender (`portal.lib.limits.by_address`). It is counted
    for a day at the most, and not kept with the answer.
    """
    with transaction.atomic():
        # Inside the transaction: a tap at the same moment waits here until the first has its row.
        if _is_second_tap(sender):
            first = Feedback.objects.like(page.group, language, is_useful).first()
            if first is not None:
                return first
        return Feedback.objects.create(
            page=page.group,
            municipality=page.municipality,
            language=language,
            is_useful=is_useful,
        )


def add_feedback_text(*, pk: int, text: str) -> Feedback:
    """Add the reader's own words; the same words again change nothing.

    An editor who has dealt with the answer meets it once more. Other words than those that are
    there make an answer of their own: two people at one address may have shared a tap. Raises
    FeedbackForgotten.
    """
    with transaction.atomic():
        feedback = Feedback.objects.select_for_update(of=("self",)).filter(pk=pk).first()
        if feedback is None:
            raise FeedbackForgotten
        same = Feedback.objects.like(feedback.page, feedback.language, feedback.is_useful)
        said = same.filter(text=text).first()
        if said is not None:
            return said
        if feedback.text:
            feedback = _another(feedback)
        feedback.text = text
        return _put(feedback, Feedback.State.NEW, by=None)


def settle_feedback(*, feedback: Feedback, state: str, by: Any) -> Feedback:
    """Note that an editor has dealt with it: done or dismissed. The first to do so is kept."""
    if state not in {Feedback.State.DONE, Feedback.State.DISMISSED}:
        raise ImpossibleState(state)
    with transaction.atomic():
        current = _locked(feedback, by)
        return current if current.state == state else _put(current, state, by=by)


def reopen_feedback(*, feedback: Feedback, by: Any) -> Feedback:
    """Make it new again."""
    with transaction.atomic():
        return _put(_locked(feedback, by), Feedback.State.NEW, by=None)


def forget_old_feedback() -> int:
    """Delete what was received longer ago than it is kept; how much there was."""
    oldest = timezone.now() - datetime.timedelta(days=settings.FEEDBACK_KEPT_DAYS)
    return Feedback.objects.filter(received_at__lt=oldest).delete()[0]


def _is_second_tap(sender: str) -> bool:
    half = SECOND_TAP_WINDOW // 2
    return any(
        [
            is_over(
                f"{sender}:{shift}",
                limit=1,
                seconds=SECOND_TAP_WINDOW,
                clock=lambda shift=shift: time.time() + shift,  # type: ignore[misc]
            )
            for shift in (0, half)
        ]
    )


def _locked(feedback: Feedback, by: Any) -> Feedback:
    current = Feedback.objects.select_for_update(of=("self",)).get(pk=feedback.pk)
    if not may_settle_feedback(by, current):
        raise PermissionDenied
    return current


def _another(feedback: Feedback) -> Feedback:
    return Feedback.objects.create(
        page=feedback.page,
        municipality=feedback.municipality,
        language=feedback.language,
        is_useful=feedback.is_useful,
    )


def _put(feedback: Feedback, state: str, by: Any) -> Feedback:
    feedback.state, feedback.state_by = state, by
    feedback.state_at = timezone.now() if by is not None else None
    feedback.save(update_fields=["text", "state", "state_at", "state_by"])
    return feedback
