"""Migrating while others use the tables: locks that are held briefly, and not waited for long."""

from typing import Any

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.core.management.commands import migrate as django_migrate
from django.db import ProgrammingError, connections, transaction
from django.db.migrations import RunPython, RunSQL
from django.db.migrations.loader import MigrationLoader

from portal.management.commands import migrate
from portal.models import User

pytestmark = pytest.mark.django_db(databases=["default", "owner"])
MAKE = "CREATE TABLE waits (id int)"


def test_statements_of_a_migration_wait_until_something_is_read() -> None:
    owner = connections["owner"]
    with owner.schema_editor() as editor:
        editor.execute(MAKE)
        editor.execute("ALTER TABLE waits ADD COLUMN word text DEFAULT %s", ["it's"])
        with transaction.atomic("owner"):
            editor.execute("INSERT INTO waits VALUES (1)", None)
        assert len(owner.waiting) == 5, "with the savepoint around the third, in their order"
        with owner.cursor() as cursor:
            cursor.execute("SELECT * FROM waits")
            assert cursor.fetchall() == [(1, "it's")]
        assert owner.waiting == []
        editor.execute("DROP TABLE waits")
    with pytest.raises(ProgrammingError), transaction.atomic("owner"):
        owner.cursor().execute("SELECT * FROM waits")


def test_statements_that_wait_are_forgotten_with_their_transaction() -> None:
    def fail() -> None:
        with owner.schema_editor() as editor:
            editor.execute(MAKE)
            raise ValueError("something is wrong")

    owner = connections["owner"]
    with pytest.raises(ValueError, match="wrong"):
        fail()
    with owner.cursor() as cursor:
        cursor.execute("SELECT to_regclass('waits')")
        assert cursor.fetchone() == (None,)


def locking(self: Any, *args: Any, **options: Any) -> None:
    """In the place of Django's own command: a migration that changes a table."""
    with transaction.atomic("owner"), connections["owner"].cursor() as cursor:
        cursor.execute("LOCK TABLE portal_counter")


@pytest.mark.parametrize("is_released", [True, False])
def test_table_in_use_is_asked_for_again(
    monkeypatch: pytest.MonkeyPatch, is_released: bool
) -> None:
    monkeypatch.setattr(django_migrate.Command, "handle", locking)
    monkeypatch.setattr(migrate, "LOCK_TIMEOUT", "20ms")
    monkeypatch.setattr(migrate, "TRIES", 3)
    owner = connections["owner"]
    parts = owner.get_connection_params()
    parts.pop("cursor_factory", None)
    parts.pop("context", None)
    with psycopg.connect(**parts) as other:
        other.execute("LOCK TABLE portal_counter IN ROW EXCLUSIVE MODE")
        pauses: list[float] = []

        def pause(seconds: float) -> None:
            pauses.append(seconds)
            if is_released:
                other.rollback()

        monkeypatch.setattr(migrate.time, "sleep", pause)
        if is_released:
            call_command("migrate", verbosity=0)
        else:
            with pytest.raises(CommandError, match="in use all the time"):
                call_command("migrate", verbosity=0)
        assert len(pauses) == (1 if is_released else 3)
    assert User.objects.count() == 0, "the web role's connection is as it was"
    with owner.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("0",), "and so is the owner's"


# What only changed rows that were there: a new database has none.
OF_ROWS_ALONE = {
    "municipalities.0005_history_begins", "municipalities.0010_history_of_links_begins",
    "municipalities.0022_case_logs_without_privacy_officer", "hosting.0004_history_begins",
    "hosting.0006_history_of_links_begins", "newcomers.0005_number_older_enquiries",
}  # fmt: skip


def test_migration_that_stands_for_others_carries_all_their_statements() -> None:
    on_disk = MigrationLoader(None).disk_migrations
    standing = [each for each in on_disk.values() if each.replaces]
    assert {each.app_label for each in standing} == {"municipalities", "hosting", "newcomers"}
    left_out = {
        f"{app}.{name}"
        for each in standing
        for app, name in each.replaces
        for operation in on_disk[app, name].operations
        if isinstance(operation, RunSQL | RunPython) and operation not in each.operations
    }
    assert left_out == OF_ROWS_ALONE
