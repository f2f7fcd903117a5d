"""Second factors: who needs one, how they are set up, kept, used and removed."""

import json
import re
import threading
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse

from municipalities.models import Membership, Municipality
from municipalities.roles import Role
from portal.actions.accounts import remove_factors
from portal.lib.sealing import seal, unseal
from portal.models import User
from tests.accounts import SoftPasskey, add_app, code_of, log_in
from tests.factories import PASSWORD, UserFactory
from tests.jobs import run_jobs

pytestmark = pytest.mark.django_db

# pytest-django's django_capture_on_commit_callbacks: allauth tells us of some changes after them.
Commit = Callable[..., Any]
WRONG = "000000"


@pytest.fixture
def user(region: Municipality) -> User:
    """An editor without a second factor."""
    user = UserFactory.create(language="en")
    Membership.objects.create(user=user, municipality=region, role=Role.EDITOR)
    return user


@pytest.fixture
def required(settings: Any) -> None:
    """As in production."""
    settings.STAFF_MFA_REQUIRED = True


def with_password(user: User) -> Client:
    """A client that has sent the right password."""
    client = Client(headers={"accept-language": "en"})
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    return client


def is_logged_in(client: Client) -> bool:
    return client.get(reverse("account")).status_code == 200


def options_in(response: Any) -> dict[str, Any]:
    """What the page tells the browser about the passkey it wants."""
    found = re.search(
        r'<script id="passkey-options" type="application/json">(.*?)</script>',
        response.content.decode(),
    )
    assert found is not None
    return json.loads(found[1])["publicKey"]


# --- who needs one --------------------------------------------------------------------------------

SET_UP = ["mfa_index", "mfa_add_webauthn", "mfa_activate_totp", "account_logout"]
OTHER = ["account", "account_change_password", "usersessions_list", "mfa_list_webauthn",
         "mfa_generate_recovery_codes", "mfa_view_recovery_codes"]  # fmt: skip


@pytest.mark.usefixtures("required")
def test_staff_without_second_factor_reach_only_its_set_up(user: User) -> None:
    staff = with_password(user)
    assert [staff.get(reverse(name)).status_code for name in SET_UP] == [200] * len(SET_UP)
    closed = ["/admin/", "/admin/municipalities/page/", "/admin/password_change/", "/admin/jsi18n/"]
    for path in [*closed, *(reverse(name) for name in OTHER)]:
        for answer in (staff.get(path), staff.post(path, {})):
            assert answer.status_code == 302, path
            assert answer["Location"] == reverse("mfa_index"), path


@pytest.mark.usefixtures("required")
def test_set_up_page_says_what_is_left_and_links_to_nothing_closed(user: User) -> None:
    html = with_password(user).get(reverse("mfa_index")).content.decode()
    assert "One step is left" in html
    linked = re.findall(r'href="(/(?:accounts|admin)/[^"?]*)"', html)
    assert set(linked) == {reverse(name) for name in SET_UP[1:]}


@pytest.mark.usefixtures("required")
def test_staff_without_second_factor_are_nobody_on_public_pages(user: User) -> None:
    staff = with_password(user)
    response = staff.get("/nb/about/")
    assert response.status_code == 200
    assert response.wsgi_request.user.is_anonymous
    assert staff.get("/live").status_code == 200
    add_app(user)
    assert staff.get("/nb/about/").wsgi_request.user == user


@pytest.mark.usefixtures("required")
@pytest.mark.parametrize("kind", ["app", "passkey"])
def test_staff_with_a_second_factor_reach_their_work(user: User, kind: str) -> None:
    staff = with_password(user)
    add_app(user) if kind == "app" else SoftPasskey().add_to(user)
    assert staff.get("/admin/").status_code == 200
    assert is_logged_in(staff)
    assert "One step is left" not in staff.get(reverse("mfa_index")).content.decode()


