"""The map of the region: what is on it, what it costs, and where its links lead."""

import datetime
import math
import re
from collections.abc import Iterator
from itertools import combinations

import brotli
import pytest
from django.db import connection
from django.template import engines
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from municipalities import region_map as maps
from municipalities.map_labels import Box, Land
from municipalities.models import Municipality
from municipalities.outlines import Point, area
from municipalities.region_map import LETTER, MOST_PLACES, MOST_POINTS, WIDTH, region_map
from portal.joined import FOLDER
from tests.factories import MunicipalityFactory
from tests.municipalities.drawings import caption, drawn_map, links, points_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midt_troms")]
LANGUAGES = ("nb", "de", "en")
# The width of a drawing on a phone of 360 pixels, with 16 at each side.
PHONE = 328
BOUNDARY = '"municipalities_municipality"."boundary"'


@pytest.fixture(autouse=True)
def _nothing_prepared() -> None:
    """A process that has drawn no map yet."""
    maps._prepared.cache_clear()


@pytest.mark.parametrize("with_former", [False, True])
def test_names_are_legible_and_collide_with_nothing(with_former: bool) -> None:
    drawn = real_map(with_former)
    labels = {shape.slug: shape.name_at for shape in (*drawn.shapes, *drawn.former)}
    assert all(labels.values())
    boxes = {slug: label.box for slug, label in labels.items() if label}
    assert len(boxes) == (9 if with_former else 5)
    for a, b in combinations(boxes, 2):
        assert not boxes[a].meets(boxes[b]), (a, b)
    lights = [shape.light for shape in drawn.shapes]
    assert None not in lights
    for box in boxes.values():
        assert box.left > 0 < box.top
        assert box.right < drawn.width
        assert box.bottom < drawn.height
        assert not any(box.nearest(light) == light for light in lights if light)
        assert (box.bottom - box.top) * PHONE / WIDTH >= 24
    assert LETTER * PHONE / WIDTH >= 16
    assert f"font-size: {LETTER}px" in (FOLDER / "css" / "map.css").read_text("utf-8")


# --- the map of Midt-Troms ----------------------------------------------------------------------


def test_numbers_of_the_drawing_are_never_written_as_readers_write_them() -> None:
    """A tall region is more than a thousand units high: "1 234" is no number in SVG."""
    boundary = {"type": "Polygon", "coordinates": [[[18, 68], [18.1, 71], [18.2, 68], [18, 68]]]}
    place = MunicipalityFactory.create(boundary=boundary, latitude=68.1, longitude=18.1)
    template = engines["django"].from_string("{% load region %}{% region_map places lit=lit %}")
    place = Municipality.objects.get(pk=place.pk)
    with override("nb"):
        drawing = drawn_map(template.render({"places": [place], "lit": place}))
    height = int(drawing.get("viewBox", "").split()[3])
    assert height > 1000
    for each in (*drawing.iter("circle"), *drawing.iter("text")):
        assert 0 < float(each.get("cy") or each.get("y") or "") < height


def real_map(with_former: bool = False) -> maps.RegionMap:
    places = list(Municipality.objects.current())
    former = Municipality.objects.municipalities().exclude(valid_to=None) if with_former else ()
    drawn = region_map(places, former)
    assert drawn is not None
    return drawn


def coordinates(drawn: maps.RegionMap) -> Iterator[Point]:
    for shape in drawn.shapes:
        for ring in points_of(shape.path):
            yield from ring


def test_map_draws_every_municipality_within_its_frame() -> None:
    drawn = real_map()
    assert {shape.slug for shape in drawn.shapes} == {
        "bardu", "dyroy", "malselv", "senja", "sorreisa",
    }  # fmt: skip
    points = list(coordinates(drawn))
    assert 200 < len(points) <= MOST_POINTS
    assert all(0 < x < drawn.width and 0 < y < drawn.height for x, y in points)
    # No gap between neighbours: what two share, both have.
    assert len(points) - len(set(points)) > 20


def test_map_has_the_areas_right_to_a_few_per_cent() -> None:
    """Against the sourced areas (land and fresh water), so that no shape is another's."""
    known = {"bardu": 2704, "malselv": 3324, "senja": 1949, "sorreisa": 363, "dyroy": 289}
    drawn = {shape.slug: sum(map(area, points_of(shape.path))) for shape in real_map().shapes}
    unit = sum(known.values()) / sum(drawn.values())
    for slug, size in known.items():
        assert drawn[slug] * unit == pytest.approx(size, rel=0.12), slug


