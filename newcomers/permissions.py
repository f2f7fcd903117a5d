"""Who may do what with newcomers' data."""

from typing import Any

from municipalities.permissions import may
from municipalities.roles import Ability
from newcomers.models import Enquiry


def may_triage_enquiry(user: Any, enquiry: Enquiry | None = None) -> bool:
    """Whether the person may read and deal with the enquiry; without one, with any at all."""
    return may(user, Ability.TRIAGE_ENQUIRIES, enquiry.municipality_id if enquiry else None)


def may_read_access_log(user: Any, municipality: int | None = None) -> bool:
    """Whether the person may see who has read what."""
    return may(user, Ability.READ_ACCESS_LOG, municipality)
