"""The queue: what goes into it, what may not, and what becomes of a job that fails."""

import datetime
import re
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from portal import duties, upkeep
from portal.lib import jobs
from portal.lib.jobs import MAIL, QUEUES, TASKS, Sealed, Task, enqueue, job
from portal.lib.mail import AddressRefused, Mail
from portal.lib.sealing import seal
from portal.models import User
from tests.factories import UserFactory
from tests.jobs import run_jobs, waiting

pytestmark = pytest.mark.django_db

# The texts that a job may be given: ids, code words, days and the names of files.
TEXTS = {
    "enquiry", "case", "family", "language", "change", "occasion", "day", "subscription", "key",
    "widths", "link", "hidden_on",
}  # fmt: skip


@pytest.fixture(autouse=True)
def own_tasks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tasks that a test registers are gone after it."""
    monkeypatch.setattr(jobs, "TASKS", dict(TASKS))
    monkeypatch.setattr(jobs.app, "task", lambda **options: lambda function: function)


def letter(**changes: Any) -> Mail:
    given = {"kind": "trial", "key": "1", "to": "a@example.org", "subject": "Hei", "body": "Hei"}
    return Mail(**given | changes)


# --- into the queue -------------------------------------------------------------------------------


def test_job_is_there_when_the_transaction_is_and_not_before() -> None:
    @job(name="test.note")
    def note(*, number: int) -> None: ...

    with transaction.atomic():
        enqueue(note, number=1)
    with transaction.atomic():
        enqueue(note, number=2)
        transaction.set_rollback(True)
    assert waiting() == [("test.note", {"number": 1})]


def test_job_of_a_rolled_back_transaction_was_never_there() -> None:
    UserFactory.create()
    with transaction.atomic():
        user = UserFactory.create()
        enqueue(TASKS["portal.account_changed"], user=user.pk, change="password", occasion="a")
        transaction.set_rollback(True)
    assert waiting() == []
    assert not User.objects.filter(pk=user.pk).exists()


@pytest.mark.parametrize(
    "ids",
    [
        {}, {"number": 1}, {"number": 1, "code": "a", "more": 1}, {"number": "1", "code": "a"},
        {"number": True, "code": "a"}, {"number": None, "code": "a"}, {"number": 1, "code": 1},
        {"number": 1, "code": "kari@example.org"}, {"number": 1, "code": "Kari Nordmann"},
        {"number": 1, "code": ""}, {"number": 1, "code": "a\n"}, {"number": 1, "code": "a" * 65},
        {"number": 1, "code": "Gjøvik"},
    ],
)  # fmt: skip
def test_job_takes_nothing_that_does_not_look_like_an_id(ids: dict[str, Any]) -> None:
    @job(name="test.note")
    def note(*, number: int, code: str) -> None: ...

    with pytest.raises(TypeError):
        enqueue(note, **ids)
    assert waiting() == []
    enqueue(note, number=1, code="3f2a-77.b:C_d")
    assert len(waiting()) == 1


def test_sealed_text_is_taken_where_it_is_asked_for_only() -> None:
    @job(name="test.sealed")
    def sealed(*, address: Sealed) -> None: ...

    with pytest.raises(TypeError):
        enqueue(sealed, address="kari-at-example.org")
    enqueue(sealed, address=Sealed(seal("kari@example.org")))
    assert "kari" not in str(waiting())


def test_task_is_registered_once_and_takes_ids_only() -> None:
    def by_object(*, user: User) -> None: ...
    def by_nothing(*, user) -> None: ...  # type: ignore[no-untyped-def]
    def right(*, user: int) -> None: ...

    for wrong in (by_object, by_nothing):
        with pytest.raises(TypeError, match="not all int, str"):
            job(name="test.wrong")(wrong)
    job(name="test.right")(right)
    with pytest.raises(TypeError, match="two tasks"):
        job(name="test.right")(right)


WITHOUT_ROW = {
    "portal.no_account", "newcomers.wish_for_letter", "hosting.send_offer_links",
    "hosting.offer_change_decided",
}  # fmt: skip


@pytest.mark.parametrize("task", TASKS.values(), ids=lambda task: task.name)
def test_arguments_of_tasks_hold_no_personal_data(task: Task) -> None:
    assert re.fullmatch(r"(portal|newcomers|hosting|municipalities)\.[a-z_]+", task.name)
    assert task.queue in QUEUES
    for name, kind in task.parameters.items():
        assert kind in (int, str, Sealed)
        assert kind is not str or name in TEXTS
        # The mails to somebody of whom no row is kept, or none yet.
        assert kind is not Sealed or task.name in WITHOUT_ROW


def test_tasks_of_the_confidential_package_name_the_municipality() -> None:
    confidential = [task for name, task in TASKS.items() if name.startswith("newcomers.")]
    about_somebody = [task for task in confidential if task.parameters]
    assert about_somebody
    # A mail to staff tells of all their municipalities, and reads each in its own scope.
    assert duties.DUTIES, "these make all tasks known"
    to_staff = [task for task in about_somebody if set(task.parameters) == {"user", "day"}]
    assert {task.name for task in to_staff} == {"newcomers.digest", "newcomers.readings"}
    others = [task for task in about_somebody if task not in to_staff]
    assert [task.name for task in others if "municipality" not in task.parameters] == []


# --- out of the queue -----------------------------------------------------------------------------


def test_job_is_done_once_and_its_mail_is_sent() -> None:
    @job(name="test.letter", queue=MAIL)
    def write(*, number: int) -> Mail | None:
        return letter(key=str(number)) if number else None

    for number in (0, 3):
        enqueue(write, number=number)
    done = run_jobs()
    assert [(each.task, each.outcome) for each in done] == [("test.letter", "succeeded")] * 2
    assert [each.extra_headers["Message-ID"] for each in mail.outbox] == ["<trial.3@localhost>"]
    assert run_jobs() == []


def scope_now() -> list[int]:
    """What row-level security goes by; raises without a scope."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app_scope()::bigint[]")
        return list(cursor.fetchone()[0])


