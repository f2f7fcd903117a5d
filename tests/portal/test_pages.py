"""Every public page with the real content: status, language, queries, what it must say."""

import itertools
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hosting.models import Coordinator, Organisation
from municipalities.models import Figure, LocalPart, Municipality, Page, Source, Topic

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midt_troms")]
LANGUAGES = ("nb", "de", "en")

# Address after the language, and the most queries a cold page may need (performance.md, C1).
PAGES = {
    "": 4,
    "municipalities/": 7,
    "municipalities/senja/": 9,
    "municipalities/berg/": 9,
    "municipalities/senja/pages/kindergarten/": 9,
    "topics/": 4,
    "topics/?phase=first_week": 4,
    "topics/work/": 6,
    "pages/kindergarten/": 9,
    "hosts/": 4,
    "hosts/ingrid-testnes/": 4,
    "organisations/": 6,
    "organisations/nav/": 7,
    "search/?q=barnehage": 4,
    "about/": 4,
    "privacy/": 4,
    "accessibility/": 4,
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_page_answers_in_its_language_within_its_queries(
    client: Client, language: str, path: str
) -> None:
    client.get(f"/{language}/municipalities/")  # the map is prepared once in a process
    with CaptureQueriesContext(connection) as queries:
        response = client.get(f"/{language}/{path}")
    html = response.content.decode()
    assert response.status_code == 200
    assert f'<html lang="{language}"' in html
    assert response["Content-Language"] == language
    assert len(queries) <= PAGES[path], [query["sql"][:90] for query in queries]
    assert len({query["sql"] for query in queries}) == len(queries), "a query is repeated"
    assert not response.cookies
    assert "[[" not in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_shipped_pack_shows_no_fallback(client: Client, language: str) -> None:
    addresses = [
        page.get_absolute_url() for page in [*Municipality.objects.all(), *Page.objects.all()]
    ] + [
        part.get_absolute_url() for part in LocalPart.objects.select_related("page", "municipality")
    ]
    assert len(addresses) > 40
    for address in addresses:
        html = client.get(re.sub(r"^/\w+/", f"/{language}/", address)).content.decode()
        assert 'class="untranslated"' not in html, address
        assert "noindex" not in html, address


def test_shipped_pack_has_every_topic_and_enough_pages() -> None:
    assert Page.objects.published().count() >= 16
    for topic in Topic.objects.top_level():
        assert Page.objects.published().in_topic(topic).exists(), topic.key
    for page in Page.objects.all():
        words = len(page.body_nb.split())
        assert 150 <= words <= 560, (page.slug, words)
    reasons = Page.objects.get(slug="five-reasons")
    assert reasons.body_nb.count("[[figure:") >= 5
    assert not Source.objects.filter(title__contains="nor-maps").exists()


# Names that are the same in every language, and texts that are only such names.
PROPER_NAMES = {(Organisation, "name"), (Figure, "text")}


@pytest.mark.parametrize(
    "model", [Municipality, Topic, Figure, Page, LocalPart, Coordinator, Organisation]
)
@pytest.mark.parametrize("language", ["de", "en"])
def test_shipped_pack_is_whole_and_its_own_in_every_language(model: type, language: str) -> None:
    assert model.objects.exists()
    for instance in model.objects.all():
        for field in model.TEXTS:
            norwegian = getattr(instance, f"{field}_nb")
            translated = getattr(instance, f"{field}_{language}")
            assert bool(norwegian) == bool(translated), (instance, field)
            if norwegian and (model, field) not in PROPER_NAMES:
                assert norwegian != translated, (instance, field)


def test_municipality_shows_figures_with_source_and_date(client: Client) -> None:
    html = client.get("/de/municipalities/senja/").content.decode()
    assert "14.919" in html
    assert "Statistisk sentralbyrå" in html
    assert "1. Januar 2025" in html
    assert "Ingrid Testnes" in html


@pytest.mark.parametrize("slug", ["berg", "lenvik", "torsken", "tranoy"])
def test_former_municipality_leads_to_its_successor(client: Client, slug: str) -> None:
    html = client.get(f"/en/municipalities/{slug}/").content.decode()
    name = Municipality.objects.get(slug=slug).name
    assert f"Since 1 January 2020 {name} is part of Senja." in html
    assert '<link rel="canonical" href="http://localhost:8000/en/municipalities/senja/">' in html
    assert 'href="/en/municipalities/senja/"' in html
    assert "Ingrid Testnes" in html


def test_local_page_shows_the_local_part_and_is_canonical_to_the_regional_page(
    client: Client,
) -> None:
    html = client.get("/nb/municipalities/senja/pages/kindergarten/").content.decode()
    assert "http://localhost:8000/nb/pages/kindergarten/" in html
    assert "samordnet opptak" in html
    assert "samordnet opptak" not in client.get("/nb/pages/kindergarten/").content.decode()


def test_local_page_works_without_a_local_part(client: Client) -> None:
    response = client.get("/nb/municipalities/dyroy/pages/school/")
    assert response.status_code == 200
    assert "Per Demodal" in response.content.decode()


def test_language_menu_keeps_the_page_and_the_question(client: Client) -> None:
    html = client.get("/de/search/?q=Schule&page=2").content.decode()
    assert 'href="/en/search/?q=Schule&amp;page=2"' in html
    html = client.get("/de/municipalities/senja/").content.decode()
    assert 'href="/nb/municipalities/senja/" lang="nb" hreflang="nb"' in html


@pytest.mark.parametrize(
    ("accepted", "language"), [("de-AT,de;q=0.9", "de"), ("pl", "nb"), ("en-GB", "en"), ("", "nb")]
)
def test_root_chooses_the_language(client: Client, accepted: str, language: str) -> None:
    response = client.get("/", headers={"accept-language": accepted})
    assert response.status_code == 302
    assert response["Location"] == f"/{language}/"
    assert "Accept-Language" in response["Vary"]


@pytest.mark.parametrize(
    "path",
    [
        "/nb/municipalities/atlantis/",
        "/nb/pages/atlantis/",
        "/nb/topics/atlantis/",
        "/nb/hosts/atlantis/",
        "/nb/organisations/atlantis/",
        "/nb/atlantis/",
        "/nb/municipalities/senja/pages/atlantis/",
        "/nb/municipalities/midt-troms/",
    ],
)
def test_unknown_address_gets_a_kind_404(client: Client, path: str) -> None:
    for language, says in (
        ("nb", "Denne siden finnes ikke her"),
        ("de", "Diese Seite gibt es hier nicht"),
        ("en", "This page is not here"),
    ):
        response = client.get(path.replace("/nb/", f"/{language}/"))
        assert response.status_code == 404
        assert says in response.content.decode()


def test_unknown_language_gets_404_in_the_readers_language(client: Client) -> None:
    response = client.get("/fr/pages/kindergarten/", headers={"accept-language": "de"})
    assert response.status_code == 404
    assert 'lang="de"' in response.content.decode()


def test_former_organisation_and_foreign_project_are_loaded_but_not_shown(client: Client) -> None:
    html = client.get("/en/organisations/").content.decode()
    assert "Multinations" not in html
    assert client.get("/en/organisations/det-gode-liv-i-nord/").status_code == 404


def test_sitemap_leads_only_to_pages_that_answer(client: Client) -> None:
    xml = client.get("/sitemap.xml").content.decode()
    addresses = re.findall(r"<loc>http://localhost:8000(/[^<]+)</loc>", xml)
    assert len(addresses) > 3 * 60
    assert {"/nb/contact/", "/de/contact/", "/en/contact/"} <= set(addresses)
    assert 'hreflang="x-default"' in xml
    # Each path in one of its languages, the next in the next.
    paths = sorted({address[3:] for address in addresses})
    for path, code in zip(paths, itertools.cycle(LANGUAGES), strict=False):
        assert client.get(f"/{code}{path}").status_code == 200, path


def test_robots_names_the_sitemap(client: Client) -> None:
    text = client.get("/robots.txt").content.decode()
    assert "Sitemap: http://localhost:8000/sitemap.xml" in text
    assert "Disallow: /admin/" in text


def test_post_to_a_page_is_refused(client: Client) -> None:
    assert client.post("/nb/").status_code == 405


def test_stylesheet_is_kept_for_ever_and_an_old_name_is_gone(client: Client) -> None:
    html = client.get("/nb/").content.decode()
    url = re.search(r'href="(/styles/[^"]+)"', html)
    assert url
    response = client.get(url[1], headers={"accept-encoding": "br"})
    assert "immutable" in response["Cache-Control"]
    assert response["Content-Encoding"] == "br"
    assert client.get("/styles/landgang.000000000000.css").status_code == 404
