"""What happens to a wish to get the monthly letter.

`remember_wish`, `give_batch` and the two that delete by the clock or for a mail server run in a
job, inside its municipality's scope. Readers confirm and leave by a link that names one row.
"""

import datetime
import uuid

from django.utils import timezone

from hosting.actions.letters import count_subscriber, finish_letter
from hosting.models import Letter
from newcomers.models import LetterDelivery, Subscription
from portal.lib.scope import scoped

# However often somebody sends the form, one mailbox gets one mail in so long.
ONE_MAIL_IN = datetime.timedelta(minutes=10)
# So many are put into the queue in one transaction.
BATCH = 100


class SubscriptionGone(Exception):
    """It was stopped, or never confirmed in time: nothing of it is left."""


def remember_wish(
    *, address: str, municipality: int, language: str, key: str
) -> Subscription | None:
    """Store the wish; None where the mailbox has just had a mail about it.

    `key` is the form's: what is tried again is mailed again, and makes no second row.
    """
    wish = Subscription(
        email=address, municipality_id=municipality, language=language, asked_key=key
    )
    Subscription.objects.bulk_create([wish], ignore_conflicts=True)
    known = Subscription.objects.of(address, municipality, language)
    row = known.select_for_update(of=("self",)).select_related("municipality").get()
    if row.asked_key == key:
        return row
    now = timezone.now()
    if row.asked_at > now - ONE_MAIL_IN:
        return None
    row.asked_at, row.asked_key = now, key
    row.save(update_fields=["asked_at", "asked_key"])
    return row


def confirm_subscription(*, subscription: uuid.UUID, municipality: int) -> None:
    """Begin to send the letter (bekrefte). Once more changes nothing. Raises SubscriptionGone."""
    with scoped([municipality]):
        row = _locked(subscription)
        if row is None:
            raise SubscriptionGone
        if row.confirmed_at is None:
            row.confirmed_at = timezone.now()
            row.save(update_fields=["confirmed_at"])
            _count(row, "joined")


def leave_letter(*, subscription: uuid.UUID, municipality: int) -> None:
    """Stop the letter and erase the address (melde av). Once more changes nothing."""
    with scoped([municipality]):
        if row := _locked(subscription):
            _erase(row, "left")


def stop_refused(*, subscription: uuid.UUID) -> None:
    """The mail server says that there is no such mailbox: erase the address."""
    if row := _locked(subscription):
        _erase(row, "refused")


def delete_never_confirmed() -> int:
    """Delete, within the scope, the wishes that nobody confirmed in time; how many there were."""
    return Subscription.objects.never_confirmed().delete()[0]


def give_batch(*, letter: int) -> list[uuid.UUID]:
    """Take the next subscriptions that have not been given the letter: whoever calls puts them
    into the queue in the same transaction. None are left ⇒ the letter is sent.

    However many workers do it at once, or again, no subscription is taken twice.
    """
    row = Letter.objects.select_for_update(of=("self",)).to_send().filter(pk=letter).first()
    if row is None:
        return []
    chosen = list(Subscription.objects.without(row).values_list("pk", flat=True)[:BATCH])
    if not chosen:
        _finish(row)
        return []
    LetterDelivery.objects.bulk_create(
        LetterDelivery(letter=row, municipality_id=row.municipality_id, subscription_id=pk)
        for pk in chosen
    )
    return chosen


def _finish(letter: Letter) -> None:
    count, _tables = LetterDelivery.objects.filter(letter=letter).delete()
    finish_letter(letter=letter, count=letter.sent_count + count)


def _locked(subscription: uuid.UUID) -> Subscription | None:
    return Subscription.objects.select_for_update(of=("self",)).filter(pk=subscription).first()


def _erase(row: Subscription, what: str) -> None:
    if row.confirmed_at:
        _count(row, what)
    row.delete()


def _count(row: Subscription, what: str) -> None:
    count_subscriber(municipality=row.municipality_id, language=row.language, what=what)
