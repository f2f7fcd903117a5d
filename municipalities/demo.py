"""Invented local parts in need of an editor: with them, the board shows each condition."""

import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from municipalities.actions.links import collect_links, record_answer
from municipalities.actions.revisions import publish_revision, save_revision
from municipalities.actions.texts import save_text
from municipalities.models import LinkTarget, LocalPart, Municipality, Page
from municipalities.models.text import PublishingState
from portal.lib.answers import Answer
from portal.lib.dates import months_before, today
from portal.lib.languages import column, source_language

PLACE = "dyroy"
DEAD_ADDRESS = "https://utlaan.example.org/ski"
# Written once in all languages; then only the Norwegian text was gone on with.
LENDING = {
    "nb": "<p>Et eksempel: Frivilligsentralen låner ut ski og sykler.</p>",
    "de": "<p>Ein Beispiel: Das Freiwilligenzentrum verleiht Ski und Fahrräder.</p>",
    "en": "<p>An example: the volunteer centre lends out skis and bicycles.</p>",
}
DEARER = (
    "<p>Et eksempel: Frivilligsentralen låner ut ski og sykler for 50 kroner. Bestill på "
    f'<a href="{DEAD_ADDRESS}">utlånssiden</a>.</p>'
)
CAFE = "<p>Et eksempel: Hver torsdag er det språkkafé på biblioteket.</p>"


def make_texts(by: Any) -> None:
    """A text that is outdated, stale, dearer than its figure and leads nowhere; and one that
    nobody has translated or looked at for a year. Once: nothing when they are there."""
    place = Municipality.objects.current().filter(slug=PLACE).first()
    made = LocalPart.objects.filter(**{f"{_body()}__contains": "Et eksempel:"})
    if place is None or made.exists():
        return
    without = Page.objects.published().exclude(local_parts__municipality=place).order_by("slug")
    for page, make in zip(without[:2], (_outdated, _forgotten), strict=False):
        part = LocalPart(page=page, municipality=place, state=PublishingState.PUBLISHED)
        make(part, by)


def _outdated(part: LocalPart, by: Any) -> None:
    for code in LENDING.keys() & dict(settings.LANGUAGES).keys():
        setattr(part, column("body", code), LENDING[code])
    part.facts_checked_on = _long_ago()
    save_text(text=part)
    texts = {code: dict(fields) for code, fields in part.texts.items()}
    texts[source_language()]["body"] = DEARER
    revision = save_revision(text=part, texts=texts, by=by)
    if revision is not None:
        publish_revision(revision=revision, by=by)
    collect_links()
    target = LinkTarget.objects.get(address=DEAD_ADDRESS)
    for days_ago in (2, 1, 0):
        then = timezone.now() - datetime.timedelta(days=days_ago)
        record_answer(target=target, answer=Answer(404), now=then)


def _forgotten(part: LocalPart, _by: Any) -> None:
    setattr(part, _body(), CAFE)
    save_text(text=part)
    moment = timezone.make_aware(datetime.datetime.combine(_long_ago(), datetime.time(12)))
    LocalPart.objects.filter(pk=part.pk).update(source_changed_at=moment)


def _body() -> str:
    return column("body", source_language())


def _long_ago() -> datetime.date:
    return months_before(today(), settings.TEXT_REVIEWED_MONTHS + 1)
