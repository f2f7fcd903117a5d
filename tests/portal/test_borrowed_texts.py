"""What other packages left untranslated is in our catalogues, and nothing that they did not.

An upgrade that brings new texts fails here and names them. Then: add the text to
portal/borrowed_texts.py and to both `django.po` (a script's only to `djangojs.po`), or remove it.
"""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import polib
import pytest
from django import conf
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.core.management import call_command
from django.test import RequestFactory
from django.utils import translation

from portal import borrowed_texts
from portal.management.commands.messages import languages_needed
from tests.test_consistency import messages_in_code

Text = tuple[str, str, str]  # context, msgid, plural
LANGUAGES = languages_needed()
OWN = [Path(folder) for folder in settings.LOCALE_PATHS]


def folders_of_packages() -> list[Path]:
    """Where Django looks besides our own folder: in itself, and in every installed package."""
    places = [conf.__file__, *(f"{config.path}/apps.py" for config in apps.get_app_configs())]
    return [folder for place in places if (folder := Path(place).parent / "locale").is_dir()]


PACKAGES = folders_of_packages()


@cache
def entries(path: Path) -> dict[Text, polib.POEntry]:
    """The texts of a catalogue; none if there is no such file."""
    found = polib.pofile(str(path)) if path.is_file() else []
    return {
        (entry.msgctxt or "", entry.msgid, entry.msgid_plural or ""): entry
        for entry in found
        if not entry.obsolete
    }


def texts_in(folders: Iterable[Path], domain: str) -> set[Text]:
    """What the packages have to say: their English catalogue, or all where they have none."""
    found: set[Text] = set()
    for folder in folders:
        english = folder / "en" / "LC_MESSAGES" / f"{domain}.po"
        every = folder.glob(f"*/LC_MESSAGES/{domain}.po")
        for path in [english] if english.is_file() else every:
            found |= entries(path).keys()
    return found


def translated(folders: Iterable[Path], language: str, domain: str) -> set[Text]:
    paths = [folder / language / "LC_MESSAGES" / f"{domain}.po" for folder in folders]
    return {text for path in paths for text, entry in entries(path).items() if entry.translated()}


def missing(folders: list[Path], language: str, domain: str) -> set[Text]:
    """What none of the packages has translated."""
    return texts_in(folders, domain) - translated(folders, language, domain)


def listed() -> set[tuple[str, str]]:
    """Context and text of all that the module names, plurals too."""
    return set(messages_in_code(Path(borrowed_texts.__file__).read_text()))


def singly(texts: Iterable[Text]) -> set[tuple[str, str]]:
    """Singular and plural each as a text of its own, as `listed()` has them."""
    return {(context, each) for context, *both in texts for each in both if each}


@pytest.mark.parametrize("domain", ["django", "djangojs"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_packages_have_no_text_without_translation(language: str, domain: str) -> None:
    assert missing(PACKAGES, language, domain), "nothing is borrowed: remove what is not needed"
    assert sorted(missing(PACKAGES, language, domain) - translated(OWN, language, domain)) == []


def test_module_lists_what_packages_lack_and_nothing_else() -> None:
    lacking = singly(text for each in LANGUAGES for text in missing(PACKAGES, each, "django"))
    assert sorted(listed() - lacking) == []
    assert sorted(lacking - listed()) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_of_scripts_holds_only_what_packages_lack(language: str) -> None:
    own = translated(OWN, language, "djangojs")
    assert sorted(own - missing(PACKAGES, language, "djangojs")) == []


def marks(text: str) -> list[str]:
    """What a program fills in, markup, and characters that are meant literally."""
    return sorted(re.findall(r"%\(\w+\)[a-z]|%[a-z]|\{\w*\}|</?\w+>|@/\./\+/-/_", text))


def changed(found: dict[Text, polib.POEntry]) -> list[str]:
    """Translations that dropped, doubled or invented a mark."""
    return [
        text
        for (_context, msgid, _plural), entry in found.items()
        for text in entry.msgstr_plural.values() or [entry.msgstr]
        if marks(text) != marks(msgid)
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_of_borrowed_texts_keep_their_placeholders(language: str) -> None:
    folder = OWN[0] / language / "LC_MESSAGES"
    borrowed = {
        text: entry for text, entry in entries(folder / "django.po").items() if text[:2] in listed()
    }
    assert len(borrowed) > 40
    assert changed(borrowed | entries(folder / "djangojs.po")) == []


@pytest.mark.parametrize(
    ("language", "said"),
    [
        # A text that the admin lacks, one of its own, and one of the text editor.
        (
            "nb",
            {"Remove all %s": "Fjern alle %s", "Now": "N\\u00e5", "Edit Link": "Rediger lenken"},
        ),
        (
            "de",
            {"Remove all %s": "Alle %s entfernen", "Now": "Jetzt", "Edit Link": "Link bearbeiten"},
        ),
    ],
)
def test_scripts_of_the_admin_get_their_texts(
    rf: RequestFactory, language: str, said: dict[str, str]
) -> None:
    call_command("messages", verbosity=0)
    with translation.override(language):
        script = admin.site.i18n_javascript(rf.get("/admin/jsi18n/")).content.decode()
    assert [text for text in said if f'"{text}": "{said[text]}"' not in script] == []


def test_scripts_of_the_admin_stay_english_for_english(rf: RequestFactory) -> None:
    call_command("messages", verbosity=0)
    with translation.override("en"):
        script = admin.site.i18n_javascript(rf.get("/admin/jsi18n/")).content.decode()
    assert "gettext" in script
    assert "Fjern alle" not in script


def write(folder: Path, language: str, *lines: str) -> None:
    path = folder / language / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n')
    with path.open("a") as catalogue:
        catalogue.write("\n".join(lines) + "\n")


def test_walk_finds_what_is_new_fuzzy_or_only_half_translated(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    day = ('msgid "day"', 'msgid_plural "days"')
    new, old = 'msgid "new"', 'msgid "old"'
    gone = '#~ msgid "gone"\n#~ msgstr ""'
    write(one, "en", new, 'msgstr ""', old, 'msgstr ""', *day, 'msgstr[0] ""', 'msgstr[1] ""', gone)
    write(one, "nb", old, 'msgstr "gammel"', *day, 'msgstr[0] "dag"', 'msgstr[1] ""')
    write(other, "de", 'msgid "guess"', 'msgstr "geraten"', old, 'msgstr "alt"')
    write(other, "nb", "#, fuzzy", 'msgid "guess"', 'msgstr "gjetning"')
    lacking = {("", "new", ""), ("", "guess", ""), ("", "day", "days")}
    assert missing([one, other], "nb", "django") == lacking
    assert singly(lacking) == {("", "new"), ("", "guess"), ("", "day"), ("", "days")}


def test_marks_tell_a_changed_placeholder() -> None:
    def entry(msgid: str, *forms: str) -> dict[Text, polib.POEntry]:
        plural = dict(enumerate(forms)) if len(forms) > 1 else {}
        one = polib.POEntry(msgid=msgid, msgstr=forms[0], msgstr_plural=plural)
        return {("", msgid, ""): one}

    assert changed(entry("%(a)s is %(b)r", "%(b)r er %(a)s")) == []
    assert changed(entry("%(a)s is %(b)r", "%(a)s er %(b)s")) == ["%(a)s er %(b)s"]
    assert changed(entry("%d day", "%d dag", "dager")) == ["dager"]
    assert changed(entry("<b>on</b> {}", "<b>på</b>")) == ["<b>på</b>"]
