"""What happens to revisions: saved, sent for review, scheduled, published, restored, taken down.

Each is one transaction that holds the text's row, so that two editors come one after the other.
"""

import datetime
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from municipalities import tasks_publishing
from municipalities.models import Municipality, Revision
from municipalities.models.revision import NAME_LENGTH, NOTE_LENGTH
from municipalities.models.text import PublishingState, TranslatedText
from municipalities.versions import (
    Texts,
    Versions,
    after_check,
    after_edit,
    after_replacing,
    after_restore,
)
from portal.lib.html import RichTextField, clean, clean_line
from portal.lib.jobs import enqueue

State = Revision.State


class RevisionRefused(Exception):
    """Nothing was changed. The subclass says why."""


class SavedMeanwhile(RevisionRefused):
    """Somebody else saved the text since the form was opened; `head` is what they wrote."""

    def __init__(self, head: Revision) -> None:
        self.head = head
        super().__init__(f"revision {head.number} is newer")


class NotOpen(RevisionRefused):
    """The revision is published or archived already: `revision` says which."""

    def __init__(self, revision: Revision) -> None:
        self.revision = revision
        super().__init__(f"revision {revision.number} is {revision.state}")


class NotPublished(RevisionRefused):
    """Readers have never seen the revision: its note goes with the text."""

    def __init__(self, revision: Revision) -> None:
        self.revision = revision
        super().__init__(f"revision {revision.number} was never published")


class PublishedMeanwhile(RevisionRefused):
    """Readers see a newer revision: this one has to be saved again on top of it."""

    def __init__(self, newer: Revision) -> None:
        self.newer = newer
        super().__init__(f"revision {newer.number} is published")


class ImpossibleTimes(RevisionRefused):
    """The end comes before the beginning, or the beginning has passed."""


class PlaceIsPast(RevisionRefused):
    """The municipality has merged since: its texts are history."""


def head_of(text: TranslatedText) -> Revision | None:
    """The revision that an editor goes on from; None where the row is all there is.

    Of a text that was taken down it is the last one that readers saw.
    """
    known = Revision.objects.of(text)
    return known.heads().first() or known.first()


def begin_revisions(*, text: TranslatedText) -> Revision:
    """The revision one goes on from; where nothing is written down yet, the row as it is."""
    with transaction.atomic():
        return _begun(_locked(text))


def save_revision(
    *, text: TranslatedText, texts: Texts, by: Any, based_on: int | None = None,
    minor: bool = False, machine: bool = False, note: Mapping[str, str] | None = None,
    made_from: Mapping[str, int] | None = None, replaces: bool = False,
) -> Revision | None:  # fmt: skip
    """Keep what somebody wrote as a new draft (kladd); readers see it when it is published.

    What is not published at all is written into its row as well. The same texts again make no
    revision: None. Raises SavedMeanwhile when `based_on` is not the number of the head any more.
    `made_from` says which version of the source text a translation was held against, changed or
    not: one that came back in a file, or was found to be right still.
    `note` is what readers are told has changed, by language, once it is published; None leaves
    what the draft before said.
    `replaces` says that only an address has become another one, which is nobody's translating.
    """
    texts = sound_texts(text, texts)
    with transaction.atomic():
        head = _begun(_locked(text))
        if based_on is not None and based_on != head.number:
            raise SavedMeanwhile(head)
        maker = _maker(by, machine)
        edited = after_edit(head.versions, head.texts, texts, minor=minor, maker=maker)
        if replaces:
            edited = after_replacing(head.versions, head.texts, texts)
        versions = after_check(edited, made_from or {}, maker)
        before = head.note if head.is_open else {}
        told = before if note is None else sound_note(note)
        if texts == head.texts and versions == edited and told == before:
            return None
        return _added(text, texts, versions, by, based_on=head.number, is_minor=minor,
                      note=told)  # fmt: skip


def restore_revision(*, revision: Revision, by: Any) -> Revision:
    """Write an old revision anew, as a draft (gjenopprette). Raises PlaceIsPast."""
    with transaction.atomic():
        text = _locked(_text_of(revision))
        head = _begun(text)
        versions = after_restore(head.versions, head.texts, revision.versions, revision.texts)
        return _added(text, revision.texts, versions, by, based_on=head.number,
                      restored_from=revision.number)  # fmt: skip


