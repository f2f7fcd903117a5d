"""What a migration changes, all at once at its end: its locks are held for moments, not for its
whole time.

Between its statements Django works out what all models look like after each step. On a busy
machine that took three seconds, in which nobody could read the table that the first step had
locked. So statements wait: until something is read, which must see what came before, or until the
transaction is committed.
"""

from typing import Any

from django.db.backends.postgresql import schema


class DatabaseSchemaEditor(schema.DatabaseSchemaEditor):
    """Django's, but that its statements wait where they are one transaction."""

    connection: Any

    def execute(self, sql: Any, params: Any = ()) -> None:
        """Run it with the others; at once where it is only collected, has no transaction, or is
        looked after by pgtrigger (which takes triggers away from a column whose type changes)."""
        if self.collect_sql or not self.connection.in_atomic_block or self._is_looked_after:
            super().execute(sql, params)
        else:
            # As text: what it is made of may still change its names.
            self.connection.waiting.append((str(sql), params))

    @property
    def _is_looked_after(self) -> bool:
        return getattr(self, "is_altering_field_type", False)
