"""The running portal and one Chromium, shared by all tests of this folder.

All is of package scope: Playwright keeps an event loop running in this thread, in which Django
refuses its database to other tests. What a machine lacks is a skip that says so; CI allows none.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.server import BEHIND_PROXY, Portal, production, running_portal
from tests.browser.visits import LISTEN, Reader
from tests.database import TEST_DATABASE

CHECKS = Path(__file__).parent.parent / "checks"
AXE = CHECKS / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """The browser of the system."""
    if CHROMIUM is None:
        pytest.skip("pages in a browser (there is no chromium)")
    # CI runs as root, where Chromium's own sandbox cannot start; the pages are ours.
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def axe() -> str:
    """The source of axe-core."""
    if not AXE.is_file():
        pytest.skip("accessibility by axe-core (run npm ci in tests/checks)")
    return AXE.read_text()


@pytest.fixture(scope="package")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """The portal with the content of Midt-Troms, and with invented offers."""
    folder = tmp_path_factory.mktemp("portal")
    with running_portal(f"{TEST_DATABASE}_browser", folder) as running:
        # Demo data are for this machine alone, and so is its address then.
        here = {"DEBUG": "true", "SITE_URL": running.origin}
        environment = os.environ | production(running.database, folder) | here
        demo = [sys.executable, "manage.py", "demo", "--public-only", "-v0"]
        subprocess.run(demo, cwd=settings.BASE_DIR, env=environment, check=True)
        yield running


@pytest.fixture(scope="package")
def reader(chromium: Browser, portal: Portal) -> Reader:
    """Visits pages as most people do."""
    context = chromium.new_context(base_url=portal.origin, extra_http_headers=BEHIND_PROXY)
    context.add_init_script(LISTEN)
    return Reader(context.new_page(), portal)


@pytest.fixture(scope="package")
def without_scripts(chromium: Browser, portal: Portal) -> Page:
    """A page in a browser that runs no scripts."""
    return chromium.new_context(
        base_url=portal.origin, extra_http_headers=BEHIND_PROXY, java_script_enabled=False
    ).new_page()


@pytest.fixture(scope="package")
def under_axe(axe: str, chromium: Browser, portal: Portal) -> Page:
    """A page that axe-core is put into, as a part of the browser: the content policy stays on."""
    context = chromium.new_context(base_url=portal.origin, extra_http_headers=BEHIND_PROXY)
    context.add_init_script(axe)
    return context.new_page()


@pytest.fixture
def visitor(chromium: Browser, portal: Portal) -> Iterator[Page]:
    """A page in a browser that has never been here."""
    context = chromium.new_context(base_url=portal.origin, extra_http_headers=BEHIND_PROXY)
    yield context.new_page()
    context.close()
