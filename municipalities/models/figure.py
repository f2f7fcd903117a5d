"""Figures: single facts with a source and a date."""

import datetime
from collections.abc import Iterable
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from municipalities.models.municipality import Municipality
from municipalities.models.source import Source
from municipalities.models.text import PublishingState, TranslatedText, TranslatedTextQuerySet
from portal.lib.dates import Precision, spell, today


class Confidence(models.TextChoices):
    """How sure the writer is. What is low is never published."""

    HIGH = "high", _("high")
    MEDIUM = "medium", _("medium")
    LOW = "low", _("low")


class FigureQuerySet(TranslatedTextQuerySet):
    """Which figures."""

    def published(self) -> Self:
        """What readers may see: with source and date (the database sees to that)."""
        return self.filter(state=PublishingState.PUBLISHED)

    def newest(self) -> Self:
        """Of each series only the newest published figure."""
        return (
            self.published()
            .order_by("municipality_id", "key", "-as_of", "-pk")
            .distinct("municipality_id", "key")
        )

    def shown(self) -> Self:
        """What readers see today: older figures of a series are history."""
        return self.filter(pk__in=self.model._default_manager.newest().values("pk"))

    def due_soon(self, day: datetime.date | None = None) -> Self:
        """Those that somebody should look at within the days of warning."""
        day = day or today()
        last = day + datetime.timedelta(days=settings.FIGURE_WARNED_DAYS)
        return self.shown().filter(check_by__gte=day, check_by__lte=last)

    def for_reading(self) -> Self:
        """With the source, in one query."""
        kept_for_editors = ("made_from", "source_version", "source_changed_at", "state")
        return self.select_related("source").for_readers().defer(*kept_for_editors)

    def describing(self, places: Iterable[Municipality]) -> Self:
        """What describes the places: the newest of each series.

        Rates and deadlines are left out: they belong to the texts that name them.
        """
        return (
            self.newest().filter(municipality__in=places, kind__in=Figure.DESCRIBING).for_reading()
        )

    def through_time(self, place: Municipality) -> Self:
        """What describes the place, now and earlier, and how many people lived in the
        municipalities it was made of."""
        own = Q(municipality=place, kind__in=Figure.DESCRIBING)
        before = Q(municipality__successor=place, kind=Figure.Kind.POPULATION)
        return self.published().filter(own | before).for_reading()

    def for_tokens(self, keys: Iterable[str], municipality: Municipality | None) -> Self:
        """The latest figures that tokens in a text may mean, of the municipality and the region."""
        places = Q(municipality__kind=Municipality.Kind.REGION)
        if municipality:
            places |= Q(municipality=municipality)
        return self.newest().filter(places, key__in=list(keys)).for_readers()

    def past_check(self, day: datetime.date | None = None) -> Self:
        """Published figures that should have been checked by now."""
        return self.published().filter(check_by__lt=day or today())


class Figure(TranslatedText):
    """One fact about a municipality, the region or the country (nøkkeltall).

    A number with a unit, or a text. The same key again with another date makes a series. National
    rates and deadlines belong to the region's row. Without source and date it stays a draft: the
    database refuses to publish it.
    """

    class Kind(models.TextChoices):
        POPULATION = "population", _("population")
        AREA = "area", _("area")
        DISTANCE = "distance", _("distance")
        COUNT = "count", _("count")
        PLACE = "place", _("place")
        SERVICE = "service", _("service")
        DAYLIGHT = "daylight", _("daylight")
        AMOUNT = "amount", _("amount")
        RATE = "rate", _("rate")
        DEADLINE = "deadline", _("deadline")
        OTHER = "other", _("other")

    class Unit(models.TextChoices):
        PEOPLE = "people", _("people")
        SQUARE_KILOMETRES = "square_kilometres", _("square kilometres")
        KILOMETRES = "kilometres", _("kilometres")
        MINUTES = "minutes", _("minutes")
        HOURS = "hours", _("hours")
        DAYS = "days", _("days")
        WEEKS = "weeks", _("weeks")
        MONTHS = "months", _("months")
        YEARS = "years", _("years")
        KRONER = "kroner", _("kroner")
        KRONER_PER_MONTH = "kroner_per_month", _("kroner per month")
        KRONER_PER_YEAR = "kroner_per_year", _("kroner per year")
        PERCENT = "percent", _("per cent")
        TIMES = "times", _("times")
        NONE = "none", _("no unit")

    # What tells readers about a place, as against what a text needs.
    DESCRIBING = (
        Kind.POPULATION,
        Kind.AREA,
        Kind.DISTANCE,
        Kind.COUNT,
        Kind.PLACE,
        Kind.SERVICE,
        Kind.DAYLIGHT,
    )

    # How long a figure may stand before somebody looks again. Rates change with each budget.
    MONTHS_TO_CHECK = {
        Kind.AMOUNT: 12,
        Kind.RATE: 12,
        Kind.DEADLINE: 12,
        Kind.POPULATION: 24,
        Kind.COUNT: 24,
        Kind.SERVICE: 24,
        Kind.OTHER: 24,
    }
    MONTHS_TO_CHECK_OTHERWISE = 60

    TEXTS = ("label", "text", "note")

    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        related_name="figures",
        verbose_name=_("municipality or region"),
    )
    key = models.SlugField(
        _("key"),
        max_length=60,
        help_text=_(
            "Texts name the figure by it: [[figure:key]]. The same key in two "
            "municipalities is the same question."
        ),
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    label = models.CharField(_("label"), max_length=120)
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=2, null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=20, choices=Unit, default=Unit.NONE)
    text = models.CharField(_("text instead of a value"), max_length=300, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    as_of = models.DateField(_("as of"), null=True, blank=True)
    as_of_precision = models.CharField(
        _("known to the"),
        max_length=4,
        default=Precision.YEAR,
        choices=[(Precision.DAY, _("day")), (Precision.YEAR, _("year"))],
    )
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("source")
    )
    confidence = models.CharField(
        _("confidence"), max_length=6, choices=Confidence, default=Confidence.HIGH
    )
    check_by = models.DateField(_("check by"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=PublishingState, default=PublishingState.DRAFT
    )

    objects = FigureQuerySet.as_manager()

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "key", "as_of"],
                name="figure_once_per_date",
                nulls_distinct=False,
                violation_error_message=_("There is already a figure with this key and date."),
            ),
            models.CheckConstraint(
                condition=~Q(state=PublishingState.PUBLISHED)
                | Q(source__isnull=False, as_of__isnull=False),
                name="figure_published_needs_source_and_date",
                violation_error_message=_("A figure without source and date cannot be published."),
            ),
            models.CheckConstraint(
                condition=~Q(state=PublishingState.PUBLISHED, confidence=Confidence.LOW),
                name="figure_low_confidence_stays_draft",
                violation_error_message=_("What is uncertain cannot be published: check it first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} ({self.key})"

    @property
    def is_past_check(self) -> bool:
        """Whether somebody should have looked at it again by now."""
        return self.check_by is not None and self.check_by < today()

    @property
    def spelled_as_of(self) -> str:
        """The date the figure speaks of, as a reader writes it."""
        return spell(self.as_of, self.as_of_precision) if self.as_of else ""
