"""Who may do what where. Read from the memberships that hold today, through MATRIX, and never
kept longer than one request."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self

from municipalities.models import Membership, Municipality
from municipalities.roles import MATRIX, REGION_WIDE, Ability, Role


@dataclass(frozen=True)
class Held:
    """One membership that holds today."""

    role: Role
    municipality: int
    holds_everywhere: bool
    stands_in_for: int | None = None


@dataclass(frozen=True)
class Standing:
    """What a person may do where, today. Made with one query."""

    memberships: tuple[Held, ...]

    @classmethod
    def of(cls, user: Any) -> Self:
        """The person's standing now; nothing at all for a closed account or a reader."""
        rows = Membership.objects.of(user).values_list(
            "role", "municipality", "municipality__kind", "deputy_for"
        )
        region = Municipality.Kind.REGION
        return cls(
            tuple(
                Held(Role(role), place, kind == region and role in REGION_WIDE, absent)
                for role, place, kind, absent in rows
            )
        )

    def with_ability(self, *abilities: Ability) -> list[Held]:
        """The memberships that give one of the abilities."""
        return [held for held in self.memberships if MATRIX[held.role] & set(abilities)]

    def anywhere(self, *abilities: Ability) -> bool:
        """Whether one of the abilities is held in any place."""
        return bool(self.with_ability(*abilities))

    def everywhere(self, *abilities: Ability) -> bool:
        """Whether one of the abilities is held through the region, and so in every place."""
        return any(held.holds_everywhere for held in self.with_ability(*abilities))

    def places(self, *abilities: Ability) -> set[int]:
        """Ids of the municipalities named by memberships with one of the abilities."""
        return {held.municipality for held in self.with_ability(*abilities)}

    def reaches(self, municipality: int, *abilities: Ability) -> bool:
        """Whether one of the abilities is held in the municipality (its id)."""
        return self.everywhere(*abilities) or municipality in self.places(*abilities)

    def role_in(self, municipality: int, ability: Ability) -> Role | None:
        """The role by which the ability is held in the municipality, for the read log."""
        held = self.with_ability(ability)
        return next(
            (h.role for h in held if h.holds_everywhere or h.municipality == municipality), None
        )


def may(user: Any, ability: Ability, municipality: int | None = None) -> bool:
    """Whether the person has the ability in the municipality (its id); without one, anywhere."""
    standing = Standing.of(user)
    if municipality is None:
        return standing.anywhere(ability)
    return standing.reaches(municipality, ability)


def may_everywhere(user: Any, ability: Ability) -> bool:
    """Whether the person has the ability through the region's own row, and so everywhere."""
    return Standing.of(user).everywhere(ability)


def confidential_scope(standing: Standing) -> tuple[Iterable[int], Iterable[int]]:
    """Municipalities whose confidential rows, and whose read log, the person may see.

    Editors, advisers and administrators get none.
    """
    log = standing.places(Ability.READ_ACCESS_LOG)
    if standing.everywhere(Ability.READ_ACCESS_LOG):
        log = set(Municipality.objects.values_list("pk", flat=True))
    rows = standing.places(Ability.TRIAGE_ENQUIRIES, Ability.READ_CASES)
    return sorted(rows), sorted(log)


def holders(ability: Ability, municipality: int) -> list[Membership]:
    """The memberships by which people with an open account have the ability in the municipality
    today, with these people. One query.

    Without what is held through the region: that opens no newcomers' data.
    """
    roles = [role for role, abilities in MATRIX.items() if ability in abilities]
    held = Membership.objects.valid_on().filter(municipality=municipality, role__in=roles)
    return list(held.filter(user__is_active=True).select_related("user").order_by("pk"))
