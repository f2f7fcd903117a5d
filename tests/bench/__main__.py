"""`python -m tests.bench [--only A,C] [--quick]`: measure, print, write docs/bench, and fail where
something is below its floor."""

import argparse
import datetime
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

os.environ.setdefault("TEST_DATABASE", "bench")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

import django  # noqa: E402, I001

import tests.environment  # noqa: E402, F401  (starts PostgreSQL before the settings are read)

django.setup()

from django.conf import settings  # noqa: E402

from tests.bench import case_log, databases, delivery, pages, picture, server  # noqa: E402
from tests.bench.goals import Verdict, table, verdicts  # noqa: E402

OUT = settings.BASE_DIR / "docs" / "bench"
GROUPS = "ABCD"
THOROUGH, QUICK = pages.Effort(0.5, 15), pages.Effort(0.4, 3)
# Of other work on the machine, in processes that want a core: more, and rates say little.
QUIET = 0.5
Numbers = dict[str, Any]


def main() -> int:
    """Exit code 1 where a measure is below its floor."""
    options = _options()
    groups = "".join(sorted(set(options.only.upper()) & set(GROUPS)))
    begin = time.monotonic()
    load = os.getloadavg()[0]
    measured, numbers = measure(groups, QUICK if options.quick else THOROUGH)
    found = verdicts(measured)
    say(f"\n{table(found)}\n")
    say(f"It took {(time.monotonic() - begin) / 60:.1f} minutes. A1 is derived from A2: what others"
        " do beside “limit” was measured once, and is in tests/bench/pages.py.")  # fmt: skip
    if load > QUIET:
        say(f"The machine was busy before this began (load {load:.1f}): take no rate for granted.")
    if groups == GROUPS and not options.quick:
        write(found, numbers | {"load before": {"processes": round(load, 1)}})
    below = [verdict.goal.id for verdict in found if verdict.is_below_floor]
    if below:
        say(f"Below the floor: {', '.join(below)}")
    return 1 if below else 0


def measure(groups: str, effort: pages.Effort) -> tuple[dict[str, float], Numbers]:
    """All measures of the groups, and the numbers they are made of."""
    measured: dict[str, float] = {}
    numbers: Numbers = {}
    with tempfile.TemporaryDirectory(prefix="landgang-bench-") as made:
        folder = Path(made)
        folder.chmod(0o755)
        name = databases.prepared(databases.FEW, say)
        server.collect_static(folder, name)
        for found in pages.measure(folder, effort, groups, say):
            measured |= found[0]
            numbers |= found[1]
        if "B" in groups:
            found = case_log.measure(folder, effort, say)
            measured |= found[0]
            numbers |= found[1]
        if "C" in groups:
            measured |= counted(folder)
        if "D" in groups:
            found = delivery.measure(folder, say)
            measured |= found[0]
            numbers |= found[1]
    for what, each in numbers.items():
        say(f"  {what:42} " + "  ".join(f"{k} {v}" for k, v in each.items()))
    return measured, numbers


def counted(folder: Path) -> dict[str, float]:
    """C: queries and bytes, where there is most to ask for."""
    say("C: queries and bytes")
    found: dict[str, float] = {}
    for what, kind in (("public", databases.FEW), ("staff", databases.BIG_LOG)):
        name = databases.prepared(kind, say)
        found |= json.loads(databases.said_by("tests.bench.counts", name, folder, what))
    return found


def write(found: list[Verdict], numbers: Numbers) -> None:
    """docs/bench/latest.json and ratios.svg."""
    commit = _commit()
    day = datetime.date.today().isoformat()
    OUT.mkdir(parents=True, exist_ok=True)
    report = {
        "commit": commit,
        "date": day,
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "measures": {
            verdict.goal.id: {
                "what": verdict.goal.what,
                "measured": round(verdict.measured, 3),
                "floor": verdict.goal.floor,
                "goal": verdict.goal.goal,
                "verdict": verdict.word,
            }
            for verdict in found
        },
        "numbers": numbers,
    }
    text = json.dumps(report, indent=1, ensure_ascii=False)
    (OUT / "latest.json").write_text(text + "\n", "utf-8")
    caption = f"Landgang {commit}, {day}, {os.cpu_count()} cores: measured against floor and goal"
    (OUT / "ratios.svg").write_text(picture.ratios(found, caption), "utf-8")
    say(f"Written: {OUT.relative_to(settings.BASE_DIR)}/latest.json and ratios.svg")


def say(line: str) -> None:
    """Print at once."""
    print(line, flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--only", default="A,B,C,D", help="A,C: these groups alone")
    parser.add_argument("--quick", action="store_true", help="a short look; writes no files")
    return parser.parse_args()


def _commit() -> str:
    """The commit that is measured, with a + where the files are not quite it."""

    def git(*arguments: str) -> str:
        command = ["git", *arguments]
        done = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True)
        return done.stdout.strip()

    changed = git("status", "--porcelain", "--untracked-files=no", "--", ".", ":!docs/bench")
    return (git("rev-parse", "--short=10", "HEAD") or "unknown") + ("+" if changed else "")


if __name__ == "__main__":
    sys.exit(main())