def test_job_sees_the_rows_of_its_municipality_and_no_others() -> None:
    seen: list[list[int]] = []

    @job(name="test.look")
    def look(*, municipality: int) -> None:
        seen.append(scope_now())

    for municipality in (4, 7):
        enqueue(look, municipality=municipality)
    run_jobs()
    assert seen == [[4], [7]]


def test_job_without_a_municipality_has_no_scope() -> None:
    @job(name="test.look")
    def look() -> None:
        scope_now()

    enqueue(look)
    with pytest.raises(DatabaseError, match="scope"):
        run_jobs()


def test_mail_is_sent_after_the_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    depth: list[int] = []

    def send(_mail: Mail) -> None:
        depth.append(len(connection.savepoint_ids))

    monkeypatch.setattr(jobs, "send", send)

    @job(name="test.letter", queue=MAIL)
    def write(*, municipality: int) -> Mail:
        depth.append(len(connection.savepoint_ids))
        return letter()

    enqueue(write, municipality=1)
    run_jobs()
    inside, outside = depth
    assert outside < inside


def test_refused_address_is_told_to_the_task_and_ends_the_job(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def send(_mail: Mail) -> None:
        raise AddressRefused

    monkeypatch.setattr(jobs, "send", send)
    marked: list[dict[str, Any]] = []

    def mark(**ids: Any) -> None:
        marked.append(ids)

    @job(name="test.letter", queue=MAIL, refused=mark)
    def write(*, user: int) -> Mail:
        return letter()

    enqueue(write, user=8)
    assert [each.outcome for each in run_jobs()] == ["succeeded"]
    assert marked == [{"user": 8}]


# --- faults ---------------------------------------------------------------------------------------


@pytest.fixture
def failing() -> Task:
    @job(name="test.fails", queue=MAIL)
    def fail(*, number: int) -> None:
        UserFactory.create(email="half@example.org")
        raise LookupError("kari@example.org was not found")

    return fail


def make_due() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE status = 'todo'")


def waits() -> datetime.timedelta:
    with connection.cursor() as cursor:
        cursor.execute("SELECT scheduled_at FROM procrastinate_jobs WHERE status = 'todo'")
        return cursor.fetchone()[0] - timezone.now()  # type: ignore[no-any-return]


def test_job_that_fails_leaves_nothing_half_done(failing: Task) -> None:
    enqueue(failing, number=1)
    with pytest.raises(LookupError):
        run_jobs()
    assert not User.objects.filter(email="half@example.org").exists()


def test_job_that_fails_waits_ever_longer_and_is_parked(failing: Task, settings: Any) -> None:
    assert settings.JOB_TRIES == 16
    enqueue(failing, number=1)
    minutes = []
    while [each.outcome for each in run_jobs(faults=True)] == ["retried"]:
        minutes.append(round(waits().total_seconds() / 60))
        assert jobs.parked() == 0
        make_due()
    assert minutes == [1, 2, 4, 8, 16, 32, 64, 128, *[240] * 7]
    assert (jobs.parked(), waiting()) == (1, [])


def test_failure_is_logged_without_what_was_said(
    failing: Task, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.JOB_TRIES = 2
    enqueue(failing, number=1)
    run_jobs(faults=True)
    assert re.search(
        r"job failed: task=test\.fails job=\d+ try=1 error=LookupError at=\S*test_jobs\.py:\d+",
        caplog.text,
    )
    make_due()
    run_jobs(faults=True)
    assert "job parked: task=test.fails" in caplog.text
    assert "kari" not in caplog.text


def test_what_a_worker_is_told_of_a_failure_says_nothing_either(failing: Task) -> None:
    with pytest.raises(jobs.Failed) as caught:
        jobs.work(
            jobs.Job(
                id=1, queue=MAIL, task_name=failing.name, task_kwargs={"number": 1}, lock=None,
                queueing_lock=None,
            )
        )  # fmt: skip
    assert "kari" not in repr(caught.value)
    assert caught.value.__suppress_context__


def test_parked_jobs_are_tried_again_when_somebody_says_so(failing: Task, settings: Any) -> None:
    settings.JOB_TRIES = 1
    enqueue(failing, number=1)
    run_jobs(faults=True)
    out = StringIO()
    call_command("parked", stdout=out)
    assert "test.fails tried 1 times" in out.getvalue()
    assert (jobs.parked(), waiting()) == (1, [])
    call_command("parked", "--retry", stdout=out)
    assert "1 are tried again" in out.getvalue()
    assert (jobs.parked(), waiting()) == (0, [("test.fails", {"number": 1})])


def test_sealed_text_is_gone_when_the_job_is_done_or_parked(settings: Any) -> None:
    settings.JOB_TRIES = 2
    fails = [True]

    @job(name="test.sealed")
    def sealed(*, address: Sealed, number: int) -> None:
        if number and fails[0]:
            raise LookupError

    for number in (0, 1, 2):
        enqueue(sealed, address=Sealed(seal("kari@example.org")), number=number)
    run_jobs(faults=True)
    assert sealed_left() == 2
    make_due()
    run_jobs(faults=True)
    assert (jobs.parked(), sealed_left()) == (2, 0)
    # There is nothing left to do with them.
    fails[0] = False
    jobs.retry_parked()
    assert [each.outcome for each in run_jobs()] == ["succeeded", "succeeded"]


def sealed_left() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE args->>'address' > ''")
        return int(cursor.fetchone()[0])


def test_oldest_unsent_mail_is_known(failing: Task) -> None:
    @job(name="test.work")
    def no_mail() -> None: ...

    assert jobs.oldest_unsent() is None
    enqueue(no_mail)
    assert jobs.oldest_unsent() is None
    enqueue(failing, number=1)
    run_jobs(faults=True)
    found = jobs.oldest_unsent()
    assert found is not None
    assert timezone.now() - found < datetime.timedelta(seconds=20)


# --- workers that died ----------------------------------------------------------------------------


@pytest.fixture
def doing(failing: Task) -> Iterator[Any]:
    """Make a job that somebody has begun."""

    def begun(worker: int | None, *, attempts: int = 0, task: Task = failing) -> None:
        enqueue(task, number=1)
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s, attempts = %s"
                " WHERE status = 'todo'",
                [worker, attempts],
            )

    return begun


def worker(silent_for: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat)"
            " VALUES (now() - make_interval(secs => %s)) RETURNING id",
            [silent_for],
        )
        return int(cursor.fetchone()[0])


