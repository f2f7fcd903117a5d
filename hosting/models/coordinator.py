"""The named persons who answer."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hosting.models.picture import Picture
from municipalities.models import Municipality
from municipalities.models.text import TranslatedText, TranslatedTextQuerySet
from portal.lib.dates import today
from portal.lib.phones import dialled


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

    def with_absence(self, day: datetime.date | None = None) -> Self:
        """Each with `away_until`, the last day of the absence that covers the day, and
        `away_deputy` (an id), who answers meanwhile; None for who is there."""
        absences = Absence.objects.on(day).filter(coordinator=OuterRef("pk"))
        return self.annotate(
            away_until=Subquery(absences.values("valid_to")[:1]),
            away_deputy=Subquery(absences.values("deputy")[:1]),
        )

    def for_directory(self) -> Self:
        """Those of today's municipalities and the region's desk, with their places."""
        found = self.on_duty().with_absence().select_related("municipality", "photo")
        return found.defer("municipality__boundary").order_by("position", "pk")

    def contact_for(
        self, municipality: Municipality | None, day: datetime.date | None = None
    ) -> "Coordinator | None":
        """Who answers for the municipality on the day: coordinator, else deputy, else the desk.

        None only where not even the region's desk is staffed.
        """
        return self.answer_for(municipality, day).host

    def answer_for(
        self, municipality: Municipality | None, day: datetime.date | None = None
    ) -> "Answer":
        """The same, and for whom: the contact who is away on the day. One query, and one more
        where somebody stands in.

        Who is away answers after all where nobody else does: a letter waits for them.
        """
        day = day or today()
        region = Municipality.Kind.REGION
        here = list(
            self.filter(Q(municipality=municipality) | Q(municipality__kind=region))._with_all(day)
        )
        own = [c for c in here if municipality and c.municipality_id == municipality.pk]
        desk = [c for c in here if c.municipality.kind == region and c not in own]
        on_duty = [c for c in own if c.is_on_duty(day)]
        if there := next((c for c in on_duty if not c.away_until), None):
            return Answer(there)
        stand_ins = self._in_order_of(_deputies(on_duty or own), day) if own else []
        there = next(
            (c for c in [*stand_ins, *desk] if c.is_on_duty(day) and not c.away_until), None
        )
        away = next(iter(on_duty), None)
        last = next((c for c in desk if c.is_on_duty(day)), None)
        return Answer(there or away or last, away if there else None)

    def _with_all(self, day: datetime.date) -> Self:
        """With all that a page says of them."""
        return (
            self.with_absence(day)
            .select_related("municipality", "photo")
            .for_readers("municipality", "photo")
            .defer("municipality__boundary", "municipality__introduction")
            .order_by("position", "pk")
        )

    def _in_order_of(self, keys: list[int], day: datetime.date) -> "list[Coordinator]":
        found = {c.pk: c for c in self.filter(pk__in=keys)._with_all(day)} if keys else {}
        return [found[key] for key in keys if key in found]


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
    photo = models.OneToOneField(
        Picture,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("photo"),
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

        ERASE = ("user", "name", "slug", "languages", "phone", "email", "hours", "role", "photo")
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

    def validate_constraints(self, exclude: Any = None) -> None:
        """With the row's own number, which forms leave out and Django 6.1 then does not look at."""
        super().validate_constraints(exclude=set(exclude or ()) - {"id"})

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
        return dialled(self.phone)

    # Known of rows read `with_absence`.
    away_until: datetime.date | None
    away_deputy: int | None

    def is_on_duty(self, day: datetime.date) -> bool:
        """Whether the person's period covers the day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


@dataclass(frozen=True)
class Answer:
    """Who answers, and the contact whom they stand in for."""

    host: Coordinator | None
    away: Coordinator | None = None


def _deputies(away: Iterable[Coordinator]) -> list[int]:
    """The ids of who stands in for them: first who was named for the absence."""
    named = [key for c in away for key in (c.away_deputy, c.deputy_id) if key]
    return list(dict.fromkeys(named))


class AbsenceQuerySet(models.QuerySet["Absence"]):
    """Which absences."""

    def on(self, day: datetime.date | None = None) -> Self:
        """Those that cover the day (default: today in Oslo); of one person, the longest first."""
        day = day or today()
        return self.filter(valid_from__lte=day, valid_to__gte=day).order_by("-valid_to", "pk")


class Absence(models.Model):
    """A time in which a host contact does not answer (fravær). Why is nobody's business here."""

    coordinator = models.ForeignKey(
        Coordinator, models.CASCADE, related_name="absences", verbose_name=_("host contact")
    )
    valid_from = models.DateField(_("from"), help_text=_("The first day away."))
    valid_to = models.DateField(_("to"), help_text=_("The last day away."))
    deputy = models.ForeignKey(
        Coordinator,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who answers"),
        help_text=_("Empty: the contact’s usual deputy, else the region’s desk."),
    )

    objects = AbsenceQuerySet.as_manager()

    class PersonalData:
        """What is erased when the person leaves, and what stays."""

        ERASE = ("coordinator", "valid_from", "valid_to", "deputy")
        KEEP = ()

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from__lte=F("valid_to")),
                name="absence_ends_after_it_begins",
                violation_error_message=_("The absence cannot end before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(deputy=None) | ~Q(deputy=F("coordinator")),
                name="absence_deputy_is_another",
                violation_error_message=_("Nobody is their own deputy."),
            ),
            models.UniqueConstraint(
                fields=["coordinator", "valid_from"],
                name="absence_once",
                violation_error_message=_("This absence is there already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.valid_from} – {self.valid_to}"
