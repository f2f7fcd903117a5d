"""What is done later about the monthly letter (`portal.duties` says when)."""

import logging
import uuid

from django.contrib.auth import get_user_model
from django.utils.translation import override

from hosting.actions.letters import prepare_letters as begin_letters
from hosting.letters.emails import letter_mail
from hosting.models import Letter
from municipalities.models import Municipality
from newcomers import emails_letter as emails
from newcomers.actions.subscriptions import (
    delete_never_confirmed,
    give_batch,
    remember_wish,
    stop_refused,
)
from newcomers.letter_links import LetterLink
from newcomers.models import Subscription
from portal.lib.jobs import MAIL, Sealed, enqueue, job
from portal.lib.mail import Mail
from portal.lib.sealing import unseal

logger = logging.getLogger(__name__)


def forget_wish(*, address: Sealed, municipality: int, language: str, occasion: str) -> None:
    """The address that somebody typed takes no mail."""
    for row in Subscription.objects.of(unseal(address), municipality, language):
        stop_refused(subscription=row.pk)


def stop_letter(*, letter: int, municipality: int, subscription: str) -> None:
    """The reader's address takes no mail any more."""
    stop_refused(subscription=uuid.UUID(subscription))


@job(name="newcomers.wish_for_letter", queue=MAIL, refused=forget_wish)
def wish_for_letter(
    *, address: Sealed, municipality: int, language: str, occasion: str
) -> Mail | None:
    """Store the wish, and ask its mailbox; known addresses get a mail of their own.

    Here and not in the page: whoever sends the form learns nothing about the address, not even by
    how long the answer takes, and may read no row.
    """
    row = remember_wish(
        address=unseal(address), municipality=municipality, language=language, key=occasion
    )
    if row is None:
        return None
    return emails.letter_known(row) if row.confirmed_at else emails.confirm_letter(row)


@job(name="newcomers.prepare_letters")
def prepare_letters() -> None:
    """Begin last month's letters, for the coordinators to read, add to and approve."""
    if begun := begin_letters():
        logger.info("letters begun: count=%s", begun)


@job(name="newcomers.send_letters")
def send_letters() -> None:
    """Have sent what is approved; what a dead worker left half-way goes on from there."""
    for letter in Letter.objects.to_send():
        enqueue(give_letter, letter=letter.pk, municipality=letter.municipality_id)


@job(name="newcomers.give_letter")
def give_letter(*, letter: int, municipality: int) -> None:
    """Put the letter into the queue for the next subscriptions, and then for those after them."""
    chosen = give_batch(letter=letter)
    for pk in chosen:
        enqueue(send_letter, letter=letter, municipality=municipality, subscription=pk)
    if chosen:
        enqueue(give_letter, letter=letter, municipality=municipality)


@job(name="newcomers.send_letter", queue=MAIL, refused=stop_letter)
def send_letter(*, letter: int, municipality: int, subscription: str) -> Mail | None:
    """One reader's letter, unless they left in the meantime."""
    row = Subscription.objects.confirmed().filter(pk=subscription).first()
    found = Letter.objects.select_related("municipality").filter(pk=letter).first()
    if row is None or found is None or found.is_draft:
        return None
    with override(row.language):
        leave = LetterLink.of(row).leave_path
    return letter_mail(found, row.language, to=row.email, key=row.pk.hex, leave_path=leave)


@job(name="newcomers.letter_trial", queue=MAIL)
def letter_trial(
    *, letter: int, municipality: int, user: int, language: str, occasion: str
) -> Mail | None:
    """The letter as it is now, in one language, to somebody of the staff who wants to see it."""
    found = Letter.objects.select_related("municipality").filter(pk=letter).first()
    person = get_user_model().objects.filter(pk=user, is_active=True).first()
    if found is None or person is None:
        return None
    return letter_mail(found, language, to=person.email, key=f"{occasion}.{language}")


@job(name="newcomers.tidy_subscriptions")
def tidy_subscriptions() -> None:
    """Have deleted, in each municipality, what nobody confirmed."""
    for place in Municipality.objects.order_by("pk").values_list("pk", flat=True):
        enqueue(delete_unconfirmed, municipality=place)


@job(name="newcomers.delete_unconfirmed")
def delete_unconfirmed(*, municipality: int) -> None:
    """Delete the wishes that nobody confirmed in time."""
    if count := delete_never_confirmed():
        logger.info("wishes deleted: municipality=%s count=%s", municipality, count)
