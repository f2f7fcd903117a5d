"""What is due by the clock: in Oslo, late rather than never, and once."""

import datetime
import threading
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from municipalities.models import Municipality
from portal import duties, models, upkeep
from portal.duties import DUTIES, Duty, enqueue_due
from portal.lib.jobs import TASKS, enqueue
from portal.models import User
from tests.jobs import run_jobs, waiting

pytestmark = pytest.mark.django_db

OSLO = ZoneInfo("Europe/Oslo")
TASK = upkeep.forget_old_counts
MORNING = Duty("morning", TASK, at=datetime.time(7))
OFTEN = Duty("often", TASK, every=datetime.timedelta(minutes=5))
WORKDAYS = Duty("workdays", TASK, at=datetime.time(7), working_days_only=True)


def oslo(*parts: int) -> datetime.datetime:
    return datetime.datetime(*parts, tzinfo=OSLO).astimezone(datetime.UTC)  # type: ignore[misc]


def jobs_after(*moments: datetime.datetime, duty: Duty = MORNING) -> list[int]:
    """How many jobs are waiting after each tick."""
    counts = []
    for moment in moments:
        enqueue_due([duty], now=moment)
        counts.append(len(waiting()))
    return counts


# --- when -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (oslo(2026, 3, 10, 7, 0), oslo(2026, 3, 10, 7)),
        (oslo(2026, 3, 10, 6, 59, 59), oslo(2026, 3, 9, 7)),
        (oslo(2026, 3, 10, 23, 59), oslo(2026, 3, 10, 7)),
        # Between midnight in Oslo and midnight in UTC, it is already tomorrow.
        (oslo(2026, 7, 2, 0, 30), oslo(2026, 7, 1, 7)),
        # Seven o'clock is seven o'clock, in summer too: 5 and 6 UTC.
        (oslo(2026, 7, 1, 7, 0), datetime.datetime(2026, 7, 1, 5, tzinfo=datetime.UTC)),
        (oslo(2026, 12, 1, 7, 0), datetime.datetime(2026, 12, 1, 6, tzinfo=datetime.UTC)),
    ],
)
def test_duty_is_due_by_the_clock_in_oslo(now: datetime.datetime, due: datetime.datetime) -> None:
    assert MORNING.last_due(now) == due


def test_duty_in_the_hour_that_is_left_out_or_comes_twice_is_due_once_a_day() -> None:
    night = Duty("night", TASK, at=datetime.time(2, 30))
    for day, hours in [(datetime.date(2026, 3, 29), 23), (datetime.date(2026, 10, 25), 25)]:
        midnight = datetime.datetime.combine(day, datetime.time(0), OSLO).astimezone(datetime.UTC)
        ticks = [midnight + datetime.timedelta(minutes=10 * each) for each in range(6 * hours)]
        assert len({night.last_due(tick) for tick in ticks}) == 2, day


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (oslo(2026, 3, 9, 8), oslo(2026, 3, 9, 7)),  # Monday
        (oslo(2026, 3, 9, 6), oslo(2026, 3, 6, 7)),  # before seven, Friday's
        (oslo(2026, 3, 8, 12), oslo(2026, 3, 6, 7)),  # Sunday
        (oslo(2026, 4, 6, 12), oslo(2026, 4, 1, 7)),  # Easter Monday: Wednesday's
        (oslo(2026, 5, 17, 12), oslo(2026, 5, 15, 7)),  # 17 May
    ],
)
def test_duty_of_working_days_rests_on_others(
    now: datetime.datetime, due: datetime.datetime
) -> None:
    assert WORKDAYS.last_due(now) == due


def test_duty_of_every_five_minutes_is_due_at_whole_fives() -> None:
    assert OFTEN.last_due(oslo(2026, 3, 10, 7, 4, 59)) == oslo(2026, 3, 10, 7, 0)
    assert OFTEN.last_due(oslo(2026, 3, 10, 7, 5)) == oslo(2026, 3, 10, 7, 5)


# --- once -----------------------------------------------------------------------------------------


def test_duty_is_done_once_a_day() -> None:
    assert jobs_after(
        oslo(2026, 3, 9, 12),  # new: begins tomorrow
        oslo(2026, 3, 10, 6, 59),
        oslo(2026, 3, 10, 7, 0),
        oslo(2026, 3, 10, 7, 1),
        oslo(2026, 3, 10, 23, 0),
        oslo(2026, 3, 11, 7, 0),
    ) == [0, 0, 1, 1, 1, 2]


