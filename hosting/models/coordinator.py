"""The named persons who answer."""

import datetime
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from municipalities.models import Municipality
from municipalities.models.text import TranslatedText, TranslatedTextQuerySet
from portal.lib.dates import today


class CoordinatorQuerySet(TranslatedTextQuerySet):
    """Which coordinators."""

    def on_duty(self, day: datetime.date | None = None) -> Self:
        """Coordinators whose period covers the day (default: today in Oslo)."""
        day = day or today()
        return self.filter(
            Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gte=day)
        )

    def shown(self) -> Self:
        """Those whom readers see today."""
        return self.on_duty()

    def for_directory(self) -> Self:
        """Those of today's municipalities and the region's desk, with their places."""
        found = self.on_duty().select_related("municipality", "deputy")
        return found.defer("municipality__boundary").order_by("position", "pk")

    def contact_for(
        self, municipality: Municipality | None, day: datetime.date | None = None
    ) -> "Coordinator | None":
        """Who answers for the municipality on the day: coordinator, else deputy, else the desk.

        None only where not even the region's desk is staffed.
        """
        day = day or today()
        region = Municipality.Kind.REGION
        here = list(
            self.filter(Q(municipality=municipality) | Q(municipality__kind=region))
            .select_related("municipality", "deputy__municipality")
            .for_readers("municipality", "deputy", "deputy__municipality")
            .defer("municipality__boundary", "deputy__municipality__boundary")
            .order_by("position", "pk")
        )
        own = [c for c in here if municipality and c.municipality_id == municipality.pk]
        desk = [c for c in here if c.municipality.kind == region]
        deputies = [c.deputy for c in own if c.deputy]
        return next((c for c in [*own, *deputies, *desk] if c.is_on_duty(day)), None)


class Coordinator(TranslatedText):
    """The host contact of a municipality, or of the region's desk (vertskapskontakt)."""

    TEXTS = ("role", "hours")

    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        related_name="coordinators",
        verbose_name=_("municipality or region"),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("account"),
    )
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=100)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    role = models.CharField(_("role"), max_length=120)
    hours = models.CharField(_("when to reach them"), max_length=200, blank=True)
    languages = ArrayField(
        models.CharField(max_length=8),
        default=list,
        blank=True,
        verbose_name=_("speaks"),
        help_text=_("Language codes: nb, de, en."),
    )
    phone = models.CharField(
        _("phone"), max_length=20, blank=True, help_text=_("With country code: +47 77 00 00 00.")
    )
    email = models.EmailField(_("e-mail"), blank=True)
    deputy = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="stands_in_for",
        verbose_name=_("deputy"),
    )
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_to = models.DateField(_("to"), null=True, blank=True)
    is_example = models.BooleanField(
        _("invented example"),
        default=False,
        help_text=_("Shown to readers as an example. Replace before going live."),
    )

    objects = CoordinatorQuerySet.as_manager()

    class PersonalData:
        """What is erased when the person leaves, and what stays."""

        ERASE = ("user", "name", "slug", "languages", "phone", "email", "hours", "role")
        KEEP = (
            "municipality",
            "position",
            "deputy",
            "valid_from",
            "valid_to",
            "is_example",
            "source_version",
            "source_changed_at",
            "made_by",
            "made_from",
        )

    class Meta:
        verbose_name = _("host contact")
        verbose_name_plural = _("host contacts")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_from=None) | Q(valid_from__lte=F("valid_to")),
                name="coordinator_ends_after_begin",
                violation_error_message=_("The period cannot end before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(deputy=None) | ~Q(deputy=F("pk")),
                name="coordinator_not_own_deputy",
                violation_error_message=_("Nobody is their own deputy."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("host_detail", args=[self.slug])

    @property
    def initials(self) -> str:
        """First letters of the first and last name, where there is no photo."""
        parts = self.name.split()
        return "".join(part[0] for part in (parts[:1] + parts[1:][-1:])).upper()

    @property
    def dial(self) -> str:
        """The number as a `tel:` address wants it; Norway's prefix where none is given."""
        digits = "".join(c for c in self.phone if c.isdigit())
        return f"+{digits}" if self.phone.startswith("+") else f"+47{digits}"

    def is_on_duty(self, day: datetime.date) -> bool:
        """Whether the person's period covers the day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )
