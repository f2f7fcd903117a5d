"""The portal's pages that belong to no single model's admin; `StaffSite` adds them."""

from django.utils.translation import gettext_lazy as _

from municipalities.admin.staff_page import StaffPage, found_by
from municipalities.permissions import Standing
from municipalities.roles import Ability
from portal.admin.status import status

PAGES = (
    StaffPage(
        "portal/status/",
        status,
        "portal_status",
        _("How the portal is doing"),
        lambda standing: standing.anywhere(Ability.MANAGE_ACCOUNTS),
    ),
)


def on_index(standing: Standing) -> list[StaffPage]:
    """The pages that the person finds on the index."""
    return found_by(standing, PAGES)
