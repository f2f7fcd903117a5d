"""Invented families of years ago, whose time is over; and one that was written down twice."""

import datetime
import uuid
from typing import Any

from django.utils import timezone

from municipalities.models import Municipality
from newcomers.actions.stays import months_after
from newcomers.demo_families import Story, places_with_staff, store, story_of
from newcomers.models import Family, StayCheck
from newcomers.models.retention import ANONYMISE_AFTER, REVIEW_AFTER
from portal.lib.dates import today
from portal.lib.scope import scoped

# Of `STATES`, one that is closed and one that is active, far beyond the numbers of the others.
CLOSED, TWICE = 900_003, 900_010
# The lead looks at the first, and may let the other two be anonymised.
MONTHS_AGO = (REVIEW_AFTER + 2, ANONYMISE_AFTER + 1, ANONYMISE_AFTER + 3)


def make_past(day: datetime.date | None = None) -> int:
    """Make them where a municipality with a log has none yet; how many families were made."""
    day, made = day or today(), 0
    long_ago = months_after(day, -REVIEW_AFTER)
    for place, staff in places_with_staff().items():
        with scoped([place.pk]):
            if not Family.objects.filter(created_at__date__lt=long_ago).exists():
                past = [_past(nth, ago, place, staff, day) for nth, ago in enumerate(MONTHS_AGO)]
                store([*past, *_twice(place, staff, day)])
                _settle(past)
                made += len(past) + 2
    return made


def _past(
    nth: int, months_ago: int, place: Municipality, staff: list[Any], day: datetime.date
) -> Story:
    """As it was told then; nobody has touched it since."""
    story = story_of(CLOSED + 20 * nth, place, staff, months_after(day, -months_ago))
    assert story.case.closed_at is not None
    story.case.changed_at = story.case.closed_at
    story.family.created_at = story.entries[0].logged_at
    return story


def _settle(past: list[Story]) -> None:
    """Whether they still live here was asked and answered long ago."""
    for story in past:
        checks = StayCheck.objects.filter(journey=story.family.journey)
        checks.update(answer="yes", answered_by=story.case.coordinator, answered_at=timezone.now())


def _twice(place: Municipality, staff: list[Any], day: datetime.date) -> list[Story]:
    """One that is followed up, and the same people as a colleague has just written them down."""
    first, second = (story_of(TWICE, place, staff, day) for _ in range(2))
    second.family.journey = uuid.uuid4()
    second.case.status, second.case.coordinator = "received", None
    second.case.opened_on = day
    second.case.privacy_notice_on = None
    second.entries, second.tasks, second.causes = second.entries[:1], [], {}
    second.entries[0].occurred_on, second.entries[0].logged_at = day, timezone.now()
    return [first, second]