def test_light_stands_on_the_land_of_its_municipality() -> None:
    for shape in real_map().shapes:
        assert shape.light is not None
        distance = min(
            math.dist(shape.light, point) for ring in points_of(shape.path) for point in ring
        )
        land = Land(points_of(shape.path), WIDTH, WIDTH)
        assert land.share(Box(*shape.light, *shape.light).around(8)) > 0 or distance < 12, (
            shape.slug
        )


def test_map_is_prepared_once_and_anew_when_a_boundary_changes() -> None:
    places = list(Municipality.objects.current().without_outline())
    with CaptureQueriesContext(connection) as queries:
        before = region_map(places)
        assert region_map(places) is before
    assert len(queries) == 1
    bardu = Municipality.objects.get(slug="bardu")
    # Far enough to be seen after what is too small to see was left out.
    bardu.boundary["coordinates"][0][1][0] += 0.5
    bardu.save()
    with CaptureQueriesContext(connection) as queries:
        after = region_map(Municipality.objects.current().without_outline())
    assert len(queries) == 2
    assert after != before


def test_map_of_places_without_boundaries_is_none() -> None:
    assert region_map([MunicipalityFactory.create()]) is None
    assert region_map([]) is None


SQUARE = {"type": "Polygon", "coordinates": [[[18, 68], [18.1, 68], [18.1, 68.1], [18, 68]]]}


@pytest.mark.parametrize(("count", "is_drawn"), [(1, True), (MOST_PLACES + 1, False)])
def test_map_is_drawn_for_a_region_not_for_a_country(count: int, is_drawn: bool) -> None:
    places = MunicipalityFactory.create_batch(count, boundary=SQUARE)
    found = Municipality.objects.filter(pk__in=[place.pk for place in places])
    assert bool(region_map(found)) is is_drawn


def test_large_region_gets_coarser_coasts_not_a_heavier_map() -> None:
    ring = [
        [18 + math.cos(turn / 500) * (1 + turn % 2 / 20), 68 + math.sin(turn / 500)]
        for turn in range(3000)
    ]
    boundary = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
    drawn = region_map([MunicipalityFactory.create(boundary=boundary)])
    assert drawn is not None
    assert 12 < sum(map(len, points_of(drawn.shapes[0].path))) <= MOST_POINTS


def test_digest_follows_the_boundary() -> None:
    place = MunicipalityFactory.create()
    place.refresh_from_db()
    assert place.boundary_digest is None
    digests = set()
    for boundary in (SQUARE, {**SQUARE, "bbox": []}, SQUARE):
        Municipality.objects.filter(pk=place.pk).update(boundary=boundary)
        place.refresh_from_db()
        digests.add(place.boundary_digest)
    assert len(digests) == 2
    assert None not in digests


@pytest.mark.parametrize(
    ("year", "expected"),
    [("2014", ["old", "both"]), ("2019", ["old", "both"]), ("2021", ["both"]), ("2023", [])],
)
def test_former_municipalities_are_those_of_the_year(year: str, expected: list[str]) -> None:
    places = [
        Municipality(slug="old", valid_to=datetime.date(2019, 12, 31)),
        Municipality(slug="both", valid_to=datetime.date(2022, 12, 31)),
    ]
    assert [place.slug for place in maps.existed_in(year, places)] == expected
    assert maps.last_year_of(places) == "2019"
    assert maps.last_year_of([]) == ""


@pytest.mark.parametrize("year", ["", "abc", "../", "0", "99999", "-2014", "2014 ", "२०१४"])
def test_former_municipalities_of_no_year_are_none(year: str) -> None:
    assert maps.existed_in(year, [Municipality(slug="always")]) == []
    assert maps.existed_in("2014", [Municipality(slug="always")]) != []


# --- pages --------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("slug", ["bardu", "dyroy", "malselv", "senja", "sorreisa"])
def test_page_lights_its_municipality_on_the_map(client: Client, language: str, slug: str) -> None:
    markup = client.get(f"/{language}/municipalities/{slug}/").content.decode()
    drawing = drawn_map(markup)
    assert len(links(drawing)) == 5
    [here] = [link for link in links(drawing) if link.get("aria-current")]
    assert here.get("href") == f"/{language}/municipalities/{slug}/"
    assert [each.get("id") for each in drawing.iter("path") if each.get("class") == "here"] == (
        [f"map-{slug}"]
    )
    assert len([each for each in drawing.iter("circle") if each.get("class") == "lit"]) == 1
    assert drawing.get("role") == "group"
    assert drawing.get("aria-label")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["municipalities/", "municipalities/?borders=2014"])
