"""Asking who it is once more: pages, forms, single actions, and the whole of an admin."""

import time
from typing import Any
from unittest.mock import patch

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path, reverse

from municipalities.models import Membership, Municipality
from municipalities.roles import Role
from portal.lib.reauthentication import FORM, PAGE, AsksAgain, ask_again, asked_again
from portal.models import User
from portal.urls import urlpatterns as all_others
from tests.accounts import SoftPasskey, add_app, log_in
from tests.factories import PASSWORD, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


class GroupAdmin(AsksAgain, admin.ModelAdmin[Group]):
    """Any admin."""


class Site(admin.AdminSite):
    """An admin with nothing else in it."""


site = Site(name="again")
site.register(Group, GroupAdmin)


@asked_again
def secret(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{request.method} {request.POST.get('note', '')}")


def export(request: HttpRequest) -> HttpResponse:
    if request.POST.get("do") == "export" and (proof := ask_again(request)):
        return proof
    return HttpResponse("done")


urlpatterns = [
    path("accounts/secret/", secret),
    path("accounts/export/", export),
    path("accounts/again/", site.urls),
    *all_others,
]
PAGES = ["", "add/", "1/change/", "1/history/", "1/delete/"]


@pytest.fixture
def user(region: Municipality) -> User:
    user = UserFactory.create(is_superuser=True, language="en")
    Membership.objects.create(user=user, municipality=region, role=Role.ADMINISTRATOR)
    return user


def later(seconds: float) -> Any:
    """The clock of the helper, so many seconds ahead."""
    return patch("portal.lib.reauthentication.time.time", return_value=time.time() + seconds)


def test_page_is_open_to_who_has_just_proven_it_and_to_nobody_else(
    client: Client, user: User
) -> None:
    assert log_in(user).get("/accounts/secret/").content == b"GET "
    stale = log_in(user, proven=False).get("/accounts/secret/?page=2")
    assert stale["Location"] == "/accounts/reauthenticate/?next=/accounts/secret/%3Fpage%3D2"
    assert client.get("/accounts/secret/")["Location"].startswith("/accounts/login/?next=")


def test_page_closes_again_and_a_form_stays_open_longer(user: User) -> None:
    staff = log_in(user)
    with later(PAGE - 5):
        assert staff.get("/accounts/secret/").status_code == 200
    with later(PAGE + 5):
        assert staff.get("/accounts/secret/").status_code == 302
        assert staff.post("/accounts/secret/", {"note": "x"}).content == b"POST x"
    with later(FORM + 5):
        assert staff.post("/accounts/secret/", {"note": "x"}).status_code == 302


def test_proof_leads_back_and_holds(user: User) -> None:
    staff = log_in(user, proven=False)
    asked = staff.get("/accounts/secret/")["Location"]
    assert "This is not your password" in staff.post(asked, {"password": "x"}).content.decode()
    assert staff.get("/accounts/secret/").status_code == 302
    assert staff.post(asked, {"password": PASSWORD})["Location"] == "/accounts/secret/"
    assert staff.get("/accounts/secret/").status_code == 200


def test_what_was_sent_without_proof_is_not_done_and_not_kept(user: User) -> None:
    staff = log_in(user, proven=False)
    answer = staff.post("/accounts/secret/", {"note": "noe om en familie"})
    assert answer["Location"] == "/accounts/reauthenticate/?next=/accounts/secret/"
    assert "noe om en familie" not in str(dict(staff.session))
    assert "send it once more" in staff.get(answer["Location"]).content.decode()
    done = staff.post(answer["Location"], {"password": PASSWORD})
    assert done["Location"] == "/accounts/secret/"


def test_one_action_of_a_page_asks_and_the_others_do_not(user: User) -> None:
    staff = log_in(user, proven=False)
    assert staff.post("/accounts/export/", {"do": "sort"}).content == b"done"
    assert staff.post("/accounts/export/", {"do": "export"}).status_code == 302
    assert log_in(user).post("/accounts/export/", {"do": "export"}).content == b"done"


def test_proof_is_of_this_person_alone(user: User) -> None:
    staff = log_in(user)
    session = staff.session
    session["account_authentication_methods_user"] = str(user.pk + 1)
    session.save()
    assert staff.get("/accounts/secret/").status_code == 302


def test_safest_way_is_asked_for_first(user: User) -> None:
    def asked() -> str:
        return str(log_in(user, proven=False).get("/accounts/secret/")["Location"])

    assert asked().startswith(reverse("account_reauthenticate"))
    add_app(user)
    assert asked().startswith(reverse("mfa_reauthenticate"))
    SoftPasskey().add_to(user)
    assert asked().startswith(reverse("mfa_reauthenticate_webauthn"))
    html = log_in(user, proven=False).get(asked()).content.decode()
    assert "Use a code from your app" in html
    assert "Use your password" in html


@pytest.mark.parametrize("page", PAGES)
def test_admin_asks_on_each_of_its_pages(user: User, page: str) -> None:
    Group.objects.create(pk=1, name="Gruppe")
    address = f"/accounts/again/auth/group/{page}"
    assert log_in(user).get(address).status_code == 200
    stale = log_in(user, proven=False)
    for answer in (stale.get(address), stale.post(address, {"name": "Ny", "post": "yes"})):
        assert answer.status_code == 302
        assert answer["Location"].startswith("/accounts/reauthenticate/?next=/accounts/again/")
    assert Group.objects.get().name == "Gruppe"
