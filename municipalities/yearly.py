"""Reading a table with one figure for each municipality: as it is pasted, or out of a CSV file.

Knows no row of the database: who calls it says by which words each place is known.
"""

import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from portal.lib.extract import fold

MOST_BYTES = 2_000_000
MOST_ROWS = 10_000
MOST_DIGITS = 12
DECIMALS = 2

# What stands beside a municipality's name, in Norwegian, Sámi and Kven.
_KIND_OF_PLACE = {"kommune", "kommuna", "suohkan", "suohkana", "tjielte", "komuuni", "municipality"}
_SPACES = re.compile(r"[\s\u00a0\u202f\u2009]+")
_NUMBER = re.compile(r"-?[0-9][0-9.,]*")
_SIGNS = ("−", "–")


class TableRefused(Exception):
    """The table cannot be read as a whole; `reason` is one of REASONS."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


# Reasons of TableRefused.
TOO_LARGE, TOO_LONG, NOT_TEXT, EMPTY, ONE_COLUMN = "large", "long", "not_text", "empty", "column"
REASONS = (TOO_LARGE, TOO_LONG, NOT_TEXT, EMPTY, ONE_COLUMN)


class Trouble(StrEnum):
    """Why a line gives no figure."""

    UNKNOWN = "unknown"
    PAST = "past"
    TWICE = "twice"
    FORMULA = "formula"
    NO_NUMBER = "no_number"


@dataclass(frozen=True)
class Line:
    """A line of the table: what it says, and the place and value, or what is the matter."""

    number: int
    name: str
    written: str
    place: int | None = None
    value: Decimal | None = None
    trouble: Trouble | None = None


@dataclass(frozen=True)
class Table:
    """What was read: the lines, and the heading of the column that the values are from."""

    lines: tuple[Line, ...]
    heading: str = ""

    @property
    def values(self) -> dict[int, Decimal]:
        """The value of each place that has one."""
        return {
            line.place: line.value
            for line in self.lines
            if line.place is not None and line.value is not None and line.trouble is None
        }


@dataclass(frozen=True)
class Places:
    """The words by which places are known: today's, and those of the past."""

    known: Mapping[str, int]
    past: Mapping[str, int]

    def find(self, written: str) -> tuple[int | None, bool]:
        """The place that is meant, and whether it is one of the past; None for nobody."""
        for word in _ways_to_say(written):
            if word in self.known:
                return self.known[word], False
            if word in self.past:
                return self.past[word], True
        return None, False


def text_of(data: bytes) -> str:
    """The text of an uploaded file, as Excel or anybody else saves one. Raises TableRefused."""
    if len(data) > MOST_BYTES:
        raise TableRefused(TOO_LARGE)
    codings = ["utf-16"] if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "cp1252"]
    for coding in codings:
        try:
            return data.decode(coding)
        except UnicodeDecodeError:
            continue
    raise TableRefused(NOT_TEXT)


def read_table(text: str, places: Places) -> Table:
    """The lines of the table, each with its place and value. Raises TableRefused."""
    rows = _rows(text)
    name_column = _best(rows, lambda cell: places.find(cell)[0] is not None, last=False)
    values = [[cell for at, cell in enumerate(row) if at != name_column] for _no, row in rows]
    value_column = _best(
        [(0, row) for row in values], lambda cell: _is_number(cell) or _is_formula(cell), last=True
    )
    heading = ""
    lines = []
    for (number, row), others in zip(rows, values, strict=True):
        name = row[name_column] if name_column < len(row) else ""
        written = others[value_column] if value_column < len(others) else ""
        if number == rows[0][0] and _is_heading(name, written, places):
            heading = written
            continue
        lines.append(_line(number, name, written, places))
    return Table(_without_twins(lines), heading)


def parse_number(written: str) -> Decimal | None:
    """The number as Norwegians, Germans or the English write it; None for anything else.

    One comma or full stop before exactly three digits parts thousands: a figure has no more than
    two decimals.
    """
    bare = _SPACES.sub("", written.strip().removesuffix("%"))
    for sign in _SIGNS:
        bare = bare.replace(sign, "-")
    if not _NUMBER.fullmatch(bare) or bare[-1] in ".,":
        return None
    marks = [each for each in bare if each in ".,"]
    whole, decimals = bare, ""
    if marks and (marks.count(marks[-1]) == 1 and not _parts_thousands(bare, marks)):
        whole, _mark, decimals = bare.rpartition(marks[-1])
        marks.pop()
    groups = re.split("[.,]", whole.lstrip("-"))
    are_thousands = 1 <= len(groups[0]) <= 3 and all(len(each) == 3 for each in groups[1:])
    digits = "".join(groups)
    if len(set(marks)) > 1 or (marks and not are_thousands):
        return None
    if len(digits) > MOST_DIGITS or len(decimals) > DECIMALS:
        return None
    sign = "-" if bare.startswith("-") else ""
    return Decimal(f"{sign}{digits}.{decimals or 0}")


