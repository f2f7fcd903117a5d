"""Search in the case log: by name, number, telephone, e-mail address, and by words of entries."""

import re
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from municipalities.permissions import Standing
from municipalities.roles import Ability
from newcomers.models import Case, FollowUp
from newcomers.permissions import readable_cases, readable_entries
from portal.lib.extract import highlight, words_of

# What a page shows. More than that is a reason to ask more precisely.
MOST_SHOWN = 50
# What PostgreSQL looks up, before entries that only others may read are left out.
MOST_LOOKED_UP = 80
NUMBER = re.compile(r"[0-9A-ZÆØÅÄÖÁ]{2,8}-\d{4}(-\d{0,6})?")
DIGITS_OF_PHONE = 5
PHONE = re.compile(r"\+?[\d ()./-]+")
LIKE = re.compile(r"([\\%_])")


@dataclass(frozen=True)
class EntryFound:
    """An entry, and its text where the words stand, marked."""

    entry: FollowUp
    extract: SafeString


@dataclass(frozen=True)
class CaseFound:
    """A case, and what its family is called, the words marked."""

    case: Case
    label: SafeString


@dataclass(frozen=True)
class Found:
    """What was found, MOST_SHOWN in all; `is_cut` where there is more."""

    cases: list[CaseFound]
    entries: list[EntryFound]
    is_cut: bool


def search_log(typed: str, *, by: Any, standing: Standing) -> Found:
    """What the person may read and was typed for; what holds no word finds nothing.

    The words are never part of an address or a log. Five queries at most.
    """
    words = words_of(typed)
    places = sorted(standing.places(Ability.READ_CASES))
    if not words or not places:
        return Found([], [], is_cut=False)
    cases = _cases(typed, words, by, standing, places)
    entries = _entries(words, by, standing, places)
    first = cases[:MOST_SHOWN]
    rest = entries[: MOST_SHOWN - len(first)]
    return Found(
        [CaseFound(case, highlight(case.family.label, words)) for case in first],
        [EntryFound(entry, highlight(entry.text, words)) for entry in rest],
        is_cut=len(cases) + len(entries) > MOST_SHOWN,
    )


def _cases(
    typed: str, words: list[str], by: Any, standing: Standing, places: list[int]
) -> list[Case]:
    asked = typed.strip()
    found = Case.objects.in_municipalities(places).known_as(
        # One letter begins too many names.
        [word for word in words if len(word) > 1],
        number=_number(asked),
        phone=_phone(asked),
        email=LIKE.sub(r"\\\1", asked.lower()) if "@" in asked[1:] else "",
        most=MOST_LOOKED_UP,
    )
    rows = readable_cases(found, by, standing).select_related(
        "family", "coordinator", "municipality"
    )
    return list(
        rows.defer("municipality__boundary").order_by("-opened_on", "-pk")[: MOST_SHOWN + 1]
    )


def _entries(words: list[str], by: Any, standing: Standing, places: list[int]) -> list[FollowUp]:
    found = FollowUp.objects.in_municipalities(places).mentioning(words, MOST_LOOKED_UP)
    rows = readable_entries(found, by, standing).select_related("case__family", "organisation")
    return list(rows.defer("vector").newest_first()[: MOST_SHOWN + 1])


def _number(asked: str) -> str:
    """The beginning of a case number, when it is one: "5530-2026" or all of it."""
    upper = asked.upper()
    return upper if NUMBER.fullmatch(upper) else ""


def _phone(asked: str) -> str:
    """The last eight digits of a telephone number, when it is one."""
    digits = "".join(letter for letter in asked if letter.isdigit())
    return digits[-8:] if PHONE.fullmatch(asked) and len(digits) >= DIGITS_OF_PHONE else ""
