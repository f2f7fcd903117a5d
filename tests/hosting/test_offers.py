"""What happens to offers: who may do what in which state, and what the database refuses."""

import datetime
import itertools
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from hosting.actions import offer_changes, offer_links, offers
from hosting.models import Offer, OfferLink, OfferSender, Organisation, Participation
from hosting.offer_states import MOVES, Actor, as_table
from municipalities.models import Membership, Municipality
from municipalities.roles import Role
from portal.lib.dates import today
from portal.models import SearchEntry, User
from tests.factories import (
    MunicipalityFactory,
    OfferFactory,
    OfferSenderFactory,
    OrganisationFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
Status = Offer.Status
DAY = datetime.timedelta(days=1)

TABLE = """\
confirm_address: submitted → waiting | sender
publish_offer: waiting, declined, expired → published | moderator
decline_offer: waiting → declined | moderator
mark_to_be_confirmed: published → to_be_confirmed | moderator, clock
note_reminder: to_be_confirmed → the same | clock
confirm_still_true: published, to_be_confirmed, expired → published \
(expired → waiting by the sender) | sender, moderator
expire_offer: published, to_be_confirmed → expired | sender, moderator, clock
change_by_sender: submitted, waiting, published, declined, to_be_confirmed, expired → the same \
(to_be_confirmed → published by the sender) (declined → waiting by the sender) \
(expired → waiting by the sender) | sender
accept_change: waiting, published, to_be_confirmed, expired → the same | moderator
refuse_change: waiting, published, to_be_confirmed, expired → the same | moderator
link_organisation: submitted, waiting, published, declined, to_be_confirmed, expired → the same \
| moderator
add_organisation: submitted, waiting, published, declined, to_be_confirmed, expired → the same \
| moderator"""
# What else the actions need to be told.
DETAILS: dict[str, Callable[[], dict[str, Any]]] = {
    "decline_offer": lambda: {"reason": "Vi kan ikke se når det er."},
    "change_by_sender": lambda: {"changes": {"seats": None, "is_free": True}},
    "link_organisation": lambda: {"organisation": OrganisationFactory.create()},
}


@pytest.fixture
def senja() -> Municipality:
    return MunicipalityFactory.create(slug="senja", name="Senja")


@pytest.fixture
def moderator(senja: Municipality) -> User:
    """An editor of Senja."""
    return member(senja, Role.EDITOR)


def member(place: Municipality, role: Role) -> User:
    user = UserFactory.create()
    Membership.objects.create(user=user, municipality=place, role=role)
    return user


def offer_in(status: str, place: Municipality, **fields: Any) -> Offer:
    """An offer of the place in the state, with what the database asks for in it."""
    needed: dict[str, Any] = {
        Status.SUBMITTED: {"confirmed_on": None},
        Status.WAITING: {"confirmed_on": None, "waiting_since": timezone.now()},
        Status.DECLINED: {"confirmed_on": None, "decline_reason": "Nei."},
        Status.TO_BE_CONFIRMED: {"asked_on": today(), "reminders": 1},
    }.get(Status(status), {})
    made = OfferFactory.create(
        places=[place], status=status, organisation_name="Turlaget", **needed | fields
    )
    OfferSenderFactory.create(offer=made)
    return made


def action(name: str) -> Callable[..., Offer]:
    found: Callable[..., Offer] = getattr(offers, name, None) or getattr(offer_changes, name)
    return found


def test_moves_are_those_of_the_table() -> None:
    assert as_table() == TABLE


def test_offer_moves_as_the_table_says_and_no_other_way(
    senja: Municipality, moderator: User
) -> None:
    """Every move, state and actor: what the table allows leads where it says, all else nowhere."""
    for name, status, actor in itertools.product(MOVES, Status, Actor):
        move, details = MOVES[name], DETAILS.get(name, dict)()
        proposed = {"title": "Ny tittel"} if name in ("accept_change", "refuse_change") else None
        since = {"waiting_since": timezone.now(), "proposed": proposed} if proposed else {}
        offer = offer_in(status, senja, **since)
        by = {Actor.SENDER: offer.sender, Actor.MODERATOR: moderator, Actor.CLOCK: None}[actor]
        allowed = actor in move.actors and status in move.sources
        try:
            action(name)(offer=offer, by=by, **details)
        except PermissionDenied:
            assert actor not in move.actors, (name, status, actor)
        except offers.OfferMovedOn:
            assert status not in move.sources, (name, status, actor)
        else:
            assert allowed, (name, status, actor)
        offer.refresh_from_db()
        assert offer.status == (move.leads_to(status, actor) if allowed else status)
        assert offer.proposed == (None if allowed else proposed)


def test_offer_is_moderated_in_its_municipality_and_by_the_region(
    senja: Municipality, region: Municipality
) -> None:
    dyroy = MunicipalityFactory.create()
    allowed = [
        member(senja, Role.EDITOR),
        member(region, Role.REGIONAL),
        member(region, Role.EDITOR),
    ]
    denied = [member(dyroy, Role.EDITOR), member(dyroy, Role.REGIONAL), UserFactory.create()]
    denied += [member(senja, role) for role in Role if role not in (Role.EDITOR, Role.REGIONAL)
               and role != Role.DEPUTY]  # fmt: skip
    for user in allowed:
        offers.publish_offer(offer=offer_in(Status.WAITING, senja), by=user)
    waiting = offer_in(Status.WAITING, senja)
    for user in denied:
        with pytest.raises(PermissionDenied):
            offers.publish_offer(offer=waiting, by=user)
    wide = OfferFactory.create(status=Status.WAITING, waiting_since=timezone.now())
    with pytest.raises(PermissionDenied):
        offers.publish_offer(offer=wide, by=allowed[0])
    assert offers.publish_offer(offer=wide, by=allowed[1]).is_published


def test_somebody_else_s_sender_changes_nothing(senja: Municipality) -> None:
    offer, other = offer_in(Status.PUBLISHED, senja), offer_in(Status.PUBLISHED, senja)
    with pytest.raises(PermissionDenied):
        offer_changes.change_by_sender(offer=offer, changes={"is_free": True}, by=other.sender)


def submitted(place: Municipality, **fields: Any) -> tuple[Offer, OfferSender]:
    wanted = {"kind": "activity", "organisation_name": "Wanderverein Ødegård", "written_in": "de",
              "title_de": "Wandern für Öde", "text_de": "Wir gehen los."} | fields  # fmt: skip
    sender = OfferSender(name="Eva Beispiel", email=" Eva@Example.org ", language="de")
    offer = offers.submit_offer(offer=Offer(**wanted), municipalities=[place], sender=sender)
    return offer, sender


def test_offer_goes_from_its_sender_to_readers(senja: Municipality, moderator: User) -> None:
    offer, sender = submitted(senja)
    assert (offer.status, sender.email) == (Status.SUBMITTED, "eva@example.org")
    assert offer.slug.startswith("wandern-fur-ode-")
    link = offer_links.make_link(sender=sender, purpose=OfferLink.Purpose.CONFIRM_ADDRESS)
    used = offer_links.use_link(secret=link.secret, purpose=OfferLink.Purpose.CONFIRM_ADDRESS)
    offers.confirm_address(offer=offer, by=used)
    assert OfferSender.objects.confirmed().get() == sender
    assert list(Offer.objects.waiting()) == [offer]
    with pytest.raises(offers.NoOrganisation):
        offers.publish_offer(offer=offer, by=moderator)
    offers.add_organisation(offer=offer, by=moderator)
    made = Organisation.objects.get()
    assert (made.name_nb, list(made.municipalities.all())) == ("Wanderverein Ødegård", [senja])
    assert not Offer.objects.shown().exists()
    offer = offers.publish_offer(offer=offer, by=moderator)
    assert (offer.confirmed_on, offer.decided_by, offer.waiting_since) == (today(), moderator, None)
    assert list(Offer.objects.shown()) == [offer]
    entry = SearchEntry.objects.get(kind="offer")
    assert (entry.language, entry.title) == ("de", "Wandern für Öde")
    offers.expire_offer(offer=offer)
    assert not SearchEntry.objects.filter(kind="offer").exists()
    assert Offer.objects.filter(pk=offer.pk).exists()


def test_offer_is_refused_without_text_place_or_sender(senja: Municipality) -> None:
    former = MunicipalityFactory.create(valid_to=today() - DAY, successor=senja)
    with pytest.raises(offers.NothingSaid):
        submitted(senja, text_de="", text_nb="Vi går.")
    with pytest.raises(offers.NoPlace):
        submitted(former)
    nowhere = Offer(kind="work", organisation_name="X", written_in="nb", title_nb="A", text_nb="B")
    with pytest.raises(offers.NoPlace):
        offers.submit_offer(offer=nowhere, municipalities=[], sender=OfferSender())
    with pytest.raises(PermissionDenied):
        offers.submit_offer(offer=nowhere, municipalities=[senja])
    with pytest.raises(PermissionDenied):
        offers.submit_offer(
            offer=nowhere, municipalities=[senja], by=member(senja, Role.COORDINATOR)
        )
    assert not Offer.objects.exists()


def test_same_form_sent_twice_makes_one_offer(senja: Municipality) -> None:
    _offer, sender = submitted(senja)
    again = Offer(
        kind="activity", organisation_name="T", written_in="nb", title_nb="A", text_nb="B"
    )
    twin = OfferSender(name="E", email="e@example.org", language="de", token=sender.token)
    with pytest.raises(offers.AlreadySubmitted):
        offers.submit_offer(offer=again, municipalities=[senja], sender=twin)
    assert Offer.objects.count() == 1


def test_sender_changes_facts_at_once_and_words_when_a_moderator_agrees(
    senja: Municipality, moderator: User
) -> None:
    dyroy = MunicipalityFactory.create()
    offer = offer_in(
        Status.TO_BE_CONFIRMED, senja, title_nb="Gammel", confirmed_on=today() - 400 * DAY
    )
    changes = {"title": "Ny", "is_free": True, "website": "https://evil.example.org/",
               "municipalities": [dyroy.pk], "text": offer.text_nb}  # fmt: skip
    offer = offer_changes.change_by_sender(offer=offer, changes=changes, by=offer.sender)
    assert (offer.title_nb, offer.website, offer.is_free) == ("Gammel", "", True)
    assert offer.proposed == {
        name: changes[name] for name in ("title", "website", "municipalities")
    }
    assert (offer.status, offer.confirmed_on) == (Status.PUBLISHED, today())
    assert list(Offer.objects.waiting()) == [offer]
    offer = offer_changes.refuse_change(offer=offer, by=moderator)
    assert (offer.title_nb, offer.proposed, offer.waiting_since) == ("Gammel", None, None)
    offer = offer_changes.change_by_sender(offer=offer, changes=changes, by=offer.sender)
    offer = offer_changes.accept_change(offer=offer, by=moderator)
    assert (offer.title_nb, offer.website) == ("Ny", "https://evil.example.org/")
    assert list(offer.municipalities.all()) == [dyroy]
    with pytest.raises(PermissionDenied):
        offer_changes.accept_change(offer=offer, by=moderator)
    regional = member(MunicipalityFactory.create(kind="region"), Role.REGIONAL)
    with pytest.raises(offer_changes.NothingProposed):
        offer_changes.accept_change(offer=offer, by=regional)


def test_sender_changes_what_nobody_sees_at_once(senja: Municipality) -> None:
    for status, after in (
        (Status.SUBMITTED, Status.SUBMITTED),
        (Status.WAITING, Status.WAITING),
        (Status.DECLINED, Status.WAITING),
        (Status.EXPIRED, Status.WAITING),
    ):
        offer = offer_in(status, senja)
        offer = offer_changes.change_by_sender(
            offer=offer, changes={"title": "Ny\u202e tittel"}, by=offer.sender
        )
        assert (offer.status, offer.title_nb, offer.proposed) == (after, "Ny tittel", None)
    with pytest.raises(offers.NothingSaid):
        offer_changes.change_by_sender(offer=offer, changes={"text": ""}, by=offer.sender)
    for name in ("status", "organisation", "slug", "kind", "written_in", "confirmed_on"):
        with pytest.raises(offer_changes.NotChangeable):
            offer_changes.change_by_sender(offer=offer, changes={name: "x"}, by=offer.sender)


def test_link_is_good_once_for_its_purpose_and_some_days(
    senja: Municipality, django_assert_num_queries: Any
) -> None:
    purpose, other = OfferLink.Purpose.EDIT, OfferLink.Purpose.STILL_TRUE
    sender = offer_in(Status.PUBLISHED, senja).sender
    link = offer_links.make_link(sender=sender, purpose=purpose)
    assert link.secret not in str(list(OfferLink.objects.values()))
    for secret, asked in ((link.secret, other), (link.digest, purpose), ("", purpose)):
        with pytest.raises(offer_links.LinkUnknown):
            offer_links.use_link(secret=secret, purpose=asked)
    for _scanner in range(3):
        assert offer_links.link_for(secret=link.secret, purpose=purpose) == link
    assert offer_links.use_link(secret=link.secret, purpose=purpose) == sender
    with pytest.raises(offer_links.LinkUsed):
        offer_links.use_link(secret=link.secret, purpose=purpose)
    old = offer_links.make_link(sender=sender, purpose=purpose)
    OfferLink.objects.filter(pk=old.pk).update(valid_until=timezone.now())
    with pytest.raises(offer_links.LinkTooOld):
        offer_links.link_for(secret=old.secret, purpose=purpose)
    offers.forget_sender(offer=sender.offer)
    with pytest.raises(offer_links.LinkUnknown):
        offer_links.link_for(secret=old.secret, purpose=purpose)


def test_questions_of_the_clock_have_sharp_edges(senja: Municipality, settings: Any) -> None:
    settings.OFFER_CONFIRMED_FOR_DAYS, settings.OFFER_ANSWERED_IN_DAYS = 365, 42
    fresh = offer_in(Status.PUBLISHED, senja, confirmed_on=today() - 364 * DAY)
    old = offer_in(Status.PUBLISHED, senja, confirmed_on=today() - 365 * DAY)
    asked = offer_in(Status.TO_BE_CONFIRMED, senja, asked_on=today() - 42 * DAY)
    silent = offer_in(Status.TO_BE_CONFIRMED, senja, asked_on=today() - 43 * DAY)
    stood_still = offer_in(Status.TO_BE_CONFIRMED, senja, asked_on=today() - 84 * DAY)
    forgotten = offer_in(Status.TO_BE_CONFIRMED, senja, asked_on=today() - 85 * DAY)
    last_day = offer_in(Status.PUBLISHED, senja, ends_on=today())
    over = offer_in(Status.PUBLISHED, senja, ends_on=today() - DAY)
    assert set(Offer.objects.to_ask()) == {old}
    assert set(Offer.objects.unanswered()) == {silent, stood_still, forgotten}
    assert set(Offer.objects.shown()) == {fresh, old, asked, silent, stood_still, last_day}
    assert set(Offer.objects.shown(today() + DAY)) == {fresh, old, asked, silent}
    ends = dict(SearchEntry.objects.filter(kind="offer").values_list("object_id", "shown_until"))
    assert (ends[stood_still.pk], ends[over.pk], ends[fresh.pk]) == (today(), today() - DAY, None)


CLASS = {"kind": "norwegian_class", "levels": ["A1"]}
IMPOSSIBLE: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    # By the constraint: what it refuses, and the nearest that it allows.
    "offer_shown_has_organisation": (
        {"organisation": None, "organisation_name": "T"},
        {"organisation": None, "organisation_name": "T", "status": "expired"},
    ),
    "offer_names_organisation": (
        {"organisation": None, "status": "expired"},
        {"organisation": None, "status": "expired", "organisation_name": "T"},
    ),
    "offer_class_fields_on_classes": ({"seats": 4}, CLASS | {"seats": 4}),
    "offer_ends_after_begin": (
        {"starts_on": today(), "ends_on": today() - DAY},
        {"starts_on": today(), "ends_on": today()},
    ),
    "seats": (CLASS | {"seats": -1}, CLASS | {"seats": 0}),
    "offer_declined_for_a_reason": (
        {"status": "declined"}, {"status": "declined", "decline_reason": "Nei."},
    ),
    "offer_asked_on_a_day": (
        {"status": "to_be_confirmed"}, {"status": "to_be_confirmed", "asked_on": today()},
    ),
    "offer_waits_since": (
        {"status": "waiting"}, {"status": "waiting", "waiting_since": timezone.now()},
    ),
}  # fmt: skip


