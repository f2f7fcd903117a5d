"""Privacy requests: the month, who may, what an answer needs, and what follows from it."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from municipalities.permissions import Standing, confidential_scope
from newcomers.actions.families import change_family
from newcomers.actions.giving_out import decide_passages, give_out, looked_at, open_stored
from newcomers.actions.privacy_requests import (
    AnswerIncomplete,
    CaseStillOpen,
    ExtendedBefore,
    FamilyNeeded,
    ImpossibleRequest,
    NotGivenOut,
    NothingHeld,
    NotOfFamily,
    RequestAnswered,
    WhoAsks,
    answer_request,
    extend_request,
    lift_request,
    match_request,
    note_asker,
    register_request,
)
from newcomers.actions.texts import IdentityNumber
from newcomers.models import Case, CaseAccess, Family, Person, PrivacyRequest
from newcomers.permissions import Powers, may_propose_transfer, may_read_case
from newcomers.reports import Period, contact_points
from newcomers.stored import NothingOpen, read_stored
from portal.lib.dates import today
from portal.lib.scope import scoped
from portal.models import User
from tests.newcomers.asking import asked, known, officer_of, with_partner
from tests.newcomers.cast import (
    IDENTITY_NUMBER,
    Cast,
    active_case,
    cast_of,
    closed_case,
    commit_checks,
)

pytestmark = pytest.mark.django_db
YES = {"state": "granted", "answer": "Gjort.", "language": "nb", "reasons": ["done"]}
NO = {"state": "refused", "answer": "Nei, fordi …", "language": "de", "reasons": ["duty"]}


@pytest.fixture
def cast() -> Cast:
    return cast_of(name="Målselv")


@pytest.fixture
def officer(cast: Cast) -> User:
    return officer_of(cast.place)


def officers_scope(user: User) -> Any:
    """What a request of the officer's runs in: no rows, and the logs of their places."""
    rows, log = confidential_scope(Standing.of(user))
    assert list(rows) == []
    return scoped(rows, log)


def leads_scope(cast: Cast) -> Any:
    return scoped([cast.place.pk], [cast.place.pk])


def test_request_is_due_a_month_after_it_was_asked(cast: Cast) -> None:
    with leads_scope(cast):
        made = asked(cast, asked_on=today(), form_key="k" * 16)
        assert made.due_on - today() >= datetime.timedelta(days=28)
        assert made.due_on.day in (today().day, made.due_on.day)
        assert asked(cast, form_key="k" * 16) == made
        long_ago = asked(cast, asked_on=today() - datetime.timedelta(days=60))
        assert list(PrivacyRequest.objects.overdue()) == [long_ago]
        assert long_ago.days_left < 0


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"kind": "gossip"}, ImpossibleRequest),
        ({"channel": "pigeon"}, ImpossibleRequest),
        ({"asked_as": "  "}, ImpossibleRequest),
        ({"identity": "looks honest"}, ImpossibleRequest),
        ({"asked_on": datetime.date(2999, 1, 1)}, ImpossibleRequest),
        ({"asked_on": datetime.date(1999, 1, 1)}, ImpossibleRequest),
        ({"asked_as": IDENTITY_NUMBER}, IdentityNumber),
    ],
)
def test_request_that_cannot_be_is_refused(
    cast: Cast, typed: dict[str, Any], error: type[Exception]
) -> None:
    with leads_scope(cast), pytest.raises(error):
        asked(cast, **typed)


def test_lead_and_officer_register_and_nobody_else(cast: Cast, officer: User) -> None:
    other = cast_of(name="Bardu")
    typed = {"municipality": cast.place, "kind": "access", "channel": "phone", "asked_as": "Per"}
    with officers_scope(officer):
        assert register_request(by=officer, **typed).registered_by == officer
    for user in (cast.coordinator, other.lead, officer_of(other.place)):
        with leads_scope(cast), pytest.raises(PermissionDenied):
            register_request(by=user, **typed)


def test_only_the_lead_says_which_family_it_is(cast: Cast, officer: User) -> None:
    other = cast_of(name="Bardu")
    with scoped([other.place.pk]):
        stranger = active_case(other).family
    with leads_scope(cast):
        case, made = active_case(cast), asked(cast)
        for user in (officer, cast.coordinator):
            with pytest.raises(PermissionDenied):
                match_request(request=made, family=case.family, by=user)
        with pytest.raises(NotOfFamily):
            match_request(request=made, family=stranger, by=cast.lead)
        assert match_request(request=made, family=case.family, by=cast.lead).family == case.family
        commit_checks()


def test_database_keeps_a_request_in_its_municipality(cast: Cast) -> None:
    other = cast_of(name="Bardu")
    with scoped([other.place.pk]):
        stranger = active_case(other).family
    with leads_scope(cast):
        made = asked(cast)

        def take() -> None:
            PrivacyRequest.objects.filter(pk=made.pk).update(family=stranger)
            commit_checks()

        with pytest.raises(IntegrityError), transaction.atomic():
            take()
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            made.delete()


