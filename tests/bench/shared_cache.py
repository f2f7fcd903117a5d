"""A small shared cache after RFC 9111: what a proxy or CDN in front of the portal would keep."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

# Status codes that a cache may keep where the answer says how long.
KEEPABLE = {200, 203, 204, 300, 301, 404, 405, 410, 414, 501}


@dataclass(frozen=True)
class Stored:
    """An answer, and since when the cache has it."""

    status: int
    headers: Mapping[str, str]
    body: bytes


Fetch = Callable[[str, Mapping[str, str]], Stored]


class SharedCache:
    """Answers from what it has stored while that is fresh; honours Vary, s-maxage and no-store.

    Header names are in lower case. A stale answer is asked for again with its ETag.
    """

    def __init__(self, fetch: Fetch, clock: Callable[[], float]) -> None:
        self.fetch = fetch
        self.clock = clock
        self.hits = 0
        self.misses = 0
        self._kept: dict[str, list[tuple[dict[str, str], float, Stored]]] = {}

    def get(self, url: str, request: Mapping[str, str]) -> Stored:
        """The answer to a GET."""
        found = self._matching(url, request)
        if found is not None and self.clock() - found[1] < lifetime(found[2].headers):
            self.hits += 1
            return found[2]
        self.misses += 1
        asked = dict(request)
        if found is not None and "etag" in found[2].headers:
            asked["if-none-match"] = found[2].headers["etag"]
        answer = self.fetch(url, asked)
        if answer.status == 304 and found is not None:
            answer = Stored(200, {**found[2].headers, **answer.headers}, found[2].body)
        self._keep(url, request, answer)
        return answer

    def _matching(
        self, url: str, request: Mapping[str, str]
    ) -> tuple[dict[str, str], float, Stored] | None:
        for entry in reversed(self._kept.get(url, [])):
            if all(request.get(name, "") == value for name, value in entry[0].items()):
                return entry
        return None

    def _keep(self, url: str, request: Mapping[str, str], answer: Stored) -> None:
        if not may_be_stored(answer, request):
            return
        varies = {name: request.get(name, "") for name in _words(answer.headers.get("vary", ""))}
        entries = [each for each in self._kept.get(url, []) if each[0] != varies]
        self._kept[url] = [*entries, (varies, self.clock(), answer)]


def may_be_stored(answer: Stored, request: Mapping[str, str]) -> bool:
    """Whether a shared cache may keep the answer (RFC 9111, 3). One that sets a cookie is left
    alone, as proxies do."""
    directives = _directives(answer.headers)
    if answer.status not in KEEPABLE or {"no-store", "private"} & directives.keys():
        return False
    if "set-cookie" in answer.headers or "*" in _words(answer.headers.get("vary", "")):
        return False
    if "authorization" in request:
        return bool({"public", "s-maxage", "must-revalidate"} & directives.keys())
    return bool({"public", "s-maxage", "max-age"} & directives.keys())


def lifetime(headers: Mapping[str, str]) -> float:
    """How many seconds the answer is fresh (4.2.1): s-maxage before max-age; never guessed."""
    directives = _directives(headers)
    if "no-cache" in directives:
        return 0.0
    value = directives.get("s-maxage", directives.get("max-age", "0"))
    return float(value) if value.isdigit() else 0.0


def _directives(headers: Mapping[str, str]) -> dict[str, str]:
    found = {}
    for part in headers.get("cache-control", "").split(","):
        name, _, value = part.strip().lower().partition("=")
        found[name] = value.strip('"')
    return found


def _words(value: str) -> list[str]:
    return [word.strip().lower() for word in value.split(",") if word.strip()]
