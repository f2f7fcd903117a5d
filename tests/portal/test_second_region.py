"""Another region, and languages that nobody thought of: by commands and environment alone.

LANGUAGES is read when a process starts, so each step is a process of its own, on a database of its
own: what somebody does who follows docs/second-region.md.
"""

import json
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.core.management import CommandError, call_command

from tests.database import EMPTY, PACK, TEST_DATABASE, copy, drop
from tests.elsewhere import Elsewhere, write_catalogue

NARVIK = PACK.parent / "narvik"
DOCUMENT = settings.BASE_DIR / "docs" / "second-region.md"
TRANSLATE = """
from municipalities.actions.texts import save_text
from municipalities.history import Page
from portal.lib.history import event_model
page = Page.objects.get(slug="report-your-move")
page.title_uk, page.body_uk = "Повідомте про переїзд", "<p>Повідомте Skatteetaten.</p>"
page.title_ar, page.body_ar = "أبلغ عن انتقالك", "<p>أبلغ Skatteetaten.</p>"
save_text(text=page)
out.write(str(event_model(Page).objects.filter(title_uk=page.title_uk, pgh_label="update").count()))
"""


@pytest.fixture
def database() -> Iterator[str]:
    """Tables without a row."""
    name = f"{TEST_DATABASE}_region"
    copy(EMPTY, name)
    yield name
    drop(name)


def test_narvik_is_served_in_two_languages_after_the_documented_commands(
    database: str, tmp_path: Path
) -> None:
    walk = re.findall(r"^manage\.py (.+)$", DOCUMENT.read_text(), re.M)
    assert [line.split()[0] for line in walk] == [
        "new_region", "ensure_roles", "migrate", "load_region",
    ]  # fmt: skip
    made = str(tmp_path / "narvik")
    commands = [[made if word == "narvik" else word for word in _words(line)] for line in walk]
    name = "from municipalities.models import Municipality as M\n"
    name += "out.write(M.objects.region().name)"
    # The skeleton is sound as it is; then the pack that the walk ends with takes its place.
    said, (norwegian, english, sitemap, ready) = Elsewhere(database, "nb,en", tmp_path).do(
        *commands, ["python", name], ["load_region", str(NARVIK)],
        ask=("/nb/municipalities/narvik/", "/en/municipalities/narvik/", "/sitemap.xml", "/ready"),
    )  # fmt: skip
    assert said[4] == "Narvikregionen"
    assert '<html lang="nb">' in norwegian
    assert '<html lang="en">' in english
    assert "21\xa0580" in norwegian
    assert "21,580" in english
    # Read at second hand: a draft.
    assert "3,432" not in english
    assert "untranslated" not in english
    assert 'hreflang="en"' in norwegian
    assert 'hreflang="de"' not in norwegian + sitemap
    assert "Deutsch" not in norwegian
    assert json.loads(ready) == {"ready": True, "problems": []}


def test_languages_are_added_by_the_environment(database: str, tmp_path: Path) -> None:
    four = Elsewhere(database, "nb,en,uk,ar", tmp_path)
    write_catalogue(tmp_path / "locale" / "ar", {"Municipalities": "البلديات"})
    # Before the columns are made, the portal says that it is not ready.
    with pytest.raises(AssertionError, match="columns of a language"):
        four.do(ask=("/ready",))
    said, (page, found, arabic, listed, norwegian) = four.do(
        ["migrate"], ["migrate"], ["load_region", str(NARVIK)], ["python", TRANSLATE],
        ask=("/uk/pages/report-your-move/", "/uk/search/?q=переїзд", "/ar/pages/report-your-move/",
             "/ar/municipalities/narvik/", "/nb/pages/report-your-move/"),
    )  # fmt: skip
    assert "columns made" in said[0]
    assert "columns made" not in said[1]
    # The history has the new columns too.
    assert said[3] == "1"
    # No catalogue: the menus are Norwegian and say so; the text is Ukrainian and marked.
    assert '<html lang="nb">' in page
    assert 'role="note"' in page
    assert '<span lang="uk">Повідомте про переїзд</span>' in page
    assert '<div class="prose" lang="uk">' in page
    assert "Повідомте про переїзд" in found
    # A catalogue: the page is Arabic, and what is not translated is Norwegian, from the left.
    assert '<html lang="ar" dir="rtl">' in arabic
    assert "البلديات" in arabic
    assert '<div class="prose">' in arabic
    assert '<div class="prose" lang="nb" dir="ltr">' in listed
    assert 'hreflang="uk"' in norwegian
    # Taken out, and back in: nothing is lost, and the languages of the code are as they were.
    _, (plain,) = Elsewhere(database, "nb,de,en", tmp_path).do(["migrate"], ask=("/nb/",))
    assert "Українська" not in plain
    _, (again,) = four.do(ask=("/uk/pages/report-your-move/",))
    assert "Повідомте про переїзд" in again


