"""Short addresses that lead nowhere. They have no language of their own: the browser's is taken."""

import pytest

from tests.browser.page_types import LANGUAGES
from tests.browser.rows import CAMPAIGN_OVER
from tests.browser.server import BEHIND_PROXY, Answer, Portal, fetch

# The status says which of the two: it was printed for a time that has passed, or never.
NOWHERE = {410: f"/go/{CAMPAIGN_OVER}", 404: "/go/nobody-printed-me"}

every_dead_end = pytest.mark.parametrize(
    ("status", "language"),
    [(status, language) for status in NOWHERE for language in LANGUAGES],
)


def nowhere(portal: Portal, status: int, language: str, encoding: str = "identity") -> Answer:
    """What a browser of the language gets."""
    headers = {"Accept-Language": language, "Accept-Encoding": encoding}
    return fetch(portal.origin + NOWHERE[status], BEHIND_PROXY | headers)
