"""Logging in and second factors, as tests need them."""

import hashlib
import json
import secrets
import time
from typing import Any

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

from portal.models import User


def log_in(user: User, *, proven: bool = True, **options: Any) -> Client:
    """A client of somebody who is logged in and, with `proven`, has just said who it is again."""
    client = Client(**options)
    client.force_login(user)
    if proven:
        prove(client, user)
    return client


def prove(client: Client, user: User) -> None:
    """Let the person who is logged in have just said again who it is."""
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": "password", "at": time.time(), "reauthenticated": True}
    ]
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
    session.save()


def add_app(user: User) -> str:
    """Give the person an app and recovery codes; the app's secret."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return secret


def code_of(secret: str, periods: int = 0) -> str:
    """What the app shows now, or so many periods of 30 seconds later.

    Not in a period's last seconds: the test would have to be quicker than they are.
    """
    left = 30 - time.time() % 30
    time.sleep(left if left < 4 else 0)
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + periods))


class SoftPasskey:
    """A passkey in software: makes what a browser would send."""

    def __init__(self, origin: str = "https://testserver") -> None:
        self.origin = origin
        self.id = secrets.token_bytes(16)
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.owner = b""

    def create(self, options: dict[str, Any], *, verified: bool = True) -> str:
        """The answer to a page that adds a passkey."""
        self.owner = websafe_decode(options["user"]["id"])
        public = ES256.from_cryptography_key(self.key.public_key())
        known = AttestedCredentialData.create(b"\0" * 16, self.id, public)
        data = self._data(verified, known)
        attestation = AttestationObject.create("none", data, {})
        client = self._client("webauthn.create", options)
        return self._answer(clientDataJSON=client, attestationObject=bytes(attestation))

    def get(self, options: dict[str, Any], *, verified: bool = True) -> str:
        """The answer to a page that asks for the passkey."""
        data, client = self._data(verified), self._client("webauthn.get", options)
        signed = bytes(data) + hashlib.sha256(client).digest()
        signature = self.key.sign(signed, ec.ECDSA(hashes.SHA256()))
        return self._answer(
            clientDataJSON=client,
            authenticatorData=bytes(data),
            signature=signature,
            userHandle=self.owner,
        )

    def add_to(self, user: User, name: str = "Laptop") -> Authenticator:
        """Give the person this passkey."""
        handle = websafe_encode(user_pk_to_url_str(user).encode())
        answer = self.create({"user": {"id": handle}, "challenge": "AAAA"})
        data = {"name": name, "credential": json.loads(answer)}
        return Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data=data)

    def _data(self, verified: bool, known: Any = None) -> AuthenticatorData:
        flags = AuthenticatorData.FLAG.UP | (AuthenticatorData.FLAG.UV if verified else 0)
        flags |= AuthenticatorData.FLAG.AT if known else 0
        host = self.origin.split("/")[2].partition(":")[0]
        digest = hashlib.sha256(host.encode()).digest()
        return AuthenticatorData.create(digest, flags, 0, known or b"")

    def _client(self, kind: str, options: dict[str, Any]) -> bytes:
        challenge = options["challenge"]
        told = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(told).encode()

    def _answer(self, **response: bytes) -> str:
        own_id = websafe_encode(self.id)
        coded = {key: websafe_encode(value) for key, value in response.items()}
        return json.dumps(
            {
                "id": own_id,
                "rawId": own_id,
                "type": "public-key",
                "response": coded,
                "clientExtensionResults": {},
            }
        )
