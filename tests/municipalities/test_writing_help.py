"""What an editor sees while writing: warnings that never stop anybody, and figures to pick."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from municipalities.models import Figure, Membership, Page
from municipalities.roles import Role
from portal.lib.dates import months_before, today
from portal.models import User
from tests.admin_forms import admin_url, keep, save
from tests.factories import FigureFactory, MunicipalityFactory, UserFactory
from tests.municipalities.test_condition import figure, long_ago, page, untouched_since

pytestmark = pytest.mark.django_db
TOKENS = "admin:municipalities_figure_tokens"
LONG = f"<p>{' '.join(['ord'] * 21)}.</p>"


@pytest.fixture
def client(regional_editor: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(regional_editor)
    return client


def test_warnings_name_the_place_and_lead_to_it(client: Client) -> None:
    text = page(body_nb=LONG, body_de="<p>Bis 1. März.</p>")
    shown = client.get(admin_url(text)).content.decode()
    assert '<a href="#id_body_nb">Text</a>' in shown
    assert "The sentence has 21 words" in shown
    assert '<q lang="de">1. März</q>' in shown
    assert "[[figure:key]]" in shown
    assert reverse("admin:municipalities_figure_changelist") in shown


def test_text_without_fault_is_shown_without_warnings(client: Client) -> None:
    answer: Any = client.get(admin_url(page()))
    assert answer.context["language_warnings"] == []
    assert "language-warnings" not in answer.content.decode()
    assert client.get(admin_url(Page, "add")).status_code == 200


def test_warnings_stop_nobody_and_are_told_after_saving(client: Client) -> None:
    text = page(body_de="<p>Hier</p>", body_en="<p>Here</p>", body_nb="<p>Her</p>")
    assert save(client, admin_url(text), body_nb=LONG).status_code == 302
    assert Page.objects.get(pk=text.pk).body_nb == LONG
    told = client.get(admin_url(Page, "changelist")).content.decode()
    assert f"{admin_url(text)}#plain-language" in told
    # A draft is shown with its warnings anyway.
    assert keep(client, admin_url(text), body_nb=f"{LONG}<p>x</p>").status_code == 302
    assert "#plain-language" not in client.get(admin_url(Page, "changelist")).content.decode()


def test_hostile_words_are_told_as_words(client: Client) -> None:
    text = page(title_de="<b>500 kr</b> bis 3 Tage")
    shown = client.get(admin_url(text)).content.decode()
    assert "500 kr" in shown
    assert "<b>500" not in shown


@pytest.mark.parametrize(("checked", "is_told"), [(None, True), (today(), False)])
def test_text_that_nobody_has_looked_at_is_told(
    client: Client, checked: datetime.date | None, is_told: bool
) -> None:
    text = untouched_since(page(facts_checked_on=checked), long_ago())
    shown = client.get(admin_url(text)).content.decode()
    assert ("Nobody has looked at this text for a year" in shown) is is_told
    assert months_before(today(), 12) > long_ago()


# --- picking a figure -----------------------------------------------------------------------------


def test_figures_of_the_region_and_the_place_are_offered(client: Client, region: Any) -> None:
    bardu, senja = MunicipalityFactory(name="Bardu"), MunicipalityFactory()
    figure(region, key="avgift", value=500, unit="kroner")
    figure(region, key="folk", value=1)
    figure(bardu, key="folk", value=14919, unit="people")
    figure(senja, key="annet")
    FigureFactory(municipality=region, key="utkast")
    found = client.get(reverse(TOKENS), {"place": str(bardu.pk)}).json()["figures"]
    assert [(each["key"], each["value"], each["place"]) for each in found] == [
        ("avgift", "500 kroner", "Midt-Troms"), ("folk", "14,919 people", "Bardu"),
    ]  # fmt: skip
    for odd in ("", "x", "-1", "9" * 30, "٣"):
        answer = client.get(reverse(TOKENS), {"place": odd})
        assert {each["place"] for each in answer.json()["figures"]} == {"Midt-Troms"}


def test_figures_are_for_writers_alone(region: Any) -> None:
    for role, status in ((Role.COORDINATOR, 200), (Role.REGIONAL, 403), (Role.PRIVACY, 403)):
        user = UserFactory()
        Membership.objects.create(user=user, municipality=region, role=role)
        client = Client()
        client.force_login(user)
        assert client.get(reverse(TOKENS)).status_code == status
    assert Client().get(reverse(TOKENS)).status_code == 302


# --- before the date, and after it ----------------------------------------------------------------


def test_list_of_figures_tells_what_is_late_and_what_comes_soon(
    client: Client, region: Any
) -> None:
    day = datetime.timedelta(days=1)
    late, soon = figure(region, check_by=today() - day), figure(region, check_by=today() + day)
    figure(region)
    for asked, rows in (("late", [late]), ("soon", [soon])):
        answer: Any = client.get(admin_url(Figure, "changelist"), {"check": asked})
        assert list(answer.context["cl"].result_list) == rows
        assert f"{asked}: " in answer.content.decode()


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Not checked since"), ("nb", ""), ("de", "")],
)
def test_reader_is_told_of_a_figure_past_its_check(region: Any, language: str, words: str) -> None:
    late = {"check_by": today() - datetime.timedelta(days=1)}
    figure(region, key="frist", value=8, unit="days", kind="deadline", **late)
    figure(region, key="avgift", value=5, unit="kroner", kind="rate")
    text = page(body_nb="<p>[[figure:frist]]</p>", body_de="<p>[[figure:frist]]</p>",
                body_en="<p>[[figure:frist]]</p>")  # fmt: skip
    fresh = page(body_nb="<p>[[figure:avgift]]</p>", body_de="<p>[[figure:avgift]]</p>",
                 body_en="<p>[[figure:avgift]]</p>")  # fmt: skip
    assert "unchecked" in Client().get(f"/{language}/pages/{text.slug}/").content.decode()
    assert words in Client().get(f"/{language}/pages/{text.slug}/").content.decode()
    assert "unchecked" not in Client().get(f"/{language}/pages/{fresh.slug}/").content.decode()
