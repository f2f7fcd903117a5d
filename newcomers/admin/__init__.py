"""The confidential part in the admin."""

from newcomers.admin.access import CaseAccessAdmin
from newcomers.admin.enquiry import EnquiryAdmin

__all__ = ["CaseAccessAdmin", "EnquiryAdmin"]
