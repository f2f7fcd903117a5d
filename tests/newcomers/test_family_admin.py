"""Enquiry, family and case on one screen; what changes about a family; contacts; stay checks."""

import datetime
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from newcomers.actions.families import change_family
from newcomers.models import (
    Case,
    CaseAccess,
    Enquiry,
    Family,
    FollowUp,
    Person,
    StayCheck,
    Task,
)
from portal.lib.dates import add_working_days, today
from portal.lib.scope import scoped
from portal.lib.tokens import new_token
from tests.factories import OrganisationFactory, received_enquiry
from tests.newcomers.cast import Cast, assigned_case, cast_of, with_role

pytestmark = pytest.mark.django_db
ADD = reverse("admin:newcomers_family_add")
SOON = add_working_days(today(), 2).isoformat()


@pytest.fixture
def cast() -> Cast:
    return cast_of()


@pytest.fixture
def coordinator(cast: Cast, client: Client) -> Client:
    client.force_login(cast.coordinator)
    return client


def family(cast: Cast, **typed: Any) -> dict[str, Any]:
    """What the screen sends for a couple with a child, taken by the coordinator."""
    return {
        "form_key": new_token(),
        "rows": "3",
        "main": "0",
        "person-0-given_name": "Greta",
        "person-0-family_name": "Beispiel",
        "person-0-relation": "self",
        "person-0-email": "greta@example.org",
        "person-1-given_name": "Jonas",
        "person-1-relation": "partner",
        "person-2-given_name": "Mia",
        "person-2-relation": "child",
        "person-2-birth_year": str(today().year - 6),
        "label": "Beispiel",
        "category": "labour_eea",
        "languages": ["de"],
        "address_protection": "none",
        "municipality": str(cast.place.pk),
        "to": str(cast.coordinator.pk),
        "title": "Ring familien",
        "due_on": SOON,
        "priority": "normal",
    } | typed


def stored(cast: Cast) -> list[Family]:
    with scoped([cast.place.pk]):
        return list(Family.objects.order_by("pk"))


def of_enquiry(enquiry: Enquiry) -> str:
    return reverse("admin:newcomers_enquiry_family", args=[enquiry.pk])


def test_enquiry_becomes_family_case_and_first_task(coordinator: Client, cast: Cast) -> None:
    enquiry = received_enquiry(cast.place, name="Greta Beispiel", message="Gibt es Kitaplätze?")
    change = reverse("admin:newcomers_enquiry_change", args=[enquiry.pk])
    assert of_enquiry(enquiry) in coordinator.get(change).content.decode()
    page = coordinator.get(of_enquiry(enquiry)).content.decode()
    for said in ('value="Greta"', 'value="Beispiel"', "Kitaplätze", 'value="kanari@example.org"'):
        assert said in page
    answer = coordinator.post(of_enquiry(enquiry), family(cast))
    with scoped([cast.place.pk], [cast.place.pk]):
        case = Case.objects.get()
        people = list(Person.objects.order_by("pk").values_list("given_name", "age", "relation"))
        assert Task.objects.get().due_on.isoformat() == SOON
        assert Enquiry.objects.get().triage == "case"
        assert CaseAccess.objects.of("enquiry", enquiry.pk).exists()
    assert answer["Location"] == reverse("admin:newcomers_case_change", args=[case.pk])
    assert (case.status, case.coordinator, case.enquiry_id) == (
        "assigned", cast.coordinator, enquiry.pk
    )  # fmt: skip
    assert people == [
        ("Greta", "adult", "self"), ("Jonas", "adult", "partner"), ("Mia", "child", "child"),
    ]  # fmt: skip


def test_family_nobody_asked_for_waits_for_the_lead(coordinator: Client, cast: Cast) -> None:
    assert coordinator.get(ADD).status_code == 200
    coordinator.post(ADD, family(cast, to=""))
    with scoped([cast.place.pk]):
        assert Case.objects.get().status == "received"


def test_same_form_twice_makes_one_family(coordinator: Client, cast: Cast) -> None:
    typed = family(cast)
    coordinator.post(ADD, typed)
    coordinator.post(ADD, typed | {"alike": "none", "alike_seen": seen_in(coordinator, typed)})
    assert len(stored(cast)) == 1