def submit_revision(*, revision: Revision, by: Any) -> Revision:
    """Ask those who may publish to look at it (til godkjenning). Raises NotOpen."""
    with transaction.atomic():
        current = _open(revision)
        current.state = State.IN_REVIEW
        current.save(update_fields=["state"])
        enqueue(tasks_publishing.tell_of_review, revision=current.pk)
    return current


def schedule_revision(
    *, revision: Revision, by: Any, publish_at: datetime.datetime | None = None,
    unpublish_at: datetime.datetime | None = None,
) -> Revision:  # fmt: skip
    """Publish it later, and take it down at some time (planlegge).

    Raises NotOpen, ImpossibleTimes or PublishedMeanwhile.
    """
    now = timezone.now()
    if publish_at is None or publish_at <= now or (unpublish_at and unpublish_at <= publish_at):
        raise ImpossibleTimes
    with transaction.atomic():
        current = _open(revision)
        _refuse_older_than_readers(current)
        Revision.objects.of(_locked(_of(revision))).filter(state=State.SCHEDULED).exclude(
            pk=current.pk
        ).update(state=State.ARCHIVED)
        current.state, current.published_by = State.SCHEDULED, by
        current.publish_at, current.unpublish_at = publish_at, unpublish_at
        current.save(update_fields=["state", "published_by", "publish_at", "unpublish_at"])
    return current


def publish_revision(
    *, revision: Revision, by: Any, unpublish_at: datetime.datetime | None = None
) -> Revision:
    """Show it to readers (publisere). Raises NotOpen, PublishedMeanwhile, ImpossibleTimes, or
    ValidationError where the text may not be shown: a step that is uncertain."""
    now = timezone.now()
    if unpublish_at and unpublish_at <= now:
        raise ImpossibleTimes
    with transaction.atomic():
        text = _locked(_of(revision))
        current = _open(revision)
        _refuse_older_than_readers(current)
        older = Revision.objects.of(text).exclude(pk=current.pk).filter(number__lt=current.number)
        if current.note:
            _forget_the_same_note(text, current)
        older.filter(state__in=[State.DRAFT, State.IN_REVIEW, State.PUBLISHED]).update(
            state=State.ARCHIVED
        )
        current.state, current.published_at, current.published_by = State.PUBLISHED, now, by
        if unpublish_at:
            current.unpublish_at = unpublish_at
        current.save()
        if hasattr(text, "state"):
            text.state = PublishingState.PUBLISHED
        text.take(current.texts, current.versions)
        text.validate_constraints()
        text.save()
    return current


def correct_note(*, revision: Revision, note: Mapping[str, str], by: Any) -> Revision:
    """Put what readers were told of a change in other words, or in one more language (rette);
    without words they are told nothing of it. Raises NotPublished."""
    with transaction.atomic():
        current = Revision.objects.select_for_update(of=("self",)).get(pk=revision.pk)
        if current.published_at is None:
            raise NotPublished(current)
        current.note = sound_note(note)
        current.save(update_fields=["note"])
    return current


def archive_text(*, text: TranslatedText, by: Any) -> None:
    """Take a published text down (avpublisere); every revision stays, and can be restored."""
    with transaction.atomic():
        row: Any = _locked(text)
        shown = Revision.objects.of(row).filter(state=State.PUBLISHED)
        shown.update(state=State.ARCHIVED)
        row.state = PublishingState.ARCHIVED
        row.save(update_fields=["state"])


def publish_due(*, now: datetime.datetime | None = None) -> int:
    """Publish and take down what is due, the late too; returns how many texts changed."""
    done = 0
    for pk in Revision.objects.due(now).values_list("pk", flat=True):
        done += _at_its_time(pk)
    for revision in Revision.objects.over(now):
        text: Any = revision.text
        if text is not None and hasattr(text, "state"):
            archive_text(text=text, by=None)
            done += 1
    return done


def _at_its_time(pk: int) -> int:
    with transaction.atomic():
        row = Revision.objects.select_for_update(skip_locked=True, of=("self",))
        revision = row.filter(pk=pk, state=State.SCHEDULED).first()
        if revision is None:
            return 0
        try:
            with transaction.atomic():
                publish_revision(revision=revision, by=revision.published_by)
        except (PublishedMeanwhile, ValidationError) as refusal:
            overtaken = isinstance(refusal, PublishedMeanwhile)
            revision.state = State.ARCHIVED if overtaken else State.DRAFT
            revision.save(update_fields=["state"])
        return 1


