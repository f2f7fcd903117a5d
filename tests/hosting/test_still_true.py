"""Once a year: asked, reminded twice, hidden; on an injected clock, late, twice and half-way."""

import datetime
from typing import Any

import pytest
from django.conf import settings as project
from django.core import mail
from django.db import transaction
from django.test import Client

from hosting import tasks_offer_mails, tasks_offers
from hosting.actions import still_true, submissions
from hosting.models import Offer, OfferLink, OfferSender
from municipalities.models import Membership, Municipality
from municipalities.roles import Role
from portal.duties import DUTIES
from tests.factories import MunicipalityFactory, OrganisationFactory, UserFactory
from tests.jobs import run_jobs, waiting

pytestmark = pytest.mark.django_db
START = datetime.date(2026, 3, 2)
SENDER = "leder@example.org"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The day that the yearly cycle takes for today; to be moved."""

    class Clock:
        day = START

    for module in (still_true, tasks_offers):
        monkeypatch.setattr(module, "today", lambda: Clock.day)
    return Clock


def published(place: Municipality, *, sender: str = SENDER, **fields: Any) -> Offer:
    """An offer that readers see since the first day."""
    texts = {"title_nb": "Tur", "text_nb": "Vi går.", "written_in": "nb", "kind": "activity"}
    offer = Offer.objects.create(
        **texts | fields,
        slug=f"tur-{Offer.objects.count()}",
        organisation=OrganisationFactory(),
        status="published",
        confirmed_on=START,
    )
    offer.municipalities.add(place)
    if sender:
        OfferSender.objects.create(
            offer=offer, name="Tora", email=sender, language="de",
            address_confirmed_at=offer.submitted_at,
        )  # fmt: skip
    return offer


def night(clock: Any, days: int = 0) -> list[str]:
    """So many days later the duties are done; the subjects of the mails that leave."""
    clock.day += datetime.timedelta(days=days)
    before = len(mail.outbox)
    for task in (tasks_offers.ask_whether_offers_hold, tasks_offers.tell_of_the_unasked):
        task.function()
        run_jobs()
    return [str(message.subject) for message in mail.outbox[before:]]


def state(offer: Offer) -> tuple[str, int]:
    offer.refresh_from_db()
    return offer.status, offer.reminders


def test_year_goes_round_day_by_day(clock: Any, client: Client) -> None:
    offer = published(MunicipalityFactory())
    said = {}
    first, last = 360, 365 + 3 * project.OFFER_REMINDED_DAYS + 10
    for number in range(first, last):
        for subject in night(clock, first if number == first else 1):
            said[number] = (subject, *state(offer))
    every = project.OFFER_REMINDED_DAYS
    assert list(said) == [365, 365 + every, 365 + 2 * every, 365 + 3 * every]
    states = [(status, reminders) for _subject, status, reminders in said.values()]
    assert states == [
        ("to_be_confirmed", 0), ("to_be_confirmed", 1), ("to_be_confirmed", 2), ("expired", 0),
    ]  # fmt: skip
    assert {message.to[0] for message in mail.outbox} == {SENDER}
    assert all("Tur" in message.body and "Hallo" in message.body for message in mail.outbox)
    assert "Tur" not in " ".join(message.subject for message in mail.outbox)
    assert Offer.objects.filter(pk=offer.pk).exists()


def test_offer_is_shown_until_it_is_hidden(clock: Any) -> None:
    offer = published(MunicipalityFactory())
    night(clock, 365)
    for _ in range(project.OFFER_REMINDERS):
        night(clock, project.OFFER_REMINDED_DAYS)
        assert offer in Offer.objects.shown(clock.day)
    night(clock, project.OFFER_REMINDED_DAYS)
    assert offer not in Offer.objects.shown(clock.day)


def test_answer_ends_the_questions_for_a_year(clock: Any, client: Client) -> None:
    offer = published(MunicipalityFactory())
    night(clock, 365)
    path = next(line for line in mail.outbox[-1].body.splitlines() if "/links/" in line)
    submissions.answer_by_link(secret=path.split("/")[-2], holds=True)
    offer.refresh_from_db()
    Offer.objects.filter(pk=offer.pk).update(confirmed_on=clock.day)
    assert night(clock, 364) == []
    assert len(night(clock, 1)) == 1
    assert state(offer) == ("to_be_confirmed", 0)


def test_late_worker_leaves_the_whole_time_for_each_answer(clock: Any) -> None:
    offer = published(MunicipalityFactory())
    # Nobody was there for weeks, again and again.
    assert len(night(clock, 365 + 60)) == 1
    assert state(offer) == ("to_be_confirmed", 0)
    assert len(night(clock, 25)) == 1
    assert state(offer) == ("to_be_confirmed", 1)
    assert night(clock, 1) == []
    assert night(clock, project.OFFER_REMINDED_DAYS - 2) == []
    assert len(night(clock, 15)) == 1
    assert state(offer) == ("to_be_confirmed", 2)
    assert offer in Offer.objects.shown(clock.day)
    assert night(clock, project.OFFER_REMINDED_DAYS - 1) == []
    assert offer in Offer.objects.shown(clock.day)
    assert len(night(clock, 1)) == 1
    assert state(offer) == ("expired", 0)


def test_duty_done_twice_or_half_way_sends_no_mail_twice(
    clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = published(MunicipalityFactory()), published(MunicipalityFactory())
    clock.day += datetime.timedelta(days=365)
    tasks_offers.ask_whether_offers_hold.function()
    tasks_offers.ask_whether_offers_hold.function()
    assert len(waiting()) == 2
    # A worker dies after the question, before its mail is enqueued: nothing has happened.
    real = still_true.enqueue
    monkeypatch.setattr(still_true, "enqueue", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        still_true.take_step(offer=first.pk)
    monkeypatch.setattr(still_true, "enqueue", real)
    assert state(first) == ("published", 0)
    assert not OfferLink.objects.exists()
    run_jobs()
    for offer in (first, second):
        assert still_true.take_step(offer=offer.pk) == ""
        tasks_offers.take_step.function(offer=offer.pk, day=clock.day.isoformat())
    assert night(clock) == []
    assert len(mail.outbox) == 2


def test_question_that_was_answered_before_its_mail_left_is_not_asked(clock: Any) -> None:
    offer = published(MunicipalityFactory())
    clock.day += datetime.timedelta(days=365)
    assert still_true.take_step(offer=offer.pk) == "asked"
    Offer.objects.filter(pk=offer.pk).update(status="published", asked_on=None)
    run_jobs()
    assert not mail.outbox


def test_offers_without_a_sender_are_the_moderators(clock: Any, region: Municipality) -> None:
    here, elsewhere = MunicipalityFactory(), MunicipalityFactory()
    for place, role, email in ((here, Role.EDITOR, "her@example.org"),
                               (elsewhere, Role.EDITOR, "der@example.org"),
                               (here, Role.COORDINATOR, "vert@example.org"),
                               (region, Role.REGIONAL, "region@example.org")):  # fmt: skip
        Membership.objects.create(user=UserFactory(email=email), municipality=place, role=role)
    offers = [published(here, sender=""), published(here, sender="")]
    refused = published(here)
    OfferSender.objects.filter(offer=refused).update(email_refused_at=refused.submitted_at)
    night(clock, 365)
    assert sorted(message.to[0] for message in mail.outbox) == [
        "her@example.org", "region@example.org",
    ]  # fmt: skip
    assert all("3" in message.subject for message in mail.outbox)
    assert "Tur" not in mail.outbox[0].body
    assert {state(offer) for offer in offers} == {("to_be_confirmed", 0)}
    assert night(clock, 1) == []


def test_address_that_takes_no_mail_is_remembered(clock: Any) -> None:
    offer = published(MunicipalityFactory())
    tasks_offer_mails.mark_sender_refused(sender=offer.sender.pk, occasion="x")
    assert not OfferSender.objects.reachable().exists()
    link = OfferLink.objects.create(sender=offer.sender, purpose="edit", digest="x",
                                    valid_until=offer.submitted_at)  # fmt: skip
    OfferSender.objects.update(email_refused_at=None)
    tasks_offer_mails.mark_link_refused(link=str(link.pk))
    assert not OfferSender.objects.reachable().exists()


def test_duties_are_in_the_list() -> None:
    tasks = {duty.task for duty in DUTIES}
    assert {
        tasks_offers.ask_whether_offers_hold,
        tasks_offers.tell_of_the_unasked,
        tasks_offers.tidy_offers,
    } <= tasks
