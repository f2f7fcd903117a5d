"""Accounts in the admin, and the frame around all of its pages."""

import hashlib
import re
from base64 import b64encode
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.models import Group
from django.contrib.staticfiles import finders
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from municipalities.models import Membership, Municipality
from municipalities.roles import Role
from portal.content_policy import EDITOR_STYLE
from portal.models import ContentVersion, PackEntry, SearchEntry, User
from tests.accounts import add_app, log_in, prove
from tests.admin_forms import admin_url, errors, save
from tests.factories import PASSWORD, MunicipalityFactory, PageFactory, UserFactory
from tests.jobs import run_jobs

NEW = {
    "email": "Ny.Person@Example.org", "name": "Ny Person", "language": "de",
    "usable_password": "true", "password1": "langt-nok-passord-7",
    "password2": "langt-nok-passord-7",
}  # fmt: skip


@pytest.fixture
def desk(administrator: User) -> Client:
    """The administrator, logged in, in English."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(administrator)
    prove(client, administrator)
    return client


# --- accounts -------------------------------------------------------------------------------------


def test_account_is_made_with_a_password_that_works(desk: Client, client: Client) -> None:
    assert save(desk, admin_url(User, "add"), **NEW).status_code == 302
    user = User.objects.get(name="Ny Person")
    assert (user.email, user.language) == ("ny.person@example.org", "de")
    assert client.login(username="ny.person@example.org", password=NEW["password1"])


@pytest.mark.parametrize(
    ("name", "value"),
    [("password2", "et-annet-passord-7"), ("password2", ""), ("email", "ikke-en-adresse"),
     ("email", "ADMIN@example.org"), ("language", "tlh"), ("name", "")],
)  # fmt: skip
def test_account_with_wrong_values_is_refused(desk: Client, name: str, value: str) -> None:
    assert name in errors(save(desk, admin_url(User, "add"), **NEW | {name: value}))
    assert User.objects.count() == 1


def test_account_with_a_short_password_is_refused(desk: Client) -> None:
    short = {"password1": "kort", "password2": "kort"}
    assert "password2" in errors(save(desk, admin_url(User, "add"), **NEW | short))


def test_account_is_changed_and_never_deleted(desk: Client, client: Client) -> None:
    user = UserFactory.create(password="ja-vi-elsker-7")
    assert save(desk, admin_url(user), name="Nytt navn", email="NY@example.org").status_code == 302
    assert client.login(username="ny@example.org", password="ja-vi-elsker-7")
    user.refresh_from_db()
    assert (user.name, user.email) == ("Nytt navn", "ny@example.org")
    assert desk.post(admin_url(user, "delete"), {"post": "yes"}).status_code == 403
    assert User.objects.filter(pk=user.pk).exists()


@pytest.mark.parametrize(
    ("changed", "is_forgotten"),
    [({"email": "ny@example.org"}, True), ({"name": "Nytt navn"}, False),
     ({"email": "GAMMEL@example.org"}, False)],
)  # fmt: skip
def test_new_address_has_refused_no_mail_yet(
    desk: Client, changed: dict[str, str], is_forgotten: bool
) -> None:
    moment = timezone.now()
    user = UserFactory.create(email="gammel@example.org", email_refused_at=moment)
    assert save(desk, admin_url(user), **changed).status_code == 302
    user.refresh_from_db()
    assert user.email_refused_at == (None if is_forgotten else moment)


@pytest.mark.parametrize("active", [True, False])
def test_account_form_neither_closes_nor_opens(desk: Client, active: bool) -> None:
    user = UserFactory.create(is_active=active)
    page = desk.get(admin_url(user))
    assert "is_active" not in page.context["adminform"].form.fields
    # A form as it would be with the tick, and one without.
    for tick in ("on", None):
        assert save(desk, admin_url(user), name="Ny", is_active=tick).status_code == 302
        user.refresh_from_db()
        assert (user.name, user.is_active) == ("Ny", active)


def test_account_gets_a_new_password(desk: Client, client: Client) -> None:
    user = UserFactory.create()
    url = reverse("admin:auth_user_password_change", args=[user.pk])
    typed = {name: NEW[name] for name in ("password1", "password2", "usable_password")}
    assert desk.post(url, typed | {"set-password": "1"}).status_code == 302
    assert client.login(username=user.email, password=NEW["password1"])


# --- what is done to accounts ---------------------------------------------------------------------

DEEDS = ("close", "open", "remove_factors")


def deed_url(user: User, deed: str) -> str:
    return reverse(f"admin:portal_user_{deed}", args=[user.pk])


def offered(desk: Client, user: User) -> list[str]:
    """The deeds that the account's page leads to."""
    page = desk.get(admin_url(user)).content.decode()
    return [deed for deed in DEEDS if f'href="{deed_url(user, deed)}"' in page]


