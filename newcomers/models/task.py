"""What is to be done next."""

import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hosting.models import Organisation
from municipalities.models import Membership, Municipality
from municipalities.roles import FOLLOWING_UP
from newcomers.models.case import Case
from newcomers.models.follow_up import FollowUp
from portal.lib.dates import today
from portal.lib.tokens import new_token

# The third time something is put off, the lead sees it.
POSTPONED_TO_LEAD = 3


class TaskQuerySet(models.QuerySet["Task"]):
    """Which tasks. Rows of other municipalities are not there: PostgreSQL sees to that."""

    def in_municipalities(self, ids: list[int]) -> Self:
        """Those of the municipalities: the first of the two guards."""
        return self.filter(municipality_id__in=ids)

    def planned(self) -> Self:
        """Not done yet, the earliest first."""
        return self.filter(status=Task.Status.PLANNED).order_by("due_on", "due_at", "pk")

    def of(self, user: Any) -> Self:
        """Those the person owns."""
        return self.filter(owner=user)

    def overdue(self, day: datetime.date | None = None) -> Self:
        """Planned, and due before today."""
        return self.planned().filter(due_on__lt=day or today())

    def due_on_day(self, day: datetime.date) -> Self:
        """Planned for the day."""
        return self.planned().filter(due_on=day)

    def active(self) -> Self:
        """Planned, and owned by somebody who follows up cases in their municipality today."""
        here = Membership.objects.valid_on().filter(
            user=models.OuterRef("owner"),
            user__is_active=True,
            municipality=models.OuterRef("municipality"),
            role__in=FOLLOWING_UP,
        )
        return self.planned().filter(models.Exists(here))

    def without_owner(self) -> Self:
        """Planned, and owned by somebody who is not here any more."""
        return self.planned().exclude(pk__in=self.active().values("pk"))

    def with_organisations(self) -> Self:
        """About no family: they stand on no case's page."""
        return self.filter(case=None)

    def ended(self) -> Self:
        """Done or not done after all, the latest first."""
        return self.exclude(status=Task.Status.PLANNED).order_by("-ended_on", "-pk")

    def often_postponed(self) -> Self:
        """Planned, and put off so often that the lead sees it."""
        return self.planned().filter(postponed_count__gte=POSTPONED_TO_LEAD)


class Task(models.Model):
    """A next action with its day (tiltak): something to do, an appointment, or a referral."""

    class Kind(models.TextChoices):
        TASK = "task", _("task")
        APPOINTMENT = "appointment", _("appointment")
        REFERRAL = "referral", _("referral")

    class Status(models.TextChoices):
        PLANNED = "planned", _("planned")
        DONE = "done", _("done")
        CANCELLED = "cancelled", _("cancelled")
        HANDED_OVER = "handed_over", _("handed over")

    class WaitingFor(models.TextChoices):
        US = "us", _("us")
        NEWCOMER = "newcomer", _("the newcomer")
        AGENCY = "agency", _("an agency")

    case = models.ForeignKey(
        Case, models.PROTECT, null=True, blank=True, related_name="tasks", verbose_name=_("case")
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("organisation"),
    )
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="+", verbose_name=_("municipality")
    )
    kind = models.CharField(_("kind"), max_length=11, choices=Kind, default=Kind.TASK)
    title = models.CharField(_("what is to be done"), max_length=200)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("who does it")
    )
    due_on = models.DateField(_("day"))
    due_at = models.TimeField(_("time"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=120, blank=True)
    referred_to = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("referred to"),
    )
    status = models.CharField(
        _("state"), max_length=11, choices=Status, default=Status.PLANNED, editable=False
    )
    waiting_for = models.CharField(
        _("waiting for"), max_length=8, choices=WaitingFor, default=WaitingFor.US
    )
    ended_on = models.DateField(_("done on"), null=True, blank=True, editable=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("done by"),
    )
    caused_by = models.ForeignKey(
        FollowUp,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="caused",
        editable=False,
        verbose_name=_("decided in"),
    )
    postponed_count = models.PositiveSmallIntegerField(_("postponed"), default=0, editable=False)
    postponed_reason = models.CharField(_("why postponed"), max_length=200, blank=True)
    step_key = models.SlugField(_("from first step"), max_length=60, blank=True, editable=False)
    created_at = models.DateTimeField(_("planned at"), default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False
    )
    form_key = models.CharField(max_length=24, unique=True, default=new_token, editable=False)

    objects = TaskQuerySet.as_manager()

    class PersonalData:
        """What is erased, and what stays for the numbers."""

        ERASE = ("title", "place", "postponed_reason", "form_key")
        KEEP = ("case", "organisation", "municipality", "kind", "owner", "due_on", "due_at",
                "referred_to", "status", "waiting_for", "ended_on", "ended_by", "caused_by",
                "postponed_count", "step_key", "created_at", "created_by")  # fmt: skip

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["planned", "done", "cancelled", "handed_over"]),
                name="task_status_is_known",
            ),
            models.CheckConstraint(
                condition=Q(case=None, organisation__isnull=False)
                | Q(case__isnull=False, organisation=None),
                name="task_of_case_or_organisation",
                violation_error_message=_("A task belongs to a case or to an organisation."),
            ),
            models.CheckConstraint(
                condition=Q(status="planned", ended_on=None, ended_by=None)
                | ~Q(status="planned") & Q(ended_on__isnull=False, ended_by__isnull=False),
                name="task_ended_with_day",
                violation_error_message=_("A task that is done has a day and somebody who did it."),
            ),
            models.CheckConstraint(
                condition=Q(kind="referral", referred_to__isnull=False)
                | ~Q(kind="referral") & Q(referred_to=None),
                name="task_referral_to_somebody",
                violation_error_message=_("Say to whom you refer."),
            ),
            models.CheckConstraint(
                condition=Q(kind="appointment") | Q(due_at=None),
                name="task_time_of_appointment",
                violation_error_message=_("Only an appointment has a time."),
            ),
            models.CheckConstraint(
                condition=Q(postponed_count=0, postponed_reason="")
                | Q(postponed_count__gt=0) & ~Q(postponed_reason=""),
                name="task_postponed_with_reason",
                violation_error_message=_("Say why it is postponed."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["case", "due_on"], condition=Q(status="planned"), name="task_of_case"
            ),
            models.Index(
                fields=["owner", "due_on"], condition=Q(status="planned"), name="task_of_owner"
            ),
            models.Index(
                fields=["municipality", "due_on"],
                condition=Q(status="planned"),
                name="task_of_municipality",
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk or ''}".strip()

    @property
    def is_planned(self) -> bool:
        """Whether it is still to be done."""
        return self.status == self.Status.PLANNED

    @property
    def is_overdue(self) -> bool:
        """Whether it should have been done before today."""
        return self.is_planned and self.due_on < today()
