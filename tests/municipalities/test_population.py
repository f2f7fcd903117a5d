"""Population over time: only what the figures say, the merger of 2020 among it."""

import datetime
import re
from collections.abc import Iterable
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from municipalities.models import Figure, Municipality, Source
from municipalities.population import Population, newest
from municipalities.population_chart import FOOT, HEIGHT, TOP, WIDTH, draw
from tests.factories import FigureFactory, MunicipalityFactory, SourceFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midt_troms")]
END = datetime.date(2019, 12, 31)


@pytest.fixture
def source() -> Source:
    return SourceFactory()


@pytest.fixture
def merged() -> Municipality:
    """A municipality that was two until 2020."""
    today = MunicipalityFactory(slug="today", name="Today")
    for name in ("West", "East"):
        MunicipalityFactory(slug=name.lower(), name=name, valid_to=END, successor=today)
    return today


def count(slug: str, year: int, value: int | None, source: Source, **given: object) -> Figure:
    fields = {"key": "population", "kind": "population", "unit": "people", "state": "published"}
    return FigureFactory(
        municipality=Municipality.objects.get(slug=slug),
        value=value,
        as_of=datetime.date(year, 1, 1),
        source=source,
        **(fields | given),
    )


def through_time(place: Municipality) -> Population | None:
    return Population.of(place, Figure.objects.through_time(place), Municipality.objects.all())


def found(place: Municipality) -> list[tuple[int, int, bool]]:
    population = through_time(place)
    counts = population.counts if population else ()
    return [(each.day.year, int(each.value), each.is_sum) for each in counts]


# --- what the figures say -----------------------------------------------------------------------


def test_counts_come_oldest_first_and_only_published_ones(
    merged: Municipality, source: Source
) -> None:
    count("today", 2025, 90, source)
    count("today", 2021, 80, source)
    count("today", 2023, 85, source, state="draft")
    count("today", 2024, None, source, text_nb="mange")
    count("today", 2022, 7, source, key="households")
    assert found(merged) == [(2021, 80, False), (2025, 90, False)]


@pytest.mark.parametrize("years", [[], [2024]])
def test_one_count_is_no_development(
    merged: Municipality, source: Source, years: Iterable[int]
) -> None:
    for year in years:
        count("today", year, 80, source)
    assert through_time(merged) is None


def test_parts_are_added_up_only_where_all_are_known(merged: Municipality, source: Source) -> None:
    for year, west, east in ((2012, 30, 40), (2014, 31, 41)):
        count("west", year, west, source)
        count("east", year, east, source)
    count("west", 2017, 35, source)
    count("today", 2020, 75, source)
    assert found(merged) == [(2012, 70, True), (2014, 72, True), (2020, 75, False)]
    population = through_time(merged)
    assert population is not None
    assert population.merged_on == datetime.date(2020, 1, 1)
    assert [place.name for place in population.former] == ["East", "West"]
    assert [int(part.value or 0) for part in population.counts[0].parts] == [40, 30]


def test_parts_after_the_merger_are_no_count_but_stand_beside_one(
    merged: Municipality, source: Source
) -> None:
    for slug, value in (("west", 30), ("east", 40)):
        count(slug, 2024, value, source)
        count(slug, 2025, value, source)
    count("today", 2023, 68, source)
    count("today", 2025, 70, source)
    assert found(merged) == [(2023, 68, False), (2025, 70, False)]
    population = through_time(merged)
    assert population is not None
    assert population.merged_on is None
    assert [len(each.parts) for each in population.counts] == [0, 2]


def test_sources_and_notes_of_a_sum_are_named_once(merged: Municipality, source: Source) -> None:
    for slug in ("west", "east"):
        count(slug, 2012, 30, source, note_nb="om lag")
    count("today", 2020, 70, source)
    population = through_time(merged)
    assert population is not None
    total = population.counts[0]
    assert total.sources == [source]
    assert len(total.noted) == 1
    assert population.counts[1].noted == []


def test_newest_is_of_the_place_itself_in_the_editors_order(
    merged: Municipality, source: Source
) -> None:
    count("today", 2020, 1, source, position=5)
    latest = count("today", 2024, 2, source, position=5)
    first = count("today", 2021, 3, source, key="area", kind="area", position=2)
    count("west", 2025, 4, source)
    assert newest(Figure.objects.through_time(merged), merged) == [first, latest]


