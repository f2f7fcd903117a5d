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
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.formats import localize
from django.utils.text import capfirst
from django.utils.translation import gettext
from modeltranslation.fields import TranslationField

from municipalities.admin.timeline import Entry, Links, Part, timeline
from portal.lib.difference import Piece, difference
from portal.lib.history import ADDED, BEGUN, CHANGED, DELETED, event_model
from portal.lib.html import RichTextField, to_text
from portal.lib.languages import is_right_to_left

PER_PAGE = 25
INLINE_TAGS = re.compile(r"</?(?:strong|em|a)\b[^>]*>")
# The name of each row that something has pointed to, by model and id.
Names = dict[tuple[Any, Any], str]
# Events, by the model whose rows they tell of and their own id.
Rows = dict[tuple[Any, Any], Any]


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
    """One entry, for reading. `note` stands where there is no difference to show."""

    at: datetime.datetime
    who: str
    what: str
    fields: list[FieldChange]
    note: str = ""
    is_new: bool = False
    part: str = ""  # which part of the object it is about; empty for the object itself


class ReadableHistory(admin.ModelAdmin[Any]):
    """Mixin: shows the object's history to those who may see the object, the newest first.

    With what happened to its many-to-many relations, and to the rows that its page shows inline.
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
        if event_model(self.model) is None:
            return super().history_view(request, object_id, extra_context)
        paginator = Paginator(timeline(obj, parts_of(self.model, self.inlines)), PER_PAGE)
        page = paginator.get_page(request.GET.get(PAGE_VAR, 1))
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("What has changed"),
            "object": obj,
            "opts": self.opts,
            "module_name": capfirst(self.opts.verbose_name_plural),
            "changes": changes_in(self.model, list(page.object_list)),
            "page": page,
            "page_range": paginator.get_elided_page_range(page.number),
            "page_var": PAGE_VAR,
            **(extra_context or {}),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, self.object_history_template, context)


def parts_of(model: type[models.Model], inlines: Iterable[Any]) -> list[Part]:
    """The models that the object's page shows inline, where they have a history."""
    return [
        (inline.model, field.name)
        for inline in inlines
        for field in inline.model._meta.fields
        if field.related_model is model and event_model(inline.model)
    ]


def changes_in(model: type[models.Model], entries: Sequence[Entry]) -> list[Change]:
    """The entries of a page in words. One query for each table of events and of names."""
    rows = rows_of(entries)
    fields = {each: shown_fields(each, model) for each in {entry.model for entry in entries}}
    names, people = names_in(fields, rows, entries), people_in(entries)
    return [_change(model, fields[entry.model], names, people, entry, rows) for entry in entries]


def rows_of(entries: Iterable[Entry]) -> Rows:
    """The events of the entries, and those before them, by model and id."""
    wanted: dict[Any, set[Any]] = {}
    for entry in entries:
        wanted.setdefault(entry.model, set()).update({entry.event, entry.earlier} - {None})
    return {
        (model, row.pgh_id): row
        for model, ids in wanted.items()
        if ids
        for row in event_model(model).objects.filter(pgh_id__in=ids)
    }


def shown_fields(model: type[models.Model], whole: type[models.Model]) -> list[Any]:
    """The fields whose changes are told: those that people fill in, each language by itself.

    A translated field without language repeats the source language, and of a part nobody has to
    be told what it is a part of.
    """
    fields: list[Any] = [each for each in model._meta.concrete_fields if not each.primary_key]
    events = {field.name for field in event_model(model)._meta.concrete_fields}
    repeated = {field.translated_field.name for field in fields if _has_language(field)}
    return [
        field
        for field in fields
        if field.editable
        and field.name in events - repeated
        and (model is whole or field.related_model is not whole)
    ]


