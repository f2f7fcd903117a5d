"""Who has read what: noted with its case, shown to the lead, and a sample of it each week."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from municipalities.models import Membership
from municipalities.roles import Role
from newcomers.actions.access import NoRole, note_access
from newcomers.models import Case, CaseAccess, FollowUp, Person, StayCheck, Task
from newcomers.sample import BY_CHANCE, WEEK, Reason, last_week, sample_of, surnames
from portal.lib.dates import today
from portal.lib.scope import scoped
from portal.models import User
from tests.factories import received_enquiry
from tests.newcomers.cast import (
    Cast,
    assigned_case,
    cast_of,
    received_case,
    stand_in,
    with_role,
)

pytestmark = pytest.mark.django_db
SAMPLE = reverse("admin:newcomers_caseaccess_sample")
CANARY = "Kanarifugl-7c1d"


@pytest.fixture
def here() -> Cast:
    return cast_of(name="Målselv")


@pytest.fixture
def there() -> Cast:
    return cast_of(name="Sørreisa")


def case_of(cast: Cast, make: Any = assigned_case, **fields: Any) -> Case:
    with scoped([cast.place.pk]):
        case: Case = make(cast, **fields)
        return case


def note(cast: Cast, by: User, table: str, rows: list[Any], what: str = "view") -> CaseAccess:
    with scoped([cast.place.pk], [cast.place.pk]):
        note_access(by=by, what=CaseAccess.What(what), table=table, rows=rows)
        return CaseAccess.objects.order_by("at").last()


def read(cast: Cast, case: Case, by: User, what: str = "view", weeks_ago: int = 0) -> None:
    """A reading in the middle of the last whole week, or of one before it."""
    day = last_week() - WEEK * weeks_ago + datetime.timedelta(days=2)
    with scoped([cast.place.pk]):
        CaseAccess.objects.create(
            user=by, role="coordinator", municipality=cast.place, what=what, table="case",
            object_ids=[str(case.pk)], case_ids=[case.pk],
            at=datetime.datetime.combine(day, datetime.time(12), datetime.UTC),
        )  # fmt: skip


def sample(cast: Cast) -> dict[tuple[User, Case], list[Reason]]:
    with scoped([cast.place.pk], [cast.place.pk]):
        found = sample_of(cast.place.pk, last_week())
    return {(reading.user, reading.case): reading.reasons for reading in found}


# --- what is noted ------------------------------------------------------------------------------


def test_reading_is_noted_with_its_case(here: Cast) -> None:
    case = case_of(here, arrived_on=today())
    with scoped([here.place.pk]):
        rows = {
            "case": list(Case.objects.all()),
            "family": [case.family],
            "person": list(Person.objects.all()),
            "followup": list(FollowUp.objects.all()),
            "task": list(Task.objects.all()),
            "staycheck": list(StayCheck.objects.all()),
        }
    assert all(rows.values())
    for table, shown in rows.items():
        noted = note(here, here.colleague, table, shown)
        assert (noted.table, noted.case_ids, noted.role) == (table, [case.pk], "coordinator")
        assert noted.object_ids == [str(row.pk) for row in shown]


def test_enquiry_is_noted_without_a_case(here: Cast) -> None:
    enquiry = received_enquiry(here.place)
    noted = note(here, here.lead, "enquiry", [enquiry])
    assert (noted.object_ids, noted.case_ids, noted.role) == ([str(enquiry.pk)], [], "lead")


def test_family_that_came_back_is_noted_with_each_of_its_cases(here: Cast) -> None:
    case = case_of(here)
    with scoped([here.place.pk]):
        Case.objects.filter(pk=case.pk).update(status="rejected", rejection="spam")
        again = Case.objects.create(
            number="X-1", family=case.family, municipality=here.place,
            municipality_then=here.place, opened_by=here.lead,
        )  # fmt: skip
    assert note(here, here.lead, "family", [case.family]).case_ids == [case.pk, again.pk]


def test_rows_of_two_municipalities_are_noted_apart(here: Cast, there: Cast) -> None:
    both = with_role(here.place, Role.COORDINATOR)
    Membership.objects.create(user=both, municipality=there.place, role=Role.LEAD)
    cases = [case_of(here), case_of(there)]
    places = [here.place.pk, there.place.pk]
    with scoped(places, places):
        note_access(by=both, what=CaseAccess.What.LIST, table="case", rows=cases)
        found = {each.municipality_id: each for each in CaseAccess.objects.all()}
    assert [found[place].role for place in places] == ["coordinator", "lead"]
    assert [found[place].case_ids for place in places] == [[case.pk] for case in cases]


def test_nothing_shown_is_nothing_noted(here: Cast) -> None:
    with scoped([here.place.pk], [here.place.pk]):
        note_access(by=here.lead, what=CaseAccess.What.LIST, table="case", rows=[])
        assert not CaseAccess.objects.exists()


@pytest.mark.parametrize("role", [Role.EDITOR, Role.PRIVACY, Role.ADMINISTRATOR, Role.REGIONAL])
def test_who_may_not_read_is_not_noted_but_refused(here: Cast, role: Role) -> None:
    case = case_of(here)
    user = with_role(here.place, role)
    with scoped([here.place.pk]), pytest.raises(NoRole):
        note_access(by=user, what=CaseAccess.What.VIEW, table="case", rows=[case])


# --- who has read a case ------------------------------------------------------------------------


def readings(client: Client, user: User, case: Any) -> Any:
    client.force_login(user)
    return client.get(reverse("admin:newcomers_case_readings", args=[getattr(case, "pk", case)]))


def test_lead_sees_who_has_read_a_case_lists_too(here: Cast, client: Client) -> None:
    case, other = case_of(here), case_of(here)
    note(here, here.colleague, "case", [case])
    note(here, here.coordinator, "case", [case, other], "list")
    note(
        here, here.lead, "followup", [FollowUp(pk=7, case=case, municipality=here.place)], "search"
    )
    note(here, here.colleague, "case", [other], "print")
    answer = readings(client, here.lead, case)
    page = answer.content.decode()
    assert [each.what for each in answer.context["readings"]] == ["search", "list", "view"]
    assert "Kolbjørn Kollega, coordinator" in page
    assert "Lena Leder, lead" in page
    assert "search · log entry" in page
    assert "print ·" not in page


def test_readings_of_the_enquiry_it_began_with_are_among_them(here: Cast, client: Client) -> None:
    enquiry, other = received_enquiry(here.place), received_enquiry(here.place)
    note(here, here.colleague, "enquiry", [enquiry])
    note(here, here.colleague, "enquiry", [other], "print")
    case = case_of(here)
    with scoped([here.place.pk]):
        Case.objects.filter(pk=case.pk).update(enquiry=enquiry)
    note(here, here.coordinator, "case", [case], "list")
    answer = readings(client, here.lead, case)
    assert [(each.table, each.what) for each in answer.context["readings"]] == [
        ("case", "list"), ("enquiry", "view"),
    ]  # fmt: skip


def test_case_that_nobody_has_read_says_so(here: Cast, client: Client) -> None:
    page = readings(client, here.lead, case_of(here)).content.decode()
    assert "Nobody has read this case yet." in page


def test_lead_of_another_municipality_sees_no_reading(
    here: Cast, there: Cast, client: Client
) -> None:
    case = case_of(there)
    note(there, there.colleague, "case", [case])
    theirs, none = (readings(client, here.lead, each) for each in (case, case.pk + 1000))
    assert theirs.status_code == none.status_code == 404
    assert there.colleague.name not in theirs.content.decode()
    places = [here.place.pk]
    with scoped(places, places):
        assert not CaseAccess.objects.of_case(case.pk).exists()


def test_readings_are_closed_to_coordinators(here: Cast, client: Client) -> None:
    case = case_of(here)
    for user in (here.coordinator, stand_in(here, here.coordinator)):
        answers = [readings(client, user, each).status_code for each in (case, case.pk + 1000)]
        assert answers == [403, 403]


def test_privacy_officer_sees_all_readings(here: Cast, client: Client) -> None:
    case = case_of(here)
    note(here, here.colleague, "followup", [FollowUp(pk=7, case=case, municipality=here.place)])
    client.force_login(with_role(here.place, Role.PRIVACY))
    page = client.get(reverse("admin:newcomers_caseaccess_changelist")).content.decode()
    assert "Kolbjørn Kollega" in page
    assert "log entry" in page


# --- the weekly sample --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "family_name", "same"),
    [("Kari Beispiel", "Beispiel", True), ("Kari BEISPIEL", "beispiel", True),
     ("Kari Aasen", "Åsen", True), ("Kari Bakke-Åsen", "Bakke", True),
     ("Kari Åsen", "Bakke Åsen", True), ("Kari Đorđe", "Dorde", True),
     ("Kari Ås", "Åsen", False), ("Beispiel Kontakt", "Beispiel", False),
     ("Kari", "", False), ("", "", False), ("Kari de", "de Boer", False)],
)  # fmt: skip
def test_surnames_compare_as_people_write_them(name: str, family_name: str, same: bool) -> None:
    ours = surnames(name, all_words=False)
    assert bool(ours & surnames(family_name, all_words=True)) is same


def test_sample_finds_who_has_the_familys_surname(here: Cast) -> None:
    case = case_of(here)
    relative = with_role(here.place, Role.COORDINATOR, name="Bjarne Beispiel")
    read(here, case, relative, "search")
    assert sample(here) == {(relative, case): [Reason.SURNAME]}


def test_sample_finds_who_has_nothing_to_do_with_the_case(here: Cast) -> None:
    case, free = case_of(here), case_of(here, received_case)
    deputy, other = stand_in(here, here.coordinator), stand_in(here, here.colleague)
    # Everybody had their role in that week, too.
    Membership.objects.update(valid_from="2020-01-01")
    for user in (here.coordinator, here.colleague, here.lead, deputy, other):
        read(here, case, user)
    read(here, free, here.colleague)
    found = sample(here)
    flagged = {who for who, reasons in found.items() if Reason.NOT_THEIRS in reasons}
    assert flagged == {(here.colleague, case), (other, case)}


def test_sample_draws_a_few_others_the_same_each_time(here: Cast) -> None:
    cases = [case_of(here) for _number in range(BY_CHANCE * 3)]
    for case in cases:
        read(here, case, here.coordinator)
    drawn = sample(here)
    assert len(drawn) == BY_CHANCE
    assert set(map(tuple, drawn.values())) == {(Reason.CHANCE,)}
    assert sample(here) == drawn


def test_sample_is_of_last_week_and_leaves_lists_out(here: Cast) -> None:
    case = case_of(here)
    read(here, case, here.colleague, "list")
    read(here, case, here.colleague, weeks_ago=1)
    note(here, here.colleague, "case", [case])
    assert sample(here) == {}


@pytest.mark.parametrize(
    ("day", "monday"),
    [("2026-11-23", "2026-11-16"), ("2026-11-29", "2026-11-16"), ("2026-11-22", "2026-11-09")],
)
def test_last_week_is_the_last_whole_one(day: str, monday: str) -> None:
    found = last_week(datetime.date.fromisoformat(day))
    assert found == datetime.date.fromisoformat(monday)


def test_page_shows_the_sample_to_the_lead_and_notes_it(here: Cast, client: Client) -> None:
    case = case_of(here, label=CANARY)
    for _again in range(2):
        read(here, case, here.colleague)
    client.force_login(here.lead)
    page = client.get(SAMPLE).content.decode()
    assert "Kolbjørn Kollega" in page
    assert case.number in page
    assert "2 times" in page
    assert "Neither coordinator nor deputy of the case, nor lead" in page
    assert CANARY not in page
    with scoped([], [here.place.pk]):
        assert CaseAccess.objects.filter(user=here.lead, what="list").get().case_ids == [case.pk]
    earlier = (last_week() - WEEK).isoformat()
    for week, shown in ((earlier, False), ("nonsense", True), ("1900-01-01", True)):
        assert (case.number in client.get(SAMPLE, {"week": week}).content.decode()) is shown


def test_page_shows_nothing_of_another_municipality(
    here: Cast, there: Cast, client: Client
) -> None:
    case = case_of(there)
    read(there, case, there.colleague)
    client.force_login(here.lead)
    page = client.get(SAMPLE).content.decode()
    assert "Nobody has read anything that week." in page
    for word in ("Sørreisa", case.number):
        assert word not in page


@pytest.mark.parametrize("role", [role for role in Role if role != Role.LEAD])
def test_page_is_closed_to_who_does_not_lead(here: Cast, client: Client, role: Role) -> None:
    client.force_login(with_role(here.place, role))
    assert client.get(SAMPLE).status_code == 403
