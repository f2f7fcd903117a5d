"""Who may come in by signing in elsewhere."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.lib.provider import LONGEST, Identity


class ExternalIdentityQuerySet(models.QuerySet["ExternalIdentity"]):
    """Which identities."""

    def matching(self, identity: Identity) -> Self:
        """The one that has signed in. Issuer, tenant and subject, and nothing else, say who."""
        return self.filter(issuer=identity.issuer, tenant=identity.tenant, subject=identity.subject)

    def of(self, user: Any) -> Self:
        """The person's own."""
        return self.filter(user_id=user.pk)


class ExternalIdentity(models.Model):
    """A person as another service knows them (ekstern identitet), for instance the municipality's.

    Made by whoever holds the account or its invitation and has just signed in there; never by an
    address that the service asserts: addresses are given to others when people leave.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    issuer = models.CharField(max_length=LONGEST)
    tenant = models.CharField(max_length=LONGEST, blank=True)
    subject = models.CharField(max_length=LONGEST)
    created_at = models.DateTimeField(_("added at"), default=timezone.now, editable=False)

    objects = ExternalIdentityQuerySet.as_manager()

    class PersonalData:
        """What is erased when the person leaves, and what stays."""

        ERASE = ("subject",)
        KEEP = ("user", "issuer", "tenant", "created_at")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "tenant", "subject"], name="external_identity_once"
            ),
            # A second one at the same service would be a door that nobody looks at.
            models.UniqueConstraint(
                fields=["user", "issuer"], name="external_identity_one_per_issuer"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.issuer}"
