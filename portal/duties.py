"""What the portal does by itself, and when: `DUTIES`. The worker asks each minute what is due.

Time is Oslo's. A duty that was due while no worker ran is done once, as soon as one does.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from hosting import tasks_offers, tasks_tidying
from municipalities import tasks_by_clock, tasks_condition, tasks_links
from newcomers import tasks_letter, tasks_log, tasks_retention
from portal import models, upkeep
from portal.feedback.tasks import forget_feedback
from portal.lib.dates import is_working_day
from portal.lib.jobs import Task, enqueue

DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Duty:
    """A task without arguments, once a day at a time in Oslo, or more often: then at each whole
    multiple of `every` since 1970, whatever `at` says."""

    name: str
    task: Task
    at: datetime.time = datetime.time(7)
    every: datetime.timedelta = DAY
    working_days_only: bool = False

    def last_due(self, now: datetime.datetime) -> datetime.datetime:
        """The latest moment until now at which it was due, in UTC."""
        if self.every < DAY:
            since = now.timestamp()
            return _utc(since - since % self.every.total_seconds())
        today = now.astimezone(_oslo()).date()
        days = (today - number * DAY for number in range(30))
        return next(
            moment
            for day in days
            if (moment := self._on(day)) <= now
            and (is_working_day(day) or not self.working_days_only)
        )

    def _on(self, day: datetime.date) -> datetime.datetime:
        """Compared in UTC: within a zone, Python compares what clocks show."""
        return datetime.datetime.combine(day, self.at, _oslo()).astimezone(datetime.UTC)


DUTIES = (
    Duty(
        "publish what is due",
        tasks_by_clock.publish_due,
        every=datetime.timedelta(minutes=1),
    ),
    Duty("forget what editors left", tasks_by_clock.forget_autosaves, at=datetime.time(3, 50)),
    Duty("look at links", tasks_links.check_links, at=datetime.time(2)),
    Duty("put pictures in order", tasks_tidying.tidy_pictures, at=datetime.time(2, 30)),
    Duty("delete finished jobs", upkeep.delete_finished_jobs, at=datetime.time(3, 10)),
    Duty("forget sessions", upkeep.forget_sessions, at=datetime.time(3, 20)),
    Duty("forget old counts", upkeep.forget_old_counts, every=datetime.timedelta(hours=1)),
    Duty("forget old feedback", forget_feedback, at=datetime.time(3, 30)),
    Duty("delete what newcomers left", tasks_log.tidy, at=datetime.time(3, 40)),
    Duty("delete wishes for letters", tasks_letter.tidy_subscriptions, at=datetime.time(3, 45)),
    Duty("begin letters", tasks_letter.prepare_letters, at=datetime.time(5)),
    Duty("send letters", tasks_letter.send_letters, every=datetime.timedelta(minutes=10)),
    Duty("tidy offers", tasks_offers.tidy_offers, at=datetime.time(3, 55)),
    Duty("ask whether offers hold", tasks_offers.ask_whether_offers_hold, at=datetime.time(6)),
    Duty(
        "tell of offers without a sender",
        tasks_offers.tell_of_the_unasked,
        at=datetime.time(6, 20),
    ),
    Duty("expire transfers", tasks_log.let_transfers_expire, at=datetime.time(6, 30)),
    Duty("keep to times of retention", tasks_retention.keep_retention, at=datetime.time(4, 10)),
    Duty("send digests", tasks_log.send_digests, at=datetime.time(7), working_days_only=True),
    Duty(
        "tell leads of readings",
        tasks_log.tell_of_readings,
        at=datetime.time(7, 30),
        working_days_only=True,
    ),
    Duty(
        "tell of the condition of texts",
        tasks_condition.tell_of_condition,
        at=datetime.time(8),
        working_days_only=True,
    ),
    Duty("tell of parked jobs", upkeep.tell_of_parked_jobs, at=datetime.time(8)),
)


def enqueue_due(duties: Iterable[Duty] = DUTIES, *, now: datetime.datetime | None = None) -> None:
    """Put what is due into the queue, each duty once, however many schedulers ask at once.

    A duty that is new begins with the next time that it is due.
    """
    now = now or timezone.now()
    for duty in duties:
        due = duty.last_due(now)
        models.Duty.objects.get_or_create(name=duty.name, defaults={"done_for": due})
        with transaction.atomic():
            # Whoever has the row does it; the others need not wait.
            waiting = models.Duty.objects.filter(name=duty.name, done_for__lt=due)
            row = waiting.select_for_update(skip_locked=True).first()
            if row is not None:
                enqueue(duty.task)
                row.done_for = due
                row.save(update_fields=["done_for"])


def _oslo() -> ZoneInfo:
    return ZoneInfo(settings.TIME_ZONE)


def _utc(seconds: float) -> datetime.datetime:
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC)
