"""My day: what waits for whom, and what its numbers lead to."""

import datetime
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from municipalities.models import Membership
from municipalities.roles import Role
from newcomers.actions.tasks import plan_with_organisation
from newcomers.models import Case, CaseAccess, Task
from portal.lib.dates import today
from portal.lib.scope import scoped
from tests.factories import OrganisationFactory, received_enquiry
from tests.newcomers.cast import (
    Cast,
    assigned_case,
    cast_of,
    commit_checks,
    received_case,
    soon,
    with_role,
)
from tests.newcomers.many import add_cases, add_enquiries, counted
from tests.newcomers.two_places import between

pytestmark = pytest.mark.django_db
INDEX = reverse("admin:index")


@pytest.fixture
def cast() -> Cast:
    return cast_of()


def due(case: Case, days: int, **changes: Any) -> None:
    """Move the case's task to so many days from today. Needs the scope."""
    day = today() + datetime.timedelta(days=days)
    Task.objects.filter(case=case).update(due_on=day, **changes)


def day_of(client: Client) -> Any:
    return client.get(INDEX).context["day"]


def numbers(rows: Any) -> dict[str, int]:
    return {str(number.label): number.count for number in rows}


def test_numbers_count_the_own_cases_and_what_waits(client: Client, cast: Cast) -> None:
    with scoped([cast.place.pk]):
        due(assigned_case(cast), -1)
        due(assigned_case(cast), 0)
        due(assigned_case(cast, to=cast.colleague), -5)
        received_case(cast)
    received_enquiry(cast.place)
    client.force_login(cast.coordinator)
    day = day_of(client)
    found = numbers(day.own)
    assert (found["overdue"], found["due today"], found["enquiries waiting"]) == (1, 1, 1)
    assert day.led == []
    assert len(day.worklist) == 2


def test_lead_sees_what_nobody_looks_after(client: Client, cast: Cast) -> None:
    with scoped([cast.place.pk]):
        due(assigned_case(cast), -1, postponed_count=3, postponed_reason="Ferie")
        received_case(cast)
        commit_checks()
    client.force_login(cast.lead)
    found = numbers(day_of(client).led)
    assert found["overdue"] == found["put off three times"] == found["without coordinator"] == 1
    Membership.objects.filter(user=cast.coordinator).update(
        valid_from="2020-01-01", valid_to="2020-02-01"
    )
    assert numbers(day_of(client).led)["without coordinator"] == 2


def test_every_number_opens_a_list_of_as_many(client: Client, cast: Cast) -> None:
    with scoped([cast.place.pk]):
        due(assigned_case(cast, to=cast.lead), -1, postponed_count=3, postponed_reason="Ferie")
        due(assigned_case(cast, to=cast.lead), 0)
        old = assigned_case(cast, to=cast.lead, arrived_on=today() - datetime.timedelta(days=400))
        Case.objects.filter(pk=old.pk).update(opened_on=today() - datetime.timedelta(days=100))
        due(assigned_case(cast), -1)
        received_case(cast)
        plan_with_organisation(
            organisation=OrganisationFactory(), municipality=cast.place, task=soon(), by=cast.lead
        )
    received_enquiry(cast.place)
    other = cast_of()
    between(cast, other)
    between(other, cast)
    client.force_login(cast.lead)
    day = day_of(client)
    assert len(day.own) + len(day.led) == 17
    for number in [*day.own, *day.led]:
        answer = client.get(number.url)
        assert answer.status_code == 200
        if "cl" in answer.context:
            assert len(answer.context["cl"].result_list) == number.count, number.label
    found = numbers(day.own) | {"led": numbers(day.led)["overdue"]}
    assert (found["without contact"], found["are they still here?"], found["led"]) == (1, 1, 2)
    led = numbers(day.led)
    assert (found["transfers to answer"], led["being transferred"]) == (1, 1)


def test_worklist_leads_straight_to_the_log_and_is_noted(client: Client, cast: Cast) -> None:
    with scoped([cast.place.pk]):
        case = assigned_case(cast, label="Kanari")
    client.force_login(cast.coordinator)
    page = client.get(INDEX).content.decode()
    address = reverse("admin:newcomers_case_change", args=[case.pk])
    assert f'href="{address}#log-title"' in page
    assert "Ring familien" in page
    with scoped([cast.place.pk], [cast.place.pk]):
        assert CaseAccess.objects.of("case", case.pk).get().what == "list"


def test_appointments_of_today_have_time_and_place(client: Client, cast: Cast) -> None:
    with scoped([cast.place.pk]):
        due(assigned_case(cast), 0, kind="appointment", due_at="14:30", place="Rådhuset")
        due(assigned_case(cast), 1, kind="appointment", due_at="09:15", place="I morgen")
        due(assigned_case(cast, to=cast.colleague), 0, kind="appointment", due_at="08:05")
    client.force_login(cast.coordinator)
    page = client.get(INDEX).content.decode()
    assert re.search(r"14:30</strong> Ring familien, Rådhuset", page)
    assert "09:15" not in page
    assert "08:05" not in page


def test_deputy_has_the_day_of_the_absent_one(client: Client, cast: Cast) -> None:
    with scoped([cast.place.pk]):
        case = assigned_case(cast)
        assigned_case(cast, to=cast.colleague)
    deputy = with_role(cast.place, Role.DEPUTY)
    Membership.objects.filter(user=deputy).update(deputy_for=cast.coordinator)
    client.force_login(deputy)
    assert [each.pk for each in day_of(client).worklist] == [case.pk]


def test_protected_family_is_on_nobody_elses_day(client: Client, cast: Cast) -> None:
    with scoped([cast.place.pk]):
        case = assigned_case(cast, label="Hemmelig", address_protection="fortrolig")
        Task.objects.filter(case=case).update(owner=cast.colleague, kind="appointment",
                                              due_on=today())  # fmt: skip
    client.force_login(cast.colleague)
    assert "Hemmelig" not in client.get(INDEX).content.decode()
    client.force_login(cast.coordinator)
    assert "Hemmelig" in client.get(INDEX).content.decode()


@pytest.mark.parametrize("role", [Role.EDITOR, Role.PRIVACY, Role.ADMINISTRATOR, Role.REGIONAL])
def test_others_keep_their_own_index(client: Client, cast: Cast, role: str) -> None:
    with scoped([cast.place.pk]):
        assigned_case(cast, label="Kanari")
    client.force_login(with_role(cast.place, role))
    answer = client.get(INDEX)
    assert answer.context.get("day") is None
    assert "Kanari" not in answer.content.decode()


def test_nothing_of_another_municipality_is_counted(client: Client, cast: Cast) -> None:
    there = cast_of()
    with scoped([there.place.pk]):
        due(assigned_case(there), -1)
        received_case(there)
    received_enquiry(there.place)
    client.force_login(cast.lead)
    day = day_of(client)
    assert [number.count for number in [*day.own, *day.led]] == [0] * 17


def test_queries_do_not_grow_with_rows(client: Client, cast: Cast) -> None:
    client.force_login(cast.lead)
    with scoped([cast.place.pk]):
        assigned_case(cast, to=cast.lead)
    counts = []
    for number in (9, 990):
        with scoped([cast.place.pk]):
            add_cases(cast, number)
            add_enquiries(cast, number)
            Case.objects.update(coordinator=cast.lead)
        with counted() as cost:
            answer = client.get(INDEX)
        assert answer.status_code == 200
        counts.append(len(cost.statements))
        assert len(answer.content) < 40_000
    assert counts[0] == counts[1] <= 11, cost.statements
