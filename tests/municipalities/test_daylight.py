"""The year's light: against sourced figures, an independent formula, and what pages say of it."""

import datetime
import math
import re

import brotli
import pytest
import yaml
from astral import Observer, sun
from django.template import engines
from django.test import Client

from municipalities.daylight import SUNRISE, TWILIGHT, Day, year_at
from municipalities.daylight_chart import HEIGHT, WIDTH, draw
from municipalities.models import Municipality
from municipalities.templatetags.region import in_hours
from tests.database import PACK
from tests.factories import MunicipalityFactory
from tests.municipalities.drawings import shapes_of

LANGUAGES = ("nb", "de", "en")
YEAR = 2026
FINNSNES = (69.2296, 17.9811)
NAMES = ("polar_night", "midnight_sun")


# --- against what others say --------------------------------------------------------------------


def sourced() -> list[tuple[str, float, float, str, str]]:
    """Each span of daylight in the region pack: place, its centre, name, and words in English."""
    places = yaml.safe_load((PACK / "municipalities.yaml").read_text("utf-8"))["municipalities"]
    return [
        (place["key"], place["latitude"], place["longitude"], figure["key"], figure["text"]["en"])
        for place in places
        for figure in place["figures"]
        if figure["key"] in NAMES
    ]


def days_apart(day: datetime.date, words: str) -> int:
    known = datetime.datetime.strptime(f"{words} {day.year}", "%d %B %Y").date()
    return abs((day - known).days)


@pytest.mark.parametrize(("place", "latitude", "longitude", "name", "words"), sourced())
def test_spans_agree_with_the_sourced_dates(
    place: str, latitude: float, longitude: float, name: str, words: str
) -> None:
    span = getattr(year_at(latitude, longitude, YEAR), name)
    first, last = words.split(" to ")
    assert days_apart(span.first, first) <= 2, place
    assert days_apart(span.last, last) <= 2, place


def test_every_municipality_has_sourced_dates_to_compare() -> None:
    assert len(sourced()) == 18


def almanac(latitude: float, longitude: float, moment: datetime.datetime) -> float:
    """The sun's height in degrees, by the low-precision formulas of the Astronomical Almanac:
    another source than the library's, right to a hundredth of a degree until 2050."""
    days = (moment - datetime.datetime(2000, 1, 1, 12, tzinfo=datetime.UTC)).total_seconds() / 86400
    anomaly = math.radians(357.528 + 0.9856003 * days)
    along = 280.460 + 0.9856474 * days + 1.915 * math.sin(anomaly) + 0.020 * math.sin(2 * anomaly)
    tilt, along = math.radians(23.439 - 0.0000004 * days), math.radians(along)
    ascension = math.atan2(math.cos(tilt) * math.sin(along), math.cos(along))
    declination = math.asin(math.sin(tilt) * math.sin(along))
    sidereal = math.radians((18.697374558 + 24.06570982441908 * days) * 15 + longitude)
    phi, angle = math.radians(latitude), sidereal - ascension
    return math.degrees(
        math.asin(
            math.sin(phi) * math.sin(declination)
            + math.cos(phi) * math.cos(declination) * math.cos(angle)
        )
    )


@pytest.mark.parametrize(
    ("month", "day"), [(2, 15), (3, 20), (4, 15), (8, 25), (9, 22), (10, 15), (11, 5)]
)
@pytest.mark.parametrize("place", [FINNSNES, (68.861, 18.3486), (59.9139, 10.7522), (0.0, 0.0)])
def test_times_agree_with_an_independent_formula(
    place: tuple[float, float], month: int, day: int
) -> None:
    found = year_at(*place, YEAR).on(datetime.date(YEAR, month, day))
    assert found.rises_at is not None
    assert found.sets_at is not None
    minute = datetime.timedelta(minutes=1)
    heights = [
        [almanac(*place, moment + shift * minute) for shift in (-1, 0, 1)]
        for moment in (found.rises_at, found.sets_at)
    ]
    for before, exact, after in heights:
        assert exact == pytest.approx(SUNRISE, abs=0.04)
        assert min(before, after) < SUNRISE < max(before, after)
    assert heights[0][0] < heights[0][2]
    assert heights[1][0] > heights[1][2]


