"""What the portal does by the clock (`portal.duties` says when), above all keeping tables small."""

import datetime

from django.db import connection
from django.utils import timezone

from municipalities.models import Membership
from municipalities.roles import Role
from portal import tasks
from portal.actions.accounts import forget_ended_sessions
from portal.lib import limits
from portal.lib.dates import today
from portal.lib.jobs import enqueue, job, parked

FINISHED_JOBS_KEPT = datetime.timedelta(days=7)
DELETE_FINISHED = """
DELETE FROM procrastinate_jobs job WHERE status IN ('succeeded', 'cancelled', 'aborted')
AND NOT EXISTS (SELECT FROM procrastinate_events event WHERE event.job_id = job.id AND at > %s)
"""


@job(name="portal.tell_of_parked_jobs")
def tell_of_parked_jobs() -> None:
    """Tell each administrator, once a day, as long as there are parked jobs."""
    if not parked():
        return
    held = Membership.objects.valid_on().filter(role=Role.ADMINISTRATOR, user__is_active=True)
    for user in held.order_by("user").values_list("user", flat=True).distinct():
        enqueue(tasks.parked_jobs, user=user, day=today().isoformat())


@job(name="portal.delete_finished_jobs")
def delete_finished_jobs() -> None:
    """Forget what was done a week ago. Parked jobs stay until they are done."""
    with connection.cursor() as cursor:
        cursor.execute(DELETE_FINISHED, [timezone.now() - FINISHED_JOBS_KEPT])


@job(name="portal.forget_sessions")
def forget_sessions() -> None:
    """Forget sessions that nobody can use any more, and the devices that they were on."""
    forget_ended_sessions()


@job(name="portal.forget_old_counts")
def forget_old_counts() -> None:
    """Forget how often somebody sent a form long ago."""
    limits.forget_old_counts()