def seen_in(client: Client, typed: dict[str, Any]) -> str:
    page = client.post(ADD, typed).content.decode()
    found = re.search(r'name="alike_seen" value="([^"]*)"', page)
    return found[1] if found else ""


def test_row_is_added_without_saving(coordinator: Client, cast: Cast) -> None:
    page = coordinator.post(ADD, family(cast, label="", add_row="1")).content.decode()
    assert 'name="person-3-given_name"' in page
    assert 'value="Jonas"' in page
    assert "errorlist" not in page
    assert stored(cast) == []


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ({"label": ""}, "This field is required."),
        ({"category": ""}, "This field is required."),
        ({"person-0-given_name": "", "person-0-family_name": "", "person-0-email": ""},
         "Choose an adult with a name as the main contact."),
        ({"main": "2"}, "Choose an adult with a name as the main contact."),
        ({"main": "7"}, "Choose an adult with a name as the main contact."),
        ({"rows": "200"}, "A family has 30 people at most."),
        ({"person-1-birth_year": "1899"}, "greater than or equal to 1900"),
        ({"person-1-birth_year": str(today().year + 1)}, "This year lies ahead."),
        ({"person-1-given_name": "01010750160"}, "national identity number"),
        ({"person-1-phone": "01010750160"}, "national identity number"),
        ({"label": "01010750160"}, "national identity number"),
        ({"interpreter_language": "01010750160"}, "national identity number"),
        ({"arrived_on": "1900-01-01"}, "Is this year right?"),
        ({"arrived_on": f"{today().year + 1}-12-31"}, "This day lies ahead"),
        ({"expected_on": "1900-01-01"}, "Is this year right?"),
        ({"expected_on": "2999-01-01"}, "Is this year right?"),
        ({"from_country": "P1"}, "Two letters: PL, DE, SE."),
        ({"due_on": "1900-01-01"}, "This day has passed."),
        ({"due_on": "2999-01-01"}, "too far ahead"),
        ({"due_on": add_working_days(today(), 6).isoformat()}, "within five working days"),
        ({"title": ""}, "This field is required."),
        ({"to": "999999"}, "Select a valid choice"),
        ({"municipality": "999999"}, "Select a valid choice"),
    ],
)  # fmt: skip
def test_wrong_input_stores_nothing_and_keeps_what_was_typed(
    coordinator: Client, cast: Cast, typed: dict[str, Any], complaint: str
) -> None:
    answer = coordinator.post(ADD, family(cast, **typed))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert complaint in page
    assert 'value="Mia"' in page
    assert stored(cast) == []


def test_names_are_cleaned_and_never_markup(coordinator: Client, cast: Cast) -> None:
    typed = {"person-1-given_name": "=1+1\x00", "person-1-family_name": "\u202e<b>X</b>"}
    coordinator.post(ADD, family(cast, **typed))
    with scoped([cast.place.pk]):
        person = Person.objects.get(relation="partner")
        case = Case.objects.get()
    assert person.full_name == "=1+1 <b>X</b>"
    page = coordinator.get(reverse("admin:newcomers_case_change", args=[case.pk])).content.decode()
    assert "&lt;b&gt;X" in page
    assert "<b>X" not in page


@pytest.mark.parametrize("with_enquiry", [False, True])
def test_strictly_confidential_address_is_refused_and_nothing_stored(
    coordinator: Client, cast: Cast, with_enquiry: bool
) -> None:
    address = of_enquiry(received_enquiry(cast.place)) if with_enquiry else ADD
    typed = family(cast, address_protection="strengt_fortrolig")
    page = coordinator.post(address, typed).content.decode()
    assert "Nothing was stored." in page
    assert "Lena Leder" in page
    assert "Jonas" not in page
    with scoped([cast.place.pk]):
        assert not Family.objects.exists()
        assert not Person.objects.exists()
        assert not Enquiry.objects.exclude(triage="new").exists()


# --- do we know them already? ---------------------------------------------------------------------


def test_possible_duplicate_is_answered_before_saving(coordinator: Client, cast: Cast) -> None:
    with scoped([cast.place.pk]):
        known = assigned_case(cast, label="Kjent familie")
    page = coordinator.post(ADD, family(cast)).content.decode()
    assert "please answer this first" in page
    assert "Kjent familie" in page
    assert len(stored(cast)) == 1
    typed = family(cast, alike="none")
    assert "please answer this first" in coordinator.post(ADD, typed).content.decode()
    typed["alike_seen"] = f"family-{known.family_id}"
    assert coordinator.post(ADD, typed).status_code == 302
    assert len(stored(cast)) == 2


