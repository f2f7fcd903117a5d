"""What organisations offer to newcomers, Norwegian classes among it."""

import datetime
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hosting.models.organisation import Organisation
from municipalities.models import Municipality
from municipalities.models.page import Group
from municipalities.models.text import TranslatedText, TranslatedTextQuerySet, columns_of_others
from portal.lib.dates import today
from portal.lib.languages import Localized, column, localized, source_language
from portal.lib.phones import dialled


class OfferQuerySet(TranslatedTextQuerySet):
    """Which offers."""

    def shown(self, day: datetime.date | None = None) -> Self:
        """Those readers see: published, or asked about; not over.

        The clock hides what nobody confirmed, once its reminders have gone out. Twice the time for
        an answer later it is hidden even where no clock runs, as search does (migration 0013).
        """
        day = day or today()
        first = day - datetime.timedelta(days=2 * settings.OFFER_ANSWERED_IN_DAYS)
        return self.filter(
            Q(status=Offer.Status.PUBLISHED)
            | Q(status=Offer.Status.TO_BE_CONFIRMED, asked_on__gte=first),
            Q(ends_on=None) | Q(ends_on__gte=day),
        )

    def for_filters(
        self,
        *,
        municipality: Municipality | None = None,
        kind: str = "",
        group: str = "",
        language: str = "",
        level: str = "",
        outside: bool = False,
        work: bool = False,
        free: bool = False,
    ) -> Self:
        """Those that have all that is asked for. Without groups an offer is for everybody."""
        found = self.in_place(municipality) if municipality else self
        wanted = Q(kind=kind) if kind else Q()
        wanted &= Q(groups=[]) | Q(groups__contains=[group]) if group else Q()
        wanted &= Q(languages__contains=[language]) if language else Q()
        wanted &= Q(levels__contains=[level]) if level else Q()
        for name, is_wanted in (
            ("is_outside_working_hours", outside),
            ("is_beside_work", work),
            ("is_free", free),
        ):
            wanted &= Q(**{name: True}) if is_wanted else Q()
        return found.filter(wanted)

    def for_lists(self) -> Self:
        """Each with all that a list shows, in two queries; what was confirmed last comes first."""
        return (
            self.select_related("organisation")
            .prefetch_related(
                models.Prefetch("municipalities", Municipality.objects.only("name", "slug"))
            )
            .for_readers("organisation")
            .defer("text", *columns_of("text"), "how_to_join", *columns_of("how_to_join"))
            .order_by("-confirmed_on", "-pk")
        )

    def as_number(self) -> Coalesce:
        """How many there are, to be asked along with something else."""
        one_row = self.order_by().annotate(all=models.Value(1)).values("all")
        counted = one_row.annotate(number=models.Count("pk")).values("number")
        return Coalesce(models.Subquery(counted), 0)

    def counted(self) -> dict[str, int]:
        """How many there are, and how many of them are Norwegian classes. One query."""
        classes = models.Count("pk", filter=Q(kind=Offer.Kind.NORWEGIAN_CLASS))
        return self.aggregate(count=models.Count("pk"), classes=classes)

    def for_readers(self, *related: str, beside: str | None = None) -> Self:
        """All languages stay, asked for or not: which one an offer is written in, only its row
        knows."""
        names = [name for path in related for name in columns_of_others(_at(path), f"{path}__")]
        return self.defer("made_from", "made_by", "proposed", *names)

    def in_place(self, municipality: Municipality) -> Self:
        """For the municipality, those for the whole region included."""
        return self.filter(
            Q(serves_region=True) | Q(pk__in=self._of_places(municipality_id=municipality.pk))
        )

    def moderated_in(self, places: set[int]) -> Self:
        """What a moderator of these municipalities (ids) decides about: any one of an offer's."""
        return self.filter(pk__in=self._of_places(municipality_id__in=places))

    def waiting(self) -> Self:
        """The moderators' queue, the longest waiting first: new ones, and proposed changes."""
        return self.filter(Q(status=Offer.Status.WAITING) | Q(proposed__isnull=False)).order_by(
            "waiting_since", "pk"
        )

    def to_ask(self, day: datetime.date | None = None) -> Self:
        """Published ones that nobody has confirmed for a year (OFFER_CONFIRMED_FOR_DAYS)."""
        day = day or today()
        last = day - datetime.timedelta(days=settings.OFFER_CONFIRMED_FOR_DAYS)
        return self.filter(status=Offer.Status.PUBLISHED, confirmed_on__lte=last).order_by("pk")

    def unanswered(self, day: datetime.date | None = None) -> Self:
        """Asked about longer ago than one may take to answer (OFFER_ANSWERED_IN_DAYS)."""
        day = day or today()
        first = day - datetime.timedelta(days=settings.OFFER_ANSWERED_IN_DAYS)
        asked = self.filter(status=Offer.Status.TO_BE_CONFIRMED, asked_on__lt=first)
        return asked.order_by("pk")

    @staticmethod
    def _of_places(**places: Any) -> "models.QuerySet[Any]":
        return Offer.municipalities.through.objects.filter(**places).values("offer")