def names_in(fields: dict[Any, list[Any]], rows: Rows, entries: Iterable[Entry]) -> Names:
    """The names of all rows that the events, and the changed links, point to. One query a model."""
    wanted: dict[Any, set[Any]] = {}
    for (model, _id), row in rows.items():
        for field in fields[model]:
            if field.many_to_one:
                wanted.setdefault(field.related_model, set()).add(getattr(row, field.attname))
    for links in (each for entry in entries for each in entry.links):
        wanted.setdefault(links.field.related_model, set()).update(links.removed | links.added)
    return {
        (model, found.pk): str(found)
        for model, ids in wanted.items()
        if ids - {None}
        for found in model._base_manager.filter(pk__in=ids - {None})
    }


def people_in(entries: Iterable[Entry]) -> dict[Any, str]:
    """The names of those who were logged in, by id."""
    ids = {entry.user for entry in entries} - {None}
    found: Any = get_user_model()._base_manager.filter(pk__in=ids) if ids else []
    return {user.pk: user.get_full_name() for user in found}


def _change(
    whole: type[models.Model],
    fields: Sequence[Any],
    names: Names,
    people: dict[Any, str],
    entry: Entry,
    rows: Rows,
) -> Change:
    row, earlier = (rows.get((entry.model, each)) for each in (entry.event, entry.earlier))
    told, note = _told(fields, names, entry, row, earlier)
    return Change(
        at=entry.at,
        who=_who(entry.user, people),
        what=_what(entry.label),
        fields=told,
        note=note,
        is_new=entry.label == ADDED,
        part="" if entry.model is whole else _part(entry.model, row),
    )


def _part(model: type[models.Model], row: Any) -> str:
    """What the part is, and what it was called then: "county Troms"."""
    values = {
        field.attname: getattr(row, field.attname)
        for field in model._meta.concrete_fields
        if hasattr(row, field.attname)
    }
    return f"{model._meta.verbose_name} {model(**values)}"


def _told(
    fields: Sequence[Any], names: Names, entry: Entry, row: Any, earlier: Any
) -> tuple[list[FieldChange], str]:
    """What the entry changed, or why there is nothing to show."""
    links = [link_change(each, names) for each in entry.links]
    if entry.label == ADDED:
        return [*field_changes(fields, names, row, None), *links], ""
    if entry.label != CHANGED or row is None:
        return links, ""
    if earlier is None:
        return links, gettext("What stood there before is not recorded.")
    told = [*field_changes(fields, names, row, earlier), *links]
    return told, "" if told else gettext("Only what the portal notes about translations.")


def link_change(links: Links, names: Names) -> FieldChange:
    """What the relation lost and got, by name."""
    model = links.field.related_model
    pieces: list[Piece] = []
    for kind, ids in (("removed", links.removed), ("added", links.added)):
        if ids:
            found = sorted(_name_of(model, each, names) for each in ids)
            pieces.append(Piece(kind, "; ".join(found)))  # type: ignore[arg-type]
    return FieldChange(str(capfirst(links.field.verbose_name)), pieces)


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
    if not _has_language(field):
        return FieldChange(str(capfirst(field.verbose_name)), pieces)
    label = str(capfirst(field.translated_field.verbose_name))
    return FieldChange(label, pieces, field.language, dict(settings.LANGUAGES)[field.language])


def _has_language(field: Any) -> bool:
    return isinstance(field, TranslationField)


def in_words(field: Any, value: Any, names: Names) -> str:
    """The value as the admin's reader would write it; "" for none."""
    if value is None or value == "":
        return ""
    if field.many_to_one:
        return _name_of(field.related_model, value, names)
    if isinstance(field, ArrayField):
        return ", ".join(_chosen(field.base_field, each) for each in value)
    if _is_rich_text(field):
        # Marks within a line part no words: "lang</em>." is "lang.".
        return to_text(INLINE_TAGS.sub("", value))
    return _chosen(field, value)


def _name_of(model: Any, pk: Any, names: Names) -> str:
    gone = gettext("no longer here: no. %(id)s") % {"id": pk}
    return names.get((model, pk), gone)


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
