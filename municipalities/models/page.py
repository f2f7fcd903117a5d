"""Information pages and their local parts."""

from functools import cache
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from municipalities.models.municipality import Municipality
from municipalities.models.source import Source
from municipalities.models.text import PublishingState, TranslatedText, TranslatedTextQuerySet
from municipalities.models.topic import Topic
from portal.lib.html import RichTextField
from portal.lib.languages import column, current, source_language


class Group(models.TextChoices):
    """Who a text is for (målgruppe): one list for pages, steps, offers and families."""

    NORDIC = "nordic", _("Nordic citizens")
    EU_EEA = "eu_eea", _("EU/EEA citizens")
    NON_EEA = "non_eea", _("citizens of other countries")
    REFUGEE = "refugee", _("refugees")
    FAMILY_REUNIFICATION = "family_reunification", _("people who join their family")
    NORWEGIAN_MOVER = "norwegian_mover", _("people who move within Norway")
    RETURNEE = "returnee", _("people who move back")
    STUDENT = "student", _("students")
    YOUTH = "youth", _("young people")
    FAMILY_WITH_CHILDREN = "family_with_children", _("families with children")
    DEFENCE_FAMILY = "defence_family", _("families of Defence staff")
    LIFESTYLE = "lifestyle", _("people who look for another life")
    RESIDENT = "resident", _("people who live here")


class Phase(models.TextChoices):
    """When in a move a text is needed (fase)."""

    BEFORE_MOVING = "before_moving", _("before you move")
    FIRST_WEEK = "first_week", _("the first week")
    FIRST_MONTH = "first_month", _("the first month")
    FIRST_YEAR = "first_year", _("the first year")
    LIVING_HERE = "living_here", _("living here")


class PageQuerySet(TranslatedTextQuerySet):
    """Which pages."""

    def published(self) -> Self:
        """The pages readers see."""
        return self.filter(state=PublishingState.PUBLISHED)

    def in_order(self) -> Self:
        """In the order of topics, then as the editors put them."""
        return self.order_by("topic__parent__position", "topic__position", "position", "pk")

    def in_topic(self, topic: Topic) -> Self:
        """Pages of the topic and of its subtopics."""
        return self.filter(Q(topic=topic) | Q(topic__parent=topic))

    def for_lists(self, beside: str | None = None) -> Self:
        """Without the bodies; each page knows the texts of its topic on the first level.

        `beside` is a language that the list is read in too.

        As columns of the page: an object for each page's topic, and for that one's parent, would
        take a fifth of the time of a municipality's page.
        """
        bodies = [column("body", code) for code, _name in settings.LANGUAGES]
        return (
            self.for_readers(beside=beside)
            .defer("body", *bodies, "made_from", "groups")
            .annotate(**{f"top_{name}": _of_top_level(name) for name in _names_of_top_level()})
        )

    def for_reading(self) -> Self:
        """Published, with topic and sources."""
        known = self.published().knowing_changes()
        return known.select_related("topic__parent").prefetch_related("sources")


class PageManager(models.Manager.from_queryset(PageQuerySet)):  # type: ignore[misc]
    """All pages; what is asked on every page of a municipality stands ready."""

    def with_local_part_in(self, municipality: Municipality) -> "models.QuerySet[Page, Any]":
        """Published pages for a list, each knowing whether the municipality adds to it.

        As rows with what the list shows, not as pages: that is quicker by half.
        """
        own = LocalPart.objects.filter(
            state=PublishingState.PUBLISHED, page=OuterRef("pk"), municipality=municipality
        )
        return _rows_in_order(current()).annotate(has_local_part=Exists(own))


@cache
def _rows_in_order(language: str) -> "models.QuerySet[Page, Any]":
    """The question for the rows of a list in the language, put together once: with its many columns
    that would take a twentieth of the time of a municipality's page."""
    titles = {column("title", code) for code in (language, source_language())}
    top = {f"top_{name}": _of_top_level(name) for name in _names_of_top_level()}
    found = Page.objects.published().in_order().annotate(**top)
    rows: models.QuerySet[Page, Any] = found.values_list(
        "slug", *sorted(titles), *sorted(top), named=True
    )
    return rows


class Page(TranslatedText):
    """A text for the whole region (informasjonsside)."""

    TEXTS = ("title", "summary", "body")

    slug = models.SlugField(
        _("address"),
        max_length=80,
        unique=True,
        help_text=_("The last part of the web address. It stays the same in all languages."),
    )
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="pages", verbose_name=_("topic"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    groups = ArrayField(
        models.CharField(max_length=24, choices=Group),
        default=list,
        blank=True,
        verbose_name=_("for whom"),
    )
    phases = ArrayField(
        models.CharField(max_length=16, choices=Phase),
        default=list,
        blank=True,
        verbose_name=_("when"),
    )
    title = models.CharField(_("title"), max_length=120)
    summary = models.CharField(_("summary"), max_length=300, blank=True)
    body = RichTextField(_("text"), blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=PublishingState, default=PublishingState.DRAFT
    )
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("responsible"),
    )
    review_by = models.DateField(_("review by"), null=True, blank=True)
    facts_checked_on = models.DateField(_("facts checked on"), null=True, blank=True)
    sources = models.ManyToManyField(
        Source, blank=True, related_name="+", verbose_name=_("sources")
    )

    objects = PageManager()

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")

    def __str__(self) -> str:
        return self.title or self.slug

    def get_absolute_url(self) -> str:
        return reverse("page_detail", args=[self.slug])


def _names_of_top_level() -> list[str]:
    read = {current(), source_language()}
    return ["id", "key", *sorted(column(name, code) for name in Topic.TEXTS for code in read)]


def _of_top_level(name: str) -> Case:
    """A column of the page's topic on the first level: of its topic, or of that one's parent."""
    own = When(topic__parent=None, then=F(f"topic__{name}"))
    return Case(own, default=F(f"topic__parent__{name}"))


class LocalPartQuerySet(TranslatedTextQuerySet):
    """Which local parts."""

    def published(self) -> Self:
        """Local parts that readers see: their page is published too."""
        return self.filter(state=PublishingState.PUBLISHED, page__state=PublishingState.PUBLISHED)

    def shown(self) -> Self:
        """The same."""
        return self.published()


class LocalPart(TranslatedText):
    """What one municipality adds to a regional page (lokal del).

    Shown under the regional text; either may be empty.
    """

    TEXTS = ("body",)

    page = models.ForeignKey(
        Page, models.CASCADE, related_name="local_parts", verbose_name=_("page")
    )
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="local_parts", verbose_name=_("municipality")
    )
    body = RichTextField(_("text"), blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=PublishingState, default=PublishingState.DRAFT
    )
    facts_checked_on = models.DateField(_("facts checked on"), null=True, blank=True)
    sources = models.ManyToManyField(
        Source, blank=True, related_name="+", verbose_name=_("sources")
    )

    objects = LocalPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("local part")
        verbose_name_plural = _("local parts")
        constraints = [
            models.UniqueConstraint(
                fields=["page", "municipality"],
                name="local_part_once",
                violation_error_message=_("This municipality already has a part on that page."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.page} – {self.municipality}"

    def get_absolute_url(self) -> str:
        return reverse("local_page", args=[self.municipality.slug, self.page.slug])
