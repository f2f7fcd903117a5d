"""Find what readers are told of changes, and let a note that is corrected count as a change."""

from django.db import migrations, models

# Only where a note is written: drafts are none of readers' business.
WATCH = """
CREATE TRIGGER content_version_of_notes AFTER UPDATE OF note ON municipalities_revision
FOR EACH STATEMENT EXECUTE FUNCTION portal_content_changed()
"""
FORGET = "DROP TRIGGER content_version_of_notes ON municipalities_revision"


class Migration(migrations.Migration):
    dependencies = [
        ("municipalities", "0019_content_version_and_search_of_stories"),
        ("portal", "0002_content_version_and_search"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="revision",
            index=models.Index(
                fields=["-published_at", "-id"],
                condition=models.Q(published_at__isnull=False) & ~models.Q(note={}),
                name="revision_told",
            ),
        ),
        migrations.RunSQL(WATCH, FORGET),
    ]
