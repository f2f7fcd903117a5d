"""Once a year: is the offer still there? Asked, reminded twice, hidden; never deleted.

Each step is one transaction with the mail that belongs to it, and holds the offer's row: done
twice, or by two workers at once, it is done once. Days are counted from the mail before, so a
worker that was away for weeks still leaves the sender the whole time for each answer.
"""

import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from hosting import tasks_offer_mails as tasks
from hosting.actions import offers
from hosting.actions.offer_links import Purpose, make_link
from hosting.models import Offer, OfferSender
from portal.lib.dates import today
from portal.lib.jobs import enqueue
from portal.lib.tokens import new_token

Status = Offer.Status


def due_offers(day: datetime.date | None = None) -> QuerySet[Offer]:
    """The offers that something has to be done about on the day (default: today)."""
    day = day or today()
    last = day - datetime.timedelta(days=settings.OFFER_REMINDED_DAYS)
    quiet = Q(reminded_on=None, asked_on__lte=last) | Q(reminded_on__lte=last)
    asked = Offer.objects.filter(quiet, status=Status.TO_BE_CONFIRMED)
    due: QuerySet[Offer] = asked | Offer.objects.to_ask(day).order_by()
    return due.order_by("pk")


def take_step(*, offer: int, day: datetime.date | None = None) -> str:
    """Do what is due about the offer on the day: "asked", "reminded", "hidden", or nothing: ""."""
    day = day or today()
    with transaction.atomic():
        row = due_offers(day).select_for_update(of=("self",)).filter(pk=offer).first()
        if row is None:
            return ""
        if row.status == Status.PUBLISHED:
            return _ask(row, day)
        if row.reminders < settings.OFFER_REMINDERS:
            return _remind(row, day)
        return _hide(row)


def _ask(offer: Offer, day: datetime.date) -> str:
    offers.mark_to_be_confirmed(offer=offer, day=day)
    Offer.objects.filter(pk=offer.pk).update(reminded_on=None)
    _mail(offer, day, 0)
    return "asked"


def _remind(offer: Offer, day: datetime.date) -> str:
    current = offers.note_reminder(offer=offer)
    Offer.objects.filter(pk=offer.pk).update(reminded_on=day)
    _mail(offer, day, current.reminders)
    return "reminded"


def _hide(offer: Offer) -> str:
    offers.expire_offer(offer=offer)
    if sender := _sender(offer):
        enqueue(tasks.tell_hidden, sender=sender.pk, occasion=new_token())
    return "hidden"


def _mail(offer: Offer, day: datetime.date, number: int) -> None:
    """The question; nothing where nobody can be asked, which moderators are told of by the day."""
    if sender := _sender(offer):
        link = make_link(sender=sender, purpose=Purpose.STILL_TRUE)
        hidden_on = tasks.hidden_on(day, number).isoformat()
        enqueue(tasks.ask_sender, link=link.pk, hidden_on=hidden_on, number=number)


def _sender(offer: Offer) -> OfferSender | None:
    return OfferSender.objects.reachable().filter(offer=offer).first()