def test_duty_that_was_due_during_downtime_is_done_late_and_once() -> None:
    assert jobs_after(
        oslo(2026, 3, 9, 12), oslo(2026, 3, 10, 15, 20), oslo(2026, 3, 10, 15, 21)
    ) == [0, 1, 1]
    # Down for four days: the last one is done, not all of them.
    assert jobs_after(oslo(2026, 3, 14, 9), oslo(2026, 3, 14, 9, 1)) == [2, 2]
    assert models.Duty.objects.get().done_for == oslo(2026, 3, 14, 7)


def test_duty_of_every_five_minutes_catches_up_once() -> None:
    start = oslo(2026, 3, 9, 12)
    hours = start + datetime.timedelta(hours=5)
    assert jobs_after(start, start, hours, hours, duty=OFTEN) == [0, 0, 1, 1]


def test_clock_that_goes_back_does_nothing_again() -> None:
    moments = [
        oslo(2026, 3, 9, 12),
        oslo(2026, 3, 10, 8),
        oslo(2026, 3, 9, 8),
        oslo(2026, 3, 10, 9),
    ]
    assert jobs_after(*moments) == [0, 1, 1, 1]


def test_duty_whose_job_cannot_be_enqueued_stays_due(monkeypatch: pytest.MonkeyPatch) -> None:
    jobs_after(oslo(2026, 3, 9, 12))
    with monkeypatch.context() as broken:
        broken.setattr(duties, "enqueue", lambda _task: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            jobs_after(oslo(2026, 3, 10, 8))
    assert jobs_after(oslo(2026, 3, 10, 8, 1)) == [1]


@pytest.mark.django_db(transaction=True)
def test_two_schedulers_at_once_do_a_duty_once() -> None:
    jobs_after(oslo(2026, 3, 9, 12))
    days = [datetime.timedelta(days=each) for each in range(1, 9)]
    start = threading.Barrier(4)
    faults: list[BaseException] = []

    def schedule() -> None:
        try:
            for day in days:
                start.wait(10)
                enqueue_due([MORNING], now=oslo(2026, 3, 9, 12) + day)
        except BaseException as fault:
            faults.append(fault)
            start.abort()
        finally:
            connection.close()

    threads = [threading.Thread(target=schedule) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert len(waiting()) == len(days)


@pytest.mark.django_db(transaction=True)
def test_two_schedulers_that_meet_a_new_duty_make_one_row() -> None:
    start = threading.Barrier(4)

    def schedule() -> None:
        start.wait(10)
        try:
            enqueue_due([MORNING], now=oslo(2026, 3, 9, 12))
        finally:
            connection.close()

    threads = [threading.Thread(target=schedule) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert models.Duty.objects.count() == 1
    assert waiting() == []


# --- the portal's own -----------------------------------------------------------------------------


def test_duties_have_names_of_their_own_and_known_tasks_without_arguments() -> None:
    assert len({duty.name for duty in DUTIES}) == len(DUTIES) >= 4
    for duty in DUTIES:
        assert TASKS[duty.task.name] is duty.task
        assert duty.task.parameters == {}


def test_all_duties_are_enqueued_and_can_be_done(region: Municipality) -> None:
    # Longer than Easter: what is due on working days alone is so again, whatever day it is.
    enqueue_due(now=timezone.now() - datetime.timedelta(days=10))
    enqueue_due()
    assert {name for name, _ in waiting()} == {duty.task.name for duty in DUTIES}
    assert {job.outcome for job in run_jobs()} == {"succeeded"}
    assert mail.outbox == []


@pytest.fixture
def parked_job() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status)"
            " VALUES ('mail', 'test.lost', 'failed')"
        )


@pytest.mark.usefixtures("parked_job")
def test_administrators_and_nobody_else_are_told_of_parked_jobs(
    administrator: User, regional_editor: User
) -> None:
    enqueue(upkeep.tell_of_parked_jobs)
    run_jobs()
    (message,) = mail.outbox
    assert message.to == [administrator.email]
    assert "1 job" in message.body
    # A second one on the same day would be the same mail.
    assert message.extra_headers["Message-ID"].startswith(f"<parked_jobs.{administrator.pk}.20")


@pytest.mark.usefixtures("parked_job")
def test_closed_administrator_is_not_told(administrator: User) -> None:
    User.objects.update(is_active=False)
    upkeep.tell_of_parked_jobs.function()
    assert waiting() == []


def test_nobody_is_told_of_nothing(administrator: User) -> None:
    upkeep.tell_of_parked_jobs.function()
    assert waiting() == []
