"""Second factors: how their secrets are kept, that nobody is left without one, and who is spared.

To sign in at a provider (OpenID Connect) is the first of two steps, as a password is: what the
provider asks for is its own affair, and may be no more than a cookie on an unlocked machine. Where
its token says in a way that the operator has named (OIDC_TWO_STEPS) that it has asked for both
steps, ours is left out, for that session alone. What is sensitive still asks for the passkey or the
app of the account here, if it has one.
"""

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.lib.sealing import seal, unseal
from portal.models import ExternalIdentity


class SecondFactorAdapter(DefaultMFAAdapter):
    """What allauth asks us about second factors."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": _(
            "This is your only second factor. Add another one first; then you can remove this one."
        ),
        "cannot_generate_recovery_codes": _("Add a passkey or an app first."),
        "incorrect_code": _("That was not right. Please try again with a new code."),
    }

    def encrypt(self, text: str) -> str:
        """The secret as the database keeps it."""
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """The secret itself."""
        return unseal(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Whether another factor remains, where one is required."""
        others = second_factors(authenticator.user).exclude(pk=authenticator.pk)
        return not settings.STAFF_MFA_REQUIRED or others.exists()

    def _get_site_name(self) -> str:
        return "Landgang"


def second_factors(user: Any) -> QuerySet[Authenticator]:
    """The person's passkeys and app. Recovery codes only stand in for one of them."""
    return Authenticator.objects.filter(user_id=user.pk).exclude(
        type=Authenticator.Type.RECOVERY_CODES
    )


def is_last_way_in(passkey: Authenticator) -> bool:
    """Whether the person could not come in any more without it: an app is a second step only."""
    user = passkey.user
    others = second_factors(user).filter(type=Authenticator.Type.WEBAUTHN).exclude(pk=passkey.pk)
    has_provider = settings.OIDC_PROVIDER and ExternalIdentity.objects.of(user).exists()
    return not (user.has_usable_password() or others.exists() or has_provider)


def had_two_steps_elsewhere(request: HttpRequest, user: Any) -> bool:
    """Whether the person has come in, in this session, through a provider that asked for both."""
    if settings.OIDC_PROVIDER is None:
        return False
    return any(each.get("two_steps") for each in get_authentication_records(request, user))
