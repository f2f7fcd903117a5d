"""Giving people roles, and ending them. Each leaves a line in the security log."""

import datetime
from typing import Any

from django.db import transaction

from municipalities.models import Membership, Municipality
from municipalities.roles import Role
from portal.lib.dates import today
from portal.lib.security_log import note


class RoleHeld(Exception):
    """The person already has that role there today."""


class OwnRole(Exception):
    """Nobody gives a role to themselves, or changes the ones they have."""


def give_role(*, user: Any, municipality: Municipality, role: str, by: Any) -> Membership:
    """Make the person what the role says (tilknytning), from today until further notice.

    Raises RoleHeld when they are that already.
    """
    with transaction.atomic():
        # The person's row stands in for the membership that is not there yet: two at once wait.
        type(user)._default_manager.select_for_update().get(pk=user.pk)
        held = Membership.objects.valid_on().filter(
            user=user, municipality=municipality, role=Role(role)
        )
        if held.exists():
            raise RoleHeld
        membership = Membership.objects.create(
            user=user, municipality=municipality, role=Role(role)
        )
        _log("role_given", membership, by)
    return membership


def end_role(*, membership: Membership, by: Any) -> Membership:
    """End the membership now: it does not hold at the next request."""
    with transaction.atomic():
        membership = Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
        yesterday = today() - datetime.timedelta(days=1)
        # A last day counts in full. What began today is therefore written as yesterday's.
        membership.valid_from = min(membership.valid_from, yesterday)
        membership.valid_to = yesterday
        membership.save(update_fields=["valid_from", "valid_to"])
        _log("role_ended", membership, by)
    return membership


def change_role(*, membership: Membership, by: Any) -> Membership:
    """Store a membership as somebody has written it in a form, new or changed.

    Raises OwnRole when it is their own, before or after the change.
    """
    event = "role_changed" if membership.pk else "role_given"
    with transaction.atomic():
        before = Membership.objects.filter(pk=membership.pk).values_list("user", flat=True)
        if by.pk in {membership.user_id, *before}:
            raise OwnRole
        membership.save()
        _log(event, membership, by)
    return membership


def remove_role(*, membership: Membership, by: Any) -> None:
    """Take a membership away that was a mistake; what ended is ended with `end_role`."""
    with transaction.atomic():
        _log("role_removed", membership, by)
        membership.delete()


def _log(event: str, membership: Membership, by: Any) -> None:
    transaction.on_commit(
        lambda: note(
            event,
            user=membership.user_id,
            role=membership.role,
            municipality=membership.municipality_id,
            by=getattr(by, "pk", None),
        )
    )
