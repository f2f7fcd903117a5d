"""The moderators' queue: who sees and decides what, who is told; stale clicks and strangers."""

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from hosting.actions import offer_changes, offers
from hosting.actions.offer_links import LinkUnknown, Purpose, link_for, make_link
from hosting.models import Offer, OfferSender, Organisation
from hosting.offer_checks import twins_of, warnings_about
from municipalities.models import Membership, Municipality
from municipalities.roles import Role
from portal.models import User
from tests.factories import MunicipalityFactory, OrganisationFactory, UserFactory
from tests.jobs import run_jobs

pytestmark = pytest.mark.django_db
QUEUE = "/admin/hosting/offers-to-look-at/"


@pytest.fixture
def dyroy(region: Municipality) -> Municipality:
    return MunicipalityFactory(slug="dyroy", name="Dyrøy")


@pytest.fixture
def senja() -> Municipality:
    return MunicipalityFactory(slug="senja", name="Senja")


def person(role: Role, place: Municipality, **fields: Any) -> User:
    user: User = UserFactory(**fields)
    Membership.objects.create(user=user, municipality=place, role=role)
    return user


def waiting_in(*places: Municipality, sender: str = "tora@example.org", **fields: Any) -> Offer:
    """An offer that was sent in, and whose address is confirmed."""
    said = {
        "title_de": "Chor", "text_de": "Wir singen.", "written_in": "de", "kind": "activity",
        "organisation_name": "Dyrøy kor", "contact_email": "kor@example.org",
    }  # fmt: skip
    offer = Offer(**said | fields, serves_region=not places)
    who = OfferSender(name="Tora Kanari", email=sender, language="de")
    offers.submit_offer(offer=offer, municipalities=places, sender=who)
    offers.confirm_address(offer=offer, by=who)
    return Offer.objects.get(pk=offer.pk)


def page(client: Client, user: User, offer: Offer) -> Any:
    client.force_login(user)
    return client.get(reverse("admin:hosting_offer_queue_one", args=[offer.pk]))


def decide(client: Client, user: User, offer: Offer, deed: str, **typed: Any) -> Any:
    client.force_login(user)
    address = reverse("admin:hosting_offer_queue_one", args=[offer.pk])
    return client.post(address, {"deed": deed} | typed, follow=True)


def state(offer: Offer) -> str:
    offer.refresh_from_db()
    return str(offer.status)


def test_queue_is_for_moderators_of_the_place_and_of_the_region(
    client: Client, dyroy: Municipality, senja: Municipality, region: Municipality
) -> None:
    offer, whole = waiting_in(dyroy), waiting_in()
    sees = {
        (Role.EDITOR, dyroy): {offer}, (Role.EDITOR, senja): set(),
        (Role.EDITOR, region): {offer, whole}, (Role.REGIONAL, region): {offer, whole},
    }  # fmt: skip
    for (role, place), seen in sees.items():
        user = person(role, place)
        client.force_login(user)
        shown = client.get(QUEUE)
        assert shown.status_code == 200
        assert set(shown.context["waiting"]) == seen, (role, place)
        link = f"Offers to look at ({len(seen)})"
        assert link in client.get("/admin/").content.decode()
        for each in (offer, whole):
            allowed = each in seen
            assert page(client, user, each).status_code == (200 if allowed else 404)
            if not allowed:
                refused = decide(client, user, each, "decline", **{"no-reason": "Nei"})
                assert refused.status_code == 404
    for role in (Role.COORDINATOR, Role.LEAD, Role.PRIVACY, Role.ADMINISTRATOR, Role.DEPUTY):
        user = person(role, dyroy)
        assert page(client, user, offer).status_code == 403, role
        assert client.get(QUEUE).status_code == 403
        assert "Offers to look at" not in client.get("/admin/").content.decode()
        assert decide(client, user, offer, "publish", new_kind="community").status_code == 403
    client.logout()
    assert client.get(QUEUE).status_code == 302
    assert state(offer) == "waiting"


def test_what_is_not_confirmed_is_nobodys_yet(client: Client, region: Municipality) -> None:
    offer = waiting_in()
    Offer.objects.update(status="submitted", waiting_since=None)
    assert page(client, person(Role.REGIONAL, region), offer).status_code == 404