def test_jobs_of_dead_workers_are_rescued_and_no_others(doing: Any) -> None:
    doing(worker(silent_for=5))
    assert jobs.rescue(silent_for=30) == 0
    doing(worker(silent_for=40))
    doing(None)
    assert jobs.rescue(silent_for=30) == 2
    assert len(waiting()) == 2
    assert jobs.rescue(silent_for=30) == 0


def test_job_that_a_living_worker_forgot_is_rescued(doing: Any) -> None:
    doing(worker(silent_for=0))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_events SET at = at - interval '16 minutes'")
    assert jobs.rescue(silent_for=30) == 1


def test_job_that_kills_every_worker_is_parked(doing: Any, settings: Any) -> None:
    doing(None, attempts=settings.JOB_TRIES - 1)
    assert jobs.rescue(silent_for=30) == 1
    assert (jobs.parked(), waiting()) == (1, [])


def test_job_that_an_older_worker_did_not_know_is_tried_again(failing: Task) -> None:
    enqueue(failing, number=1)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed'")
    jobs.rescue(silent_for=30)
    assert waiting() == [("test.fails", {"number": 1})]


# --- keeping it small -----------------------------------------------------------------------------


def test_jobs_that_were_done_a_week_ago_are_deleted(failing: Task, settings: Any) -> None:
    @job(name="test.note")
    def note(*, number: int) -> None: ...

    settings.JOB_TRIES = 1
    enqueue(note, number=1)
    enqueue(failing, number=2)
    run_jobs(faults=True)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_events SET at = at - interval '8 days'")
    enqueue(note, number=3)
    run_jobs()
    enqueue(note, number=4)
    upkeep.delete_finished_jobs.function()
    with connection.cursor() as cursor:
        cursor.execute("SELECT args->>'number' FROM procrastinate_jobs ORDER BY id")
        # The parked one stays, and what is younger.
        assert [number for (number,) in cursor.fetchall()] == ["2", "3", "4"]


def test_web_role_works_the_queue_and_owns_nothing_of_it() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), count(*) FILTER (WHERE tableowner = current_user)"
            " FROM pg_tables WHERE tablename LIKE 'procrastinate_%'"
        )
        tables, owned = cursor.fetchone()
    assert tables >= 4
    assert owned == 0
