"""An object's history in the admin: when, who and what, word for word."""

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import PAGE_VAR
from django.contrib.auth import get_user_model
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.formats import localize
from django.utils.text import capfirst
from django.utils.translation import gettext
from modeltranslation.fields import TranslationField

from portal.lib.difference import Piece, difference
from portal.lib.history import ADDED, BEGUN, CHANGED, DELETED, event_model
from portal.lib.html import RichTextField, to_text
from portal.lib.languages import is_right_to_left

PER_PAGE = 25
INLINE_TAGS = re.compile(r"</?(?:strong|em|a)\b[^>]*>")
# The name of each row that a foreign key has pointed to, by model and id.
Names = dict[tuple[Any, Any], str]


@dataclass(frozen=True)
class FieldChange:
    """What became of one field. No pieces: the words are the same, their formatting is not."""

    label: str
    pieces: list[Piece]
    language: str = ""
    language_name: str = ""

    @property
    def direction(self) -> str:
        """The direction the field's language is written in."""
        return "rtl" if is_right_to_left(self.language) else "ltr"


@dataclass(frozen=True)
class Change:
    """One event, for reading. `note` stands where there is no difference to show."""

    at: datetime.datetime
    who: str
    what: str
    fields: list[FieldChange]
    note: str = ""
    is_new: bool = False


