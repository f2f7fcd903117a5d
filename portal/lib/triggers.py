"""Migration operations that let the database keep the content version and the search index."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.migrations.operations import RunPython, RunSQL

EVENTS = ("INSERT", "UPDATE", "DELETE")


def bump_content_version(*tables: str) -> RunSQL:
    """Make every statement that changes one of the tables count as a change of public content.

    Statement triggers see bulk and raw writes too; TRUNCATE is left out: only tests do it.
    """
    forward: list[Any] = [
        f"CREATE TRIGGER content_version AFTER INSERT OR UPDATE OR DELETE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION portal_content_changed()"
        for table in tables
    ]
    return RunSQL(forward, [f"DROP TRIGGER content_version ON {table}" for table in tables])


def index_for_search(
    kind: str,
    table: str,
    *,
    title: str,
    texts: Iterable[str],
    path: str,
    translated: str,
    joins: str = "",
    where: str = "true",
    shown: tuple[str, str] = ("NULL::date", "NULL::date"),
    also_refresh: str = "",
) -> RunSQL:
    """Keep the search entries of `kind` in step with `table`, one per object and language.

    `title`, `texts`, `path`, `where` and `shown` (first and last day) are SQL over the row `t`,
    its JSON form `r.row`, the language `l.language` and whatever `joins` adds. A field in the
    entry's language is `in_language("title")`. `translated` is the field whose columns tell which
    languages there are: a language added later needs no new trigger. `also_refresh` is run with
    the changed rows' ids in `ids`.
    """
    documents = f"""
        SELECT t.id, replace(l.language, '_', '-'), {title},
               portal_plain_text(concat_ws(' ', {", ".join(texts)})), {path},
               {shown[0]}, {shown[1]}
          FROM {table} AS t {joins}
         CROSS JOIN LATERAL (SELECT to_jsonb(t)) AS r (row)
         CROSS JOIN LATERAL (
            SELECT substr(key, {len(translated) + 2}) FROM jsonb_object_keys(r.row) AS k (key)
             WHERE key ~ '^{translated}_[a-z]+(_[a-z]+)?$'
         ) AS l (language)
         WHERE t.id = ANY (ids) AND {where}"""
    name = f"portal_search_{kind}"
    create = f"""
    CREATE FUNCTION {name}(ids bigint[]) RETURNS void LANGUAGE sql
    SECURITY DEFINER SET search_path = public, pg_temp AS $body$
        DELETE FROM portal_searchentry WHERE kind = '{kind}' AND object_id = ANY (ids);
        INSERT INTO portal_searchentry
            (kind, object_id, language, title, text, path, shown_from, shown_until, vector)
        SELECT '{kind}', d.*, portal_search_vector(d.language, d.title, d.text)
          FROM ({documents}) AS d (id, language, title, text, path, shown_from, shown_until)
         WHERE coalesce(d.title, '') <> '' AND coalesce(d.text, '') <> '';
    $body$;
    CREATE FUNCTION {name}_changed() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $body$
    DECLARE ids bigint[] := (SELECT array_agg(id) FROM changed);
    BEGIN
        IF ids IS NOT NULL THEN
            PERFORM {name}(ids);
            {also_refresh}
        END IF;
        RETURN NULL;
    END $body$;
    """
    create += "".join(_trigger(name, table, event) for event in EVENTS)
    drop = "".join(f"DROP TRIGGER {name}_{event.lower()} ON {table};\n" for event in EVENTS)
    drop += f"DROP FUNCTION {name}_changed(); DROP FUNCTION {name}(bigint[]);"
    return RunSQL(create, drop)


def in_language(field: str) -> str:
    """SQL for a translated field in the language of the search entry."""
    return f"(r.row ->> ('{field}_' || l.language))"


def only_the_database_writes(*tables: str) -> RunPython:
    """Take the right to write the tables from the web role: triggers write them as their owner."""

    def execute(editor: Any, verb: str, direction: str) -> None:
        role = editor.quote_name(settings.DATABASES["default"]["USER"])
        for table in tables:
            editor.execute(f"{verb} INSERT, UPDATE, DELETE ON {table} {direction} {role}")

    return RunPython(
        lambda apps, editor: execute(editor, "REVOKE", "FROM"),
        lambda apps, editor: execute(editor, "GRANT", "TO"),
    )


def _trigger(function: str, table: str, event: str) -> str:
    transition = "OLD" if event == "DELETE" else "NEW"
    return (
        f"CREATE TRIGGER {function}_{event.lower()} AFTER {event} ON {table} "
        f"REFERENCING {transition} TABLE AS changed "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {function}_changed();\n"
    )


def refresh_search(kind: str, table: str, column: str) -> RunSQL:
    """Refresh the entries of `kind` whose objects the changed rows of another table name."""
    name = f"portal_search_{kind}_of_{table}"
    create = f"""
    CREATE FUNCTION {name}_changed() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $body$
    DECLARE ids bigint[] := (SELECT array_agg(DISTINCT {column}) FROM changed);
    BEGIN
        IF ids IS NOT NULL THEN
            PERFORM portal_search_{kind}(ids);
        END IF;
        RETURN NULL;
    END $body$;
    """
    create += "".join(_trigger(name, table, event) for event in EVENTS)
    drop = "".join(f"DROP TRIGGER {name}_{event.lower()} ON {table};\n" for event in EVENTS)
    return RunSQL(create, drop + f"DROP FUNCTION {name}_changed();")
