"""The database is killed under load, as a crash does it, and starts again three seconds later.

Two people read and two send enquiries meanwhile, through nginx, two webs and pgbouncer. Its
processes are killed (SIGKILL), all at once; then it is stopped without a word ("immediate").
"""

import signal
import time
from collections.abc import Callable, Iterator

from portal.drills import scene
from portal.drills.figures import Figure, at_most, exactly
from portal.drills.sending import KEPT, READERS, SENDERS, Senders, crowd, found, stored
from portal.drills.stage import Stage, end

TITLE = "Database killed and restarted under load"
TOLD_WITHIN, WELL_WITHIN = 2, 5  # seconds
AWAY = 3.0
FORMS = 250


def run(stage: Stage) -> Iterator[Figure]:
    """Kill it, stop it without a word, and count."""
    here = scene.prepare(stage, pooled=True).serve()
    senders = Senders(here.reader)
    yield from _lost(here, senders, "killed", here.primary.crash)
    yield from _lost(here, senders, "stopped", lambda: end(here.primary.process, signal.SIGQUIT))


def _lost(
    here: scene.Scene, senders: Senders, how: str, go: Callable[[], object]
) -> Iterator[Figure]:
    senders.fill_in(FORMS, here.primary)
    load = crowd(here.reader, senders)
    with load.going_on(READERS + SENDERS):
        load.wait_for(80)
        go()
        time.sleep(AWAY)
        page = here.reader().get(KEPT)
        here.primary.start()
        back = time.monotonic()
        load.wait_for(200)
    kept = page.status, page.headers.get("x-cache-status")
    for each in (
        *found(load, within=TOLD_WITHIN),
        exactly("a kept page meanwhile: status, and how the proxy has it", kept, (200, "STALE")),
        *stored(senders, here.primary),
        at_most("well again after the database is, in",
                round(max(0.0, load.last_failure - back), 1), WELL_WITHIN, " s"),
    ):  # fmt: skip
        yield each.of(how)