def test_known_family_leads_to_its_case(coordinator: Client, cast: Cast) -> None:
    first = received_enquiry(cast.place, name="Greta Beispiel", email="greta@example.org")
    coordinator.post(of_enquiry(first), family(cast))
    with scoped([cast.place.pk]):
        case = Case.objects.get()
    second = received_enquiry(cast.place, name="Greta Beispiel", email="greta@example.org")
    page = coordinator.get(of_enquiry(second)).content.decode()
    assert f'value="family-{case.family_id}"' in page
    typed = family(cast, alike=f"family-{case.family_id}")
    answer = coordinator.post(of_enquiry(second), typed)
    assert answer["Location"] == reverse("admin:newcomers_case_change", args=[case.pk])
    with scoped([cast.place.pk]):
        assert Family.objects.count() == 1
        assert Enquiry.objects.get(pk=second.pk).duplicate_of_id == first.pk


def test_known_enquiry_makes_this_one_its_duplicate(coordinator: Client, cast: Cast) -> None:
    first = received_enquiry(cast.place, email="greta@example.org")
    second = received_enquiry(cast.place, email="greta@example.org")
    coordinator.post(of_enquiry(second), family(cast, alike=f"enquiry-{first.pk}"))
    assert stored(cast) == []
    with scoped([cast.place.pk]):
        assert Enquiry.objects.get(pk=second.pk).duplicate_of_id == first.pk


def test_protected_family_is_never_matched(client: Client, cast: Cast) -> None:
    with scoped([cast.place.pk]):
        assigned_case(cast, label="Hemmelig", address_protection="fortrolig")
    client.force_login(cast.colleague)
    answer = client.post(ADD, family(cast, to=str(cast.colleague.pk), email="greta@example.org"))
    assert answer.status_code == 302


def test_families_of_another_municipality_are_never_matched(
    coordinator: Client, cast: Cast
) -> None:
    there = cast_of()
    with scoped([there.place.pk]):
        assigned_case(there)
    assert coordinator.post(ADD, family(cast)).status_code == 302


# --- who may --------------------------------------------------------------------------------------


def test_stale_screen_is_told_who_was_first(coordinator: Client, cast: Cast) -> None:
    enquiry = received_enquiry(cast.place)
    triage = reverse("admin:newcomers_enquiry_triage", args=[enquiry.pk])
    coordinator.post(triage, {"outcome": "answered"})
    answer = coordinator.post(of_enquiry(enquiry), family(cast), follow=True)
    said = str(list(answer.context["messages"])[-1])
    assert "Already dealt with by Kari Kontakt" in said
    assert stored(cast) == []


def test_enquiry_of_others_answers_as_one_that_does_not_exist(
    coordinator: Client, cast: Cast
) -> None:
    there = cast_of()
    theirs = received_enquiry(there.place)
    for enquiry in (theirs, Enquiry()):
        assert coordinator.get(of_enquiry(enquiry)).status_code == 404
        assert coordinator.post(of_enquiry(enquiry), family(cast)).status_code == 404
    typed = family(cast, municipality=str(there.place.pk))
    assert "Select a valid choice" in coordinator.post(ADD, typed).content.decode()
    assert stored(there) == []


def test_lead_gives_it_to_anybody_here_and_others_to_themselves(client: Client, cast: Cast) -> None:
    typed = family(cast, to=str(cast.colleague.pk))
    client.force_login(cast.coordinator)
    assert "Select a valid choice" in client.post(ADD, typed).content.decode()
    client.force_login(cast.lead)
    assert client.post(ADD, typed).status_code == 302
    with scoped([cast.place.pk]):
        assert Case.objects.get().coordinator == cast.colleague


def test_municipality_without_a_log_is_told_so(client: Client, cast: Cast) -> None:
    cast.place.case_log_enabled = False
    cast.place.save()
    client.force_login(cast.coordinator)
    assert "keeps no case log" in client.get(ADD).content.decode()
    client.post(ADD, family(cast))
    assert stored(cast) == []


