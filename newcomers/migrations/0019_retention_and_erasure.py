"""How long families are kept, what was approved and erased, and the numbers that stay."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import portal.lib.tokens
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("municipalities", "0020_notes_to_readers"),
        ("newcomers", "0018_stays_answered_by_the_family"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Erasure",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("key", models.CharField(editable=False, max_length=64, unique=True)),
                (
                    "erased_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="erased"
                    ),
                ),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("retention", "kept long enough"),
                            ("request", "the family asked for it"),
                            ("registered_in_error", "registered in error"),
                        ],
                        max_length=20,
                        verbose_name="why",
                    ),
                ),
            ],
            options={
                "verbose_name": "erasure",
                "verbose_name_plural": "erasures",
            },
        ),
        migrations.CreateModel(
            name="RetentionBatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "approved_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="approved"
                    ),
                ),
                ("due_on", models.DateField(verbose_name="carried out on")),
                (
                    "form_key",
                    models.CharField(
                        default=portal.lib.tokens.new_token,
                        editable=False,
                        max_length=24,
                        unique=True,
                    ),
                ),
            ],
            options={
                "verbose_name": "approved list",
                "verbose_name_plural": "approved lists",
            },
        ),
        migrations.CreateModel(
            name="RetentionHold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(max_length=200, verbose_name="why it is kept")),
                ("until", models.DateField(verbose_name="until")),
                (
                    "set_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="set"
                    ),
                ),
                (
                    "lifted_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="lifted"
                    ),
                ),
            ],
            options={
                "verbose_name": "hold",
                "verbose_name_plural": "holds",
            },
        ),
        migrations.CreateModel(
            name="RetentionItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "done_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="carried out"
                    ),
                ),
                (
                    "stopped_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="stopped"
                    ),
                ),
                (
                    "stop",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("contact", "there was new contact"),
                            ("reopened", "the case was opened again"),
                            ("request", "the family has asked for something"),
                            ("hold", "a hold was set"),
                            ("joined", "it was joined with another family"),
                            ("taken_back", "taken off the list"),
                        ],
                        max_length=10,
                        verbose_name="why it was stopped",
                    ),
                ),
            ],
            options={
                "verbose_name": "family to be anonymised",
                "verbose_name_plural": "families to be anonymised",
            },
        ),
        migrations.CreateModel(
            name="RetentionRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "review_after",
                    models.PositiveSmallIntegerField(
                        default=24,
                        help_text="Months since the case was closed or last changed.",
                        validators=[
                            django.core.validators.MinValueValidator(6),
                            django.core.validators.MaxValueValidator(120),
                        ],
                        verbose_name="looked at after (months)",
                    ),
                ),
                (
                    "anonymise_after",
                    models.PositiveSmallIntegerField(
                        default=36,
                        validators=[
                            django.core.validators.MinValueValidator(6),
                            django.core.validators.MaxValueValidator(120),
                        ],
                        verbose_name="anonymised after (months)",
                    ),
                ),
                (
                    "changed_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="changed"
                    ),
                ),
            ],
            options={
                "verbose_name": "time families are kept",
                "verbose_name_plural": "times families are kept",
            },
        ),
        migrations.CreateModel(
            name="StatRow",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("work", "work"),
                            ("refugee", "refugee"),
                            ("family", "family"),
                            ("norwegian", "from Norway, or coming back"),
                            ("student", "student"),
                            ("defence", "family of Defence staff"),
                        ],
                        max_length=10,
                        verbose_name="comes as",
                    ),
                ),
                (
                    "household",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("1", "one person"),
                            ("2", "two people"),
                            ("3-4", "three or four people"),
                            ("5+", "five people or more"),
                        ],
                        max_length=3,
                        verbose_name="who is moving",
                    ),
                ),
                ("is_opened", models.BooleanField(verbose_name="opened that year")),
                (
                    "closure",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("settled", "settled"),
                            ("no_need", "needs no follow-up"),
                            ("declined", "does not want the service"),
                            ("not_reached", "not reached"),
                            ("moved_in_region", "moved within the region"),
                            ("moved_in_norway", "moved within Norway"),
                            ("moved_abroad", "moved abroad"),
                            ("did_not_move", "did not move here"),
                            ("handed_to_agency", "handed to an agency"),
                            ("deceased", "deceased"),
                            ("error", "registered in error"),
                        ],
                        max_length=16,
                        verbose_name="why it was closed",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("helped", "got what they needed"),
                            ("partly", "got part of it"),
                            ("not_helped", "did not get it"),
                            ("unknown", "not known"),
                        ],
                        max_length=10,
                        verbose_name="outcome",
                    ),
                ),
                ("made", models.PositiveIntegerField(verbose_name="contacts")),
                (
                    "reached",
                    models.PositiveIntegerField(verbose_name="contacts that reached somebody"),
                ),
                ("with_newcomer", models.PositiveIntegerField(verbose_name="… with the newcomer")),
                (
                    "with_organisation",
                    models.PositiveIntegerField(verbose_name="… with organisations alone"),
                ),
                ("planned", models.PositiveIntegerField(verbose_name="led to a task")),
                (
                    "done_soon",
                    models.PositiveIntegerField(verbose_name="… that was done within 30 days"),
                ),
                (
                    "done_in_time",
                    models.PositiveIntegerField(verbose_name="… that was done by its day"),
                ),
            ],
            options={
                "verbose_name": "row of statistics",
                "verbose_name_plural": "statistics",
            },
        ),
        migrations.RemoveConstraint(
            model_name="transfer",
            name="transfer_accepted_has_successor",
        ),
        migrations.AddField(
            model_name="transfer",
            name="is_successor_erased",
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.AlterField(
            model_name="transfercover",
            name="transfer",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="newcomers.transfer",
                verbose_name="transfer",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("is_successor_erased", False),
                        ("state", "accepted"),
                        ("successor__isnull", False),
                    ),
                    models.Q(
                        ("is_successor_erased", True), ("state", "accepted"), ("successor", None)
                    ),
                    models.Q(
                        models.Q(("state", "accepted"), _negated=True),
                        ("is_successor_erased", False),
                        ("successor", None),
                    ),
                    _connector="OR",
                ),
                name="transfer_accepted_has_successor",
            ),
        ),
        migrations.AddField(
            model_name="erasure",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="decided by",
            ),
        ),
        migrations.AddField(
            model_name="erasure",
            name="municipality",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="municipalities.municipality",
                verbose_name="municipality",
            ),
        ),
        migrations.AddField(
            model_name="retentionbatch",
            name="approved_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="approved by",
            ),
        ),
        migrations.AddField(
            model_name="retentionbatch",
            name="municipality",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="municipalities.municipality",
                verbose_name="municipality",
            ),
        ),
        migrations.AddField(
            model_name="retentionhold",
            name="family",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="holds",
                to="newcomers.family",
                verbose_name="family",
            ),
        ),
        migrations.AddField(
            model_name="retentionhold",
            name="lifted_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="lifted by",
            ),
        ),
        migrations.AddField(
            model_name="retentionhold",
            name="municipality",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="municipalities.municipality",
                verbose_name="municipality",
            ),
        ),
        migrations.AddField(
            model_name="retentionhold",
            name="set_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="set by",
            ),
        ),
        migrations.AddField(
            model_name="retentionitem",
            name="batch",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="items",
                to="newcomers.retentionbatch",
                verbose_name="approved list",
            ),
        ),
        migrations.AddField(
            model_name="retentionitem",
            name="family",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="newcomers.family",
                verbose_name="family",
            ),
        ),
        migrations.AddField(
            model_name="retentionitem",
            name="municipality",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="municipalities.municipality",
                verbose_name="municipality",
            ),
        ),
        migrations.AddField(
            model_name="retentionrule",
            name="changed_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="changed by",
            ),
        ),
        migrations.AddField(
            model_name="retentionrule",
            name="municipality",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="municipalities.municipality",
                verbose_name="municipality",
            ),
        ),
        migrations.AddField(
            model_name="statrow",
            name="municipality",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="municipalities.municipality",
                verbose_name="municipality",
            ),
        ),
        migrations.AddField(
            model_name="statrow",
            name="municipality_then",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="municipalities.municipality",
            ),
        ),
        migrations.AddConstraint(
            model_name="erasure",
            constraint=models.CheckConstraint(
                condition=models.Q(("why__in", ["retention", "request", "registered_in_error"])),
                name="erasure_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="retentionbatch",
            constraint=models.UniqueConstraint(
                fields=("id", "municipality"), name="batch_in_municipality"
            ),
        ),
        migrations.AddConstraint(
            model_name="retentionhold",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True),
                name="hold_with_reason",
                violation_error_message="Say why the family is kept.",
            ),
        ),
        migrations.AddConstraint(
            model_name="retentionhold",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("lifted_at", None), ("lifted_by", None)),
                    models.Q(("lifted_at__isnull", False), ("lifted_by__isnull", False)),
                    _connector="OR",
                ),
                name="hold_lifted_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="retentionitem",
            constraint=models.UniqueConstraint(
                condition=models.Q(("done_at", None), ("stopped_at", None)),
                fields=("family",),
                name="retention_item_waits_once",
                violation_error_message="The family is on an approved list already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="retentionitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("stop", ""), ("stopped_at", None)),
                    models.Q(("stopped_at__isnull", False), models.Q(("stop", ""), _negated=True)),
                    _connector="OR",
                ),
                name="retention_item_stopped_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="retentionitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("done_at", None), ("stopped_at", None), _connector="OR"),
                name="retention_item_done_or_stopped",
            ),
        ),
        migrations.AddConstraint(
            model_name="retentionrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("anonymise_after__lte", 120),
                    ("review_after__gte", 6),
                    ("review_after__lte", models.F("anonymise_after")),
                ),
                name="retention_looked_at_before",
                violation_error_message="From 6 to 120 months; looked at no later than anonymised.",
            ),
        ),
        migrations.AddIndex(
            model_name="statrow",
            index=models.Index(fields=["municipality_then", "year"], name="stat_row_by_year"),
        ),
        migrations.AddConstraint(
            model_name="statrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "category__in",
                        ["work", "refugee", "family", "norwegian", "student", "defence"],
                    )
                ),
                name="stat_row_category_is_known",
            ),
        ),
    ]
