"""Queries and bytes of pages: `python -m tests.bench.counts public` or `staff` prints JSON.

Counted as the tests count them, on the bench's own databases.
"""

import json
import sys
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from portal.content_version import VersionReader  # noqa: E402
from tests.bench import staff  # noqa: E402
from tests.newcomers.many import counted  # noqa: E402
from tests.wsgi import Front  # noqa: E402

PUBLIC = {
    "C1a": "/nb/municipalities/senja/",
    "C1c": "/nb/",
    "C1d": "/nb/topics/",
    "C1e": "/nb/search/?q=barnehage",
}
PROXY = {"host": "localhost", "x_forwarded_proto": "https"}


def public() -> dict[str, float]:
    """Of each page the queries of a cold one; of the first one also those of a warm one. The
    version is known, as it is to nearly all requests: it is read twice a second at most."""
    found: dict[str, float] = {"C1f": 0}
    for id, path in PUBLIC.items():
        # What a process reads once, such as the stylesheet, is read.
        Front().get(path, **PROXY)
        front = Front(reader=VersionReader(3600))
        front.cache.reader.current()
        statements = _statements(front, path)
        found[id] = len(statements)
        found["C1f"] += len(statements) - len(set(statements))
        if id == "C1a":
            found["C1b"] = len(_statements(front, path))
    return found


def _statements(front: Front, path: str) -> list[str]:
    with CaptureQueriesContext(connection) as queries:
        reply = front.get(path, **PROXY)
    assert reply.status == 200, reply
    return [query["sql"] for query in queries]


def of_staff() -> dict[str, float]:
    """Queries with session and user, and kB of HTML; nothing that is written stays."""
    about = staff.described()
    client = Client(headers={name.replace("_", "-"): value for name, value in PROXY.items()})
    name, _, value = about["cookie"].partition("=")
    client.cookies[name] = value
    found: dict[str, float] = {}
    pages = {
        "C2a": about["case_list"],
        "C2b": f"{about['case_list']}?q=Kowalski",
        "C2c": about["case_page"],
        "C2d": about["my_day"],
    }
    for id, path in pages.items():
        client.get(path)
        with counted() as cost, transaction.atomic():
            answer = client.get(path)
        assert answer.status_code == 200, path
        found[id] = len(_asked(cost.statements))
        if id in ("C2a", "C2c"):
            found["C3" + {"C2a": "a", "C2c": "b"}[id]] = len(answer.content) / 1000
    return found


def _asked(statements: list[str]) -> list[str]:
    """Without what only the counting itself asks for: a transaction around the request's own."""
    return [each for each in statements if each not in ("BEGIN", "COMMIT", "ROLLBACK")]


def main(what: str) -> dict[str, Any]:
    """What is asked for on the command line."""
    settings.ALLOWED_HOSTS.append("testserver")
    return {"public": public, "staff": of_staff}[what]()


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1])))
