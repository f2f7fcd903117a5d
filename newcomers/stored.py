"""What is stored about a family that has asked: every row, and which texts have to be looked at.

The rows come from one function of the owner (migration 0021), which gives out the family of an open
request and nothing else: that is how a privacy officer reads a family. A test walks the models: a
table is named here, or it is said why it has nothing about a family in it.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.utils.crypto import salted_hmac

from newcomers.models import Person, PrivacyRequest

# A field of any type: Django's own class takes no parameters while it runs.
Field = Any
# In the order in which a family reads them.
TABLES = (
    "family", "person", "enquiry", "case", "followup", "task", "transfer", "transfercover",
    "transferbundle", "staycheck", "consent", "subscription", "privacyrequest", "givenout",
    "retentionhold", "retentionitem", "draft", "caseaccess",
)  # fmt: skip
# Tables that know nothing of a family, or nothing that the family's own rows do not say.
NOT_ABOUT_A_FAMILY = {
    "casenumber": "the last number given",
    "letterdelivery": "that a letter is on its way, for a minute",
    "leftout": "which passages are left out of this very document",
    "erasure": "says that somebody unknown was erased",
    "retentionrule": "of the municipality",
    "retentionbatch": "when somebody approved a list",
    "statrow": "numbers without a way back",
}
# Fields that are not given out, everywhere or of one table, and why.
LEFT_OUT_EVERYWHERE = {
    "form_key": "which form it came by",
    "asked_key": "which form it came by",
    "token": "names the form's receipt",
    "vector": "the words of the text, for the search",
    "phone_digits": "the phone number once more, for the search",
}
LEFT_OUT_OF = {
    "caseaccess": {
        "user": "readers are told by role and day",
        "object_ids": "numbers of rows, of other families too",
        "case_ids": "numbers of rows, of other families too",
        "id": "names the line and nothing else",
    },
}
# What people have written in their own words: somebody else may stand in it.
FREE_TEXTS = {
    "family": ("label",),
    "case": ("paused_reason",),
    "enquiry": ("message",),
    "followup": ("text", "correction_reason"),
    "task": ("title", "place", "postponed_reason"),
    "transfer": ("reason", "note", "paused_reason", "answer"),
    "transferbundle": ("note", "entries"),
    "privacyrequest": ("asked_as", "wish", "answer", "extended_reason", "lifted_reason"),
    "retentionhold": ("reason",),
    "draft": ("fields",),
}
# Inside of JSON: what in it are words, and not codes and days.
WORDS_IN_JSON = ("text", "title", "reason", "correction_reason")
# Texts that are no own words: names, numbers, codes of lists that live elsewhere.
PLAIN = {
    "family": ("interpreter_language", "from_country"),
    "person": ("given_name", "family_name", "phone", "email", "language_levels"),
    "enquiry": ("number", "campaign", "language", "name", "email", "phone"),
    "case": ("number",),
    "followup": ("author_name", "language", "change"),
    "task": ("step_key",),
    "transfercover": ("interpreter_language",),
    "consent": ("text_version", "language"),
    "subscription": ("language", "email"),
    "privacyrequest": ("language",),
    "givenout": ("language", "counts"),
    "caseaccess": ("table",),
}


class NothingOpen(Exception):
    """The request is answered, is matched with no family, or is not of the person's places."""


@dataclass(frozen=True)
class Text:
    """One text in somebody's own words."""

    table: str
    object_id: str
    field: str
    value: str

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells it apart."""
        return self.table, self.object_id, self.field

    @property
    def seal(self) -> str:
        """Changes when the text does, and says nothing of it."""
        return salted_hmac("newcomers.stored", self.value, algorithm="sha256").hexdigest()[:24]


@dataclass(frozen=True)
class Stored:
    """The rows by table, and how many of which were left out as somebody else's."""

    rows: dict[str, list[Any]]
    others: dict[str, int] = field(default_factory=dict)

    @property
    def people(self) -> list[Person]:
        """Everybody of the family, the main contact first."""
        return sorted(self.rows["person"], key=lambda each: (not each.is_main_contact, each.pk))

    @property
    def adults(self) -> list[Person]:
        """Those of them who are grown up."""
        return [each for each in self.people if each.age == Person.Age.ADULT]

    @property
    def cases(self) -> list[int]:
        """The ids of the cases."""
        return sorted(case.pk for case in self.rows["case"])