@pytest.mark.usefixtures("required")
def test_recovery_codes_alone_are_no_second_factor(user: User) -> None:
    add_app(user)
    Authenticator.objects.exclude(type="recovery_codes").delete()
    assert log_in(user).get("/admin/")["Location"] == reverse("mfa_index")


def test_second_factor_is_not_asked_for_where_it_is_not_required(user: User, settings: Any) -> None:
    assert settings.STAFF_MFA_REQUIRED is False
    assert with_password(user).get("/admin/").status_code == 200


def test_second_factor_is_asked_for_at_login_wherever_there_is_one(user: User) -> None:
    add_app(user)
    staff = with_password(user)
    assert not is_logged_in(staff)
    assert staff.get("/admin/").status_code == 302


@pytest.mark.usefixtures("required")
def test_set_up_follows_a_fresh_login_without_the_password_again(user: User) -> None:
    assert with_password(user).get(reverse("mfa_activate_totp")).status_code == 200
    later = log_in(user, proven=False).get(reverse("mfa_activate_totp"))
    assert later["Location"].startswith(reverse("account_reauthenticate"))


# --- the app --------------------------------------------------------------------------------------


def start_app(staff: Client) -> str:
    """The secret that the set-up page shows."""
    html = staff.get(reverse("mfa_activate_totp")).content.decode()
    assert 'src="data:image/svg+xml;base64,' in html
    found = re.search(r"<code>([A-Z2-7]+)</code>", html)
    assert found is not None
    return found[1]


def enter(client: Client, code: str) -> Any:
    return client.post(reverse("mfa_authenticate"), {"code": code})


def test_app_is_set_up_with_a_code_and_shows_recovery_codes_once(
    user: User, django_capture_on_commit_callbacks: Commit
) -> None:
    staff = log_in(user)
    secret = start_app(staff)
    with django_capture_on_commit_callbacks(execute=True):
        done = staff.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    run_jobs()
    assert done["Location"] == reverse("mfa_view_recovery_codes")
    codes = re.findall(r"<code>(\d{8})</code>", staff.get(done["Location"]).content.decode())
    assert len(set(codes)) == 10
    again = staff.get(done["Location"]).content.decode()
    assert "cannot be shown again" in again
    assert not any(code in again for code in codes)
    assert [message.to for message in mail.outbox] == [[user.email]]


@pytest.mark.parametrize("code", [WRONG, "", "abc", "1" * 400])
def test_app_is_not_set_up_with_a_wrong_code(user: User, code: str) -> None:
    staff = log_in(user)
    secret = start_app(staff)
    response = staff.post(reverse("mfa_activate_totp"), {"code": code})
    assert "code" in response.context["form"].errors
    # The same key still: the app has it already.
    assert secret in response.content.decode()
    assert not Authenticator.objects.exists()


def test_app_logs_in_with_its_code(user: User) -> None:
    secret = add_app(user)
    staff = with_password(user)
    refused = enter(staff, WRONG)
    assert "That was not right" in refused.content.decode()
    assert not is_logged_in(staff)
    assert enter(staff, code_of(secret))["Location"] == "/admin/"
    assert is_logged_in(staff)


def test_code_that_was_used_is_refused(user: User) -> None:
    code = code_of(add_app(user))
    assert enter(with_password(user), code).status_code == 302
    replay = with_password(user)
    assert "That was not right" in enter(replay, code).content.decode()
    assert not is_logged_in(replay)


@pytest.mark.parametrize("periods", [-2, -1, 2])
def test_code_of_another_time_is_refused(user: User, periods: int) -> None:
    secret = add_app(user)
    staff = with_password(user)
    assert enter(staff, code_of(secret, periods)).status_code == 200
    assert not is_logged_in(staff)


def test_codes_cannot_be_guessed_on_and_on(user: User) -> None:
    secret = add_app(user)
    staff = with_password(user)
    for _ in range(5):
        assert "That was not right" in enter(staff, WRONG).content.decode()
    assert "Please wait five minutes" in enter(staff, code_of(secret)).content.decode()
    assert not is_logged_in(staff)


