"""Who is told by mail about a transfer. Each job runs in the scope of one municipality: that of
the sender, who has the proposal, or that of the receiver, who has its cover sheet, and the family
once it is taken over."""

import logging
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone

from municipalities.models import Municipality
from municipalities.permissions import Standing, holders
from municipalities.roles import Ability
from newcomers import emails_transfers
from newcomers.family_mail import address_of, language_of
from newcomers.models import Case, Transfer, TransferCover
from newcomers.permissions import may_answer_transfer, may_lead_cases, readable_covers
from portal.lib.jobs import MAIL, enqueue, job
from portal.lib.mail import Mail

logger = logging.getLogger(__name__)


def mark_refused(*, user: int, **_others: object) -> None:
    """Remember that the person's address takes no mail: administrators see it."""
    get_user_model().objects.filter(pk=user).update(email_refused_at=timezone.now())


@job(name="newcomers.tell_receivers")
def tell_receivers(*, municipality: int, transfer: int) -> None:
    """Find out who may answer; each of them gets a mail of their own."""
    cover = TransferCover.objects.waiting().filter(transfer=transfer).first()
    if cover is None:
        return
    people = _people(Ability.FOLLOW_UP, municipality)
    told = [user for user in people if _may_answer(user, cover)]
    if not told:
        logger.error("nobody is told of a transfer: municipality=%s", municipality)
    for user in told:
        enqueue(tell_receiver, municipality=municipality, transfer=transfer, user=user.pk)


@job(name="newcomers.tell_receiver", queue=MAIL, refused=mark_refused)
def tell_receiver(*, municipality: int, transfer: int, user: int) -> Mail | None:
    """Tell one person how many wait; nothing when this one was answered meanwhile."""
    person = get_user_model().objects.filter(pk=user).first()
    cover = TransferCover.objects.waiting().filter(transfer=transfer).first()
    if person is None or cover is None or not _may_answer(person, cover):
        return None
    here = TransferCover.objects.in_municipalities([municipality]).waiting()
    count = readable_covers(here, Standing.of(person)).count()
    return emails_transfers.waiting(person, transfer, _name(municipality), count)


@job(name="newcomers.tell_leads_of_expiry")
def tell_leads(*, municipality: int, transfer: int) -> None:
    """Have the leads of one side told that nobody has answered."""
    for user in _people(Ability.LEAD_CASES, municipality):
        enqueue(tell_lead, municipality=municipality, transfer=transfer, user=user.pk)


@job(name="newcomers.tell_lead_of_expiry", queue=MAIL, refused=mark_refused)
def tell_lead(*, municipality: int, transfer: int, user: int) -> Mail | None:
    """Tell one lead, unless they lead there no more."""
    person = get_user_model().objects.filter(pk=user).first()
    sides = _sides(municipality, transfer)
    if person is None or sides is None or not may_lead_cases(person, municipality):
        return None
    sender, receiver = (_name(place) for place in sides)
    is_ours = sides[0] == municipality
    return emails_transfers.expired(person, transfer, sender, receiver, is_ours=is_ours)


@job(name="newcomers.tell_family_of_transfer", queue=MAIL)
def tell_family(*, municipality: int, case: int) -> Mail | None:
    """Tell the family who follows it up now; nothing where there is no address, or a confidential
    one: the first task there is to call."""
    related = ("family", "municipality", "came_by__from_municipality")
    found = Case.objects.select_related(*related).filter(pk=case).first()
    to = address_of(found.family) if found else ""
    if found is None or not to:
        return None
    sender = found.came_by.from_municipality
    return emails_transfers.taken_over(found, to, language_of(found.family), sender)


def _sides(municipality: int, transfer: int) -> tuple[int, int] | None:
    """Sender and receiver, from the row that this side has of the transfer."""
    sent = Transfer.objects.filter(pk=transfer, municipality=municipality).first()
    if sent is not None:
        return sent.municipality_id, sent.to_municipality_id
    cover = TransferCover.objects.filter(transfer=transfer).first()
    return (cover.from_municipality_id, cover.municipality_id) if cover else None


def _people(ability: Ability, municipality: int) -> list[Any]:
    """Those who have the ability there today, each once."""
    return list({held.user_id: held.user for held in holders(ability, municipality)}.values())


def _may_answer(user: Any, cover: TransferCover) -> bool:
    return may_answer_transfer(user, cover.municipality_id, is_protected=cover.is_protected)


def _name(municipality: int) -> str:
    return Municipality.objects.only("name").get(pk=municipality).name