def test_officer_reads_the_family_of_an_open_request_and_nothing_else(
    cast: Cast, officer: User
) -> None:
    with leads_scope(cast):
        case, quiet = active_case(cast), active_case(cast, label="Uspurt")
        made = asked(cast, case)
        unmatched = asked(cast)
    elsewhere = officer_of(cast_of(name="Bardu").place)
    with officers_scope(officer):
        assert not Family.objects.exists()
        stored = open_stored(request=made, by=officer)
        assert [each.label for each in stored.rows["family"]] == ["Kanari"]
        assert stored.cases == [case.pk]
        assert quiet.pk not in stored.cases
        note = CaseAccess.objects.of_case(case.pk).filter(user=officer).get()
        assert (note.role, note.table, note.object_ids) == (
            "privacy", "privacyrequest", [str(made.pk)],
        )  # fmt: skip
        with pytest.raises(NothingOpen):
            open_stored(request=unmatched, by=officer)
    with officers_scope(elsewhere):
        with pytest.raises(NothingOpen):
            read_stored(made)
        with pytest.raises(PermissionDenied):
            open_stored(request=made, by=elsewhere)
    with leads_scope(cast):
        answer_request(request=made, by=cast.lead, **NO)
    with officers_scope(officer), pytest.raises(NothingOpen):
        open_stored(request=made, by=officer)


def test_time_is_extended_once_with_a_reason_and_in_time(cast: Cast, officer: User) -> None:
    with leads_scope(cast):
        made = asked(cast)
        with pytest.raises(ExtendedBefore):
            extend_request(request=made, reason=" ", by=cast.lead)
        longer = extend_request(request=made, reason="Mange saker", by=officer)
        assert longer.due_on > made.due_on + datetime.timedelta(days=58)
        with pytest.raises(ExtendedBefore):
            extend_request(request=made, reason="Enda flere", by=cast.lead)
        late = asked(cast, asked_on=today() - datetime.timedelta(days=40))
        with pytest.raises(ExtendedBefore):
            extend_request(request=late, reason="For sent", by=cast.lead)


@pytest.mark.parametrize(
    "typed",
    [
        NO | {"reasons": []},
        NO | {"reasons": ["done"]},
        NO | {"answer": " "},
        NO | {"language": "xx"},
        NO | {"reasons": ["because"]},
        NO | {"state": "open"},
        YES | {"state": "partly"},
    ],
)
def test_answer_has_text_language_and_reason(cast: Cast, typed: dict[str, Any]) -> None:
    with leads_scope(cast):
        made = asked(cast)
        with pytest.raises(AnswerIncomplete):
            answer_request(request=made, by=cast.lead, **typed)


def test_answer_is_given_once_and_a_no_needs_no_family(cast: Cast) -> None:
    with leads_scope(cast):
        made = asked(cast)
        with pytest.raises(FamilyNeeded):
            answer_request(request=made, by=cast.lead, **YES)
        done = answer_request(request=made, by=cast.lead, **NO | {"reasons": ["not_identified"]})
        assert (done.state, done.answered_by) == ("refused", cast.lead)
        with pytest.raises(RequestAnswered):
            answer_request(request=made, by=cast.lead, **NO)
        with pytest.raises(RequestAnswered):
            note_asker(request=made, asker=None, asks_for="", identity="", by=cast.lead)


def test_yes_needs_somebody_known_and_access_is_given_out_first(cast: Cast) -> None:
    with leads_scope(cast):
        made = asked(cast, active_case(cast))
        with pytest.raises(WhoAsks):
            answer_request(request=made, by=cast.lead, **YES)
        made = known(cast, made)
        with pytest.raises(NotGivenOut):
            answer_request(request=made, by=cast.lead, **YES)
        for each in looked_at(made, open_stored(request=made, by=cast.lead)):
            decide_passages(
                request=made, text=each.text, seal=each.text.seal, ranges=[], by=cast.lead
            )
        give_out(request=made, form="html", language="nb", by=cast.lead)
        assert answer_request(request=made, by=cast.lead, **YES).state == "granted"


def held(case: Case) -> bool:
    return Family.objects.get(pk=case.family_id).is_restricted


def test_restricted_from_the_yes_until_it_is_lifted(cast: Cast, officer: User) -> None:
    with leads_scope(cast):
        case = active_case(cast)
        made = known(cast, asked(cast, case, kind="restrict"))
        assert not held(case)
    with officers_scope(officer):
        answer_request(request=made, by=officer, **YES)
    with leads_scope(cast):
        assert held(case)
        with pytest.raises(PermissionDenied):
            lift_request(request=made, reason="Avklart", by=officer)
        lift_request(request=made, reason="Avklart", by=cast.lead)
        assert not held(case)
        with pytest.raises(NothingHeld):
            lift_request(request=made, reason="Igjen", by=cast.lead)


