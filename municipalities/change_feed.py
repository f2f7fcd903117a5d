"""What has changed, for feed readers, in the language of the address."""

import datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from municipalities.changes import Change, newest_changes
from municipalities.places import region_of
from portal.lib.atom import AtomInLanguages


class ChangeFeed(Feed):  # type: ignore[type-arg]  # it cannot be subscripted at run time
    """Atom. Addresses come from SITE_URL, never from what a reader's Host says."""

    feed_type = AtomInLanguages

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        """The name of the region."""
        region = region_of(request)
        return region.name if region else ""

    def title(self, region: str) -> str:
        return gettext("Changes on Landgang %(region)s") % {"region": region}

    def author_name(self, region: str) -> str:
        return f"Landgang {region}".strip()

    def link(self, region: str) -> str:
        return settings.SITE_URL + reverse("change_list")

    def feed_url(self, region: str) -> str:
        return settings.SITE_URL + reverse("change_feed")

    def items(self, region: str) -> list[Change]:
        return newest_changes()

    def item_title(self, item: Change) -> str:
        return item.called.value

    def item_description(self, item: Change) -> str:
        return str(escape(item.words.value))  # a summary is taken for markup

    def item_link(self, item: Change) -> str:
        address: Any = item.text
        return f"{settings.SITE_URL}{address.get_absolute_url()}"

    def item_guid(self, item: Change) -> str:
        """Two changes of one text are two entries, whatever its address is by then."""
        return f"{self.link('')}#change-{item.revision.pk}"

    def item_updateddate(self, item: Any) -> datetime.datetime:
        return item.moment  # type: ignore[no-any-return]

    def item_extra_kwargs(self, item: Change) -> dict[str, Any]:
        return {"language": item.words.language}


change_feed = require_safe(ChangeFeed())
