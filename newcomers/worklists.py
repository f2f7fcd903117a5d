"""The lists that a day's work is made of: counted on My day, opened from there by the same name."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from newcomers.models import Task
from newcomers.models.case import CaseQuerySet
from portal.lib.dates import today

LAST_OF_WEEK = 6


@dataclass(frozen=True)
class Worklist:
    """Some of the cases that are not finished."""

    label: Any
    of: Callable[[CaseQuerySet], CaseQuerySet]
    tone: str = ""  # how its number looks


def _today(cases: CaseQuerySet) -> CaseQuerySet:
    return cases.due_between(today(), today())


def _week(cases: CaseQuerySet) -> CaseQuerySet:
    """After today, until Sunday."""
    first = today() + datetime.timedelta(days=1)
    last = today() + datetime.timedelta(days=LAST_OF_WEEK - today().weekday())
    return cases.due_between(first, last)


def _put_off(cases: CaseQuerySet) -> CaseQuerySet:
    """Open, with a planned task that was put off for the third time."""
    put_off = Task.objects.filter(case=OuterRef("pk")).often_postponed()
    return cases.open().filter(Exists(put_off))


WORKLISTS = {
    "overdue": Worklist(_("overdue"), CaseQuerySet.overdue, "error"),
    "today": Worklist(_("due today"), _today),
    "week": Worklist(_("later this week"), _week),
    "no-contact": Worklist(_("without contact"), CaseQuerySet.without_contact, "warning"),
    "transferring": Worklist(_("being transferred"), CaseQuerySet.transferring),
    "put-off": Worklist(_("put off three times"), _put_off, "warning"),
}
