"""What is done by the clock about the case log (`portal.duties` says when).

A mail of the clock is enqueued once a person and day, or week, however often the duty is done: the
queue itself remembers, since it keeps what was done for a week.
"""

import datetime
import logging
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone

from municipalities.models import Municipality
from municipalities.permissions import Standing
from municipalities.roles import Ability
from newcomers import emails_log
from newcomers.actions.drafts import delete_forgotten_drafts
from newcomers.actions.enquiries import delete_expired_enquiries as delete_expired
from newcomers.actions.transfers import expire_transfers as expire_overdue
from newcomers.digest import digest_of, readers
from newcomers.sample import last_week, sample_of
from portal.lib.dates import today
from portal.lib.jobs import MAIL, enqueue, job
from portal.lib.mail import Mail
from portal.lib.once import enqueue_once
from portal.lib.scope import scoped

logger = logging.getLogger(__name__)


def mark_refused(*, user: int, **_others: object) -> None:
    """Remember that the person's address takes no mail: administrators see it."""
    get_user_model().objects.filter(pk=user).update(email_refused_at=timezone.now())


@job(name="newcomers.send_digests")
def send_digests() -> None:
    """Have everybody who follows up cases told what waits for them today."""
    for user in readers():
        enqueue_once(digest, user=user, day=today().isoformat())


@job(name="newcomers.digest", queue=MAIL, refused=mark_refused)
def digest(*, user: int, day: str) -> Mail | None:
    """One person's digest; none when nothing waits, or when its day is over."""
    wanted = datetime.date.fromisoformat(day)
    person = get_user_model().objects.filter(pk=user, is_active=True).first()
    if person is None or wanted != today():
        return None
    places = digest_of(person, wanted)
    return emails_log.digest(person, wanted, places) if places else None


@job(name="newcomers.tell_of_readings")
def tell_of_readings() -> None:
    """Have each lead told of last week's readings: on its first working day, else when a worker
    runs again."""
    for user in readers(Ability.LEAD_CASES):
        enqueue_once(readings, user=user, day=last_week().isoformat())


@job(name="newcomers.readings", queue=MAIL, refused=mark_refused)
def readings(*, user: int, day: str) -> Mail | None:
    """One lead's mail about the week that begins with the day; none when nothing was read."""
    monday = datetime.date.fromisoformat(day)
    person = get_user_model().objects.filter(pk=user, is_active=True).first()
    count = _readings(person, monday) if person else 0
    return emails_log.readings(person, monday, count) if count else None


@job(name="newcomers.tidy")
def tidy() -> None:
    """Have deleted, in each municipality, what is kept no longer."""
    for place in Municipality.objects.order_by("pk").values_list("pk", flat=True):
        enqueue(delete_expired_enquiries, municipality=place)
        enqueue(delete_drafts, municipality=place)


@job(name="newcomers.delete_expired_enquiries")
def delete_expired_enquiries(*, municipality: int) -> None:
    """Delete the enquiries whose day has come."""
    if count := delete_expired():
        logger.info("enquiries deleted: municipality=%s count=%s", municipality, count)


@job(name="newcomers.delete_drafts")
def delete_drafts(*, municipality: int) -> None:
    """Delete what somebody began to write and has left for a week."""
    delete_forgotten_drafts()


@job(name="newcomers.let_transfers_expire")
def let_transfers_expire() -> None:
    """Have run out, in each municipality, what it proposed and nobody has answered in time."""
    for place in Municipality.objects.order_by("pk").values_list("pk", flat=True):
        enqueue(expire_transfers, municipality=place)


@job(name="newcomers.expire_transfers")
def expire_transfers(*, municipality: int) -> None:
    """Let them run out: the cases are where they were, and both leads are told."""
    if expired := expire_overdue():
        logger.info("transfers expired: municipality=%s count=%s", municipality, len(expired))


def _readings(user: Any, monday: datetime.date) -> int:
    standing = Standing.of(user)
    count = 0
    for place in standing.places(Ability.LEAD_CASES) & standing.places(Ability.READ_ACCESS_LOG):
        with scoped([place], [place]):
            count += len(sample_of(place, monday))
    return count
