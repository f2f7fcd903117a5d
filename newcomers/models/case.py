"""The case: who follows a family up, and how far they have come."""

import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import RawSQL
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from municipalities.models import Membership, Municipality
from municipalities.roles import FOLLOWING_UP
from newcomers.models.enquiry import Enquiry
from newcomers.models.family import Family
from portal.lib.dates import today

OPEN = ("assigned", "active", "paused", "transferring")


class CaseQuerySet(models.QuerySet["Case"]):
    """Which cases. Rows of other municipalities are not there: PostgreSQL sees to that."""

    def in_municipalities(self, ids: list[int]) -> Self:
        """Those of the municipalities: the first of the two guards."""
        return self.filter(municipality_id__in=ids)

    def open(self) -> Self:
        """Those somebody follows up: each has a dated next task and an owner."""
        return self.filter(status__in=OPEN)

    def unfinished(self) -> Self:
        """Open ones, and those received that nobody has taken yet."""
        return self.filter(status__in=("received", *OPEN))

    def of(self, user: Any) -> Self:
        """Those the person coordinates."""
        return self.filter(coordinator=user)

    def overdue(self, day: datetime.date | None = None) -> Self:
        """Open, with a task planned before today."""
        return self.open().filter(next_due_on__lt=day or today())

    def transferring(self) -> Self:
        """Proposed to another municipality, which has not answered."""
        return self.filter(status=Case.Status.TRANSFERRING)

    def due_between(self, first: datetime.date, last: datetime.date) -> Self:
        """Open, the next task due from the first to the last day."""
        return self.open().filter(next_due_on__range=(first, last))

    def without_coordinator(self, day: datetime.date | None = None) -> Self:
        """Unfinished, and nobody with a role valid today owns it: the lead's queue."""
        return self.unfinished().exclude(_owner_is_here(day or today()))

    def without_contact(self, day: datetime.date | None = None) -> Self:
        """Open, and nobody reached for 30 days in the first three months, for 90 later."""
        day = day or today()
        begun = day - datetime.timedelta(days=settings.CASE_NEW_FOR_DAYS)
        new = day - datetime.timedelta(days=settings.CASE_CONTACT_DAYS_WHEN_NEW)
        old = day - datetime.timedelta(days=settings.CASE_CONTACT_DAYS)
        fresh = Q(opened_on__gt=begun)
        return self.open().filter(
            (fresh & Q(opened_on__lt=new) & (Q(last_contact_on=None) | Q(last_contact_on__lt=new)))
            | (~fresh & (Q(last_contact_on=None) | Q(last_contact_on__lt=old)))
        )

    def known_as(self, names: list[str], *, number: str, phone: str, email: str, most: int) -> Self:
        """Cases of families with somebody of these names (each as it begins), or whose number or
        e-mail address begins so, or whose phone number ends so; so many at most, "" for nothing.

        A function of the owner finds the ids; the rows come through row-level security. Families
        with a protected address are not found.
        """
        sql = "SELECT newcomers_find_cases(%s, %s, %s, %s, %s)"
        return self.filter(pk__in=RawSQL(sql, [names, number, phone, email, most]))

    def by_next_task(self) -> Self:
        """The one whose next task is due first comes first; those without one last."""
        return self.order_by(F("next_due_on").asc(nulls_last=True), "pk")


def _owner_is_here(day: datetime.date) -> Q:
    """Whether the coordinator's membership covers the case's municipality on the day."""
    held = Membership.objects.valid_on(day).filter(
        user=models.OuterRef("coordinator"),
        user__is_active=True,
        municipality=models.OuterRef("municipality"),
        role__in=FOLLOWING_UP,
    )
    return Q(models.Exists(held))


