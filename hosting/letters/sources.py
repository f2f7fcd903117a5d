"""Where the news of a letter come from. A new kind of content is one more line in SOURCES."""

import datetime
from collections.abc import Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Min, QuerySet
from django.utils import timezone
from django.utils.timezone import make_aware
from django.utils.translation import gettext_lazy as _

from hosting.events.feed import where
from hosting.events.occurrences import coming
from hosting.events.words import spelled
from hosting.letters.news import Month, News, Source
from hosting.models import Event, Offer
from municipalities.models import LocalPart, Municipality, Page, Revision
from portal.lib.languages import Localized, current, localized, source_language

NOON, HALF_A_DAY = datetime.time(12), datetime.timedelta(hours=12)


def new_pages(place: Municipality, month: Month) -> Iterator[News]:
    """Pages of the whole region that were published for the first time."""
    pages = Page.objects.published().for_lists().filter(pk__in=_first_published(Page, month))
    for page in pages.order_by("topic__position", "position", "pk"):
        yield News(localized(page, "title"), page.get_absolute_url(), localized(page, "summary"))


def changed_pages(place: Municipality, month: Month) -> Iterator[News]:
    """Pages of which readers were told what has changed; the last that they were told."""
    notes = _notes(Page, month)
    new = set(_first_published(Page, month))
    pages = Page.objects.published().for_lists().filter(pk__in=notes.keys() - new)
    for page in pages.order_by("topic__position", "position", "pk"):
        yield News(localized(page, "title"), page.get_absolute_url(), notes[page.pk])


def local_parts(place: Municipality, month: Month) -> Iterator[News]:
    """What the municipality has added to pages, or has changed and told of."""
    notes = _notes(LocalPart, month)
    wanted = notes.keys() | set(_first_published(LocalPart, month))
    here = LocalPart.objects.published().filter(municipality=place, pk__in=wanted)
    parts = here.select_related("page", "municipality").defer("municipality__boundary")
    for part in parts.order_by("page__position", "pk"):
        yield News(localized(part.page, "title"), part.get_absolute_url(), notes.get(part.pk))


def new_offers(place: Municipality, month: Month) -> Iterator[News]:
    """Offers that a moderator let in, for the place and for the whole region."""
    begin, end = _moments(month)
    offers = Offer.objects.shown().in_place(place).filter(decided_at__gte=begin, decided_at__lt=end)
    for offer in offers.exclude(is_example=True).order_by("decided_at", "pk"):
        yield News(offer.spoken("title"), offer.get_absolute_url(), offer.spoken("times"))


def coming_events(place: Municipality, month: Month) -> Iterator[News]:
    """What can be joined in the month in which the letter is read, the next date of each."""
    first, last = month.following
    now = timezone.now()
    begin, end = (make_aware(datetime.datetime.combine(day, NOON)) for day in (first, last))
    events = Event.objects.coming(now).between(begin - HALF_A_DAY, end + HALF_A_DAY)
    found = []
    for event in events.concerning(place).exclude(status=Event.Status.CANCELLED).for_lists():
        dates = [each for each in coming(event.series, now) if first <= each.first_on <= last]
        if dates and not event.is_example:
            found.append((dates[0], event))
    for date, event in sorted(found, key=lambda each: (each[0].starts, each[1].pk)):
        about = Localized(f"{spelled(date)}. {where(event)}", current(), is_fallback=False)
        yield News(localized(event, "title"), event.get_absolute_url(), about)


# In the order of the letter.
SOURCES = (
    Source("page", _("New pages"), new_pages),
    Source("change", _("What has changed"), changed_pages),
    Source("local", _("From your municipality"), local_parts),
    Source("event", _("What you can come to"), coming_events),
    Source("offer", _("New offers"), new_offers),
)


def _moments(month: Month) -> tuple[datetime.datetime, datetime.datetime]:
    """When the month begins in Oslo, and when the next one does."""
    begin, end = month.first, month.last + datetime.timedelta(days=1)
    midnight = datetime.time()
    return tuple(make_aware(datetime.datetime.combine(day, midnight)) for day in (begin, end))  # type: ignore[return-value]


def _published(model: type[Any], month: Month) -> QuerySet[Revision]:
    """The revisions of such texts that were published in the month."""
    begin, end = _moments(month)
    kind = ContentType.objects.get_for_model(model)
    return Revision.objects.filter(content_type=kind, published_at__gte=begin, published_at__lt=end)


def _first_published(model: type[Any], month: Month) -> list[int]:
    """Ids of the texts that readers did not see before the month."""
    begin, end = _moments(month)
    rows = Revision.objects.filter(content_type=ContentType.objects.get_for_model(model))
    first = rows.values("object_id").annotate(first=Min("published_at"))
    return list(first.filter(first__gte=begin, first__lt=end).values_list("object_id", flat=True))


def _notes(model: type[Any], month: Month) -> dict[int, Localized]:
    """What readers were told has changed, by the text's id: the last in the month."""
    told = _published(model, month).exclude(note={}).order_by("published_at")
    found = {}
    for pk, note in told.values_list("object_id", "note"):
        if words := _in_words(note):
            found[pk] = words
    return found


def _in_words(note: dict[str, str]) -> Localized | None:
    for code in (current(), source_language()):
        if note.get(code):
            return Localized(note[code], code, is_fallback=code != current())
    return None
