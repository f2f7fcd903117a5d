"""Invented stories for trying things out. No real person has told any of this."""

from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from municipalities.actions.revisions import record_row
from municipalities.actions.stories import publish_with_chapters, record_consent
from municipalities.actions.texts import save_text
from municipalities.models import Municipality, Story, StoryChapter
from portal.lib.languages import column

FILE = Path(__file__).parent / "content" / "demo-stories.yaml"


def make_stories(*, by: Any) -> int:
    """Publish the invented stories in places where there is none yet, with invented consents of
    which `by` has taken note; how many were made."""
    places = {place.slug: place for place in Municipality.objects.current().without_outline()}
    taken = set(Story.objects.values_list("municipality__slug", flat=True))
    told = yaml.safe_load(FILE.read_text("utf-8"))
    wanted = [row for row in told if row["municipality"] in places.keys() - taken]
    for row in wanted:
        with transaction.atomic():
            _make(row, places[row["municipality"]], by)
    return len(wanted)


def _make(row: dict[str, Any], place: Municipality, by: Any) -> None:
    known = {name: row[name] for name in ("slug", "person", "kind", "since")}
    story = save_text(text=Story(municipality=place, **known, **_columns(row, Story.TEXTS)))
    record_row(text=story, by=by)
    for part in row["chapters"]:
        chapter = StoryChapter(story=story, municipality=place, month=part["month"])
        for name, words in _columns(part, StoryChapter.TEXTS).items():
            setattr(chapter, name, words)
        record_row(text=save_text(text=chapter), by=by)
    record_consent(story=story, language=row["language"], channel="in_person", by=by)
    publish_with_chapters(story=story, by=by)


def _columns(row: dict[str, Any], names: tuple[str, ...]) -> dict[str, str]:
    """The texts of all languages; of a text in paragraphs each is one of markup."""
    return {
        column(name, code): _markup(words) if name == "body" else " ".join(words.split())
        for name in names
        for code, words in row.get(name, {}).items()
    }


def _markup(words: str) -> str:
    paragraphs = [" ".join(each.split()) for each in words.strip().split("\n\n")]
    return "".join(f"<p>{each}</p>" for each in paragraphs)
