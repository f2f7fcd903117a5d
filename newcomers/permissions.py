"""Who may do what with newcomers' data. Read anew at each question; nothing is cached.

Domain.md, "Who may do what". Rows of other municipalities never come this far.
"""

from dataclasses import dataclass
from typing import Any, Self, TypeVar

from django.db.models import Q, QuerySet

from municipalities.models import Membership
from municipalities.permissions import Standing, may
from municipalities.roles import FOLLOWING_UP, Ability, Role
from newcomers.models import Case, Enquiry, Family, FollowUp, TransferCover

Rows = TypeVar("Rows", bound=QuerySet[Case])
Entries = TypeVar("Entries", bound=QuerySet[FollowUp])
Covers = TypeVar("Covers", bound=QuerySet[TransferCover])


@dataclass(frozen=True)
class Powers:
    """What somebody may do with one case: the answers of this file, with one query for all."""

    reads: bool
    logs: bool
    works: bool
    leads: bool

    @classmethod
    def of(cls, user: Any, case: Case, standing: Standing | None = None) -> Self:
        """The person's powers now; `standing` is what was read for this request already."""
        standing = standing or Standing.of(user)
        return cls(
            reads=_may_read(standing, user, case),
            logs=_may_log(standing, user, case),
            works=_may_work(standing, user, case),
            leads=standing.reaches(case.municipality_id, Ability.LEAD_CASES),
        )


def readable_cases(rows: Rows, user: Any, standing: Standing) -> Rows:
    """Of the cases, those the person may open: a protected address is for few (invariant 8)."""
    few = _coordinated(user, standing)
    for held in standing.memberships:
        if held.role == Role.LEAD:
            few |= Q(municipality=held.municipality)
    return rows.filter(Q(family__address_protection=Family.Protection.NONE) | few)


def readable_entries(rows: Entries, user: Any, standing: Standing) -> Entries:
    """Of the entries, those whose text the person may read: `may_read_entry` for many."""
    few = Q(is_restricted=False) | Q(author=user.pk)
    for held in standing.memberships:
        here = Q(municipality=held.municipality)
        owners = [user.pk, *([held.stands_in_for] if held.role == Role.DEPUTY else [])]
        few |= here if held.role == Role.LEAD else here & Q(case__coordinator__in=owners)
    return rows.filter(few)


def readable_covers(rows: Covers, standing: Standing) -> Covers:
    """Of the cover sheets, those the person may see: of a protected address, only the lead."""
    leads = Q(municipality__in=standing.places(Ability.LEAD_CASES))
    here = Q(municipality__in=standing.places(Ability.READ_CASES))
    return rows.filter(leads | here & Q(is_protected=False))


def own_cases(user: Any, standing: Standing) -> Q:
    """The person's own cases, and those of whom they stand in for."""
    own = _coordinated(user, standing)
    for held in standing.memberships:
        if held.role == Role.DEPUTY and held.stands_in_for:
            own |= Q(coordinator=held.stands_in_for, municipality=held.municipality)
    return own


def _coordinated(user: Any, standing: Standing) -> Q:
    """Cases the person coordinates, where they still follow up cases."""
    return Q(coordinator=user.pk, municipality__in=standing.places(Ability.FOLLOW_UP))


def follows_up(user: Any, municipality: int) -> bool:
    """Whether the person has a role today by which they can own a case or a task there."""
    held = Membership.objects.of(user).filter(role__in=FOLLOWING_UP)
    return held.filter(municipality=municipality).exists()


def may_triage_enquiry(user: Any, enquiry: Enquiry | None = None) -> bool:
    """Whether the person may read and deal with the enquiry; without one, with any at all."""
    return may(user, Ability.TRIAGE_ENQUIRIES, enquiry.municipality_id if enquiry else None)


def may_read_access_log(user: Any, municipality: int | None = None) -> bool:
    """Whether the person may see who has read what."""
    return may(user, Ability.READ_ACCESS_LOG, municipality)


def may_register_family(user: Any, municipality: int) -> bool:
    """Whether the person may write down a family, and receive a case: whoever may triage."""
    return may(user, Ability.TRIAGE_ENQUIRIES, municipality)


def may_read_case(user: Any, case: Case) -> bool:
    """Whether the person may open the case; a protected address: only its coordinator, the lead."""
    return _may_read(Standing.of(user), user, case)


def may_log_on_case(user: Any, case: Case) -> bool:
    """Whether the person may write in its log: a colleague's too; a deputy, the absent one's."""
    return _may_log(Standing.of(user), user, case)


def may_work_case(user: Any, case: Case) -> bool:
    """Whether the person may move the case and its tasks: the own, the deputised; the lead all."""
    return _may_work(Standing.of(user), user, case)


def may_assign_case(user: Any, case: Case, to: Any) -> bool:
    """Whether the person may give the case to somebody: the lead to anyone, others to oneself.

    A case with a protected address is not there for others to take, only for who wrote it down.
    """
    standing = Standing.of(user)
    if standing.reaches(case.municipality_id, Ability.LEAD_CASES):
        return True
    if not (case.status == Case.Status.RECEIVED and to == user):
        return False
    sees_it = not case.family.is_protected or case.opened_by_id == user.pk
    return sees_it and _has_own_role(standing, case.municipality_id)


