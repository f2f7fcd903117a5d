"""Saving a translated text, with the versions that tell readers the truth about translations."""

from collections.abc import Iterable
from typing import TypeVar

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from municipalities.models.text import TranslatedText
from portal.lib.languages import column, source_language

Text = TypeVar("Text", bound=TranslatedText)


def save_text(*, text: Text, minor: bool = False) -> Text:
    """Save the object and bring its versions up to date.

    A changed source text (norsk tekst) makes a new version, and every translation that was not
    changed along with it is outdated from now on. A changed translation counts as made from the
    version there is after this save. `minor` says that the meaning did not change: translations
    that were current stay current.
    """
    with transaction.atomic():
        before = _stored(text)
        old_version = text.source_version
        changed = set(_changed_languages(text, before))
        made_from = dict(text.made_from)
        if before and source_language() in changed:
            text.source_version = old_version + 1
            text.source_changed_at = timezone.now()
        for language in _translations():
            was_current = made_from.get(language) == old_version
            if _is_empty(text, language):
                made_from.pop(language, None)
            elif language in changed or (minor and was_current):
                made_from[language] = text.source_version
        text.made_from = made_from
        text.save()
    return text


def _stored(text: Text) -> Text | None:
    """The row as it is in the database, locked until this transaction ends."""
    if text.pk is None:
        return None
    return type(text)._default_manager.select_for_update(of=("self",)).filter(pk=text.pk).first()


def _changed_languages(text: Text, before: Text | None) -> Iterable[str]:
    for language, _name in settings.LANGUAGES:
        names = [column(field, language) for field in text.TEXTS]
        if any((getattr(text, n) or "") != (getattr(before, n, None) or "") for n in names):
            yield language


def _is_empty(text: Text, language: str) -> bool:
    return not any(getattr(text, column(field, language)) for field in text.TEXTS)


def _translations() -> list[str]:
    return [code for code, _name in settings.LANGUAGES if code != source_language()]
