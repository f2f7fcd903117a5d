"""The confidential part. Every table here is secured by row; a test finds one that is not."""

from newcomers.models.access import CaseAccess
from newcomers.models.case import Case, CaseNumber
from newcomers.models.consent import Consent
from newcomers.models.draft import Draft
from newcomers.models.enquiry import Enquiry
from newcomers.models.erasure import Erasure
from newcomers.models.family import Family, Person
from newcomers.models.follow_up import FollowUp
from newcomers.models.privacy_request import GivenOut, LeftOut, PrivacyRequest
from newcomers.models.retention import (
    RetentionBatch,
    RetentionHold,
    RetentionItem,
    RetentionRule,
)
from newcomers.models.stat_row import StatRow
from newcomers.models.stay import StayCheck
from newcomers.models.subscription import LetterDelivery, Subscription
from newcomers.models.task import Task
from newcomers.models.transfer import Transfer, TransferBundle, TransferCover

__all__ = [
    "Case",
    "CaseAccess",
    "CaseNumber",
    "Consent",
    "Draft",
    "Enquiry",
    "Erasure",
    "Family",
    "FollowUp",
    "GivenOut",
    "LeftOut",
    "LetterDelivery",
    "Person",
    "PrivacyRequest",
    "RetentionBatch",
    "RetentionHold",
    "RetentionItem",
    "RetentionRule",
    "StatRow",
    "StayCheck",
    "Subscription",
    "Task",
    "Transfer",
    "TransferBundle",
    "TransferCover",
]
