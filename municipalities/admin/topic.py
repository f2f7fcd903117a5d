"""Topics in the admin."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import F
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from municipalities.admin.base import TranslationFilter, in_words
from municipalities.admin.revising import RevisingAdmin, RevisingForm
from municipalities.models import Topic


class TopicForm(RevisingForm):
    """Keeps topics on two levels."""

    def clean_parent(self) -> Topic | None:
        """A topic of the first level, for a topic that has none below itself."""
        parent: Topic | None = self.cleaned_data["parent"]
        if parent and self.instance.pk and self.instance.subtopics.exists():
            raise forms.ValidationError(
                _("This topic has topics of its own, and there are only two levels.")
            )
        return parent


@admin.register(Topic)
class TopicAdmin(RevisingAdmin):
    """How the portal is sorted."""

    form = TopicForm
    list_display = ("shown_label", "parent", "key", "position", "translation_states")
    list_filter = (TranslationFilter, ("parent", admin.EmptyFieldListFilter))
    list_select_related = ("parent",)
    search_fields = ("key",)
    searched_texts = ("label", "lead")
    questions = ((_("Where does it belong?"), {"fields": ["parent", "position", "key"]}),)

    @admin.display(description=_("label"), ordering="label")
    def shown_label(self, topic: Topic) -> SafeString:
        """The label."""
        return in_words(topic, "label")

    def get_ordering(self, request: HttpRequest) -> Any:
        """Each topic of the first level, followed by its own."""
        return (
            Coalesce("parent__position", "position"),
            Coalesce("parent", "pk"),
            F("parent").asc(nulls_first=True),
            "position",
            "pk",
        )

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer topics of the first level."""
        return super().formfield_for_foreignkey(
            db_field, request, **({"queryset": Topic.objects.top_level()} | kwargs)
        )
