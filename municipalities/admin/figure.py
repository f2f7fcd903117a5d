"""Figures in the admin."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from municipalities.admin.base import ContentAdmin, TranslationFilter, in_words
from municipalities.figures import written
from municipalities.models import Figure
from portal.lib.dates import spell, today


class CheckFilter(admin.SimpleListFilter):
    """Figures that somebody should look at: late, or soon."""

    title = _("check")
    parameter_name = "check"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("late", _("past its date")), ("soon", _("within 30 days"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Figure] | None:
        if self.value() not in dict(self.lookup_choices):
            return None
        late = self.value() == "late"
        wanted = Figure.objects.shown().past_check() if late else Figure.objects.due_soon()
        rows: QuerySet[Figure] = queryset.filter(pk__in=wanted.values("pk"))
        return rows


@admin.register(Figure)
class FigureAdmin(ContentAdmin):
    """Single facts with source and date."""

    place = "municipality_id"

    list_display = ("shown_label", "municipality", "shown_value", "shown_as_of", "shown_check",
                    "state", "translation_states")  # fmt: skip
    list_filter = ("state", CheckFilter, TranslationFilter,
                   ("municipality", admin.RelatedOnlyFieldListFilter), "kind",
                   "confidence")  # fmt: skip
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

    @admin.display(description=_("check by"), ordering="check_by")
    def shown_check(self, figure: Figure) -> SafeString:
        """The day by which it is to be checked, with a word where that is near or past."""
        day = figure.check_by
        if day is None:
            return format_html("{}", "–")
        if not figure.is_past_check and (day - today()).days > settings.FIGURE_WARNED_DAYS:
            return format_html("{}", spell(day))
        word = gettext("late") if figure.is_past_check else gettext("soon")
        return format_html('<strong class="check-near">{}: {}</strong>', word, spell(day))

    def is_public(self, obj: Figure) -> bool:
        """A figure has no page of its own."""
        return False
