"""A text of the portal in two languages, ready to be shown side by side."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override

from municipalities.beside import Pair, pairs
from municipalities.models.text import TranslatedText
from municipalities.reading import Reading
from municipalities.tokens import TokenValues
from portal.lib.html import clean
from portal.lib.languages import Localized, column, current, localized, marks

Writer = Callable[[str, TokenValues], SafeString]


@dataclass(frozen=True)
class Halves:
    """The reader's language and the other one, part beside part."""

    pairs: list[Pair]
    # What stands in the reader's half: their language, or the source language in its place.
    own: Localized
    language: str
    # The language that does not exist: then the other one stands alone, once.
    lacking: str = ""


def halves_of(
    text: TranslatedText, field: str, reading: Reading, language: str, write: Writer | None = None
) -> Halves | None:
    """The field in the reader's language and in the other; None where it exists in neither.

    The source language stands in for the reader's as on every page, but never beside itself.
    `write` makes markup of words and tokens, each half in its own language; without it the words
    are rich text.
    """
    write = write or rich
    own, other = localized(text, field), getattr(text, column(field, language)) or ""
    if not other and (own.is_fallback or not own):
        return None
    is_same = own.language == language
    one = "" if is_same else write(own.value, reading.tokens)
    with override(language):
        beside = write(other, reading.beside(language).tokens)
    found = [Pair(mark_safe(a), mark_safe(b)) for a, b in pairs(one, beside)]
    lacking = current() if is_same else "" if other else language
    return Halves(found, own, language, lacking)


def rich(words: str, tokens: TokenValues) -> SafeString:
    """Rich text, cleaned again, with its tokens replaced."""
    return tokens.expand(clean(words))


def twin(text: TranslatedText, field: str, language: str) -> SafeString:
    """A short field in the other language, for right behind the same in the reader's; nothing
    where it does not exist, or is what the reader sees already for want of a translation."""
    words = getattr(text, column(field, language)) or ""
    if not words or localized(text, field).language == language:
        return mark_safe("")
    return format_html(' <span class="twin"{}>{}</span>', marks(language), words)
