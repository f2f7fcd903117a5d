"""What the clock does about the case log: digests, the lead's sample, and what is deleted."""

import datetime
import threading
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone
from django.utils.translation import override

from municipalities.actions.memberships import end_role
from municipalities.models import Membership
from municipalities.roles import Role
from newcomers import tasks_log
from newcomers.actions.tasks import NewTask, plan_task
from newcomers.digest import MOST_NUMBERS, digest_of, readers
from newcomers.models import Case, CaseAccess, Draft, Enquiry, FollowUp, StayCheck, Task
from newcomers.sample import last_week
from portal.duties import DUTIES
from portal.lib.dates import today
from portal.lib.jobs import enqueue
from portal.lib.scope import scoped
from portal.models import User
from tests.factories import UserFactory, received_enquiry
from tests.jobs import run_jobs, waiting
from tests.newcomers.cast import (
    Cast,
    assigned_case,
    cast_of,
    commit_checks,
    new_family,
    received_case,
    soon,
    stand_in,
    yesterday,
)

pytestmark = pytest.mark.django_db
CANARY = "Kanarifugl-7c1d"


@pytest.fixture
def here() -> Cast:
    return cast_of(name="Målselv")


@pytest.fixture
def there() -> Cast:
    return cast_of(name="Sørreisa")


def due(cast: Cast, day: datetime.date, to: User | None = None, **fields: Any) -> Case:
    """A case whose next task is due on the day."""
    with scoped([cast.place.pk]):
        case = assigned_case(cast, to, **fields)
        Task.objects.filter(case=case).update(due_on=day)
        commit_checks()
        return case


def items(user: User) -> dict[str, tuple[int, tuple[str, ...]]]:
    """What waits for somebody with one municipality, by its label."""
    found = digest_of(user, today())
    assert len(found) <= 1
    with override("en"):
        return {
            str(item.label): (item.count, item.numbers)
            for each in found
            for item in (*each.own, *each.led)
        }


# --- what waits ---------------------------------------------------------------------------------


def test_coordinator_is_told_of_the_own_cases(here: Cast) -> None:
    now, late = due(here, today()), due(here, yesterday())
    due(here, yesterday(), to=here.colleague)
    due(here, soon(3).due_on)
    assert items(here.coordinator) == {
        "due today": (1, (now.number,)),
        "overdue": (1, (late.number,)),
    }


def test_deputy_is_told_of_the_absent_ones_cases(here: Cast) -> None:
    case = due(here, yesterday())
    assert items(stand_in(here, here.coordinator)) == {"overdue": (1, (case.number,))}
    assert items(stand_in(here, here.colleague)) == {}


def test_case_without_contact_is_told(here: Cast) -> None:
    case = due(here, soon(3).due_on)
    opened = today() - datetime.timedelta(days=31)
    with scoped([here.place.pk]):
        Case.objects.update(opened_on=opened)
    assert items(here.coordinator) == {"without contact": (1, (case.number,))}


def test_questions_enquiries_and_tasks_without_case_are_counted(here: Cast) -> None:
    due(here, soon(3).due_on, arrived_on=today() - datetime.timedelta(days=400))
    received_enquiry(here.place)
    with scoped([here.place.pk]):
        assert StayCheck.objects.due().count() == 1
    assert items(here.colleague) == {
        "families to be asked whether they stay": (1, ()),
        "enquiries waiting": (1, ()),
    }


def test_lead_is_told_of_what_is_theirs_alone(here: Cast) -> None:
    left, put_off = due(here, soon(3).due_on), due(here, soon(3).due_on, to=here.colleague)
    with scoped([here.place.pk]):
        received = received_case(here)
        Task.objects.filter(case=put_off).update(postponed_count=3, postponed_reason="Syk")
    received_enquiry(here.place, received_at=timezone.now() - datetime.timedelta(days=14))
    end_role(membership=Membership.objects.get(user=here.coordinator), by=here.lead)
    assert items(here.lead) == {
        "enquiries waiting": (1, ()),
        "without coordinator": (2, (left.number, received.number)),
        "enquiries unanswered for two working days": (1, ()),
        "put off three times": (1, (put_off.number,)),
    }
    assert items(here.colleague) == {"enquiries waiting": (1, ())}
    assert items(here.coordinator) == {}


