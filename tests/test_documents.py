"""What the documents point to is there: files, pictures, modules of the code."""

import itertools
import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
DOCUMENTS = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")
# `portal/lib/{pictures,html}.py`, `portal/accounts/`.
PATH = re.compile(r"`((?:portal|hosting|newcomers|municipalities|templates|tests)/[^`\s]+)`")
LARGEST_PICTURE = 60_000


def missing_links(document: Path, text: str) -> Iterator[str]:
    for target in LINK.findall(text):
        if ":" not in target and not (document.parent / target).exists():
            yield f"{document.name}: {target}"


def spelled_out(path: str) -> Iterator[str]:
    """Each path that the braces stand for."""
    parts = re.split(r"\{([^}]*)\}", path)
    choices = [each.split(",") if number % 2 else [each] for number, each in enumerate(parts)]
    return ("".join(each) for each in itertools.product(*choices))


def missing_paths(document: Path, text: str) -> Iterator[str]:
    for written in PATH.findall(text):
        for path in spelled_out(written):
            is_pattern = any(sign in path for sign in "*…<")
            if not is_pattern and not (ROOT / path).exists():
                yield f"{document.name}: {path}"


def test_links_of_documents_lead_somewhere() -> None:
    assert len(DOCUMENTS) > 8
    texts = [(each, each.read_text()) for each in DOCUMENTS]
    assert [link for document, text in texts for link in missing_links(document, text)] == []


def test_the_privacy_pack_names_files_that_are_there() -> None:
    pack = [each for each in DOCUMENTS if each.parent.name == "personvern"]
    found = [path for each in pack for path in missing_paths(each, each.read_text())]
    assert found == []


def test_checkers_find_what_is_not_there() -> None:
    text = "[a](nowhere.md#x) [b](https://example.org/) `portal/lib/{html,gone}.py` `tests/`"
    assert list(missing_links(ROOT / "README.md", text)) == ["README.md: nowhere.md"]
    assert list(missing_paths(ROOT / "README.md", text)) == ["README.md: portal/lib/gone.py"]


def test_handbooks_are_with_small_pictures_that_are_shown() -> None:
    books = [ROOT / "docs" / f"handbok-{who}.md" for who in ("koordinator", "redaktor")]
    shown = {name for book in books for name in LINK.findall(book.read_text()) if ".png" in name}
    taken = sorted((ROOT / "docs" / "pictures").glob("handbok-*.png"))
    assert {f"pictures/{picture.name}" for picture in taken} == shown
    assert [each.name for each in taken if each.stat().st_size > LARGEST_PICTURE] == []
