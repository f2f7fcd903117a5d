"""The log of a case as it goes to paper: what holds, in the order in which it happened."""

from dataclasses import dataclass
from typing import Any

from newcomers.models import Case, FollowUp
from newcomers.permissions import Powers
from newcomers.timeline import Line, lines


@dataclass(frozen=True)
class PrintedLine:
    """One line of the paper."""

    line: Line

    @property
    def author(self) -> str:
        """Initials: paper names nobody in full."""
        names = self.line.entry.author_name.replace("-", " ").split()
        return "".join(name[0] for name in names).upper()


def printed_lines(
    case: Case, user: Any, powers: Powers, labels: dict[str, str]
) -> tuple[list[PrintedLine], int]:
    """The entries that hold, the oldest first, and how many are left out since only the case's
    coordinator and the lead may read them. What was struck out stands there without its text."""
    rows = FollowUp.objects.filter(case=case, corrected_by=None).defer("vector")
    found = list(lines(rows.order_by("occurred_on", "logged_at", "pk"), user, powers, labels))
    printed = [PrintedLine(line) for line in found if line.is_readable]
    return printed, len(found) - len(printed)
