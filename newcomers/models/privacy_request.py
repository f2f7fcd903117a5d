"""What somebody asks about the data that are stored about them, and what is answered."""

import datetime
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from municipalities.models import Municipality
from newcomers.models.family import Family, Person
from portal.lib.dates import today
from portal.lib.tokens import new_token

ANSWER_LENGTH = 4000
# GDPR, article 12 (3): a month, and two more where it is said why.
ANSWERED_IN_MONTHS, EXTENDED_BY_MONTHS = 1, 2


class PrivacyRequestQuerySet(models.QuerySet["PrivacyRequest"]):
    """Which requests. Rows of other municipalities are not there: PostgreSQL sees to that."""

    def in_municipalities(self, ids: list[int]) -> Self:
        """Those of the municipalities: the first of the two guards."""
        return self.filter(municipality_id__in=ids)

    def open(self) -> Self:
        """Those that nobody has answered, the one that is due first before the others."""
        return self.filter(state=PrivacyRequest.State.OPEN).order_by("due_on", "pk")

    def overdue(self, day: datetime.date | None = None) -> Self:
        """Open, and their last day has passed."""
        return self.open().filter(due_on__lt=day or today())

    def holding(self) -> Self:
        """Those for which the family's data are only kept: an objection until it is decided, and
        what was granted, until somebody lifts it."""
        kinds = PrivacyRequest.Kind
        decided = Q(state__in=PrivacyRequest.GRANTED, lifted_at=None)
        return self.filter(
            Q(kind=kinds.OBJECT, state=PrivacyRequest.State.OPEN)
            | decided & Q(kind__in=PrivacyRequest.HOLDS)
        )


class PrivacyRequest(models.Model):
    """A family asks what is stored, or that it be put right, kept still or erased
    (innsynsbegjæring, personvernhenvendelse)."""

    class Kind(models.TextChoices):
        ACCESS = "access", _("what is stored about us")
        RECTIFY = "rectify", _("put something right")
        RESTRICT = "restrict", _("use it for nothing for now")
        ERASE = "erase", _("erase")
        OBJECT = "object", _("objection")

    class Channel(models.TextChoices):
        IN_PERSON = "in_person", _("in person")
        PHONE = "phone", _("phone")
        EMAIL = "email", _("e-mail")
        LETTER = "letter", _("letter")
        OFFICER = "officer", _("through the privacy officer")

    class Identity(models.TextChoices):
        DOCUMENT = "document", _("showed a passport or another identity document")
        KNOWN = "known", _("is known to who took the request")
        CALLED_BACK = "called_back", _("was called back on the number that we have")
        ELECTRONIC = "electronic", _("logged in with an electronic identity")
        AUTHORISED = "authorised", _("somebody else, with a written authority")

    class AsksFor(models.TextChoices):
        SELF = "self", _("only for themselves, and the children")
        ALL = "all", _("all adults of the household ask together")

    class State(models.TextChoices):
        OPEN = "open", _("to be answered")
        GRANTED = "granted", _("done")
        PARTLY = "partly", _("partly done")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("not upheld")

    class Reason(models.TextChoices):
        DONE = "done", _("done as asked")
        NOTHING_STORED = "nothing_stored", _("nothing is stored about them")
        NOT_IDENTIFIED = "not_identified", _("we do not know who is asking")
        OTHERS = "others", _("it concerns other people")
        ONGOING_CASE = "ongoing_case", _("it is needed for a case that is going on")
        DUTY = "duty", _("a law says that it is kept")
        ARCHIVE = "archive", _("it is kept in the archive of the municipality")
        CORRECT = "correct", _("what is stored is right")
        UNFOUNDED = "unfounded", _("it is unfounded, or asked for again and again")
        OUTWEIGHED = "outweighed", _("the reasons to go on weigh more")

    GRANTED = (State.GRANTED, State.PARTLY)
    HOLDS = (Kind.RESTRICT, Kind.OBJECT)
    # What an answer that is no plain yes has to say.
    PLAIN = (Reason.DONE,)

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="+", verbose_name=_("municipality")
    )
    # None until somebody who may read families has found out which one it is.
    family = models.ForeignKey(
        Family, models.PROTECT, null=True, blank=True, related_name="privacy_requests",
        verbose_name=_("family"),
    )  # fmt: skip
    kind = models.CharField(_("asks for"), max_length=8, choices=Kind)
    asked_on = models.DateField(_("asked on"), default=today)
    channel = models.CharField(_("how"), max_length=9, choices=Channel)
    asked_as = models.CharField(
        _("who asks"), max_length=120, help_text=_("As they say it: name, and how to reach them.")
    )
    wish = models.CharField(_("what they say"), max_length=1000, blank=True)
    asker = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("which person asks"),
    )  # fmt: skip
    asks_for = models.CharField(_("for whom"), max_length=4, choices=AsksFor, blank=True)
    identity = models.CharField(
        _("how we know who it is"), max_length=11, choices=Identity, blank=True
    )
    due_on = models.DateField(_("answered at the latest on"))
    extended_on = models.DateField(_("time extended on"), null=True, blank=True, editable=False)
    extended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        editable=False, verbose_name=_("extended by"),
    )  # fmt: skip
    extended_reason = models.CharField(_("why extended"), max_length=200, blank=True)
    state = models.CharField(
        _("state"), max_length=9, choices=State, default=State.OPEN, editable=False
    )
    answer = models.TextField(_("answer"), max_length=ANSWER_LENGTH, blank=True)
    language = models.CharField(_("language of the answer"), max_length=8, blank=True)
    reasons = ArrayField(
        models.CharField(max_length=14, choices=Reason), default=list, blank=True,
        verbose_name=_("why"),
    )  # fmt: skip
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        editable=False, verbose_name=_("answered by"),
    )  # fmt: skip
    # Of what keeps the data still: until when.
    lifted_at = models.DateTimeField(_("lifted at"), null=True, blank=True, editable=False)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        editable=False, verbose_name=_("lifted by"),
    )  # fmt: skip
    lifted_reason = models.CharField(_("why lifted"), max_length=200, blank=True)
    registered_at = models.DateTimeField(_("written down"), default=timezone.now, editable=False)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False,
        verbose_name=_("written down by"),
    )  # fmt: skip
    # The form it came by: sent twice, it makes one row.
    form_key = models.CharField(max_length=24, unique=True, default=new_token, editable=False)

    objects = PrivacyRequestQuerySet.as_manager()

    class PersonalData:
        """What is erased, and what stays: that somebody asked, when, and what was done."""

        ERASE = ("asked_as", "wish", "asker", "answer", "extended_reason", "lifted_reason",
                 "form_key")  # fmt: skip
        KEEP = ("municipality", "family", "kind", "asked_on", "channel", "asks_for", "identity",
                "due_on", "extended_on", "extended_by", "state", "language", "reasons",
                "answered_at", "answered_by", "lifted_at", "lifted_by", "registered_at",
                "registered_by")  # fmt: skip

    class Meta:
        verbose_name = _("privacy request")
        verbose_name_plural = _("privacy requests")
        constraints = [
            # Children point here together with the municipality.
            models.UniqueConstraint(fields=["id", "municipality"], name="request_in_municipality"),
            models.CheckConstraint(
                condition=Q(state="open", answered_at=None, answered_by=None, answer="")
                | ~Q(state="open") & Q(answered_at__isnull=False, answered_by__isnull=False),
                name="request_answered_by_somebody",
                violation_error_message=_("Who answered it and when belong together."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["granted", "partly", "refused"]) | ~Q(reasons=[]),
                name="request_answered_with_reason",
                violation_error_message=_("An answer says why."),
            ),
            models.CheckConstraint(
                condition=Q(extended_on=None, extended_by=None)
                | Q(extended_on__isnull=False, extended_by__isnull=False),
                name="request_extended_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False,
                    kind__in=["restrict", "object"], state__in=["granted", "partly"]),
                name="request_lifted_is_what_held",
            ),
            models.CheckConstraint(
                condition=Q(asker=None) | Q(family__isnull=False),
                name="request_asker_is_of_family",
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=models.F("asked_on")), name="request_due_after_asked"
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(
                fields=["municipality", "due_on"], condition=Q(state="open"), name="request_open"
            ),
        ]

    def __str__(self) -> str:
        # Titles, logs and history show this: it names nobody.
        return f"{self._meta.verbose_name} {self.pk or ''}".strip()

    @property
    def is_open(self) -> bool:
        """Whether it is still to be answered."""
        return self.state == self.State.OPEN

    @property
    def days_left(self) -> int:
        """How many days there are to answer it: negative when its last day has passed."""
        return (self.due_on - today()).days

    @property
    def holds_still(self) -> bool:
        """Whether the family's data are only kept because of it."""
        if self.kind not in self.HOLDS or self.lifted_at:
            return False
        return self.state in self.GRANTED or (self.kind == self.Kind.OBJECT and self.is_open)

    @property
    def reasons_in_words(self) -> list[str]:
        """The codes as people read them."""
        names = dict(self.Reason.choices)
        return [str(names[code]) for code in self.reasons if code in names]


