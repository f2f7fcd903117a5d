"""Looking whether addresses on the open internet answer, and reaching nothing else.

A name is resolved once, each of its addresses is checked, and the connection goes to one of those:
neither a name server's second answer nor a redirect leads into our own network. Host header, SNI
and certificate stay those of the name. robots.txt is not asked for: it is for those who crawl, and
this looks at single addresses that a person has written into a text.
"""

import re
import socket
import ssl
import time
from collections.abc import Callable, Container, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPException
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from threading import Timer
from typing import Any
from urllib.parse import urldefrag, urljoin

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, LocationParseError
from urllib3.util import Url, parse_url

from portal.lib.answers import LONGEST, Answer, Fault, NoAnswer

IP = IPv4Address | IPv6Address
PORTS = {"http": 80, "https": 443}
REDIRECTS = {301, 302, 303, 307, 308}
MOST_REDIRECTS = 5
# As many addresses of one name are tried, at most.
MOST_ADDRESSES = 4
TOO_MANY_REQUESTS = 429

# Only there do addresses of the open internet lie …
OPEN_IPV6 = ip_network("2000::/3")
# … but for those that hold an IPv4 address (Teredo, 6to4), are for books, or for tests.
CLOSED = [
    ip_network(each)
    for each in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "192.0.0.0/24",
                 "192.88.99.0/24", "168.63.129.16/32")
]  # fmt: skip
# Names that only some network of its own knows; `internal` holds metadata services.
CLOSED_NAMES = ("localhost", "local", "localdomain", "internal", "intranet", "lan", "home.arpa")


def is_public(address: IP) -> bool:
    """Whether the address lies on the open internet: not private, shared, loopback, link-local,
    multicast or reserved, and no other address in disguise."""
    if isinstance(address, IPv6Address) and (address.scope_id or address not in OPEN_IPV6):
        return False
    if address.is_multicast or address.is_reserved or not address.is_global:
        return False
    return not any(address in each for each in CLOSED)


