"""Whom a reader chose to compare, and what is known of each."""

import datetime
from collections.abc import Sequence
from typing import Any

import pytest
from django.test import Client

from municipalities.compare import MOST, Choice, Row, merged, rows
from municipalities.models import Figure, Municipality
from tests.factories import FigureFactory, MunicipalityFactory, SourceFactory

pytestmark = pytest.mark.django_db


def figure(place: Municipality, key: str, value: Any = 1, **given: Any) -> Figure:
    """A published figure of 2024."""
    fields = {
        "kind": "count",
        "unit": "people",
        "as_of": datetime.date(2024, 1, 1),
        "state": "published",
        "label_nb": key,
    } | given
    fields.setdefault("source", given.get("source") or SourceFactory())
    return FigureFactory(municipality=place, key=key, value=value, **fields)


def compared(*places: Municipality) -> list[Row]:
    return rows(places, Figure.objects.describing(places))


# --- whom a reader chose ------------------------------------------------------------------------


def choose(*slugs: str) -> Choice:
    return Choice.from_query(slugs, Municipality.objects.select_related("successor"))


def names(places: Sequence[Municipality]) -> list[str]:
    return [place.slug for place in places]


@pytest.fixture
def seven() -> list[Municipality]:
    return [MunicipalityFactory(slug=f"k{number}") for number in range(7)]


def test_choice_keeps_the_order_of_the_question(seven: list[Municipality]) -> None:
    choice = choose("k3", "k1")
    assert names(choice.chosen) == ["k3", "k1"]
    assert choice.is_enough
    assert not choice.has_unknown
    assert not choice.left_out


def test_choice_takes_five_and_names_the_others(seven: list[Municipality]) -> None:
    choice = choose(*names(seven))
    assert names(choice.chosen) == ["k0", "k1", "k2", "k3", "k4"]
    assert len(choice.chosen) == MOST
    assert names(choice.left_out) == ["k5", "k6"]


@pytest.mark.parametrize(
    ("slugs", "chosen", "has_unknown"),
    [
        ([], [], False),
        ([""], [], False),
        (["k1"], ["k1"], False),
        (["k1", "k1"], ["k1"], False),
        (["", "k1", "", "k2"], ["k1", "k2"], False),
        (["k1", "oslo", "k2"], ["k1", "k2"], True),
        (["../", "k1", "k2"], ["k1", "k2"], True),
        (["midt-troms", "k1"], ["k1"], True),
        (["\x00", "<b>", "k" * 9999], [], True),
    ],
)
def test_choice_leaves_out_what_is_no_municipality(
    region: Municipality,
    seven: list[Municipality],
    slugs: list[str],
    chosen: list[str],
    has_unknown: bool,
) -> None:
    choice = choose(*slugs)
    assert names(choice.chosen) == chosen
    assert choice.has_unknown is has_unknown
    assert choice.is_enough is (len(chosen) > 1)
    assert choice.is_empty is (not chosen and not has_unknown)


def test_choice_takes_the_successor_of_a_former_municipality() -> None:
    today = MunicipalityFactory(slug="today")
    end = datetime.date(2019, 12, 31)
    between = MunicipalityFactory(slug="between", valid_to=end, successor=today)
    MunicipalityFactory(slug="oldest", valid_to=datetime.date(1990, 1, 1), successor=between)
    MunicipalityFactory(slug="ended", valid_to=end)
    MunicipalityFactory(slug="to-come", valid_from=datetime.date(2999, 1, 1))
    choice = choose("oldest", "between", "today")
    assert names(choice.chosen) == ["today"]
    replaced = [(former.slug, new.slug) for former, new in choice.replaced]
    assert replaced == [("oldest", "today"), ("between", "today")]
    assert not choice.is_enough
    assert choose("ended", "to-come").chosen == []
    assert choose("ended").has_unknown


# --- what is known of each ----------------------------------------------------------------------


