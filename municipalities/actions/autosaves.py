"""Keeping what an editor is writing until it is saved."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from municipalities.actions.revisions import head_of, sound_texts
from municipalities.models import Autosave
from municipalities.models.text import TranslatedText
from municipalities.versions import Texts

# More than any text is.
MOST_LETTERS = 500_000


class TextTooLong(Exception):
    """Longer than any text can be: the page keeps it, we do not."""


def keep(*, text: TranslatedText, texts: Texts, by: Any, based_on: int = 0) -> Autosave:
    """Keep what was typed for its writer alone, for a week; the last one counts.

    Raises TextTooLong.
    """
    if sum(len(words or "") for fields in texts.values() for words in fields.values()) > (
        MOST_LETTERS
    ):
        raise TextTooLong
    kept, _made = Autosave.objects.update_or_create(
        user=by,
        content_type=ContentType.objects.get_for_model(text),
        object_id=text.pk,
        defaults={
            "content": sound_texts(text, texts),
            "based_on": based_on,
            "saved_at": timezone.now(),
        },
    )
    return kept


def kept_of(*, text: TranslatedText, by: Any) -> Autosave | None:
    """What the person was writing there, where it says something else than the newest revision."""
    kept = Autosave.objects.of(by, text).first()
    head = head_of(text)
    same = kept is not None and kept.content == (head.content if head else text.texts)
    return None if same else kept


def drop(*, text: TranslatedText, by: Any) -> None:
    """Throw it away: it is saved, or not wanted."""
    Autosave.objects.of(by, text).delete()


def delete_forgotten() -> int:
    """Delete those older than a week; how many there were."""
    return Autosave.objects.forgotten().delete()[0]
