"""Stories as their pages show them: which are asked for, how many there are, and their chapters."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Count
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from municipalities.actions.revisions import head_of
from municipalities.models import Municipality, Story, StoryChapter
from municipalities.models.text import PublishingState
from portal.lib.languages import column

KINDS = {
    Story.Kind.NEWCOMER: _("People who have moved here"),
    Story.Kind.RECEIVES: _("People who receive them"),
}


@dataclass(frozen=True)
class Choice:
    """One link of the filter, with how many stories it leads to."""

    words: str
    count: int
    question: str
    is_current: bool


@dataclass(frozen=True)
class StoryList:
    """The stories that are asked for, and the other questions there are."""

    stories: list[Story]
    places: list[Choice]
    kinds: list[Choice]
    is_filtered: bool

    @classmethod
    def of(cls, asked: Mapping[str, str], places: Iterable[Municipality]) -> "StoryList":
        """`?m=senja` and `?kind=newcomer`; what there is no story of is not asked. Two queries."""
        known = {place.pk: place for place in places}
        numbers = Story.objects.shown().order_by().values_list("municipality", "kind")
        counts = Counter({row[:2]: row[2] for row in numbers.annotate(count=Count("pk"))})
        by_slug = {known[pk].slug: pk for pk, _kind in counts if pk in known}
        place = by_slug.get(asked.get("m", ""))
        kind = next((each for _pk, each in counts if each == asked.get("kind")), None)
        return cls(
            _listed(place, kind, known),
            _places(counts, by_slug, known, place, kind),
            _kinds(counts, known, place, kind),
            bool(place or kind),
        )


def stories_of(municipality: Municipality, most: int) -> list[Story]:
    """The newest stories of the municipality, with what a list shows. One query, none where it
    knows that there are none."""
    if not getattr(municipality, "has_stories", True):
        return []
    found = list(_for_lists().filter(municipality=municipality)[:most])
    for each in found:
        each.municipality = municipality
    return found


def chapters_of(story: Story, *, is_preview: bool = False) -> list[StoryChapter]:
    """The chapters that readers see; in a preview all that are written, as they stand now."""
    if not is_preview:
        return list(StoryChapter.objects.filter(story=story).shown().in_order())
    rows = StoryChapter.objects.filter(story=story).exclude(state=PublishingState.ARCHIVED)
    chapters = list(rows.in_order())
    for each in chapters:
        head = head_of(each) if not each.is_published else None
        if head is not None:
            each.take(head.texts, head.versions)
    return chapters


def _for_lists() -> Any:
    unread = [column("from_where", code) for code, _name in settings.LANGUAGES]
    return Story.objects.shown().for_readers().defer("made_from", *unread).with_changed_at()


def _listed(place: int | None, kind: str | None, known: dict[int, Municipality]) -> list[Story]:
    wanted: dict[str, Any] = {"municipality": place, "kind": kind}
    found = _for_lists().filter(**{name: value for name, value in wanted.items() if value})
    stories = [story for story in found if story.municipality_id in known]
    for story in stories:
        story.municipality = known[story.municipality_id]
    return stories


def _places(
    counts: Counter[Any], by_slug: dict[str, int], known: dict[int, Municipality],
    place: int | None, kind: str | None,
) -> list[Choice]:  # fmt: skip
    """The municipalities that have stories, in the order of the list of places."""
    ordered = [pk for pk in known if pk in by_slug.values()]
    choices = [
        Choice(known[pk].name, _sum(counts, pk, kind), _question(known[pk].slug, kind), pk == place)
        for pk in ordered
    ]
    everywhere = Choice(str(_("All")), _sum(counts, None, kind), _question("", kind), not place)
    return [everywhere, *choices]


def _kinds(
    counts: Counter[Any], known: dict[int, Municipality], place: int | None, kind: str | None
) -> list[Choice]:
    slug = known[place].slug if place else ""
    everybody = Choice(
        str(_("Everybody")), _sum(counts, place, None), _question(slug, None), not kind
    )
    return [everybody, *(
        Choice(str(label), _sum(counts, place, each), _question(slug, each), each == kind)
        for each, label in KINDS.items()
    )]  # fmt: skip


def _sum(counts: Counter[Any], place: int | None, kind: str | None) -> int:
    return sum(
        count
        for (pk, each), count in counts.items()
        if place in (None, pk) and kind in (None, each)
    )


def _question(slug: str, kind: str | None) -> str:
    asked = {name: value for name, value in (("m", slug), ("kind", kind)) if value}
    return f"?{urlencode(asked)}" if asked else "?"
