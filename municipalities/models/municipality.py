"""The region and its municipalities through time."""

import datetime
from functools import cache
from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import MD5, Cast
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from municipalities.models.source import Source
from municipalities.models.text import PublishingState, TranslatedText, TranslatedTextQuerySet
from portal.lib.dates import today
from portal.lib.html import RichTextField
from portal.lib.languages import column, current, source_language
from portal.lib.norwegian import sort_key

LEGAL_BASIS = column("legal_basis_text", source_language())


class MunicipalityQuerySet(TranslatedTextQuerySet):
    """Which municipalities."""

    def municipalities(self) -> Self:
        """All municipalities, today's and former ones, without the region's row."""
        return self.filter(kind=Municipality.Kind.MUNICIPALITY)

    def current(self, day: datetime.date | None = None) -> Self:
        """The municipalities that exist on the day (default: today in Oslo)."""
        day = day or today()
        return self.municipalities().filter(
            Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gte=day)
        )

    def desks(self) -> Self:
        """Where questions may go: today's municipalities, and the region."""
        return (self.current() | self.filter(kind=Municipality.Kind.REGION)).order_by("name")

    def shown(self) -> Self:
        """Those with a page of their own text: today's, and the region."""
        return self.desks().order_by()

    def region(self) -> "Municipality | None":
        """The region's own row, or None before a region is loaded."""
        return self.filter(kind=Municipality.Kind.REGION).first()

    def without_outline(self) -> Self:
        """Leave the boundary out: it is 15 kB a row and only maps need it."""
        return self.defer("boundary")

    def for_privacy_notice(self) -> Self:
        """The region and today's municipalities: their legal basis, and whom to turn to."""
        region = self.filter(kind=Municipality.Kind.REGION)
        texts = [column("legal_basis_text", code) for code in (current(), source_language())]
        officer = ("privacy_officer", "privacy_officer_contact")
        found = (region | self.current()).only("kind", "name", *officer, *texts)
        return found.order_by("-kind", "name")

    def in_alphabetical_order(self) -> "list[Municipality]":
        """A list sorted as Norwegian does, whatever the database's locale."""
        return sorted(self, key=lambda place: sort_key(place.name))


class MunicipalityManager(models.Manager.from_queryset(MunicipalityQuerySet)):  # type: ignore[misc]
    """All municipalities; what is asked on every page of one stands ready."""

    def for_reading(self) -> MunicipalityQuerySet:
        """Those with a page, each knowing whether it has stories or changes to ask for."""
        return _for_reading().all()


@cache
def _for_reading() -> MunicipalityQuerySet:
    stories = apps.get_model("municipalities", "Story").objects
    # Whether their consent stands is asked with the stories themselves.
    published = stories.filter(municipality=OuterRef("pk"), state=PublishingState.PUBLISHED)
    known = Municipality.objects.municipalities().without_outline().knowing_changes()
    found: MunicipalityQuerySet = known.annotate(has_stories=Exists(published))
    return found


