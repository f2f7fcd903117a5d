"""What the documents point to is there: files, pictures, modules of the code."""

import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import yaml
from django.conf import settings
from django.core.management import get_commands, load_command_class

ROOT = Path(settings.BASE_DIR)
DOCUMENTS = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")
# `portal/lib/{pictures,html}.py`, `portal/accounts/`.
PATH = re.compile(r"`((?:portal|hosting|newcomers|municipalities|templates|tests)/[^`\s]+)`")
LARGEST_PICTURE = 60_000
# `manage.py restore FILE --prove`, up to the next sign of the shell, or the end of code or line.
COMMAND = re.compile(r"manage\.py\s+(?P<name>[a-z_]+)(?P<rest>(?: +[^\s`|;&>#]+)*)")
TARGET = re.compile(r"[`(]make ([a-z]+)|^make ([a-z]+)", re.MULTILINE)
SERVICE = re.compile(r"docker compose (?:run --rm(?: -T)?|exec|build) ([a-z][a-z-]*)")
OPTION = re.compile(r"(?<=\s)--[a-z-]+")


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


def wrong_commands(document: Path, text: str) -> Iterator[str]:
    """Commands that are not there, and options that they do not take."""
    for command in COMMAND.finditer(text):
        name = command["name"]
        if name not in get_commands():
            yield f"{document.name}: manage.py {name}"
            continue
        app = get_commands()[name]
        parser = (load_command_class(app, name) if isinstance(app, str) else app).create_parser(
            "manage.py", name
        )
        known = parser._option_string_actions
        options = OPTION.findall(command["rest"])
        yield from (f"{document.name}: {name} {each}" for each in options if each not in known)


def wrong_targets(document: Path, text: str) -> Iterator[str]:
    """Targets of make, and services of compose, that are not there."""
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    services = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]
    for one, other in TARGET.findall(text):
        if (one or other) not in targets:
            yield f"{document.name}: make {one or other}"
    for service in SERVICE.findall(text):
        if service not in services:
            yield f"{document.name}: docker compose … {service}"


def test_commands_of_documents_are_there_with_their_options() -> None:
    beside = [ROOT / ".env.example", *(ROOT / "docs" / "deployment").iterdir()]
    texts = [(each, each.read_text()) for each in [*DOCUMENTS, *beside]]
    assert len([each for _, text in texts for each in COMMAND.finditer(text)]) > 40
    assert [each for document, text in texts for each in wrong_commands(document, text)] == []
    assert [each for document, text in texts for each in wrong_targets(document, text)] == []


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
    text = "`manage.py fly` `manage.py restore FILE --prove --quickly | x --not-ours` `make tea`"
    text += " docker compose run --rm -T nobody"
    found = [*wrong_commands(ROOT / "README.md", text), *wrong_targets(ROOT / "README.md", text)]
    assert found == ["README.md: manage.py fly", "README.md: restore --quickly",
                     "README.md: make tea", "README.md: docker compose … nobody"]  # fmt: skip


def test_handbooks_are_with_small_pictures_that_are_shown() -> None:
    books = [ROOT / "docs" / f"handbok-{who}.md" for who in ("koordinator", "redaktor")]
    shown = {name for book in books for name in LINK.findall(book.read_text()) if ".png" in name}
    taken = sorted((ROOT / "docs" / "pictures").glob("handbok-*.png"))
    assert {f"pictures/{picture.name}" for picture in taken} == shown
    assert [each.name for each in taken if each.stat().st_size > LARGEST_PICTURE] == []
