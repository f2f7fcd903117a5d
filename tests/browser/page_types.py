"""Which kinds of pages readers meet. The kinds come from the URLconf; here each has examples."""

import datetime
import itertools
import time
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from unittest.mock import patch

import pytest
from django.conf import settings
from django.core.signing import b62_encode
from django.test import override_settings
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern

from hosting.views_register import DEEDS
from municipalities.story_links import withdrawal_token
from newcomers.letter_links import LetterLink
from newcomers.receipts import Receipt
from newcomers.stay_links import StayLink
from portal.feedback.views import sealed
from tests.browser.rows import OFFER_LINKS, offer_link
from tests.browser.server import SECRET_KEY, TOLD

with override_settings(SECRET_KEY=SECRET_KEY):
    THANKS = f"feedback/{sealed(1, '/municipalities/senja/')}/"
    RECEIPTS = tuple(
        f"contact/receipt/{Receipt('K7M-2QF', place, is_confirmed).sign()}/"
        for place, is_confirmed in (("senja", True), ("midt-troms", False))
    )

with override_settings(SECRET_KEY=SECRET_KEY):
    LINK = LetterLink(uuid.UUID(int=1), municipality=1)
    # The same for each process of a run, and good all day.
    MIDNIGHT = b62_encode(int(time.time()) // 86400 * 86400)
    with patch("django.core.signing.TimestampSigner.timestamp", lambda _signer: MIDNIGHT):
        WITHDRAW = f"stories/withdraw/{withdrawal_token(1)}/"
        LETTER_LINKS = [
            path.partition("/letter/")[2] for path in (LINK.confirm_path, LINK.leave_path)
        ]
        STAY_LINK = StayLink(1, 1, 0).path.partition("/stay/")[2]

with override_settings(SECRET_KEY=SECRET_KEY):
    OFFER_LINK_PATHS = tuple(f"offers/links/{offer_link(key).secret}/" for key in OFFER_LINKS)

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
    "letter_subscribe": ("letter/", "letter/?municipality=senja"),
    "letter_asked": ("letter/asked/",),
    "letter_confirm": (f"letter/{LETTER_LINKS[0]}",),
    "letter_leave": (f"letter/{LETTER_LINKS[1]}",),
    "stay_answer": (f"stay/{STAY_LINK}",),
    "letter_detail": ("letter/senja/2026-10/",),
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
    "host_list": ("hosts/", "hosts/?language=en", "hosts/?municipality=lenvik&language=de"),
    # With a photo, on leave, and the region's desk.
    "host_detail": ("hosts/ola-provemann/", "hosts/anna-fiktivsen/", "hosts/maja-utkaststrand/"),
    "organisation_list": ("organisations/",),
    "organisation_detail": ("organisations/midt-tromsradet/", "organisations/senja-kommune/"),
    "offer_list": ("offers/", "offers/?municipality=senja&kind=activity", "offers/?free=1",
                   "offers/?group=student&language=uk"),
    "norwegian_list": ("offers/norwegian/", "offers/norwegian/?municipality=senja&level=A1"),
    "offer_detail": ("offers/norsk-a1-kveld-senja-eks1/", "offers/wandern-auf-deutsch-eks7/",
                     "offers/leilighet-senja-eks12/"),
    "offer_register": ("offers/register/",),
    "offer_change": ("offers/change/",),
    "offer_done": tuple(f"offers/done/{deed}/" for deed in DEEDS[:2]),
    "offer_link": OFFER_LINK_PATHS,
    "employers": ("employers/",),
    "need_list": ("employers/needs/",),
    "need_register": ("employers/needs/register/",),
    # Of one place, of a group that nobody plans for, once more, whole days, cancelled, over.
    "event_list": ("events/", "events/?municipality=senja",
                   "events/?municipality=dyroy&group=youth"),
    "event_past": ("events/past/",),
    "event_detail": ("events/eksempel-sprakkafe/", "events/eksempel-familiedag/",
                     "events/eksempel-fjelltur/", "events/eksempel-velkomstkveld/"),
    "first_steps": ("first-steps/", f"first-steps/?{ANSWERS}", "first-steps/?arrival=31.2.2027"),
    "step_detail": ("first-steps/report_move/", "first-steps/bank_account/",
                    "first-steps/bank_account/?beside=nb"),
}  # fmt: skip
# Addresses under a language that are no pages: tests of their own look at the files.
FILES = {
    "first_steps_calendar", "event_calendar", "event_feed", "event_file", "place_calendar",
    "offer_file", "story_feed", "change_feed",
}  # fmt: skip
# A preview is the page of the text itself, or a page that says it is over.
FILES |= {"preview"}
NOT_FOUND = (
    "nothing/here/", "municipalities/oslo/", "letter/leave/forged/", "offers/links/forged/",
)  # fmt: skip

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
# All photos of a page together.
PHOTO_WEIGHT = 60_000


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


def _visits() -> Iterator[tuple[str, PageType]]:
    """Each kind of page in every language; its further examples in one, each in the next."""
    turn = itertools.cycle(LANGUAGES)
    for page in PAGES:
        is_first = page.path in (NOT_FOUND[0], EXAMPLES.get(page.name, NOT_FOUND)[0])
        for language in LANGUAGES if is_first else [next(turn)]:
            yield language, page


def _of_each(visits: Iterable[tuple[str, PageType]]) -> pytest.MarkDecorator:
    values = [pytest.param(language, page, id=f"{language}-{page}") for language, page in visits]
    return pytest.mark.parametrize(("language", "page"), values)


VISITS = list(_visits())
every_page = _of_each(VISITS)
# In one language, the next from page to page: for what has nothing to do with words.
every_page_once = _of_each(zip(itertools.cycle(LANGUAGES), PAGES, strict=False))


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