def test_database_refuses_impossible_offers() -> None:
    for name, (refused, allowed) in IMPOSSIBLE.items():
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            OfferFactory.create(**refused)
        OfferFactory.create(**allowed)
    for refused in ({"confirmed_on": None}, {"kind": "norwegian_class"}, {"levels": ["A1"]},
                    {"proposed": {"title": "x"}}, {"reminders": 1}):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            OfferFactory.create(**refused)


def test_participants_are_counted_once_a_term_and_never_named() -> None:
    offer = OfferFactory.create(**CLASS)
    Participation.objects.create(offer=offer, term="2026-autumn", started=3, completed=3)
    for wrong in ({"term": "2026-autumn"}, {"completed": 4}, {"term": "2026"},
                  {"term": "2026-winter"}, {"started": -1}):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            Participation.objects.create(
                offer=offer, **{"term": "2027-spring", "started": 3} | wrong
            )
    text = {field.name for field in Participation._meta.concrete_fields
            if field.get_internal_type() in ("CharField", "TextField", "JSONField")}  # fmt: skip
    assert text == {"term"}


def test_sender_stands_in_no_other_table(senja: Municipality, moderator: User) -> None:
    """Neither history nor search nor revisions hold who sent an offer in."""
    offer, sender = submitted(senja)
    offers.confirm_address(offer=offer, by=sender)
    offer_changes.change_by_sender(offer=offer, changes={"title": "Wandern"}, by=sender)
    assert tables_with("eva@example.org") == tables_with("Eva Beispiel") == {"hosting_offersender"}


def tables_with(words: str) -> set[str]:
    """The tables of these packages in which the words stand anywhere."""
    models = [each for each in apps.get_models() if not each._meta.proxy]
    tables = {model._meta.db_table for model in models
              if model._meta.app_label in ("hosting", "municipalities", "portal")}  # fmt: skip
    with connection.cursor() as cursor:
        found = set()
        for table in tables:
            cursor.execute(f"SELECT count(*) FROM {table} AS t WHERE t::text ILIKE %s",
                           [f"%{words}%"])  # fmt: skip
            found |= {table} if cursor.fetchone() != (0,) else set()
    return found
