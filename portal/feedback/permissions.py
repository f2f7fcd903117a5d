"""Who may deal with readers' feedback."""

from typing import Any

from municipalities.permissions import may, may_everywhere
from municipalities.roles import Ability
from portal.models import Feedback


def may_settle_feedback(user: Any, feedback: Feedback) -> bool:
    """Whoever edits the page: in its municipality, or everywhere for a page of the region."""
    if feedback.municipality_id is None:
        return may_everywhere(user, Ability.EDIT_CONTENT)
    return may(user, Ability.EDIT_CONTENT, feedback.municipality_id)
