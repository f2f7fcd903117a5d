"""Whether a container's program is well: `python -m portal.health web`, or `worker`."""

import os
import sys
import urllib.request
from urllib.parse import urlsplit

SILENT = (
    "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '1 minute'"
)


def web() -> bool:
    """Whether the portal can serve. Asked under its own name, the only one that it answers to."""
    host = urlsplit(os.environ["SITE_URL"]).netloc
    asked = urllib.request.Request("http://127.0.0.1:8000/ready", headers={"Host": host})
    with urllib.request.urlopen(asked, timeout=4) as answer:
        return bool(answer.status == 200)


def worker() -> bool:
    """Whether a worker has been heard of in the last minute."""
    import psycopg

    address = os.environ.get("DATABASE_DIRECT_URL") or os.environ["DATABASE_URL"]
    with psycopg.connect(address, connect_timeout=3) as connection:
        row = connection.execute(SILENT).fetchone()
        return row is not None and row[0] > 0


if __name__ == "__main__":
    try:
        is_well = {"web": web, "worker": worker}[sys.argv[1]]()
    except Exception as error:
        sys.exit(type(error).__name__)
    sys.exit(not is_well)
