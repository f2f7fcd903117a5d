"""The database backend: as Django's, but emptying tables is left to their owner."""

from collections.abc import Iterable

from django.db import connections
from django.db.backends.postgresql import base, operations


class DatabaseOperations(operations.DatabaseOperations):
    """`flush` is TRUNCATE, which the web role may not; where an owner is configured, it does."""

    def execute_sql_flush(self, sql_list: Iterable[str]) -> None:
        if self.connection.alias != "default" or "owner" not in connections:
            super().execute_sql_flush(sql_list)
            return
        # A connection of its own: the test runner forbids the shared one where a test did not ask.
        owner = connections["owner"]
        with owner.get_new_connection(owner.get_connection_params()) as connection:
            for statement in sql_list:
                connection.execute(statement)


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = DatabaseOperations
