"""Every change of office days, absences and pictures counts: readers see them."""

from django.db import migrations

from portal.lib.triggers import bump_content_version


class Migration(migrations.Migration):
    dependencies = [
        ("hosting", "0020_handbook_and_self_checks"),
        ("portal", "0002_content_version_and_search"),
    ]

    operations = [bump_content_version("hosting_officeday", "hosting_absence", "hosting_picture")]
