"""The newest stories for feed readers, in the language of the address."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from municipalities.models import Story
from municipalities.places import places_of, region_of
from municipalities.stories import StoryList
from portal.lib.atom import AtomInLanguages
from portal.lib.languages import localized

MOST = 20


@dataclass(frozen=True)
class Newest:
    """What one feed holds."""

    region: str
    stories: list[Story]


class StoryFeed(Feed):  # type: ignore[type-arg]
    """Atom. Addresses come from SITE_URL, never from what a reader's Host says."""

    feed_type = AtomInLanguages

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Newest:
        region = region_of(request)
        stories = StoryList.of({}, places_of(request)).stories[:MOST]
        return Newest(region.name if region else "", stories)

    def title(self, feed: Newest) -> str:
        return gettext("Stories from %(region)s") % {"region": feed.region}

    def subtitle(self, feed: Newest) -> str:
        return gettext("People who have moved here, and people who receive them, tell how it went.")

    def author_name(self, feed: Newest) -> str:
        return f"Landgang {feed.region}".strip()

    def link(self, feed: Newest) -> str:
        return settings.SITE_URL + reverse("story_list")

    def feed_url(self, feed: Newest) -> str:
        return settings.SITE_URL + reverse("story_feed")

    def items(self, feed: Newest) -> list[Story]:
        return feed.stories

    def item_title(self, item: Story) -> str:
        return localized(item, "title").value

    def item_description(self, item: Story) -> str:
        """The feed holds markup, and the lead is none."""
        return escape(localized(item, "lead").value)

    def item_link(self, item: Story) -> str:
        return settings.SITE_URL + item.get_absolute_url()

    def item_author_name(self, item: Story) -> str:
        return item.person

    def item_updateddate(self, item: Any) -> datetime.datetime:
        changed_at: datetime.datetime = item.changed_at
        return changed_at

    def item_extra_kwargs(self, item: Story) -> dict[str, Any]:
        return {"language": localized(item, "title").language}


story_feed = require_safe(StoryFeed())
