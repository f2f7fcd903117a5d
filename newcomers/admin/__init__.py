"""The confidential part in the admin."""

from newcomers.admin.access import CaseAccessAdmin
from newcomers.admin.case import CaseAdmin
from newcomers.admin.contact import FollowUpAdmin
from newcomers.admin.enquiry import EnquiryAdmin
from newcomers.admin.family import FamilyAdmin
from newcomers.admin.organisation_task import OrganisationTaskAdmin
from newcomers.admin.privacy_request import PrivacyRequestAdmin
from newcomers.admin.stay import StayCheckAdmin
from newcomers.admin.transfer import TransferCoverAdmin

__all__ = [
    "CaseAccessAdmin",
    "CaseAdmin",
    "EnquiryAdmin",
    "FamilyAdmin",
    "FollowUpAdmin",
    "OrganisationTaskAdmin",
    "PrivacyRequestAdmin",
    "StayCheckAdmin",
    "TransferCoverAdmin",
]
