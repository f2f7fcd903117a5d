"""Asking who it is once more, before what is sensitive: administering people, and exports.

The proof is a passkey, a code or the password. It opens pages for ten minutes; a form that was
opened in time may be sent for an hour, so that nobody loses what they typed.

allauth can also keep what was sent and do it after the proof. We do not let it: that would happen
on its own page, outside the scope and the history of a request to the admin.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils.translation import gettext as _

View = Callable[..., HttpResponse]

PAGE = settings.ACCOUNT_REAUTHENTICATION_TIMEOUT  # seconds
FORM = 60 * 60  # seconds


def ask_again(request: HttpRequest) -> HttpResponse | None:
    """The way to the proof and back, or None when there is a fresh one.

    For one action among others on a page, such as an export:
    `if proof := ask_again(request): return proof`.
    """
    if _proven_within(request, PAGE if request.method in ("GET", "HEAD") else FORM):
        return None
    if request.method == "POST":
        messages.warning(request, _("That was not done yet. Please send it once more."))
    ways = get_adapter(request).get_reauthentication_methods(request.user)
    return redirect_to_login(request.get_full_path(), ways[0]["url"] if ways else None)


def asked_again(view: View) -> View:
    """Decorator: the view is reached only by who has just proven who they are."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return ask_again(request) or view(request, *args, **kwargs)

    return guarded


class AsksAgain:
    """A mixin before ModelAdmin: all of its pages ask who it is once more."""

    def get_urls(self) -> list[URLPattern]:
        """The admin's pages, each behind the proof."""
        patterns: list[URLPattern] = super().get_urls()  # type: ignore[misc]
        for pattern in patterns:
            pattern.callback = self._asked_again(pattern.callback)
        return patterns

    def _asked_again(self, view: View) -> View:
        """Whom the admin is closed to is told so at once, and is not asked for a proof."""
        guarded = asked_again(view)

        @wraps(view)
        def open_or_guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            is_open: bool = self.has_module_permission(request)  # type: ignore[attr-defined]
            return (guarded if is_open else view)(request, *args, **kwargs)

        return open_or_guarded


def _proven_within(request: HttpRequest, seconds: int) -> bool:
    records = get_authentication_records(request, request.user)
    proofs = [each["at"] for each in records if each.get("reauthenticated")]
    return bool(proofs) and time.time() - proofs[-1] < seconds
