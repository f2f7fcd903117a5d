"""Tables that leave the portal: XLSX with typed cells, or CSV for a Norwegian spreadsheet.

What people have typed is text there too, whatever it begins with: a spreadsheet runs no formula of
it. Both are built whole, in memory.
"""

import csv
import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

from django.utils import timezone

Value = str | int | Decimal | datetime.date | datetime.datetime | None

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
DAY, MOMENT = "dd.mm.yyyy", "dd.mm.yyyy hh:mm"
# The same, as CSV has them: a Norwegian spreadsheet reads days so.
DAY_AS_TEXT, MOMENT_AS_TEXT = "%d.%m.%Y", "%d.%m.%Y %H:%M"
WIDTH = 18
# A sheet's name holds none of these, and is short.
NOT_IN_A_NAME, LONGEST_NAME = re.compile(r"[\[\]:*?/\\]"), 31

# Characters that no XML document may hold: a spreadsheet would call the file damaged.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# What a spreadsheet may take for the beginning of a formula, behind any space, in full width too.
_FORMULA = re.compile("[\\s\ufeff\u200b]*[=+\\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")
_PHONE = re.compile(r"\+\d[\d ]{4,20}\Z")


@dataclass(frozen=True)
class Table:
    """Rows under their headings; `about` says on a sheet of its own what the file is."""

    name: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Value]]
    about: Sequence[Sequence[Value]] = ()
    about_name: str = "–"


def xlsx(table: Table) -> bytes:
    """The table as a workbook: days are days, numbers are numbers, text is text."""
    # Half a second to import, and rarely needed.
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    book.properties.creator = "Landgang"
    sheet = book.create_sheet(_sheet_name(table.name))
    sheet.freeze_panes = "A2"
    _fill(sheet, [_bold(sheet, table.headings), *(_cells(sheet, row) for row in table.rows)])
    if table.about:
        other = book.create_sheet(_sheet_name(table.about_name))
        _fill(other, [_cells(other, row) for row in table.about])
    found = BytesIO()
    book.save(found)
    return found.getvalue()


def csv_file(table: Table) -> bytes:
    """The rows for a Norwegian spreadsheet: semicolons, decimal commas, and UTF-8 that says so."""
    found = StringIO()
    writer = csv.writer(found, delimiter=";", lineterminator="\r\n")
    writer.writerow(table.headings)
    writer.writerows([_as_text(value) for value in row] for row in table.rows)
    return found.getvalue().encode("utf-8-sig")


def defused(text: str) -> str:
    """The text as a spreadsheet that opens a CSV file will not run it; phone numbers as they are.

    >>> defused("=1+1"), defused("+47 77 00 00 00"), defused("Berg")
    ("'=1+1", '+47 77 00 00 00', 'Berg')
    """
    return f"'{text}" if _FORMULA.match(text) and not _PHONE.match(text) else text


def _as_text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        return timezone.localtime(value).strftime(MOMENT_AS_TEXT)
    if isinstance(value, datetime.date):
        return value.strftime(DAY_AS_TEXT)
    if isinstance(value, Decimal):
        return str(value).replace(".", ",")
    return str(value) if isinstance(value, int) else defused(_FORBIDDEN.sub("", value))


def _fill(sheet: Any, rows: Iterable[list[Any]]) -> None:
    listed = list(rows)
    for position in range(max(map(len, listed), default=0)):
        sheet.column_dimensions[chr(ord("A") + position)].width = WIDTH
    for row in listed:
        sheet.append(row)


def _bold(sheet: Any, headings: Sequence[str]) -> list[Any]:
    from openpyxl.styles import Font

    cells = _cells(sheet, headings)
    for cell in cells:
        cell.font = Font(bold=True)
    return cells


def _cells(sheet: Any, row: Sequence[Value]) -> list[Any]:
    return [_cell(sheet, value) for value in row]


def _cell(sheet: Any, value: Value) -> Any:
    from openpyxl.cell import WriteOnlyCell

    if isinstance(value, datetime.datetime):
        # A spreadsheet knows no time zones: as the clock in Oslo showed it.
        cell = WriteOnlyCell(sheet, timezone.localtime(value).replace(tzinfo=None, microsecond=0))
        cell.number_format = MOMENT
    elif isinstance(value, datetime.date):
        cell = WriteOnlyCell(sheet, value)
        cell.number_format = DAY
    elif isinstance(value, str):
        cell = WriteOnlyCell(sheet, _FORBIDDEN.sub("", value))
        # Whatever it looks like; and it stays a text when somebody edits it.
        cell.data_type = "s"
        cell.quotePrefix = bool(_FORMULA.match(value))
    else:
        cell = WriteOnlyCell(sheet, value)
    return cell


def _sheet_name(name: str) -> str:
    return NOT_IN_A_NAME.sub(" ", name)[:LONGEST_NAME]
