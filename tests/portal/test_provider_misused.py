"""Signing in at a provider: what attackers, machines that several use and hanging hosts try."""

import time
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse

from municipalities.models import Membership, Municipality
from municipalities.roles import Role
from portal.actions.identities import IdentityThere, bind_identity
from portal.lib import openid
from portal.lib.answers import Fault, NoAnswer
from portal.lib.provider import Identity
from portal.models import ExternalIdentity, User
from tests.accounts import SoftPasskey, add_app, log_in
from tests.factories import UserFactory
from tests.provider import (
    KARI,
    LyingProvider,
    answer,
    asked_in,
    asking_a_liar,
    begin,
    bind,
    english,
    forget_providers,
    honest_claims,
    invited,
    provider_at,
    says,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    forget_providers(monkeypatch)


@pytest.fixture
def lying(settings: Any, monkeypatch: pytest.MonkeyPatch) -> LyingProvider:
    """Sign in at a provider whose answers the test makes up."""
    return asking_a_liar(settings, monkeypatch)


@pytest.fixture
def user(region: Municipality) -> User:
    user = UserFactory.create(language="en")
    Membership.objects.create(user=user, municipality=region, role=Role.EDITOR)
    return user


def test_provider_that_hangs_holds_one_click_and_not_the_portal(
    lying: LyingProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    now, waited = [1000.0], []

    def hang(_address: str, *, deadline: float, **_others: Any) -> Any:
        waited.append(deadline - now[0])
        now[0] = deadline
        raise NoAnswer(Fault.SLOW)

    monkeypatch.setattr(openid, "time", SimpleNamespace(monotonic=lambda: now[0]))
    monkeypatch.setattr(openid, "ask", hang)
    client = english()
    answers = [client.post(reverse("provider_begin")) for _ in range(5)]
    assert [each.status_code for each in answers] == [503] * 5
    assert waited == [openid.WITHIN]
    now[0] += openid.RESTS * openid.WITHIN
    monkeypatch.setattr(openid, "ask", lambda *_address, **_others: (200, lying.document))
    assert client.post(reverse("provider_begin")).status_code == 302


def test_key_of_one_tenant_vouches_for_nobody_of_another(
    lying: LyingProvider, user: User, settings: Any
) -> None:
    lying.document["issuer"] = f"{lying.issuer}/{{tenantid}}/v2.0"
    settings.OIDC_PROVIDER = provider_at(f"{lying.issuer}/organizations/v2.0", tenants=("t1",))
    bind(user, f"{lying.issuer}/t1/v2.0", tenant="t1")
    whose = {"{tenantid}": 302, "t1": 302, "private-accounts": 403}
    for tenant, status in whose.items():
        openid._kept.clear()
        said: Any = {"kid": "one", "issuer": f"{lying.issuer}/{tenant}/v2.0"}
        lying.keys = [type(lying.key).generate_key("P-256", parameters=said)]
        back = answer(english(), lying, issuer=f"{lying.issuer}/t1/v2.0", tid="t1")
        assert back.status_code == status, tenant


def test_key_of_an_odd_kind_shuts_nobody_out(
    lying: LyingProvider, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    bind(user, lying.issuer, tenant="")
    odd = [{"kty": "EC", "crv": "brainpoolP256r1", "x": "AA", "y": "AA"}, {"kty": "RSA"}, {}, 7]
    odd_keys = [SimpleNamespace(as_dict=lambda private, key=key: key) for key in odd]
    lying.keys = [lying.key, *odd_keys]
    assert answer(english(), lying).status_code == 302
    # Nor do none at all, for longer than until they are looked for again.
    openid._kept.clear()
    monkeypatch.setattr(openid, "KEYS_ASKED_AFTER", -1)
    without: list[Any] = [{"keys": None}, {}]
    monkeypatch.setattr(
        openid, "ask",
        lambda address, **said: (200, without.pop())
        if address.endswith("/keys") and without
        else lying.ask(address, **said),
    )  # fmt: skip
    assert answer(english(), lying).status_code == 403
    assert answer(english(), lying).status_code == 302


def test_open_session_at_the_provider_proves_nothing(
    lying: LyingProvider, user: User, settings: Any, region: Municipality
) -> None:
    """A machine left unlocked lets in, and opens nothing that asks who it is."""
    settings.OIDC_PROVIDER = provider_at(lying.issuer, two_steps=("mfa",))
    settings.STAFF_MFA_REQUIRED = True
    sensitive, add = reverse("provider_account"), reverse("mfa_add_webauthn")
    bind(user, lying.issuer, tenant="")
    old = int(time.time()) - 3600
    for has_password, way in ((True, "account_reauthenticate"), (False, "provider_again")):
        if not has_password:
            user.set_unusable_password()
            user.save()
        client = english()
        assert answer(client, lying, amr="mfa", auth_time=old).status_code == 302
        assert client.get("/admin/").status_code == 200
        for path in (sensitive, add):
            assert client.get(path)["Location"].startswith(reverse(way)), (path, way)
    # Who takes the question out of the provider's address is given away by its token.
    for said in (old, "now", None):
        answer_again = answer(client, lying, amr="mfa", auth_time=said)
        assert answer_again.status_code == (302 if said is None else 403), said
        assert (client.get(sensitive).status_code == 200) == (said is None)
    # Whose account it is for ever is asked, too: a colleague may be signed in there.
    colleague = log_in(UserFactory.create())
    asked = asked_in(begin(colleague, bind="1"))
    assert asked["prompt"] == "login"
    lying.claims = honest_claims(lying.issuer, asked["nonce"], sub=KARI, auth_time=old)
    back = {"state": asked["state"], "code": "c"}
    assert colleague.get(reverse("provider_answer"), back).status_code == 403
    assert asked_in(begin(english(), invitation=invited(region)))["prompt"] == "login"


def test_who_has_a_password_proves_it_by_that(lying: LyingProvider, user: User) -> None:
    bind(user, lying.issuer, tenant="")
    client = log_in(user, proven=False)
    assert answer(client, lying).status_code == 302
    again = client.get(reverse("provider_account"))["Location"]
    assert again.startswith(reverse("account_reauthenticate"))


def test_only_a_page_that_is_asked_for_uses_the_state_up(lying: LyingProvider, user: User) -> None:
    """A scanner that only asks whether there is a page leaves the sign-in alone."""
    bind(user, lying.issuer, tenant="")
    client = english()
    asked = asked_in(begin(client))
    lying.claims = honest_claims(lying.issuer, asked["nonce"])
    back = {"state": asked["state"], "code": "c"}
    assert client.head(reverse("provider_answer"), back).status_code == 405
    assert client.get(reverse("provider_answer"), back).status_code == 302


def test_second_answer_at_the_same_moment_is_told_so(
    lying: LyingProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(_session: SessionStore, **_options: Any) -> None:
        raise UpdateError  # as the database says when the first answer has changed its key

    client = english()
    state = asked_in(begin(client))["state"]
    monkeypatch.setattr(SessionStore, "save", gone)
    back = client.get(reverse("provider_answer"), {"state": state, "code": "c"})
    assert (back.status_code, says(back, "was used already")) == (403, True)
    assert not back.cookies, "whoever the first one let in stays in"


def test_account_has_one_door_whichever_tenant_it_is_at(user: User) -> None:
    bind(user, "https://id.example.org/t1/v2.0", tenant="t1")
    with pytest.raises(IdentityThere):
        bind_identity(user=user, identity=Identity("https://id.example.org/t2/v2.0", "t2", KARI))
    assert ExternalIdentity.objects.of(user).count() == 1


def test_binding_is_no_way_in_without_a_provider(user: User) -> None:
    user.set_unusable_password()
    user.save()
    add_app(user)
    passkey = SoftPasskey().add_to(user)
    bind(user, "https://id.example.org")
    path = reverse("mfa_remove_webauthn", args=[passkey.pk])
    assert "could not log in any more" in log_in(user).post(path).content.decode()
