"""Hosts and organisations in the admin, one file per subject."""

from hosting.admin.coordinator import CoordinatorAdmin
from hosting.admin.organisation import OrganisationAdmin

__all__ = ["CoordinatorAdmin", "OrganisationAdmin"]
