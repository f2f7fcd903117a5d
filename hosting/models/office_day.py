"""Days on which a host contact can be met without an appointment."""

import datetime
from collections.abc import Iterable
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from municipalities.models import Municipality


class OfficeDayQuerySet(models.QuerySet["OfficeDay"]):
    """Which office days."""

    def ahead(self, now: datetime.datetime | None = None) -> Self:
        """Those that are not over, the cancelled too: who has planned to come has to see that."""
        local = timezone.localtime(now)
        later_today = Q(date=local.date(), ends_at__gt=local.time())
        return (
            self.filter(Q(date__gt=local.date()) | later_today)
            .exclude(status=OfficeDay.Status.HELD)
            .order_by("date", "starts_at", "pk")
        )

    def at(self, places: Iterable[int]) -> Self:
        """Those of the municipalities (ids)."""
        return self.filter(municipality__in=places)

    def to_report(self, now: datetime.datetime | None = None) -> Self:
        """Planned ones that are over: somebody has to say whether they were held, and who came."""
        local = timezone.localtime(now)
        over = Q(date__lt=local.date()) | Q(date=local.date(), ends_at__lte=local.time())
        return self.filter(over, status=OfficeDay.Status.PLANNED).order_by("date", "starts_at")


class OfficeDay(models.Model):
    """A day with hours on which the host contact sits somewhere and anyone may come (kontordag).

    Who came is a number: nobody's name is asked for.
    """

    class Status(models.TextChoices):
        PLANNED = "planned", _("planned")
        HELD = "held", _("held")
        CANCELLED = "cancelled", _("cancelled")

    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        related_name="office_days",
        verbose_name=_("municipality or region"),
    )
    date = models.DateField(_("date"))
    starts_at = models.TimeField(_("from"))
    ends_at = models.TimeField(_("to"))
    place = models.CharField(
        _("place"),
        max_length=120,
        help_text=_("As it stands on the door or on the map: “Finnsnes library, 1st floor”."),
    )
    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.PLANNED)
    visitors = models.PositiveSmallIntegerField(
        _("visitors"),
        null=True,
        blank=True,
        help_text=_("How many people came. Only the number: write down no names here."),
    )
    # For calendars, which know by it that something is new.
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)

    objects = OfficeDayQuerySet.as_manager()

    class Meta:
        verbose_name = _("office day")
        verbose_name_plural = _("office days")
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_at__lt=F("ends_at")),
                name="office_day_ends_after_it_starts",
                violation_error_message=_("The office day cannot end before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(visitors=None) | Q(status="held"),
                name="office_day_visitors_once_held",
                violation_error_message=_("Visitors are counted for a day that was held."),
            ),
            models.UniqueConstraint(
                fields=["municipality", "date", "starts_at", "place"],
                name="office_day_once",
                violation_error_message=_("This office day is there already."),
            ),
        ]
        indexes = [models.Index(fields=["municipality", "date"], name="office_day_by_place")]

    def __str__(self) -> str:
        return f"{self.municipality}, {self.date}"

    def get_absolute_url(self) -> str:
        return reverse("host_list")

    @property
    def is_cancelled(self) -> bool:
        """Whether nobody will be there."""
        return self.status == self.Status.CANCELLED

    @property
    def begins(self) -> datetime.datetime:
        """When it begins, in Oslo."""
        return _moment(self.date, self.starts_at)

    @property
    def ends(self) -> datetime.datetime:
        """When it is over, in Oslo."""
        return _moment(self.date, self.ends_at)


def _moment(day: datetime.date, at: datetime.time) -> datetime.datetime:
    """The moment at which clocks in Oslo show this."""
    return datetime.datetime.combine(day, at, timezone.get_default_timezone())
