"""Every change of a letter counts: the archive shows those that were sent."""

from django.db import migrations

from portal.lib.triggers import bump_content_version


class Migration(migrations.Migration):
    dependencies = [
        ("hosting", "0015_campaigns_and_letters"),
        ("portal", "0002_content_version_and_search"),
    ]

    operations = [bump_content_version("hosting_letter")]
