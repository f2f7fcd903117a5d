"""The public form under many posts at once, on real connections of their own."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client

from municipalities.models import Membership, Municipality
from municipalities.roles import Role
from newcomers.models import Enquiry
from portal.lib.scope import scoped
from tests.contact import send, ticket
from tests.factories import MunicipalityFactory, UserFactory
from tests.jobs import run_jobs, waiting

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def senja() -> Iterator[Municipality]:
    yield MunicipalityFactory(slug="senja", name="Senja")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM portal_counter")


def at_once(count: int, work: Callable[[int], Any]) -> list[Any]:
    """What the work gives in so many threads that begin together."""
    together, given = threading.Barrier(count), []

    def one(number: int) -> None:
        try:
            together.wait(timeout=60)
            given.append(work(number))
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=[number]) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(given) == count
    return given


def enquiries(place: Municipality) -> int:
    with scoped([place.pk]):
        return Enquiry.objects.count()


def test_one_ticket_twenty_times_at_once_is_one_row_and_one_mail(senja: Municipality) -> None:
    coordinator = UserFactory(email="coordinator@example.org")
    Membership.objects.create(user=coordinator, municipality=senja, role=Role.COORDINATOR)
    same = ticket()
    answers = at_once(20, lambda _number: send(Client(), ticket=same))
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer["Location"] for answer in answers}) == 1
    assert enquiries(senja) == 1
    assert len(waiting()) == 2
    run_jobs()
    assert sorted(message.to[0] for message in mail.outbox) == [
        "coordinator@example.org", "greta@example.org",
    ]  # fmt: skip


def test_two_hundred_in_a_minute_are_counted_together_whatever_they_claim(
    senja: Municipality, settings: Any
) -> None:
    """As eight processes behind one proxy would: the counter is in the database alone."""
    settings.TRUSTED_PROXIES = 1
    # A window that does not end while the test runs.
    settings.CONTACT_PER_ADDRESS = {"limit": 50, "seconds": 7 * 24 * 3600}

    def many(number: int) -> list[int]:
        return [
            send(Client(), HTTP_X_FORWARDED_FOR=f"10.{number}.0.{again}, 192.0.2.7").status_code
            for again in range(25)
        ]

    answered = Counter(status for each in at_once(8, many) for status in each)
    assert answered == {303: 50, 429: 150}
    assert enquiries(senja) == 50
    # Another address is not held up.
    assert send(Client(), HTTP_X_FORWARDED_FOR="192.0.2.8").status_code == 303
