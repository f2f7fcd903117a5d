"""How long families are kept, what holds them back, and what a person has approved."""

import datetime
from typing import Any, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case as Choice
from django.db.models import Exists, F, OuterRef, Q, Subquery, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from municipalities.models import Municipality
from newcomers.models.case import Case
from newcomers.models.enquiry import Enquiry
from newcomers.models.family import Family, Person
from newcomers.models.follow_up import FollowUp
from newcomers.models.privacy_request import PrivacyRequest
from portal.lib.dates import today
from portal.lib.tokens import new_token

REASON_LENGTH = 200
# After the last of it. The second question whether somebody still lives
# here is asked 24 months after arrival; a year more, so that the answer can be followed up.
REVIEW_AFTER, ANONYMISE_AFTER = 24, 36
LEAST_MONTHS, MOST_MONTHS = 6, 120
WAIT = datetime.timedelta(days=30)


class RetentionRule(models.Model):
    """How long a municipality keeps a family after the last of its case (slettefrist).

    Without a row, REVIEW_AFTER and ANONYMISE_AFTER hold. After the first, the lead sees the family
    on a list; after the second, they may approve that it is anonymised.
    """

    municipality = models.OneToOneField(
        Municipality, models.PROTECT, related_name="+", verbose_name=_("municipality")
    )
    review_after = models.PositiveSmallIntegerField(
        _("looked at after (months)"),
        default=REVIEW_AFTER,
        validators=[MinValueValidator(LEAST_MONTHS), MaxValueValidator(MOST_MONTHS)],
        help_text=_("Months since the case was closed or last changed."),
    )
    anonymise_after = models.PositiveSmallIntegerField(
        _("anonymised after (months)"),
        default=ANONYMISE_AFTER,
        validators=[MinValueValidator(LEAST_MONTHS), MaxValueValidator(MOST_MONTHS)],
    )
    changed_at = models.DateTimeField(_("changed"), default=timezone.now, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("changed by"),
    )

    class PersonalData:
        """Nothing about a family."""

        ERASE = ()
        KEEP = ("municipality", "review_after", "anonymise_after", "changed_at", "changed_by")

    class Meta:
        verbose_name = _("time families are kept")
        verbose_name_plural = _("times families are kept")
        constraints = [
            models.CheckConstraint(
                condition=Q(review_after__gte=LEAST_MONTHS, anonymise_after__lte=MOST_MONTHS)
                & Q(review_after__lte=F("anonymise_after")),
                name="retention_looked_at_before",
                violation_error_message=_(
                    "From 6 to 120 months; looked at no later than anonymised."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk or ''}".strip()


class RetentionHoldQuerySet(models.QuerySet["RetentionHold"]):
    """Which holds. Rows of other municipalities are not there: PostgreSQL sees to that."""

    def in_municipalities(self, ids: list[int]) -> Self:
        """Those of the municipalities: the first of the two guards."""
        return self.filter(municipality_id__in=ids)

    def active(self, day: datetime.date | None = None) -> Self:
        """Those that hold today."""
        return self.filter(lifted_at=None, until__gte=day or today())


class RetentionHold(models.Model):
    """That a family is not to be erased for a time, and why (sperre): a complaint, a claim."""

    family = models.ForeignKey(
        Family, models.PROTECT, related_name="holds", verbose_name=_("family")
    )
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="+", verbose_name=_("municipality")
    )
    reason = models.CharField(_("why it is kept"), max_length=REASON_LENGTH)
    until = models.DateField(_("until"))
    set_at = models.DateTimeField(_("set"), default=timezone.now, editable=False)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("set by")
    )
    lifted_at = models.DateTimeField(_("lifted"), null=True, blank=True, editable=False)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("lifted by"),
    )

    objects = RetentionHoldQuerySet.as_manager()

    class PersonalData:
        """It goes with the family."""

        ERASE = ("reason",)
        KEEP = ("family", "municipality", "until", "set_at", "set_by", "lifted_at", "lifted_by")

    class Meta:
        verbose_name = _("hold")
        verbose_name_plural = _("holds")
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="hold_with_reason",
                violation_error_message=_("Say why the family is kept."),
            ),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="hold_lifted_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk or ''}".strip()


class RetentionBatch(models.Model):
    """A list of families that somebody has approved to be anonymised (godkjent sletteliste)."""

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="+", verbose_name=_("municipality")
    )
    approved_at = models.DateTimeField(_("approved"), default=timezone.now, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("approved by")
    )
    due_on = models.DateField(_("carried out on"))
    # The form it came by: sent twice, it makes one row.
    form_key = models.CharField(max_length=24, unique=True, default=new_token, editable=False)

    class PersonalData:
        """Nothing about a family."""

        ERASE = ()
        KEEP = ("municipality", "approved_at", "approved_by", "due_on", "form_key")

    class Meta:
        verbose_name = _("approved list")
        verbose_name_plural = _("approved lists")
        constraints = [
            models.UniqueConstraint(fields=["id", "municipality"], name="batch_in_municipality"),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk or ''}".strip()


