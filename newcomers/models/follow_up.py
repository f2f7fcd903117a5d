"""The log: what was said and done, once written never changed."""

import datetime
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import RawSQL
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hosting.models import Organisation
from municipalities.models import Municipality
from newcomers.models.case import Case
from portal.lib.tokens import new_token

TEXT_LENGTH = 10_000
NAME_LENGTH = 100
LATE_AFTER_DAYS = 14
# What a person writes, in an entry and in its correction.
WRITTEN = ("kind", "occurred_on", "mode", "reached", "counterparts", "language",
           "with_interpreter", "result", "topics", "text", "is_restricted")  # fmt: skip


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    """Which entries. Rows of other municipalities are not there: PostgreSQL sees to that."""

    def in_municipalities(self, ids: list[int]) -> Self:
        """Those of the municipalities: the first of the two guards."""
        return self.filter(municipality_id__in=ids)

    def heads(self) -> Self:
        """What holds now: entries that no later one corrects, and that are not void themselves."""
        return self.filter(corrected_by=None).exclude(correction=FollowUp.Correction.VOID)

    def contacts(self) -> Self:
        """Contacts that hold: what the yearly report counts as contact points."""
        return self.heads().filter(kind=FollowUp.Kind.CONTACT)

    def between(self, first: datetime.date, last: datetime.date) -> Self:
        """Of things that happened from the first to the last day."""
        return self.filter(occurred_on__range=(first, last))

    def mentioning(self, words: list[str], most: int) -> Self:
        """Entries that hold now and have all the words in any of their forms: the newest of each
        municipality, so many at most. Nothing of families with a protected address.

        A function of the owner finds the ids; the rows come through row-level security.
        """
        found = RawSQL("SELECT newcomers_find_entries(%s, %s)", [words, most])
        return self.filter(pk__in=found)

    def reaching_somebody(self) -> Self:
        """Contacts in which somebody was reached."""
        return self.filter(reached=True)

    def with_newcomer(self) -> Self:
        """Those in which the newcomer was among those talked with: also where nobody is named."""
        named = Q(counterparts=[]) | Q(counterparts__contains=["newcomer"])
        return self.filter(named, organisation=None)

    def with_organisation(self) -> Self:
        """All others: with organisations alone."""
        named = Q(counterparts=[]) | Q(counterparts__contains=["newcomer"])
        return self.exclude(named & Q(organisation=None))

    def newest_first(self) -> Self:
        """As a timeline shows them."""
        return self.order_by("-occurred_on", "-logged_at", "-pk")


