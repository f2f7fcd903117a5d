"""Hosts, organisations and first steps in the admin, one file per subject."""

from hosting.admin.coordinator import CoordinatorAdmin
from hosting.admin.organisation import OrganisationAdmin
from hosting.admin.step import StepAdmin

__all__ = ["CoordinatorAdmin", "OrganisationAdmin", "StepAdmin"]
