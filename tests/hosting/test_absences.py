"""Who answers while a host contact is away; and the directory by municipality and language."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from hosting.models import Absence, Coordinator
from municipalities.models import Membership, Municipality
from municipalities.roles import Role
from portal.lib.dates import today
from tests.admin_forms import admin_url, filled_in
from tests.factories import CoordinatorFactory, MunicipalityFactory, UserFactory

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def away(host: Coordinator, deputy: Coordinator | None = None, days: int = 5) -> Absence:
    return Absence.objects.create(
        coordinator=host, deputy=deputy, valid_from=today() - DAY, valid_to=today() + days * DAY
    )


def answers(place: Municipality | None, day: datetime.date | None = None) -> list[str]:
    """Who answers, and for whom."""
    found = Coordinator.objects.answer_for(place, day)
    return [each.name for each in (found.host, found.away) if each]


def test_somebody_answers_in_every_case(region: Municipality) -> None:
    kari = CoordinatorFactory.create(name="Kari")
    here = kari.municipality
    assert answers(here) == ["Kari"]
    leave = away(kari)
    assert answers(here) == ["Kari"], "there is nobody else"
    desk = CoordinatorFactory.create(name="Desk", municipality=region)
    assert answers(here) == ["Desk", "Kari"]
    usual = CoordinatorFactory.create(name="Usual")
    Coordinator.objects.filter(pk=kari.pk).update(deputy=usual)
    assert answers(here) == ["Usual", "Kari"]
    named = CoordinatorFactory.create(name="Named")
    Absence.objects.filter(pk=leave.pk).update(deputy=named)
    assert answers(here) == ["Named", "Kari"]
    away(named)
    assert answers(here) == ["Usual", "Kari"], "a deputy who is away does not answer"
    away(usual)
    assert answers(here) == ["Desk", "Kari"]
    away(desk)
    assert answers(here) == ["Kari"]
    colleague = CoordinatorFactory.create(name="Colleague", municipality=here)
    assert answers(here) == ["Colleague"]
    assert answers(here, leave.valid_to + DAY) == ["Kari"]
    assert answers(here, leave.valid_from - DAY) == ["Kari"]
    assert answers(None) == ["Desk"]
    assert colleague.pk


@pytest.mark.parametrize("wrong", ["backwards", "own deputy", "twice"])
def test_absence_that_cannot_be_is_refused_by_the_database(wrong: str) -> None:
    host = CoordinatorFactory.create()
    leave = away(host)
    fields = {
        "backwards": {"valid_from": today() + DAY, "valid_to": today()},
        "own deputy": {"valid_from": today(), "valid_to": today(), "deputy": host},
        "twice": {"valid_from": leave.valid_from, "valid_to": today()},
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        Absence.objects.create(coordinator=host, **fields[wrong])


def test_readers_are_told_who_answers_meanwhile(region: Municipality, client: Client) -> None:
    deputy = CoordinatorFactory.create(name="Ola Vikar", phone="+47 77 11 22 33")
    host = CoordinatorFactory.create(name="Kari Borte")
    leave = away(host, deputy)
    until = f"on leave until {leave.valid_to.day} "
    for path in (f"hosts/{host.slug}/", "hosts/", f"municipalities/{host.municipality.slug}/"):
        html = client.get(f"/en/{path}").content.decode()
        assert until in html, path
        assert "Ola Vikar" in html
        assert "answers meanwhile" in html
    assert "+4777112233" in html, "the municipality's page shows the deputy's number"
    Absence.objects.update(valid_from=today() - 3 * DAY, valid_to=today() - DAY)
    assert "on leave" not in client.get("/en/hosts/").content.decode()


def test_directory_is_chosen_from_by_municipality_and_language(
    region: Municipality, client: Client, django_assert_max_num_queries: object
) -> None:
    place = MunicipalityFactory.create(slug="senja", name="Senja")
    former = MunicipalityFactory.create(slug="berg", valid_to="2019-12-31", successor=place)
    empty = MunicipalityFactory.create(slug="tom", name="Tom")
    CoordinatorFactory.create(name="Desk", municipality=region, languages=["nb", "en"])
    CoordinatorFactory.create(name="Kari", municipality=place, languages=["nb", "de"])
    CoordinatorFactory.create(name="Ola", languages=["nb"])
    names = ("Desk", "Kari", "Ola")
    for question, found in {
        "": {"Desk", "Kari", "Ola"},
        "?language=de": {"Kari"},
        "?municipality=senja": {"Kari"},
        f"?municipality={former.slug}": {"Kari"},
        "?municipality=senja&language=en": set(),
        f"?municipality={empty.slug}": {"Desk"},
        "?municipality=nowhere&language=%00x": {"Desk", "Kari", "Ola"},
        "?language=nb&language=de": {"Kari"},
    }.items():
        with django_assert_max_num_queries(4):  # type: ignore[operator]
            html = client.get(f"/en/hosts/{question}").content.decode()
        assert {name for name in names if f">{name}</a>" in html} == found, question
    html = client.get("/en/hosts/?language=nb").content.decode()
    assert "3 host contacts" in html
    assert 'lang="de">Deutsch (1)</option>' in html
    assert ">Senja (1)</option>" in html
    assert "Tom (" not in html


def test_absence_is_entered_on_the_own_card() -> None:
    kari, stranger = UserFactory.create(), UserFactory.create()
    host, other = CoordinatorFactory.create(user=kari), CoordinatorFactory.create()
    for person in (kari, stranger):
        place = host.municipality if person is kari else other.municipality
        Membership.objects.create(user=person, municipality=place, role=Role.COORDINATOR)
    client = Client(headers={"accept-language": "en"})
    client.force_login(kari)
    url = admin_url(host)
    sent = filled_in(client.get(url)) | {
        "absences-TOTAL_FORMS": "1", "absences-0-coordinator": host.pk,
        "absences-0-valid_from": "2027-07-01", "absences-0-valid_to": "2027-07-21",
        "absences-0-deputy": other.pk,
    }  # fmt: skip
    backwards = client.post(url, sent | {"absences-0-valid_to": "2027-06-01"})
    assert "The absence cannot end before it begins." in backwards.content.decode()
    assert client.post(url, sent).status_code == 302
    leave = Absence.objects.get()
    assert (leave.coordinator, leave.deputy) == (host, other)
    client.force_login(stranger)
    assert client.get(url).status_code == 302
    assert "2027-07-21" not in client.get(url, follow=True).content.decode()
