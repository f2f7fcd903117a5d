"""What is told by the clock about the condition of texts (`portal.duties` says when)."""

import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils import timezone

from municipalities import emails_condition as emails
from municipalities.answering import all_answering, answering
from municipalities.condition import Cell, Condition, board, cells, in_condition
from municipalities.models import Figure, Municipality
from portal.lib.dates import first_working_day, today
from portal.lib.jobs import MAIL, job
from portal.lib.mail import Mail
from portal.lib.once import enqueue_once

# Where no worker ran on the day itself; less than the week for which the queue remembers.
STILL_TOLD = datetime.timedelta(days=5)


def mark_refused(*, user: int, **_others: object) -> None:
    """Remember that the person's address takes no mail: administrators see it."""
    get_user_model().objects.filter(pk=user).update(email_refused_at=timezone.now())


@job(name="municipalities.tell_of_condition")
def tell_of_condition() -> None:
    """Have everybody told who answers for texts: on the first working day of the month, else as
    soon as a worker runs again. Figures that are to be checked soon are told of day by day."""
    day = today()
    first = first_working_day(day)
    if first <= day <= first + STILL_TOLD:
        for each in all_answering():
            enqueue_once(condition, user=each.user, day=first.isoformat())
    last = day + datetime.timedelta(days=settings.FIGURE_WARNED_DAYS)
    due = Figure.objects.shown().filter(check_by__gte=last - STILL_TOLD, check_by__lte=last)
    for check_by in sorted(set(due.values_list("check_by", flat=True))):
        for each in all_answering():
            if _due(each.user, check_by):
                enqueue_once(figures_due, user=each.user, day=check_by.isoformat())


@job(name="municipalities.condition", queue=MAIL, refused=mark_refused)
def condition(*, user: int, day: str) -> Mail | None:
    """One person's mail; none when nothing is the matter, or the month is over."""
    first, person = datetime.date.fromisoformat(day), _person(user)
    if person is None or first != first_working_day(today()):
        return None
    places = _numbers(user)
    return emails.condition(person, first, places) if places else None


@job(name="municipalities.figures_due", queue=MAIL, refused=mark_refused)
def figures_due(*, user: int, day: str) -> Mail | None:
    """One person's warning before figures are to be checked; none when somebody was faster."""
    check_by, person = datetime.date.fromisoformat(day), _person(user)
    count = _due(user, check_by) if person and check_by >= today() else 0
    return emails.figures_due(person, check_by, count) if count else None


def _numbers(user: int) -> list[emails.PlaceNumbers]:
    """The numbers of the board that are not nought, of what falls to the person."""
    # The address of a list is the admin's matter.
    from municipalities.admin.board import language_name, list_address

    shown = [*cells(), Cell(Condition.DUE_SOON)]
    lines = board(_places(), shown, answering(user))
    return [
        emails.PlaceNumbers(
            line.place.name,
            [
                emails.Number(
                    cell.condition.label,
                    language_name(cell),
                    line.counts[cell],
                    list_address(line.place, cell, mine=True),
                )
                for cell in shown
                if line.counts[cell]
            ],
        )
        for line in lines
        if line.counts
    ]


def _due(user: int, check_by: datetime.date) -> int:
    """How many of the person's figures are to be checked by the day."""
    figures = in_condition(Figure, Cell(Condition.DUE_SOON), _places(), answering(user))
    return figures.filter(check_by=check_by).count()


def _places() -> list[Municipality]:
    rows = Municipality.objects.desks().without_outline().only("kind", "slug", "name")
    return sorted(rows.in_alphabetical_order(), key=lambda place: not place.is_region)


def _person(user: int) -> Any:
    return get_user_model().objects.filter(pk=user, is_active=True).first()