@pytest.mark.parametrize("place", [FINNSNES, (59.9139, 10.7522), (0.0, 0.0), (-69.2, 18.0)])
def test_sun_stands_at_the_horizon_when_it_rises_and_sets(place: tuple[float, float]) -> None:
    """By the library's own elevation, which is not what the times are made from. Next to polar
    night and midnight sun it moves along the horizon: there a minute more changes nothing."""
    observer = Observer(*place)
    checked = 0
    for day in year_at(*place, YEAR).days[::5]:
        if 1 < day.sunlight < 23 and day.rises_at and day.sets_at:
            for moment in (day.rises_at, day.sets_at):
                height = sun.elevation(observer, moment, with_refraction=False)
                assert height == pytest.approx(SUNRISE, abs=0.04), day
                checked += 1
    assert checked > 70


@pytest.mark.parametrize("month", [1, 2, 3, 10, 11])
def test_sun_stands_six_degrees_low_when_twilight_ends(month: int) -> None:
    day = year_at(*FINNSNES, YEAR).on(datetime.date(YEAR, month, 20))
    assert day.rises_at is not None
    assert day.sets_at is not None
    half = datetime.timedelta(hours=day.twilight / 2)
    dawn = almanac(*FINNSNES, day.rises_at - half)
    dusk = almanac(*FINNSNES, day.sets_at + half)
    # Morning and evening share the twilight not quite evenly.
    assert (dawn + dusk) / 2 == pytest.approx(TWILIGHT, abs=0.05)


@pytest.mark.parametrize("name", NAMES)
def test_spans_begin_and_end_when_the_formula_says(name: str) -> None:
    """On the days within, the sun is on the same side of the horizon at noon and midnight."""
    span = getattr(year_at(*FINNSNES, YEAR), name)
    hour = {"polar_night": 12, "midnight_sun": 0}[name]
    # The sun stands in the south 72 minutes before noon UTC at 18 degrees east.
    outward = {span.first: -1, span.last: 1}
    for day, way in outward.items():
        heights = [
            almanac(
                *FINNSNES,
                datetime.datetime.combine(
                    day + datetime.timedelta(days=shift), datetime.time(hour), datetime.UTC
                )
                - datetime.timedelta(minutes=72),
            )
            - SUNRISE
            for shift in (-3 * way, 3 * way)
        ]
        within, beyond = heights
        assert (within < 0 < beyond) if name == "polar_night" else (within > 0 > beyond), day


def test_polar_night_of_tromso_is_as_everybody_there_knows_it() -> None:
    span = year_at(69.6492, 18.9553, YEAR).polar_night
    assert span is not None
    assert days_apart(span.first, "27 November") <= 2
    assert days_apart(span.last, "15 January") <= 2


# --- years and days -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "has_polar_night", "has_midnight_sun"),
    [
        (FINNSNES, True, True),
        # The air lifts the sun: just south of the circle it does not set, and never stays down.
        ((66.3, 14.0), False, True),
        ((59.9139, 10.7522), False, False),
        ((0.0, 0.0), False, False),
        ((90.0, 0.0), True, True),
    ],
)
def test_spans_are_there_where_they_are(
    place: tuple[float, float], has_polar_night: bool, has_midnight_sun: bool
) -> None:
    year = year_at(*place, YEAR)
    assert bool(year.polar_night) is has_polar_night
    assert bool(year.midnight_sun) is has_midnight_sun


def test_spans_are_the_other_way_round_in_the_south() -> None:
    year = year_at(-69.2, 18.0, YEAR)
    assert year.polar_night is not None
    assert year.midnight_sun is not None
    assert year.polar_night.first < year.polar_night.last
    assert year.midnight_sun.last < year.midnight_sun.first


