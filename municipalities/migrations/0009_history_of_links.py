"""Every source that a text, or a municipality, gets or loses is written down, for good."""

import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from portal.lib.policies import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("municipalities", "0008_case_log_needs_a_norwegian_legal_basis"),
    ]

    operations = [
        migrations.CreateModel(
            name="PageSources",
            fields=[],
            options={
                "proxy": True,
                "default_permissions": (),
                "indexes": [],
                "constraints": [],
            },
            bases=("municipalities.page_sources",),
        ),
        migrations.CreateModel(
            name="MunicipalitySources",
            fields=[],
            options={
                "proxy": True,
                "default_permissions": (),
                "indexes": [],
                "constraints": [],
            },
            bases=("municipalities.municipality_sources",),
        ),
        migrations.CreateModel(
            name="LocalPartSources",
            fields=[],
            options={
                "proxy": True,
                "default_permissions": (),
                "indexes": [],
                "constraints": [],
            },
            bases=("municipalities.localpart_sources",),
        ),
        migrations.CreateModel(
            name="LocalPartSourcesEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "localpart",
                    models.ForeignKey(
                        db_constraint=False,
                        db_tablespace="",
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="municipalities.localpart",
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
            ],
            options={
                "abstract": False,
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="MunicipalitySourcesEvent",
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
            ],
            options={
                "abstract": False,
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="PageSourcesEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "page",
                    models.ForeignKey(
                        db_constraint=False,
                        db_tablespace="",
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="municipalities.page",
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
                        to="municipalities.pagesources",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="pagesources",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "municipalities_pagesourcesevent" ("id", "page_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id") VALUES (NEW."id", NEW."page_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."source_id"); RETURN NULL;',
                    hash="f43bd7199e3417c6bd22d6ac9677cc26382dee71",
                    operation="INSERT",
                    pgid="pgtrigger_history_of_insert_175ef",
                    table="municipalities_page_sources",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="pagesources",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "municipalities_pagesourcesevent" ("id", "page_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id") VALUES (NEW."id", NEW."page_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."source_id"); RETURN NULL;',
                    hash="fb15670be69f9a3cdcf6eb3a890ab1ebc78ceab5",
                    operation="UPDATE",
                    pgid="pgtrigger_history_of_update_36ada",
                    table="municipalities_page_sources",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="pagesources",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "municipalities_pagesourcesevent" ("id", "page_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id") VALUES (OLD."id", OLD."page_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."source_id"); RETURN NULL;',
                    hash="0b1065c5970054255588862bfdb40846954e281f",
                    operation="DELETE",
                    pgid="pgtrigger_history_of_delete_7164d",
                    table="municipalities_page_sources",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="municipalitysourcesevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="municipalities.municipalitysources",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="municipalitysources",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "municipalities_municipalitysourcesevent" ("id", "municipality_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id") VALUES (NEW."id", NEW."municipality_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."source_id"); RETURN NULL;',
                    hash="231e9488b64f670a9649d0ac233964bbd2005119",
                    operation="INSERT",
                    pgid="pgtrigger_history_of_insert_f4409",
                    table="municipalities_municipality_sources",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="municipalitysources",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "municipalities_municipalitysourcesevent" ("id", "municipality_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id") VALUES (NEW."id", NEW."municipality_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."source_id"); RETURN NULL;',
                    hash="f585cac216b8f2c24f5a45750405fcd2a5c72c4d",
                    operation="UPDATE",
                    pgid="pgtrigger_history_of_update_a0c41",
                    table="municipalities_municipality_sources",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="municipalitysources",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "municipalities_municipalitysourcesevent" ("id", "municipality_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id") VALUES (OLD."id", OLD."municipality_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."source_id"); RETURN NULL;',
                    hash="d433617098dc7f2029324caf3a9390584d4e7703",
                    operation="DELETE",
                    pgid="pgtrigger_history_of_delete_6738c",
                    table="municipalities_municipality_sources",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="localpartsourcesevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="municipalities.localpartsources",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="localpartsources",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "municipalities_localpartsourcesevent" ("id", "localpart_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id") VALUES (NEW."id", NEW."localpart_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."source_id"); RETURN NULL;',
                    hash="5545d4279769ecc6f4dc6070f35cef19e3cc72f3",
                    operation="INSERT",
                    pgid="pgtrigger_history_of_insert_2223f",
                    table="municipalities_localpart_sources",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="localpartsources",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "municipalities_localpartsourcesevent" ("id", "localpart_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id") VALUES (NEW."id", NEW."localpart_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."source_id"); RETURN NULL;',
                    hash="1f8f51729492b3cf414550512e5ace3916202ac2",
                    operation="UPDATE",
                    pgid="pgtrigger_history_of_update_83e25",
                    table="municipalities_localpart_sources",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="localpartsources",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "municipalities_localpartsourcesevent" ("id", "localpart_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id") VALUES (OLD."id", OLD."localpart_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."source_id"); RETURN NULL;',
                    hash="f2c9ecf1fc2cef5e8355f8f75960d46bb1267c7a",
                    operation="DELETE",
                    pgid="pgtrigger_history_of_delete_b8a60",
                    table="municipalities_localpart_sources",
                    when="AFTER",
                ),
            ),
        ),
        append_only(
            "municipalities_localpartsourcesevent",
            "municipalities_municipalitysourcesevent",
            "municipalities_pagesourcesevent",
        ),
    ]
