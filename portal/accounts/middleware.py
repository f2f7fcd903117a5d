"""What happens around the pages of staff: their language, and the second factor."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.functional import SimpleLazyObject

from portal.accounts.second_factor import had_two_steps_elsewhere, second_factors
from portal.middleware import UnavailableMiddleware

GetResponse = Callable[[HttpRequest], HttpResponse]
ACCOUNTS = "/accounts/"
STAFF_PATHS = (ACCOUNTS, "/admin/")
# What somebody reaches who has logged in and has no second factor yet.
SET_UP = {
    "account_logout",
    "account_reauthenticate",
    "invitation",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_index",
    # Who came in through a provider may have no other way to show again who it is.
    "provider_again",
    "provider_answer",
    "provider_begin",
}


class AccountPageMiddleware:
    """Speaks to staff in their language, and keeps their account pages out of every store.

    It also finds out who it is, before others ask: a database that is gone is then a kind answer,
    which Django gives for views but not for what stands before them.

    On account pages the language menu's choice holds until the browser closes, in a cookie that
    only these pages see; then the person's own language; before log-in the browser's.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.unavailable: Callable[..., Any] = UnavailableMiddleware(get_response).process_exception

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(STAFF_PATHS):
            try:
                bool(request.user.is_authenticated)
            except (OperationalError, InterfaceError) as error:
                answer: HttpResponse = self.unavailable(request, error)
                return answer
        response = self.get_response(request)
        if request.path.startswith(ACCOUNTS):
            response["Cache-Control"] = "no-store"
            # Links with a secret in them must not travel; "no-referrer" would break the forms.
            response["Referrer-Policy"] = "same-origin"
            if choice := _known(request.GET.get("language")):
                response.set_cookie(
                    settings.LANGUAGE_COOKIE_NAME,
                    choice,
                    path=ACCOUNTS,
                    secure=settings.SESSION_COOKIE_SECURE,
                    httponly=True,
                    samesite="Lax",
                )
        return response

    def process_view(self, request: HttpRequest, *args: Any) -> None:
        """Choose the language."""
        if not request.path.startswith(STAFF_PATHS):
            return
        choice = None
        if request.path.startswith(ACCOUNTS):
            kept = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
            choice = _known(request.GET.get("language")) or _known(kept)
        choice = choice or _known(getattr(request.user, "language", None))
        if choice:
            translation.activate(choice)
            request.LANGUAGE_CODE = choice


class SecondFactorMiddleware:
    """Where a second factor is required, leads those without one to its set-up and nowhere else.

    Public pages stay open to them as to everybody: there they count as nobody.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *args: Any) -> HttpResponse | None:
        """Let the view be reached, or lead to the set-up."""
        if not settings.STAFF_MFA_REQUIRED:
            return None
        if not request.path.startswith(STAFF_PATHS):
            request.user = SimpleLazyObject(partial(_trusted, request, request.user))  # type: ignore[assignment]
            return None
        if _is_trusted(request, request.user):
            return None
        match = request.resolver_match
        if match is None or match.view_name not in SET_UP:
            return HttpResponseRedirect(reverse("mfa_index"))
        # For the templates: whatever else the page could link to is closed.
        vars(request)["must_set_up"] = True
        return None


def _known(language: str | None) -> str | None:
    return language if language in dict(settings.LANGUAGES) else None


def _is_trusted(request: HttpRequest, user: Any) -> bool:
    return (
        user.is_anonymous or second_factors(user).exists() or had_two_steps_elsewhere(request, user)
    )


def _trusted(request: HttpRequest, user: Any) -> Any:
    return user if _is_trusted(request, user) else AnonymousUser()
