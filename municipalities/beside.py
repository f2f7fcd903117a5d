"""Two languages side by side: which part of a text stands beside which part of its translation.

Texts are cleaned markup. Nothing is compared word by word: a translation keeps the order of its
paragraphs, and where it does not, its headings; where it keeps neither, the whole stands beside the
whole.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

TAG = re.compile(r'<(?P<closes>/?)(?P<name>[a-z0-9]+)(?:[^>"]|"[^"]*")*>')
BLOCKS = frozenset({"p", "h2", "h3", "ul", "ol", "li"})
HEADINGS = frozenset({"h2", "h3"})


class Block(NamedTuple):
    """A paragraph, a heading or a list; what stands outside of all has no tag."""

    tag: str
    markup: str


class Pair(NamedTuple):
    """What stands side by side. One of both may be empty."""

    one: str
    other: str


def pairs(one: str, other: str) -> list[Pair]:
    """The two texts, part beside part; together the parts are the texts."""
    return [Pair(_joined(a), _joined(b)) for a, b in _aligned(blocks(one), blocks(other))]


def blocks(markup: str) -> list[Block]:
    """The blocks of the first level, in their order; lists stay whole."""
    found, begin, depth = [], 0, 0
    for tag in TAG.finditer(markup):
        if tag["name"] not in BLOCKS:
            continue
        if not tag["closes"] and not depth:
            found.append(Block("", markup[begin : tag.start()]))
            begin = tag.start()
        depth += -1 if tag["closes"] else 1
        if not depth:
            found.append(Block(tag["name"], markup[begin : tag.end()]))
            begin = tag.end()
    found.append(Block("", markup[begin:]))
    return [block for block in found if block.markup.strip()]


Blocks = Sequence[Block]


def _aligned(one: Blocks, other: Blocks) -> Iterator[tuple[Blocks, Blocks]]:
    """By order where the blocks are of the same kinds, else by headings, else all beside all."""
    if _tags(one) == _tags(other):
        yield from (([a], [b]) for a, b in zip(one, other, strict=True))
        return
    for headings in (HEADINGS, {"h2"}, {"h3"}):
        sections, others = _sections(one, headings), _sections(other, headings)
        if len(sections) > 1 and _titles(sections) == _titles(others):
            for a, b in zip(sections, others, strict=True):
                yield from _beside(a, b)
            return
    yield one, other


def _beside(one: Blocks, other: Blocks) -> Iterator[tuple[Blocks, Blocks]]:
    """Two sections: heading beside heading, then what stands below them."""
    titled = bool(one and other) and one[0].tag == other[0].tag and one[0].tag in HEADINGS
    if titled:
        yield one[:1], other[:1]
    yield from _aligned(one[titled:], other[titled:])


def _sections(blocks: Blocks, headings: Iterable[str]) -> list[Blocks]:
    """What stands before the first of these headings, then each with what stands below it."""
    cuts = [number for number, block in enumerate(blocks) if block.tag in headings]
    return [blocks[a:b] for a, b in zip([0, *cuts], [*cuts, len(blocks)], strict=True)]


def _titles(sections: Sequence[Blocks]) -> list[str]:
    return [section[0].tag for section in sections[1:]]


def _tags(blocks: Blocks) -> list[str]:
    return [block.tag for block in blocks]


def _joined(blocks: Blocks) -> str:
    return "".join(block.markup for block in blocks)
