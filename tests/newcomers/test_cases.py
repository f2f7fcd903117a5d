"""What happens to a case, from the family's arrival in the log to its closing."""

import pytest
from django.db import IntegrityError, connection, transaction

from newcomers.actions.cases import AlreadyMoved, close_case, reopen_case
from newcomers.actions.follow_ups import Next, Written, log_entry
from newcomers.models import Case, FollowUp, StayCheck, Task
from portal.lib.dates import today
from portal.lib.scope import scoped
from tests.newcomers.cast import Cast, assigned_case, cast_of, soon

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return cast_of()


def commit_checks() -> None:
    """Run what PostgreSQL otherwise checks at commit."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def test_case_goes_its_way_and_its_log_tells(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        case = assigned_case(cast, arrived_on=today())
        commit_checks()
        assert StayCheck.objects.count() == 2
        written = Written(today(), "Snakket om barnehage", mode="phone", reached=True)
        next_step = Next(tasks=(soon(7),), finished=tuple(Task.objects.all()))
        log_entry(
            case=case, written=written, by=cast.coordinator, form_key="a" * 16,
            next_step=next_step, told_about_privacy=True,
        )  # fmt: skip
        case.refresh_from_db()
        assert case.status == "active"
        assert (case.last_contact_on, case.next_due_on) == (today(), soon(7).due_on)
        again = log_entry(case=case, written=written, by=cast.coordinator, form_key="a" * 16)
        assert not again.is_new
        closed = close_case(
            case=case, reason="settled", outcome="helped", by=cast.coordinator, unfinished="done"
        )
        with pytest.raises(AlreadyMoved):
            close_case(case=case, reason="settled", outcome="helped", by=cast.coordinator)
        reopen_case(case=closed, reason="Tilbake", next_task=soon(), by=cast.coordinator)
        commit_checks()
        states = FollowUp.objects.filter(kind="status").order_by("pk")
        assert [entry.change["to"] for entry in states] == [
            "received", "assigned", "active", "closed", "active",
        ]  # fmt: skip


def test_database_refuses_an_open_case_without_a_task(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        case = assigned_case(cast)
        commit_checks()
        Task.objects.filter(case=case).delete()
        with pytest.raises(IntegrityError, match="no planned task"):
            commit_checks()
        transaction.set_rollback(True)


def test_database_refuses_a_coordinator_from_elsewhere(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        assigned_case(cast)
        with pytest.raises(IntegrityError, match="does not follow up"), transaction.atomic():
            Case.objects.update(coordinator=1_000_000)
