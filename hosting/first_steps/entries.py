"""A step as a page shows it: its texts in the reader's language, its times in words."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from django.utils.html import escape, linebreaks
from django.utils.safestring import SafeString, mark_safe

from hosting.first_steps.backwards import HandIn
from hosting.first_steps.reading import time_of
from hosting.first_steps.words import label_of, words_of
from hosting.models import Occupation, Step, StepTime
from municipalities.models.page import Group
from municipalities.tokens import TokenValues
from portal.lib.languages import Localized, localized


@dataclass(frozen=True)
class Line:
    """A deadline or another time, in words, with its day where one can be said."""

    row: StepTime
    day: datetime.date | None
    today: datetime.date

    @property
    def heading(self) -> str:
        """What the line is called."""
        return label_of(time_of(self.row))

    @property
    def words(self) -> str:
        """The rule itself."""
        return words_of(time_of(self.row))

    @property
    def is_past(self) -> bool:
        """Whether the day has passed."""
        return self.day is not None and self.day < self.today

    @property
    def is_deadline(self) -> bool:
        """Whether it is the last day, and not the first."""
        return self.row.kind == StepTime.Kind.LATEST

    @property
    def groups(self) -> list[str]:
        """For whom it holds, where not for everybody."""
        occupations = [str(Occupation(each).label) for each in self.row.occupations]
        return [*(str(Group(each).label) for each in self.row.groups), *occupations]


@dataclass(frozen=True)
class Term:
    """A Norwegian word with its explanation."""

    word: str
    meaning: str


@dataclass(frozen=True)
class Entry:
    """One step of a plan, or on its own page."""

    step: Step
    lines: list[Line]
    tokens: TokenValues
    number: int = 0
    hand_in: HandIn | None = None
    # Whether it stands beside its translation: there no language stands in for another.
    is_half: bool = False

    @property
    def lines_by_heading(self) -> list[tuple[str, list[Line]]]:
        """The times under what they are called, deadlines first."""
        order = {kind: number for number, kind in enumerate(StepTime.Kind)}
        ordered = sorted(self.lines, key=lambda line: order[StepTime.Kind(line.row.kind)])
        return [(name, list(lines)) for name, lines in groupby(ordered, lambda line: line.heading)]

    @property
    def markup(self) -> SafeString:
        """What to do and where: paragraphs, with tokens replaced."""
        return in_paragraphs(self.told.value, self.tokens)

    @cached_property
    def told(self) -> Localized:
        """The text as it is stored, with its language."""
        return self._said("detail")

    @cached_property
    def paper_lines(self) -> list[Localized]:
        """The papers, each with its language."""
        return lines_of(self._said("papers"))

    @property
    def words_to_know(self) -> list[Term]:
        """Norwegian words with their explanations."""
        found = (line.value.partition(":") for line in lines_of(self.known))
        return [Term(word.strip(), meaning.strip()) for word, _colon, meaning in found]

    @cached_property
    def known(self) -> Localized:
        """The words as they are stored, with the language of the explanations."""
        return self._said("terms")

    @cached_property
    def price(self) -> Localized:
        """The note on the cost."""
        return self._said("cost_note")

    @property
    def price_markup(self) -> SafeString:
        """The same with tokens replaced."""
        return self._expanded(self.price.value)

    def _said(self, field: str) -> Localized:
        found = localized(self.step, field)
        is_away = self.is_half and found.is_fallback
        return Localized("", found.language, False) if is_away else found

    def _expanded(self, text: str) -> SafeString:
        return self.tokens.expand(escape(text))


@dataclass(frozen=True)
class Paper:
    """A paper, and the steps that ask for it."""

    wording: Localized
    entries: list[Entry]


def in_paragraphs(words: str, tokens: TokenValues) -> SafeString:
    """Words without markup as paragraphs, with tokens replaced; nothing for none."""
    return mark_safe(linebreaks(tokens.expand(escape(words)))) if words else mark_safe("")


def lines_of(text: Localized) -> list[Localized]:
    """The lines of a text, each knowing its language."""
    return [
        Localized(line.strip(), text.language, text.is_fallback)
        for line in text.value.splitlines()
        if line.strip()
    ]


def papers_of(entries: Iterable[Entry]) -> list[Paper]:
    """Every paper once, in the order in which the steps ask for them."""
    papers: dict[str, Paper] = {}
    for entry in entries:
        for name in entry.paper_lines:
            paper = papers.setdefault(name.value.casefold(), Paper(name, []))
            paper.entries.append(entry)
    return list(papers.values())
