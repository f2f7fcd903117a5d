"""Reading the drawings of pages as a strict reader of XML and of paths does."""

import re
from xml.etree import ElementTree

from municipalities.outlines import Ring


def shapes_of(markup: str) -> list[ElementTree.Element]:
    """Each drawing of the page, which has to be well-formed XML."""
    found = re.findall(r"<svg.*?</svg>", markup, re.DOTALL)
    return [ElementTree.fromstring(svg) for svg in found]


def drawn_map(markup: str) -> ElementTree.Element:
    [figure] = re.findall(r'<figure class="map">(.*?)</figure>', markup, re.DOTALL)
    [drawing] = shapes_of(figure)
    return drawing


def caption(markup: str) -> str:
    return re.findall(r'<figure class="map">.*?<figcaption.*?>(.*?)</figcaption>', markup, re.S)[0]


def points_of(data: str) -> list[Ring]:
    """What relative path data draws: another reader than a browser's, on purpose a strict one."""
    assert re.fullmatch(r"(M\d+ \d+l(-?\d+[ -]?)*z?)*", data), data
    rings = []
    for subpath in filter(None, data.replace("z", "").split("M")):
        start, _, moves = subpath.partition("l")
        x, y = map(int, start.split())
        numbers = [int(number) for number in re.findall(r"-?\d+", moves)]
        ring: Ring = [(x, y)]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            ring.append((x, y))
        rings.append(ring)
    return rings


def links(drawing: ElementTree.Element) -> list[ElementTree.Element]:
    """The links of a drawing."""
    return list(drawing.iter("a"))
