"""Files encrypted while they are written: opened whole with the right key, or not at all."""

import io
import os

import pytest

from portal.lib import sealed_stream
from portal.lib.sealed_stream import BadKey, Damaged, Opener, Sealer, WrongKey

KEY, OTHER = bytes(range(32)), bytes(range(1, 33))
FIRST_FRAME = len(sealed_stream.MAGIC) + sealed_stream.SALT + 4 + sealed_stream.TAG


@pytest.fixture(autouse=True)
def _small_frames(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealed_stream, "FRAME", 100)


def sealed(text: bytes, *, piece: int = 37) -> bytes:
    file = io.BytesIO()
    sealer = Sealer(file, KEY)
    for start in range(0, len(text), piece):
        sealer.write(text[start : start + piece])
    sealer.close()
    return file.getvalue()


def opened(data: bytes, *keys: bytes) -> bytes:
    return Opener(io.BytesIO(data), keys or (KEY,)).read()


@pytest.mark.parametrize("size", [0, 1, 99, 100, 101, 200, 1000])
def test_sealed_stream_gives_back_what_it_was_given(size: int) -> None:
    text = os.urandom(size)
    data = sealed(text)
    assert opened(data) == text
    assert opened(data, OTHER, KEY) == text
    if size > 20:
        assert text[:20] not in data
    in_pieces, opener = b"", Opener(io.BytesIO(data), [KEY])
    while piece := opener.read(33):
        in_pieces += piece
    assert in_pieces == text


def test_sealed_stream_never_repeats_itself() -> None:
    assert sealed(b"the same") != sealed(b"the same")


def test_sealed_stream_refuses_another_key() -> None:
    with pytest.raises(WrongKey):
        opened(sealed(b"secret"), OTHER)


def test_sealed_stream_finds_every_byte_that_was_changed() -> None:
    data = sealed(b"x" * 250)
    for place in range(len(data)):
        changed = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
        with pytest.raises((Damaged, WrongKey)):
            opened(changed)


def test_sealed_stream_finds_every_cut() -> None:
    data = sealed(b"x" * 250)
    for place in range(len(data)):
        with pytest.raises(Damaged):
            opened(data[:place])
    with pytest.raises(Damaged):
        opened(data + b"more")


def test_sealed_stream_finds_frames_left_out_repeated_and_exchanged() -> None:
    data = sealed(b"a" * 100 + b"b" * 100 + b"c" * 100)
    frame = 4 + 100 + sealed_stream.TAG
    head, first = data[:FIRST_FRAME], data[FIRST_FRAME : FIRST_FRAME + frame]
    second, last = data[FIRST_FRAME + frame :][:frame], data[FIRST_FRAME + 2 * frame :]
    assert opened(head + first + second + last) == b"a" * 100 + b"b" * 100 + b"c" * 100
    for wrong in (first + last, first + first + second + last, second + first + last, last):
        with pytest.raises(Damaged):
            opened(head + wrong)


def test_sealed_stream_without_an_end_is_damaged() -> None:
    file = io.BytesIO()
    Sealer(file, KEY).write(b"x" * 500)
    with pytest.raises(Damaged):
        opened(file.getvalue())


@pytest.mark.parametrize("key", ["", "short", "A" * 43, "A" * 45, "å" * 44, "!" * 43 + "="])
def test_sealed_stream_takes_no_other_key_than_32_bytes(key: str) -> None:
    with pytest.raises(BadKey):
        sealed_stream.parsed(key)


def test_sealed_stream_takes_a_key_made_as_the_example_says() -> None:
    from cryptography.fernet import Fernet

    assert len(sealed_stream.parsed(Fernet.generate_key().decode())) == 32
