"""What a backup has to bring back: every table's count, every policy, and who made it of what."""

import datetime
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import psycopg
from django.conf import settings
from django.db.migrations.loader import MigrationLoader
from psycopg import sql

from portal.backup.addresses import OWNER, WEB
from portal.backup.trouble import Trouble
from portal.drills.figures import commit

FORMAT = 1
Connection = psycopg.Connection[tuple[Any, ...]]
TABLES = """
SELECT c.relname, c.relrowsecurity FROM pg_class c
WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace ORDER BY 1
"""
POLICIES = "SELECT tablename, policyname FROM pg_policies WHERE schemaname = 'public' ORDER BY 1, 2"
# What anybody but its owner may do with each table, column, sequence and function.
PRIVILEGES = """
SELECT what, concat_ws(' ', grantee::regrole::text, string_agg(may, ',' ORDER BY may)) FROM (
    SELECT c.relname::text, c.relowner, a.grantee, a.privilege_type
    FROM pg_class c, aclexplode(c.relacl) a
    WHERE c.relkind IN ('r', 'S', 'v', 'm') AND c.relnamespace = 'public'::regnamespace
    UNION ALL
    SELECT concat(c.relname, '.', t.attname), c.relowner, a.grantee, a.privilege_type
    FROM pg_attribute t JOIN pg_class c ON c.oid = t.attrelid, aclexplode(t.attacl) a
    WHERE c.relnamespace = 'public'::regnamespace
    UNION ALL
    SELECT p.oid::regprocedure::text, p.proowner, a.grantee, a.privilege_type
    FROM pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
    WHERE p.pronamespace = 'public'::regnamespace
) known (what, owner, grantee, may) WHERE grantee <> owner GROUP BY what, grantee ORDER BY 1, 2
"""
MIGRATIONS = "SELECT app, name FROM django_migrations ORDER BY 1, 2"


@dataclass(frozen=True)
class Manifest:
    """Of one backup. Nothing personal."""

    made_at: str
    commit: str
    server: int  # PostgreSQL's major version
    owner: str
    web: str
    counts: Mapping[str, int]
    secured: tuple[str, ...]  # tables with row-level security
    policies: tuple[str, ...]  # "table.policy"
    privileges: tuple[str, ...]  # "table.role DELETE,INSERT"
    migrations: tuple[str, ...]  # "app.name"
    format: int = FORMAT

    def text(self) -> bytes:
        """As the file has it."""
        return json.dumps(asdict(self), indent=1).encode()

    @property
    def moment(self) -> datetime.datetime:
        """When the backup was made."""
        return datetime.datetime.fromisoformat(self.made_at)


def parsed(text: bytes) -> Manifest:
    """Raises Trouble for a format that only a later release knows."""
    found = json.loads(text)
    if found.get("format") != FORMAT:
        raise Trouble("The backup is in a format that this release does not know.")
    lists = {
        name: tuple(found[name]) for name in ("secured", "policies", "privileges", "migrations")
    }
    return Manifest(**found | lists)


def describe(connection: Connection) -> Manifest:
    """What the connection's transaction sees."""
    tables = connection.execute(TABLES).fetchall()
    return Manifest(
        made_at=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        commit=code(),
        server=connection.info.server_version // 10_000,
        owner=settings.DATABASES[OWNER]["USER"],
        web=settings.DATABASES[WEB]["USER"],
        counts={name: count(connection, name) for name, _secured in tables},
        secured=tuple(name for name, is_secured in tables if is_secured),
        policies=_joined(connection, POLICIES),
        privileges=_joined(connection, PRIVILEGES),
        migrations=_joined(connection, MIGRATIONS),
    )


def count(connection: Connection, table: str) -> int:
    """How many rows the connection sees in the table."""
    asked = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))
    found = connection.execute(asked).fetchone()
    return int(found[0]) if found else 0


def newer_than_code(manifest: Manifest) -> list[str]:
    """Migrations of the backup that this release does not have."""
    known = MigrationLoader(None).disk_migrations
    apps = {app for app, _name in known}
    names = {f"{app}.{name}" for app, name in known}
    return [each for each in manifest.migrations
            if each.partition(".")[0] in apps and each not in names]  # fmt: skip


def code() -> str:
    """The commit that runs, or the release's name where there is no git."""
    found = commit(settings.BASE_DIR)
    return settings.RELEASE[:40] if found == "unknown" else found


def _joined(connection: Connection, asked: str) -> tuple[str, ...]:
    rows = connection.execute(asked.encode()).fetchall()
    return tuple(f"{first}.{second}" for first, second in rows)
