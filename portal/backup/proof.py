"""Whether a database is what a backup's manifest says: counts, policies, a log-in as the web."""

from collections.abc import Iterable
from typing import Any

import psycopg
from psycopg import sql

from portal import readiness
from portal.backup import manifest
from portal.backup.addresses import OWNER, WEB, connect
from portal.backup.manifest import Manifest

Connection = psycopg.Connection[tuple[Any, ...]]
HARMLESS = """
SELECT rolsuper OR rolbypassrls OR EXISTS (
    SELECT FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user
) FROM pg_roles WHERE rolname = current_user
"""
ACTIVE = "SELECT row_security_active(to_regclass(%s))"


def faults(wanted: Manifest) -> list[str]:
    """What is not as it was, in words for operators."""
    try:
        with connect(OWNER) as connection:
            found = manifest.describe(connection)
        with connect(WEB, autocommit=True) as connection:
            return [*_different(wanted, found), *_open_to_the_web(connection, wanted.secured)]
    except psycopg.OperationalError:
        return ["nobody can log in as the web role"]


def _different(wanted: Manifest, found: Manifest) -> Iterable[str]:
    for table in sorted(wanted.counts.keys() | found.counts.keys()):
        before, now = wanted.counts.get(table), found.counts.get(table)
        if before != now:
            yield f"{table}: {_rows(before)} in the backup, {_rows(now)} here"
    for what, before_all, now_all in (
        ("row-level security of", wanted.secured, found.secured),
        ("policy", wanted.policies, found.policies),
        ("privilege", wanted.privileges, found.privileges),
    ):
        yield from (f"{what} {each} is missing" for each in sorted({*before_all} - {*now_all}))
        yield from (f"{what} {each} is new" for each in sorted({*now_all} - {*before_all}))
    # Not from the file alone: a backup of an unguarded database is none that we want back.
    for table in readiness.confidential_tables():
        if table in found.counts and table not in found.secured:
            yield f"row-level security of {table} is missing"


def _open_to_the_web(connection: Connection, secured: Iterable[str]) -> Iterable[str]:
    """The connection is the web role's own log-in."""
    row = connection.execute(HARMLESS).fetchone()
    if row is None or row[0]:
        yield "the web role is a superuser, or owns tables"
    for table in secured:
        active = connection.execute(ACTIVE, [table]).fetchone()
        if active is not None and active[0] is False:
            yield f"row-level security is off for {table}"
        elif _sees_rows(connection, table):
            yield f"the web role sees rows of {table} without a scope"


def _sees_rows(connection: Connection, table: str) -> bool:
    asked = sql.SQL("SELECT EXISTS (SELECT FROM {})").format(sql.Identifier(table))
    try:
        row = connection.execute(asked).fetchone()
    except psycopg.Error:
        return False  # refused, as without a scope it should be
    return row is None or bool(row[0])


def _rows(number: int | None) -> str:
    return "no table" if number is None else f"{number} rows"
