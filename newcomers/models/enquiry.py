"""What somebody asks before there is a case."""

import datetime
import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from municipalities.models import Municipality
from portal.lib.dates import today, working_days_ago
from portal.lib.tokens import new_token


class EnquiryQuerySet(models.QuerySet["Enquiry"]):
    """Which enquiries. Rows of other municipalities are not there: PostgreSQL sees to that."""

    def waiting(self) -> Self:
        """Those nobody has dealt with, the oldest first."""
        return self.filter(triage=Enquiry.Triage.NEW).order_by("received_at", "pk")

    def in_municipalities(self, ids: list[int]) -> Self:
        """Those of the municipalities: the first of the two guards."""
        return self.filter(municipality_id__in=ids)

    def unanswered(self, day: datetime.date | None = None) -> Self:
        """Waiting for two working days or longer: these are the lead's (default: today)."""
        last = working_days_ago(day or today(), settings.ENQUIRY_ANSWERED_IN_WORKING_DAYS)
        return self.waiting().filter(received_at__date__lte=last)

    def to_delete(self, day: datetime.date | None = None) -> Self:
        """Those whose day of deletion has come."""
        return self.filter(delete_on__lte=day or today())

    def possible_duplicates_of(self, enquiry: "Enquiry") -> Self:
        """Others from the same address or number, or of the same name for the same month.

        Only what the scope shows; a person says whether it is one. The newest first.
        """
        alike = Q(pk=None)
        if enquiry.email:
            alike |= Q(email__iexact=enquiry.email)
        if digits := _digits(enquiry.phone):
            alike |= Q(dialled__endswith=digits)
        if enquiry.name and enquiry.planned_month:
            alike |= Q(name__iexact=enquiry.name, planned_month=enquiry.planned_month)
        dialled = Func(F("phone"), Value("[^0-9]"), Value(""), Value("g"),
                       function="regexp_replace")  # fmt: skip
        return (
            self.alias(dialled=dialled)
            .filter(alike, municipality=enquiry.municipality_id)
            .exclude(pk=enquiry.pk)
            .exclude(triage=Enquiry.Triage.FORWARDED)
            .order_by("-received_at", "pk")
        )


