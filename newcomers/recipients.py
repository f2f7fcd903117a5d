"""Who is told that an enquiry waits."""

import datetime
from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from hosting.models import Coordinator
from municipalities.models import Membership, Municipality
from municipalities.permissions import holders
from municipalities.roles import Ability, Role
from portal.lib.dates import today

# For so long nobody writes to an address that refused a mail: others are told in the meantime.
REST_AFTER_REFUSAL = datetime.timedelta(days=7)


def who_is_told(municipality: Municipality) -> list[Any]:
    """The people who are told; none where nobody there may read enquiries today.

    The host contact whom readers see, else that person's deputy, else the other coordinators, else
    the deputies, else the leads: always people who may open what they are told of.
    """
    held = [each for each in holders(Ability.TRIAGE_ENQUIRIES, municipality.pk) if _reachable(each)]
    people = {membership.user_id: membership.user for membership in held}
    for user in _contacts(municipality):
        if user in people:
            return [people[user]]
    for role in (Role.COORDINATOR, Role.DEPUTY, Role.LEAD):
        if found := _in_role(held, role):
            return found
    return []


def who_gives_roles(municipality: Municipality) -> list[Any]:
    """The administrators, who can see to it that somebody there is told next time."""
    region = Municipality.objects.without_outline().region()
    places = {municipality.pk} | ({region.pk} if region else set())
    held = [each for place in places for each in holders(Ability.MANAGE_ACCOUNTS, place)]
    return _in_role(held, Role.ADMINISTRATOR)


def _contacts(municipality: Municipality) -> Iterator[int | None]:
    """Accounts of today's host contacts of the place, then of their deputies, in their order."""
    contacts = Coordinator.objects.filter(municipality=municipality).select_related("deputy")
    here = list(contacts.order_by("position", "pk"))
    deputies = [contact.deputy for contact in here if contact.deputy]
    yield from (each.user_id for each in [*here, *deputies] if each.is_on_duty(today()))


def _in_role(held: list[Membership], role: Role) -> list[Any]:
    return list({each.user_id: each.user for each in held if each.role == role}.values())


def _reachable(membership: Membership) -> bool:
    refused_at: datetime.datetime | None = getattr(membership.user, "email_refused_at", None)
    return refused_at is None or refused_at < timezone.now() - REST_AFTER_REFUSAL
