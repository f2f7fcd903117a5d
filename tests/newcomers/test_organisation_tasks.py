"""What is planned with organisations: on nobody's case, and forgotten by nobody."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from municipalities.actions.memberships import end_role
from municipalities.models import Membership
from municipalities.roles import Role
from newcomers.actions.cases import pause_case
from newcomers.actions.tasks import (
    NewTask,
    OwnerNotHere,
    TaskEnded,
    finish_task,
    hand_over_task,
    plan_task,
    plan_with_organisation,
)
from newcomers.models import CaseAccess, Task
from portal.lib.dates import add_working_days, today
from portal.lib.scope import scoped
from tests.factories import OrganisationFactory, UserFactory
from tests.newcomers.cast import Cast, active_case, cast_of, commit_checks, soon

pytestmark = pytest.mark.django_db
LIST = reverse("admin:newcomers_task_changelist")
TITLE = "Spør NAV om norskkurs"


@pytest.fixture
def cast() -> Cast:
    return cast_of()


@pytest.fixture
def task(cast: Cast) -> Task:
    """The coordinator's, due today."""
    with scoped([cast.place.pk]):
        return plan_with_organisation(
            organisation=OrganisationFactory(),
            municipality=cast.place,
            task=NewTask(TITLE, today()),
            by=cast.coordinator,
        )


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page_of(task: Task) -> str:
    return reverse("admin:newcomers_task_change", args=[task.pk])


def stored(cast: Cast, task: Task) -> Task:
    with scoped([cast.place.pk]):
        return Task.objects.get(pk=task.pk)


def leave(cast: Cast) -> None:
    held = Membership.objects.get(user=cast.coordinator, municipality=cast.place)
    end_role(membership=held, by=cast.lead)


def test_own_task_is_counted_on_my_day_and_listed(cast: Cast, task: Task) -> None:
    client = signed_in(cast.coordinator)
    day = client.get(reverse("admin:index")).context["day"]
    assert {number.count for number in day.own if number.url == LIST} == {1}
    assert TITLE in client.get(LIST).content.decode()
    with scoped([cast.place.pk], [cast.place.pk]):
        read = CaseAccess.objects.filter(table="task", user=cast.coordinator)
        assert read.get().object_ids == [str(task.pk)]


def test_colleague_finds_it_among_everybodys(cast: Cast, task: Task) -> None:
    client = signed_in(cast.colleague)
    assert TITLE not in client.get(LIST).content.decode()
    assert TITLE in client.get(LIST, {"state": "planned"}).content.decode()
    page = client.get(page_of(task)).content.decode()
    assert TITLE in page
    assert 'name="deed"' not in page
    answer = client.post(page_of(task), {"deed": "done"})
    assert answer.status_code == 200
    assert stored(cast, task).is_planned


def test_stranger_finds_nothing(cast: Cast, task: Task) -> None:
    client = signed_in(cast_of(name="Sørreisa", slug="sorreisa").coordinator)
    assert TITLE not in client.get(LIST, {"state": "planned"}).content.decode()
    assert client.get(page_of(task)).status_code == 404
    assert client.post(page_of(task), {"deed": "done"}).status_code == 404
    assert stored(cast, task).is_planned


