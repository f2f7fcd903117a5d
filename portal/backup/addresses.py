"""How PostgreSQL's own programs, and connections past Django's, find the database."""

import os
from typing import Any

import psycopg
from django.conf import settings
from psycopg.conninfo import make_conninfo

from portal.backup.trouble import Trouble

OWNER, WEB = "owner", "default"
# Of Django's OPTIONS, what libpq itself knows.
OF_LIBPQ = frozenset({
    "connect_timeout", "sslcert", "sslkey", "sslmode", "sslpassword", "sslrootcert",
    "target_session_attrs",
})  # fmt: skip


def require_owner() -> None:
    """Raises Trouble where nobody can see and make all tables."""
    if OWNER not in settings.DATABASES:
        raise Trouble("Set DATABASE_OWNER_URL: a backup is made, and restored, by the owner.")


def conninfo(alias: str) -> str:
    """As libpq wants it, without the password, which other processes could read."""
    config = settings.DATABASES[alias]
    options = {name: value for name, value in config["OPTIONS"].items() if name in OF_LIBPQ}
    named = {"host": config["HOST"], "port": config["PORT"], "user": config["USER"],
             "dbname": config["NAME"]}  # fmt: skip
    return make_conninfo(**{name: value for name, value in named.items() if value}, **options)


def connect(alias: str, **more: Any) -> psycopg.Connection[tuple[Any, ...]]:
    """A connection of its own. The owner's waits as long as it takes; the web's keeps its limits,
    since what is set there a pooler would hand on to others."""
    connection = psycopg.connect(
        conninfo(alias), password=settings.DATABASES[alias]["PASSWORD"] or None, **more
    )
    if alias == OWNER:
        for name in ("statement_timeout", "idle_in_transaction_session_timeout"):
            connection.execute("SELECT set_config(%s, '0', false)", [name])
        connection.commit()
    return connection


def programs_environment(alias: str) -> dict[str, str]:
    """What a program of PostgreSQL's gets: the password, and messages in English."""
    password = settings.DATABASES[alias]["PASSWORD"]
    more = {"PGPASSWORD": password} if password else {}
    return os.environ | more | {"LC_ALL": "C"}
