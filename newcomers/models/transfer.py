"""A case that moves on to another municipality: proposed, seen there as a cover sheet, taken over.

Three tables, because three circles of people read them. `Transfer` is the sender's: case, reason
and note. `TransferCover` is what the receiver sees until it accepts; the database writes it from
the sender's rows (migration 0012), and nobody else can. `TransferBundle` is what the receiver gets
with the case, and keeps as it came.
"""

import datetime
import uuid
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from municipalities.models import Municipality
from newcomers.models.case import Case
from newcomers.models.enquiry import Enquiry
from newcomers.models.family import Family
from newcomers.models.follow_up import TEXT_LENGTH
from portal.lib.dates import today
from portal.lib.tokens import new_token

REASON_LENGTH = 200


class State(models.TextChoices):
    """Where a proposal stands."""

    PROPOSED = "proposed", _("proposed")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")
    EXPIRED = "expired", _("expired")
    # The two municipalities became one.
    NEEDLESS = "needless", _("needless")


class TransferQuerySet(models.QuerySet["Transfer"]):
    """Which transfers. The receiver's are not there: PostgreSQL sees to that."""

    def in_municipalities(self, ids: list[int]) -> Self:
        """Those that the municipalities have proposed: the first of the two guards."""
        return self.filter(municipality_id__in=ids)

    def waiting(self) -> Self:
        """Those that nobody has answered."""
        return self.filter(state=State.PROPOSED)

    def overdue(self, day: datetime.date | None = None) -> Self:
        """Waiting, and their last day has passed."""
        return self.waiting().filter(expires_on__lt=day or today())

    def expired_on(self, day: datetime.date) -> Self:
        """Those that nobody had answered when the day began."""
        return self.filter(state=State.EXPIRED, answered_at__date=day)


