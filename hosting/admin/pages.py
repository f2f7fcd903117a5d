"""The hosts' pages that belong to no single model's admin; `StaffSite` adds them."""

from django.utils.translation import gettext_lazy as _

from hosting.admin.offer_queue import count_waiting, offer_queue, offer_queue_one
from hosting.admin.self_check import self_check, self_check_list
from municipalities.admin.staff_page import StaffPage, found_by
from municipalities.permissions import Standing
from municipalities.roles import Ability

QUEUE_NAME = "hosting_offer_queue"
PAGES = (
    StaffPage(
        "hosting/offers-to-look-at/",
        offer_queue,
        QUEUE_NAME,
        _("Offers to look at"),
        lambda standing: standing.anywhere(Ability.MODERATE_OFFERS),
    ),
    StaffPage("hosting/offers-to-look-at/<int:pk>/", offer_queue_one, "hosting_offer_queue_one"),
    StaffPage(
        "hosting/self-checks/",
        self_check_list,
        "hosting_self_checks",
        _("Are we good hosts?"),
        lambda standing: standing.anywhere(Ability.READ_SELF_CHECKS),
    ),
    StaffPage("hosting/self-checks/<slug:slug>/<int:year>/", self_check, "hosting_self_check"),
)


def on_index(standing: Standing) -> list[StaffPage]:
    """The pages that the person finds on the index."""
    return [_counted(page, standing) for page in found_by(standing, PAGES)]


def _counted(page: StaffPage, standing: Standing) -> StaffPage:
    """The queue with how many wait in it."""
    if page.name != QUEUE_NAME:
        return page
    return page._replace(title=f"{page.title} ({count_waiting(standing)})")