def test_protected_family_is_told_to_nobody_who_may_not_open_it(here: Cast) -> None:
    family = {
        "address_protection": "fortrolig",
        "arrived_on": today() - datetime.timedelta(days=400),
    }
    due(here, today(), **family)
    assert set(items(here.coordinator)) == {"due today", "families to be asked whether they stay"}
    assert items(here.colleague) == {}


def test_each_municipality_is_told_to_its_own(here: Cast, there: Cast) -> None:
    case = due(here, today())
    theirs = due(there, today())
    Membership.objects.create(user=here.lead, municipality=there.place, role=Role.COORDINATOR)
    assert items(there.coordinator) == {"due today": (1, (theirs.number,))}
    assert items(here.coordinator) == {"due today": (1, (case.number,))}
    assert items(here.lead) == {}


def test_many_cases_are_counted_and_not_listed(here: Cast) -> None:
    family = new_family(here.place)
    with scoped([here.place.pk]):
        for _number in range(MOST_NUMBERS + 2):
            assigned_case(here)
        Task.objects.update(due_on=today())
    count, numbers = items(here.coordinator)["due today"]
    assert (count, len(numbers)) == (MOST_NUMBERS + 2, MOST_NUMBERS)
    assert family.label not in "".join(numbers)


# --- the mail -----------------------------------------------------------------------------------


def test_mail_holds_counts_and_numbers_and_names_nobody(here: Cast) -> None:
    case = due(here, today(), label=CANARY)
    received_enquiry(here.place, name=CANARY, message=CANARY)
    run_jobs()
    mail.outbox.clear()
    with scoped([here.place.pk]):
        plan_task(case=case, task=NewTask(CANARY, today()), by=here.coordinator)
    enqueue(tasks_log.digest, user=here.coordinator.pk, day=today().isoformat())
    run_jobs()
    (message,) = mail.outbox
    assert message.to == [here.coordinator.email]
    assert f"due today: 1 ({case.number})" in message.body
    assert "enquiries waiting: 1" in message.body
    assert "/admin/" in message.body
    assert message.extra_headers["Message-ID"].startswith(
        f"<digest.{here.coordinator.pk}.{today().isoformat()}@"
    )
    for name in (CANARY, "Greta", "Beispiel", "greta@", "77 00", "Kolbjørn", "Kari"):
        assert name not in message.subject + message.body


@pytest.mark.parametrize(("language", "word"), [("nb", "Hei"), ("de", "Hallo"), ("en", "Hello")])
def test_mail_speaks_the_persons_language(here: Cast, language: str, word: str) -> None:
    due(here, today())
    User.objects.filter(pk=here.coordinator.pk).update(language=language)
    enqueue(tasks_log.digest, user=here.coordinator.pk, day=today().isoformat())
    run_jobs()
    assert mail.outbox[0].body.startswith(word)


def test_nothing_to_say_is_not_said(here: Cast) -> None:
    enqueue(tasks_log.send_digests)
    done = run_jobs()
    assert len([job for job in done if job.task == "newcomers.digest"]) == 3
    assert mail.outbox == []


def test_mail_of_yesterday_is_not_sent_today(here: Cast) -> None:
    due(here, today())
    enqueue(tasks_log.digest, user=here.coordinator.pk, day=yesterday().isoformat())
    run_jobs()
    assert mail.outbox == []


def test_person_gets_one_mail_a_day_however_often_the_duty_is_done(here: Cast) -> None:
    due(here, today())
    for _again in range(2):
        enqueue(tasks_log.send_digests)
        enqueue(tasks_log.send_digests)
        run_jobs()
    assert [message.to for message in mail.outbox] == [[here.coordinator.email]]


