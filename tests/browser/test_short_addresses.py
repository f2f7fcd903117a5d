"""The pages for short addresses that lead nowhere are pages like all others."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.page_types import LANGUAGES, REQUESTS, WEIGHTS
from tests.browser.server import BEHIND_PROXY, Portal, path_of
from tests.browser.short_addresses import NOWHERE, every_dead_end, nowhere
from tests.browser.test_accessibility import too_wide, violations
from tests.browser.visits import LISTEN, Reader

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def readers(chromium: Browser, portal: Portal) -> Iterator[dict[str, Reader]]:
    """A reader of each language."""
    contexts = {
        language: chromium.new_context(
            base_url=portal.origin, extra_http_headers=BEHIND_PROXY, locale=language
        )
        for language in LANGUAGES
    }
    for context in contexts.values():
        context.add_init_script(LISTEN)
    yield {language: Reader(each.new_page(), portal) for language, each in contexts.items()}
    for context in contexts.values():
        context.close()


@every_dead_end
def test_dead_end_is_light_and_breaks_no_content_policy(
    readers: dict[str, Reader], portal: Portal, status: int, language: str
) -> None:
    reader = readers[language]
    visit = reader.open(NOWHERE[status])
    assert visit.status == status
    assert (visit.complaints, visit.cookies, visit.foreign(portal.origin)) == ((), (), [])
    assert reader.page.evaluate("document.documentElement.lang") == language
    asked = {path_of(url) for url in visit.requests} - {NOWHERE[status]}
    sizes = [len(portal.get(path, "br").body) for path in asked]
    sizes.append(len(nowhere(portal, status, language, "br").body))
    assert 3 <= len(sizes) <= REQUESTS
    assert sum(sizes) <= WEIGHTS["not_found"]
    # It leads on, in the reader's language.
    links = reader.page.locator("main ul a").evaluate_all("all => all.map(a => a.pathname)")
    assert f"/{language}/hosts/" in links
    assert {portal.get(path).status for path in links} == {200}


@every_dead_end
def test_dead_end_is_told_accessibly(under_axe: Page, status: int, language: str) -> None:
    under_axe.set_extra_http_headers({"Accept-Language": language})
    try:
        answer = under_axe.goto(NOWHERE[status])
    finally:
        under_axe.set_extra_http_headers({})
    assert answer is not None
    assert answer.status == status
    assert under_axe.evaluate("document.documentElement.lang") == language
    assert violations(under_axe) == {}
    assert too_wide(under_axe) == []
