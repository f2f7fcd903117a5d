"""Real web servers in threads on the loopback, with pages that behave as badly as asked."""

import datetime
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

LOOPBACK = [ipaddress.ip_address("127.0.0.1")]
Page = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Answers what `pages` has for the path: a status, a status and headers, or a function."""

    server: "WebServer"

    def do_GET(self) -> None:
        """Write down that it was asked, and answer."""
        self.server.asked.append((self.command, self.path, dict(self.headers.items())))
        page: Any = self.server.pages.get(f"{self.command} {self.path}")
        if page is None:
            page = self.server.pages.get(self.path, 404)
        if callable(page):
            page(self)
        elif isinstance(page, tuple):
            self.answer(*page)
        else:
            self.answer(page)

    do_HEAD = do_GET

    def answer(self, status: int, headers: dict[str, str] | None = None) -> None:
        """A status and headers, without a body."""
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *_words: Any) -> None:
        """Say nothing."""


class WebServer(ThreadingHTTPServer):
    """Has `pages`, and remembers what was `asked`: method, path, headers."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.pages: dict[str, Any] = {}
        self.asked: list[tuple[str, str, dict[str, str]]] = []

    @property
    def requests(self) -> list[str]:
        """Method and path of each request, in their order."""
        return [f"{method} {path}" for method, path, _headers in self.asked]

    def at(self, path: str = "/", host: str = "nettsted.example.org", scheme: str = "http") -> str:
        """The address of a page, under a name that the tests resolve themselves."""
        return f"{scheme}://{host}:{self.server_port}{path}"

    def handle_error(self, *_request: Any) -> None:
        """Who asks hangs up on it: that is what is tested."""


@contextmanager
def web_server(context: ssl.SSLContext | None = None) -> Iterator[WebServer]:
    """A server that runs until the block ends; with a context, under TLS."""
    server = WebServer()
    if context is not None:
        server.socket = context.wrap_socket(
            server.socket, server_side=True, do_handshake_on_connect=False
        )
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def talker(words: bytes, *, again: bytes = b"") -> Iterator[int]:
    """A port where everybody is told these words, then `again` and again every moment, until they
    hang up."""
    stop = threading.Event()
    listening = socket.create_server(("127.0.0.1", 0))
    listening.settimeout(0.05)

    def talk() -> None:
        while not stop.is_set():
            with suppress(TimeoutError):
                guest, _address = listening.accept()
                threading.Thread(target=entertain, args=[guest], daemon=True).start()

    def entertain(guest: socket.socket) -> None:
        with closing(guest), suppress(OSError):
            guest.sendall(words)
            while not stop.wait(0.02):
                guest.sendall(again)
                guest.settimeout(0.001)
                with suppress(TimeoutError):
                    if not guest.recv(4096):
                        return

    thread = threading.Thread(target=talk)
    thread.start()
    try:
        yield int(listening.getsockname()[1])
    finally:
        stop.set()
        thread.join()
        listening.close()


def certificate(folder: Path, name: str) -> tuple[Path, Path]:
    """A certificate that the name has made for itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    paths = folder / f"{name}.pem", folder / f"{name}.key"
    paths[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return paths
