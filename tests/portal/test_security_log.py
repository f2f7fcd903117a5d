"""The security log: a line for each event, with ids, and never a name, an address or a secret."""

import logging
import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client, RequestFactory
from django.urls import reverse

from municipalities.actions.memberships import end_role, give_role
from municipalities.models import Municipality
from municipalities.roles import Role
from portal.actions.invitations import accept_invitation, invite, withdraw_invitation
from portal.lib.security_log import WithoutSecrets, note
from portal.models import User
from tests.accounts import SoftPasskey, add_app, code_of, log_in
from tests.factories import PASSWORD, UserFactory
from tests.jobs import run_jobs

pytestmark = pytest.mark.django_db

NEW = "fire-ord-paa-rad-9"
Commit = Callable[..., Any]  # pytest-django's django_capture_on_commit_callbacks


class Lines:
    """What the security log has said since the last question."""

    def __init__(self, caplog: pytest.LogCaptureFixture) -> None:
        self.caplog = caplog
        caplog.set_level(logging.INFO, logger="landgang.security")

    def __call__(self) -> list[str]:
        records = [each for each in self.caplog.records if each.name == "landgang.security"]
        self.caplog.clear()
        return [each.getMessage() for each in records]

    def events(self) -> list[str]:
        return [line.split()[0].removeprefix("event=") for line in self()]


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Lines:
    return Lines(caplog)


@pytest.fixture
def user(db: None) -> User:
    return UserFactory.create(email="hemmelig.person@example.org", name="Hemmelig Person")


def send(client: Client, page: str, **typed: str) -> Any:
    return client.post(reverse(page), typed)


def login(client: Client, email: str, password: str) -> Any:
    return send(client, "account_login", login=email, password=password)


def test_login_failure_and_logout_are_logged(client: Client, user: User, lines: Lines) -> None:
    login(client, user.email, "feil-passord")
    login(client, "ukjent@example.org", "feil-passord")
    login(client, user.email, PASSWORD)
    send(client, "account_logout")
    failed, unknown, ok, out = lines()
    mark = re.search(r"caller=([0-9a-f]{12})$", failed)
    assert mark is not None
    assert failed == f"event=login_failed user={user.pk} caller={mark[1]}"
    assert unknown == f"event=login_failed user=unknown caller={mark[1]}"
    assert ok == f"event=login user={user.pk} caller={mark[1]}"
    assert out == f"event=logout user={user.pk}"


def test_another_caller_has_another_mark(client: Client, lines: Lines) -> None:
    client.post(reverse("account_login"), {"login": "a@example.org", "password": "x"})
    client.post(
        reverse("account_login"), {"login": "a@example.org", "password": "x"}, REMOTE_ADDR="::1"
    )
    first, second = lines()
    assert first != second
    assert "127.0.0.1" not in first


def test_refused_attempts_are_logged(client: Client, user: User, lines: Lines) -> None:
    for _ in range(6):
        login(client, user.email, "feil-passord")
    assert lines.events() == ["login_failed"] * 5 + ["login_refused"]


def test_second_factors_are_logged(
    user: User, lines: Lines, django_capture_on_commit_callbacks: Commit
) -> None:
    secret = add_app(user)
    client = Client()
    login(client, user.email, PASSWORD)
    assert lines() == []
    send(client, "mfa_authenticate", code="000000")
    send(client, "mfa_authenticate", code=code_of(secret))
    assert lines.events() == ["factor_failed", "factor_used", "login"]
    staff = log_in(user)
    lines()
    with django_capture_on_commit_callbacks(execute=True):
        send(staff, "mfa_generate_recovery_codes")
    assert lines() == [f"event=factor_reset user={user.pk} factor=recovery_codes"]
    send(staff, "mfa_deactivate_totp")
    assert lines() == [
        f"event=factor_removed user={user.pk} factor=totp",
        f"event=factor_removed user={user.pk} factor=recovery_codes",
    ]


def test_new_factors_and_proofs_are_logged(user: User, lines: Lines) -> None:
    staff, passkey = log_in(user), SoftPasskey()
    page = staff.get(reverse("mfa_add_webauthn"))
    lines()
    answer = passkey.create(page.context["js_data"]["creation_options"]["publicKey"])
    send(staff, "mfa_add_webauthn", name="Laptop", credential=answer)
    assert lines()[0] == f"event=factor_added user={user.pk} factor=webauthn"
    page = staff.get(reverse("mfa_reauthenticate_webauthn"))
    answer = passkey.get(page.context["js_data"]["request_options"]["publicKey"])
    send(staff, "mfa_reauthenticate_webauthn", credential=answer)
    assert lines() == [f"event=reauthenticated user={user.pk} factor=webauthn"]


def test_new_passwords_are_logged(user: User, lines: Lines) -> None:
    typed = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    staff = log_in(user)
    lines()
    send(staff, "account_change_password", **typed)
    assert lines() == [f"event=password_changed user={user.pk}"]


def test_invitations_and_roles_are_logged(
    region: Municipality, user: User, lines: Lines, django_capture_on_commit_callbacks: Commit
) -> None:
    given: dict[str, Any] = {
        "email": "ny.hemmelig@example.org", "name": "Ny Hemmelig", "language": "nb",
        "role": Role.EDITOR, "municipality": region,
    }  # fmt: skip
    with django_capture_on_commit_callbacks(execute=True):
        invitation = invite(**given, by=user)
        withdraw_invitation(invitation=invitation, by=user)
        again = invite(**given, by=None)
    ids = f"role=editor municipality={region.pk}"
    assert lines() == [
        f"event=invitation_sent invitation={invitation.pk} {ids} by={user.pk}",
        f"event=invitation_withdrawn invitation={invitation.pk} {ids} by={user.pk}",
        f"event=invitation_sent invitation={again.pk} {ids} by=operator",
    ]


