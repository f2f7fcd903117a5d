"""What happens to events: planned, cancelled, held."""

import re
import unicodedata
from typing import Any

from django.db import transaction
from django.utils import timezone

from hosting.events.occurrences import on_the_wall
from hosting.models import Event
from municipalities.actions.revisions import head_of, publish_revision, record_row
from municipalities.actions.texts import save_text
from portal.lib.languages import localized, source_language

# Addresses below events/ that are pages of their own.
TAKEN = {"past"}
SLUG_LENGTH = 60
# What Unicode does not take apart.
LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "ä": "a", "ö": "o", "ü": "u", "ß": "ss",
                         "đ": "d", "ŋ": "n", "ŧ": "t"})  # fmt: skip


class EventRefused(Exception):
    """Nothing was changed. The subclass says why."""


class NotPlanned(EventRefused):
    """It is cancelled or held already."""


class NotCancelled(EventRefused):
    """It is planned already, or held."""


class NotBegun(EventRefused):
    """Nobody can have come yet."""


class ImpossibleCount(EventRefused):
    """More newcomers than people."""


def plan_event(*, event: Event, by: Any, publish: bool = False) -> Event:
    """Write a new event down, or one that was cancelled down again (planlegge).

    Without an address of its own, it gets one from title and day. Raises NotCancelled for an event
    that is planned already or was held, ValidationError for one that cannot be.
    """
    with transaction.atomic():
        if event.pk is not None:
            row = _locked(event)
            if row.status != Event.Status.CANCELLED:
                raise NotCancelled
            row.status = Event.Status.PLANNED
            row.save(update_fields=["status"])
            return row
        event.slug = event.slug or free_slug(event)
        event.full_clean(exclude=_other_languages(event))
        save_text(text=event, by=by)
        revision = head_of(event) or record_row(text=event, by=by)
        if publish:
            publish_revision(revision=revision, by=by)
            event.refresh_from_db()
    return event


def cancel_event(*, event: Event, by: Any) -> Event:
    """Say that it does not take place (avlyse). Readers and calendars are told; its page stays.

    Raises NotPlanned.
    """
    with transaction.atomic():
        row = _locked(event)
        if row.status != Event.Status.PLANNED:
            raise NotPlanned
        row.status = Event.Status.CANCELLED
        row.save(update_fields=["status"])
    return row


def hold_event(
    *, event: Event, by: Any, headcount: int | None = None, newcomers: int | None = None
) -> Event:
    """Say that it took place, and how many came (gjennomføre); said again, it corrects that.

    Of a series these are all who came on all its dates until now. Raises NotPlanned for what was
    cancelled, NotBegun before the first date, ImpossibleCount.
    """
    if newcomers is not None and (headcount is None or newcomers > headcount):
        raise ImpossibleCount
    with transaction.atomic():
        row = _locked(event)
        if row.status == Event.Status.CANCELLED:
            raise NotPlanned
        if row.starts > timezone.now():
            raise NotBegun
        row.status, row.headcount, row.newcomers = Event.Status.HELD, headcount, newcomers
        row.save(update_fields=["status", "headcount", "newcomers"])
    return row


def free_slug(event: Event) -> str:
    """An address that no event has: "sprakkafe-2027-01-12"."""
    title = localized(event, "title", source_language()).value
    words = unicodedata.normalize("NFKD", title.lower().translate(LETTERS))
    name = re.sub(r"[^a-z0-9]+", "-", words.encode("ascii", "ignore").decode())
    day = on_the_wall(event.starts).date()
    wanted = f"{name[:SLUG_LENGTH].strip('-') or 'event'}-{day}"
    known = Event.objects.filter(slug__startswith=wanted).exclude(pk=event.pk)
    taken = {*known.values_list("slug", flat=True), *TAKEN}
    numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return next(each for each in (wanted, *numbered) if each not in taken)


def _locked(event: Event) -> Event:
    return Event.objects.select_for_update(of=("self",)).get(pk=event.pk)


def _other_languages(event: Event) -> list[str]:
    """The columns of the texts: what each language needs, the forms say."""
    return [
        field.name
        for field in event._meta.concrete_fields
        if hasattr(field, "translated_field") or field.name in event.TEXTS
    ]
