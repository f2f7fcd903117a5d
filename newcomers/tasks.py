"""What is done later about newcomers. Arguments are ids, the municipality's always among them."""

import logging

from django.contrib.auth import get_user_model
from django.utils import timezone

from newcomers import emails
from newcomers.actions.addresses import mark_address_refused
from newcomers.models import Enquiry
from newcomers.permissions import may_triage_enquiry
from newcomers.receipts import may_be_confirmed
from newcomers.recipients import who_gives_roles, who_is_told
from portal.lib.jobs import MAIL, enqueue, job
from portal.lib.mail import Mail

logger = logging.getLogger(__name__)


def mark_newcomer_refused(*, enquiry: str, municipality: int) -> None:
    """The newcomer's address takes no mail: who answers sees it, and phones."""
    if found := _enquiry(enquiry):
        mark_address_refused(enquiry=found)


def tell_the_next(*, enquiry: str, municipality: int, user: int) -> None:
    """The person's address takes no mail: remember it, and tell somebody else."""
    get_user_model().objects.filter(pk=user).update(email_refused_at=timezone.now())
    enqueue(tell_coordinator, enquiry=enquiry, municipality=municipality)


@job(name="newcomers.send_receipt", queue=MAIL, refused=mark_newcomer_refused)
def send_receipt(*, enquiry: str, municipality: int) -> Mail | None:
    """Tell the newcomer that the enquiry has arrived."""
    found = _enquiry(enquiry)
    return emails.receipt(found) if found and may_be_confirmed(found) else None


@job(name="newcomers.tell_forwarded", queue=MAIL, refused=mark_newcomer_refused)
def tell_forwarded(*, enquiry: str, municipality: int) -> Mail | None:
    """Tell the newcomer that another municipality answers."""
    found = _enquiry(enquiry)
    return emails.forwarded(found) if found and may_be_confirmed(found) else None


@job(name="newcomers.tell_coordinator", queue=MAIL)
def tell_coordinator(*, enquiry: str, municipality: int) -> Mail | None:
    """Find out who is told that the enquiry waits; each of them gets a mail of their own.

    Where there is nobody, the administrators are told that, without a link they cannot open.
    """
    found = _enquiry(enquiry)
    if found is None or not found.is_waiting:
        return None
    people = who_is_told(found.municipality)
    if not people:
        logger.error("nobody is told of an enquiry: municipality=%s", municipality)
    for person in people or who_gives_roles(found.municipality):
        task = tell_person if people else tell_administrator
        enqueue(task, enquiry=enquiry, municipality=municipality, user=person.pk)
    return None


@job(name="newcomers.tell_person", queue=MAIL, refused=tell_the_next)
def tell_person(*, enquiry: str, municipality: int, user: int) -> Mail | None:
    """Tell one person, unless that is too late; somebody else, if the person lost the role."""
    found, person = _enquiry(enquiry), get_user_model().objects.get(pk=user)
    if found is None or not found.is_waiting:
        return None
    if not may_triage_enquiry(person, found):
        enqueue(tell_coordinator, enquiry=enquiry, municipality=municipality)
        return None
    return emails.enquiry_waiting(found, person)


@job(name="newcomers.tell_administrator", queue=MAIL)
def tell_administrator(*, enquiry: str, municipality: int, user: int) -> Mail | None:
    """Tell one administrator that nobody could be told, unless somebody can by now."""
    found = _enquiry(enquiry)
    if found is None or who_is_told(found.municipality):
        return None
    return emails.nobody_told(found, get_user_model().objects.get(pk=user))


def _enquiry(key: str) -> Enquiry | None:
    """The enquiry; None when it was deleted, or has left the municipality, in the meantime."""
    enquiries = Enquiry.objects.select_related("municipality").defer("municipality__boundary")
    return enquiries.filter(pk=key).first()
