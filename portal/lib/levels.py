"""How much is waiting now: jobs, mails, connections. Three short statements, for operators."""

from dataclasses import dataclass
from typing import Any

from django.db import connection

# What the queue's words mean to whoever reads the figures.
STATES = {"todo": "waiting", "doing": "doing", "succeeded": "done", "failed": "parked"}
JOBS = """
SELECT job.queue_name, job.status, count(*) FROM procrastinate_jobs job
WHERE job.status IN ('todo', 'doing', 'failed') GROUP BY 1, 2
"""
MAIL, UNSENT = "mail", ("waiting", "doing")
# A job that was put off for later is not late before then.
OLDEST = """
SELECT job.queue_name, max(extract(epoch FROM now() - greatest(event.at, job.scheduled_at)))
FROM procrastinate_jobs job
JOIN procrastinate_events event ON event.job_id = job.id AND event.type = 'deferred'
WHERE job.status = 'todo' AND (job.scheduled_at IS NULL OR job.scheduled_at <= now()) GROUP BY 1
"""
# The web role sees what its own connections do, and of the others' only that they are there.
CONNECTIONS = """
SELECT coalesce(state, 'other'), count(*) FROM pg_stat_activity
WHERE datname = current_database() GROUP BY 1
"""
LIMIT = "SELECT current_setting('max_connections')::int"

Values = dict[tuple[str, ...], float]


@dataclass(frozen=True)
class Level:
    """A figure that rises and falls, by the values of its labels."""

    name: str
    help: str
    values: Values
    labels: tuple[str, ...] = ()


def levels() -> list[Level]:
    """All of them, read now; raises DatabaseError."""
    jobs: Values = {(queue, STATES[state]): float(count) for queue, state, count in _rows(JOBS)}
    oldest: Values = {(queue,): max(float(age), 0.0) for queue, age in _rows(OLDEST)}
    unsent = sum(jobs.get((MAIL, state), 0.0) for state in UNSENT)
    return [
        Level("landgang_jobs_now", "Jobs in the queue.", jobs, ("queue", "state")),
        Level("landgang_oldest_job_seconds", "How long one waits.", oldest, ("queue",)),
        Level("landgang_mails_unsent", "Mails that wait or are tried again.", {(): unsent}),
        Level("landgang_database_connections", "Open ones.",
              {(state,): float(count) for state, count in _rows(CONNECTIONS)}, ("state",)),
        Level("landgang_database_connections_most", "How many there may be.",
              {(): float(_rows(LIMIT)[0][0])}),
    ]  # fmt: skip


def _rows(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())