@pytest.mark.parametrize("place", [FINNSNES, (59.9139, 10.7522), (0.0, 100.0), (78.2, 15.6)])
def test_day_has_no_more_than_its_hours(place: tuple[float, float]) -> None:
    for day in year_at(*place, YEAR).days:
        assert 0 <= day.sunlight <= 24
        assert day.twilight >= 0
        assert day.sunlight + day.twilight <= 24
        is_open = 0 < day.sunlight < 24
        assert (day.rises_at is not None, day.sets_at is not None) == (is_open, is_open)
        if day.rises_at and day.sets_at:
            # In UTC: between two times of one zone Python counts hours on the clock's face.
            rises, sets = (at.astimezone(datetime.UTC) for at in (day.rises_at, day.sets_at))
            lasts = (sets - rises).total_seconds() / 3600
            assert lasts == pytest.approx(day.sunlight, abs=1e-6)


def test_light_changes_from_day_to_day_without_jumps() -> None:
    days = year_at(*FINNSNES, YEAR).days
    changes = [abs(b.sunlight - a.sunlight) for a, b in zip(days, days[1:], strict=False)]
    # Two hours at most: the first day after polar night, and the last before the midnight sun.
    assert max(changes) < 2
    assert sorted(changes)[len(changes) // 2] < 0.25


def test_times_follow_summer_time() -> None:
    year = year_at(*FINNSNES, YEAR)
    before, after = (year.on(datetime.date(YEAR, 3, day)) for day in (28, 29))
    assert before.sets_at is not None
    assert after.sets_at is not None
    later = after.sets_at.replace(tzinfo=None) - before.sets_at.replace(tzinfo=None)
    assert later - datetime.timedelta(days=1) > datetime.timedelta(hours=1)
    assert before.sets_at.utcoffset() == datetime.timedelta(hours=1)
    assert after.sets_at.utcoffset() == datetime.timedelta(hours=2)


@pytest.mark.parametrize(("year", "count"), [(2026, 365), (2028, 366)])
def test_year_has_all_its_days(year: int, count: int) -> None:
    found = year_at(*FINNSNES, year)
    assert len(found.days) == count
    for day in (datetime.date(year, 1, 1), datetime.date(year, 3, 1), datetime.date(year, 12, 31)):
        assert found.on(day).day == day
    assert [day.day for day in found.months] == [
        datetime.date(year, month, 15) for month in range(1, 13)
    ]
    assert found.darkest.day.month == 12


@pytest.mark.parametrize(
    ("hours", "said"),
    [(0, "0 h"), (4.2, "4 h 12 min"), (1.9999, "2 h"), (24, "24 h"), (0.5, "0 h 30 min")],
)
def test_hours_are_said_in_hours_and_minutes(hours: float, said: str) -> None:
    assert in_hours(hours) == said


# --- the drawing --------------------------------------------------------------------------------


def numbers(path: str) -> list[int]:
    return [int(number) for number in re.findall(r"-?\d+", path)]


@pytest.mark.parametrize("place", [FINNSNES, (59.9139, 10.7522), (0.0, 0.0), (90.0, 0.0)])
def test_drawing_is_sound_and_small(place: tuple[float, float]) -> None:
    svg = str(draw(year_at(*place, YEAR), datetime.date(YEAR, 11, 22)))
    [drawing] = shapes_of(svg)
    assert drawing.get("aria-hidden") == "true"
    assert "nan" not in svg
    assert len(brotli.compress(svg.encode())) < 900
    for each in drawing.iter("text"):
        assert 0 <= float(each.get("x", "")) <= WIDTH
        assert 0 < float(each.get("y", "")) < HEIGHT


def test_drawing_shows_the_spans_where_they_are() -> None:
    with_spans = str(draw(year_at(*FINNSNES, YEAR), datetime.date(YEAR, 7, 1)))
    without = str(draw(year_at(59.9139, 10.7522, YEAR), datetime.date(YEAR, 7, 1)))
    for kind in ("polar-night", "midnight-sun"):
        assert with_spans.count(f'class="{kind}"') == 1
        assert kind not in without
    [bar] = re.findall(r'class="midnight-sun" d="M(\d+) \d+H(\d+)', with_spans)
    middle = (int(bar[0]) + int(bar[1])) / 2
    assert middle == pytest.approx(54 + (WIDTH - 54) * 172 / 365, abs=6)


def test_drawing_marks_today() -> None:
    year = year_at(*FINNSNES, YEAR)
    marks = [
        int(re.findall(r'class="today" cx="(\d+)"', str(draw(year, day)))[0])
        for day in (
            datetime.date(YEAR, 1, 1),
            datetime.date(YEAR, 7, 2),
            datetime.date(YEAR, 12, 31),
        )
    ]
    assert marks[0] < WIDTH / 5 < marks[1] < WIDTH * 4 / 5 < marks[2] <= WIDTH


# --- pages --------------------------------------------------------------------------------------


def section(markup: str) -> str:
    found = re.findall(r'<section class="stack daylight".*?</section>', markup, re.DOTALL)
    return found[0] if found else ""


@pytest.mark.django_db
@pytest.mark.usefixtures("midt_troms")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("slug", ["bardu", "senja"])
def test_page_explains_polar_night_and_midnight_sun(
    client: Client, language: str, slug: str
) -> None:
    said = section(client.get(f"/{language}/municipalities/{slug}/").content.decode())
    assert "mørketid" in said.lower()
    assert "midnattssol" in said.lower()
    assert Municipality.objects.get(slug=slug).centre in said
    rows = re.findall(r"<tr>.*?</tr>", said, re.DOTALL)
    assert len(rows) == 13
    assert len(re.findall(r"\d\d:\d\d–\d\d:\d\d", said)) == 9
    [drawing] = shapes_of(said)
    assert len({text.text for text in drawing.iter("text")}) == 12 + 5


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("month", "day", "words"),
    [
        (12, 21, "the sun does not rise"),
        (6, 21, "the sun does not set"),
        (3, 20, "the sun is up for 12 h"),
    ],
)
def test_page_says_how_it_is_today(
    monkeypatch: pytest.MonkeyPatch, month: int, day: int, words: str
) -> None:
    monkeypatch.setattr(
        "municipalities.templatetags.region.today", lambda: datetime.date(YEAR, month, day)
    )
    template = engines["django"].from_string("{% load region %}{% daylight place %}")
    place = MunicipalityFactory.create(latitude=FINNSNES[0], longitude=FINNSNES[1])
    said = section(template.render({"place": place}))
    assert words in re.sub(r"\s+", " ", said)


@pytest.mark.django_db
def test_page_of_a_place_nobody_knows_the_position_of_says_nothing(client: Client) -> None:
    place = MunicipalityFactory.create()
    response = client.get(f"/en/municipalities/{place.slug}/")
    assert response.status_code == 200
    assert section(response.content.decode()) == ""


@pytest.mark.django_db
def test_page_of_a_southern_place_speaks_of_no_polar_night(client: Client) -> None:
    place = MunicipalityFactory.create(latitude=59.9139, longitude=10.7522)
    said = section(client.get(f"/en/municipalities/{place.slug}/").content.decode())
    assert "Daylight through the year" in said
    assert "mørketid" not in said
    assert "midnattssol" not in said


def test_darkest_day_is_polar_night_with_light_at_noon() -> None:
    darkest: Day = year_at(*FINNSNES, YEAR).darkest
    assert darkest.is_polar_night
    assert 4 < darkest.twilight < 5
    assert abs((darkest.day - datetime.date(YEAR, 12, 21)).days) <= 1