def test_tasks_of_cases_are_not_in_the_list(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        case = active_case(cast)
        task = Task.objects.filter(case=case).first()
    client = signed_in(cast.coordinator)
    assert task.title not in client.get(LIST, {"state": "planned"}).content.decode()
    assert client.get(page_of(task)).status_code == 404


@pytest.mark.parametrize(
    ("typed", "status"),
    [({"deed": "done"}, "done"), ({"deed": "cancel"}, "cancelled")],
)
def test_task_is_ended_on_its_page(
    cast: Cast, task: Task, typed: dict[str, str], status: str
) -> None:
    client = signed_in(cast.coordinator)
    assert client.post(page_of(task), typed).status_code == 302
    ended = stored(cast, task)
    assert (ended.status, ended.ended_by, ended.ended_on) == (status, cast.coordinator, today())
    assert TITLE in client.get(LIST, {"state": "ended"}).content.decode()
    # The same click once more finds the first one's result.
    assert 'name="deed"' not in client.post(page_of(task), typed).content.decode()


def test_task_is_put_off_with_a_reason(cast: Cast, task: Task) -> None:
    client = signed_in(cast.coordinator)
    day = add_working_days(today(), 3)
    typed = {"deed": "postpone", "to_day": day.isoformat()}
    page = client.post(page_of(task), typed)
    assert page.context["forms"]["postpone"].errors.keys() == {"reason"}
    assert client.post(page_of(task), typed | {"reason": "Kurset er fullt"}).status_code == 302
    assert stored(cast, task).due_on == day


def test_task_is_given_to_a_colleague(cast: Cast, task: Task) -> None:
    client = signed_in(cast.coordinator)
    typed = {"deed": "hand_over", "to": str(cast.colleague.pk)}
    assert client.post(page_of(task), typed).status_code == 302
    assert stored(cast, task).owner == cast.colleague


def test_task_is_given_to_nobody_who_is_not_here(cast: Cast, task: Task) -> None:
    with scoped([cast.place.pk]), pytest.raises(OwnerNotHere):
        hand_over_task(task=task, to=UserFactory(), by=cast.lead)
    assert stored(cast, task).owner == cast.coordinator


def test_task_is_given_on_by_its_owner_or_the_lead_alone(cast: Cast, task: Task) -> None:
    with scoped([cast.place.pk]):
        with pytest.raises(PermissionDenied):
            hand_over_task(task=task, to=cast.colleague, by=cast.colleague)
        finish_task(task=task, by=cast.coordinator)
        with pytest.raises(TaskEnded):
            hand_over_task(task=task, to=cast.colleague, by=cast.lead)


def test_task_of_a_case_follows_its_coordinator(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        case = active_case(cast)
        task = Task.objects.get(case=case)
        with pytest.raises(OwnerNotHere):
            hand_over_task(task=task, to=cast.colleague, by=cast.lead)


def test_task_of_who_left_waits_for_the_lead(cast: Cast, task: Task) -> None:
    lead = signed_in(cast.lead)
    where = f"{LIST}?state=nobody"
    before = lead.get(reverse("admin:index")).context["day"]
    assert {number.count for number in before.led if number.url == where} == {0}
    leave(cast)
    after = lead.get(reverse("admin:index")).context["day"]
    assert {number.count for number in after.led if number.url == where} == {1}
    assert TITLE in lead.get(where).content.decode()
    lead.post(page_of(task), {"deed": "hand_over", "to": str(cast.colleague.pk)})
    assert stored(cast, task).owner == cast.colleague
    assert TITLE not in lead.get(where).content.decode()


def test_rest_puts_off_what_was_planned_before(cast: Cast) -> None:
    until = add_working_days(today(), 20)
    with scoped([cast.place.pk]):
        case = active_case(cast)
        earlier = Task.objects.get(case=case)
        later = plan_task(case=case, task=soon(30, "Spør igjen"), by=cast.coordinator)
        pause_case(case=case, reason="Reist hjem", resume_on=until, by=cast.coordinator)
        commit_checks()
        earlier.refresh_from_db()
        assert (earlier.due_on, earlier.postponed_reason) == (until, "Reist hjem")
        assert earlier.postponed_count == 1
        assert Task.objects.filter(case=case).planned().first().due_on == until
        assert Task.objects.get(pk=later.pk).due_on == later.due_on


def test_municipality_is_told_to_who_works_in_several(cast: Cast, task: Task) -> None:
    client, column = signed_in(cast.coordinator), "column-municipality"
    assert column not in client.get(LIST).content.decode()
    other = cast_of(name="Sørreisa", slug="sorreisa").place
    Membership.objects.create(user=cast.coordinator, municipality=other, role=Role.COORDINATOR)
    assert column in client.get(LIST).content.decode()