class FollowUp(models.Model):
    """An entry of the log (loggføring): a contact, a note, a change of state.

    Append-only: the web role has neither UPDATE nor DELETE. A correction is a new entry that
    points to the one it replaces. Belongs to a case, or to an organisation that was talked with.
    """

    class Kind(models.TextChoices):
        CONTACT = "contact", _("contact")
        NOTE = "note", _("note")
        STATUS = "status", _("change of state")
        SYSTEM = "system", _("by the system")

    class Mode(models.TextChoices):
        PHONE = "phone", _("phone")
        VISIT = "visit", _("visit")
        MEETING = "meeting", _("meeting")
        OFFICE_DAY = "office_day", _("office day")
        EMAIL = "email", _("e-mail")
        SMS = "sms", _("text message")
        VIDEO = "video", _("video call")
        LETTER = "letter", _("letter")
        EVENT = "event", _("event")

    class Counterpart(models.TextChoices):
        NEWCOMER = "newcomer", _("newcomer")
        NAV = "nav", _("NAV")
        TAX = "tax", _("Tax Administration")
        POLICE = "police", _("police")
        SCHOOL = "school", _("school")
        KINDERGARTEN = "kindergarten", _("kindergarten")
        HEALTH = "health", _("health service")
        ADULT_EDUCATION = "adult_education", _("adult education")
        EMPLOYER = "employer", _("employer")
        LANDLORD = "landlord", _("landlord")
        ASSOCIATION = "association", _("association")
        VOLUNTEER = "volunteer", _("volunteer")
        MUNICIPALITY = "municipality", _("another municipality")

    class Result(models.TextChoices):
        INFORMED = "informed", _("got information")
        ARRANGED = "arranged", _("something was arranged")
        REFERRED = "referred", _("referred")
        HELPED_WITH_FORM = "form", _("helped with a form")
        LISTENED = "listened", _("talked it over")
        NO_ANSWER = "no_answer", _("no answer")

    class Correction(models.TextChoices):
        FIX = "fix", _("corrected")
        VOID = "void", _("struck out")
        REDACT = "redact", _("redacted")

    case = models.ForeignKey(
        Case, models.PROTECT, null=True, blank=True, related_name="log", verbose_name=_("case")
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
    municipality_then = models.ForeignKey(
        Municipality, models.PROTECT, related_name="+", editable=False
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.CONTACT)
    occurred_on = models.DateField(_("day"))
    logged_at = models.DateTimeField(_("logged"), default=timezone.now, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    # As text too: an account can be renamed, an entry cannot.
    author_name = models.CharField(_("written by"), max_length=NAME_LENGTH)
    text = models.TextField(_("what happened"), max_length=TEXT_LENGTH, blank=True)
    is_restricted = models.BooleanField(
        _("only for me and the lead"),
        default=False,
        help_text=_("Colleagues see that there is an entry, and not what it says."),
    )
    mode = models.CharField(_("how"), max_length=10, choices=Mode, blank=True)
    reached = models.BooleanField(_("reached"), null=True, blank=True)
    counterparts = ArrayField(
        models.CharField(max_length=16, choices=Counterpart),
        default=list,
        blank=True,
        verbose_name=_("with"),
    )
    language = models.CharField(_("language"), max_length=8, blank=True)
    with_interpreter = models.BooleanField(_("with an interpreter"), default=False)
    result = models.CharField(_("result"), max_length=10, choices=Result, blank=True)
    topics = ArrayField(
        models.CharField(max_length=60), default=list, blank=True, verbose_name=_("about")
    )
    change = models.JSONField(
        default=dict,
        blank=True,
        editable=False,
        help_text='Of a change of state: {"what": "status", "from": "active", "to": "paused"}.',
    )
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="corrected_by", editable=False
    )
    correction = models.CharField(
        _("correction"), max_length=6, choices=Correction, blank=True, editable=False
    )
    correction_reason = models.CharField(_("why"), max_length=200, blank=True)
    # The form it came by: sent twice, it makes one row.
    form_key = models.CharField(max_length=24, unique=True, default=new_token, editable=False)
    vector = SearchVectorField(null=True, editable=False)

    objects = FollowUpQuerySet.as_manager()

    class PersonalData:
        """What is erased, and what stays for the numbers."""

        ERASE = ("text", "correction_reason", "vector", "language", "form_key")
        KEEP = ("case", "organisation", "municipality", "municipality_then", "kind",
                "occurred_on", "logged_at", "author", "author_name", "is_restricted", "mode",
                "reached", "counterparts", "with_interpreter", "result", "topics", "change",
                "corrects", "correction")  # fmt: skip

    class Meta:
        verbose_name = _("log entry")
        verbose_name_plural = _("log")
        constraints = [
            models.UniqueConstraint(fields=["id", "municipality"], name="entry_in_municipality"),
            models.UniqueConstraint(fields=["id", "case"], name="entry_in_case"),
            models.UniqueConstraint(fields=["id", "organisation"], name="entry_of_organisation"),
            models.CheckConstraint(
                condition=Q(kind__in=["contact", "note", "status", "system"]),
                name="entry_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(case=None, organisation__isnull=False)
                | Q(case__isnull=False, organisation=None),
                name="entry_of_case_or_organisation",
                violation_error_message=_("An entry belongs to a case or to an organisation."),
            ),
            models.CheckConstraint(
                condition=Q(kind="contact", reached__isnull=False) & ~Q(mode="")
                | ~Q(kind="contact") & Q(reached=None, mode="", counterparts=[], result=""),
                name="entry_contact_is_described",
                violation_error_message=_(
                    "Say how you were in contact, and whether you reached anybody."
                ),
            ),
            models.CheckConstraint(
                condition=Q(corrects=None, correction="", correction_reason="")
                | Q(corrects__isnull=False) & ~Q(correction="") & ~Q(correction_reason=""),
                name="entry_correction_with_reason",
                violation_error_message=_("A correction says what it corrects, and why."),
            ),
            # An earlier one: two that correct each other would both be gone.
            models.CheckConstraint(
                condition=Q(corrects=None) | Q(corrects__lt=F("pk")),
                name="entry_corrects_an_earlier_one",
            ),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("text"), TEXT_LENGTH),
                name="entry_text_length",
                violation_error_message=_("The text is too long."),
            ),
        ]
        indexes = [
            models.Index(fields=["case", "-occurred_on", "-id"], name="entry_timeline"),
            models.Index(fields=["municipality", "occurred_on"], name="entry_by_day"),
            GinIndex(fields=["vector"], name="entry_vector"),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk or ''}".strip()

    @property
    def is_late(self) -> bool:
        """Whether it was written more than two weeks after it happened."""
        written = timezone.localdate(self.logged_at)
        return (written - self.occurred_on).days > LATE_AFTER_DAYS

    @property
    def counts_for_newcomer(self) -> bool:
        """Whether the newcomer was among those talked with (else it was an organisation)."""
        return self.organisation_id is None and (
            not self.counterparts or self.Counterpart.NEWCOMER in self.counterparts
        )
