"""A real SMTP server in a thread, and one that says nothing."""

import asyncio
import email
import email.policy
import logging
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

ACCEPTED = "250 OK"
# The server's own talk, with every address in it.
logging.getLogger("mail.log").setLevel(logging.WARNING)


class MailServer:
    """Takes mail, and remembers it. `answers` maps an address to what it hears instead of "OK":
    a list is used up, one answer a time."""

    def __init__(self, seconds_each: float = 0) -> None:
        self.messages: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.answers: dict[str, list[str]] = {}
        self.seconds_each = seconds_each
        self.port = 0

    @property
    def ids(self) -> list[str]:
        """The Message-ID of each mail, in the order they were taken."""
        return [str(message["Message-ID"]) for message in self.messages]

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        """Take the address, unless it is to be refused."""
        if self.answers.get(address):
            return self.answers[address].pop(0)
        envelope.rcpt_tos.append(address)
        return ACCEPTED

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Take the mail, and say so after a while."""
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        self.messages.append(message)
        self.recipients += envelope.rcpt_tos
        await asyncio.sleep(self.seconds_each)
        return ACCEPTED

    def wait_for(self, count: int, within: float = 15) -> None:
        """Return when so many different mails have come; AssertionError when they do not."""
        deadline = time.monotonic() + within
        while len(set(self.ids)) < count:
            assert time.monotonic() < deadline, f"{len(set(self.ids))} of {count} mails came"
            time.sleep(0.02)


@contextmanager
def mail_server(seconds_each: float = 0) -> Iterator[MailServer]:
    """A server on a free port; each mail takes it so many seconds."""
    server = MailServer(seconds_each)
    server.port = free_port()
    controller = Controller(server, hostname="127.0.0.1", port=server.port)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()


@contextmanager
def silent_server() -> Iterator[int]:
    """The port of a server that takes connections and never says a word."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        taken: list[socket.socket] = []

        def take() -> None:
            while True:
                try:
                    taken.append(listening.accept()[0])
                except OSError:
                    return

        thread = threading.Thread(target=take, daemon=True)
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            thread.join(5)
            for each in taken:
                each.close()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
