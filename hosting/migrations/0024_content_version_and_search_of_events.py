"""Every change of events counts, and they are found by search until they are over."""

from django.db import migrations

from portal.lib.triggers import bump_content_version, in_language, index_for_search


class Migration(migrations.Migration):
    dependencies = [
        ("hosting", "0023_events"),
        ("portal", "0002_content_version_and_search"),
    ]

    operations = [
        bump_content_version("hosting_event"),
        index_for_search(
            "event",
            "hosting_event",
            title=in_language("title"),
            texts=[in_language("venue"), "t.address", "m.name", in_language("body")],
            path="'events/' || t.slug || '/'",
            translated="title",
            joins="JOIN municipalities_municipality AS m ON m.id = t.municipality_id",
            where="t.state = 'published'",
            shown=("NULL::date", "(t.over_at AT TIME ZONE 'Europe/Oslo')::date"),
        ),
    ]
