"""Times that matter for a first step: deadlines, and how long an answer takes."""

import re
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hosting.models.step import Occupation, Step
from municipalities.models import Figure, Source
from municipalities.models.page import Group
from municipalities.models.text import PublishingState, TranslatedText, TranslatedTextQuerySet
from portal.lib.dates import Precision

# Month and day of every year. The last of February is written 02-28: every year has one.
YEARLY = re.compile(
    r"(0[13578]|1[02])-(0[1-9]|[12]\d|3[01])|(0[469]|11)-(0[1-9]|[12]\d|30)|02-(0[1-9]|1\d|2[0-8])"
)
# The last day that every month has.
LAST_DAY = 28

# What the forms of a time are made of.
IS_LEAD = Q(kind="lead")
HAS_AMOUNT = Q(amount__isnull=False) & ~Q(unit="")
HAS_ANCHOR = ~Q(relation="") & ~Q(anchor="")
NO_AMOUNT = Q(amount__isnull=True, unit="", relation="", anchor="")
IS_YEARLY = ~Q(yearly="")
IS_MONTHLY = Q(monthly_day__isnull=False)


class StepTimeQuerySet(TranslatedTextQuerySet):
    """Questions about times."""

    def shown(self) -> Self:
        """Those of the steps that readers see."""
        return self.filter(step__state=PublishingState.PUBLISHED)


class StepTime(TranslatedText):
    """A time that matters for a step (frist, ventetid).

    A deadline, the first day it is possible, a time that has to have passed, or how long the
    authority takes. An amount counted from an anchor, or a date of each year or month; how long
    something takes has no anchor.
    """

    class Kind(models.TextChoices):
        LATEST = "latest", _("deadline: at the latest")
        EARLIEST = "earliest", _("at the earliest")
        QUALIFYING = "qualifying", _("time that must have passed")
        LEAD = "lead", _("how long the answer takes")

    class Unit(models.TextChoices):
        HOURS = Figure.Unit.HOURS.value, Figure.Unit.HOURS.label
        DAYS = Figure.Unit.DAYS.value, Figure.Unit.DAYS.label
        WEEKS = Figure.Unit.WEEKS.value, Figure.Unit.WEEKS.label
        MONTHS = Figure.Unit.MONTHS.value, Figure.Unit.MONTHS.label
        YEARS = Figure.Unit.YEARS.value, Figure.Unit.YEARS.label

    class Relation(models.TextChoices):
        BEFORE = "before", _("before")
        AFTER = "after", _("after")

    class Anchor(models.TextChoices):
        ARRIVAL = "arrival", _("arrival")
        ENTRY = "entry", _("entry into Norway")
        MOVING_IN = "moving_in", _("moving in")
        SETTLEMENT = "settlement", _("settlement in the municipality")
        DEPARTURE = "departure", _("departure")

    TEXTS = ("what",)

    step = models.ForeignKey(Step, models.CASCADE, related_name="times", verbose_name=_("step"))
    # What an editor adds comes after what the region pack has written.
    position = models.PositiveSmallIntegerField(_("position"), default=100)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.LATEST)
    what = models.CharField(_("what it is for"), max_length=200, blank=True)
    amount = models.PositiveSmallIntegerField(_("how much"), null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=8, choices=Unit, blank=True)
    relation = models.CharField(_("before or after"), max_length=6, choices=Relation, blank=True)
    anchor = models.CharField(_("counted from"), max_length=10, choices=Anchor, blank=True)
    yearly = models.CharField(
        _("date of each year"),
        max_length=5,
        blank=True,
        validators=[
            RegexValidator(
                rf"\A(?:{YEARLY.pattern})\Z", _("Write month and day, for example 03-01.")
            )
        ],
        help_text=_("Month and day: 03-01 is 1 March."),
    )
    monthly_day = models.PositiveSmallIntegerField(
        _("day of each month"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(LAST_DAY)],
    )
    groups = ArrayField(
        models.CharField(max_length=24, choices=Group),
        default=list,
        blank=True,
        verbose_name=_("only for these groups"),
        help_text=_("None ticked: for everybody."),
    )
    occupations = ArrayField(
        models.CharField(max_length=16, choices=Occupation),
        default=list,
        # The release before this one writes rows without it.
        db_default=[],
        blank=True,
        verbose_name=_("only for these occupations"),
        help_text=_("None ticked: for everybody."),
    )
    is_unchecked = models.BooleanField(
        _("not verified"),
        default=False,
        help_text=_("Readers get no date, and are told to ask the authority."),
    )
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("source")
    )
    as_of = models.DateField(_("as of"), null=True, blank=True)
    as_of_precision = models.CharField(
        _("known to the"),
        max_length=4,
        default=Precision.YEAR,
        choices=[(Precision.DAY, _("day")), (Precision.YEAR, _("year"))],
    )

    objects = StepTimeQuerySet.as_manager()

    class Meta:
        verbose_name = _("deadline or waiting time")
        verbose_name_plural = _("deadlines and waiting times")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=IS_LEAD
                & HAS_AMOUNT
                & Q(relation="", anchor="")
                & ~IS_YEARLY
                & ~IS_MONTHLY
                | ~IS_LEAD & HAS_AMOUNT & HAS_ANCHOR & ~IS_YEARLY & ~IS_MONTHLY
                | ~IS_LEAD & NO_AMOUNT & IS_YEARLY & ~IS_MONTHLY
                | ~IS_LEAD & NO_AMOUNT & ~IS_YEARLY & IS_MONTHLY,
                name="step_time_is_of_one_form",
                violation_error_message=_(
                    "Write either how much, the unit and what it counts from, or a date of each "
                    "year, or a day of each month. How long an answer takes has only an amount "
                    "and a unit."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(kind="lead") | Q(source__isnull=False),
                name="step_lead_time_needs_source",
                violation_error_message=_("How long an answer takes needs a source."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.what}".strip()