def may_propose_transfer(user: Any, case: Case) -> bool:
    """Whether the person may propose that another municipality takes the case over, and withdraw
    that: who works it. Of a protected address nobody stands in, so its coordinator and the lead.
    What is only kept goes to nobody: that can only be withdrawn."""
    if case.family.is_restricted and case.status != Case.Status.TRANSFERRING:
        return False
    return _is_theirs(Standing.of(user), user, case)


def may_answer_transfer(user: Any, municipality: int, *, is_protected: bool) -> bool:
    """Whether the person may take cases over for the municipality that is asked, or decline: its
    coordinators and lead; of a protected address the lead alone. A deputy proposes only."""
    standing = Standing.of(user)
    if is_protected:
        return standing.reaches(municipality, Ability.LEAD_CASES)
    return _has_own_role(standing, municipality)


def may_answer_request(user: Any, municipality: int) -> bool:
    """Whether the person may register and answer privacy requests there, and read, while one is
    open, the family that has asked."""
    return may(user, Ability.ANSWER_REQUESTS, municipality)


def may_match_request(user: Any, municipality: int) -> bool:
    """Whether the person may say which family asks: who leads there, so that nobody opens a family
    to themselves by writing down a request."""
    return may(user, Ability.LEAD_CASES, municipality)


def may_record_consent(user: Any, family: Family) -> bool:
    """Whether the person may write down a consent of somebody in the family, or its end: whoever
    may write in its log; without a case, whoever follows up there."""
    newest = Case.objects.filter(family=family).select_related("family")
    case = newest.order_by("-opened_on", "-pk").first()
    if case is None:
        return may(user, Ability.FOLLOW_UP, family.municipality_id)
    return may_log_on_case(user, case)


def may_lead_cases(user: Any, municipality: int) -> bool:
    """Whether the person leads the work there."""
    return may(user, Ability.LEAD_CASES, municipality)


def may_erase_family(user: Any, municipality: int) -> bool:
    """Whether the person may have a family erased, and say that one is kept: the lead, and the
    municipality's privacy officer."""
    return may(user, Ability.ERASE_FAMILIES, municipality)


def may_read_restricted(user: Any, case: Case) -> bool:
    """Whether the person may read what is only for its coordinator and the lead."""
    return _is_theirs(Standing.of(user), user, case)


def may_read_entry(user: Any, entry: FollowUp) -> bool:
    """Whether the person, who may open the case, may read what the entry says.

    A restricted one: its writer, while they may open the case, its coordinator and the lead.
    """
    if not entry.is_restricted:
        return True
    standing = Standing.of(user)
    if standing.reaches(entry.municipality_id, Ability.LEAD_CASES):
        return True
    if entry.case is None:
        opens = standing.reaches(entry.municipality_id, Ability.READ_CASES)
        return opens and entry.author_id == user.pk
    if entry.author_id == user.pk:
        return _may_read(standing, user, entry.case)
    return _is_theirs(standing, user, entry.case)


def _may_read(standing: Standing, user: Any, case: Case) -> bool:
    if not standing.reaches(case.municipality_id, Ability.READ_CASES):
        return False
    return not case.family.is_protected or _is_theirs(standing, user, case)


def _may_log(standing: Standing, user: Any, case: Case) -> bool:
    if case.family.is_restricted:
        return standing.reaches(case.municipality_id, Ability.LEAD_CASES)
    if case.family.is_protected or not _has_own_role(standing, case.municipality_id):
        return _is_theirs(standing, user, case)
    return True


def _may_work(standing: Standing, user: Any, case: Case) -> bool:
    """Whether the case is theirs; data that are only kept are for the lead alone to touch."""
    if case.family.is_restricted:
        return standing.reaches(case.municipality_id, Ability.LEAD_CASES)
    return _is_theirs(standing, user, case)


def _is_theirs(standing: Standing, user: Any, case: Case) -> bool:
    """Whether the case is the person's own, that of somebody they stand in for, or they lead.

    A protected address is for its coordinator and the lead alone: nobody stands in (invariant 8).
    """
    here = [held for held in standing.memberships if held.municipality == case.municipality_id]
    roles = {held.role for held in here}
    if Role.LEAD in roles:
        return True
    if case.coordinator_id is None:
        return False
    if case.coordinator_id == user.pk:
        return not roles.isdisjoint(FOLLOWING_UP)
    absent = {held.stands_in_for for held in here if held.role == Role.DEPUTY}
    return case.coordinator_id in absent and not case.family.is_protected


def _has_own_role(standing: Standing, municipality: int) -> bool:
    """Whether the person is coordinator or lead there, not only a deputy."""
    return any(
        held.municipality == municipality and held.role in {Role.COORDINATOR, Role.LEAD}
        for held in standing.memberships
    )
