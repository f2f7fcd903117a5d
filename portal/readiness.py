"""Whether this process may serve: migrations applied, the web role harmless, rows secured."""

import sys

from django.apps import apps
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from portal.lib.language_columns import missing_columns


def problems() -> list[str]:
    """What stands in the way of serving, in words for operators; raises DatabaseError."""
    return [*insecure(), *_unapplied()]


def insecure() -> list[str]:
    """What would leave newcomers' data unguarded on this connection."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper OR rolbypassrls, EXISTS (SELECT 1 FROM pg_tables"
            " WHERE schemaname = 'public' AND tableowner = current_user)"
            " FROM pg_roles WHERE rolname = current_user"
        )
        is_superuser, owns_tables = cursor.fetchone()
        if is_superuser:
            found.append("the web role is a superuser")
        if owns_tables:
            found.append("the web role owns tables")
        for table in confidential_tables():
            # NULL where the table is not there yet: that is a missing migration.
            cursor.execute("SELECT row_security_active(to_regclass(%s))", [table])
            if cursor.fetchone()[0] is False:
                found.append(f"row-level security is off for {table}")
    return found


def confidential_tables() -> list[str]:
    """Every table of the confidential package, found by walking its models."""
    models = apps.get_app_config("newcomers").get_models(include_auto_created=True)
    return [model._meta.db_table for model in models]


def refuse_to_serve_unguarded() -> None:
    """End the process when the connection would show everybody everything.

    A database that does not answer is no reason: pages say so, and `/ready` does.
    """
    try:
        found = insecure()
    except DatabaseError:
        return
    finally:
        connection.close()
    if found:
        sys.exit(f"Landgang does not serve like this: {'; '.join(found)}. See DATABASE_URL.")


def _unapplied() -> list[str]:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    found = ["migrations"] if plan else []
    return [*found, "columns of a language (manage.py migrate)"] if missing_columns() else found
