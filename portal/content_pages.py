"""Which addresses are pages with content, whatever the language, and whose pages they are."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.db.models import Model
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from hosting.models import Coordinator, Event, Letter, Offer, Organisation, Step
from municipalities.models import Municipality, Page, Story, Topic
from portal.lib.languages import source_language
from portal.models import ADDRESS_LENGTH

# What there is to call the pages that show no object, by the name of their address.
WITHOUT_SUBJECT = {
    "home": _("Start page"),
    "about": _("About the portal"),
    "privacy": _("Privacy"),
    "accessibility": _("Accessibility"),
    "municipality_list": _("Municipalities"),
    "topic_list": _("Topics"),
    "host_list": _("Host contacts"),
    "organisation_list": _("Organisations"),
    "offer_list": _("What you can join"),
    "norwegian_list": _("Norwegian classes"),
    "event_list": _("Events"),
    "event_past": _("Events that are over"),
    "first_steps": _("First steps"),
    "story_list": _("Stories"),
    "employers": _("For employers and companies"),
    "need_list": _("Whom employers are looking for"),
}
# How many addresses a process remembers the names of.
REMEMBERED = 4096


@dataclass(frozen=True)
class ContentPage:
    """A page that readers can open now."""

    # The address without the language: what is one page to an editor.
    group: str
    # None for what belongs to the whole region.
    municipality: Municipality | None = None
    # What the page shows, and an editor changes; None for lists and pages of fixed text.
    subject: Model | None = None


def group_of(path: str) -> str | None:
    """The address without its language, of a page with content; None for all other addresses.

    Says nothing about whether the page is there: nothing is read.
    """
    language, slash, rest = path.lstrip("/").partition("/")
    if not slash or language not in dict(settings.LANGUAGES):
        return None
    return f"/{rest}" if is_content(f"/{rest}") else None


def is_content(group: str) -> bool:
    """Whether the address has the form of a page with content."""
    match = match_of(group)
    return match is not None and match.view_name in CONTENT


def has_subject(group: str) -> bool:
    """Whether the page shows an object that an editor can change."""
    match = match_of(group)
    return match is not None and match.view_name in SUBJECTS


def name_of(group: str) -> str:
    """What the page is called that shows no object; of any other its address."""
    match = match_of(group)
    return str(WITHOUT_SUBJECT.get(match.view_name if match else "", group))


@lru_cache(maxsize=REMEMBERED)
def match_of(group: str) -> ResolverMatch | None:
    """What the URLconf knows of the address, which is the same in every language."""
    if len(group) > ADDRESS_LENGTH:
        return None
    language = source_language()
    with override(language):
        try:
            return resolve(f"/{language}{group}")
        except Resolver404:
            return None


def find_page(group: str) -> ContentPage | None:
    """The page that readers see at the address now; None where they see none."""
    match = match_of(group)
    if match is None or match.view_name not in CONTENT:
        return None
    if match.view_name in WITHOUT_SUBJECT:
        return ContentPage(group)
    return SUBJECTS[match.view_name](group, **match.kwargs)


def _municipality(group: str, slug: str) -> ContentPage | None:
    place = _place(slug)
    return ContentPage(group, _today(place), place) if place else None


def _local_page(group: str, slug: str, page_slug: str) -> ContentPage | None:
    place, page = _place(slug), Page.objects.published().filter(slug=page_slug).first()
    return ContentPage(group, _today(place), page) if place and page else None


def _topic(group: str, key: str) -> ContentPage | None:
    topic = Topic.objects.filter(key=key).first()
    return ContentPage(group, None, topic) if topic else None


def _page(group: str, slug: str) -> ContentPage | None:
    page = Page.objects.published().filter(slug=slug).first()
    return ContentPage(group, None, page) if page else None


def _story(group: str, slug: str) -> ContentPage | None:
    story = Story.objects.shown().filter(slug=slug).select_related("municipality").first()
    return ContentPage(group, _today(story.municipality), story) if story else None


def _host(group: str, slug: str) -> ContentPage | None:
    host = Coordinator.objects.for_directory().filter(slug=slug).first()
    return ContentPage(group, _today(host.municipality), host) if host else None


def _organisation(group: str, slug: str) -> ContentPage | None:
    organisation = Organisation.objects.listed().filter(slug=slug).first()
    return ContentPage(group, None, organisation) if organisation else None


def _offer(group: str, slug: str) -> ContentPage | None:
    offer = Offer.objects.shown().filter(slug=slug).first()
    if offer is None:
        return None
    places = list(offer.municipalities.all()[:2])
    alone = len(places) == 1 and not offer.serves_region
    return ContentPage(group, places[0] if alone else None, offer)


def _event(group: str, slug: str) -> ContentPage | None:
    events = Event.objects.published().select_related("municipality__successor")
    event = events.filter(slug=slug).first()
    return ContentPage(group, _today(event.municipality), event) if event else None


def _step(group: str, key: str) -> ContentPage | None:
    step = Step.objects.published().filter(key=key).first()
    return ContentPage(group, None, step) if step else None


def _letter(group: str, slug: str, month: str) -> ContentPage | None:
    letter = Letter.objects.in_archive().found(slug, month)
    return ContentPage(group, _today(letter.municipality), letter) if letter else None


def _place(slug: str) -> Municipality | None:
    places = Municipality.objects.municipalities().without_outline().select_related("successor")
    place: Municipality | None = places.filter(slug=slug).first()
    return place


def _today(place: Municipality) -> Municipality | None:
    """The municipality whose editors answer for the place now; None for the region itself."""
    if place.is_region:
        return None
    return place.successor if place.is_former else place


SUBJECTS: dict[str, Callable[..., ContentPage | None]] = {
    "municipality_detail": _municipality,
    "local_page": _local_page,
    "topic_detail": _topic,
    "page_detail": _page,
    "story_detail": _story,
    "host_detail": _host,
    "organisation_detail": _organisation,
    "offer_detail": _offer,
    "step_detail": _step,
    "event_detail": _event,
    "letter_detail": _letter,
}
CONTENT = WITHOUT_SUBJECT.keys() | SUBJECTS.keys()
