"""Two workers look at the clock at once, twenty times a second, and each duty is done once.

Each round makes every duty due again; both see that at the same moment.
"""

import time
from collections.abc import Iterator

from portal.drills import scene
from portal.drills.figures import Figure, exactly
from portal.drills.servers import Cluster, start_worker
from portal.drills.stage import Stage
from portal.drills.worker import count, wait_until
from portal.duties import DUTIES

TITLE = "Two schedulers at once"
ROUNDS, TICK, EACH = 10, 0.05, 1.0  # seconds
NOTE = """
CREATE TABLE drill_step (name text, before timestamptz, after timestamptz);
CREATE FUNCTION drill_note() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
AS $$ BEGIN
    INSERT INTO drill_step VALUES (NEW.name, OLD.done_for, NEW.done_for);
    RETURN NEW;
END $$;
CREATE TRIGGER drill_note AFTER UPDATE ON portal_duty
FOR EACH ROW WHEN (current_user <> 'postgres') EXECUTE FUNCTION drill_note()
"""
# No two rounds go back to the same moment: a step that is there twice was done twice.
AGAIN = "UPDATE portal_duty SET done_for = done_for - make_interval(days => 30, secs => %s)"
DUE = "SELECT count(*) FROM portal_duty WHERE done_for < now() - interval '20 days'"
ASKED = "SELECT count(*) FROM procrastinate_jobs WHERE task_name = ANY(%s)"
BEGUN = """
SELECT count(*) FROM procrastinate_events event JOIN procrastinate_jobs job ON job.id = event.job_id
WHERE event.type = 'started' AND task_name = ANY(%s)
"""


def run(stage: Stage) -> Iterator[Figure]:
    """Make duties due, and count what was put into the queue."""
    here = scene.prepare(stage)
    tasks = [duty.task.name for duty in DUTIES]
    for _ in range(2):
        start_worker(stage, here.given, tick=TICK)
    known = "SELECT count(*) FROM portal_duty"
    wait_until(lambda: count(here.primary, known) == len(DUTIES))
    here.primary.ask(NOTE)
    before = count(here.primary, ASKED, tasks)
    for number in range(ROUNDS):
        here.primary.ask(AGAIN, number)
        wait_until(lambda: count(here.primary, DUE) == 0)
        time.sleep(EACH)
    yield from _found(here.primary, tasks, before)


def _found(cluster: Cluster, tasks: list[str], before: int) -> Iterator[Figure]:
    steps = count(cluster, "SELECT count(*) FROM drill_step")
    distinct = count(cluster, "SELECT count(*) FROM (SELECT DISTINCT * FROM drill_step) AS step")
    wanted = ROUNDS * len(DUTIES)
    # What is due each minute may have become due by itself besides.
    yield Figure(f"{len(DUTIES)} duties, due {ROUNDS} times: noted as done", steps,
                 f"{wanted}, and what the clock adds",
                 wanted <= steps <= wanted + ROUNDS)  # fmt: skip
    yield exactly("of these noted twice", steps - distinct, 0)
    yield exactly("put into the queue", count(cluster, ASKED, tasks) - before, steps)
    asked = "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')"
    wait_until(lambda: count(cluster, asked) == 0, within=120)
    begun, all_ = count(cluster, BEGUN, tasks), count(cluster, ASKED, tasks)
    yield exactly("begun, of all that were ever asked for", begun, all_)
