"""Two families turn out to be one: nothing is lost, and every old number leads on."""

import threading
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from newcomers.actions.cases import AlreadyJoined, change_case, receive_case
from newcomers.actions.families import change_family
from newcomers.actions.joining import (
    Answers,
    Double,
    NotTwoHere,
    UnderWay,
    WhoIsWho,
    join_families,
    kept_family,
)
from newcomers.actions.splitting import Going, split_family
from newcomers.actions.stays import answer_stay_check
from newcomers.models import Case, Consent, Family, FollowUp, Person, StayCheck, Task
from portal.lib.dates import today
from portal.lib.scope import scoped
from tests.newcomers.cast import (
    Cast,
    active_case,
    assigned_case,
    cast_of,
    closed_case,
    commit_checks,
    logged,
    new_person,
    reached,
    received_case,
    soon,
)
from tests.newcomers.two_places import proposed, sender_rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return cast_of(name="Bardu")


def join(keep: Family, other: Family, by: Any, **answers: Any) -> Family:
    """They are one, and everything that is checked at commit holds."""
    kept = join_families(keep=keep, other=other, by=by, answers=Answers(**answers))
    commit_checks()
    return Family.objects.get(pk=kept.pk)


def twice(cast: Cast, make: Any = active_case, **fields: Any) -> tuple[Case, Case]:
    """One family, written down twice. Needs the scope."""
    return active_case(cast), make(cast, **{"label": "Dobbel"} | fields)


def everything(*families: Family) -> dict[str, set[Any]]:
    """What hangs on the families' cases."""
    cases = Case.objects.filter(family__in=families)
    tables: dict[str, Any] = {"log": FollowUp, "tasks": Task}
    found = {name: set(table.objects.filter(case__in=cases).values_list("pk", flat=True))
             for name, table in tables.items()}  # fmt: skip
    return found | {"numbers": set(cases.values_list("number", flat=True))}


