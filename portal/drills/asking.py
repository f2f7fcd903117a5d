"""Asking servers as browsers do: over TLS, with cookies, and counting what fails."""

import http.client
import re
import ssl
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

HOST = "portal.example.org"
TIMEOUT = 40
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Reply:
    """What was answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body, where it is not compressed."""
        return self.body.decode()


@dataclass
class Visitor:
    """A browser that keeps its cookies; `certificate` is whom it trusts, None for plain http."""

    port: int
    certificate: Path | None = None
    cookies: dict[str, str] = field(default_factory=dict)
    # Where it asks from: 127.x.y.z are as many senders as are wanted.
    address: str = "127.0.0.1"

    def get(self, path: str, **headers: str) -> Reply:
        """Ask for a page; `accept_encoding="br"` is a header."""
        return self.ask("GET", path, None, **headers)

    def post(self, path: str, values: Mapping[str, str]) -> Reply:
        """Send a form, with the CSRF token of the page before."""
        return self.ask("POST", path, urlencode(values).encode(), content_type=FORM,
                        referer=f"https://{HOST}{path}", origin=f"https://{HOST}")  # fmt: skip

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Reply:
        """Any request, on a connection of its own. Raises OSError or HTTPException."""
        sent = {"Host": HOST, "User-Agent": BROWSER, "Connection": "close"}
        if self.certificate is None:
            sent["X-Forwarded-Proto"] = "https"
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        sent |= {name.replace("_", "-").title(): value for name, value in headers.items()}
        connection = self._connection()
        try:
            connection.request(method, path, body, sent)
            answer = connection.getresponse()
            self._keep_cookies(answer)
            said = {name.lower(): value for name, value in answer.getheaders()}
            return Reply(answer.status, said, answer.read())
        finally:
            connection.close()

    def log_in(self, email: str, password: str) -> Reply:
        """Log in as staff do; the answer to the form."""
        page = self.get("/accounts/login/").text
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        values = {"csrfmiddlewaretoken": token[1] if token else "",
                  "login": email, "password": password}  # fmt: skip
        return self.post("/accounts/login/", values)

    def _connection(self) -> http.client.HTTPConnection:
        place, source = ("127.0.0.1", self.port), (self.address, 0)
        if self.certificate is None:
            return http.client.HTTPConnection(*place, timeout=TIMEOUT, source_address=source)
        context = ssl.create_default_context(cafile=str(self.certificate))
        return http.client.HTTPSConnection(
            *place, timeout=TIMEOUT, source_address=source, context=context
        )

    def _keep_cookies(self, answer: http.client.HTTPResponse) -> None:
        for line in answer.headers.get_all("Set-Cookie", []):
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name.strip()] = value


class Load:
    """Many who ask at once, in threads, until they are told to stop."""

    def __init__(self, asked: Callable[[int], str], *, pause: float = 0) -> None:
        """`asked` makes one request for the visitor of this number; the name of what went wrong,
        "" for nothing. Each takes `pause` seconds of rest after it."""
        self.asked, self.pause = asked, pause
        self.count = 0
        self.failures: Counter[str] = Counter()
        self.waits: dict[int, float] = {}  # the longest of each visitor, in seconds
        self.last_failure = 0.0  # when, by time.monotonic()
        self._lock = threading.Lock()
        self._stop = threading.Event()

    @contextmanager
    def going_on(self, visitors: int) -> Iterator["Load"]:
        """Load while the block runs."""
        threads = [threading.Thread(target=self._press, args=[n]) for n in range(visitors)]
        for thread in threads:
            thread.start()
        try:
            yield self
        finally:
            self._stop.set()
            for thread in threads:
                thread.join()

    def so_far(self) -> tuple[int, int]:
        """Requests, and how many of them failed."""
        with self._lock:
            return self.count, self.failures.total()

    def wait_for(self, more: int, within: float = 60) -> None:
        """Wait until so many more requests are answered."""
        wanted, deadline = self.so_far()[0] + more, time.monotonic() + within
        while self.so_far()[0] < wanted and time.monotonic() < deadline:
            time.sleep(0.02)

    def _press(self, number: int) -> None:
        while not self._stop.is_set():
            started = time.monotonic()
            wrong = attempt(lambda: self.asked(number))
            now = time.monotonic()
            with self._lock:
                self.count += 1
                self.waits[number] = max(self.waits.get(number, 0), now - started)
                if wrong:
                    self.failures[wrong] += 1
                    self.last_failure = now
            self._stop.wait(self.pause)


def attempt(asked: Callable[[], str]) -> str:
    """What went wrong, connections that broke included."""
    try:
        return asked()
    except (OSError, http.client.HTTPException) as error:
        return type(error).__name__


def answers(port: int, path: str) -> bool:
    """Whether a server on this port says 200, asked past the proxy."""
    return Visitor(port).get(path).status == 200
