"""One stylesheet out of the files an engineer reads: one request for the reader, no build step."""

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import brotli
from django.conf import settings
from django.urls import reverse

FOLDER = Path(__file__).parent / "static" / "portal" / "css"
PARTS = ("tokens", "reset", "base", "layout", "components", "content", "forms", "print")


@dataclass(frozen=True)
class Stylesheet:
    """The joined CSS, its compressed form, and the name that changes with it."""

    css: bytes
    compressed: bytes
    name: str

    @property
    def url(self) -> str:
        """Where it is served."""
        return reverse("styles", args=[self.name])


def stylesheet() -> Stylesheet:
    """The stylesheet; read once, in DEBUG again whenever a file was saved."""
    return _joined(_newest() if settings.DEBUG else 0)


@cache
def _joined(newest: int) -> Stylesheet:
    text = "\n".join((FOLDER / f"{part}.css").read_text("utf-8") for part in PARTS)
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    css = re.sub(r"\n\s*", "\n", text).strip().encode()
    digest = hashlib.sha256(css).hexdigest()[:12]
    return Stylesheet(css, brotli.compress(css), f"landgang.{digest}.css")


def _newest() -> int:
    return max((FOLDER / f"{part}.css").stat().st_mtime_ns for part in PARTS)