@pytest.mark.parametrize(("answer", "after"), [(YES, True), (NO, False)])
def test_objection_holds_still_until_it_is_decided(
    cast: Cast, answer: dict[str, Any], after: bool
) -> None:
    with leads_scope(cast):
        case = active_case(cast)
        made = known(cast, asked(cast, case, kind="object"))
        assert held(case)
        answer_request(request=made, by=cast.lead, **answer)
        assert held(case) is after


def test_corrected_match_frees_the_other_family(cast: Cast) -> None:
    with leads_scope(cast):
        wrong, right = active_case(cast), active_case(cast, label="Riktig")
        made = asked(cast, wrong, kind="object")
        match_request(request=made, family=right.family, by=cast.lead)
        assert (held(wrong), held(right)) == (False, True)


def test_restricted_family_is_read_and_touched_by_the_lead_alone(cast: Cast) -> None:
    with leads_scope(cast):
        case = active_case(cast)
        period = Period.this_year()
        before = contact_points(municipality=cast.place.pk, period=period)
        asked(cast, case, kind="object")
        case = Case.objects.select_related("family").get(pk=case.pk)
        assert may_read_case(cast.coordinator, case)
        own, lead = Powers.of(cast.coordinator, case), Powers.of(cast.lead, case)
        assert (own.reads, own.logs, own.works) == (True, False, False)
        assert (lead.logs, lead.works) == (True, True)
        assert not may_propose_transfer(cast.lead, case)
        assert not Family.objects.alike(email="greta@example.org").exists()
        now = contact_points(municipality=cast.place.pk, period=period)
        assert (before.made.count, now.made.count) == (1, 0)
        people = list(case.family.people.all())
        with pytest.raises(PermissionDenied):
            change_family(family=case.family, people=people, by=cast.coordinator)


def test_erasing_waits_for_the_end_of_the_case_and_a_no_says_why(cast: Cast) -> None:
    with leads_scope(cast):
        made = known(cast, asked(cast, active_case(cast), kind="erase"))
        with pytest.raises(CaseStillOpen):
            answer_request(request=made, by=cast.lead, **YES)
        done = answer_request(request=made, by=cast.lead, **NO | {"reasons": ["ongoing_case"]})
        assert (done.state, done.reasons) == ("refused", ["ongoing_case"])
        assert Family.objects.filter(pk=made.family_id).exists()


def test_erased_family_leaves_the_request_without_a_word(cast: Cast, officer: User) -> None:
    with leads_scope(cast):
        case = closed_case(cast)
        made = known(cast, asked(cast, case, kind="erase", wish="Slett alt om Greta"))
        with pytest.raises(PermissionDenied):
            answer_request(request=made, by=officer, **YES)
        answer_request(request=made, by=cast.lead, **YES)
        commit_checks()
        assert not Family.objects.exists()
        made.refresh_from_db()
        assert (made.state, made.family, made.asker) == ("granted", None, None)
        assert not any((made.asked_as, made.wish, made.answer, made.extended_reason))


def test_answer_that_erases_itself_says_so_before(cast: Cast, client: Client) -> None:
    client.force_login(cast.lead)
    for kind, warns in (("erase", True), ("access", False)):
        with leads_scope(cast):
            made = known(cast, asked(cast, closed_case(cast), kind=kind))
        page = client.get(reverse("admin:newcomers_privacyrequest_change", args=[made.pk]))
        assert (b"and this answer with it" in page.content) is warns, kind


def test_person_who_leaves_the_family_takes_the_request_along(cast: Cast) -> None:
    with leads_scope(cast):
        case, other = active_case(cast), active_case(cast, label="Den andre")
        partner = with_partner(case.family)
        made = note_asker(
            request=asked(cast, case), asker=partner, asks_for="self", identity="known",
            by=cast.lead,
        )  # fmt: skip
        Person.objects.filter(pk=partner.pk).update(family=other.family)
        made.refresh_from_db()
        assert made.family == other.family
        main = Person.objects.get(family=case.family, is_main_contact=True)
        with pytest.raises(NotOfFamily):
            note_asker(request=made, asker=main, asks_for="", identity="", by=cast.lead)
        commit_checks()


def test_read_log_cannot_be_written_for_other_places(cast: Cast, officer: User) -> None:
    other = cast_of(name="Bardu")
    with officers_scope(officer):
        row = CaseAccess(user=officer, role="privacy", what="view", table="case", object_ids=[])
        row.municipality = other.place
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            row.save(force_insert=True)


def test_function_of_the_owner_gives_nothing_outside_the_scope_of_logs(cast: Cast) -> None:
    with leads_scope(cast):
        made = asked(cast, active_case(cast))
    with scoped([cast.place.pk]), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM newcomers_stored_in_request(%s)", [made.pk])
        assert cursor.fetchone() == (0,)
