"""Row-level security behind a real pooler that lends its connections by the transaction."""

import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, connections

from newcomers.models import Enquiry
from portal.drills.servers import start_pooler
from portal.drills.stage import Stage
from portal.lib.scope import scoped
from tests.factories import MunicipalityFactory, received_enquiry

CLIENTS, POOLED, REQUESTS = 8, 3, 1200
WEB = "default"
PATH = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin"])


@pytest.fixture
def pooled(transactional_db: None) -> Iterator[None]:
    """All new connections of the web role lead through pgbouncer, with three behind it."""
    if shutil.which("pgbouncer", path=PATH) is None:
        pytest.skip("pgbouncer is missing (package pgbouncer)")
    config = settings.DATABASES[WEB]
    server = f"host={config['HOST']} port={config['PORT'] or 5432}"
    # Its socket lies in a folder that only the user of the embedded server may enter.
    user = Path(config["HOST"]).owner() if config["HOST"].startswith("/") else "postgres"
    with Stage(lambda _line: None, user=user) as stage:
        port = start_pooler(stage, server, config["PASSWORD"], size=POOLED, database=config["NAME"])
        given = dict(connections.settings[WEB])
        lead = {"HOST": "127.0.0.1", "PORT": str(port), "NAME": "landgang"}
        connections.settings[WEB].update(lead)
        try:
            yield
        finally:
            connections[WEB].close()
            connections.settings[WEB].update({name: given[name] for name in lead})


@pytest.mark.usefixtures("pooled")
def test_no_client_of_the_pooler_sees_rows_of_another() -> None:
    made = [MunicipalityFactory() for _ in range(4)]
    for municipality in made * 3:
        received_enquiry(municipality)
    places = [each.pk for each in made]
    own: list[int] = []
    foreign: list[int] = []
    pids: set[int] = set()
    errors: list[str] = []

    def ask(number: int) -> None:
        place = places[number % len(places)]
        try:
            for _ in range(REQUESTS // CLIENTS):
                with scoped([place]):
                    seen = list(Enquiry.objects.values_list("municipality_id", flat=True))
                    with connection.cursor() as cursor:
                        cursor.execute("SELECT pg_backend_pid()")
                        pids.add(cursor.fetchone()[0])
                own.append(seen.count(place))
                foreign.append(len(seen) - seen.count(place))
        except Exception as error:
            errors.append(repr(error))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=ask, args=[n]) for n in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert len(own) == REQUESTS
    assert set(own) == {3}, "everybody sees all their own"
    assert sum(foreign) == 0
    assert 1 < len(pids) <= POOLED, "the clients did share the connections"


def test_pooler_is_configured_for_transactions() -> None:
    text = (Path(settings.BASE_DIR) / "docs/deployment/pgbouncer.ini").read_text()
    assert "pool_mode = transaction" in text
    assert "server_reset_query" not in text, "it would run in session mode only"
