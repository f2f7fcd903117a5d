"""Enqueueing a job of the clock once, however often its duty is done.

The queue itself remembers, since it keeps what was done for a week.
"""

import json

from django.db import connection, transaction

from portal.lib.jobs import Task, enqueue

ENQUEUED = """
SELECT EXISTS (SELECT FROM procrastinate_jobs WHERE task_name = %s AND args = %s::jsonb)
"""


def enqueue_once(task: Task, **ids: int | str) -> bool:
    """Enqueue it, unless it was enqueued with these ids within the week; whether it was now."""
    known = json.dumps(ids, sort_keys=True)
    with transaction.atomic(), connection.cursor() as cursor:
        # Two at once wait for each other here, until the first has committed.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [task.name + known])
        cursor.execute(ENQUEUED, [task.name, known])
        if cursor.fetchone() != (False,):
            return False
        enqueue(task, **ids)
    return True
