"""Invented families with believable logs, as many as wanted, for trying things out and measuring.

The same number gives the same families. They are written in bulk: a hundred thousand through the
actions would take hours. What the database refuses, it refuses here too.
"""

import datetime
import random
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.utils import timezone

from municipalities.models import Membership, Municipality
from municipalities.roles import FOLLOWING_UP
from newcomers.actions.cases import next_number
from newcomers.actions.stays import MONTHS, months_after
from newcomers.demo_lines import FIRST, LINES, NOT_REACHED, NOTES, PEOPLE, Line
from newcomers.demo_transfers import move_on
from newcomers.models import Case, Family, FollowUp, Person, StayCheck, Task
from portal.lib.dates import add_working_days, today
from portal.lib.languages import column, source_language
from portal.lib.scope import scoped

Progress = Callable[[int], None]
BATCH = 200
LEGAL_BASIS = "Eksempel for utprøving: Kommunens eget grunnlag skal stå her."
PRIVACY_OFFICER, PRIVACY_CONTACT = "Personvernombudet (oppdiktet)", "personvern@example.org"
# Every twentieth families look like this: all states, most of them active. Where there is nobody
# to transfer to, what is transferring or was accepted there stays active.
STATES = (
    "active", "assigned", "active", "closed", "active", "received", "active", "paused", "active",
    "closed", "active", "accepted", "assigned", "rejected", "active", "closed", "transferring",
    "active", "assigned", "transferring",
)  # fmt: skip
MOVING = ("transferring", "accepted")
CLOSURES = (("settled", "helped"), ("no_need", "unknown"), ("did_not_move", "not_helped"),
            ("moved_in_norway", "partly"))  # fmt: skip


@dataclass
class Story:
    """One family and all that hangs on it, not stored yet."""

    family: Family
    case: Case
    people: list[Person]
    entries: list[FollowUp] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    # Which entry decided on which task, by position.
    causes: dict[int, int] = field(default_factory=dict)
    # The family's number where another municipality is asked to take it over, and the answer.
    moving: tuple[int, str] | None = None


def make_families(
    total: int, *, day: datetime.date | None = None, progress: Progress = lambda done: None
) -> int:
    """Make families until there are `total`, spread over the municipalities; how many were made.

    `day` stands in for today. Municipalities without anybody who follows up get none.
    """
    places = places_with_staff()
    made = 0
    for nth, place in enumerate(places):
        wanted = range(nth, total, len(places))
        with scoped([place.pk]):
            there = Family.objects.exclude(cases__came_by__isnull=False).count()
        todo = iter(list(wanted)[there:])
        while batch := list(islice(todo, BATCH)):
            with scoped(each.pk for each in places):
                stories = [story_of(n, place, places[place], day or today()) for n in batch]
                store(stories)
                _move_on(stories, places, day or today())
            made += len(batch)
            progress(made)
    return made


def places_with_staff() -> dict[Municipality, list[Any]]:
    """Municipalities with a log, switched on for the demo, and who follows up there."""
    staff: dict[Municipality, list[Any]] = {}
    held = Membership.objects.valid_on().filter(role__in=FOLLOWING_UP, user__is_active=True)
    held = held.filter(municipality__in=Municipality.objects.current())
    for membership in held.select_related("user", "municipality").order_by("municipality", "pk"):
        staff.setdefault(membership.municipality, []).append(membership.user)
    for place in staff:
        if not place.case_log_enabled:
            basis = column("legal_basis_text", source_language())
            rows = Municipality.objects.filter(pk=place.pk)
            rows.exclude(**{f"{basis}__gt": ""}).update(**{basis: LEGAL_BASIS})
            rows.filter(privacy_officer="").update(privacy_officer=PRIVACY_OFFICER)
            rows.filter(privacy_officer_contact="").update(privacy_officer_contact=PRIVACY_CONTACT)
            rows.update(case_log_enabled=True)
    return staff


