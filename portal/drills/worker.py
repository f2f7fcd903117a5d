"""Workers are killed (SIGKILL) with mail in hand, one after the other, and the mail server is away.

A real mail server takes a tenth of a second for each mail. A mail that a killed worker had in hand
may come twice, with the same Message-ID, so that a mail program shows it once.
"""

import time
from collections.abc import Callable, Iterator

from portal.drills import scene
from portal.drills.figures import Figure, at_most, exactly
from portal.drills.postbox import Postbox
from portal.drills.servers import HOST, Cluster, start_worker
from portal.drills.stage import Missing, Stage, end
from portal.lib.worker import CONCURRENCY

TITLE = "Worker killed with mail in hand, and mail server away"
MAILS, KILLS, AWAY, SENT_WITHIN = 120, 6, 5.0, 60
QUEUE = """
INSERT INTO procrastinate_jobs (queue_name, task_name, args)
SELECT 'mail', 'portal.account_changed', jsonb_build_object(
    'user', (SELECT min(id) FROM portal_user), 'change', 'password', 'occasion', 'n' || number)
FROM generate_series(1, %s) AS number
"""
IN_HAND = """
SELECT count(*) FROM procrastinate_jobs
WHERE status = 'doing' AND queue_name = 'mail' AND worker_id > %s
"""
NEWEST = "SELECT coalesce(max(id), 0) FROM procrastinate_workers"
LEFT = "SELECT count(*) FROM procrastinate_jobs WHERE status <> 'succeeded'"


def run(stage: Stage) -> Iterator[Figure]:
    """Kill workers, take the mail server away, and count what came."""
    postbox = Postbox(stage)
    here = scene.prepare(stage, postbox.environment)
    here.primary.ask("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")
    here.primary.ask(QUEUE, MAILS)
    server = postbox.start()
    for number in range(KILLS):
        _kill_one(here, postbox)
        stage.say(f"  {number + 1} killed, {len(postbox.ids())} mails came")
    start_worker(stage, here.given)
    known = len(postbox.ids())
    wait_until(lambda: len(postbox.ids()) > known + 2 * CONCURRENCY)
    end(server)
    time.sleep(AWAY)
    left = count(here.primary, LEFT)
    postbox.start()
    began = time.monotonic()
    wait_until(lambda: count(here.primary, LEFT) == 0)
    yield from _found(postbox, left, time.monotonic() - began)


def _kill_one(here: scene.Scene, postbox: Postbox) -> None:
    """Start a worker, and kill it when it has sent some mails and has others in hand."""
    newest = count(here.primary, NEWEST)
    known = len(postbox.ids())
    worker = start_worker(here.stage, here.given)
    wait_until(lambda: len(postbox.ids()) > known + CONCURRENCY)
    wait_until(lambda: count(here.primary, IN_HAND, newest) > 0)
    worker.kill()
    worker.wait()


def _found(postbox: Postbox, left: int, seconds: float) -> Iterator[Figure]:
    ids = postbox.ids()
    wanted = {f"<account_changed.n{number}@{HOST}>" for number in range(1, MAILS + 1)}
    yield Figure("workers killed with mail in hand", KILLS, "", True)
    yield Figure(f"mails that waited while the server was away for {AWAY:g} s", left, "some",
                 left > 0)  # fmt: skip
    yield exactly("mails asked for", len(wanted), MAILS)
    yield exactly("mails lost", len(wanted - set(ids)), 0)
    yield at_most("mails that came twice", len(ids) - len(set(ids)), (KILLS + 1) * CONCURRENCY)
    yield exactly("mails that nobody asked for", len(set(ids) - wanted), 0)
    yield at_most("all sent after the server was back", round(seconds, 1), SENT_WITHIN, " s")


def count(cluster: Cluster, statement: str, *values: object) -> int:
    """The first number of the answer."""
    return int(str(cluster.ask(statement, *values)[0][0]))


def wait_until(is_so: Callable[[], bool], within: float = SENT_WITHIN) -> None:
    """Raises Missing when it does not become so."""
    deadline = time.monotonic() + within
    while not is_so():
        if time.monotonic() > deadline:
            raise Missing("What was waited for did not happen.")
        time.sleep(0.02)
