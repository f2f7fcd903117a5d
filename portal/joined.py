"""One file out of those an engineer reads: one request for the reader, no build step."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import brotli
from django.conf import settings
from django.urls import reverse
from rjsmin import jsmin

FOLDER = Path(__file__).parent / "static" / "portal"
STYLES = ("tokens", "reset", "base", "layout", "components", "content", "around", "finding",
          "forms", "reading", "print")  # fmt: skip
# What only some pages need is served to them alone, and still in one file.
PLACES = ("map", "daylight", "population")
# On the pages of places nothing is looked for or filled in.
NOT_OF_PLACES = {"finding", "forms"}
TOOLS = ("compare", "first-steps")
# What is joined, by the name it is served under.
PARTS = {
    "landgang.css": [f"css/{part}.css" for part in STYLES],
    "places.css": [f"css/{part}.css" for part in (*STYLES, *PLACES) if part not in NOT_OF_PLACES],
    # With the borders of former municipalities.
    "borders.css": [
        f"css/{part}.css" for part in (*STYLES, *PLACES, "borders") if part not in NOT_OF_PLACES
    ],
    "tools.css": [f"css/{part}.css" for part in (*STYLES, *TOOLS)],
    "offers.css": [f"css/{part}.css" for part in (*STYLES, "offers")],
    # Where there is much to read.
    "reading.js": ["js/theme.js", "js/read-aloud.js"],
    # Both modules of the pages where people log in.
    "account.js": ["js/theme.js", "js/passkey.js"],
}
# The same for pages that are read in two languages side by side.
PARTS |= {
    f"beside-{name}": [*parts, "css/beside.css"]
    for name, parts in PARTS.items()
    if name.endswith(".css")
}
TYPES = {".css": "text/css", ".js": "text/javascript"}


@dataclass(frozen=True)
class Joined:
    """The joined text, its compressed form, and the name that changes with it."""

    body: bytes
    compressed: bytes
    name: str

    @property
    def url(self) -> str:
        """Where it is served."""
        return reverse("styles", args=[self.name])

    @property
    def content_type(self) -> str:
        """As browsers want it told."""
        return f"{TYPES[Path(self.name).suffix]}; charset=utf-8"


def joined(whole: str) -> Joined:
    """The whole of this name in PARTS; read once, in DEBUG again whenever a file was saved."""
    return _join(whole, _newest(whole) if settings.DEBUG else 0)


def served(name: str) -> Joined | None:
    """What is served under the name, which holds a digest; None for an old or unknown one."""
    return next((each for each in map(joined, PARTS) if each.name == name), None)


@cache
def _join(whole: str, newest: int) -> Joined:
    text = "\n".join(path.read_text("utf-8") for path in _files(whole))
    stem, suffix = whole.split(".")
    body = (_dense(text) if suffix == "css" else jsmin(text)).encode()
    digest = hashlib.sha256(body).hexdigest()[:12]
    return Joined(body, brotli.compress(body), f"{stem}.{digest}.{suffix}")


def _dense(styles: str) -> str:
    """Without comments, the white space that says nothing, and the last semicolon of each rule.

    The libraries for this take the space out of `.prose :is(…)`, which is then another rule.
    """
    styles = re.sub(r"/\*.*?\*/", "", styles, flags=re.DOTALL)
    styles = re.sub(r"\n\s*", "\n", styles).strip()
    styles = re.sub(r"(?m)^([-\w]+):\s+", r"\1:", styles)
    return re.sub(r";?\s*([{}])\s*|([;,])\n", r"\1\2", styles)


def _files(whole: str) -> Iterator[Path]:
    return (FOLDER / part for part in PARTS[whole])


def _newest(whole: str) -> int:
    return max(path.stat().st_mtime_ns for path in _files(whole))
