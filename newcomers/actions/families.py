"""Writing down who moves here."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from municipalities.models import Municipality
from newcomers.actions.cases import AlreadyJoined, OldVersion, assign_case, receive_case
from newcomers.actions.locking import locked, save_version
from newcomers.actions.stays import plan_stay_checks
from newcomers.actions.tasks import NewTask
from newcomers.actions.texts import Refused, sound_line
from newcomers.models import Case, Enquiry, Family, Person
from newcomers.models.family import FIRST_BIRTH_YEAR
from newcomers.permissions import may_register_family, may_triage_enquiry, may_work_case
from portal.lib.dates import today
from portal.lib.tokens import new_token

# What the form offers and nobody stores: the screen says whom to call instead.
STRICTLY_CONFIDENTIAL = "strengt_fortrolig"
MOST_PEOPLE = 30
# Somebody may come back to us long after they arrived; nobody plans ten years ahead.
EARLIEST_DAYS, LATEST_DAYS = 20 * 366, 5 * 366
FAMILY_LINES = {"label": 120, "interpreter_language": 40}
PERSON_LINES = {"given_name": 80, "family_name": 80, "phone": 30, "email": 254}
# What a form may change of a family that is stored.
KNOWN = ("label", "languages", "interpreter_language", "category", "segments", "from_country",
         "expected_on", "arrived_on", "reasons", "address_protection")  # fmt: skip


class FamilyRefused(Refused):
    """The family was not stored. The subclass says why."""


class StrictlyProtected(FamilyRefused):
    """A strictly confidential address: nothing at all is stored here."""


class MainContactNeeded(FamilyRefused):
    """Exactly one adult is the main contact."""


class TooManyPeople(FamilyRefused):
    """More people than any household has: two families, or a slip."""


class ImpossibleDay(FamilyRefused):
    """Nobody arrives tomorrow already, was expected in 1900, or is born next year."""


class EnquiryTaken(FamilyRefused):
    """Somebody has dealt with the enquiry; `enquiry` says who and when."""

    def __init__(self, enquiry: Enquiry) -> None:
        self.enquiry = enquiry
        super().__init__(f"enquiry {enquiry.pk} is {enquiry.triage} already")


@dataclass(frozen=True)
class NewCase:
    """Who takes the case, and the first thing to do."""

    coordinator: Any
    first_task: NewTask


@dataclass(frozen=True)
class Registered:
    """What was stored."""

    family: Family
    case: Case
    people: list[Person] = field(default_factory=list)


def register_family(
    *,
    family: Family,
    people: Sequence[Person],
    by: Any,
    enquiry: Enquiry | None = None,
    new_case: NewCase | None = None,
    priority: str = "",
    form_key: str = "",
) -> Registered:
    """Store the family with its people and open a case, all or nothing.

    With an enquiry, that is dealt with; with `new_case`, the case has an owner and a first task,
    else it waits in the lead's queue. The same form twice makes one family. Raises FamilyRefused,
    CaseRefused, TaskRefused, IdentityNumber or TextTooLong.
    """
    _require_sound(family, people)
    if not may_register_family(by, family.municipality_id):
        raise PermissionDenied
    if form_key and (sent := _sent_before(form_key, by)):
        return sent
    try:
        with transaction.atomic():
            return _register(
                family, people, by, enquiry, new_case, priority, form_key or new_token()
            )
    except (IntegrityError, EnquiryTaken):
        # The same form, sent at the same moment.
        sent = _sent_before(form_key, by) if form_key else None
        if sent is None:
            raise
        return sent


def change_family(*, family: Family, people: Sequence[Person], by: Any, version: int = 0) -> Family:
    """Store what is now known of the family and its people; who has left it is left out.

    With the `version` of its case that the page showed, raises OldVersion when somebody saved
    meanwhile. Raises what register_family does.
    """
    _require_sound(family, people)
    with transaction.atomic():
        stored = Family.objects.select_for_update().get(pk=family.pk)
        if stored.joined_into_id:
            raise AlreadyJoined(stored)
        case = _newest_case(stored)
        if not (may_work_case(by, case) if case else may_register_family(by, _place(stored))):
            raise PermissionDenied
        if case and version and case.version != version:
            raise OldVersion(case)
        family.municipality_id, family.journey = _place(stored), stored.journey
        family.save(update_fields=KNOWN)
        _store_people(family, people)
        plan_stay_checks(family=family)
        if case:
            save_version(case, by)
    return family


def note_arrival(*, family: Family, arrived_on: datetime.date, by: Any) -> Family:
    """The family is here: from this day staying is counted."""
    family.arrived_on = arrived_on
    return change_family(family=family, people=list(family.people.all()), by=by)


def _register(
    family: Family, people: Sequence[Person], by: Any, enquiry: Enquiry | None,
    new_case: NewCase | None, priority: str, form_key: str,
) -> Registered:  # fmt: skip
    taken = _take(enquiry, family, by) if enquiry else None
    family.created_by, family.form_key = by, form_key
    family.save(force_insert=True)
    for person in people:
        person.family, person.municipality_id = family, family.municipality_id
    stored = Person.objects.bulk_create(people)
    plan_stay_checks(family=family)
    case = receive_case(family=family, by=by, enquiry=taken, priority=priority)
    if new_case:
        case = assign_case(
            case=case, to=new_case.coordinator, first_task=new_case.first_task, by=by
        )
    return Registered(family, case, stored)


def _sent_before(form_key: str, by: Any) -> Registered | None:
    """What this form stored when it was sent the first time."""
    family = Family.objects.filter(form_key=form_key, created_by=by).first()
    case = family and Case.objects.filter(family=family).order_by("pk").first()
    if not (family and case):
        return None
    return Registered(family, case, list(family.people.order_by("pk")))


def _store_people(family: Family, people: Sequence[Person]) -> None:
    """The people as they are now. Nobody is taken from another family."""
    ours = set(family.people.values_list("pk", flat=True))
    stays = {person.pk for person in people if person.pk}
    if not stays <= ours:
        raise PermissionDenied
    family.people.exclude(pk__in=stays).delete()
    # One after the other, the main contact last: there is never more than one.
    for person in sorted(people, key=lambda person: person.is_main_contact):
        person.family, person.municipality_id = family, family.municipality_id
        person.save()


def _newest_case(family: Family) -> Case | None:
    """The family's newest case, locked."""
    newest = Case.objects.filter(family=family).order_by("-opened_on", "-pk").first()
    return locked(newest) if newest else None


