"""What happens to a monthly letter until it is sent. Who gets it is newcomers' matter."""

import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from hosting.letters.news import gathered, has_news
from hosting.letters.permissions import may_write_letter
from hosting.letters.sources import SOURCES
from hosting.models import Letter, LetterCount
from municipalities.models import Municipality
from portal.lib.dates import months_before, today

WHAT = frozenset({"joined", "left", "refused"})


class NotADraft(Exception):
    """Somebody approved it before."""


class NothingToSay(Exception):
    """There is neither news nor a word: such a letter is not sent."""


class MonthNotOver(Exception):
    """More can still be published in that month."""


def prepare_letters(*, day: datetime.date | None = None) -> int:
    """Begin last month's letter for each place that has news; how many were begun."""
    month = months_before((day or today()).replace(day=1), 1)
    begun = 0
    for place in Municipality.objects.desks().without_outline():
        draft = Letter(municipality=place, month=month)
        if has_news(draft, SOURCES):
            _letter, is_new = Letter.objects.get_or_create(municipality=place, month=month)
            begun += is_new
    return begun


def write_letter(*, letter: Letter, words: dict[str, str], by: Any) -> Letter:
    """Say a few words first, in some of the languages. Raises NotADraft."""
    with transaction.atomic():
        current = _draft(letter, by)
        current.words = {code: text for code, text in words.items() if text}
        current.save(update_fields=["words"])
    return current


def approve_letter(*, letter: Letter, by: Any) -> Letter:
    """Have it sent as it is now (godkjenne): its news stay as they are, also in the archive.

    Raises NotADraft, MonthNotOver or NothingToSay.
    """
    with transaction.atomic():
        current = _draft(letter, by)
        if current.last_day >= today():
            raise MonthNotOver
        current.items = gathered(current, SOURCES)
        if not any(current.items.values()) and not any(current.words.values()):
            raise NothingToSay
        current.state, current.approved_by = Letter.State.APPROVED, by
        current.approved_at = timezone.now()
        current.save(update_fields=["items", "state", "approved_by", "approved_at"])
    return current


def finish_letter(*, letter: Letter, count: int) -> None:
    """Note that so many have been given it, all there are: now it stands in the archive."""
    letter.state, letter.sent_at, letter.sent_count = Letter.State.SENT, timezone.now(), count
    letter.save(update_fields=["state", "sent_at", "sent_count"])


def count_subscriber(*, municipality: int, language: str, what: str) -> None:
    """Count somebody who joined, left or was refused: no more than that is kept."""
    if what not in WHAT:
        raise ValueError(what)
    month = today().replace(day=1)
    row, _is_new = LetterCount.objects.get_or_create(
        municipality_id=municipality, month=month, language=language
    )
    LetterCount.objects.filter(pk=row.pk).update(**{what: F(what) + 1})


def _draft(letter: Letter, by: Any) -> Letter:
    current = Letter.objects.select_for_update(of=("self",)).get(pk=letter.pk)
    if not may_write_letter(by, current):
        raise PermissionDenied
    if not current.is_draft:
        raise NotADraft
    return current
