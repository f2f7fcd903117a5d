"""The sitemap: every public page in every language it exists in, with its siblings."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from hosting.models import Coordinator, Event, Offer, Organisation, Step
from municipalities.models import Municipality, Page, Story, Topic
from municipalities.reading import Reading
from municipalities.tokens import TokenValues

FIXED = (
    "home",
    "municipality_list",
    "municipality_compare",
    "topic_list",
    "first_steps",
    "host_list",
    "organisation_list",
    "story_list",
    "event_list",
    "event_past",
    "offer_list",
    "norwegian_list",
    "employers",
    "need_list",
    "offer_register",
    "need_register",
    "enquiry_create",
    "letter_subscribe",
    "about",
    "privacy",
    "accessibility",
)


class LanguageSitemap(Sitemap):  # type: ignore[type-arg]
    """Pages with one address per language. Addresses come from SITE_URL, not from the request."""

    i18n = True
    alternates = True
    x_default = True

    def get_domain(self, site: Any = None) -> str:
        return settings.SITE_URL.partition("://")[2]

    def get_protocol(self, protocol: str | None = None) -> str:
        return settings.SITE_URL.partition("://")[0]

    def get_languages_for_item(self, item: Any) -> list[str]:
        """The languages the item is translated into; the source language always."""
        return [code for code, _ in settings.LANGUAGES]

    def location(self, item: Any) -> str:
        return str(item.get_absolute_url())


class FixedSitemap(LanguageSitemap):
    """Pages that are always there."""

    def items(self) -> Iterable[str]:
        return FIXED

    def location(self, item: str) -> str:
        return reverse(item)


class TextSitemap(LanguageSitemap):
    """Pages that exist in some languages; a fallback is no page of its own."""

    def get_languages_for_item(self, item: Any) -> list[str]:
        written = Reading((item,), TokenValues()).languages
        return [
            code
            for code, _ in settings.LANGUAGES
            if code in written or code == settings.LANGUAGE_CODE
        ]


class MunicipalitySitemap(TextSitemap):
    def items(self) -> Any:
        return Municipality.objects.current().without_outline().order_by("pk")


class PageSitemap(TextSitemap):
    def items(self) -> Any:
        return Page.objects.published().order_by("pk")


class StorySitemap(TextSitemap):
    def items(self) -> Any:
        return Story.objects.shown().order_by("pk")


class TopicSitemap(LanguageSitemap):
    def items(self) -> Any:
        return Topic.objects.order_by("pk")


class HostSitemap(LanguageSitemap):
    def items(self) -> Any:
        return Coordinator.objects.on_duty().order_by("pk")


class OrganisationSitemap(LanguageSitemap):
    def items(self) -> Any:
        return Organisation.objects.listed().order_by("pk")


class OfferSitemap(TextSitemap):
    def get_languages_for_item(self, item: Offer) -> list[str]:
        """The language it is written in is one of them; Norwegian only where it is translated."""
        return sorted(Reading((item,), TokenValues()).languages)

    def items(self) -> Any:
        return Offer.objects.shown().order_by("pk")


class StepSitemap(TextSitemap):
    def items(self) -> Any:
        return Step.objects.published().order_by("pk")


class EventSitemap(TextSitemap):
    def items(self) -> Any:
        return Event.objects.shown().order_by("pk")


SITEMAPS = {
    "fixed": FixedSitemap,
    "municipalities": MunicipalitySitemap,
    "pages": PageSitemap,
    "stories": StorySitemap,
    "topics": TopicSitemap,
    "hosts": HostSitemap,
    "organisations": OrganisationSitemap,
    "offers": OfferSitemap,
    "steps": StepSitemap,
    "events": EventSitemap,
}
