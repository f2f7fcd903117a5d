"""What has changed, and when: the notes to readers that revisions hold, as readers may see them.

A note is public once its revision was published, for as long as readers see the text.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils.timezone import localdate

from municipalities.linked import rows_to_name
from municipalities.models import Revision
from municipalities.models.text import TranslatedText
from portal.lib.languages import Localized, current, localized, source_language

# Of all texts together, in a list or a feed.
MOST = 100
NAMED_BY = ("title", "label", "name")


@dataclass(frozen=True)
class Change:
    """What readers are told of one publish (endring)."""

    text: TranslatedText
    revision: Revision

    @property
    def called(self) -> Localized:
        """What the text is called."""
        return title_of(self.text)

    @property
    def words(self) -> Localized:
        """What has changed, in the reader's language, else in the source language."""
        return note_in(self.revision.note)

    @property
    def moment(self) -> datetime.datetime:
        """When readers saw it first."""
        assert self.revision.published_at is not None  # told() asks for it
        return self.revision.published_at

    @property
    def day(self) -> datetime.date:
        """The day of that in Oslo."""
        return localdate(self.moment)


def changes_of(texts: Iterable[TranslatedText | None], most: int | None = None) -> list[Change]:
    """What has changed in these texts, which readers see; the newest first. One query, none
    where each text knows that there is nothing to tell."""
    present = [text for text in texts if text is not None]
    known = {_key_of(text): text for text in present if getattr(text, "has_changes", True)}
    if not known:
        return []
    asked = Q()
    for app, model, pk in known:
        asked |= Q(content_type__app_label=app, content_type__model=model, object_id=pk)
    told = Revision.objects.told().filter(asked).select_related("content_type")[:most]
    return [
        Change(known[(*each.content_type.natural_key(), each.object_id)], each) for each in told
    ]


def newest_changes(most: int = MOST) -> list[Change]:
    """What has changed in all that readers see, the newest first."""
    kinds = Revision.objects.told().order_by().values("content_type").distinct()
    seen = Q(pk__in=[])
    for kind in ContentType.objects.filter(pk__in=kinds):
        if model := _models().get(kind.model):
            seen |= Q(content_type=kind, object_id__in=model._default_manager.shown().values("pk"))
    told = list(Revision.objects.told().filter(seen)[:most])
    texts: dict[tuple[int, int], TranslatedText] = {}
    for kind_id in {each.content_type_id for each in told}:
        model = ContentType.objects.get_for_id(kind_id).model_class()
        wanted = [each.object_id for each in told if each.content_type_id == kind_id]
        found: Any = rows_to_name(model).filter(pk__in=wanted)  # type: ignore[arg-type]
        texts |= {(kind_id, row.pk): row for row in found}
    return [Change(texts[each.content_type_id, each.object_id], each) for each in told]


def find_text(kind: str, pk: int) -> TranslatedText | None:
    """The text of this kind ("page") and number, if readers see it."""
    model = _models().get(kind)
    if model is None:
        return None
    found: Any = rows_to_name(model).filter(pk__in=model._default_manager.shown().filter(pk=pk))
    text: TranslatedText | None = found.first()
    return text


def title_of(text: Any) -> Localized:
    """What a text is called; a part of something by the name of the whole."""
    named = next((name for name in NAMED_BY if name in text.TEXTS), "")
    if named and (found := localized(text, named)):
        return found
    whole = getattr(text, "page", None) or getattr(text, "story", None)
    if whole is None:
        return Localized(str(text), current(), is_fallback=False)
    title = title_of(whole)
    return Localized(f"{title} – {text.municipality}", title.language, title.is_fallback)


def note_in(note: Mapping[str, str], language: str | None = None) -> Localized:
    """The note in the language, else in the source language and marked as a fallback."""
    language, source = language or current(), source_language()
    if words := note.get(language):
        return Localized(words, language, is_fallback=False)
    return Localized(note.get(source, ""), source, is_fallback=language != source)


def _models() -> dict[str, Any]:
    """The texts that have a page, by their names in addresses: a text that comes later too."""
    found = [model for model in apps.get_models() if issubclass(model, TranslatedText)]
    return {
        str(model._meta.model_name): model for model in found if hasattr(model, "get_absolute_url")
    }


def _key_of(text: TranslatedText) -> tuple[str, str, int]:
    """By names: the numbers of content types would be a query of their own."""
    return text._meta.app_label, str(text._meta.model_name), text.pk