# --- the drawing --------------------------------------------------------------------------------


def test_drawing_puts_every_count_in_its_place(merged: Municipality, source: Source) -> None:
    for year, value in ((2020, 50), (2022, 100), (2024, 0)):
        count("today", year, value, source)
    population = through_time(merged)
    assert population is not None
    drawn = draw(population)
    [dots] = re.findall(r'class="dots" d="([^"]+)"', drawn)
    points = [tuple(map(int, point)) for point in re.findall(r"M(\d+) (\d+)h0", dots)]
    assert points == [(8, (TOP + FOOT) // 2), (160, TOP), (312, FOOT)]
    assert 'aria-hidden="true"' in drawn
    assert "merger" not in drawn
    assert "sum" not in drawn


def test_drawing_bears_a_place_where_nobody_lives(merged: Municipality, source: Source) -> None:
    for year in (2020, 2022):
        count("today", year, 0, source)
    population = through_time(merged)
    assert population is not None
    assert f"8 {FOOT}L312 {FOOT}" in draw(population)


@pytest.mark.parametrize("slug", ["senja", "bardu", "malselv", "sorreisa", "dyroy"])
def test_drawing_of_the_region_stays_within_its_frame(slug: str) -> None:
    population = through_time(Municipality.objects.get(slug=slug))
    assert population is not None
    drawn = draw(population)
    pairs = re.findall(r"[ML](\d+) (\d+)", drawn)
    assert len(pairs) > 2 * len(population.counts)
    assert all(int(x) <= WIDTH and int(y) <= HEIGHT for x, y in pairs)
    assert ("merger" in drawn) is (slug == "senja")
    assert drawn.count('class="layer"') == (5 if slug == "senja" else 1)
    assert len(drawn) < 1600


# --- the pages ----------------------------------------------------------------------------------


def words(html: str) -> str:
    section = re.search(r'<section class="stack population".*?</section>', html, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", section[0]).split()) if section else ""


def test_page_of_senja_shows_the_merger_and_its_parts(client: Client) -> None:
    said = words(client.get("/en/municipalities/senja/").content.decode())
    assert (
        "1 January 2019 15,011 sum of: Lenvik 11,679, Tranøy 1,513, Torsken 931, Berg 888" in said
    )
    assert "Before 1 January 2020 Senja was several municipalities." in said
    assert "from the bottom: Lenvik, Tranøy, Torsken, Berg." in said
    assert "14,919 of which in the former municipalities: Lenvik 11,882" in said
    # Of 2017 only Lenvik's number is known.
    assert "2017" not in said


@pytest.mark.parametrize(("slug", "last"), [("bardu", "3,960"), ("", "30,272")])
def test_page_shows_every_count_with_its_source(client: Client, slug: str, last: str) -> None:
    path = f"/en/municipalities/{slug}/" if slug else "/en/municipalities/"
    html = client.get(path).content.decode()
    said = words(html)
    assert "Population over time" in said
    assert last in said
    assert "Before" not in said
    place = Municipality.objects.get(slug=slug or "midt-troms")
    known = Figure.objects.published().filter(municipality=place, key="population")
    assert html.count('<span class="value number">') >= known.count() > 2
    for figure in known.select_related("source"):
        assert figure.source is not None
        assert figure.source.title in said


def test_page_of_a_former_municipality_shows_none(client: Client) -> None:
    assert words(client.get("/en/municipalities/berg/").content.decode()) == ""


def test_counts_cost_no_query_of_their_own(client: Client) -> None:
    place = Municipality.objects.get(slug="senja")
    places = list(Municipality.objects.all())
    with CaptureQueriesContext(connection) as queries:
        figures = list(Figure.objects.through_time(place))
        population = Population.of(place, figures, places)
        assert population is not None
        assert [source.title for each in population.counts for source in each.sources]
        assert population.former[0].valid_to == END
        assert newest(figures, place)
        assert Decimal(15011) in [each.value for each in population.counts]
    assert len(queries) == 1
