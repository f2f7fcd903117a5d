"""The eleven invariants of the case log (domain.md), from both sides, as the web role.

Where PostgreSQL holds one, the test goes past the actions: raw SQL, `update()`, `bulk_create()`.
"""

import datetime
import threading
import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection, models, transaction
from django.utils import timezone

from hosting.models import Organisation
from municipalities.models import Membership, Municipality
from newcomers.actions.cases import OldVersion, change_case, reassign_case
from newcomers.actions.families import NewCase, StrictlyProtected, change_family, register_family
from newcomers.actions.follow_ups import (
    AlreadyCorrected,
    Closing,
    Next,
    correct_entry,
    log_entry,
    log_with_organisation,
)
from newcomers.actions.tasks import finish_task, plan_task, postpone_task
from newcomers.models import Case, Enquiry, Family, FollowUp, Person, StayCheck, Task
from newcomers.permissions import may_read_case, may_work_case
from portal.lib.dates import today
from portal.lib.scope import scoped
from portal.lib.tokens import new_token
from tests.factories import OrganisationFactory, received_enquiry
from tests.newcomers.cast import (
    Cast,
    active_case,
    assigned_case,
    cast_of,
    closed_case,
    commit_checks,
    logged,
    new_family,
    new_person,
    reached,
    received_case,
    soon,
    yesterday,
)

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def cast() -> Cast:
    return cast_of()


def refused(match: str, work: Callable[[], Any]) -> None:
    """PostgreSQL refuses the work, at once or at commit."""

    def until_commit() -> None:
        with transaction.atomic():
            work()
            commit_checks()

    with pytest.raises(DatabaseError, match=match):
        until_commit()


