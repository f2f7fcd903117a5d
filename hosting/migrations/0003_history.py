"""Every change of host contacts and organisations is written down, for good."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import portal.lib.dates
from portal.lib.policies import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("hosting", "0002_content_version_and_search"),
        ("municipalities", "0004_history"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CoordinatorEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "source_version",
                    models.PositiveIntegerField(
                        default=1, editable=False, verbose_name="version of the Norwegian text"
                    ),
                ),
                (
                    "source_changed_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now,
                        editable=False,
                        verbose_name="Norwegian text changed at",
                    ),
                ),
                (
                    "made_from",
                    models.JSONField(
                        default=dict,
                        editable=False,
                        help_text="For each language the version of the Norwegian text it was made from.",
                        verbose_name="translations made from version",
                    ),
                ),
                ("slug", models.SlugField(db_index=False, max_length=80, verbose_name="address")),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                ("role", models.CharField(max_length=120, verbose_name="role")),
                ("role_nb", models.CharField(max_length=120, null=True, verbose_name="role")),
                ("role_de", models.CharField(max_length=120, null=True, verbose_name="role")),
                ("role_en", models.CharField(max_length=120, null=True, verbose_name="role")),
                (
                    "hours",
                    models.CharField(blank=True, max_length=200, verbose_name="when to reach them"),
                ),
                (
                    "hours_nb",
                    models.CharField(
                        blank=True, max_length=200, null=True, verbose_name="when to reach them"
                    ),
                ),
                (
                    "hours_de",
                    models.CharField(
                        blank=True, max_length=200, null=True, verbose_name="when to reach them"
                    ),
                ),
                (
                    "hours_en",
                    models.CharField(
                        blank=True, max_length=200, null=True, verbose_name="when to reach them"
                    ),
                ),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=8),
                        blank=True,
                        default=list,
                        help_text="Language codes: nb, de, en.",
                        size=None,
                        verbose_name="speaks",
                    ),
                ),
                (
                    "phone",
                    models.CharField(
                        blank=True,
                        help_text="With country code: +47 77 00 00 00.",
                        max_length=20,
                        verbose_name="phone",
                    ),
                ),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="to")),
                (
                    "is_example",
                    models.BooleanField(
                        default=False,
                        help_text="Shown to readers as an example. Replace before going live.",
                        verbose_name="invented example",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="OrganisationEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "source_version",
                    models.PositiveIntegerField(
                        default=1, editable=False, verbose_name="version of the Norwegian text"
                    ),
                ),
                (
                    "source_changed_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now,
                        editable=False,
                        verbose_name="Norwegian text changed at",
                    ),
                ),
                (
                    "made_from",
                    models.JSONField(
                        default=dict,
                        editable=False,
                        help_text="For each language the version of the Norwegian text it was made from.",
                        verbose_name="translations made from version",
                    ),
                ),
                ("slug", models.SlugField(db_index=False, max_length=80, verbose_name="address")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("municipality", "municipality"),
                            ("county", "county"),
                            ("state", "national agency"),
                            ("council", "co-operation of municipalities"),
                            ("health", "health service"),
                            ("education", "education"),
                            ("business", "business"),
                            ("employer", "employer"),
                            ("community", "clubs and volunteers"),
                            ("information", "information service"),
                            ("other", "other"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("name_nb", models.CharField(max_length=120, null=True, verbose_name="name")),
                ("name_de", models.CharField(max_length=120, null=True, verbose_name="name")),
                ("name_en", models.CharField(max_length=120, null=True, verbose_name="name")),
                (
                    "description",
                    models.CharField(blank=True, max_length=400, verbose_name="description"),
                ),
                (
                    "description_nb",
                    models.CharField(
                        blank=True, max_length=400, null=True, verbose_name="description"
                    ),
                ),
                (
                    "description_de",
                    models.CharField(
                        blank=True, max_length=400, null=True, verbose_name="description"
                    ),
                ),
                (
                    "description_en",
                    models.CharField(
                        blank=True, max_length=400, null=True, verbose_name="description"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("active", "active"),
                            ("historic", "historic"),
                            ("renamed", "renamed"),
                            ("unknown", "unknown"),
                        ],
                        default="active",
                        max_length=8,
                        verbose_name="status",
                    ),
                ),
                ("is_listed", models.BooleanField(default=True, verbose_name="shown to readers")),
                (
                    "serves_region",
                    models.BooleanField(
                        default=False,
                        help_text="Because it serves the region, the county, the country or more.",
                        verbose_name="serves the whole region",
                    ),
                ),
                (
                    "other_areas",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="other places served",
                    ),
                ),
                ("website", models.URLField(blank=True, verbose_name="website")),
                ("as_of", models.DateField(blank=True, null=True, verbose_name="as of")),
                (
                    "as_of_precision",
                    models.CharField(
                        choices=[
                            (portal.lib.dates.Precision["DAY"], "day"),
                            (portal.lib.dates.Precision["YEAR"], "year"),
                        ],
                        default=portal.lib.dates.Precision["YEAR"],
                        max_length=4,
                        verbose_name="known to the",
                    ),
                ),
                (
                    "confidence",
                    models.CharField(
                        choices=[("high", "high"), ("medium", "medium"), ("low", "low")],
                        default="high",
                        max_length=6,
                        verbose_name="confidence",
                    ),
                ),
                (
                    "editors_note",
                    models.TextField(
                        blank=True,
                        help_text="Never shown to readers.",
                        verbose_name="note for editors",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="coordinator",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "hosting_coordinatorevent" ("deputy_id", "email", "hours", "hours_de", "hours_en", "hours_nb", "id", "is_example", "languages", "made_from", "municipality_id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "position", "role", "role_de", "role_en", "role_nb", "slug", "source_changed_at", "source_version", "user_id", "valid_from", "valid_to") VALUES (NEW."deputy_id", NEW."email", NEW."hours", NEW."hours_de", NEW."hours_en", NEW."hours_nb", NEW."id", NEW."is_example", NEW."languages", NEW."made_from", NEW."municipality_id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."phone", NEW."position", NEW."role", NEW."role_de", NEW."role_en", NEW."role_nb", NEW."slug", NEW."source_changed_at", NEW."source_version", NEW."user_id", NEW."valid_from", NEW."valid_to"); RETURN NULL;',
                    hash="bf21ea5b8629067e8bef846f5946112460fee810",
                    operation="INSERT",
                    pgid="pgtrigger_history_of_insert_8c7e7",
                    table="hosting_coordinator",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="coordinator",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "hosting_coordinatorevent" ("deputy_id", "email", "hours", "hours_de", "hours_en", "hours_nb", "id", "is_example", "languages", "made_from", "municipality_id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "position", "role", "role_de", "role_en", "role_nb", "slug", "source_changed_at", "source_version", "user_id", "valid_from", "valid_to") VALUES (NEW."deputy_id", NEW."email", NEW."hours", NEW."hours_de", NEW."hours_en", NEW."hours_nb", NEW."id", NEW."is_example", NEW."languages", NEW."made_from", NEW."municipality_id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."phone", NEW."position", NEW."role", NEW."role_de", NEW."role_en", NEW."role_nb", NEW."slug", NEW."source_changed_at", NEW."source_version", NEW."user_id", NEW."valid_from", NEW."valid_to"); RETURN NULL;',
                    hash="7a3b93bca765a3215a20e78f077a242ed2ca0c93",
                    operation="UPDATE",
                    pgid="pgtrigger_history_of_update_0973c",
                    table="hosting_coordinator",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="coordinator",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "hosting_coordinatorevent" ("deputy_id", "email", "hours", "hours_de", "hours_en", "hours_nb", "id", "is_example", "languages", "made_from", "municipality_id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "position", "role", "role_de", "role_en", "role_nb", "slug", "source_changed_at", "source_version", "user_id", "valid_from", "valid_to") VALUES (OLD."deputy_id", OLD."email", OLD."hours", OLD."hours_de", OLD."hours_en", OLD."hours_nb", OLD."id", OLD."is_example", OLD."languages", OLD."made_from", OLD."municipality_id", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."phone", OLD."position", OLD."role", OLD."role_de", OLD."role_en", OLD."role_nb", OLD."slug", OLD."source_changed_at", OLD."source_version", OLD."user_id", OLD."valid_from", OLD."valid_to"); RETURN NULL;',
                    hash="0848612e0ef363360cae01fae3c14ac9fd9d264d",
                    operation="DELETE",
                    pgid="pgtrigger_history_of_delete_39277",
                    table="hosting_coordinator",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="organisation",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "hosting_organisationevent" ("as_of", "as_of_precision", "confidence", "description", "description_de", "description_en", "description_nb", "editors_note", "id", "is_listed", "kind", "made_from", "name", "name_de", "name_en", "name_nb", "other_areas", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "serves_region", "slug", "source_changed_at", "source_version", "status", "website") VALUES (NEW."as_of", NEW."as_of_precision", NEW."confidence", NEW."description", NEW."description_de", NEW."description_en", NEW."description_nb", NEW."editors_note", NEW."id", NEW."is_listed", NEW."kind", NEW."made_from", NEW."name", NEW."name_de", NEW."name_en", NEW."name_nb", NEW."other_areas", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."serves_region", NEW."slug", NEW."source_changed_at", NEW."source_version", NEW."status", NEW."website"); RETURN NULL;',
                    hash="2dc66b47a91c094828b94f26e5a58c0c80970963",
                    operation="INSERT",
                    pgid="pgtrigger_history_of_insert_def6e",
                    table="hosting_organisation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="organisation",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "hosting_organisationevent" ("as_of", "as_of_precision", "confidence", "description", "description_de", "description_en", "description_nb", "editors_note", "id", "is_listed", "kind", "made_from", "name", "name_de", "name_en", "name_nb", "other_areas", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "serves_region", "slug", "source_changed_at", "source_version", "status", "website") VALUES (NEW."as_of", NEW."as_of_precision", NEW."confidence", NEW."description", NEW."description_de", NEW."description_en", NEW."description_nb", NEW."editors_note", NEW."id", NEW."is_listed", NEW."kind", NEW."made_from", NEW."name", NEW."name_de", NEW."name_en", NEW."name_nb", NEW."other_areas", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."serves_region", NEW."slug", NEW."source_changed_at", NEW."source_version", NEW."status", NEW."website"); RETURN NULL;',
                    hash="ae6ffe287ac3952c2c120693eb5d16ae0b681175",
                    operation="UPDATE",
                    pgid="pgtrigger_history_of_update_a6b68",
                    table="hosting_organisation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="organisation",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "hosting_organisationevent" ("as_of", "as_of_precision", "confidence", "description", "description_de", "description_en", "description_nb", "editors_note", "id", "is_listed", "kind", "made_from", "name", "name_de", "name_en", "name_nb", "other_areas", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "serves_region", "slug", "source_changed_at", "source_version", "status", "website") VALUES (OLD."as_of", OLD."as_of_precision", OLD."confidence", OLD."description", OLD."description_de", OLD."description_en", OLD."description_nb", OLD."editors_note", OLD."id", OLD."is_listed", OLD."kind", OLD."made_from", OLD."name", OLD."name_de", OLD."name_en", OLD."name_nb", OLD."other_areas", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."serves_region", OLD."slug", OLD."source_changed_at", OLD."source_version", OLD."status", OLD."website"); RETURN NULL;',
                    hash="1bc82850a90739e07652e34d9751483f41cefa4c",
                    operation="DELETE",
                    pgid="pgtrigger_history_of_delete_8dac3",
                    table="hosting_organisation",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="coordinatorevent",
            name="deputy",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="hosting.coordinator",
                verbose_name="deputy",
            ),
        ),
        migrations.AddField(
            model_name="coordinatorevent",
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
            model_name="coordinatorevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="hosting.coordinator",
            ),
        ),
        migrations.AddField(
            model_name="coordinatorevent",
            name="user",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="account",
            ),
        ),
        migrations.AddField(
            model_name="organisationevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="hosting.organisation",
            ),
        ),
        append_only(
            "hosting_coordinatorevent",
            "hosting_organisationevent",
        ),
    ]
