"""Signing in at the provider that the operator has named: out to it, and what comes back.

The log-in page itself asks the provider nothing: it looks the same when the provider is away. What
is under way stands in the session, under a state that works once. Only the log-in page's policy
lets a form lead out; elsewhere, people get a link.
"""

import dataclasses
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import get_next_redirect_url, perform_login
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.sessions.backends.base import UpdateError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from portal.accounts.invitation import refused as invitation_refused
from portal.actions.accounts import AlreadyDone
from portal.actions.identities import (
    IdentityRefused,
    LastWayIn,
    accept_with_identity,
    bind_identity,
    leave_identity,
)
from portal.actions.invitations import InvitationRefused, invitation_for
from portal.lib.limits import by_address, is_over
from portal.lib.openid import (
    Attempt,
    ProviderAway,
    TokenRefused,
    door_of,
    identity_of,
    new_attempt,
)
from portal.lib.provider import Identity, Provider, origin_of
from portal.lib.reauthentication import ask_again, asked_again
from portal.lib.sealing import seal, unseal
from portal.lib.security_log import note
from portal.models import ExternalIdentity, User

View = Callable[..., HttpResponse]
SESSION_KEY = "provider"
# Several tabs may be under way at once.
MOST_UNDER_WAY = 4
VALID_FOR = 10 * 60  # seconds
# A sign-in costs the provider and us more than a page.
MOST_PER_MINUTE = 30
LOGIN, AGAIN, BIND, INVITATION = "login", "again", "bind", "invitation"
# For these, whose session is still open there is no answer: it may be a colleague's, at a machine
# that several use, and it would be bound to this account for ever.
ASKED_AGAIN = {AGAIN, BIND, INVITATION}


