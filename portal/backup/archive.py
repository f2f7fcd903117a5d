"""The encrypted tar: written member by member, read from beginning to end."""

import io
import tarfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO, Self, cast

from portal.backup.trouble import Trouble
from portal.lib import sealed_stream
from portal.lib.sealed_stream import BadKey, Damaged, Opener, Sealer, WrongKey

PART = 4 * 1024 * 1024  # bytes of the dump in one member
BUFFER = 256 * 1024
MANIFEST, ROLES, END = "manifest.json", "roles.sql", "end.json"
DATABASE, MEDIA = "database/", "media/"
BAD_KEY = "BACKUP_KEY has to be 32 bytes in URL-safe base64; .env.example says how to make one."


def keys(configured: Sequence[str]) -> list[bytes]:
    """The keys of BACKUP_KEY, the newest first. Raises Trouble."""
    if not configured:
        raise Trouble("Set BACKUP_KEY: without it nobody writes or opens a backup.")
    try:
        return [sealed_stream.parsed(each) for each in configured]
    except BadKey:
        raise Trouble(BAD_KEY) from None


class _Outlet:
    """What the tar writes into. Shut, it lets nothing through: a tar that was given up still
    empties its buffer when it is forgotten."""

    def __init__(self, sealer: Sealer) -> None:
        self._sealer, self.is_open = sealer, True

    def write(self, data: bytes) -> int:
        return self._sealer.write(data) if self.is_open else len(data)


class Writer:
    """Takes the members, one after the other. Only what was left without an error can be read."""

    def __init__(self, file: BinaryIO, key: bytes) -> None:
        self._sealer = Sealer(file, key)
        self._outlet = _Outlet(self._sealer)
        sealed = cast(IO[bytes], self._outlet)
        self._tar = tarfile.open(mode="w|", fileobj=sealed, bufsize=BUFFER)  # noqa: SIM115

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_error: object) -> None:
        if kind is not None:
            self._outlet.is_open = False
            return
        self._tar.close()
        self._sealer.close()

    def add(self, name: str, content: bytes) -> None:
        """One member."""
        member = tarfile.TarInfo(name)
        member.size, member.mode = len(content), 0o600
        self._tar.addfile(member, io.BytesIO(content))

    def add_parts(self, prefix: str, file: IO[bytes]) -> int:
        """All that the file has to give, in numbered members; how many bytes."""
        size, number = 0, 0
        while part := file.read(PART):
            number, size = number + 1, size + len(part)
            self.add(f"{prefix}{number:05}", part)
        return size


@contextmanager
def opened(path: Path, candidates: Sequence[bytes]) -> Iterator[Iterator[tuple[str, bytes]]]:
    """The members of the file, name and content. Raises Trouble, also while they are read."""
    try:
        with path.open("rb") as file:
            yield _members(Opener(file, candidates))
    except WrongKey:
        raise Trouble(
            "None of the keys in BACKUP_KEY opens the file, or it was changed at its beginning."
        ) from None
    except (Damaged, tarfile.TarError):
        raise Trouble("The file is damaged: cut off, changed, or no backup at all.") from None
    except OSError as error:
        raise Trouble(f"The file cannot be read: {error.strerror}.") from None


def _members(opener: Opener) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(mode="r|", fileobj=cast(IO[bytes], opener), bufsize=BUFFER) as tar:
        for member in tar:
            content = tar.extractfile(member)
            if content is not None:
                yield member.name, content.read()
    opener.prove()
