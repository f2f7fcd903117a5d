"""Tokens in texts, and figures in the reader's language."""

from decimal import Decimal
from typing import Any

import pytest
from django.utils.translation import override

from municipalities.figures import written
from municipalities.models import Figure, Municipality
from municipalities.tokens import TokenValues, unknown_tokens
from tests.factories import FigureFactory, MunicipalityFactory, PageFactory, SourceFactory

pytestmark = pytest.mark.django_db


def figure(place: Municipality, key: str = "price", **fields: Any) -> Figure:
    return FigureFactory(
        municipality=place,
        key=key,
        source=SourceFactory(),
        as_of="2024-01-01",
        state="published",
        **({"value": Decimal(2000), "unit": "kroner"} | fields),
    )


def expand(text: str, language: str = "nb", place: Municipality | None = None) -> str:
    with override(language):
        return str(TokenValues.for_texts([text], place).expand(text))


@pytest.mark.parametrize(
    ("language", "expected"),
    [("nb", "2\xa0000 kroner"), ("de", "2.000 Kronen"), ("en", "2,000 kroner")],
)
def test_amount_is_written_as_the_language_writes_it(
    region: Municipality, language: str, expected: str
) -> None:
    figure(region)
    assert expand("<p>[[figure:price]]</p>", language) == f"<p>{expected}</p>"


def test_number_alone(region: Municipality) -> None:
    figure(region, value=Decimal(8), unit="days")
    assert expand("[[figure:price:number]] Tagen", "de") == "8 Tagen"
    assert expand("[[figure:price]]", "de") == "8 Tage"


def test_one_is_singular_and_decimals_stay(region: Municipality) -> None:
    figure(region, "one", value=Decimal(1), unit="years")
    figure(region, "half", value=Decimal("1.50"), unit="hours")
    assert expand("[[figure:one]], [[figure:half]]", "en") == "1 year, 1.5 hours"
    assert expand("[[figure:half]]", "nb") == "1,5 timer"


def test_municipality_has_its_own_figure(region: Municipality) -> None:
    place = MunicipalityFactory()
    figure(region)
    figure(place, value=Decimal(1500))
    assert "1,500" in expand("[[figure:price]]", "en", place)
    assert "2,000" in expand("[[figure:price]]", "en")


def test_newest_of_a_series_counts(region: Municipality) -> None:
    figure(region)
    FigureFactory(
        municipality=region,
        key="price",
        value=Decimal(2100),
        unit="kroner",
        source=SourceFactory(),
        as_of="2025-01-01",
        state="published",
    )
    assert expand("[[figure:price]]", "en") == "2,100 kroner"


def test_text_falls_back_marked(region: Municipality) -> None:
    figure(region, value=None, unit="none", text_nb="1. mars <b>")
    assert expand("[[figure:price]]", "de") == '<span lang="nb">1. mars &lt;b&gt;</span>'


def test_draft_figure_leaves_a_dash(region: Municipality) -> None:
    FigureFactory(municipality=region, key="price", value=Decimal(1))
    assert expand("[[figure:price]]") == "–"


def test_links_lead_to_pages_and_hosts() -> None:
    PageFactory(slug="school", title_nb="Skole & SFO", state="published")
    assert expand("[[page:school]]") == '<a href="/nb/pages/school/">Skole &amp; SFO</a>'
    assert expand("[[page:school|om skolen]]") == '<a href="/nb/pages/school/">om skolen</a>'
    assert expand("[[hosts|verten]]") == '<a href="/nb/hosts/">verten</a>'
    assert expand("[[page:school]]", "de") == (
        '<a href="/de/pages/school/" lang="nb">Skole &amp; SFO</a>'
    )
    assert expand("[[page:gone|om skolen]]") == "om skolen"


def test_links_stay_in_the_municipality() -> None:
    place = MunicipalityFactory(slug="senja")
    PageFactory(slug="school", title_nb="Skole", state="published")
    assert "/nb/municipalities/senja/pages/school/" in expand("[[page:school]]", place=place)


def test_unknown_tokens_are_named() -> None:
    text = "[[figure:a]] [[figure:b:number]] [[page:c|x]] [[hosts]] [[figur:a]] [[figure:a:x]]"
    assert unknown_tokens(text, {"a"}, set()) == [
        "[[figure:b:number]]",
        "[[page:c|x]]",
        "[[figur:a]]",
        "[[figure:a:x]]",
    ]


def test_written_population_in_three_languages(region: Municipality) -> None:
    row = figure(region, value=Decimal(14919), unit="people")
    for language, number in (("nb", "14\xa0919"), ("de", "14.919"), ("en", "14,919")):
        with override(language):
            assert str(written(row)).startswith(number)
