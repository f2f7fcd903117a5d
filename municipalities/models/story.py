"""Stories of newcomers and of people who receive them, in chapters over the years."""

from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from municipalities.models.municipality import Municipality
from municipalities.models.story_consent import StoryConsent
from municipalities.models.text import PublishingState, TranslatedText, TranslatedTextQuerySet
from portal.lib.html import RichTextField

WITHOUT_CONSENT = _(
    "Readers may see this only once the person has agreed: record the consent on the story’s page."
)


class StoryQuerySet(TranslatedTextQuerySet):
    """Which stories."""

    def shown(self) -> Self:
        """What readers see: published, with a consent that stands."""
        return self.filter(_consented("pk"), state=PublishingState.PUBLISHED)

    def published(self) -> Self:
        """The same."""
        return self.shown()

    def there(self) -> Self:
        """Those whose words are not erased."""
        return self.filter(erased_at=None)

    def with_changed_at(self) -> Self:
        """Annotate `changed_at`: when the story or a chapter that readers see last got new words.

        The newest first.
        """
        shown = StoryChapter.objects.filter(story=OuterRef("pk"), state=PublishingState.PUBLISHED)
        newest = shown.order_by("-source_changed_at").values("source_changed_at")[:1]
        own = F("source_changed_at")
        changed = Greatest(own, Coalesce(models.Subquery(newest), own))
        return self.annotate(changed_at=changed).order_by("-changed_at", "pk")


class Story(TranslatedText):
    """What somebody tells of moving here, or of receiving those who do (tilflytterhistorie).

    Told in chapters, so that a person can be followed over the years. Without a consent that
    stands the database refuses to publish it. Nothing of it is in the change history: a copy that
    nobody can delete would outlive the day on which the person withdraws. The revisions tell who
    changed what, and go when the words go. After that the row says only that there was a story.
    """

    class Kind(models.TextChoices):
        NEWCOMER = "newcomer", _("has moved here")
        RECEIVES = "receives", _("receives newcomers")

    TEXTS = ("title", "lead", "from_where")

    slug = models.SlugField(
        _("address"),
        max_length=80,
        unique=True,
        help_text=_(
            "The last part of the web address, without the person’s name: it may be noted where "
            "we cannot take it back. It stays the same in all languages."
        ),
    )
    person = models.CharField(
        _("who tells it"),
        max_length=80,
        blank=True,
        help_text=_("As the person wants to be named: a first name is enough."),
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.NEWCOMER)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="stories", verbose_name=_("municipality")
    )
    since = models.DateField(
        _("here since"), null=True, blank=True, help_text=_("Readers see the month.")
    )
    title = models.CharField(_("title"), max_length=120, blank=True)
    lead = models.CharField(_("lead"), max_length=300, blank=True)
    from_where = models.CharField(
        _("from where"),
        max_length=120,
        blank=True,
        help_text=_("Town and country: Bremen, Germany."),
    )
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
    review_by = models.DateField(
        _("review by"),
        null=True,
        blank=True,
        help_text=_("When to ask the person whether it is still right, and how it went on."),
    )
    erased_at = models.DateTimeField(_("erased at"), null=True, blank=True, editable=False)

    objects = StoryQuerySet.as_manager()

    class PersonalData:
        """What the person told goes; that somebody told it, where and with which consent stays.

        The address goes too: a digest of it is left, by which whoever asks for it is told that the
        story is gone.
        """

        ERASE = ("slug", "person", "since", "title", "lead", "from_where", "source_changed_at",
                 "made_from", "made_by", "review_by")  # fmt: skip
        KEEP = ("kind", "municipality", "state", "responsible", "source_version", "erased_at")

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        constraints = [
            models.UniqueConstraint(fields=["id", "municipality"], name="story_in_municipality"),
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(state="archived"), name="story_erased_is_archived"
            ),
        ]

    def __str__(self) -> str:
        if self.erased_at:
            return f"{self._meta.verbose_name} {self.pk} ({_('withdrawn')})"
        return self.title or self.slug

    def get_absolute_url(self) -> str:
        return reverse("story_detail", args=[self.slug])

    def validate_constraints(self, exclude: Any = None) -> None:
        """Say in words what the database would refuse."""
        super().validate_constraints(exclude)
        _refuse_without_consent(self, self.pk)


class StoryChapterQuerySet(TranslatedTextQuerySet):
    """Which chapters."""

    def shown(self) -> Self:
        """What readers see: chapters of stories that they see."""
        return self.filter(
            _consented("story_id"),
            state=PublishingState.PUBLISHED,
            story__state=PublishingState.PUBLISHED,
        )

    def published(self) -> Self:
        """The same."""
        return self.shown()

    def in_order(self) -> Self:
        """As it happened."""
        return self.order_by("month", "position", "pk")


class StoryChapter(TranslatedText):
    """What the person told at one time (kapittel).

    A text of its own, with revisions of its own: a chapter that comes two years later is written,
    looked at and published while readers go on reading the others. No change history, for the
    reason given at the story.
    """

    TEXTS = ("title", "body")

    story = models.ForeignKey(
        Story, models.CASCADE, related_name="chapters", verbose_name=_("story")
    )
    # The story's; a foreign key over both columns keeps it so.
    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("municipality"),
    )
    month = models.DateField(_("told in"), help_text=_("Readers see the month."))
    position = models.PositiveSmallIntegerField(
        _("position"), default=0, help_text=_("Among chapters of the same day.")
    )
    title = models.CharField(_("title"), max_length=120, blank=True)
    body = RichTextField(_("text"), blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=PublishingState, default=PublishingState.DRAFT
    )

    objects = StoryChapterQuerySet.as_manager()

    class PersonalData:
        """The whole row goes with the person's consent."""

        ERASE = ("story", "municipality", "month", "position", "title", "body", "state",
                 "source_version", "source_changed_at", "made_from", "made_by")  # fmt: skip
        KEEP = ()

    class Meta:
        verbose_name = _("chapter of a story")
        verbose_name_plural = _("chapters of stories")
        indexes = [models.Index(fields=["story", "month"], name="chapter_in_order")]

    def __str__(self) -> str:
        return f"{self.story} – {self.title or str(self.month)[:7]}"

    def get_absolute_url(self) -> str:
        return f"{self.story.get_absolute_url()}#chapter-{self.pk}"

    def validate_constraints(self, exclude: Any = None) -> None:
        """Say in words what the database would refuse."""
        super().validate_constraints(exclude)
        _refuse_without_consent(self, self.story_id)


def _consented(story: str) -> Exists:
    """Whether a consent stands to the story whose id is in the column."""
    return Exists(StoryConsent.objects.standing().filter(story=OuterRef(story)))


def _refuse_without_consent(text: TranslatedText, story: int | None) -> None:
    is_allowed = story and StoryConsent.objects.standing().filter(story=story).exists()
    if text.is_published and not is_allowed:
        raise ValidationError(WITHOUT_CONSENT)
