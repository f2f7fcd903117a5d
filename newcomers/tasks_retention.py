"""What the clock carries out of approved lists, and who is told where something came between.

A job for each family, in a transaction of its own: killed half-way, the rest is done by the next
worker; twice, the second time nothing is left to do; late, all that is due by then is done.
"""

import datetime
import logging
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone

from municipalities.models import Municipality
from municipalities.permissions import holders
from municipalities.roles import Ability
from newcomers import emails_retention
from newcomers.actions.retention import carry_out, stop_overtaken
from newcomers.models import RetentionItem
from newcomers.permissions import may_lead_cases
from portal.lib.dates import today
from portal.lib.jobs import MAIL, enqueue, job
from portal.lib.mail import Mail
from portal.lib.once import enqueue_once

logger = logging.getLogger(__name__)


def mark_refused(*, user: int, **_others: object) -> None:
    """Remember that the person's address takes no mail: administrators see it."""
    get_user_model().objects.filter(pk=user).update(email_refused_at=timezone.now())


@job(name="newcomers.keep_retention")
def keep_retention() -> None:
    """Have looked at, in each municipality, what is approved there."""
    for place in Municipality.objects.order_by("pk").values_list("pk", flat=True):
        enqueue(look_at_approved, municipality=place)


@job(name="newcomers.look_at_approved")
def look_at_approved(*, municipality: int) -> None:
    """Stop what is overtaken, and have carried out what is due."""
    if stopped := stop_overtaken():
        logger.info("erasures stopped: municipality=%s count=%s", municipality, len(stopped))
        tell_leads(municipality)
    for pk in RetentionItem.objects.due().order_by("pk").values_list("pk", flat=True):
        enqueue(anonymise, municipality=municipality, item=pk)


@job(name="newcomers.anonymise")
def anonymise(*, municipality: int, item: int) -> None:
    """Carry out one approved item, unless it is done already or something came between."""
    if not carry_out(item=item) and _was_stopped_today(item):
        tell_leads(municipality)


@job(name="newcomers.tell_lead_of_stops", queue=MAIL, refused=mark_refused)
def tell_lead_of_stops(*, municipality: int, user: int, day: str) -> Mail | None:
    """Tell one lead how many were stopped on the day, unless they lead there no more."""
    person = get_user_model().objects.filter(pk=user, is_active=True).first()
    if person is None or not may_lead_cases(person, municipality):
        return None
    wanted = datetime.date.fromisoformat(day)
    count = _stopped_on(wanted).count()
    place = Municipality.objects.only("name").get(pk=municipality)
    return emails_retention.stopped(person, place, wanted, count) if count else None


def tell_leads(municipality: int) -> None:
    """Have the leads there told, once a day."""
    people: dict[int, Any] = {
        held.user_id: held.user for held in holders(Ability.LEAD_CASES, municipality)
    }
    for user in people:
        day = today().isoformat()
        enqueue_once(tell_lead_of_stops, municipality=municipality, user=user, day=day)


def _stopped_on(day: datetime.date) -> Any:
    stopped = RetentionItem.objects.filter(stopped_at__date=day)
    return stopped.exclude(stop=RetentionItem.Stop.TAKEN_BACK)


def _was_stopped_today(item: int) -> bool:
    return bool(_stopped_on(today()).filter(pk=item).exists())
