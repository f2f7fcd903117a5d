"""What became of backups, and of the proofs that they can be restored."""

from typing import Any

import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from portal.lib.policies import append_only


def refuse_the_web(apps: Any, editor: Any) -> None:
    """The owner's commands alone say that a backup is good."""
    web = editor.quote_name(settings.DATABASES["default"]["USER"])
    editor.execute(f"REVOKE INSERT ON portal_backuprun FROM {web}")


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0012_feedback_on_pages"),
    ]

    operations = [
        migrations.CreateModel(
            name="BackupRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("backup", "Backup"), ("restore", "Restore"), ("proof", "Proof")],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "made_at",
                    models.DateTimeField(help_text="When the backup was made.", null=True),
                ),
                ("size", models.BigIntegerField(help_text="Bytes of the file.", null=True)),
                ("seconds", models.FloatField()),
                ("commit", models.CharField(max_length=40)),
                ("is_ok", models.BooleanField()),
                ("trouble", models.CharField(blank=True, max_length=500)),
            ],
        ),
        append_only("portal_backuprun"),
        migrations.RunPython(refuse_the_web, migrations.RunPython.noop),
    ]
