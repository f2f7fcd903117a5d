"""Looking at addresses: real servers that behave badly, and an inside that nobody gets into."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import closing
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest

from portal.lib import outside
from portal.lib.answers import Answer, Fault, NoAnswer
from portal.lib.outside import MOST_REDIRECTS, Visitor, is_public, parsed
from tests.web_server import LOOPBACK, Handler, WebServer, certificate, talker, web_server

NAME = "nettsted.example.org"
AGENT = "Landgang link check (+https://portal.example.org)"
INSIDE = [
    "169.254.169.254",  # metadata of most clouds
    "168.63.129.16",  # of Azure
    "100.100.100.200",  # of Alibaba
    "192.0.0.192",  # of Oracle
    "fd00:ec2::254",  # of Amazon, over IPv6
    "127.0.0.1", "127.9.9.9", "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1",
    "100.127.255.254", "172.16.0.1", "172.31.255.255", "192.168.1.1", "192.0.2.1", "198.18.0.1",
    "198.51.100.1", "203.0.113.1", "192.88.99.1", "224.0.0.1", "239.255.255.250", "240.0.0.1",
    "255.255.255.255", "::", "::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1",
    "64:ff9b::7f00:1", "2002:7f00:1::", "2001::7f00:1", "2001:db8::1", "3fff::1", "fe80::1",
    "fe80::1%eth0", "fc00::1", "fec0::1", "ff02::1", "100::1",
]  # fmt: skip
OUTSIDE = ["8.8.8.8", "193.71.1.1", "100.63.255.255", "100.128.0.1", "172.32.0.1", "2a01:5a8::1"]


@pytest.fixture
def server() -> Iterator[WebServer]:
    with web_server() as running:
        yield running


def visitor(**changes: Any) -> Visitor:
    """One that may look at the loopback, and knows every name to be there."""
    given: dict[str, Any] = {
        "agent": AGENT,
        "resolve": lambda host, port: LOOPBACK,
        "allows": lambda address: address in LOOPBACK,
        "ports": range(65536),
        "certificates": ssl.create_default_context,
    }
    return Visitor(**given | changes)


# --- the inside -----------------------------------------------------------------------------------


@pytest.mark.parametrize("address", INSIDE)
def test_inside_is_not_public(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", OUTSIDE)
def test_outside_is_public(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        "http://localhost/", "http://LOCALHOST./", "http://a.localhost/", "http://intern/",
        "http://metadata.google.internal/computeMetadata/v1/", "http://skriver.local/",
        "http://2130706433/", "http://0177.0.0.1/", "http://0x7f000001/", "http://0x7f.1/",
        "http://127.1/", "http://127.0.0.1.:80/", "http://017700000001/", "ftp://example.org/",
        "file:///etc/passwd", "gopher://example.org/", "http://example.org:8080/",
        "https://example.org:22/", "http://kari:hemmelig@example.org/",
    ],
)  # fmt: skip
def test_address_is_refused_by_how_it_is_written(address: str) -> None:
    with pytest.raises(NoAnswer):
        parsed(address)
    assert Visitor(AGENT, resolve=lambda host, port: LOOPBACK).visit(address).status is None


@pytest.mark.parametrize(
    "address",
    ["", "http://", "http:///x", "http://[", "http://a b.no/", "http://a.no\\@b.no/",
     "http://a.no/\r\nX: y", "http://a.no:99999/", "http://１２７.0.0.1/", "http://a\x00.no/",
     "https://a.no/" + "x" * 2000],
)  # fmt: skip
def test_damaged_address_is_told(address: str) -> None:
    assert visitor().visit(address).fault == Fault.MALFORMED


@pytest.mark.parametrize("host", ["a..no", "a" * 70 + ".no"])
def test_name_that_can_be_none_is_told(host: str) -> None:
    assert Visitor(AGENT).visit(f"http://{host}/").fault == Fault.MALFORMED


def test_name_of_another_alphabet_is_asked_for_as_it_is_registered() -> None:
    assert parsed("https://målselv.no/nå?ø=1").url == "https://xn--mlselv-iua.no/n%C3%A5?%C3%B8=1"


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "[::1]", "169.254.169.254", "10.1.2.3", "100.64.10.1", "0.0.0.0",
             "[::ffff:127.0.0.1]", "[fe80::1%25eth0]", "192.168.0.1"],
)  # fmt: skip
def test_real_visitor_connects_to_no_number_inside(
    host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "create_connection", pytest.fail)
    assert Visitor(AGENT).visit(f"http://{host}/").fault == Fault.NOT_ALLOWED


@pytest.mark.parametrize("inside", INSIDE)
def test_real_visitor_connects_to_no_name_of_the_inside(
    inside: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "create_connection", pytest.fail)
    mixed = [ip_address("8.8.8.8"), ip_address(inside)]
    looking = Visitor(AGENT, resolve=lambda host, port: mixed)
    assert looking.visit("https://example.org/").fault == Fault.NOT_ALLOWED


def test_real_visitor_looks_up_localhost_and_stays_out(server: WebServer) -> None:
    """By the system's own resolver, past the rule for names."""
    assert outside.resolve("localhost", 80)
    looking = Visitor(
        AGENT, resolve=lambda host, port: outside.resolve("localhost", port), ports=range(65536)
    )
    assert looking.visit(server.at()).fault == Fault.NOT_ALLOWED
    assert server.requests == []


