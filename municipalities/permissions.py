"""Who may do what. Every answer is read from the memberships that hold today, and from MATRIX."""

from typing import Any

from django.db.models import QuerySet

from municipalities.models import Membership, Municipality
from municipalities.roles import CONFIDENTIAL, MATRIX, REGION_WIDE, Ability, Role, roles_with


def municipalities_where(user: Any, ability: Ability) -> QuerySet[Municipality]:
    """The municipalities (the region's row among them) where the person has the ability today."""
    memberships = Membership.objects.of(user).filter(role__in=roles_with(ability))
    here = memberships.values("municipality")
    if ability in REGION_WIDE and memberships.in_region().exists():
        return Municipality.objects.all()
    return Municipality.objects.filter(pk__in=here)


def may(user: Any, ability: Ability, municipality: Municipality | int | None = None) -> bool:
    """Whether the person has the ability in the municipality; without one, anywhere at all."""
    memberships = Membership.objects.of(user).filter(role__in=roles_with(ability))
    if municipality is None:
        return memberships.exists()
    pk = municipality.pk if isinstance(municipality, Municipality) else municipality
    here = memberships.filter(municipality=pk)
    if ability in REGION_WIDE:
        here = here | memberships.in_region()
    return here.exists()


def may_edit_everything(user: Any) -> bool:
    """Whether the person is a regional editor: an editor in the region's own row."""
    if user.is_active and user.is_superuser:
        return True
    roles = roles_with(Ability.EDIT_CONTENT)
    return Membership.objects.of(user).filter(role__in=roles).in_region().exists()


def confidential_scope(user: Any) -> tuple[list[int], list[int]]:
    """Municipalities whose confidential rows, and whose read log, the person may see. One query.

    Editors, advisers and administrators get none.
    """
    rows, log = set(), set()
    for role, municipality in Membership.objects.of(user).values_list("role", "municipality"):
        abilities = MATRIX[Role(role)] & CONFIDENTIAL
        if Ability.TRIAGE_ENQUIRIES in abilities:
            rows.add(municipality)
        if Ability.READ_ACCESS_LOG in abilities:
            log.add(municipality)
    return sorted(rows), sorted(log)


def role_in(user: Any, municipality: int, ability: Ability) -> Role | None:
    """The role by which the person has the ability in the municipality, for the read log."""
    held = Membership.objects.of(user).filter(
        municipality=municipality, role__in=roles_with(ability)
    )
    first = held.values_list("role", flat=True).first()
    return Role(first) if first else None
