"""Words of a search, and the extract of a text that shows where they stand."""

import re
import unicodedata
from collections.abc import Iterator

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

WORD = re.compile(r"[^\W_]+")
MAX_WORDS, MAX_WORD_LENGTH = 8, 40
EXTRACT_LENGTH = 220

# The same folding as the SQL function portal_fold: what people type who lack the letters.
_LETTERS = str.maketrans({"ø": "o", "đ": "d", "ŋ": "n", "ŧ": "t", "ð": "d", "þ": "t", "ł": "l"})


def words_of(query: str) -> list[str]:
    """The words of a search, in lower case: at most eight, none longer than forty letters."""
    cleaned = unicodedata.normalize("NFC", query[:400].replace("\0", " ")).lower()
    return [word[:MAX_WORD_LENGTH] for word in WORD.findall(cleaned)[:MAX_WORDS]]


def fold(text: str) -> str:
    """The text as somebody types it who has no å, ø, ä, á, đ or ŋ: "Maalselv" is "malselv"."""
    if text.isascii():  # most words are, and nothing below is about them
        return text.lower().replace("aa", "a")
    lowered = text.lower().replace("æ", "ae").replace("ß", "ss").replace("œ", "oe")
    plain = unicodedata.normalize("NFD", lowered.translate(_LETTERS))
    return "".join(c for c in plain if not unicodedata.combining(c)).replace("aa", "a")


def highlight(text: str, words: list[str]) -> SafeString:
    """A piece of the text around the first word found, every found word marked; safe markup."""
    wanted = [fold(word) for word in words]
    first = next(_hits(text, wanted), None)
    start = _start(text, first.start() if first else 0)
    end = _end(text, start + EXTRACT_LENGTH)
    parts, position = [], start
    for hit in _hits(text, wanted, start, end) if first else ():
        parts += [escape(text[position : hit.start()]), f"<mark>{escape(hit[0])}</mark>"]
        position = hit.end()
    parts.append(escape(text[position:end]))
    before, after = "… " if start else "", " …" if end < len(text) else ""
    return mark_safe(before + "".join(parts) + after)


def _hits(
    text: str, wanted: list[str], start: int = 0, end: int | None = None
) -> Iterator[re.Match[str]]:
    """The words that are found, from `start` on, as long as they end before `end`."""
    for match in WORD.finditer(text, start):
        if end is not None and match.end() > end:
            return
        if _is_found(fold(match[0]), wanted):
            yield match


def _is_found(word: str, wanted: list[str]) -> bool:
    """Whether it begins as a wanted word does; endings may differ, as word forms do."""
    return any(
        word.startswith(each) or (len(each) > 4 and word.startswith(each[: -(len(each) // 4)]))
        for each in wanted
    )


def _start(text: str, hit: int) -> int:
    if hit < EXTRACT_LENGTH // 2:
        return 0
    space = text.find(" ", hit - EXTRACT_LENGTH // 3)
    return space + 1 if 0 <= space < hit else hit


def _end(text: str, wanted: int) -> int:
    if wanted >= len(text):
        return len(text)
    space = text.rfind(" ", 0, wanted)
    return space if space > 0 else wanted
