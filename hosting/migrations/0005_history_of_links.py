"""Every source and municipality that an organisation gets or loses is written down, for good."""

import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from portal.lib.policies import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("hosting", "0004_history_begins"),
        ("municipalities", "0009_history_of_links"),
    ]

    operations = [
        migrations.CreateModel(
            name="OrganisationSources",
            fields=[],
            options={
                "proxy": True,
                "default_permissions": (),
                "indexes": [],
                "constraints": [],
            },
            bases=("hosting.organisation_sources",),
        ),
        migrations.CreateModel(
            name="OrganisationMunicipalities",
            fields=[],
            options={
                "proxy": True,
                "default_permissions": (),
                "indexes": [],
                "constraints": [],
            },
            bases=("hosting.organisation_municipalities",),
        ),
        migrations.CreateModel(
            name="OrganisationMunicipalitiesEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "municipality",
                    models.ForeignKey(
                        db_constraint=False,
                        db_tablespace="",
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="municipalities.municipality",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_constraint=False,
                        db_tablespace="",
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="hosting.organisation",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="OrganisationSourcesEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "organisation",
                    models.ForeignKey(
                        db_constraint=False,
                        db_tablespace="",
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="hosting.organisation",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        db_constraint=False,
                        db_tablespace="",
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="municipalities.source",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="hosting.organisationsources",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="organisationsources",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "hosting_organisationsourcesevent" ("id", "organisation_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id") VALUES (NEW."id", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."source_id"); RETURN NULL;',
                    hash="c3cf7ab1bffbb6957238a36ff8231b98274a1aa6",
                    operation="INSERT",
                    pgid="pgtrigger_history_of_insert_1f590",
                    table="hosting_organisation_sources",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="organisationsources",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "hosting_organisationsourcesevent" ("id", "organisation_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id") VALUES (NEW."id", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."source_id"); RETURN NULL;',
                    hash="341a720de9cc6c391f37a5ed670122361dab9955",
                    operation="UPDATE",
                    pgid="pgtrigger_history_of_update_9a7da",
                    table="hosting_organisation_sources",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="organisationsources",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "hosting_organisationsourcesevent" ("id", "organisation_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id") VALUES (OLD."id", OLD."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."source_id"); RETURN NULL;',
                    hash="3fdd058e548464a817a61cafa05b733bf9284d5a",
                    operation="DELETE",
                    pgid="pgtrigger_history_of_delete_988cb",
                    table="hosting_organisation_sources",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="organisationmunicipalitiesevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="hosting.organisationmunicipalities",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="organisationmunicipalities",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "hosting_organisationmunicipalitiesevent" ("id", "municipality_id", "organisation_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."id", NEW."municipality_id", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id"); RETURN NULL;',
                    hash="b73c4a1ed751cd0c2d4353effab58e7f11195180",
                    operation="INSERT",
                    pgid="pgtrigger_history_of_insert_5a045",
                    table="hosting_organisation_municipalities",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="organisationmunicipalities",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "hosting_organisationmunicipalitiesevent" ("id", "municipality_id", "organisation_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."id", NEW."municipality_id", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id"); RETURN NULL;',
                    hash="2e7f18b41d0b0159614486a32bc297cd3576c703",
                    operation="UPDATE",
                    pgid="pgtrigger_history_of_update_8827b",
                    table="hosting_organisation_municipalities",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="organisationmunicipalities",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "hosting_organisationmunicipalitiesevent" ("id", "municipality_id", "organisation_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."id", OLD."municipality_id", OLD."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id"); RETURN NULL;',
                    hash="6707d5bf4447e6c3ecbf256224af628e0239c381",
                    operation="DELETE",
                    pgid="pgtrigger_history_of_delete_2b7d8",
                    table="hosting_organisation_municipalities",
                    when="AFTER",
                ),
            ),
        ),
        append_only(
            "hosting_organisationmunicipalitiesevent",
            "hosting_organisationsourcesevent",
        ),
    ]
