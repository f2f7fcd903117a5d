"""Every change of accounts is written down, for good."""

import django.db.models.deletion
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from portal.lib.policies import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0004_invitations"),
    ]

    operations = [
        migrations.CreateModel(
            name="UserEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail")),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                ("language", models.CharField(default="nb", max_length=8, verbose_name="language")),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Accounts are closed, never deleted.",
                        verbose_name="active",
                    ),
                ),
                ("is_staff", models.BooleanField(default=True, verbose_name="may log in here")),
                (
                    "joined_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="joined at"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="user",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "portal_userevent" ("email", "id", "is_active", "is_staff", "is_superuser", "joined_at", "language", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."email", NEW."id", NEW."is_active", NEW."is_staff", NEW."is_superuser", NEW."joined_at", NEW."language", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id"); RETURN NULL;',
                    hash="9a9546ba99b43579fa3b2cbb22da7afe1ce7cb64",
                    operation="INSERT",
                    pgid="pgtrigger_history_of_insert_6395f",
                    table="portal_user",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="user",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."is_staff" IS DISTINCT FROM (NEW."is_staff") OR OLD."is_superuser" IS DISTINCT FROM (NEW."is_superuser") OR OLD."joined_at" IS DISTINCT FROM (NEW."joined_at") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."name" IS DISTINCT FROM (NEW."name"))',
                    func='INSERT INTO "portal_userevent" ("email", "id", "is_active", "is_staff", "is_superuser", "joined_at", "language", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."email", NEW."id", NEW."is_active", NEW."is_staff", NEW."is_superuser", NEW."joined_at", NEW."language", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id"); RETURN NULL;',
                    hash="ac65c77e198e562a044fb610aee3e14923c7182e",
                    operation="UPDATE",
                    pgid="pgtrigger_history_of_update_db67c",
                    table="portal_user",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="user",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "portal_userevent" ("email", "id", "is_active", "is_staff", "is_superuser", "joined_at", "language", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."email", OLD."id", OLD."is_active", OLD."is_staff", OLD."is_superuser", OLD."joined_at", OLD."language", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id"); RETURN NULL;',
                    hash="35d3c237b1e5769a163bf2defe08fd6285edd23a",
                    operation="DELETE",
                    pgid="pgtrigger_history_of_delete_fdd77",
                    table="portal_user",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="userevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        append_only(
            "portal_userevent",
        ),
    ]