def test_accepted_invitations_are_logged_when_they_hold(
    region: Municipality,
    user: User,
    lines: Lines,
    mailoutbox: list[Any],
    django_capture_on_commit_callbacks: Commit,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        invitation = invite(
            email="ny.hemmelig@example.org", name="Ny", language="nb", role=Role.LEAD,
            municipality=region, by=user,
        )  # fmt: skip
    run_jobs()
    token = re.search(r"invitation/([^/]+)/", mailoutbox[0].body)
    assert token is not None
    lines()
    with django_capture_on_commit_callbacks(execute=True):
        new = accept_invitation(token=token[1], name="Ny", password=NEW).user
        # Not before the commit: a line about what was undone would be a lie.
        assert lines() == []
    ids = f"role=lead municipality={region.pk}"
    assert lines() == [
        f"event=role_given user={new.pk} {ids} by={user.pk}",
        f"event=invitation_accepted invitation={invitation.pk} {ids} by={new.pk}",
    ]


def test_roles_are_logged(
    region: Municipality, user: User, lines: Lines, django_capture_on_commit_callbacks: Commit
) -> None:
    other = UserFactory.create()
    with django_capture_on_commit_callbacks(execute=True):
        membership = give_role(user=user, municipality=region, role=Role.PRIVACY, by=other)
        end_role(membership=membership, by=other)
    ids = f"user={user.pk} role=privacy municipality={region.pk} by={other.pk}"
    assert lines() == [f"event=role_given {ids}", f"event=role_ended {ids}"]


def test_denials_are_logged_for_who_is_logged_in(
    client: Client, user: User, region: Municipality, lines: Lines
) -> None:
    staff = log_in(user)
    lines()
    assert staff.get(f"/admin/portal/user/{user.pk}/change/").status_code == 403
    assert lines() == [
        f"event=denied user={user.pk} method=GET view=admin:portal_user_change object={user.pk}"
    ]
    client.get("/admin/portal/user/")
    staff.get("/admin/portal/nothing/")
    staff.get("/nb/about/")
    assert [line for line in lines() if "denied" in line] == []


def test_denial_of_a_link_with_a_secret_does_not_log_the_secret(user: User, lines: Lines) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(user)
    lines()
    path = reverse("invitation", args=["den-hemmelige-nokkelen"])
    assert strict.post(path).status_code == 403
    assert lines() == [f"event=denied user={user.pk} method=POST view=invitation"]


@pytest.mark.parametrize(
    "path",
    ["/accounts/invitation/hemmelig-nokkel_1/", "/accounts/password/reset/key/1a-hemmelig-nokkel/"],
)
def test_no_line_holds_the_secret_of_a_link(
    path: str, caplog: pytest.LogCaptureFixture, settings: Any
) -> None:
    assert all("secrets" in each["filters"] for each in settings.LOGGING["handlers"].values())
    hide = WithoutSecrets()
    caplog.handler.addFilter(hide)
    try:
        assert Client(enforce_csrf_checks=True).post(path).status_code == 403
        logging.getLogger("django.request").error("Internal Server Error: %s", path)
    finally:
        caplog.handler.removeFilter(hide)
    said = [each.getMessage() for each in caplog.records]
    assert len([line for line in said if "/…/" in line]) == 2
    assert not any("hemmelig" in line for line in said)


@pytest.mark.parametrize(
    "path", ["de/contact/receipt", "nb/feedback", "nb/letter/confirm", "nb/letter/leave",
             "nb/preview", "en/stay", "de/stories/withdraw", "en/offers/links"],
)  # fmt: skip
def test_no_line_holds_the_secret_of_a_readers_link(path: str) -> None:
    said = f"Internal Server Error: /{path}/hemmelig-nokkel/"
    record = logging.LogRecord("django.request", logging.ERROR, __file__, 1, said, (), None)
    assert WithoutSecrets().filter(record)
    assert record.getMessage() == f"Internal Server Error: /{path}/…/"


def test_no_line_holds_names_addresses_or_secrets(
    client: Client, user: User, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    secret = add_app(user)
    codes = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    login(client, user.email, "feil-passord")
    login(client, user.email, PASSWORD)
    send(client, "mfa_authenticate", code=codes[0])
    send(client, "account_reset_password", email=user.email)
    send(client, "account_logout")
    said = "\n".join(each.getMessage() for each in caplog.records if "django.db" not in each.name)
    assert "event=login" in said
    for private in (user.email, user.name, PASSWORD, "feil-passord", secret, codes[0]):
        assert private not in said


def test_note_writes_key_and_value_and_leaves_out_nothing_known(lines: Lines) -> None:
    note("tested", user=7, object=None, role="lead")
    assert lines() == ["event=tested user=7 role=lead"]


def test_failure_without_a_request_is_logged(lines: Lines) -> None:
    from django.contrib.auth import authenticate

    assert authenticate(RequestFactory().get("/"), email="a@example.org", password="x") is None
    assert authenticate(None, email="a@example.org", password="x") is None
    assert lines.events() == ["login_failed", "login_failed"]
