"""Invitations in the admin: who sends which, what is refused and how it is told, withdrawing."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from municipalities.models import Membership, Municipality
from municipalities.roles import Role
from portal.actions.invitations import invite, withdraw_invitation
from portal.models import Invitation, User
from tests.accounts import log_in
from tests.admin_forms import admin_url, errors, filled_in, save
from tests.factories import MunicipalityFactory, UserFactory
from tests.jobs import run_jobs, waiting

pytestmark = pytest.mark.django_db

LIST = "/admin/portal/invitation/"
ADD = f"{LIST}add/"
EMAIL = "ny@example.org"


@pytest.fixture
def dyroy(region: Municipality) -> Municipality:
    return MunicipalityFactory.create(name="Dyrøy")


@pytest.fixture
def senja(region: Municipality) -> Municipality:
    return MunicipalityFactory.create(name="Senja")


@pytest.fixture
def desk(administrator: User) -> Client:
    """The region's administrator, proven."""
    return log_in(administrator)


@pytest.fixture
def local(dyroy: Municipality) -> User:
    """Administers Dyrøy and nothing else."""
    user = UserFactory.create(name="Lokal Admin")
    Membership.objects.create(user=user, municipality=dyroy, role=Role.ADMINISTRATOR)
    return user


def typed(place: Municipality, **changes: Any) -> dict[str, Any]:
    given = {"email": EMAIL, "name": "Nora Ny", "language": "de", "role": "editor"}
    return given | {"municipality": str(place.pk)} | changes


def sent(place: Municipality, by: User | None = None, **changes: Any) -> Invitation:
    given: dict[str, Any] = {"email": EMAIL, "name": "Nora Ny", "language": "nb", "role": "editor"}
    return invite(**given | {"municipality": place, "by": by} | changes)


def withdraw_url(invitation: Invitation) -> str:
    return reverse("admin:portal_invitation_withdraw", args=[invitation.pk])


def told(response: Any) -> str:
    """The messages that the page after the form shows."""
    return " ".join(str(message) for message in response.context["messages"])


# --- sending --------------------------------------------------------------------------------------


def test_invitation_is_sent_from_the_form(
    desk: Client, administrator: User, dyroy: Municipality
) -> None:
    response = save(desk, ADD, **typed(dyroy, email="NY@example.org"))
    run_jobs()
    assert response["Location"] == LIST
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.name, invitation.language) == (EMAIL, "Nora Ny", "de")
    assert (invitation.role, invitation.municipality) == ("editor", dyroy)
    assert invitation.invited_by == administrator
    assert [message.to for message in mail.outbox] == [[EMAIL]]
    # Django's own log would keep the address for ever.
    assert not LogEntry.objects.exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [("email", ""), ("email", "ikke-en-adresse"), ("name", ""), ("name", "x" * 101),
     ("language", "tlh"), ("role", "king"), ("role", ""), ("municipality", ""),
     ("municipality", "999999")],
)  # fmt: skip
def test_invitation_with_wrong_values_is_refused(
    desk: Client, dyroy: Municipality, name: str, value: str
) -> None:
    assert list(errors(save(desk, ADD, **typed(dyroy, **{name: value})))) == [name]
    assert not Invitation.objects.exists()


def has_role(place: Municipality) -> None:
    user = UserFactory.create(email=EMAIL)
    Membership.objects.create(user=user, municipality=place, role=Role.EDITOR)


def is_closed(place: Municipality) -> None:
    UserFactory.create(email=EMAIL, is_active=False)


REFUSED: list[Any] = [
    (sent, {}, "email", "already invited to that role"),
    (has_role, {}, "role", "has that role there already"),
    (is_closed, {}, "email", "account is closed"),
    (lambda place: None, {"email": "ADMIN@example.org"}, "email", "your own address"),
]


