"""Stories for tests: written, agreed to, published."""

import datetime
from typing import Any

from municipalities.actions.revisions import record_row
from municipalities.actions.stories import publish_with_chapters, record_consent
from municipalities.actions.texts import save_text
from municipalities.models import Municipality, Story, StoryChapter
from tests.factories import UserFactory

# A word that stands in every text of a story, and nowhere else.
CANARY = "Kanarifugl"


def written_story(place: Municipality, by: Any = None, **fields: Any) -> Story:
    """A story with one chapter, both drafts; nobody has agreed."""
    wanted = {
        "slug": "sykepleier-fra-bremen", "person": f"Katrin {CANARY}", "municipality": place,
        "title_nb": f"{CANARY} ved elva", "lead_nb": f"{CANARY} kom hit.",
        "from_where_nb": f"{CANARY}, Tyskland", "title_de": f"{CANARY} am Fluss",
    } | fields  # fmt: skip
    story = save_text(text=Story(**wanted))
    record_row(text=story, by=by)
    written_chapter(story, by)
    return story


def written_chapter(story: Story, by: Any = None, **fields: Any) -> StoryChapter:
    """A chapter that no reader has seen."""
    wanted = {
        "story": story, "municipality": story.municipality, "month": datetime.date(2023, 8, 1),
        "title_nb": f"{CANARY} er framme", "body_nb": f"<p>{CANARY} pakker ut.</p>",
    } | fields  # fmt: skip
    chapter = save_text(text=StoryChapter(**wanted))
    record_row(text=chapter, by=by)
    return chapter


def agreed(story: Story, by: Any = None, **said: Any) -> Any:
    """A consent to the story, on paper."""
    wanted = {"language": "de", "channel": "paper"} | said
    return record_consent(story=story, by=by or UserFactory(), **wanted)


def told_story(place: Municipality, **fields: Any) -> Story:
    """A story that readers see."""
    story = written_story(place, **fields)
    agreed(story)
    publish_with_chapters(story=story, by=None)
    story.refresh_from_db()
    return story
