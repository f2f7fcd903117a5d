"""Two states of a text, field by field and language by language, for eyes and screen readers."""

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils.text import capfirst

from municipalities.admin.history import FieldChange, in_words
from municipalities.models import Revision
from municipalities.models.text import TranslatedText
from municipalities.versions import Texts, Versions
from portal.lib.difference import difference
from portal.lib.languages import column


@dataclass(frozen=True)
class Told:
    """What has changed from one revision to other words."""

    older: Revision
    fields: list[FieldChange]
    # Languages, by code and name, that were found right for a newer source text, unchanged.
    marked: list[tuple[str, str]] = field(default_factory=list)


def told_differences(
    text: TranslatedText, older: Revision, texts: Texts, versions: Versions | None = None
) -> Told:
    """What the texts say that the older revision does not, and the other way round."""
    marked = [
        (code, name)
        for code, name in settings.LANGUAGES
        if versions
        and older.texts.get(code) == texts.get(code)
        and older.made_from.get(code, 0) < versions.made_from.get(code, 0)
    ]
    return Told(older, field_differences(type(text), older.texts, texts), marked)


def field_differences(model: type[Any], old: Texts, new: Texts) -> list[FieldChange]:
    """The fields in which two texts of the model differ, the source language first."""
    changes = []
    for code, name in settings.LANGUAGES:
        for field_name in model.TEXTS:
            before = old.get(code, {}).get(field_name) or ""
            after = new.get(code, {}).get(field_name) or ""
            if before == after:
                continue
            kept = model._meta.get_field(column(field_name, code))
            pieces = difference(in_words(kept, before, {}), in_words(kept, after, {}))
            label = str(capfirst(model._meta.get_field(field_name).verbose_name))
            changes.append(FieldChange(label, pieces, code, name))
    return changes
