"""Reads QR codes as a camera would: with a program that has nothing to do with the one drawing."""

import re

import zxingcpp

SCALE = 4  # pixels to a module
SVG = re.compile(
    r'<svg class="qr" viewBox="0 0 (\d+) (\d+)"[^>]*>'
    r'<path d="M(\d+) (\d+)\.5([^"]+)" stroke="#000"/>'
)


def pictures(html: str) -> list[list[bytearray]]:
    """Each code in the page as rows of modules, white (255) and black (0)."""
    return [_rows(match) for match in SVG.finditer(html)]


def read(picture: list[bytearray]) -> list[str]:
    """What the codes in the picture say."""
    wide = [bytes(value for value in row for _ in range(SCALE)) for row in picture]
    pixels = b"".join(row for row in wide for _ in range(SCALE))
    grey = memoryview(pixels).cast("B", (len(wide) * SCALE, len(wide[0])))
    return [code.text for code in zxingcpp.read_barcodes(grey)]


def _rows(match: re.Match[str]) -> list[bytearray]:
    width, height, x, y = (int(match[group]) for group in range(1, 5))
    rows = [bytearray(b"\xff" * width) for _ in range(height)]
    for verb, across, down in re.findall(r"([hm])(-?\d+)(?: (\d+))?", match[5]):
        if verb == "h":
            rows[y][x : x + int(across)] = bytes(int(across))
        x, y = x + int(across), y + int(down or 0)
    return rows
