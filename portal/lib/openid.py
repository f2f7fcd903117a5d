"""Signing in at an OpenID Connect provider: the code flow with PKCE, and what its token must say.

Sources: OpenID Connect Core 1.0 (3.1), RFC 7636 (PKCE), RFC 9700 (what OAuth learnt), and for one
address that serves many tenants Microsoft's "Access token claims" (`{tenantid}` in the issuer).
What is taken from a token is who it is and whether two steps were asked for there: no name and no
address is asked for, read or kept.
"""

import base64
import hashlib
import secrets
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from portal.lib.answers import NoAnswer
from portal.lib.json_answers import ask
from portal.lib.provider import LONGEST, Identity, Provider, origin_of

# Asymmetric ones alone: a key that is published must never pass for a shared secret.
ALGORITHMS = ["RS256", "PS256", "ES256"]
WITHIN = 3.0  # seconds, for all that one click of a person asks of the provider
CLOCKS_DIFFER = 60  # seconds
KEPT_FOR = 60 * 60  # seconds: the discovery document, and the keys
# A token with a key that we do not know makes us look for new ones, no more often than this.
KEYS_ASKED_AFTER = 60  # seconds
TENANT = "{tenantid}"
# Who was kept waiting in vain is followed by nobody for so many times as long: a provider that
# hangs takes a tenth of a process's time at most, however many people press the button.
RESTS = 10

_kept: dict[str, tuple[float, dict[str, Any]]] = {}
_rests_until: dict[str, float] = {}


class ProviderAway(Exception):
    """The provider does not answer, is too slow, or says nothing that one could go by."""


class TokenRefused(Exception):
    """What came back proves nothing; `reason` is a code word for the log."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True)
class Attempt:
    """One try to sign in: what only this browser's session knows until the answer comes."""

    state: str
    nonce: str
    verifier: str

    @property
    def challenge(self) -> str:
        """What the provider is told of the verifier (S256)."""
        digest = hashlib.sha256(self.verifier.encode()).digest()
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def new_attempt() -> Attempt:
    """Three secrets that nobody guesses."""
    return Attempt(*(secrets.token_urlsafe(32) for _ in range(3)))


def door_of(
    provider: Provider, attempt: Attempt, *, back_to: str, language: str, again: bool = False
) -> str:
    """The address at which the provider asks who it is. Raises ProviderAway.

    With `again` it asks even whom it knows.
    """
    endpoint = _endpoint(
        provider, "authorization_endpoint", _discovered(provider, time.monotonic() + WITHIN)
    )
    asked = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": back_to,
        "scope": "openid",
        "state": attempt.state,
        "nonce": attempt.nonce,
        "code_challenge": attempt.challenge,
        "code_challenge_method": "S256",
        "ui_locales": language,
    }
    if again:
        asked["prompt"] = "login"
    return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(asked)}"


def identity_of(
    provider: Provider, attempt: Attempt, *, code: str, back_to: str, since: float | None = None
) -> Identity:
    """Who has signed in, from the code that came back. Raises ProviderAway or TokenRefused.

    `since` (seconds of the epoch) is when the provider was told to ask again. Whoever sits at the
    machine can take that out of the address; a token with `auth_time` gives it away.
    """
    deadline = time.monotonic() + WITHIN
    document = _discovered(provider, deadline)
    token = _token(provider, attempt, document, code, back_to, deadline)
    keys = _endpoint(provider, "jwks_uri", document)
    claims, signers = _signed_claims(token, keys, deadline)
    tenant = _tenant(provider, claims)
    _check(provider, attempt, claims, _issuer(document, tenant))
    if TENANT in str(document["issuer"]):
        _check_signers(signers, claims["iss"], tenant)
    signed_in_at = claims.get("auth_time", since)
    if since is not None and not _is_after(signed_in_at, since - CLOCKS_DIFFER):
        raise TokenRefused("old")
    return Identity(claims["iss"], tenant, claims["sub"], _had_two_steps(provider, claims))


def _discovered(provider: Provider, deadline: float) -> dict[str, Any]:
    """The provider's own description, which must name the issuer that was asked for.

    An address that serves many tenants names none of them; then those that may come in are told.
    """
    address = f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration"
    document = _fetched(address, deadline)
    issuer = str(document.get("issuer"))
    if TENANT in issuer:
        is_right = origin_of(issuer) == provider.origin and bool(provider.tenants)
    else:
        is_right = issuer == provider.issuer
    if not is_right:
        raise ProviderAway("issuer")
    return document


def _endpoint(provider: Provider, name: str, document: dict[str, Any]) -> str:
    """An address from the description: never less protected on the way than the issuer."""
    address = document.get(name)
    scheme = provider.issuer.partition(":")[0]
    if not isinstance(address, str) or not address.startswith(("https://", f"{scheme}://")):
        raise ProviderAway(name)
    return address


def _fetched(address: str, deadline: float, at_most: float = KEPT_FOR) -> dict[str, Any]:
    """A document of the provider, not older than so many seconds."""
    known_at, document = _kept.get(address, (0.0, {}))
    if document and time.monotonic() - known_at < at_most:
        return document
    status, document = _asked(address, deadline)
    if status != 200:
        raise ProviderAway(status)
    _kept[address] = time.monotonic(), document
    return document


def _asked(address: str, deadline: float, **said: Any) -> tuple[int, dict[str, Any]]:
    """What the provider answers; a host that has just kept somebody waiting in vain is let rest."""
    host, began = origin_of(address), time.monotonic()
    if began < _rests_until.get(host, 0.0):
        raise ProviderAway("rests")
    try:
        return ask(address, deadline=deadline, **said)
    except NoAnswer as error:
        now = time.monotonic()
        _rests_until[host] = now + RESTS * (now - began)
        raise ProviderAway(error.fault) from error


