"""The primary is killed under load, its replica takes over, and the webs find it by themselves.

The replica is synchronous (`synchronous_standby_names = '*'` on the primary): a write is
acknowledged when both have it, so none that was acknowledged is lost. Without that setting, those
of the last moments may be. The webs' address names both servers, with
`target_session_attrs=read-write`; nobody restarts them. Somebody promotes the replica three
seconds after the primary was killed.
"""

import time
from collections.abc import Iterator

from portal.drills import scene
from portal.drills.figures import Figure, at_most, exactly
from portal.drills.sending import READERS, SENDERS, Senders, crowd, found, stored
from portal.drills.servers import Cluster
from portal.drills.stage import Stage

TITLE = "Failover to a streaming replica under load"
TOLD_WITHIN, WELL_WITHIN = 2, 5  # seconds
UNNOTICED = 3.0
FORMS = 250
FOLLOWING = "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'"


def run(stage: Stage) -> Iterator[Figure]:
    """Kill the primary, promote the replica, and count."""
    here = scene.prepare(stage)
    replica = Cluster(stage, "replica", here.primary.passwords)
    replica.follow(here.primary)
    _wait_for_both(here.primary, stage)
    here.given["DATABASE_URL"] = _either(here.primary, replica)
    here.serve()
    senders = Senders(here.reader)
    senders.fill_in(FORMS, here.primary)
    load = crowd(here.reader, senders)
    with load.going_on(READERS + SENDERS):
        load.wait_for(80)
        here.primary.crash()
        time.sleep(UNNOTICED)
        replica.ask("SELECT pg_promote()")
        back = time.monotonic()
        load.wait_for(200)
    yield from found(load, within=TOLD_WITHIN)
    yield from stored(senders, replica)
    yield at_most("well again after the replica took over, in",
                  round(max(0.0, load.last_failure - back), 1), WELL_WITHIN, " s")  # fmt: skip
    status = [here.reader().get("/nb/").status, *_ready(here)]
    yield exactly("the start page, and /ready of both webs", status, [200, 200, 200])


def _wait_for_both(primary: Cluster, stage: Stage) -> None:
    """After the copy was made: a replica that takes over must not wait for one of its own."""
    primary.ask("ALTER SYSTEM SET synchronous_standby_names = '*'")
    primary.ask("SELECT pg_reload_conf()")
    stage.wait("replica", None, lambda: primary.ask(FOLLOWING)[0] == (1,))


def _either(primary: Cluster, replica: Cluster) -> str:
    """Whichever of the two takes writes."""
    return (
        f"postgres://landgang_web:{primary.passwords.web}@/landgang?host=127.0.0.1,127.0.0.1"
        f"&port={primary.port},{replica.port}&target_session_attrs=read-write"
    )


def _ready(here: scene.Scene) -> list[int]:
    return [here.past_proxy(number).get("/ready").status for number in (0, 1)]
