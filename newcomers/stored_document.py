"""What is stored about a family, as a document: for people (HTML) and for machines (JSON).

Keys are English and stable; values have the type that "types" names. Passages that a person has
marked are left out, and said to be.
"""

import datetime
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import formats, timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from hosting.models import Organisation
from municipalities.models import Municipality
from newcomers.models import PrivacyRequest
from newcomers.stored import TABLES, Stored, given_fields, model_of, words_in
from portal.lib.languages import localized

# A field of any type: Django's own class takes no parameters while it runs.
Field = Any
FORMAT = "landgang-stored-1"
Key = tuple[str, str, str]
Ranges = Mapping[Key, list[list[int]]]
TYPES: tuple[tuple[Any, str], ...] = (
    (models.DateTimeField, "moment"),
    (models.DateField, "date"),
    (models.TimeField, "time"),
    (models.BooleanField, "boolean"),
    (models.UUIDField, "uuid"),
    (models.JSONField, "object"),
    (ArrayField, "list"),
    (models.IntegerField, "integer"),
)


def without_passages(text: str, ranges: list[list[int]]) -> str:
    """The text with each range replaced by a remark that it is left out."""
    left = _("[left out: concerns someone else]")
    for first, end in sorted(ranges, reverse=True):
        text = f"{text[:first]}{left}{text[end:]}"
    return text


@dataclass(frozen=True)
class Line:
    """One field of a row, as people read it."""

    label: str
    value: str


class Document:
    """The document, in the active language. `ranges` are the passages left out, by text."""

    def __init__(self, stored: Stored, request: PrivacyRequest, ranges: Ranges) -> None:
        self.stored, self.request, self.ranges = stored, request, ranges
        self.names = _Names(stored)

    @property
    def counts(self) -> dict[str, int]:
        """How many rows of which kind, and how many passages and rows were left out."""
        counts = {table: len(rows) for table, rows in self.stored.rows.items() if rows}
        passages = sum(len(each) for each in self.ranges.values())
        return counts | {"left_out": passages, "others": sum(self.stored.others.values())}

    def as_data(self) -> dict[str, Any]:
        """For machines: one object, whole."""
        place = self.request.municipality
        asker = next((p for p in self.stored.people if p.pk == self.request.asker_id), None)
        return {
            "format": FORMAT,
            "made_at": timezone.now().isoformat(),
            "municipality": place.name,
            "legal_basis": localized(place, "legal_basis_text").value,
            "privacy_officer": {
                "name": getattr(place, "privacy_officer", ""),
                "contact": getattr(place, "privacy_officer_contact", ""),
            },
            "request": {
                "number": self.request.pk,
                "asked_on": self.request.asked_on.isoformat(),
                "asked_by": asker.full_name if asker else None,
                "asked_for": self.request.asks_for or None,
            },
            "left_out": {
                "passages": sum(len(each) for each in self.ranges.values()),
                "rows_of_other_adults": dict(self.stored.others),
            },
            "types": {
                f"{table}.{each.name}": type_of(each)
                for table in TABLES
                for each in given_fields(model_of(table))
            },
            "data": {
                table: [self._data(table, row) for row in self.stored.rows.get(table, [])]
                for table in TABLES
            },
        }

    def sections(self) -> Iterator[tuple[str, str, list[list[Line]]]]:
        """For people: each kind of row by table, name, and rows of lines that are not empty."""
        for table in TABLES:
            rows = self.stored.rows.get(table, [])
            name = capfirst(str(model_of(table)._meta.verbose_name_plural))
            yield table, name, [list(self._lines(table, row)) for row in rows]

    def _data(self, table: str, row: Any) -> dict[str, Any]:
        return {each.name: self._value(table, row, each) for each in given_fields(model_of(table))}

    def _lines(self, table: str, row: Any) -> Iterator[Line]:
        for each in given_fields(model_of(table)):
            value = self._value(table, row, each)
            if value in (None, "", [], {}):
                continue
            label = str(capfirst(str(each.verbose_name)))
            yield Line(label, in_words(each, getattr(row, each.attname), value))

    def _value(self, table: str, row: Any, one: Field) -> Any:
        """The field's value as JSON has it."""
        stored = getattr(row, one.attname)
        if one.is_relation:
            return self.names.of(one, stored)
        for path, text in words_in(one.name, stored):
            if ranges := self.ranges.get((table, str(row.pk), path)):
                stored = _replaced(stored, path.split(".")[1:], without_passages(text, ranges))
        return as_json(stored)


class _Names:
    """What the document calls staff, places and organisations; its own rows by their number."""

    def __init__(self, stored: Stored) -> None:
        wanted: dict[Any, set[Any]] = {}
        for table, rows in stored.rows.items():
            for each in given_fields(model_of(table)):
                if each.is_relation:
                    found = {getattr(row, each.attname) for row in rows} - {None}
                    wanted.setdefault(each.related_model, set()).update(found)
        people = get_user_model().objects.in_bulk(wanted.get(get_user_model(), set()))
        places = Municipality.objects.without_outline().in_bulk(wanted.get(Municipality, set()))
        kinds = Organisation.objects.in_bulk(wanted.get(Organisation, set()))
        self.names: dict[Any, dict[Any, str]] = {
            get_user_model(): {pk: str(person) for pk, person in people.items()},
            Municipality: {pk: place.name for pk, place in places.items()},
            Organisation: {pk: localized(each, "name").value for pk, each in kinds.items()},
        }

    def of(self, one: Field, pk: Any) -> Any:
        """The name of what the field points at, or its number."""
        known = self.names.get(one.related_model)
        return as_json(pk) if known is None or pk is None else known.get(pk)


def type_of(one: Field) -> str:
    """What the values of the field are: "date", "text", "code", …"""
    if one.is_relation:
        named = (get_user_model(), Municipality, Organisation)
        return "name" if one.related_model in named else "reference"
    for kind, name in TYPES:
        if isinstance(one, kind):
            return name
    return "code" if one.choices else "text"


def as_json(value: Any) -> Any:
    """The value as JSON has it."""
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return str(value) if isinstance(value, uuid.UUID) else value


def in_words(one: Field, stored: Any, value: Any) -> str:
    """The value as people read it, in the active language."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(stored, datetime.datetime):
        return str(formats.date_format(timezone.localtime(stored), "DATETIME_FORMAT"))
    if isinstance(stored, datetime.date):
        return str(formats.date_format(stored, "DATE_FORMAT"))
    choices = one.choices or getattr(getattr(one, "base_field", None), "choices", None)
    if isinstance(value, list) and not any(isinstance(each, dict) for each in value):
        names = dict(choices or ())
        return ", ".join(str(names.get(each, each)) for each in value)
    if isinstance(value, list):
        return "\n\n".join(_object(each) for each in value)
    if isinstance(value, dict):
        return _object(value)
    return str(dict(choices).get(value, value)) if choices else str(value)


def _object(value: dict[str, Any]) -> str:
    """An object, a line for each of its values that is not empty."""
    lines = [(name, inner) for name, inner in value.items() if inner not in (None, "", [], False)]
    return "\n".join(
        f"{name}: {', '.join(map(str, inner)) if isinstance(inner, list) else inner}"
        for name, inner in lines
    )


def _replaced(value: Any, path: list[str], text: str) -> Any:
    """A copy of the value in which the text stands at the path."""
    if not path:
        return text
    if isinstance(value, list):
        at = int(path[0])
        return [
            _replaced(each, path[1:], text) if number == at else each
            for number, each in enumerate(value)
        ]
    return value | {path[0]: _replaced(value[path[0]], path[1:], text)}
