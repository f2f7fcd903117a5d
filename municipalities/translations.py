"""What is to translate: the state of a text's translation, what it was made from, and what of the
source text must stand in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

from municipalities.exchange.markup import TOKEN, tokens_in
from municipalities.models import Revision
from municipalities.models.text import TranslatedText, TranslationState
from municipalities.tokens import LOOKS_LIKE_TOKEN
from municipalities.versions import Texts, Versions
from portal.lib.html import RichTextField
from portal.lib.languages import source_language


def state_in(texts: Texts, versions: Versions, language: str) -> TranslationState:
    """How the texts stand in the language: what the database says of a row, for a revision."""
    source, target = texts.get(source_language(), {}), texts.get(language, {})
    if language != source_language():
        if any(words and not target.get(name) for name, words in source.items()):
            return TranslationState.MISSING
        if versions.made_from.get(language, 0) < versions.source:
            return TranslationState.OUTDATED
    return TranslationState.CURRENT


def is_rich(model: type[Model], name: str) -> bool:
    """Whether the field holds markup."""
    return isinstance(model._meta.get_field(name), RichTextField)


@dataclass(frozen=True)
class Standing:
    """What one goes on from: the newest draft, else what readers see."""

    texts: Texts
    versions: Versions
    head: Revision | None

    @classmethod
    def of(cls, text: TranslatedText, head: Revision | None) -> "Standing":
        """The revision's words, or the row's where none is written down."""
        known: Any = head or text
        return cls(known.texts, known.versions, head)

    @property
    def parts(self) -> tuple[Texts, Versions, Revision | None]:
        """All three."""
        return self.texts, self.versions, self.head


def made_from_texts(text: TranslatedText, standing: Standing, language: str) -> Texts | None:
    """What the text said in the version that the translation was made from; None: not known."""
    version = standing.versions.made_from.get(language)
    if version is None:
        return None
    if version == standing.versions.source:
        return standing.texts
    found = Revision.objects.of(text).filter(source_version=version).first()
    return found.texts if found else None


def open_heads(model: type[Model]) -> dict[int, Revision]:
    """By the id of their object, the revisions of the model that wait for being published."""
    kind = ContentType.objects.get_for_model(model)
    rows = Revision.objects.open().filter(content_type=kind).order_by("number")
    return {row.object_id: row for row in rows}


def lost_tokens(source: str, target: str) -> list[str]:
    """Tokens of the source text that the translation lacks: a price, a link, that nobody sees."""
    return [f"[[{what}]]" for what in sorted(tokens_in(source) - tokens_in(target))]


def strange_tokens(target: str, *known: str) -> list[str]:
    """What looks like a token in the translation and stands in none of the known texts."""
    allowed = {what for text in known for what in tokens_in(text)}
    return [
        written
        for written in LOOKS_LIKE_TOKEN.findall(target)
        if not TOKEN.fullmatch(written) or not tokens_in(written) <= allowed
    ]


def has_moved(text: TranslatedText, since: Revision, standing: Standing) -> bool:
    """Whether the source text means something else than in the revision: it reads differently,
    and not every change of it was a minor one."""
    source = source_language()
    if since.texts[source] == standing.texts[source]:
        return False
    head = standing.head
    if head is None:
        return True
    rows = Revision.objects.of(text).filter(number__gt=since.number, number__lte=head.number)
    return not _are_minor(since.texts[source], rows.order_by("number"), source)


def _are_minor(before: Any, rows: Iterable[Revision], source: str) -> bool:
    for row in rows:
        if row.texts[source] != before and not row.is_minor:
            return False
        before = row.texts[source]
    return True
