"""Somebody holds a lock on the table of enquiries; then storing one takes ten seconds.

Statements of the web role end after three seconds, and it waits one second for a lock. Who sends is
told to come back; who reads is served meanwhile.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from portal.drills import scene
from portal.drills.asking import Load
from portal.drills.figures import Figure, at_most, exactly
from portal.drills.sending import KINDLY, READERS, SENDERS, Senders, crowd, found, stored
from portal.drills.servers import Cluster
from portal.drills.stage import Stage

TITLE = "A lock that is held, and a statement that takes long"
# Seconds: the lock, the statement, and readers who have nothing to do with either.
LOCK_TOLD, SLOW_TOLD, READ_WITHIN = 2, 4, 2
HELD = 6.0
FORMS = 200
LIST, OTHER = "/admin/newcomers/enquiry/", "/admin/hosting/coordinator/"
SLOW = """
CREATE FUNCTION drill_slow() RETURNS trigger LANGUAGE plpgsql
AS $$ BEGIN PERFORM pg_sleep(10); RETURN NEW; END $$;
CREATE TRIGGER drill_slow BEFORE INSERT ON newcomers_enquiry
FOR EACH ROW EXECUTE FUNCTION drill_slow()
"""


def run(stage: Stage) -> Iterator[Figure]:
    """Hold the lock, then make it slow."""
    here = scene.prepare(stage).serve()
    senders = Senders(here.reader)
    senders.fill_in(FORMS, here.primary)
    load = crowd(here.reader, senders)
    with load.going_on(READERS + SENDERS):
        load.wait_for(60)
        with _locked(here.primary):
            yield from _staff(here)
            time.sleep(HELD)
        load.wait_for(60)
    yield from _figures("lock", load, LOCK_TOLD)
    load = crowd(here.reader, senders)
    here.primary.ask(SLOW)
    with load.going_on(READERS + SENDERS):
        time.sleep(HELD)
        here.primary.ask("DROP TRIGGER drill_slow ON newcomers_enquiry")
        load.wait_for(60)
    yield from _figures("slow statement", load, SLOW_TOLD)
    yield from stored(senders, here.primary)


def _figures(what: str, load: Load, told: float) -> Iterator[Figure]:
    reading = max(load.waits[number] for number in range(READERS))
    for each in (
        *found(load, within=told),
        Figure("who sent meanwhile was told so", load.failures[KINDLY], "2 or more",
               load.failures[KINDLY] >= 2),
        at_most("the longest wait of who reads", round(reading, 2), READ_WITHIN, " s"),
    ):  # fmt: skip
        yield each.of(what)


def _staff(here: scene.Scene) -> Iterator[Figure]:
    """Pages of staff: one that needs the table, and one that does not."""
    here.staff.get(OTHER)
    started = time.monotonic()
    page = here.staff.get(LIST)
    seconds = round(time.monotonic() - started, 1)
    told = page.status, page.headers.get("retry-after")
    yield exactly("lock: staff's list of enquiries: status, Retry-After", told, (503, "30"))
    yield at_most("lock: told so within", seconds, LOCK_TOLD, " s")
    yield exactly("lock: staff's list of host contacts", here.staff.get(OTHER).status, 200)


@contextmanager
def _locked(cluster: Cluster) -> Iterator[None]:
    """Nobody reads or writes the table meanwhile."""
    address = cluster.address("postgres", cluster.passwords.superuser)
    with psycopg.connect(address) as connection:
        connection.execute("LOCK TABLE newcomers_enquiry IN ACCESS EXCLUSIVE MODE")
        yield
