"""The difference of two texts, word by word, as a person reads it."""

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "removed", "added"]
# Words left standing on each side of a change; what is further away is skipped.
AROUND = 8
SKIPPED = "…"
# Texts whose lengths in words multiply to more are not compared: it would take seconds.
COMPARED_AT_MOST = 2_000_000


@dataclass(frozen=True)
class Piece:
    """Words in a row that stayed, went or came."""

    kind: Kind
    text: str


def difference(old: str, new: str) -> list[Piece]:
    """What became of the old text's words, in reading order; long unchanged stretches are cut.

    Empty where the words are the same.
    """
    before, after = old.split(), new.split()
    if before == after:
        return []
    start, end = _common(before, after), 0
    end = _common(before[start:][::-1], after[start:][::-1])
    middle = _compared(before[start : len(before) - end], after[start : len(after) - end])
    spans = [("same", before[:start]), *middle, ("same", before[len(before) - end :])]
    spans = [(kind, words) for kind, words in spans if words]
    last = len(spans) - 1
    return [
        Piece(kind, " ".join(_cut(words, place == 0, place == last) if kind == "same" else words))
        for place, (kind, words) in enumerate(spans)
    ]


def _common(one: list[str], other: list[str]) -> int:
    """How many words both begin with."""
    pairs = zip(one, other, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _compared(before: list[str], after: list[str]) -> list[tuple[Kind, list[str]]]:
    if len(before) * len(after) > COMPARED_AT_MOST:
        return [("removed", before), ("added", after)]
    spans: list[tuple[Kind, list[str]]] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for what, i, j, k, m in matcher.get_opcodes():
        if what == "equal":
            spans.append(("same", before[i:j]))
        else:
            spans += [("removed", before[i:j]), ("added", after[k:m])]
    return spans


def _cut(words: list[str], is_first: bool, is_last: bool) -> list[str]:
    """The words next to a change; a stretch is cut only where that saves more than a few."""
    head, tail = (0 if is_first else AROUND), (0 if is_last else AROUND)
    if len(words) <= head + tail + 2:
        return words
    return [*words[:head], SKIPPED, *words[len(words) - tail :]]
