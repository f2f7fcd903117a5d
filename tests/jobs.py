"""Doing in a test what a worker would do."""

import json
from typing import Any, NamedTuple

from django.db import connection
from procrastinate.jobs import Job

from portal.lib import jobs

NEXT = """
UPDATE procrastinate_jobs SET status = 'doing' WHERE id = (
    SELECT id FROM procrastinate_jobs WHERE status = 'todo'
    AND (scheduled_at IS NULL OR scheduled_at <= clock_timestamp()) ORDER BY id LIMIT 1
) RETURNING id, task_name, args::text, attempts, queue_name
"""


class Done(NamedTuple):
    """A job that was done or tried: its task, its arguments, and what became of it
    ("succeeded", "retried" or "failed", which is parked)."""

    task: str
    ids: dict[str, Any]
    outcome: str


def run_jobs(*, faults: bool = False) -> list[Done]:
    """Do all jobs that are due, those they enqueue too, in the test's own transaction.

    For ordinary tests with `db`: post a form, `run_jobs()`, then look into `mail.outbox`. An error
    in a job is the test's error. With `faults=True` it is treated as a worker would: the job is
    put off, and `outcome` is "retried", or "failed" after the last try.
    """
    done = []
    while (job := _next()) is not None:
        done.append(Done(job.task_name, dict(job.task_kwargs), _outcome(job, faults)))
    return done


def waiting() -> list[tuple[str, dict[str, Any]]]:
    """Task and arguments of the jobs that are not done yet, those put off included."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT task_name, args::text FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id"
        )
        return [(name, _parsed(args)) for name, args in cursor.fetchall()]


def _next() -> Job | None:
    with connection.cursor() as cursor:
        cursor.execute(NEXT)
        row = cursor.fetchone()
    if row is None:
        return None
    number, name, args, attempts, queue = row
    return Job(
        id=number, task_name=name, task_kwargs=_parsed(args), attempts=attempts, queue=queue,
        lock=None, queueing_lock=None,
    )  # fmt: skip


def _outcome(job: Job, faults: bool) -> str:
    try:
        jobs.work(job)
    except jobs.Failed as failed:
        if not faults:
            raise failed.reason from None
        decision = jobs.Backoff().get_retry_decision(exception=failed, job=job)
        if decision is not None:
            _call("retry_job_v2(%s, %s, NULL, NULL, NULL)", job.id, decision.retry_at)
            return "retried"
        _call("finish_job_v1(%s, 'failed', false)", job.id)
        return "failed"
    _call("finish_job_v1(%s, 'succeeded', false)", job.id)
    return "succeeded"


def _call(function: str, *arguments: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT procrastinate_{function}", arguments)


def _parsed(args: str) -> dict[str, Any]:
    return dict(json.loads(args))
