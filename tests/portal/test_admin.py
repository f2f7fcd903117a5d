"""Accounts in the admin, and the frame around all of its pages."""

import hashlib
import re
from base64 import b64encode
from html.parser import HTMLParser
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from portal.content_policy import EDITOR_STYLE
from portal.models import ContentVersion, PackEntry, SearchEntry, User
from tests.accounts import prove
from tests.admin_forms import admin_url, errors, save
from tests.factories import PageFactory, UserFactory

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


def test_account_is_changed_and_closed_and_never_deleted(desk: Client, client: Client) -> None:
    user = UserFactory.create(password="ja-vi-elsker-7")
    assert save(desk, admin_url(user), name="Nytt navn", email="NY@example.org").status_code == 302
    assert client.login(username="ny@example.org", password="ja-vi-elsker-7")
    save(desk, admin_url(user), is_active=None)
    user.refresh_from_db()
    assert (user.name, user.email, user.is_active) == ("Nytt navn", "ny@example.org", False)
    assert client.get(reverse("admin:index")).status_code == 302
    assert desk.post(admin_url(user, "delete"), {"post": "yes"}).status_code == 403
    assert User.objects.filter(pk=user.pk).exists()


def test_account_gets_a_new_password(desk: Client, client: Client) -> None:
    user = UserFactory.create()
    url = reverse("admin:auth_user_password_change", args=[user.pk])
    typed = {name: NEW[name] for name in ("password1", "password2", "usable_password")}
    assert desk.post(url, typed | {"set-password": "1"}).status_code == 302
    assert client.login(username=user.email, password=NEW["password1"])


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
