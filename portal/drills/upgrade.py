"""An upgrade under load: the release before, the tables of this one, both at once, and back."""

import subprocess
import tarfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

from django.conf import settings

from portal.drills import cast
from portal.drills.asking import Load, Visitor
from portal.drills.figures import Figure, exactly
from portal.drills.servers import (
    Cluster,
    Passwords,
    as_owner,
    environment,
    start_proxy,
    start_web,
    start_worker,
)
from portal.drills.stage import Missing, Stage, end

TITLE = "Upgrade without downtime: old code on new tables, new on old, side by side, and back"
PACK = "municipalities/content/midt-troms"
# But those that stand for older ones: an upgrade does not run them.
MIGRATIONS = ("*/migrations/*.py", ":(exclude)*_squashed_*")
VISITORS, EACH_PHASE = 4, 120
PREPARED = (["ensure_roles"], ["migrate"], ["messages"], ["collectstatic", "--noinput"])


def run(stage: Stage) -> Iterator[Figure]:
    """Serve the old release, migrate, replace one web after the other, and go back, under load."""
    ref = stage.old or _before_newest_migration()
    old = _unpacked(ref, stage.folder / "old")
    stage.versions["the release before"] = ref[:9]
    primary = Cluster(stage, "primary", Passwords())
    primary.make()
    given = environment(stage, primary)
    # Each release has its own static files, as each image has.
    before = given | {"STATIC_ROOT": str(stage.folder / "static-old"), "RELEASE": "old"}
    after = given | {"STATIC_ROOT": str(stage.folder / "static-new"), "RELEASE": "new"}
    stage.say(f"Preparing the release before ({ref[:9]})")
    _prepare_old(stage, primary, before, old)
    tables = _migrations(primary)
    ports = stage.port(), stage.port()
    webs = [start_web(stage, f"old-{n}", port, before, cwd=old) for n, port in enumerate(ports)]
    worker = start_worker(stage, before, cwd=old)
    proxy = start_proxy(stage, ports)
    load = Load(_asking(proxy.secure, proxy.certificate))

    def replace(which: int, given: dict[str, str] = after, cwd: Path | None = None) -> None:
        """As docs/deployment.md says."""
        _replace(stage, webs, ports, which, given, cwd)
        proxy.look_again()

    yield exactly("new code on the old tables: its /ready", _readiness_of(stage, after), 503)
    with load.going_on(VISITORS):
        for name, act in {
            "the release before": lambda: None,
            "its code while the tables change": lambda: _migrate(stage, primary, after),
            "its code on the new tables": lambda: None,
            "one web replaced": lambda: replace(0),
            "old and new side by side": lambda: None,
            "the other web replaced": lambda: replace(1),
            "the worker replaced": lambda: _replace_worker(stage, worker, after),
            "back to the release before, on the new tables": lambda: replace(0, before, old),
            "and on again": lambda: replace(0),
        }.items():
            yield _phase(name, load, act)
    changed = _migrations(primary) - tables
    yield Figure("migrations that were applied", changed, "one or more", changed > 0)
    kinds = dict(load.failures)
    yield exactly(f"of all {load.count} requests failed", kinds, {})
    ready = [Visitor(port).get("/ready").status for port in ports]
    yield exactly("/ready of both webs", ready, [200, 200])


def _phase(name: str, load: Load, act: Callable[[], object]) -> Figure:
    """Do it, wait for some requests more, and say how many failed meanwhile."""
    count, failed = load.so_far()
    act()
    load.wait_for(EACH_PHASE)
    more, wrong = load.so_far()
    what = f"{name}: of {more - count} requests failed"
    return exactly(what, wrong - failed, 0)


def _asking(port: int, certificate: Path) -> Callable[[int], str]:
    """Readers who search (never kept), read and send; and staff with their list."""
    people = [Visitor(port, certificate) for _ in range(VISITORS)]
    people[0].log_in(cast.email_of(cast.PLACES[0]), cast.PASSWORD)

    def ask(number: int) -> str:
        person = people[number]
        if number == 0:
            status = person.get("/admin/newcomers/enquiry/").status
        elif number == 1:
            status = person.get("/nb/search/?q=barnehage").status
        elif number == 2:
            sent = {"page": "/topics/", "useful": "yes"}
            status = person.post("/nb/feedback/", sent).status
            # Too many from one address is an answer, and a page of its own.
            status = 200 if status in (303, 429) else status
        else:
            status = person.get("/de/municipalities/senja/?beside=nb").status
        return "" if status == 200 else f"{number}: {status}"

    return ask


def _prepare_old(stage: Stage, primary: Cluster, given: dict[str, str], old: Path) -> None:
    owner = as_owner(primary, given)
    for words in (*PREPARED, ["load_region", PACK]):
        stage.manage(owner, *words, "-v0", cwd=old)
    stage.manage(owner, "shell", "-c", _CAST, "-v0", cwd=old)


# The release before need not have this file.
_CAST = Path(cast.__file__).read_text() + "\nmake()\n"


def _migrate(stage: Stage, primary: Cluster, given: dict[str, str]) -> None:
    owner = as_owner(primary, given)
    for words in PREPARED:
        stage.manage(owner, *words, "-v0")


def _replace(
    stage: Stage, webs: list[subprocess.Popen[bytes]], ports: tuple[int, int], which: int,
    given: dict[str, str], cwd: Path | None,
) -> None:  # fmt: skip
    end(webs[which])
    webs[which] = start_web(stage, f"{given['RELEASE']}-{which}", ports[which], given, cwd=cwd)


def _readiness_of(stage: Stage, given: dict[str, str]) -> int:
    """What a web that no proxy knows answers who asks whether it is ready."""
    port = stage.port()
    web = start_web(stage, "too-early", port, given)
    status = Visitor(port).get("/ready").status
    end(web)
    return status


def _replace_worker(
    stage: Stage, worker: subprocess.Popen[bytes], given: dict[str, str]
) -> None:  # fmt: skip
    end(worker)
    start_worker(stage, given)


def _migrations(cluster: Cluster) -> int:
    return int(str(cluster.ask("SELECT count(*) FROM django_migrations")[0][0]))


def _unpacked(ref: str, folder: Path) -> Path:
    """The files of the commit, in a folder. Raises Missing."""
    done = _git("archive", ref)
    with tarfile.open(fileobj=BytesIO(done)) as files:
        files.extractall(folder, filter="data")
    return folder


def _before_newest_migration() -> str:
    """HEAD where the working tree has migrations that it has not, else the commit before those."""
    if _git("status", "--porcelain", "--", *MIGRATIONS):
        return _git("rev-parse", "HEAD").decode().strip()
    newest = _git("log", "-1", "--format=%H", "--diff-filter=A", "--", *MIGRATIONS).decode().strip()
    return _git("rev-parse", f"{newest}^").decode().strip()


def _git(*words: str) -> bytes:
    asked = ["git", "-C", str(settings.BASE_DIR), *words]
    try:
        return subprocess.run(asked, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        raise Missing("The release before comes from git, and git has no answer.") from error