@pytest.mark.django_db(transaction=True)
def test_two_schedulers_at_once_enqueue_one_mail_a_person() -> None:
    cast = cast_of(name="Målselv")
    start = threading.Barrier(4)

    def schedule() -> None:
        start.wait(10)
        try:
            tasks_log.send_digests.function()
        finally:
            connection.close()

    threads = [threading.Thread(target=schedule) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told = sorted(ids["user"] for task, ids in waiting() if task == "newcomers.digest")
    assert told == sorted([cast.coordinator.pk, cast.colleague.pk, cast.lead.pk])


def test_nobody_else_is_told(here: Cast) -> None:
    for role in (Role.EDITOR, Role.REGIONAL, Role.PRIVACY, Role.ADMINISTRATOR):
        Membership.objects.create(user=UserFactory(), municipality=here.place, role=role)
    closed = UserFactory(is_active=False)
    Membership.objects.create(user=closed, municipality=here.place, role=Role.COORDINATOR)
    assert readers() == sorted([here.coordinator.pk, here.colleague.pk, here.lead.pk])


def test_account_that_closed_since_gets_nothing(here: Cast) -> None:
    due(here, today())
    User.objects.filter(pk=here.coordinator.pk).update(is_active=False)
    enqueue(tasks_log.digest, user=here.coordinator.pk, day=today().isoformat())
    run_jobs()
    assert mail.outbox == []


# --- the lead's sample --------------------------------------------------------------------------


def read(cast: Cast, case: Case, by: User, what: str = "view", **fields: Any) -> None:
    """A reading of last Wednesday at noon."""
    noon = datetime.datetime.combine(last_week(), datetime.time(12), datetime.UTC)
    moment = {"at": noon + datetime.timedelta(days=2), "role": "coordinator"} | fields
    with scoped([cast.place.pk]):
        CaseAccess.objects.create(
            user=by, municipality=cast.place, what=what, table="case",
            object_ids=[str(case.pk)], case_ids=[case.pk], **moment,
        )  # fmt: skip


def test_lead_is_mailed_how_many_readings_deserve_a_look(here: Cast, there: Cast) -> None:
    case, theirs = due(here, today(), label=CANARY), due(there, today())
    read(here, case, here.colleague)
    read(there, theirs, there.colleague)
    for _again in range(2):
        enqueue(tasks_log.tell_of_readings)
        run_jobs()
    assert {tuple(message.to) for message in mail.outbox} == {
        (here.lead.email,),
        (there.lead.email,),
    }
    assert len(mail.outbox) == 2
    message = next(each for each in mail.outbox if each.to == [here.lead.email])
    assert "1 reading of cases" in message.body
    assert "/admin/newcomers/caseaccess/sample/" in message.body
    assert message.extra_headers["Message-ID"].startswith(
        f"<readings.{here.lead.pk}.{last_week().isoformat()}@"
    )
    for word in (CANARY, case.number, "Kolbjørn", "Kari", "Greta"):
        assert word not in message.subject + message.body


def test_lead_is_not_mailed_where_nobody_has_read(here: Cast) -> None:
    due(here, today())
    enqueue(tasks_log.tell_of_readings)
    done = run_jobs()
    assert [job.task for job in done] == ["newcomers.tell_of_readings", "newcomers.readings"]
    assert mail.outbox == []


# --- what is deleted ----------------------------------------------------------------------------


def test_old_enquiries_and_drafts_are_deleted_in_each_municipality(here: Cast, there: Cast) -> None:
    long_ago = timezone.now() - datetime.timedelta(days=8)
    for cast in (here, there):
        received_enquiry(cast.place, delete_on=today())
        received_enquiry(cast.place, delete_on=today() + datetime.timedelta(days=1))
        with scoped([cast.place.pk]):
            for saved_at in (long_ago, timezone.now()):
                case = assigned_case(cast)
                Draft.objects.create(
                    user=cast.coordinator, case=case, municipality=cast.place, saved_at=saved_at
                )
    enqueue(tasks_log.tidy)
    done = run_jobs()
    assert {job.outcome for job in done} == {"succeeded"}
    with scoped([here.place.pk, there.place.pk]):
        assert Enquiry.objects.count() == Draft.objects.count() == 2
        assert FollowUp.objects.exists()


def test_duties_of_the_log_are_due_at_their_hours() -> None:
    duties = {duty.task.name: duty for duty in DUTIES}
    digests, readings = duties["newcomers.send_digests"], duties["newcomers.tell_of_readings"]
    assert (digests.at, digests.working_days_only) == (datetime.time(7), True)
    assert (readings.at, readings.working_days_only) == (datetime.time(7, 30), True)
    assert "newcomers.tidy" in duties
