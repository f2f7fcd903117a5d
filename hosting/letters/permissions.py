"""Who may write and approve letters."""

from typing import Any

from hosting.models import Letter
from municipalities.permissions import may
from municipalities.roles import Ability

# Coordinators answer the letter, and editors publish what it tells of.
WRITING = (Ability.WRITE_LOCAL_PARTS, Ability.EDIT_CONTENT)


def may_write_letter(user: Any, letter: Letter) -> bool:
    """The municipality's coordinator or lead, or who edits its texts."""
    return any(may(user, ability, letter.municipality_id) for ability in WRITING)
