"""Public pages: how many a worker answers in a second, beside what they are measured against."""

import statistics
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench import databases
from tests.bench.goals import ratio
from tests.bench.load import Run, request
from tests.bench.server import Server, serving

# performance.md: what was measured of others, against "limit" and against each other.
WAGTAIL_TO_LIMIT = 57
WAGTAIL_CACHED_OF_LIMIT = 4430 / 4200
CMS_CACHED_OF_LIMIT = 1800 / 4200

PAGE = "/nb/municipalities/senja/"
LIST = "/nb/topics/"
HOME = "/nb/"
SEARCH = "/nb/search/?q=barnehage"
# With 400 municipalities this word stands in nearly every text.
COMMON_SEARCH = "/nb/search/?q=skole"
# A question that the page cache does not know: Django answers each time anew.
UNCACHED = "?bench=1"
BROTLI = {"Accept-Encoding": "gzip, deflate, br"}


@dataclass
class Effort:
    """How long and how often each is measured."""

    seconds: float
    rounds: int


@dataclass
class Rounds:
    """Several that are measured in turn, round after round, so that what the machine does besides
    meets all of them alike."""

    effort: Effort
    runs: dict[str, list[Run]] = field(default_factory=dict)
    asked: dict[str, Callable[[float], Run]] = field(default_factory=dict)

    def add(self, name: str, server: Server, raw: bytes, **options: int) -> None:
        """Measure this request on this server too."""
        self.asked[name] = lambda seconds: server.press(raw, seconds, **options)

    def measure(self) -> None:
        """Every one once to warm it, then all in turn."""
        for ask in self.asked.values():
            ask(0.2)
        for _ in range(self.effort.rounds):
            for name, ask in self.asked.items():
                self.runs.setdefault(name, []).append(ask(self.effort.seconds))

    def rates(self, name: str) -> list[float]:
        """Requests per second, by round."""
        return [run.rate for run in self.runs[name]]

    def ratio(self, ours: str, theirs: str) -> float:
        """How many times as many requests per second, median by median."""
        return ratio(self.rates(ours), self.rates(theirs))

    def numbers(self) -> dict[str, dict[str, float]]:
        """Of each: requests per second, CPU milliseconds, bytes, in medians."""
        return {
            name: {
                "rate": round(statistics.median(run.rate for run in runs), 1),
                "cpu_ms": round(statistics.median(run.cpu for run in runs), 3),
                "bytes": max(run.size for run in runs),
            }
            for name, runs in self.runs.items()
        }


def measure(folder: Path, effort: Effort, groups: str, say: Callable[[str], None]) -> Iterator[
    tuple[dict[str, float], dict[str, dict[str, float]]]
]:  # fmt: skip
    """The measures of A and B1, B2, and the numbers they are made of."""
    if "A" in groups:
        yield _one_and_two_workers(folder, effort, say)
    if "B" in groups:
        yield _few_and_many(folder, effort, say)


def _one_and_two_workers(
    folder: Path, effort: Effort, say: Callable[[str], None]
) -> tuple[dict[str, float], dict[str, dict[str, float]]]:
    name = databases.prepared(databases.FEW, say)
    rounds = Rounds(effort)
    with serving(name, folder) as one, serving(name, folder, 2) as two:
        tag = one.ask(request(PAGE, BROTLI))[1]["etag"]
        rounds.add("limit", one, request("/bench/limit/"))
        rounds.add("page warm", one, request(PAGE, BROTLI))
        rounds.add("304", one, request(PAGE, {"If-None-Match": tag, **BROTLI}), status=304)
        rounds.add("list warm", one, request(LIST, BROTLI))
        rounds.add("five", one, request(f"/nb/bench/five/senja/{UNCACHED}"))
        rounds.add("page", one, request(PAGE + UNCACHED))
        rounds.add("list", one, request(LIST + UNCACHED))
        rounds.add("home", one, request(HOME + UNCACHED))
        rounds.add("search", one, request(SEARCH))
        rounds.add("page, 2 workers", two, request(PAGE + UNCACHED))
        say("A: pages against “limit” and “template + 5 queries”")
        rounds.measure()
    warm = rounds.ratio("page warm", "limit")
    return {
        "A1a": warm * WAGTAIL_TO_LIMIT,
        "A1b": warm / WAGTAIL_CACHED_OF_LIMIT,
        "A1c": warm / CMS_CACHED_OF_LIMIT,
        "A2a": warm,
        "A2b": rounds.ratio("304", "limit"),
        "A3": rounds.ratio("page", "five"),
        "A4a": rounds.ratio("list", "five"),
        "A4b": rounds.ratio("list warm", "limit"),
        "A5": rounds.ratio("search", "five"),
        "A6": rounds.ratio("page, 2 workers", "page"),
    }, rounds.numbers()


def _few_and_many(
    folder: Path, effort: Effort, say: Callable[[str], None]
) -> tuple[dict[str, float], dict[str, dict[str, float]]]:
    rounds = Rounds(effort)
    with servers(folder, {"8": databases.FEW, "400": databases.MANY}, say) as found:
        for number, server in found.items():
            for what, path in (("page", PAGE), ("home", HOME), ("list", LIST)):
                rounds.add(f"{what} at {number}", server, request(path, BROTLI))
                uncached = request(path + UNCACHED)
                rounds.add(f"{what} at {number}, nothing cached", server, uncached)
            rounds.add(f"search at {number}", server, request(COMMON_SEARCH))
        say("B1, B2: 8 municipalities and 400")
        rounds.measure()
    return {
        "B1a": rounds.ratio("page at 400", "page at 8"),
        "B1b": rounds.ratio("home at 400", "home at 8"),
        "B1c": rounds.ratio("list at 400", "list at 8"),
        "B2": rounds.ratio("search at 400", "search at 8"),
    }, rounds.numbers()


@contextmanager
def servers(
    folder: Path, kinds: dict[str, str], say: Callable[[str], None]
) -> Iterator[dict[str, Server]]:
    """One worker on each of these databases, by the key it was given."""
    # All of them first: what is served cannot be copied.
    names = {key: databases.prepared(kind, say) for key, kind in kinds.items()}
    with ExitStack() as stack:
        yield {key: stack.enter_context(serving(name, folder)) for key, name in names.items()}
