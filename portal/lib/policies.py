"""Migration operations for confidential tables: row-level security, and tables nobody rewrites."""

from typing import Any

from django.conf import settings
from django.db.migrations.operations import RunPython, RunSQL

SCOPES = ("scope", "insert_scope", "log_scope")


def create_scope_functions() -> RunSQL:
    """`app_scope()` and its sisters: the ids that the backend has set for this transaction.

    They raise where nothing was set: a forgotten scope is an error, not an empty page. STABLE, so
    that PostgreSQL asks once a statement.
    """
    create = "".join(
        f"""
        CREATE FUNCTION app_{name}() RETURNS bigint[] LANGUAGE plpgsql STABLE PARALLEL SAFE
        SET search_path = pg_catalog, pg_temp AS $body$
        DECLARE ids text := current_setting('app.{name}', true);
        BEGIN
            IF ids IS NULL OR ids = '' THEN
                RAISE EXCEPTION 'no app.{name} is set for this transaction'
                    USING ERRCODE = 'insufficient_privilege';
            END IF;
            RETURN CASE WHEN ids = 'none' THEN '{{}}'::bigint[]
                        ELSE string_to_array(ids, ',')::bigint[] END;
        END $body$;
        """
        for name in SCOPES
    )
    return RunSQL(create, "".join(f"DROP FUNCTION app_{name}();" for name in SCOPES))


def secure_rows(table: str, column: str = "municipality_id") -> RunSQL:
    """Let the web role see and write only rows whose municipality is in its scope.

    ENABLE, never FORCE: migrations run as the owner and have to see every row. No branch for a
    wildcard: it would keep PostgreSQL from the index.
    """
    ours = f"{column} = ANY ((SELECT app_scope())::bigint[])"
    return RunSQL(
        f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        CREATE POLICY case_scope ON {table} USING ({ours}) WITH CHECK ({ours});
        """,
        f"DROP POLICY case_scope ON {table}; ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;",
    )


def let_the_public_insert(table: str, column: str = "municipality_id") -> RunSQL:
    """One policy more, for INSERT alone: what the public sends in to the named municipality."""
    named = f"{column}::text = current_setting('app.insert_scope', true)"
    return RunSQL(
        f"CREATE POLICY public_insert ON {table} FOR INSERT WITH CHECK ({named})",
        f"DROP POLICY public_insert ON {table}",
    )


def secure_log(table: str, column: str = "municipality_id") -> RunSQL:
    """For a log: written within the scope of the work, read only within the scope for logs."""
    return RunSQL(
        f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        CREATE POLICY log_write ON {table} FOR INSERT
            WITH CHECK ({column} = ANY ((SELECT app_scope())::bigint[]));
        CREATE POLICY log_read ON {table} FOR SELECT
            USING ({column} = ANY ((SELECT app_log_scope())::bigint[]));
        """,
        f"""
        DROP POLICY log_read ON {table}; DROP POLICY log_write ON {table};
        ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
        """,
    )


def append_only(*tables: str) -> RunPython:
    """Take UPDATE and DELETE from the web role: what was written stays as it was."""

    def execute(editor: Any, verb: str, direction: str) -> None:
        role = editor.quote_name(settings.DATABASES["default"]["USER"])
        for table in tables:
            editor.execute(f"{verb} UPDATE, DELETE, TRUNCATE ON {table} {direction} {role}")

    return RunPython(
        lambda apps, editor: execute(editor, "REVOKE", "FROM"),
        lambda apps, editor: execute(editor, "GRANT", "TO"),
    )


def same_municipality(table: str, column: str, parent: str) -> RunSQL:
    """Let `table.column` point only at rows of `parent` in the row's own municipality.

    Foreign keys are checked past row-level security: without this, a child could hang on another
    municipality's parent. `parent` needs UNIQUE (id, municipality_id). Checked at commit, so that
    the owner can move a whole tree in a merger.
    """
    name = f"{table}_{column}_here"
    return RunSQL(
        f"""
        ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({column}, municipality_id)
            REFERENCES {parent} (id, municipality_id) DEFERRABLE INITIALLY DEFERRED
        """,
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )
