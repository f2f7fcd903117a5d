"""Asking a server for JSON: what it says, and that nothing it does holds anybody up."""

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest

from portal.lib.answers import Fault, NoAnswer
from portal.lib.json_answers import MOST, ask
from tests.web_server import Handler, WebServer, talker, web_server

SOON = 0.3  # seconds


@pytest.fixture(scope="module")
def server() -> Iterator[WebServer]:
    with web_server() as running:
        yield running


def asked(address: str, **options: Any) -> tuple[int, dict[str, Any]]:
    return ask(address, deadline=time.monotonic() + SOON, **options)


def fault_of(address: str) -> Fault:
    began = time.monotonic()
    with pytest.raises(NoAnswer) as refused:
        asked(address)
    assert time.monotonic() - began < SOON + 1
    return refused.value.fault


def saying(body: bytes, status: int = 200) -> Any:
    def page(handler: Handler) -> None:
        handler.answer(status, {"Content-Length": str(len(body))})
        handler.wfile.write(body)

    return page


def echo(handler: Handler) -> None:
    sent = handler.rfile.read(int(handler.headers["Content-Length"])).decode()
    said = {"sent": sent, "type": handler.headers["Content-Type"], "who": handler.headers["X-Who"]}
    saying(json.dumps(said).encode(), 201)(handler)


def test_object_and_status_are_read(server: WebServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Handler, "do_POST", Handler.do_GET, raising=False)
    server.pages = {"/a": saying(b'{"a": 1}'), "/gone": saying(b"{}", 404), "/echo": echo}
    here = f"http://127.0.0.1:{server.server_port}"
    assert asked(f"{here}/a") == (200, {"a": 1})
    assert asked(f"{here}/gone") == (404, {})
    status, said = asked(f"{here}/echo", form={"a": "b&c"}, headers={"X-Who": "us"})
    assert (status, said["sent"], said["who"]) == (201, "a=b%26c", "us")
    assert said["type"] == "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    "body", [b"", b"[1]", b"<html>", b"\xff", b'{"a": "' + b"x" * MOST + b'"}']
)
def test_what_is_no_object_is_no_answer(server: WebServer, body: bytes) -> None:
    server.pages = {"/": saying(body)}
    assert fault_of(f"http://127.0.0.1:{server.server_port}/") == Fault.BROKEN


def test_redirect_is_not_followed(server: WebServer) -> None:
    server.pages = {"/": (302, {"Location": "/secret", "Content-Length": "0"}), "/secret": 200}
    before = len(server.asked)
    fault_of(f"http://127.0.0.1:{server.server_port}/")
    assert server.requests[before:] == ["GET /"]


@pytest.mark.parametrize(
    ("words", "again"),
    [
        (b"", b""),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n", b" "),
        (b"HTTP/1.1 200 OK\r\n", b"X"),
    ],
    ids=["silent", "body in drops", "headers in drops"],
)
def test_slow_server_is_left_at_the_deadline(words: bytes, again: bytes) -> None:
    with talker(words, again=again) as port:
        assert fault_of(f"http://127.0.0.1:{port}/") == Fault.SLOW


def test_server_that_is_not_there_is_no_answer() -> None:
    with web_server() as gone:
        port = gone.server_port
    assert fault_of(f"http://127.0.0.1:{port}/") == Fault.UNREACHABLE
    for odd in ("ftp://127.0.0.1/", "http://a:b@127.0.0.1/", "nothing", "http://[::1", ""):
        assert fault_of(odd) == Fault.MALFORMED, odd


def test_certificate_of_somebody_else_is_no_answer(server: WebServer) -> None:
    """TLS is spoken, and the name's own certificate asked for: this server has none."""
    server.pages = {"/": saying(b"{}")}
    assert fault_of(f"https://127.0.0.1:{server.server_port}/") == Fault.BROKEN
