"""Two families turn out to be one: one of them goes on, and nothing is lost.

A person says which one is kept, who was written down twice, and, where the two say different
things, what is true. The other family's cases, with log, tasks, enquiry and transfers, are the kept
family's from then on, under their old numbers; an open one that there is no room for is closed, and
what is planned there goes on in the case that is kept. Of the family that was joined a row stays
that leads to the other one. What others keep about a family (consents, privacy requests) goes along
by the database itself: migration 0022.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from newcomers.actions.cases import AlreadyJoined, change_case, moved, note_change, starting
from newcomers.actions.families import KNOWN
from newcomers.actions.locking import locked, save_version
from newcomers.actions.stays import plan_stay_checks
from newcomers.actions.texts import Refused
from newcomers.models import (
    Case,
    Consent,
    Family,
    Person,
    PrivacyRequest,
    RetentionHold,
    StayCheck,
    Task,
)
from newcomers.permissions import may_lead_cases, may_register_family, may_work_case
from portal.lib.tokens import new_token

# What is true of both together; of everything else one is chosen.
TOGETHER = ("languages", "segments", "reasons")
ONE_OF_TWO = tuple(name for name in KNOWN if name not in (*TOGETHER, "address_protection"))
OF_PERSON = ("given_name", "family_name", "birth_year", "age", "relation", "phone", "email")


class JoinRefused(Refused):
    """Both families stay as they are; nothing was changed. The subclass says why."""


class NotTwoHere(JoinRefused):
    """Two families of one municipality are joined: not one with itself, not across the border."""


class UnderWay(JoinRefused):
    """A case of one of them is proposed to another municipality: withdraw that first."""


class WhoIsWho(JoinRefused):
    """Each is the same as one of the others at most, and everybody belongs to the two families."""


@dataclass(frozen=True)
class Double:
    """One person, written down in both: what of the other's row is right, where the two differ."""

    ours: Person
    theirs: Person
    taken: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Answers:
    """What a person has said of the two."""

    doubles: Sequence[Double] = ()
    taken: frozenset[str] = frozenset()  # of what is known of the family


def join_families(
    *, keep: Family, other: Family, by: Any, answers: Answers | None = None
) -> Family:
    """Make the two one (slå sammen): `keep` goes on, and has all that the other had.

    What only one of the two says is kept without being asked for. Raises AlreadyJoined, NotTwoHere,
    UnderWay or WhoIsWho.
    """
    said = answers or Answers()
    with transaction.atomic():
        kept, gone = _both(keep, other)
        cases = [locked(row) for row in _cases(kept, gone)]
        _require_may(kept, gone, cases, by)
        if any(case.status == Case.Status.TRANSFERRING for case in cases):
            raise UnderWay
        _join_people(kept, gone, said.doubles)
        _join_facts(kept, gone, said.taken)
        _join_cases(kept, gone, cases, by)
        _join_stay_checks(kept, gone)
        RetentionHold.objects.filter(family=gone).update(family=kept)
        _leave_the_way(kept, gone, by)
        plan_stay_checks(family=kept)
    return kept


def kept_family(family: Family) -> Family:
    """The family that this one is by now. Needs the scope."""
    while family.joined_into_id:
        family = Family.objects.get(pk=family.joined_into_id)
    return family


def _both(keep: Family, other: Family) -> tuple[Family, Family]:
    """The two as they are now, locked in the order of their ids."""
    rows = Family.objects.select_for_update(of=("self",)).filter(pk__in=(keep.pk, other.pk))
    found = {row.pk: row for row in rows.order_by("pk")}
    if len(found) != 2 or len({row.municipality_id for row in found.values()}) != 1:
        raise NotTwoHere
    for row in (found[other.pk], found[keep.pk]):
        if row.joined_into_id:
            raise AlreadyJoined(Family.objects.select_related("joined_by").get(pk=row.pk))
    return found[keep.pk], found[other.pk]


def _cases(*families: Family) -> list[Case]:
    return list(Case.objects.filter(family__in=families).order_by("pk"))


def _require_may(kept: Family, gone: Family, cases: Sequence[Case], by: Any) -> None:
    """Whoever works the newest case of each of the two; without a case, who may write families
    down. What is only kept (`restricted`), and a confidential address, is for the lead."""
    for family in (kept, gone):
        own = [case for case in cases if case.family_id == family.pk]
        newest = max(own, key=lambda case: (case.opened_on, case.pk), default=None)
        may = (
            may_work_case(by, newest) if newest else may_register_family(by, family.municipality_id)
        )
        is_delicate = family.is_protected or family.is_restricted
        if not may or is_delicate and not may_lead_cases(by, family.municipality_id):
            raise PermissionDenied


def _join_people(kept: Family, gone: Family, doubles: Sequence[Double]) -> None:
    """Doubles become one row, everybody else moves; the kept family's main contact stays it."""
    ours = {person.pk: person for person in kept.people.select_for_update()}
    theirs = {person.pk: person for person in gone.people.select_for_update()}
    pairs = [(double.ours.pk, double.theirs.pk) for double in doubles]
    if (
        not {one for one, _other in pairs} <= ours.keys()
        or not {other for _one, other in pairs} <= theirs.keys()
        or len({one for one, _other in pairs}) != len(pairs)
        or len({other for _one, other in pairs}) != len(pairs)
    ):
        raise WhoIsWho
    gone.people.update(is_main_contact=False)
    for double in doubles:
        _merge(ours[double.ours.pk], theirs[double.theirs.pk], double.taken)
    # Who was the main contact there is somebody else's relation here.
    gone.people.filter(relation=Person.Relation.SELF).update(relation=Person.Relation.OTHER)
    gone.people.update(family=kept)


