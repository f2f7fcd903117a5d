"""What a reader is told about a page besides its text: languages, age, sources, tokens."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Self

from django.conf import settings
from django.utils.translation import override

from municipalities.models import Figure, Municipality, Page, Topic
from municipalities.models.text import TranslatedText
from municipalities.tokens import TokenValues
from municipalities.versions import is_machine_made
from portal.lib.languages import column, current, localized, source_language


@dataclass(frozen=True)
class Reading:
    """One or more texts, read together in one language."""

    texts: tuple[TranslatedText, ...]
    tokens: TokenValues
    # The same in other languages, as far as somebody has asked for them.
    others: "dict[str, Reading]" = field(default_factory=dict, compare=False)

    @classmethod
    def of(
        cls,
        *texts: TranslatedText | None,
        municipality: Municipality | None = None,
        known: Iterable[Figure] = (),
    ) -> Self:
        """Gather the texts there are, and look up what their tokens name.

        `known` are the newest figures of the municipality, where the page has read them already.
        """
        present = tuple(text for text in texts if text is not None)
        bodies = (localized(t, name).value for t in present for name in _with_tokens(t))
        return cls(present, TokenValues.for_texts(bodies, municipality, known))

    def beside(self, language: str) -> "Reading":
        """The same texts read in another language; to be used while that is the current one."""
        if language not in self.others:
            with override(language):
                self.others[language] = Reading.of(
                    *self.texts, municipality=self.tokens.municipality
                )
        return self.others[language]

    @property
    def is_untranslated(self) -> bool:
        """Whether the main text does not exist in the reader's language at all."""
        return not _has_language(self.texts[0], current())

    @property
    def is_partly_untranslated(self) -> bool:
        """Whether some of it is shown in the source language."""
        return any(localized(text, name).is_fallback for text in self.texts for name in text.TEXTS)

    @property
    def outdated(self) -> TranslatedText | None:
        """The first text whose source has changed since it was translated."""
        language = current()
        return next(
            (t for t in self.texts if _has_language(t, language) and t.is_outdated(language)), None
        )

    @property
    def unchecked(self) -> list[Figure]:
        """The figures in the texts that nobody has checked when it was time."""
        named = self.tokens.figures.values()
        return sorted((each for each in named if each.is_past_check), key=lambda each: each.key)

    @property
    def is_machine_made(self) -> bool:
        """Whether a machine has translated some of it, and nobody has checked that yet."""
        language = current()
        return any(
            _has_language(text, language) and is_machine_made(text.versions, language)
            for text in self.texts
            if language != source_language()
        )

    @property
    def languages(self) -> set[str]:
        """The languages the main text exists in."""
        return {code for code, _ in settings.LANGUAGES if _has_language(self.texts[0], code)}


def rich_fields(text: TranslatedText) -> list[str]:
    """The fields of the text that may hold markup, and tokens in it."""
    return [name for name in ("introduction", "body") if name in text.TEXTS]


def _with_tokens(text: TranslatedText) -> Iterable[str]:
    """The fields of the text that may hold tokens."""
    return getattr(text, "TEXTS_WITH_TOKENS", None) or rich_fields(text)


def by_topic(pages: Iterable[Any]) -> list[tuple[Topic, list[Any]]]:
    """The pages (`for_lists`) under their topics of the first level, in the order they come."""
    groups: dict[int, tuple[Topic, list[Any]]] = {}
    for page in pages:
        if page.top_id not in groups:
            groups[page.top_id] = _topic_of(page), []
        groups[page.top_id][1].append(page)
    return list(groups.values())


def _topic_of(page: Any) -> Topic:
    known: dict[str, Any] = vars(page) if isinstance(page, Page) else page._asdict()
    return Topic(**{name[4:]: value for name, value in known.items() if name.startswith("top_")})


def _has_language(text: TranslatedText, language: str) -> bool:
    """Whether every field the source language has is there in this language, or one of them is
    the main one."""
    main = rich_fields(text) or list(text.TEXTS)
    source_has = _in_language(text, main, source_language()) or _in_language(
        text, main, getattr(text, "written_in", source_language())
    )
    return set(source_has) <= set(_in_language(text, main, language))


def _in_language(text: TranslatedText, names: list[str], language: str) -> list[str]:
    """The fields that are written in the language."""
    return [name for name in names if getattr(text, column(name, language))]
