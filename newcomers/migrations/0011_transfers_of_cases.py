"""Transfers of cases: the proposal, its cover sheet, and what comes with the case."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import portal.lib.tokens
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("municipalities", "0011_deputies"),
        ("newcomers", "0010_readings_of_a_case"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Transfer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "proposed"),
                            ("accepted", "accepted"),
                            ("declined", "declined"),
                            ("withdrawn", "withdrawn"),
                            ("expired", "expired"),
                        ],
                        default="proposed",
                        editable=False,
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                ("reason", models.CharField(max_length=200, verbose_name="why it is transferred")),
                (
                    "note",
                    models.TextField(blank=True, max_length=10000, verbose_name="hand-over note"),
                ),
                (
                    "planned_month",
                    models.DateField(blank=True, null=True, verbose_name="planned month"),
                ),
                (
                    "status_before",
                    models.CharField(
                        choices=[
                            ("received", "received"),
                            ("rejected", "rejected"),
                            ("assigned", "assigned"),
                            ("active", "active"),
                            ("paused", "paused"),
                            ("transferring", "being transferred"),
                            ("closed", "closed"),
                        ],
                        editable=False,
                        max_length=12,
                    ),
                ),
                ("paused_reason", models.CharField(blank=True, editable=False, max_length=200)),
                ("resume_on", models.DateField(blank=True, editable=False, null=True)),
                (
                    "proposed_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="proposed"
                    ),
                ),
                ("expires_on", models.DateField(verbose_name="can be accepted until")),
                (
                    "answered_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="answered at"
                    ),
                ),
                (
                    "answer",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="why it was declined"
                    ),
                ),
                (
                    "form_key",
                    models.CharField(
                        default=portal.lib.tokens.new_token,
                        editable=False,
                        max_length=24,
                        unique=True,
                    ),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="answered by",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transfers",
                        to="newcomers.case",
                        verbose_name="case",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipalities.municipality",
                        verbose_name="from municipality",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="proposed by",
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="newcomers.case",
                        verbose_name="goes on as",
                    ),
                ),
                (
                    "to_municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipalities.municipality",
                        verbose_name="to municipality",
                    ),
                ),
            ],
            options={
                "verbose_name": "transfer",
                "verbose_name_plural": "transfers",
            },
        ),
        migrations.CreateModel(
            name="TransferBundle",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "note",
                    models.TextField(blank=True, max_length=10000, verbose_name="hand-over note"),
                ),
                ("entries", models.JSONField(default=list, verbose_name="the log until then")),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="taken over"
                    ),
                ),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bundle",
                        to="newcomers.case",
                        verbose_name="case",
                    ),
                ),
                (
                    "from_municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipalities.municipality",
                        verbose_name="from municipality",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipalities.municipality",
                        verbose_name="municipality",
                    ),
                ),
            ],
            options={
                "verbose_name": "hand-over",
                "verbose_name_plural": "hand-overs",
            },
        ),
        migrations.CreateModel(
            name="TransferCover",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "proposed"),
                            ("accepted", "accepted"),
                            ("declined", "declined"),
                            ("withdrawn", "withdrawn"),
                            ("expired", "expired"),
                        ],
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("labour_nordic", "work, from a Nordic country"),
                            ("labour_eea", "work, from the EU/EEA"),
                            ("labour_third", "work, from another country"),
                            ("refugee", "refugee"),
                            ("reunification", "joins their family"),
                            ("norwegian", "moves within Norway"),
                            ("returnee", "moves back"),
                            ("student", "student"),
                            ("defence", "family of Defence staff"),
                        ],
                        max_length=16,
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
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=8),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="speaks",
                    ),
                ),
                (
                    "interpreter_language",
                    models.CharField(blank=True, max_length=40, verbose_name="interpreter for"),
                ),
                (
                    "segments",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("children", "has children"),
                                ("youth", "under 30"),
                                ("lifestyle", "looks for another life"),
                                ("partner_seeks_work", "partner looks for work"),
                                ("own_business", "starts a business"),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="also",
                    ),
                ),
                (
                    "planned_month",
                    models.DateField(blank=True, null=True, verbose_name="planned month"),
                ),
                (
                    "is_protected",
                    models.BooleanField(default=False, verbose_name="confidential address"),
                ),
                ("proposed_at", models.DateTimeField(verbose_name="proposed")),
                ("expires_on", models.DateField(verbose_name="can be accepted until")),
                (
                    "answered_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="answered at"),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="answered by",
                    ),
                ),
                (
                    "from_municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipalities.municipality",
                        verbose_name="from municipality",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipalities.municipality",
                        verbose_name="municipality",
                    ),
                ),
                (
                    "successor",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="came_by",
                        to="newcomers.case",
                        verbose_name="goes on as",
                    ),
                ),
                (
                    "transfer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="newcomers.transfer",
                        verbose_name="transfer",
                    ),
                ),
            ],
            options={
                "verbose_name": "transfer to us",
                "verbose_name_plural": "transfers to us",
            },
        ),
        migrations.AddIndex(
            model_name="transfer",
            index=models.Index(
                condition=models.Q(("state", "proposed")),
                fields=["municipality", "expires_on"],
                name="transfer_waiting",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.UniqueConstraint(fields=("id", "municipality"), name="transfer_from"),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.UniqueConstraint(
                fields=("id", "to_municipality"), name="transfer_to"
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "proposed")),
                fields=("case",),
                name="transfer_one_proposed_per_case",
                violation_error_message="A transfer of this case is waiting for an answer.",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_municipality", models.F("municipality")), _negated=True),
                name="transfer_to_another",
                violation_error_message="The case is in this municipality already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True),
                name="transfer_with_reason",
                violation_error_message="Say why the case is transferred.",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_at", None), ("answered_by", None), ("state", "proposed")),
                    models.Q(
                        ("answered_at__isnull", False), ("answered_by", None), ("state", "expired")
                    ),
                    models.Q(
                        ("answered_at__isnull", False),
                        ("answered_by__isnull", False),
                        ("state__in", ["accepted", "declined", "withdrawn"]),
                    ),
                    _connector="OR",
                ),
                name="transfer_answered_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "accepted"), ("successor__isnull", False)),
                    models.Q(models.Q(("state", "accepted"), _negated=True), ("successor", None)),
                    _connector="OR",
                ),
                name="transfer_accepted_has_successor",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "declined"), models.Q(("answer", ""), _negated=True)),
                    models.Q(models.Q(("state", "declined"), _negated=True), ("answer", "")),
                    _connector="OR",
                ),
                name="transfer_declined_with_reason",
                violation_error_message="Say why you do not take the case over.",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("paused_reason", ""),
                        ("resume_on", None),
                        ("status_before__in", ["assigned", "active"]),
                    ),
                    ("status_before", "paused"),
                    _connector="OR",
                ),
                name="transfer_knows_the_way_back",
            ),
        ),
        migrations.AddIndex(
            model_name="transfercover",
            index=models.Index(
                condition=models.Q(("state", "proposed")),
                fields=["municipality", "expires_on"],
                name="transfer_cover_waiting",
            ),
        ),
    ]