def resolve(host: str, port: int) -> list[IP]:
    """All addresses of the name. Raises NoAnswer. The name server's own time-out holds."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        is_unknown = error.errno in {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", None)}
        raise NoAnswer(Fault.NO_HOST if is_unknown else Fault.NO_NAME_SERVER) from error
    except UnicodeError as error:
        raise NoAnswer(Fault.MALFORMED) from error
    return [ip_address(each) for each in dict.fromkeys(str(info[4][0]) for info in found)]


def parsed(address: str, ports: Container[int] = frozenset(PORTS.values())) -> Url:
    """The parts of an address that one may look at, judged by how it is written. Raises NoAnswer.

    Refuses other schemes and ports, log-ins, names of own networks, and numbers that are written
    as only inet_aton reads them (`2130706433`, `0177.0.0.1`, `0x7f.1`).
    """
    if len(address) > LONGEST or re.search(r"[\x00-\x20\x7f\\]", address):
        raise NoAnswer(Fault.MALFORMED)
    try:
        url = parse_url(address)
    except LocationParseError as error:
        raise NoAnswer(Fault.MALFORMED) from error
    if not url.host or not url.scheme:
        raise NoAnswer(Fault.MALFORMED)
    if url.scheme not in PORTS or url.auth is not None or port_of(url) not in ports:
        raise NoAnswer(Fault.NOT_ALLOWED)
    if literal(url.host) is None and not _is_open_name(url.host):
        raise NoAnswer(Fault.NOT_ALLOWED)
    return url


def host_of(address: str) -> str:
    """The host, as it is asked for, whether one may or not; "" of what is no address."""
    try:
        return parse_url(address).host or ""
    except LocationParseError:
        return ""


def port_of(url: Url) -> int:
    """The port, which an address need not name."""
    return url.port or PORTS[str(url.scheme)]


def literal(host: str) -> IP | None:
    """The address that stands in the place of a name, in the one way that is written out."""
    try:
        return ip_address(host.removeprefix("[").removesuffix("]"))
    except ValueError:
        return None


def _is_open_name(host: str) -> bool:
    name = host.lower().rstrip(".")
    last = name.rpartition(".")[2]
    looks_like_number = re.fullmatch(r"\d+|0x[0-9a-f]*", last) is not None
    is_kept = any(name == each or name.endswith(f".{each}") for each in CLOSED_NAMES)
    return "." in name and not looks_like_number and not is_kept and "%" not in name


@dataclass(frozen=True)
class Visitor:
    """Looks at addresses. Tests put their own `resolve`, `allows` and `ports` in."""

    agent: str
    resolve: Callable[[str, int], Sequence[IP]] = resolve
    allows: Callable[[IP], bool] = is_public
    ports: Container[int] = frozenset(PORTS.values())
    certificates: Callable[[], ssl.SSLContext] = ssl.create_default_context
    # Seconds: until a connection stands, until something comes, and for all of it.
    connect_within: float = 5
    read_within: float = 10
    total_within: float = 30

    def visit(self, address: str) -> Answer:
        """What the address answers, redirects followed. Nothing that the other side does raises.

        HEAD is asked first, and GET where that is refused or odd. Of what GET brings only the
        headers are read, however much follows.
        """
        deadline = time.monotonic() + self.total_within
        seen: list[str] = []
        at, is_moved = urldefrag(address).url, True
        try:
            while True:
                status, location = self._ask(at, deadline)
                if status not in REDIRECTS or not location:
                    return Answer(status, None, at if seen else "", bool(seen) and is_moved)
                is_moved &= status in {301, 308}
                seen.append(at)
                at = _next(at, location)
                if at in seen:
                    raise NoAnswer(Fault.LOOP)
                if len(seen) > MOST_REDIRECTS:
                    raise NoAnswer(Fault.TOO_MANY_REDIRECTS)
        except NoAnswer as reason:
            return Answer(None, reason.fault, at if seen else "")

    def _ask(self, address: str, deadline: float) -> tuple[int, str]:
        """Status and Location, of HEAD or of GET."""
        url = parsed(address, self.ports)
        addresses = self._checked(url)
        try:
            status, location = self._request("HEAD", url, addresses, deadline)
        except NoAnswer as reason:
            if reason.fault not in {Fault.SLOW, Fault.BROKEN}:
                raise
        else:
            if status < 400 or status == TOO_MANY_REQUESTS:
                return status, location
        return self._request("GET", url, addresses, deadline)

    def _checked(self, url: Url) -> Sequence[IP]:
        """The addresses behind the host, each of which must be allowed: resolved here alone."""
        host = str(url.host)
        known = literal(host)
        addresses = [known] if known is not None else self.resolve(host, port_of(url))
        if not addresses:
            raise NoAnswer(Fault.NO_HOST)
        if not all(map(self.allows, addresses)):
            raise NoAnswer(Fault.NOT_ALLOWED)
        return addresses[:MOST_ADDRESSES]

    def _request(
        self, method: str, url: Url, addresses: Sequence[IP], deadline: float
    ) -> tuple[int, str]:
        opened = connected(addresses, port_of(url), deadline, self.connect_within, self.read_within)
        with ending(opened, deadline):
            return self._said(method, url, opened)

    def _said(self, method: str, url: Url, opened: socket.socket) -> tuple[int, str]:
        """Ask over the connection, and read the headers of the answer."""
        headers = {"User-Agent": self.agent, "Accept": "*/*", "Connection": "close"}
        connection = speaking_over(opened, url, self.read_within, self.certificates)
        with closing(opened), closing(connection):
            connection.request(method, url.request_uri, headers=headers, preload_content=False)
            with closing(connection.getresponse()) as response:
                return response.status, _as_utf8(response.headers.get("Location", ""))


def connected(
    addresses: Sequence[IP], port: int, deadline: float, connect_within: float, read_within: float
) -> socket.socket:
    """A connection to the first of the addresses that takes one. Raises NoAnswer.

    The times are in seconds, the deadline is one of `time.monotonic`.
    """
    fault = Fault.UNREACHABLE
    for address in addresses:
        left = deadline - time.monotonic()
        if left <= 0:
            raise NoAnswer(Fault.SLOW)
        try:
            opened = socket.create_connection(
                (str(address), port), timeout=min(connect_within, left)
            )
        except TimeoutError:
            fault = Fault.SLOW
        except OSError:
            fault = Fault.UNREACHABLE
        else:
            opened.settimeout(read_within)
            return opened
    raise NoAnswer(fault)


def speaking_over(
    opened: socket.socket,
    url: Url,
    read_within: float,
    certificates: Callable[[], ssl.SSLContext] = ssl.create_default_context,
) -> HTTPConnection:
    """HTTP over a connection that stands already, under TLS where the address says so."""
    options: dict[str, Any] = {"timeout": read_within, "opened": opened}
    if url.scheme == "https":
        return _Https(str(url.host), port_of(url), ssl_context=certificates(), **options)
    return _Http(str(url.host), port_of(url), **options)


@contextmanager
def ending(opened: socket.socket, deadline: float) -> Iterator[None]:
    """Cut the connection off at the deadline, and give whatever breaks on it its name: NoAnswer."""
    with _cut_off(opened, max(deadline - time.monotonic(), 0)) as cut:
        try:
            yield
        except ssl.SSLCertVerificationError as error:
            raise NoAnswer(Fault.CERTIFICATE) from error
        except TimeoutError as error:
            raise NoAnswer(Fault.SLOW) from error
        except (OSError, HTTPException, HTTPError, ValueError) as error:
            raise NoAnswer(Fault.SLOW if cut else Fault.BROKEN) from error
        if cut:
            # What breaks off is read as if it were whole.
            raise NoAnswer(Fault.SLOW)


class _Http(HTTPConnection):
    """Speaks over a connection that stands already; its host is a name alone."""

    def __init__(self, *args: Any, opened: socket.socket, **options: Any) -> None:
        super().__init__(*args, **options)
        self.opened = opened

    def _new_conn(self) -> socket.socket:
        return self.opened


class _Https(HTTPSConnection):
    """The same under TLS, which asks for the name's certificate."""

    def __init__(self, *args: Any, opened: socket.socket, **options: Any) -> None:
        super().__init__(*args, **options)
        self.opened = opened

    def _new_conn(self) -> socket.socket:
        return self.opened


@contextmanager
def _cut_off(opened: socket.socket, seconds: float) -> Iterator[list[bool]]:
    """Close the connection after so many seconds, whatever trickles in; the list then is not empty.

    A time-out of the socket holds for each piece that comes, and a sender of single bytes would
    never meet it. The twin reaches the connection wherever TLS has put it.
    """
    twin, cut = opened.dup(), []

    def close() -> None:
        cut.append(True)
        with suppress(OSError):
            twin.shutdown(socket.SHUT_RDWR)

    timer = Timer(seconds, close)
    timer.daemon = True
    timer.start()
    try:
        yield cut
    finally:
        timer.cancel()
        timer.join()
        twin.close()


def _next(at: str, location: str) -> str:
    try:
        return urldefrag(urljoin(at, location.strip())).url
    except ValueError as error:
        raise NoAnswer(Fault.MALFORMED) from error


def _as_utf8(header: str) -> str:
    """A header as its sender meant it: what is read as Latin 1 is mostly UTF-8."""
    with suppress(UnicodeError):
        return header.encode("latin-1").decode("utf-8")
    return header