class Offer(TranslatedText):
    """Something an organisation does for those who are new (tilbud); anybody may register one.

    Who sent it in stands in `OfferSender`, never here. A sender writes in one language, and the
    offer is shown in that one, marked as such, until somebody translates it.
    """

    class Kind(models.TextChoices):
        NORWEGIAN_CLASS = "norwegian_class", _("Norwegian class")
        ACTIVITY = "activity", _("activity")
        VOLUNTEERING = "volunteering", _("volunteering")
        HOUSING = "housing", _("housing")
        WORK = "work", _("work")
        SERVICE = "service", _("service")

    class Level(models.TextChoices):
        A1 = "A1", "A1"
        A2 = "A2", "A2"
        B1 = "B1", "B1"
        B2 = "B2", "B2"
        C1 = "C1", "C1"

    class Status(models.TextChoices):
        SUBMITTED = "submitted", _("address not confirmed")
        WAITING = "waiting", _("waiting for a moderator")
        PUBLISHED = "published", _("published")
        DECLINED = "declined", _("declined")
        TO_BE_CONFIRMED = "to_be_confirmed", _("asked whether it still holds")
        EXPIRED = "expired", _("hidden")

    # What readers may see.
    OPEN = (Status.PUBLISHED, Status.TO_BE_CONFIRMED)
    TEXTS = ("title", "text", "times", "cost", "how_to_join")

    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="offers",
        verbose_name=_("organisation"),
    )
    organisation_name = models.CharField(
        _("organisation, as the sender calls it"),
        max_length=120,
        blank=True,
        help_text=_("Until it is linked to one of the organisations."),
    )
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    municipalities = models.ManyToManyField(
        Municipality, blank=True, related_name="offers", verbose_name=_("municipalities")
    )
    serves_region = models.BooleanField(_("for the whole region"), default=False)
    place = models.CharField(_("place"), max_length=120, blank=True)
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
    written_in = models.CharField(
        _("written in"), max_length=8, help_text=_("The language its sender wrote in.")
    )
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("what it is"), max_length=2000, blank=True)
    times = models.CharField(_("when"), max_length=200, blank=True)
    cost = models.CharField(_("what it costs"), max_length=200, blank=True)
    how_to_join = models.CharField(_("how to join"), max_length=400, blank=True)
    is_free = models.BooleanField(_("free of charge"), default=False)
    is_outside_working_hours = models.BooleanField(_("outside working hours"), default=False)
    is_beside_work = models.BooleanField(_("can be combined with a job"), default=False)
    starts_on = models.DateField(_("begins on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    levels = ArrayField(
        models.CharField(max_length=2, choices=Level),
        default=list,
        blank=True,
        verbose_name=_("levels"),
        help_text=_("Of a Norwegian class."),
    )
    seats = models.PositiveSmallIntegerField(
        _("seats"), null=True, blank=True, help_text=_("Of a Norwegian class.")
    )
    website = models.URLField(_("website"), blank=True)
    contact_email = models.EmailField(
        _("e-mail for readers"), blank=True, help_text=_("Shown to everybody.")
    )
    contact_phone = models.CharField(
        _("phone for readers"), max_length=30, blank=True, help_text=_("Shown to everybody.")
    )
    status = models.CharField(_("state"), max_length=16, choices=Status, default=Status.SUBMITTED)
    submitted_at = models.DateTimeField(_("sent in"), default=timezone.now, editable=False)
    waiting_since = models.DateTimeField(_("waiting since"), null=True, blank=True, editable=False)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("decided by"),
    )
    decline_reason = models.CharField(_("reason"), max_length=1000, blank=True, editable=False)
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True, editable=False)
    asked_on = models.DateField(_("asked on"), null=True, blank=True, editable=False)
    # Each reminder leaves so many days to answer, however late a worker sends it.
    reminded_on = models.DateField(_("reminded on"), null=True, blank=True, editable=False)
    # How often the sender was reminded of the question.
    reminders = models.PositiveSmallIntegerField(default=0, editable=False)
    # What the sender would change of what readers see: {"text": "…", "website": "…"}.
    proposed = models.JSONField(_("proposed change"), null=True, blank=True, editable=False)
    is_example = models.BooleanField(
        _("invented example"),
        default=False,
        help_text=_("Shown to readers as an example. Replace before going live."),
    )

    objects = OfferQuerySet.as_manager()

    class PersonalData:
        """A club's number is often somebody's own; all else says what is offered."""

        ERASE = ("contact_email", "contact_phone", "proposed", "decline_reason")
        KEEP = (
            "organisation", "organisation_name", "kind", "slug", "serves_region",
            "place", "groups", "languages", "written_in", "title", "text", "times", "cost",
            "how_to_join", "is_free", "is_outside_working_hours", "is_beside_work", "starts_on",
            "ends_on", "levels", "seats", "website", "status", "submitted_at", "waiting_since",
            "decided_at", "decided_by", "confirmed_on", "asked_on", "reminded_on", "reminders",
            "is_example", "source_version", "source_changed_at", "made_by", "made_from",
        )  # fmt: skip

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        constraints = [
            models.CheckConstraint(
                condition=~Q(status__in=["published", "to_be_confirmed"])
                | Q(organisation__isnull=False, confirmed_on__isnull=False),
                name="offer_shown_has_organisation",
                violation_error_message=_(
                    "Before it is published, say which organisation offers it."
                ),
            ),
            models.CheckConstraint(
                condition=Q(organisation__isnull=False) | ~Q(organisation_name=""),
                name="offer_names_organisation",
                violation_error_message=_("Say who offers it."),
            ),
            models.CheckConstraint(
                condition=Q(kind="norwegian_class") & ~Q(levels=[])
                | ~Q(kind="norwegian_class") & Q(levels=[], seats=None),
                name="offer_class_fields_on_classes",
                violation_error_message=_(
                    "A Norwegian class has at least one level; other offers have neither levels "
                    "nor seats."
                ),
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="offer_ends_after_begin",
                violation_error_message=_("It cannot end before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(seats=None) | Q(seats__gte=0),
                name="offer_seats_not_negative",
                violation_error_message=_("There cannot be fewer than no seats."),
            ),
            models.CheckConstraint(
                condition=~Q(status="declined") | ~Q(decline_reason=""),
                name="offer_declined_for_a_reason",
                violation_error_message=_("Say why it is declined."),
            ),
            models.CheckConstraint(
                condition=Q(status="to_be_confirmed", asked_on__isnull=False)
                | ~Q(status="to_be_confirmed") & Q(asked_on=None, reminders=0),
                name="offer_asked_on_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(status="waiting") & Q(proposed__isnull=True)
                | Q(waiting_since__isnull=False),
                name="offer_waits_since",
            ),
        ]
        indexes = [
            models.Index(
                fields=["waiting_since"],
                condition=Q(waiting_since__isnull=False),
                name="offer_waiting",
            ),
            models.Index(fields=["status", "confirmed_on"], name="offer_by_status"),
        ]

    def __str__(self) -> str:
        return self.spoken("title").value or self.slug

    def get_absolute_url(self) -> str:
        return reverse("offer_detail", args=[self.slug])

    @property
    def is_published(self) -> bool:
        """Whether readers may see it: what they see is changed by publishing alone."""
        return self.status in self.OPEN

    @property
    def is_class(self) -> bool:
        """Whether it is a Norwegian class."""
        return bool(self.kind == self.Kind.NORWEGIAN_CLASS)

    @property
    def for_whom(self) -> list[str]:
        """The groups it is for, in words."""
        return [str(Group(each).label) for each in self.groups]

    @property
    def dial(self) -> str:
        """The number for readers as a `tel:` address wants it."""
        return dialled(self.contact_phone)

    @property
    def title_language(self) -> str:
        """The language that the reader meets it in."""
        return self.spoken("title").language

    @property
    def title_source(self) -> str:
        """The language whose page stands for all others: Norwegian where there is one."""
        return localized(self, "title", source_language()).language

    def is_outdated(self, language: str) -> bool:
        """What its sender wrote is no translation, even where there is a Norwegian one."""
        return language != self.written_in and super().is_outdated(language)

    def spoken(self, field: str) -> Localized:
        """The text in the reader's language, else in Norwegian, else as its sender wrote it."""
        return localized(self, field)


def columns_of(field: str) -> list[str]:
    """The columns of a text in all languages."""
    return [column(field, code) for code, _name in settings.LANGUAGES]


def _at(path: str) -> Any:
    """The model that the relation of an offer leads to."""
    model: Any = Offer
    for step in path.split("__"):
        model = model._meta.get_field(step).related_model
    return model
