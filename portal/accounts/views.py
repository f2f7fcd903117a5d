"""Account pages that allauth does not have, and those of its own that we are stricter about."""

from typing import Any

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.views import DeactivateTOTPView, activate_totp
from allauth.mfa.webauthn.views import (
    ReauthenticateWebAuthnView,
    RemoveWebAuthnView,
    add_webauthn,
)
from django.contrib import admin, messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from portal.accounts.second_factor import is_last_way_in
from portal.lib.reauthentication import asked_again
from portal.models import User

LAST_WAY_IN = _(
    "You could not log in any more: this is your only passkey, and you have no password. Add "
    "another one first."
)


@require_safe
@login_required
def account(request: HttpRequest) -> HttpResponse:
    """What people can do with their own account."""
    return render(request, "portal/account.html")


def closed(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """An address of allauth's that leads nowhere here."""
    raise Http404


@require_safe
def admin_login(request: HttpRequest) -> HttpResponse:
    """The admin's log-in page: there is one door, and whoever is through needs no other."""
    wanted = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure()):
        wanted = reverse("admin:index")
    if not request.user.is_authenticated:
        return redirect_to_login(wanted)
    if not admin.site.has_permission(request):
        # Leading on would lead back here.
        raise PermissionDenied
    return HttpResponseRedirect(wanted)


def form_is_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without a valid token: most often a page that stood open over a log-in."""
    if request.user.is_authenticated and request.path == reverse("account_login"):
        return HttpResponseRedirect(reverse("admin:index"))
    return render(request, "portal/form_is_old.html", status=403)


class OneAtATime:
    """Lets a person's removals of factors wait for each other, so that two do not take both."""

    request: HttpRequest

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """Remove it, if it may be."""
        with transaction.atomic():
            lock(self.request.user)
            answer: HttpResponse = super().post(*args, **kwargs)  # type: ignore[misc]
        return answer


def lock(user: Any) -> None:
    """Hold the account's row until the transaction ends."""
    User.objects.select_for_update().get(pk=user.pk)


class RemoveAppView(OneAtATime, DeactivateTOTPView):
    """Removes the app; its form asks our adapter whether that is possible."""


class RemovePasskeyView(OneAtATime, RemoveWebAuthnView):
    """Removes a passkey, unless it is the last factor: allauth itself would let that happen."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Remove it, if the person keeps another factor, and a way in."""
        if is_last_way_in(self.object):
            form.add_error(None, LAST_WAY_IN)
            return self.form_invalid(form)
        if not get_adapter().can_delete_authenticator(self.object):
            form.add_error(None, get_adapter().validation_error("cannot_delete_authenticator"))
            return self.form_invalid(form)
        return super().form_valid(form)


class ReauthenticatePasskeyView(ReauthenticateWebAuthnView):
    """Asks for the passkey again; says on the same page when it was not right."""

    def form_invalid(self, form: Any) -> HttpResponse:
        """The same page once more."""
        for error in form.errors.get("credential", []):
            get_account_adapter().add_message(self.request, messages.ERROR, message=error)
        return HttpResponseRedirect(self.request.get_full_path())


# allauth asks nobody who has neither password nor factor here; a session that was stolen could give
# itself one.
activate_app = asked_again(activate_totp)
add_passkey = asked_again(add_webauthn)
remove_app = RemoveAppView.as_view()
remove_passkey = RemovePasskeyView.as_view()
reauthenticate_passkey = ReauthenticatePasskeyView.as_view()