@pytest.mark.parametrize(("before", "changes", "field", "says"), REFUSED)
def test_what_the_action_refuses_stands_at_its_field(
    desk: Client,
    dyroy: Municipality,
    before: Callable[[Municipality], Any],
    changes: dict[str, str],
    field: str,
    says: str,
) -> None:
    before(dyroy)
    rows, jobs = Invitation.objects.count(), len(waiting())
    response = save(desk, ADD, **typed(dyroy, **changes))
    found = errors(response)
    assert list(found) == [field]
    assert says in found[field][0]
    # What was typed is still there.
    assert 'value="Nora Ny"' in response.content.decode()
    assert (Invitation.objects.count(), len(waiting())) == (rows, jobs)
    # And the form works as soon as the reason is gone.
    assert save(desk, ADD, **typed(dyroy, email="en.annen@example.org")).status_code == 302


def test_invitation_that_has_expired_does_not_stand_in_the_way(
    desk: Client, dyroy: Municipality
) -> None:
    old = sent(dyroy)
    Invitation.objects.filter(pk=old.pk).update(expires_at=timezone.now())
    assert save(desk, ADD, **typed(dyroy)).status_code == 302
    assert Invitation.objects.open().count() == 1


def test_invitation_offers_places_of_today_and_the_region(
    desk: Client, region: Municipality, dyroy: Municipality
) -> None:
    former = MunicipalityFactory.create(name="Berg", valid_to="2019-12-31")
    page = desk.get(ADD)
    places = page.context["adminform"].form.fields["municipality"].queryset
    assert list(places) == [region, dyroy]
    assert list(errors(save(desk, ADD, **typed(former)))) == ["municipality"]


# --- who may --------------------------------------------------------------------------------------


def test_local_administrator_invites_to_their_own_place_alone(
    local: User, region: Municipality, dyroy: Municipality, senja: Municipality
) -> None:
    desk = log_in(local)
    assert save(desk, ADD, **typed(dyroy)).status_code == 302
    for elsewhere in (senja, region):
        assert list(errors(save(desk, ADD, **typed(elsewhere)))) == ["municipality"]
    assert Invitation.objects.get().municipality == dyroy
    offered = desk.get(ADD).content.decode()
    assert "Dyrøy" in offered
    assert "Senja" not in offered


def test_local_administrator_sees_and_withdraws_their_own_places_alone(
    local: User, dyroy: Municipality, senja: Municipality
) -> None:
    ours, theirs = sent(dyroy), sent(senja, name="Kanari")
    desk = log_in(local)
    listed = desk.get(LIST, {"q": "ny@"}).content.decode()
    assert "Nora Ny" in listed
    assert "Kanari" not in listed
    for url in (admin_url(theirs), withdraw_url(theirs)):
        assert "Kanari" not in desk.get(url, follow=True).content.decode()
    desk.post(withdraw_url(theirs))
    theirs.refresh_from_db()
    assert theirs.withdrawn_at is None
    desk.post(withdraw_url(ours))
    ours.refresh_from_db()
    assert ours.withdrawn_by == local


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_other_roles_reach_no_invitation(region: Municipality, role: Role) -> None:
    user = UserFactory.create()
    Membership.objects.create(user=user, municipality=region, role=role)
    client, invitation = log_in(user), sent(region)
    for url in (LIST, ADD, admin_url(invitation), withdraw_url(invitation)):
        assert client.get(url).status_code == 403
        assert client.post(url, typed(region)).status_code == 403
    invitation.refresh_from_db()
    assert invitation.withdrawn_at is None
    assert Invitation.objects.count() == 1


def test_invitations_ask_who_it_is_once_more(administrator: User, dyroy: Municipality) -> None:
    invitation = sent(dyroy)
    desk = log_in(administrator, proven=False)
    for url in (LIST, ADD, admin_url(invitation), withdraw_url(invitation)):
        for answer in (desk.get(url), desk.post(url, typed(dyroy))):
            assert "reauthenticate" in answer["Location"]
    invitation.refresh_from_db()
    assert invitation.withdrawn_at is None
    # Whoever comes back from the proof comes by GET, to the question.
    assert log_in(administrator).get(withdraw_url(invitation)).status_code == 200


# --- what is shown --------------------------------------------------------------------------------


