"""Signing in at a provider: the whole way with a real one, and every way in which it goes wrong."""

import logging
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.db import IntegrityError, ProgrammingError, transaction
from django.test import Client
from django.urls import reverse

from municipalities.models import Membership, Municipality
from municipalities.roles import Role
from portal.accounts import provider as pages
from portal.actions.accounts import AlreadyDone, OwnAccount, close_account
from portal.actions.identities import (
    AccountThere,
    IdentityTaken,
    IdentityThere,
    LastWayIn,
    accept_with_identity,
    bind_identity,
    leave_identity,
    remove_identity,
)
from portal.actions.invitations import InvitationUsed
from portal.content_policy import PUBLIC
from portal.lib import openid
from portal.lib.provider import Identity
from portal.models import ExternalIdentity, Invitation, User
from tests.accounts import SoftPasskey, add_app, log_in
from tests.factories import PASSWORD, UserFactory
from tests.jobs import run_jobs
from tests.provider import (
    KARI,
    NAME,
    OLA,
    TENANT,
    TOLD,
    LyingProvider,
    answer,
    asked_in,
    asking_a_liar,
    at_provider,
    begin,
    bind,
    english,
    forget_providers,
    honest_claims,
    invited,
    provider_at,
    real_provider,
    says,
    sign_in,
)

pytestmark = pytest.mark.django_db

Commit = Callable[..., Any]  # pytest-django's django_capture_on_commit_callbacks
LANGUAGES = ("nb", "de", "en")
WAITING = "provider"


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with real_provider() as address:
        yield address


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    forget_providers(monkeypatch)


@pytest.fixture
def real(issuer: str, settings: Any) -> Callable[..., None]:
    """Sign in at the real provider from now on."""

    def change(**changes: Any) -> None:
        settings.OIDC_PROVIDER = provider_at(issuer, **changes)

    change()
    return change


@pytest.fixture
def lying(settings: Any, monkeypatch: pytest.MonkeyPatch) -> LyingProvider:
    """Sign in at a provider whose answers the test makes up."""
    return asking_a_liar(settings, monkeypatch)


@pytest.fixture
def user(region: Municipality) -> User:
    user = UserFactory.create(name="Ola Nordmann", language="en")
    Membership.objects.create(user=user, municipality=region, role=Role.EDITOR)
    return user


def is_logged_in(client: Client) -> bool:
    return client.get(reverse("account")).status_code == 200


def security_lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [each.getMessage() for each in caplog.records if each.name == "landgang.security"]


# --- the whole way --------------------------------------------------------------------------------


def test_invited_person_comes_in_without_a_password(
    real: Any, issuer: str, region: Municipality, settings: Any, caplog: Any,
    django_capture_on_commit_callbacks: Commit,
) -> None:  # fmt: skip
    settings.STAFF_MFA_REQUIRED = True
    caplog.set_level(logging.DEBUG)
    client, token = english(), invited(region)
    page = client.get(reverse("invitation", args=[token]))
    assert says(page, f"Accept with {NAME}")
    onward = client.post(reverse("provider_begin"), {"invitation": token})
    assert (onward.status_code, onward["Content-Security-Policy"]) == (200, PUBLIC)
    assert says(onward, f"Go on to {NAME}")
    with django_capture_on_commit_callbacks(execute=True):
        back = client.get(at_provider(onward.context["door"]))
    assert back["Location"] == reverse("mfa_index")
    assert says(client.get(back["Location"]), "One step is left"), "a provider is one of two steps"
    made = User.objects.get(email="ny@example.org")
    assert (made.name, made.has_usable_password()) == ("Nora Ny", False)
    assert Membership.objects.of(made).get().role == Role.EDITOR
    assert Invitation.objects.get().used_by == made
    bound = ExternalIdentity.objects.get()
    assert (bound.user, bound.issuer, bound.tenant, bound.subject) == (made, issuer, TENANT, OLA)
    # Nothing that the provider told of the person is anywhere.
    rows = f"{vars(made)}{vars(bound)}{dict(client.session.items())}"
    logged = "\n".join(each.getMessage() for each in caplog.records)
    assert "identity_bound" in logged
    for secret in (TOLD["email"], TOLD["name"], "s:cret/1", token):
        assert secret not in rows + logged, secret
    assert OLA not in logged


