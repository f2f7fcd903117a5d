"""What stays of an anonymised family: numbers."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from municipalities.models import Municipality
from newcomers.models.case import Case
from newcomers.models.enquiry import Enquiry


class StatRowQuerySet(models.QuerySet["StatRow"]):
    """Which rows. Those of other municipalities are not there: PostgreSQL sees to that."""

    def in_municipalities(self, ids: list[int]) -> Self:
        """Those of the municipalities: the first of the two guards."""
        return self.filter(municipality_id__in=ids)

    def counted_there(self, municipality: int, years: list[int]) -> Self:
        """Of what was done in the municipality (its id), whatever it was merged into since."""
        return self.filter(municipality_then=municipality, year__in=years)


class StatRow(models.Model):
    """What one case counts for in one year, without a way back to it (statistikkrad).

    The database writes it when it erases the family (migration 0022): bands and counts, no day, no
    number of a case, nobody's name, and an id that says nothing of the order. The numbers are those
    of `newcomers.reports`, for the whole calendar year.
    """

    class Category(models.TextChoices):
        WORK = "work", _("work")
        REFUGEE = "refugee", _("refugee")
        FAMILY = "family", _("family")
        NORWEGIAN = "norwegian", _("from Norway, or coming back")
        STUDENT = "student", _("student")
        DEFENCE = "defence", _("family of Defence staff")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="+", verbose_name=_("municipality")
    )
    municipality_then = models.ForeignKey(
        Municipality, models.PROTECT, related_name="+", editable=False
    )
    year = models.PositiveSmallIntegerField(_("year"))
    category = models.CharField(_("comes as"), max_length=10, choices=Category)
    household = models.CharField(
        _("who is moving"), max_length=3, choices=Enquiry.Household, blank=True
    )
    is_opened = models.BooleanField(_("opened that year"))
    # Of the year it was closed; empty in the others.
    closure = models.CharField(
        _("why it was closed"), max_length=16, choices=Case.Closure, blank=True
    )
    outcome = models.CharField(_("outcome"), max_length=10, choices=Case.Outcome, blank=True)
    made = models.PositiveIntegerField(_("contacts"))
    reached = models.PositiveIntegerField(_("contacts that reached somebody"))
    with_newcomer = models.PositiveIntegerField(_("… with the newcomer"))
    with_organisation = models.PositiveIntegerField(_("… with organisations alone"))
    planned = models.PositiveIntegerField(_("led to a task"))
    done_soon = models.PositiveIntegerField(_("… that was done within 30 days"))
    done_in_time = models.PositiveIntegerField(_("… that was done by its day"))

    objects = StatRowQuerySet.as_manager()

    class PersonalData:
        """Nothing about anybody."""

        ERASE = ()
        KEEP = ("municipality", "municipality_then", "year", "category", "household", "is_opened",
                "closure", "outcome", "made", "reached", "with_newcomer", "with_organisation",
                "planned", "done_soon", "done_in_time")  # fmt: skip

    class Meta:
        verbose_name = _("row of statistics")
        verbose_name_plural = _("statistics")
        constraints = [
            models.CheckConstraint(
                condition=Q(category__in=["work", "refugee", "family", "norwegian", "student",
                                          "defence"]),
                name="stat_row_category_is_known",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["municipality_then", "year"], name="stat_row_by_year"),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"
