"""Every change of an employer's need counts: readers see it."""

from django.db import migrations

from portal.lib.triggers import bump_content_version


class Migration(migrations.Migration):
    dependencies = [
        ("hosting", "0026_needs_and_reminders"),
        ("portal", "0002_content_version_and_search"),
    ]

    operations = [bump_content_version("hosting_need")]
