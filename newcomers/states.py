"""How a case moves: the one place that says so. A test prints it as domain.md's table.

Who may, and what must hold first, stand beside each move; `newcomers.actions.cases` asks here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from newcomers.models import Case
from newcomers.permissions import (
    may_answer_transfer,
    may_assign_case,
    may_lead_cases,
    may_log_on_case,
    may_propose_transfer,
    may_work_case,
)
from portal.lib.dates import today

Status = Case.Status
LONGEST_PAUSE_DAYS = 90
FIRST_TASK_WITHIN_WORKING_DAYS = 5
REOPENED_BY_COORDINATOR_WITHIN_DAYS = 30
ATTEMPTS_BEFORE_NOT_REACHED = 3

# Whether the person may make the move with the case; `details` are what the action was given.
Allowed = Callable[[Any, Case, dict[str, Any]], bool]


@dataclass(frozen=True)
class Move:
    """One step of the machine; without a target it leads back to where the case came from."""

    name: str
    sources: tuple[Status, ...]
    target: Status | None
    who: str
    guard: str
    allowed: Allowed
    shown: str = ""  # what the table calls the target, where the state alone says too little


def _here(user: Any, case: Case, details: dict[str, Any]) -> bool:
    return may_log_on_case(user, case)


def _theirs(user: Any, case: Case, details: dict[str, Any]) -> bool:
    return may_work_case(user, case)


def _to_somebody(user: Any, case: Case, details: dict[str, Any]) -> bool:
    return may_assign_case(user, case, details["to"])


def _soon_or_lead(user: Any, case: Case, details: dict[str, Any]) -> bool:
    if may_lead_cases(user, case.municipality_id):
        return True
    if case.closed_at is None or case.coordinator_id != user.pk:
        return False
    days = (today() - timezone.localdate(case.closed_at)).days
    return days <= REOPENED_BY_COORDINATOR_WITHIN_DAYS and may_work_case(user, case)


def _proposing(user: Any, case: Case, details: dict[str, Any]) -> bool:
    return may_propose_transfer(user, case)


def _receiver(user: Any, case: Case, details: dict[str, Any]) -> bool:
    """Whoever answers in the municipality that is asked (its id is `receiver`)."""
    is_protected = case.family.is_protected
    return may_answer_transfer(user, details["receiver"], is_protected=is_protected)


def _taking(user: Any, case: Case, details: dict[str, Any]) -> bool:
    """What the family wants only to be kept, nobody takes over."""
    return not case.family.is_restricted and _receiver(user, case, details)


def _either_side(user: Any, case: Case, details: dict[str, Any]) -> bool:
    side = _receiver if "receiver" in details else _proposing
    return side(user, case, details)


# How a case begins: no move, since there is none to move yet (`receive_case`).
BEGINS_BY = "coordinator, lead, triage"
BEGINS_WITH = "municipality known; possible duplicates shown and answered"
FOLLOWED_UP = (Status.ASSIGNED, Status.ACTIVE, Status.PAUSED)
MOVES = {
    move.name: move
    for move in (
        Move("reject", (Status.RECEIVED,), Status.REJECTED, "coordinator, lead",
             "reason spam, duplicate (of which), out of scope", _here),
        Move("assign", (Status.RECEIVED,), Status.ASSIGNED, "lead; coordinator to self",
             "assignee active here; first task due within 5 working days", _to_somebody),
        Move("activate", (Status.ASSIGNED,), Status.ACTIVE, "coordinator, deputy",
             "first follow-up with reached = yes; privacy notice given on", _theirs),
        Move("pause", (Status.ACTIVE,), Status.PAUSED, "coordinator, deputy",
             "reason and resume date within 90 days, which is the next task", _theirs),
        Move("resume", (Status.PAUSED,), Status.ACTIVE, "coordinator, deputy", "–", _theirs),
        Move("propose", FOLLOWED_UP, Status.TRANSFERRING, "coordinator proposes",
             "no other pending transfer", _proposing),
        Move("back", (Status.TRANSFERRING,), None, "either side",
             "the sender keeps the case and all duties until acceptance", _either_side, "back"),
        Move("accept", (Status.TRANSFERRING,), Status.CLOSED, "receiver accepts",
             "the successor case is made in the same transaction", _taking,
             "closed (moved in region)"),
        Move("close", FOLLOWED_UP, Status.CLOSED, "coordinator, lead",
             "reason, outcome, no planned tasks left", _theirs),
        Move("reopen", (Status.CLOSED,), Status.ACTIVE,
             "lead; coordinator within 30 days", "reason, next task", _soon_or_lead),
    )
}  # fmt: skip


def as_table() -> str:
    """The machine as people read it, a line for each move, as in domain.md."""
    rows = [f"– → {Status.RECEIVED} | {BEGINS_BY} | {BEGINS_WITH}"]
    for move in MOVES.values():
        target = move.shown or move.target
        rows.append(f"{'/'.join(move.sources)} → {target} | {move.who} | {move.guard}")
    return "\n".join(rows)
