"""Work that is done later, by `manage.py work`. Procrastinate keeps it in PostgreSQL.

A job is committed with the change that it belongs to, and done at least once: a worker that dies
leaves it to the next one, so what a job does must be safe to do twice. Its arguments are ids, since
they are kept, and logged, for longer than personal data may be.

    @job(name="newcomers.enquiry_received", queue=MAIL)
    def enquiry_received(*, enquiry: str, municipality: int) -> Mail | None: ...

    with transaction.atomic():
        enquiry.save()
        enqueue(enquiry_received, enquiry=enquiry.pk, municipality=enquiry.municipality_id)
"""

import datetime
import inspect
import logging
import re
import traceback
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from procrastinate import BaseRetryStrategy, JobContext, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.jobs import Job
from procrastinate.manager import JobManager

from portal.lib.logs import say_what_is_done
from portal.lib.mail import AddressRefused, Mail, send
from portal.lib.metrics import count_job
from portal.lib.scope import scoped

logger = logging.getLogger(__name__)

# Queues of their own, so that a mail server that hangs holds up nothing but mail, and other
# people's web servers nothing but looking at them.
MAIL, WORK, OUTSIDE = "mail", "work", "outside"
QUEUES = (MAIL, WORK, OUTSIDE)

LONGEST_WAIT = datetime.timedelta(hours=4)
# No job takes as long. Where one does, its worker lives and yet does not know of it.
LONGEST_WORK = datetime.timedelta(minutes=15)
STALLED = """
SELECT job.id, job.attempts FROM procrastinate_jobs job
LEFT JOIN procrastinate_workers worker ON worker.id = job.worker_id
WHERE job.status = 'doing' AND (
    worker.id IS NULL
    OR worker.last_heartbeat < now() - make_interval(secs => %s)
    OR (SELECT max(at) FROM procrastinate_events WHERE job_id = job.id AND type = 'started')
        < now() - make_interval(secs => %s)
)
FOR UPDATE OF job SKIP LOCKED
"""
# A worker of the last release finds jobs that only the new one knows, and fails them at once.
UNKNOWN_BEFORE = """
UPDATE procrastinate_jobs SET status = 'todo', scheduled_at = NULL
WHERE status = 'failed' AND attempts + 1 < %s AND task_name = ANY(%s)
"""

# What an id looks like: no name, no e-mail address, no telephone number with spaces.
IDLIKE = re.compile(r"[A-Za-z0-9_.:-]{1,64}")

Does = Callable[..., Mail | None]


class Sealed(str):
    """Text encrypted with `portal.lib.sealing`, for the rare job that has no row to read from.

    It is taken out of the job as soon as that is done, or parked.
    """


@dataclass(frozen=True, eq=False)
class Task:
    """A kind of job: its name, and the function that does it."""

    name: str
    function: Does
    queue: str
    refused: Callable[..., None] | None
    in_transaction: bool = True

    @property
    def parameters(self) -> dict[str, type]:
        """The names and types of its arguments."""
        signature = inspect.signature(self.function, eval_str=True)
        return {name: each.annotation for name, each in signature.parameters.items()}

    @property
    def sealed(self) -> list[str]:
        """The names of its encrypted arguments."""
        return [name for name, kind in self.parameters.items() if kind is Sealed]


TASKS: dict[str, Task] = {}


def job(
    *, name: str, queue: str = WORK, refused: Callable[..., None] | None = None,
    in_transaction: bool = True,
) -> Callable[[Does], Task]:  # fmt: skip
    """Make the function a task. It takes ids by keyword, and may return a mail to be sent.

    It runs in a transaction of its own; with an argument `municipality`, inside that one's scope.
    The mail is sent after the transaction, which must not wait for a server. An address that is
    refused for good ends the job: `refused` is then called with the same ids, to mark the row.
    What waits for others all the time takes `in_transaction=False`, and opens its own: PostgreSQL
    ends one that is idle for ten seconds.
    """

    def register(function: Does) -> Task:
        task = Task(name, function, queue, refused, in_transaction)
        if name in TASKS:
            raise TypeError(f"There are two tasks of the name {name}.")
        if not set(task.parameters.values()) <= {int, str, Sealed}:
            raise TypeError(f"The arguments of the task {name} are not all int, str or Sealed.")
        TASKS[name] = task
        app.task(name=name, queue=queue, retry=Backoff(), pass_context=True)(_work)
        return task

    return register


def enqueue(task: Task, **ids: int | str | UUID) -> None:
    """Have the task done, if and when the current transaction is committed.

    Raises TypeError for arguments that the task does not take, or that do not look like ids.
    """
    if set(ids) != set(task.parameters):
        raise TypeError(f"{task.name} takes {', '.join(task.parameters) or 'no arguments'}.")
    kept: dict[str, Any] = {
        name: str(value) if isinstance(value, UUID) else value for name, value in ids.items()
    }
    for name, value in kept.items():
        if not _is_id(value, task.parameters[name]):
            raise TypeError(f"{name} of {task.name} does not look like an id.")
    # Over Django's own connection, in the worker too: that is what makes it one transaction.
    queue = JobManager(DjangoConnector())
    queue.defer_job(
        Job(queue=task.queue, lock=None, queueing_lock=None, task_name=task.name, task_kwargs=kept)
    )


