"""A load generator that costs little: raw sockets, a few requests in flight, one thread.

The server's sync workers end each connection with its answer; so does this.
"""

import select
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

TICKS = 100  # a second; what /proc counts processor time in on Linux (USER_HZ)
IN_FLIGHT = 4
NO_HEADERS: Mapping[str, str] = {}


class Failed(Exception):
    """The server answered otherwise than it should."""


@dataclass(frozen=True)
class Run:
    """What came of a moment of load."""

    requests: int
    seconds: float
    cpu_ms: float
    size: int

    @property
    def rate(self) -> float:
        """Requests per second."""
        return self.requests / self.seconds

    @property
    def cpu(self) -> float:
        """Milliseconds of the workers' processor time for a request."""
        return self.cpu_ms / self.requests


def request(
    path: str, headers: Mapping[str, str] = NO_HEADERS, *, method: str = "GET", body: bytes = b""
) -> bytes:
    """The bytes of a request, as through a proxy that speaks https with the reader."""
    lines = [
        f"{method} {path} HTTP/1.1", "Host: localhost", "X-Forwarded-Proto: https",
        "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    ]  # fmt: skip
    lines += [f"{name}: {value}" for name, value in headers.items()]
    if body:
        lines.append("Content-Type: application/x-www-form-urlencoded")
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body


def ask(port: int, raw: bytes) -> tuple[int, dict[str, str], bytes]:
    """One request: status, headers in lower case, body."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall(raw)
        parts = []
        while part := connection.recv(1 << 16):
            parts.append(part)
    head, _, body = b"".join(parts).partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    pairs = (line.partition(": ") for line in lines)
    return int(first.split()[1]), {name.lower(): value for name, _, value in pairs}, body


def press(
    port: int, raw: bytes, seconds: float, workers: list[int], *, status: int = 200,
    in_flight: int = IN_FLIGHT,
) -> Run:  # fmt: skip
    """Ask for the same again and again for so many seconds; raises Failed at a wrong answer."""
    expected = f"HTTP/1.1 {status} ".encode()
    poll, sizes = select.epoll(), []
    open_ones: dict[int, tuple[socket.socket, int]] = {}
    before, begin = sum(map(cpu_ms, workers)), time.perf_counter()
    until = begin + seconds
    try:
        for _ in range(in_flight):
            _send(poll, open_ones, port, raw)
        while open_ones:
            for number, _event in poll.poll(30) or _stuck():
                connection, got = open_ones[number]
                part = connection.recv(1 << 17)
                if part:
                    if not got and not part.startswith(expected):
                        raise Failed(part[:300].decode("latin-1"))
                    open_ones[number] = (connection, got + len(part))
                    continue
                poll.unregister(number)
                connection.close()
                del open_ones[number]
                sizes.append(got)
                if time.perf_counter() < until:
                    _send(poll, open_ones, port, raw)
    finally:
        poll.close()
        for connection, _got in open_ones.values():
            connection.close()
    taken = time.perf_counter() - begin
    return Run(len(sizes), taken, sum(map(cpu_ms, workers)) - before, max(sizes))


def _send(poll: select.epoll, open_ones: dict[int, tuple[socket.socket, int]], port: int,
          raw: bytes) -> None:  # fmt: skip
    connection = socket.socket()
    connection.connect(("127.0.0.1", port))
    connection.sendall(raw)
    poll.register(connection, select.EPOLLIN)
    open_ones[connection.fileno()] = (connection, 0)


def _stuck() -> list[tuple[int, int]]:
    raise Failed("no answer for half a minute")


def cpu_ms(process: int) -> float:
    """Milliseconds of processor time that the process has used, the kernel's for it included."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / TICKS


def memory_mib(process: int) -> float:
    """What the process holds in memory now."""
    status = Path(f"/proc/{process}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def children(process: int) -> list[int]:
    """The processes that this one has started."""
    return [int(n) for n in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
