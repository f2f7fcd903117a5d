"""Revisions of public texts: what was written, what is waiting, what readers see."""

from typing import Any, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from municipalities.models.municipality import Municipality
from municipalities.versions import Texts, Versions

NAME_LENGTH = 150
NOTE_LENGTH = 300


class RevisionQuerySet(models.QuerySet["Revision"]):
    """Which revisions."""

    def of(self, text: models.Model) -> Self:
        """Those of the object, the newest first."""
        kind = ContentType.objects.get_for_model(text)
        return self.filter(content_type=kind, object_id=text.pk).order_by("-number")

    def open(self) -> Self:
        """Those that may still be published."""
        return self.filter(state__in=Revision.OPEN)

    def heads(self) -> Self:
        """Those that one may go on from: what waits, and what readers see."""
        return self.filter(state__in=[*Revision.OPEN, Revision.State.PUBLISHED])

    def due(self, now: Any = None) -> Self:
        """Scheduled ones whose time has come, in the order of their times."""
        now = now or timezone.now()
        scheduled = self.filter(state=Revision.State.SCHEDULED, publish_at__lte=now)
        return scheduled.order_by("publish_at", "number")

    def over(self, now: Any = None) -> Self:
        """Published ones that readers should not see any longer."""
        return self.filter(
            state=Revision.State.PUBLISHED, unpublish_at__lte=now or timezone.now()
        ).order_by("unpublish_at")

    def told(self) -> Self:
        """Those whose publishing readers were told of, the newest first, without their texts."""
        found = self.filter(published_at__isnull=False).exclude(note={})
        return found.order_by("-published_at", "-pk").defer("content")

    def in_municipalities(self, places: list[int]) -> Self:
        """Of texts that the municipalities answer for."""
        return self.filter(municipality_id__in=places)


class Revision(models.Model):
    """A text in all its languages, as somebody saved it (revisjon).

    The row of a page, a municipality and so on holds what readers see; what is being written
    stands here until it is published. Written by `actions.revisions` alone.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        IN_REVIEW = "in_review", _("in review")
        SCHEDULED = "scheduled", _("scheduled")
        PUBLISHED = "published", _("published")
        ARCHIVED = "archived", _("archived")

    OPEN = (State.DRAFT, State.IN_REVIEW, State.SCHEDULED)

    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    object_id = models.PositiveBigIntegerField()
    text = GenericForeignKey("content_type", "object_id")
    number = models.PositiveIntegerField(_("number"))
    # Who answers for the text; None for what belongs to the whole region.
    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("municipality"),
    )
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.DRAFT)
    # {"nb": {"title": "…", "body": "…"}, "de": {…}}
    content = models.JSONField(_("text"), default=dict)
    source_version = models.PositiveIntegerField(_("version of the Norwegian text"), default=1)
    made_from = models.JSONField(_("translations made from version"), default=dict)
    made_by = models.JSONField(_("translations made by"), default=dict)
    is_minor = models.BooleanField(_("minor change"), default=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("written by"),
    )
    author_name = models.CharField(max_length=NAME_LENGTH, blank=True)
    made_at = models.DateTimeField(_("written at"), default=timezone.now)
    based_on = models.PositiveIntegerField(_("based on"), null=True, blank=True)
    restored_from = models.PositiveIntegerField(_("restored from"), null=True, blank=True)
    # What readers are told has changed: {"nb": "…", "de": "…"}.
    note = models.JSONField(_("what has changed"), default=dict, blank=True)
    publish_at = models.DateTimeField(_("publish at"), null=True, blank=True)
    unpublish_at = models.DateTimeField(_("take down at"), null=True, blank=True)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("published by"),
    )

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "number"], name="revision_number_once"
            ),
            models.UniqueConstraint(
                fields=["content_type", "object_id"],
                condition=Q(state="published"),
                name="revision_published_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="scheduled") | Q(publish_at__isnull=False),
                name="revision_scheduled_for_a_time",
            ),
            models.CheckConstraint(
                condition=Q(publish_at=None)
                | Q(unpublish_at=None)
                | Q(unpublish_at__gt=F("publish_at")),
                name="revision_ends_after_it_begins",
                violation_error_message=_("The end comes after the beginning."),
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False),
                name="revision_published_at_a_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["publish_at"], condition=Q(state="scheduled"), name="revision_scheduled"
            ),
            models.Index(
                fields=["unpublish_at"],
                condition=Q(state="published", unpublish_at__isnull=False),
                name="revision_ending",
            ),
            models.Index(
                fields=["-published_at", "-id"],
                condition=Q(published_at__isnull=False) & ~Q(note={}),
                name="revision_told",
            ),
            models.Index(
                fields=["made_at"],
                condition=Q(state__in=["draft", "in_review"]),
                name="revision_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.number}"

    @property
    def is_open(self) -> bool:
        """Whether it may still be published."""
        return self.state in self.OPEN

    @property
    def versions(self) -> Versions:
        """How its translations stand to its source text."""
        return Versions(self.source_version, self.made_from, self.made_by)

    @property
    def texts(self) -> Texts:
        """What it says, by language and field."""
        return self.content  # type: ignore[no-any-return]