def test_moderators_are_told_without_a_word_of_what_was_sent(
    dyroy: Municipality, senja: Municipality, region: Municipality
) -> None:
    from hosting import tasks_offer_mails

    for number, (role, place) in enumerate(
        [
            (Role.EDITOR, dyroy),
            (Role.EDITOR, senja),
            (Role.REGIONAL, region),
            (Role.COORDINATOR, dyroy),
        ]  # fmt: skip
    ):
        person(role, place, email=f"m{number}@example.org", language="nb")
    offer = waiting_in(dyroy)
    tasks_offer_mails.tell_moderators.function(offer=offer.pk, occasion="x")
    run_jobs()
    assert sorted(message.to[0] for message in mail.outbox) == ["m0@example.org", "m2@example.org"]
    for message in mail.outbox:
        assert reverse("admin:hosting_offer_queue_one", args=[offer.pk]) in message.body
        for word in ("Chor", "Tora", "tora@", "kor@", "singen"):
            assert word not in f"{message.subject}{message.body}"


def test_page_shows_all_that_was_sent_and_the_title_names_no_sender(
    client: Client, dyroy: Municipality
) -> None:
    offer = waiting_in(dyroy, text_de="<script>alert(1)</script>")
    shown = page(client, person(Role.EDITOR, dyroy), offer).content.decode()
    for word in ("Chor", "Dyrøy kor", "kor@example.org", "Tora Kanari", "tora@example.org"):
        assert word in shown
    assert "<script>alert" not in shown
    title = re.search(r"<title>(.*?)</title>", shown, re.S)
    assert title
    assert "Tora" not in title[1]
    assert "Change the offer" in shown or "All offers" not in shown


@pytest.mark.parametrize("is_known", [True, False])
def test_publishing_names_the_organisation_and_tells_the_sender(
    client: Client, dyroy: Municipality, is_known: bool
) -> None:
    known = OrganisationFactory(name_nb="Dyrøy Kor") if is_known else None
    offer, user = waiting_in(dyroy), person(Role.EDITOR, dyroy)
    form = page(client, user, offer).context["form"]
    assert form.initial["organisation"] == known
    chosen = known.pk if known else ""
    answer = decide(client, user, offer, "publish", organisation=chosen, new_kind="community")
    assert "its sender is told" in answer.content.decode()
    assert state(offer) == "published"
    assert (offer.decided_by, offer in Offer.objects.shown()) == (user, True)
    assert offer.organisation == (known or Organisation.objects.get(name_nb="Dyrøy kor"))
    run_jobs()
    (message,) = mail.outbox
    assert message.to == ["tora@example.org"]
    assert message.body.startswith("Hallo,")
    assert f"/de{offer.get_absolute_url().removeprefix('/en')}" in message.body


def test_declining_needs_a_reason_that_the_sender_reads(
    client: Client, dyroy: Municipality
) -> None:
    offer, user = waiting_in(dyroy), person(Role.EDITOR, dyroy)
    answer = decide(client, user, offer, "decline", **{"no-reason": " "})
    assert "Whoever is told no is told why." in answer.content.decode()
    assert state(offer) == "waiting"
    decide(client, user, offer, "decline", **{"no-reason": "Das gibt es schon.\x00"})
    assert (state(offer), offer.decline_reason) == ("declined", "Das gibt es schon.")
    run_jobs()
    (message,) = mail.outbox
    assert "Das gibt es schon." in message.body


def test_stale_click_is_told_who_was_faster(client: Client, dyroy: Municipality) -> None:
    offer, user = waiting_in(dyroy), person(Role.EDITOR, dyroy)
    first = person(Role.EDITOR, dyroy, name="Rask Redaktør")
    decide(client, first, offer, "decline", **{"no-reason": "Nei"})
    late = decide(client, user, offer, "decline", **{"no-reason": "Nei, nei"})
    assert "It has moved on: Declined, by Rask Redaktør at " in late.content.decode()
    assert state(offer) == "declined"
    for deed in ("accept", "confirm", "hide"):
        assert decide(client, user, offer, deed).status_code == 200, deed
        assert state(offer) == "declined"
    assert decide(client, user, offer, "delete").status_code == 404
    run_jobs()
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("is_accepted", [True, False])
def test_change_is_shown_beside_what_readers_see_and_decided(
    client: Client, dyroy: Municipality, is_accepted: bool
) -> None:
    offer, user = waiting_in(dyroy), person(Role.EDITOR, dyroy)
    offers.add_organisation(offer=offer, by=user)
    offers.publish_offer(offer=offer, by=user)
    offer_changes.change_by_sender(
        offer=offer, changes={"title": "Neuer Chor"}, by=OfferSender.objects.get()
    )
    shown = page(client, user, offer).content.decode()
    assert "Neuer Chor" in shown
    assert "What the sender wants" in shown
    deed = "accept" if is_accepted else "refuse"
    decide(client, user, offer, deed, **{"no-reason": "Bitte den alten Namen."})
    offer.refresh_from_db()
    assert offer.title_de == ("Neuer Chor" if is_accepted else "Chor")
    assert offer.proposed is None
    run_jobs()
    (message,) = mail.outbox
    assert ("Bitte den alten Namen." in message.body) != is_accepted
    twice = decide(client, user, offer, "accept")
    assert "Somebody was faster" in twice.content.decode()