def story_of(number: int, place: Municipality, staff: list[Any], day: datetime.date) -> Story:
    """The family of this number; the same each time."""
    dice = random.Random(f"landgang-{number}")
    planned = STATES[number % len(STATES)]
    status = "active" if planned in MOVING else planned
    age = {"received": 2, "rejected": 20, "assigned": 6}.get(status, dice.randint(25, 300))
    opened = day - datetime.timedelta(days=age)
    owner = staff[dice.randrange(len(staff))]
    family, people = _family(dice, number, place, owner, day, opened)
    case = Case(
        family=family, municipality=place, municipality_then=place, opened_on=opened,
        opened_by=owner, changed_by=owner, status=status,
        coordinator=None if status in ("received", "rejected") else owner,
        housing=dice.choice(Case.Housing.values),
        rejection="out_of_scope" if status == "rejected" else "",
    )  # fmt: skip
    story = Story(family, case, people, moving=(number, planned) if planned in MOVING else None)
    _change(story, owner, opened, "", "received")
    if case.coordinator:
        _change(story, owner, opened, "received", "assigned")
        _follow_up(dice, story, owner, day)
    return story


def _family(
    dice: random.Random, number: int, place: Municipality, owner: Any, day: datetime.date,
    opened: datetime.date,
) -> tuple[Family, list[Person]]:  # fmt: skip
    names, surname, country, category, languages = PEOPLE[dice.randrange(len(PEOPLE))]
    size = dice.choice((1, 2, 3))
    arrived = opened + datetime.timedelta(days=dice.randint(-20, 60))
    family = Family(
        municipality=place,
        journey=uuid.UUID(int=dice.getrandbits(128), version=4),
        label=f"{surname} {number + 1}",
        languages=languages.split(),
        interpreter_language="arabisk" if "ar" in languages.split() else "",
        category=category,
        segments=["children"] if size == 3 else [],
        from_country=country,
        expected_on=arrived,
        arrived_on=arrived if arrived <= day else None,
        reasons=["work"] if category.startswith("labour") else ["family"],
        address_protection="fortrolig" if number % 97 == 40 else "none",
        created_by=owner,
    )
    people = [
        _person(dice, family, name, surname, position)
        for position, name in enumerate(names.split()[:size])
    ]
    return family, people


def _person(dice: random.Random, family: Family, name: str, surname: str, position: int) -> Person:
    is_child = position == 2
    return Person(
        family=family,
        municipality=family.municipality,
        given_name=name,
        family_name=surname,
        birth_year=dice.randint(2012, 2023) if is_child else dice.randint(1965, 2003),
        age="child" if is_child else "adult",
        relation=("self", "partner", "child")[position],
        phone=f"+47 77 00 {dice.randint(10, 99)} {dice.randint(10, 99)}" if not position else "",
        email=f"familie-{dice.randint(1000, 9999)}@example.org" if not position else "",
        is_main_contact=not position,
    )


def _follow_up(dice: random.Random, story: Story, owner: Any, day: datetime.date) -> None:
    """Contacts from the opening until now, each with what it led to."""
    case = story.case
    at = case.opened_on + datetime.timedelta(days=dice.randint(0, 3))
    lines = [FIRST, *dice.sample(LINES, k=min(len(LINES), dice.randint(3, 14)))]
    if case.status == "assigned":
        lines = []
        _entry(story, owner, at, text=dice.choice(NOT_REACHED), mode="phone", reached=False,
               result="no_answer")  # fmt: skip
    for line in lines:
        if at > day:
            break
        _contact(dice, story, owner, at, line, day)
        at += datetime.timedelta(days=line.days + dice.randint(0, 9))
    if lines:
        case.privacy_notice_on = case.opened_on
        _change(story, owner, story.entries[2].occurred_on, "assigned", "active")
    _finish(dice, story, owner, day)


