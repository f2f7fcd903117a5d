"""A visit to a page: what the browser asked for, complained about, and showed."""

from collections.abc import Iterable
from dataclasses import dataclass

from playwright.sync_api import Page, Request

from tests.browser.page_types import PageType
from tests.browser.server import Portal

# Put into every page before its own scripts. Not subject to the content policy.
LISTEN = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.violations.push(`${event.effectiveDirective} ${event.blockedURI}`));
"""
# Chromium without a window asks for no icon; others do. What came from its cache counts as well.
ASKED_FOR = """() => [
  ...performance.getEntriesByType("resource").map((entry) => entry.name),
  ...[...document.querySelectorAll("link[rel~=icon]")].map((link) => link.href),
]"""
# Buttons that a script makes or shows, for the theme and for printing: without scripts they could
# do nothing.
TEXT = """() => {
  for (const button of document.querySelectorAll("button.theme, [data-print]")) button.remove();
  return document.body.innerText.trim();
}"""


@dataclass(frozen=True)
class Visit:
    """What came of opening a page."""

    status: int
    requests: frozenset[str]  # addresses, the page's own included
    complaints: tuple[str, ...]  # of the content policy, the console and of scripts
    cookies: tuple[str, ...]
    text: str

    def foreign(self, origin: str) -> list[str]:
        """The addresses that are not ours."""
        return foreign(self.requests, origin)


class Reader:
    """Opens pages in one tab, each once."""

    def __init__(self, page: Page, portal: Portal) -> None:
        self.page = page
        self.portal = portal
        self.visits: dict[str, Visit] = {}
        self._requests: list[str] = []
        self._complaints: list[str] = []
        page.on("request", self._note)
        page.on("console", lambda message: self._complaints.append(message.text))
        page.on("pageerror", lambda error: self._complaints.append(str(error)))

    def visit(self, language: str, page: PageType) -> Visit:
        """The first visit to the page."""
        path = page.path_in(language)
        if path not in self.visits:
            self.visits[path] = self.open(path)
        return self.visits[path]

    def open(self, path: str) -> Visit:
        """Open the path, and wait until all is there."""
        self._requests.clear()
        self._complaints.clear()
        response = self.page.goto(path)
        assert response is not None
        asked = [*self._requests, *self.page.evaluate(ASKED_FOR)]
        # What stands in the page itself is not asked for.
        requests = frozenset(url for url in asked if not url.startswith("data:"))
        text = self.page.evaluate(TEXT)
        # Chromium writes a line for each 404; the status of the page itself is looked at apart.
        lost = f"status of {response.status}" if response.status >= 400 else None
        heard = [line for line in self._complaints if lost is None or lost not in line]
        violations = self.page.evaluate("window.violations")
        cookies = [cookie["name"] for cookie in self.page.context.cookies()]
        return Visit(response.status, requests, (*heard, *violations), tuple(cookies), text)

    def _note(self, request: Request) -> None:
        self._requests.append(request.url)


def foreign(addresses: Iterable[str], origin: str) -> list[str]:
    """The addresses that lead elsewhere; what stands in the page itself (data:) leads nowhere."""
    return sorted(each for each in addresses if not each.startswith((f"{origin}/", "data:")))