def test_joined_families_keep_all_logs_tasks_and_numbers(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        ours, theirs = twice(cast)
        closed = closed_case(cast)
        Case.objects.filter(pk=closed.pk).update(family=theirs.family)
        entry = logged(theirs, cast.coordinator, reached(text="Om barnehage"))
        before = everything(ours.family, theirs.family)
        kept = join(ours.family, theirs.family, cast.lead)
        after = everything(kept)
        assert after["numbers"] == before["numbers"]
        assert after["tasks"] == before["tasks"]
        assert before["log"] < after["log"]
        assert FollowUp.objects.get(pk=entry.pk).case == theirs
        # One open case; what is planned goes on in it (invariant 5).
        now = {case.pk: case for case in Case.objects.filter(family=kept)}
        assert (now[ours.pk].status, now[theirs.pk].status, now[theirs.pk].closure) == (
            "active", "closed", "error",
        )  # fmt: skip
        assert set(Task.objects.planned().values_list("case", flat=True)) == {ours.pk}
        assert Task.objects.planned().count() == 2
        # Each log says with which case it was joined.
        ended = FollowUp.objects.get(case=theirs, change__to="closed")
        assert ended.change["joined"] == ours.number
        assert FollowUp.objects.get(case=closed, change__what="joined").change["number"] == (
            ours.number
        )
        said = FollowUp.objects.get(case=ours, change__what="joined")
        assert set(said.change["numbers"]) == {theirs.number, closed.number}
        gone = Family.objects.get(pk=theirs.family_id)
        assert (gone.joined_into, gone.joined_by, gone.label, gone.people.count()) == (
            kept, cast.lead, "", 0,
        )  # fmt: skip
        assert kept_family(gone) == kept


def test_doubles_become_one_as_a_person_says_and_everybody_else_moves(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        ours, theirs = twice(cast)
        mia = new_person(given_name="Mia", age="child", relation="child", is_main_contact=False)
        other = theirs.family.people.get()
        other.given_name, other.email, other.phone = "Margrete", "ny@example.org", "99 00 00 01"
        other.birth_year = 1990
        change_family(family=theirs.family, people=[other, mia], by=cast.lead)
        own = ours.family.people.get()
        consent = Consent.objects.create(
            municipality=cast.place, family=theirs.family, person=other, purpose="photo",
            text_version="1", language="nb", channel="paper", expires_on=today(),
            recorded_by=cast.lead,
        )  # fmt: skip
        double = Double(own, other, frozenset({"email", "relation"}))
        kept = join(ours.family, theirs.family, cast.lead, doubles=[double])
        people = {person.given_name: person for person in kept.people.all()}
        assert people.keys() == {"Greta", "Mia"}
        main = people["Greta"]
        # Chosen: theirs; not chosen: ours; only there: taken over without being asked for.
        assert (main.email, main.phone, main.birth_year) == (
            "ny@example.org", "+47 77 00 00 00", 1990,
        )  # fmt: skip
        assert (main.is_main_contact, main.relation) == (True, "self")
        consent.refresh_from_db()
        assert (consent.person, consent.family) == (main, kept)


def test_without_doubles_nobody_is_merged_and_there_is_one_main_contact(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        ours, theirs = twice(cast)
        kept = join(ours.family, theirs.family, cast.lead)
        assert kept.people.count() == 2
        assert kept.people.get(is_main_contact=True).relation == "self"
        assert kept.people.get(is_main_contact=False).relation == "other"


def test_facts_are_those_that_were_chosen_and_lists_are_put_together(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        ours, theirs = twice(
            cast, label="Den andre", languages=["de", "pl"], from_country="PL",
            interpreter_language="polsk", address_protection="fortrolig", segments=["children"],
        )  # fmt: skip
        Family.objects.filter(pk=ours.family_id).update(languages=["pl"], from_country="DE")
        kept = join(ours.family, theirs.family, cast.lead, taken=frozenset({"from_country"}))
        assert (kept.label, kept.from_country, kept.interpreter_language) == (
            "Kanari", "PL", "polsk",
        )  # fmt: skip
        assert (kept.languages, kept.segments) == (["pl", "de"], ["children"])
        # Protection is never lost.
        assert kept.address_protection == "fortrolig"


@pytest.mark.parametrize(
    ("first", "second", "states"),
    [
        (active_case, assigned_case, ["active", "closed"]),
        (active_case, received_case, ["active", "rejected"]),
        # Of two, the one that somebody follows up goes on, whichever family is kept.
        (received_case, active_case, ["rejected", "active"]),
        (received_case, received_case, ["received", "rejected"]),
        (closed_case, active_case, ["closed", "active"]),
        (closed_case, closed_case, ["closed", "closed"]),
    ],
)
def test_one_case_at_most_goes_on(cast: Cast, first: Any, second: Any, states: list[str]) -> None:
    with scoped([cast.place.pk]):
        ours, theirs = first(cast), second(cast)
        kept = join(ours.family, theirs.family, cast.lead)
        found = [Case.objects.get(pk=case.pk) for case in (ours, theirs)]
        assert [case.status for case in found] == states
        assert {case.family for case in found} == {kept}


def test_what_only_the_other_case_knew_is_known_of_the_one_that_goes_on(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        ours, theirs = assigned_case(cast), active_case(cast)
        change_case(
            case=theirs, version=theirs.version, by=cast.lead, housing="barrier", priority="high"
        )
        join(ours.family, theirs.family, cast.lead)
        now = Case.objects.get(pk=ours.pk)
        assert (now.housing, now.priority, now.privacy_notice_on) == ("barrier", "high", today())


def test_stay_checks_are_asked_once_and_answers_are_kept(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        day = today().replace(year=today().year - 1, day=1)
        ours, theirs = twice(cast, arrived_on=day)
        Family.objects.filter(pk=ours.family_id).update(arrived_on=day)
        ours.family.arrived_on = day
        change_family(family=ours.family, people=list(ours.family.people.all()), by=cast.lead)
        check = StayCheck.objects.get(journey=theirs.family.journey, months=12)
        answer_stay_check(check=check, answer="yes", by=cast.lead)
        kept = join(ours.family, theirs.family, cast.lead)
        found = StayCheck.objects.order_by("months").values_list("journey", "months", "answer")
        assert list(found) == [(kept.journey, 12, "yes"), (kept.journey, 24, "")]


def test_stale_click_is_told_who_joined_and_when(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        ours, theirs = twice(cast)
        third = active_case(cast)
        join(ours.family, theirs.family, cast.lead)
        for keep, other in (
            (ours.family, theirs.family), (theirs.family, ours.family),
            (third.family, theirs.family),
        ):  # fmt: skip
            with pytest.raises(AlreadyJoined) as stale:
                join(keep, other, cast.lead)
            assert stale.value.family.joined_by == cast.lead
        # Nothing is written any more to what was joined.
        gone = Family.objects.get(pk=theirs.family_id)
        for deed in (
            lambda: receive_case(family=gone, by=cast.lead),
            lambda: change_family(family=gone, people=[new_person()], by=cast.lead),
        ):
            with pytest.raises(AlreadyJoined):
                deed()
        assert not Family.objects.alike(names=["Greta Beispiel"]).filter(pk=gone.pk).exists()


def test_join_refuses_what_cannot_be_and_changes_nothing(cast: Cast) -> None:
    there = cast_of(name="Senja")
    with scoped([there.place.pk]):
        foreign = active_case(there).family
    with scoped([cast.place.pk]):
        ours, theirs = twice(cast)
        own, other = ours.family.people.get(), theirs.family.people.get()
        stranger = active_case(cast).family.people.get()
        before = sender_rows(cast)
        for keep, second, doubles, error in (
            (ours.family, ours.family, [], NotTwoHere),
            (ours.family, foreign, [], NotTwoHere),
            (ours.family, theirs.family, [Double(own, stranger)], WhoIsWho),
            (ours.family, theirs.family, [Double(other, own)], WhoIsWho),
            (ours.family, theirs.family, [Double(own, other), Double(own, other)], WhoIsWho),
        ):
            with pytest.raises(error):
                join(keep, second, cast.lead, doubles=doubles)
            assert sender_rows(cast) == before
        proposed(theirs, there)
        with pytest.raises(UnderWay):
            join(ours.family, theirs.family, cast.lead)
    with scoped([cast.place.pk, there.place.pk]), pytest.raises(NotTwoHere):
        join(ours.family, foreign, cast.lead)


def test_only_who_works_both_joins_and_delicate_ones_only_the_lead(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        ours, theirs = active_case(cast), active_case(cast, cast.colleague)
        for nobody in (cast.coordinator, cast.colleague, cast_of().lead):
            with pytest.raises(PermissionDenied):
                join(ours.family, theirs.family, nobody)
        own = active_case(cast)
        assert join(ours.family, own.family, cast.coordinator)
        protected = active_case(cast, address_protection="fortrolig")
        with pytest.raises(PermissionDenied):
            join(ours.family, protected.family, cast.coordinator)
        assert join(ours.family, protected.family, cast.lead).is_protected


def test_what_was_split_can_be_joined_again(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        case = active_case(cast)
        people = [case.family.people.get(), new_person(given_name="Otto", is_main_contact=False)]
        change_family(family=case.family, people=people, by=cast.lead)
        otto = Person.objects.get(family=case.family, given_name="Otto")
        new = split_family(
            case=case, going=Going([otto]), reason="Prøve", first_task=soon(), by=cast.lead
        )
        kept = join(case.family, new.family, cast.lead)
        assert kept.people.count() == 2
        assert Case.objects.filter(family=kept).open().get() == case


@pytest.mark.django_db(transaction=True)
def test_of_two_who_join_at_once_one_wins(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        families = [case.family for case in twice(cast)]
    barrier = threading.Barrier(2)
    results: list[Any] = []

    def one(keep: Family, other: Family) -> None:
        try:
            with scoped([cast.place.pk]):
                barrier.wait(10)
                results.append(join_families(keep=keep, other=other, by=cast.lead))
        except Exception as error:  # told by the assertion below
            results.append(error)
        finally:
            connection.close()

    pairs = [tuple(families), tuple(reversed(families))]
    threads = [threading.Thread(target=one, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(isinstance(each, AlreadyJoined) for each in results) == [False, True], results
    with scoped([cast.place.pk]):
        assert Family.objects.known().count() == 1
        assert Case.objects.open().count() == 1
