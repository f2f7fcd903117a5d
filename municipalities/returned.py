"""A translator's file, held against our texts: what it would change, and where it is refused."""

import html
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from municipalities.actions.revisions import head_of
from municipalities.exchange import pair, xliff
from municipalities.exchange.markup import (
    blocks_of,
    is_allowed,
    links_in,
    markup_of,
    pieces_of,
    same_words,
    walk,
    words_of,
)
from municipalities.exchange.parts import MAX_BYTES, MAX_FIELD, FileRefused, Returned, Unit
from municipalities.models import Revision
from municipalities.models.text import TranslatedText
from municipalities.translations import (
    Standing,
    has_moved,
    is_rich,
    lost_tokens,
    strange_tokens,
)
from municipalities.versions import Texts
from portal.lib.html import clean, clean_line
from portal.lib.languages import source_language

# The text of the kind and id, where the person may translate it.
Reach = Callable[[str, int], TranslatedText | None]


@dataclass(frozen=True)
class Proposal:
    """What a file would change in one text."""

    text: Any
    language: str
    standing: Standing
    seen: Revision  # what the translator was given
    made_from: int
    source_has_moved: bool
    fields: Mapping[str, str]
    # Fields that came back half done, or just as they went out: they stay as they are.
    left: list[str] = field(default_factory=list)
    is_confirmed: bool = False

    @property
    def texts(self) -> Texts:
        """The text in all languages, with the file's words in it."""
        now = self.standing.texts
        return {**now, self.language: {**now.get(self.language, {}), **self.fields}}

    @property
    def target_has_moved(self) -> bool:
        """Whether somebody has changed the translation since it went out."""
        now = self.standing.texts.get(self.language, {})
        return any(
            now.get(name) != self.seen.texts.get(self.language, {}).get(name)
            for name in self.fields
        )

    @property
    def is_new(self) -> bool:
        """Whether anything would be different afterwards."""
        known = self.standing.versions.made_from.get(self.language, 0)
        return bool(self.fields) or (self.is_confirmed and self.made_from > known)


def read_file(content: bytes, language: str) -> list[Returned]:
    """The texts in a file of either kind. Raises FileRefused."""
    if len(content) > MAX_BYTES:
        raise FileRefused(_("The file is too large: export fewer texts at a time."))
    start = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"pk"):
        raise FileRefused(_("This is no HTML: save it as HTML in your word processor, please."))
    if b"<html" in start or start.startswith(b"<!doctype html"):
        return pair.read(content, language)
    return xliff.read(content, language)


def proposals(returned: list[Returned], language: str, reach: Reach) -> list[Proposal]:
    """What each text of the file would become. Raises FileRefused for the first that is wrong."""
    return [_proposal(each, language, reach) for each in returned]


def _proposal(returned: Returned, language: str, reach: Reach) -> Proposal:
    reference = returned.reference
    if reference.language != language:
        raise FileRefused(_("The file is in another language than this page."), returned.line)
    text = reach(reference.kind, reference.pk)
    seen = Revision.objects.of(text).filter(number=reference.revision).first() if text else None
    if text is None or seen is None or seen.source_version != reference.version:
        raise FileRefused(_("There is no such text here that you may translate."), returned.line)
    standing = Standing.of(text, head_of(text))
    reading = _Reading(text, language, seen, standing)
    fields = {name: reading.words(name, units) for name, units in _by_field(text, returned)}
    moved = has_moved(text, seen, standing)
    newest = standing.versions.source
    return Proposal(
        text=text,
        language=language,
        standing=standing,
        seen=seen,
        made_from=min(seen.source_version, newest - 1) if moved else newest,
        source_has_moved=moved,
        fields={name: words for name, words in fields.items() if words is not None},
        left=reading.left,
        is_confirmed=bool(returned.units) and all(each.is_confirmed for each in returned.units),
    )


def _by_field(text: TranslatedText, returned: Returned) -> list[tuple[str, list[Unit]]]:
    """The units of each field, in their order."""
    found: dict[str, dict[int, Unit]] = {}
    for unit in returned.units:
        name, _dash, number = unit.name.partition("-")
        blocks = found.setdefault(name, {})
        is_number = number.isdecimal() and len(number) < 6
        key = int(number) if is_number else 0
        if name not in text.TEXTS or (number and not is_number) or key in blocks:
            raise FileRefused(_("The text has no such part."), unit.line)
        blocks[key] = unit
    return [(name, [blocks[key] for key in sorted(blocks)]) for name, blocks in found.items()]


