"""`manage.py messages`: compiles the catalogues of the interface, or says what they lack."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.lib.languages import LANGUAGE_OF_CODE


class Command(BaseCommand):
    help = "Compile the message catalogues that changed; --check reports what is not translated."
    # Runs before anything else, also where no database answers.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check",
            action="store_true",
            help="Compile nothing; list empty and fuzzy entries and fail if there are any.",
        )

    def handle(self, *args: Any, check: bool = False, verbosity: int = 1, **options: Any) -> None:
        if check:
            self._check()
            return
        for catalogue in catalogues():
            if compile_if_newer(catalogue) and verbosity:
                self.stdout.write(f"Compiled {shown(catalogue)}")

    def _check(self) -> None:
        found = [problem for language in languages_needed() for problem in problems(language)]
        for problem in found:
            self.stderr.write(problem)
        if found:
            raise CommandError(f"{len(found)} texts of the interface are not translated.")


def languages_needed() -> list[str]:
    """The portal's languages that need a catalogue."""
    return [code for code, _name in settings.LANGUAGES if code != LANGUAGE_OF_CODE]


def catalogues() -> Iterator[Path]:
    """Every `django.po` of the project, and `djangojs.po`, the texts of scripts."""
    for folder in settings.LOCALE_PATHS:
        yield from sorted(Path(folder).glob("*/LC_MESSAGES/django*.po"))


def compile_if_newer(catalogue: Path) -> bool:
    """Write the .mo beside the catalogue unless it is up to date; whether it was written."""
    compiled = catalogue.with_suffix(".mo")
    if compiled.exists() and compiled.stat().st_mtime_ns >= catalogue.stat().st_mtime_ns:
        return False
    # Under a name of its own first: another process may be reading the old one.
    unfinished = compiled.with_name(f"{compiled.name}.{os.getpid()}")
    polib.pofile(str(catalogue)).save_as_mofile(str(unfinished))
    unfinished.replace(compiled)
    return True


def problems(language: str) -> list[str]:
    """What the catalogues of a language lack, one line each."""
    own = [path for path in catalogues() if path.parts[-3] == language]
    if not own:
        return [f"{language}: there is no catalogue"]
    entries = [entry for path in own for entry in polib.pofile(str(path))]
    return [
        f"{language}: {'fuzzy' if entry.fuzzy else 'empty'}: {entry.msgid}"
        for entry in entries
        if not entry.obsolete and not entry.translated()
    ]


def shown(path: Path) -> str:
    """The path as somebody in the project's folder writes it."""
    return str(
        path.relative_to(settings.BASE_DIR) if path.is_relative_to(settings.BASE_DIR) else path
    )