def test_bound_person_logs_in_and_lands_where_they_wanted(
    real: Any, issuer: str, user: User, client: Client
) -> None:
    bind(user, issuer)
    wanted = "/admin/municipalities/page/?q=lege"
    door = begin(client, next=wanted)
    asked = asked_in(door)
    assert door.startswith(f"{issuer}/oauth2/authorize?")
    assert asked["scope"] == "openid", "no name and no address is asked for"
    assert (asked["code_challenge_method"], len(asked["code_challenge"])) == ("S256", 43)
    assert (asked["response_type"], asked["client_id"]) == ("code", "landgang")
    assert asked["redirect_uri"].endswith("/accounts/provider/answer/")
    assert "prompt" not in asked
    before = client.session.session_key
    answer = client.get(at_provider(door))
    assert answer["Location"] == wanted
    assert client.session.session_key != before
    assert client.get("/admin/").status_code == 200
    assert WAITING not in client.session
    client.post(reverse("account_logout"))
    assert not is_logged_in(client)


def test_code_and_state_work_once(real: Any, issuer: str, user: User) -> None:
    bind(user, issuer)
    client, thief = english(), english()
    back = at_provider(begin(client))
    assert says(thief.get(back), "began in another browser")
    assert client.get(back).status_code == 302
    client.post(reverse("account_logout"))
    assert says(client.get(back), "was used already")
    # With a state of its own, but a code that somebody has used.
    state = asked_in(begin(client))["state"]
    again = client.get(re.sub(r"state=[^&]+", f"state={state}", back))
    assert (again.status_code, says(again, "could not be trusted")) == (403, True)
    assert not is_logged_in(client)
    assert not is_logged_in(thief)


def test_code_of_another_attempt_is_refused_by_its_nonce(
    real: Any, issuer: str, user: User
) -> None:
    """Whoever catches a code cannot put it into their own session."""
    bind(user, issuer)
    victim, thief = english(), english()
    caught = at_provider(begin(victim))
    state = asked_in(begin(thief))["state"]
    refused = thief.get(re.sub(r"state=[^&]+", f"state={state}", caught))
    assert says(refused, "could not be trusted")
    assert not is_logged_in(thief)


def test_person_may_cancel_there(real: Any, user: User) -> None:
    client = english()
    door = begin(client)
    refused = client.get(at_provider(door, action="deny") + f"&state={asked_in(door)['state']}")
    assert (refused.status_code, says(refused, "You cancelled")) == (403, True)
    assert WAITING not in client.session


@pytest.mark.parametrize("language", LANGUAGES)
def test_strangers_are_all_told_the_same(real: Any, issuer: str, user: User, language: str) -> None:
    # By its address: the asserted one is that of an account here.
    User.objects.filter(pk=user.pk).update(email=TOLD["email"])
    bind(user, f"{issuer}/elsewhere")
    bind(UserFactory.create(), issuer, tenant="another")
    answers = []
    for subject in (OLA, KARI, "nobody at all"):
        client = Client(headers={"accept-language": language})
        answers.append(sign_in(client, subject))
        assert not is_logged_in(client)
    assert {each.status_code for each in answers} == {403}
    bodies = {re.sub(r"(href|value)=\"[^\"]*\"", "", each.content.decode()) for each in answers}
    assert len(bodies) == 1
    assert f'<html lang="{language}"' in bodies.pop()


