"""The test databases: made once, kept as templates, copied for whoever needs one.

Migrating takes four seconds and loading the content as long again; a copy takes a twentieth of one.
A template stays in the cluster, from run to run, until what it is made from changes. The processes
of a run make and copy it one at a time: what is being made cannot be copied.
"""

import os
import subprocess
import sys
from urllib.parse import quote, urlencode

import psycopg
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connections
from psycopg import sql

PACK = settings.BASE_DIR / "municipalities" / "content" / "midt-troms"
# Runs at the same time need names of their own; the processes of one run share its templates.
RUN = os.environ.get("TEST_DATABASE", "test_landgang")
TEST_DATABASE = "_".join(filter(None, [RUN, os.environ.get("PYTEST_XDIST_WORKER")]))

# The templates: the tables alone, and the tables with the content of Midt-Troms.
EMPTY, FILLED = f"{RUN}_template_empty", f"{RUN}_template_filled"
STEPS = {
    EMPTY: ("template0", [["ensure_roles"], ["migrate"]]),
    FILLED: (EMPTY, [["load_region", str(PACK)]]),
}
DROP = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
CREATE = sql.SQL("CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8'")
# Nobody misses a test's rows after a power cut: commits need not wait for the disk.
HURRY = sql.SQL("ALTER DATABASE {} SET synchronous_commit = off")
SAY_MADE_FROM = sql.SQL("COMMENT ON DATABASE {} IS {}")
MADE_FROM = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"


def maker() -> str:
    """The alias of the role that may make databases."""
    return "bootstrap" if "bootstrap" in settings.DATABASES else "owner"


# The database that is there before any test: where the others are made from.
BASE = settings.DATABASES[maker()]["NAME"]


def address(alias: str, database: str | None = None) -> str:
    """The address of a database with the role, password and server of a configured one."""
    config = settings.DATABASES[alias]
    options = {key.lower(): str(config[key]) for key in ("HOST", "PORT") if config.get(key)}
    login = quote(config["USER"], safe="")
    if config.get("PASSWORD"):
        login += ":" + quote(config["PASSWORD"], safe="")
    return f"postgres://{login}@/{database or config['NAME']}?{urlencode(options)}"


def use(name: str) -> None:
    """Lead all connections of this process to the database."""
    for alias in settings.DATABASES:
        connections[alias].close()
        settings.DATABASES[alias]["NAME"] = name
        connections[alias].settings_dict["NAME"] = name
    # Its numbers are those of the database before.
    ContentType.objects.clear_cache()


def copy(template: str, name: str) -> None:
    """Make the database anew from the template, and the template first if it is out of date."""
    with connected() as connection:
        connection.execute("SELECT pg_advisory_lock(hashtext(%s))", [RUN])
        make_template(connection, template)
        make(connection, name, template)


def drop(name: str) -> None:
    """Drop the database, whoever is connected to it."""
    with connected() as connection:
        connection.execute(DROP.format(sql.Identifier(name)))


def connected() -> psycopg.Connection:
    """To the base, as who may make databases; not Django's, which few tests may use."""
    return psycopg.connect(address(maker(), BASE), autocommit=True)


def make(connection: psycopg.Connection, name: str, template: str) -> None:
    connection.execute(DROP.format(sql.Identifier(name)))
    connection.execute(CREATE.format(sql.Identifier(name), sql.Identifier(template)))
    connection.execute(HURRY.format(sql.Identifier(name)))


def make_template(connection: psycopg.Connection, name: str) -> None:
    """Make the template unless it is there and of today's code and content."""
    fingerprint = os.environ["TEST_FINGERPRINT"]
    if connection.execute(MADE_FROM, [name]).fetchone() == (fingerprint,):
        return
    below, steps = STEPS[name]
    if below in STEPS:
        make_template(connection, below)
    make(connection, name, below)
    for step in steps:
        manage(name, *step)
    connection.execute(SAY_MADE_FROM.format(sql.Identifier(name), sql.Literal(fingerprint)))


def manage(database: str, *arguments: str) -> None:
    """Run manage.py on the database, in a process of its own; say what it said if it fails."""
    addresses = {"DATABASE_URL": address("default", database)}
    if "bootstrap" in settings.DATABASES:
        addresses = {"DATABASE_URL": address("bootstrap", database)}
    elif "owner" in settings.DATABASES:
        addresses["DATABASE_OWNER_URL"] = address("owner", database)
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments, "--verbosity=0"],
        cwd=settings.BASE_DIR,
        env=os.environ | addresses,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"manage.py {' '.join(arguments)} failed:\n{done.stderr}")
