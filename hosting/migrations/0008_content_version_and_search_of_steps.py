"""Every change of first steps counts, and they are found by search."""

from django.db import migrations

from portal.lib.triggers import bump_content_version, in_language, index_for_search


class Migration(migrations.Migration):
    dependencies = [
        ("hosting", "0007_first_steps"),
        ("portal", "0002_content_version_and_search"),
    ]

    operations = [
        bump_content_version(
            "hosting_step",
            "hosting_step_depends_on",
            "hosting_step_depends_on_any",
            "hosting_step_sources",
            "hosting_steptime",
        ),
        index_for_search(
            "step",
            "hosting_step",
            title=in_language("title"),
            texts=[in_language(name) for name in ("summary", "detail", "terms", "papers")],
            path="'first-steps/' || t.key || '/'",
            translated="title",
            where="t.state = 'published'",
        ),
    ]
