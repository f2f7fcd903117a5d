"""For employers and companies: the page, and whom they are looking for."""

import datetime
from typing import Any

import pytest
from django.test import Client

from hosting.models import Need, Offer
from municipalities.models import Municipality
from portal.lib.dates import today
from tests.contact import values_in
from tests.factories import MunicipalityFactory, OfferFactory, PageFactory, TopicFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]


def need(**fields: Any) -> Need:
    """Two people for the workshop, until next month."""
    wanted: dict[str, Any] = {"kind": "work", "ends_on": today() + datetime.timedelta(days=30)}
    offer = OfferFactory(**wanted | fields)
    made: Need = Need.objects.create(offer=offer, area="industry", posts=2)
    return made


def page(client: Client, path: str) -> str:
    answer = client.get(f"/en/{path}")
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_needs_are_listed_by_area_until_their_last_day(client: Client) -> None:
    place = MunicipalityFactory.create(name="Senja")
    shown = need(title_nb="Mekaniker <b>", places=[place])
    gone = [
        need(title_nb="Utløpt", ends_on=today() - datetime.timedelta(days=1)),
        need(title_nb="Avslått", status=Offer.Status.DECLINED, decline_reason="Nei"),
        need(title_nb="Venter", status=Offer.Status.SUBMITTED),
    ]
    for path in ("employers/", "employers/needs/"):
        found = page(client, path)
        assert "Mekaniker &lt;b&gt;" in found
        assert "2 posts" in found
        assert "Senja" in found
        for each in gone:
            assert each.offer.title_nb not in found
    assert "1 need" in page(client, "employers/needs/")
    detail = page(client, f"offers/{shown.offer.slug}/")
    assert "Industry and workshop" in detail


def test_lists_need_as_many_queries_for_many_as_for_few(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    page(client, "employers/needs/")
    for number in range(8):
        need(title_nb=f"Nummer {number}")
    with django_assert_max_num_queries(5):
        page(client, "employers/needs/")
    with django_assert_max_num_queries(7):
        found = page(client, "employers/")
    assert "All that employers are looking for" in found
    assert found.count("2 posts") == 5


def test_page_leads_on_and_shows_what_is_written_for_those_who_hire(
    client: Client, region: Municipality
) -> None:
    assert "Good to know when you hire" not in page(client, "employers/")
    topic = TopicFactory(key="for_employers")
    PageFactory(topic=topic, title_nb="Ansette folk", state="published")
    PageFactory(topic=topic, title_nb="Kladd")
    found = page(client, "employers/")
    assert "Ansette folk" in found
    assert "Kladd" not in found
    for address in ("/en/contact/?kind=company", "/en/employers/needs/register/", "/en/hosts/",
                    "/en/first-steps/", "/en/offers/", "/en/municipalities/compare/"):  # fmt: skip
        assert f'href="{address}"' in found
    assert "Nothing is registered just now." in found


@pytest.mark.parametrize(("asked", "chosen"), [("company", "company"), ("x", "person")])
def test_company_finds_the_contact_form_as_a_company(
    client: Client, asked: str, chosen: str
) -> None:
    assert values_in(page(client, f"contact/?kind={asked}"))["kind"] == chosen
