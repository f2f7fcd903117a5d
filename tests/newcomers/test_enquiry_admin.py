"""Triage in the admin: one screen for all that can become of an enquiry."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from municipalities.models import Membership, Municipality
from municipalities.roles import Role
from newcomers.models import CaseAccess, Enquiry
from portal.lib.scope import scoped
from tests.factories import MunicipalityFactory, UserFactory, received_enquiry

pytestmark = pytest.mark.django_db
LIST = reverse("admin:newcomers_enquiry_changelist")


@pytest.fixture
def here() -> Municipality:
    return MunicipalityFactory(name="Målselv", slug="malselv")


@pytest.fixture
def there() -> Municipality:
    return MunicipalityFactory(name="Sørreisa", slug="sorreisa")


@pytest.fixture
def coordinator(here: Municipality, client: Client) -> Client:
    user = UserFactory(name="Kari Kontakt")
    Membership.objects.create(user=user, municipality=here, role=Role.COORDINATOR)
    client.force_login(user)
    return client


def address(name: str, enquiry: Enquiry) -> str:
    return reverse(f"admin:newcomers_enquiry_{name}", args=[enquiry.pk])


def reload(enquiry: Enquiry) -> Enquiry:
    with scoped([enquiry.municipality_id]):
        return Enquiry.objects.select_related("duplicate_of", "forwarded_to").get(pk=enquiry.pk)


def messages_of(response: Any) -> list[str]:
    return [str(message) for message in response.context["messages"]]


@pytest.mark.usefixtures("there")
def test_screen_offers_all_that_can_become_of_it(coordinator: Client, here: Municipality) -> None:
    enquiry = received_enquiry(here)
    page = coordinator.get(address("change", enquiry)).content.decode()
    for outcome in ("answered", "spam", "out_of_scope"):
        assert f'name="outcome" value="{outcome}"' in page
    assert '<option value="sorreisa">' in page
    assert '<option value="malselv">' not in page
    assert "Has this person asked before?" not in page
    assert enquiry.number in page


def test_screen_shows_who_has_asked_before_and_notes_it(
    coordinator: Client, here: Municipality
) -> None:
    earlier, enquiry = received_enquiry(here, message="First words"), received_enquiry(here)
    page = coordinator.get(address("change", enquiry)).content.decode()
    assert "Has this person asked before?" in page
    assert "First words" in page
    with scoped([here.pk], [here.pk]):
        assert CaseAccess.objects.of("enquiry", earlier.pk).get().what == "list"
    coordinator.post(address("duplicate", enquiry), {"of": earlier.pk})
    assert reload(enquiry).duplicate_of == earlier


@pytest.mark.parametrize("of", ["", "nonsense", str(uuid.UUID(int=1)), "theirs"])
def test_duplicate_of_nothing_here_changes_nothing(
    coordinator: Client, here: Municipality, there: Municipality, of: str
) -> None:
    enquiry, theirs = received_enquiry(here), received_enquiry(there)
    of = str(theirs.pk) if of == "theirs" else of
    response = coordinator.post(address("duplicate", enquiry), {"of": of}, follow=True)
    assert messages_of(response) == ["Choose which enquiry it repeats."]
    assert reload(enquiry).is_waiting


def test_forwarding_moves_what_was_written(
    coordinator: Client, here: Municipality, there: Municipality
) -> None:
    enquiry = received_enquiry(here, name="Greta Beispiel")
    response = coordinator.post(address("forward", enquiry), {"to": "sorreisa"}, follow=True)
    assert messages_of(response) == ["Done. It has left the queue."]
    page = coordinator.get(address("change", enquiry)).content.decode()
    assert "Greta" not in page
    assert "Sørreisa" in page
    assert enquiry.number in page
    with scoped([there.pk]):
        assert Enquiry.objects.get().name == "Greta Beispiel"


@pytest.mark.parametrize("to", ["", "malselv", "nowhere", "lenvik"])
def test_forwarding_to_nowhere_changes_nothing(
    coordinator: Client, here: Municipality, to: str
) -> None:
    MunicipalityFactory(slug="lenvik", valid_to="2019-12-31")
    enquiry = received_enquiry(here)
    response = coordinator.post(address("forward", enquiry), {"to": to}, follow=True)
    assert messages_of(response) in (
        ["Choose who is to answer it."],
        ["That is not possible for this enquiry."],
    )
    assert reload(enquiry).is_waiting


@pytest.mark.parametrize("name", ["triage", "duplicate", "forward"])
def test_stale_click_is_told_who_was_first(
    coordinator: Client, here: Municipality, there: Municipality, name: str
) -> None:
    enquiry, other = received_enquiry(here), received_enquiry(here)
    coordinator.post(address("triage", enquiry), {"outcome": "answered"})
    data = {"outcome": "spam", "of": str(other.pk), "to": there.slug}
    response = coordinator.post(address(name, enquiry), data, follow=True)
    assert response.redirect_chain[-1][0] == address("change", enquiry)
    assert "Already dealt with by Kari Kontakt" in messages_of(response)[-1]
    assert reload(enquiry).triage == "answered"


@pytest.mark.parametrize("name", ["change", "triage", "duplicate", "forward"])
def test_enquiry_of_others_answers_as_one_that_does_not_exist(
    coordinator: Client, here: Municipality, there: Municipality, name: str
) -> None:
    mine, theirs = received_enquiry(here), received_enquiry(there)
    data = {"outcome": "spam", "of": str(mine.pk), "to": "malselv"}
    method = coordinator.get if name == "change" else coordinator.post
    nobodys = address(name, Enquiry(pk=uuid.uuid4()))
    answers = [method(url, data) for url in (address(name, theirs), nobodys)]
    assert answers[0].status_code == answers[1].status_code
    assert reload(theirs).is_waiting


@pytest.mark.parametrize("name", ["triage", "duplicate", "forward"])
def test_triage_acts_on_post_alone(coordinator: Client, here: Municipality, name: str) -> None:
    enquiry = received_enquiry(here)
    assert coordinator.get(address(name, enquiry), {"outcome": "spam"}).status_code == 405
    assert reload(enquiry).is_waiting


def test_list_finds_the_number_and_no_name(coordinator: Client, here: Municipality) -> None:
    enquiry = received_enquiry(here, name="Greta Beispiel")
    assert "Greta" in coordinator.get(LIST, {"q": enquiry.number}).content.decode()
    assert "Greta Beispiel" not in coordinator.get(LIST, {"q": "Greta"}).content.decode()


def test_list_of_the_long_unanswered(coordinator: Client, here: Municipality) -> None:
    received_enquiry(here, name="Old", received_at="2026-01-05T12:00Z")
    received_enquiry(here, name="Fresh")
    page = coordinator.get(LIST, {"state": "unanswered"}).content.decode()
    assert "Old" in page
    assert "Fresh" not in page