@pytest.mark.parametrize(
    ("name", "places", "languages", "why"),
    [
        ("Ofoten", [], "nb", "at least one municipality"),
        ("Ofoten", ["Narvik"], "nb", "not a number and a name"),
        ("Narvik", ["1806 Narvik"], "nb", "different names"),
        ("Ofoten", ["1806 Narvik"], "uk,nb", "first language"),
    ],
)
def test_new_region_refuses_what_makes_none(
    tmp_path: Path, name: str, places: list[str], languages: str, why: str
) -> None:
    with pytest.raises(CommandError, match=why):
        call_command(
            "new_region", tmp_path / "x", name=name, municipality=places, languages=languages
        )
    assert not (tmp_path / "x").exists()


def test_new_region_keeps_what_is_there_and_writes_names_as_they_are(tmp_path: Path) -> None:
    made = tmp_path / "made"
    call_command("new_region", made, name='Ytre "Å": #1', municipality=["1853 Evenes - Evenášši"],
                 languages="nb,en", stdout=StringIO())  # fmt: skip
    assert yaml.safe_load((made / "region.yaml").read_text())["region"]["name"] == 'Ytre "Å": #1'
    with pytest.raises(CommandError, match="not empty"):
        call_command("new_region", made, name="Å", municipality=["1853 Evenes"])


def test_makemigrations_is_refused_with_other_languages(settings: object) -> None:
    settings.LANGUAGES = [("nb", "Norsk"), ("uk", "Українська")]  # type: ignore[attr-defined]
    with pytest.raises(CommandError, match="LANGUAGES=nb,de,en"):
        call_command("makemigrations", check=True, dry_run=True)


def sided(styles: str) -> list[str]:
    """Declarations that mean the left or the right whichever way a page is read."""
    found = re.findall(r"(?:^|[;{\s])((?:[\w-]*-)?(?:left|right)\s*:[^;}]*)", styles)
    found += re.findall(r"((?:text-align|float|clear):\s*(?:left|right))", styles)
    for name, sides in re.findall(r"\b(padding|margin|inset):\s*([^;}]+)[;}]", styles):
        values = sides.split()
        if len(values) == 4 and values[1] != values[3]:
            found.append(f"{name}: {sides}")
    return found


def test_styles_know_no_left_and_no_right() -> None:
    files = sorted((settings.BASE_DIR / "portal" / "static" / "portal" / "css").glob("*.css"))
    assert len(files) > 10
    assert {file.name: sided(file.read_text()) for file in files if sided(file.read_text())} == {}


def test_styles_checker_finds_sides() -> None:
    wrong = "a{margin-left:1px; text-align: right} b{padding: 0 1px 0 2px} i{ left: 0 }"
    assert len(sided(wrong)) == 4
    assert sided("a{margin-inline-start: 1px; padding: 0 1px 0 1px; text-align: start}") == []


def _words(line: str) -> list[str]:
    return [word.strip('"') for word in re.findall(r'"[^"]*"|\S+', line)]