def test_moderator_answers_for_what_nobody_can_be_asked_about(
    client: Client, dyroy: Municipality
) -> None:
    offer, user = waiting_in(dyroy), person(Role.EDITOR, dyroy)
    offers.add_organisation(offer=offer, by=user)
    offers.publish_offer(offer=offer, by=user)
    offers.mark_to_be_confirmed(offer=offer)
    OfferSender.objects.all().delete()
    client.force_login(user)
    assert list(client.get(QUEUE).context["asked"]) == [offer]
    decide(client, user, offer, "confirm")
    assert state(offer) == "published"
    decide(client, user, offer, "hide")
    assert state(offer) == "expired"
    assert list(client.get(QUEUE).context["asked"]) == []


def test_new_sender_gets_a_link_and_the_old_ones_are_dead(
    client: Client, dyroy: Municipality
) -> None:
    offer, user = waiting_in(dyroy), person(Role.EDITOR, dyroy)
    old = make_link(sender=OfferSender.objects.get(), purpose=Purpose.EDIT)
    wrong = decide(client, user, offer, "sender", **{"new-name": "Ny", "new-email": "x"})
    assert wrong.context["successor"].errors
    typed = {"new-name": "Ny Leder", "new-email": "Ny@example.org"}
    assert (
        "new sender gets a link" in decide(client, user, offer, "sender", **typed).content.decode()
    )
    assert OfferSender.objects.get().email == "ny@example.org"
    with pytest.raises(LinkUnknown):
        link_for(secret=old.secret)
    run_jobs()
    (message,) = mail.outbox
    assert message.to == ["ny@example.org"]
    OfferSender.objects.all().delete()
    decide(client, user, offer, "sender", **typed)
    assert OfferSender.objects.get().language == "de"


def test_queue_needs_as_many_queries_for_many_as_for_few(
    client: Client, dyroy: Municipality, django_assert_max_num_queries: Any
) -> None:
    client.force_login(person(Role.EDITOR, dyroy))
    for number in range(6):
        waiting_in(dyroy, title_de=f"Chor {number}")
    client.get(QUEUE)
    with django_assert_max_num_queries(10):
        client.get(QUEUE)


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ({"text_de": "Ruf an: 77 87 10 00"}, "telephone number"),
        ({"how_to_join_de": "Schreib an kari.nordmann@example.org"}, "e-mail address in the text"),
        ({"text_de": "Nummer 010203 12345"}, "eleven digits"),
        ({"text_de": "Mehr auf https://buy.example"}, "link in the text"),
        ({"contact_email": "Tora@example.org"}, "sender’s own"),
        ({"text_de": "Wir treffen uns 2027 um 18.30 in Haus 12."}, ""),
    ],
)
def test_moderator_is_warned_of_what_may_be_somebodys_own(
    dyroy: Municipality, said: dict[str, str], says: str
) -> None:
    found = warnings_about(waiting_in(dyroy, **said), "tora@example.org")
    assert len(found) == bool(says), found
    assert says in "".join(found)


def test_possible_twins_are_shown_and_others_are_not(
    dyroy: Municipality, senja: Municipality
) -> None:
    offer = waiting_in(dyroy)
    same_title = waiting_in(senja, title_de="chor", organisation_name="Andre")
    same_club = waiting_in(dyroy, title_de="Singen", organisation_name="DYRØY KOR")
    waiting_in(senja, title_de="Singen", organisation_name="Dyrøy kor")
    waiting_in(dyroy, title_de="Wandern", organisation_name="Turlag")
    assert set(twins_of(offer)) == {same_title, same_club}
