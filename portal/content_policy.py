"""The Content-Security-Policy of each part of the site."""

import hashlib
import re
from base64 import b64encode
from functools import cache

from django.conf import settings

from portal.lib.provider import Provider

PUBLIC = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# Account pages: as public ones; a code for an app is a picture in the page itself (data:). Only the
# log-in page asks for something afterwards: a challenge for the passkey, when that is chosen. And
# only its forms may lead elsewhere, to the provider where staff may sign in besides here.
LOGIN = f"{PUBLIC}; connect-src 'self'"
# The text editor puts one fixed <style> element into the page (the hash is its content's).
EDITOR_STYLE = "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='"


def policy_for(path: str) -> str:
    """The policy for an address: public and account pages allow nothing but our own files."""
    if path == "/accounts/login/":
        return _login_policy(settings.OIDC_PROVIDER)
    return staff_policy() if path.startswith("/admin/") else PUBLIC


@cache
def _login_policy(provider: Provider | None) -> str:
    own = "form-action 'self'"
    return LOGIN.replace(own, f"{own} {provider.origin}") if provider else LOGIN


@cache
def staff_policy() -> str:
    """The policy of the admin: own files, the editor's import map and its one style element."""
    return (
        f"default-src 'self'; script-src 'self' {_import_map_hash()}; "
        f"style-src 'self' {EDITOR_STYLE}; img-src 'self' data:; font-src 'self'; "
        "object-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


def _import_map_hash() -> str:
    from django_prose_editor.widgets import importmap

    found = re.fullmatch(r"<script[^>]*>(.*)</script>", str(importmap), re.DOTALL)
    content = found.group(1) if found else ""
    digest = b64encode(hashlib.sha256(content.encode()).digest()).decode()
    return f"'sha256-{digest}'"
