"""Every change of stories counts, and each story is found once, by the words of its chapters too."""

from django.db import migrations

from portal.lib.triggers import (
    bump_content_version,
    in_language,
    index_for_search,
    refresh_search,
)

CHAPTERS = """(
    SELECT string_agg(concat_ws(' ', c.row ->> ('title_' || l.language),
                                     c.row ->> ('body_' || l.language)), ' ' ORDER BY c.month, c.id)
      FROM (SELECT to_jsonb(chapter) AS row, chapter.month, chapter.id
              FROM municipalities_storychapter AS chapter
             WHERE chapter.story_id = t.id AND chapter.state = 'published') AS c)"""


class Migration(migrations.Migration):
    dependencies = [
        ("municipalities", "0018_stories_need_consent"),
        ("portal", "0002_content_version_and_search"),
    ]

    operations = [
        bump_content_version(
            "municipalities_story",
            "municipalities_storychapter",
            "municipalities_storyconsent",
            "municipalities_storywithdrawal",
        ),
        index_for_search(
            "story",
            "municipalities_story",
            title=in_language("title"),
            texts=["t.person", in_language("from_where"), in_language("lead"), CHAPTERS],
            path="'stories/' || t.slug || '/'",
            translated="title",
            where="t.state = 'published'",
        ),
        refresh_search("story", "municipalities_storychapter", "story_id"),
    ]