class Case(models.Model):
    """The follow-up of one family by one coordinator in one municipality (sak, oppfølging)."""

    class Status(models.TextChoices):
        RECEIVED = "received", _("received")
        REJECTED = "rejected", _("rejected")
        ASSIGNED = "assigned", _("assigned")
        ACTIVE = "active", _("active")
        PAUSED = "paused", _("paused")
        TRANSFERRING = "transferring", _("being transferred")
        CLOSED = "closed", _("closed")

    class Priority(models.TextChoices):
        NORMAL = "normal", _("normal")
        HIGH = "high", _("high")

    class Rejection(models.TextChoices):
        SPAM = "spam", _("spam")
        DUPLICATE = "duplicate", _("duplicate")
        OUT_OF_SCOPE = "out_of_scope", _("out of scope")

    class Closure(models.TextChoices):
        SETTLED = "settled", _("settled")
        NO_NEED = "no_need", _("needs no follow-up")
        DECLINED = "declined", _("does not want the service")
        NOT_REACHED = "not_reached", _("not reached")
        MOVED_IN_REGION = "moved_in_region", _("moved within the region")
        MOVED_IN_NORWAY = "moved_in_norway", _("moved within Norway")
        MOVED_ABROAD = "moved_abroad", _("moved abroad")
        DID_NOT_MOVE = "did_not_move", _("did not move here")
        HANDED_TO_AGENCY = "handed_to_agency", _("handed to an agency")
        DECEASED = "deceased", _("deceased")
        ERROR = "error", _("registered in error")

    class Outcome(models.TextChoices):
        HELPED = "helped", _("got what they needed")
        PARTLY = "partly", _("got part of it")
        NOT_HELPED = "not_helped", _("did not get it")
        UNKNOWN = "unknown", _("not known")

    class Housing(models.TextChoices):
        UNKNOWN = "unknown", _("not asked")
        NONE = "none", _("has a home")
        BARRIER = "barrier", _("finds no home")
        TEMPORARY = "temporary", _("lives temporarily")
        SOLVED = "solved", _("found a home")

    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    family = models.ForeignKey(
        Family, models.PROTECT, related_name="cases", verbose_name=_("family")
    )
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="+", verbose_name=_("municipality")
    )
    # Where it was when it was written: a merger moves rows, and past years keep their numbers.
    municipality_then = models.ForeignKey(
        Municipality, models.PROTECT, related_name="+", editable=False
    )
    enquiry = models.ForeignKey(
        Enquiry,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("began with"),
    )
    status = models.CharField(
        _("status"), max_length=12, choices=Status, default=Status.RECEIVED, editable=False
    )
    coordinator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("coordinator"),
    )
    priority = models.CharField(
        _("priority"), max_length=6, choices=Priority, default=Priority.NORMAL
    )
    housing = models.CharField(
        _("home"), max_length=9, choices=Housing, default=Housing.UNKNOWN, editable=False
    )
    opened_on = models.DateField(_("opened"), default=today, editable=False)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False
    )
    privacy_notice_on = models.DateField(
        _("told about privacy"),
        null=True,
        blank=True,
        help_text=_("The day the family was told what is stored and what their rights are."),
    )
    paused_reason = models.CharField(_("why it is paused"), max_length=200, blank=True)
    resume_on = models.DateField(_("goes on"), null=True, blank=True)
    rejection = models.CharField(_("rejected as"), max_length=12, choices=Rejection, blank=True)
    duplicate_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("the same as"),
    )  # fmt: skip
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("closed by"),
    )
    closure = models.CharField(_("why it was closed"), max_length=16, choices=Closure, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, blank=True)
    # The database keeps these two from the tasks and the log (migration 0006): lists are ordered
    # and searched by them.
    next_due_on = models.DateField(_("next task"), null=True, blank=True, editable=False)
    last_contact_on = models.DateField(_("last reached"), null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    changed_at = models.DateTimeField(_("changed"), default=timezone.now, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )

    objects = CaseQuerySet.as_manager()

    class PersonalData:
        """What is erased, and what stays for the numbers."""

        ERASE = ("paused_reason",)
        KEEP = ("number", "family", "municipality", "municipality_then", "enquiry", "status",
                "coordinator", "priority", "housing", "opened_on", "opened_by",
                "privacy_notice_on", "resume_on", "rejection", "duplicate_of", "closed_at",
                "closed_by", "closure", "outcome", "next_due_on", "last_contact_on", "version",
                "changed_at", "changed_by")  # fmt: skip

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        constraints = [
            models.UniqueConstraint(fields=["id", "municipality"], name="case_in_municipality"),
            models.CheckConstraint(
                condition=Q(status__in=["received", "rejected", *OPEN, "closed"]),
                name="case_status_is_known",
            ),
            models.UniqueConstraint(
                fields=["family"],
                condition=Q(status__in=("received", *OPEN)),
                name="case_one_open_per_family",
                violation_error_message=_("This family has an open case."),
            ),
            models.CheckConstraint(
                condition=Q(status="closed", closed_at__isnull=False, closed_by__isnull=False)
                & ~Q(closure="")
                & ~Q(outcome="")
                | ~Q(status="closed") & Q(closed_at=None, closed_by=None, closure="", outcome=""),
                name="case_closed_with_reason",
                violation_error_message=_("A closed case has a day, a reason and an outcome."),
            ),
            models.CheckConstraint(
                condition=Q(status="rejected") & ~Q(rejection="")
                | ~Q(status="rejected") & Q(rejection=""),
                name="case_rejected_with_reason",
                violation_error_message=_("A rejected case has a reason."),
            ),
            models.CheckConstraint(
                condition=~Q(rejection="duplicate") & Q(duplicate_of=None)
                | Q(rejection="duplicate", duplicate_of__isnull=False) & ~Q(duplicate_of=F("pk")),
                name="case_duplicate_of_another",
                violation_error_message=_("Say of which case this is a duplicate."),
            ),
            models.CheckConstraint(
                condition=Q(status="paused", resume_on__isnull=False) & ~Q(paused_reason="")
                | ~Q(status="paused") & Q(resume_on=None, paused_reason=""),
                name="case_paused_with_reason",
                violation_error_message=_("A paused case has a reason and a day it goes on."),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=OPEN) | Q(coordinator__isnull=False),
                name="case_open_has_coordinator",
                violation_error_message=_("An open case has a coordinator."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "next_due_on"],
                condition=Q(status__in=OPEN),
                name="case_worklist",
            ),
            models.Index(
                fields=["coordinator", "next_due_on"],
                condition=Q(status__in=OPEN),
                name="case_own_worklist",
            ),
            models.Index(fields=["municipality", "-opened_on"], name="case_by_opening"),
        ]

    def __str__(self) -> str:
        # Titles, logs and history show this: it names nobody.
        return self.number

    @property
    def is_open(self) -> bool:
        """Whether somebody follows it up."""
        return self.status in OPEN

    @property
    def is_overdue(self) -> bool:
        """Whether a planned task lies before today."""
        return self.is_open and self.next_due_on is not None and self.next_due_on < today()


class CaseNumber(models.Model):
    """The last number given in a municipality and year; its row lets two at once wait."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class PersonalData:
        """Nothing about anybody."""

        ERASE = ()
        KEEP = ("municipality", "year", "last")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "year"], name="case_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id}-{self.year}-{self.last}"
