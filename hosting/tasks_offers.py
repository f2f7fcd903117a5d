"""What is done by the clock about offers (`portal.duties` says when)."""

import logging

from hosting import tasks_offer_mails as mails
from hosting.actions import still_true, submissions
from portal.lib.dates import today
from portal.lib.jobs import job
from portal.lib.once import enqueue_once

logger = logging.getLogger(__name__)


@job(name="hosting.ask_whether_offers_hold")
def ask_whether_offers_hold() -> None:
    """Have each offer asked about, its sender reminded, or it hidden, as is due today; a worker
    that comes late does it then. Those whom nobody can ask by mail are left to the moderators."""
    for offer in still_true.due_offers().values_list("pk", flat=True):
        enqueue_once(take_step, offer=offer, day=today().isoformat())


@job(name="hosting.offer_step")
def take_step(*, offer: int, day: str) -> None:
    """What is due about one offer now. The day names the job alone."""
    if taken := still_true.take_step(offer=offer):
        logger.info("offer %s: offer=%s", taken, offer)


@job(name="hosting.tell_of_unasked_offers")
def tell_of_the_unasked() -> None:
    """Have the moderators told of offers that nobody can be asked about by mail: on the days on
    which a sender would be."""
    fresh = [
        each for each in mails.without_sender() if today() in (each.asked_on, each.reminded_on)
    ]
    people = {person.pk for offer in fresh for person in mails.moderators(offer)}
    for user in sorted(people):
        enqueue_once(mails.nobody_to_ask, user=user, day=today().isoformat())


@job(name="hosting.tidy_offers")
def tidy_offers() -> None:
    """Delete what was never confirmed, and forget senders and links that are of no use."""
    if count := submissions.delete_unconfirmed():
        logger.info("offers never confirmed, deleted: count=%s", count)
    submissions.forget_senders()
    submissions.delete_old_links()