def test_editor_writes_down_no_family(client: Client, cast: Cast) -> None:
    client.force_login(with_role(cast.place, "editor"))
    assert client.get(ADD).status_code == 403


# --- what changes about a family ------------------------------------------------------------------


def change(case: Case) -> str:
    return reverse("admin:newcomers_family_change", args=[case.family_id])


def known(case: Case, **typed: Any) -> dict[str, Any]:
    """What the family's page sends, with the person it has."""
    with scoped([case.municipality_id]):
        person = Person.objects.get(family=case.family_id)
    return {
        "rows": "2", "main": "0", "version": str(case.version), "label": "Kanari",
        "category": "labour_eea", "address_protection": "none",
        "person-0-person": str(person.pk), "person-0-given_name": "Greta",
        "person-0-relation": "self",
    } | typed  # fmt: skip


def test_arrival_and_a_child_are_added(coordinator: Client, cast: Cast) -> None:
    with scoped([cast.place.pk]):
        case = assigned_case(cast)
    assert 'value="Greta"' in coordinator.get(change(case)).content.decode()
    typed = {"arrived_on": today().isoformat(), "person-1-given_name": "Mia",
             "person-1-relation": "child"}  # fmt: skip
    assert coordinator.post(change(case), known(case, **typed)).status_code == 302
    with scoped([cast.place.pk]):
        assert Person.objects.filter(family=case.family_id).count() == 2
        assert StayCheck.objects.count() == 2
        first = Person.objects.get(is_main_contact=True)
    again = known_two(case, first, {"person-1-leaves": "on"})
    assert coordinator.post(change(case), again).status_code == 302
    with scoped([cast.place.pk]):
        assert Person.objects.get(family=case.family_id) == first


def known_two(case: Case, first: Person, typed: dict[str, Any]) -> dict[str, Any]:
    with scoped([case.municipality_id]):
        case.refresh_from_db()
        second = Person.objects.exclude(pk=first.pk).get(family=case.family_id)
    return {
        "rows": "2", "main": "0", "version": str(case.version), "label": "Kanari",
        "category": "labour_eea", "address_protection": "none",
        "person-0-person": str(first.pk), "person-0-given_name": "Greta",
        "person-1-person": str(second.pk), "person-1-given_name": "Mia",
        "person-1-relation": "child",
    } | typed  # fmt: skip


def test_stale_save_of_a_family_shows_both(coordinator: Client, cast: Cast) -> None:
    with scoped([cast.place.pk]):
        case = assigned_case(cast)
        typed = known(case, label="Mitt navn")
        stored_family = Family.objects.get(pk=case.family_id)
        stored_family.label = "Lederens navn"
        people = list(Person.objects.filter(family=stored_family))
        change_family(family=stored_family, people=people, by=cast.lead)
    page = coordinator.post(change(case), typed).content.decode()
    assert "Lena Leder saved this family while you were writing" in page
    assert "Lederens navn" in page
    assert 'value="Mitt navn"' in page
    assert stored(cast)[0].label == "Lederens navn"


def test_colleague_reads_the_family_and_does_not_change_it(client: Client, cast: Cast) -> None:
    with scoped([cast.place.pk]):
        case = assigned_case(cast)
    client.force_login(cast.colleague)
    page = client.get(change(case)).content.decode()
    assert "You may read this, and not change it." in page
    assert client.post(change(case), known(case, label="Nytt")).status_code == 403


def test_family_one_may_not_open_answers_as_none(client: Client, cast: Cast) -> None:
    there = cast_of()
    with scoped([there.place.pk]):
        theirs = assigned_case(there)
    with scoped([cast.place.pk]):
        hidden = assigned_case(cast, label="Hemmelig", address_protection="fortrolig")
    client.force_login(cast.colleague)
    for case in (theirs, hidden, Case(family_id=10_000_000)):
        assert client.get(change(case)).status_code == 404
    listed = client.get(reverse("admin:newcomers_family_changelist"))
    assert "Hemmelig" not in listed.content.decode()


# --- contacts without a family --------------------------------------------------------------------

CONTACT = reverse("admin:newcomers_followup_add")


