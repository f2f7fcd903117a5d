"""Warnings about the language: what is found, what is left alone, and the portal's own texts."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.db import connection

from municipalities.bare_amounts import BREAK, NOT_PROSE, bare_amounts, pattern
from municipalities.plain_language import (
    MOST_WORDS,
    Finding,
    Kind,
    findings,
    sentences,
    words_in,
)
from portal.lib.html import clean

YEAR = 2026
CONTENT = Path(__file__).parents[2] / "municipalities" / "content" / "midt-troms"


def kinds(markup: str, language: str = "nb") -> list[Kind]:
    return [each.kind for each in findings(markup, language, YEAR)]


# --- sentences ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "text", "count"),
    [
        ("nb", "Kurset starter 1. mars og varer f.eks. til jul. Spør kommunen.", 2),
        ("nb", "Du må være over 18. Da kan du stemme.", 2),
        ("nb", "Ta med pass, bl.a. for barna, dvs. alle under 16. Møt opp.", 2),
        ("nb", "Har du spørsmål? Ring oss! «Ja.» Da går det.", 4),
        ("nb", "Hun går i 5. klasse. Han går ikke.", 2),
        ("de", "Bring z. B. den Pass mit, d. h. ein Dokument. Danke.", 2),
        ("de", "Die 10. Klasse beginnt am 3. Oktober. Danach ist es gut.", 2),
        ("de", "Frag ca. zwei Wochen vorher bei Dr. Hansen bzw. Frau Berg.", 1),
        ("en", "See e.g. the rules, i.e. all of them. It opens at 3 p.m. on Monday.", 2),
        ("en", "You must be 18. Then you can vote.", 2),
        ("en", "Really … yes", 1),
        ("nb", "", 0),
    ],
)
def test_sentences_end_where_they_end(language: str, text: str, count: int) -> None:
    found = sentences(text, language)
    assert len(found) == count
    assert " ".join(found) == text


@pytest.mark.parametrize(
    ("sentence", "count"),
    [
        ("Distriktsmedisinsk-senteret hjelper EU/EØS-borgere f.eks. her", 5),
        ("Ring 116 117 eller +47 77 00 00 00", 4),
        ("Det bor 14 919 mennesker – mange av dem i 2–3 bygder", 10),
        ("Aufenthalts- und Arbeitserlaubnis", 3),
        ("the host’s house", 3),
        ("– … !", 0),
    ],
)
def test_number_and_compound_are_one_word(sentence: str, count: int) -> None:
    assert words_in(sentence) == count


def test_long_sentence_is_told_with_its_words_and_its_beginning() -> None:
    words = " ".join(["ord"] * (MOST_WORDS + 1))
    assert findings(f"<p>Kort.</p><p>{words}.</p>", "nb", YEAR) == [
        Finding(Kind.LONG_SENTENCE, "ord ord ord ord ord ord ord ord …", 21)
    ]
    assert kinds(f"<p>{' '.join(['ord'] * MOST_WORDS)}.</p>") == []


def test_paragraphs_items_and_headings_end_a_sentence() -> None:
    half = " ".join(["ord"] * 11)
    markup = f"<h2>{half}</h2><p>{half}<br>{half}</p><ul><li>{half}</li><li>{half}</li></ul>"
    assert kinds(markup) == []
    assert kinds(f"<p>{half} <strong>{half}</strong></p>") == [Kind.LONG_SENTENCE]


def test_token_is_the_words_that_readers_see() -> None:
    twenty = " ".join(["ord"] * 19)
    assert kinds(f"<p>{twenty} [[figure:en_to_tre]].</p>") == []
    assert kinds(f"<p>{twenty} [[page:lege|to ord]].</p>") == [Kind.LONG_SENTENCE]


# --- links and headings ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    ["Les mer", "her", "klikk her!", "hier", "Mehr erfahren …", "Click  here", "this page", "More"],
)
def test_link_that_says_nothing_is_told(words: str) -> None:
    assert kinds(f'<p>Se <a href="/x">{words}</a>.</p>') == [Kind.VAGUE_LINK]


@pytest.mark.parametrize(
    "words", ["https://www.nav.no/lege", "www.nav.no", "nav.no", "udi.no/eos", "bardu.kommune.no"]
)
def test_address_as_link_is_told(words: str) -> None:
    assert kinds(f'<p><a href="https://nav.no">{words}</a></p>') == [Kind.ADDRESS_AS_LINK]


@pytest.mark.parametrize(
    "words", ["Les mer om barnehage", "her bor vi", "Nav", "post@bardu.kommune.no", "116 117", ""]
)
def test_link_with_words_of_its_own_is_left_alone(words: str) -> None:
    assert kinds(f'<p>Spør <a href="https://nav.no">{words}</a> hier, les mer.</p>') == []


@pytest.mark.parametrize(
    ("markup", "jumps"),
    [
        ("<h2>A</h2><h3>B</h3><h2>C</h2><h3>D</h3>", []),
        ("<h3>Uten over</h3><p>x</p>", ["Uten over"]),
        ("<h2>A</h2><h4>B <em>C</em></h4>", ["B C"]),
        ("<p>Ingen</p>", []),
    ],
)
def test_heading_that_skips_a_level_is_told(markup: str, jumps: list[str]) -> None:
    found = findings(markup, "nb", YEAR)
    assert [each.extract for each in found if each.kind is Kind.HEADING_JUMP] == jumps


# --- bare amounts: one expression, two engines ----------------------------------------------------

AMOUNTS = [
    ("Det koster 500 kr og kr 1 200,50 innen 8 dager.", ["500 kr", "kr 1 200,50", "8 dager"]),
    ("10 virkedager, 2 full months, 3 Arbeitstage", ["10 virkedager", "2 full months",
                                                     "3 Arbeitstage"]),
    ("12&nbsp;Monate, 12\u00a0måneder, 3 ÅR, 5 døgn", ["12 Monate", "12 måneder", "3 ÅR",
                                                       "5 døgn"]),
    ("14,5 % og 30 Prozent, 20 prosent, 5 per cent", ["14,5 %", "30 Prozent", "20 prosent",
                                                      "5 per cent"]),
    ("€ 20, 1.000 Euro, 20 €, 20 EUR", ["€ 20", "1.000 Euro", "20 €", "20 EUR"]),
    ("Søk før 1. mars, bis 15. März, by 1 March", ["1. mars", "15. März", "1 March"]),
    ("by March 1, before 3rd September", ["March 1", "3rd September"]),
    ("innen 1.3., am 31.12.2026 og 2027-01-01", ["1.3.", "31.12.2026", "2027-01-01"]),
    ("10–12 uker, 16 years old, 1 Woche", ["12 uker", "16 years", "1 Woche"]),
]  # fmt: skip
NO_AMOUNTS = [
    "[[figure:avgift]] kroner, innen [[figure:frist:number]] dager",
    "<p>12</p><p>dager</p>",
    "17. mai og 1. mai, den 17. Mai, 24. desember",
    "Siden 1. januar 2020 er Senja én kommune. Seit 1. Januar 2024, 31.12.2019, 2019-05-01.",
    "Ring 116 117 eller 113, kl. 10.30, på E6 eller rute 855.",
    "5. klasse, 10. Klasse, 8 kommuner, 20 prosentvis, 12 Tagesmütter, 3 yearlings",
    "A1-skjema, B2-Niveau, mellom 0 og 5",
    '<a href="https://x.no/12-dager/500kr">skjema</a>',
    "I mai 20 personer; you may 20 times.",
    "",
]


@pytest.mark.parametrize(("text", "amounts"), AMOUNTS)
def test_bare_amount_is_found(text: str, amounts: list[str]) -> None:
    assert bare_amounts(text, YEAR) == amounts


@pytest.mark.parametrize("text", NO_AMOUNTS)
def test_what_is_no_amount_is_left_alone(text: str) -> None:
    assert bare_amounts(text, YEAR) == []


@pytest.mark.django_db
@pytest.mark.parametrize("text", [*(text for text, _found in AMOUNTS), *NO_AMOUNTS])
def test_database_finds_what_the_editor_is_told(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT regexp_replace(%s, %s, %s, 'g') ~* %s",
            [text, NOT_PROSE, BREAK, pattern(YEAR)],
        )
        assert cursor.fetchone() == (bool(bare_amounts(text, YEAR)),)


def test_day_of_a_year_that_is_over_is_no_deadline() -> None:
    assert bare_amounts("1. mars 2026", 2026) == ["1. mars"]
    assert bare_amounts("1. mars 2026", 2027) == []


# --- the portal's own texts -----------------------------------------------------------------------


def own_texts() -> Iterator[tuple[str, str, str]]:
    """Each text of the region pack: where it is, its language, its words."""
    for path in sorted(CONTENT.rglob("*.yaml")):
        if path.parent.name != "figures" and path.stem not in ("sources", "steps"):
            yield from texts_in(yaml.safe_load(path.read_text()), path.stem)


def texts_in(value: Any, where: str) -> Iterator[tuple[str, str, str]]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for key, each in pairs:
        if key in ("nb", "de", "en") and isinstance(each, str):
            yield where, key, each
        elif isinstance(each, (dict, list)) and key != "figures":
            yield from texts_in(each, f"{where}.{key}")


def test_own_texts_give_no_false_alarm() -> None:
    texts = list(own_texts())
    found = [
        (where, language, each)
        for where, language, markup in texts
        for each in findings(markup, language, YEAR)
    ]
    assert len(texts) > 800
    # Read one by one: all are sentences of 21 to 25 words, and none of them is Norwegian.
    count = Counter((each.kind, language) for _where, language, each in found)
    assert set(count) == {(Kind.LONG_SENTENCE, "de"), (Kind.LONG_SENTENCE, "en")}
    assert count.total() < len(texts) / 12
    assert all(each.count <= MOST_WORDS + 5 for _where, _language, each in found)


@pytest.mark.parametrize("piece", ["<p", "a", "1 ", "f.eks. ", "[[", "[[figure:", "1.", "1&nbsp;"])
def test_odd_text_holds_up_no_form(piece: str) -> None:
    """What grows with the square of a text's length would not end here."""
    findings(clean(piece * (300_000 // len(piece))), "nb", YEAR)
