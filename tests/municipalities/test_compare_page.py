"""Comparing municipalities: whatever is asked, the answer is a page that says what it knows."""

import datetime
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from municipalities.compare import MOST
from municipalities.models import Municipality
from tests.factories import FigureFactory, MunicipalityFactory, SourceFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midt_troms")]
PATH = "/en/municipalities/compare/"


def page(client: Client, *slugs: str, language: str = "en") -> str:
    response = client.get(f"/{language}/municipalities/compare/", {"m": slugs})
    assert response.status_code == 200
    return response.content.decode()


def table(html: str) -> str:
    """The comparison in words, or nothing."""
    found = re.search(r'<table class="compared">.*?</table>', html, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split()) if found else ""


def notice(html: str) -> str:
    """What is said about the question, or nothing."""
    found = re.search(r'<div class="notice".*?</div>', html, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split()) if found else ""


@pytest.fixture
def seven() -> list[Municipality]:
    return [MunicipalityFactory(slug=f"k{number}") for number in range(7)]


def names(places: list[Municipality]) -> list[str]:
    return [place.slug for place in places]


@pytest.mark.parametrize(
    ("language", "number", "day", "missing"),
    [("en", "14,919", "1 January 2025", "not known here"), ("de", "14.919", "1. Januar 2025", "")],
)
def test_page_shows_numbers_with_source_and_date(
    client: Client, language: str, number: str, day: str, missing: str
) -> None:
    said = table(page(client, "bardu", "dyroy", "senja", language=language))
    assert number in said
    assert day in said
    assert "Statistisk sentralbyrå" in said
    assert missing in said


def test_page_says_what_is_missing_and_what_differs(client: Client) -> None:
    said = table(page(client, "bardu", "malselv", "senja"))
    assert re.search(r"Upper secondary school \S.*? Bardu not known here", said)
    assert re.search(r"Area Not from the same year Bardu 2,703.89 km² .*? 2024 ", said)
    assert "Polar night" in said
    assert "2 December to 9 January" in said
    assert "Population Not from" not in said
    html = page(client, "bardu", "malselv", "senja")
    assert not re.search(r"<td>\s*(<span class=\"of\">[^<]*</span>)?\s*</td>", html)


def test_page_has_a_box_for_each_municipality_of_today(client: Client) -> None:
    boxes = re.findall(r'name="m" value="(\w+)"( checked)?', page(client, "senja", "bardu"))
    assert boxes == [
        ("bardu", " checked"), ("dyroy", ""), ("malselv", ""), ("senja", " checked"),
        ("sorreisa", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("slugs", "said", "is_compared"),
    [
        ([], "", False),
        ([""], "", False),
        (["bardu"], "Bardu is chosen. Choose at least one more", False),
        (["bardu", "bardu"], "Bardu is chosen. Choose at least one more", False),
        (["berg", "senja"], "Berg is part of Senja today.", False),
        (["berg", "bardu"], "Berg is part of Senja today. So Senja is taken instead.", True),
        (["../"], "names no municipality that we know. We left it out. Choose at least two", False),
        (["oslo", "bardu", "senja"], "names no municipality that we know", True),
        (["midt-troms", "bardu", "senja"], "names no municipality that we know", True),
        ([f"k{number}" for number in range(40)], "Choose at least two municipalities.", False),
        (["bardu", "senja"], "", True),
    ],
)
def test_page_answers_kindly_whatever_is_asked(
    client: Client, slugs: list[str], said: str, is_compared: bool
) -> None:
    html = page(client, *slugs)
    assert said in notice(html)
    assert bool(notice(html)) is bool(said)
    assert bool(table(html)) is is_compared
    assert "Which municipalities?" in html


@pytest.mark.parametrize("question", ["m=%00", "m=%FF%FE", "m[]=bardu", "m=%3Cscript%3E", "&&=&m"])
def test_page_bears_a_broken_question(client: Client, question: str) -> None:
    response = client.get(f"{PATH}?{question}")
    assert response.status_code == 200
    assert b"<script>" not in response.content


def test_page_names_those_there_is_no_room_for(client: Client, seven: list[Municipality]) -> None:
    html = page(client, *names(seven))
    assert f"Left out: {seven[5].name}, {seven[6].name}." in notice(html)
    assert len(re.findall(r" checked", html)) == MOST


def test_page_is_not_for_sending(client: Client) -> None:
    assert client.post(PATH, {"m": "bardu"}).status_code == 405
    client.force_login(UserFactory(is_staff=True))
    assert client.get(PATH).status_code == 200


@pytest.mark.parametrize("count", [2, MOST])
def test_page_needs_two_queries_however_many_are_compared(
    client: Client, seven: list[Municipality], count: int
) -> None:
    source = SourceFactory()
    for place in seven:
        for key in ("a", "b", "c"):
            FigureFactory(
                municipality=place, key=key, kind="count", value=1, state="published",
                as_of=datetime.date(2024, 1, 1), source=source,
            )  # fmt: skip
    with CaptureQueriesContext(connection) as queries:
        html = page(client, *names(seven)[:count])
    assert html.count('class="of"') == 3 * count
    assert len(queries) == 2, [query["sql"][:90] for query in queries]


def test_page_is_found_from_the_list_and_from_each_municipality(client: Client) -> None:
    assert f'href="{PATH}"' in client.get("/en/municipalities/").content.decode()
    for slug in ("senja", "bardu"):
        html = client.get(f"/en/municipalities/{slug}/").content.decode()
        assert f'href="{PATH}?m={slug}"' in html
