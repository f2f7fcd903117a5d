"""As whom staff sign in at another service, such as their municipality's."""

from typing import Any

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


def refuse_changes(apps: Any, editor: Any) -> None:
    """A row is made and removed; the web never makes it another person's."""
    web = editor.quote_name(settings.DATABASES["default"]["USER"])
    editor.execute(f"REVOKE UPDATE ON portal_externalidentity FROM {web}")


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0013_backup_runs"),
    ]

    operations = [
        migrations.CreateModel(
            name="ExternalIdentity",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("issuer", models.CharField(max_length=255)),
                ("tenant", models.CharField(blank=True, max_length=255)),
                ("subject", models.CharField(max_length=255)),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="added at"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("issuer", "tenant", "subject"), name="external_identity_once"
                    ),
                    models.UniqueConstraint(
                        fields=("user", "issuer"), name="external_identity_one_per_issuer"
                    ),
                ],
            },
        ),
        migrations.RunPython(refuse_changes, migrations.RunPython.noop),
    ]
