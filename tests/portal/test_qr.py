"""The way back from paper: the code says the page's own address, and only where it is wanted."""

import brotli
import pytest
from django.test import Client, RequestFactory, override_settings

from portal.lib import qr
from portal.templatetags.paper import PRINTED, TOOLS, way_back
from tests.portal.qr_codes import pictures, read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midt_troms")]
ADDRESS = "https://landgang.example.org/nb/pages/doctor/"


def said(html: str) -> list[str]:
    """What the codes of the page say."""
    return [text for picture in pictures(html) for text in read(picture)]


@pytest.mark.parametrize("length", [len(ADDRESS), 78, 134, qr.LONGEST])
def test_code_is_read_by_another_program(length: int) -> None:
    address = ADDRESS.ljust(length, "a")
    assert said(qr.draw(address)) == [address]


def test_code_holds_letters_beyond_ascii() -> None:
    assert said(qr.draw("Målselv og Dyrøy")) == ["Målselv og Dyrøy"]


def test_code_with_a_hole_is_still_read_and_a_ruined_one_is_not() -> None:
    [picture] = pictures(qr.draw(ADDRESS))
    for row in picture[20:23]:
        row[18:22] = b"\xff" * 4
    assert read(picture) == [ADDRESS]
    for row in picture:
        row[:22] = b"\xff" * 22
    assert read(picture) == []


def test_code_has_the_quiet_edge_that_readers_need() -> None:
    [picture] = pictures(qr.draw(ADDRESS))
    edge = [*picture[:4], *picture[-4:], *(row[:4] + row[-4:] for row in picture)]
    assert all(set(line) == {255} for line in edge)
    assert 0 in picture[4]


def test_code_too_dense_for_paper_is_refused() -> None:
    assert not qr.fits("å" * (qr.LONGEST // 2 + 1))
    with pytest.raises(ValueError, match="too long"):
        qr.draw("a" * (qr.LONGEST + 1))


def test_code_costs_less_than_a_kilobyte_on_the_wire() -> None:
    code = qr.draw(f"{ADDRESS}?m=bardu&m=dyroy&m=malselv&m=senja&m=sorreisa").encode()
    assert len(brotli.compress(code, quality=5)) < 700


@pytest.mark.parametrize("language", ["nb", "de", "en"])
@pytest.mark.parametrize(
    "path",
    [
        "pages/residence-permit/",
        "municipalities/senja/",
        "municipalities/dyroy/pages/doctor/",
        "hosts/ingrid-testnes/",
    ],
)
@override_settings(SITE_URL="https://landgang.example.org")
def test_page_on_paper_leads_back_to_itself(client: Client, language: str, path: str) -> None:
    # Neither the host a reader asks for nor a mark of somebody's campaign is on it.
    response = client.get(f"/{language}/{path}?utm_source=x", headers={"host": "127.0.0.1"})
    address = f"https://landgang.example.org/{language}/{path}"
    html = response.content.decode()
    assert said(html) == [address]
    assert f"<br>{address}</p>" in html


def test_tool_on_paper_leads_back_to_its_answers(client: Client) -> None:
    html = client.get("/de/municipalities/compare/?m=bardu&m=&m=senja&x=").content.decode()
    address = "http://localhost:8000/de/municipalities/compare/?m=bardu&m=senja"
    assert said(html) == [address]
    assert address.replace("&", "&amp;") in html


def test_question_that_does_not_fit_is_left_out(client: Client) -> None:
    asked = "&".join(f"m=kommune-{number}" for number in range(40))
    html = client.get(f"/nb/municipalities/compare/?{asked}").content.decode()
    assert said(html) == ["http://localhost:8000/nb/municipalities/compare/"]


@pytest.mark.parametrize(
    "path", ["/nb/", "/nb/search/?q=lege", "/nb/hosts/", "/nb/contact/", "/nb/pages/nothing/"]
)
def test_page_that_nobody_hands_over_has_no_code(client: Client, path: str) -> None:
    html = client.get(path).content.decode()
    assert "</footer>" in html
    assert pictures(html) == []
    assert "way-back" not in html


def test_markup_in_a_question_stays_text(client: Client) -> None:
    html = client.get("/nb/municipalities/compare/?m=<script>").content.decode()
    assert "<script>" not in html
    assert said(html) == ["http://localhost:8000/nb/municipalities/compare/?m=%3Cscript%3E"]


def test_page_without_an_address_has_no_code(rf: RequestFactory) -> None:
    request = rf.get("/nb/nothing/")
    assert way_back({"request": request}) == {}
    assert way_back({}) == {}


def test_pages_with_a_code_are_told_apart_from_tools() -> None:
    assert PRINTED.isdisjoint(TOOLS)
