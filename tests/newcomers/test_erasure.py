"""Erasing a family: what goes, what stays, and what stands in the way."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from municipalities.roles import Role
from newcomers.actions.cases import close_case, reject_case
from newcomers.actions.erasure import (
    CaseOpen,
    ErasureRefused,
    NotApproved,
    NotHere,
    OnHold,
    RequestOpen,
    Why,
    anonymise_family,
)
from newcomers.actions.retention import lift_hold, set_hold
from newcomers.actions.stays import answer_stay_check
from newcomers.models import (
    Case,
    Erasure,
    Family,
    FollowUp,
    Person,
    PrivacyRequest,
    StatRow,
    StayCheck,
    Task,
    Transfer,
    TransferCover,
)
from newcomers.reports import Period, actions_afterwards, contact_points
from portal.lib.dates import today
from portal.lib.scope import scoped
from tests.accounts import log_in
from tests.newcomers.cast import (
    Cast,
    active_case,
    cast_of,
    closed_case,
    commit_checks,
    logged,
    reached,
    received_case,
    with_role,
)
from tests.newcomers.two_places import accept, between

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Cast:
    return cast_of(name="Målselv")


@pytest.fixture
def there() -> Cast:
    return cast_of(name="Sørreisa")


def erased(case: Case, by: Any, why: Any = Why.REQUEST) -> None:
    anonymise_family(family=case.family, by=by, why=why)
    commit_checks()


def request_of(case: Case, by: Any, **fields: Any) -> PrivacyRequest:
    """What the family has asked for."""
    known = {
        "family": case.family, "municipality_id": case.municipality_id, "registered_by": by,
        "channel": "phone", "due_on": today() + datetime.timedelta(days=30), "asked_as": "Greta",
    }  # fmt: skip
    return PrivacyRequest.objects.create(**{**known, "kind": "access"} | fields)


def test_family_goes_with_all_that_hangs_on_it_and_nobody_else(here: Cast) -> None:
    with scoped([here.place.pk]):
        case, other = closed_case(here), closed_case(here, label="Nabo")
        asked = request_of(case, here.lead, kind="erase", wish="Slett oss")
        kept = {model: model.objects.filter(case=other).count() for model in (FollowUp, Task)}
        erased(case, here.lead)
        assert list(Case.objects.all()) == [other]
        assert list(Family.objects.all()) == [other.family]
        assert not Person.objects.exclude(family=other.family).exists()
        assert Person.objects.exists()
        assert {model: model.objects.count() for model in kept} == kept
        ledger = Erasure.objects.get()
        assert (ledger.why, ledger.by, ledger.municipality) == ("request", here.lead, here.place)
        asked.refresh_from_db()
        assert (asked.family, asked.asked_as, asked.wish) == (None, "", "")


def test_family_in_mid_case_stays_whole(here: Cast) -> None:
    with scoped([here.place.pk]):
        case = active_case(here)
        for why in (Why.REQUEST, Why.ERROR, Why.RETENTION):
            with pytest.raises(CaseOpen):
                erased(case, here.lead, why)
        case.refresh_from_db()
        assert case.log.exists()
        assert not Erasure.objects.exists()
        assert not StatRow.objects.exists()


def test_hold_and_open_requests_stand_in_the_way_until_they_end(here: Cast) -> None:
    with scoped([here.place.pk]):
        case = closed_case(here)

        def refused(refusal: type[ErasureRefused], why: Any) -> None:
            with pytest.raises(refusal):
                erased(case, here.lead, why)

        until = today() + datetime.timedelta(days=90)
        hold = set_hold(family=case.family, reason="Klage", until=until, by=here.lead)
        refused(OnHold, Why.REQUEST)
        lift_hold(hold=hold, by=here.lead)
        wanted = request_of(case, here.lead)
        refused(RequestOpen, Why.REQUEST)
        PrivacyRequest.objects.filter(pk=wanted.pk).update(kind="erase")
        refused(RequestOpen, Why.ERROR)
        erased(case, here.lead, Why.REQUEST)


def test_clock_erases_nothing_that_nobody_approved(here: Cast) -> None:
    with scoped([here.place.pk]):
        case = closed_case(here)
        with pytest.raises(NotApproved):
            erased(case, here.lead, Why.RETENTION)


def test_only_lead_and_privacy_officer_have_families_erased_and_only_here(
    here: Cast, there: Cast
) -> None:
    officer = with_role(here.place, Role.PRIVACY)
    with scoped([here.place.pk]):
        case = closed_case(here)
        for nobody in (here.coordinator, there.lead):
            with pytest.raises(PermissionDenied):
                erased(case, nobody)
    with scoped([there.place.pk]), pytest.raises(NotHere):
        erased(case, here.lead)
    with scoped([here.place.pk]):
        erased(case, officer)
        with pytest.raises(NotHere):
            erased(case, officer)


def test_web_role_erases_in_no_other_way(here: Cast) -> None:
    with scoped([here.place.pk]):
        case = closed_case(here)
        for statement in (
            f"SELECT newcomers_erase({case.family_id}, 'request', {here.lead.pk}, now())",
            f"SELECT newcomers_cut_links('newcomers_family', '{{{case.family_id}}}')",
            f"SELECT newcomers_write_statistics('{{{case.pk}}}')",
            f"DELETE FROM newcomers_followup WHERE case_id = {case.pk}",
            "UPDATE newcomers_erasure SET why = 'request'",
            "DELETE FROM newcomers_statrow",
            "INSERT INTO newcomers_erasure SELECT * FROM newcomers_erasure",
        ):
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                connection.cursor().execute(statement)


def numbers(place: int, period: Period) -> dict[str, int]:
    """K1 and K2 as the report has them."""
    found = [contact_points(municipality=place, period=period),
             actions_afterwards(municipality=place, period=period)]  # fmt: skip
    return {name: each.count for part in found for name, each in vars(part).items()}


def test_report_of_the_year_is_the_same_before_and_after(here: Cast) -> None:
    with scoped([here.place.pk]):
        case, year = active_case(here, category="refugee"), Period.this_year()
        first = logged(case, here.coordinator)
        logged(case, here.coordinator, reached(reached=False))
        logged(case, here.coordinator, reached(counterparts=["nav"]))
        Task.objects.filter(case=case).update(caused_by=first)
        case.refresh_from_db()
        close_case(case=case, reason="settled", outcome="helped", by=here.coordinator,
                   unfinished="done")  # fmt: skip
        other = closed_case(here)
        before = numbers(here.place.pk, year)
        assert before["planned"] == before["done_soon"] == 1
        assert before["with_organisation"] == 1
        erased(case, here.lead)
        assert numbers(here.place.pk, year) == before
        row = StatRow.objects.get()
        assert (row.year, row.category, row.household) == (today().year, "refugee", "1")
        assert (row.closure, row.outcome, row.is_opened) == ("settled", "helped", True)
        erased(other, here.lead)
        assert numbers(here.place.pk, year) == before
        # Nobody's own report, and no part of a year, has what is left as a sum.
        own = contact_points(municipality=here.place.pk, period=year, author=here.coordinator)
        assert own.made.count == 0
        short = Period(year.first + datetime.timedelta(days=1), year.last)
        assert set(numbers(here.place.pk, short).values()) == {0}


def test_answers_about_staying_stay_without_a_way_to_the_family(here: Cast) -> None:
    arrived = today() - datetime.timedelta(days=400)
    with scoped([here.place.pk]):
        case = closed_case(here, arrived_on=arrived)
        journey = case.family.journey
        first = StayCheck.objects.due().get(journey=journey)
        answer_stay_check(check=first, answer="no", reason="work", by=here.coordinator)
        erased(case, here.lead)
        left = StayCheck.objects.get()
        assert (left.pk, left.answer, left.reason) == (first.pk, "no", "work")
        assert left.journey != journey


def test_each_side_of_a_transfer_erases_its_own(here: Cast, there: Cast) -> None:
    """First the sender, then the receiver; and the other way round."""
    for first, second in ((here, there), (there, here)):
        sent = between(here, there)
        successor = accept(there)
        sides = {here: sent, there: successor}
        with scoped([there.place.pk]):
            successor = close_case(case=successor, reason="settled", outcome="helped",
                                   by=there.coordinator, unfinished="done")  # fmt: skip
        with scoped([first.place.pk]):
            erased(sides[first], first.lead)
        with scoped([second.place.pk]):
            assert Case.objects.get(pk=sides[second].pk).log.exists()
            assert Family.objects.get(pk=sides[second].family_id).people.exists()
            erased(sides[second], second.lead)
        with scoped([here.place.pk, there.place.pk]):
            assert not Transfer.objects.exists()
            assert not TransferCover.objects.exists()
            assert not Family.objects.exists()


def test_same_people_written_down_twice_go_together(here: Cast) -> None:
    with scoped([here.place.pk]):
        case, double, other = closed_case(here), received_case(here), closed_case(here)
        reject_case(case=double, reason="duplicate", duplicate_of=case, by=here.lead)
        erased(case, here.lead)
        assert list(Family.objects.all()) == [other.family]
        assert Erasure.objects.count() == 2


def test_region_sees_sums_without_small_numbers_and_no_row(here: Cast, region: Any) -> None:
    adviser = with_role(region, Role.REGIONAL)
    with scoped([here.place.pk]):
        for category, count in (("refugee", 5), ("student", 6), ("labour_eea", 4)):
            for _ in range(count):
                erased(closed_case(here, category=category), here.lead, Why.ERROR)
    page = log_in(adviser).get(reverse("admin:newcomers_report_anonymised"))
    year = page.context["rows"][0]
    # The next smallest goes with the one that is too small: the sum would give it away.
    assert year.categories == {"work": None, "refugee": None, "student": 6}
    assert log_in(here.lead).get(reverse("admin:newcomers_report_anonymised")).status_code == 403
