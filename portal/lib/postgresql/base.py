"""The database backend: Django's, for a web role that owns nothing and sees what its scope says."""

from collections.abc import Iterable
from typing import Any

from django.db import connections
from django.db.backends.postgresql import base, operations

from portal.lib import scope, slow_queries
from portal.lib.postgresql.schema import DatabaseSchemaEditor

# Django's flush leaves them out: their models are not managed by it.
EMPTY_QUEUE = "TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE"


class DatabaseOperations(operations.DatabaseOperations):
    """`flush` is TRUNCATE, which the web role may not; where an owner is configured, it does."""

    def execute_sql_flush(self, sql_list: Iterable[str]) -> None:
        if self.connection.alias != "default" or "owner" not in connections:
            super().execute_sql_flush(sql_list)
            return
        # A connection of its own: the test runner forbids the shared one where a test did not ask.
        owner = connections["owner"]
        with owner.get_new_connection(owner.get_connection_params()) as connection:
            for statement in (*sql_list, EMPTY_QUEUE):
                connection.execute(statement)


class DatabaseWrapper(base.DatabaseWrapper):
    """Applies the scope at the start of each outermost transaction, for that transaction only.

    A setting of the session would stay on the connection and, behind a pooler, reach others.
    `waiting` is what a migration has not run yet (portal.lib.postgresql.schema).
    """

    ops_class = DatabaseOperations
    SchemaEditorClass = DatabaseSchemaEditor

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.execute_wrappers.append(slow_queries.watch)
        self.waiting: list[tuple[str, Any]] = []

    def set_autocommit(
        self, autocommit: bool, force_begin_transaction_with_broken_autocommit: bool = False
    ) -> Any:
        super().set_autocommit(autocommit, force_begin_transaction_with_broken_autocommit)
        if not autocommit and self.alias == "default" and scope.is_set():
            scope.apply_now()

    def _run_waiting(self) -> None:
        statements, self.waiting = self.waiting, []
        for statement, values in statements:
            if values is not None:
                # PostgreSQL takes no values in statements that change tables.
                statement = self.ops.compose_sql(statement, values)
            with self.cursor() as cursor:
                cursor.execute(statement)

    def _cursor(self, name: str | None = None) -> Any:
        if self.waiting:
            self._run_waiting()
        return super()._cursor(name)  # type: ignore[misc]

    def _commit(self) -> Any:
        self._run_waiting()
        return super()._commit()  # type: ignore[misc]

    def _rollback(self) -> Any:
        self.waiting = []
        return super()._rollback()  # type: ignore[misc]

    def _close(self) -> Any:
        self.waiting = []
        return super()._close()  # type: ignore[misc]

    def _savepoint(self, sid: str) -> None:
        if self.waiting:
            self.waiting.append((self.ops.savepoint_create_sql(sid), None))
        else:
            super()._savepoint(sid)  # type: ignore[misc]

    def _savepoint_commit(self, sid: str) -> None:
        if self.waiting:
            self.waiting.append((self.ops.savepoint_commit_sql(sid), None))
        else:
            super()._savepoint_commit(sid)  # type: ignore[misc]
