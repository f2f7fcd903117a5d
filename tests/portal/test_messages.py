"""Catalogues are compiled when they changed, and what they lack is said."""

import gettext
import os
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

WHOLE = """
msgid "Page"
msgstr "Side"

msgid "day"
msgid_plural "days"
msgstr[0] "dag"
msgstr[1] "dager"
"""
HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


@pytest.fixture
def locale(tmp_path: Path, settings: Settings) -> Path:
    """A folder of catalogues: nb and de are whole."""
    settings.LOCALE_PATHS = [tmp_path]
    settings.LANGUAGES = [("nb", "Norsk"), ("de", "Deutsch"), ("en", "English")]
    write(tmp_path, "nb", WHOLE)
    write(tmp_path, "de", WHOLE)
    return tmp_path


def write(locale: Path, language: str, entries: str, name: str = "django.po") -> Path:
    path = locale / language / "LC_MESSAGES" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEADER + entries)
    return path


def run(**options: object) -> str:
    out = StringIO()
    call_command("messages", stdout=out, stderr=out, **options)
    return out.getvalue()


def test_messages_compiles_what_gettext_reads(locale: Path) -> None:
    assert run().count("Compiled") == 2
    with (locale / "nb" / "LC_MESSAGES" / "django.mo").open("rb") as compiled:
        translate = gettext.GNUTranslations(compiled).gettext
    assert translate("Page") == "Side"
    assert len(list((locale / "nb" / "LC_MESSAGES").iterdir())) == 2


def test_messages_compiles_the_texts_of_scripts(locale: Path) -> None:
    path = write(locale, "de", WHOLE, "djangojs.po")
    assert f"Compiled {path}\n" in run()
    assert path.with_suffix(".mo").exists()


def test_messages_compiles_only_what_changed(locale: Path) -> None:
    run()
    assert run() == ""
    path = write(locale, "de", WHOLE.replace("Side", "Seite"))
    later = path.with_suffix(".mo").stat().st_mtime + 5
    os.utime(path, (later, later))
    assert run().split("Compiled") == ["", f" {path}\n"]


def test_messages_is_silent_when_asked(locale: Path) -> None:
    assert run(verbosity=0) == ""
    assert (locale / "de" / "LC_MESSAGES" / "django.mo").exists()


def test_messages_check_accepts_whole_catalogues(locale: Path) -> None:
    assert run(check=True) == ""
    assert not list(locale.rglob("*.mo"))


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ('msgid "Page"\nmsgstr ""\n', "de: empty: Page"),
        ('#, fuzzy\nmsgid "Page"\nmsgstr "Seite?"\n', "de: fuzzy: Page"),
        ('msgid "day"\nmsgid_plural "days"\nmsgstr[0] "Tag"\nmsgstr[1] ""\n', "de: empty: day"),
    ],
)
def test_messages_check_names_what_is_not_translated(locale: Path, entries: str, said: str) -> None:
    write(locale, "de", entries)
    out = StringIO()
    with pytest.raises(CommandError, match="^1 texts"):
        call_command("messages", check=True, stdout=out, stderr=out)
    assert out.getvalue().strip() == said


def test_messages_check_reads_the_texts_of_scripts(locale: Path) -> None:
    write(locale, "nb", 'msgid "Close"\nmsgstr ""\n', "djangojs.po")
    with pytest.raises(CommandError, match="^1 texts"):
        run(check=True)


def test_messages_check_misses_a_catalogue(locale: Path, settings: Settings) -> None:
    settings.LANGUAGES = [*settings.LANGUAGES, ("fi", "Suomi")]
    with pytest.raises(CommandError):
        run(check=True)
