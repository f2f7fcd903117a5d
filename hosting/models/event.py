"""Events: where newcomers meet people, and what was made of them afterwards."""

import datetime
import uuid
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hosting.events.occurrences import Series, days_that_are_none, occurrences_of
from hosting.events.rules import Reason, RuleRefused, normalised
from hosting.models.organisation import Organisation
from municipalities.models import Municipality
from municipalities.models.page import Group
from municipalities.models.text import PublishingState, TranslatedText, TranslatedTextQuerySet
from portal.lib.dates import spell
from portal.lib.html import RichTextField
from portal.lib.languages import column, current, source_language

LONGEST = datetime.timedelta(days=366)
EARLIEST = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
LATEST = datetime.datetime(2100, 1, 1, tzinfo=datetime.UTC)
WHAT_IS_WRONG: dict[Reason, Any] = {
    Reason.UNREADABLE: _(
        "We cannot read this rule. It looks like this: FREQ=WEEKLY;BYDAY=TU;UNTIL=20270630"
    ),
    Reason.ENDLESS: _("A rule needs an end: say on which day, or how many times."),
    Reason.TOO_LONG: _(
        "That is too far ahead: an event is planned for two years at most. It can be made longer "
        "later."
    ),
    Reason.TOO_MANY: _("These are too many dates: 366 are the most."),
    Reason.NOT_THE_FIRST: _("The event has to begin on a day that the rule names."),
    Reason.NOTHING_LEFT: _("No date is left: all of them are taken out."),
}


class OverAtField(models.DateTimeField):  # type: ignore[type-arg]
    """When the last date is over: worked out at each save, for the database cannot."""

    def deconstruct(self) -> Any:
        """As the plain field that it is in the table: migrations know nothing of our models."""
        name, _path, arguments, options = super().deconstruct()
        return name, "django.db.models.DateTimeField", arguments, options

    def pre_save(self, model_instance: Any, add: bool) -> Any:
        value = occurrences_of(model_instance.series)[-1].ends
        setattr(model_instance, self.attname, value)
        return value


class EventQuerySet(TranslatedTextQuerySet):
    """Which events."""

    def published(self) -> Self:
        """Those with a page that readers see, of the past too."""
        return self.filter(state=PublishingState.PUBLISHED)

    def shown(self) -> Self:
        """Those of which readers are told now: nobody translates what is over."""
        return self.coming(timezone.now())

    def coming(self, now: datetime.datetime) -> Self:
        """Published, and not over."""
        return self.published().filter(over_at__gt=now)

    def past(self, now: datetime.datetime) -> Self:
        """Published, and over; the newest first."""
        return self.published().filter(over_at__lte=now).order_by("-over_at", "-pk")

    def to_report(self, now: datetime.datetime) -> Self:
        """Published, over, and nobody has said what became of them."""
        return self.past(now).filter(status=Event.Status.PLANNED)

    def between(self, first: datetime.datetime, last: datetime.datetime) -> Self:
        """Those that have begun before the second moment, and are not over at the first."""
        return self.filter(over_at__gt=first, starts__lt=last)

    def concerning(self, place: Municipality) -> Self:
        """Those in the municipality or in one that it has taken over, and the whole region's."""
        here = Q(municipality=place) | Q(municipality__successor=place)
        return self.filter(here | Q(municipality__kind=Municipality.Kind.REGION))

    def for_lists(self) -> Self:
        """With place and organiser, in the order of their first dates."""
        return (
            self.select_related("municipality", "organisation")
            .for_readers("municipality", "organisation")
            .defer("municipality__boundary", "municipality__introduction", "editors_note")
            .order_by("starts", "pk")
        )

    def for_cards(self) -> Self:
        """With no more than a list shows: a third of a page's time goes into columns."""
        texts = [
            column(name, code)
            for name in ("title", "venue")
            for code in {current(), source_language()}
        ]
        return (
            self.select_related("municipality")
            .only(
                *("slug", "starts", "ends", "is_all_day", "rule", "except_on", "over_at"),
                *("status", "groups", "is_example", *texts),
                *("municipality__kind", "municipality__name", "municipality__slug"),
                "municipality__successor_id",
            )
            .order_by("starts", "pk")
        )


