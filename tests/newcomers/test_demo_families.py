"""Invented families: believable, in every state, and the same each time."""

import datetime
from collections import Counter
from typing import Any

import pytest
from django.db import connection

from newcomers.demo_families import make_families
from newcomers.models import Case, Family, FollowUp, Person, StayCheck, Task, Transfer
from portal.lib.dates import today
from portal.lib.scope import scoped
from tests.factories import MunicipalityFactory
from tests.newcomers.cast import Cast, cast_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return cast_of()


def told() -> list[Any]:
    fields = ("family__label", "status", "opened_on", "next_due_on", "number")
    return list(Case.objects.order_by("pk").values_list(*fields))


def test_families_are_in_every_state_and_hold_every_invariant(cast: Cast) -> None:
    assert make_families(40) == 40
    with scoped([cast.place.pk]), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        states = Counter(Case.objects.values_list("status", flat=True))
        # With nobody to transfer to, nothing is transferred.
        assert set(states) == {
            "received", "rejected", "assigned", "active", "paused", "closed",
        }  # fmt: skip
        assert states["active"] > 15
        assert 1 < Case.objects.overdue().count() < 20
        assert Person.objects.filter(is_main_contact=True).count() == 40
        assert FollowUp.objects.filter(kind="contact").count() > 100
        assert Task.objects.filter(caused_by__isnull=False).count() > 50
        assert StayCheck.objects.exists()
        assert not Person.objects.exclude(email="").exclude(email__endswith="@example.org")
        assert not FollowUp.objects.filter(occurred_on__gt=today())


def test_families_are_made_once_and_the_same(cast: Cast) -> None:
    day = datetime.date(2026, 3, 6)
    assert make_families(6, day=day) == 6
    assert make_families(6, day=day) == 0
    with scoped([cast.place.pk]):
        first = told()
    assert make_families(8, day=day) == 2
    with scoped([cast.place.pk]):
        assert told()[:6] == first
        assert len({number for *_rest, number in told()}) == 8


def test_families_are_spread_over_places_with_staff(cast: Cast) -> None:
    other, empty = cast_of(), MunicipalityFactory()
    steps: list[int] = []
    assert make_families(5, progress=steps.append) == 5
    assert steps[-1] == 5
    with scoped([cast.place.pk, other.place.pk, empty.pk]):
        spread = Counter(Family.objects.values_list("municipality", flat=True))
    assert spread == {cast.place.pk: 3, other.place.pk: 2}


def test_families_move_between_municipalities_both_ways(cast: Cast) -> None:
    other = cast_of()
    places = [cast.place.pk, other.place.pk]
    assert make_families(40) == 40
    assert make_families(40) == 0
    with scoped(places), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        sent = list(Transfer.objects.select_related("case", "successor"))
        assert Counter(each.state for each in sent) == {"proposed": 4, "accepted": 2}
        assert {each.municipality_id for each in sent if each.state == "proposed"} == set(places)
        for each in sent:
            waits = each.state == "proposed"
            assert each.case.status == ("transferring" if waits else "closed")
            assert each.expires_on >= today()
            if each.successor:
                assert (each.successor.status, each.successor.municipality_id) == (
                    "assigned", each.to_municipality_id,
                )  # fmt: skip
                assert each.successor.bundle.entries
        assert Case.objects.count() == 42
