"""The numbers of the yearly report, as fixed in domain.md."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from newcomers.models import Case, FollowUp, Task
from newcomers.reports import (
    ActionsAfterwards,
    ContactPoints,
    Period,
    actions_afterwards,
    contact_points,
)
from portal.lib.dates import today
from portal.lib.scope import scoped
from tests.factories import OrganisationFactory
from tests.newcomers.cast import Cast, active_case, cast_of, commit_checks, logged, reached, soon

pytestmark = pytest.mark.django_db
PERIOD = Period(datetime.date(2014, 2, 1), datetime.date(2014, 10, 23))


@pytest.fixture
def cast() -> Cast:
    return cast_of()


def on(text: str, year: int = 2014) -> datetime.date:
    return datetime.date.fromisoformat(f"{year}-{text}")


def case_of_2014(cast: Cast) -> Case:
    """A case that was open then, in which nothing was written. Needs the scope."""
    case = active_case(cast)
    Case.objects.filter(pk=case.pk).update(opened_on=on("01-15"))
    case.refresh_from_db()
    return case


def contact(case: Case, cast: Cast, day: str, **fields: Any) -> FollowUp:
    """A contact of that day, written on it."""
    noon = datetime.datetime.combine(on(day), datetime.time(12))
    return FollowUp.objects.create(
        **{
            "case": case, "municipality": cast.place, "municipality_then": cast.place,
            "mode": "phone", "reached": True, "author": cast.coordinator, "author_name": "Kari",
            "occurred_on": on(day), "logged_at": timezone.make_aware(noon),
        }
        | fields
    )  # fmt: skip


def task(cause: FollowUp, due: str, done: str | None, **fields: Any) -> Task:
    return Task.objects.create(
        **{
            "case": cause.case, "municipality_id": cause.municipality_id, "title": "Neste",
            "owner": cause.author, "created_by": cause.author, "caused_by": cause,
            "due_on": on(due), "status": "done" if done else "planned",
            "ended_on": on(done) if done else None, "ended_by": cause.author if done else None,
        }
        | fields
    )  # fmt: skip


def golden(cast: Cast) -> dict[int, FollowUp]:
    """The example of domain.md, by its numbers. Needs the scope."""
    case = case_of_2014(cast)
    organisation = {"counterparts": ["nav"]}
    entries = {
        1: contact(case, cast, "02-03"),
        2: contact(case, cast, "03-03"),
        3: contact(case, cast, "03-03", reached=False),
        4: contact(case, cast, "01-31"),
        6: contact(case, cast, "05-22", **organisation),
        7: contact(case, cast, "06-01"),
        8: contact(case, cast, "10-23", **organisation),
        9: contact(case, cast, "10-24"),
    }
    entries[5] = contact(
        case, cast, "02-01", corrects=entries[4], correction="fix", correction_reason="Feil dag"
    )
    contact(case, cast, "06-01", corrects=entries[7], correction="void", correction_reason="Feil")
    for cause, due, done in (
        (1, "02-10", "02-09"),
        (2, "03-10", "03-20"),
        (5, "02-20", None),
        (6, "06-30", "07-15"),
        (8, "11-05", "10-30"),
    ):
        task(entries[cause], due, done)
    commit_checks()
    return entries


def counts(report: ContactPoints | ActionsAfterwards) -> dict[str, int]:
    """The numbers; each is as long as its list."""
    numbers = vars(report)
    assert all(number.entries.count() == number.count for number in numbers.values())
    return {name: number.count for name, number in numbers.items()}


def both(cast: Cast, period: Period = PERIOD, **options: Any) -> dict[str, int]:
    asked = {"municipality": cast.place.pk, "period": period} | options
    return counts(contact_points(**asked)) | counts(actions_afterwards(**asked))


def test_golden_example_of_the_domain(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        entries = golden(cast)
        assert both(cast) == {
            "made": 6, "reached": 5, "with_newcomer": 3, "with_organisation": 2,
            "planned": 5, "done_soon": 2, "done_in_time": 1,
        }  # fmt: skip
        asked: dict[str, Any] = {"municipality": cast.place.pk, "period": PERIOD}
        made = contact_points(**asked).made.entries
        assert set(made) == {entries[number] for number in (1, 2, 3, 5, 6, 8)}
        soon_done = actions_afterwards(**asked).done_soon.entries
        assert set(soon_done) == {entries[1], entries[2]}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        # Corrected later: the task of the first entry counts for the head of the chain.
        (
            lambda cast, entries: contact(
                entries[1].case, cast, "02-04", corrects=entries[1], correction="fix",
                correction_reason="Dagen etter",
            ),
            {},
        ),
        # Corrected out of the period: neither the contact nor its task counts.
        (
            lambda cast, entries: contact(
                entries[1].case, cast, "01-30", corrects=entries[1], correction="fix",
                correction_reason="Dagen før",
            ),
            {"made": 5, "reached": 4, "with_newcomer": 2, "planned": 4, "done_soon": 1,
             "done_in_time": 0},
        ),
        # Was not reached after all.
        (
            lambda cast, entries: contact(
                entries[1].case, cast, "02-03", reached=False, corrects=entries[1],
                correction="fix", correction_reason="Svarte ikke",
            ),
            {"reached": 4, "with_newcomer": 2, "planned": 4, "done_soon": 1, "done_in_time": 0},
        ),
        # Was a note.
        (
            lambda cast, entries: contact(
                entries[3].case, cast, "03-03", kind="note", mode="", reached=None, text="Notat",
                corrects=entries[3], correction="fix", correction_reason="Ingen kontakt",
            ),
            {"made": 5},
        ),
        # Two tasks of one contact are one contact that led to tasks.
        (lambda cast, entries: task(entries[2], "03-30", "03-04"), {"done_in_time": 2}),
        (
            lambda cast, entries: task(entries[5], "06-01", "03-03"),
            {"done_soon": 3, "done_in_time": 2},
        ),
        # The thirty-first day is too late.
        (lambda cast, entries: task(entries[5], "02-20", "03-04"), {}),
        (
            lambda cast, entries: task(entries[5], "02-20", "02-20", status="cancelled"),
            {},
        ),
        # The newcomer and the police at one table.
        (
            lambda cast, entries: contact(
                entries[1].case, cast, "04-01", counterparts=["police", "newcomer"]
            ),
            {"made": 7, "reached": 6, "with_newcomer": 4},
        ),
        (
            lambda cast, entries: contact(
                None, cast, "04-01", organisation=OrganisationFactory()  # type: ignore[arg-type]
            ),
            {"made": 7, "reached": 6, "with_organisation": 3},
        ),
        # A change of state is no contact.
        (
            lambda cast, entries: contact(
                entries[1].case, cast, "04-01", kind="status", mode="", reached=None
            ),
            {},
        ),
    ],
)  # fmt: skip
def test_numbers_count_what_holds(
    cast: Cast, change: Callable[[Cast, dict[int, FollowUp]], Any], expected: dict[str, int]
) -> None:
    with scoped([cast.place.pk]):
        entries = golden(cast)
        before = both(cast)
        Case.objects.update(opened_on=on("01-01"))
        change(cast, entries)
        assert both(cast) == before | expected


def test_period_has_both_its_days(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        golden(cast)
        assert both(cast, Period(on("10-23"), on("10-23")))["made"] == 1
        assert both(cast, Period(on("10-24"), on("10-30")))["made"] == 1
        # With the end a week later, what was done on 30 October is done.
        later = both(cast, Period(on("02-01"), on("10-30")))
        assert (later["made"], later["done_soon"], later["done_in_time"]) == (7, 3, 2)
        with pytest.raises(ValueError, match="does not end"):
            Period(on("10-24"), on("10-23"))


def test_years_of_a_municipality_stay_its_own_after_a_merger(cast: Cast) -> None:
    old = cast_of().place
    with scoped([cast.place.pk]):
        case = case_of_2014(cast)
        contact(case, cast, "04-01", municipality_then=old)
        assert both(cast)["made"] == 0
        asked: dict[str, Any] = {"municipality": old.pk, "period": PERIOD}
        assert contact_points(**asked).made.count == 1


def test_own_numbers_are_those_of_ones_own_entries(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        case = active_case(cast)
        logged(case, cast.colleague, reached())
        year = Period(today(), today())
        assert both(cast, year)["made"] == 2
        assert both(cast, year, author=cast.colleague)["made"] == 1
        assert both(cast, year, author=cast.lead)["made"] == 0


def test_other_municipality_is_not_counted(cast: Cast) -> None:
    there = cast_of()
    with scoped([there.place.pk]):
        golden(there)
    with scoped([cast.place.pk]):
        assert set(both(cast).values()) == {0}
        assert set(both(there).values()) == {0}


def test_log_itself_carries_the_numbers(cast: Cast) -> None:
    """A task that was planned with an entry counts for it."""
    from newcomers.actions.follow_ups import Next

    with scoped([cast.place.pk]):
        case = active_case(cast)
        logged(case, cast.coordinator, reached(), next_step=Next(tasks=(soon(),)))
        year = Period(today(), today())
        assert both(cast, year)["planned"] == 1
