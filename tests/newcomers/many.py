"""Many rows at once, for tests that count queries: as the actions make them, but in bulk."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import connection
from django.test.utils import CaptureQueriesContext

from newcomers.models import Case, Enquiry, Family, FollowUp, Person, StayCheck, Task
from portal.lib.dates import today
from portal.lib.tokens import new_token
from tests.newcomers.cast import Cast, new_family, new_person


def add_cases(cast: Cast, count: int) -> list[Case]:
    """So many open cases of the coordinator, each with a family, a person and a task that is due,
    some of them today's appointments. Needs the scope."""
    by = cast.coordinator
    families = Family.objects.bulk_create(
        [new_family(cast.place, label=f"Familie {n}", created_by=by) for n in range(count)]
    )
    Person.objects.bulk_create(
        [new_person(family=family, municipality=cast.place) for family in families]
    )
    cases = Case.objects.bulk_create(
        [
            Case(
                number=f"MANGE-{new_token()[:10]}", family=family, municipality=cast.place,
                municipality_then=cast.place, coordinator=by, status="active", opened_by=by,
            )
            for family in families
        ]
    )  # fmt: skip
    Task.objects.bulk_create(
        [
            Task(
                case=case, municipality=cast.place, title=f"Tiltak {n}", owner=by, created_by=by,
                kind="appointment" if n % 3 == 0 else "task",
                due_on=today() + datetime.timedelta(days=n % 3),
            )
            for n, case in enumerate(cases)
        ]
    )  # fmt: skip
    StayCheck.objects.bulk_create(
        [
            StayCheck(journey=family.journey, municipality=cast.place, months=12, due_on=today())
            for family in families
        ]
    )
    return cases


def add_entries(case: Case, count: int) -> None:
    """So many entries in the log of the case. Needs the scope."""
    where = {"municipality_id": case.municipality_id, "municipality_then_id": case.municipality_id}
    FollowUp.objects.bulk_create(
        [
            FollowUp(
                case=case, kind="note", occurred_on=today(), author_id=case.opened_by_id,
                author_name="Kari", text=f"Notat nummer {n} om barnehage og skole.", **where,
            )
            for n in range(count)
        ]
    )  # fmt: skip


def add_enquiries(cast: Cast, count: int) -> None:
    """So many enquiries that wait. Needs the scope."""
    Enquiry.objects.bulk_create(
        [
            Enquiry(
                municipality=cast.place, language="de", name=f"Navn {n}",
                email=f"{n}@example.org", delete_on=today() + datetime.timedelta(days=300),
            )
            for n in range(count)
        ]
    )  # fmt: skip


@dataclass
class Cost:
    """What a page asked the database for."""

    statements: list[str] = field(default_factory=list)


@contextmanager
def counted() -> Iterator[Cost]:
    """Collect the queries of the block, without what only a test asks for: its transaction is an
    outer one, so that the request's is a savepoint, and its scope is put back afterwards."""
    cost = Cost()
    with CaptureQueriesContext(connection) as queries:
        yield cost
    cost.statements = [
        query["sql"]
        for query in queries
        if "SAVEPOINT" not in query["sql"] and "('app.scope', ''" not in query["sql"]
    ]
