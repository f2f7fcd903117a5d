"""Pages and their local parts in the admin."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.postgres.fields import ArrayField
from django.db.models import Q
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from municipalities.admin.base import TranslationFilter, in_words
from municipalities.admin.revising import RevisingAdmin
from municipalities.models import LocalPart, Membership, Page
from municipalities.models.text import PublishingState
from municipalities.roles import Ability


@admin.register(Page)
class PageAdmin(RevisingAdmin):
    """Texts for the whole region."""

    opens = (Ability.EDIT_CONTENT, Ability.WRITE_LOCAL_PARTS)

    list_display = ("shown_title", "topic", "state", "translation_states", "facts_checked_on")
    list_filter = ("state", TranslationFilter, ("topic", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("topic",)
    search_fields = ("slug",)
    searched_texts = ("title", "summary", "body")
    autocomplete_fields = ("topic", "sources")
    ordering = ("topic__parent__position", "topic__position", "position", "pk")
    questions = (
        (_("What is it about?"), {"fields": ["topic", "slug", "position"]}),
        (_("Is it ready for readers?"), {"fields": ["responsible", "review_by"]}),
        (_("How do we know?"), {"fields": ["sources", "facts_checked_on"]}),
        (_("For whom, and when?"), {"fields": ["groups", "phases"]}),
    )

    @admin.display(description=_("title"), ordering="title")
    def shown_title(self, page: Page) -> SafeString:
        """The title."""
        return in_words(page, "title")

    def formfield_for_dbfield(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        """Groups and phases to tick, where the database has lists of words."""
        if isinstance(db_field, ArrayField):
            return forms.MultipleChoiceField(
                label=capfirst(db_field.verbose_name),
                choices=db_field.base_field.choices or (),
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer colleagues as responsible: an editor sees their names, not the accounts."""
        if db_field.name == "responsible":
            colleagues = Q(memberships__in=Membership.objects.valid_on(), is_active=True)
            written_down = Q(pk__in=Page.objects.values("responsible"))
            users = get_user_model()._default_manager.filter(colleagues | written_down)
            kwargs["queryset"] = users.distinct().order_by("name")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(LocalPart)
class LocalPartAdmin(RevisingAdmin):
    """What a municipality adds to a page; a coordinator writes it, an editor publishes it."""

    opens = writes = (Ability.EDIT_CONTENT, Ability.WRITE_LOCAL_PARTS)
    place = "municipality_id"

    list_display = ("shown_page", "municipality", "state", "translation_states",
                    "facts_checked_on")  # fmt: skip
    list_filter = ("state", TranslationFilter, ("municipality", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("page", "municipality")
    search_fields = ("page__slug", "municipality__name")
    searched_texts = ("body",)
    autocomplete_fields = ("page", "municipality", "sources")
    ordering = ("page__slug", "municipality__name")
    questions = (
        (_("Which page, which municipality?"), {"fields": ["page", "municipality"]}),
        (_("How do we know?"), {"fields": ["sources", "facts_checked_on"]}),
    )

    @admin.display(description=_("page"), ordering="page__slug")
    def shown_page(self, part: LocalPart) -> SafeString:
        """The title of the page."""
        return in_words(part.page, "title")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """What holds at once is for who may publish, once readers see the part."""
        if obj is None or not obj.is_published:
            return ()
        is_editor = self.covers(request, obj, (Ability.EDIT_CONTENT,))
        return () if is_editor else ("page", "municipality", "sources", "facts_checked_on")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.covers(request, obj, (Ability.EDIT_CONTENT,))

    def is_public(self, obj: LocalPart) -> bool:
        return super().is_public(obj) and obj.page.state == PublishingState.PUBLISHED
