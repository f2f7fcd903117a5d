"""What the admins of all content share: one fieldset per language, the state of each translation,
tokens that lead somewhere."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.db.models import F, QuerySet, URLField
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin

from municipalities.actions.texts import save_text
from municipalities.admin.history import ReadableHistory
from municipalities.models import Figure, Municipality, Page
from municipalities.models.text import PublishingState, TranslatedText, TranslationState
from municipalities.reading import rich_fields
from municipalities.roles import Ability
from municipalities.scoping import Scoped
from municipalities.tokens import TOKEN, unknown_tokens
from portal.lib.languages import column, is_right_to_left, localized, source_language

Fieldset = tuple[Any, dict[str, Any]]
# "www.bardu.kommune.no" is completed with the scheme that everybody has today.
HTTPS: Any = {URLField: {"assume_scheme": "https"}}


class ContentForm(forms.ModelForm):  # type: ignore[type-arg]
    """A text in all languages; refuses tokens that would leave a gap on the page."""

    minor = forms.BooleanField(
        label=_("Minor change: translations stay current"),
        required=False,
        help_text=_("Tick this when only the wording has changed and the meaning is the same."),
    )

    def clean(self) -> dict[str, Any]:
        super().clean()
        texts = {name: self.cleaned_data.get(name) or "" for name in self._rich_columns()}
        figures, pages = _known_keys(texts.values(), self._place())
        for name, text in texts.items():
            if wrong := unknown_tokens(text, figures, pages):
                self.add_error(name, _about_tokens(wrong))
        return self.cleaned_data

    def _rich_columns(self) -> list[str]:
        fields = rich_fields(self.instance)
        return [column(field, code) for field in fields for code, _name in settings.LANGUAGES]

    def _place(self) -> Municipality | None:
        """Whose figures the text may name, besides the region's."""
        if isinstance(self.instance, Municipality):
            return self.instance if self.instance.pk else None
        return self.cleaned_data.get("municipality")


class TranslationFilter(admin.SimpleListFilter):
    """Texts by the state of their translation into one language."""

    title = _("translation")
    parameter_name = "translation"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            (f"{code}:{state}", f"{name}: {state.label}")
            for code, name in translations()
            for state in TranslationState
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Any] | None:
        if self.value() not in dict(self.lookup_choices):
            return None
        language, _colon, state = str(self.value()).partition(":")
        found: QuerySet[Any] = queryset.with_translation_state(language)
        return found.filter(translation_state=state)


class ContentAdmin(ReadableHistory, Scoped, TranslationAdmin[Any]):
    """Base of the admins of translated content.

    `questions` are the fieldsets without language, titled with the questions of the work: the
    first stands before the texts, the others after them. `searched_texts` are translated fields
    that are searched in every language, whatever the editor's own.
    """

    opens: tuple[Ability, ...] = (Ability.EDIT_CONTENT,)
    writes: tuple[Ability, ...] = (Ability.EDIT_CONTENT,)
    form = ContentForm
    formfield_overrides = HTTPS
    questions: Sequence[Fieldset] = ()
    searched_texts: Sequence[str] = ()

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        first, *others = self.questions
        return [first, *self._texts(is_new=obj is None), *others]

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        texts = [column(field, code) for field in self.searched_texts for code, _ in languages()]
        return [*self.search_fields, *texts]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the state of every translation, which the list shows."""
        queryset: Any = super().get_queryset(request)
        for code, _name in translations():
            named = {_state_column(code): F("translation_state")}
            queryset = queryset.with_translation_state(code).annotate(**named)
        found: QuerySet[Any] = queryset
        return found

    def formfield_for_dbfield(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        """Say the language of each text, for spell checkers and screen readers."""
        field: forms.Field | None = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and hasattr(db_field, "translated_field"):
            direction = "rtl" if is_right_to_left(db_field.language) else "ltr"
            field.widget.attrs |= {"lang": db_field.language, "dir": direction}
        return field

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        save_text(text=obj, minor=form.cleaned_data.get("minor", False))

    def is_public(self, obj: Any) -> bool:
        """Whether readers have a page of the object."""
        return getattr(obj, "state", PublishingState.PUBLISHED) == PublishingState.PUBLISHED

    def view_on_site(self, obj: Any) -> str | None:
        """The address of the object's page; none while that would be a dead end."""
        return str(obj.get_absolute_url()) if self.is_public(obj) else None

    @admin.display(description=_("translations"))
    def translation_states(self, obj: TranslatedText) -> SafeString:
        """The state of each translation, in words."""
        states = [
            (code, name, TranslationState(getattr(obj, _state_column(code))))
            for code, name in translations()
        ]
        return format_html_join(
            "",
            '<span class="translation {}"><span lang="{}">{}</span>: {}</span> ',
            ((state, code, name, state.label) for code, name, state in states),
        )

    def _texts(self, is_new: bool) -> list[Fieldset]:
        """One collapsible fieldset per language; the source's comes first and is open."""
        fieldsets = []
        for code, name in languages():
            fields = [column(field, code) for field in self.model.TEXTS]
            is_source = code == source_language()
            if is_source and not is_new:
                fields.append("minor")
            title = format_html('<span lang="{}">{}</span>', code, name)
            classes = ["collapse", "open"] if is_source else ["collapse"]
            fieldsets.append((title, {"fields": fields, "classes": classes}))
        return fieldsets


def languages() -> list[tuple[str, str]]:
    """The portal's languages with their own names, the source language first."""
    return sorted(settings.LANGUAGES, key=lambda each: each[0] != source_language())


def translations() -> list[tuple[str, str]]:
    """The languages that are translated into."""
    return languages()[1:]


def in_words(text: TranslatedText, field: str) -> SafeString:
    """A short text for a list: in the editor's language, else in the source's and marked so."""
    value = localized(text, field)
    if not value:
        return format_html("{}", text)
    return format_html('<span lang="{}">{}</span>', value.language, value.value)


def _state_column(language: str) -> str:
    return column("translation_state", language)


def _known_keys(texts: Iterable[str], place: Municipality | None) -> tuple[set[str], set[str]]:
    """Keys of figures that readers see there, and slugs of pages.

    Drafts of pages count: two new pages that name each other could never be saved otherwise.
    """
    tokens = [token for text in texts for token in TOKEN.finditer(text)]
    keys = {token["key"] for token in tokens if token["kind"] == "figure"}
    slugs = {token["key"] for token in tokens if token["kind"] == "page"}
    figures = Figure.objects.for_tokens(keys, place).values_list("key", flat=True)
    pages = Page.objects.filter(slug__in=slugs).values_list("slug", flat=True)
    return set(figures), set(pages)


def _about_tokens(wrong: Iterable[str]) -> str:
    return gettext(
        "This leads nowhere, and readers would see a gap: %(tokens)s. Check the spelling; a figure "
        "has to be published first."
    ) % {"tokens": ", ".join(dict.fromkeys(wrong))}
