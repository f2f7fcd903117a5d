"""What readers get of it: shared caches, workers that begin, and how soon a change is seen."""

import json
import os
import signal
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from tests.bench import databases
from tests.bench.load import memory_mib, request
from tests.bench.pages import BROTLI, HOME, LIST, PAGE, SEARCH
from tests.bench.server import Server, serving
from tests.bench.shared_cache import SharedCache, Stored

VISITORS = 200
STARTS = 5
CHANGES = 5
# A shared cache may keep a page for so long besides.
SHARED_SECONDS = 1.0
SEEN_WITHIN = 8.0  # seconds


def measure(folder: Path, say: Callable[[str], None]) -> tuple[dict[str, float], dict[str, Any]]:
    """D1, D2 and D3."""
    name = databases.prepared(databases.FEW, say)
    times = folder / "times"
    os.environ["BENCH_TIMES"] = str(times)
    hooks = "--config=tests/bench/gunicorn_hooks.py"
    say("D: shared caches, cold start, and how soon a change is seen")
    with serving(name, folder, 1, hooks) as one:
        hits, cookies = visitors_through_a_cache(one)
        starts = [cold_start(one, times) for _ in range(STARTS)]
        for path in (PAGE, HOME, LIST, SEARCH, "/de/", "/en/hosts/", "/nb/organisations/") * 10:
            one.ask(request(path, BROTLI))
        memory = memory_mib(one.workers[0])
    with serving(name, folder, 2) as two:
        about = json.loads(databases.said_by("tests.bench.staff", name, folder))
        with databases.asking("tests.bench.publish", name, folder) as publish:
            seen = [seen_after(two, publish, about["cookie"]) for _ in range(CHANGES)]
    return {
        "D1a": hits,
        "D1b": cookies,
        # The quickest: what else the machine does only adds to it.
        "D2a": min(loaded + first for loaded, first in starts),
        "D2b": memory,
        "D3a": max(requests for requests, _seconds in seen),
        "D3b": max(seconds for _requests, seconds in seen) + SHARED_SECONDS,
    }, {
        "cold start": {
            "loaded_s": round(min(loaded for loaded, _ in starts), 3),
            "first_page_s": round(min(first for _, first in starts), 3),
        },
    }


def visitors_through_a_cache(server: Server) -> tuple[int, int]:
    """How many of the visitors a shared cache answers, each of them with cookies of their own, and
    how many answers set one."""
    cookies = 0

    def fetch(path: str, headers: Mapping[str, str]) -> Stored:
        nonlocal cookies
        answer = Stored(*server.ask(request(path, headers)))
        cookies += "set-cookie" in answer.headers
        return answer

    # They come within the second that a shared cache may keep a page.
    cache = SharedCache(fetch, clock=lambda: 0.0)
    for number in range(VISITORS):
        headers = {"cookie": f"theirs={number}; consent=yes", "accept-encoding": "gzip, br"}
        headers["accept-language"] = ("nb", "de-DE,de;q=0.9", "en")[number % 3]
        assert cache.get(PAGE, headers).status == 200
    return cache.hits, cookies


def cold_start(server: Server, times: Path) -> tuple[float, float]:
    """Seconds from the fork of a new worker until it has loaded the portal, and then until its
    first page is there."""
    old = server.workers[0]
    os.kill(old, signal.SIGTERM)
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        workers = [each for each in server.workers if each != old]
        noted = _noted(times).get(workers[0], {}) if workers else {}
        if "loaded" in noted:
            begin = time.monotonic()
            server.ask(request(PAGE, BROTLI))
            return noted["loaded"] - noted["forked"], time.monotonic() - begin
        time.sleep(0.01)
    raise RuntimeError("no new worker began")


def _noted(times: Path) -> dict[int, dict[str, float]]:
    found: dict[int, dict[str, float]] = {}
    for line in times.read_text().splitlines():
        process, what, moment = line.split()
        found.setdefault(int(process), {})[what] = float(moment)
    return found


def seen_after(server: Server, publish: Callable[[str], str], cookie: str) -> tuple[int, float]:
    """With which request an editor sees a publish, and after how many seconds everyone does."""
    mark = f"Endret {time.monotonic_ns()}"
    for _ in range(20):
        server.ask(request(PAGE, BROTLI))  # both workers have the page
    with ThreadPoolExecutor(1) as editor:
        published = editor.submit(publish, mark)
        while not published.done():
            server.ask(request(PAGE, BROTLI))  # a version that was just read is kept the longest
        committed = float(published.result())
    requests = 1
    while mark.encode() not in server.ask(request(PAGE, {"Cookie": cookie}))[2] and requests < 50:
        requests += 1
    last_old = committed
    while time.monotonic() - last_old < 1 and time.monotonic() - committed < SEEN_WITHIN:
        if mark.encode() not in server.ask(request(PAGE))[2]:
            last_old = time.monotonic()
    return requests, last_old - committed