def model_of(table: str) -> type[models.Model]:
    """The model of the table."""
    return apps.get_model("newcomers", table)


def read_stored(request: PrivacyRequest) -> Stored:
    """Everything about the family of the open request. Raises NothingOpen.

    Whoever calls notes the reading, before anything is shown.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM newcomers_stored_in_request(%s)", [request.pk])
        found = cursor.fetchall()
    rows: dict[str, list[Any]] = defaultdict(list)
    for table, contents in found:
        rows[table].append(_row(table, json.loads(contents)))
    if not rows["family"]:
        raise NothingOpen
    for table, there in rows.items():
        there.sort(key=partial(_order, table))
    return Stored(rows)


def for_asker(stored: Stored, request: PrivacyRequest) -> Stored:
    """What the person who asks is given. Unless all adults ask together, what is marked as that of
    another adult stays out: an ex-partner has no right to it."""
    if request.asks_for == PrivacyRequest.AsksFor.ALL:
        return stored
    others = [each for each in stored.adults if each.pk != request.asker_id]
    own = [each for each in stored.people if each.pk == request.asker_id]
    theirs = _Belongings(own, others)
    kept: dict[str, list[Any]] = defaultdict(list)
    left: dict[str, int] = {}
    for table, there in stored.rows.items():
        kept[table] = [row for row in there if not theirs.has(table, row)]
        if count := len(there) - len(kept[table]):
            left[table] = count
    return Stored(kept, left)


class _Belongings:
    """What is for certain that of other adults than the one who asks."""

    def __init__(self, own: list[Person], others: list[Person]) -> None:
        self.ids = {person.pk for person in others}
        ours = {person.email.lower() for person in own}
        self.emails = {person.email.lower() for person in others if person.email} - ours
        mine = {person.full_name.casefold() for person in own}
        self.names = {person.full_name.casefold() for person in others} - mine

    def has(self, table: str, row: Any) -> bool:
        """Whether the row is one of theirs."""
        if table == "person":
            return row.pk in self.ids
        if table == "consent":
            return row.person_id in self.ids
        if table == "privacyrequest":
            return row.asker_id in self.ids
        if table == "subscription":
            return row.email.lower() in self.emails
        if table == "enquiry":
            return row.email.lower() in self.emails or row.name.casefold() in self.names
        return False


def texts_of(stored: Stored) -> Iterator[Text]:
    """Every text in somebody's own words that is not empty, in the order of the document."""
    for table in TABLES:
        for row in stored.rows.get(table, []):
            for name in FREE_TEXTS.get(table, ()):
                for path, value in words_in(name, getattr(row, name)):
                    yield Text(table, str(row.pk), path, value)


def words_in(path: str, value: Any) -> Iterator[tuple[str, str]]:
    """The texts in a field, each with its path: "text", or "entries.3.text" inside of JSON."""
    if isinstance(value, str):
        last = next((part for part in reversed(path.split(".")) if not part.isdigit()), path)
        if value.strip() and ("." not in path or last in WORDS_IN_JSON):
            yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from words_in(f"{path}.{key}", inner)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from words_in(f"{path}.{number}", inner)


def given_fields(model: type[models.Model]) -> list[Field]:
    """The fields of the table that a family is given."""
    table = str(model._meta.model_name)
    without = LEFT_OUT_EVERYWHERE.keys() | LEFT_OUT_OF.get(table, {}).keys()
    return [each for each in model._meta.concrete_fields if each.name not in without]


def _row(table: str, contents: dict[str, Any]) -> Any:
    """The row as its model has it."""
    model = model_of(table)
    fields = {each.attname: each for each in model._meta.concrete_fields if not each.generated}
    return model(**{
        name: fields[name].to_python(value) for name, value in contents.items() if name in fields
    })  # fmt: skip


# By what the rows of a table are ordered; by their number elsewhere.
_BY_DAY = {"followup": "occurred_on", "task": "due_on", "caseaccess": "at", "givenout": "at",
           "enquiry": "received_at", "staycheck": "due_on"}  # fmt: skip


def _order(table: str, row: Any) -> tuple[Any, str]:
    number = str(row.pk).zfill(20)
    return (getattr(row, _BY_DAY[table]), number) if table in _BY_DAY else (number, "")