def test_second_step_without_the_first_leads_back(client: Client, user: User) -> None:
    secret = add_app(user)
    answer = enter(client, code_of(secret))
    assert answer["Location"] == reverse("account_login")
    assert not is_logged_in(client)


def test_account_closed_between_the_steps_gets_no_further(user: User) -> None:
    secret = add_app(user)
    staff = with_password(user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    enter(staff, code_of(secret))
    assert not is_logged_in(staff)


# --- recovery codes -------------------------------------------------------------------------------


def recovery_codes(user: User) -> list[str]:
    return Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()


def test_recovery_code_logs_in_once(user: User) -> None:
    add_app(user)
    code = recovery_codes(user)[0]
    assert enter(with_password(user), code).status_code == 302
    assert "That was not right" in enter(with_password(user), code).content.decode()
    assert len(recovery_codes(user)) == 9
    html = log_in(user).get(reverse("mfa_index")).content.decode()
    assert "You have 9 codes left" in html


def test_new_recovery_codes_end_the_old_ones(
    user: User, django_capture_on_commit_callbacks: Commit
) -> None:
    add_app(user)
    old = recovery_codes(user)
    with django_capture_on_commit_callbacks(execute=True):
        answer = log_in(user).post(reverse("mfa_generate_recovery_codes"))
    run_jobs()
    assert answer["Location"] == reverse("mfa_view_recovery_codes")
    assert not set(old) & set(recovery_codes(user))
    assert len(mail.outbox) == 1


def test_recovery_codes_need_a_fresh_proof(user: User) -> None:
    add_app(user)
    staff = log_in(user, proven=False)
    for name in ("mfa_generate_recovery_codes", "mfa_view_recovery_codes"):
        assert "reauthenticate" in staff.get(reverse(name))["Location"]


# --- passkeys -------------------------------------------------------------------------------------


def add(staff: Client, passkey: SoftPasskey, **how: Any) -> Any:
    options = options_in(staff.get(reverse("mfa_add_webauthn")))
    typed = {"name": "Laptop", "credential": passkey.create(options, **how)}
    return staff.post(reverse("mfa_add_webauthn"), typed)


def log_in_with(client: Client, passkey: SoftPasskey, **how: Any) -> Any:
    path = reverse("mfa_login_webauthn")
    options = client.get(path, headers={"accept": "application/json"}).json()
    answer = passkey.get(options["request_options"]["publicKey"], **how)
    return client.post(path, {"credential": answer, "next": "/admin/hosting/"})


def test_passkey_is_added_and_logs_in_without_password(user: User) -> None:
    passkey = SoftPasskey()
    assert add(log_in(user), passkey)["Location"] == reverse("mfa_view_recovery_codes")
    client = Client()
    assert log_in_with(client, passkey)["Location"] == "/admin/hosting/"
    assert is_logged_in(client)


def test_passkey_must_know_its_owner(user: User) -> None:
    # Neither added nor used without finger, face or code of the device.
    assert add(log_in(user), SoftPasskey(), verified=False).status_code == 200
    assert not Authenticator.objects.exists()
    passkey = SoftPasskey()
    passkey.add_to(user)
    client = Client()
    log_in_with(client, passkey, verified=False)
    assert not is_logged_in(client)


def test_passkey_answer_works_for_its_own_question_alone(user: User) -> None:
    passkey, path = SoftPasskey(), reverse("mfa_login_webauthn")
    passkey.add_to(user)
    asked, other = Client(), Client()
    options = asked.get(path, headers={"accept": "application/json"}).json()
    other.get(path, headers={"accept": "application/json"})
    answer = passkey.get(options["request_options"]["publicKey"])
    for client, works in ((other, False), (asked, True)):
        client.post(path, {"credential": answer})
        assert is_logged_in(client) is works
    asked.post(reverse("account_logout"))
    asked.post(path, {"credential": answer})
    assert not is_logged_in(asked)


@pytest.mark.parametrize("credential", ["", "{}", "[]", "nonsense", '{"response": {}}', '"x"'])
def test_passkey_answer_that_is_none_is_refused_kindly(
    client: Client, user: User, credential: str
) -> None:
    SoftPasskey().add_to(user)
    client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})
    response = client.post(reverse("mfa_login_webauthn"), {"credential": credential}, follow=True)
    assert response.status_code == 200
    assert 'class="notice warning"' in response.content.decode()
    assert not is_logged_in(client)


