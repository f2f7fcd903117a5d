"""First steps in the admin, with their deadlines and waiting times."""

from collections.abc import Iterable
from graphlib import CycleError, TopologicalSorter
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationStackedInline

from hosting.models import Step, StepTime
from municipalities.actions.texts import save_text
from municipalities.admin.base import TranslationFilter, in_words
from municipalities.admin.revising import RevisingAdmin, RevisingForm
from municipalities.permissions import may_everywhere
from municipalities.roles import Ability
from portal.lib.languages import column, is_right_to_left, localized


class StepForm(RevisingForm):
    """Refuses words without explanation, and steps that would wait for themselves."""

    def clean(self) -> dict[str, Any]:
        """The texts in every language, and what comes first."""
        cleaned = super().clean()
        for code, _name in settings.LANGUAGES:
            name = column("terms", code)
            if wrong := _without_meaning(cleaned.get(name) or ""):
                self.add_error(name, _about_term(wrong))
        needed = {*cleaned.get("depends_on", ()), *cleaned.get("depends_on_any", ())}
        if circle := circle_with(self.instance, needed):
            self.add_error("depends_on", _about_circle(circle))
        return cleaned

    def _rich_columns(self) -> list[str]:
        """The texts that may hold tokens."""
        return [
            column(field, code)
            for field in Step.TEXTS_WITH_TOKENS
            for code, _name in settings.LANGUAGES
        ]


class Ticked:
    """Lists of choices as boxes to tick."""

    def formfield_for_dbfield(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        """Boxes, where the database has a list of words; and the language of each text."""
        if isinstance(db_field, ArrayField):
            return forms.MultipleChoiceField(
                label=capfirst(db_field.verbose_name),
                choices=db_field.base_field.choices or (),
                required=not db_field.blank,
                help_text=db_field.help_text,
                widget=forms.CheckboxSelectMultiple,
            )
        field: forms.Field | None = super().formfield_for_dbfield(  # type: ignore[misc]
            db_field, request, **kwargs
        )
        if field and hasattr(db_field, "translated_field"):
            direction = "rtl" if is_right_to_left(db_field.language) else "ltr"
            field.widget.attrs |= {"lang": db_field.language, "dir": direction}
        return field


class PartOfStep:
    """An inline that goes where steps go: to those who edit the content of the whole region."""

    def _may(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_everywhere(request.user, Ability.EDIT_CONTENT)

    has_add_permission = has_change_permission = has_delete_permission = _may

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever sees the step sees its times."""
        return True


class TimeInline(PartOfStep, Ticked, TranslationStackedInline[StepTime, Step]):
    """The deadlines and waiting times of a step."""

    model = StepTime
    extra = 0
    autocomplete_fields = ("source",)
    fieldsets = (
        (None, {"fields": ["kind", "what", "is_unchecked"]}),
        (_("Counted from something"), {"fields": [("amount", "unit"), ("relation", "anchor")]}),
        (_("Or on a date"), {"fields": [("yearly", "monthly_day")]}),
        (_("For whom, and how do we know?"),
         {"fields": ["groups", "occupations", "source", ("as_of", "as_of_precision"), "position"]}),
    )  # fmt: skip


@admin.register(Step)
class StepAdmin(Ticked, RevisingAdmin):
    """What newcomers do, in which order and until when."""

    form = StepForm
    inlines = (TimeInline,)
    list_display = ("shown_title", "phase", "state", "translation_states", "confidence",
                    "has_to_be_verified")  # fmt: skip
    list_filter = ("state", TranslationFilter, "phase", "confidence",
                   ("to_verify", admin.EmptyFieldListFilter),
                   ("topic", admin.RelatedOnlyFieldListFilter))  # fmt: skip
    search_fields = ("key", "authority__slug")
    searched_texts = ("title", "summary", "detail")
    autocomplete_fields = ("topic", "authority", "sources", "depends_on", "depends_on_any")
    ordering = ("position", "pk")
    questions = (
        (_("What is it about?"), {"fields": ["topic", "key", "phase", "position"]}),
        (_("Is it ready for readers?"), {"fields": ["to_verify"]}),
        (_("For whom?"), {"fields": ["groups", "occupations", "is_for_children"]}),
        (
            _("What comes first?"),
            {"fields": ["depends_on", "depends_on_any", "is_needed_before_work"]},
        ),
        (_("Who decides, where, and at what price?"), {"fields": ["authority", "url", "cost"]}),
        (
            _("How do we know?"),
            {"fields": ["sources", "as_of", "as_of_precision", "confidence", "editors_note"]},
        ),
    )

    @admin.display(description=_("title"), ordering="title")
    def shown_title(self, step: Step) -> SafeString:
        """The title."""
        return in_words(step, "title")

    @admin.display(description=_("to be verified"), boolean=True)
    def has_to_be_verified(self, step: Step) -> bool:
        """Whether somebody has to look something up."""
        return bool(step.to_verify)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Times are texts too: their translations have versions."""
        for time in formset.save(commit=False):
            save_text(text=time)
        for time in formset.deleted_objects:
            time.delete()
        formset.save_m2m()


def circle_with(step: Step, needed: Iterable[Step]) -> list[str]:
    """The steps that would wait for each other if the step needed these; [] where none do."""
    graph: dict[Any, set[Any]] = {}
    for field in ("depends_on", "depends_on_any"):
        through = getattr(Step, field).through.objects.exclude(from_step=step.pk)
        for one, other in through.values_list("from_step", "to_step"):
            graph.setdefault(one, set()).add(other)
    graph[step.pk] = {each.pk for each in needed}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        named = Step.objects.in_bulk([pk for pk in error.args[1] if pk])
        rows = [named.get(pk, step) for pk in reversed(error.args[1])]
        return [localized(row, "title").value or row.key for row in rows]
    return []


def _without_meaning(lines: str) -> str:
    """The first word that has no explanation."""
    written = (line.strip() for line in lines.splitlines() if line.strip())
    return next((line for line in written if not all(map(str.strip, line.partition(":")))), "")


def _about_term(line: str) -> ValidationError:
    return ValidationError(
        gettext("Write a colon and a short explanation after the word: %(line)s"),
        params={"line": line},
    )


def _about_circle(circle: Iterable[str]) -> ValidationError:
    return ValidationError(
        gettext("These steps would wait for each other, and none could be begun: %(steps)s"),
        params={"steps": " → ".join(circle)},
    )
