"""Readers' answers to "Did you find what you needed?"."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("municipalities", "0005_history_begins"),
        ("portal", "0011_visits"),
    ]

    operations = [
        migrations.CreateModel(
            name="Feedback",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "page",
                    models.CharField(
                        help_text="The address without the language.",
                        max_length=200,
                        verbose_name="page",
                    ),
                ),
                ("language", models.CharField(max_length=8, verbose_name="language")),
                ("is_useful", models.BooleanField(verbose_name="found what they needed")),
                (
                    "text",
                    models.CharField(
                        blank=True, max_length=1000, verbose_name="in their own words"
                    ),
                ),
                (
                    "received_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="received"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("new", "new"), ("done", "done"), ("dismissed", "dismissed")],
                        default="new",
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                (
                    "state_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="dealt with"
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty: a page of the whole region.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipalities.municipality",
                        verbose_name="municipality",
                    ),
                ),
                (
                    "state_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="dealt with by",
                    ),
                ),
            ],
            options={
                "verbose_name": "feedback on a page",
                "verbose_name_plural": "feedback on pages",
                "indexes": [
                    models.Index(fields=["state", "-received_at"], name="feedback_by_state")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "new"), ("state_at", None), ("state_by", None)),
                            models.Q(
                                models.Q(("state", "new"), _negated=True),
                                ("state_at__isnull", False),
                                ("state_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="feedback_state_has_author",
                        violation_error_message="Who dealt with it and when belong together.",
                    )
                ],
            },
        ),
    ]
