"""Who answers for which texts: a page's responsible person, else the editors of the municipality,
else the region's."""

from collections import defaultdict
from collections.abc import Iterable

from municipalities.condition import Answering, subjects
from municipalities.models import Membership, Municipality
from municipalities.roles import MATRIX, Ability

EDITING = [role for role, abilities in MATRIX.items() if Ability.EDIT_CONTENT in abilities]


def answering(user: int) -> Answering:
    """What falls to the person (an id) today."""
    return Answering(user, frozenset(_places_by_editor().get(user, ())))


def all_answering() -> list[Answering]:
    """Everybody to whom something may fall today, in a constant number of queries."""
    places = _places_by_editor()
    people = sorted(places.keys() | _responsible())
    return [Answering(user, frozenset(places.get(user, ()))) for user in people]


def _places_by_editor() -> dict[int, set[int]]:
    """For each editor the places they answer for; who has no editor falls to the region's."""
    held = Membership.objects.valid_on().filter(role__in=EDITING, user__is_active=True)
    editors: dict[int, set[int]] = defaultdict(set)
    for user, place in held.values_list("user", "municipality"):
        editors[place].add(user)
    kinds = dict(Municipality.objects.desks().values_list("pk", "kind"))
    region = next((pk for pk, kind in kinds.items() if kind == Municipality.Kind.REGION), None)
    regional = editors.get(region, set()) if region else set()
    return _turned((place, editors.get(place) or regional) for place in kinds)


def _turned(editors: Iterable[tuple[int, set[int]]]) -> dict[int, set[int]]:
    places: dict[int, set[int]] = defaultdict(set)
    for place, users in editors:
        for user in users:
            places[user].add(place)
    return places


def _responsible() -> set[int]:
    """People who are named as responsible for a text, and have a role today."""
    named: set[int] = set()
    present = Membership.objects.valid_on().filter(user__is_active=True).values("user")
    for model in subjects():
        if any(each.name == "responsible" for each in model._meta.concrete_fields):
            rows = model._default_manager.filter(responsible__in=present)
            named |= set(rows.values_list("responsible", flat=True))
    return named
