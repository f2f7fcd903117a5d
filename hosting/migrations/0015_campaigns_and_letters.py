"""Short addresses for paper and how often they are opened; the monthly letter and its counts."""

import django.db.models.deletion
import portal.lib.codes
import portal.lib.identity
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("hosting", "0014_history_of_offers"),
        ("municipalities", "0016_links_of_texts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Campaign",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="Only staff see it.", max_length=100, verbose_name="name"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("stand", "stand"),
                            ("brochure", "brochure"),
                            ("advert", "advert"),
                            ("other", "other"),
                        ],
                        default="other",
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        default=portal.lib.codes.new_code,
                        help_text="The last part of the short address: small letters a–z, digits 2–9 and dashes. Keep what is suggested, or choose a word. It stays as it is once it is saved.",
                        max_length=20,
                        unique=True,
                        validators=[portal.lib.identity.refuse_identity_number],
                        verbose_name="code",
                    ),
                ),
                (
                    "target",
                    models.CharField(
                        default="/",
                        help_text="A page of this portal: paste its address, in any language. Not to other websites.",
                        max_length=200,
                        verbose_name="leads to",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        blank=True,
                        help_text="Empty: the language that the reader’s browser asks for.",
                        max_length=8,
                        verbose_name="language",
                    ),
                ),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="to")),
                (
                    "is_archived",
                    models.BooleanField(
                        default=False,
                        help_text="The address leads nowhere any more, and says so kindly.",
                        verbose_name="archived",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipalities.municipality",
                        verbose_name="municipality or region",
                    ),
                ),
            ],
            options={
                "verbose_name": "campaign",
                "verbose_name_plural": "campaigns",
            },
        ),
        migrations.CreateModel(
            name="CampaignVisit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("language", models.CharField(max_length=8, verbose_name="language")),
                ("day", models.DateField(verbose_name="day")),
                ("count", models.PositiveIntegerField(verbose_name="count")),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="counted",
                        to="hosting.campaign",
                        verbose_name="campaign",
                    ),
                ),
            ],
            options={
                "verbose_name": "visits of a campaign",
                "verbose_name_plural": "visits of campaigns",
            },
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "month",
                    models.DateField(
                        help_text="The first day of the month it tells of.", verbose_name="month"
                    ),
                ),
                (
                    "words",
                    models.JSONField(blank=True, default=dict, verbose_name="a few words first"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "draft"), ("approved", "approved"), ("sent", "sent")],
                        default="draft",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                (
                    "items",
                    models.JSONField(blank=True, default=dict, editable=False, verbose_name="news"),
                ),
                (
                    "approved_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="approved at"
                    ),
                ),
                (
                    "sent_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="sent at"
                    ),
                ),
                (
                    "sent_count",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="sent to"),
                ),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="approved by",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipalities.municipality",
                        verbose_name="municipality or region",
                    ),
                ),
            ],
            options={
                "verbose_name": "monthly letter",
                "verbose_name_plural": "monthly letters",
            },
        ),
        migrations.CreateModel(
            name="LetterCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField(verbose_name="month")),
                ("language", models.CharField(max_length=8, verbose_name="language")),
                ("joined", models.PositiveIntegerField(default=0, verbose_name="joined")),
                ("left", models.PositiveIntegerField(default=0, verbose_name="left")),
                (
                    "refused",
                    models.PositiveIntegerField(default=0, verbose_name="addresses refused"),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipalities.municipality",
                        verbose_name="municipality or region",
                    ),
                ),
            ],
            options={
                "verbose_name": "number of subscribers",
                "verbose_name_plural": "numbers of subscribers",
            },
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(("code__regex", "^[a-z][a-z2-9]*(-[a-z2-9]+)*$")),
                name="campaign_code_is_readable",
                violation_error_message="A code has small letters a–z, digits 2–9 and single dashes between them, and begins with a letter.",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(("target__regex", "^/([a-z0-9][a-z0-9_-]*/)*$")),
                name="campaign_target_is_a_page_of_ours",
                violation_error_message="A campaign leads to a page of this portal.",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to", None),
                    ("valid_from", None),
                    ("valid_from__lte", models.F("valid_to")),
                    _connector="OR",
                ),
                name="campaign_ends_after_begin",
                violation_error_message="The period cannot end before it begins.",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaignvisit",
            constraint=models.UniqueConstraint(
                fields=("campaign", "day", "language"), name="campaign_visit_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.UniqueConstraint(
                fields=("municipality", "month"),
                name="letter_once_a_month",
                violation_error_message="There is a letter for this month already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                condition=models.Q(("month__day", 1)),
                name="letter_month_is_its_first_day",
                violation_error_message="A month is written as its first day.",
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("approved_at", None), ("approved_by", None), ("state", "draft")),
                    models.Q(
                        models.Q(("state", "draft"), _negated=True),
                        ("approved_at__isnull", False),
                        ("approved_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="letter_approved_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("sent_at__isnull", False), ("state", "sent")),
                    models.Q(models.Q(("state", "sent"), _negated=True), ("sent_at", None)),
                    _connector="OR",
                ),
                name="letter_sent_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="lettercount",
            constraint=models.UniqueConstraint(
                fields=("municipality", "month", "language"), name="letter_count_once"
            ),
        ),
    ]
