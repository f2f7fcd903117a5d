"""TERM and HUP under load, for webs, worker and proxy, as service managers and upgrades send them.

HUP lets gunicorn and nginx begin anew while they serve; after TERM, a web or a worker ends when
what it has in hand is done, and another is started in its place.
"""

import signal
from collections.abc import Callable, Iterator

from portal.drills import scene
from portal.drills.figures import Figure, exactly
from portal.drills.postbox import Postbox
from portal.drills.sending import READERS, SENDERS, Senders, crowd, found, stored
from portal.drills.servers import start_worker
from portal.drills.stage import Process, Stage, end
from portal.drills.worker import LEFT, NEWEST, count, wait_until

TITLE = "TERM and HUP under load"
FORMS, EACH = 280, 150
# Seconds, half of what the proxy waits for. A web takes requests from the moment at which it begins
# to load, and two of them load at once here, with all else on the same machine.
SLOWEST = 15


def run(stage: Stage) -> Iterator[Figure]:
    """One signal after the other."""
    postbox = Postbox(stage)
    here = scene.prepare(stage, postbox.environment, pooled=True).serve()
    postbox.start()
    workers = [start_worker(stage, here.given)]
    senders = Senders(here.reader)
    senders.fill_in(FORMS, here.primary)
    load = crowd(here.reader, senders)
    codes: list[int] = []
    acts: dict[str, Callable[[], object]] = {
        "nothing": lambda: None,
        "HUP to one web": lambda: here.webs[0].send_signal(signal.SIGHUP),
        "HUP to the other web": lambda: here.webs[1].send_signal(signal.SIGHUP),
        "TERM to one web": lambda: here.replace(0),
        "TERM to the other web": lambda: here.replace(1),
        "HUP to the proxy": here.look_again,
        "HUP to the worker": lambda: _another(here, workers, signal.SIGHUP, codes),
        "TERM to the worker": lambda: _another(here, workers, signal.SIGTERM, codes),
    }
    with load.going_on(READERS + SENDERS):
        for name, act in acts.items():
            before, wrong = load.so_far()
            act()
            load.wait_for(EACH)
            after, now_wrong = load.so_far()
            yield exactly(f"{name}: of {after - before} requests failed", now_wrong - wrong, 0)
    yield from found(load, within=SLOWEST)
    yield from stored(senders, here.primary)
    yield exactly("how the workers ended", codes, [0, 0])
    wait_until(lambda: count(here.primary, LEFT) == 0)
    ids = postbox.ids()
    yield Figure("mails sent", len(ids), "some", len(ids) > len(senders.taken))
    yield exactly("mails sent twice", len(ids) - len(set(ids)), 0)


def _another(
    here: scene.Scene, workers: list[Process], number: int, codes: list[int]
) -> None:  # fmt: skip
    """End the worker with mail in hand, and start one in its place."""
    newest = count(here.primary, NEWEST)
    codes.append(end(workers[-1], number))
    workers.append(start_worker(here.stage, here.given))
    wait_until(lambda: count(here.primary, NEWEST) > newest)
