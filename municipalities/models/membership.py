"""Who may act for which municipality."""

import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from municipalities.models.municipality import Municipality
from municipalities.roles import Role
from portal.lib.dates import today


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Which memberships."""

    def valid_on(self, day: datetime.date | None = None) -> Self:
        """Memberships that hold on the day (default: today in Oslo)."""
        day = day or today()
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)

    def of(self, user: Any) -> Self:
        """The person's memberships that hold today; none for an inactive account."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.valid_on().filter(user=user)


class Membership(models.Model):
    """A person's role in a municipality or in the whole region, for a time (tilknytning)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="memberships",
        verbose_name=_("person"),
    )
    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        related_name="memberships",
        verbose_name=_("municipality or region"),
    )
    role = models.CharField(_("role"), max_length=16, choices=Role)
    deputy_for = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("stands in for"),
        help_text=_("For a deputy: whose cases they keep. Empty: nobody's in particular."),
    )
    valid_from = models.DateField(_("from"), default=today)
    valid_to = models.DateField(
        _("to"), null=True, blank=True, help_text=_("Empty: until further notice.")
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "municipality", "role", "valid_from"],
                name="membership_once",
                violation_error_message=_("This person already has that role there."),
            ),
            models.CheckConstraint(
                condition=Q(deputy_for=None) | Q(role="deputy") & ~Q(deputy_for=F("user")),
                name="membership_deputy_for_another",
                violation_error_message=_("Only a deputy stands in, and for somebody else."),
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_from__lte=F("valid_to")),
                name="membership_ends_after_it_begins",
                violation_error_message=_("The membership cannot end before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.get_role_display()} – {self.municipality}"
