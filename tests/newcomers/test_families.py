"""Writing down who moves here."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from newcomers.actions.cases import OldVersion
from newcomers.actions.families import (
    MOST_PEOPLE,
    EnquiryTaken,
    ImpossibleDay,
    MainContactNeeded,
    NewCase,
    TooManyPeople,
    change_family,
    note_arrival,
    places_with_log,
    register_family,
)
from newcomers.actions.texts import IdentityNumber, TextTooLong
from newcomers.models import Case, Enquiry, Family, Person, StayCheck
from portal.lib.dates import today
from portal.lib.scope import scoped
from tests.factories import MunicipalityFactory, received_enquiry
from tests.newcomers.cast import (
    IDENTITY_NUMBER as NUMBER,
)
from tests.newcomers.cast import (
    Cast,
    active_case,
    cast_of,
    commit_checks,
    new_family,
    new_person,
    soon,
    yesterday,
)

pytestmark = pytest.mark.django_db
TOMORROW = today() + datetime.timedelta(days=1)


@pytest.fixture
def cast() -> Cast:
    return cast_of()


BAD_FAMILY: list[tuple[dict[str, Any], type[Exception]]] = [
    ({"label": f"Kanari {NUMBER}"}, IdentityNumber),
    ({"label": "x" * 121}, TextTooLong),
    ({"interpreter_language": NUMBER}, IdentityNumber),
    ({"arrived_on": TOMORROW}, ImpossibleDay),
    ({"arrived_on": datetime.date(1900, 1, 1)}, ImpossibleDay),
    ({"expected_on": datetime.date(1900, 1, 1)}, ImpossibleDay),
    ({"expected_on": datetime.date(2100, 1, 1)}, ImpossibleDay),
]
BAD_PERSON: list[tuple[dict[str, Any], type[Exception]]] = [
    ({"given_name": NUMBER}, IdentityNumber),
    ({"family_name": NUMBER}, IdentityNumber),
    ({"phone": NUMBER}, IdentityNumber),
    ({"given_name": "x" * 81}, TextTooLong),
    ({"birth_year": 1899}, ImpossibleDay),
    ({"birth_year": today().year + 1}, ImpossibleDay),
    ({"age": "child"}, MainContactNeeded),
    ({"is_main_contact": False}, MainContactNeeded),
]


@pytest.mark.parametrize(("fields", "error"), BAD_FAMILY)
def test_impossible_family_is_not_stored(
    cast: Cast, fields: dict[str, Any], error: type[Exception]
) -> None:
    with scoped([cast.place.pk]):
        with pytest.raises(error):
            register_family(
                family=new_family(cast.place, **fields), people=[new_person()], by=cast.lead
            )
        assert not Family.objects.exists()
        known = active_case(cast).family
        before = Family.objects.values().get()
        for name, value in fields.items():
            setattr(known, name, value)
        with pytest.raises(error):
            change_family(family=known, people=list(known.people.all()), by=cast.lead)
        assert Family.objects.values().get() == before


@pytest.mark.parametrize(("fields", "error"), BAD_PERSON)
def test_impossible_person_is_not_stored(
    cast: Cast, fields: dict[str, Any], error: type[Exception]
) -> None:
    with scoped([cast.place.pk]):
        with pytest.raises(error):
            register_family(
                family=new_family(cast.place), people=[new_person(**fields)], by=cast.lead
            )
        assert not Person.objects.exists()
        assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("count", "error"),
    [(0, MainContactNeeded), (MOST_PEOPLE + 1, TooManyPeople), (200, TooManyPeople)],
)
def test_nobody_and_two_hundred_are_no_family(
    cast: Cast, count: int, error: type[Exception]
) -> None:
    people = [new_person(is_main_contact=number == 0) for number in range(count)]
    with scoped([cast.place.pk]):
        with pytest.raises(error):
            register_family(family=new_family(cast.place), people=people, by=cast.lead)
        assert not Family.objects.exists()


def test_largest_family_is_stored(cast: Cast) -> None:
    people = [new_person(is_main_contact=number == 0) for number in range(MOST_PEOPLE)]
    with scoped([cast.place.pk]):
        stored = register_family(family=new_family(cast.place), people=people, by=cast.lead)
        commit_checks()
        assert len(stored.people) == stored.family.people.count() == MOST_PEOPLE


def test_two_main_contacts_are_refused(cast: Cast) -> None:
    with scoped([cast.place.pk]), pytest.raises(MainContactNeeded):
        register_family(
            family=new_family(cast.place), people=[new_person(), new_person()], by=cast.lead
        )


def test_names_are_cleaned(cast: Cast) -> None:
    person = new_person(given_name="Gre\x00ta\u202e", family_name=" =cmd|'/c' \n")
    with scoped([cast.place.pk]):
        register_family(family=new_family(cast.place), people=[person], by=cast.lead)
        assert Person.objects.get().full_name == "Greta =cmd|'/c'"


def test_enquiry_becomes_a_case_once(cast: Cast) -> None:
    enquiry = received_enquiry(cast.place)
    with scoped([cast.place.pk]):
        new = NewCase(cast.coordinator, soon())
        made: dict[str, Any] = {"people": [new_person()], "by": cast.coordinator}
        case = register_family(
            family=new_family(cast.place), enquiry=enquiry, new_case=new, priority="high", **made
        ).case
        assert (case.status, case.priority, case.enquiry) == ("assigned", "high", enquiry)
        now = Enquiry.objects.get(pk=enquiry.pk)
        assert (now.triage, now.triaged_by) == ("case", cast.coordinator)
        with pytest.raises(EnquiryTaken) as taken:
            register_family(family=new_family(cast.place), enquiry=enquiry, **made)
        assert taken.value.enquiry.triaged_by == cast.coordinator
        assert Family.objects.count() == 1
        commit_checks()


def test_enquiry_of_another_municipality_is_not_taken(cast: Cast) -> None:
    there = cast_of()
    enquiry = received_enquiry(there.place)
    with scoped([cast.place.pk, there.place.pk]):
        with pytest.raises(PermissionDenied):
            register_family(
                family=new_family(cast.place), people=[new_person()], by=cast.lead, enquiry=enquiry
            )
        assert Enquiry.objects.get().is_waiting


def test_refused_case_leaves_no_family_behind(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        late = NewCase(cast.coordinator, soon(20))
        for by in (cast.lead, cast.colleague):
            with pytest.raises((PermissionDenied, Exception)):
                register_family(
                    family=new_family(cast.place), people=[new_person()], by=by, new_case=late
                )
        assert not Family.objects.exists()


def test_people_come_and_go_and_the_main_contact_can_be_another(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        family = active_case(cast).family
        greta = family.people.get()
        greta.is_main_contact = False
        hans = new_person(given_name="Hans")
        change_family(family=family, people=[greta, hans], by=cast.coordinator)
        commit_checks()
        assert family.people.get(is_main_contact=True).given_name == "Hans"
        change_family(family=family, people=[hans], by=cast.coordinator)
        commit_checks()
        assert [person.given_name for person in family.people.all()] == ["Hans"]


def test_nobody_is_taken_from_another_family(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        family, other = active_case(cast).family, active_case(cast).family
        with pytest.raises(PermissionDenied):
            change_family(
                family=family, people=[*family.people.all(), *[
                    new_person(pk=person.pk, is_main_contact=False) for person in other.people.all()
                ]], by=cast.coordinator,
            )  # fmt: skip
        assert other.people.count() == 1


def test_form_cannot_move_a_family_or_give_it_another_journey(cast: Cast) -> None:
    there = cast_of()
    with scoped([cast.place.pk, there.place.pk]):
        family = active_case(cast).family
        journey = family.journey
        family.municipality, family.journey = there.place, new_family(cast.place).journey
        change_family(family=family, people=list(family.people.all()), by=cast.coordinator)
        stored = Family.objects.get(pk=family.pk)
        assert (stored.municipality, stored.journey) == (cast.place, journey)
        commit_checks()


def test_second_to_save_the_family_is_told(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        case = active_case(cast)
        family, people = case.family, list(case.family.people.all())
        seen = case.version
        change_family(family=family, people=people, by=cast.coordinator, version=seen)
        with pytest.raises(OldVersion) as stale:
            change_family(family=family, people=people, by=cast.lead, version=seen)
        assert stale.value.case.version == seen + 1


def test_arrival_plans_the_two_questions_and_moves_them(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        family = active_case(cast).family
        note_arrival(family=family, arrived_on=yesterday(), by=cast.coordinator)
        days = set(StayCheck.objects.values_list("due_on", flat=True))
        note_arrival(family=family, arrived_on=today(), by=cast.coordinator)
        assert set(StayCheck.objects.values_list("due_on", flat=True)).isdisjoint(days)
        assert StayCheck.objects.count() == 2
        with pytest.raises(ImpossibleDay):
            note_arrival(family=family, arrived_on=TOMORROW, by=cast.coordinator)
        with pytest.raises(PermissionDenied):
            note_arrival(family=family, arrived_on=today(), by=cast.colleague)


def test_places_with_log_are_those_that_keep_one(cast: Cast, settings: Any) -> None:
    MunicipalityFactory()
    assert places_with_log() == [cast.place]
    settings.CASE_LOG_ALLOWED = False
    assert places_with_log() == []


def test_alike_families_are_found_by_address_number_and_name(cast: Cast) -> None:
    there = cast_of()
    for each in (cast, there):
        with scoped([each.place.pk]):
            register_family(family=new_family(each.place), people=[new_person()], by=each.lead)
    with scoped([cast.place.pk]):
        for alike in (
            {"email": "GRETA@example.org"}, {"phone": "77000000"}, {"phone": "0047 77 00 00 00"},
            {"names": ["greta beispiel"]},
        ):  # fmt: skip
            assert Family.objects.alike(**alike).count() == 1
        for other in ({}, {"email": "x@example.org"}, {"phone": ""}, {"names": ["Greta"]}):
            assert not Family.objects.alike(**other).exists()