def test_closed_account_stays_closed(real: Any, issuer: str, user: User) -> None:
    bind(user, issuer)
    close_account(user=user, by=UserFactory.create())
    client = english()
    assert sign_in(client)["Location"] == reverse("account_inactive")
    assert not is_logged_in(client)


@pytest.mark.parametrize(
    "evil", ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_nobody_is_led_to_other_sites(real: Any, issuer: str, user: User, evil: str) -> None:
    bind(user, issuer)
    assert sign_in(Client(), next=evil)["Location"] == "/admin/"


def test_tenants_that_are_not_ours_stay_outside(real: Any, issuer: str, user: User) -> None:
    bind(user, issuer)
    real(tenants=("another", "third"))
    client = english()
    assert says(sign_in(client), "an organisation that is not among")
    real(tenants=("another", TENANT))
    assert sign_in(client)["Location"] == "/admin/"


# --- the second step ------------------------------------------------------------------------------


def test_second_step_follows_as_after_a_password(real: Any, issuer: str, user: User) -> None:
    bind(user, issuer)
    add_app(user)
    client = english()
    assert sign_in(client)["Location"] == reverse("mfa_authenticate")
    assert not is_logged_in(client)


def test_second_step_is_left_out_where_the_provider_says_it_asked(
    lying: LyingProvider, user: User, settings: Any
) -> None:
    settings.STAFF_MFA_REQUIRED = True
    bind(user, lying.issuer, tenant="")

    def came_in(trusted: tuple[str, ...], **claims: Any) -> bool:
        settings.OIDC_PROVIDER = provider_at(lying.issuer, two_steps=trusted)
        client = english()
        answer(client, lying, **claims)
        return client.get("/admin/").status_code == 200

    table = [
        (("mfa",), {"amr": ["pwd", "mfa"]}, True),
        (("c1",), {"acrs": ["c1"]}, True),
        (("high",), {"acr": "high"}, True),
        (("mfa",), {"amr": ["pwd"]}, False),
        (("mfa",), {}, False),
        ((), {"amr": ["mfa"]}, False),
        (("mfa",), {"amr": {"mfa": 1}, "acr": None}, False),
    ]
    assert [came_in(trusted, **claims) for trusted, claims, _yes in table] == [
        yes for _trusted, _claims, yes in table
    ]
    # With an app of their own too, and on public pages.
    add_app(user)
    assert came_in(("mfa",), amr=["mfa"])
    # For that session alone: a password is one step still.
    other = english()
    other.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    assert not is_logged_in(other)


def test_who_has_no_other_way_proves_it_there_again(
    real: Any, issuer: str, administrator: User, settings: Any
) -> None:
    administrator.set_unusable_password()
    administrator.save()
    bind(administrator, issuer)
    staff, wanted = log_in(administrator, proven=False), "/admin/portal/user/"
    asked = staff.get(wanted)["Location"]
    assert asked.startswith(reverse("provider_again"))
    page = staff.get(asked)
    assert says(page, "Is it still you?")
    assert f'name="next" value="{wanted}"' in page.content.decode()
    door = begin(staff, next=wanted)
    assert asked_in(door)["prompt"] == "login"
    # Somebody else at the same keyboard proves nothing.
    bind(UserFactory.create(), issuer, subject=KARI)
    assert says(staff.get(at_provider(door, KARI)), "somebody else than who is logged in")
    assert staff.get(wanted).status_code == 302
    assert sign_in(staff, next=wanted)["Location"] == wanted
    assert staff.get(wanted).status_code == 200
    # Even before there is a second factor: how else could they add one?
    settings.STAFF_MFA_REQUIRED = True
    add = reverse("mfa_add_webauthn")
    slow = log_in(administrator, proven=False)
    assert slow.get(slow.get(add)["Location"]).status_code == 200
    assert sign_in(slow, next=add)["Location"] == add
    assert slow.get(add).status_code == 200
    # With a passkey, that is what is asked for.
    SoftPasskey().add_to(administrator)
    later = log_in(administrator, proven=False).get(wanted)["Location"]
    assert later.startswith(reverse("mfa_reauthenticate_webauthn"))


# --- one's own account ----------------------------------------------------------------------------


def test_person_adds_it_and_takes_it_away(
    real: Any, user: User, caplog: Any, django_capture_on_commit_callbacks: Commit
) -> None:
    caplog.set_level(logging.INFO)
    path = reverse("provider_account")
    unproven = log_in(user, proven=False)
    assert unproven.get(path)["Location"].startswith(reverse("account_reauthenticate"))
    assert unproven.post(reverse("provider_begin"), {"bind": "1"})["Location"] == path
    staff = log_in(user)
    assert says(staff.get(path), f"Add {NAME}")
    with django_capture_on_commit_callbacks(execute=True):
        assert sign_in(staff, bind="1")["Location"] == path
        sign_in(staff, bind="1")
    assert says(staff.get(path), "You can log in this way. Added on")
    assert is_logged_in(log_in(user))
    assert sign_in(english())["Location"] == "/admin/"
    with django_capture_on_commit_callbacks(execute=True):
        assert staff.post(path)["Location"] == path
    assert not ExternalIdentity.objects.exists()
    assert says(staff.get(path), f"Add {NAME}")
    assert says(staff.post(path, follow=True), "That was done already")
    run_jobs()
    assert [each.to for each in mail.outbox] == [[user.email]] * 2
    assert "a sign-in at another service was added" in mail.outbox[0].body
    assert "was removed from your account" in mail.outbox[1].body
    events = [line.split()[0] for line in security_lines(caplog)]
    assert (events.count("event=identity_bound"), events.count("event=identity_removed")) == (1, 1)


def test_last_way_in_is_not_taken_away(real: Any, issuer: str, user: User) -> None:
    bind(user, issuer)
    user.set_unusable_password()
    user.save()
    path = reverse("provider_account")
    refused = log_in(user).post(path, follow=True)
    assert says(refused, "neither a passkey nor a password")
    add_app(user)  # shows codes after a first step, and is none itself
    with pytest.raises(LastWayIn):
        leave_identity(user=user)
    SoftPasskey().add_to(user)
    leave_identity(user=user)
    with pytest.raises(AlreadyDone):
        leave_identity(user=user)


def test_last_passkey_is_not_taken_away_where_it_is_the_only_way_in(
    lying: LyingProvider, user: User
) -> None:
    user.set_unusable_password()
    user.save()
    add_app(user)
    passkey = SoftPasskey().add_to(user)
    path = reverse("mfa_remove_webauthn", args=[passkey.pk])
    assert says(log_in(user).post(path), "could not log in any more")
    assert Authenticator.objects.filter(pk=passkey.pk).exists()
    bind(user, lying.issuer)
    assert log_in(user).post(path).status_code == 302


def test_binding_is_nobody_elses(real: Any, issuer: str, user: User) -> None:
    bind(UserFactory.create(), issuer)
    refused = sign_in(log_in(user), bind="1")
    assert says(refused, "belongs to another account here")
    assert not says(refused, "You were not logged in"), "they are"
    bind(user, issuer, subject=KARI)
    taken = Identity(issuer, TENANT, "third")
    with pytest.raises(IdentityThere):
        bind_identity(user=user, identity=taken)
    with pytest.raises(IdentityTaken):
        bind_identity(user=user, identity=Identity(issuer, TENANT, OLA))
    assert ExternalIdentity.objects.of(user).get().subject == KARI


def test_binding_belongs_to_who_began_it(real: Any, issuer: str, user: User) -> None:
    client = log_in(user)
    back = at_provider(begin(client, bind="1"))
    client.force_login(UserFactory.create(language="en"))
    assert says(client.get(back), "began in another browser")
    assert not ExternalIdentity.objects.exists()


def test_pages_that_need_a_password_are_not_offered_without_one(user: User, real: Any) -> None:
    password = reverse("account_change_password")
    assert password in log_in(user).get(reverse("account")).content.decode()
    user.set_unusable_password()
    user.save()
    html = log_in(user).get(reverse("account")).content.decode()
    assert password not in html
    assert reverse("provider_account") in html
    # "Password forgotten?" is the way to one.
    Client().post(reverse("account_reset_password"), {"email": user.email})
    run_jobs()
    assert "/password/reset/key/" in mail.outbox[0].body


def test_administrator_removes_it_and_its_sessions(
    real: Any, issuer: str, user: User, administrator: User, caplog: Any
) -> None:
    caplog.set_level(logging.INFO)
    bind(user, issuer)
    bind(administrator, issuer, subject=KARI)
    theirs = english()
    sign_in(theirs)
    admin = log_in(administrator)
    path = reverse("admin:portal_user_remove_identity", args=[user.pk])
    assert path in admin.get(reverse("admin:portal_user_change", args=[user.pk])).content.decode()
    assert log_in(user).post(path).status_code == 403
    assert ExternalIdentity.objects.of(user).exists()
    admin.post(path)
    assert not ExternalIdentity.objects.of(user).exists()
    assert not is_logged_in(theirs)
    assert says(admin.post(path, follow=True), "That was done already")
    with pytest.raises(OwnAccount):
        remove_identity(user=administrator, by=administrator)
    assert ExternalIdentity.objects.of(administrator).exists()


# --- invitations ----------------------------------------------------------------------------------


def test_invitation_and_binding_are_made_together_or_not_at_all(
    real: Any, issuer: str, region: Municipality
) -> None:
    bind(UserFactory.create(), issuer)
    token = invited(region)
    assert says(sign_in(english(), invitation=token), "belongs to another account here")
    assert not User.objects.filter(email="ny@example.org").exists()
    assert Invitation.objects.get().used_at is None
    back = sign_in(english(), KARI, invitation=token)
    assert back.status_code == 302
    with pytest.raises(InvitationUsed):
        accept_with_identity(token=token, identity=Identity(issuer, TENANT, "third"))
    for odd, status in ((token, 410), ("a/b", 404), ("\0", 404)):
        refused = english().post(reverse("provider_begin"), {"invitation": odd})
        assert (refused.status_code, says(refused, "cannot be used")) == (status, True)


def test_mailed_link_opens_no_account_that_is_there(
    real: Any, issuer: str, user: User, region: Municipality
) -> None:
    Membership.objects.all().delete()
    token = invited(region, user.email)
    page = english().get(reverse("invitation", args=[token]))
    assert NAME not in page.content.decode()
    assert says(sign_in(english(), invitation=token), "has an account here already")
    assert not Membership.objects.exists()
    with pytest.raises(AccountThere):
        accept_with_identity(token=token, identity=Identity(issuer, "", "x"))


def test_session_holds_no_secret_of_an_invitation_in_clear(
    real: Any, region: Municipality, client: Client
) -> None:
    token = invited(region)
    begin(client, invitation=token)
    assert token not in str(dict(client.session.items()))
    assert client.session[WAITING]


def test_several_tabs_may_be_under_way_but_not_any_number(
    real: Any, issuer: str, user: User
) -> None:
    bind(user, issuer)
    client = english()
    doors = [begin(client) for _ in range(5)]
    assert len(client.session[WAITING]) == pages.MOST_UNDER_WAY
    assert says(client.get(at_provider(doors[0])), "was used already")
    assert client.get(at_provider(doors[1])).status_code == 302


# --- tokens that lie ------------------------------------------------------------------------------


def test_right_token_lets_in(lying: LyingProvider, user: User) -> None:
    bind(user, lying.issuer, tenant="")
    client = english()
    assert answer(client, lying)["Location"] == "/admin/"
    form = next(form for address, form in lying.asked if form)
    assert form["code_verifier"]
    assert "client_secret" not in form
    assert lying.headers["Authorization"].startswith("Basic ")
    assert "Authorization" not in str(form)


def test_verifier_is_what_the_challenge_was_made_of(lying: LyingProvider, user: User) -> None:
    lying.document["token_endpoint_auth_methods_supported"] = ["client_secret_post"]
    client = english()
    asked = asked_in(begin(client))
    lying.claims = honest_claims(lying.issuer, asked["nonce"])
    client.get(reverse("provider_answer"), {"state": asked["state"], "code": "c"})
    form = next(form for address, form in lying.asked if form)
    made = openid.Attempt("", "", form["code_verifier"])
    assert made.challenge == asked["code_challenge"]
    assert form["client_secret"] == "s:cret/1"
    assert lying.headers == {}


PAST = 1_600_000_000
WRONG_CLAIMS = {
    "wrong issuer": {"iss": "https://evil.example"},
    "no issuer": {"iss": None},
    "wrong audience": {"aud": "another"},
    "audience of many, made for another": {"aud": ["landgang", "another"], "azp": "another"},
    "audience of many, made for nobody": {"aud": ["landgang", "another"]},
    "made for another": {"azp": "another"},
    "no audience": {"aud": None},
    "expired": {"iat": PAST, "exp": PAST + 300},
    "never expires": {"exp": None},
    "expires at no number": {"exp": "tomorrow"},
    "of the future": {"iat": 9_999_999_999},
    "not yet": {"nbf": 9_999_999_999},
    "no nonce": {"nonce": None},
    "another nonce": {"nonce": "n" * 43},
    "no subject": {"sub": None},
    "empty subject": {"sub": ""},
    "subject is a list": {"sub": [OLA]},
    "long subject": {"sub": "x" * 256},
    "subject with a NUL": {"sub": "a\0b"},
    "tenant is a number": {"tid": 7},
}


def test_token_with_a_wrong_claim_is_refused(
    lying: LyingProvider, user: User, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    bind(user, lying.issuer, tenant="")
    for kind, changes in WRONG_CLAIMS.items():
        client = english()
        refused = answer(client, lying, **changes)
        assert refused.status_code == 403, kind
        assert WAITING not in client.session, kind
        assert not is_logged_in(client), kind
    lines = security_lines(caplog)
    assert len(lines) == len(WRONG_CLAIMS)
    shape = r"event=provider_refused reason=(token|tenant) detail=(claims|expired|tenant)"
    assert all(re.fullmatch(shape, line) for line in lines), lines


def test_token_that_nobody_trusted_has_signed_is_refused(lying: LyingProvider, user: User) -> None:
    bind(user, lying.issuer, tenant="")
    own = lying.key
    claims = honest_claims(lying.issuer, "n")

    def with_token(kind: str) -> Any:
        client = english()
        asked = asked_in(begin(client))
        lying.claims = claims | {"nonce": asked["nonce"]}
        lying.header, lying.token, lying.keys = {"alg": "ES256", "kid": "one"}, None, [own]
        good = lying.signed()
        head, body, mark = good.split(".")
        if kind == "shared secret":
            lying.header = {"alg": "HS256", "kid": "one"}
            good = lying.signed()
        elif kind == "other key":
            lying.keys = [type(own).generate_key("P-256", parameters={"kid": "one"})]
            good = lying.signed()
        elif kind == "unknown key":
            lying.header["kid"] = "two"
            good = lying.signed()
        lying.keys = [own]
        lying.token = {
            "unsigned": f"eyJhbGciOiJub25lIn0.{body}.",
            "mark of another": f"{head}.{body}.{mark[::-1]}",
            "no token": "nothing",
            "a number": 7,
        }.get(kind, good)
        return client.get(reverse("provider_answer"), {"state": asked["state"], "code": "c"})

    assert with_token("good").status_code == 302
    for kind in ("shared secret", "other key", "unknown key", "unsigned", "mark of another",
                 "no token", "a number"):  # fmt: skip
        assert with_token(kind).status_code == 403, kind


def test_new_key_of_the_provider_is_fetched_once(
    lying: LyingProvider, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    bind(user, lying.issuer, tenant="")
    assert answer(english(), lying).status_code == 302
    lying.keys = [type(lying.key).generate_key("P-256", parameters={"kid": "two"})]
    lying.header["kid"] = "two"
    # Just asked for: not again for a token that anybody could have made.
    assert answer(english(), lying).status_code == 403
    monkeypatch.setattr(openid, "KEYS_ASKED_AFTER", -1)
    assert answer(english(), lying).status_code == 302
    assert [address for address, _form in lying.asked].count(f"{lying.issuer}/keys") == 2


def test_address_for_many_tenants_lets_in_those_that_are_named(
    lying: LyingProvider, user: User, settings: Any
) -> None:
    lying.document["issuer"] = f"{lying.issuer}/{{tenantid}}/v2.0"
    many = f"{lying.issuer}/organizations/v2.0"
    settings.OIDC_PROVIDER = provider_at(many, tenants=("t1", "t2"))
    bind(user, f"{lying.issuer}/t1/v2.0", tenant="t1")
    assert answer(english(), lying, issuer=f"{lying.issuer}/t1/v2.0", tid="t1").status_code == 302
    for iss, tid in (("t2", "t2"), ("t1", "t2"), ("t2", "t1"), ("t3", "t3"), ("t1", None)):
        refused = answer(english(), lying, issuer=f"{lying.issuer}/{iss}/v2.0", tid=tid)
        assert refused.status_code == 403, (iss, tid)
    # Nobody is let in where nobody is named.
    for issuer in (many, lying.document["issuer"]):
        settings.OIDC_PROVIDER = provider_at(issuer)
        assert english().post(reverse("provider_begin")).status_code == 503


# --- the provider is away -------------------------------------------------------------------------

ODD_DOCUMENTS: list[dict[str, Any]] = [
    {"issuer": "https://evil.example"},
    {"issuer": None},
    {"authorization_endpoint": None},
    {"authorization_endpoint": "http://id.example.org/authorize"},
    {"authorization_endpoint": "javascript:alert(1)"},
]


@pytest.mark.parametrize(
    ("language", "words"), [("nb", ""), ("de", ""), ("en", "does not answer at the moment")]
)
def test_provider_that_is_away_is_told_kindly_and_passkeys_work(
    lying: LyingProvider, user: User, monkeypatch: pytest.MonkeyPatch, language: str, words: str
) -> None:
    monkeypatch.setattr(openid, "ask", lying.away)
    client = Client(headers={"accept-language": language})
    page = client.get(reverse("account_login"))
    assert page.status_code == 200, "the page itself asks nobody"
    assert NAME in page.content.decode()
    refused = client.post(reverse("provider_begin"))
    assert refused.status_code == 503
    assert f'<html lang="{language}"' in refused.content.decode()
    assert says(refused, words)
    assert reverse("account_login") in refused.content.decode()
    assert WAITING not in client.session
    challenge = client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})
    assert "request_options" in challenge.json()


def test_provider_that_says_odd_things_is_away(lying: LyingProvider) -> None:
    honest = dict(lying.document)
    for odd in ODD_DOCUMENTS:
        openid._kept.clear()
        lying.document = honest | odd
        assert english().post(reverse("provider_begin")).status_code == 503, odd


def test_provider_that_leaves_in_between_is_told_kindly(
    lying: LyingProvider, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    bind(user, lying.issuer, tenant="")
    for status in (500, 503, 400, 302):
        lying.status = status
        refused = answer(english(), lying)
        assert refused.status_code == (503 if status >= 500 else 403), status
    lying.status, client = 200, english()
    asked = asked_in(begin(client))
    monkeypatch.setattr(openid, "ask", lying.away)
    back = {"state": asked["state"], "code": "c"}
    assert client.get(reverse("provider_answer"), back).status_code == 503
    monkeypatch.setattr(openid, "ask", lying.ask)
    assert client.get(reverse("provider_answer"), back).status_code == 403


def test_answer_that_nobody_asked_for_is_refused(lying: LyingProvider) -> None:
    client, path = english(), reverse("provider_answer")
    state = asked_in(begin(client))["state"]
    for odd in ({}, {"code": "c"}, {"state": "x" * 43, "code": "c"}, {"state": ""},
                {"error": "server_error", "error_description": "<b>x</b>"}):  # fmt: skip
        refused = client.get(path, odd)
        assert (refused.status_code, "<b>x" in refused.content.decode()) == (403, False)
    for odd in ({"state": state}, {"state": state, "error": "server_error"}):
        assert client.get(path, odd).status_code == 403
    assert client.post(path).status_code == 405


def test_sign_in_that_took_too_long_begins_again(
    lying: LyingProvider, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    bind(user, lying.issuer, tenant="")
    monkeypatch.setattr(pages, "VALID_FOR", 0)
    assert says(answer(english(), lying), "took longer than ten minutes")


def test_attempts_are_limited(lying: LyingProvider) -> None:
    client = english()
    answers = [client.post(reverse("provider_begin")) for _ in range(pages.MOST_PER_MINUTE + 1)]
    assert [each.status_code for each in answers] == [302] * pages.MOST_PER_MINUTE + [429]
    assert says(answers[-1], "Please wait a little")


# --- the pages around it --------------------------------------------------------------------------


def test_only_the_login_page_lets_a_form_lead_there(
    lying: LyingProvider, user: User, settings: Any
) -> None:
    opened = f"form-action 'self' {lying.issuer};"
    staff = log_in(user)
    names = ("account", "provider_account", "provider_answer", "account_reset_password")
    paths = [*map(reverse, names), "/admin/", "/nb/about/", "/accounts/login/x"]
    for path in paths:
        policy = staff.get(path)["Content-Security-Policy"]
        assert "form-action 'self';" in policy, path
        assert lying.issuer not in policy, path
    assert opened in Client().get("/accounts/login/")["Content-Security-Policy"]
    settings.OIDC_PROVIDER = None
    assert lying.issuer not in Client().get("/accounts/login/")["Content-Security-Policy"]


def test_door_at_another_host_than_the_issuer_is_a_link(lying: LyingProvider) -> None:
    """A form that leads there is one that the page's policy would stop."""
    lying.document["authorization_endpoint"] = "https://login.example.net/authorize"
    page = Client().post(reverse("provider_begin"))
    assert page.status_code == 200
    assert 'href="https://login.example.net/authorize?' in page.content.decode()


def test_without_a_provider_there_is_nothing_of_it(
    user: User, region: Municipality, client: Client
) -> None:
    for name in ("provider_begin", "provider_answer", "provider_account", "provider_again"):
        for each in (client, log_in(user)):
            assert each.get(reverse(name)).status_code == 404
            assert each.post(reverse(name)).status_code == 404
    for path in ("/accounts/login/", reverse("invitation", args=[invited(region)])):
        assert reverse("provider_begin") not in client.get(path).content.decode()
    assert reverse("provider_account") not in log_in(user).get("/accounts/").content.decode()


def test_form_without_its_token_is_refused(lying: LyingProvider) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post(reverse("provider_begin")).status_code == 403
    assert lying.asked == []


def test_database_keeps_one_binding_and_never_repoints_it(user: User) -> None:
    bound = bind(user, "https://id.example.org")
    other = UserFactory.create()
    with pytest.raises(IntegrityError, match="external_identity_once"), transaction.atomic():
        bind(other, bound.issuer)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        ExternalIdentity.objects.update(user=other)
    assert TENANT not in str(bound)
    assert OLA not in str(bound)
