"""The weekly sample (stikkprøve): readings of a week that deserve the lead's look.

Whoever has the surname of somebody in the family, whoever opened a case that is not theirs, and a
few others by chance, the same ones however often the page is opened.
"""

import datetime
import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from municipalities.models import Membership
from municipalities.roles import Role
from newcomers.models import Case, CaseAccess, Person
from portal.lib.dates import today
from portal.lib.extract import fold

BY_CHANCE = 3
MOST_SHOWN = 100
WEEK = datetime.timedelta(days=7)
What = CaseAccess.What
# Shorter words of a surname are particles: "av", "de", "el".
SHORTEST_NAME = 3


class Reason(TextChoices):
    """Why a reading deserves a look."""

    SURNAME = "surname", _("same surname as somebody in the family")
    NOT_THEIRS = "not_theirs", _("neither coordinator nor deputy of the case, nor lead")
    CHANCE = "chance", _("drawn by lot")


@dataclass
class Reading:
    """All that one person has read of one case in the week."""

    user: Any
    case: Case
    what: set[str] = field(default_factory=set)
    times: int = 0
    last_at: datetime.datetime | None = None
    reasons: list[Reason] = field(default_factory=list)

    @property
    def what_in_words(self) -> list[str]:
        """What the person did with it: opened it, searched, printed."""
        return [str(What(code).label) for code in sorted(self.what)]


def last_week(day: datetime.date | None = None) -> datetime.date:
    """The Monday of the last whole week before the day (default: today)."""
    day = day or today()
    return day - datetime.timedelta(days=day.weekday()) - WEEK


def sample_of(municipality: int, monday: datetime.date) -> list[Reading]:
    """What the lead of the municipality is to look at; needs its scope, that of logs too.

    Six queries, however much was read. Lists are left out: they show everybody's cases.
    """
    readings = _readings(municipality, monday)
    names = _surnames({reading.case.family_id for reading in readings})
    theirs = _following_up(municipality, monday)
    for reading in readings:
        if surnames(reading.user.name, all_words=False) & names[reading.case.family_id]:
            reading.reasons.append(Reason.SURNAME)
        if _is_not_theirs(reading, theirs):
            reading.reasons.append(Reason.NOT_THEIRS)
    drawn = sorted((each for each in readings if not each.reasons), key=lambda r: _lot(r, monday))
    for reading in drawn[:BY_CHANCE]:
        reading.reasons.append(Reason.CHANCE)
    wanted = [reading for reading in readings if reading.reasons]
    return sorted(wanted, key=_weight)[:MOST_SHOWN]


def surnames(name: str, *, all_words: bool) -> set[str]:
    """The words of a surname as they compare: "Bakke-Åsen" is "bakke" and "asen".

    With `all_words` the name is a surname; else its last word is.
    """
    words = name.split() if all_words else name.split()[-1:]
    parts = (part for word in words for part in re.split(r"[-–]", word))
    return {fold(part) for part in parts if len(part) >= SHORTEST_NAME}


def _readings(municipality: int, monday: datetime.date) -> list[Reading]:
    """One for each person and case."""
    rows = CaseAccess.objects.between(monday, monday + WEEK - datetime.timedelta(days=1))
    rows = rows.filter(municipality=municipality).exclude(case_ids=[]).exclude(what=What.LIST)
    accesses = list(rows.select_related("user").order_by("at"))
    wanted = {case for access in accesses for case in access.case_ids}
    cases = Case.objects.filter(municipality=municipality).select_related("family").in_bulk(wanted)
    found: dict[tuple[int, int], Reading] = {}
    for access in accesses:
        for case in (cases[pk] for pk in access.case_ids if pk in cases):
            key = access.user_id, case.pk
            reading = found.setdefault(key, Reading(access.user, case))
            reading.what.add(access.what)
            reading.times += 1
            reading.last_at = access.at
    return list(found.values())


def _surnames(families: Iterable[int]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    people = Person.objects.filter(family__in=families).values_list("family", "family_name")
    for family, name in people:
        found[family] |= surnames(name, all_words=True)
    return found


def _following_up(municipality: int, monday: datetime.date) -> dict[int, set[int | None]]:
    """Of each person with a role in the week, for whom they stand in; 0 stands for all: leads."""
    held = Membership.objects.filter(municipality=municipality, valid_from__lt=monday + WEEK)
    held = held.exclude(valid_to__lt=monday)
    found: dict[int, set[int | None]] = defaultdict(set)
    for user, role, absent in held.values_list("user", "role", "deputy_for"):
        found[user].add(0 if role == Role.LEAD else absent)
    return found


def _is_not_theirs(reading: Reading, theirs: dict[int, set[int | None]]) -> bool:
    """Whether it was opened by somebody who has nothing to do with it.

    A search finds everybody's cases, and a case that nobody has taken is for all.
    """
    owner = reading.case.coordinator_id
    if owner is None or reading.what <= {What.SEARCH}:
        return False
    return not {0, owner} & {reading.user.pk, *theirs[reading.user.pk]}


def _lot(reading: Reading, monday: datetime.date) -> str:
    drawn = f"{monday}.{reading.user.pk}.{reading.case.pk}"
    return hashlib.sha256(drawn.encode()).hexdigest()


def _weight(reading: Reading) -> tuple[int, str, str]:
    order = list(Reason)
    return order.index(reading.reasons[0]), str(reading.user), reading.case.number
