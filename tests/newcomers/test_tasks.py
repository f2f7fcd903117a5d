"""Tasks: planned, done, cancelled, put off."""

import datetime
from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from newcomers.actions.consents import purpose_of_referral
from newcomers.actions.tasks import (
    FURTHEST_DAYS,
    ImpossibleDay,
    LastTask,
    NewTask,
    OwnerNotHere,
    TaskEnded,
    TaskIncomplete,
    WhyPostponed,
    cancel_task,
    finish_task,
    plan_task,
    plan_with_organisation,
    postpone_task,
)
from newcomers.actions.texts import IdentityNumber, TextTooLong
from newcomers.models import Task
from portal.lib.dates import today
from portal.lib.scope import scoped
from tests.factories import OrganisationFactory
from tests.newcomers.asking import agreed
from tests.newcomers.cast import IDENTITY_NUMBER as NUMBER
from tests.newcomers.cast import Cast, active_case, cast_of, commit_checks, soon, yesterday

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def cast() -> Cast:
    return cast_of()


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"title": " "}, TaskIncomplete),
        ({"title": f"Ring {NUMBER}"}, IdentityNumber),
        ({"title": "x" * 201}, TextTooLong),
        ({"kind": "appointment", "place": NUMBER}, IdentityNumber),
        ({"kind": "appointment", "place": "x" * 121}, TextTooLong),
        ({"due_on": yesterday()}, ImpossibleDay),
        ({"due_on": datetime.date(1900, 1, 1)}, ImpossibleDay),
        ({"due_on": today() + (FURTHEST_DAYS + 1) * DAY}, ImpossibleDay),
        ({"kind": "referral"}, TaskIncomplete),
        ({"kind": "party"}, TaskIncomplete),
        ({"waiting_for": "rain"}, TaskIncomplete),
        ({"due_at": datetime.time(10)}, TaskIncomplete),
    ],
)
def test_bad_task_is_refused(cast: Cast, fields: dict[str, Any], error: type[Exception]) -> None:
    nav = OrganisationFactory()
    with scoped([cast.place.pk]):
        case = active_case(cast)
        task = replace(soon(), **fields)
        with pytest.raises(error):
            plan_task(case=case, task=task, by=cast.coordinator)
        with pytest.raises(error):
            finish_task(task=Task.objects.get(), by=cast.coordinator, replacing=task)
        with pytest.raises(error):
            plan_with_organisation(
                organisation=nav, municipality=cast.place, task=task, by=cast.coordinator
            )
        assert Task.objects.planned().count() == 1


def test_appointment_and_referral_are_whole(cast: Cast) -> None:
    nav = OrganisationFactory()
    with scoped([cast.place.pk]):
        case = active_case(cast)
        meeting = NewTask(
            "Møte\x00 ", today(), "appointment", datetime.time(10, 30), "Servicekontoret"
        )
        referral = NewTask("Kurs", soon(9).due_on, "referral", referred_to=nav)
        agreed(case.family, cast.coordinator, purpose_of_referral(nav))
        planned = [
            plan_task(case=case, task=task, by=cast.colleague) for task in (meeting, referral)
        ]
        assert [task.owner for task in planned] == [cast.coordinator] * 2
        assert (planned[0].title, planned[1].referred_to) == ("Møte", nav)
        with pytest.raises(TaskIncomplete):
            plan_task(case=case, task=replace(referral, kind="task"), by=cast.coordinator)


def test_owner_follows_up_cases_there(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        case = active_case(cast)
        with pytest.raises(OwnerNotHere):
            plan_task(case=case, task=soon(), by=cast.lead, owner=cast_of().coordinator)
        task = plan_task(case=case, task=soon(), by=cast.lead, owner=cast.colleague)
        # Whoever owns it may end it, in a case that is not theirs too; others may not.
        other = plan_task(case=case, task=soon(), by=cast.lead)
        with pytest.raises(PermissionDenied):
            finish_task(task=other, by=cast.colleague)
        assert finish_task(task=task, by=cast.colleague).ended_by == cast.colleague


@pytest.mark.parametrize(("end", "status"), [(finish_task, "done"), (cancel_task, "cancelled")])
def test_last_task_is_replaced_or_stays(cast: Cast, end: Any, status: str) -> None:
    with scoped([cast.place.pk]):
        active_case(cast)
        task = Task.objects.get()
        with pytest.raises(LastTask):
            end(task=task, by=cast.coordinator)
        assert Task.objects.get().is_planned
        ended = end(task=task, by=cast.coordinator, replacing=soon(4))
        assert (ended.status, ended.ended_on) == (status, today())
        commit_checks()
        with pytest.raises(TaskEnded) as stale:
            end(task=task, by=cast.lead)
        assert stale.value.task.ended_by == cast.coordinator
        # The second click has planned nothing either.
        assert Task.objects.planned().count() == 1


def test_third_time_put_off_goes_to_the_lead(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        case = active_case(cast)
        task = Task.objects.get()
        for times in (1, 2, 3):
            assert not Task.objects.often_postponed().exists()
            put_off = postpone_task(
                task=task, to=soon(3 + times).due_on, reason=f"Ferie {times}", by=cast.coordinator
            )
            assert (put_off.postponed_count, put_off.postponed_reason) == (times, f"Ferie {times}")
        assert list(Task.objects.often_postponed()) == [task]
        case.refresh_from_db()
        assert case.next_due_on == soon(6).due_on
        with pytest.raises(PermissionDenied):
            postpone_task(task=task, to=soon(9).due_on, reason="Ferie", by=cast.colleague)


@pytest.mark.parametrize(
    ("to", "reason", "error"),
    [
        (soon(9).due_on, " ", WhyPostponed),
        (soon(9).due_on, NUMBER, IdentityNumber),
        (soon(9).due_on, "x" * 201, TextTooLong),
        (yesterday(), "Ferie", ImpossibleDay),
        (today() + (FURTHEST_DAYS + 1) * DAY, "Ferie", ImpossibleDay),
    ],
)
def test_putting_off_needs_a_reason_and_a_day(
    cast: Cast, to: datetime.date, reason: str, error: type[Exception]
) -> None:
    with scoped([cast.place.pk]):
        active_case(cast)
        with pytest.raises(error):
            postpone_task(task=Task.objects.get(), to=to, reason=reason, by=cast.coordinator)
        assert Task.objects.get().postponed_count == 0


def test_ended_task_is_not_put_off(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        active_case(cast)
        task = finish_task(task=Task.objects.get(), by=cast.coordinator, replacing=soon())
        with pytest.raises(TaskEnded):
            postpone_task(task=task, to=soon(9).due_on, reason="Ferie", by=cast.coordinator)


def test_task_with_an_organisation_is_ended_by_its_owner_or_the_lead(cast: Cast) -> None:
    nav = OrganisationFactory()
    with scoped([cast.place.pk]):
        tasks = [
            plan_with_organisation(
                organisation=nav, municipality=cast.place, task=soon(), by=cast.coordinator
            )
            for _each in range(2)
        ]
        with pytest.raises(PermissionDenied):
            finish_task(task=tasks[0], by=cast.colleague)
        assert finish_task(task=tasks[0], by=cast.coordinator).status == "done"
        assert cancel_task(task=tasks[1], by=cast.lead).status == "cancelled"
