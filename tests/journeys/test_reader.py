"""Journey 1 as far as it goes: from a search engine, in German, to a person by name."""

import re

import pytest
from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midt_troms")]


def test_nurse_from_germany_finds_who_answers_in_senja(client: Client) -> None:
    # A search engine knows the page from the sitemap.
    sitemap = client.get("/sitemap.xml").content.decode()
    assert "/de/municipalities/senja/" in sitemap
    page = client.get("/de/municipalities/senja/").content.decode()
    # Facts with source and date, in her language.
    assert re.search(r"14\.919 Personen.*?1\. Januar 2025.*?Statistisk sentralbyrå", page, re.S)
    # The person who answers, and the languages that person speaks.
    assert "Ingrid Testnes" in page
    assert "Deutsch" in page
    assert 'href="mailto:ingrid.testnes@example.org"' in page
    # From there to the next question: two clicks at most, still in Senja and in German.
    link = re.search(r'href="(/de/municipalities/senja/pages/doctor/)"', page)
    assert link
    doctor = client.get(link[1]).content.decode()
    assert 'lang="de"' in doctor
    assert "Ingrid Testnes" in doctor
    assert not client.cookies


def test_family_searches_in_their_own_words_and_reads_in_english(client: Client) -> None:
    hits = client.get("/en/search/", {"q": "kindergartens"}).content.decode()
    link = re.search(r'href="(/en/[^"]*kindergarten/)"', hits)
    assert link
    page = client.get(link[1]).content.decode()
    assert "Facts last checked on" in page
    # The same page in the partner's language, from the menu.
    assert link[1].replace("/en/", "/nb/") in page
