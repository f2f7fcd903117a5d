"""Organisations in the admin."""

from django.contrib import admin
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from hosting.models import Organisation
from municipalities.admin.base import TranslationFilter, in_words
from municipalities.admin.revising import RevisingAdmin


@admin.register(Organisation)
class OrganisationAdmin(RevisingAdmin):
    """Organisations that serve newcomers."""

    list_display = ("shown_name", "kind", "is_listed", "serves_region", "translation_states")
    list_filter = ("is_listed", TranslationFilter, "kind", "status", "serves_region",
                   ("municipalities", admin.RelatedOnlyFieldListFilter))  # fmt: skip
    search_fields = ("slug", "website", "municipalities__name")
    searched_texts = ("name", "description")
    autocomplete_fields = ("municipalities", "sources")
    ordering = ("name", "slug")
    questions = (
        (_("What is it?"), {"fields": ["kind", "slug", "website"]}),
        (_("Whom does it serve?"), {"fields": ["municipalities", "serves_region", "other_areas"]}),
        (_("Is it ready for readers?"), {"fields": ["status", "is_listed"]}),
        (
            _("How do we know?"),
            {"fields": ["sources", "as_of", "as_of_precision", "confidence", "editors_note"]},
        ),
    )

    @admin.display(description=_("name"), ordering="name")
    def shown_name(self, organisation: Organisation) -> SafeString:
        """The name."""
        return in_words(organisation, "name")

    def is_public(self, obj: Organisation) -> bool:
        return obj.is_listed
