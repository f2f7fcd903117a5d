"""What is hard to read, or will not stay true, in a text: told to its writer, and never in the way.

Looks at one text in one language; knows no row and no clock.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from html.parser import HTMLParser

from municipalities.bare_amounts import bare_amounts

MOST_WORDS = 20
EXTRACT_WORDS = 8
NBSP = "\u00a0"


class Kind(StrEnum):
    """What is the matter."""

    LONG_SENTENCE = "long_sentence"
    VAGUE_LINK = "vague_link"
    ADDRESS_AS_LINK = "address_as_link"
    HEADING_JUMP = "heading_jump"
    BARE_AMOUNT = "bare_amount"


@dataclass(frozen=True)
class Finding:
    """One thing: what it is, where it begins, and how many words it has, where these count."""

    kind: Kind
    extract: str
    count: int = 0


# Link texts that say nothing to who jumps from link to link, in any of the languages.
VAGUE = {
    "les mer", "les meir", "her", "klikk her", "trykk her", "mer", "se her", "link", "lenke",
    "lenken", "denne siden", "mer informasjon", "les mer her",
    "hier", "hier klicken", "klick hier", "klicke hier", "mehr", "mehr lesen", "mehr dazu",
    "weiterlesen", "weitere informationen", "mehr erfahren", "diese seite", "siehe hier",
    "here", "click here", "read more", "more", "see more", "learn more", "this page", "see here",
    "more information", "read more here", "find out more",
}  # fmt: skip
ADDRESS = re.compile(r"(?:https?://|www\.)\S+|(?:[\w-]+\.)+(?:no|com|de|eu|info|net|org|se)(?:/\S*)?",
                     re.IGNORECASE)  # fmt: skip
# What a full stop follows within a sentence.
ABBREVIATIONS = {
    "nb": {"f.eks", "eks", "bl.a", "ca", "dvs", "d.v.s", "evt", "jf", "kl", "kr", "mfl", "m.fl",
           "mm", "m.m", "mv", "m.v", "nr", "o.l", "osv", "o.s.v", "pga", "p.g.a", "tlf", "t.o.m",
           "f.o.m", "mht", "ift", "iht", "inkl", "ekskl", "maks", "mnd", "gj.sn", "jan", "feb",
           "aug", "sept", "okt", "nov", "avd", "dr", "prof", "adr", "kap"},
    "de": {"z.b", "z", "b", "d", "h", "u", "a", "o", "u.a", "d.h", "bzw", "ca", "etc", "evtl",
           "ggf", "inkl", "exkl", "max", "nr", "tel", "usw", "usf", "vgl", "s", "abs", "dr",
           "prof", "hr", "fr", "str", "mio", "mrd", "std", "sog", "bspw", "o.ä", "i.d.r", "u.u",
           "v.a", "i", "r", "v", "st", "jan", "feb", "aug", "sept", "okt", "nov", "dez", "zzgl",
           "geb"},
    "en": {"e.g", "i.e", "etc", "approx", "dr", "mr", "mrs", "ms", "st", "vs", "cf", "incl",
           "excl", "tel", "jan", "feb", "aug", "sept", "oct", "nov", "dec", "a.m", "p.m", "prof"},
}  # fmt: skip
MONTHS = re.compile("jan|feb|mar|mär|apr|ma[iy]|jun|jul|aug|sep|o[kc]t|nov|de[scz]", re.IGNORECASE)
# After one of these a German number with a full stop is an ordinal: "die 10. Klasse".
BEFORE_ORDINAL = {
    "der", "die", "das", "dem", "den", "des", "am", "im", "vom", "zum", "zur", "bis", "ab", "seit",
    "jede", "jeder", "jedes", "jeden", "jedem", "in",
}  # fmt: skip
END = re.compile(r"""(?P<stop>[.!?…]+)["'”»“)\]]*(?=\s|$)""")
# So far it is looked for what stands before and after a full stop.
NEAR = 40
# A number with its separators, a compound with its hyphens, an abbreviation with its stops: one.
WORD = re.compile(rf"\+?[0-9]+(?:[- .,:/–{NBSP}]?[0-9]+)*%?|\w+(?:[-’'./&]\w+)*")
BLOCKS = {"p", "li", "h2", "h3", "ul", "ol", "br"}
TOKEN = re.compile(r"\[\[\w{1,9}[^\]|]{0,99}(?:\|(?P<words>[^\]]{0,200}))?\]\]")


