"""Accounts, roles and invitations in the admin, and what readers leave behind. Content is
registered by its packages."""

from portal.admin.account import UserAdmin
from portal.admin.campaign import CampaignAdmin
from portal.admin.feedback import FeedbackAdmin
from portal.admin.invitation import InvitationAdmin
from portal.admin.letter import LetterAdmin
from portal.admin.membership import AskingMembershipAdmin
from portal.admin.visit import VisitAdmin

__all__ = [
    "AskingMembershipAdmin",
    "CampaignAdmin",
    "FeedbackAdmin",
    "InvitationAdmin",
    "LetterAdmin",
    "UserAdmin",
    "VisitAdmin",
]