def execute(sql: str, *values: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return int(cursor.rowcount)


def entry_of(of: Case, author: Any, **fields: Any) -> FollowUp:
    """An entry that goes past the actions."""
    here = of.municipality_id
    return FollowUp(
        **{
            "case": of,
            "municipality_id": here,
            "municipality_then_id": here,
            "kind": "note",
            "text": "Notat",
            "occurred_on": today(),
            "author": author,
            "author_name": str(author),
        }
        | fields
    )


def leave(user: Any) -> None:
    """The person's memberships ended yesterday."""
    Membership.objects.filter(user=user).update(valid_from=yesterday() - DAY, valid_to=yesterday())


# 1. An open case has a planned task with an active owner.


@pytest.mark.parametrize(
    "undo",
    [
        lambda tasks: tasks.delete(),
        lambda tasks: tasks.update(status="done", ended_on=today(), ended_by=1),
        lambda tasks: tasks.update(status="cancelled", ended_on=today(), ended_by=1),
        lambda tasks: execute("DELETE FROM newcomers_task"),
    ],
)
def test_1_open_case_keeps_a_planned_task(cast: Cast, undo: Callable[[Any], Any]) -> None:
    with scoped([cast.place.pk]):
        case = assigned_case(cast)
        commit_checks()
        tasks = Task.objects.filter(case=case)
        Task.objects.update(created_by=cast.lead)

        def work() -> None:
            undo(tasks)
            Task.objects.exclude(ended_by=None).update(ended_by=cast.lead)

        refused("no planned task", work)
        plan_task(case=case, task=soon(3), by=cast.coordinator)
        finish_task(task=tasks.order_by("pk")[0], by=cast.coordinator)
        commit_checks()


def test_1_open_case_cannot_be_written_without_a_task(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        case = received_case(cast)
        commit_checks()
        rows = Case.objects.filter(pk=case.pk)
        refused("no planned task", lambda: rows.update(status="assigned", coordinator=cast.lead))
        family = received_case(cast).family
        Case.objects.filter(family=family).update(status="rejected", rejection="spam")
        new = Case(
            number="X-1", family=family, municipality=cast.place, municipality_then=cast.place,
            opened_by=cast.lead, coordinator=cast.lead, status="active",
        )  # fmt: skip
        refused("no planned task", lambda: Case.objects.bulk_create([new]))


def test_1_task_of_somebody_who_left_is_none(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        case = assigned_case(cast)
        commit_checks()
        stranger = cast_of().coordinator
        refused("active owner", lambda: Task.objects.update(owner=stranger))
        leave(cast.coordinator)
        # That they left breaks nothing: the case is in the lead's queue. The next change must heal.
        commit_checks()
        reassign_case(case=case, to=cast.colleague, by=cast.lead)
        commit_checks()
        assert Task.objects.get().owner == cast.colleague


def test_1_lead_can_end_the_task_of_somebody_who_left(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        case = assigned_case(cast)
        leave(cast.coordinator)
        finish_task(task=Task.objects.get(case=case), by=cast.lead, replacing=soon())
        commit_checks()
        assert Task.objects.planned().get(case=case).owner == cast.lead


def test_1_check_at_commit_sees_the_case_of_a_scope_that_has_ended(cast: Cast) -> None:
    """The deferred check runs when the nested scope is gone, and sees the row all the same."""
    with scoped([cast.place.pk]):
        case = assigned_case(cast)
        commit_checks()

    def end_the_only_task() -> None:
        with scoped([]):
            with scoped([cast.place.pk]):
                assert Task.objects.filter(case=case).delete()[0] == 1
            assert not Case.objects.exists()

    refused("no planned task", end_the_only_task)


# 2. The log is never changed or deleted.


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE newcomers_followup SET text = 'x'",
        "UPDATE newcomers_followup SET is_restricted = false",
        "UPDATE newcomers_followup SET vector = NULL",
        "DELETE FROM newcomers_followup",
        "TRUNCATE newcomers_followup CASCADE",
        "SELECT * FROM newcomers_followup FOR UPDATE",
        "SELECT * FROM newcomers_followup FOR SHARE",
        "MERGE INTO newcomers_followup f USING (SELECT 1) s ON true"
        " WHEN MATCHED THEN UPDATE SET text = 'x'",
    ],
)
def test_2_web_role_rewrites_nothing(cast: Cast, sql: str) -> None:
    with scoped([cast.place.pk]):
        active_case(cast)
        before = list(FollowUp.objects.order_by("pk").values())
        refused("permission denied", lambda: execute(sql))
        assert list(FollowUp.objects.order_by("pk").values()) == before


def test_2_django_rewrites_nothing_either(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        case = active_case(cast)
        entry = FollowUp.objects.filter(case=case).latest("pk")
        entry.text = "annet"
        for work in (
            entry.save,
            entry.delete,
            lambda: FollowUp.objects.bulk_update([entry], ["text"]),
            lambda: FollowUp.objects.update(text="x"),
            lambda: FollowUp.objects.all().delete(),
            lambda: FollowUp.objects.bulk_create(
                [entry], update_conflicts=True, unique_fields=["id"], update_fields=["text"]
            ),
        ):
            refused("permission denied", work)
        assert FollowUp.objects.get(pk=entry.pk).text != "annet"


# 3. A correction points to the head of a chain in the same case.


def test_3_chain_is_a_line_and_its_head_counts(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        case = active_case(cast)
        first = logged(case, cast.coordinator)
        keys = [new_token(), new_token()]
        second = correct_entry(
            entry=first, correction="fix", reason="Feil dag", by=cast.coordinator,
            form_key=keys[0], written=reached(yesterday()),
        ).entry  # fmt: skip
        assert list(FollowUp.objects.contacts().filter(occurred_on=yesterday())) == [second]
        fork = entry_of(
            case, cast.coordinator, corrects=first, correction="fix", correction_reason="x"
        )
        refused("corrects_id", lambda: fork.save(force_insert=True))
        third = correct_entry(
            entry=second, correction="void", reason="Feil sak", by=cast.coordinator,
            form_key=keys[1],
        ).entry  # fmt: skip
        heads = FollowUp.objects.heads().filter(case=case)
        assert not heads.filter(pk__in=[first.pk, second.pk, third.pk]).exists()


def test_3_correction_stays_in_its_case_and_with_its_organisation(cast: Cast) -> None:
    nav, police = OrganisationFactory(), OrganisationFactory()
    with scoped([cast.place.pk]):
        case, other = active_case(cast), active_case(cast)
        in_case = logged(case, cast.coordinator)
        with_nav = log_with_organisation(
            organisation=nav, municipality=cast.place, written=reached(), by=cast.coordinator,
            form_key=new_token(),
        ).entry  # fmt: skip
        of_nav: dict[str, Any] = {"case": None, "organisation": nav}
        of_police = of_nav | {"organisation": police}
        for target, where, is_right in (
            (in_case, {"case": other}, False),
            (in_case, of_nav, False),
            (with_nav, of_police, False),
            (with_nav, {"case": case}, False),
            (with_nav, of_nav, True),
            (in_case, {"case": case}, True),
        ):
            correction = entry_of(
                case, cast.coordinator, corrects=target, correction="fix",
                correction_reason="Feil", **where,
            )  # fmt: skip
            if is_right:
                correction.save(force_insert=True)
                commit_checks()
            else:
                refused("corrects_same", lambda row=correction: row.save(force_insert=True))


def test_3_two_entries_cannot_correct_each_other(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        case = active_case(cast)
        ahead = 1_000_000
        pair = [
            entry_of(
                case, cast.lead, pk=pk, corrects_id=of, correction="fix", correction_reason="x"
            )
            for pk, of in ((ahead, ahead + 1), (ahead + 1, ahead), (ahead + 2, ahead + 2))
        ]
        refused("earlier_one", lambda: FollowUp.objects.bulk_create(pair[:2]))
        refused("earlier_one", lambda: FollowUp.objects.bulk_create(pair[2:]))


@pytest.mark.parametrize("fields", [{"correction": "fix"}, {"correction_reason": "fordi"}])
def test_3_correction_has_an_aim_and_a_reason(cast: Cast, fields: dict[str, str]) -> None:
    with scoped([cast.place.pk]):
        case = active_case(cast)
        aimed = fields | {"corrects": logged(case, cast.lead)}
        for row in (fields, aimed):
            entry = entry_of(case, cast.lead, **row)
            refused("entry_correction_with_reason", lambda e=entry: e.save(force_insert=True))


# 4. What happened lies before it was written, and not a year before the case.


@pytest.mark.parametrize(("days", "is_right"), [(0, True), (1, False), (-365, True), (-366, False)])
def test_4_day_lies_within_its_bounds(cast: Cast, days: int, is_right: bool) -> None:
    day = today() + days * DAY
    with scoped([cast.place.pk]):
        case = active_case(cast)
        entry = entry_of(case, cast.lead, occurred_on=day)
        if is_right:
            FollowUp.objects.bulk_create([entry])
        else:
            refused("entry_not|year older", lambda: FollowUp.objects.bulk_create([entry]))


def test_4_day_is_compared_with_the_oslo_day_it_was_written(cast: Cast) -> None:
    """A quarter past midnight in Oslo is yesterday still in UTC."""
    night = datetime.datetime(2026, 7, 1, 22, 15, tzinfo=datetime.UTC)
    with scoped([cast.place.pk]):
        case = active_case(cast)
        Case.objects.filter(pk=case.pk).update(opened_on="2026-06-01")
        entry_of(case, cast.lead, logged_at=night, occurred_on="2026-07-02").save()
        late = entry_of(case, cast.lead, logged_at=night, occurred_on="2026-07-03")
        refused("entry_not_in_the_future", lambda: late.save(force_insert=True))


def test_4_restore_of_last_years_rows_passes(cast: Cast) -> None:
    """Rows are compared with themselves, not with the clock of the day they are restored."""
    long_ago = timezone.now() - 700 * DAY
    day = timezone.localdate(long_ago)
    with scoped([cast.place.pk]):
        case = closed_case(cast)
        # What happened a year before the case is kept in its bounds from the other side too.
        Case.objects.filter(pk=case.pk).update(opened_on=day)
        rows = [
            entry_of(case, cast.lead, logged_at=long_ago, occurred_on=day - days * DAY)
            for days in (0, 20, 365)
        ]
        stored = FollowUp.objects.bulk_create(rows)
        assert [entry.is_late for entry in stored] == [False, True, True]
        later = Case.objects.filter(pk=case.pk)
        refused("a year older", lambda: later.update(opened_on=today()))
        commit_checks()


def test_4_contact_with_an_organisation_is_no_older_than_a_year(cast: Cast) -> None:
    nav = OrganisationFactory()
    with scoped([cast.place.pk]):
        case = received_case(cast)
        where: dict[str, Any] = {"case": None, "organisation": nav}
        entry_of(case, cast.lead, occurred_on=today() - 365 * DAY, **where).save()
        old = entry_of(case, cast.lead, occurred_on=datetime.date(1900, 1, 1), **where)
        refused("a year older", lambda: old.save(force_insert=True))


@pytest.mark.parametrize(("days", "is_late"), [(14, False), (15, True)])
def test_4_more_than_two_weeks_late_is_marked(cast: Cast, days: int, is_late: bool) -> None:
    with scoped([cast.place.pk]):
        entry = logged(active_case(cast), cast.coordinator, reached(today() - days * DAY))
        assert entry.is_late == is_late


# 5. One open case per family; children stay with their parents; where it was then.


def test_5_family_has_one_unfinished_case(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        case = received_case(cast)
        twin = Case(
            number="X-2", family=case.family, municipality=cast.place,
            municipality_then=cast.place, opened_by=cast.lead,
        )  # fmt: skip
        refused("case_one_open_per_family", lambda: Case.objects.bulk_create([twin]))
        Case.objects.filter(pk=case.pk).update(status="rejected", rejection="spam")
        twin.pk = None
        twin.save(force_insert=True)
        refused(
            "case_one_open_per_family",
            lambda: Case.objects.filter(pk=case.pk).update(status="received", rejection=""),
        )


def test_5_no_child_hangs_on_another_municipalitys_parent(cast: Cast) -> None:
    there = cast_of()
    both = [cast.place.pk, there.place.pk]
    with scoped(both):
        ours, theirs = active_case(cast), closed_case(there)
        their_entry = FollowUp.objects.filter(case=theirs)[0]
        our_task = Task.objects.filter(case=ours)
        their_enquiry = received_enquiry(there.place)
        commit_checks()
        for work in (
            lambda: our_task.update(case=theirs),
            lambda: our_task.update(caused_by=their_entry),
            lambda: Case.objects.filter(pk=ours.pk).update(family=theirs.family),
            lambda: Case.objects.filter(pk=ours.pk).update(enquiry=their_enquiry),
            lambda: Person.objects.filter(family=ours.family).update(
                family=theirs.family, is_main_contact=False
            ),
            lambda: Person.objects.filter(family=ours.family).update(municipality=there.place),
            lambda: Task.objects.filter(case=ours).update(municipality=there.place),
            lambda: Family.objects.filter(pk=ours.family_id).update(municipality=there.place),
            lambda: entry_of(ours, cast.lead, case=theirs).save(force_insert=True),
        ):
            refused("violates foreign key|no main contact|no planned task", work)


def test_5_rows_do_not_leave_the_scope(cast: Cast) -> None:
    there = cast_of()
    with scoped([cast.place.pk]):
        active_case(cast)
        StayCheck.objects.create(
            journey=uuid.UUID(int=1), municipality=cast.place, months=12, due_on=today()
        )
        for model in (Family, Person, Case, Task, StayCheck):
            rows = model.objects.all()
            refused("row-level security", lambda r=rows: r.update(municipality=there.place))


def test_5_case_and_entries_keep_where_they_were_written(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        case = active_case(cast)
        other = Municipality.objects.exclude(pk=cast.place.pk).first() or cast_of().place
        rows = Case.objects.filter(pk=case.pk)
        refused("keeps its number", lambda: rows.update(municipality_then=other))
        refused("keeps its number", lambda: rows.update(number="5530-2020-0001"))
        assert set(FollowUp.objects.values_list("municipality_then", flat=True)) == {cast.place.pk}


# 6. The coordinator is here today; who left has no way in, and their cases are the lead's.


def test_6_database_takes_only_coordinators_of_today(cast: Cast) -> None:
    stranger = cast_of().coordinator
    with scoped([cast.place.pk]):
        case = active_case(cast)
        rows = Case.objects.filter(pk=case.pk)
        refused("does not follow up", lambda: rows.update(coordinator=stranger))
        for role in ("editor", "privacy", "administrator", "regional"):
            Membership.objects.create(user=stranger, municipality=cast.place, role=role)
        refused("does not follow up", lambda: rows.update(coordinator=stranger))
        assert rows.update(coordinator=cast.colleague) == 1
        Membership.objects.filter(user=cast.lead).update(valid_from=today() + DAY)
        refused("does not follow up", lambda: rows.update(coordinator=cast.lead))


def test_6_case_is_not_taken_up_again_for_who_left(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        case = closed_case(cast)
        plan: dict[str, Any] = {"closed_at": None, "closed_by": None, "closure": "", "outcome": ""}
        rows = Case.objects.filter(pk=case.pk)
        leave(cast.coordinator)
        refused("does not follow up", lambda: rows.update(status="active", **plan))


@pytest.mark.parametrize("way", ["membership", "account"])
def test_6_who_left_is_out_at_once_and_the_lead_sees_the_case(cast: Cast, way: str) -> None:
    with scoped([cast.place.pk]):
        case = active_case(cast)
        entry = FollowUp.objects.filter(case=case, kind="contact").get()
        commit_checks()
        assert may_work_case(cast.coordinator, case)
        assert not Case.objects.without_coordinator().exists()
        if way == "membership":
            leave(cast.coordinator)
        else:
            cast.coordinator.is_active = False
            cast.coordinator.save()
        assert not may_read_case(cast.coordinator, case)
        with pytest.raises(PermissionDenied):
            logged(case, cast.coordinator)
        assert list(Case.objects.without_coordinator()) == [case]
        entry.refresh_from_db()
        assert entry.author == cast.coordinator


def test_6_last_day_counts(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        case = active_case(cast)
        Membership.objects.filter(user=cast.coordinator).update(valid_to=today())
        assert may_work_case(cast.coordinator, case)
        assert not Case.objects.without_coordinator().exists()


# 7. Closed means reason and date; the version grows; an old page is refused.


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "closed"},
        {"closed_at": timezone.now()},
        {"closure": "settled"},
        {"outcome": "helped"},
        {"status": "closed", "closure": "settled", "outcome": "helped"},
        {"status": "paused"},
        {"status": "rejected"},
        {"status": "asleep"},
        {"rejection": "spam"},
        {"coordinator": None},
    ],
)
def test_7_half_a_state_is_refused(cast: Cast, fields: dict[str, Any]) -> None:
    with scoped([cast.place.pk]):
        case = active_case(cast)
        refused("case_", lambda: Case.objects.filter(pk=case.pk).update(**fields))


def test_7_version_grows_by_one_whoever_saves(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        case = active_case(cast)
        rows = Case.objects.filter(pk=case.pk)
        version = case.version
        rows.update(priority="high")
        assert rows.get().version == version + 1
        rows.update(priority="high")
        assert rows.get().version == version + 1
        rows.update(version=version + 2, housing="barrier")
        assert rows.get().version == version + 2
        for wrong in (1, version + 1, version + 4):
            refused("has version", lambda w=wrong: rows.update(version=w))
        logged(case, cast.coordinator)
        # What the log and the tasks keep on the case is no new version.
        assert rows.get().version == version + 2
        # An object that was read long ago and is saved whole.
        refused("has version", case.save)


def test_7_stale_save_is_refused_and_loses_nothing(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        case = active_case(cast)
        facts = {"case": case, "version": case.version}
        change_case(**facts, by=cast.coordinator, housing="barrier")
        with pytest.raises(OldVersion) as stale:
            change_case(**facts, by=cast.lead, priority="high")
        now = stale.value.case
        assert (now.housing, now.priority, now.changed_by) == (
            "barrier", "normal", cast.coordinator,
        )  # fmt: skip
        assert change_case(case=now, version=now.version, by=cast.lead, priority="high")


# 8. Address protection.


def test_8_strictly_confidential_is_not_stored_at_all(cast: Cast) -> None:
    tables = (Family, Person, Case, FollowUp, StayCheck, Task)
    with scoped([cast.place.pk]):
        family = new_family(cast.place, address_protection="strengt_fortrolig")
        with pytest.raises(StrictlyProtected):
            register_family(family=family, people=[new_person()], by=cast.lead)
        assert not any(table.objects.exists() for table in tables)
        known = active_case(cast).family
        known.address_protection, known.label = "strengt_fortrolig", "Nytt navn"
        with pytest.raises(StrictlyProtected):
            change_family(family=known, people=list(known.people.all()), by=cast.lead)
        known.refresh_from_db()
        assert (known.address_protection, known.label) == ("none", "Kanari")
        with pytest.raises(DatabaseError), transaction.atomic():
            Family.objects.update(address_protection="strengt_fortrolig")


def test_8_protected_family_is_there_for_its_coordinator_and_the_lead(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        case = active_case(cast, address_protection="fortrolig")
        assert [may_read_case(user, case) for user in (cast.coordinator, cast.lead)] == [True] * 2
        assert not may_read_case(cast.colleague, case)
        with pytest.raises(PermissionDenied):
            logged(case, cast.colleague)


# 9. A clock closes, reassigns or deletes nothing; overdue is computed.


def test_9_overdue_is_computed_and_nothing_else_happens(cast: Cast, monkeypatch: Any) -> None:
    with scoped([cast.place.pk]):
        case = active_case(cast)
        due = Case.objects.get(pk=case.pk).next_due_on
        assert due is not None
        assert not Case.objects.overdue(due).exists()
        assert list(Case.objects.overdue(due + DAY)) == [case]
        assert list(Task.objects.overdue(due + DAY).values_list("case", flat=True)) == [case.pk]
    stored = {field.name for model in (Case, Task) for field in model._meta.get_fields()}
    assert not {name for name in stored if "overdue" in name}


def test_9_no_periodic_duty_touches_cases(cast: Cast) -> None:
    """Nothing that runs by the clock calls an action on cases, tasks or the log."""
    import inspect

    from newcomers import tasks as jobs

    source = inspect.getsource(jobs)
    for action in ("actions.cases", "actions.follow_ups", "actions.tasks", "actions.families"):
        assert action not in source


# 10. The same form twice makes one row.


def test_10_same_form_twice_is_one_row(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        registered = [
            register_family(
                family=new_family(cast.place), people=[new_person()], by=cast.lead, form_key="f",
                new_case=NewCase(cast.coordinator, soon()),
            )
            for _twice in range(2)
        ]  # fmt: skip
        case = registered[0].case
        assert registered[1].case == case
        assert (Family.objects.count(), Person.objects.count(), Task.objects.count()) == (1, 1, 1)
        for _twice in range(2):
            plan_task(case=case, task=soon(4), by=cast.coordinator, form_key="t")
            postpone_task(
                task=Task.objects.earliest("pk"), to=soon(9).due_on, reason="Ferie",
                by=cast.coordinator,
            )  # fmt: skip
        assert Task.objects.count() == 2
        assert Task.objects.earliest("pk").postponed_count == 1
        entries = [
            log_entry(case=case, written=reached(), by=cast.coordinator, form_key="e")
            for _twice in range(2)
        ]
        assert [each.is_new for each in entries] == [True, False]
        assert entries[0].entry == entries[1].entry
        corrected = [
            correct_entry(
                entry=entries[0].entry, correction="void", reason="Feil", by=cast.coordinator,
                form_key="c",
            )
            for _twice in range(2)
        ]  # fmt: skip
        assert [each.is_new for each in corrected] == [True, False]
        nav = OrganisationFactory()
        notes = [
            log_with_organisation(
                organisation=nav, municipality=cast.place, written=reached(), by=cast.lead,
                form_key="o", tasks=[soon()],
            )
            for _twice in range(2)
        ]  # fmt: skip
        assert [each.is_new for each in notes] == [True, False]
        assert Task.objects.filter(organisation=nav).count() == 1


def test_10_form_that_closed_the_case_lands_on_its_entry_again(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        case = active_case(cast)
        both = [
            log_entry(
                case=case, written=reached(), by=cast.coordinator, form_key="k",
                next_step=Next(closing=Closing("settled", "helped")),
            )
            for _twice in range(2)
        ]  # fmt: skip
        assert [each.is_new for each in both] == [True, False]


def test_10_double_between_looks_is_one_row(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    with scoped([cast.place.pk]):
        written = logged(active_case(cast), cast.coordinator)
        why: Any = {"correction": "void", "reason": "Feil", "by": cast.coordinator}
        strike = partial(correct_entry, entry=written, **why)
        first = strike(form_key="void")
        # The first look of the second form comes before its double is stored.
        monkeypatch.setattr("newcomers.actions.follow_ups._sent_before", lambda *_key: None)
        second = strike(form_key="void")
        assert (second.entry, second.is_new) == (first.entry, False)
        with pytest.raises(AlreadyCorrected):
            strike(form_key="another")


@pytest.mark.django_db(transaction=True)
def test_10_same_form_at_once_is_one_row() -> None:
    cast = cast_of()
    with scoped([cast.place.pk]):
        case = active_case(cast)
        written = logged(case, cast.coordinator)
        before = FollowUp.objects.count()
        asked = received_enquiry(cast.place)
    nav: Organisation = OrganisationFactory()

    def log(_number: int) -> Any:
        return log_entry(
            case=case, written=reached(text="Hei"), by=cast.coordinator, form_key="same"
        ).is_new

    def note(_number: int) -> Any:
        return log_with_organisation(
            organisation=nav, municipality=cast.place, written=reached(), by=cast.coordinator,
            form_key="nav",
        ).is_new  # fmt: skip

    def strike(_number: int) -> Any:
        return correct_entry(
            entry=written, correction="void", reason="Feil", by=cast.coordinator, form_key="void"
        ).is_new

    def family(_number: int) -> Any:
        return register_family(
            family=new_family(cast.place), people=[new_person()], by=cast.coordinator, form_key="f"
        ).case.pk

    def family_of_enquiry(_number: int) -> Any:
        return register_family(
            family=new_family(cast.place), people=[new_person()], by=cast.coordinator,
            enquiry=asked, form_key="e",
        ).case.pk  # fmt: skip

    for work in (log, note, strike):
        assert sorted(at_once(work, cast)) == [False, True]
    assert len(set(at_once(family, cast))) == 1
    assert len(set(at_once(family_of_enquiry, cast))) == 1
    with scoped([cast.place.pk]):
        # Three entries, and "received" of the two new cases.
        assert FollowUp.objects.count() == before + 5
        assert Family.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_7_two_savers_at_once_are_one_and_one_refusal() -> None:
    cast = cast_of()
    with scoped([cast.place.pk]):
        case = active_case(cast)

    def save(number: int) -> str:
        try:
            change_case(
                case=case, version=case.version, by=cast.coordinator,
                housing=("barrier", "solved")[number],
            )  # fmt: skip
        except OldVersion:
            return "refused"
        return "saved"

    assert sorted(at_once(save, cast)) == ["refused", "saved"]


def at_once(work: Callable[[int], Any], cast: Cast) -> list[Any]:
    """What the work gives in two threads that begin together, each in its own transaction."""
    together, given = threading.Barrier(2), []

    def one(number: int) -> None:
        try:
            together.wait(timeout=60)
            with scoped([cast.place.pk]):
                given.append(work(number))
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=[number]) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(given) == 2
    return given


# 11. Nothing cascades.

PARTS_OF_A_WHOLE = {("person", "family"), ("draft", "case"), ("draft", "user")}
PARTS_OF_A_WHOLE |= {("letterdelivery", whole) for whole in ("letter", "subscription")} | {
    (part, "request") for part in ("leftout", "givenout")}  # fmt: skip


def test_11_only_parts_of_a_whole_go_with_it() -> None:
    cascading = {
        (model._meta.model_name, field.name)
        for model in apps.get_app_config("newcomers").get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.remote_field.on_delete is models.CASCADE
    }
    assert cascading == PARTS_OF_A_WHOLE


def test_11_database_cascades_nothing() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT conname FROM pg_constraint WHERE contype = 'f' AND confdeltype"
                       " <> 'a' AND conrelid::regclass::text LIKE 'newcomers_%'")  # fmt: skip
        assert cursor.fetchall() == []


def test_11_municipality_staff_and_families_with_cases_stay(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        case = active_case(cast)
        for row in (cast.place, cast.coordinator, case.family, case):
            with pytest.raises((models.ProtectedError, IntegrityError)), transaction.atomic():
                row.delete()
        assert Enquiry.objects.count() == 0
