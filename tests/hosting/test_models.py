"""Who answers, on any day; which organisations readers see."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from hosting.models import Coordinator, Organisation
from municipalities.models import Municipality
from tests.factories import CoordinatorFactory, MunicipalityFactory, OrganisationFactory

pytestmark = pytest.mark.django_db
YESTERDAY = datetime.date(2026, 11, 20)
TODAY = datetime.date(2026, 11, 21)
TOMORROW = datetime.date(2026, 11, 22)


@pytest.fixture
def desk(region: Municipality) -> Coordinator:
    return CoordinatorFactory(municipality=region)


def answering(place: Municipality | None, day: datetime.date = TODAY) -> Coordinator | None:
    return Coordinator.objects.contact_for(place, day)


def test_coordinator_answers_for_the_own_municipality(desk: Coordinator) -> None:
    own = CoordinatorFactory()
    assert answering(own.municipality) == own


def test_deputy_answers_when_the_coordinator_is_away(desk: Coordinator) -> None:
    deputy = CoordinatorFactory()
    own = CoordinatorFactory(deputy=deputy, valid_to=YESTERDAY)
    assert answering(own.municipality) == deputy
    assert answering(own.municipality, YESTERDAY) == own


def test_desk_answers_when_nobody_else_does(desk: Coordinator) -> None:
    gone = CoordinatorFactory(valid_to=YESTERDAY)
    own = CoordinatorFactory(deputy=gone, valid_from=TOMORROW)
    assert answering(own.municipality) == desk
    assert answering(MunicipalityFactory()) == desk
    assert answering(None) == desk


def test_nobody_answers_only_where_nobody_is(region: Municipality) -> None:
    assert answering(MunicipalityFactory()) is None


def test_directory_shows_who_is_on_duty() -> None:
    here = CoordinatorFactory()
    CoordinatorFactory(valid_to=YESTERDAY)
    assert list(Coordinator.objects.on_duty(TODAY)) == [here]


@pytest.mark.parametrize(
    ("phone", "dial"), [("77 00 00 00", "+4777000000"), ("+49 30 1234", "+49301234")]
)
def test_phone_is_dialled_with_its_country(phone: str, dial: str) -> None:
    assert CoordinatorFactory.build(phone=phone).dial == dial


@pytest.mark.parametrize(
    ("name", "initials"), [("Ingrid Testnes", "IT"), ("Ole", "O"), ("Per Åge Demodal", "PD")]
)
def test_initials_stand_for_the_photo(name: str, initials: str) -> None:
    assert CoordinatorFactory.build(name=name).initials == initials


def test_period_cannot_end_before_it_begins() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        CoordinatorFactory(valid_from=TOMORROW, valid_to=YESTERDAY)


def test_nobody_is_their_own_deputy() -> None:
    own = CoordinatorFactory()
    own.deputy = own
    with pytest.raises(IntegrityError), transaction.atomic():
        own.save()


@pytest.mark.parametrize("fields", [{"status": "historic"}, {"confidence": "low"}])
def test_organisation_of_the_past_or_unsure_is_never_listed(fields: dict[str, str]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        OrganisationFactory(**fields)
    assert OrganisationFactory(is_listed=False, **fields).pk


def test_serving_finds_the_municipalitys_own() -> None:
    place = MunicipalityFactory()
    local = OrganisationFactory()
    local.municipalities.add(place)
    wide = OrganisationFactory(serves_region=True)
    OrganisationFactory(is_listed=False).municipalities.add(place)
    assert list(Organisation.objects.serving(place)) == [local]
    assert list(Organisation.objects.for_whole_region()) == [wide]