@dataclass
class Link:
    """A link's words."""

    words: str = ""


@dataclass
class _Reader(HTMLParser):
    """Takes a text apart: paragraphs, headings with their levels, links."""

    blocks: list[str] = field(default_factory=lambda: [""])
    headings: list[tuple[int, str]] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    _in_link: bool = False
    _level: int = 0

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCKS:
            self.blocks.append("")
        if tag == "a":
            self._in_link = True
            self.links.append(Link())
        if re.fullmatch("h[1-6]", tag):
            self._level = int(tag[1])
            self.headings.append((self._level, ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self.blocks.append("")
        self._in_link = self._in_link and tag != "a"
        self._level = 0 if tag.startswith("h") else self._level

    def handle_data(self, data: str) -> None:
        self.blocks[-1] += data
        if self._in_link:
            self.links[-1].words += data
        if self._level:
            level, words = self.headings[-1]
            self.headings[-1] = (level, words + data)


def findings(markup: str, language: str, year: int) -> list[Finding]:
    """What is found in a text, or a line, that is written in the year; kind by kind.

    The markup is clean: what nobody has cleaned may keep a parser busy.
    """
    reader = _Reader()
    reader.feed(TOKEN.sub(_words_of, markup or ""))
    reader.close()
    return [
        *_long_sentences(reader.blocks, language),
        *_weak_links(reader.links),
        *_jumps(reader.headings),
        *(Finding(Kind.BARE_AMOUNT, each) for each in bare_amounts(markup or "", year)),
    ]


def sentences(text: str, language: str) -> list[str]:
    """The sentences of a paragraph; abbreviations and ordinals end none."""
    found, start = [], 0
    for end in END.finditer(text):
        if _goes_on(text, end, language):
            continue
        found.append(text[start : end.end()].strip())
        start = end.end()
    found.append(text[start:].strip())
    return [each for each in found if each]


def words_in(sentence: str) -> int:
    """How many words there are; a number or a compound is one."""
    return len(WORD.findall(sentence))


def _goes_on(text: str, end: "re.Match[str]", language: str) -> bool:
    """Whether the sentence goes on after this full stop."""
    following = text[end.end() : end.end() + NEAR].lstrip()
    if not following or following[0].islower():
        return True
    before = text[max(0, end.start() - NEAR) : end.start()].split()
    if end["stop"] != "." or not before:
        return False
    word = before.pop().lower().lstrip("(«„“\"'")
    if word in ABBREVIATIONS.get(language, ()):
        return True
    return re.fullmatch("[0-9]{1,2}", word) is not None and (
        MONTHS.match(following) is not None
        or (language == "de" and bool(before) and before[-1].lower() in BEFORE_ORDINAL)
    )


def _long_sentences(blocks: list[str], language: str) -> Iterator[Finding]:
    for block in blocks:
        for sentence in sentences(block, language):
            if (count := words_in(sentence)) > MOST_WORDS:
                yield Finding(Kind.LONG_SENTENCE, _extract(sentence), count)


def _weak_links(links: list[Link]) -> Iterator[Finding]:
    for link in links:
        words = " ".join(link.words.split())
        if words.casefold().strip(" .:!…›»→>") in VAGUE:
            yield Finding(Kind.VAGUE_LINK, words)
        elif ADDRESS.fullmatch(words):
            yield Finding(Kind.ADDRESS_AS_LINK, words)


def _jumps(headings: list[tuple[int, str]]) -> Iterator[Finding]:
    above = 1  # the title
    for level, words in headings:
        if level > above + 1:
            yield Finding(Kind.HEADING_JUMP, _extract(words))
        above = level


def _words_of(token: "re.Match[str]") -> str:
    """What readers see of a token, as far as words go."""
    return token["words"] or "Tall"


def _extract(words: str) -> str:
    kept = words.split()
    return " ".join(kept[:EXTRACT_WORDS]) + (" …" if len(kept) > EXTRACT_WORDS else "")