@pytest.mark.parametrize("inside", ["127.0.0.2", "169.254.169.254", "[::1]", "localhost"])
def test_redirect_inside_is_not_followed(server: WebServer, inside: str) -> None:
    """Only 127.0.0.1 counts as outside here; the server hears on it alone, and once."""
    target = f"http://{inside}:{server.server_port}/hemmelig"
    server.pages["/"] = (302, {"Location": target})
    answer = visitor().visit(server.at())
    assert answer == Answer(None, Fault.NOT_ALLOWED, target)
    assert server.requests == ["HEAD /"]


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://a.no/", "javascript:alert(1)"])
def test_redirect_to_another_scheme_is_not_followed(server: WebServer, target: str) -> None:
    server.pages["/"] = (302, {"Location": target})
    assert visitor().visit(server.at()).fault in {Fault.NOT_ALLOWED, Fault.MALFORMED}


def test_name_server_that_changes_its_mind_is_asked_once(server: WebServer) -> None:
    """The second answer would be another address: HEAD and GET both go to the first."""
    server.pages |= {"HEAD /": 405, "/": 200}
    answers = [LOOPBACK, [ip_address("127.0.0.2")]]
    asked = []

    def rebinding(host: str, port: int) -> Any:
        asked.append(host)
        return answers[len(asked) - 1]

    assert visitor(resolve=rebinding).visit(server.at()).status == 200
    assert server.requests == ["HEAD /", "GET /"]
    assert asked == [NAME]


