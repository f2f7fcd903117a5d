"""Which municipalities became one, and how many rows moved: written by the owner alone."""

from typing import Any

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

TABLE = "municipalities_merger"


def web_role_only_reads(verb: str, direction: str) -> Any:
    """What the web role may not do there."""

    def execute(apps: Any, editor: Any) -> None:
        role = editor.quote_name(settings.DATABASES["default"]["USER"])
        rights = "INSERT, UPDATE, DELETE, TRUNCATE"
        editor.execute(f"{verb} {rights} ON {TABLE} {direction} {role}")

    return execute


class Migration(migrations.Migration):
    dependencies = [("municipalities", "0023_case_log_needs_privacy_officer")]

    operations = [
        migrations.CreateModel(
            name="Merger",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("took_effect_on", models.DateField(verbose_name="first day as one")),
                (
                    "carried_out_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="carried out at"
                    ),
                ),
                ("rows", models.JSONField(default=dict, verbose_name="rows moved")),
                (
                    "former",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipalities.municipality",
                        verbose_name="former municipality",
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipalities.municipality",
                        verbose_name="now part of",
                    ),
                ),
            ],
            options={
                "verbose_name": "merger",
                "verbose_name_plural": "mergers",
                "default_permissions": (),
            },
        ),
        migrations.AddConstraint(
            model_name="merger",
            constraint=models.CheckConstraint(
                condition=models.Q(("former", models.F("successor")), _negated=True),
                name="merger_of_two",
                violation_error_message="A municipality is not merged with itself.",
            ),
        ),
        migrations.RunPython(
            web_role_only_reads("REVOKE", "FROM"), web_role_only_reads("GRANT", "TO")
        ),
    ]