def folded(name: str) -> str:
    """The name as it is compared: "Målselv kommune", "Malselv" and "MAALSELV" are one."""
    words = re.findall("[^\\W_]+", fold(unicodedata.normalize("NFC", name)))
    return " ".join(word for word in words if word not in _KIND_OF_PLACE)


def _rows(text: str) -> list[tuple[int, list[str]]]:
    """The rows that hold anything, with their numbers, in columns."""
    if len(text.encode(errors="surrogatepass")) > MOST_BYTES:
        raise TableRefused(TOO_LARGE)
    if "\0" in text:
        raise TableRefused(NOT_TEXT)
    lines = text.splitlines()
    delimiter = _delimiter(lines)
    try:
        read = [[cell.strip() for cell in row] for row in csv.reader(lines, delimiter=delimiter)]
    except csv.Error:
        raise TableRefused(NOT_TEXT) from None
    rows = [(number, row) for number, row in enumerate(read, 1) if any(row)]
    if not rows:
        raise TableRefused(EMPTY)
    if len(rows) > MOST_ROWS:
        raise TableRefused(TOO_LONG)
    if max(len(row) for _number, row in rows) < 2:
        raise TableRefused(ONE_COLUMN)
    return rows


def _delimiter(lines: list[str]) -> str:
    """What parts the columns: a tab out of a spreadsheet, a semicolon in Norway, else a comma."""
    return next((mark for mark in "\t;" if any(mark in line for line in lines)), ",")


def _best(rows: Iterable[tuple[int, list[str]]], is_it: object, *, last: bool) -> int:
    """The column with most cells that are it; the last or the first of equals."""
    found: Counter[int] = Counter()
    for _number, row in rows:
        found.update(at for at, cell in enumerate(row) if is_it(cell))  # type: ignore[operator]
    if not found:
        return 0
    most = max(found.values())
    # The newest year stands last, and a gap in it makes no other year the right one.
    near = [at for at, count in found.items() if count >= (most * 0.7 if last else most)]
    return max(near) if last else min(near)


def _line(number: int, name: str, written: str, places: Places) -> Line:
    place, is_past = places.find(name)
    value = None if _is_formula(written) else parse_number(written)
    trouble = None
    if _is_formula(written) or _is_formula(name):
        trouble = Trouble.FORMULA
    elif place is None:
        trouble = Trouble.UNKNOWN
    elif is_past:
        trouble = Trouble.PAST
    elif value is None:
        trouble = Trouble.NO_NUMBER
    return Line(number, name, written, place, value, trouble)


def _without_twins(lines: list[Line]) -> tuple[Line, ...]:
    """Two lines for one place contradict each other, whatever they say."""
    known = Counter(line.place for line in lines if line.trouble in (None, Trouble.NO_NUMBER))
    return tuple(
        Line(line.number, line.name, line.written, line.place, line.value, Trouble.TWICE)
        if line.trouble in (None, Trouble.NO_NUMBER) and known[line.place] > 1
        else line
        for line in lines
    )


def _is_heading(name: str, written: str, places: Places) -> bool:
    """Whether the first row names the columns: a year over the values counts as a name."""
    is_year = re.fullmatch("[12][0-9]{3}", written) is not None
    return places.find(name)[0] is None and (is_year or not _is_number(written))


def _is_number(cell: str) -> bool:
    return parse_number(cell) is not None


def _is_formula(cell: str) -> bool:
    """What a spreadsheet would reckon with; a number with a sign is none."""
    return cell[:1] in {"=", "@", "+"} or (cell[:1] == "-" and cell[1:2].isalpha())


def _parts_thousands(bare: str, marks: list[str]) -> bool:
    """Whether the last mark parts thousands, though it stands there once."""
    before, _mark, after = bare.lstrip("-").rpartition(marks[-1])
    return len(set(marks)) == 1 and len(after) == 3 and before[:1] != "0" and len(before) <= 3


def _ways_to_say(written: str) -> list[str]:
    """What a cell may mean: all of it, its number, or each of the names in it."""
    ways = [folded(written)]
    if number := re.match(r"(?:K-)?([0-9]{4})\b", written.strip()):
        ways.append(number[1])
        ways.append(folded(written.strip()[number.end() :]))
    if re.fullmatch("[0-9]{3}", written.strip()):
        # A spreadsheet takes the first nought of "0301" for none.
        ways.append(written.strip().zfill(4))
    # "Bardu (5520)", "Senja – Sážžá", "Kåfjord/Gáivuotna".
    ways += [folded(part) for part in re.split(r"[–—/()|]| - ", written)]
    return [way for way in ways if way]
