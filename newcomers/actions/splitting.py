"""A household parts: some of its people become a family of their own, with a case of its own.

The part gets a journey of its own: whether *they* stay is another question than whether the others
do. The others keep case, log and enquiry. Of the log nothing goes along but what is chosen, as a
bundle that is read and not counted again; nothing restricted. Both logs say what happened.

Where the part moves away, its case is proposed to the other municipality in the same transaction
(`propose_part`): until that accepts, both cases are the sender's, and a no leaves two families that
`newcomers.actions.joining` can make one again.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from municipalities.models import Municipality
from newcomers.actions.cases import (
    AlreadyMoved,
    FirstTaskTooLate,
    NotActiveHere,
    next_number,
    note_change,
)
from newcomers.actions.families import KNOWN
from newcomers.actions.locking import locked, save_version
from newcomers.actions.stays import plan_stay_checks
from newcomers.actions.successors import bundled
from newcomers.actions.tasks import LastTask, NewTask, plan_task
from newcomers.actions.texts import Refused, sound_line
from newcomers.actions.transfers import propose_transfer
from newcomers.models import Case, Family, FollowUp, Person, Task, Transfer, TransferBundle
from newcomers.permissions import follows_up, may_work_case
from newcomers.states import FIRST_TASK_WITHIN_WORKING_DAYS
from portal.lib.dates import add_working_days, today
from portal.lib.tokens import new_token

LABEL_LENGTH, REASON_LENGTH = 120, 200
CONTACT_LENGTH = {"phone": 30, "email": 254}
FOLLOWED_UP = (Case.Status.ASSIGNED, Case.Status.ACTIVE, Case.Status.PAUSED)


class SplitRefused(Refused):
    """The family stays as it is; nothing was changed. The subclass says why."""


class WhoGoes(SplitRefused):
    """Somebody goes and somebody stays, and all of them belong to the family."""


class AdultNeeded(SplitRefused):
    """An adult is the main contact, of those who go and of those who stay."""


class NotTheirs(SplitRefused):
    """What was chosen is not (any more) a planned task or an open entry of the case."""


class WhySplit(SplitRefused):
    """Both logs say why."""


@dataclass(frozen=True)
class Contact:
    """Who of a part is the main contact. What is left out stays as that person has it."""

    person: Person
    phone: str | None = None
    email: str | None = None


@dataclass(frozen=True)
class Split:
    """The family of those who go, and its case."""

    family: Family
    case: Case


@dataclass(frozen=True)
class Going:
    """Who goes, and what goes with them."""

    persons: Sequence[Person]
    label: str = ""
    contact: Contact | None = None  # of those who go; the first adult where nobody is named
    contact_left: Contact | None = None  # of those who stay, if their main contact goes
    tasks: Sequence[Task] = ()
    entries: Sequence[FollowUp] = ()


def split_family(
    *, case: Case, going: Going, reason: str, first_task: NewTask, by: Any, form_key: str = ""
) -> Split:
    """Make those who go a family of their own, with a case here (dele en familie).

    The same form twice splits once. Raises AlreadyMoved for a case that is not followed up here or
    is proposed elsewhere, SplitRefused, NotActiveHere, FirstTaskTooLate, TaskRefused,
    IdentityNumber or TextTooLong.
    """
    why = sound_line(reason, REASON_LENGTH)
    with transaction.atomic():
        current = locked(case)
        if not may_work_case(by, current):
            raise PermissionDenied
        if form_key and (sent := _sent_before(form_key, by)):
            return sent
        if current.status not in FOLLOWED_UP:
            raise AlreadyMoved(current)
        if not why:
            raise WhySplit
        return _split(current, going, why, first_task, by, form_key or new_token())


def propose_part(
    *, case: Case, going: Going, to: Municipality, reason: str, first_task: NewTask, by: Any,
    note: str = "", planned_month: datetime.date | None = None, form_key: str = "",
) -> Transfer:  # fmt: skip
    """Some of a family move: make them a family and propose its case, all or nothing.

    Raises what split_family and propose_transfer raise.
    """
    with transaction.atomic():
        split = split_family(
            case=case, going=going, reason=reason, first_task=first_task, by=by, form_key=form_key
        )
        return propose_transfer(
            case=split.case, to=to, reason=reason, note=note, planned_month=planned_month, by=by,
            form_key=form_key,
        )  # fmt: skip


def _split(
    case: Case, going: Going, why: str, first_task: NewTask, by: Any, form_key: str
) -> Split:
    people = list(case.family.people.select_for_update().order_by("pk"))
    goes = {person.pk for person in going.persons}
    parts = ([each for each in people if each.pk in goes],
             [each for each in people if each.pk not in goes])  # fmt: skip
    if not (parts[0] and parts[1]) or len(parts[0]) != len(goes):
        raise WhoGoes
    contacts = _contact_of(parts[0], going.contact), _contact_of(parts[1], going.contact_left)
    family = _new_family(case.family, going.label, contacts[0], by, form_key)
    _part(parts, contacts, family)
    _plan_later_stay_checks(family)
    new = _new_case(case, family, by)
    _say_in_both(case, new, why, len(parts[0]), by)
    _hand_on(case, new, going, by)
    plan_task(case=new, task=_soon(first_task), by=by, owner=new.coordinator)
    return Split(family, new)


def _contact_of(people: Sequence[Person], chosen: Contact | None) -> Contact:
    """The chosen one, else who is it now, else the first adult."""
    adults = [each for each in people if each.age == Person.Age.ADULT]
    if chosen is None:
        adults.sort(key=lambda person: not person.is_main_contact)
        if not adults:
            raise AdultNeeded
        return Contact(adults[0])
    found = next((each for each in adults if each.pk == chosen.person.pk), None)
    if found is None:
        raise AdultNeeded
    return Contact(found, chosen.phone, chosen.email)


def _new_family(family: Family, label: str, contact: Contact, by: Any, form_key: str) -> Family:
    """As the family is known, on a journey of its own."""
    known = {name: getattr(family, name) for name in KNOWN}
    known["label"] = sound_line(label, LABEL_LENGTH) or contact.person.full_name[:LABEL_LENGTH]
    return Family.objects.create(
        municipality_id=family.municipality_id, created_by=by, form_key=form_key, **known
    )


def _part(parts: Sequence[list[Person]], contacts: Sequence[Contact], family: Family) -> None:
    """Nobody is main contact for a moment: a family never has two."""
    everybody = [person.pk for part in parts for person in part]
    Person.objects.filter(pk__in=everybody).update(is_main_contact=False)
    Person.objects.filter(pk__in=[each.pk for each in parts[0]]).update(family=family)
    for contact in contacts:
        given = {
            name: sound_line(value, CONTACT_LENGTH[name])
            for name, value in (("phone", contact.phone), ("email", contact.email))
            if value is not None
        }
        Person.objects.filter(pk=contact.person.pk).update(
            is_main_contact=True, relation=Person.Relation.SELF, **given
        )


def _plan_later_stay_checks(family: Family) -> None:
    """What was to be asked before they parted is asked of the household that it was."""
    plan_stay_checks(family=family, after=today())


def _new_case(case: Case, family: Family, by: Any) -> Case:
    owner: Any = case.coordinator
    if owner is None or not follows_up(owner, case.municipality_id):
        owner = by
    if not follows_up(owner, case.municipality_id):
        raise NotActiveHere
    new = Case.objects.create(
        number=next_number(case.municipality, today().year),
        family=family,
        municipality=case.municipality,
        municipality_then=case.municipality,
        status=Case.Status.ASSIGNED,
        coordinator=owner,
        priority=case.priority,
        housing=case.housing,
        opened_by=by,
        changed_by=by,
    )
    note_change(new, by, "status", "", new.status, coordinator=owner.pk)
    if new.housing != Case.Housing.UNKNOWN:
        note_change(new, by, "housing", Case.Housing.UNKNOWN, new.housing)
    return new


def _say_in_both(case: Case, new: Case, why: str, people: int, by: Any) -> None:
    """Both keep an entry of what happened: how many, why, and the other's number."""
    save_version(case, by)
    note_change(case, by, "split", "", "", why, number=new.number, people=people)
    note_change(new, by, "split_off", "", "", why, number=case.number, people=people)


