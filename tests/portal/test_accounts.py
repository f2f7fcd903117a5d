"""The doors for staff: which are open, who gets through, and what they tell to whom."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import OperationalError, connection, connections
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, reverse

from municipalities.models import Membership, Municipality
from municipalities.roles import Role
from portal.accounts.urls import urlpatterns
from portal.actions.accounts import close_account
from portal.content_policy import PUBLIC
from portal.models import User
from tests.accounts import SoftPasskey, add_app, log_in
from tests.factories import PASSWORD, UserFactory
from tests.jobs import run_jobs, waiting

pytestmark = pytest.mark.django_db

LANGUAGES = ("nb", "de", "en")
NEW = "fire-ord-paa-rad-9"
Commit = Callable[..., Any]  # pytest-django's django_capture_on_commit_callbacks


@pytest.fixture
def user() -> User:
    return UserFactory.create()


@pytest.fixture
def editor(user: User, region: Municipality) -> User:
    """Somebody with a role, who may enter the admin."""
    Membership.objects.create(user=user, municipality=region, role=Role.EDITOR)
    return user


def try_to_log_in(client: Client, email: str, password: str, **extra: Any) -> Any:
    path = reverse("account_login")
    return client.post(path, {"login": email, "password": password}, **extra)


def is_logged_in(client: Client) -> bool:
    return client.get(reverse("account")).status_code == 200


def visible(response: Any) -> str:
    """The page without what differs from one request to the next."""
    html = response.content.decode()
    return re.sub(r'(csrfmiddlewaretoken" value=|login" value=)"[^"]*"', "", html)


# --- which doors are open -------------------------------------------------------------------------

CLOSED = {"account_signup", "account_email", "account_set_password"}
# For whom the page is a page. What only leads on, or needs a special link, has tests of its own.
FOR_ALL = {
    "account_login", "account_inactive", "account_reset_password", "account_reset_password_done",
    "account_reset_password_from_key", "account_reset_password_from_key_done",
}  # fmt: skip
FOR_STAFF = {
    "account", "account_logout", "account_reauthenticate", "account_change_password",
    "usersessions_list", "mfa_index", "mfa_reauthenticate", "mfa_deactivate_totp",
    "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_list_webauthn",
    "mfa_add_webauthn", "mfa_edit_webauthn", "mfa_remove_webauthn",
}  # fmt: skip
# Tested apart: another state, or a real passkey (tests/browser).
APART = {
    "invitation", "mfa_activate_totp", "mfa_authenticate", "mfa_login_webauthn",
    "mfa_reauthenticate_webauthn", "provider_account", "provider_again", "provider_answer",
    "provider_begin",
}  # fmt: skip


def address(name: str, passkey: int = 1) -> str:
    for arguments in ([], [passkey], ["1", "a-b"]):
        try:
            return reverse(name, args=arguments)
        except NoReverseMatch:
            continue
    raise AssertionError(name)


def names(patterns: list[URLPattern]) -> list[str]:
    return [str(pattern.name) for pattern in patterns]


def test_doors_are_all_tested() -> None:
    assert sorted(names(urlpatterns)) == sorted(CLOSED | FOR_ALL | FOR_STAFF | APART)


@pytest.mark.parametrize("name", sorted(CLOSED))
def test_door_is_closed_to_everybody(client: Client, user: User, name: str) -> None:
    for each in (client, log_in(user)):
        assert each.get(address(name)).status_code == 404
        assert each.post(address(name), {"email": "ny@example.org"}).status_code == 404
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    "path",
    ["signup/", "social/signup/", "3rdparty/", "confirm-email/", "login/code/", "password/set/",
     "2fa/webauthn/", "2fa/recovery-codes/download/", "google/login/", "2fa/trust/"],
)  # fmt: skip
def test_door_that_allauth_knows_is_not_there(client: Client, path: str) -> None:
    assert client.get(f"/accounts/{path}").status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted(FOR_ALL))
def test_page_is_there_for_everybody(client: Client, name: str, language: str) -> None:
    response = client.get(address(name), headers={"accept-language": language})
    check_page(response, language)
    assert 'aria-label="Main menu"' in response.content.decode() or language != "en"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted(FOR_STAFF))
def test_page_is_there_for_staff_alone(
    client: Client, user: User, name: str, language: str
) -> None:
    add_app(user)
    User.objects.filter(pk=user.pk).update(language=language)
    path = address(name, SoftPasskey().add_to(user).pk)
    check_page(log_in(user).get(path), language)
    refused = client.get(path)
    assert refused.status_code == 302
    assert refused["Location"].startswith(reverse("account_login"))


def check_page(response: Any, language: str) -> None:
    html = response.content.decode()
    assert response.status_code == 200
    assert f'<html lang="{language}"' in html
    assert "noindex" in html
    assert response["Cache-Control"] == "no-store"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Content-Security-Policy"].startswith(PUBLIC)
    # Each field has a label, and no placeholder stands in for one.
    for field in re.findall(r'<input (?![^>]*type="hidden")[^>]*id="(\w+)"', html):
        assert f'<label for="{field}">' in html
    assert "placeholder=" not in html
    # Nothing of allauth's own pages, which are in its words.
    assert 'class="masthead"' in html


def test_only_the_login_page_may_ask_for_more_afterwards(client: Client, user: User) -> None:
    assert "connect-src 'self'" in client.get("/accounts/login/")["Content-Security-Policy"]
    for path in ("/accounts/", "/accounts/password/reset/", "/accounts/login/x"):
        assert "connect-src" not in log_in(user).get(path)["Content-Security-Policy"]


# --- logging in -----------------------------------------------------------------------------------


def test_login_leads_to_the_admin(client: Client, editor: User) -> None:
    response = try_to_log_in(client, editor.email.upper(), PASSWORD)
    assert response.status_code == 302
    assert response["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_login_makes_no_second_copy_of_the_address(client: Client, user: User) -> None:
    try_to_log_in(client, user.email, PASSWORD)
    client.post(reverse("account_reset_password"), {"email": user.email})
    assert is_logged_in(client)
    assert not EmailAddress.objects.exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_login_says_the_same_of_known_and_unknown_addresses(
    client: Client, user: User, language: str
) -> None:
    headers = {"accept-language": language}
    known = try_to_log_in(client, user.email, "galt-passord", headers=headers)
    unknown = try_to_log_in(client, "ingen@example.org", "galt-passord", headers=headers)
    assert (known.status_code, unknown.status_code) == (200, 200)
    assert visible(known) == visible(unknown)
    assert 'id="error-summary"' in visible(known)
    assert mail.outbox == []


def test_login_error_leads_to_the_field(client: Client) -> None:
    html = try_to_log_in(client, "ikke-en-adresse", "").content.decode()
    assert 'role="group" tabindex="-1" autofocus aria-labelledby="error-summary"' in html
    assert '<a href="#id_login">' in html
    assert '<a href="#id_password">' in html
    assert re.search(r'<input[^>]*id="id_login"[^>]*>', html)
    assert 'aria-describedby="id_login_error"' in html
    assert 'id="id_login_error"' in html
    assert html.count('aria-invalid="true"') == 2


def test_sixth_wrong_password_for_an_account_is_refused_kindly(user: User) -> None:
    def attempt(number: int, password: str) -> str:
        client = Client(headers={"accept-language": "en"}, REMOTE_ADDR=f"192.0.2.{number}")
        response = try_to_log_in(client, user.email, password)
        assert response.status_code in (200, 302)
        return response.content.decode()

    for number in range(5):
        assert "do not belong together" in attempt(number, "galt-passord")
    assert "Please wait five minutes" in attempt(6, "galt-passord")
    # Even the right one, from wherever: else guessing would go on.
    assert "Please wait five minutes" in attempt(7, PASSWORD)


def test_sixth_wrong_password_closes_no_other_account(client: Client, user: User) -> None:
    for number in range(6):
        try_to_log_in(client, user.email, "galt", REMOTE_ADDR=f"192.0.2.{number}")
    other = UserFactory.create()
    assert try_to_log_in(client, other.email, PASSWORD).status_code == 302


def test_sixth_attempt_at_an_unknown_address_is_refused_the_same(client: Client) -> None:
    answers = [
        try_to_log_in(client, "ingen@example.org", "galt", headers={"accept-language": "en"})
        for _ in range(6)
    ]
    said = ["Please wait five minutes" in answer.content.decode() for answer in answers]
    assert said == [False] * 5 + [True]


def test_eleventh_attempt_from_one_address_is_refused_kindly(client: Client) -> None:
    client = Client(headers={"accept-language": "en"})
    for number in range(10):
        answer = try_to_log_in(client, f"person{number}@example.org", "galt")
        assert "do not belong together" in answer.content.decode()
    user = UserFactory.create()
    answer = try_to_log_in(client, user.email, PASSWORD)
    assert "Please wait five minutes" in answer.content.decode()
    assert not is_logged_in(client)
    assert try_to_log_in(client, user.email, PASSWORD, REMOTE_ADDR="192.0.2.9").status_code == 302


def test_successful_logins_use_up_no_attempts(user: User) -> None:
    for _ in range(12):
        assert try_to_log_in(Client(), user.email, PASSWORD).status_code == 302


def test_flood_of_attempts_is_a_kind_429(user: User) -> None:
    client = Client(headers={"accept-language": "nb"})
    answers = [try_to_log_in(client, "", "") for _ in range(31)]
    assert [answer.status_code for answer in answers] == [200] * 30 + [429]
    assert "Vent litt" in answers[-1].content.decode()


def test_attempts_are_counted_by_the_address_the_proxy_saw(client: Client, settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(10):
        # What stands before the last comma is what the caller made up.
        forged = {"x-forwarded-for": f"198.51.100.{number}, 192.0.2.1", "accept-language": "en"}
        try_to_log_in(client, f"person{number}@example.org", "galt", headers=forged)
    refused = try_to_log_in(client, "x@example.org", "galt", headers=forged)
    assert "Please wait five minutes" in refused.content.decode()
    other = {"x-forwarded-for": "192.0.2.2", "accept-language": "en"}
    answer = try_to_log_in(client, "x@example.org", "galt", headers=other)
    assert "do not belong together" in answer.content.decode()


def test_closed_account_is_told_only_to_who_has_its_password(client: Client, user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)
    right = try_to_log_in(client, user.email, PASSWORD)
    assert right["Location"] == reverse("account_inactive")
    wrong = try_to_log_in(client, user.email, "galt")
    assert visible(wrong) == visible(try_to_log_in(client, "ingen@example.org", "galt"))
    assert not is_logged_in(client)


def test_login_sent_twice_ends_in_the_admin(editor: User) -> None:
    client = Client(enforce_csrf_checks=True)
    page = client.get(reverse("account_login"))
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', page.content.decode())
    assert token is not None
    typed = {"login": editor.email, "password": PASSWORD, "csrfmiddlewaretoken": token[1]}
    first = client.post(reverse("account_login"), typed)
    # The log-in changed the token: the same form again is an old one.
    second = client.post(reverse("account_login"), typed)
    assert (first.status_code, second.status_code) == (302, 302)
    assert first["Location"] == second["Location"] == "/admin/"


@pytest.mark.parametrize(
    ("language", "says"),
    [("nb", "sto åpen for lenge"), ("de", "zu lange offen"), ("en", "stood open too long")],
)
def test_form_without_its_token_is_refused_kindly(language: str, says: str) -> None:
    client = Client(enforce_csrf_checks=True, headers={"accept-language": language})
    response = client.post(reverse("account_reset_password"), {"email": "a@example.org"})
    assert response.status_code == 403
    assert says in response.content.decode()
    assert mail.outbox == []


# --- where one is led -----------------------------------------------------------------------------

EVIL = ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)",
        "http:///evil.example", "https:evil.example", "///evil.example"]  # fmt: skip


@pytest.mark.parametrize("evil", EVIL)
def test_nobody_is_led_to_other_sites(client: Client, editor: User, evil: str) -> None:
    add_app(editor)
    staff = log_in(editor)
    typed = {"password": PASSWORD, "next": evil}
    answers = [
        client.post(
            "/accounts/login/", {"login": editor.email, "password": PASSWORD, "next": evil}
        ),
        staff.get("/accounts/login/", {"next": evil}),
        staff.get("/admin/login/", {"next": evil}),
        staff.post("/accounts/reauthenticate/", typed),
        staff.post("/accounts/logout/", {"next": evil}),
        Client().get("/admin/login/", {"next": evil}, follow=False),
    ]
    for answer in answers:
        assert answer.status_code == 302
        assert answer["Location"].startswith("/")
        assert "evil" not in answer["Location"]
        assert not answer["Location"].startswith(("//", "/\\"))


def test_next_page_on_our_own_site_is_kept(client: Client, editor: User) -> None:
    wanted = "/admin/municipalities/page/?q=lege"
    to_door = client.get(wanted)
    assert to_door.status_code == 302
    to_login = client.get(to_door["Location"])
    assert to_login["Location"].startswith("/accounts/login/?next=/admin/municipalities/page/")
    page = client.get(to_login["Location"]).content.decode()
    assert f'name="next" value="{wanted}"' in page
    typed = {"login": editor.email, "password": PASSWORD, "next": wanted}
    assert client.post("/accounts/login/", typed)["Location"] == wanted


def test_admin_has_no_door_of_its_own(client: Client, editor: User) -> None:
    typed = {"username": editor.email, "password": PASSWORD}
    assert client.post("/admin/login/", typed).status_code == 405
    assert client.get("/admin/", follow=True).redirect_chain[-1][0].startswith("/accounts/login/")
    assert log_in(editor).get("/admin/login/")["Location"] == "/admin/"


def test_admin_logout_logs_out(editor: User) -> None:
    staff = log_in(editor)
    assert staff.get("/admin/logout/").status_code == 200
    assert is_logged_in(staff)
    assert staff.post("/admin/logout/")["Location"] == reverse("account_login")
    assert not is_logged_in(staff)


def test_admin_is_closed_to_accounts_that_are_not_staff(user: User) -> None:
    User.objects.filter(pk=user.pk).update(language="en", is_staff=False)
    response = log_in(user).get("/admin/", follow=True)
    # Not led round and round between two doors.
    assert len(response.redirect_chain) == 1
    assert response.status_code == 403
    assert "your role does not open this page" in response.content.decode()


# --- in the middle of a session -------------------------------------------------------------------


def test_account_that_is_closed_is_out_at_the_next_request(editor: User) -> None:
    staff = log_in(editor)
    assert staff.get("/admin/").status_code == 200
    User.objects.filter(pk=editor.pk).update(is_active=False)
    assert staff.get("/admin/").status_code == 302
    assert not is_logged_in(staff)
    assert staff.post("/accounts/password/change/", {}).status_code == 302


def test_membership_that_ended_closes_its_pages_at_the_next_request(editor: User) -> None:
    staff = log_in(editor)
    assert staff.get("/admin/municipalities/page/").status_code == 200
    Membership.objects.filter(user=editor).update(valid_from="2020-01-01", valid_to="2020-01-02")
    assert staff.get("/admin/municipalities/page/").status_code == 403


def test_session_lasts_eight_hours_or_until_the_browser_closes(client: Client, user: User) -> None:
    cookie = try_to_log_in(client, user.email, PASSWORD).cookies["sessionid"]
    assert cookie["max-age"] == ""
    assert cookie["httponly"]
    assert client.session.get_expiry_age() == 8 * 60 * 60


def test_sessions_are_listed_and_the_others_can_be_ended(user: User) -> None:
    here = Client(headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) Gecko/1 Firefox/150.0"})
    there = Client(headers={"user-agent": "Mozilla/5.0 (iPhone; like Mac OS X) Safari/605"})
    stranger = Client()
    for client, person in ((here, user), (there, user), (stranger, UserFactory.create())):
        try_to_log_in(client, person.email, PASSWORD)
    listed = here.get(reverse("usersessions_list")).content.decode()
    assert listed.count("127.0.0.1") == 2
    assert "Firefox, Windows" in listed
    assert "Safari, iPhone" in listed
    here.post(reverse("usersessions_list"))
    assert (is_logged_in(here), is_logged_in(there), is_logged_in(stranger)) == (True, False, True)
    assert UserSession.objects.filter(user=user).count() == 1


def test_account_that_is_closed_and_opened_again_has_no_old_session(
    user: User, django_capture_on_commit_callbacks: Commit
) -> None:
    here, stranger = Client(), Client()
    try_to_log_in(here, user.email, PASSWORD)
    try_to_log_in(stranger, UserFactory.create().email, PASSWORD)
    with django_capture_on_commit_callbacks(execute=True):
        close_account(user=user, by=UserFactory.create())
    assert (
        "This account is closed"
        in try_to_log_in(
            Client(headers={"accept-language": "en"}), user.email, PASSWORD, follow=True
        ).content.decode()
    )
    User.objects.filter(pk=user.pk).update(is_active=True)
    assert (is_logged_in(here), is_logged_in(stranger)) == (False, True)
    assert is_logged_in(log_in(user))


@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/2fa/", "/admin/"])
@pytest.mark.parametrize("required", [True, False])
def test_account_page_without_database_is_a_kind_503(
    user: User, monkeypatch: pytest.MonkeyPatch, settings: Any, path: str, required: bool
) -> None:
    settings.STAFF_MFA_REQUIRED = required
    staff = log_in(user, headers={"accept-language": "de"})

    def gone(*args: Any, **kwargs: Any) -> None:
        raise OperationalError("the server is gone")

    monkeypatch.setattr(type(connections["default"]), "cursor", gone)
    response = staff.get(path)
    assert response.status_code == 503
    assert response["Retry-After"] == "30"
    assert "Wir sind gleich wieder da" in response.content.decode()


# --- passwords ------------------------------------------------------------------------------------


def test_passwords_are_kept_with_argon2(client: Client, user: User) -> None:
    assert user.password.startswith("argon2")
    User.objects.filter(pk=user.pk).update(password=make_password(PASSWORD, hasher="pbkdf2_sha256"))
    assert try_to_log_in(client, user.email, PASSWORD).status_code == 302
    user.refresh_from_db()
    assert user.password.startswith("argon2")


def change(client: Client, old: str, new: str, again: str | None = None) -> Any:
    typed = {"oldpassword": old, "password1": new, "password2": again or new}
    return client.post(reverse("account_change_password"), typed)


def test_password_change_ends_all_other_sessions(
    user: User,
) -> None:
    here, there = Client(), Client()
    for client in (here, there):
        try_to_log_in(client, user.email, PASSWORD)
    assert change(here, PASSWORD, NEW).status_code == 302
    run_jobs()
    assert (is_logged_in(here), is_logged_in(there)) == (True, False)
    assert try_to_log_in(Client(), user.email, NEW).status_code == 302
    assert [message.to for message in mail.outbox] == [[user.email]]
    assert NEW not in mail.outbox[0].body


@pytest.mark.parametrize(
    ("old", "new", "again", "field"),
    [
        ("galt", NEW, NEW, "oldpassword"),
        (PASSWORD, "kort", "kort", "password1"),
        (PASSWORD, "q1w2e3r4t5y6", "q1w2e3r4t5y6", "password1"),
        (PASSWORD, "123456789012", "123456789012", "password1"),
        (PASSWORD, NEW, NEW + "x", "password2"),
    ],
)
def test_password_that_will_not_do_is_refused(
    user: User, old: str, new: str, again: str, field: str
) -> None:
    staff = log_in(user)
    response = change(staff, old, new, again)
    assert list(response.context["form"].errors) == [field]
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def link_in(message: Any) -> str:
    found = re.search(r"https?://\S+", message.body)
    assert found is not None
    return found[0]


def path_in(message: Any, settings: Any) -> str:
    link = link_in(message)
    assert link.startswith(f"{settings.SITE_URL}/accounts/")
    return link.removeprefix(settings.SITE_URL)


def ask_for_link(client: Client, email: str, **extra: Any) -> Any:
    answer = client.post(reverse("account_reset_password"), {"email": email}, **extra)
    run_jobs()
    return answer


@pytest.mark.parametrize("language", LANGUAGES)
def test_reset_says_the_same_of_known_and_unknown_addresses(
    client: Client, user: User, language: str
) -> None:
    User.objects.filter(pk=user.pk).update(language=language)
    headers = {"accept-language": language}
    answers = [
        ask_for_link(client, email, headers=headers) for email in (user.email, "ingen@example.org")
    ]
    assert [answer["Location"] for answer in answers] == [
        reverse("account_reset_password_done")
    ] * 2
    # One mail each, and one job: the time that it takes tells nothing either.
    assert [message.to for message in mail.outbox] == [[user.email], ["ingen@example.org"]]
    assert "/accounts/password/reset/key/" in mail.outbox[0].body
    assert "http" not in mail.outbox[1].body


def test_reset_link_works_once_and_ends_all_sessions(
    client: Client, user: User, settings: Any
) -> None:
    elsewhere = log_in(user)
    ask_for_link(client, user.email)
    link = path_in(mail.outbox[0], settings)
    page = client.get(link, follow=True)
    # The key is not in the address of the form.
    assert page.redirect_chain[-1][0].endswith("set-password/")
    typed = {"password1": NEW, "password2": NEW}
    done = client.post(page.redirect_chain[-1][0], typed)
    assert done["Location"] == reverse("account_reset_password_from_key_done")
    assert not is_logged_in(elsewhere)
    assert not is_logged_in(client)
    assert try_to_log_in(Client(), user.email, NEW).status_code == 302
    again = Client(headers={"accept-language": "en"}).get(link.partition("?")[0], follow=True)
    assert "This link does not work any more" in again.content.decode()


def test_reset_link_that_was_altered_does_not_work(
    client: Client, user: User, settings: Any
) -> None:
    ask_for_link(client, user.email)
    link = path_in(mail.outbox[0], settings).partition("?")[0]
    other = UserFactory.create()
    for wrong in (
        link[:-3] + "x/",
        link.replace(f"key/{_base36(user.pk)}-", f"key/{_base36(other.pk)}-"),
    ):
        page = client.get(wrong, follow=True, headers={"accept-language": "en"})
        assert "This link does not work any more" in page.content.decode()


def _base36(number: int) -> str:
    from django.utils.http import int_to_base36

    return int_to_base36(number)


def test_reset_link_names_our_address_whatever_host_was_asked(
    client: Client, user: User, settings: Any
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    ask_for_link(client, user.email, headers={"host": "evil.example"})
    assert link_in(mail.outbox[0]).startswith(settings.SITE_URL)


def test_reset_of_a_closed_account_sends_no_link(client: Client, user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)
    ask_for_link(client, user.email)
    assert "http" not in mail.outbox[0].body


def test_reset_is_limited_for_known_and_unknown_addresses(client: Client, user: User) -> None:
    for email in (user.email, "ingen@example.org"):
        answers = [ask_for_link(client, email) for _ in range(4)]
        assert [answer.status_code for answer in answers] == [302, 302, 302, 429]
    assert len(mail.outbox) == 6


def test_mail_that_cannot_be_sent_changes_no_answer(
    client: Client, user: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*args: Any) -> None:
        raise ConnectionRefusedError(user.email)

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    answer = client.post(reverse("account_reset_password"), {"email": user.email})
    assert answer.status_code == 302
    assert [job.outcome for job in run_jobs(faults=True)] == ["retried"]
    assert "task=portal.password_reset" in caplog.text
    assert "error=ConnectionRefusedError" in caplog.text
    assert user.email not in caplog.text


def test_reset_jobs_hold_no_address_and_are_one_for_each_that_is_typed(
    client: Client, user: User
) -> None:
    for email in (user.email, "ingen@example.org"):
        client.post(reverse("account_reset_password"), {"email": email})
    jobs = waiting()
    assert [name for name, _ in jobs] == ["portal.password_reset", "portal.no_account"]
    assert "@" not in str(jobs)
    assert "ingen" not in str(jobs)
    run_jobs()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT args::text FROM procrastinate_jobs WHERE args->>'address' IS NOT NULL"
        )
        assert cursor.fetchall() == []


# --- languages ------------------------------------------------------------------------------------


def test_language_menu_keeps_the_account_page(client: Client) -> None:
    html = client.get("/accounts/login/?next=/admin/").content.decode()
    for language in LANGUAGES:
        assert f'href="/accounts/login/?next=%2Fadmin%2F&amp;language={language}"' in html


def test_chosen_language_holds_on_account_pages_only(client: Client, region: Any) -> None:
    response = client.get("/accounts/login/?language=de", headers={"accept-language": "en"})
    assert '<html lang="de"' in response.content.decode()
    cookie = response.cookies["django_language"]
    assert (cookie.value, cookie["path"], cookie["max-age"]) == ("de", "/accounts/", "")
    assert cookie["httponly"]
    failed = try_to_log_in(client, "a@example.org", "x", headers={"accept-language": "en"})
    assert '<html lang="de"' in failed.content.decode()


def test_language_that_is_none_is_passed_over(client: Client) -> None:
    response = client.get("/accounts/login/?language=tlh", headers={"accept-language": "en"})
    assert '<html lang="en"' in response.content.decode()
    assert "django_language" not in response.cookies


def test_staff_are_spoken_to_in_their_own_language(editor: User) -> None:
    User.objects.filter(pk=editor.pk).update(language="de")
    staff = log_in(editor, headers={"accept-language": "en"})
    assert '<html lang="de"' in staff.get("/accounts/").content.decode()
    assert '<html lang="de"' in staff.get("/admin/").content.decode()
    # Public pages go by their address.
    assert '<html lang="en"' in staff.get("/en/about/").content.decode()
    assert '<html lang="nb"' in staff.get("/accounts/?language=nb").content.decode()


def test_public_pages_look_for_no_session(client: Client, region: Any, settings: Any) -> None:
    settings.STAFF_MFA_REQUIRED = True
    response = client.get("/nb/about/")
    assert "Cookie" not in response.get("Vary", "")
    assert not Session.objects.exists()
