"""The parts of `make bench` that only count: verdicts, medians, the shared cache, the picture."""

import subprocess
import sys
from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings

from tests.bench import databases, load, picture
from tests.bench.goals import GOALS, Goal, Verdict, ratio, table, verdicts, written
from tests.bench.shared_cache import SharedCache, Stored, lifetime, may_be_stored
from tests.wsgi import Front

MORE = Goal("X1", "rate", floor=0.7, goal=2.5)
LESS = Goal("X2", "queries", floor=9, goal=6, unit="", less_is_better=True)


@pytest.mark.parametrize(
    ("goal", "measured", "word"),
    [
        (MORE, 0.69, "BELOW"), (MORE, 0.7, "floor"), (MORE, 2.49, "floor"), (MORE, 2.5, "goal"),
        (LESS, 10, "BELOW"), (LESS, 9, "floor"), (LESS, 7, "floor"), (LESS, 6, "goal"),
    ],
)  # fmt: skip
def test_verdict_says_on_which_side_of_its_marks_a_measure_is(
    goal: Goal, measured: float, word: str
) -> None:
    verdict = Verdict(goal, measured)
    assert verdict.word == word
    assert verdict.is_below_floor is (word == "BELOW")


def test_goals_are_no_easier_than_their_floors() -> None:
    assert len({goal.id for goal in GOALS}) == len(GOALS)
    for goal in GOALS:
        assert not Verdict(goal, goal.goal).is_below_floor, goal.id
    assert {goal.id[0] for goal in GOALS} == set("ABCD")


def test_verdicts_stand_in_the_order_of_the_goals_and_know_every_measure() -> None:
    assert [each.goal.id for each in verdicts({"D2b": 1, "A3": 2})] == ["A3", "D2b"]
    with pytest.raises(KeyError, match="Z9"):
        verdicts({"A3": 1, "Z9": 1})


def test_ratio_is_of_medians() -> None:
    assert ratio([1, 10, 1000], [5, 5, 1]) == 2


def test_table_shows_measure_floor_goal_and_verdict() -> None:
    lines = table([Verdict(MORE, 0.5), Verdict(LESS, 6)]).splitlines()
    assert lines[1].split() == ["X1", "rate", "0.50", "×", "0.70", "2.50", "BELOW"]
    assert lines[2].split() == ["X2", "queries", "6", "9", "6", "goal"]
    assert [written(number) for number in (6, 0.5, 123.4, 12.34)] == ["6", "0.50", "123", "12.3"]


# --- the shared cache -----------------------------------------------------------------------------


class Origin:
    """Answers with what it is given, and notes what it was asked."""

    def __init__(self, **headers: str) -> None:
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}
        self.asked: list[Mapping[str, str]] = []

    def __call__(self, url: str, headers: Mapping[str, str]) -> Stored:
        self.asked.append(headers)
        if headers.get("if-none-match") == self.headers.get("etag", "-"):
            return Stored(304, self.headers, b"")
        return Stored(200, self.headers, b"page")


