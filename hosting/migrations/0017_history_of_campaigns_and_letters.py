"""Every change of campaigns and letters is written down, for good."""

import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
import portal.lib.codes
import portal.lib.identity
from django.conf import settings
from django.db import migrations, models

from portal.lib.policies import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("hosting", "0016_content_version_of_letters"),
        ("municipalities", "0016_links_of_texts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CampaignEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
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
            ],
            options={
                "abstract": False,
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="LetterEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
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
            ],
            options={
                "abstract": False,
                "default_permissions": (),
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="campaign",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "hosting_campaignevent" ("code", "id", "is_archived", "kind", "language", "municipality_id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "target", "valid_from", "valid_to") VALUES (NEW."code", NEW."id", NEW."is_archived", NEW."kind", NEW."language", NEW."municipality_id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."target", NEW."valid_from", NEW."valid_to"); RETURN NULL;',
                    hash="98d15e5236e6d336d55e052d48a2b65769d0d1e9",
                    operation="INSERT",
                    pgid="pgtrigger_history_of_insert_ee521",
                    table="hosting_campaign",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="campaign",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "hosting_campaignevent" ("code", "id", "is_archived", "kind", "language", "municipality_id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "target", "valid_from", "valid_to") VALUES (NEW."code", NEW."id", NEW."is_archived", NEW."kind", NEW."language", NEW."municipality_id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."target", NEW."valid_from", NEW."valid_to"); RETURN NULL;',
                    hash="8cc912e34b75bb777f21acaa2121182bd31d2829",
                    operation="UPDATE",
                    pgid="pgtrigger_history_of_update_ce18d",
                    table="hosting_campaign",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="campaign",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "hosting_campaignevent" ("code", "id", "is_archived", "kind", "language", "municipality_id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "target", "valid_from", "valid_to") VALUES (OLD."code", OLD."id", OLD."is_archived", OLD."kind", OLD."language", OLD."municipality_id", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."target", OLD."valid_from", OLD."valid_to"); RETURN NULL;',
                    hash="9ada61f64b07b0e89ba14d79750a4ee02d3f9241",
                    operation="DELETE",
                    pgid="pgtrigger_history_of_delete_de24e",
                    table="hosting_campaign",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="letter",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "hosting_letterevent" ("approved_at", "approved_by_id", "id", "items", "month", "municipality_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "sent_at", "sent_count", "state", "words") VALUES (NEW."approved_at", NEW."approved_by_id", NEW."id", NEW."items", NEW."month", NEW."municipality_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."sent_at", NEW."sent_count", NEW."state", NEW."words"); RETURN NULL;',
                    hash="78c34e027a776987188cb35084817c7657784248",
                    operation="INSERT",
                    pgid="pgtrigger_history_of_insert_8087e",
                    table="hosting_letter",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="letter",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "hosting_letterevent" ("approved_at", "approved_by_id", "id", "items", "month", "municipality_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "sent_at", "sent_count", "state", "words") VALUES (NEW."approved_at", NEW."approved_by_id", NEW."id", NEW."items", NEW."month", NEW."municipality_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."sent_at", NEW."sent_count", NEW."state", NEW."words"); RETURN NULL;',
                    hash="ff5b69b849b2dfcf8ac1d307250a7d3186ac0b1d",
                    operation="UPDATE",
                    pgid="pgtrigger_history_of_update_54a10",
                    table="hosting_letter",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="letter",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "hosting_letterevent" ("approved_at", "approved_by_id", "id", "items", "month", "municipality_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "sent_at", "sent_count", "state", "words") VALUES (OLD."approved_at", OLD."approved_by_id", OLD."id", OLD."items", OLD."month", OLD."municipality_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."sent_at", OLD."sent_count", OLD."state", OLD."words"); RETURN NULL;',
                    hash="c99a614bca901761a9df77557fc10f57ab4b00ad",
                    operation="DELETE",
                    pgid="pgtrigger_history_of_delete_219b1",
                    table="hosting_letter",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="campaignevent",
            name="municipality",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="municipalities.municipality",
                verbose_name="municipality or region",
            ),
        ),
        migrations.AddField(
            model_name="campaignevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="hosting.campaign",
            ),
        ),
        migrations.AddField(
            model_name="letterevent",
            name="approved_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="approved by",
            ),
        ),
        migrations.AddField(
            model_name="letterevent",
            name="municipality",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="municipalities.municipality",
                verbose_name="municipality or region",
            ),
        ),
        migrations.AddField(
            model_name="letterevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="hosting.letter",
            ),
        ),
        append_only("hosting_campaignevent", "hosting_letterevent"),
    ]
