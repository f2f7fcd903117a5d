"""Nobody gives a role to themselves."""

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from municipalities.actions.memberships import OwnRole, change_role
from municipalities.models import Membership, Municipality
from municipalities.roles import Role
from portal.lib.dates import today
from portal.models import User
from tests.accounts import log_in
from tests.factories import MunicipalityFactory, UserFactory

pytestmark = pytest.mark.django_db
ADD = reverse("admin:municipalities_membership_add")


@pytest.fixture
def place() -> Municipality:
    return MunicipalityFactory()


def typed(user: User, place: Municipality, role: str = Role.LEAD) -> dict[str, object]:
    return {"user": user.pk, "municipality": place.pk, "role": role, "valid_from": today()}


def test_administrator_gives_a_role_to_others_and_not_to_themselves(
    administrator: User, place: Municipality
) -> None:
    client = log_in(administrator)
    other = UserFactory()
    page = client.post(ADD, typed(administrator, place)).content.decode()
    assert "Nobody gives a role to themselves" in page
    assert not Membership.objects.filter(municipality=place).exists()
    client.post(ADD, typed(other, place))
    assert Membership.objects.get(municipality=place).user == other
    # What Django would note besides keeps names beyond their erasure.
    assert not LogEntry.objects.exists()


def test_own_role_cannot_be_changed_or_taken_over(administrator: User, place: Municipality) -> None:
    client = log_in(administrator)
    other = Membership.objects.create(user=UserFactory(), municipality=place, role=Role.LEAD)
    own = Membership.objects.get(user=administrator)
    for membership in (own, other):
        url = reverse("admin:municipalities_membership_change", args=[membership.pk])
        page = client.post(url, typed(administrator, place)).content.decode()
        assert "Nobody gives a role to themselves" in page
    other.refresh_from_db()
    assert other.user != administrator


def test_action_refuses_the_own_role_whoever_asks(administrator: User, place: Municipality) -> None:
    wanted = Membership(user=administrator, municipality=place, role=Role.LEAD)
    with pytest.raises(OwnRole):
        change_role(membership=wanted, by=administrator)
    held = Membership.objects.create(user=administrator, municipality=place, role=Role.EDITOR)
    held.user = UserFactory()
    with pytest.raises(OwnRole):
        change_role(membership=held, by=administrator)
    assert Membership.objects.filter(user=administrator, role=Role.EDITOR).exists()
