"""What was new in a month, from every source of news there is (`sources.SOURCES`)."""

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.conf import settings
from django.utils.translation import override

from hosting.models import Letter
from municipalities.models import Municipality
from portal.lib.languages import Localized, source_language

# As long as a letter is read at one sitting.
MOST_OF_A_KIND = 20


@dataclass(frozen=True)
class Month:
    """The days that the news are of, and the day until which something is still to come."""

    first: datetime.date
    last: datetime.date

    @property
    def following(self) -> tuple[datetime.date, datetime.date]:
        """The first and the last day of the month after it, in which the letter is read."""
        first = self.last + datetime.timedelta(days=1)
        later = first.replace(day=28) + datetime.timedelta(days=4)
        return first, later - datetime.timedelta(days=later.day)


@dataclass(frozen=True)
class News:
    """One piece of news in the reader's language: its title, where it is, what there is to say."""

    title: Localized
    path: str  # with the language
    about: Localized | None = None

    def frozen(self, kind: str) -> dict[str, str]:
        """As the letter keeps it."""
        about = self.about or Localized("", self.title.language, is_fallback=False)
        return {
            "kind": kind,
            "title": self.title.value,
            "title_language": self.title.language,
            "path": self.path,
            "about": about.value,
            "about_language": about.language,
        }


@dataclass(frozen=True)
class Source:
    """Where news come from. `find` is asked in the reader's language, once for each.

    `kind` is kept in letters that were sent: it stays as it is.
    """

    kind: str
    heading: Any
    find: Callable[[Municipality, Month], Iterable[News]]


@dataclass(frozen=True)
class Section:
    """The news of one kind, as a letter shows them."""

    heading: Any
    items: Sequence[dict[str, str]]


def gathered(letter: Letter, sources: Sequence[Source]) -> dict[str, list[dict[str, str]]]:
    """All news of the letter's month and place, in each language of the portal."""
    found = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            found[code] = list(_of(letter, sources))
    return found


def has_news(letter: Letter, sources: Sequence[Source]) -> bool:
    """Whether there is any; stops at the first."""
    with override(source_language()):
        return any(True for _news in _of(letter, sources))


def sections(items: Sequence[dict[str, str]], sources: Sequence[Source]) -> list[Section]:
    """The news by their headings; of a kind that is no more, without one."""
    headings = {source.kind: source.heading for source in sources}
    return [
        Section(headings.get(kind, ""), list(rows))
        for kind, rows in groupby(items, key=lambda item: item["kind"])
    ]


def _of(letter: Letter, sources: Sequence[Source]) -> Iterator[dict[str, str]]:
    month = Month(letter.month, letter.last_day)
    for source in sources:
        found = [news for news in source.find(letter.municipality, month) if news.title]
        yield from (news.frozen(source.kind) for news in found[:MOST_OF_A_KIND])
