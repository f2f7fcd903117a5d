"""Every page is valid HTML for the Nu checker; so are the pages that show a fault of ours."""

import json
import shutil
import subprocess
from collections import defaultdict
from pathlib import Path

import pytest

from tests.browser.faults import FAULTS, every_fault, fault
from tests.browser.page_types import LANGUAGES, PAGES, VISITS, PageType, every_page
from tests.browser.server import Portal
from tests.browser.short_addresses import NOWHERE, every_dead_end, nowhere

pytestmark = pytest.mark.nu

JAR = Path(__file__).parent.parent / "checks/node_modules/vnu-jar/build/dist/vnu.jar"
JAVA = shutil.which("java")
# Half the work for a run that is over in seconds: no thorough compiling, one thread that cleans up.
# What is compiled less thoroughly needs a larger stack.
QUICK = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss2m")


def nu(files: dict[str, bytes], folder: Path) -> dict[str, list[str]]:
    """What the checker says about each file, by name; one run for all, the start is what takes."""
    for name, content in files.items():
        (folder / f"{name}.html").write_bytes(content)
    command = [str(JAVA), *QUICK, "-jar", str(JAR), "--format", "json", "--exit-zero-always"]
    paths = [str(folder / f"{name}.html") for name in files]
    run = subprocess.run([*command, *paths], capture_output=True, check=True)
    found = defaultdict(list)
    for message in json.loads(run.stderr)["messages"]:
        line = f"{message.get('lastLine')}: {message['message']} {message.get('extract', '')}"
        found[Path(message.get("url", "unknown")).stem].append(line)
    return found


@pytest.fixture(scope="module")
def checker() -> None:
    """Java and the checker."""
    if JAVA is None:
        pytest.skip("markup by the Nu checker (there is no java)")
    if not JAR.is_file():
        pytest.skip("markup by the Nu checker (run npm ci in tests/checks)")


@pytest.fixture(scope="module")
def said(
    checker: None, portal: Portal, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, list[str]]:
    """What the checker says about every page, by the page's name."""
    pages = {
        name_of(language, page): portal.get(page.path_in(language)).body
        for language, page in VISITS
    }
    pages |= {
        f"{status}-{language}": fault(status, language).content
        for status in FAULTS
        for language in LANGUAGES
    }
    pages |= {
        f"go-{status}-{language}": nowhere(portal, status, language).body
        for status in NOWHERE
        for language in LANGUAGES
    }
    return nu(pages, tmp_path_factory.mktemp("nu"))


def name_of(language: str, page: PageType) -> str:
    return f"{language}-{PAGES.index(page)}"


@every_page
def test_page_is_valid_html(said: dict[str, list[str]], language: str, page: PageType) -> None:
    assert said[name_of(language, page)] == []


@every_fault
def test_fault_is_told_in_valid_html(
    said: dict[str, list[str]], status: int, language: str
) -> None:
    answer = fault(status, language)
    assert answer.status_code == status
    assert f'<html lang="{language}">' in answer.content.decode()
    assert said[f"{status}-{language}"] == []


@every_dead_end
def test_dead_end_is_told_in_valid_html(
    said: dict[str, list[str]], status: int, language: str
) -> None:
    assert said[f"go-{status}-{language}"] == []


def test_nu_says_nothing_that_belongs_to_no_page(said: dict[str, list[str]]) -> None:
    known = {name_of(language, page) for language, page in VISITS}
    known |= {f"{status}-{language}" for status in FAULTS for language in LANGUAGES}
    known |= {f"go-{status}-{language}" for status in NOWHERE for language in LANGUAGES}
    assert {name: lines for name, lines in said.items() if name not in known} == {}


def test_nu_finds_errors_and_warnings(checker: None, tmp_path: Path) -> None:
    good = b'<!doctype html><html lang="nb"><head><title>A</title></head><body><p>B</body></html>'
    files = {
        "good": good,
        "wrong": good.replace(b"<p>B", b'<p id="a"><b id="a">'),
        "warned": good.replace(b"<p>B", b"<section><p>B</section>"),
    }
    assert nu(files, tmp_path).keys() == {"wrong", "warned"}
