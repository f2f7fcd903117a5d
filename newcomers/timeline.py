"""The log of a case as a page shows it: what each reader may read of each entry."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from newcomers.models import Case, FollowUp, TransferBundle
from newcomers.permissions import Powers

PER_PAGE = 25
# What the machine writes about a case, besides its state.
NAMES = {"housing": Case.Housing, "status": Case.Status}
# What its line says of a transfer, with the other municipality.
TRANSFERS = {
    "proposed": _("transfer to %(place)s proposed"),
    "accepted": _("accepted by %(place)s"),
    "declined": _("declined by %(place)s"),
    "withdrawn": _("transfer to %(place)s withdrawn"),
    "expired": _("not answered in time by %(place)s"),
    "needless": _("the transfer to %(place)s is needless: the two are one municipality now"),
    "taken_over": _("taken over from %(place)s"),
}


# What it says of families that parted or were joined, with the number of the other case.
PARTED = {
    "split": _("some of the family go their own way: case %(number)s"),
    "split_off": _("they belonged to the family of case %(number)s"),
    "joined": _("the same family as in case %(number)s: joined"),
}


@dataclass(frozen=True)
class Line:
    """One entry with what may be said of it."""

    entry: FollowUp
    is_readable: bool
    is_corrected: bool  # a later entry stands in its place
    is_correctable: bool
    topics: tuple[str, ...]
    newer: FollowUp | None = None

    @property
    def is_small(self) -> bool:
        """Whether the machine wrote it."""
        return self.entry.kind in (FollowUp.Kind.STATUS, FollowUp.Kind.SYSTEM)

    @property
    def is_void(self) -> bool:
        """Whether it strikes out another."""
        return bool(self.entry.correction == FollowUp.Correction.VOID)

    @property
    def is_struck(self) -> bool:
        """Whether a later entry says that this should not be there."""
        return self.newer is not None and self.newer.correction == FollowUp.Correction.VOID

    @property
    def heading(self) -> str:
        """How, and whether anybody was reached: "Phone: not reached"."""
        entry = self.entry
        if entry.kind != FollowUp.Kind.CONTACT:
            return str(capfirst(entry.get_kind_display()))
        reached = gettext("reached") if entry.reached else gettext("not reached")
        return f"{capfirst(entry.get_mode_display())}: {reached}"

    @property
    def change(self) -> str:
        """What changed: "assigned → active", and what it had to do with a transfer."""
        change = self.entry.change
        if parted := PARTED.get(change.get("what", "")):
            numbers = change.get("number") or ", ".join(change.get("numbers", ()))
            return parted % {"number": numbers} if numbers else gettext("joined with a family")
        choices = NAMES.get(change.get("what", ""))
        if choices is None:
            return gettext("Another coordinator") if change else ""
        said = [dict(choices.choices).get(change.get(end), "–") for end in ("from", "to")]
        moved = " → ".join(str(each) for each in said)
        if joined := change.get("joined"):
            return f"{moved}: {PARTED['joined'] % {'number': joined}}"
        transfer = TRANSFERS.get(change.get("transfer", ""))
        return f"{moved}: {transfer % {'place': change.get('place', '')}}" if transfer else moved

    @property
    def with_whom(self) -> str:
        """Whom one talked with besides the family."""
        names = dict(FollowUp.Counterpart.choices)
        return ", ".join(str(names[code]) for code in self.entry.counterparts if code in names)


def timeline(
    case: Case, user: Any, powers: Powers, page: int, labels: dict[str, str]
) -> tuple[list[Line], bool]:
    """One page of the log, the newest first, and whether there is more. One query."""
    first = (page - 1) * PER_PAGE
    rows = FollowUp.objects.filter(case=case).defer("vector").select_related("corrected_by")
    found = list(rows.newest_first()[first : first + PER_PAGE + 1])
    return list(lines(found[:PER_PAGE], user, powers, labels)), len(found) > PER_PAGE


def lines(
    entries: Iterable[FollowUp], user: Any, powers: Powers, labels: dict[str, str]
) -> Iterable[Line]:
    """The entries with what the person may do with each."""
    for entry in entries:
        newer = getattr(entry, "corrected_by", None)
        readable = not entry.is_restricted or powers.works or entry.author_id == user.pk
        written = entry.kind in (FollowUp.Kind.CONTACT, FollowUp.Kind.NOTE)
        void = entry.correction == FollowUp.Correction.VOID
        yield Line(
            entry,
            is_readable=readable,
            is_corrected=newer is not None,
            is_correctable=written and readable and powers.logs and not (newer or void),
            topics=tuple(labels.get(key, key) for key in entry.topics),
            newer=newer,
        )


@dataclass(frozen=True)
class HandedOver:
    """An entry that came with the case, and where it was written."""

    line: Line
    place: str


def handed_over(bundle: TransferBundle, labels: dict[str, str]) -> list[HandedOver]:
    """The entries of the bundle, the newest first, as a log shows them."""
    return [_handed_over(dict(each), labels) for each in reversed(bundle.entries)]


def _handed_over(stored: dict[str, Any], labels: dict[str, str]) -> HandedOver:
    day, place = datetime.date.fromisoformat(stored.pop("day")), stored.pop("place")
    entry = FollowUp(occurred_on=day, author_name=stored.pop("author"), **stored)
    topics = tuple(labels.get(key, key) for key in entry.topics)
    # Neither late nor corrected, and nobody corrects it: it is read, and not written.
    line = Line(entry, is_readable=True, is_corrected=False, is_correctable=False, topics=topics)
    return HandedOver(line, place)
