"""Two languages side by side: what stands beside what, and pages that are read so."""

import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from hosting.models import Step
from municipalities.actions.texts import save_text
from municipalities.beside import Pair, blocks, pairs
from municipalities.models import LocalPart, Municipality, Page
from portal.lib.html import clean
from tests.factories import (
    FigureFactory,
    MunicipalityFactory,
    PageFactory,
    SourceFactory,
    StepFactory,
    TopicFactory,
)

# --- what stands beside what ----------------------------------------------------------------------

P, Q, H2, H3 = "<p>a</p>", "<p>b</p>", "<h2>c</h2>", "<h3>d</h3>"
UL = "<ul><li><p>e</p></li><li>f<ul><li>g</li></ul></li></ul>"
LINK = '<p><a href="/x?a=1&amp;b=%3E">1 &lt; 2</a><br>h</p>'


@pytest.mark.parametrize(
    ("markup", "kinds"),
    [
        ("", []),
        ("words alone", [""]),
        (P + UL + H2 + LINK, ["p", "ul", "h2", "p"]),
        (f"before {P} <strong>between</strong> {Q}\n", ["", "p", "", "p"]),
        ('<p><a href="/a>b">c</a></p>' + P, ["p", "p"]),
    ],
)
def test_blocks_are_those_of_the_first_level(markup: str, kinds: list[str]) -> None:
    assert [block.tag for block in blocks(markup)] == kinds


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("", "", []),
        (P, Q, [(P, Q)]),
        # The same kinds in the same order.
        (P + UL + H2 + P, Q + UL + H2 + Q, [(P, Q), (UL, UL), (H2, H2), (P, Q)]),
        # Other paragraphs, the same headings: section beside section, where one fits in pairs.
        (P + H2 + P + Q, Q + H2 + Q, [(P, Q), (H2, H2), (P + Q, Q)]),
        (H2 + P + H2 + P + Q, H2 + Q + H2 + Q, [(H2, H2), (P, Q), (H2, H2), (P + Q, Q)]),
        # A section that begins at once in one language alone.
        (H2 + P, Q + H2 + P, [("", Q), (H2, H2), (P, P)]),
        # Headings of the second level alone agree.
        (H2 + P + H3 + P + H2 + P, H2 + P + H2 + Q, [(H2, H2), (P + H3 + P, P), (H2, H2), (P, Q)]),
        # Nothing agrees: all beside all.
        (P + UL, H2 + P, [(P + UL, H2 + P)]),
        (P, "", [(P, "")]),
    ],
)
def test_pairs_follow_order_then_headings_then_nothing(
    one: str, other: str, expected: list[tuple[str, str]]
) -> None:
    assert pairs(one, other) == expected
    assert pairs(other, one) == [(b, a) for a, b in expected]


TEXT = st.lists(st.sampled_from([P, Q, H2, H3, UL, LINK]), max_size=8).map("".join)
ANY = st.text(st.sampled_from("<>/\"' ahpul23br=&;\n"), max_size=60).map(clean)


def words(markup: str) -> str:
    return re.sub(r"\s", "", markup)


@given(one=TEXT | ANY, other=TEXT | ANY)
def test_pairs_lose_nothing_and_double_nothing(one: str, other: str) -> None:
    found = pairs(one, other)
    assert words("".join(pair.one for pair in found)) == words(one)
    assert words("".join(pair.other for pair in found)) == words(other)
    assert all(words(pair.one + pair.other) for pair in found)
    assert [Pair(b, a) for a, b in found] == pairs(other, one)


def headings(markup: str) -> list[str]:
    return [block.tag for block in blocks(markup) if block.tag in ("h2", "h3")]


@given(one=TEXT, other=TEXT)
def test_headings_stand_beside_their_own(one: str, other: str) -> None:
    found = pairs(one, other)
    if headings(one) == headings(other):
        assert all(headings(pair.one) == headings(pair.other) for pair in found)
        assert all(len(headings(pair.one)) <= 1 for pair in found)


@given(text=TEXT)
def test_text_beside_itself_is_in_single_blocks(text: str) -> None:
    assert [pair.one for pair in pairs(text, text)] == [block.markup for block in blocks(text)]


# --- on a page ------------------------------------------------------------------------------------


@pytest.fixture
def page(region: Municipality) -> Page:
    FigureFactory(
        municipality=region, key="price", value=Decimal(2000), unit="kroner",
        source=SourceFactory(), as_of="2024-01-01", state="published",
    )  # fmt: skip
    return save_text(
        text=PageFactory.build(
            topic=TopicFactory(label_nb="Hus", label_de="Häuser"), slug="hus", state="published",
            title_nb="Huset", title_de="Das Haus", summary_nb="Kort", summary_de="Kurz",
            body_nb="<h2>Pris</h2><p>Det koster [[figure:price]]. Se [[page:hus]].</p>",
            body_de="<h2>Preis</h2><p>Es kostet [[figure:price]]. Siehe [[page:hus]].</p>",
        )
    )  # fmt: skip


