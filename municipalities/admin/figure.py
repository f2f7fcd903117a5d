"""Figures in the admin."""

from django.contrib import admin
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from municipalities.admin.base import ContentAdmin, TranslationFilter, in_words
from municipalities.figures import written
from municipalities.models import Figure


@admin.register(Figure)
class FigureAdmin(ContentAdmin):
    """Single facts with source and date."""

    place = "municipality_id"

    list_display = ("shown_label", "municipality", "shown_value", "shown_as_of", "state",
                    "translation_states")  # fmt: skip
    list_filter = ("state", TranslationFilter, ("municipality", admin.RelatedOnlyFieldListFilter),
                   "kind", "confidence")  # fmt: skip
    list_select_related = ("municipality",)
    search_fields = ("key", "municipality__name", "source__title")
    searched_texts = ("label", "text", "note")
    autocomplete_fields = ("municipality", "source")
    ordering = ("-municipality__kind", "municipality__name", "position", "key", "-as_of")
    questions = (
        (_("Which fact is it?"), {"fields": ["municipality", "key", "kind", "position"]}),
        (_("How much is it?"), {"fields": ["value", "unit"]}),
        (
            _("How do we know?"),
            {"fields": ["source", "as_of", "as_of_precision", "confidence", "check_by"]},
        ),
        (_("Is it ready for readers?"), {"fields": ["state"]}),
    )

    @admin.display(description=_("label"), ordering="label")
    def shown_label(self, figure: Figure) -> SafeString:
        """The label."""
        return in_words(figure, "label")

    @admin.display(description=_("value"), ordering="value")
    def shown_value(self, figure: Figure) -> str:
        """The value as readers see it."""
        return written(figure).value

    @admin.display(description=_("as of"), ordering="as_of")
    def shown_as_of(self, figure: Figure) -> str:
        """The date, as exactly as it is known."""
        return figure.spelled_as_of

    def is_public(self, obj: Figure) -> bool:
        """A figure has no page of its own."""
        return False
