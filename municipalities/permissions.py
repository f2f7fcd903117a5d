"""Who may do what with the region's texts and facts. Read from the memberships at each question."""

from typing import Any

from municipalities.models import Membership, Municipality
from municipalities.roles import Role


def may_edit_everything(user: Any) -> bool:
    """Whether the person is a regional editor: an editor in the region's own row."""
    return user.is_active and (
        user.is_superuser
        or Membership.objects.of(user)
        .filter(role=Role.EDITOR, municipality__kind=Municipality.Kind.REGION)
        .exists()
    )