def read(client: Client, path: str) -> str:
    answer: Any = client.get(path)
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.mark.django_db
def test_page_is_read_in_pairs_each_in_its_own_language(client: Client, page: Page) -> None:
    html = read(client, "/de/pages/hus/?beside=nb")
    found = re.findall(
        r'<div class="prose">(.*?)</div>\s*<div class="prose other" lang="nb" dir="ltr">'
        r"(.*?)</div>",
        html,
    )
    assert found == [
        ("<h2>Preis</h2>", "<h2>Pris</h2>"),
        (
            '<p>Es kostet 2.000 Kronen. Siehe <a href="/de/pages/hus/">Das Haus</a>.</p>',
            '<p>Det koster 2\xa0000 kroner. Se <a href="/nb/pages/hus/">Huset</a>.</p>',
        ),
    ]
    assert 'Das Haus <span class="twin" lang="nb">Huset</span></h1>' in html
    assert '<a href="/de/pages/hus/">' in html
    # The menu changes places.
    assert 'href="/nb/pages/hus/?beside=de"' in html
    assert 'href="/en/pages/hus/?beside=nb"' in html


@pytest.mark.django_db
def test_page_in_pairs_is_for_no_search_engine(client: Client, page: Page) -> None:
    plain, beside = (read(client, f"/de/pages/hus/{query}") for query in ("", "?beside=nb"))
    told = re.compile(r'<link rel="(?:canonical|alternate)".*?>')
    assert told.findall(plain) == told.findall(beside)
    assert len(told.findall(plain)) == 4
    noindex = '<meta name="robots" content="noindex">'
    assert (plain.count(noindex), beside.count(noindex)) == (0, 1)
    assert '<a href="?beside=nb" lang="nb" rel="nofollow">' in plain
    # There is no English text to read it beside.
    assert "?beside=en" not in plain


@pytest.mark.django_db
@pytest.mark.parametrize("asked", ["de", "se", "", "nb-NO", "<script>", "nb&beside=x"])
def test_anything_else_is_the_plain_page(client: Client, page: Page, asked: str) -> None:
    html = read(client, f"/de/pages/hus/?beside={asked}")
    assert 'class="beside"' not in html
    assert "noindex" not in html


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "told"),
    [
        # English is missing: the Norwegian text is there once, whichever half is the reader's.
        ("/nb/pages/hus/?beside=en", '<span lang="en">English</span>'),
        ("/en/pages/hus/?beside=nb", 'Not translated yet: <span lang="en">English</span>'),
        ("/en/pages/hus/?beside=de", "Not translated yet: Norwegian text"),
    ],
)
def test_missing_half_is_told_and_nothing_stands_twice(
    client: Client, page: Page, path: str, told: str
) -> None:
    html = read(client, path)
    assert html.count("Det koster") == 1
    assert told in html
    assert "untranslated" not in html
    assert html.count("noindex") == 1


@pytest.mark.django_db
def test_text_in_neither_language_is_shown_once_and_marked(client: Client, page: Page) -> None:
    Page.objects.update(body_de="")
    html = read(client, "/de/pages/hus/?beside=en")
    assert html.count("Det koster") == 1
    assert '<div class="untranslated">' in html


@pytest.mark.django_db
def test_other_half_says_itself_that_it_is_out_of_date(client: Client, page: Page) -> None:
    page.title_nb = "Huset vårt"
    save_text(text=page)
    told = "Der norwegische Text ist neuer"
    html = read(client, "/nb/pages/hus/?beside=de")
    assert told in html[html.index('<div class="wrap stack" lang="de">') :]
    assert told not in read(client, "/nb/pages/hus/")


@pytest.mark.django_db
def test_every_page_with_texts_is_read_side_by_side(client: Client, page: Page) -> None:
    place = save_text(
        text=MunicipalityFactory.build(
            slug="her", name="Her", tagline_nb="Ved sjøen", tagline_de="Am Meer",
            introduction_nb="<p>Hei</p>", introduction_de="<p>Hallo</p>",
        )
    )  # fmt: skip
    save_text(
        text=LocalPart(
            page=page, municipality=place, state="published",
            body_nb="<p>Lokalt</p>", body_de="<p>Vor Ort</p>",
        )
    )  # fmt: skip
    save_text(
        text=StepFactory.build(
            key="melde", topic=page.topic, state="published", title_nb="Meld", title_de="Melden",
            detail_nb="Gjør det & se\n\n[[figure:price]]",
            detail_de="Tu es & sieh\n\n[[figure:price]]",
            papers_nb="Pass\nAttest", papers_de="Reisepass\nBescheinigung",
            terms_nb="skatt: penger",
        )
    )  # fmt: skip
    assert Step.objects.published().exists()
    for path, own, other in [
        ("municipalities/her/", "<p>Hallo</p>", "<p>Hei</p>"),
        ("municipalities/her/pages/hus/", "<p>Vor Ort</p>", "<p>Lokalt</p>"),
        ("topics/" + page.topic.key + "/", "Häuser", 'lang="nb">Hus</span></h1>'),
        ("topics/" + page.topic.key + "/", "Kurz", '<span class="twin" lang="nb">Kort</span>'),
        ("first-steps/melde/", "<p>2.000 Kronen</p>", "<p>2\xa0000 kroner</p>"),
        ("first-steps/melde/", "<li>Reisepass</li>", "<li>Pass</li>"),
        ("first-steps/melde/", "Tu es &amp; sieh", "Gjør det &amp; se"),
    ]:
        html = read(client, f"/de/{path}?beside=nb")
        assert html.index(own) < html.index(other), path
        assert "twin" in html
        assert "?beside=" in read(client, f"/de/{path}")
    # What has no translation stands in the half of its own language alone.
    assert html.count("<dfn") == 1
