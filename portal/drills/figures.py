"""What a drill finds out, and how it is written down in docs/proof.md."""

import datetime
import inspect
import platform
import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import django

HEADING = """# Proof

What the drills found, which try the portal on real servers. `manage.py drill all` writes all of
this file, and a drill that is run alone its own section.
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

    def of(self, part: str) -> "Figure":
        """The same, of a part of the drill."""
        return replace(self, what=f"{part}: {self.what}")


def exactly(what: str, found: object, wanted: object) -> Figure:
    """A figure that has to be just that; of a list, or of kinds and how many, nothing is "none"."""
    said, meant = ("none" if each in ([], {}) else each for each in (found, wanted))
    return Figure(what, said, meant, found == wanted)


def at_most(what: str, found: float, most: float, unit: str = "") -> Figure:
    """A figure with an upper limit."""
    return Figure(what, f"{found:g}{unit}", f"at most {most:g}{unit}", found <= most)


def commit(root: Path) -> str:
    """The commit that the code is of; "unknown" where there is no git."""

    def git(*words: str) -> str:
        asked = ["git", "-C", str(root), *words]
        return subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()

    try:
        # What the drills write themselves is no change of the code.
        changed = git("status", "--porcelain", "--", ".", ":(exclude)docs/proof.md")
        return git("rev-parse", "--short", "HEAD") + ("+" if changed else "")
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def write_down(
    path: Path, name: str, drill: Any, figures: Sequence[Figure], versions: Mapping[str, str]
) -> None:
    """Write the drill's section into the file, in place of what it had; make the file if it is
    not there. What was done is what the module says of itself."""
    section = "\n".join(_section(path, name, drill, figures, versions))
    before = path.read_text() if path.exists() else HEADING
    heading, *sections = re.split(r"^(?=## )", before, flags=re.MULTILINE)
    kept = {_name_of(each): each for each in sections} | {name: section}
    parts = (heading, *(kept[each] for each in sorted(kept)))
    path.write_text("\n\n".join(part.strip("\n") for part in parts) + "\n")


def _section(
    path: Path, name: str, drill: Any, figures: Sequence[Figure], versions: Mapping[str, str]
) -> list[str]:
    now = datetime.datetime.now(datetime.UTC)
    known = {"Python": platform.python_version(), "Django": django.__version__} | dict(versions)
    wrong = sum(not each.is_right for each in figures)
    return [
        f"## {drill.TITLE}",
        "",
        f"`manage.py drill {name}` · {now:%Y-%m-%d %H:%M} UTC · commit {commit(path.parents[1])} · "
        + ", ".join(f"{each} {version}" for each, version in known.items()),
        "",
        inspect.getdoc(drill) or "",
        "",
        f"**{'Not right' if wrong else 'Right'}**: {len(figures) - wrong} of {len(figures)}.",
        "",
        "| what | found | wanted | |",
        "| --- | --- | --- | --- |",
        *(
            f"| {each.what} | {each.found} | {each.wanted} | {'ok' if each.is_right else 'WRONG'} |"
            for each in figures
        ),
    ]


def _name_of(section: str) -> str:
    found = re.search(r"`manage\.py drill (\w+)`", section)
    return found[1] if found else section
