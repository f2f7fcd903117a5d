"""The files of the project: what git tracks or would track. For the tests that guard the house."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Where there is no git (an unpacked archive), what .gitignore names is left out by hand.
IGNORED = {".git", ".venv", "var", "node_modules", "__pycache__"}


@cache
def files() -> tuple[Path, ...]:
    """All files, relative to the root, new ones that are not ignored included."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listing.returncode == 0:
        found = [Path(name) for name in listing.stdout.decode().split("\0") if name]
    else:
        found = [path.relative_to(ROOT) for path in ROOT.rglob("*")]
        found = [
            path for path in found if not (IGNORED & set(path.parts) or path.parts[0][0] == ".")
        ]
    return tuple(sorted(path for path in found if (ROOT / path).is_file()))


def read(path: Path) -> str:
    """The file's text; "" for pictures and other files that are none."""
    content = (ROOT / path).read_bytes()
    return "" if b"\0" in content else content.decode()
