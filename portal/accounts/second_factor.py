"""Second factors: how their secrets are kept, and that nobody is left without one."""

from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portal.lib.sealing import seal, unseal


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
