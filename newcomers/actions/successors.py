"""What the receiver gets with a case that it takes over: copies, and links to nothing.

Each municipality is its own controller and archive: the sender keeps its rows, the receiver has its
own. `newcomers.actions.transfers` alone calls this, with both municipalities in scope.
"""

from collections.abc import Sequence
from typing import Any

from newcomers.actions.cases import next_number, note_change
from newcomers.actions.families import KNOWN
from newcomers.models import (
    Case,
    Family,
    FollowUp,
    Person,
    Task,
    Transfer,
    TransferBundle,
    TransferCover,
)
from portal.lib.dates import today

OF_PERSON = ("given_name", "family_name", "birth_year", "age", "relation", "language_levels",
             "phone", "email", "is_main_contact")  # fmt: skip
OF_TASK = ("kind", "title", "due_on", "due_at", "place", "referred_to_id", "waiting_for",
           "step_key")  # fmt: skip
# An entry as the bundle has it, besides its day, author and place.
OF_ENTRY = ("kind", "mode", "reached", "result", "counterparts", "topics", "with_interpreter",
            "text")  # fmt: skip
PEOPLE_WRITE = (FollowUp.Kind.CONTACT, FollowUp.Kind.NOTE)


def make_successor(
    *, cover: TransferCover, sent: Transfer, case: Case, coordinator: Any, by: Any
) -> Case:
    """The receiver's case, with family, planned tasks and bundle. The sender's stays as it is."""
    place = cover.municipality
    successor = Case.objects.create(
        number=next_number(place, today().year),
        family=_copied_family(case.family, cover, by),
        municipality=place,
        municipality_then=place,
        status=Case.Status.ASSIGNED,
        coordinator=coordinator,
        priority=case.priority,
        housing=case.housing,
        opened_by=by,
        changed_by=by,
    )
    came = {"transfer": "taken_over", "place": cover.from_municipality.name}
    note_change(
        successor, by, "status", "", successor.status, coordinator=coordinator.pk, **came
    )  # so that the log says where it begins
    if successor.housing != Case.Housing.UNKNOWN:
        note_change(successor, by, "housing", Case.Housing.UNKNOWN, successor.housing)
    _copy_tasks(case, successor, by)
    TransferBundle.objects.create(
        municipality=place,
        case=successor,
        from_municipality=cover.from_municipality,
        note=sent.note,
        entries=bundled(case),
    )
    return successor


def _copied_family(family: Family, cover: TransferCover, by: Any) -> Family:
    """The family of the same journey, there."""
    there = Family(
        municipality=cover.municipality,
        journey=family.journey,
        created_by=by,
        **{name: getattr(family, name) for name in KNOWN},
    )
    if cover.planned_month and not family.arrived_on:
        there.expected_on = cover.planned_month
    there.save(force_insert=True)
    people = family.people.order_by("pk")
    Person.objects.bulk_create(
        Person(
            family=there,
            municipality=cover.municipality,
            **{name: getattr(person, name) for name in OF_PERSON},
        )
        for person in people
    )
    return there


def _copy_tasks(case: Case, successor: Case, by: Any) -> None:
    """What is planned, on its day; without what it was caused by, so that nothing counts twice."""
    planned = Task.objects.filter(case=case).planned()
    Task.objects.bulk_create(
        Task(
            case=successor,
            municipality=successor.municipality,
            owner=successor.coordinator,
            created_by=by,
            **{name: getattr(task, name) for name in OF_TASK},
        )
        for task in planned
    )


def bundled(case: Case, only: Sequence[int] | None = None) -> list[dict[str, Any]]:
    """The log as it holds now, the oldest first: what people wrote, and nothing restricted.

    What had come with the case from elsewhere goes on with it; with `only`, the ids of entries,
    these alone.
    """
    before = TransferBundle.objects.filter(case=case).first() if only is None else None
    entries = FollowUp.objects.heads().filter(case=case, is_restricted=False, kind__in=PEOPLE_WRITE)
    if only is not None:
        entries = entries.filter(pk__in=only)
    return [
        *(before.entries if before else []),
        *(
            {
                "day": entry.occurred_on.isoformat(),
                "place": case.municipality.name,
                "author": entry.author_name,
            }
            | {name: getattr(entry, name) for name in OF_ENTRY}
            for entry in entries.order_by("occurred_on", "logged_at", "pk")
        ),
    ]
