"""Files encrypted while they are written, and proven whole while they are read (AES-256-GCM).

A stream is cut into frames, each sealed with its number and with whether it is the last: a frame
that is changed, missing, repeated or out of order is found, and so is a file that was cut off.
Never more than a frame is in memory.
"""

import base64
import binascii
import os
import struct
from collections.abc import Sequence
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAGIC = b"LANDGANG\x01"
SALT = 32
FRAME = 1024 * 1024  # bytes of text in a frame
TAG = 16
LENGTH = struct.Struct(">I")


class BadKey(Exception):
    """A key that is none: 32 bytes in URL-safe base64 are."""


class WrongKey(Exception):
    """None of the keys opens the file."""


class Damaged(Exception):
    """The file is not what was written: cut off, changed, or something else altogether."""


def parsed(key: str) -> bytes:
    """The key's 32 bytes. Raises BadKey."""
    try:
        found = base64.b64decode(key, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise BadKey from None
    if len(found) != 32:
        raise BadKey
    return found


class Sealer:
    """A file to write to; what arrives in `file` is encrypted. Without `close` it has no end."""

    def __init__(self, file: BinaryIO, key: bytes) -> None:
        self._file, self._waiting, self._number = file, bytearray(), 0
        self._header = MAGIC + os.urandom(SALT)
        self._cipher = _cipher(key, self._header)
        file.write(self._header)
        # Empty: it says at once whether a key is the right one.
        self._frame(b"", is_last=False)

    def write(self, data: bytes) -> int:
        """Take the data; raises OSError when the file cannot take more."""
        self._waiting += data
        while len(self._waiting) > FRAME:
            self._frame(bytes(self._waiting[:FRAME]), is_last=False)
            del self._waiting[:FRAME]
        return len(data)

    def close(self) -> None:
        """Write the last frame. The file itself stays open."""
        self._frame(bytes(self._waiting), is_last=True)
        self._waiting.clear()

    def _frame(self, text: bytes, *, is_last: bool) -> None:
        sealed = self._cipher.encrypt(_nonce(self._number, is_last), text, self._header)
        self._file.write(LENGTH.pack(len(sealed)) + sealed)
        self._number += 1


class Opener:
    """A file to read from: what `Sealer` was given. Reading to the end proves it whole.

    Raises WrongKey when it is made, and Damaged then or later.
    """

    def __init__(self, file: BinaryIO, keys: Sequence[bytes]) -> None:
        self._file, self._waiting, self._number, self._is_over = file, bytearray(), 0, False
        self._header = _exactly(file, len(MAGIC) + SALT)
        if not self._header.startswith(MAGIC):
            raise Damaged
        first = self._sealed()
        for key in keys:
            self._cipher = _cipher(key, self._header)
            if self._opened(first) is not None:
                self._number = 1
                return
        raise WrongKey

    def read(self, size: int = -1) -> bytes:
        """So many bytes, or all that there are; fewer at the end alone."""
        while not self._is_over and (size < 0 or len(self._waiting) < size):
            self._next()
        end = len(self._waiting) if size < 0 else size
        found = bytes(self._waiting[:end])
        del self._waiting[:end]
        return found

    def prove(self) -> None:
        """Read what is left, for nothing but to find it whole."""
        while not self._is_over:
            self._waiting.clear()
            self._next()

    def _next(self) -> None:
        text = self._opened(self._sealed())
        if text is None:
            raise Damaged
        self._number += 1
        self._waiting += text
        if self._is_over and self._file.read(1):
            raise Damaged

    def _opened(self, sealed: bytes) -> bytes | None:
        """The frame's text, if it is the next one or the last one."""
        for is_last in (False, True):
            try:
                text = self._cipher.decrypt(_nonce(self._number, is_last), sealed, self._header)
            except InvalidTag:
                continue
            self._is_over = is_last
            return text
        return None

    def _sealed(self) -> bytes:
        (length,) = LENGTH.unpack(_exactly(self._file, LENGTH.size))
        if not TAG <= length <= FRAME + TAG:
            raise Damaged
        return _exactly(self._file, length)


def _exactly(file: BinaryIO, size: int) -> bytes:
    found = file.read(size)
    if len(found) < size:
        raise Damaged
    return found


def _nonce(number: int, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])


def _cipher(key: bytes, header: bytes) -> AESGCM:
    """Of this file alone: two files never share a key and a nonce."""
    salt = header[len(MAGIC) :]
    return AESGCM(HKDF(SHA256(), length=32, salt=salt, info=b"landgang: backup").derive(key))