def test_every_link_of_the_map_leads_somewhere(client: Client, language: str, path: str) -> None:
    markup = client.get(f"/{language}/{path}").content.decode()
    drawing = drawn_map(markup)
    found = {link.get("href"): "".join(link.itertext()) for link in links(drawing)}
    assert len(found) == (9 if "borders" in path else 5)
    for address, name in found.items():
        assert address is not None
        page = client.get(address)
        assert page.status_code == 200
        assert f"<h1>{name}</h1>" in page.content.decode()
    for use in drawing.iter("use"):
        target = use.get("href", "").removeprefix("#")
        assert markup.count(f'id="{target}"') == 1


def test_former_borders_are_an_option(client: Client) -> None:
    plain = client.get("/en/municipalities/").content.decode()
    assert 'class="former"' not in plain
    [option] = re.findall(r'href="(\?borders=\d+)"', plain)
    for query in (option, "?borders=2014"):
        markup = client.get(f"/en/municipalities/{query}").content.decode()
        drawing = drawn_map(markup)
        [broken] = [each for each in drawing.iter("path") if each.get("class") == "former"]
        assert len(points_of(broken.get("d", ""))) >= 4
        names = ["".join(link.itertext()) for link in links(drawing) if link.get("class") == "was"]
        assert names == ["Berg", "Lenvik", "Torsken", "Tranøy"]
        assert 'href="/en/municipalities/"' in markup


@pytest.mark.parametrize("asked", ["", "x", "../../etc", "2024", "99999", "%00", "<svg>"])
def test_list_without_a_year_shows_todays_map(client: Client, asked: str) -> None:
    response = client.get("/nb/municipalities/", {"borders": asked})
    assert response.status_code == 200
    assert len(links(drawn_map(response.content.decode()))) == 5


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["", "senja/", "?borders=2014"])
def test_every_map_says_whose_data_it_is(client: Client, language: str, path: str) -> None:
    said = caption(client.get(f"/{language}/municipalities/{path}").content.decode())
    assert "Kartverket" in said
    assert "CC BY 4.0" in said


def test_map_of_other_data_says_so_in_its_own_words(client: Client) -> None:
    Municipality.objects.update(boundary_source="Lantmäteriet, CC0")
    said = caption(client.get("/en/municipalities/").content.decode())
    assert "Lantmäteriet, CC0" in said
    assert "Kartverket" not in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_neighbours_are_named_in_words(client: Client, language: str) -> None:
    for place in Municipality.objects.current():
        markup = client.get(f"/{language}/municipalities/{place.slug}/").content.decode()
        [said] = re.findall(r'<dl class="neighbours">(.*?)</dl>', markup, re.DOTALL)
        named = [*place.neighbours.get("land", ()), *place.neighbours.get("sea", ())]
        assert len(named) > 2
        assert all(name in said for name in named)
        abroad = place.neighbours.get("country", {}).get(language)
        assert abroad is None or abroad in said
        assert ("Sverige" in said) == (abroad == "Sverige")


@pytest.mark.parametrize("path", ["", "senja/", "?borders=2014"])
def test_map_is_light(client: Client, path: str) -> None:
    markup = client.get(f"/de/municipalities/{path}").content.decode()
    [figure] = re.findall(r'<figure class="map">.*?</figure>', markup, re.DOTALL)
    assert len(brotli.compress(figure.encode(), quality=5)) <= 2_500


@pytest.mark.parametrize(
    "path", ["municipalities/", "municipalities/senja/", "municipalities/?borders=2014"]
)
def test_pages_read_the_boundaries_once_in_a_process(client: Client, path: str) -> None:
    counts = []
    for _visit in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/en/{path}")
        counts.append([BOUNDARY in query["sql"] for query in queries].count(True))
        assert len(queries) <= 9
    assert counts == [1, 0]


def test_page_of_a_place_without_boundary_has_no_map(client: Client) -> None:
    Municipality.objects.update(boundary=None)
    for address in ("municipalities/", "municipalities/senja/"):
        response = client.get(f"/en/{address}")
        assert response.status_code == 200
        assert 'class="map"' not in response.content.decode()


def test_map_escapes_what_is_typed() -> None:
    place = MunicipalityFactory.create(name="<b>&", boundary=SQUARE, boundary_source="<i>")
    template = engines["django"].from_string("{% load region %}{% region_map places %}")
    markup = template.render({"places": [Municipality.objects.get(pk=place.pk)]})
    assert "<b>" not in markup
    assert "<i>" not in markup
    assert ["".join(link.itertext()) for link in links(drawn_map(markup))] == ["<b>&"]
