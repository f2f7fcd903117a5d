"""The page behind the link in an invitation."""

from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from portal.accounts.forms import InvitationForm
from portal.actions.invitations import (
    Acceptance,
    InvitationRefused,
    InvitationUnknown,
    accept_invitation,
    invitation_for,
)
from portal.models import Invitation, User


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Shows who invites to what; only a form that is sent accepts: mail scanners follow links."""
    try:
        found = invitation_for(token)
        form = _form(request, found)
        if request.method == "POST" and form.is_valid():
            return _accepted(request, accept_invitation(token=token, **form.cleaned_data))
    except InvitationRefused as refusal:
        return refused(request, refusal, token)
    # Whom a mailed link makes an account for; who has one logs in to add another way in.
    context = {"invitation": found, "form": form, "token": token if form.fields else ""}
    return render(request, "portal/invitation.html", context)


def _form(request: HttpRequest, found: Invitation) -> Form:
    """Name and password, or nothing to fill in where the address has an account."""
    data = request.POST if request.method == "POST" else None
    if User.objects.filter(email=found.email).exists():
        return Form(data)
    return InvitationForm(found, data)


def _accepted(request: HttpRequest, acceptance: Acceptance) -> HttpResponse:
    """On to the second factor; who had an account logs in as ever."""
    if acceptance.is_new:
        return perform_login(request, acceptance.user, redirect_url=reverse("mfa_index"))
    messages.success(request, _("You have accepted. Your new role holds from now on."))
    if request.user == acceptance.user:
        return redirect("admin:index")
    return redirect_to_login(reverse("admin:index"))


def refused(request: HttpRequest, refusal: InvitationRefused, token: str) -> HttpResponse:
    """Why the link does not work; who has just used it, by a form sent twice, is led on."""
    mine = Invitation.objects.with_token(token).filter(used_by=request.user.pk)
    if request.user.is_authenticated and mine.exists():
        return redirect("mfa_index")
    status = 404 if isinstance(refusal, InvitationUnknown) else 410
    context = {"reason": refusal.reason}
    return render(request, "portal/invitation_refused.html", context, status=status)
