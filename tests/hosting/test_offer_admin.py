"""Offers in the admin: who sees which, who writes, and what the form refuses."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hosting.models import Offer, Participation
from municipalities.models import Membership, Municipality, Revision
from municipalities.roles import Role
from tests.admin_forms import admin_url, errors, filled_in, keep, save
from tests.factories import (
    MunicipalityFactory,
    OfferFactory,
    OfferSenderFactory,
    OrganisationFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def senja() -> Municipality:
    return MunicipalityFactory.create(slug="senja", name="Senja")


@pytest.fixture
def dyroy() -> Municipality:
    return MunicipalityFactory.create(slug="dyroy", name="Dyrøy")


def with_role(role: Role, place: Municipality) -> Client:
    client = Client(headers={"accept-language": "en"})
    user = UserFactory.create()
    Membership.objects.create(user=user, municipality=place, role=role)
    client.force_login(user)
    return client


@pytest.fixture
def editor(senja: Municipality) -> Client:
    """The editor of Senja, logged in."""
    return with_role(Role.EDITOR, senja)


def titles(client: Client) -> set[str]:
    listed = client.get(admin_url(Offer, "changelist"))
    assert listed.status_code == 200
    return {str(each) for each in listed.context["cl"].result_list}


def test_offers_are_seen_where_one_moderates(
    editor: Client, senja: Municipality, dyroy: Municipality, region: Municipality
) -> None:
    ours = OfferFactory.create(title_nb="Vårt", places=[senja])
    both = OfferFactory.create(title_nb="Felles", places=[senja, dyroy])
    theirs = OfferFactory.create(title_nb="Deres", places=[dyroy])
    wide = OfferFactory.create(title_nb="Alles")
    assert titles(editor) == {"Vårt", "Felles"}
    for offer, status in ((ours, 200), (both, 200), (theirs, 302), (wide, 302)):
        assert editor.get(admin_url(offer)).status_code == status
        assert editor.get(admin_url(offer, "delete")).status_code in (302, 403)
    for role in (Role.REGIONAL, Role.EDITOR):
        assert titles(with_role(role, region)) == {"Vårt", "Felles", "Deres", "Alles"}
    for role in (Role.COORDINATOR, Role.LEAD, Role.PRIVACY):
        denied = with_role(role, senja).get(admin_url(Offer, "changelist"))
        assert denied.status_code == 403
    administrator = with_role(Role.ADMINISTRATOR, region)
    assert administrator.get(admin_url(Offer, "changelist")).status_code in (302, 403)


def test_offer_of_two_municipalities_keeps_the_other_one(
    editor: Client, senja: Municipality, dyroy: Municipality
) -> None:
    both = OfferFactory.create(places=[senja, dyroy])
    assert save(editor, admin_url(both), title_nb="Nytt").status_code == 302
    assert set(both.municipalities.all()) == {senja, dyroy}
    alone = OfferFactory.create(places=[senja])
    found = errors(save(editor, admin_url(alone), municipalities=[senja.pk, dyroy.pk]))
    assert list(found) == ["municipalities"]
    found = errors(save(editor, admin_url(alone), municipalities=[]))
    assert list(found) == ["municipalities"]


def test_words_that_readers_see_are_changed_by_revisions(
    editor: Client, senja: Municipality
) -> None:
    offer = OfferFactory.create(title_nb="Før", places=[senja])
    keep(editor, admin_url(offer), title_nb="Kladd", seats="")
    offer.refresh_from_db()
    assert offer.title_nb == "Før"
    save(editor, admin_url(offer), title_nb="Etter")
    offer.refresh_from_db()
    assert (offer.title_nb, offer.status) == ("Etter", "published")
    assert Revision.objects.of(offer).count() == 3


def test_offer_that_nobody_sees_yet_is_saved_at_once(editor: Client, senja: Municipality) -> None:
    offer = OfferFactory.create(
        title_nb="Før", places=[senja], status="waiting", waiting_since=timezone.now()
    )
    page: Any = editor.get(admin_url(offer))
    assert 'name="_publish"' not in page.content.decode()
    assert reverse("admin:hosting_offer_queue_one", args=[offer.pk]) in page.content.decode()
    assert editor.post(admin_url(offer), filled_in(page, title_nb="Etter")).status_code == 302
    offer.refresh_from_db()
    assert (offer.title_nb, offer.status) == ("Etter", "waiting")


def test_offer_is_added_by_a_moderator_and_waits(editor: Client, senja: Municipality) -> None:
    wanted = {"kind": "activity", "organisation": OrganisationFactory.create().pk,
              "written_in": "de", "title_de": "Wandern", "text_de": "Los!",
              "municipalities": [senja.pk]}  # fmt: skip
    url = admin_url(Offer, "add")
    for name in ("kind", "written_in", "title_de", "text_de", "municipalities", "organisation"):
        assert errors(save(editor, url, **wanted | {name: ""})), name
    sent = save(editor, url, **wanted)
    assert sent.status_code == 302, errors(sent)
    offer = Offer.objects.get()
    assert (offer.status, str(offer), list(offer.municipalities.all())) == (
        "waiting", "Wandern", [senja],
    )  # fmt: skip
    assert offer.slug.startswith("wandern-")


def test_form_refuses_what_cannot_be_with_words(editor: Client, senja: Municipality) -> None:
    offer = OfferFactory.create(places=[senja])
    url = admin_url(offer)
    for changes, words in (
        ({"kind": "norwegian_class"}, "at least one level"),
        ({"levels": ["A1"]}, "neither levels"),
        ({"starts_on": "2027-02-02", "ends_on": "2027-02-01"}, "cannot end before it begins"),
        ({"seats": "-1"}, "greater than or equal to 0"),
        ({"website": "javascript:alert(1)"}, "valid URL"),
        ({"organisation": ""}, "which organisation"),
        ({"written_in": "de"}, "written in"),
    ):
        assert words in str(errors(save(editor, url, **changes))), changes
    offer.refresh_from_db()
    assert offer.kind == "activity"


def test_participants_are_counted_at_classes_alone(editor: Client, senja: Municipality) -> None:
    walk = OfferFactory.create(places=[senja])
    assert editor.get(admin_url(walk)).context["inline_admin_formsets"] == []
    course = OfferFactory.create(places=[senja], kind="norwegian_class", levels=["A1"])
    term = {"participations-0-term": "2026-autumn", "participations-0-started": "12",
            "participations-0-completed": "9"}  # fmt: skip
    assert save(editor, admin_url(course), **term).status_code == 302
    counted = Participation.objects.get()
    assert (counted.offer, counted.term, counted.started, counted.completed) == (
        course, "2026-autumn", 12, 9,
    )  # fmt: skip
    second = {key.replace("-0-", "-1-"): value for key, value in term.items()}
    wrong = second | {"participations-1-term": "2027-spring", "participations-1-completed": "13"}
    page: Any = save(editor, admin_url(course), **wrong)
    assert "No more can complete it than began." in page.content.decode()
    assert Participation.objects.count() == 1


def test_admin_list_asks_as_many_questions_however_long_it_is(
    editor: Client, senja: Municipality, django_assert_max_num_queries: Any
) -> None:
    counted = []
    for _more in range(2):
        for offer in OfferFactory.create_batch(4, places=[senja]):
            OfferSenderFactory.create(offer=offer, name="Sigrid Hemmelig")
        with django_assert_max_num_queries(25) as asked:
            listed = editor.get(admin_url(Offer, "changelist"))
        counted.append(len(asked))
        assert "Hemmelig" not in listed.content.decode()
    assert counted[0] == counted[1]
