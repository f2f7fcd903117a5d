"""Rich text as translators see it: words, with what stands around them protected.

A field goes out block by block (paragraph, heading, item), since that is what translators' tools
count, remember and show; the blocks themselves stay here. Bold, links and tokens travel along as
codes that a tool moves and does not open.
"""

import html
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import count

from portal.lib.html import clean, to_text

BLOCKS = {"p", "h2", "h3", "ul", "ol", "li"}
EMPTY = re.compile(r"<p>(?:\s|&nbsp;|\u00a0|<br>)*</p>")
# White space beside a block says nothing.
AT_TAGS = re.compile(r"\s*(</?(?:p|h2|h3|ul|ol|li)>|<br>)\s*")
TOKEN = re.compile(r"\[\[(?P<what>(?:figure|page|hosts)[a-z0-9_:-]*)(?:\|(?P<words>[^\]|]*))?\]\]")


@dataclass
class Code:
    """Markup around pieces; without an end it stands alone: a line break, a token."""

    start: str
    end: str = ""
    inside: list["Piece"] = field(default_factory=list)
    tag: str = ""

    @property
    def is_token(self) -> bool:
        """Whether it stands for a figure, a page or the hosts."""
        return self.start.startswith("[[")


Piece = str | Code


@dataclass(frozen=True)
class Blocks:
    """A field in blocks: what stands before each, and after the last; the pieces of each."""

    around: list[str]
    inside: list[list[Piece]]

    @property
    def shape(self) -> list[str]:
        """The tags between the blocks; white space says nothing."""
        return ["".join(each.split()) for each in self.around]

    def filled(self, blocks: Iterable[str]) -> str:
        """The markup with other words in the blocks."""
        pairs = zip(self.around, [*blocks, ""], strict=True)
        return "".join(around + inside for around, inside in pairs)


class _Tree(HTMLParser):
    """Markup as pieces. Only for what was cleaned: the tags match."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Code("")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        code = Code(self.get_starttag_text() or "", tag=tag)
        self.open[-1].inside.append(code)
        if tag != "br":
            code.end = f"</{tag}>"
            self.open.append(code)

    def handle_endtag(self, tag: str) -> None:
        if len(self.open) > 1 and self.open[-1].tag == tag:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].inside += _with_tokens(data)


def _with_tokens(text: str) -> Iterator[Piece]:
    place = 0
    for token in TOKEN.finditer(text):
        yield from filter(None, [text[place : token.start()]])
        if token["words"]:
            yield Code(f"[[{token['what']}|", "]]", [token["words"]])
        else:
            yield Code(token[0])
        place = token.end()
    yield from filter(None, [text[place:]])


def pieces_of(markup: str) -> list[Piece]:
    """The cleaned markup as words and codes."""
    tree = _Tree()
    tree.feed(markup)
    tree.close()
    return tree.root.inside


def markup_of(pieces: Iterable[Piece]) -> str:
    """The pieces as markup again."""
    return "".join(
        html.escape(each, quote=False)
        if isinstance(each, str)
        else each.start + markup_of(each.inside) + each.end
        for each in pieces
    )


def blocks_of(markup: str) -> Blocks:
    """The cleaned markup in blocks that hold words, and what is around them."""
    around, inside = [""], []
    for piece in _flat(pieces_of(markup)):
        if isinstance(piece, list):
            before, words, after = _trimmed(piece)
            around[-1] += before
            inside.append(words)
            around.append(after)
        else:
            around[-1] += piece
    return Blocks(around, inside)


def _flat(pieces: list[Piece]) -> Iterator[str | list[Piece]]:
    """Runs of words, and the tags and white space between them as markup."""
    run: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, Code) and piece.tag in BLOCKS:
            yield from _run(run)
            run = []
            yield piece.start
            yield from _flat(piece.inside)
            yield piece.end
        else:
            run.append(piece)
    yield from _run(run)


def _run(run: list[Piece]) -> Iterator[str | list[Piece]]:
    if any(isinstance(each, Code) or each.strip() for each in run):
        yield run
    elif run:
        yield markup_of(run)


def _trimmed(run: list[Piece]) -> tuple[str, list[Piece], str]:
    """White space before, the words, white space after."""
    before = after = ""
    first, last = run[0], run[-1]
    if isinstance(first, str):
        rest = first.lstrip()
        before, run = first[: len(first) - len(rest)], [rest, *run[1:]]
    last = run[-1]
    if isinstance(last, str):
        rest = last.rstrip()
        after, run = last[len(rest) :], [*run[:-1], rest]
    return before, [each for each in run if each], after


def walk(pieces: Iterable[Piece]) -> Iterator[Code]:
    """All codes, in reading order."""
    for piece in pieces:
        if isinstance(piece, Code):
            yield piece
            yield from walk(piece.inside)


def numbered(source: list[Piece], target: list[Piece]) -> Callable[[Code], int]:
    """The number of each code: the same in both languages where it is the same code."""
    numbers = count(1)
    known = [(next(numbers), code) for code in walk(source)]
    given = {id(code): number for number, code in known}
    left = list(known)
    for code in walk(target):
        same = next((each for each in left if each[1].start == code.start), None)
        if same:
            left.remove(same)
        given[id(code)] = same[0] if same else next(numbers)
    return lambda code: given[id(code)]


def tokens_in(markup: str) -> set[str]:
    """What the tokens stand for, however they show it: `figure:price`, `hosts`."""
    return {_what(token["what"]) for token in TOKEN.finditer(markup)}


def _what(named: str) -> str:
    """A language may need the bare number where another has number and unit."""
    return ":".join(named.split(":")[:2])


def links_in(markup: str) -> set[str]:
    """The addresses that the markup links to."""
    found = (re.search(r'href="([^"]*)"', code.start) for code in walk(pieces_of(markup)))
    return {html.unescape(each[1]) for each in found if each}


def is_allowed(markup: str) -> bool:
    """Whether cleaning leaves the markup as it is."""
    return _plain(pieces_of(markup)) == _plain(pieces_of(clean(markup)))


def _plain(pieces: list[Piece]) -> str:
    return " ".join(markup_of(pieces).split())


def without_empty(markup: str) -> str:
    """The markup without paragraphs that hold nothing: blank lines of a word processor."""
    return EMPTY.sub("", markup)


def same_words(one: str, other: str) -> bool:
    """Whether two markups say the same; tools are free with white space and blank lines."""
    return _told(one) == _told(other)


def _told(markup: str) -> str:
    text = " ".join(without_empty(_plain(pieces_of(markup))).split())
    return AT_TAGS.sub(r"\1", text)


def words_of(markup: str) -> str:
    """The words alone, to compare a source text with what a tool sends back."""
    return to_text(markup)
