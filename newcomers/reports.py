"""What the case log counts for the yearly report: contact points (K1), and what followed (K2).

An entry counts for the municipality it was written in (`municipality_then`): a merger does not
change past years. Only what holds counts: heads of chains that are not void. A number comes with
the entries that it counts, so that it can open its list. Of families that were anonymised there are
no entries, only sums of whole calendar years: a report of such years stays as it was.
"""

import datetime
from dataclasses import dataclass, fields
from typing import Any, Self

from django.db.models import Sum
from django.db.models.expressions import RawSQL

from newcomers.models import FollowUp, StatRow
from newcomers.models.follow_up import FollowUpQuerySet
from portal.lib.dates import today

DONE_WITHIN_DAYS = 30
# From each reached contact back through what it corrects, to the tasks that were decided in any
# of these entries.
LED_TO_TASK = """
WITH RECURSIVE chain (head, happened_on, entry) AS (
    SELECT id, occurred_on, id FROM newcomers_followup
     WHERE municipality_then_id = %s AND occurred_on BETWEEN %s AND %s
       AND kind = 'contact' AND reached
    UNION ALL
    SELECT chain.head, chain.happened_on, f.corrects_id
      FROM chain JOIN newcomers_followup f ON f.id = chain.entry
     WHERE f.corrects_id IS NOT NULL
)
SELECT chain.head FROM chain JOIN newcomers_task t ON t.caused_by_id = chain.entry
"""
DONE_SOON = "WHERE t.status = 'done' AND t.ended_on <= least(chain.happened_on + %s, %s)"
DONE_IN_TIME = "WHERE t.status = 'done' AND t.ended_on <= least(t.due_on, %s)"


@dataclass(frozen=True)
class Period:
    """From the first to the last day, both included. Raises ValueError for an end before it."""

    first: datetime.date
    last: datetime.date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("A period does not end before it begins.")

    @classmethod
    def this_year(cls) -> Self:
        """From New Year until today."""
        return cls(today().replace(month=1, day=1), today())

    @property
    def whole_years(self) -> list[int]:
        """The calendar years that lie in it as a whole, as far as they are over."""
        end = datetime.date(self.last.year, 12, 31)
        first = self.first.year + (self.first > datetime.date(self.first.year, 1, 1))
        last = self.last.year - (self.last < min(end, today()))
        return list(range(first, last + 1))


@dataclass(frozen=True)
class Counted:
    """A number, the entries it counts, and how many of it are of anonymised families."""

    count: int
    entries: FollowUpQuerySet
    anonymised: int = 0


@dataclass(frozen=True)
class ContactPoints:
    """K1: contacts (K1a), those that reached somebody (K1b), and with whom these were."""

    made: Counted
    reached: Counted
    with_newcomer: Counted
    with_organisation: Counted


@dataclass(frozen=True)
class ActionsAfterwards:
    """K2, of the contacts that reached somebody: led to a task (K2a), to one that was done within
    30 days of the contact (K2b), to one that was done by its day (K2c)."""

    planned: Counted
    done_soon: Counted
    done_in_time: Counted


def contact_points(*, municipality: int, period: Period, author: Any = None) -> ContactPoints:
    """K1 of the municipality (its id), or of what the author wrote there. Needs the scope."""
    made = _contacts(municipality, period, author)
    reached = made.reaching_somebody()
    gone = _anonymised(municipality, period, author, ContactPoints)
    return ContactPoints(
        made=_counted(made, gone["made"]),
        reached=_counted(reached, gone["reached"]),
        with_newcomer=_counted(reached.with_newcomer(), gone["with_newcomer"]),
        with_organisation=_counted(reached.with_organisation(), gone["with_organisation"]),
    )


def actions_afterwards(
    *, municipality: int, period: Period, author: Any = None
) -> ActionsAfterwards:
    """K2 of the municipality (its id), or of what the author wrote there. Needs the scope.

    A task that was decided in an entry which was corrected later counts for the head of that
    chain, and so for the head's author. Nothing counts that was done after the period.
    """
    reached = _contacts(municipality, period, author).reaching_somebody()
    where = (municipality, period.first, period.last)
    gone = _anonymised(municipality, period, author, ActionsAfterwards)

    def led_to(name: str, condition: str = "", *values: Any) -> Counted:
        heads = RawSQL(LED_TO_TASK + condition, [*where, *values])
        return _counted(reached.filter(pk__in=heads), gone[name])

    return ActionsAfterwards(
        planned=led_to("planned"),
        done_soon=led_to("done_soon", DONE_SOON, DONE_WITHIN_DAYS, period.last),
        done_in_time=led_to("done_in_time", DONE_IN_TIME, period.last),
    )


def _contacts(municipality: int, period: Period, author: Any) -> FollowUpQuerySet:
    contacts = FollowUp.objects.contacts().between(period.first, period.last)
    # What a family wants only to be kept, no list shows and no number counts while it is so.
    contacts = contacts.filter(municipality_then=municipality).exclude(
        case__family__restricted_at__isnull=False
    )
    return contacts.filter(author=author) if author else contacts


def _anonymised(municipality: int, period: Period, author: Any, numbers: type) -> dict[str, int]:
    """The same numbers of families that were anonymised. Nobody's own: who wrote it is gone too."""
    names = [each.name for each in fields(numbers)]
    if author or not period.whole_years:
        return dict.fromkeys(names, 0)
    rows = StatRow.objects.counted_there(municipality, period.whole_years)
    sums = rows.aggregate(**{name: Sum(name, default=0) for name in names})
    return {name: int(sums[name]) for name in names}


def _counted(entries: FollowUpQuerySet, anonymised: int) -> Counted:
    return Counted(entries.count() + anonymised, entries, anonymised)