class LeftOut(models.Model):
    """Which passages of one text are left out of what a family is given (utelatt).

    A decision of a person: ids and ranges, no word of the text. `seal` changes with the text, so
    that a text that was changed afterwards is looked at again.
    """

    request = models.ForeignKey(PrivacyRequest, models.CASCADE, related_name="left_out")
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+", editable=False)
    table = models.CharField(max_length=40)
    object_id = models.CharField(max_length=36)
    field = models.CharField(max_length=60)
    # [[first, end], …]: characters from the first up to, and without, the end.
    ranges = models.JSONField(default=list, blank=True)
    seal = models.CharField(max_length=24)
    decided_at = models.DateTimeField(default=timezone.now, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False
    )

    class PersonalData:
        """Numbers alone; the seal goes with the text."""

        ERASE = ("ranges", "seal")
        KEEP = ("request", "municipality", "table", "object_id", "field", "decided_at",
                "decided_by")  # fmt: skip

    class Meta:
        verbose_name = _("passages left out")
        verbose_name_plural = _("passages left out")
        constraints = [
            models.UniqueConstraint(
                fields=["request", "table", "object_id", "field"], name="left_out_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk or ''}".strip()


class GivenOut(models.Model):
    """That a family was given what is stored about it (utlevering). Written, never changed.

    What it was given is stored nowhere: only how much it was.
    """

    class Form(models.TextChoices):
        HTML = "html", _("to read and to print")
        JSON = "json", _("as a file (JSON)")

    request = models.ForeignKey(PrivacyRequest, models.CASCADE, related_name="given_out")
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+", editable=False)
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    form = models.CharField(_("as"), max_length=4, choices=Form)
    language = models.CharField(_("language"), max_length=8)
    # Rows by table, and how many passages and rows were left out.
    counts = models.JSONField(_("how much"), default=dict)

    class PersonalData:
        """Numbers alone."""

        ERASE = ()
        KEEP = ("request", "municipality", "at", "by", "form", "language", "counts")

    class Meta:
        verbose_name = _("given out")
        verbose_name_plural = _("given out")

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk or ''}".strip()
