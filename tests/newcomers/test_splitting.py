"""A household parts: who goes, what goes along, and what both logs say."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from newcomers.actions.cases import (
    AlreadyMoved,
    FirstTaskTooLate,
    change_case,
    close_case,
)
from newcomers.actions.families import change_family
from newcomers.actions.splitting import (
    AdultNeeded,
    Contact,
    Going,
    NotTheirs,
    Split,
    WhoGoes,
    WhySplit,
    propose_part,
    split_family,
)
from newcomers.actions.tasks import LastTask, plan_task
from newcomers.actions.texts import IdentityNumber
from newcomers.actions.transfers import NoSuchPlace, decline_transfer
from newcomers.models import (
    Case,
    Family,
    FollowUp,
    Person,
    StayCheck,
    Task,
    Transfer,
    TransferBundle,
)
from portal.lib.dates import today
from portal.lib.scope import scoped
from tests.newcomers.cast import (
    IDENTITY_NUMBER,
    Cast,
    active_case,
    cast_of,
    commit_checks,
    logged,
    new_person,
    reached,
    soon,
    stand_in,
)
from tests.newcomers.two_places import accept, cover, proposed, sender_rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Cast:
    """Where the family lives."""
    return cast_of(name="Bardu")


@pytest.fixture
def there() -> Cast:
    """Where some of them move."""
    return cast_of(name="Senja")


def household(here: Cast, **fields: Any) -> tuple[Case, dict[str, Person]]:
    """Greta, Otto and their child, followed up here. Needs the scope."""
    case = active_case(here, **fields)
    people = [
        case.family.people.get(),
        new_person(given_name="Otto", email="", phone="", relation="partner",
                   is_main_contact=False),
        new_person(given_name="Mia", email="", phone="", age="child", relation="child",
                   is_main_contact=False),
    ]  # fmt: skip
    change_family(family=case.family, people=people, by=here.coordinator)
    commit_checks()
    found = {person.given_name: person for person in case.family.people.all()}
    return Case.objects.select_related("family").get(pk=case.pk), found


def split(case: Case, going: Going, by: Any, **options: Any) -> Split:
    """They part, and everything that is checked at commit holds."""
    answer = {"reason": "De er gått fra hverandre", "first_task": soon()} | options
    done = split_family(case=case, going=going, by=by, **answer)
    commit_checks()
    return done


def names(family: Family) -> set[str]:
    return set(family.people.values_list("given_name", flat=True))


def told(case: Case, what: str) -> FollowUp:
    return FollowUp.objects.get(case=case, change__what=what)


def test_couple_parts_in_one_municipality(here: Cast) -> None:
    with scoped([here.place.pk]):
        case, people = household(here, languages=["de"], arrived_on=today())
        logged(case, here.coordinator, reached(text="Om begge"))
        log, tasks = FollowUp.objects.count(), Task.objects.count()
        contact = Contact(people["Otto"], phone="+47 99 00 00 01", email="otto@example.org")
        new = split(case, Going([people["Otto"]], "Otto", contact), here.coordinator)
        assert (names(new.family), names(case.family)) == ({"Otto"}, {"Greta", "Mia"})
        main = new.family.people.get()
        assert (main.email, main.phone_digits, main.is_main_contact, main.relation) == (
            "otto@example.org", "4799000001", True, "self",
        )  # fmt: skip
        assert case.family.people.get(is_main_contact=True) == people["Greta"]
        # A family of its own: another journey, and asked itself whether it stays.
        assert new.family.journey != case.family.journey
        assert (new.family.label, new.family.languages) == ("Otto", ["de"])
        assert StayCheck.objects.filter(journey=new.family.journey).count() == 2
        assert (new.case.status, new.case.coordinator, new.case.privacy_notice_on) == (
            "assigned", here.coordinator, None,
        )  # fmt: skip
        # The old log and its tasks stay where they are; nothing is copied that was not chosen.
        assert Task.objects.filter(case=new.case).count() == 1
        assert Task.objects.count() == tasks + 1
        assert not TransferBundle.objects.exists()
        kinds = set(FollowUp.objects.filter(case=new.case).values_list("kind", flat=True))
        assert kinds == {"status"}
        old, own = told(case, "split"), told(new.case, "split_off")
        assert (old.change["number"], old.change["people"], old.text) == (
            new.case.number, 1, "De er gått fra hverandre",
        )  # fmt: skip
        assert (own.change["number"], own.text) == (case.number, "De er gått fra hverandre")
        assert FollowUp.objects.count() == log + 3
        now = Case.objects.get(pk=case.pk)
        assert (now.status, now.version) == ("active", case.version + 1)


def test_main_contact_may_go_and_somebody_is_it_who_stays(here: Cast) -> None:
    with scoped([here.place.pk]):
        case, people = household(here)
        stays = Contact(people["Otto"], email="otto@example.org")
        going = Going([people["Greta"], people["Mia"]], contact_left=stays)
        new = split(case, going, here.lead)
        assert names(new.family) == {"Greta", "Mia"}
        assert new.family.label == "Greta Beispiel"
        main = case.family.people.get()
        assert (main.given_name, main.is_main_contact, main.email) == (
            "Otto", True, "otto@example.org",
        )  # fmt: skip
        assert new.family.people.get(is_main_contact=True).email == "greta@example.org"


def test_chosen_tasks_go_and_chosen_entries_are_copied(here: Cast) -> None:
    with scoped([here.place.pk]):
        case, people = household(here)
        wanted = logged(case, here.coordinator, reached(text="Otto søker jobb"))
        logged(case, here.coordinator, reached(text="Greta er syk"))
        hidden = logged(case, here.coordinator, reached(text="Sensitivt", is_restricted=True))
        task = plan_task(case=case, task=soon(3, "Ring NAV om Otto"), by=here.coordinator)
        otto = [people["Otto"]]
        before = sender_rows(here)
        first = Task.objects.filter(case=case).order_by("pk").first()
        assert first is not None
        for going, error in (
            (Going(otto, entries=[hidden]), NotTheirs),
            (Going(otto, tasks=[first, task]), LastTask),
            (Going(otto, tasks=[Task(pk=0)]), NotTheirs),
        ):
            with pytest.raises(error):
                split(case, going, here.coordinator)
        assert sender_rows(here) == before
        new = split(case, Going(otto, tasks=[task], entries=[wanted]), here.coordinator)
        assert "Ring NAV om Otto" in set(
            Task.objects.filter(case=new.case).values_list("title", flat=True)
        )
        assert list(Task.objects.filter(case=case)) == [first]
        bundle = TransferBundle.objects.get(case=new.case)
        assert [entry["text"] for entry in bundle.entries] == ["Otto søker jobb"]
        # It is read there, and counted where it was written.
        assert FollowUp.objects.get(text="Otto søker jobb").case == case


def test_split_refuses_what_cannot_be_and_changes_nothing(here: Cast, there: Cast) -> None:
    with scoped([there.place.pk]):
        stranger = household(there)[1]["Otto"]
    with scoped([here.place.pk]):
        case, people = household(here)
        other = household(here)[1]["Otto"]
        before = sender_rows(here)
        otto = Going([people["Otto"]])
        for going, options, error in (
            (Going([]), {}, WhoGoes),
            (Going(list(people.values())), {}, WhoGoes),
            (Going([people["Otto"], other]), {}, WhoGoes),
            (Going([stranger]), {}, WhoGoes),
            (Going([people["Mia"]]), {}, AdultNeeded),
            (Going([people["Greta"], people["Otto"]]), {}, AdultNeeded),
            (Going([people["Otto"]], contact=Contact(people["Greta"])), {}, AdultNeeded),
            (otto, {"reason": "  "}, WhySplit),
            (otto, {"reason": IDENTITY_NUMBER}, IdentityNumber),
            (Going([people["Otto"]], IDENTITY_NUMBER), {}, IdentityNumber),
            (otto, {"first_task": soon(9)}, FirstTaskTooLate),
        ):  # fmt: skip
            with pytest.raises(error):
                split(case, going, here.coordinator, **options)
            assert sender_rows(here) == before, (going, options)


def test_only_who_works_the_case_splits_and_only_while_it_is_followed_up(
    here: Cast, there: Cast
) -> None:
    with scoped([here.place.pk]):
        case, people = household(here)
        otto = Going([people["Otto"]])
        for nobody in (here.colleague, there.coordinator, stand_in(here, here.lead)):
            with pytest.raises(PermissionDenied):
                split(case, otto, nobody)
        # A deputy works the absent one's.
        assert split(case, otto, stand_in(here, here.coordinator)).case
        case, people = household(here)
        proposed(case, there)
        with pytest.raises(AlreadyMoved):
            split(case, Going([people["Otto"]]), here.coordinator)
        case, people = household(here)
        close_case(case=case, reason="settled", outcome="helped", by=here.lead, unfinished="done")
        with pytest.raises(AlreadyMoved):
            split(case, Going([people["Otto"]]), here.lead)


def test_same_form_splits_once(here: Cast) -> None:
    with scoped([here.place.pk]):
        case, people = household(here)
        otto = Going([people["Otto"]])
        first = split(case, otto, here.coordinator, form_key="k" * 16)
        assert split(case, otto, here.coordinator, form_key="k" * 16) == first
        assert Family.objects.count() == 2


def test_what_is_known_of_the_home_goes_along_and_past_questions_do_not(here: Cast) -> None:
    with scoped([here.place.pk]):
        long_ago = today().replace(year=today().year - 1, day=1)
        case, people = household(here, arrived_on=long_ago)
        change_case(case=case, version=case.version, by=here.lead, housing="barrier")
        new = split(case, Going([people["Otto"]]), here.lead)
        assert new.case.housing == "barrier"
        assert told(new.case, "housing").change["to"] == "barrier"
        months = StayCheck.objects.filter(journey=new.family.journey)
        assert list(months.values_list("months", flat=True)) == [24]
        change_family(family=new.family, people=list(new.family.people.all()), by=here.lead)
        assert months.count() == 1


def test_coordinator_who_left_hands_on_to_who_splits(here: Cast) -> None:
    with scoped([here.place.pk]):
        case, people = household(here)
        here.coordinator.is_active = False
        here.coordinator.save()
        assert split(case, Going([people["Otto"]]), here.lead).case.coordinator == here.lead


# --- half a household moves ---------------------------------------------------------------------


def moving(case: Case, going: Going, there: Cast, by: Any, **options: Any) -> Transfer:
    answer = {"to": there.place, "reason": "Otto flytter", "first_task": soon()} | options
    sent = propose_part(case=case, going=going, by=by, **answer)
    commit_checks()
    return sent


def test_half_a_household_moves_in_one_go(here: Cast, there: Cast) -> None:
    with scoped([here.place.pk]):
        case, people = household(here)
        secret = logged(case, here.coordinator, reached(text="Om Greta"))
        wanted = logged(case, here.coordinator, reached(text="Om Otto"))
        going = Going([people["Otto"]], entries=[wanted])
        sent = moving(case, going, there, here.coordinator, form_key="k" * 16)
        # The same form again proposes nothing more.
        again = moving(case, going, there, here.coordinator, form_key="k" * 16)
        assert again == sent
        assert (sent.case.status, Case.objects.get(pk=case.pk).status) == ("transferring", "active")
        assert cover(there).household == "1"
    successor = accept(there)
    with scoped([there.place.pk]):
        assert names(Family.objects.get()) == {"Otto"}
        bundle = TransferBundle.objects.get(case=successor)
        assert [entry["text"] for entry in bundle.entries] == ["Om Otto"]
    with scoped([here.place.pk]):
        stays = Case.objects.get(pk=case.pk)
        assert (stays.status, names(stays.family)) == ("active", {"Greta", "Mia"})
        assert FollowUp.objects.get(pk=secret.pk).case == stays


def test_part_that_is_not_taken_over_stays_here_and_bad_places_split_nobody(
    here: Cast, there: Cast
) -> None:
    with scoped([here.place.pk]):
        case, people = household(here)
        before = sender_rows(here)
        with pytest.raises(NoSuchPlace):
            moving(case, Going([people["Otto"]]), here, here.coordinator)
        assert sender_rows(here) == before
        sent = moving(case, Going([people["Otto"]]), there, here.coordinator)
    with scoped([there.place.pk]):
        decline_transfer(cover=cover(there), reason="Fullt her", by=there.lead)
    with scoped([here.place.pk]):
        assert Case.objects.get(pk=sent.case_id).status == "assigned"
        assert names(sent.case.family) == {"Otto"}