def test_rows_hold_every_figure_that_one_of_them_has(seven: list[Municipality]) -> None:
    one, two, three, *_ = seven
    figure(one, "a", position=1)
    figure(one, "c", position=3)
    figure(two, "b", position=2)
    figure(three, "d")
    figure(two, "draft", state="draft")
    figure(two, "rate", kind="rate")
    found = compared(one, two)
    assert [row.named_by.key for row in found] == ["b", "a", "c"]
    assert [[bool(cell.figure) for cell in row.cells] for row in found] == [
        [False, True],
        [True, False],
        [True, False],
    ]


def test_rows_hold_the_newest_figure(seven: list[Municipality]) -> None:
    one, two, *_ = seven
    for year, state in ((2022, "published"), (2024, "published"), (2025, "draft")):
        figure(one, "a", year, as_of=datetime.date(year, 1, 1), state=state)
    figure(two, "a", 7)
    [row] = compared(one, two)
    assert [each.value for each in row.figures] == [2024, 7]


@pytest.mark.parametrize(
    ("orders", "expected"),
    [
        ([], []),
        ([["a", "b"], ["a", "b"]], ["a", "b"]),
        ([["a", "c"], ["a", "b", "c"]], ["a", "b", "c"]),
        ([["a", "b"], ["b", "a"]], ["a", "b"]),
        ([[], ["x"]], ["x"]),
        ([["a"], ["a", "z"], ["a", "y"]], ["a", "y", "z"]),
    ],
)
def test_orders_are_merged_into_one(orders: list[list[str]], expected: list[str]) -> None:
    assert merged(orders) == expected


@pytest.mark.parametrize(
    ("values", "bars"),
    [
        ([50, 100, 25], [50, 100, 25]),
        ([0, 8, None], [0, 100, None]),
        ([1, 9999, 5000], [1, 100, 50]),
        ([7, None, None], [None, None, None]),
        ([-1, 5, 6], [None, None, None]),
        ([0, 0, None], [0, 0, None]),
    ],
)
def test_bars_stand_beside_the_greatest(
    seven: list[Municipality], values: list[int | None], bars: list[int | None]
) -> None:
    places = seven[:3]
    for place, value in zip(places, values, strict=True):
        if value is not None:
            figure(place, "a", value)
    [row] = compared(*places)
    assert [cell.bar for cell in row.cells] == bars


@pytest.mark.parametrize("other", [{"unit": "hours"}, {"value": None, "text_nb": "mange"}])
def test_bars_are_not_drawn_between_things_that_differ(
    seven: list[Municipality], other: dict[str, Any]
) -> None:
    one, two, three, *_ = seven
    figure(one, "a", 5)
    figure(two, "a", 6)
    assert [cell.bar for cell in compared(one, two)[0].cells] == [83, 100]
    figure(three, "a", **({"value": 5} | other))
    assert [cell.bar for cell in compared(one, two, three)[0].cells] == [None] * 3


def test_row_says_whether_years_sources_and_notes_differ(seven: list[Municipality]) -> None:
    one, two, *_ = seven
    source = SourceFactory()
    first = figure(one, "a", source=source, note_nb="om lag")
    second = figure(two, "a", source=source, note_nb="om lag")
    [row] = compared(one, two)
    assert not row.differs_in_year
    assert row.shared_source == row.shared_note == first
    Figure.objects.filter(pk=second.pk).update(as_of=datetime.date(2024, 6, 1), note_nb="")
    [row] = compared(one, two)
    assert not row.differs_in_year
    assert row.shared_note is None
    Figure.objects.filter(pk=second.pk).update(as_of=datetime.date(2023, 1, 1))
    [row] = compared(one, two)
    assert row.differs_in_year
    assert row.shared_source is None


def test_page_answers_without_a_region_and_without_figures(client: Client) -> None:
    one, two = MunicipalityFactory(), MunicipalityFactory()
    for slugs in ([], [one.slug, two.slug]):
        response = client.get("/en/municipalities/compare/", {"m": slugs})
        assert response.status_code == 200
    assert response.content.decode().count(one.name) >= 3
