"""Are they still here? Asked a year and two years after arrival."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from newcomers.actions.cases import close_case, receive_case, reject_case, reopen_case
from newcomers.actions.families import change_family
from newcomers.actions.stays import (
    AlreadyAnswered,
    ReasonNeeded,
    answer_stay_check,
    months_after,
    plan_stay_checks,
)
from newcomers.models import StayCheck
from portal.lib.dates import today
from portal.lib.scope import scoped
from tests.newcomers.cast import (
    Cast,
    active_case,
    assigned_case,
    cast_of,
    closed_case,
    received_case,
    soon,
    stand_in,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return cast_of()


def first_check(cast: Cast) -> StayCheck:
    """Of a family that arrived today and whose case is closed. Needs the scope."""
    closed_case(cast, arrived_on=today())
    return StayCheck.objects.order_by("due_on")[0]


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        ("2024-01-31", 12, "2025-01-31"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 24, "2026-02-28"),
        ("2023-02-28", 12, "2024-02-28"),
        ("2024-12-15", 24, "2026-12-15"),
    ],
)
def test_months_after_keeps_the_day_where_there_is_one(day: str, months: int, then: str) -> None:
    from_day = datetime.date.fromisoformat(day)
    assert months_after(from_day, months) == datetime.date.fromisoformat(then)


def test_questions_outlive_the_case_and_are_due_on_their_day(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        check = first_check(cast)
        assert check.due_on == months_after(today(), 12)
        assert not StayCheck.objects.due().exists()
        assert not StayCheck.objects.due(check.due_on - datetime.timedelta(days=1)).exists()
        assert list(StayCheck.objects.due(check.due_on)) == [check]


@pytest.mark.parametrize(
    ("answer", "reason", "is_right"),
    [
        ("yes", "", True),
        ("unknown", "", True),
        ("no", "work", True),
        ("no", "not_said", True),
        ("no", "", False),
        ("no", "boredom", False),
        ("yes", "work", False),
        ("maybe", "", False),
        ("", "", False),
    ],
)
def test_answer_has_its_reason(cast: Cast, answer: str, reason: str, is_right: bool) -> None:
    with scoped([cast.place.pk]):
        check = first_check(cast)
        if is_right:
            said = answer_stay_check(check=check, answer=answer, reason=reason, by=cast.colleague)
            assert (said.answer, said.reason, said.answered_by) == (answer, reason, cast.colleague)
            return
        with pytest.raises(ReasonNeeded):
            answer_stay_check(check=check, answer=answer, reason=reason, by=cast.colleague)
        assert not StayCheck.objects.exclude(answer="").exists()


def test_second_answer_is_told_of_the_first(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        check = first_check(cast)
        answer_stay_check(check=check, answer="yes", by=cast.coordinator)
        with pytest.raises(AlreadyAnswered) as stale:
            answer_stay_check(check=check, answer="no", reason="work", by=cast.lead)
        assert stale.value.check.answered_by == cast.coordinator
        assert not StayCheck.objects.due(check.due_on).exists()


def test_answer_stays_when_the_day_of_arrival_changes(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        case = active_case(cast, arrived_on=today())
        family = case.family
        first, second = StayCheck.objects.order_by("due_on")
        answer_stay_check(check=first, answer="yes", by=cast.coordinator)
        family.arrived_on = today() - datetime.timedelta(days=30)
        change_family(family=family, people=list(family.people.all()), by=cast.coordinator)
        first.refresh_from_db()
        before = second.due_on
        second.refresh_from_db()
        assert (first.due_on, second.due_on < before) == (months_after(today(), 12), True)
        family.arrived_on = None
        plan_stay_checks(family=family)
        assert list(StayCheck.objects.all()) == [first]


def test_next_case_of_the_family_asks_no_second_time(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        family = closed_case(cast, arrived_on=today()).family
        receive_case(family=family, by=cast.lead)
        plan_stay_checks(family=family)
        assert StayCheck.objects.count() == 2
        with pytest.raises(IntegrityError), transaction.atomic():
            StayCheck.objects.create(
                journey=family.journey, municipality=cast.place, months=12, due_on=today()
            )


@pytest.mark.parametrize("protection", ["none", "fortrolig"])
def test_question_is_answered_by_who_may_log_there(cast: Cast, protection: str) -> None:
    stranger, deputy = cast_of().lead, stand_in(cast, cast.colleague)
    with scoped([cast.place.pk]):
        closed_case(cast, arrived_on=today(), address_protection=protection)
        check = StayCheck.objects.order_by("due_on")[0]
        denied = [stranger, deputy, *([cast.colleague] if protection == "fortrolig" else [])]
        for by in denied:
            with pytest.raises(PermissionDenied):
                answer_stay_check(check=check, answer="yes", by=by)
        assert answer_stay_check(check=check, answer="yes", by=cast.coordinator).answer == "yes"


@pytest.mark.parametrize(("reason", "asked"), [("settled", 2), ("deceased", 0), ("error", 0)])
def test_nobody_is_asked_after_a_case_that_ended_so(cast: Cast, reason: str, asked: int) -> None:
    with scoped([cast.place.pk]):
        case = assigned_case(cast, arrived_on=today())
        ended = close_case(
            case=case, reason=reason, outcome="unknown", by=cast.lead, unfinished="cancelled"
        )
        assert StayCheck.objects.count() == asked
        reopen_case(case=ended, reason="Feil", next_task=soon(), by=cast.lead)
        assert StayCheck.objects.count() == 2


def test_rejected_case_asks_nobody(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        case = received_case(cast, arrived_on=today())
        assert StayCheck.objects.count() == 2
        reject_case(case=case, reason="out_of_scope", by=cast.coordinator)
        assert not StayCheck.objects.exists()
