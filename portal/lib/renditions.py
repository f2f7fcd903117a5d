"""What the files of a picture are called, and how big they are."""

from collections.abc import Sequence

# The widths that are made, in pixels; none wider than what was sent.
WIDTHS = (160, 320, 640)
# What may be sent in.
MOST_BYTES = 12 * 1024 * 1024
WEBP, JPEG = "webp", "jpg"
CONTENT_TYPES = {WEBP: "image/webp", JPEG: "image/jpeg"}


def file_name(key: str, width: int, kind: str = WEBP) -> str:
    """The name of a rendition: "<32 letters>-320.webp"."""
    return f"{key}-{width}.{kind}"


def file_names(key: str, widths: Sequence[int]) -> list[str]:
    """The names of all renditions of a picture."""
    return [*(file_name(key, width) for width in widths), file_name(key, fallback_of(widths), JPEG)]


def fallback_of(widths: Sequence[int]) -> int:
    """The width of the JPEG: the middle one."""
    return widths[len(widths) // 2]


def height_at(width: int, whole_width: int, whole_height: int) -> int:
    """The height that belongs to a width."""
    return max(1, round(whole_height * width / whole_width))
