"""Pictures: what comes out is ours alone, and what is dangerous or none is refused by name."""

import io
import struct
import warnings
import zlib

import pytest
from PIL import Image, PngImagePlugin

from portal.lib.pictures import PictureRefused, Refusal, Rendered, render
from portal.lib.renditions import MOST_BYTES, file_names, height_at

LEFT, RIGHT = (200, 30, 30), (20, 40, 180)
SECRET = b"69.06 N 18.54 E, Kari Nordmann"


def drawn(width: int = 800, height: int = 600, mode: str = "RGB") -> Image.Image:
    """A red half and a blue one: how it is turned can be seen."""
    picture = Image.new("RGB", (width, height), LEFT)
    picture.paste(RIGHT, (width // 2, 0, width, height))
    return picture.convert(mode)


def saved(picture: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    into = io.BytesIO()
    picture.save(into, kind, **options)
    return into.getvalue()


def read(rendered: Rendered) -> list[Image.Image]:
    """The renditions, decoded by themselves."""
    return [Image.open(io.BytesIO(each.content)) for each in rendered.renditions]


def is_like(picture: Image.Image, at: tuple[int, int], colour: tuple[int, ...]) -> bool:
    found = picture.convert("RGB").getpixel(at)
    return all(abs(a - b) < 60 for a, b in zip(found, colour, strict=True))  # type: ignore[arg-type]


def refused(content: bytes, **options: int) -> str:
    with pytest.raises(PictureRefused) as error:
        render(content, **options)  # type: ignore[arg-type]
    return str(error.value)


def png_saying(width: int, height: int) -> bytes:
    """The head of a PNG of this size, with next to nothing behind it."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checksum = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + checksum

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def test_picture_comes_in_each_width_and_never_wider_than_it_was() -> None:
    rendered = render(saved(drawn()))
    names = [each.name for each in rendered.renditions]
    assert names == file_names(rendered.key, [160, 320, 640])
    assert [name.partition("-")[2] for name in names] == [
        "160.webp", "320.webp", "640.webp", "320.jpg",
    ]  # fmt: skip
    assert [(each.format, each.size) for each in read(rendered)] == [
        ("WEBP", (160, 120)), ("WEBP", (320, 240)), ("WEBP", (640, 480)), ("JPEG", (320, 240)),
    ]  # fmt: skip
    assert (rendered.width, rendered.height) == (640, 480)
    assert height_at(160, 640, 480) == 120
    assert render(saved(drawn(200, 150))).widths == [160]
    assert render(saved(drawn(120, 90))).widths == [120]


def test_same_picture_sent_twice_has_two_names() -> None:
    content = saved(drawn())
    first, second = render(content).key, render(content).key
    assert first[:16] == second[:16]
    assert first != second
    assert len(first) == 32


def test_picture_keeps_nothing_of_what_the_camera_and_others_wrote() -> None:
    exif = Image.Exif()
    exif[0x010E], exif[0x8825] = SECRET.decode(), {1: "N", 2: (69.0, 6.0, 0.0)}
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", SECRET.decode())
    hidden = b"PK\x03\x04<script>alert(1)</script>%PDF-1.7" + SECRET
    for content in (
        saved(drawn(), exif=exif, icc_profile=SECRET * 20, comment=SECRET) + hidden,
        saved(drawn(), "PNG", pnginfo=notes, icc_profile=SECRET * 20, exif=exif) + hidden,
        saved(drawn(), "WEBP", exif=exif, xmp=SECRET, icc_profile=SECRET * 20),
    ):
        assert SECRET in content
        for rendition, picture in zip(
            (rendered := render(content)).renditions, read(rendered), strict=True
        ):
            assert not {SECRET, b"script", b"%PDF", b"Exif", b"EXIF", b"ICCP"} & {
                word
                for word in (SECRET, b"script", b"%PDF", b"Exif", b"EXIF", b"ICCP")
                if word in rendition.content
            }
            assert not picture.getexif()
            assert not {"icc_profile", "exif", "xmp", "comment"} & picture.info.keys()


def test_picture_is_turned_as_the_camera_was_held() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # a quarter to the right: what was on the left is on top
    (small, *_others) = read(render(saved(drawn(), exif=exif)))
    assert small.size == (160, 213)
    assert is_like(small, (80, 20), LEFT)
    assert is_like(small, (80, 190), RIGHT)


def test_every_kind_of_colour_becomes_the_same_picture() -> None:
    grey = Image.new("I;16", (200, 200), 0)
    grey.paste(65535, (100, 0, 200, 200))
    transparent = Image.new("RGBA", (200, 200), (0, 0, 0, 0))
    kinds = [
        (saved(drawn(mode="CMYK")), LEFT, RIGHT),
        (saved(drawn(mode="P"), "PNG"), LEFT, RIGHT),
        (saved(drawn(), "WEBP"), LEFT, RIGHT),
        (saved(grey, "PNG"), (0, 0, 0), (255, 255, 255)),
        (saved(transparent, "PNG"), (255, 255, 255), (255, 255, 255)),
    ]
    for content, left, right in kinds:
        small = read(render(content))[0]
        assert small.mode == "RGB"
        assert is_like(small, (20, 60), left)
        assert is_like(small, (140, 60), right)


def test_what_is_no_picture_or_a_trap_is_refused_by_name() -> None:
    frames = [drawn(100, 100), drawn(100, 100).rotate(90)]
    jpeg = saved(drawn())
    moving = {"save_all": True, "append_images": frames[1:]}
    with warnings.catch_warnings():
        # As in production, where Pillow's warning of many pixels stops nothing.
        warnings.simplefilter("ignore")
        assert refused(png_saying(10_000, 10_000)) == Refusal.TOO_MANY_PIXELS
    for content, reason in {
        b"": Refusal.EMPTY,
        b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>": Refusal.NO_PICTURE,
        b"%PDF-1.7 named .jpg": Refusal.NO_PICTURE,
        b"GIF89a" + b"\0" * 100: Refusal.NO_PICTURE,
        saved(drawn(), "GIF"): Refusal.NO_PICTURE,
        saved(drawn(), "TIFF"): Refusal.NO_PICTURE,
        png_saying(30_000, 30_000): Refusal.TOO_MANY_PIXELS,
        png_saying(8_000, 8_000): Refusal.TOO_MANY_PIXELS,
        png_saying(400, 300): Refusal.BROKEN,
        jpeg[: len(jpeg) // 2]: Refusal.BROKEN,
        jpeg[:12]: Refusal.NO_PICTURE,
        saved(frames[0], "PNG", **moving): Refusal.MOVING,
        saved(frames[0], "WEBP", **moving): Refusal.MOVING,
        saved(drawn(79, 79)): Refusal.TOO_SMALL,
        saved(drawn(1000, 100)): Refusal.UNEVEN,
    }.items():
        assert refused(content) == reason, content[:20]
    assert refused(jpeg, most_bytes=len(jpeg) - 1) == Refusal.TOO_MANY_BYTES
    assert refused(b"\0" * (MOST_BYTES + 1)) == Refusal.TOO_MANY_BYTES
    assert render(jpeg, most_bytes=len(jpeg)).widths == [160, 320, 640]


def test_second_picture_of_a_telephone_is_left_out() -> None:
    content = saved(drawn(), "MPO", save_all=True, append_images=[drawn().rotate(180)])
    small = read(render(content))[0]
    assert is_like(small, (20, 60), LEFT)


def test_note_of_the_camera_that_cannot_be_read_is_left_alone() -> None:
    content = saved(drawn(), exif=b"Exif\0\0II*\0\xff\xff\xff\xff")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # as in production
        assert render(content).width == 640