def perform(task: Task, ids: dict[str, Any]) -> None:
    """Do one job, now; raises what the task or the mail server raises."""
    if not set(task.sealed) <= set(ids):
        # It was done by a worker that died before it could say so.
        return
    try:
        with _transaction(ids) if task.in_transaction else nullcontext():
            mail = task.function(**ids)
        if mail is not None:
            send(mail)
    except AddressRefused:
        logger.warning("address refused: task=%s", task.name)
        if task.refused is not None:
            with _transaction(ids):
                task.refused(**ids)


def oldest_unsent() -> datetime.datetime | None:
    """Since when the mail that has waited longest has been waiting; None when all is sent."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT min(event.at) FROM procrastinate_jobs job"
            " JOIN procrastinate_events event ON event.job_id = job.id AND event.type = 'deferred'"
            " WHERE job.queue_name = %s AND job.status IN ('todo', 'doing')",
            [MAIL],
        )
        found: datetime.datetime | None = cursor.fetchone()[0]
        return found


def parked() -> int:
    """How many jobs nobody tries any more."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'")
        return int(cursor.fetchone()[0])


def rescue(*, silent_for: float) -> int:
    """Give jobs of workers that have said nothing for so many seconds to the others; how many.

    A job that keeps killing its worker is parked as well, after as many tries.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(STALLED, [silent_for, LONGEST_WORK.total_seconds()])
        stalled = cursor.fetchall()
        for number, attempts in stalled:
            call = "finish_job_v1(%s, 'failed', false)"
            if not is_last_try(attempts):
                call = "retry_job_v2(%s, now(), NULL, NULL, NULL)"
            cursor.execute(f"SELECT procrastinate_{call}", [number])
        cursor.execute(UNKNOWN_BEFORE, [settings.JOB_TRIES, list(TASKS)])
    if stalled:
        logger.warning("jobs rescued: count=%s", len(stalled))
    return len(stalled)


def retry_parked() -> int:
    """Try all parked jobs again, as often as new ones; how many there are."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'todo', attempts = 0, scheduled_at = NULL"
            " WHERE status = 'failed'"
        )
        return int(cursor.rowcount)


class Backoff(BaseRetryStrategy):
    """A minute, two, four, up to four hours; JOB_TRIES times in all. Then the job is parked."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """When to try again; None to park it."""
        if is_last_try(job.attempts):
            return None
        wait = min(settings.JOB_FIRST_WAIT * 2**job.attempts, LONGEST_WAIT)
        return RetryDecision(retry_at=timezone.now() + wait)


def is_last_try(attempts: int) -> bool:
    """Whether a job that was tried so many times before has its last chance."""
    return attempts + 1 >= settings.JOB_TRIES


class Failed(Exception):
    """Stands in for what a job raised, whose text may hold personal data."""

    def __init__(self, reason: Exception) -> None:
        super().__init__(type(reason).__name__)
        self.reason = reason


def work(job: Job) -> None:
    """Do a job of the queue; raises Failed when it did not succeed, and says so in the log."""
    task = TASKS[job.task_name]
    say_what_is_done(task.name)
    try:
        perform(task, job.task_kwargs)
    except Exception as error:
        _tell(job, error)
        if is_last_try(job.attempts):
            _forget_sealed(task, job)
        raise Failed(error) from None
    count_job(task.name, "done")
    _forget_sealed(task, job)


def _work(context: JobContext, /, **_ids: Any) -> None:
    """What Procrastinate calls, in a thread of the worker."""
    work(context.job)


def _tell(job: Job, error: Exception) -> None:
    """A line with the kind of the error and the lines of code it came through, not its text."""
    level, fate = (logging.ERROR, "parked") if is_last_try(job.attempts) else (logging.WARNING, "")
    count_job(job.task_name, fate or "failed")
    lines = traceback.extract_tb(error.__traceback__)[-4:]
    logger.log(
        level,
        "job %s: task=%s job=%s try=%s error=%s at=%s",
        fate or "failed",
        job.task_name,
        job.id,
        job.attempts + 1,
        type(error).__name__,
        ",".join(f"{line.filename.rpartition('/')[2]}:{line.lineno}" for line in lines),
    )


def _forget_sealed(task: Task, job: Job) -> None:
    if task.sealed:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE procrastinate_jobs SET args = args - %s::text[] WHERE id = %s",
                [task.sealed, job.id],
            )


def _transaction(ids: dict[str, Any]) -> AbstractContextManager[None]:
    return scoped([ids["municipality"]]) if "municipality" in ids else transaction.atomic()


def _is_id(value: object, kind: type) -> bool:
    if kind is int:
        return type(value) is int
    if kind is Sealed:
        return isinstance(value, Sealed)
    return isinstance(value, str) and IDLIKE.fullmatch(value) is not None
