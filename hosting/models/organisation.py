"""Organisations that serve newcomers."""

from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from municipalities.models import Municipality, Source
from municipalities.models.figure import Confidence
from municipalities.models.text import TranslatedText, TranslatedTextQuerySet
from portal.lib.dates import Precision, spell


class OrganisationQuerySet(TranslatedTextQuerySet):
    """Which organisations."""

    def listed(self) -> Self:
        """Those readers see: active today, and in or for the region."""
        return self.filter(is_listed=True)

    def shown(self) -> Self:
        """The same."""
        return self.listed()

    def serving(self, municipality: Municipality) -> Self:
        """Listed organisations named for this municipality (not those for the whole country)."""
        return self.listed().filter(municipalities=municipality)

    def for_whole_region(self) -> Self:
        """Listed organisations that serve the region, the county or the country."""
        return self.listed().filter(Q(serves_region=True))


class Organisation(TranslatedText):
    """A body that newcomers meet: agency, service, club, employer, school (aktør).

    Organisations of the past, abroad or of unknown state are kept, and not listed.
    """

    class Kind(models.TextChoices):
        MUNICIPALITY = "municipality", _("municipality")
        COUNTY = "county", _("county")
        STATE = "state", _("national agency")
        COUNCIL = "council", _("co-operation of municipalities")
        HEALTH = "health", _("health service")
        EDUCATION = "education", _("education")
        BUSINESS = "business", _("business")
        EMPLOYER = "employer", _("employer")
        COMMUNITY = "community", _("clubs and volunteers")
        INFORMATION = "information", _("information service")
        OTHER = "other", _("other")

    class Status(models.TextChoices):
        ACTIVE = "active", _("active")
        HISTORIC = "historic", _("historic")
        RENAMED = "renamed", _("renamed")
        UNKNOWN = "unknown", _("unknown")

    TEXTS = ("name", "description")

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    name = models.CharField(_("name"), max_length=120)
    description = models.CharField(_("description"), max_length=400, blank=True)
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.ACTIVE)
    is_listed = models.BooleanField(_("shown to readers"), default=True)
    municipalities = models.ManyToManyField(
        Municipality,
        blank=True,
        related_name="organisations",
        verbose_name=_("municipalities served"),
    )
    serves_region = models.BooleanField(
        _("serves the whole region"),
        default=False,
        help_text=_("Because it serves the region, the county, the country or more."),
    )
    other_areas = ArrayField(
        models.CharField(max_length=60),
        default=list,
        blank=True,
        verbose_name=_("other places served"),
    )
    website = models.URLField(_("website"), blank=True)
    sources: "models.ManyToManyField[Source, Any]" = models.ManyToManyField(
        Source, blank=True, related_name="+", verbose_name=_("sources")
    )
    as_of = models.DateField(_("as of"), null=True, blank=True)
    as_of_precision = models.CharField(
        _("known to the"),
        max_length=4,
        default=Precision.YEAR,
        choices=[(Precision.DAY, _("day")), (Precision.YEAR, _("year"))],
    )
    confidence = models.CharField(
        _("confidence"), max_length=6, choices=Confidence, default=Confidence.HIGH
    )
    editors_note = models.TextField(
        _("note for editors"), blank=True, help_text=_("Never shown to readers.")
    )

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [
            models.CheckConstraint(
                condition=Q(is_listed=False) | Q(status="active") & ~Q(confidence="low"),
                name="organisation_listed_is_active",
                violation_error_message=_(
                    "Only an active organisation that somebody is sure about is shown."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.slug

    def get_absolute_url(self) -> str:
        return reverse("organisation_detail", args=[self.slug])

    @property
    def spelled_as_of(self) -> str:
        """The date of what is said about it."""
        return spell(self.as_of, self.as_of_precision) if self.as_of else ""
