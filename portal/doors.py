"""The three doors of the start page."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from municipalities.models import Page
from municipalities.models.page import Phase

PAGES_PER_DOOR = 5


@dataclass(frozen=True)
class Door:
    """Where somebody stands, and what they need first."""

    phase: str
    title: Promise
    lead: Promise
    pages: list[Page]
    # The name of the address of what helps there, and what it is called.
    tool: str = ""
    tool_name: Promise | str = ""


def doors(pages: Iterable[Page]) -> list[Door]:
    """The doors, each with the first pages of its phases."""
    pages = list(pages)

    def first_of(*phases: str) -> list[Page]:
        return [page for page in pages if set(phases) & set(page.phases)][:PAGES_PER_DOOR]

    return [
        Door(
            Phase.BEFORE_MOVING,
            _("Thinking of moving"),
            _("What life here is like, and what to settle before you come."),
            first_of(Phase.BEFORE_MOVING),
            "municipality_compare",
            _("Compare the municipalities"),
        ),
        Door(
            Phase.FIRST_WEEK,
            _("Just arrived"),
            _("What to do in your first days and weeks, in the right order."),
            first_of(Phase.FIRST_WEEK, Phase.FIRST_MONTH),
            "first_steps",
            _("Make your own list of first steps"),
        ),
        Door(
            Phase.LIVING_HERE,
            _("Living here"),
            _("School, doctor, leisure and everyday life in the long run."),
            first_of(Phase.LIVING_HERE),
        ),
    ]
