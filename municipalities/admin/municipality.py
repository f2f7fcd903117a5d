"""The region and its municipalities in the admin."""

from copy import copy
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from municipalities.admin.base import TranslationFilter, languages
from municipalities.admin.revising import RevisingAdmin, RevisingForm
from municipalities.case_logs import missing_for_case_log
from municipalities.models import County, Municipality, MunicipalityNumber
from municipalities.permissions import may
from municipalities.roles import Ability
from portal.lib.languages import column

# What starts or stops the keeping of confidential records is no matter of content.
CASE_LOG: Any = (
    _("May families' cases be recorded?"),
    {
        "fields": [
            *(column("legal_basis_text", code) for code, _name in languages()),
            ("privacy_officer", "privacy_officer_contact"),
            "case_log_enabled",
        ]
    },
)
NO_LOG_HERE = _(
    "The case log cannot be switched on: whoever runs this portal has decided that nothing is "
    "stored about families (CASE_LOG_ALLOWED)."
)


class MunicipalityForm(RevisingForm):
    """Refuses names that the pages could not show, and a case log that lacks something."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        switch = self.fields.get("case_log_enabled")
        if switch and not settings.CASE_LOG_ALLOWED:
            switch.help_text = NO_LOG_HERE
            # Not `disabled` of the field: that would take what is sent for a wish to leave it.
            # Where it is on all the same, it can be switched off.
            switch.widget.attrs["disabled"] = not self.instance.case_log_enabled
        elif switch and (missing := missing_for_case_log(self.instance)):
            told = [str(switch.help_text), *(str(each.label) for each in missing)]
            switch.help_text = " ".join(told)

    def clean(self) -> dict[str, Any]:
        """All that is missing for a case log that is switched on now, each by its name.

        One that is on already hinders nobody who writes something else; checks.py tells of it.
        """
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if typed.get("case_log_enabled") and not self.instance.case_log_enabled:
            if not settings.CASE_LOG_ALLOWED:
                self.add_error("case_log_enabled", NO_LOG_HERE)
                return typed
            wanted = copy(self.instance)
            for name in CASE_LOG[1]["fields"]:
                for each in [name] if isinstance(name, str) else name:
                    setattr(wanted, each, typed.get(each))
            for missing in missing_for_case_log(wanted):
                self.add_error("case_log_enabled", missing.label)
        return typed

    def clean_other_names(self) -> Any:
        """Names by language code."""
        names = self.cleaned_data["other_names"] or {}
        if not _are_names_by_key(names):
            raise forms.ValidationError(
                _('Write one name per language code: {"se": "Bearddu suohkan"}.')
            )
        return names

    def clean_neighbours(self) -> Any:
        """Neighbours by land and by sea, and the country beyond the border in each language."""
        neighbours = self.cleaned_data["neighbours"] or {}
        if not _are_neighbours(neighbours):
            raise forms.ValidationError(
                _(
                    "Write lists of names, and the country in each language: "
                    '{"land": ["Bardu"], "sea": [], "country": {"en": "Sweden"}}.'
                )
            )
        return neighbours


class PartOfMunicipality:
    """An inline that goes where its municipality goes: to its editors."""

    def _may(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request.user, Ability.EDIT_CONTENT, obj.pk if obj else None)

    has_view_permission = has_add_permission = has_change_permission = _may
    has_delete_permission = _may


class NumberInline(PartOfMunicipality, admin.StackedInline[MunicipalityNumber, Municipality]):
    """The official numbers through time."""

    model = MunicipalityNumber
    extra = 0
    fields = (("number", "valid_from", "valid_to"),)
    classes = ("collapse",)
    ordering = ("valid_from", "number")


class CountyInline(PartOfMunicipality, admin.StackedInline[County, Municipality]):
    """The counties through time."""

    model = County
    extra = 0
    fields = (("name", "number"), ("valid_from", "valid_to"))
    classes = ("collapse",)
    ordering = ("valid_from", "number")


@admin.register(Municipality)
class MunicipalityAdmin(RevisingAdmin):
    """Municipalities through time, and the region's own row."""

    opens = writes = (Ability.EDIT_CONTENT, Ability.MANAGE_ACCOUNTS)
    place = "pk"
    form = MunicipalityForm
    inlines = (NumberInline, CountyInline)
    list_display = ("name", "kind", "valid_to", "successor", "translation_states")
    list_filter = (TranslationFilter, "kind", ("valid_to", admin.EmptyFieldListFilter))
    list_select_related = ("successor",)
    search_fields = ("name", "slug", "centre")
    searched_texts = ("tagline", "introduction")
    autocomplete_fields = ("successor", "sources")
    # The region first, then by name.
    ordering = ("-kind", "name")
    questions = (
        (_("Which place is it?"), {"fields": ["kind", "name", "slug", "other_names", "website"]}),
        (_("How do we know?"), {"fields": ["sources", "facts_checked_on"]}),
        (
            _("Where is it?"),
            {
                "fields": ["centre", "latitude", "longitude", "neighbours", "boundary_source",
                           "boundary_licence"],
                "classes": ["collapse"],
            },
        ),
        (
            _("Since when, until when?"),
            {"fields": ["valid_from", "valid_to", "successor"], "classes": ["collapse"]},
        ),
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Without the outline: it comes with the region pack, and nobody types it."""
        return super().get_queryset(request).defer("boundary")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        content = self.covers(request, obj, (Ability.EDIT_CONTENT,))
        log = self.covers(request, obj, (Ability.MANAGE_ACCOUNTS,))
        return [
            *(super().get_fieldsets(request, obj) if content else []),
            *([CASE_LOG] if log else []),
        ]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A new municipality concerns the whole region."""
        return self.standing(request).everywhere(Ability.EDIT_CONTENT)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Municipalities end and have a successor; they are never deleted."""
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Nobody turns the region into a municipality: the editors' memberships hang on it."""
        outline = ("boundary_source", "boundary_licence")
        return ("kind", *outline) if obj else outline


def _are_neighbours(value: Any) -> bool:
    if not isinstance(value, dict) or set(value) - {"land", "sea", "country"}:
        return False
    lists = [value.get("land", []), value.get("sea", [])]
    are_lists = all(isinstance(each, list) for each in lists)
    names = [name for each in lists for name in each] if are_lists else []
    return are_lists and all(map(_is_name, names)) and _are_names_by_key(value.get("country", {}))


def _are_names_by_key(value: Any) -> bool:
    return isinstance(value, dict) and all(map(_is_name, value.values()))


def _is_name(value: Any) -> bool:
    return isinstance(value, str)
