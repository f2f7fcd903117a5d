"""The columns of languages that no migration knows of.

A field that is translated has a column for each language. Those of `IN_MIGRATIONS` are made by
migrations, like all else; those of another language in LANGUAGES are made here, after the
migrations, from the models as they are then: no code is touched for a language and no migration is
edited. The columns may be NULL, so that every release can write rows without them, and a language
that is taken out of LANGUAGES keeps what was written in it.

The triggers of the history name each column: those that are not as the models want them now are
made anew.
"""

from functools import cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connections
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.models import Field, Model
from modeltranslation.fields import TranslationField
from pgtrigger import registered

from portal.lib.languages import IN_MIGRATIONS

PRESENT = """
SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'
"""
OF_TRIGGERS = """
SELECT t.tgrelid::regclass::text, t.tgname, obj_description(t.oid)
  FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid
 WHERE t.tgname LIKE 'pgtrigger_%'
"""


def is_as_in_migrations() -> bool:
    """Whether the portal has the languages that migrations are made with, and no others."""
    return {code for code, _name in settings.LANGUAGES} == set(IN_MIGRATIONS)


class Autodetector(MigrationAutodetector):
    """Finds nothing where other languages are chosen: their columns are no change of the code."""

    def changes(self, *args: Any, **options: Any) -> Any:
        """What migrations lack, as far as it can be told."""
        return super().changes(*args, **options) if is_as_in_migrations() else {}


def missing_columns(database: str = "default") -> "list[tuple[str, Field[Any, Any]]]":
    """Table and field of each column that a language of the portal lacks in the database."""
    wanted = _wanted()
    if not wanted:
        return []
    with connections[database].cursor() as cursor:
        cursor.execute(PRESENT)
        present = set(cursor.fetchall())
    return [(table, field) for table, field in wanted if (table, field.column) not in present]


def make_columns(database: str) -> list[str]:
    """Make what is missing, as the role that owns the tables; what was made, as table.column.

    Safe to run again. An added column is empty, so PostgreSQL rewrites no row for it.
    """
    connection, made = connections[database], []
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for table, field in missing_columns(database):
            kind = field.db_type(connection)
            cursor.execute(
                f"ALTER TABLE {quote(table)} ADD COLUMN IF NOT EXISTS {quote(field.column)} {kind}"
            )
            made.append(f"{table}.{field.column}")
    return made


def renew_triggers(database: str) -> int:
    """Make the triggers anew that name other columns than the models have now; how many."""
    with connections[database].cursor() as cursor:
        cursor.execute(OF_TRIGGERS)
        known = {(table, name): said for table, name, said in cursor.fetchall()}
    renewed = 0
    for model, trigger in registered():
        place = (model._meta.db_table, trigger.get_pgid(model))
        if known.get(place) != trigger.compile(model).hash:
            trigger.install(model, database=database)
            renewed += 1
    return renewed


def _wanted() -> "list[tuple[str, Field[Any, Any]]]":
    """Every column of a language that is not in the migrations, the history's too."""
    return [
        (model._meta.db_table, field)
        for model in apps.get_models()
        for field in model._meta.local_concrete_fields
        if field.name in _translated(getattr(model, "pgh_tracked_model", model))
    ]


@cache
def _translated(model: type[Model]) -> frozenset[str]:
    """Names of the fields of the model that hold a text in such a language."""
    return frozenset(
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, TranslationField) and field.language not in IN_MIGRATIONS
    )
