"""What a drill finds out, and how it is written down in docs/proof.md."""

import datetime
import platform
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import django

HEADING = """# Proof

What `manage.py drill` found, each run with its date, commit and versions.
A commit with a + had changes that were not committed.
"""


@dataclass(frozen=True)
class Figure:
    """One thing that was tried: what came out, what had to, and whether it did."""

    what: str
    found: object
    wanted: object
    is_right: bool

    def line(self) -> str:
        """As the command prints it."""
        return f"{'ok   ' if self.is_right else 'WRONG'} {self.what}: {self.found} ({self.wanted})"


def exactly(what: str, found: object, wanted: object) -> Figure:
    """A figure that has to be just that."""
    return Figure(what, found, wanted, found == wanted)


def at_most(what: str, found: float, most: float, unit: str = "") -> Figure:
    """A figure with an upper limit."""
    return Figure(what, f"{found:g}{unit}", f"at most {most:g}{unit}", found <= most)


def commit(folder: Path) -> str:
    """The commit that the code is of; "unknown" where there is no git."""

    def git(*words: str) -> str:
        asked = ["git", "-C", str(folder), *words]
        return subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()

    try:
        return git("rev-parse", "--short", "HEAD") + ("+" if git("status", "--porcelain") else "")
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def write_down(
    path: Path, name: str, title: str, figures: Iterable[Figure], versions: Mapping[str, str]
) -> None:
    """Add a section to the file, which is made if it is not there."""
    now = datetime.datetime.now(datetime.UTC)
    known = {"Python": platform.python_version(), "Django": django.__version__} | dict(versions)
    lines = [
        f"## {title}",
        "",
        f"`manage.py drill {name}` · {now:%Y-%m-%d %H:%M} UTC · commit {commit(path.parent)} · "
        + ", ".join(f"{each} {version}" for each, version in known.items()),
        "",
        "| what | found | wanted | |",
        "| --- | --- | --- | --- |",
        *(
            f"| {each.what} | {each.found} | {each.wanted} | {'ok' if each.is_right else 'WRONG'} |"
            for each in figures
        ),
        "",
    ]
    before = path.read_text() if path.exists() else HEADING
    path.write_text(before.rstrip("\n") + "\n\n" + "\n".join(lines))
