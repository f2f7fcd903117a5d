"""The leaf modules: cleaning, languages, order, dates, environment."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import override

from municipalities.models import Page
from portal.lib import environment
from portal.lib.dates import Precision, parse_known, spell
from portal.lib.html import clean, clean_line, to_text
from portal.lib.languages import current, is_right_to_left, localized, names_of
from portal.lib.norwegian import sort_key
from tests.factories import PageFactory, TopicFactory

HOSTILE = (
    "<script>alert(1)</script>",
    "<p onclick='x()'>a</p>",
    "<a href='javascript:x()'>a</a>",
    "<a href='//evil.example'>a</a>",
    "<a href='/\\evil.example'>a</a>",
    "<a href='\t//evil.example'>a</a>",
    "<a href=' java\nscript:x()'>a</a>",
    "<p style='color:red'>a</p>",
    "<img src=x onerror=x()>",
    "<iframe src='https://evil'></iframe>",
    "<svg onload=x()></svg>",
    "<a href='data:text/html,x'>a</a>",
    "<style>p{}</style>",
    "<h1>a</h1>",
    "<p class='x' id='y'>a</p>",
)
BAD = (
    "script",
    "onclick",
    "onerror",
    "onload",
    "style",
    "evil",
    "iframe",
    "svg",
    "data:",
    "<h1",
    "class=",
    "id=",
    "img",
)


@pytest.mark.parametrize("markup", HOSTILE)
def test_clean_leaves_nothing_hostile(markup: str) -> None:
    cleaned = clean(markup)
    assert not [bad for bad in BAD if bad in cleaned], cleaned


@pytest.mark.parametrize(
    "href", ["https://www.udi.no/", "/nb/pages/a/", "#top", "tel:+4777", "mailto:a@example.org"]
)
def test_clean_keeps_safe_links(href: str) -> None:
    assert f'href="{href}"' in clean(f'<a href="{href}">a</a>')


def test_clean_keeps_what_editors_need_and_is_stable() -> None:
    markup = (
        "<h2>A</h2><p><strong>b</strong> <em>c</em><br>d</p>"
        "<ul><li>e</li></ul><ol><li>f</li></ol><h3>g</h3>"
    )
    assert clean(markup) == markup
    assert clean(clean("a & b <b")) == clean("a & b <b")


def test_clean_empties_an_empty_paragraph() -> None:
    assert clean("<p></p>") == clean(" <p><br></p> ") == ""


def test_clean_line_composes_and_drops_the_invisible() -> None:
    assert clean_line("Ma\u030alselv\0\u202e") == "Målselv"


def test_to_text_gives_words() -> None:
    assert to_text("<p>a&amp;b</p><p>c</p>") == "a&b c"


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["save", "bulk_create", "update"])
def test_rich_text_is_clean_on_every_way_into_the_database(way: str) -> None:
    hostile = "<p>ok</p><script>x()</script>"
    page = PageFactory.build(topic=TopicFactory(), body_nb=hostile, body_de=hostile)
    if way == "save":
        page.save()
    elif way == "bulk_create":
        Page.objects.bulk_create([page])
    else:
        page.save()
        Page.objects.update(body_nb=hostile, body_de=hostile)
    stored = Page.objects.get()
    assert stored.body_nb == stored.body_de == "<p>ok</p>"


def test_localized_falls_back_and_says_so() -> None:
    page = Page(title_nb="Hus", title_de="Haus")
    with override("de"):
        found = localized(page, "title")
        assert (str(found), found.language, found.is_fallback) == ("Haus", "de", False)
    with override("en"):
        found = localized(page, "title")
        assert (str(found), found.language, found.is_fallback) == ("Hus", "nb", True)
    assert not localized(page, "summary", "en")
    assert not localized(page, "summary", "en").is_fallback


def test_languages_know_their_names_and_direction() -> None:
    assert names_of(["nb", "de", "en", "uk"]) == [
        ("nb", "Norsk bokmål"),
        ("de", "Deutsch"),
        ("en", "English"),
        ("uk", "Українська"),
    ]
    assert is_right_to_left("ar")
    assert not is_right_to_left("nb")
    with override("fr"):
        assert current() == "nb"


def test_sort_key_is_norwegian() -> None:
    names = ["Å", "Ø", "Z", "Æ", "Aa", "A", "ø", "Ö", "É", "F"]
    assert sorted(names, key=sort_key) == ["A", "É", "F", "Z", "Æ", "Ö", "Ø", "ø", "Aa", "Å"]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (2024, (datetime.date(2024, 1, 1), Precision.YEAR)),
        ("2024", (datetime.date(2024, 1, 1), Precision.YEAR)),
        ("2024-02-29", (datetime.date(2024, 2, 29), Precision.DAY)),
    ],
)
def test_parse_known_tells_how_exactly(value: Any, expected: Any) -> None:
    assert parse_known(value) == expected


@pytest.mark.parametrize("value", ["2023-02-29", "yesterday", "", 20241301])
def test_parse_known_refuses_what_is_no_date(value: Any) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_known(value)


@pytest.mark.parametrize(
    ("language", "spelled"),
    [("nb", "21. november 2026"), ("de", "21. November 2026"), ("en", "21 November 2026")],
)
def test_dates_are_spelled_out(language: str, spelled: str) -> None:
    with override(language):
        assert spell(datetime.date(2026, 11, 21)) == spelled
        assert spell(datetime.date(2026, 1, 1), Precision.YEAR) == "2026"


def test_lone_address_makes_two_roles_in_debug_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://super:x@db.example.org/landgang")
    monkeypatch.delenv("DATABASE_OWNER_URL", raising=False)
    development = environment.databases(True, "secret")
    assert [development[a]["USER"] for a in ("default", "owner", "bootstrap")] == [
        "landgang_web",
        "landgang_owner",
        "super",
    ]
    assert development["default"]["PASSWORD"] != development["owner"]["PASSWORD"]
    assert set(environment.databases(False, "secret")) == {"default"}


def test_two_addresses_are_taken_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://web:x@db.example.org/landgang")
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgres://owner:y@db.example.org/landgang")
    found = environment.databases(True, "secret")
    assert [found[a]["USER"] for a in ("default", "owner")] == ["web", "owner"]
    assert "bootstrap" not in found


def test_missing_variable_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY"):
        environment.text("SECRET_KEY")
