"""Which version of the source text each translation was made from: the arithmetic, without a row.

Texts and their revisions count alike. Nothing here looks at a clock: what is outdated follows from
what was written in which order.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from portal.lib.languages import source_language

# What stands in a language, by field: {"nb": {"title": "Hus"}, "de": {"title": "Haus"}}.
Texts = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Versions:
    """The version of the source text, and for each translation the one that it was made from."""

    source: int = 1
    made_from: Mapping[str, int] = field(default_factory=dict)
    # Who made each translation: {"de": {"name": "Rita", "machine": False}}.
    made_by: Mapping[str, Any] = field(default_factory=dict)

    def is_current(self, language: str) -> bool:
        """Whether the translation was made from the source text as it is."""
        return language == source_language() or self.made_from.get(language) == self.source


def after_edit(
    before: Versions, old: Texts | None, new: Texts, *, minor: bool = False, maker: Any = None
) -> Versions:
    """The versions once `new` stands where `old` stood; `old` is None for what is new.

    A changed source text is a new version, and what was not changed along with it is outdated. A
    changed translation counts as made from the version there is now. `minor` says that the meaning
    did not change: what was current stays so.
    """
    changed = changed_languages(old or {}, new)
    source = before.source + (old is not None and source_language() in changed)
    made_from, made_by = dict(before.made_from), dict(before.made_by)
    for language in translations_in(new):
        if is_empty(new[language]):
            made_from.pop(language, None)
            made_by.pop(language, None)
        elif language in changed:
            made_from[language] = source
            made_by[language] = maker
        elif minor and before.is_current(language):
            made_from[language] = source
    return Versions(source, made_from, {each: by for each, by in made_by.items() if by})


def after_check(before: Versions, made_from: Mapping[str, int], maker: Any) -> Versions:
    """The versions once `maker` has held translations against these versions of the source text.

    What was known already stays as it is; a person who finds a machine's words right answers for
    them from then on.
    """
    versions, makers = dict(before.made_from), dict(before.made_by)
    for language, version in made_from.items():
        was_machine = makers.get(language, {}).get("machine", False)
        if versions.get(language) != version or was_machine != maker["machine"]:
            versions[language], makers[language] = version, maker
    return Versions(before.source, versions, makers)


def after_replacing(before: Versions, old: Texts, new: Texts) -> Versions:
    """The versions once an address was put in the place of another one in all languages.

    That says nothing of the meaning: each translation stays as true as it was, and its maker's.
    """
    source = before.source + (source_language() in changed_languages(old, new))
    made_from = {
        language: source if before.is_current(language) else version
        for language, version in before.made_from.items()
    }
    return Versions(source, made_from, before.made_by)


def after_restore(before: Versions, now: Texts, old: Versions, texts: Texts) -> Versions:
    """The versions once old texts, which had the versions `old`, stand where `now` stood.

    A translation that was current among the old texts is current again; one that was outdated
    then is so still, whatever number its source text gets.
    """
    source = before.source + (source_language() in changed_languages(now, texts))
    filled = [each for each in translations_in(texts) if not is_empty(texts[each])]
    made_from = {
        language: source if old.is_current(language) else old.made_from.get(language, 0)
        for language in filled
    }
    made_by = {language: old.made_by[language] for language in filled if language in old.made_by}
    return Versions(source, made_from, made_by)


def changed_languages(old: Texts, new: Texts) -> set[str]:
    """The languages whose text is another one; nothing and "" are the same."""
    return {
        language
        for language, fields in new.items()
        if any((old.get(language, {}).get(name) or "") != (text or "")
               for name, text in fields.items())
    }  # fmt: skip


def is_machine_made(versions: Versions, language: str) -> bool:
    """Whether a machine has translated it, and nobody has answered for that yet."""
    return bool((versions.made_by.get(language) or {}).get("machine"))


def is_empty(fields: Mapping[str, str]) -> bool:
    """Whether there is no text in the language."""
    return not any(fields.values())


def translations_in(texts: Texts) -> Iterable[str]:
    """The languages that are translated into."""
    return [language for language in texts if language != source_language()]