def test_list_tells_what_became_of_each(
    desk: Client, administrator: User, dyroy: Municipality
) -> None:
    now, states = timezone.now(), {}
    for state, changes in {
        "open": {},
        "accepted": {"used_at": now, "used_by": administrator},
        "expired": {"expires_at": now},
        "withdrawn": {"withdrawn_at": now, "withdrawn_by": administrator},
    }.items():
        invitation = sent(dyroy, administrator, email=f"{state}@example.org", name=state.title())
        Invitation.objects.filter(pk=invitation.pk).update(**changes)
        states[state] = invitation
    rows = desk.get(LIST).context["cl"].result_list
    shown = desk.get(LIST).content.decode()
    assert [row.pk for row in rows] == [each.pk for each in reversed(states.values())]
    for state, invitation in states.items():
        assert f'<td class="field-state">{state}</td>' in shown
        assert list(desk.get(LIST, {"state": state}).context["cl"].result_list) == [invitation]
        page = desk.get(admin_url(invitation)).content.decode()
        assert ("Withdraw the invitation" in page) is (state == "open")


def test_list_asks_as_often_for_many_as_for_one(
    desk: Client, dyroy: Municipality, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(12):
        sent(dyroy, UserFactory.create(), email=f"ny-{number}@example.org")
    with django_assert_max_num_queries(14):
        desk.get(LIST)


def test_invitation_is_looked_at_and_never_changed_or_deleted(
    desk: Client, dyroy: Municipality
) -> None:
    invitation = sent(dyroy)
    page = desk.get(admin_url(invitation))
    assert page.status_code == 200
    assert page.context["adminform"].form.fields == {}
    content = page.content.decode()
    for shown in (EMAIL, "Norsk bokmål", "Dyrøy", "editor"):
        assert shown in content
    assert EMAIL not in content.partition("</title>")[0]
    assert invitation.token_hash not in content
    for action in ("change", "delete"):
        changed = typed(dyroy, email="tatt@example.org", post="yes")
        assert desk.post(admin_url(invitation, action), changed).status_code == 403
    assert desk.get(admin_url(invitation).replace("/change/", "/history/")).status_code == 404
    assert "/history/" not in content
    assert Invitation.objects.get().email == EMAIL


# --- withdrawing ----------------------------------------------------------------------------------


def test_withdrawing_happens_on_post_alone(
    desk: Client, administrator: User, dyroy: Municipality
) -> None:
    invitation = sent(dyroy)
    url = withdraw_url(invitation)
    assert (
        f'<form method="post" action="{url}">' in desk.get(admin_url(invitation)).content.decode()
    )
    assert "stops working at once" in desk.get(url).content.decode()
    assert desk.put(url).status_code == 405
    invitation.refresh_from_db()
    assert invitation.withdrawn_at is None
    response = desk.post(url, follow=True)
    assert "its link is dead" in told(response)
    invitation.refresh_from_db()
    assert invitation.withdrawn_by == administrator


def test_stale_click_is_told_what_happened(
    desk: Client, administrator: User, dyroy: Municipality
) -> None:
    used, gone = sent(dyroy), sent(dyroy, email="to@example.org")
    Invitation.objects.filter(pk=used.pk).update(used_at=timezone.now(), used_by=administrator)
    withdraw_invitation(invitation=gone, by=UserFactory.create(name="Berit Bestemt"))
    assert "accepted in the meantime" in told(desk.post(withdraw_url(used), follow=True))
    assert "Berit Bestemt has withdrawn it already" in told(
        desk.post(withdraw_url(gone), follow=True)
    )
    for invitation in (used, gone):
        assert "nothing to do" in desk.get(withdraw_url(invitation)).content.decode()
    gone.refresh_from_db()
    assert gone.withdrawn_by != administrator


def test_withdrawing_what_is_not_there_leads_to_the_index(desk: Client) -> None:
    for nowhere in ("999999", "tull"):
        url = reverse("admin:portal_invitation_withdraw", args=[nowhere])
        assert desk.post(url)["Location"] == reverse("admin:index")


def test_form_without_token_withdraws_nothing(administrator: User, dyroy: Municipality) -> None:
    invitation = sent(dyroy)
    strict = log_in(administrator, enforce_csrf_checks=True)
    assert strict.post(withdraw_url(invitation)).status_code == 403
    assert strict.post(ADD, filled_in(strict.get(ADD), **typed(dyroy))).status_code == 403
    invitation.refresh_from_db()
    assert invitation.withdrawn_at is None
