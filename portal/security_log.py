"""What allauth and Django tell of log-ins, factors and refusals, written to the security log.

The log names people by id only. A caller's address is kept as a mark: equal for equal addresses,
and of no use to anybody who does not have the secret key.
"""

from collections.abc import Callable
from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as factor
from django.contrib.auth import signals as auth
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from portal.lib.security_log import note
from portal.models import User

GetResponse = Callable[[HttpRequest], HttpResponse]


class DenialLogMiddleware:
    """Writes a line for every page that was refused to somebody who is logged in."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 403 and request.user.is_authenticated:
            match = request.resolver_match
            note(
                "denied",
                user=request.user.pk,
                method=request.method,
                # Not the path: it may hold the secret of a link.
                view=match.view_name if match else None,
                object=match.kwargs.get("object_id") if match else None,
            )
        return response


def connect() -> None:
    """Listen to the packages of others; ours write their lines themselves."""
    auth.user_logged_in.connect(_logged_in)
    auth.user_logged_out.connect(_logged_out)
    auth.user_login_failed.connect(_login_failed)
    factor.authentication_failed.connect(_factor_failed)
    factor.authenticator_added.connect(_factor_added)
    factor.authenticator_removed.connect(_factor_removed)
    factor.authenticator_reset.connect(_factor_reset)
    factor.authenticator_used.connect(_factor_used)
    account.password_changed.connect(_password_changed)
    account.password_reset.connect(_password_changed)


def _logged_in(request: HttpRequest, user: Any, **kwargs: Any) -> None:
    note("login", user=user.pk, caller=_caller(request))


def _logged_out(request: HttpRequest, user: Any, **kwargs: Any) -> None:
    if user is not None:
        note("logout", user=user.pk)


def _login_failed(
    credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any
) -> None:
    """The account's id, if there is one; what was typed may be somebody's password."""
    email = str(credentials.get("email", "")).lower()
    user = User.objects.filter(email=email).values_list("pk", flat=True).first()
    note("login_failed", user=user or "unknown", caller=_caller(request))


def _factor_failed(request: HttpRequest, user: Any, authenticator: Any, **kwargs: Any) -> None:
    note("factor_failed", user=user.pk, factor=authenticator.type, caller=_caller(request))


def _factor_added(user: Any, authenticator: Any, **kwargs: Any) -> None:
    note("factor_added", user=user.pk, factor=authenticator.type)


def _factor_removed(user: Any, authenticator: Any, **kwargs: Any) -> None:
    note("factor_removed", user=user.pk, factor=authenticator.type)


def _factor_reset(user: Any, authenticator: Any, **kwargs: Any) -> None:
    note("factor_reset", user=user.pk, factor=authenticator.type)


def _factor_used(
    user: Any, authenticator: Any, reauthenticated: bool = False, **kwargs: Any
) -> None:
    event = "reauthenticated" if reauthenticated else "factor_used"
    note(event, user=user.pk, factor=authenticator.type)


def _password_changed(user: Any, **kwargs: Any) -> None:
    note("password_changed", user=user.pk)


def _caller(request: HttpRequest | None) -> str | None:
    from allauth.account.adapter import get_adapter

    if request is None or not request.META.get("REMOTE_ADDR"):
        return None
    address = get_adapter(request).get_client_ip(request)
    return salted_hmac("portal.security_log", address, algorithm="sha256").hexdigest()[:12]