class Enquiry(models.Model):
    """A question from a newcomer or a company (henvendelse).

    The id is made here, not by the database: who sends an enquiry may write it and not read it,
    and `INSERT … RETURNING` reads.
    """

    class Kind(models.TextChoices):
        PERSON = "person", _("person")
        COMPANY = "company", _("company")

    class Channel(models.TextChoices):
        WEB = "web", _("web form")
        PHONE = "phone", _("phone")
        EMAIL = "email", _("e-mail")
        WALK_IN = "walk_in", pgettext_lazy("in person", "came by")
        EVENT = "event", _("event")
        EMPLOYER = "employer", _("employer")
        AGENCY = "agency", _("agency")
        REFERRAL = "referral", _("referral")
        EURES = "eures", _("EURES")
        FORUM = "forum", _("forum")
        STUDENTS = "students", _("students")

    class Household(models.TextChoices):
        ONE = "1", _("one person")
        TWO = "2", _("two people")
        FEW = "3-4", _("three or four people")
        MANY = "5+", _("five people or more")

    class SafeToContact(models.TextChoices):
        YES = "yes", _("yes")
        NO_VOICEMAIL = "no_voicemail", _("no voicemail")
        EMAIL_ONLY = "email_only", _("e-mail only")
        PHONE_ONLY = "phone_only", _("phone only")

    class Triage(models.TextChoices):
        NEW = "new", _("waiting")
        CASE = "case", _("became a case")
        ANSWERED = "answered", _("answered")
        FORWARDED = "forwarded", _("forwarded")
        SPAM = "spam", _("spam")
        DUPLICATE = "duplicate", _("duplicate")
        OUT_OF_SCOPE = "out_of_scope", _("out of scope")

    MESSAGE_LENGTH = 4000

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token = models.CharField(max_length=24, unique=True, default=new_token, editable=False)
    number = models.CharField(_("number"), max_length=8, default="", editable=False)
    received_at = models.DateTimeField(_("received"), default=timezone.now, editable=False)
    kind = models.CharField(_("from a"), max_length=8, choices=Kind, default=Kind.PERSON)
    channel = models.CharField(_("came by"), max_length=10, choices=Channel, default=Channel.WEB)
    campaign = models.SlugField(_("campaign"), max_length=40, blank=True)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="+", verbose_name=_("municipality")
    )
    language = models.CharField(_("language"), max_length=8)
    name = models.CharField(_("name"), max_length=100)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    planned_month = models.DateField(_("planned month"), null=True, blank=True)
    household = models.CharField(_("who is moving"), max_length=3, choices=Household, blank=True)
    message = models.CharField(_("message"), max_length=MESSAGE_LENGTH, blank=True)
    safe_to_contact = models.CharField(
        _("safe to contact"), max_length=12, choices=SafeToContact, default=SafeToContact.YES
    )
    triage = models.CharField(_("triage"), max_length=12, choices=Triage, default=Triage.NEW)
    triaged_at = models.DateTimeField(_("triaged"), null=True, blank=True, editable=False)
    triaged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("triaged by"),
    )
    duplicate_of = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("the same as"),
    )
    forwarded_to = models.ForeignKey(
        Municipality,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("forwarded to"),
    )
    forwarded_from = models.ForeignKey(
        Municipality,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("forwarded from"),
    )
    email_refused_at = models.DateTimeField(
        _("address refused"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("The confirmation could not be delivered: the address does not exist."),
    )
    delete_on = models.DateField(_("deleted on"), db_index=True)

    objects = EnquiryQuerySet.as_manager()

    class PersonalData:
        """What is erased, and what stays for the numbers."""

        ERASE = (
            "name",
            "email",
            "phone",
            "message",
            "token",
            "language",
            "safe_to_contact",
            "planned_month",
            "email_refused_at",
        )
        KEEP = (
            "number",
            "received_at",
            "kind",
            "channel",
            "campaign",
            "municipality",
            "household",
            "triage",
            "triaged_at",
            "triaged_by",
            "duplicate_of",
            "forwarded_to",
            "forwarded_from",
            "delete_on",
        )

    class Meta:
        verbose_name = _("enquiry")
        verbose_name_plural = _("enquiries")
        constraints = [
            models.CheckConstraint(
                condition=~Q(email="") | ~Q(phone="") | Q(triage="forwarded"),
                name="enquiry_can_be_answered",
                violation_error_message=_("An e-mail address or a phone number is needed."),
            ),
            models.CheckConstraint(
                condition=Q(triage="new", triaged_at=None, triaged_by=None)
                | ~Q(triage="new") & Q(triaged_at__isnull=False, triaged_by__isnull=False),
                name="enquiry_triage_has_author",
                violation_error_message=_("Who dealt with it and when belong together."),
            ),
            models.CheckConstraint(
                condition=~Q(triage="forwarded")
                | Q(
                    forwarded_to__isnull=False,
                    name="",
                    email="",
                    phone="",
                    message="",
                    language="",
                    household="",
                    planned_month=None,
                ),
                name="enquiry_forwarded_keeps_number_only",
                violation_error_message=_("Of a forwarded enquiry only number and date stay."),
            ),
            models.CheckConstraint(
                condition=Q(duplicate_of=None) | Q(triage="duplicate") & ~Q(duplicate_of=F("pk")),
                name="enquiry_duplicate_of_another",
                violation_error_message=_("An enquiry is a duplicate of another one."),
            ),
            # Children of later tables point here together with the municipality.
            models.UniqueConstraint(fields=["id", "municipality"], name="enquiry_in_municipality"),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "received_at"],
                condition=Q(triage="new"),
                name="enquiry_waiting",
            ),
        ]

    def __str__(self) -> str:
        # Titles, logs and history show this: it names nobody.
        return f"{self._meta.verbose_name} {self.number}"

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has dealt with it yet."""
        return self.triage == self.Triage.NEW


def _digits(phone: str) -> str:
    """What two ways of writing a number have in common: its last eight digits."""
    return "".join(letter for letter in phone if letter.isdigit())[-8:]
