"""First steps: what a newcomer does, in which order and until when."""

from typing import Any, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hosting.models.organisation import Organisation
from municipalities.models import Source, Topic
from municipalities.models.figure import Confidence
from municipalities.models.page import Group, Phase
from municipalities.models.text import PublishingState, TranslatedText, TranslatedTextQuerySet
from portal.lib.dates import Precision, spell


class Occupation(models.TextChoices):
    """What somebody comes for, or does (beskjeftigelse)."""

    WORKER = "worker", _("employee")
    SELF_EMPLOYED = "self_employed", _("self-employed")
    STUDENT = "student", _("student")
    JOBSEEKER = "jobseeker", _("looking for work")


class StepQuerySet(TranslatedTextQuerySet):
    """Which first steps."""

    def published(self) -> Self:
        """The steps readers see."""
        return self.filter(state=PublishingState.PUBLISHED)

    def in_order(self) -> Self:
        """In the editors' order, which the planner keeps wherever it may."""
        return self.order_by("position", "pk")

    def for_planning(self) -> Self:
        """Published steps with all that a plan shows, in two queries.

        `needs_all` and `needs_any` are the keys of the steps that come first.
        """
        return (
            self.published()
            .in_order()
            .select_related("authority")
            .prefetch_related("times")
            .annotate(needs_all=_keys("depends_on"), needs_any=_keys("depends_on_any"))
            .for_readers("authority")
        )

    def for_reading(self) -> Self:
        """Published, each with what its own page shows."""
        return (
            self.published()
            .knowing_changes()
            .select_related("authority", "topic__parent")
            .prefetch_related("times", "sources", "depends_on", "depends_on_any")
        )


class Step(TranslatedText):
    """Something a newcomer has to do, or does well to do (første steg).

    Papers and terms are lines of text, so that each language has its own and the state of a
    translation counts them too. A term is "bostedsattest: what it is, in short".
    """

    TEXTS = ("title", "summary", "detail", "terms", "papers", "cost_note")
    # Where tokens are replaced: [[figure:key]], [[page:slug]], [[hosts]].
    TEXTS_WITH_TOKENS = ("detail", "cost_note")

    key = models.SlugField(
        _("address"),
        max_length=60,
        unique=True,
        help_text=_("The last part of the web address. It stays the same in all languages."),
    )
    phase = models.CharField(_("when"), max_length=16, choices=Phase)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="steps", verbose_name=_("topic"))
    groups = ArrayField(
        models.CharField(max_length=24, choices=Group), default=list, verbose_name=_("for whom")
    )
    occupations = ArrayField(
        models.CharField(max_length=16, choices=Occupation),
        default=list,
        blank=True,
        verbose_name=_("only for these occupations"),
        help_text=_("None ticked: for everybody."),
    )
    is_for_children = models.BooleanField(_("only for families with children"), default=False)
    title = models.CharField(_("title"), max_length=120)
    summary = models.CharField(_("summary"), max_length=400, blank=True)
    detail = models.TextField(
        _("what to do, and where"),
        blank=True,
        help_text=_(
            "Two to five sentences without markup. Amounts are tokens: [[figure:key]]; links are "
            "[[page:address]] and [[hosts]]."
        ),
    )
    terms = models.TextField(
        _("Norwegian words to know"),
        blank=True,
        help_text=_("One on each line, with a short explanation: bostedsattest: proof of address"),
    )
    papers = models.TextField(
        _("papers needed"), blank=True, help_text=_("One paper on each line.")
    )
    cost = models.PositiveIntegerField(
        _("cost in kroner"), null=True, blank=True, help_text=_("0 when it is free.")
    )
    cost_note = models.CharField(_("note on the cost"), max_length=300, blank=True)
    depends_on: "models.ManyToManyField[Step, Any]" = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="+",
        verbose_name=_("after all of these"),
        help_text=_("Those that do not apply to the same person are passed over."),
    )
    depends_on_any: "models.ManyToManyField[Step, Any]" = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="+",
        verbose_name=_("after one of these"),
    )
    is_needed_before_work = models.BooleanField(
        _("finished before the first day at work"),
        default=False,
        help_text=_("Planning backwards from that day starts from these steps."),
    )
    authority = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who decides or helps"),
    )
    url = models.URLField(_("where to do it"), max_length=500, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=PublishingState, default=PublishingState.DRAFT
    )
    sources: "models.ManyToManyField[Source, Any]" = models.ManyToManyField(
        Source, blank=True, related_name="+", verbose_name=_("sources")
    )
    as_of = models.DateField(_("as of"), null=True, blank=True)
    as_of_precision = models.CharField(
        _("known to the"),
        max_length=4,
        default=Precision.YEAR,
        choices=[(Precision.DAY, _("day")), (Precision.YEAR, _("year"))],
    )
    confidence = models.CharField(
        _("confidence"), max_length=6, choices=Confidence, default=Confidence.HIGH
    )
    to_verify = models.TextField(
        _("to be verified"),
        blank=True,
        help_text=_("Nothing named here may be said as a fact in the texts. Not shown to readers."),
    )
    editors_note = models.TextField(
        _("note for editors"), blank=True, help_text=_("Never shown to readers.")
    )

    objects = StepQuerySet.as_manager()

    class Meta:
        verbose_name = _("first step")
        verbose_name_plural = _("first steps")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=PublishingState.PUBLISHED, confidence=Confidence.LOW),
                name="step_low_confidence_stays_draft",
                violation_error_message=_("What is uncertain cannot be published: check it first."),
            ),
            models.CheckConstraint(
                condition=~Q(groups=[]),
                name="step_is_for_somebody",
                violation_error_message=_("Tick at least one group that the step is for."),
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.key

    def get_absolute_url(self) -> str:
        return reverse("step_detail", args=[self.key])

    @property
    def for_whom(self) -> list[str]:
        """For whom it is, in words: groups, then what narrows them."""
        words = [Group(each).label for each in self.groups]
        words += [Occupation(each).label for each in self.occupations]
        if self.is_for_children:
            words.append(Group.FAMILY_WITH_CHILDREN.label)
        return [str(each) for each in words]

    @property
    def is_published(self) -> bool:
        """Whether readers see it."""
        return self.state == PublishingState.PUBLISHED

    @property
    def spelled_as_of(self) -> str:
        """The date of what is said about it."""
        return spell(self.as_of, self.as_of_precision) if self.as_of else ""


def _keys(field: str) -> ArraySubquery:
    """The keys of the steps that a row's relation names, without a query of their own."""
    through = getattr(Step, field).through
    named = through.objects.filter(from_step=OuterRef("pk"), to_step__state="published")
    return ArraySubquery(named.order_by("pk").values_list(F("to_step__key")))