def _place(family: Family) -> int:
    place: int = family.municipality_id
    return place


def _require_sound(family: Family, people: Sequence[Person]) -> None:
    """Clean the texts in place; refuse what cannot be."""
    if family.address_protection == STRICTLY_CONFIDENTIAL:
        raise StrictlyProtected
    _clean(family, FAMILY_LINES)
    if len(people) > MOST_PEOPLE:
        raise TooManyPeople
    for person in people:
        _clean(person, PERSON_LINES)
    main = [person for person in people if person.is_main_contact]
    if len(main) != 1 or main[0].age != Person.Age.ADULT:
        raise MainContactNeeded
    _require_days(family, people)


def _clean(row: Any, lines: dict[str, int]) -> None:
    for name, longest in lines.items():
        setattr(row, name, sound_line(getattr(row, name), longest))


def _require_days(family: Family, people: Sequence[Person]) -> None:
    now = today()
    earliest = now - datetime.timedelta(days=EARLIEST_DAYS)
    latest = now + datetime.timedelta(days=LATEST_DAYS)
    arrived, expected = family.arrived_on, family.expected_on
    born = [person.birth_year for person in people if person.birth_year]
    if (
        (arrived and not earliest <= arrived <= now)
        or (expected and not earliest <= expected <= latest)
        or any(not FIRST_BIRTH_YEAR <= year <= now.year for year in born)
    ):
        raise ImpossibleDay


def _take(enquiry: Enquiry, family: Family, by: Any) -> Enquiry:
    """The enquiry, locked and marked as a case."""
    current = Enquiry.objects.select_for_update(of=("self",)).get(pk=enquiry.pk)
    if current.municipality_id != _place(family) or not may_triage_enquiry(by, current):
        raise PermissionDenied
    if not current.is_waiting:
        raise EnquiryTaken(current)
    current.triage, current.triaged_by = Enquiry.Triage.CASE, by
    current.triaged_at = timezone.now()
    current.save(update_fields=["triage", "triaged_by", "triaged_at"])
    return current


def places_with_log() -> list[Municipality]:
    """The municipalities that keep a case log today."""
    if not settings.CASE_LOG_ALLOWED:
        return []
    return list(Municipality.objects.current().filter(case_log_enabled=True).order_by("name"))