def _merge(one: Person, other: Person, taken: frozenset[str]) -> None:
    for name in OF_PERSON:
        mine, yours = getattr(one, name), getattr(other, name)
        is_bare = mine in (None, "")
        # The main contact is an adult, and called so: no choice of anybody.
        is_fixed = one.is_main_contact and name in ("age", "relation")
        if not is_fixed and yours not in (None, "") and (is_bare or name in taken):
            setattr(one, name, yours)
    one.language_levels = other.language_levels | one.language_levels
    one.save(update_fields=[*OF_PERSON, "language_levels"])
    Consent.objects.filter(person=other).update(person=one)
    PrivacyRequest.objects.filter(asker=other).update(asker=one)
    other.delete()


def _join_facts(kept: Family, gone: Family, taken: frozenset[str]) -> None:
    for name in ONE_OF_TWO:
        mine, yours = getattr(kept, name), getattr(gone, name)
        if yours not in (None, "") and (mine in (None, "") or name in taken):
            setattr(kept, name, yours)
    for name in TOGETHER:
        both = [*getattr(kept, name), *getattr(gone, name)]
        setattr(kept, name, list(dict.fromkeys(both)))
    if gone.is_protected:
        kept.address_protection = gone.address_protection
    kept.save(update_fields=KNOWN)


def _join_cases(kept: Family, gone: Family, cases: Sequence[Case], by: Any) -> None:
    """All cases are the kept family's; of two that are not finished, one goes on."""
    unfinished = [each for each in cases if each.is_open or each.status == Case.Status.RECEIVED]
    unfinished.sort(key=lambda each: (not each.is_open, each.family_id != kept.pk))
    came = [each for each in cases if each.family_id == gone.pk]
    if len(unfinished) > 1:
        _end_second(*unfinished, by=by)
    Case.objects.filter(pk__in=[each.pk for each in came]).update(family=kept)
    head = unfinished[0] if unfinished else max(cases, key=lambda each: each.pk, default=None)
    if head is None:
        return
    for case in came:
        # What was ended just now says so already.
        if case not in unfinished:
            note_change(case, by, "joined", "", "", number=head.number)
    current = locked(head)
    save_version(current, by)
    others = [each.number for each in cases if each != head]
    note_change(current, by, "joined", "", "", numbers=others)


def _end_second(goes_on: Case, ends: Case, *, by: Any) -> None:
    """One open case for a family (invariant 5): what is planned goes on in the other."""
    said = {"joined": goes_on.number}
    if not ends.is_open:
        moved(starting(ends, "reject", by), "reject", by, details=said,
              rejection=Case.Rejection.DUPLICATE, duplicate_of=goes_on)  # fmt: skip
        return
    Task.objects.filter(case=ends).planned().order_by().update(case=goes_on)
    ended: dict[str, Any] = {"closure": Case.Closure.ERROR, "outcome": Case.Outcome.UNKNOWN}
    moved(
        starting(ends, "close", by), "close", by, details=ended | said, closed_at=timezone.now(),
        closed_by=by, paused_reason="", resume_on=None, **ended,
    )  # fmt: skip
    _hand_on_facts(goes_on, ends, by)


def _hand_on_facts(goes_on: Case, ends: Case, by: Any) -> None:
    """What only the other case knew: told about privacy, home, that it is urgent."""
    known: dict[str, Any] = {}
    told_on, earliest = ends.privacy_notice_on, goes_on.opened_on - datetime.timedelta(days=365)
    if goes_on.privacy_notice_on is None and told_on and told_on >= earliest:
        known["privacy_notice_on"] = told_on
    if goes_on.housing == Case.Housing.UNKNOWN != ends.housing:
        known["housing"] = ends.housing
    if ends.priority == Case.Priority.HIGH != goes_on.priority:
        known["priority"] = ends.priority
    if known:
        change_case(case=goes_on, version=goes_on.version, by=by, **known)


def _join_stay_checks(kept: Family, gone: Family) -> None:
    """One question for each anniversary; of two answers the later one holds."""
    here = {"municipality_id": kept.municipality_id}
    ours = {each.months: each for each in StayCheck.objects.filter(journey=kept.journey, **here)}
    for theirs in StayCheck.objects.filter(journey=gone.journey, **here):
        mine = ours.get(theirs.months)
        if mine is None or (theirs.answered_at and (
            not mine.answered_at or mine.answered_at < theirs.answered_at
        )):  # fmt: skip
            if mine is not None:
                mine.delete()
            StayCheck.objects.filter(pk=theirs.pk).update(journey=kept.journey)
        else:
            theirs.delete()


def _leave_the_way(kept: Family, gone: Family, by: Any) -> None:
    """Nothing personal stays in the row that leads to the other."""
    gone.label, gone.languages, gone.interpreter_language = "", [], ""
    gone.expected_on, gone.form_key = None, new_token()
    gone.joined_into, gone.joined_at, gone.joined_by = kept, timezone.now(), by
    gone.save(
        update_fields=["label", "languages", "interpreter_language", "expected_on", "form_key",
                       "joined_into", "joined_at", "joined_by"]
    )  # fmt: skip
