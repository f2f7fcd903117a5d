"""`manage.py ensure_roles`: makes the two database roles, and gives the web role what it may."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, InternalError, OperationalError, connections
from psycopg import sql

# Security.md, "Faults": nothing the web does may hang or hold others up.
TIMEOUTS = {
    "statement_timeout": "3s",
    "lock_timeout": "1s",
    "idle_in_transaction_session_timeout": "10s",
}

LOGINS = (
    "CREATE ROLE {owner} LOGIN CREATEROLE",
    "CREATE ROLE {web} LOGIN",
    "ALTER DATABASE {database} OWNER TO {owner}",
    "ALTER SCHEMA public OWNER TO {owner}",
)
DOORS = (
    "REVOKE ALL ON SCHEMA public FROM PUBLIC",
    "GRANT CONNECT ON DATABASE {database} TO {web}",
    "GRANT USAGE ON SCHEMA public TO {web}",
)
BY_DEFAULT = (
    "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public "
    "GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {web}",
    "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public "
    "GRANT USAGE, SELECT ON SEQUENCES TO {web}",
)

# How often to try when other processes that start do the same at the same moment.
TRIES = 20


class Command(BaseCommand):
    help = "Make the owner role and the web role, or bring them up to date. Safe to run again."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        alias = "bootstrap" if "bootstrap" in settings.DATABASES else "owner"
        if alias not in settings.DATABASES:
            raise CommandError("Set DATABASE_OWNER_URL: the roles are made by the owner.")
        try:
            for _ in range(TRIES):
                if self._ensure(alias):
                    return
            raise CommandError("Other processes change the roles all the time.")
        except OperationalError as error:
            raise CommandError(
                "The database cannot be reached. Is it running, and is its address right?\n"
                f"  {str(error).strip()}"
            ) from error
        except DatabaseError as error:
            raise CommandError(f"The roles could not be made: {str(error).strip()}") from error
        finally:
            connections[alias].close()

    def _ensure(self, alias: str) -> bool:
        """Make the roles; False when PostgreSQL refuses, since another process is at it."""
        owner, web = settings.DATABASES["owner"], settings.DATABASES["default"]
        try:
            with connections[alias].cursor() as cursor:
                if alias == "bootstrap":
                    self._require_superuser(cursor)
                    _make_login(cursor, owner)
                    _own_database(cursor, owner)
                _make_login(cursor, web)
                _grant(cursor, owner["USER"], web["USER"], owner["NAME"])
        except InternalError as error:
            if "concurrently" not in str(error):
                raise
            return False
        return True

    def _require_superuser(self, cursor: Any) -> None:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        if not cursor.fetchone()[0]:
            raise CommandError(
                "A lone DATABASE_URL must be a superuser's, to make the two roles from it.\n"
                "Otherwise set DATABASE_URL (web role) and DATABASE_OWNER_URL (owner)."
            )


def _make_login(cursor: Any, database: dict[str, Any]) -> None:
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [database["USER"]])
    # Nothing of NOSUPERUSER: only a superuser may say so, and the owner need not be one. A web role
    # that is one does not serve (portal.readiness).
    verb = "ALTER" if cursor.fetchone() else "CREATE"
    statement = sql.SQL(verb + " ROLE {} LOGIN PASSWORD {}")
    cursor.execute(statement.format(sql.Identifier(database["USER"]), database["PASSWORD"]))


def _own_database(cursor: Any, owner: dict[str, Any]) -> None:
    role = sql.Identifier(owner["USER"])
    cursor.execute(
        sql.SQL("ALTER DATABASE {} OWNER TO {}").format(sql.Identifier(owner["NAME"]), role)
    )
    cursor.execute(sql.SQL("ALTER SCHEMA public OWNER TO {}").format(role))


def _grant(cursor: Any, owner: str, web: str, database: str) -> None:
    for statement in _statements((*DOORS, *BY_DEFAULT), owner, web, database):
        cursor.execute(statement)


def script(owner: str, web: str, database: str) -> str:
    """Both roles for psql, before a dump is restored by hand; passwords are for its reader.

    Nothing by default: the dump says which table the web role may change, and has the rest.
    """
    statements = _statements((*LOGINS, *DOORS), owner, web, database)
    return "".join(f"{each.as_string()};\n" for each in statements)


def _statements(
    templates: Iterable[str], owner: str, web: str, database: str
) -> Iterator[sql.Composed]:
    names = {
        "owner": sql.Identifier(owner),
        "web": sql.Identifier(web),
        "database": sql.Identifier(database),
    }
    for template in templates:
        yield sql.SQL(template).format(**names)
    for name, value in TIMEOUTS.items():
        yield sql.SQL("ALTER ROLE {} SET {} = {}").format(names["web"], sql.Identifier(name), value)
