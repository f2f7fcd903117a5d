"""What the database refuses, and which rows a question finds."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from municipalities.models import Figure, Membership, Municipality
from municipalities.models.municipality import validate_geometry
from municipalities.permissions import may_everywhere
from municipalities.roles import Ability, Role
from portal.models import User
from tests.factories import FigureFactory, MunicipalityFactory, SourceFactory, UserFactory

pytestmark = pytest.mark.django_db
DAY = datetime.date(2024, 1, 1)


def test_there_is_one_region(region: Municipality) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        MunicipalityFactory(kind="region")
    assert Municipality.objects.region() == region


@pytest.mark.parametrize(
    "fields",
    [
        {"valid_from": DAY, "valid_to": datetime.date(2023, 1, 1)},
        {"successor": True},
        {"case_log_enabled": True, "privacy_officer": "Pia", "privacy_officer_contact": "77"},
    ],
)
def test_impossible_municipality_is_refused(fields: dict[str, Any]) -> None:
    if fields.get("successor"):
        fields = {"successor": MunicipalityFactory()}
    with pytest.raises(IntegrityError), transaction.atomic():
        MunicipalityFactory(**fields)


def test_current_leaves_out_past_and_future(region: Municipality) -> None:
    here = MunicipalityFactory()
    MunicipalityFactory(valid_to=datetime.date(2019, 12, 31))
    MunicipalityFactory(valid_from=datetime.date(2999, 1, 1))
    assert list(Municipality.objects.current()) == [here]
    assert Municipality.objects.current(datetime.date(2018, 1, 1)).count() == 2


def test_municipality_is_former_from_the_day_after(settings: Any) -> None:
    place = MunicipalityFactory.build(valid_to=datetime.date(2019, 12, 31))
    assert place.is_former
    assert not place.is_current
    assert place.first_day_of_successor == datetime.date(2020, 1, 1)


def test_names_sort_as_norwegian_does() -> None:
    for name in ("Ås", "Aasen", "Østby", "Ærvik", "Andøy", "Zeta", "Áltá"):
        MunicipalityFactory(name=name)
    names = [place.name for place in Municipality.objects.in_alphabetical_order()]
    assert names == ["Áltá", "Andøy", "Zeta", "Ærvik", "Østby", "Ås", "Aasen"]


@pytest.mark.parametrize("missing", [{"source": None}, {"as_of": None}, {"confidence": "low"}])
def test_figure_cannot_be_published_without_source_date_and_confidence(
    missing: dict[str, Any],
) -> None:
    fields = {"source": SourceFactory(), "as_of": DAY, "state": "published"} | missing
    place = MunicipalityFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        FigureFactory(municipality=place, **fields)
    figure = FigureFactory.build(municipality=place, **fields)
    with pytest.raises(ValidationError):
        figure.full_clean()
    assert FigureFactory(municipality=place, **(fields | {"state": "draft"})).pk


def test_figure_series_shows_the_newest_published() -> None:
    place, source = MunicipalityFactory(), SourceFactory()
    for year, state in ((2023, "published"), (2024, "published"), (2025, "draft")):
        FigureFactory(
            municipality=place,
            key="population",
            kind="population",
            source=source,
            as_of=datetime.date(year, 1, 1),
            state=state,
        )
    assert [figure.as_of.year for figure in Figure.objects.describing([place])] == [2024]


def test_past_check_finds_what_is_due() -> None:
    fields = {"source": SourceFactory(), "as_of": DAY, "state": "published"}
    late = FigureFactory(check_by=DAY, **fields)
    FigureFactory(check_by=datetime.date(2999, 1, 1), **fields)
    assert list(Figure.objects.past_check()) == [late]


def test_membership_holds_between_its_days(region: Municipality) -> None:
    user = UserFactory()
    membership = Membership.objects.create(
        user=user, municipality=region, role=Role.EDITOR, valid_from=datetime.date(2020, 1, 1)
    )
    assert may_everywhere(user, Ability.EDIT_CONTENT)
    membership.valid_to = datetime.date(2020, 12, 31)
    membership.save()
    assert not may_everywhere(user, Ability.EDIT_CONTENT)


def test_editor_of_one_municipality_may_not_edit_everything() -> None:
    user = UserFactory()
    Membership.objects.create(user=user, municipality=MunicipalityFactory(), role=Role.EDITOR)
    assert not may_everywhere(user, Ability.EDIT_CONTENT)


def test_closed_account_may_nothing(regional_editor: User) -> None:
    assert may_everywhere(regional_editor, Ability.EDIT_CONTENT)
    regional_editor.is_active = False
    assert not may_everywhere(regional_editor, Ability.EDIT_CONTENT)


@pytest.mark.parametrize(
    "geometry",
    [
        None,
        {},
        {"type": "Point", "coordinates": [1, 2]},
        {"type": "Polygon"},
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [0, 0]]]},
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1]]]},
        {"type": "Polygon", "coordinates": [[["a", 0], [1, 1], [1, 0], ["a", 0]]]},
    ],
)
def test_geometry_that_is_none_is_refused(geometry: Any) -> None:
    with pytest.raises(ValueError, match=r"."):
        validate_geometry(geometry)


def test_geometry_of_several_islands_is_taken() -> None:
    ring = [[0, 0], [1, 1], [1, 0], [0, 0]]
    validate_geometry({"type": "MultiPolygon", "coordinates": [[ring], [ring]]})


def test_place_today_is_the_last_of_its_successors(region: Municipality) -> None:
    today_place = MunicipalityFactory.create(slug="senja")
    ended = {"valid_to": datetime.date(2019, 12, 31)}
    between = MunicipalityFactory.create(successor=today_place, **ended)
    first = MunicipalityFactory.create(successor=between, **ended)
    assert [place.place_today for place in (first, between, today_place, region)] == [
        today_place, today_place, today_place, region,
    ]  # fmt: skip


def test_place_today_is_none_where_it_is_not_written_down() -> None:
    ended = MunicipalityFactory.build(pk=1, valid_to=datetime.date(2019, 12, 31))
    assert ended.place_today is None
    other = MunicipalityFactory.build(pk=2, valid_to=ended.valid_to, successor=ended)
    ended.successor = other
    assert ended.place_today is None
