"""The demo logins: one per role, invented, only in DEBUG."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from hosting.models import Offer
from municipalities.condition import Condition, board, cells
from municipalities.models import LocalPart, Membership, Municipality
from municipalities.roles import Role
from newcomers.actions.retention import families_at_rest
from newcomers.models import Family, PrivacyRequest, StayCheck
from portal.lib.dates import today
from portal.lib.scope import scoped
from portal.management.commands import run
from portal.management.commands.demo import LOGINS
from portal.models import User
from tests.accounts import log_in

pytestmark = pytest.mark.django_db

# Who can be tried out: role, and place; "" is the region's own row.
WANTED = {
    (Role.COORDINATOR, "malselv"), (Role.COORDINATOR, "sorreisa"), (Role.LEAD, "senja"),
    (Role.EDITOR, "dyroy"), (Role.EDITOR, ""), (Role.REGIONAL, ""), (Role.PRIVACY, ""),
    (Role.ADMINISTRATOR, ""),
}  # fmt: skip


def demo() -> str:
    out = StringIO()
    call_command("demo", stdout=out)
    return out.getvalue()


@pytest.fixture
def debug(settings: Any) -> None:
    settings.DEBUG = True


# --- before the content of Midt-Troms is there; then it stays for the module ----------------------


@pytest.mark.usefixtures("debug")
def test_demo_leaves_out_the_places_of_another_region(region: Municipality) -> None:
    assert demo().count("has no place in this region") == 4
    assert User.objects.count() == 4


def test_demo_refuses_outside_debug(region: Municipality) -> None:
    with pytest.raises(CommandError, match="DEBUG only"):
        demo()
    assert not User.objects.exists()


@pytest.mark.usefixtures("debug")
def test_demo_needs_a_region() -> None:
    with pytest.raises(CommandError, match="Load a region first"):
        demo()


# --- with the content ---------------------------------------------------------------------------


@pytest.mark.usefixtures("midt_troms", "debug")
def test_demo_makes_one_login_per_role_and_that_once() -> None:
    first = demo()
    assert "40 invented families" in first
    # The second time there is nothing left to make.
    assert first.startswith(demo())
    held = Membership.objects.valid_on().select_related("municipality")
    places = {
        (Role(each.role), each.municipality.slug if each.municipality.kind != "region" else "")
        for each in held
    }
    assert places == WANTED
    assert held.count() == User.objects.count() == len(LOGINS) == len(WANTED)
    assert not User.objects.filter(is_superuser=True).exists()


@pytest.mark.usefixtures("midt_troms", "debug")
def test_demo_logins_work_and_are_printed() -> None:
    printed = demo()
    for login in LOGINS:
        assert login.email.endswith("@example.org")
        assert User.objects.get(email=login.email).check_password(login.password)
        assert f"{login.email:<28} {login.password}" in printed


@pytest.mark.usefixtures("midt_troms", "debug")
def test_demo_logins_are_printed_by_run(monkeypatch: pytest.MonkeyPatch) -> None:
    out = StringIO()
    run.Command(stdout=out)._greet(8000, 1.0)
    assert all(f"{login.email:<28} {login.password}" in out.getvalue() for login in LOGINS)


@pytest.mark.usefixtures("midt_troms", "debug")
def test_demo_fills_the_pages_of_the_work(client: Client) -> None:
    for _twice in range(2):
        demo()
    assert Offer.objects.waiting().count() == 2
    senja = Municipality.objects.get(slug="senja")
    with scoped([senja.pk]), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        rest = families_at_rest(place=senja)
        assert (rest.to_look_at.count(), rest.to_approve.count()) == (1, 2)
        assert PrivacyRequest.objects.filter(state="open", due_on__gt=today()).count() == 4
        again = Family.objects.get(cases__status="received", label__endswith=" 900011")
        assert not StayCheck.objects.filter(answer="", due_on__lt=today()).exists()
    lead = log_in(User.objects.get(email="senja@example.org"))
    alike = lead.get(reverse("admin:newcomers_family_alike", args=[again.pk]))
    assert alike.content.decode().count(again.label) > 1
    assert lead.get(reverse("admin:newcomers_retention")).status_code == 200
    editor = log_in(User.objects.get(email="redaktor@example.org"))
    queue = editor.get(reverse("admin:hosting_offer_queue")).content.decode()
    assert "Strikkekafé" in queue
    assert "Strikkekafé" not in client.get("/nb/offers/").content.decode()


@pytest.mark.usefixtures("midt_troms", "debug")
def test_demo_shows_each_condition_on_the_board() -> None:
    for _twice in range(2):
        demo()
        lines = board(Municipality.objects.desks(), cells())
        found = {cell for line in lines for cell in line.counts}
        assert {cell.condition for cell in found} == set(Condition) - {Condition.DUE_SOON}
    assert LocalPart.objects.filter(body_nb__contains="Et eksempel:").count() == 2