class RetentionItemQuerySet(models.QuerySet["RetentionItem"]):
    """Which items. Rows of other municipalities are not there: PostgreSQL sees to that."""

    def in_municipalities(self, ids: list[int]) -> Self:
        """Those of the municipalities: the first of the two guards."""
        return self.filter(municipality_id__in=ids)

    def waiting(self) -> Self:
        """Approved, and neither carried out nor stopped."""
        return self.filter(done_at=None, stopped_at=None)

    def due(self, day: datetime.date | None = None) -> Self:
        """Waiting, and their day has come."""
        return self.waiting().filter(batch__due_on__lte=day or today())

    def with_obstacle(self) -> Self:
        """With `obstacle`: what has happened since the approval, as a code of `Stop`; "" for
        nothing. It counts when it is over again, too: whoever approved did not know of it."""
        stop = RetentionItem.Stop
        found = [
            (stop.JOINED, Q(family__joined_into__isnull=False)),
            (stop.REOPENED, Exists(_cases().unfinished()) | Exists(_entries(kind="status"))),
            (stop.CONTACT, Exists(_entries(kind__in=["contact", "note"])) | Exists(_enquiries())),
            (stop.REQUEST, Exists(_requests())),
            (stop.HOLD, Exists(_holds())),
        ]
        whens = [When(condition, then=Value(code.value)) for code, condition in found]
        return self.annotate(
            obstacle=Choice(*whens, default=Value(""), output_field=models.CharField())
        )

    def overtaken(self) -> Self:
        """Waiting, and something has happened since the approval."""
        return self.waiting().with_obstacle().exclude(obstacle="")


# Of the family of the item at hand; "since" is since the approval.
_FAMILY, _SINCE = OuterRef("family"), OuterRef("batch__approved_at")


def _cases() -> Any:
    return Case.objects.filter(family=_FAMILY)


def _entries(**fields: Any) -> Any:
    return FollowUp.objects.filter(case__family=_FAMILY, logged_at__gt=_SINCE, **fields)


def _enquiries() -> Any:
    """From an address of somebody in the family."""
    same = Person.objects.filter(
        family=OuterRef(OuterRef("family")), email__iexact=OuterRef("email")
    ).exclude(email="")
    here = Enquiry.objects.filter(municipality=OuterRef("municipality"), received_at__gt=_SINCE)
    return here.filter(Exists(same))


def _requests() -> Any:
    mine = PrivacyRequest.objects.filter(family=_FAMILY)
    kept = Q(pk__in=Subquery(PrivacyRequest.objects.holding().values("pk")))
    return mine.filter(Q(state=PrivacyRequest.State.OPEN) | Q(registered_at__gt=_SINCE) | kept)


def _holds() -> Any:
    active = Q(lifted_at=None, until__gte=today())
    return RetentionHold.objects.filter(active | Q(set_at__gt=_SINCE), family=_FAMILY)


class RetentionItem(models.Model):
    """One family of an approved list. When it is carried out, the link to the family is gone."""

    class Stop(models.TextChoices):
        CONTACT = "contact", _("there was new contact")
        REOPENED = "reopened", _("the case was opened again")
        REQUEST = "request", _("the family has asked for something")
        HOLD = "hold", _("a hold was set")
        JOINED = "joined", _("it was joined with another family")
        TAKEN_BACK = "taken_back", _("taken off the list")

    batch = models.ForeignKey(
        RetentionBatch, models.PROTECT, related_name="items", verbose_name=_("approved list")
    )
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="+", verbose_name=_("municipality")
    )
    family = models.ForeignKey(
        Family, models.PROTECT, null=True, related_name="+", verbose_name=_("family")
    )
    done_at = models.DateTimeField(_("carried out"), null=True, blank=True, editable=False)
    stopped_at = models.DateTimeField(_("stopped"), null=True, blank=True, editable=False)
    stop = models.CharField(_("why it was stopped"), max_length=10, choices=Stop, blank=True)

    objects = RetentionItemQuerySet.as_manager()

    class PersonalData:
        """The link to the family goes with the family."""

        ERASE = ("family",)
        KEEP = ("batch", "municipality", "done_at", "stopped_at", "stop")

    class Meta:
        verbose_name = _("family to be anonymised")
        verbose_name_plural = _("families to be anonymised")
        constraints = [
            models.UniqueConstraint(
                fields=["family"],
                condition=Q(done_at=None, stopped_at=None),
                name="retention_item_waits_once",
                violation_error_message=_("The family is on an approved list already."),
            ),
            models.CheckConstraint(
                condition=Q(stopped_at=None, stop="") | Q(stopped_at__isnull=False) & ~Q(stop=""),
                name="retention_item_stopped_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(done_at=None) | Q(stopped_at=None),
                name="retention_item_done_or_stopped",
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk or ''}".strip()

    @property
    def obstacle_in_words(self) -> str:
        """What has come between, of an item read `with_obstacle`; "" for nothing."""
        names = dict(self.Stop.choices)
        return str(names.get(getattr(self, "obstacle", ""), ""))