def where_there_is_one(view: View) -> View:
    """Decorator: gives the view the provider; without one there is no such page."""

    @wraps(view)
    def with_provider(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if settings.OIDC_PROVIDER is None:
            raise Http404
        return view(request, *args, provider=settings.OIDC_PROVIDER, **kwargs)

    return with_provider


@where_there_is_one
@sensitive_post_parameters("invitation")
@require_POST
def provider_begin(request: HttpRequest, *, provider: Provider) -> HttpResponse:
    """Out to the provider: from the log-in page at once, from others by way of a link."""
    if is_over(by_address("provider", request), limit=MOST_PER_MINUTE, seconds=60):
        return render(request, "429.html", status=429)
    purpose, token = _purpose(request)
    if purpose == BIND and ask_again(request):
        return redirect("provider_account")
    if purpose == INVITATION:
        try:
            invitation_for(token)
        except InvitationRefused as refusal:
            return invitation_refused(request, refusal, token)
    attempt = new_attempt()
    try:
        door = door_of(
            provider,
            attempt,
            back_to=_back_to(),
            language=get_language() or "nb",
            again=purpose in ASKED_AGAIN,
        )
    except ProviderAway as trouble:
        return _refused(request, "away", detail=str(trouble))
    _remember(request, attempt, purpose, token)
    if purpose == LOGIN and origin_of(door) == provider.origin:
        return HttpResponseRedirect(door)
    return render(request, "portal/provider_onward.html", {"door": door})


@where_there_is_one
@require_GET
@never_cache
def provider_answer(request: HttpRequest, *, provider: Provider) -> HttpResponse:
    """Back from the provider, with a code or with a refusal. HEAD would use the state up."""
    under_way = _forget(request, request.GET.get("state", ""))
    if under_way is None:
        return _refused(request, "stale")
    if "error" in request.GET or not request.GET.get("code"):
        is_denied = request.GET.get("error") == "access_denied"
        return _refused(request, "denied" if is_denied else "token", detail="answer")
    attempt = Attempt(**under_way["attempt"])
    since = under_way["at"] if under_way["purpose"] in ASKED_AGAIN else None
    try:
        identity = identity_of(
            provider, attempt, code=request.GET["code"], back_to=_back_to(), since=since
        )
    except ProviderAway as trouble:
        return _refused(request, "away", detail=str(trouble))
    except TokenRefused as trouble:
        reason = "tenant" if trouble.reason == "tenant" else "token"
        return _refused(request, reason, detail=trouble.reason)
    return ANSWERS[under_way["purpose"]](request, identity, under_way)


@where_there_is_one
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@asked_again
def provider_account(request: HttpRequest, *, provider: Provider) -> HttpResponse:
    """Whether one may come in through the provider; where that is added, and taken away."""
    if request.method == "POST":
        return _left(request)
    found = ExternalIdentity.objects.of(request.user).first()
    return render(request, "portal/provider_account.html", {"identity": found})


@where_there_is_one
@require_safe
@login_required
def provider_again(request: HttpRequest, *, provider: Provider) -> HttpResponse:
    """Asks those who have no other way to show that it is still them."""
    return render(request, "portal/provider_again.html", {"next": get_next_redirect_url(request)})


def _left(request: HttpRequest) -> HttpResponse:
    try:
        leave_identity(user=request.user)  # type: ignore[arg-type]
    except LastWayIn:
        messages.warning(
            request,
            _(
                "You could not log in any more: you have neither a passkey nor a password. Add a "
                "passkey first."
            ),
        )
    except AlreadyDone:
        messages.warning(request, _("That was done already."))
    else:
        messages.success(request, _("It was removed."))
    return redirect("provider_account")


def _purpose(request: HttpRequest) -> tuple[str, str]:
    """What the sign-in is for, and the secret of the invitation if it is for one."""
    if token := request.POST.get("invitation", ""):
        return INVITATION, token
    if not request.user.is_authenticated:
        return LOGIN, ""
    return (BIND if "bind" in request.POST else AGAIN), ""


def _remember(request: HttpRequest, attempt: Attempt, purpose: str, token: str) -> None:
    """Note in the session what is under way: the oldest makes room."""
    known = dict(request.session.get(SESSION_KEY, {}))
    while len(known) >= MOST_UNDER_WAY:
        known.pop(min(known, key=lambda state: known[state]["at"]))
    known[attempt.state] = {
        "attempt": dataclasses.asdict(attempt),
        "purpose": purpose,
        "user": request.user.pk,
        "next": get_next_redirect_url(request),
        # Only the hash of an invitation's secret stands in the database in clear.
        "invitation": seal(token) if token else "",
        "at": time.time(),
    }
    request.session[SESSION_KEY] = known


def _forget(request: HttpRequest, state: str) -> dict[str, Any] | None:
    """What was under way with the state, once; None where there is nothing, or it is too old.

    It belongs to whoever began it: somebody else may have logged in meanwhile.
    """
    known = dict(request.session.get(SESSION_KEY, {}))
    found: dict[str, Any] | None = known.pop(state, None)
    if found is None:
        return None
    if known:
        request.session[SESSION_KEY] = known
    else:
        del request.session[SESSION_KEY]
    # At once: whatever happens to this request, the state has worked.
    try:
        request.session.save()
    except UpdateError:
        # Meanwhile another answer has logged somebody in, or they have logged out.
        request.session.modified = False
        return None
    is_fresh = time.time() - found["at"] < VALID_FOR
    return found if is_fresh and found["user"] == request.user.pk else None


def _login(request: HttpRequest, identity: Identity, under_way: dict[str, Any]) -> HttpResponse:
    """In, as whoever the identity is bound to; of all others there is one answer."""
    bound = ExternalIdentity.objects.matching(identity).select_related("user").first()
    if bound is None:
        return _refused(request, "unknown")
    if request.user.is_authenticated and request.user.pk != bound.user_id:
        return _refused(request, "other")
    return _in(request, bound.user, identity, under_way, under_way["next"])


def _bind(request: HttpRequest, identity: Identity, under_way: dict[str, Any]) -> HttpResponse:
    """To the account of who is logged in, who has shown a moment ago that it is them."""
    try:
        bind_identity(user=request.user, identity=identity)  # type: ignore[arg-type]
    except IdentityRefused as refusal:
        return _refused(request, refusal.reason)
    messages.success(request, _("You can log in this way from now on."))
    return redirect("provider_account")


def _accept(request: HttpRequest, identity: Identity, under_way: dict[str, Any]) -> HttpResponse:
    """The invitation, the account that comes of it and the binding, in one."""
    try:
        token = unseal(under_way["invitation"])
        accepted = accept_with_identity(token=token, identity=identity)
    except InvalidToken:
        return _refused(request, "stale")
    except InvitationRefused as refusal:
        return invitation_refused(request, refusal, token)
    except IdentityRefused as refusal:
        return _refused(request, refusal.reason)
    return _in(request, accepted.user, identity, under_way, reverse("mfa_index"))


ANSWERS = {LOGIN: _login, AGAIN: _login, BIND: _bind, INVITATION: _accept}


def _in(
    request: HttpRequest,
    user: User,
    identity: Identity,
    under_way: dict[str, Any],
    wanted: str | None,
) -> HttpResponse:
    """As after a password: closed accounts are told so, and the second step follows.

    It proves that it is still them where they were asked there, and have nothing here to prove it.
    """
    two_steps = identity.had_two_steps or None
    ways = get_adapter(request).get_reauthentication_methods(user)
    is_proof = under_way["purpose"] in ASKED_AGAIN and ways[0]["id"] == "provider"
    record_authentication(
        request, user, "provider", two_steps=two_steps, reauthenticated=is_proof or None
    )
    note("provider_login", user=user.pk, two_steps="yes" if two_steps else "no")
    answer: HttpResponse = perform_login(request, user, redirect_url=wanted)
    return answer


def _refused(request: HttpRequest, reason: str, detail: str | None = None) -> HttpResponse:
    """A page that says what to do, and a line in the security log; neither says who it was."""
    note("provider_refused", reason=reason, detail=detail, user=request.user.pk)
    status = 503 if reason == "away" else 403
    return render(request, "portal/provider_refused.html", {"reason": reason}, status=status)


def _back_to() -> str:
    return str(settings.SITE_URL) + reverse("provider_answer")