class _Reading:
    """One text of the file, field by field."""

    def __init__(
        self, text: TranslatedText, language: str, seen: Revision, standing: Standing
    ) -> None:
        self.text, self.language = text, language
        self.source, self.before = (
            seen.texts.get(source_language(), {}),
            seen.texts.get(language, {}),
        )
        self.now = standing.texts.get(language, {})
        self.left: list[str] = []

    def words(self, name: str, units: list[Unit]) -> str | None:
        """What the field would say; None where it stays as it is. Raises FileRefused."""
        if not is_rich(type(self.text), name):
            found = self._line(name, units)
        elif "-" in units[0].name:
            found = self._blocks(name, units)
        else:
            found = self._whole(name, units)
        if found is None or not found:
            return None
        line = units[0].line
        now, before = self.now.get(name) or "", self.before.get(name) or ""
        if len(found) > MAX_FIELD:
            raise FileRefused(_("This text is too long."), line)
        if not is_rich(type(self.text), name):
            if " ".join(found.split()) in (" ".join(each.split()) for each in (now, before)):
                return None
            self._refuse_strange(name, found, line)
            return found
        if same_words(found, now) or same_words(found, before):
            return None  # as it went out: nobody has touched it
        self._refuse_strange(name, found, line)
        return found

    def _line(self, name: str, units: list[Unit]) -> str | None:
        (unit,) = self._alone(units)
        self._refuse_other_source(unit, html.escape(self.source.get(name, ""), quote=False))
        pieces = pieces_of(unit.target)
        if unit.source is not None and not all(code.is_token for code in walk(pieces)):
            raise FileRefused(_("Formatting is not allowed in this field."), unit.line)
        found = " ".join(clean_line(words_of(markup_of(pieces))).split())
        limit = getattr(self.text._meta.get_field(name), "max_length", None)
        if limit and len(found) > limit:
            raise FileRefused(_("This text is too long."), unit.line)
        return self._unless_copied(name, found, units)

    def _whole(self, name: str, units: list[Unit]) -> str | None:
        (unit,) = self._alone(units)
        self._refuse_other_source(unit, self.source.get(name, ""))
        return self._unless_copied(name, self._sound(unit.target, unit.line), units)

    def _blocks(self, name: str, units: list[Unit]) -> str | None:
        blocks = blocks_of(self.source.get(name, ""))
        wanted = [f"{name}-{number}" for number in range(1, len(blocks.inside) + 1)]
        if [unit.name for unit in units] != wanted:
            raise FileRefused(
                _("A part of this text is missing, or there is one more."), units[0].line
            )
        for unit, inside in zip(units, blocks.inside, strict=True):
            self._refuse_other_source(unit, markup_of(inside))
        targets = [self._sound(unit.target, unit.line) for unit in units]
        if not all(targets):
            self.left += [name] if any(targets) else []
            return None
        before = blocks_of(self.before.get(name) or "")
        frame = before if before.shape == blocks.shape else blocks
        return self._unless_copied(name, clean(frame.filled(targets)), units)

    def _alone(self, units: list[Unit]) -> list[Unit]:
        if len(units) != 1 or "-" in units[0].name:
            raise FileRefused(
                _("A part of this text is missing, or there is one more."), units[0].line
            )
        return units

    def _sound(self, markup: str, line: int) -> str:
        if not is_allowed(markup):
            raise FileRefused(
                _("Only words, headings, lists, links, bold and italic are allowed here."), line
            )
        return clean_line(markup).strip()

    def _refuse_other_source(self, unit: Unit, source: str) -> None:
        if unit.source is not None and words_of(unit.source) != words_of(source):
            raise FileRefused(
                _("The Norwegian text in the file is not the one of this text."), unit.line
            )

    def _refuse_strange(self, name: str, found: str, line: int) -> None:
        source, before = self.source.get(name, ""), self.before.get(name) or ""
        if lost := lost_tokens(source, found):
            raise FileRefused(_("Missing: %(tokens)s.") % {"tokens": ", ".join(lost)}, line)
        if strange := strange_tokens(found, source, before):
            raise FileRefused(_("Unknown: %(tokens)s.") % {"tokens": ", ".join(strange)}, line)
        if links_in(found) - links_in(source) - links_in(before):
            raise FileRefused(_("A link leads elsewhere than in the Norwegian text."), line)

    def _unless_copied(self, name: str, found: str, units: list[Unit]) -> str | None:
        """Some tools fill in the source text where nobody has translated yet."""
        is_from_tool = all(unit.source is not None for unit in units)
        is_copy = words_of(found) == words_of(self.source.get(name, ""))
        is_said = any(unit.is_confirmed for unit in units) or self.before.get(name)
        if found and is_copy and is_from_tool and not is_said:
            self.left.append(name)
            return None
        return found
