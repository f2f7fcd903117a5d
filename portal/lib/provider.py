"""Where staff may sign in besides here, as the environment says: an OpenID Connect provider.

What is said to it is in `openid`, which needs more to be loaded.
"""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from portal.lib import environment

LONGEST = 255  # of a subject (OpenID Connect Core, 2), and of what else names somebody


@dataclass(frozen=True)
class Provider:
    """A provider, and who we are to it."""

    issuer: str  # as its discovery document and its tokens name it; for many tenants, as Entra's
    client_id: str
    client_secret: str = field(repr=False)
    name: str  # as people know it: stands on the button
    # The values of `tid` that may come in. Empty: the issuer is one organisation's own.
    tenants: tuple[str, ...] = ()
    # Values of `acr`, `acrs` or `amr` that say: both steps were asked for there.
    two_steps: tuple[str, ...] = ()

    @property
    def origin(self) -> str:
        """Scheme, host and port: what a content policy names."""
        return origin_of(self.issuer)


@dataclass(frozen=True)
class Identity:
    """Who has signed in: issuer, tenant and subject together are one person, for ever."""

    issuer: str
    tenant: str  # "" where the provider knows no tenants
    subject: str
    had_two_steps: bool = False


def origin_of(address: str) -> str:
    """The scheme, host and port of an address."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def from_environment(debug: bool) -> Provider | None:
    """The provider that OIDC_ISSUER names; None where there is none.

    ImproperlyConfigured when something that belongs to it is missing, or when its answers could be
    read and changed on the way: http is for a developer's own machine (DEBUG).
    """
    issuer = environment.text("OIDC_ISSUER", "")
    if not issuer:
        return None
    parts = urlsplit(issuer)
    if parts.scheme != "https" and not (debug and parts.scheme == "http"):
        raise ImproperlyConfigured("OIDC_ISSUER is no https:// address.")
    if not parts.hostname or parts.query or parts.fragment or "@" in parts.netloc:
        raise ImproperlyConfigured("OIDC_ISSUER is no issuer's address.")
    return Provider(
        issuer=issuer,
        client_id=environment.text("OIDC_CLIENT_ID"),
        client_secret=environment.text("OIDC_CLIENT_SECRET"),
        name=environment.text("OIDC_NAME", parts.hostname),
        tenants=tuple(environment.words("OIDC_TENANTS")),
        two_steps=tuple(environment.words("OIDC_TWO_STEPS")),
    )