class Clock:
    """A clock that stands still until it is told."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def visits(origin: Origin, *requests: dict[str, str]) -> SharedCache:
    cache = SharedCache(origin, Clock())
    for request in requests:
        assert cache.get("/nb/", request).body == b"page"
    return cache


def test_shared_cache_answers_visitors_with_cookies_of_their_own() -> None:
    origin = Origin(cache_control="public, max-age=0, s-maxage=1", vary="Accept-Encoding")
    cache = visits(origin, *({"cookie": f"a={n}", "accept-encoding": "br"} for n in range(200)))
    assert (cache.hits, cache.misses) == (199, 1)


@pytest.mark.parametrize(
    ("headers", "misses"),
    [
        ({"cache_control": "s-maxage=1", "vary": "Accept-Encoding"}, 2),
        ({"cache_control": "s-maxage=1", "vary": "Cookie"}, 3),
        ({"cache_control": "s-maxage=1", "vary": "*"}, 4),
        ({"cache_control": "s-maxage=1", "set_cookie": "a=1"}, 4),
        ({"cache_control": "s-maxage=1, private"}, 4),
        ({"cache_control": "no-store"}, 4),
        ({"cache_control": "public, max-age=0"}, 4),
        ({"cache_control": "public, no-cache, max-age=9"}, 4),
        ({}, 4),
    ],
)
def test_shared_cache_asks_again_where_it_must(headers: dict[str, str], misses: int) -> None:
    requests = [
        {"cookie": "a=1", "accept-encoding": "br"}, {"cookie": "a=2", "accept-encoding": "br"},
        {"cookie": "a=3", "accept-encoding": ""}, {"cookie": "a=1", "accept-encoding": "br"},
    ]  # fmt: skip
    assert visits(Origin(**headers), *requests).misses == misses


def test_shared_cache_asks_with_the_etag_when_the_page_is_old() -> None:
    origin = Origin(cache_control="s-maxage=1", etag='W/"a"')
    clock = Clock()
    cache = SharedCache(origin, clock)
    cache.get("/nb/", {})
    clock.now = 1.5
    assert cache.get("/nb/", {}).status == 200
    assert origin.asked[-1]["if-none-match"] == 'W/"a"'
    clock.now = 2.0
    assert cache.get("/nb/", {}).body == b"page"
    assert (cache.hits, cache.misses) == (1, 2)


def test_shared_cache_knows_what_may_be_stored() -> None:
    def stored(status: int, control: str) -> bool:
        return may_be_stored(Stored(status, {"cache-control": control}, b""), {})

    assert stored(200, "public")
    assert stored(404, "max-age=1")
    assert not stored(500, "max-age=1")
    assert not stored(200, "")
    signed_in = Stored(200, {"cache-control": "max-age=1"}, b"")
    assert not may_be_stored(signed_in, {"authorization": "Basic x"})
    assert lifetime({"cache-control": "max-age=9, s-maxage=1"}) == 1
    assert lifetime({"cache-control": "max-age=never"}) == 0


# --- the picture, the load, what is measured against ----------------------------------------------


def test_picture_has_a_bar_and_both_marks_for_each_ratio() -> None:
    found = [Verdict(MORE, 0.1), Verdict(MORE, 99.0), Verdict(LESS, 3)]
    svg = ElementTree.fromstring(picture.ratios(found, "Landgang <abc>, 2026"))
    space = {"s": "http://www.w3.org/2000/svg"}
    bars = svg.findall("s:rect", space)[1:]
    assert [bar.get("class") for bar in bars] == ["low", "bar"]
    assert float(bars[0].get("width", "")) < float(bars[1].get("width", "")) <= picture.BARS
    marks = [
        (line.get("class"), float(line.get("x1", ""))) for line in svg.findall("s:line", space)
    ]
    assert [kind for kind, _place in marks] == ["floor", "goal"] * 2
    assert marks[0][1] < marks[1][1]
    assert svg.findtext("s:title", None, space) == "Landgang <abc>, 2026"


def test_load_counts_answers_and_refuses_wrong_ones() -> None:
    import socket
    import threading

    def serve(listener: socket.socket, status: bytes) -> None:
        while True:
            try:
                connection, _address = listener.accept()
            except OSError:
                return
            with connection:
                connection.recv(4096)
                connection.sendall(b"HTTP/1.1 " + status + b"\r\nA: b\r\n\r\nbody")

    for status in (b"200 OK", b"503 Service Unavailable"):
        with socket.create_server(("127.0.0.1", 0)) as listener:
            thread = threading.Thread(target=serve, args=[listener, status])
            thread.start()
            port, raw = listener.getsockname()[1], load.request("/nb/", {"Accept-Encoding": "br"})
            if status == b"200 OK":
                run = load.press(port, raw, 0.05, [])
                assert run.requests >= load.IN_FLIGHT
                assert run.size == len(b"HTTP/1.1 200 OK\r\nA: b\r\n\r\nbody")
                assert load.ask(port, raw) == (200, {"a": "b"}, b"body")
            else:
                with pytest.raises(load.Failed, match="503"):
                    load.press(port, raw, 0.05, [], in_flight=1)
            listener.shutdown(socket.SHUT_RDWR)
        thread.join(10)


def test_load_asks_as_a_browser_behind_the_proxy_does() -> None:
    raw = load.request("/x/", {"Cookie": "sessionid=2"}, method="POST", body=b"a=1")
    head, _, body = raw.partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")
    assert lines[0] == "POST /x/ HTTP/1.1"
    assert {"X-Forwarded-Proto: https", "Cookie: sessionid=2", "Content-Length: 3"} <= {*lines}
    assert body == b"a=1"


@pytest.mark.usefixtures("midt_troms", "db")
@override_settings(ROOT_URLCONF="tests.bench.urls")
def test_pages_that_ours_are_measured_against_answer() -> None:
    from django.test.utils import CaptureQueriesContext

    from tests.bench.views import QUERIES, TWELVE_KILOBYTES, _ready

    _ready.cache_clear()
    front = Front()
    assert front.get("/bench/limit/").body == TWELVE_KILOBYTES
    ours = front.get("/nb/municipalities/senja/?bench=1").text
    front.get("/nb/bench/five/senja/?bench=1")
    with CaptureQueriesContext(connection) as queries:
        theirs = front.get("/nb/bench/five/senja/?bench=1").text
    own = _ready("senja")[3]
    assert len(queries) == max(QUERIES, own)
    assert abs(len(theirs) - len(ours)) < 200


def test_bench_databases_follow_the_tables_and_what_fills_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    for name in ("hosting/migrations/0001_a.py", "newcomers/demo_x.py", "portal/views.py"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
    monkeypatch.setattr(settings, "BASE_DIR", tmp_path)
    before = databases.fingerprint()
    (tmp_path / "portal/views.py").write_text("changed")
    assert databases.fingerprint() == before
    (tmp_path / "hosting/migrations/0001_a.py").write_text("changed")
    assert databases.fingerprint() != before


def test_bench_says_what_it_can_do() -> None:
    command = [sys.executable, "-m", "tests.bench", "--help"]
    said = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True)
    assert said.returncode == 0
    assert "--only" in said.stdout