def contact(cast: Cast, whom: Any, /, **typed: Any) -> dict[str, Any]:
    return {
        "form_key": new_token(), "organisation": whom.pk, "municipality": cast.place.pk,
        "mode": "phone", "reached": "yes", "occurred_on": today().isoformat(),
        "text": "Spurte om kurs",
    } | typed  # fmt: skip


def test_contact_with_an_organisation_is_logged_listed_and_corrected(
    coordinator: Client, cast: Cast
) -> None:
    nav = OrganisationFactory(name_nb="NAV", name_en="NAV", serves_region=True)
    typed = contact(cast, nav, next_title="Ring igjen", next_on=SOON)
    assert coordinator.post(CONTACT, typed).status_code == 302
    coordinator.post(CONTACT, typed)
    with scoped([cast.place.pk]):
        entry = FollowUp.objects.get()
        assert Task.objects.get().organisation_id == nav.pk
    assert "NAV" in coordinator.get(reverse("admin:newcomers_followup_changelist")).content.decode()
    page = reverse("admin:newcomers_followup_change", args=[entry.pk])
    assert "Spurte om kurs" in coordinator.get(page).content.decode()
    fix = contact(cast, nav, text="Spurte om norskkurs", correction="fix", reason="Upresist")
    assert coordinator.post(page, fix).status_code == 302
    with scoped([cast.place.pk]):
        assert FollowUp.objects.heads().get().text == "Spurte om norskkurs"


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ({"organisation": ""}, "This field is required."),
        ({"text": "01010750160"}, "national identity number"),
        ({"occurred_on": "1900-01-01"}, "more than a year"),
        ({"reached": ""}, "Say whether you reached anybody."),
        ({"next_title": "Ring"}, "Say on which day."),
        ({"mode": "note"}, "Select a valid choice"),
    ],
)
def test_contact_that_is_refused_keeps_what_was_typed(
    coordinator: Client, cast: Cast, typed: dict[str, Any], complaint: str
) -> None:
    nav = OrganisationFactory(serves_region=True)
    page = coordinator.post(CONTACT, contact(cast, nav, **typed)).content.decode()
    assert complaint in page
    with scoped([cast.place.pk]):
        assert not FollowUp.objects.exists()


# --- are they still here? -------------------------------------------------------------------------


@pytest.fixture
def check(cast: Cast) -> StayCheck:
    arrived = today() - datetime.timedelta(days=400)
    with scoped([cast.place.pk]):
        assigned_case(cast, label="Kanari", arrived_on=arrived)
        return StayCheck.objects.get(months=12)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ({"answer": "yes", "reason": "work"}, ("yes", "")),
        ({"answer": "no", "reason": "home"}, ("no", "home")),
        ({"answer": "unknown"}, ("unknown", "")),
        ({"answer": "no"}, ("", "")),
        ({}, ("", "")),
    ],
)
def test_stay_check_is_listed_and_answered(
    coordinator: Client, cast: Cast, check: StayCheck, typed: Any, stored: tuple[str, str]
) -> None:
    listed = coordinator.get(reverse("admin:newcomers_staycheck_changelist")).content.decode()
    assert "Kanari" in listed
    page = reverse("admin:newcomers_staycheck_change", args=[check.pk])
    assert "Kanari" in coordinator.get(page).content.decode()
    coordinator.post(page, typed)
    with scoped([cast.place.pk]):
        check.refresh_from_db()
    assert (check.answer, check.reason) == stored


def test_stay_check_answered_before_is_told(coordinator: Client, check: StayCheck) -> None:
    page = reverse("admin:newcomers_staycheck_change", args=[check.pk])
    coordinator.post(page, {"answer": "yes"})
    answer = coordinator.post(page, {"answer": "unknown"}, follow=True)
    assert "Already answered by Kari Kontakt" in answer.content.decode()


def test_stay_check_of_a_protected_family_is_for_few(client: Client, cast: Cast) -> None:
    arrived = today() - datetime.timedelta(days=400)
    with scoped([cast.place.pk]):
        assigned_case(cast, label="Hemmelig", arrived_on=arrived, address_protection="fortrolig")
        check = StayCheck.objects.get(months=12)
    page = reverse("admin:newcomers_staycheck_change", args=[check.pk])
    for user, status in ((cast.colleague, 404), (cast.coordinator, 200), (cast.lead, 200)):
        client.force_login(user)
        assert client.get(page).status_code == status
