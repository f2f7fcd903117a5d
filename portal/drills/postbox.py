"""A mail server in a process of its own, which can be killed: each mail that it takes is a file.

`python -m portal.drills.postbox PORT FOLDER SECONDS`: each mail takes it so many seconds.
"""

import asyncio
import importlib.util
import signal
import sys
import uuid
from email import message_from_bytes
from pathlib import Path
from typing import Any

from portal.drills.stage import Missing, Process, Stage

SECONDS = 0.1


class Postbox:
    """Where it listens, and the mails that it took."""

    def __init__(self, stage: Stage) -> None:
        """Raises Missing where the library is not there, as in the image."""
        if importlib.util.find_spec("aiosmtpd") is None:
            raise Missing("aiosmtpd is missing: make install brings it.")
        self.stage, self.port, self.folder = stage, stage.port(), stage.folder / "postbox"
        self.folder.mkdir()

    def start(self) -> Process:
        """Take mail, also again."""
        words = ["-m", "portal.drills.postbox", self.port, self.folder, SECONDS]
        place = Path(__file__).parents[2]
        return self.stage.start("postbox", [sys.executable, *words], cwd=place)

    @property
    def environment(self) -> dict[str, str]:
        """What makes the portal send there."""
        return {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(self.port), "MAIL_FOLDER": "",
                "JOB_FIRST_WAIT": "0.5"}  # fmt: skip

    def ids(self) -> list[str]:
        """The Message-ID of each mail."""
        mails = (message_from_bytes(path.read_bytes()) for path in self.folder.glob("*.eml"))
        return [str(mail["Message-ID"]) for mail in mails]


class Handler:
    """Writes the mail down, and says so after a while."""

    def __init__(self, folder: Path, seconds: float) -> None:
        self.folder, self.seconds = folder, seconds

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Called by the library for each mail."""
        path = self.folder / f"{uuid.uuid4().hex}.new"
        path.write_bytes(envelope.content)
        path.rename(path.with_suffix(".eml"))
        await asyncio.sleep(self.seconds)
        return "250 OK"


def main(port: str, folder: str, seconds: str) -> None:
    """Take mail until told to end."""
    # Not at the top: whoever asks for this module's classes need not have it.
    from aiosmtpd.controller import Controller

    handler = Handler(Path(folder), float(seconds))
    Controller(handler, hostname="127.0.0.1", port=int(port)).start()
    signal.sigwait({signal.SIGTERM})


if __name__ == "__main__":
    main(*sys.argv[1:])