def _token(
    provider: Provider,
    attempt: Attempt,
    document: dict[str, Any],
    code: str,
    back_to: str,
    deadline: float,
) -> str:
    """The ID token that the provider gives for the code, once."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back_to,
        "code_verifier": attempt.verifier,
        "client_id": provider.client_id,
    }
    headers = {}
    if "client_secret_post" in document.get("token_endpoint_auth_methods_supported", ()):
        form["client_secret"] = provider.client_secret
    else:
        headers["Authorization"] = f"Basic {_basic(provider)}"
    endpoint = _endpoint(provider, "token_endpoint", document)
    status, answer = _asked(endpoint, deadline, form=form, headers=headers)
    if status >= 500:
        raise ProviderAway(status)
    token = answer.get("id_token")
    if status != 200 or not isinstance(token, str):
        # The code was used, is too old, or is somebody else's; or our secret is not right.
        raise TokenRefused("code")
    return token


def _basic(provider: Provider) -> str:
    """Who we are, as RFC 6749 (2.3.1) writes it: each part percent-encoded first."""
    pair = f"{quote(provider.client_id, safe='')}:{quote(provider.client_secret, safe='')}"
    return base64.b64encode(pair.encode()).decode()


def _signed_claims(token: str, address: str, deadline: float) -> tuple[dict[str, Any], set[str]]:
    """What the token says, if a key of the provider's has signed it, and for which issuers it may.

    Providers change their keys without a word: for one that is not known they are asked again.
    """
    from joserfc import errors, jwk, jws, jwt

    # Headers that are no standard's are the provider's own business.
    rules = jws.JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)
    for at_most in (KEPT_FOR, KEYS_ASKED_AFTER):
        document = _fetched(address, deadline, at_most)
        try:
            keys = jwk.KeySet(_usable(document.get("keys")))
            read = jwt.decode(token, keys, registry=rules)
            kid = read.header.get("kid")
            named = [key.get("issuer") for key in keys if kid in (None, key.kid)]
            return dict(read.claims), {str(each) for each in named if each}
        except errors.InvalidKeyIdError:
            continue
        except (errors.JoseError, ValueError, TypeError, KeyError) as error:
            raise TokenRefused("signature") from error
    raise TokenRefused("signature")


def _usable(keys: Any) -> list[Any]:
    """The keys that we can read: one of an odd kind must not shut out all others."""
    from joserfc import errors, jwk

    usable = []
    for each in keys if isinstance(keys, list) else ():
        with suppress(errors.JoseError, ValueError, TypeError, KeyError):
            key = jwk.import_key(each)
            key.ensure_kid()
            usable.append(key)
    return usable


def _check_signers(signers: set[str], issuer: str, tenant: str) -> None:
    """That the key may sign for this tenant, where the keys of many lie together and say whose.

    Entra's do ("Validate the signing key issuer"): else the key of one tenant, or the one of
    everybody's private accounts, would vouch for the people of another.
    """
    if signers and issuer not in {each.replace(TENANT, tenant) for each in signers}:
        raise TokenRefused("signature")


def _tenant(provider: Provider, claims: dict[str, Any]) -> str:
    """The tenant that the token names, which must be one of ours where these are told."""
    tenant = claims.get("tid", "")
    if not isinstance(tenant, str) or not _is_name(tenant):
        raise TokenRefused("tenant")
    if provider.tenants and tenant not in provider.tenants:
        raise TokenRefused("tenant")
    return tenant


def _issuer(document: dict[str, Any], tenant: str) -> str:
    return str(document["issuer"]).replace(TENANT, tenant)


def _check(provider: Provider, attempt: Attempt, claims: dict[str, Any], issuer: str) -> None:
    """That the token is of this issuer, for us, for this attempt, and of now."""
    from joserfc import errors, jwt

    audience = claims.get("aud")
    has_others = isinstance(audience, list) and len(audience) > 1
    wanted = jwt.JWTClaimsRegistry(
        leeway=CLOCKS_DIFFER,
        iss={"essential": True, "value": issuer},
        sub={"essential": True},
        aud={"essential": True, "value": provider.client_id},
        # Whom it was made for, which a token for several must say.
        azp={"essential": has_others, "value": provider.client_id},
        exp={"essential": True},
        iat={"essential": True},
        nonce={"essential": True, "value": attempt.nonce},
    )
    try:
        wanted.validate(claims)
    except errors.ExpiredTokenError as error:
        raise TokenRefused("expired") from error
    except errors.JoseError as error:
        raise TokenRefused("claims") from error
    if not _is_name(claims["sub"]):
        raise TokenRefused("claims")


def _is_after(moment: Any, earliest: float) -> bool:
    return isinstance(moment, int | float) and moment >= earliest


def _is_name(value: str) -> bool:
    """Whether it is what OpenID Connect Core (2) lets name somebody: short, ASCII, in one line."""
    return len(value) <= LONGEST and value.isascii() and (not value or value.isprintable())


def _had_two_steps(provider: Provider, claims: dict[str, Any]) -> bool:
    """Whether the provider says that it has asked for both steps, in a way that we were told of."""
    said: set[str] = set()
    for name in ("acr", "acrs", "amr"):
        value = claims.get(name, [])
        said |= {str(each) for each in (value if isinstance(value, list) else [value])}
    return not said.isdisjoint(provider.two_steps)
