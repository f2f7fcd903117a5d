"""Who is told of the condition of which texts, and when."""

import datetime
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from municipalities import tasks_condition
from municipalities.answering import all_answering, answering
from municipalities.models import Membership, Municipality
from municipalities.roles import Role
from portal.duties import DUTIES
from portal.lib.dates import first_working_day, months_before, today
from portal.lib.jobs import enqueue
from portal.models import User
from tests.factories import UserFactory
from tests.jobs import run_jobs
from tests.municipalities.test_condition import a_topic, figure, page, part, whole_place

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def member(role: Role, place: Municipality, **fields: Any) -> User:
    user: User = UserFactory(**fields)
    Membership.objects.create(user=user, municipality=place, role=role)
    return user


@pytest.fixture
def bardu(db: None) -> Municipality:
    return whole_place("Bardu")


@pytest.fixture
def first(monkeypatch: pytest.MonkeyPatch) -> datetime.date:
    """Today is a first working day: 4 January 2027, a Monday."""
    day = datetime.date(2027, 1, 4)
    set_today(monkeypatch, day)
    return day


def set_today(monkeypatch: pytest.MonkeyPatch, day: datetime.date) -> None:
    for module in ("municipalities.tasks_condition", "municipalities.condition"):
        monkeypatch.setattr(f"{module}.today", lambda: day)


def told() -> list[str]:
    """To whom mails were sent since the last question."""
    enqueue(tasks_condition.tell_of_condition)
    run_jobs()
    return sorted(address for message in mail.outbox for address in message.to)


# --- days -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "first_day"),
    [("2027-01-20", "2027-01-04"), ("2027-05-31", "2027-05-03"), ("2026-04-30", "2026-04-01"),
     ("2026-11-01", "2026-11-02"), ("2027-03-01", "2027-03-01")],
)  # fmt: skip
def test_first_working_day_of_the_month(day: str, first_day: str) -> None:
    assert first_working_day(datetime.date.fromisoformat(day)).isoformat() == first_day


@pytest.mark.parametrize(
    ("day", "count", "before"),
    [("2026-03-31", 1, "2026-02-28"), ("2028-02-29", 12, "2027-02-28"),
     ("2026-01-15", 12, "2025-01-15"), ("2026-01-15", 1, "2025-12-15")],
)  # fmt: skip
def test_months_before(day: str, count: int, before: str) -> None:
    assert months_before(datetime.date.fromisoformat(day), count).isoformat() == before


# --- who answers ----------------------------------------------------------------------------------


def test_editor_answers_for_the_municipality_and_the_region_for_the_rest(
    region: Municipality,
    regional_editor: User,
    bardu: Municipality,
) -> None:
    assert answering(regional_editor.pk).places == {region.pk, bardu.pk}
    editor = member(Role.EDITOR, bardu)
    assert answering(editor.pk).places == {bardu.pk}
    assert answering(regional_editor.pk).places == {region.pk}
    User.objects.filter(pk=editor.pk).update(is_active=False)
    assert answering(editor.pk).places == frozenset()
    assert answering(regional_editor.pk).places == {region.pk, bardu.pk}


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.EDITOR])
def test_nobody_else_answers(region: Municipality, role: Role) -> None:
    assert answering(member(role, region).pk).places == frozenset()
    assert all_answering() == []


# --- the monthly mail -----------------------------------------------------------------------------


def test_responsible_person_is_told_and_the_editor_of_the_rest(
    region: Municipality, regional_editor: User, first: datetime.date
) -> None:
    author = member(Role.COORDINATOR, region, language="de")
    gone = UserFactory()
    page(title_de="", responsible=author)
    page(title_de=""), page(title_de="", responsible=gone)
    assert told() == sorted([author.email, regional_editor.email])
    texts = {message.to[0]: message for message in mail.outbox}
    mine, rest = texts[author.email].body, texts[regional_editor.email].body
    assert "missing, Deutsch: 2" in rest
    assert "Deutsch: 1\n" in mine
    # Counts and links, and nothing that anybody has written.
    assert "Hus" not in mine + rest
    assert author.name not in rest
    # Each link shows as many as the mail says.
    for person, count in ((author, 1), (regional_editor, 2)):
        client = Client()
        client.force_login(person)
        body = texts[person.email].body
        link = next(line.strip() for line in body.splitlines() if "condition=missing" in line)
        answer: Any = client.get(link.partition("localhost:8000")[2])
        assert len(answer.context["found"]) == count


