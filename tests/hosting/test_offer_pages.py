"""What readers see of offers: the lists, one offer, and the way to them."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from hosting.demo import make_offers
from hosting.models import Offer, OfferSender, Organisation
from municipalities.models import Municipality
from portal.content_pages import find_page
from portal.page_cache import is_known_question
from portal.search import search_portal
from portal.sitemaps import OfferSitemap
from tests.factories import (
    MunicipalityFactory,
    OfferFactory,
    OfferSenderFactory,
    OrganisationFactory,
)

pytestmark = pytest.mark.django_db
KEPT = "private"


@pytest.fixture
def places(region: Municipality) -> dict[str, Municipality]:
    return {name: MunicipalityFactory.create(slug=name, name=name.title())
            for name in ("senja", "dyroy")}  # fmt: skip


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def test_list_shows_what_fits_and_counts_each_choice(
    client: Client, places: dict[str, Municipality]
) -> None:
    OfferFactory.create(title_nb="Turgruppe", places=[places["senja"]], is_free=True)
    OfferFactory.create(title_nb="Språkkafé", kind="service", places=[places["dyroy"]])
    OfferFactory.create(title_nb="Skjult", status="expired")
    OfferFactory.create(title_nb="Nytt", status="waiting", waiting_since=timezone.now())
    shown = page(client, "/en/offers/")
    assert "2 offers" in shown
    assert all(word in shown for word in ("Turgruppe", "Språkkafé", "Senja (1)", "Service (1)"))
    assert not any(word in shown for word in ("Skjult", "Nytt"))
    one = page(client, "/en/offers/?municipality=senja")
    assert "1 offer<" in one
    assert "Turgruppe" in one
    assert "Språkkafé" not in one
    assert "Dyroy (1)" in one
    none = page(client, "/en/offers/?municipality=senja&kind=service")
    assert "0 offers" in none
    assert 'href="/en/offers/?municipality=senja">Leave out “Kind: Service”' in none
    assert 'href="/en/offers/?kind=service">Leave out “Municipality: Senja”' in none
    assert "/en/contact/?municipality=senja" in none


def test_list_leads_from_empty_fields_to_an_address_to_pass_on(
    client: Client, places: dict[str, Municipality]
) -> None:
    response = client.get("/en/offers/?municipality=senja&kind=&group=&language=&free=1")
    assert response.headers["Location"] == "/en/offers/?municipality=senja&free=1"
    response = client.get("/en/offers/norwegian/?municipality=&level=")
    assert response.headers["Location"] == "/en/offers/norwegian/"


def test_list_answers_are_kept_only_for_questions_there_is_an_end_of(
    client: Client, places: dict[str, Municipality]
) -> None:
    OfferFactory.create_batch(21)
    for question in ("", "?municipality=senja", "?municipality=senja&free=1", "?page=2"):
        assert KEPT not in client.get(f"/en/offers/{question}").headers.get("Cache-Control", "")
        assert not question or is_known_question("/en/offers/", question[1:])
    for question in ("?municipality=senja&free=1&work=1", "?kind=x", "?page=1", "?page=99",
                     "?page=x", "?free=1&free=1", "?level=A1", "?q=1"):  # fmt: skip
        assert KEPT in client.get(f"/en/offers/{question}").headers["Cache-Control"], question


def test_list_pages_keep_the_filter(client: Client, places: dict[str, Municipality]) -> None:
    OfferFactory.create_batch(41, is_free=True)
    middle = page(client, "/en/offers/?free=1&page=2")
    assert "41 offers" in middle
    assert "Page 2 of 3" in middle
    assert 'rel="prev" href="/en/offers/?free=1"' in middle
    assert 'rel="next" href="/en/offers/?free=1&amp;page=3"' in middle
    titles = [offer.title_nb for offer in Offer.objects.shown().for_lists()]
    assert [title in middle for title in titles].count(True) >= 20


def test_classes_have_a_view_of_their_own(client: Client, places: dict[str, Municipality]) -> None:
    day = datetime.date(2099, 1, 12)
    for name, fields in {
        "Kveldskurs": {"levels": ["A1"], "seats": 16, "is_beside_work": True, "starts_on": day},
        "Dagkurs": {"levels": ["B1"], "is_outside_working_hours": False},
        "Fullt": {"levels": ["B2"], "seats": 0},
    }.items():
        OfferFactory.create(title_nb=name, kind="norwegian_class", **fields)
    OfferFactory.create(title_nb="Turgruppe")
    shown = page(client, "/en/offers/norwegian/")
    assert "3 classes" in shown
    assert "Turgruppe" not in shown
    assert ">16<" in shown
    assert ">0<" in shown
    assert "not said" in shown
    assert "from 12 January 2099" in shown
    beside = page(client, "/en/offers/norwegian/?work=1&level=A1")
    assert "1 class<" in beside
    assert "Kveldskurs" in beside
    assert "Dagkurs" not in beside
    nothing = page(client, "/de/offers/norwegian/?level=C1")
    assert "contact/" in nothing


def test_offer_says_all_there_is_and_who_sent_it_in_never(
    client: Client, places: dict[str, Municipality]
) -> None:
    offer = OfferFactory.create(
        kind="norwegian_class", levels=["A1", "A2"], seats=8, places=[places["senja"]],
        title_nb="Norsk på jobb", text_nb="Første linje\n\n<b>Andre</b>", times_nb="Mandag 18",
        how_to_join_nb="Ring oss", is_free=True, languages=["nb", "so"], groups=["refugee"],
        website="https://www.example.org/kurs", contact_phone="77 00 00 00",
        decline_reason="Hemmelig", place="Finnsnes",
    )  # fmt: skip
    OfferSenderFactory.create(offer=offer, name="Sigrid Hemmelig", email="hemmelig@example.org")
    for language in ("nb", "de", "en"):
        shown = page(client, f"/{language}/offers/{offer.slug}/")
        said = ("Norsk på jobb", "Første linje", "&lt;b&gt;Andre", "Mandag 18", "Ring oss",
                "A1, A2", "Soomaali", "tel:+4777000000", "example.org", "Finnsnes")  # fmt: skip
        for word in said:
            assert word in shown, (language, word)
        assert "emmelig" not in shown
    every = ["/en/offers/", "/en/offers/norwegian/", "/en/municipalities/senja/", "/sitemap.xml"]
    every += ["/en/search/?q=jobb", offer.organisation.get_absolute_url()]
    assert not any("emmelig" in page(client, path) for path in every)
    assert OfferSender.objects.get().name == "Sigrid Hemmelig"


def test_first_day_of_an_offer_is_put_into_a_calendar(
    client: Client, places: dict[str, Municipality]
) -> None:
    day = timezone.localdate() + datetime.timedelta(days=20)
    offer = OfferFactory.create(
        kind="norwegian_class", levels=["A1"], title_nb="Norsk", title_de="Norwegisch",
        times_nb="Tirsdag 18–20", how_to_join_nb="Ring, så hører du mer; takk", place="Finnsnes",
        starts_on=day, ends_on=day + datetime.timedelta(days=90), places=[places["senja"]],
    )  # fmt: skip
    for language, title in (("nb", "Norsk"), ("de", "Norwegisch"), ("en", "Norsk")):
        path = f"/{language}/offers/{offer.slug}.ics"
        assert f'href="{path}"' in page(client, path.replace(".ics", "/"))
        response = client.get(path)
        assert response["Content-Disposition"] == f'attachment; filename="{offer.slug}.ics"'
        assert response.content == client.get(path).content
        (entry,) = Calendar.from_ical(response.content).walk("VEVENT")
        assert (entry["SUMMARY"], entry["DTSTART"].dt) == (title, day)
        assert entry["DTEND"].dt == day + datetime.timedelta(days=1)
        assert entry["LOCATION"] == "Finnsnes, Senja"
        assert "Tirsdag 18–20" in entry["DESCRIPTION"]
        assert "Ring, så hører du mer; takk" in entry["DESCRIPTION"]


def test_day_that_has_passed_or_is_not_shown_is_in_no_calendar(
    client: Client, places: dict[str, Municipality]
) -> None:
    today = timezone.localdate()
    for fields, is_there in (
        ({"starts_on": today}, True),
        ({"starts_on": today - datetime.timedelta(days=1)}, False),
        ({}, False),
        ({"starts_on": today, "status": "expired"}, False),
    ):
        offer = OfferFactory.create(**fields)
        path = f"/nb/offers/{offer.slug}.ics"
        assert client.get(path).status_code == (200 if is_there else 404), fields
        about = client.get(path.replace(".ics", "/"))
        assert (path in about.content.decode()) == is_there
    assert client.get("/nb/offers/norwegian.ics").status_code == 404


def test_offer_in_german_is_shown_as_german(
    client: Client, places: dict[str, Municipality]
) -> None:
    german = {f"{name}_nb": "" for name in ("title", "text")}
    offer = OfferFactory.create(
        written_in="de", title_de="Wandern", text_de="Wir gehen los.", **german
    )
    for language, is_own in (("de", True), ("nb", False), ("en", False)):
        shown = page(client, f"/{language}/offers/{offer.slug}/")
        assert ('<div class="prose" lang="de"><p>Wir gehen los.' in shown) != is_own
        assert ('<span lang="de">Wandern</span>' in shown) != is_own
        assert ('name="robots" content="noindex"' in shown) != is_own
        assert "/de/offers/" in shown.split('rel="canonical"')[1].split(">")[0]
    assert 'lang="de">Wandern' in page(client, "/nb/offers/")
    assert OfferSitemap().get_languages_for_item(offer) == ["de"]
    assert search_portal("Wandern", "nb").count == 1
    offer.title_nb, offer.text_nb = "Tur", "Vi går."
    offer.source_version = 5
    offer.save()
    assert "nyere" not in page(client, f"/de/offers/{offer.slug}/")
    assert "Tur" in page(client, f"/en/offers/{offer.slug}/")


def test_hidden_offer_has_no_page(client: Client, places: dict[str, Municipality]) -> None:
    shown, over = OfferFactory.create(), OfferFactory.create(status="expired")
    assert client.get(shown.get_absolute_url()).status_code == 200
    assert client.get(over.get_absolute_url()).status_code == 404
    group = shown.get_absolute_url().removeprefix("/en")
    found = find_page(group)
    assert found is not None
    assert found.subject == shown
    assert find_page(over.get_absolute_url().removeprefix("/en")) is None
    assert list(OfferSitemap().items()) == [shown]


def test_organisation_and_municipality_lead_to_their_offers(
    client: Client, places: dict[str, Municipality]
) -> None:
    club = OrganisationFactory.create()
    OfferFactory.create(organisation=club, title_nb="Turgruppe", places=[places["senja"]])
    OfferFactory.create(kind="norwegian_class", levels=["A1"])
    OfferFactory.create(organisation=club, title_nb="Gammelt", status="expired")
    shown = page(client, club.get_absolute_url())
    assert "Turgruppe" in shown
    assert "Gammelt" not in shown
    senja = page(client, "/en/municipalities/senja/")
    assert 'href="/en/offers/?municipality=senja">2 offers you can join in Senja' in senja
    assert "1 of them is a Norwegian class" in senja
    assert "you can join in" in page(client, "/en/municipalities/dyroy/")


def test_lists_ask_as_many_questions_however_long_they_are(
    client: Client, places: dict[str, Municipality], django_assert_max_num_queries: Any
) -> None:
    for path, most in (("/de/offers/", 5), ("/de/offers/norwegian/", 5)):
        OfferFactory.create_batch(
            3, kind="norwegian_class", levels=["A1"], places=[places["senja"]]
        )
        with django_assert_max_num_queries(most) as few:
            page(client, path)
        OfferFactory.create_batch(9, kind="norwegian_class", levels=["A1"],
                                  places=list(places.values()))  # fmt: skip
        with django_assert_max_num_queries(most) as many:
            page(client, path)
        assert len(few) == len(many)


def test_demo_offers_are_invented_shown_and_made_once(client: Client, region: Municipality) -> None:
    for slug in ("bardu", "dyroy", "malselv", "senja", "sorreisa"):
        MunicipalityFactory.create(slug=slug, name=slug.title())
    made = make_offers()
    assert made >= 15
    assert make_offers() == 0
    assert Offer.objects.shown().count() == made
    assert Offer.objects.filter(is_example=True).count() == made
    assert set(Offer.objects.values_list("kind", flat=True)) == set(Offer.Kind)
    assert set(Offer.objects.values_list("written_in", flat=True)) == {"nb", "de", "en"}
    names = [each.name_nb for each in Organisation.objects.all()]
    assert all(name.startswith("Eksempel ") for name in names)
    assert "Invented example" in page(client, "/en/offers/")