class ReadableHistory(admin.ModelAdmin[Any]):
    """Mixin: shows the object's history to those who may see the object, the newest first.

    The object comes from the admin's own queryset, so what is out of scope is not there. An admin
    whose model has no history keeps Django's page.
    """

    object_history_template = "admin/object_history.html"

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The page "history" of the object."""
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            return self._get_obj_does_not_exist_redirect(  # type: ignore[attr-defined, no-any-return]
                request, self.opts, object_id
            )
        if not self.has_view_permission(request, obj):
            raise PermissionDenied
        model = event_model(self.model)
        if model is None:
            return super().history_view(request, object_id, extra_context)
        events = model.objects.filter(pgh_obj=obj.pk).order_by("-pgh_id")
        paginator = self.get_paginator(request, events, PER_PAGE)
        page = paginator.get_page(request.GET.get(PAGE_VAR, 1))
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("What has changed"),
            "object": obj,
            "opts": self.opts,
            "module_name": capfirst(self.opts.verbose_name_plural),
            "changes": changes_in(self.model, events, max(page.start_index() - 1, 0)),
            "page": page,
            "page_range": paginator.get_elided_page_range(page.number),
            "page_var": PAGE_VAR,
            **(extra_context or {}),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, self.object_history_template, context)


def changes_in(model: type[models.Model], events: QuerySet[Any], start: int) -> list[Change]:
    """The events from `start` on, as many as fit on a page, each against the one before it."""
    rows = list(events[start : start + PER_PAGE + 1])
    fields = shown_fields(model)
    names, people = names_in(fields, rows), people_in(rows)
    pairs = list(zip(rows, [*rows[1:], None], strict=True))[:PER_PAGE]
    return [_change(fields, names, people, row, earlier) for row, earlier in pairs]


def shown_fields(model: type[models.Model]) -> list[Any]:
    """The fields whose changes are told: those that people fill in, each language by itself.

    A translated field without language repeats the source language.
    """
    events = {field.name for field in event_model(model)._meta.concrete_fields}
    repeated = getattr(model, "TEXTS", ())
    return [
        field
        for field in model._meta.concrete_fields
        if field.editable and field.name in events and field.name not in repeated
    ]


def names_in(fields: Iterable[Any], rows: Iterable[Any]) -> Names:
    """The names of all rows that foreign keys in the events point to. One query a model."""
    wanted: dict[Any, set[Any]] = {}
    for field in fields:
        if field.many_to_one:
            ids = {getattr(row, field.attname) for row in rows}
            wanted.setdefault(field.related_model, set()).update(ids - {None})
    return {
        (model, found.pk): str(found)
        for model, ids in wanted.items()
        if ids
        for found in model._base_manager.filter(pk__in=ids)
    }


def people_in(rows: Iterable[Any]) -> dict[Any, str]:
    """The names of those who were logged in, by id."""
    ids = {_user_id(row) for row in rows} - {None}
    found: Any = get_user_model()._base_manager.filter(pk__in=ids) if ids else []
    return {user.pk: user.get_full_name() for user in found}


def _user_id(row: Any) -> Any:
    return (row.pgh_context or {}).get("user")


def _change(
    fields: Sequence[Any], names: Names, people: dict[Any, str], row: Any, earlier: Any
) -> Change:
    told, note = _told(fields, names, row, earlier)
    return Change(
        at=row.pgh_created_at,
        who=_who(_user_id(row), people),
        what=_what(row.pgh_label),
        fields=told,
        note=note,
        is_new=row.pgh_label == ADDED,
    )


def _told(
    fields: Sequence[Any], names: Names, row: Any, earlier: Any
) -> tuple[list[FieldChange], str]:
    """The fields that the event changed, or why there are none to show."""
    if row.pgh_label == ADDED:
        return field_changes(fields, names, row, None), ""
    if row.pgh_label != CHANGED:
        return [], ""
    if earlier is None:
        return [], gettext("What stood there before is not recorded.")
    told = field_changes(fields, names, row, earlier)
    return told, "" if told else gettext("Only what the portal notes about translations.")


def field_changes(fields: Iterable[Any], names: Names, row: Any, earlier: Any) -> list[FieldChange]:
    """The fields in which the event differs from the one before; all filled ones without one."""
    changes = []
    for field in fields:
        new = getattr(row, field.attname)
        old = getattr(earlier, field.attname) if earlier else None
        if new == old:
            continue
        pieces = difference(in_words(field, old, names), in_words(field, new, names))
        # Between "" and nothing at all, or in a row just made, there is nothing to see.
        if pieces or (old and new):
            changes.append(_field_change(field, pieces))
    return changes


def _field_change(field: Any, pieces: list[Piece]) -> FieldChange:
    if not isinstance(field, TranslationField):
        return FieldChange(str(capfirst(field.verbose_name)), pieces)
    label = str(capfirst(field.translated_field.verbose_name))
    return FieldChange(label, pieces, field.language, dict(settings.LANGUAGES)[field.language])


def in_words(field: Any, value: Any, names: Names) -> str:
    """The value as the admin's reader would write it; "" for none."""
    if value is None or value == "":
        return ""
    if field.many_to_one:
        gone = gettext("no longer here: no. %(id)s") % {"id": value}
        return names.get((field.related_model, value), gone)
    if isinstance(field, ArrayField):
        return ", ".join(_chosen(field.base_field, each) for each in value)
    if _is_rich_text(field):
        # Marks within a line part no words: "lang</em>." is "lang.".
        return to_text(INLINE_TAGS.sub("", value))
    return _chosen(field, value)


def _is_rich_text(field: Any) -> bool:
    return isinstance(getattr(field, "translated_field", field), RichTextField)


def _chosen(field: Any, value: Any) -> str:
    # A value of JSON is no key of anything, and has no choices.
    chosen = dict(field.flatchoices).get(value) if field.flatchoices else None
    return str(chosen) if chosen else _spelled(value)


def _spelled(value: Any) -> str:
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_spelled(each)}" for key, each in value.items())
    if isinstance(value, list):
        return ", ".join(_spelled(each) for each in value)
    if isinstance(value, datetime.datetime):
        return str(localize(timezone.localtime(value)))
    if isinstance(value, (datetime.date, Decimal)):
        return str(localize(value))
    return str(value)


def _who(user_id: Any, people: dict[Any, str]) -> str:
    if user_id is None:
        return gettext("the portal itself")
    return people.get(user_id) or gettext("somebody who is no longer here")


def _what(label: str) -> str:
    return {
        BEGUN: gettext("as it was when the recording began"),
        ADDED: gettext("added"),
        CHANGED: gettext("changed"),
        DELETED: gettext("deleted"),
    }.get(label, label)