def test_editor_of_the_municipality_is_told_instead_of_the_region(
    region: Municipality,
    regional_editor: User,
    bardu: Municipality,
    first: datetime.date,
) -> None:
    editor = member(Role.EDITOR, bardu)
    a_topic()
    part(bardu, body_de="")
    assert told() == [editor.email]
    assert "Bardu\n- missing, Deutsch: 1" in mail.outbox[0].body


def test_nobody_is_told_when_nothing_is_the_matter(
    regional_editor: User, first: datetime.date
) -> None:
    page()
    assert told() == []


def test_month_is_told_of_once_and_late_rather_than_never(
    region: Municipality, regional_editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    page(title_de="")
    for day, mails in (("2027-01-01", 0), ("2027-01-06", 1), ("2027-01-06", 1),
                       ("2027-01-07", 1), ("2027-01-11", 1), ("2027-02-01", 2)):  # fmt: skip
        set_today(monkeypatch, datetime.date.fromisoformat(day))
        assert len(told()) == mails, day


def test_mail_whose_month_is_over_is_not_sent(
    region: Municipality, regional_editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    page(title_de="")
    enqueue(tasks_condition.condition, user=regional_editor.pk, day="2026-12-01")
    set_today(monkeypatch, datetime.date(2027, 1, 4))
    run_jobs()
    assert mail.outbox == []


def test_closed_account_gets_nothing_and_a_refused_address_is_remembered(
    region: Municipality, regional_editor: User, first: datetime.date
) -> None:
    page(title_de="")
    enqueue(tasks_condition.condition, user=regional_editor.pk, day=first.isoformat())
    User.objects.filter(pk=regional_editor.pk).update(is_active=False)
    run_jobs()
    assert mail.outbox == []
    tasks_condition.mark_refused(user=regional_editor.pk, day=first.isoformat())
    regional_editor.refresh_from_db()
    assert regional_editor.email_refused_at is not None


def test_duty_is_done_on_working_days_at_eight() -> None:
    duty = next(each for each in DUTIES if each.task is tasks_condition.tell_of_condition)
    assert (duty.at, duty.working_days_only) == (datetime.time(8), True)


# --- before a figure is to be checked -------------------------------------------------------------


def test_editor_is_warned_once_thirty_days_before(
    bardu: Municipality,
    regional_editor: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    editor = member(Role.EDITOR, bardu)
    start = today() + 60 * DAY
    # Not in the days in which the month is told of.
    start = first_working_day(start) + 10 * DAY
    figure(bardu, check_by=start + 30 * DAY), figure(bardu, check_by=start + 30 * DAY)
    figure(bardu, check_by=start + 90 * DAY)
    for day, mails in ((start - DAY, 0), (start, 1), (start + DAY, 1), (start + 5 * DAY, 1)):
        set_today(monkeypatch, day)
        assert len(told()) == mails, day
    assert mail.outbox[0].to == [editor.email]
    assert "2 figures" in mail.outbox[0].body
    assert "?check=soon" in mail.outbox[0].body


def test_figure_that_was_checked_since_is_not_warned_of(
    bardu: Municipality,
    regional_editor: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    late = figure(bardu, check_by=today() + 30 * DAY)
    day = late.check_by.isoformat()
    type(late).objects.update(check_by=today() + 400 * DAY)
    enqueue(tasks_condition.figures_due, user=regional_editor.pk, day=day)
    run_jobs()
    assert mail.outbox == []
