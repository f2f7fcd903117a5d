"""Which kinds of pages readers meet. The kinds come from the URLconf; here each has examples."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.test import override_settings
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern

from municipalities.story_links import withdrawal_token
from newcomers.receipts import Receipt
from portal.feedback.views import sealed
from tests.browser.server import SECRET_KEY, TOLD

with override_settings(SECRET_KEY=SECRET_KEY):
    THANKS = f"feedback/{sealed(1, '/municipalities/senja/')}/"
    WITHDRAW = f"stories/withdraw/{withdrawal_token(1)}/"
    RECEIPTS = tuple(
        f"contact/receipt/{Receipt('K7M-2QF', place, is_confirmed).sign()}/"
        for place, is_confirmed in (("senja", True), ("midt-troms", False))
    )

LANGUAGES = [code for code, _name in settings.LANGUAGES]

# A worker from the EU with children, who arrives in two months and begins work in three.
ARRIVAL = datetime.date.today() + datetime.timedelta(days=60)
ANSWERS = (
    "group=eu_eea&children=with_children&occupation=worker&municipality=bardu"
    f"&arrival={ARRIVAL}&start={ARRIVAL + datetime.timedelta(days=30)}"
)

# URL name: paths below the language. What looks different is an example of its own.
EXAMPLES: dict[str, tuple[str, ...]] = {
    "home": ("",),
    "search": ("search/", "search/?q=lege", "search/?q=barn&page=2", "search/?q=qzxvw",
               "search/?q=%25"),
    "about": ("about/",),
    "privacy": ("privacy/",),
    "accessibility": ("accessibility/",),
    "enquiry_create": ("contact/", "contact/?municipality=senja", "contact/?municipality=lenvik"),
    "enquiry_receipt": RECEIPTS,
    "feedback": ("feedback/",),
    "feedback_thanks": (THANKS, f"{THANKS}?told=1"),
    "municipality_list": ("municipalities/", "municipalities/?borders=2014"),
    "municipality_detail": ("municipalities/senja/", "municipalities/malselv/",
                            "municipalities/berg/", "municipalities/bardu/?beside=en"),
    "municipality_compare": ("municipalities/compare/", "municipalities/compare/?m=bardu",
                             "municipalities/compare/?m=bardu&m=dyroy&m=lenvik&m=oslo",
                             "municipalities/compare/?m=bardu&m=dyroy&m=malselv&m=senja&m=sorreisa"),
    "local_page": ("municipalities/dyroy/pages/doctor/",
                   "municipalities/bardu/pages/five-reasons/"),
    "topic_list": ("topics/", "topics/?phase=first_week"),
    "topic_detail": ("topics/health/", "topics/gp/"),
    "page_detail": ("pages/five-reasons/", "pages/light-and-dark/", "pages/residence-permit/",
                    "pages/before-you-move/", "pages/kindergarten/?beside=nb",
                    "pages/kindergarten/?beside=de"),
    "change_list": ("changes/",),
    "text_changes": (f"changes/{TOLD}",),
    "story_list": ("stories/", "stories/?m=senja&kind=newcomer", "stories/?m=oslo"),
    "story_detail": ("stories/night-shift-by-the-river/",
                     "stories/the-ball-needs-no-interpreter/"),
    "story_withdraw": (WITHDRAW,),
    "host_list": ("hosts/",),
    "host_detail": ("hosts/kari-eksempelsen/", "hosts/maja-utkaststrand/"),
    "organisation_list": ("organisations/",),
    "organisation_detail": ("organisations/midt-tromsradet/", "organisations/senja-kommune/"),
    "first_steps": ("first-steps/", f"first-steps/?{ANSWERS}", "first-steps/?arrival=31.2.2027"),
    "step_detail": ("first-steps/report_move/", "first-steps/bank_account/",
                    "first-steps/bank_account/?beside=nb"),
}  # fmt: skip
# Addresses under a language that are no pages: tests of their own look at the files.
FILES = {"first_steps_calendar", "story_feed", "change_feed"}
# A preview is the page of the text itself, or a page that says it is over.
FILES |= {"preview"}
NOT_FOUND = ("nothing/here/", "municipalities/oslo/")

# Bytes over the wire on a first visit: the page, its styles, icon and module.
WEIGHT = 14_000
WEIGHTS = {
    "municipality_list": 16_000,
    "municipality_detail": 16_000,
    # The texts twice.
    "municipalities/bardu/?beside=en": 18_000,
    "host_list": 16_000,
    # A whole plan: fifty steps with all that there is to know about each.
    f"first-steps/?{ANSWERS}": 40_000,
    "not_found": 10_000,
}
REQUESTS = 4


@dataclass(frozen=True)
class PageType:
    """One example of a kind of page."""

    name: str
    path: str

    def __str__(self) -> str:
        return f"{self.name}:{self.path}"

    def path_in(self, language: str) -> str:
        """The path with the language before it."""
        return f"/{language}/{self.path}"

    @property
    def status(self) -> int:
        """The status the portal answers with."""
        return 404 if self.name == "not_found" else 200

    @property
    def weight(self) -> int:
        """How many bytes a first visit may cost."""
        return WEIGHTS.get(self.path, WEIGHTS.get(self.name, WEIGHT))


PAGES = [PageType(name, path) for name, paths in EXAMPLES.items() for path in paths]
PAGES += [PageType("not_found", path) for path in NOT_FOUND]

every_page = pytest.mark.parametrize(
    ("language", "page"),
    [
        pytest.param(language, page, id=f"{language}-{page}")
        for page in PAGES
        for language in LANGUAGES
    ],
)


def public_names(patterns: Iterable[URLPattern | URLResolver] | None = None) -> set[str]:
    """The names of all addresses under the language prefix; an address without a name by its path.

    Without patterns: those of the portal.
    """
    if patterns is None:
        patterns = get_resolver().url_patterns
    prefixed = [each for each in patterns if isinstance(each.pattern, LocalePrefixPattern)]
    return {name for each in prefixed for name in _names(each)}


def _names(entry: URLPattern | URLResolver, namespace: str = "") -> set[str]:
    if isinstance(entry, URLPattern):
        return {namespace + (entry.name or str(entry.pattern))}
    below = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
    return {name for each in entry.url_patterns for name in _names(each, below)}
