"""Search: word forms, other spellings, all languages, and whatever anybody may type."""

import pytest
from django.test import Client
from django.utils.translation import override

from municipalities.models import Page
from portal.lib.extract import fold, highlight, words_of
from portal.search import PER_PAGE, Answer, Hit, search_portal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midt_troms")]


def titles(query: str, language: str = "nb") -> list[str]:
    with override(language):
        return [hit.title for hit in search_portal(query, language).page]


@pytest.mark.parametrize(
    "query", ["barnehage", "barnehagen", "barnehager", "BARNEHAGENE", "barneha"]
)
def test_search_finds_norwegian_word_forms(query: str) -> None:
    assert any("arnehage" in title for title in titles(query)[:3])


@pytest.mark.parametrize(
    ("query", "language", "slug"),
    [
        ("Kindergärten", "de", "kindergarten"),
        ("Wohnung mieten", "de", "rent-a-home"),
        ("Wohnungen", "de", "rent-a-home"),
        ("renting homes", "en", "rent-a-home"),
        ("schools", "en", "school"),
    ],
)
def test_search_finds_word_forms_in_every_language(query: str, language: str, slug: str) -> None:
    with override(language):
        hits = search_portal(query, language).page
        assert f"pages/{slug}/" in [hit.path for hit in hits]


@pytest.mark.parametrize("query", ["Målselv", "Malselv", "Maalselv", "målselv", "MÅLSELV", "Måls"])
def test_search_tolerates_spellings_of_norwegian_letters(query: str) -> None:
    assert titles(query)[0] == "Målselv"


@pytest.mark.parametrize(
    ("query", "place"),
    [("Dyroy", "Dyrøy"), ("Sorreisa", "Sørreisa"), ("Sacca", "Senja"), ("Berg", "Berg")],
)
def test_search_finds_places_by_plain_and_sami_names(query: str, place: str) -> None:
    assert place in titles(query, "de")[:3]


def test_search_marks_the_language_of_a_hit(client: Client) -> None:
    html = client.get("/de/search/?q=barnehagen").content.decode()
    assert '<span lang="nb">Norsk bokmål</span>' in html
    assert '<p lang="nb">' in html
    assert "<mark>" in html


def test_search_shows_an_object_once() -> None:
    hits = all_of("Senja")
    assert len(hits) > PER_PAGE
    assert len({(hit.kind, hit.path) for hit in hits}) == len(hits)


def all_of(query: str) -> list[Hit]:
    """The hits on all pages, as somebody finds them who goes on to the last one."""
    pages = search_portal(query, "nb").page.paginator.num_pages
    return [
        hit for number in range(pages) for hit in search_portal(query, "nb", str(number + 1)).page
    ]


@pytest.mark.parametrize(
    ("asked", "shown"), [("2", 2), ("abc", 1), ("0", None), ("99999999999", None)]
)
def test_search_shows_the_hits_of_the_page_that_is_asked_for(asked: str, shown: int | None) -> None:
    page = search_portal("Senja", "nb", asked).page
    last = page.paginator.num_pages
    assert last > 2
    assert page.number == (shown or last)
    hits = all_of("Senja")
    assert list(page) == hits[page.start_index() - 1 : page.end_index()]


def test_search_without_hit_says_what_to_do(client: Client) -> None:
    html = client.get("/en/search/?q=xylophonist").content.decode()
    assert "Nothing was found" in html
    assert 'href="/en/hosts/"' in html


def test_search_leaves_out_drafts() -> None:
    Page.objects.update(state="draft")
    assert not [hit for hit in search_portal("barnehage", "nb").page if "pages/" in hit.path]


@pytest.mark.parametrize(
    "query",
    [
        "x" * 10_000,
        "a\0b",
        "'",
        '"',
        "%",
        "\\",
        "a' OR 1=1 --",
        "& | ! ( ) :*",
        "<script>",
        "🏔",
        "   ",
        "i",
        "og i på",
        "::::",
        "a:b:c",
        "\u202e",
        "ord " * 500,
    ],
)
def test_search_survives_whatever_is_typed(client: Client, query: str) -> None:
    for language in ("nb", "de", "en"):
        response = client.get(f"/{language}/search/", {"q": query})
        assert response.status_code == 200
        assert "<script>" not in response.content.decode()


@pytest.mark.parametrize("page", ["0", "-1", "abc", "999999", "1e9", ""])
def test_search_survives_any_page_number(client: Client, page: str) -> None:
    assert client.get("/nb/search/", {"q": "Senja", "page": page}).status_code == 200


def test_answer_counts_what_it_found() -> None:
    answer = search_portal("Finnsnes", "nb")
    assert isinstance(answer, Answer)
    assert answer.count == len(all_of("Finnsnes")) > 3


def test_fold_brings_spellings_together() -> None:
    assert fold("Målselv") == fold("Maalselv") == fold("MALSELV") == "malselv"
    assert fold("Dyrøy") == "dyroy"
    assert fold("Sáččá") == "sacca"
    assert fold("Großstraße") == "grossstrasse"


def test_words_of_keeps_few_and_short_words() -> None:
    assert words_of("Hei, på DEG!") == ["hei", "på", "deg"]
    assert len(words_of("ord " * 50)) == 8
    assert len(words_of("x" * 300)[0]) == 40


def test_highlight_marks_and_escapes() -> None:
    text = "Først <b>noe</b> annet. " * 20 + "Så kommer Målselv & mer."
    extract = highlight(text, ["malselv"])
    assert "<mark>Målselv</mark> &amp; mer." in extract
    assert extract.startswith("… ")
    assert "<b>" not in highlight("<b>fet</b> tekst", ["fet"])
