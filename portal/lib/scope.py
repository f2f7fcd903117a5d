"""Which municipalities' confidential rows the current piece of work may touch.

The ids live in ContextVars; the database backend hands them to PostgreSQL at the start of each
transaction, where row-level security reads them. Without a scope, confidential tables raise.
"""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar

from django.db import connection, transaction

# The word for "no municipality at all": PostgreSQL cannot tell an empty setting from a missing one.
NONE = "none"
# Database setting to what it should be now; "" where there is no scope.
_SCOPES = {
    "app.scope": ContextVar("scope", default=""),
    "app.insert_scope": ContextVar("insert_scope", default=""),
    "app.log_scope": ContextVar("log_scope", default=""),
}


def is_set() -> bool:
    """Whether there is any scope to tell PostgreSQL about."""
    return any(variable.get() for variable in _SCOPES.values())


@contextmanager
def scoped(municipality_ids: Iterable[int], log_ids: Iterable[int] = ()) -> Iterator[None]:
    """Run the block in a transaction that sees the confidential rows of these municipalities.

    `log_ids` are the municipalities whose read log may be read. Nested scopes replace the outer
    one until they end.
    """
    values = {"app.scope": municipality_ids, "app.log_scope": log_ids}
    with _holding({name: _written(ids) for name, ids in values.items()}):
        yield


@contextmanager
def insert_scoped(municipality_id: int) -> Iterator[None]:
    """Run the block in a transaction that may add confidential rows to one municipality, and read
    none: for what the public sends in."""
    with _holding(
        {"app.scope": NONE, "app.log_scope": NONE, "app.insert_scope": str(int(municipality_id))}
    ):
        yield


def apply_now() -> None:
    """Tell PostgreSQL, until the end of this transaction."""
    calls = ", ".join(["set_config(%s, %s, true)"] * len(_SCOPES))
    values = [part for name, variable in _SCOPES.items() for part in (name, variable.get())]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {calls}", values)


def _written(ids: Iterable[int]) -> str:
    return ",".join(str(int(each)) for each in ids) or NONE


@contextmanager
def _holding(values: dict[str, str]) -> Iterator[None]:
    nested = connection.in_atomic_block
    with ExitStack() as undo:
        for name, value in values.items():
            undo.callback(_SCOPES[name].reset, _SCOPES[name].set(value))
        with transaction.atomic():
            if nested:
                apply_now()
            yield
    # Back to what held outside. After an exception PostgreSQL has done that itself, with the
    # savepoint; a broken transaction takes no statement, and ends anyway.
    if nested and connection.in_atomic_block and not connection.needs_rollback:
        apply_now()