def _contact(
    dice: random.Random, story: Story, owner: Any, at: datetime.date, line: Line,
    day: datetime.date,
) -> None:  # fmt: skip
    if dice.random() < 0.15:
        _entry(story, owner, at, text=dice.choice(NOT_REACHED), mode="phone", reached=False,
               result="no_answer")  # fmt: skip
    if dice.random() < 0.08:
        _entry(story, owner, at, kind="note", text=dice.choice(NOTES), is_restricted=True)
    _entry(
        story, owner, at, text=line.text, mode=line.mode, reached=True, result=line.result,
        counterparts=list(line.counterparts), topics=[line.topic],
        with_interpreter=bool(story.family.interpreter_language),
    )  # fmt: skip
    due = add_working_days(at, max(1, line.days * 5 // 7))
    done = min(due + datetime.timedelta(days=dice.randint(-1, 2)), day)
    story.causes[len(story.tasks)] = len(story.entries) - 1
    _task(story, owner, line.then, due, done if done >= at else at)


def _finish(dice: random.Random, story: Story, owner: Any, day: datetime.date) -> None:
    """Let the story end as its status says; an open case has a planned task, some overdue."""
    case = story.case
    if case.status == "closed":
        case.closure, case.outcome = dice.choice(CLOSURES)
        ended = min(day, story.entries[-1].occurred_on + datetime.timedelta(days=5))
        noon = datetime.datetime.combine(ended, datetime.time(12))
        case.closed_at, case.closed_by = timezone.make_aware(noon), owner
        _change(story, owner, ended, "active", "closed")
        return
    if case.status == "paused":
        case.paused_reason = "Er bortreist, vil høre fra oss igjen"
        case.resume_on = add_working_days(day, dice.randint(5, 40))
        _change(story, owner, day, "active", "paused")
        _task(story, owner, case.paused_reason, case.resume_on)
        return
    late = dice.random() < 0.3
    due = (
        day - datetime.timedelta(days=dice.randint(1, 12))
        if late
        else add_working_days(day, dice.randint(0, 15))
    )
    if len(story.entries) % 5 == 0:
        _task(story, owner, "Treffes på servicekontoret", due, kind="appointment",
              due_at=datetime.time(10, 30), place="Servicekontoret")  # fmt: skip
    else:
        _task(story, owner, dice.choice(LINES).then, due)


def _entry(story: Story, owner: Any, at: datetime.date, **fields: Any) -> None:
    place = story.case.municipality
    moment = datetime.datetime.combine(at, datetime.time(10, len(story.entries) % 60))
    story.entries.append(
        FollowUp(
            case=story.case,
            municipality=place,
            municipality_then=place,
            occurred_on=at,
            logged_at=timezone.make_aware(moment),
            author=owner,
            author_name=owner.name,
            **fields,
        )  # fmt: skip
    )


def _change(story: Story, owner: Any, at: datetime.date, before: str, after: str) -> None:
    change = {"what": "status", "from": before, "to": after}
    _entry(story, owner, at, kind="status", change=change)


def _task(
    story: Story, owner: Any, title: str, due: datetime.date, done: datetime.date | None = None,
    **fields: Any,
) -> None:  # fmt: skip
    story.tasks.append(
        Task(
            case=story.case,
            municipality=story.case.municipality,
            title=title,
            owner=owner,
            due_on=due,
            created_by=owner,
            status="done" if done else "planned",
            ended_on=done,
            ended_by=owner if done else None,
            **fields,
        )  # fmt: skip
    )


def store(stories: list[Story]) -> None:
    """Write a batch: parents first, so that children know their ids."""
    Family.objects.bulk_create([story.family for story in stories])
    Person.objects.bulk_create([person for story in stories for person in story.people])
    for case in (story.case for story in stories):
        case.number = next_number(case.municipality, case.opened_on.year)
    Case.objects.bulk_create([story.case for story in stories])
    FollowUp.objects.bulk_create([entry for story in stories for entry in story.entries])
    for story in stories:
        for task, entry in story.causes.items():
            story.tasks[task].caused_by = story.entries[entry]
    Task.objects.bulk_create([task for story in stories for task in story.tasks])
    StayCheck.objects.bulk_create([check for story in stories for check in _stays(story.family)])


def _move_on(
    stories: list[Story], places: dict[Municipality, list[Any]], day: datetime.date
) -> None:
    """Have other municipalities asked to take some families over; some do."""
    for story in stories:
        others = [place for place in places if place != story.case.municipality]
        if story.moving and others:
            number, state = story.moving
            to = others[number % len(others)]
            move_on(
                case=story.case, to=to, receiver=places[to][0], number=number, day=day,
                is_accepted=state == "accepted",
            )  # fmt: skip


def _stays(family: Family) -> Iterator[StayCheck]:
    if family.arrived_on:
        for months in MONTHS:
            yield StayCheck(
                journey=family.journey,
                municipality=family.municipality,
                months=months,
                due_on=months_after(family.arrived_on, months),
            )
