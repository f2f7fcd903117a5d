"""A portal in another environment: its languages are read when a process starts, so each step is a
process of its own."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polib
from django.conf import settings

from tests.database import address, maker

STEPS = """
import json
from io import StringIO
from django.core.management import call_command
from django.test import Client
said = []
for words in {commands!r}:
    out = StringIO()
    if words[0] == "python":
        exec(words[1], {{"out": out}})
    else:
        call_command(*words, stdout=out, stderr=StringIO())
    said.append(out.getvalue())
answers = [Client(headers={{"host": "localhost"}}).get(path) for path in {paths!r}]
print(json.dumps([said, [[each.status_code, each.content.decode()] for each in answers]]))
"""
# What stands between the letters of a text: placeholders, tags, entities.
KEPT = re.compile(r"(%\([^)]*\)\w|%\w|\{[^}]*\}|<[^>]*>|&\w+;)")
ARABIC = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ابجدهوزحطيكلمنسعفصقرشتثخذض")


@dataclass(frozen=True)
class Elsewhere:
    """A database, the languages of whoever works on it, and where their catalogues are."""

    database: str
    languages: str
    folder: Path

    def do(self, *commands: list[str], ask: tuple[str, ...] = ()) -> tuple[list[str], list[str]]:
        """What each command says, and then the pages; the command `python` runs a script."""
        environment = os.environ | {
            "LANGUAGES": self.languages,
            "LOCALE_FOLDERS": str(self.folder / "locale"),
            "DATABASE_URL": address(maker(), self.database),
        }
        script = STEPS.format(commands=list(commands), paths=ask)
        done = subprocess.run(
            [sys.executable, "manage.py", "shell", "-v0", "-c", script],
            cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        said, answers = json.loads(done.stdout.splitlines()[-1])
        wrong = [path for path, (status, _) in zip(ask, answers, strict=True) if status != 200]
        assert wrong == [], [text for status, text in answers if status != 200]
        return said, [text for _status, text in answers]


def write_catalogue(folder: Path, texts: Mapping[str, str]) -> None:
    """A catalogue with these texts alone, compiled."""
    catalogue = polib.POFile()
    catalogue.extend([polib.POEntry(msgid=key, msgstr=text) for key, text in texts.items()])
    _save(catalogue, folder)


def write_stand_in(folder: Path) -> None:
    """A whole catalogue in Arabic letters, which says nothing: each text is as long as it was."""
    catalogue = polib.POFile()
    for name in ("django", "djangojs"):
        for entry in polib.pofile(str(settings.BASE_DIR / f"locale/nb/LC_MESSAGES/{name}.po")):
            text = _in_arabic_letters(entry.msgid)
            if entry.msgid_plural:
                plural = _in_arabic_letters(entry.msgid_plural)
                entry.msgstr_plural = dict.fromkeys(range(6), plural)
            else:
                entry.msgstr = text
            if entry not in catalogue:
                catalogue.append(entry)
    _save(catalogue, folder)


def _in_arabic_letters(text: str) -> str:
    parts = KEPT.split(text)
    return "".join(
        part if number % 2 else part.lower().translate(ARABIC) for number, part in enumerate(parts)
    )


def _save(catalogue: polib.POFile, folder: Path) -> None:
    catalogue.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Plural-Forms": "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : 3;",
    }
    (folder / "LC_MESSAGES").mkdir(parents=True)
    catalogue.save_as_mofile(str(folder / "LC_MESSAGES" / "django.mo"))
