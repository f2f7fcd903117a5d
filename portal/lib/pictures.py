"""Pictures that people send in: bytes become renditions of our own making, or a named refusal.

Nothing of what was sent is passed on: the picture is decoded, laid flat on white, turned as its
camera says, made smaller and encoded anew. So whatever hid in the file or behind its end is gone,
where it was taken included. Colour profiles are not applied but dropped: they would be one more
reader of foreign bytes, for colours that a face of 160 pixels does not need.

Imported where a picture is sent in, and not before: Pillow makes each worker 10 MB bigger.
"""

import enum
import hashlib
import io
import secrets
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageOps

from portal.lib.renditions import (
    JPEG,
    MOST_BYTES,
    WEBP,
    WIDTHS,
    fallback_of,
    file_name,
    height_at,
)

NARROWEST = 80
# What the biggest cameras of telephones take; more would cost a quarter of a gigabyte to decode.
MOST_PIXELS = 50_000_000
# Nobody's face is a ribbon.
MOST_UNEVEN = 4
# By content, never by name. MPO is what many telephones call a JPEG with a depth map behind it.
FORMATS = ("JPEG", "PNG", "WEBP", "MPO")
QUALITY = 78
WHITE = (255, 255, 255)
# What a 16-bit grey picture counts in.
SIXTEEN_BITS = {"I", "I;16", "I;16B", "I;16L", "I;16N"}
# What Pillow raises when a file is broken, cut off, or made to break readers.
BROKEN = (
    OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, AttributeError,
    EOFError, OverflowError, MemoryError, struct.error, zlib.error,
)  # fmt: skip
TOO_MANY_PIXELS = (Image.DecompressionBombError, Image.DecompressionBombWarning)


class Refusal(enum.StrEnum):
    """Why a picture is not taken."""

    EMPTY = "empty"
    TOO_MANY_BYTES = "too_many_bytes"
    NO_PICTURE = "no_picture"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_SMALL = "too_small"
    UNEVEN = "uneven"
    MOVING = "moving"
    BROKEN = "broken"


class PictureRefused(Exception):
    """The bytes are no picture that is taken; `reason` says why."""

    def __init__(self, reason: Refusal) -> None:
        self.reason = reason
        super().__init__(reason.value)


@dataclass(frozen=True)
class Rendition:
    """One file that is served."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Rendered:
    """A picture as it is kept: WebP in each width, and one JPEG for browsers of before 2020."""

    key: str
    widths: list[int]
    width: int
    height: int
    renditions: list[Rendition]


def render(
    content: bytes, *, most_bytes: int = MOST_BYTES, widths: Sequence[int] = WIDTHS
) -> Rendered:
    """Our own renditions of the picture. Raises PictureRefused.

    The key that all names begin with holds a digest of the content and random letters: the address
    of a picture tells nothing, and never stands for another one.
    """
    picture = _decoded(content, most_bytes, max(widths))
    made = [width for width in widths if width <= picture.width] or [picture.width]
    digest = hashlib.sha256(content).hexdigest()[:16]
    key = f"{digest}{secrets.token_hex(8)}"
    renditions = [Rendition(file_name(key, w), _encoded(picture, w, WEBP)) for w in made]
    renditions.append(
        Rendition(
            file_name(key, fallback_of(made), JPEG), _encoded(picture, fallback_of(made), JPEG)
        )
    )
    width = made[-1]
    return Rendered(key, made, width, height_at(width, picture.width, picture.height), renditions)


def _decoded(content: bytes, most_bytes: int, widest: int) -> Image.Image:
    """The picture upright, in plain colours, and holding nothing else. Raises PictureRefused."""
    if not content:
        raise PictureRefused(Refusal.EMPTY)
    if len(content) > most_bytes:
        raise PictureRefused(Refusal.TOO_MANY_BYTES)
    opened = _opened(content)
    _refuse_by_head(opened)
    try:
        if opened.format in ("JPEG", "MPO"):
            # Decodes at an eighth where that is enough: a tenth of the time and the memory.
            opened.draft("RGB", (2 * widest, 2 * widest))
        opened.load()
        return _flat(_upright(_reduced(opened, 2 * widest)))
    except TOO_MANY_PIXELS:
        raise PictureRefused(Refusal.TOO_MANY_PIXELS) from None
    except BROKEN:
        raise PictureRefused(Refusal.BROKEN) from None


def _opened(content: bytes) -> Image.Image:
    """The file with its head read, and nothing decoded yet."""
    try:
        return Image.open(io.BytesIO(content), formats=FORMATS)
    except TOO_MANY_PIXELS:
        raise PictureRefused(Refusal.TOO_MANY_PIXELS) from None
    except BROKEN:
        raise PictureRefused(Refusal.NO_PICTURE) from None


def _refuse_by_head(opened: Image.Image) -> None:
    """Refuse by what the file says of itself, before anything of it is decoded."""
    width, height = opened.size
    if width * height > MOST_PIXELS:
        raise PictureRefused(Refusal.TOO_MANY_PIXELS)
    if min(width, height) < NARROWEST:
        raise PictureRefused(Refusal.TOO_SMALL)
    if max(width, height) > MOST_UNEVEN * min(width, height):
        raise PictureRefused(Refusal.UNEVEN)
    if opened.format != "MPO" and getattr(opened, "n_frames", 1) > 1:
        raise PictureRefused(Refusal.MOVING)


def _reduced(opened: Image.Image, enough: int) -> Image.Image:
    """A whole number of times smaller: what follows makes copies, and big ones take memory."""
    plain = _in_bytes(opened)
    times = min(plain.size) // enough
    smaller = plain.reduce(times) if times > 1 else plain
    # Which way is up is in here; which colour is none no longer is, but for what has not changed.
    smaller.info = {name: value for name, value in opened.info.items()
                    if name != "transparency" or plain is opened}  # fmt: skip
    return smaller


def _in_bytes(opened: Image.Image) -> Image.Image:
    """With a byte for each colour of a pixel; grey of 16 bits would turn white otherwise."""
    if opened.mode in SIXTEEN_BITS:
        return opened.convert("I").point(lambda value: value / 257).convert("L")
    return opened.convert("RGBA") if opened.mode in ("1", "P", "PA") else opened


def _upright(opened: Image.Image) -> Image.Image:
    """Turned as the camera says; as it lies where the camera's note cannot be read."""
    try:
        return ImageOps.exif_transpose(opened)
    except BROKEN:
        return opened


def _flat(picture: Image.Image) -> Image.Image:
    """In red, green and blue, on white where it was transparent, without any of its notes."""
    if picture.mode in ("LA", "RGBA", "La", "RGBa") or "transparency" in picture.info:
        picture = picture.convert("RGBA")
        ground = Image.new("RGB", picture.size, WHITE)
        ground.paste(picture, mask=picture.getchannel("A"))
        return ground
    clean = Image.new("RGB", picture.size, WHITE)
    clean.paste(picture.convert("RGB"))
    return clean


def _encoded(picture: Image.Image, width: int, kind: str) -> bytes:
    size = (width, height_at(width, picture.width, picture.height))
    smaller = picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    into = io.BytesIO()
    options = {"method": 6} if kind == WEBP else {"optimize": True, "progressive": True}
    smaller.save(into, "WEBP" if kind == WEBP else "JPEG", quality=QUALITY, **options)
    return into.getvalue()