class Transfer(models.Model):
    """The proposal that another municipality takes a case over (overføring): the sender's side.

    Its municipality is the one that proposes. Until somebody there accepts, the sender keeps the
    case and all duties; nothing is ever accepted by the clock.
    """

    State = State

    case = models.ForeignKey(Case, models.PROTECT, related_name="transfers", verbose_name=_("case"))
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="+", verbose_name=_("from municipality")
    )
    to_municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="+", verbose_name=_("to municipality")
    )
    state = models.CharField(
        _("state"), max_length=9, choices=State, default=State.PROPOSED, editable=False
    )
    reason = models.CharField(_("why it is transferred"), max_length=REASON_LENGTH)
    note = models.TextField(_("hand-over note"), max_length=TEXT_LENGTH, blank=True)
    planned_month = models.DateField(_("planned month"), null=True, blank=True)
    # Where the case goes back to. A paused one keeps here why, and until when.
    status_before = models.CharField(max_length=12, choices=Case.Status, editable=False)
    paused_reason = models.CharField(max_length=200, blank=True, editable=False)
    resume_on = models.DateField(null=True, blank=True, editable=False)
    proposed_at = models.DateTimeField(_("proposed"), default=timezone.now, editable=False)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("proposed by")
    )
    expires_on = models.DateField(_("can be accepted until"))
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True, editable=False)
    # Nobody for what has expired or become needless.
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("answered by"),
    )
    answer = models.CharField(_("why it was declined"), max_length=REASON_LENGTH, blank=True)
    # In the other municipality: its row is not there for the sender, and no page shows its number.
    successor = models.ForeignKey(
        Case, models.PROTECT, null=True, blank=True, related_name="+", editable=False,
        verbose_name=_("goes on as"),
    )  # fmt: skip
    # The receiver has erased the family: the database has cut the link.
    is_successor_erased = models.BooleanField(default=False, db_default=False, editable=False)
    # The form it came by: sent twice, it makes one row.
    form_key = models.CharField(max_length=24, unique=True, default=new_token, editable=False)

    objects = TransferQuerySet.as_manager()

    class PersonalData:
        """What is erased, and what stays for the numbers."""

        ERASE = ("reason", "note", "planned_month", "paused_reason", "answer", "form_key")
        KEEP = ("case", "municipality", "to_municipality", "state", "status_before", "resume_on",
                "proposed_at", "proposed_by", "expires_on", "answered_at", "answered_by",
                "successor", "is_successor_erased")  # fmt: skip

    class Meta:
        verbose_name = _("transfer")
        verbose_name_plural = _("transfers")
        constraints = [
            # The cover sheet points here together with each of the two municipalities.
            models.UniqueConstraint(fields=["id", "municipality"], name="transfer_from"),
            models.UniqueConstraint(fields=["id", "to_municipality"], name="transfer_to"),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state="proposed"),
                name="transfer_one_proposed_per_case",
                violation_error_message=_("A transfer of this case is waiting for an answer."),
            ),
            models.CheckConstraint(
                # Those that were answered before the two became one are history.
                condition=~Q(to_municipality=F("municipality")) | ~Q(state="proposed"),
                name="transfer_to_another",
                violation_error_message=_("The case is in this municipality already."),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="transfer_with_reason",
                violation_error_message=_("Say why the case is transferred."),
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", answered_at=None, answered_by=None)
                | Q(state__in=["expired", "needless"], answered_at__isnull=False, answered_by=None)
                | Q(state__in=["accepted", "declined", "withdrawn"], answered_at__isnull=False,
                    answered_by__isnull=False),
                name="transfer_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state="accepted", successor__isnull=False, is_successor_erased=False)
                | Q(state="accepted", successor=None, is_successor_erased=True)
                | ~Q(state="accepted") & Q(successor=None, is_successor_erased=False),
                name="transfer_accepted_has_successor",
            ),
            models.CheckConstraint(
                condition=Q(state="declined") & ~Q(answer="") | ~Q(state="declined") & Q(answer=""),
                name="transfer_declined_with_reason",
                violation_error_message=_("Say why you do not take the case over."),
            ),
            models.CheckConstraint(
                condition=Q(status_before__in=["assigned", "active"], resume_on=None,
                            paused_reason="")
                | Q(status_before="paused"),
                name="transfer_knows_the_way_back",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(
                fields=["municipality", "expires_on"],
                condition=Q(state="proposed"),
                name="transfer_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk or ''}".strip()


class TransferCoverQuerySet(models.QuerySet["TransferCover"]):
    """Which cover sheets. Those addressed to others are not there: PostgreSQL sees to that."""

    def in_municipalities(self, ids: list[int]) -> Self:
        """Those addressed to the municipalities: the first of the two guards."""
        return self.filter(municipality_id__in=ids)

    def waiting(self) -> Self:
        """Those that nobody has answered, the one that expires first before the others."""
        return self.filter(state=State.PROPOSED).order_by("expires_on", "proposed_at", "pk")

    def expired_on(self, day: datetime.date) -> Self:
        """Those that nobody had answered when the day began."""
        return self.filter(state=State.EXPIRED, answered_at__date=day)


class TransferCover(models.Model):
    """What the receiver sees of a proposed transfer (forside): no name, no contact, no log.

    Its municipality is the one that is asked. The web role cannot write here: the database copies
    the row from the sender's, and empties it when the case is not taken over.
    """

    State = State

    # No number that could be counted on: this is all that the receiver knows the proposal by.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # None when the sender has erased its side.
    transfer = models.OneToOneField(
        Transfer, models.PROTECT, null=True, related_name="+", verbose_name=_("transfer")
    )
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="+", verbose_name=_("municipality")
    )
    from_municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="+", verbose_name=_("from municipality")
    )
    state = models.CharField(_("state"), max_length=9, choices=State)
    category = models.CharField(_("comes as"), max_length=16, choices=Family.Category)
    household = models.CharField(
        _("who is moving"), max_length=3, choices=Enquiry.Household, blank=True
    )
    languages = ArrayField(
        models.CharField(max_length=8), default=list, blank=True, verbose_name=_("speaks")
    )
    interpreter_language = models.CharField(_("interpreter for"), max_length=40, blank=True)
    segments = ArrayField(
        models.CharField(max_length=20, choices=Family.Segment),
        default=list,
        blank=True,
        verbose_name=_("also"),
    )
    planned_month = models.DateField(_("planned month"), null=True, blank=True)
    is_protected = models.BooleanField(_("confidential address"), default=False)
    proposed_at = models.DateTimeField(_("proposed"))
    expires_on = models.DateField(_("can be accepted until"))
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered by"),
    )
    successor = models.OneToOneField(
        Case, models.PROTECT, null=True, blank=True, related_name="came_by",
        verbose_name=_("goes on as"),
    )  # fmt: skip

    objects = TransferCoverQuerySet.as_manager()

    class PersonalData:
        """What is erased, and what stays for the numbers."""

        ERASE = ("languages", "interpreter_language", "planned_month", "is_protected")
        KEEP = ("transfer", "municipality", "from_municipality", "state", "category", "household",
                "segments", "proposed_at", "expires_on", "answered_at", "answered_by",
                "successor")  # fmt: skip

    class Meta:
        verbose_name = _("transfer to us")
        verbose_name_plural = _("transfers to us")
        indexes = [
            models.Index(
                fields=["municipality", "expires_on"],
                condition=Q(state="proposed"),
                name="transfer_cover_waiting",
            ),
        ]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has answered it."""
        return self.state == State.PROPOSED

    @property
    def segments_in_words(self) -> list[str]:
        """What else is true of the family: "has children"."""
        names = dict(Family.Segment.choices)
        return [str(names[code]) for code in self.segments if code in names]


class TransferBundle(models.Model):
    """What came with a case that was taken over (overlevering): the note, and the log until then.

    Append-only, and apart from the log: what the sender's contacts count for is counted there. An
    entry is {"day", "place", "author", "kind", "mode", "reached", "result", "counterparts",
    "topics", "with_interpreter", "text"}, with the codes of a log entry.
    """

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="+", verbose_name=_("municipality")
    )
    case = models.OneToOneField(Case, models.PROTECT, related_name="bundle", verbose_name=_("case"))
    from_municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="+", verbose_name=_("from municipality")
    )
    note = models.TextField(_("hand-over note"), max_length=TEXT_LENGTH, blank=True)
    entries = models.JSONField(_("the log until then"), default=list)
    created_at = models.DateTimeField(_("taken over"), default=timezone.now, editable=False)

    class PersonalData:
        """What is erased, and what stays for the numbers."""

        ERASE = ("note", "entries")
        KEEP = ("municipality", "case", "from_municipality", "created_at")

    class Meta:
        verbose_name = _("hand-over")
        verbose_name_plural = _("hand-overs")

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk or ''}".strip()
