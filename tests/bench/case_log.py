"""The coordinator's pages with a thousand cases and with a hundred thousand."""

import json
import re
import statistics
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psycopg

from tests import database
from tests.bench import databases
from tests.bench.goals import ratio
from tests.bench.load import request
from tests.bench.pages import BROTLI, PAGE, Effort, Rounds, servers
from tests.bench.server import Server, serving

Found = tuple[dict[str, float], dict[str, dict[str, float]]]
# In nearly every entry, in one of forty, in one of two hundred, in a single one, in none; and two.
WORDS = ("familien", "barnehage", "granvika", "sak1000123", "xylofon", "barnehage granvika")
# As many entries are shown with a thousand cases as with a hundred thousand.
SEARCHED = "barnehage"
PLANS = 7


def measure(folder: Path, effort: Effort, say: Callable[[str], None]) -> Found:
    """B3, B4 and B5, and the numbers they are made of."""
    kinds = {"1 000": databases.SMALL_LOG, "100 000": databases.BIG_LOG}
    rounds, details = Rounds(effort), {}
    with servers(folder, kinds, say) as found:
        for number, server in found.items():
            about = staff_of(server, folder)
            details[number] = about
            for what in ("my_day", "case_list", "case_page"):
                raw = request(about[what], {"Cookie": about["cookie"]})
                rounds.add(f"{what} at {number}", server, raw, in_flight=2)
            rounds.add(f"search at {number}", server, search_by(server, about), in_flight=2)
        say("B3, B4: the case log with 1 000 cases and with 100 000")
        rounds.measure()
    big = details["100 000"]
    milliseconds = plans(databases.name_of(databases.BIG_LOG), big["place"])
    public = public_while_searching(folder, effort, say)
    measured = {
        "B3a": rounds.ratio("my_day at 100 000", "my_day at 1 000"),
        "B3b": rounds.ratio("case_list at 100 000", "case_list at 1 000"),
        "B3c": rounds.ratio("case_page at 100 000", "case_page at 1 000"),
        "B4a": max(milliseconds.values()),
        "B4b": rounds.ratio("search at 100 000", "search at 1 000"),
        "B5": public["ratio"],
    }
    numbers = rounds.numbers()
    numbers["PostgreSQL ms by words"] = milliseconds
    numbers["public while searching"] = public
    numbers["rows seen by the coordinator"] = big["counts"]
    return measured, numbers


def staff_of(server: Server, folder: Path) -> dict[str, Any]:
    """A coordinator's cookie and addresses."""
    about: dict[str, Any] = json.loads(databases.said_by("tests.bench.staff", server.name, folder))
    return about


def search_by(server: Server, about: dict[str, Any], words: str = SEARCHED) -> bytes:
    """The request that searches the log, with the token that belongs to the session."""
    status, headers, body = server.ask(request(about["search"], {"Cookie": about["cookie"]}))
    assert status == 200, status
    token = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', body)
    secret = re.search(r"csrftoken=([^;]+)", headers.get("set-cookie", ""))
    assert token is not None
    cookie = about["cookie"] + (f"; csrftoken={secret[1]}" if secret else "")
    form = urlencode({"csrfmiddlewaretoken": token[1].decode(), "words": words}).encode()
    site = "https://localhost"
    headers = {"Cookie": cookie, "Origin": site, "Referer": f"{site}/"}
    return request(about["search"], headers, method="POST", body=form)


def plans(name: str, place: int) -> dict[str, float]:
    """How long PostgreSQL takes to find entries by various words, as the web role; the quickest of
    a few times, since what else the machine does only adds to it."""
    with psycopg.connect(database.address("default", name)) as connection:
        connection.execute("SELECT set_config('app.scope', %s, false)", [str(place)])
        return {words: _milliseconds(connection, words.split()) for words in WORDS}


def _milliseconds(connection: psycopg.Connection, words: list[str]) -> float:
    times = []
    for _ in range(PLANS):
        row = connection.execute(
            "EXPLAIN (ANALYZE, FORMAT JSON) SELECT newcomers_find_entries(%s, 80)", [words]
        ).fetchone()
        assert row is not None
        times.append(float(row[0][0]["Execution Time"]))
    return round(min(times), 2)


def public_while_searching(
    folder: Path, effort: Effort, say: Callable[[str], None]
) -> dict[str, float]:
    """The rate of a public page with two workers, in turn alone and beside one coordinator who
    searches without a pause."""
    say("B5: a public page while a coordinator searches")
    alone, beside, searches = [], [], 0
    with serving(databases.name_of(databases.BIG_LOG), folder, 2) as server:
        raw = request(PAGE, BROTLI)
        search = search_by(server, staff_of(server, folder))
        server.press(raw, 0.3)
        for _ in range(effort.rounds):
            alone.append(server.press(raw, effort.seconds).rate)
            with _searching(server, search) as count:
                beside.append(server.press(raw, effort.seconds).rate)
            searches += count[0]
    return {
        "ratio": ratio(beside, alone),
        "alone": round(statistics.median(alone), 1),
        "beside": round(statistics.median(beside), 1),
        "searches_per_second": round(searches / (effort.rounds * effort.seconds), 1),
    }


class _searching:  # noqa: N801  (a context manager, written as one)
    """Search without a pause, until the block ends; gives a list with the number of searches."""

    def __init__(self, server: Server, raw: bytes) -> None:
        self.count = [0]
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self._go_on, args=[server, raw])

    def _go_on(self, server: Server, raw: bytes) -> None:
        while not self.ended.is_set():
            assert server.ask(raw)[0] == 200
            self.count[0] += 1

    def __enter__(self) -> list[int]:
        self.thread.start()
        return self.count

    def __exit__(self, *_error: object) -> None:
        self.ended.set()
        self.thread.join()
