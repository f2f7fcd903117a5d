"""What comes next, as an Atom feed."""

import datetime
import re
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _

from hosting.events.feed import address_of, organiser_of, text_of, where
from hosting.events.listing import Date, dates_ahead, ends_next, next_dates
from hosting.models import Event
from portal.lib.atom import AtomInLanguages
from portal.lib.holding import hold_until
from portal.lib.languages import localized

MOST_ENTRIES = 30
# What XML cannot hold, however it came into a text.
NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class EventFeed(Feed):  # type: ignore[type-arg]
    """One entry for each event, with its next date. Addresses come from SITE_URL."""

    feed_type = AtomInLanguages

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpRequest:
        """Nothing is chosen; the request is what is told until when the feed holds."""
        return request

    def title(self) -> str:
        return _("Events for newcomers")

    def link(self) -> str:
        return f"{settings.SITE_URL}{reverse('event_list')}"

    def feed_url(self) -> str:
        return f"{settings.SITE_URL}{reverse('event_feed')}"

    def items(self, request: HttpRequest) -> list[Date]:
        now = timezone.now()
        events = list(Event.objects.coming(now).for_lists())
        hold_until(request, *ends_next(dates_ahead(events, now)))
        return next_dates(events, now, MOST_ENTRIES)

    def item_title(self, item: Date) -> str:
        title = localized(item.event, "title").value
        if item.event.is_cancelled:
            title = _("Cancelled: %(title)s") % {"title": title}
        return _fit(f"{title}: {item.when}")

    def item_description(self, item: Date) -> str:
        # A summary is taken for markup.
        return str(escape(_fit(f"{where(item.event)}\n{text_of(item.event)}")))

    def item_link(self, item: Date) -> str:
        return address_of(item.event)

    def item_guid(self, item: Date) -> str:
        return f"urn:uuid:{item.event.uid}"

    def item_author_name(self, item: Date) -> str:
        return _fit(organiser_of(item.event))

    def item_pubdate(self, item: Date) -> datetime.datetime:
        return item.event.source_changed_at

    def item_updateddate(self, item: Date) -> datetime.datetime:
        return item.event.changed_at

    def item_extra_kwargs(self, item: Date) -> dict[str, Any]:
        return {"language": localized(item.event, "title").language}


def _fit(text: str) -> str:
    return NOT_IN_XML.sub("", text)
