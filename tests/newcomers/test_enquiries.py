"""What happens to an enquiry, and which ones a question finds."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection, transaction

from municipalities.models import Membership, Municipality
from municipalities.roles import Role
from newcomers.actions.addresses import mark_address_refused
from newcomers.actions.enquiries import (
    AlreadyTriaged,
    ImpossibleOutcome,
    NoSuchPlace,
    NotAnEnquiryHere,
    delete_expired_enquiries,
    forward_enquiry,
    mark_duplicate,
    receive_enquiry,
    triage_enquiry,
)
from newcomers.models import Enquiry
from portal.lib.scope import scoped
from portal.models import User
from tests.factories import MunicipalityFactory, UserFactory, received_enquiry
from tests.jobs import waiting

pytestmark = pytest.mark.django_db
FRIDAY = datetime.date(2026, 3, 6)


@pytest.fixture
def here() -> Municipality:
    return MunicipalityFactory(name="Målselv")


@pytest.fixture
def there() -> Municipality:
    return MunicipalityFactory(name="Sørreisa")


@pytest.fixture
def coordinator(here: Municipality) -> User:
    user = UserFactory()
    Membership.objects.create(user=user, municipality=here, role=Role.COORDINATOR)
    return user


def jobs_of(enquiry: Enquiry) -> set[str]:
    return {name for name, ids in waiting() if ids["enquiry"] == str(enquiry.pk)}


def test_enquiry_is_stored_once_however_often_it_is_sent(here: Municipality) -> None:
    first = received_enquiry(here, token="a" * 16)
    again = Enquiry(municipality=here, language="de", name="K", phone="12345", token="a" * 16)
    before = waiting()
    assert not receive_enquiry(enquiry=again)
    assert waiting() == before
    assert jobs_of(first) == {"newcomers.send_receipt", "newcomers.tell_coordinator"}
    with scoped([here.pk]):
        assert list(Enquiry.objects.all()) == [first]


def test_enquiry_has_a_number_to_read_out_and_a_day_of_deletion(
    here: Municipality, settings: Any
) -> None:
    settings.ENQUIRY_KEPT_DAYS = 10
    one, other = received_enquiry(here), received_enquiry(here)
    assert one.number != other.number
    assert len(one.number) == 7
    assert one.number in str(one)
    assert (one.delete_on - one.received_at.date()).days in (9, 10)


def test_enquiry_needs_a_way_to_answer(here: Municipality) -> None:
    with pytest.raises(DatabaseError, match="enquiry_can_be_answered"):
        received_enquiry(here, email="", phone="")


def test_triage_is_decided_once_by_who_may(here: Municipality, coordinator: User) -> None:
    enquiry = received_enquiry(here)
    with scoped([here.pk]):
        done = triage_enquiry(enquiry=enquiry, outcome="answered", by=coordinator)
        assert (done.triage, done.triaged_by) == ("answered", coordinator)
        with pytest.raises(AlreadyTriaged) as error:
            triage_enquiry(enquiry=enquiry, outcome="spam", by=coordinator)
        assert error.value.enquiry.triaged_by == coordinator
        with pytest.raises(AlreadyTriaged):
            mark_duplicate(enquiry=enquiry, of=enquiry, by=coordinator)


def test_triage_of_others_is_not_even_found(
    here: Municipality, there: Municipality, coordinator: User
) -> None:
    theirs = received_enquiry(there)
    with scoped([here.pk]), pytest.raises(Enquiry.DoesNotExist):
        triage_enquiry(enquiry=theirs, outcome="spam", by=coordinator)
    with scoped([there.pk]), pytest.raises(PermissionDenied):
        triage_enquiry(enquiry=theirs, outcome="spam", by=coordinator)
    with scoped([there.pk]), pytest.raises(PermissionDenied):
        forward_enquiry(enquiry=theirs, to=here, by=coordinator)


@pytest.mark.parametrize("outcome", ["new", "case", "forwarded", "duplicate", "nonsense", ""])
def test_triage_refuses_what_is_no_outcome(
    here: Municipality, coordinator: User, outcome: str
) -> None:
    with pytest.raises(ImpossibleOutcome):
        triage_enquiry(enquiry=received_enquiry(here), outcome=outcome, by=coordinator)


def test_forwarding_leaves_number_and_date_alone(
    here: Municipality, there: Municipality, coordinator: User
) -> None:
    enquiry = received_enquiry(
        here,
        phone="77 00 00 00",
        message="Hei",
        household="2",
        planned_month=datetime.date(2027, 5, 1),
    )
    with scoped([here.pk]):
        mark_address_refused(enquiry=enquiry)
        stays = forward_enquiry(enquiry=enquiry, to=there, by=coordinator)
        stays.refresh_from_db()
        assert (stays.number, stays.received_at) == (enquiry.number, enquiry.received_at)
        assert (stays.triage, stays.forwarded_to) == ("forwarded", there)
        for field in ("name", "email", "phone", "message", "language", "household"):
            assert getattr(stays, field) == "", field
        assert (stays.planned_month, stays.email_refused_at) == (None, None)
        assert Enquiry.objects.count() == 1
    with scoped([there.pk]):
        arrived = Enquiry.objects.get()
        assert (arrived.number, arrived.name, arrived.message) == (enquiry.number, "Kanari", "Hei")
        assert (arrived.is_waiting, arrived.forwarded_from) == (True, here)
        # It is the same address there.
        assert arrived.email_refused_at is not None
        assert (arrived.received_at, arrived.delete_on) == (enquiry.received_at, enquiry.delete_on)
    assert jobs_of(arrived) == {"newcomers.tell_forwarded", "newcomers.tell_coordinator"}


def test_forwarding_back_arrives_again(here: Municipality, there: Municipality) -> None:
    both = UserFactory()
    for place in (here, there):
        Membership.objects.create(user=both, municipality=place, role=Role.COORDINATOR)
    enquiry = received_enquiry(here)
    with scoped([here.pk]):
        forward_enquiry(enquiry=enquiry, to=there, by=both)
    with scoped([there.pk]):
        forward_enquiry(enquiry=Enquiry.objects.get(), to=here, by=both)
    with scoped([here.pk]):
        assert Enquiry.objects.waiting().get().number == enquiry.number


def test_forwarding_goes_to_places_of_today(
    here: Municipality, region: Municipality, coordinator: User
) -> None:
    former = MunicipalityFactory(valid_to=datetime.date(2019, 12, 31), successor=here)
    enquiry = received_enquiry(here)
    with scoped([here.pk]):
        for nowhere in (here, former):
            with pytest.raises(NoSuchPlace):
                forward_enquiry(enquiry=enquiry, to=nowhere, by=coordinator)
        enquiry.refresh_from_db()
        assert enquiry.is_waiting
        forward_enquiry(enquiry=enquiry, to=region, by=coordinator)


def test_database_refuses_a_forwarded_row_that_still_tells(
    here: Municipality, there: Municipality, coordinator: User
) -> None:
    enquiry = received_enquiry(here)
    with scoped([here.pk]):
        forward_enquiry(enquiry=enquiry, to=there, by=coordinator)
        with pytest.raises(IntegrityError, match="keeps_number_only"), transaction.atomic():
            Enquiry.objects.update(name="Kanari")


def test_duplicate_is_said_of_another_one_here(here: Municipality, coordinator: User) -> None:
    first, second = received_enquiry(here), received_enquiry(here)
    with scoped([here.pk]):
        with pytest.raises(NotAnEnquiryHere):
            mark_duplicate(enquiry=second, of=second, by=coordinator)
        done = mark_duplicate(enquiry=second, of=first, by=coordinator)
        assert (done.triage, done.duplicate_of) == ("duplicate", first)


def test_duplicate_of_another_municipality_is_refused_twice(
    here: Municipality, there: Municipality, coordinator: User
) -> None:
    mine, theirs = received_enquiry(here), received_enquiry(there)
    with scoped([here.pk]):
        with pytest.raises(NotAnEnquiryHere):
            mark_duplicate(enquiry=mine, of=theirs, by=coordinator)
        triage_enquiry(enquiry=mine, outcome="spam", by=coordinator)
        Enquiry.objects.update(triage="duplicate", duplicate_of=theirs.pk)
        cursor = connection.cursor()
        with pytest.raises(IntegrityError, match="_here"), transaction.atomic():
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("known", "asked", "found"),
    [
        ({"email": "A@Example.org"}, {"email": "a@example.org"}, True),
        ({"email": "a@example.org"}, {"email": "b@example.org"}, False),
        ({"phone": "+47 77 00 00 01"}, {"phone": "77000001"}, True),
        ({"phone": "77 00 00 02"}, {"phone": "77000001"}, False),
        ({"planned_month": FRIDAY}, {"planned_month": FRIDAY}, True),
        ({"planned_month": FRIDAY}, {}, False),
        ({"name": "Else", "planned_month": FRIDAY}, {"planned_month": FRIDAY}, False),
    ],
)
def test_possible_duplicates_are_alike(
    here: Municipality, there: Municipality, known: Any, asked: Any, found: bool
) -> None:
    blank = {"name": "Same Name", "email": "", "phone": ""}
    neither = not (known.keys() & {"email", "phone"})
    ways: list[dict[str, Any]] = [{"email": "x@example.org"}, {"email": "y@example.org"}]
    earlier = received_enquiry(here, **blank | (ways[0] if neither else {}) | known)
    received_enquiry(there, **blank | (ways[0] if neither else {}) | known)
    enquiry = received_enquiry(here, **blank | (ways[1] if neither else {}) | asked)
    with scoped([here.pk, there.pk]):
        alike = list(Enquiry.objects.possible_duplicates_of(enquiry))
    assert alike == ([earlier] if found else [])


def test_unanswered_for_two_working_days_is_the_leads(here: Municipality) -> None:
    received_enquiry(here, received_at=datetime.datetime(2026, 3, 6, 12, tzinfo=datetime.UTC))
    with scoped([here.pk]):
        monday, tuesday = FRIDAY + datetime.timedelta(3), FRIDAY + datetime.timedelta(4)
        assert not Enquiry.objects.unanswered(monday)
        assert Enquiry.objects.unanswered(tuesday).count() == 1


def test_expired_enquiries_are_deleted_in_scope_only(
    here: Municipality, there: Municipality, coordinator: User
) -> None:
    day = datetime.date(2026, 1, 1)
    gone, kept = received_enquiry(here, delete_on=day), received_enquiry(here)
    theirs = received_enquiry(there, delete_on=day)
    with scoped([here.pk]):
        mark_duplicate(enquiry=kept, of=gone, by=coordinator)
        assert delete_expired_enquiries(day=day - datetime.timedelta(1)) == 0
        assert delete_expired_enquiries(day=day) == 1
        assert [(row.pk, row.duplicate_of) for row in Enquiry.objects.all()] == [(kept.pk, None)]
    with scoped([there.pk]):
        assert Enquiry.objects.get() == theirs


def test_refused_address_is_marked_once(here: Municipality) -> None:
    enquiry = received_enquiry(here)
    with scoped([here.pk]):
        mark_address_refused(enquiry=enquiry)
        first = Enquiry.objects.get().email_refused_at
        mark_address_refused(enquiry=enquiry)
        assert first is not None
        assert Enquiry.objects.get().email_refused_at == first