def _forget_the_same_note(text: TranslatedText, shown: Revision) -> None:
    """A draft that was begun on top of a scheduled revision says what that one tells readers now:
    they are not to be told twice."""
    waiting = Revision.objects.of(text).open().filter(number__gt=shown.number, note=shown.note)
    waiting.update(note={})


def _locked(text: TranslatedText) -> Any:
    """The row as readers see it, locked until the transaction ends."""
    return type(text)._default_manager.select_for_update(of=("self",)).get(pk=text.pk)


def _of(revision: Revision) -> Any:
    """The text, whatever kind it is."""
    return revision.text


def _begun(text: TranslatedText) -> Revision:
    """The head; where nothing is written down yet, the row as it is."""
    return head_of(text) or record_row(text=text)


def record_row(*, text: TranslatedText, by: Any = None) -> Revision:
    """Write the row down as a revision: published, or the first draft. Readers see no change."""
    state, fields = State.DRAFT, {}
    if text.is_published:
        state, fields = State.PUBLISHED, {"published_at": text.source_changed_at}
        Revision.objects.of(text).filter(state=state).update(state=State.ARCHIVED)
    return _stored(text, text.texts, text.versions, by, state=state,
                   made_at=text.source_changed_at, **fields)  # fmt: skip


def _added(
    text: TranslatedText, texts: Texts, versions: Versions, by: Any, **fields: Any
) -> Revision:
    """A new draft in the place of the one before it."""
    waiting = Revision.objects.of(text).filter(state__in=[State.DRAFT, State.IN_REVIEW])
    waiting.update(state=State.ARCHIVED)
    if not text.is_published:
        row = _locked(text)
        row.take(texts, versions)
        row.save()
    return _stored(text, texts, versions, by, **fields)


def _stored(
    text: TranslatedText, texts: Texts, versions: Versions, by: Any, **fields: Any
) -> Revision:
    last = Revision.objects.of(text).order_by().aggregate(last=Max("number"))["last"] or 0
    return Revision.objects.create(
        text=text,
        number=last + 1,
        municipality=place_of(text),
        content=texts,
        source_version=versions.source,
        made_from=versions.made_from,
        made_by=versions.made_by,
        author=by,
        author_name=str(by or "")[:NAME_LENGTH],
        **fields,
    )


def place_of(text: TranslatedText) -> Municipality | None:
    """Whose text it is; None for what belongs to the whole region."""
    place = text if isinstance(text, Municipality) else getattr(text, "municipality", None)
    return place if place is not None and place.kind != Municipality.Kind.REGION else None


def _text_of(revision: Revision) -> Any:
    """The text that the revision is of, unless its municipality has merged since."""
    text: Any = revision.text
    place = place_of(text)
    if place is not None and place.is_former:
        raise PlaceIsPast
    return text


def _open(revision: Revision) -> Revision:
    current = Revision.objects.select_for_update(of=("self",)).get(pk=revision.pk)
    if not current.is_open:
        raise NotOpen(current)
    return current


def _refuse_older_than_readers(revision: Revision) -> None:
    text: Any = revision.text
    newer = Revision.objects.of(text).filter(state=State.PUBLISHED, number__gt=revision.number)
    if found := newer.first():
        raise PublishedMeanwhile(found)


def sound_texts(text: TranslatedText, texts: Texts) -> Texts:
    """The texts as a row would keep them: a revision is shown to editors, and published later."""
    is_rich = {name: isinstance(text._meta.get_field(name), RichTextField) for name in text.TEXTS}
    return {
        language: {
            name: (clean if is_rich.get(name) else clean_line)(words or "")
            for name, words in fields.items()
        }
        for language, fields in texts.items()
    }


def sound_note(note: Mapping[str, str]) -> dict[str, str]:
    """The note in the portal's languages, each in one line; without those that say nothing."""
    lines = {
        code: " ".join(clean_line(note.get(code, "")).split()) for code, _name in settings.LANGUAGES
    }
    return {code: line[:NOTE_LENGTH] for code, line in lines.items() if line}


def _maker(by: Any, machine: bool) -> dict[str, Any]:
    return {"name": str(by or "")[:NAME_LENGTH], "machine": machine}
