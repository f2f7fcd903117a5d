"""Where a page is today that had another address once."""

from typing import Any

from django.urls import reverse

from hosting.models import Event, Organisation, Step
from municipalities.actions.addresses import address_of, moved_to
from municipalities.models import Municipality, Page, Story, Topic
from portal.content_pages import match_of
from portal.lib.languages import current

# By the name of the address: which part of it names which text.
NAMED: dict[str, tuple[tuple[str, type[Any]], ...]] = {
    "municipality_detail": (("slug", Municipality),),
    "local_page": (("slug", Municipality), ("page_slug", Page)),
    "topic_detail": (("key", Topic),),
    "page_detail": (("slug", Page),),
    "story_detail": (("slug", Story),),
    "organisation_detail": (("slug", Organisation),),
    "step_detail": (("key", Step),),
    "event_detail": (("slug", Event),),
    "event_file": (("slug", Event),),
}


def address_now(path: str) -> str | None:
    """The address that the path leads to today; None where nothing ever was, or nothing moved.

    Asks the database once for each part of the address: only where there is no page.
    """
    language, _slash, rest = path.lstrip("/").partition("/")
    match = match_of(f"/{rest}")
    if language != current() or match is None or match.view_name not in NAMED:
        return None
    asked = dict(match.kwargs)
    for name, model in NAMED[match.view_name]:
        if text := moved_to(model, asked[name]):
            asked[name] = address_of(text)
    return reverse(match.view_name, kwargs=asked) if asked != match.kwargs else None
