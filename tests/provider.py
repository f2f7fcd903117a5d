"""Signing in elsewhere, as tests need it: a real provider on the loopback, and one that lies."""

import json
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from joserfc import jwk, jwt

from municipalities.models import Municipality
from municipalities.roles import Role
from portal.actions.invitations import invite
from portal.lib import openid
from portal.lib.answers import Fault, NoAnswer
from portal.lib.provider import Provider
from portal.models import ExternalIdentity, User, secret_of
from tests.browser.server import free_port

READY_WITHIN = 60  # seconds; a busy machine is slow to start it
NAME = "Kommune-ID"
OLA, KARI = "3f0c-ola", "77aa-kari"
TENANT = "c0ffee00-kommune"
# All of this is told to us, and nothing of it may be kept or shown.
TOLD = {"email": "ola.asserted@example.org", "name": "Ola Asserted", "tid": TENANT}


def provider_at(issuer: str, **changes: Any) -> Provider:
    """The provider, as the environment would tell it."""
    return Provider(
        issuer=issuer, client_id="landgang", client_secret="s:cret/1", name=NAME, **changes
    )


@contextmanager
def real_provider() -> Iterator[str]:
    """A provider that speaks the protocol over HTTP, in a process of its own; its issuer."""
    port = free_port()
    people = [f"--user-claims={json.dumps(TOLD | {'sub': subject})}" for subject in (OLA, KARI)]
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", f"--port={port}"]
    server = subprocess.Popen([*command, "--require-nonce", *people], stderr=subprocess.DEVNULL)
    issuer = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{issuer}/jwks")
        yield issuer
    finally:
        server.terminate()
        server.wait(timeout=10)


def wait_for(address: str) -> None:
    """Until somebody answers there."""
    deadline = time.monotonic() + READY_WITHIN
    while True:
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except OSError:
            assert time.monotonic() < deadline, address
            time.sleep(0.05)
        else:
            return


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """Leaves redirects to us."""

    def redirect_request(self, *_words: Any) -> None:
        return None


def begin(client: Client, **typed: str) -> str:
    """Press the button; where it leads."""
    response = client.post(reverse("provider_begin"), typed)
    if response.status_code == 200:
        return str(response.context["door"])
    return str(response["Location"])


def at_provider(door: str, subject: str = OLA, **typed: str) -> str:
    """Sign in behind the door as a browser would; the path and question that lead back."""
    opener = urllib.request.build_opener(NoRedirect)
    form = urlencode({"sub": subject} | typed).encode()
    try:
        opener.open(door, form, timeout=5).close()
    except urllib.error.HTTPError as answer:
        with answer:
            back = urlsplit(answer.headers["Location"])
        return f"{back.path}?{back.query}"
    raise AssertionError(door)


def sign_in(client: Client, subject: str = OLA, **typed: str) -> Any:
    """All of it: out, in there, and back."""
    return client.get(at_provider(begin(client, **typed), subject))


def asked_in(door: str) -> dict[str, str]:
    """What the provider is asked in the address of its door."""
    return {key: values[0] for key, values in parse_qs(urlsplit(door).query).items()}


class LyingProvider:
    """A provider whose answers a test makes up, instead of `portal.lib.openid.ask`."""

    issuer = "https://id.example.org"

    def __init__(self) -> None:
        self.key = jwk.ECKey.generate_key("P-256", parameters={"kid": "one"})
        self.keys: list[Any] = [self.key]
        self.document: dict[str, Any] = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
        }
        self.claims: dict[str, Any] = {}
        self.header: dict[str, Any] = {"alg": "ES256", "kid": "one"}
        self.token: Any = None
        self.status = 200
        self.asked: list[tuple[str, dict[str, str] | None]] = []
        self.headers: dict[str, str] = {}

    def ask(
        self, address: str, *, deadline: float, form: Any = None, headers: Any = None
    ) -> tuple[int, dict[str, Any]]:
        """What stands at the address."""
        assert deadline - time.monotonic() <= 3
        self.asked.append((address, form))
        if address.endswith("/.well-known/openid-configuration"):
            return 200, self.document
        if address.endswith("/keys"):
            return 200, {"keys": [key.as_dict(private=False) for key in self.keys]}
        self.headers = headers
        return self.status, {"id_token": self.token or self.signed()}

    def signed(self) -> str:
        """The token, signed."""
        key = self.keys[0] if self.header.get("alg") != "HS256" else jwk.OctKey.import_key("x" * 32)
        return jwt.encode(self.header, self.claims, key, algorithms=[self.header["alg"]])

    def away(self, address: str, **_others: Any) -> tuple[int, dict[str, Any]]:
        """Nothing stands there."""
        raise NoAnswer(Fault.UNREACHABLE)


def honest_claims(issuer: str, right: str, **changes: Any) -> dict[str, Any]:
    """What a right token says, but for the changes; what is None is left out."""
    now = int(time.time())
    claims = {"iss": issuer, "sub": OLA, "aud": "landgang", "nonce": right, "iat": now,
              "exp": now + 300, "email": TOLD["email"]} | changes  # fmt: skip
    return {key: value for key, value in claims.items() if value is not None}


def bind(user: User, issuer: str, subject: str = OLA, tenant: str = TENANT) -> ExternalIdentity:
    """The binding, as it stands in the database."""
    return ExternalIdentity.objects.create(user=user, issuer=issuer, tenant=tenant, subject=subject)


def invited(region: Municipality, email: str = "ny@example.org") -> str:
    """The secret of an invitation."""
    invitation = invite(
        email=email, name="Nora Ny", language="en", role=Role.EDITOR, municipality=region, by=None
    )
    return secret_of(invitation.pk)


def english(**options: Any) -> Client:
    """A browser that asks for English."""
    return Client(headers={"accept-language": "en"}, **options)


def says(response: Any, words: str) -> bool:
    """Whether the page says so, however its lines are broken."""
    return words in re.sub(r"\s+", " ", response.content.decode())


def answer(client: Client, lying: LyingProvider, **changes: Any) -> Any:
    """Begin, and come back with a token that says this."""
    asked = asked_in(begin(client))
    issuer = changes.pop("issuer", lying.issuer)
    lying.claims = honest_claims(issuer, asked["nonce"], **changes)
    return client.get(reverse("provider_answer"), {"state": asked["state"], "code": "c"})


def asking_a_liar(settings: Any, monkeypatch: pytest.MonkeyPatch) -> LyingProvider:
    """Sign in, from now on, at a provider whose answers the test makes up."""
    made = LyingProvider()
    settings.OIDC_PROVIDER = provider_at(made.issuer)
    monkeypatch.setattr(openid, "ask", made.ask)
    return made


def forget_providers(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a process that has just begun."""
    monkeypatch.setattr(openid, "_kept", {})
    monkeypatch.setattr(openid, "_rests_until", {})
