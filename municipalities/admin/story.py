"""Stories and their chapters in the admin."""

from typing import Any

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from municipalities.actions import stories as actions
from municipalities.admin.base import TranslationFilter, in_words
from municipalities.admin.revising import PUBLISH, RevisingAdmin, RevisingForm
from municipalities.admin.story_consent import WithConsent
from municipalities.models import (
    Membership,
    Municipality,
    Story,
    StoryChapter,
    StoryConsent,
)
from municipalities.roles import Ability

SHORTEST_NAME = 3


class StoryForm(RevisingForm):
    """Keeps the person's name out of the address."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        slug, person = str(cleaned.get("slug") or ""), str(cleaned.get("person") or "")
        if any(word in slug.split("-") for word in _words_of(person)):
            self.add_error("slug", _("Leave the person’s name out of the address."))
        if not person:
            self.add_error("person", _("Say what the person wants to be called."))
        return cleaned


class ChapterForm(RevisingForm):
    """Knows whose figures a chapter may name."""

    def _place(self) -> Municipality | None:
        story = self.cleaned_data.get("story") or (self.instance.pk and self.instance.story)
        return story.municipality if story else None


class OfStories(RevisingAdmin):
    """Whoever writes for the municipality writes its stories; its editors publish them. What is
    erased is looked at alone."""

    opens = writes = (Ability.EDIT_CONTENT, Ability.WRITE_LOCAL_PARTS)
    place = "municipality_id"
    # What holds at once, and so is for who may publish once readers see the text.
    at_once: tuple[str, ...] = ()

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        if obj is None or not obj.is_published:
            return ()
        return () if self.covers(request, obj, (Ability.EDIT_CONTENT,)) else self.at_once


@admin.register(Story)
class StoryAdmin(WithConsent, OfStories):
    """What people tell; published only with their consent."""

    form = StoryForm
    at_once = ("person", "kind", "municipality", "slug", "since", "responsible", "review_by")
    list_display = ("shown_title", "kind", "municipality", "state", "translation_states",
                    "has_consent", "review_by")  # fmt: skip
    list_filter = ("state", "kind", TranslationFilter,
                   ("municipality", admin.RelatedOnlyFieldListFilter))  # fmt: skip
    list_select_related = ("municipality",)
    search_fields = ("slug", "person", "municipality__name")
    searched_texts = ("title", "lead")
    autocomplete_fields = ("municipality",)
    ordering = ("municipality__name", "slug")
    questions = (
        (_("Who tells it, and where?"),
         {"fields": ["person", "kind", "municipality", "since", "slug"]}),
        (_("Who keeps in touch with the person?"), {"fields": ["responsible", "review_by"]}),
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Each knowing whether a consent stands."""
        stands = StoryConsent.objects.standing().filter(story=OuterRef("pk"))
        rows: QuerySet[Any] = super().get_queryset(request).annotate(stands=Exists(stands))
        return rows

    @admin.display(description=_("title"), ordering="title")
    def shown_title(self, story: Story) -> SafeString:
        """The title."""
        return in_words(story, "title")

    @admin.display(description=_("consent"), boolean=True)
    def has_consent(self, story: Any) -> bool:
        """Whether the person has agreed, and not taken it back."""
        return bool(story.stands)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Today's municipalities; colleagues as responsible, by name."""
        if db_field.name == "municipality":
            places = Municipality.objects.current()
            kwargs["queryset"] = self.limited(request, places, "pk", self.writes)
        elif db_field.name == "responsible":
            colleagues = Q(memberships__in=Membership.objects.valid_on(), is_active=True)
            written_down = Q(pk__in=Story.objects.values("responsible"))
            users = get_user_model()._default_manager.filter(colleagues | written_down)
            kwargs["queryset"] = users.distinct().order_by("name")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody: what has to go is withdrawn, and leaves the proof."""
        return False

    def _go_on(self, request: HttpRequest, obj: Any, revision: Any, form: Any) -> None:
        """With the story go the chapters that readers have never seen."""
        super()._go_on(request, obj, revision, form)
        if PUBLISH in request.POST and self.may_publish(request, obj):
            actions.publish_with_chapters(story=obj, by=request.user)


@admin.register(StoryChapter)
class StoryChapterAdmin(OfStories):
    """What a person told at one time."""

    form = ChapterForm
    at_once = ("story", "month", "position")
    list_display = ("shown_title", "story", "municipality", "month", "state",
                    "translation_states")  # fmt: skip
    list_filter = ("state", TranslationFilter, ("municipality", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("story", "municipality")
    search_fields = ("story__slug", "story__person", "municipality__name")
    searched_texts = ("title", "body")
    autocomplete_fields = ("story",)
    ordering = ("story__slug", "month", "position", "pk")
    questions = ((_("Whose story, and when was it told?"),
                  {"fields": ["story", "month", "position"]}),)  # fmt: skip

    @admin.display(description=_("title"), ordering="title")
    def shown_title(self, chapter: StoryChapter) -> SafeString:
        """The title."""
        return in_words(chapter, "title")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Stories that are not erased."""
        if db_field.name == "story":
            kwargs["queryset"] = self._choices(db_field, request).filter(erased_at=None)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """A chapter belongs where its story does."""
        obj.municipality_id = obj.story.municipality_id
        super().save_model(request, obj, form, change)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(self.covers(request, obj, (Ability.EDIT_CONTENT,)))

    def delete_model(self, request: HttpRequest, obj: StoryChapter) -> None:
        """With everything that was ever written in it."""
        actions.erase_chapter(chapter=obj, by=request.user)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[StoryChapter]) -> None:
        """The same, one by one."""
        for chapter in queryset:
            actions.erase_chapter(chapter=chapter, by=request.user)

    def is_public(self, obj: StoryChapter) -> bool:
        return super().is_public(obj) and obj.story.is_published


def _words_of(name: str) -> list[str]:
    """The words of a name as an address would spell them."""
    plain = slugify(name.lower().replace("ø", "o").replace("æ", "ae"))
    return [word for word in plain.split("-") if len(word) >= SHORTEST_NAME]