def test_passkey_of_another_site_is_refused(user: User) -> None:
    passkey, client = SoftPasskey(), Client()
    passkey.add_to(user)
    passkey.origin = "https://evil.example"
    log_in_with(client, passkey)
    assert not is_logged_in(client)


def test_passkey_of_a_closed_account_is_refused(user: User) -> None:
    passkey, client = SoftPasskey(), Client()
    passkey.add_to(user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert log_in_with(client, passkey)["Location"] == reverse("account_inactive")
    assert not is_logged_in(client)


def test_passkey_is_the_second_step_after_a_password(user: User) -> None:
    passkey = SoftPasskey()
    passkey.add_to(user)
    staff = with_password(user)
    answer = passkey.get(options_in(staff.get(reverse("mfa_authenticate"))))
    assert staff.post(reverse("mfa_authenticate"), {"credential": answer}).status_code == 302
    assert is_logged_in(staff)


def test_passkey_proves_again_who_it_is(user: User) -> None:
    passkey, path = SoftPasskey(), reverse("mfa_reauthenticate_webauthn")
    passkey.add_to(user)
    staff = log_in(user, proven=False)
    asked = staff.get(reverse("mfa_add_webauthn"))
    assert asked["Location"] == f"{path}?next={reverse('mfa_add_webauthn')}"
    wrong = staff.post(asked["Location"], {"credential": SoftPasskey().get({"challenge": "A"})})
    assert wrong["Location"] == asked["Location"]
    page = staff.get(asked["Location"])
    assert "That was not right" in page.content.decode()
    right = staff.post(asked["Location"], {"credential": passkey.get(options_in(page))})
    assert right["Location"] == reverse("mfa_add_webauthn")
    assert staff.get(right["Location"]).status_code == 200


def test_passkey_gets_another_name(user: User) -> None:
    passkey = SoftPasskey().add_to(user)
    staff, path = log_in(user), reverse("mfa_edit_webauthn", args=[passkey.pk])
    assert "name" in staff.post(path, {"name": ""}).context["form"].errors
    assert staff.post(path, {"name": "<b>Telefon</b>"}).status_code == 302
    html = staff.get(reverse("mfa_list_webauthn")).content.decode()
    assert "&lt;b&gt;Telefon&lt;/b&gt;" in html
    assert "<b>Telefon" not in html


@pytest.mark.parametrize("name", ["mfa_edit_webauthn", "mfa_remove_webauthn"])
def test_passkey_of_somebody_else_is_out_of_reach(user: User, name: str) -> None:
    SoftPasskey().add_to(user)
    theirs = SoftPasskey().add_to(UserFactory.create(), "Deres")
    staff, path = log_in(user), reverse(name, args=[theirs.pk])
    assert staff.get(path).status_code == 404
    assert staff.post(path, {"name": "Min"}).status_code == 404
    theirs.refresh_from_db()
    assert theirs.data["name"] == "Deres"


# --- the last one stays ---------------------------------------------------------------------------


def removal(user: User, kind: str) -> str:
    """Add a factor; the address that removes it."""
    if kind == "app":
        add_app(user)
        return reverse("mfa_deactivate_totp")
    return reverse("mfa_remove_webauthn", args=[SoftPasskey().add_to(user).pk])


@pytest.mark.usefixtures("required")
@pytest.mark.parametrize("kind", ["app", "passkey"])
def test_last_factor_stays(user: User, kind: str) -> None:
    path = removal(user, kind)
    response = log_in(user).post(path)
    assert response.status_code == 200
    assert "This is your only second factor" in response.content.decode()
    assert Authenticator.objects.exclude(type="recovery_codes").count() == 1


@pytest.mark.usefixtures("required")
@pytest.mark.parametrize("kind", ["app", "passkey"])
def test_factor_beside_another_is_removed(user: User, kind: str) -> None:
    path = removal(user, kind)
    SoftPasskey().add_to(user)
    assert log_in(user).post(path).status_code == 302
    run_jobs()
    assert Authenticator.objects.exclude(type="recovery_codes").count() == 1
    assert [message.to for message in mail.outbox] == [[user.email]]


@pytest.mark.parametrize("kind", ["app", "passkey"])
def test_last_factor_may_go_where_none_is_required(user: User, kind: str) -> None:
    assert log_in(user).post(removal(user, kind)).status_code == 302
    assert not Authenticator.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("required")
def test_two_removals_at_once_leave_one_factor(region: Municipality) -> None:
    user = UserFactory.create()
    paths = [removal(user, "app"), removal(user, "passkey")]
    clients = [log_in(user) for _ in paths]
    start = threading.Barrier(2)

    def remove(client: Client, path: str) -> None:
        start.wait()
        try:
            client.post(path)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=remove, args=each) for each in zip(clients, paths, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    left = Authenticator.objects.filter(user=user).exclude(type="recovery_codes")
    assert left.count() == 1
    cache.clear()


@pytest.mark.usefixtures("required")
def test_who_lost_all_factors_starts_again(user: User) -> None:
    secret = add_app(user)
    staff, other = with_password(user), UserFactory.create()
    enter(staff, code_of(secret))
    add_app(other)
    remove_factors(user=user, by=other)
    run_jobs()
    assert not is_logged_in(staff)
    again = with_password(user)
    assert again.get("/admin/")["Location"] == reverse("mfa_index")
    assert set(Authenticator.objects.values_list("user", flat=True)) == {other.pk}
    assert [message.to for message in mail.outbox] == [[user.email]]


# --- secrets --------------------------------------------------------------------------------------


def stored() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(data::text, ' ') FROM mfa_authenticator")
        return str(cursor.fetchone()[0])


def test_secrets_are_sealed_in_the_database(user: User) -> None:
    secret = add_app(user)
    data = {each.type: each.data for each in Authenticator.objects.filter(user=user)}
    assert secret not in stored()
    assert unseal(data["totp"]["secret"]) == secret
    seed = unseal(data["recovery_codes"]["seed"])
    assert re.fullmatch("[0-9a-f]{80}", seed)
    assert seed not in stored()
    assert not any(code in stored() for code in recovery_codes(user))


def test_sealing_makes_another_text_each_time(settings: Any) -> None:
    assert seal("hemmelig") != seal("hemmelig")
    assert unseal(seal("hemmelig ø")) == "hemmelig ø"


def test_sealing_goes_with_the_secret_key_when_no_other_is_set(settings: Any) -> None:
    sealed = seal("hemmelig")
    settings.SECRET_KEY = "another" * 10
    with pytest.raises(InvalidToken):
        unseal(sealed)


def test_sealing_goes_with_its_own_keys_when_they_are_set(settings: Any) -> None:
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    settings.MFA_KEYS = [old]
    sealed = seal("hemmelig")
    settings.SECRET_KEY = "another" * 10
    settings.MFA_KEYS = [new, old]
    assert unseal(sealed) == "hemmelig"
    resealed = seal("hemmelig")
    settings.MFA_KEYS = [new]
    assert unseal(resealed) == "hemmelig"
    with pytest.raises(InvalidToken):
        unseal(sealed)
