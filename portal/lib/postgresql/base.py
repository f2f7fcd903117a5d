"""The database backend: Django's, for a web role that owns nothing and sees what its scope says."""

from collections.abc import Iterable
from typing import Any

from django.db import connections
from django.db.backends.postgresql import base, operations

from portal.lib import scope, slow_queries

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
    """

    ops_class = DatabaseOperations

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.execute_wrappers.append(slow_queries.watch)

    def set_autocommit(
        self, autocommit: bool, force_begin_transaction_with_broken_autocommit: bool = False
    ) -> Any:
        super().set_autocommit(autocommit, force_begin_transaction_with_broken_autocommit)
        if not autocommit and self.alias == "default" and scope.is_set():
            scope.apply_now()