def _hand_on(case: Case, new: Case, going: Going, by: Any) -> None:
    """The chosen tasks go along, the chosen entries are copied: never without being chosen."""
    tasks = Task.objects.filter(case=case, pk__in=[each.pk for each in going.tasks]).planned()
    if tasks.count() != len(going.tasks):
        raise NotTheirs
    if tasks.count() == Task.objects.filter(case=case).planned().count():
        # An open case keeps a next task (invariant 1).
        raise LastTask
    tasks.order_by().update(case=new)
    if not going.entries:
        return
    chosen = bundled(case, only=[each.pk for each in going.entries])
    if len(chosen) != len(going.entries):
        raise NotTheirs
    TransferBundle.objects.create(
        municipality=new.municipality, case=new, from_municipality=case.municipality, entries=chosen
    )


def _soon(task: NewTask) -> NewTask:
    latest = add_working_days(today(), FIRST_TASK_WITHIN_WORKING_DAYS)
    if not today() <= task.due_on <= latest:
        raise FirstTaskTooLate
    return task


def _sent_before(form_key: str, by: Any) -> Split | None:
    """What this form made when it was sent the first time."""
    family = Family.objects.filter(form_key=form_key, created_by=by).first()
    case = family and Case.objects.filter(family=family).order_by("pk").first()
    return Split(family, case) if family and case else None
