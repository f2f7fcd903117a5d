"""What a municipality has to have written down before it keeps a case log (saksnotater).

The legal basis and the privacy officer stand in the municipality's own row, where the database
demands them. People come and go: that there is a lead and a coordinator is asked when the log is
switched on, and told by `manage.py check` afterwards.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from municipalities.models import Membership, Municipality
from municipalities.roles import Role
from portal.lib.languages import column, source_language


class Missing(models.TextChoices):
    """What a municipality lacks for a case log."""

    LEGAL_BASIS = "legal_basis", _("The case log needs a legal basis first.")
    PRIVACY_OFFICER = (
        "privacy_officer",
        _("The case log needs a privacy officer first: who it is, and how to reach them."),
    )
    LEAD = "lead", _("The case log needs a lead first: give somebody that role here, from today.")
    COORDINATOR = (
        "coordinator",
        _("The case log needs a coordinator first: give somebody that role here, from today."),
    )
    ENDED = "ended", _("This municipality is part of another one now, which keeps the case log.")


# Who has to be there on the day when it is switched on.
ROLES = {Role.LEAD: Missing.LEAD, Role.COORDINATOR: Missing.COORDINATOR}


def missing_for_case_log(place: Municipality) -> list[Missing]:
    """What the municipality lacks today, its unsaved values included."""
    found = []
    if not getattr(place, column("legal_basis_text", source_language())):
        found.append(Missing.LEGAL_BASIS)
    if not (place.privacy_officer and place.privacy_officer_contact):
        found.append(Missing.PRIVACY_OFFICER)
    if place.is_former:
        found.append(Missing.ENDED)
    return found + missing_roles(place.pk)


def missing_roles(place: int | None) -> list[Missing]:
    """The roles that nobody holds there today with an open account."""
    held = Membership.objects.valid_on().filter(municipality=place, user__is_active=True)
    there = set(held.values_list("role", flat=True)) if place else set()
    return [missing for role, missing in ROLES.items() if role not in there]
