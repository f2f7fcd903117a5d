"""What happens to translations: written, found to be right still, sent out, taken in again."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import override

from municipalities.actions.revisions import (
    SavedMeanwhile,
    begin_revisions,
    publish_revision,
    save_revision,
    sound_texts,
)
from municipalities.exchange.parts import Outgoing, Reference
from municipalities.models import Revision
from municipalities.models.text import TranslatedText, TranslationState
from municipalities.returned import Proposal
from municipalities.translations import is_rich, state_in
from portal.lib.languages import source_language


@dataclass(frozen=True)
class TakenIn:
    """How many texts a file has changed, and how many of them readers see already."""

    saved: int
    published: int


def save_translation(
    *, text: TranslatedText, language: str, words: Mapping[str, str], by: Any,
    based_on: int | None = None, machine: bool = False, is_right: bool = False,
) -> Revision | None:  # fmt: skip
    """Keep what somebody wrote in one language, as a draft; the other languages stay as they are.

    `is_right` says that it is right for the source text as it is, changed or not (fortsatt
    riktig): made from the newest version from now on, and answered for by a person. None where
    nothing is new. Raises SavedMeanwhile when this language or the source text reads differently
    than in the revision that the writer saw (0: no revision then).
    """
    with transaction.atomic():
        head = begin_revisions(text=text)
        if based_on is not None and _reads_otherwise(text, head, language, based_on):
            raise SavedMeanwhile(head)
        texts = {**head.texts, language: {**head.texts.get(language, {}), **words}}
        known = head.made_from.get(language)
        said = {}
        if is_right and any(texts[language].values()):
            said, machine = {language: head.source_version}, False
        elif known is not None and sound_texts(text, texts) == head.texts:
            said = {language: known}
        return save_revision(
            text=text, texts=texts, by=by, based_on=head.number, machine=machine, made_from=said
        )


def _reads_otherwise(text: TranslatedText, head: Revision, language: str, based_on: int) -> bool:
    seen = Revision.objects.of(text).filter(number=based_on or 1).first()
    both = (source_language(), language)
    return seen is None or any(seen.texts.get(each) != head.texts.get(each) for each in both)


def send_out(*, text: TranslatedText, language: str) -> Outgoing:
    """What a translator gets of the text (eksport); written down, so that it is known later."""
    head = begin_revisions(text=text)
    model: Any = type(text)
    with override(language):
        labels = {name: capfirst(model._meta.get_field(name).verbose_name) for name in text.TEXTS}
    with override(source_language()):
        address, title = str(text.get_absolute_url()), str(text)  # type: ignore[attr-defined]
    return Outgoing(
        reference=Reference(
            model._meta.label_lower, text.pk, head.number, head.source_version, language
        ),
        title=title,
        address=address,
        labels={name: str(label) for name, label in labels.items()},
        source={name: head.texts.get(source_language(), {}).get(name) or "" for name in text.TEXTS},
        target={name: head.texts.get(language, {}).get(name) or "" for name in text.TEXTS},
        rich=frozenset(name for name in text.TEXTS if is_rich(model, name)),
        is_current=state_in(head.texts, head.versions, language) == TranslationState.CURRENT,
    )


def take_in(
    *, found: Iterable[Proposal], by: Any, machine: bool = False,
    publish: Callable[[Any], bool] = lambda text: False,
) -> TakenIn:  # fmt: skip
    """Save what a translator's file says, all of it or nothing (import): as drafts.

    `publish` says of a text whether readers are to see it at once. Where somebody's draft waits,
    they are not: it would be published along. Raises SavedMeanwhile.
    """
    saved = published = 0
    with transaction.atomic():
        for each in found:
            if not each.is_new:
                continue
            head = each.standing.head
            revision = save_revision(
                text=each.text,
                texts=each.texts,
                by=by,
                based_on=head.number if head else None,
                machine=machine,
                made_from={each.language: each.made_from},
            )
            if revision is None:
                continue
            saved += 1
            if publish(each.text) and not (head and head.is_open):
                publish_revision(revision=revision, by=by)
                published += 1
    return TakenIn(saved, published)
