"""A yearly figure for all municipalities: what a table says, what would happen, what happens."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from municipalities.models import (
    Figure,
    Membership,
    Municipality,
    MunicipalityNumber,
    Source,
)
from municipalities.roles import Role
from municipalities.yearly import (
    EMPTY,
    MOST_BYTES,
    NOT_TEXT,
    ONE_COLUMN,
    TOO_LARGE,
    TOO_LONG,
    Places,
    TableRefused,
    Trouble,
    folded,
    parse_number,
    read_table,
    text_of,
)
from portal.lib.dates import today
from portal.models import User
from tests.factories import FigureFactory, MunicipalityFactory, SourceFactory, UserFactory

URL = "admin:municipalities_figure_yearly"
BARDU, MALSELV, SENJA, LENVIK = 1, 2, 3, 9
PLACES = Places(
    {"bardu": BARDU, "bearddu": BARDU, "perttulan": BARDU, "5520": BARDU, "1922": BARDU,
     "malselv": MALSELV, "5524": MALSELV, "senja": SENJA, "0301": SENJA},
    {"lenvik": LENVIK, "1931": LENVIK},
)  # fmt: skip


# --- numbers --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("14919", "14919"), ("14 919", "14919"), ("14\u00a0919", "14919"), ("14.919", "14919"),
        ("14,919", "14919"), ("14 919,5", "14919.5"), ("14,919.5", "14919.5"),
        ("1.234,50", "1234.5"), ("1,234,567", "1234567"), ("1.234.567,89", "1234567.89"),
        ("12,5", "12.5"), ("4.5", "4.5"), ("0,5", "0.5"), ("−5", "-5"), ("-5", "-5"),
        ("12 %", "12"), ("123456789012", "123456789012"),
    ],
)  # fmt: skip
def test_number_is_read_as_it_is_written(written: str, value: str) -> None:
    assert parse_number(written) == Decimal(value)


@pytest.mark.parametrize(
    "written",
    ["", "..", ":", "-", ".", "12.", "1e5", "NaN", "Infinity", "=1", "+5", "0,125", "1234.567",
     "1,23,456", "12,345.678", "1.234,567.8", "1234567890123", "٣", "12 mill", "1--2", "%"],
)  # fmt: skip
def test_what_is_no_number_is_none(written: str) -> None:
    assert parse_number(written) is None


# --- tables ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Bardu;3 950\nMålselv;6 800",
        "Bardu\t3950\r\nMålselv\t6800\r\n",
        'Bardu,"3,950"\nMålselv,6800',
        "Kommune;2024;2025\nBardu;3900;3950\nMålselv;6700;6800",
        "5520;Bardu;3950\n5524;Målselv;6800",
        "5520 Bardu;3950\nK-5524 Målselv;6800",
        "1922;3950\nMAALSELV kommune;6800",
        "Bearddu suohkan;3950\nmalselv;6800",
        "Perttulan komuuni;3950\nMålselv - Málatvuopmi;6800",
        "\ufeff\n\nBardu (5520);3950\n;\nMålselv;6800\n",
    ],
)
def test_table_is_read_however_it_is_written(text: str) -> None:
    table = read_table(text.lstrip("\ufeff"), PLACES)
    assert table.values == {BARDU: Decimal(3950), MALSELV: Decimal(6800)}
    assert [line for line in table.lines if line.trouble] == []


def test_heading_of_the_chosen_column_is_told() -> None:
    assert read_table("Kommune;2024;2025\nBardu;1;2", PLACES).heading == "2025"
    assert read_table("Kommune;Folketall\nBardu;1", PLACES).heading == "Folketall"
    assert read_table("Bardu;1\nSenja;2", PLACES).heading == ""


@pytest.mark.parametrize(
    ("line", "trouble"),
    [
        ("Oslo;5", Trouble.UNKNOWN),
        ("Lenvik;5", Trouble.PAST),
        ("1931;5", Trouble.PAST),
        ("Bardu;=SUM(A1:A9)", Trouble.FORMULA),
        ("Bardu;@cmd", Trouble.FORMULA),
        ("Bardu;-cmd|' /C calc'!A0", Trouble.FORMULA),
        ("=HYPERLINK(1);5", Trouble.FORMULA),
        ("Bardu;..", Trouble.NO_NUMBER),
        ("Bardu;", Trouble.NO_NUMBER),
        ("Bardu;0,125", Trouble.NO_NUMBER),
    ],
)
def test_line_without_figure_is_kept_and_told(line: str, trouble: Trouble) -> None:
    table = read_table(f"Kommune;2025\nSenja;7\nMålselv;8\n{line}", PLACES)
    assert [(each.number, each.trouble) for each in table.lines if each.trouble] == [(4, trouble)]
    assert table.values == {SENJA: Decimal(7), MALSELV: Decimal(8)}


def test_two_lines_for_one_place_give_no_figure() -> None:
    table = read_table("Bardu;1\n5520;1\nSenja;2", PLACES)
    assert [line.trouble for line in table.lines] == [Trouble.TWICE, Trouble.TWICE, None]
    assert table.values == {SENJA: Decimal(2)}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", EMPTY),
        (" \n;\n;;", EMPTY),
        ("Bardu\nSenja", ONE_COLUMN),
        ("Bardu;1\0", NOT_TEXT),
        ("Bardu;1\n" * 10_001, TOO_LONG),
        ("Bardu;" + "1" * MOST_BYTES, TOO_LARGE),
        ("å" * (MOST_BYTES // 2) + ";1", TOO_LARGE),
        ("Bardu;" + "1" * 200_000, NOT_TEXT),
    ],
)
def test_table_is_refused_whole(text: str, reason: str) -> None:
    with pytest.raises(TableRefused) as refused:
        read_table(text, PLACES)
    assert refused.value.reason == reason


def test_table_of_ten_thousand_rows_is_read() -> None:
    assert len(read_table("Oslo;1\n" * 10_000, PLACES).lines) == 10_000


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_file_is_read_as_spreadsheets_save_it(coding: str) -> None:
    assert text_of("Målselv;1".encode(coding)) == "Målselv;1"


def test_file_that_is_too_large_is_refused() -> None:
    with pytest.raises(TableRefused):
        text_of(b"1" * (MOST_BYTES + 1))


def test_names_are_compared_without_marks_and_kinds() -> None:
    assert folded("Målselv kommune") == folded("MAALSELV") == folded("Malselv") == "malselv"
    assert folded("Sážžá") == "sazza"


# --- the page -------------------------------------------------------------------------------------


@pytest.fixture
def places(region: Municipality) -> list[Municipality]:
    """Bardu and Målselv today, Lenvik of the past."""
    bardu = MunicipalityFactory(name="Bardu", slug="bardu", other_names={"se": "Bearddu suohkan"})
    malselv = MunicipalityFactory(name="Målselv", slug="malselv")
    MunicipalityNumber.objects.create(municipality=bardu, number="5520")
    MunicipalityNumber.objects.create(
        municipality=bardu, number="1922", valid_to=datetime.date(2019, 12, 31)
    )
    yesterday = today() - datetime.timedelta(days=1)
    MunicipalityFactory(name="Lenvik", slug="lenvik", valid_to=yesterday, successor=malselv)
    return [bardu, malselv]


@pytest.fixture
def source(db: None) -> Source:
    return SourceFactory()


@pytest.fixture
def client(regional_editor: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(regional_editor)
    return client


def typed(source: Source, table: str = "Bardu;3950\nMålselv;6800", **others: Any) -> dict[str, Any]:
    form = {"key": "folk", "label_nb": "Folketall", "label_de": "Einwohner", "label_en": "",
            "kind": "population", "unit": "people", "source": str(source.pk), "as_of": "2025",
            "table": table, "state": "published"}  # fmt: skip
    return form | others


def apply(client: Client, looked: Any) -> Any:
    """Send what the page that shows what would happen has hidden in it."""
    hidden = dict(looked.context["preview"]["hidden"])
    return client.post(reverse(URL), hidden | {"_apply": "1"})


def values() -> dict[str, tuple[Decimal | None, str]]:
    rows = Figure.objects.filter(key="folk").select_related("municipality")
    return {row.municipality.name: (row.value, row.state) for row in rows}


def test_figure_is_shown_then_saved_in_all_municipalities(
    client: Client, places: list[Municipality], source: Source
) -> None:
    looked: Any = client.post(reverse(URL), typed(source, "Bearddu suohkan;3 950\nMålselv;6 800"))
    assert values() == {}
    assert [(place, after, str(what)) for place, _b, after, what in
            looked.context["preview"]["steps"]] == [
        ("Bardu", "3,950", "new"), ("Målselv", "6,800", "new"),
    ]  # fmt: skip
    assert apply(client, looked).status_code == 302
    assert values() == {"Bardu": (Decimal(3950), "published"),
                        "Målselv": (Decimal(6800), "published")}  # fmt: skip
    figure = Figure.objects.get(municipality=places[0])
    assert (figure.label_nb, figure.label_de, figure.label_en) == ("Folketall", "Einwohner", "")
    assert figure.made_from == {"de": 1}
    assert (figure.as_of, figure.as_of_precision) == (datetime.date(2025, 1, 1), "year")
    assert figure.check_by == datetime.date(2027, 1, 1)
    assert figure.source == source


def test_preview_tells_new_changed_same_unknown_and_past(
    client: Client, places: list[Municipality], source: Source
) -> None:
    common = {"key": "folk", "kind": "population", "unit": "people", "state": "published",
              "as_of": datetime.date(2025, 1, 1), "source": source}  # fmt: skip
    FigureFactory(municipality=places[0], value=3950, **common)
    FigureFactory(municipality=places[1], value=6000, **common)
    MunicipalityFactory(name="Senja", slug="senja")
    table = "Bardu;3950\nMålselv;6800\nSenja;14919\nOslo;<b>7</b>\nLenvik;9"
    looked: Any = client.post(reverse(URL), typed(source, table))
    preview = looked.context["preview"]
    assert [(place, str(what)) for place, _b, _a, what in preview["steps"]] == [
        ("Bardu", "the same"), ("Målselv", "changed"), ("Senja", "new"),
    ]  # fmt: skip
    assert {str(each.reason): [line.name for line in each.lines] for each in preview["left"]} == {
        "No municipality of this region": ["Oslo"],
        "A municipality of the past: it is part of another one today": ["Lenvik"],
    }
    assert "<b>7</b>" not in looked.content.decode()
    apply(client, looked)
    assert {name: value for name, (value, _state) in values().items()} == {
        "Bardu": 3950, "Målselv": 6800, "Senja": 14919,
    }  # fmt: skip


def test_draft_takes_no_published_figures_place(
    client: Client, places: list[Municipality], source: Source
) -> None:
    FigureFactory(municipality=places[0], key="folk", kind="population", unit="people", value=1,
                  state="published", as_of=datetime.date(2025, 1, 1), source=source)  # fmt: skip
    looked: Any = client.post(reverse(URL), typed(source, state="draft"))
    assert "left as it is" in looked.content.decode()
    apply(client, looked)
    assert values() == {"Bardu": (Decimal(1), "published"), "Målselv": (Decimal(6800), "draft")}
    # Published later: the draft becomes so.
    apply(client, client.post(reverse(URL), typed(source)))
    assert values()["Målselv"] == (Decimal(6800), "published")


def test_series_goes_on_with_its_label(
    client: Client, places: list[Municipality], source: Source
) -> None:
    apply(client, client.post(reverse(URL), typed(source)))
    later = typed(source, "Bardu;4000", label_nb="", label_de="", as_of="2025-12-31")
    apply(client, client.post(reverse(URL), later))
    newest = Figure.objects.newest().get(municipality=places[0], key="folk")
    assert (newest.value, newest.label_nb, newest.label_de) == (4000, "Folketall", "Einwohner")
    assert newest.as_of_precision == "day"


def test_changed_meanwhile_is_shown_again_and_nothing_saved(
    client: Client, places: list[Municipality], source: Source
) -> None:
    looked = client.post(reverse(URL), typed(source))
    FigureFactory(municipality=places[0], key="folk", kind="population", unit="people", value=1,
                  state="published", as_of=datetime.date(2025, 1, 1), source=source)  # fmt: skip
    again = apply(client, looked)
    assert again.status_code == 200
    assert "Something has changed since you looked" in again.content.decode()
    assert values() == {"Bardu": (Decimal(1), "published")}
    assert apply(client, again).status_code == 302
    assert values()["Bardu"] == (Decimal(3950), "published")


def test_two_rows_for_one_municipality_keep_everything_from_being_saved(
    client: Client, places: list[Municipality], source: Source
) -> None:
    table = "Bardu;1\n1922;2\nMålselv;3"
    looked: Any = client.post(reverse(URL), typed(source, table))
    assert not looked.context["preview"]["may_apply"]
    assert "Two rows for one municipality" in looked.content.decode()
    forced = client.post(reverse(URL), typed(source, table, _apply="1", expected="x"))
    assert forced.status_code == 200
    assert values() == {}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"key": "Folk tall"}, "key"),
        ({"key": "x" * 61}, "key"),
        ({"key": "ny", "label_nb": ""}, "label_nb"),
        ({"kind": "wealth"}, "kind"),
        ({"unit": ""}, "unit"),
        ({"source": "999999"}, "source"),
        ({"as_of": "31.12.2025"}, "as_of"),
        ({"as_of": "2999"}, "as_of"),
        ({"table": ""}, "table"),
        ({"table": "Bardu"}, "table"),
        ({"table": "Bardu;1\0"}, "table"),
        ({"table": "Bardu;1\n" * 10_001}, "table"),
        ({"state": "archived"}, "state"),
    ],
)
def test_form_refuses_kindly(
    client: Client, places: Any, source: Source, changes: dict[str, str], field: str
) -> None:
    answer: Any = client.post(reverse(URL), typed(source) | changes)
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    assert answer.context["preview"] is None


def test_key_of_another_kind_or_unit_is_refused(
    client: Client, places: list[Municipality], source: Source
) -> None:
    FigureFactory(municipality=places[0], key="folk", kind="area", unit="square_kilometres")
    answer: Any = client.post(reverse(URL), typed(source))
    assert set(answer.context["form"].errors) == {"kind", "unit"}


@pytest.mark.parametrize(
    ("data", "is_read"),
    [
        ("Bardu;3 950\nMålselv;6 800".encode("cp1252"), True),
        ("Bardu\t3950".encode("utf-16"), True),
        (b"PK\x03\x04\x00\x00 a spreadsheet", False),
        (b"", False),
        (b"Bardu;1\n" + b" " * MOST_BYTES, False),
    ],
)
def test_file_is_read_or_refused_kindly(
    client: Client, places: Any, source: Source, data: bytes, is_read: bool
) -> None:
    sent = typed(source, "", file=SimpleUploadedFile("tall.csv", data))
    answer: Any = client.post(reverse(URL), sent)
    assert answer.status_code == 200
    assert bool(answer.context["preview"]) is is_read
    assert list(answer.context["form"].errors) == ([] if is_read else ["file"])
    if is_read:
        assert apply(client, answer).status_code == 302
        assert values()["Bardu"][0] == 3950


def test_own_knowledge_is_no_source_of_a_table(client: Client, places: Any) -> None:
    answer: Any = client.post(reverse(URL), typed(SourceFactory(key=Source.OWN)))
    assert list(answer.context["form"].errors) == ["source"]


@pytest.mark.parametrize("role", [Role.EDITOR, Role.LEAD, Role.COORDINATOR, Role.ADMINISTRATOR])
def test_page_is_for_regional_editors_alone(places: list[Municipality], role: Role) -> None:
    user = UserFactory()
    Membership.objects.create(user=user, municipality=places[0], role=role)
    client = Client()
    client.force_login(user)
    assert client.get(reverse(URL)).status_code == 403
    assert client.post(reverse(URL), {}).status_code == 403
    assert reverse(URL) not in client.get(reverse("admin:index")).content.decode()


def test_page_opens_to_a_regional_editor(client: Client, places: Any) -> None:
    assert client.get(reverse(URL)).status_code == 200
    assert reverse(URL) in client.get(reverse("admin:index")).content.decode()
