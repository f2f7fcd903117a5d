"""Hosts, organisations and first steps in the admin, one file per subject."""

from hosting.admin.coordinator import CoordinatorAdmin
from hosting.admin.event import EventAdmin
from hosting.admin.handbook import HandbookPageAdmin
from hosting.admin.offer import OfferAdmin
from hosting.admin.office_day import OfficeDayAdmin
from hosting.admin.organisation import OrganisationAdmin
from hosting.admin.step import StepAdmin

__all__ = [
    "CoordinatorAdmin",
    "EventAdmin",
    "HandbookPageAdmin",
    "OfferAdmin",
    "OfficeDayAdmin",
    "OrganisationAdmin",
    "StepAdmin",
]