def test_connection_looks_nothing_up(server: WebServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is connected to is a number, also where the library would resolve the name again."""
    real = socket.getaddrinfo
    names = []

    def noting(host: Any, *rest: Any, **more: Any) -> Any:
        names.append(str(host))
        return real(host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", noting)
    server.pages["/"] = 200
    assert visitor().visit(server.at()).status == 200
    assert set(names) <= {"127.0.0.1"}


def test_redirect_is_resolved_and_checked_anew(server: WebServer) -> None:
    """A name that is outside at first, and inside when one is led there again."""
    server.pages["/"] = (302, {"Location": "/videre"})
    answers = iter([LOOPBACK, [ip_address("10.0.0.1")]])
    looking = visitor(resolve=lambda host, port: next(answers))
    assert looking.visit(server.at()).fault == Fault.NOT_ALLOWED
    assert server.requests == ["HEAD /"]


# --- asking ---------------------------------------------------------------------------------------


def test_page_that_answers_is_asked_with_head_alone(server: WebServer) -> None:
    server.pages["/side?a=1"] = 200
    assert visitor().visit(server.at("/side?a=1#avsnitt")) == Answer(200)
    [(method, path, headers)] = server.asked
    assert (method, path) == ("HEAD", "/side?a=1")
    assert headers["User-Agent"] == AGENT
    assert headers["Host"] == f"{NAME}:{server.server_port}"
    assert not {"Cookie", "Authorization", "Referer"} & set(headers)


@pytest.mark.parametrize("refusal", [400, 401, 403, 404, 405, 500, 501])
def test_head_that_is_refused_is_asked_again_with_get(server: WebServer, refusal: int) -> None:
    server.pages |= {"HEAD /": refusal, "GET /": 200}
    assert visitor().visit(server.at()).status == 200
    assert server.requests == ["HEAD /", "GET /"]


def test_head_that_is_hung_up_on_is_asked_again_with_get(server: WebServer) -> None:
    def hang_up(handler: Handler) -> None:
        handler.connection.shutdown(socket.SHUT_RDWR)

    server.pages |= {"HEAD /": hang_up, "GET /": 200}
    assert visitor().visit(server.at()).status == 200


def test_host_that_is_asked_too_often_is_not_asked_twice(server: WebServer) -> None:
    server.pages["/"] = 429
    assert visitor().visit(server.at()).status == 429
    assert server.requests == ["HEAD /"]


@pytest.mark.parametrize("status", [200, 204, 401, 403, 404, 410, 418, 500, 503])
def test_status_is_told(server: WebServer, status: int) -> None:
    server.pages["/"] = status
    assert visitor().visit(server.at()).status == status


def test_file_of_five_gigabytes_is_cut(server: WebServer) -> None:
    """Of what a server pours out, no more comes than fits into the buffers between the two."""
    poured = []

    def pour(handler: Handler) -> None:
        handler.answer(200, {"Content-Length": str(5 * 1024**3)})
        try:
            while sum(poured) < 5 * 1024**3:
                poured.append(handler.connection.send(b"x" * 65536))
        except OSError:
            poured.append(0)

    server.pages |= {"HEAD /": 405, "GET /": pour}
    assert visitor().visit(server.at()).status == 200
    server.shutdown()
    assert sum(poured) < 64 * 1024**2


# --- redirects ------------------------------------------------------------------------------------


def test_redirects_are_followed_to_the_end(server: WebServer) -> None:
    server.pages |= {"/": (301, {"Location": "/ny"}), "/ny": (308, {"Location": "/nyest#x"}),
                     "/nyest": 200}  # fmt: skip
    assert visitor().visit(server.at()) == Answer(200, None, server.at("/nyest"), is_moved=True)


def test_redirect_for_now_is_no_move(server: WebServer) -> None:
    server.pages |= {"/": (301, {"Location": "/ny"}), "/ny": (302, {"Location": "/logginn"}),
                     "/logginn": 200}  # fmt: skip
    answer = visitor().visit(server.at())
    assert (answer.status, answer.is_moved) == (200, False)


def test_redirect_loop_is_told(server: WebServer) -> None:
    server.pages |= {"/a": (302, {"Location": "/b"}), "/b": (302, {"Location": "/a"})}
    assert visitor().visit(server.at("/a")).fault == Fault.LOOP
    assert server.requests == ["HEAD /a", "HEAD /b"]


def test_endless_redirects_are_given_up(server: WebServer) -> None:
    def on(handler: Handler) -> None:
        handler.answer(302, {"Location": f"{handler.path}x"})

    server.pages |= {f"/{'x' * number}": on for number in range(MOST_REDIRECTS + 5)}
    assert visitor().visit(server.at("/")).fault == Fault.TOO_MANY_REDIRECTS
    assert len(server.requests) == MOST_REDIRECTS + 1


def test_redirect_without_an_aim_is_an_answer(server: WebServer) -> None:
    server.pages["/"] = 302
    assert visitor().visit(server.at()).status == 302


@pytest.mark.parametrize("aim", ["http://[", "http://a b/", "https://:80/", "//"])
def test_redirect_to_nonsense_is_told(server: WebServer, aim: str) -> None:
    server.pages["/"] = (302, {"Location": aim})
    assert visitor().visit(server.at()).fault in {Fault.MALFORMED, Fault.LOOP}


def test_redirect_in_utf8_is_understood(server: WebServer) -> None:
    aim = "/målselv".encode().decode("latin-1")
    server.pages |= {"/": (302, {"Location": aim}), "/m%C3%A5lselv": 200}
    assert visitor().visit(server.at()).status == 200


# --- servers that are no servers ------------------------------------------------------------------


def test_host_that_takes_no_connection_is_told() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
    assert visitor().visit(f"http://{NAME}:{port}/").fault == Fault.UNREACHABLE


def test_second_address_is_tried(server: WebServer) -> None:
    """As for a host whose IPv6 is broken."""
    server.pages["/"] = 200
    both = [ip_address("127.0.0.2"), *LOOPBACK]
    looking = visitor(resolve=lambda host, port: both, allows=both.__contains__)
    assert looking.visit(server.at()).status == 200


@pytest.mark.parametrize(
    ("error", "fault"),
    [(socket.EAI_NONAME, Fault.NO_HOST), (socket.EAI_AGAIN, Fault.NO_NAME_SERVER),
     (socket.EAI_FAIL, Fault.NO_NAME_SERVER)],
)  # fmt: skip
def test_name_server_without_an_answer_is_told(
    error: int, fault: Fault, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_asked: Any, **_more: Any) -> None:
        raise socket.gaierror(error, "no")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert Visitor(AGENT).visit("https://example.org/").fault == fault


def test_name_without_addresses_is_told() -> None:
    assert visitor(resolve=lambda host, port: []).visit("https://a.no/").fault == Fault.NO_HOST


@pytest.mark.parametrize("words", [b"", b"HTTP/1.1 200 OK\r\nX: ", b"SSH-2.0-OpenSSH_9.6\r\n"])
def test_server_that_never_comes_to_an_end_is_cut_off(words: bytes) -> None:
    """Each byte comes in time; all together they would never end."""
    looking = visitor(total_within=0.4, read_within=5)
    with talker(words, again=b"x") as port:
        answer = looking.visit(f"http://{NAME}:{port}/")
    assert answer.fault in {Fault.SLOW, Fault.BROKEN}
    assert answer.status is None


def test_server_that_says_nothing_is_too_slow() -> None:
    with talker(b"") as port:
        looking = visitor(total_within=5, read_within=0.1)
        assert looking.visit(f"http://{NAME}:{port}/").fault == Fault.SLOW


@pytest.mark.parametrize(
    "words",
    [b"\x00\xff\x00\xff\r\n\r\n", b"HTTP/1.1 abc\r\n\r\n",
     b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 500, b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000],
)  # fmt: skip
def test_server_that_speaks_no_http_is_told(words: bytes) -> None:
    with talker(words) as port:
        answer = visitor(read_within=0.3).visit(f"http://{NAME}:{port}/")
    assert answer.fault in {Fault.BROKEN, Fault.SLOW}


# --- certificates ---------------------------------------------------------------------------------


@pytest.fixture
def secure(tmp_path: Path) -> Iterator[tuple[WebServer, Path, list[str]]]:
    """A server with a certificate for NAME, that certificate, and the names it was asked for."""
    paths, names = certificate(tmp_path, NAME), []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*paths)
    context.sni_callback = lambda sock, name, context: names.append(name)
    with web_server(context) as running:
        running.pages["/"] = 200
        yield running, paths[0], names


def test_certificate_of_the_name_is_accepted(secure: Any) -> None:
    server, trusted, names = secure
    looking = visitor(certificates=lambda: ssl.create_default_context(cafile=trusted))
    assert looking.visit(server.at(scheme="https")).status == 200
    assert names == [NAME]


def test_certificate_of_another_name_is_refused(secure: Any) -> None:
    server, trusted, names = secure
    looking = visitor(certificates=lambda: ssl.create_default_context(cafile=trusted))
    address = server.at(scheme="https", host="annen.example.org")
    assert looking.visit(address).fault == Fault.CERTIFICATE
    assert names == ["annen.example.org"]
    assert server.requests == []


def test_certificate_that_nobody_vouches_for_is_refused(secure: Any) -> None:
    server, _trusted, _names = secure
    assert visitor().visit(server.at(scheme="https")).fault == Fault.CERTIFICATE


def test_server_without_tls_is_told_under_https(server: WebServer) -> None:
    assert visitor().visit(server.at(scheme="https")).fault == Fault.BROKEN


def test_handshake_that_never_ends_is_cut_off() -> None:
    with talker(b"\x16\x03\x03\x40\x00", again=b"x") as port:
        looking = visitor(total_within=0.4)
        assert looking.visit(f"https://{NAME}:{port}/").fault is not None
