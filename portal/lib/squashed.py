"""What a migration that stands for others takes over from them as it is."""

from importlib import import_module
from typing import Any

from django.db.migrations import RunPython, RunSQL
from django.db.migrations.operations.base import Operation


class Finish(Operation):
    """What Django keeps for the end of a migration, such as foreign keys and indexes, now: the
    statements that follow build on it."""

    reduces_to_sql = True

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Nothing that models know of."""

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Run what waits."""
        waiting, schema_editor.deferred_sql = schema_editor.deferred_sql, []
        for statement in waiting:
            schema_editor.execute(statement)


def kept(package: str, *names: str) -> list[Operation]:
    """The statements of these migrations, in their order: functions, triggers, policies, grants.

    Who deletes the migrations that were replaced moves their statements to the one that stands for
    them.
    """
    found: list[Operation] = [Finish()]
    for name in names:
        migration = import_module(f"{package}.migrations.{name}").Migration
        found += [each for each in migration.operations if isinstance(each, RunSQL | RunPython)]
    return found
