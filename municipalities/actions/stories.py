"""What happens to stories: somebody agrees to theirs, it is published, they take that back."""

import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.crypto import salted_hmac

from municipalities.actions.revisions import head_of, publish_revision
from municipalities.consent_texts import CONSENT_TEXTS, NEWEST
from municipalities.models import (
    Autosave,
    LinkUse,
    OldAddress,
    Revision,
    Story,
    StoryChapter,
    StoryConsent,
    StoryWithdrawal,
)
from municipalities.models.text import PublishingState
from portal.lib.dates import today
from portal.lib.languages import column


class StoryRefused(Exception):
    """Nothing was changed. The subclass says why."""


class StoryErased(StoryRefused):
    """The person has withdrawn: the story is written anew, or not at all."""


class NoSuchConsent(StoryRefused):
    """There is no such text in that language, or the day lies ahead."""


def record_consent(
    *, story: Story, language: str, channel: str, by: Any,
    given_on: datetime.date | None = None, text_version: str = NEWEST,
) -> StoryConsent:  # fmt: skip
    """Write down that the person has agreed (registrere samtykke).

    Raises StoryErased or NoSuchConsent.
    """
    given_on = given_on or today()
    if language not in CONSENT_TEXTS.get(text_version, {}) or given_on > today():
        raise NoSuchConsent
    with transaction.atomic():
        row = _locked(story)
        if row.erased_at:
            raise StoryErased
        return StoryConsent.objects.create(
            story=row, text_version=text_version, language=language, channel=channel,
            given_on=given_on, recorded_by=by,
        )  # fmt: skip


def publish_with_chapters(*, story: Story, by: Any) -> int:
    """Publish the story, and the chapters that no reader has seen yet; returns how many these are.

    What is being changed in a chapter that readers see already stays a draft. Raises
    RevisionRefused or, without consent, ValidationError.
    """
    with transaction.atomic():
        head = head_of(_locked(story))
        if head is not None and head.is_open:
            publish_revision(revision=head, by=by)
        new = story.chapters.filter(state=PublishingState.DRAFT).in_order()  # type: ignore[attr-defined]
        heads = [head for each in new if (head := head_of(each)) and head.is_open]
        for each in heads:
            publish_revision(revision=each, by=by)
    return len(heads)


def withdraw_consent(*, story: Story, channel: str, by: Any = None) -> bool:
    """Take the person's consent back, and everything they told off the portal (trekke samtykke).

    In one transaction, so that the next request finds nothing: neither page nor chapter, revision,
    autosave, search entry or old address. What readers were sent before counts as old, since the
    content version grows. What is left proves the consent. Also for a story that nobody has agreed
    to. Done once; the second time nothing happens: False.
    """
    with transaction.atomic():
        row = _locked(story)
        if row.erased_at:
            return False
        _erase(row)
        # Once it is down: the database would refuse to leave a story standing without a consent.
        for consent in row.consents.standing():
            StoryWithdrawal.objects.create(consent=consent, channel=channel, recorded_by=by)
    return True


def erase_chapter(*, chapter: StoryChapter, by: Any) -> None:
    """Delete a chapter for good, with all that was ever written in it (slette kapittel)."""
    with transaction.atomic():
        _forget(StoryChapter, [chapter.pk])
        StoryChapter.objects.filter(pk=chapter.pk).delete()


def gone_slug(slug: str) -> str:
    """What stands in the place of the address of an erased story: tells it to who knows it."""
    return f"gone-{salted_hmac('landgang.story', slug, algorithm='sha256').hexdigest()[:40]}"


def is_gone(slug: str) -> bool:
    """Whether there was a story at the address that its person has withdrawn."""
    return Story.objects.filter(slug=gone_slug(slug)).exclude(erased_at=None).exists()


def _erase(row: Story) -> None:
    chapters = list(row.chapters.values_list("pk", flat=True))
    _forget(StoryChapter, chapters)
    StoryChapter.objects.filter(pk__in=chapters).delete()
    _forget(Story, [row.pk])
    gone = gone_slug(row.slug)
    for name in Story.PersonalData.ERASE:
        _empty(row, name)
    row.slug = f"gone-{row.pk}" if Story.objects.filter(slug=gone).exists() else gone
    row.state, row.erased_at = PublishingState.ARCHIVED, timezone.now()
    row.save()


def _empty(row: Story, name: str) -> None:
    """The field as it would be in a row that nobody has filled in."""
    names = [name]
    if name in Story.TEXTS:
        names = [column(name, code) for code in row.texts]
    for each in names:
        field: Any = Story._meta.get_field(each)
        setattr(row, each, "" if name in Story.TEXTS else field.get_default())


def _forget(model: type[Model], ids: list[int]) -> None:
    """Delete what hangs on texts of the model by their number alone."""
    kind = ContentType.objects.get_for_model(model)
    for each in (Revision, Autosave, LinkUse, OldAddress):
        each._default_manager.filter(content_type=kind, object_id__in=ids).delete()


def _locked(story: Story) -> Any:
    return Story.objects.select_for_update(of=("self",)).get(pk=story.pk)
