"""Saving a translated text, with the versions that tell readers the truth about translations."""

from typing import Any, TypeVar

from django.db import transaction

from municipalities.actions.revisions import record_row
from municipalities.models import Revision
from municipalities.models.text import TranslatedText
from municipalities.versions import after_edit

Text = TypeVar("Text", bound=TranslatedText)


def save_text(*, text: Text, minor: bool = False, by: Any = None) -> Text:
    """Save the object at once, past drafts and review, and bring its versions up to date.

    For what readers do not see yet, and for region packs. `minor` says that the meaning did not
    change: translations that were current stay current. Where revisions are kept already, this is
    one more; a draft that waits has to be saved again on top of it.
    """
    with transaction.atomic():
        before = _stored(text)
        if before is None:
            versions = after_edit(text.versions, None, text.texts)
        else:
            versions = after_edit(before.versions, before.texts, text.texts, minor=minor)
        text.take(text.texts, versions)
        text.save()
        has_changed = before is None or before.texts != text.texts
        if has_changed and Revision.objects.of(text).exists():
            record_row(text=text)
    return text


def _stored(text: Text) -> Text | None:
    """The row as it is in the database, locked until this transaction ends."""
    if text.pk is None:
        return None
    return type(text)._default_manager.select_for_update(of=("self",)).filter(pk=text.pk).first()