class Event(TranslatedText):
    """Something that newcomers can come to (arrangement), once or on several dates.

    Only numbers are kept of who came: no list of names. `uid`, `sequence` and `changed_at` are for
    calendars, which know an event again by them; the database counts every change.
    """

    class OurRole(models.TextChoices):
        OWN = "own", _("we hold it")
        CO = "co", _("we hold it with others")
        ATTENDED = "attended", _("others hold it, we are there")
        TALK = "talk", _("others hold it, we give a talk")

    class Status(models.TextChoices):
        PLANNED = "planned", _("planned")
        HELD = "held", _("held")
        CANCELLED = "cancelled", _("cancelled")

    TEXTS = ("title", "body", "venue")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    slug = models.SlugField(
        _("address"),
        max_length=80,
        unique=True,
        help_text=_("The last part of the web address; left empty, it is made from the title."),
    )
    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        related_name="events",
        verbose_name=_("municipality or region"),
    )
    title = models.CharField(_("title"), max_length=120)
    body = RichTextField(_("what happens there"))
    venue = models.CharField(
        _("place"), max_length=160, help_text=_("As people call it: the library, Finnsnes.")
    )
    address = models.CharField(_("street and place"), max_length=160, blank=True)
    starts = models.DateTimeField(_("begins"))
    ends = models.DateTimeField(_("ends"))
    is_all_day = models.BooleanField(_("all day"), default=False)
    rule = models.CharField(
        _("rule"),
        max_length=200,
        blank=True,
        help_text=_("As calendars write it (RFC 5545), with an end: COUNT or UNTIL."),
    )
    except_on = ArrayField(
        models.DateField(), default=list, blank=True, verbose_name=_("except on")
    )
    over_at = OverAtField(_("over"), editable=False)
    role = models.CharField(_("our part in it"), max_length=8, choices=OurRole, default=OurRole.OWN)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("who holds it"),
    )
    organiser = models.CharField(
        _("or by name"),
        max_length=120,
        blank=True,
        help_text=_("A club or a group that is not in our list; never a private person."),
    )
    website = models.URLField(_("website"), max_length=500, blank=True)
    groups = ArrayField(
        models.CharField(max_length=24, choices=Group),
        default=list,
        blank=True,
        verbose_name=_("for whom"),
        help_text=_("None ticked: for everybody."),
    )
    languages = ArrayField(
        models.CharField(max_length=8),
        default=list,
        blank=True,
        verbose_name=_("languages spoken there"),
        help_text=_("Language codes: nb, de, en."),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=PublishingState, default=PublishingState.DRAFT
    )
    status = models.CharField(
        _("what becomes of it"), max_length=9, choices=Status, default=Status.PLANNED
    )
    headcount = models.PositiveIntegerField(_("how many came"), null=True, blank=True)
    newcomers = models.PositiveIntegerField(_("newcomers among them"), null=True, blank=True)
    is_example = models.BooleanField(
        _("invented example"),
        default=False,
        help_text=_("Shown to readers as an example. Replace before going live."),
    )
    editors_note = models.TextField(
        _("note for editors"), blank=True, help_text=_("Never shown to readers.")
    )

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gt=F("starts")),
                name="event_ends_after_it_begins",
                violation_error_message=_("The event cannot end before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(ends__lte=F("starts") + LONGEST),
                name="event_lasts_a_year_at_most",
                violation_error_message=_("One date lasts a year at most."),
            ),
            models.CheckConstraint(
                condition=Q(starts__gte=EARLIEST, starts__lt=LATEST),
                name="event_in_our_time",
                violation_error_message=_("Please check the year."),
            ),
            models.CheckConstraint(
                condition=Q(rule="") | Q(rule__regex=r"\m(COUNT|UNTIL)=\d"),
                name="event_rule_has_an_end",
                violation_error_message=WHAT_IS_WRONG[Reason.ENDLESS],
            ),
            models.CheckConstraint(
                condition=Q(newcomers=None)
                | Q(headcount__isnull=False, newcomers__lte=F("headcount")),
                name="event_newcomers_among_all",
                violation_error_message=_("There cannot be more newcomers than people."),
            ),
            models.CheckConstraint(
                condition=Q(status="held") | Q(headcount=None, newcomers=None),
                name="event_counted_when_held",
                violation_error_message=_("People are counted at an event that was held."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["over_at"], condition=Q(state="published"), name="event_by_its_end"
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.slug

    def get_absolute_url(self) -> str:
        return reverse("event_detail", args=[self.slug])

    def clean(self) -> None:
        """The rule and what is taken out of it; raises ValidationError, said kindly."""
        if self.starts is None or self.ends is None or self.ends <= self.starts:
            return  # said by the fields, or by the constraint
        if not EARLIEST <= self.starts < LATEST:
            return
        try:
            self.rule = normalised(self.rule)
            known = occurrences_of(self.series)
            strangers = days_that_are_none(self.series, self.except_on or ())
        except RuleRefused as refusal:
            field = "except_on" if refusal.reason == Reason.NOTHING_LEFT else "rule"
            raise ValidationError({field: WHAT_IS_WRONG[refusal.reason]}) from None
        if strangers:
            days = ", ".join(map(spell, strangers))
            told = _("There is no date on these days anyway: %(days)s.")
            raise ValidationError({"except_on": ValidationError(told, params={"days": days})})
        self.over_at = known[-1].ends

    @property
    def series(self) -> Series:
        """When it is, as the pure functions want it."""
        return Series(
            self.starts, self.ends, self.is_all_day, self.rule, frozenset(self.except_on or ())
        )

    @property
    def is_cancelled(self) -> bool:
        """Whether it does not take place."""
        return self.status == self.Status.CANCELLED

    @property
    def is_held(self) -> bool:
        """Whether somebody has said that it took place."""
        return self.status == self.Status.HELD

    @property
    def for_whom(self) -> list[str]:
        """For whom it is, in words; [] for everybody."""
        return [str(Group(each).label) for each in self.groups]
