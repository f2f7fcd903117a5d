"""The role matrix: every cell, from both sides."""

import datetime

import pytest

from municipalities.models import Membership, Municipality
from municipalities.permissions import Standing, confidential_scope, may, may_everywhere
from municipalities.roles import MATRIX, REGION_WIDE, Ability, Role
from portal.models import User
from tests.factories import MunicipalityFactory, UserFactory

pytestmark = pytest.mark.django_db

# Domain.md, "Who may do what", written out once more: a slip in the matrix shows here.
ALLOWED = {
    Role.COORDINATOR: (
        "triage_enquiries read_cases follow_up write_local_parts edit_own_card "
        "keep_office_days read_handbook answer_self_check read_self_checks"
    ),
    Role.LEAD: (
        "triage_enquiries read_cases follow_up lead_cases count_cases erase_families "
        "write_local_parts "
        "edit_own_card read_access_log keep_office_days read_handbook write_handbook "
        "answer_self_check read_self_checks answer_requests"
    ),
    Role.DEPUTY: "triage_enquiries read_cases follow_up read_handbook",
    Role.EDITOR: (
        "edit_content moderate_offers see_board count_visits read_changes "
        "keep_office_days read_handbook write_handbook"
    ),
    Role.REGIONAL: "count_region moderate_offers see_board count_visits read_handbook "
    "read_self_checks",
    Role.PRIVACY: (
        "count_enquiries erase_families answer_requests read_access_log read_changes read_handbook"
    ),
    Role.ADMINISTRATOR: "manage_accounts read_handbook",
}


def give(role: Role, place: Municipality, user: User | None = None) -> User:
    user = user or UserFactory()
    Membership.objects.create(user=user, municipality=place, role=role)
    return user


@pytest.mark.parametrize("ability", Ability)
@pytest.mark.parametrize("role", Role)
def test_role_may_what_the_matrix_says_and_only_there(role: Role, ability: Ability) -> None:
    here, elsewhere = MunicipalityFactory(), MunicipalityFactory()
    user = give(role, here)
    allowed = ability in ALLOWED[role].split()
    assert may(user, ability, here.pk) is allowed
    assert may(user, ability) is allowed
    assert not may(user, ability, elsewhere.pk)
    assert not may_everywhere(user, ability)


@pytest.mark.parametrize("ability", Ability)
@pytest.mark.parametrize("role", Role)
def test_role_in_the_region_holds_everywhere_only_where_it_may(
    role: Role, ability: Ability, region: Municipality
) -> None:
    somewhere = MunicipalityFactory()
    user = give(role, region)
    allowed = ability in ALLOWED[role].split()
    assert may(user, ability, region.pk) is allowed
    assert may(user, ability, somewhere.pk) is (allowed and role in REGION_WIDE)


def test_matrix_names_every_role_and_nobody_is_region_wide_with_families() -> None:
    assert set(MATRIX) == set(Role)
    for role in REGION_WIDE:
        assert Ability.TRIAGE_ENQUIRIES not in MATRIX[role]


def test_different_roles_in_two_municipalities_do_not_mix() -> None:
    dyroy, senja = MunicipalityFactory(), MunicipalityFactory()
    user = give(Role.COORDINATOR, senja, give(Role.EDITOR, dyroy))
    assert may(user, Ability.EDIT_CONTENT, dyroy.pk)
    assert not may(user, Ability.EDIT_CONTENT, senja.pk)
    assert may(user, Ability.TRIAGE_ENQUIRIES, senja.pk)
    assert not may(user, Ability.TRIAGE_ENQUIRIES, dyroy.pk)
    assert confidential_scope(Standing.of(user)) == ([senja.pk], [])


@pytest.mark.parametrize("role", [Role.EDITOR, Role.REGIONAL, Role.ADMINISTRATOR])
def test_roles_without_families_have_an_empty_scope(role: Role, region: Municipality) -> None:
    MunicipalityFactory()
    assert confidential_scope(Standing.of(give(role, region))) == ([], [])


def test_privacy_officer_of_the_region_reads_every_log_and_no_row(region: Municipality) -> None:
    place = MunicipalityFactory()
    rows, log = confidential_scope(Standing.of(give(Role.PRIVACY, region)))
    assert rows == []
    assert log == sorted([region.pk, place.pk])


def test_a_change_holds_at_the_next_question() -> None:
    here = MunicipalityFactory()
    user = give(Role.COORDINATOR, here)
    assert may(user, Ability.TRIAGE_ENQUIRIES, here.pk)
    yesterday = datetime.date.today() - datetime.timedelta(days=1)
    Membership.objects.update(valid_from=yesterday, valid_to=yesterday)
    assert not may(user, Ability.TRIAGE_ENQUIRIES, here.pk)


def test_superuser_without_membership_may_nothing(region: Municipality) -> None:
    user = User.objects.create_superuser("root@example.org", "x", name="Root")
    assert not any(may(user, ability) for ability in Ability)


def test_standing_is_read_with_one_query(django_assert_num_queries: object) -> None:
    user = give(Role.LEAD, MunicipalityFactory())
    with django_assert_num_queries(1):  # type: ignore[operator]
        standing = Standing.of(user)
        standing.anywhere(*Ability)
        standing.everywhere(*Ability)