def told(response: Any) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def noted(caplog: pytest.LogCaptureFixture, event: str) -> list[str]:
    return [line for line in caplog.messages if line.startswith(f"event={event} ")]


def test_account_is_closed_and_opened_again(
    desk: Client,
    administrator: User,
    client: Client,
    caplog: pytest.LogCaptureFixture,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    caplog.set_level("INFO", logger="landgang.security")
    user = UserFactory.create()
    login = {"login": user.email, "password": PASSWORD}
    client.post(reverse("account_login"), login)
    assert offered(desk, user) == ["close"]
    with django_capture_on_commit_callbacks(execute=True):
        response = desk.post(deed_url(user, "close"), follow=True)
    assert "The account is closed" in told(response)
    user.refresh_from_db()
    assert user.is_active is False
    assert client.get("/accounts/").status_code == 302
    assert noted(caplog, "account_closed") == [
        f"event=account_closed user={user.pk} by={administrator.pk}"
    ]
    assert offered(desk, user) == ["open"]
    with django_capture_on_commit_callbacks(execute=True):
        response = desk.post(deed_url(user, "open"), follow=True)
    assert "The account is open again" in told(response)
    assert noted(caplog, "account_opened") == [
        f"event=account_opened user={user.pk} by={administrator.pk}"
    ]
    # No old session came back, and a new one is possible.
    assert client.get("/accounts/").status_code == 302
    client.post(reverse("account_login"), login)
    assert client.get("/accounts/").status_code == 200


def test_second_factors_are_removed_and_the_person_is_told(desk: Client, client: Client) -> None:
    user, other = UserFactory.create(), UserFactory.create()
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    for each in (user, other):
        add_app(each)
    assert offered(desk, user) == ["close", "remove_factors"]
    response = desk.post(deed_url(user, "remove_factors"), follow=True)
    run_jobs()
    assert "The second factors are removed" in told(response)
    assert set(Authenticator.objects.values_list("user", flat=True)) == {other.pk}
    assert client.get("/accounts/").status_code == 302
    assert [message.to for message in mail.outbox] == [[user.email]]
    assert offered(desk, user) == ["close"]


@pytest.mark.parametrize("deed", DEEDS)
def test_deed_asks_first_and_does_nothing_when_looked_at(desk: Client, deed: str) -> None:
    user = UserFactory.create(is_active=deed != "open")
    add_app(user)
    page = desk.get(deed_url(user, deed))
    content = page.content.decode()
    assert str(escape(page.context["deed"].explanation)) in content
    assert user.name in content
    assert user.name not in content.partition("</title>")[0]
    assert desk.head(deed_url(user, deed)).status_code == 200
    assert desk.put(deed_url(user, deed)).status_code == 405
    user.refresh_from_db()
    assert user.is_active is (deed != "open")
    assert Authenticator.objects.filter(user=user).count() == 2


@pytest.mark.parametrize("deed", DEEDS)
def test_stale_click_is_told_that_it_was_done(desk: Client, deed: str) -> None:
    user = UserFactory.create(is_active=deed != "close")
    response = desk.post(deed_url(user, deed), follow=True)
    run_jobs()
    assert told(response) == "That was done already."
    assert "nothing to do here any more" in desk.get(deed_url(user, deed)).content.decode()
    assert mail.outbox == []


@pytest.mark.parametrize("deed", DEEDS)
def test_nobody_does_it_to_their_own_account(desk: Client, administrator: User, deed: str) -> None:
    add_app(administrator)
    assert offered(desk, administrator) == []
    assert desk.get(deed_url(administrator, deed)).status_code == 403
    assert "your own account" in told(desk.post(deed_url(administrator, deed), follow=True))
    administrator.refresh_from_db()
    assert administrator.is_active
    assert Authenticator.objects.filter(user=administrator).exists()


@pytest.mark.parametrize("deed", DEEDS)
def test_deeds_are_closed_to_others(region: Municipality, deed: str) -> None:
    """To editors, and to who administers one municipality: accounts belong to the region."""
    user, place = UserFactory.create(is_active=deed != "open"), MunicipalityFactory.create()
    add_app(user)
    for role, where in ((Role.EDITOR, region), (Role.ADMINISTRATOR, place)):
        other = UserFactory.create()
        Membership.objects.create(user=other, municipality=where, role=role)
        client = log_in(other)
        assert client.get(deed_url(user, deed)).status_code == 403
        assert client.post(deed_url(user, deed)).status_code == 403
    user.refresh_from_db()
    assert user.is_active is (deed != "open")
    assert Authenticator.objects.filter(user=user).count() == 2


@pytest.mark.parametrize("deed", DEEDS)
def test_deeds_ask_who_it_is_once_more(administrator: User, deed: str) -> None:
    user = UserFactory.create()
    desk = log_in(administrator, proven=False)
    for answer in (desk.get(deed_url(user, deed)), desk.post(deed_url(user, deed))):
        assert "reauthenticate" in answer["Location"]
    user.refresh_from_db()
    assert user.is_active


def test_accounts_are_closed_to_editors(client: Client, regional_editor: User) -> None:
    client.force_login(regional_editor)
    password = reverse("admin:auth_user_password_change", args=[regional_editor.pk])
    pages = [admin_url(User, "changelist"), admin_url(User, "add"), admin_url(regional_editor)]
    for page in [*pages, password]:
        assert client.get(page).status_code == 403
        assert client.post(page, NEW).status_code == 403
    assert User.objects.count() == 1


def test_what_machines_write_is_not_in_the_admin() -> None:
    for model in (ContentVersion, Group, PackEntry, SearchEntry):
        assert not admin.site.is_registered(model)
    assert admin.site.is_registered(User)


# --- the frame ------------------------------------------------------------------------------------


class Inline(HTMLParser):
    """Collects what stands inside the page and not in a file: text of scripts, styles, handlers."""

    def __init__(self) -> None:
        super().__init__()
        self.scripts: list[str] = []
        self.others: list[str] = []
        self.links: list[str] = []
        self._is_in_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._is_in_script = tag == "script" and "src" not in given
        self.others += [name for name in given if name == "style" or name.startswith("on")]
        self.others += ["<style>"] if tag == "style" else []
        self.links += [str(given[n]) for n in ("src", "href") if n in given and tag != "a"]

    def handle_data(self, data: str) -> None:
        if self._is_in_script and data.strip():
            self.scripts.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._is_in_script = False


def inline(response: Any) -> Inline:
    reader = Inline()
    reader.feed(response.content.decode())
    return reader


def sha256(text: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@pytest.fixture
def editor(regional_editor: User) -> Client:
    """The regional editor, logged in."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(regional_editor)
    return client


def test_pages_carry_the_portals_name_look_and_script(desk: Client, editor: Client) -> None:
    pages = [
        desk.get(reverse("admin:index")),
        desk.get(admin_url(User, "changelist")),
        editor.get(admin_url(PageFactory.create())),
    ]
    for page in pages:
        assert '<a href="/admin/">Landgang – hosting</a>' in page.content.decode()
        links = inline(page).links
        for name in ("css/tokens.css", "css/admin.css", "js/admin.js", "img/icon.svg"):
            assert f"/static/portal/{name}" in links
            assert finders.find(f"portal/{name}")


def test_pages_keep_to_their_content_policy(desk: Client, editor: Client) -> None:
    for client, url in (
        (desk, reverse("admin:index")),
        (desk, admin_url(User, "add")),
        (editor, admin_url(PageFactory.create())),
    ):
        response = client.get(url)
        policy = response["Content-Security-Policy"]
        found = inline(response)
        assert found.others == []
        assert all(link.startswith(("/static/", "/admin/")) for link in found.links)
        # The text editor's import map, and nothing else.
        assert all(sha256(script) in policy for script in found.scripts)
        assert "unsafe" not in policy
    assert len(found.scripts) == 1
    assert sha256(found.scripts[0] + " ") not in policy


def test_policy_allows_the_one_style_of_the_editor_that_is_installed() -> None:
    source = finders.find("django_prose_editor/editor.js")
    with open(source, encoding="utf-8") as file:
        styles = re.findall(r"=`(\.ProseMirror \{.*?)`", file.read(), re.DOTALL)
    assert [sha256(style) for style in styles] == [EDITOR_STYLE]


def test_policy_of_public_pages_allows_nothing_inline(client: Client, region: Any) -> None:
    assert "sha256" not in client.get("/nb/")["Content-Security-Policy"]