class Municipality(TranslatedText):
    """A municipality as it was or is (kommune), or the region itself (region).

    The region is a row of the same table, so that memberships, figures and the region's desk need
    no special case. A municipality that ended names its successor.
    """

    class Kind(models.TextChoices):
        MUNICIPALITY = "municipality", _("municipality")
        REGION = "region", _("region")

    TEXTS = ("tagline", "introduction")
    TEXTS_APART = ("legal_basis_text",)

    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.MUNICIPALITY)
    slug = models.SlugField(
        _("address"),
        max_length=60,
        unique=True,
        help_text=_("The last part of the web address. It stays the same in all languages."),
    )
    name = models.CharField(_("name"), max_length=100)
    other_names = models.JSONField(
        _("Sámi and Kven names"),
        default=dict,
        blank=True,
        help_text=_('By language code, for example {"se": "Bearddu suohkan"}.'),
    )
    valid_from = models.DateField(_("exists from"), null=True, blank=True)
    valid_to = models.DateField(_("existed until"), null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("now part of"),
    )
    centre = models.CharField(_("administrative centre"), max_length=100, blank=True)
    latitude = models.DecimalField(
        _("latitude of the centre"), max_digits=7, decimal_places=4, null=True, blank=True
    )
    longitude = models.DecimalField(
        _("longitude of the centre"), max_digits=7, decimal_places=4, null=True, blank=True
    )
    website = models.URLField(_("own website"), blank=True)
    neighbours = models.JSONField(
        _("neighbours"),
        default=dict,
        blank=True,
        help_text=_("Names of places: by land, by sea, and the country beyond the border."),
    )
    boundary = models.JSONField(
        _("boundary"), null=True, blank=True, help_text=_("GeoJSON geometry, WGS 84.")
    )
    # Tells a process that the map it has drawn still holds, without reading 15 kB a row.
    boundary_digest = models.GeneratedField(
        expression=MD5(Cast("boundary", models.TextField())),
        output_field=models.CharField(max_length=32, null=True),
        db_persist=True,
    )
    boundary_source = models.CharField(_("source of the boundary"), max_length=200, blank=True)
    boundary_licence = models.CharField(_("licence of the boundary"), max_length=60, blank=True)
    tagline = models.CharField(_("line under the name"), max_length=160, blank=True)
    introduction = RichTextField(_("introduction"), blank=True)
    facts_checked_on = models.DateField(_("facts checked on"), null=True, blank=True)
    sources = models.ManyToManyField(
        Source, blank=True, related_name="+", verbose_name=_("sources of the introduction")
    )
    legal_basis_text = models.TextField(
        _("legal basis"),
        blank=True,
        help_text=_("What newcomers are told about why the municipality may store what they say."),
    )
    privacy_officer = models.CharField(
        _("privacy officer"),
        max_length=100,
        blank=True,
        db_default="",
        help_text=_("A name, or the office. Newcomers are told whom to turn to."),
    )
    privacy_officer_contact = models.CharField(
        _("how to reach the privacy officer"),
        max_length=200,
        blank=True,
        db_default="",
        help_text=_("An e-mail address, a phone number or both."),
    )
    case_log_enabled = models.BooleanField(
        _("case log in use"),
        default=False,
        help_text=_("Only with a legal basis, a privacy officer, a lead and a coordinator."),
    )

    objects = MunicipalityManager()

    class Meta:
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")
        constraints = [
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(kind="region"),
                name="municipality_one_region",
                violation_error_message=_("There is already a region; a portal serves one."),
            ),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_from__lte=F("valid_to")),
                name="municipality_ends_after_it_begins",
                violation_error_message=_("The municipality cannot end before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(successor=None) | Q(valid_to__isnull=False),
                name="municipality_successor_needs_end",
                violation_error_message=_("Only a municipality that has ended has a successor."),
            ),
            models.CheckConstraint(
                # In the source language by name: what is checked must not hang on who checks it.
                condition=Q(case_log_enabled=False)
                | ~Q(**{LEGAL_BASIS: ""}) & Q(**{f"{LEGAL_BASIS}__isnull": False}),
                name="municipality_log_needs_legal_basis",
                violation_error_message=_("The case log needs a legal basis first."),
            ),
            models.CheckConstraint(
                condition=Q(case_log_enabled=False)
                | ~Q(privacy_officer="") & ~Q(privacy_officer_contact=""),
                name="municipality_log_needs_privacy_officer",
                violation_error_message=_("The case log needs a privacy officer first."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        if self.is_region:
            return reverse("municipality_list")
        return reverse("municipality_detail", args=[self.slug])

    @property
    def is_region(self) -> bool:
        """Whether this row is the region itself."""
        return self.kind == self.Kind.REGION

    @property
    def is_current(self) -> bool:
        """Whether it exists today."""
        has_begun = self.valid_from is None or self.valid_from <= today()
        return has_begun and not self.is_former

    @property
    def is_former(self) -> bool:
        """Whether it has ended and is part of another municipality now."""
        return self.valid_to is not None and self.valid_to < today()

    @property
    def place_today(self) -> "Municipality | None":
        """What the place is part of today: itself, or the last of its successors; None if that is
        not written down."""
        place: Municipality | None = self
        passed: set[int] = set()
        while place and place.is_former:
            if place.pk in passed:
                return None
            passed.add(place.pk)
            place = place.successor
        return place

    @property
    def country_beyond(self) -> str:
        """The country beyond the border, in the reader's language; "" inside Norway."""
        country = self.neighbours.get("country", {})
        return str(country.get(current()) or country.get(source_language()) or "")

    @property
    def first_day_of_successor(self) -> datetime.date | None:
        """The day from which the successor took over."""
        return self.valid_to + datetime.timedelta(days=1) if self.valid_to else None


class Period(models.Model):
    """Something that was true of a municipality from one day to another; None is open."""

    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_to = models.DateField(_("to"), null=True, blank=True)

    class Meta:
        abstract = True


class MunicipalityNumber(Period):
    """The official number a municipality had in a period (kommunenummer)."""

    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="numbers")
    number = models.CharField(_("number"), max_length=4)

    class Meta:
        verbose_name = _("municipality number")
        verbose_name_plural = _("municipality numbers")
        constraints = [
            models.UniqueConstraint(fields=["municipality", "number"], name="number_once"),
        ]

    def __str__(self) -> str:
        return self.number


class County(Period):
    """The county a municipality belonged to in a period (fylke)."""

    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="counties")
    name = models.CharField(_("name"), max_length=60)
    number = models.CharField(_("number"), max_length=2)

    class Meta:
        verbose_name = _("county")
        verbose_name_plural = _("counties")
        constraints = [
            models.UniqueConstraint(fields=["municipality", "number"], name="county_once"),
        ]

    def __str__(self) -> str:
        return self.name


def validate_geometry(value: Any) -> None:
    """Raise ValueError unless the value is a GeoJSON Polygon or MultiPolygon."""
    if not isinstance(value, dict) or value.get("type") not in {"Polygon", "MultiPolygon"}:
        raise ValueError("not a GeoJSON Polygon or MultiPolygon")
    polygons = value.get("coordinates")
    if not isinstance(polygons, list):
        raise ValueError("the geometry has no coordinates")
    for rings in [polygons] if value["type"] == "Polygon" else polygons:
        for ring in rings:
            if len(ring) < 4 or ring[0] != ring[-1]:
                raise ValueError("a ring is not closed or has fewer than four points")
            for point in ring:
                if not all(isinstance(number, (int, float)) for number in point[:2]):
                    raise ValueError("a point is not a pair of numbers")
