"""Needs of employers; when a sender was reminded; no history of what may be somebody's own."""

import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from portal.lib.policies import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("hosting", "0025_history_of_events"),
    ]

    operations = [
        migrations.CreateModel(
            name="Need",
            fields=[
                (
                    "offer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="need",
                        serialize=False,
                        to="hosting.offer",
                        verbose_name="offer",
                    ),
                ),
                (
                    "area",
                    models.CharField(
                        choices=[
                            ("health", "health and care"),
                            ("school", "kindergarten, school, upbringing"),
                            ("industry", "industry and workshop"),
                            ("building", "building and technical trades"),
                            ("transport", "transport"),
                            ("sea", "fishing and fish farming"),
                            ("farming", "farming and forestry"),
                            ("tourism", "tourism, food and drink"),
                            ("trade", "shops and trade"),
                            ("office", "office, administration, IT"),
                            ("defence", "the Armed Forces and emergency services"),
                            ("other", "other work"),
                        ],
                        max_length=10,
                        verbose_name="area of work",
                    ),
                ),
                ("posts", models.PositiveSmallIntegerField(verbose_name="posts")),
            ],
            options={
                "verbose_name": "need of an employer",
                "verbose_name_plural": "needs of employers",
            },
        ),
        migrations.CreateModel(
            name="NeedEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                (
                    "area",
                    models.CharField(
                        choices=[
                            ("health", "health and care"),
                            ("school", "kindergarten, school, upbringing"),
                            ("industry", "industry and workshop"),
                            ("building", "building and technical trades"),
                            ("transport", "transport"),
                            ("sea", "fishing and fish farming"),
                            ("farming", "farming and forestry"),
                            ("tourism", "tourism, food and drink"),
                            ("trade", "shops and trade"),
                            ("office", "office, administration, IT"),
                            ("defence", "the Armed Forces and emergency services"),
                            ("other", "other work"),
                        ],
                        max_length=10,
                        verbose_name="area of work",
                    ),
                ),
                ("posts", models.PositiveSmallIntegerField(verbose_name="posts")),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="offer",
            name="history_of_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="offer",
            name="history_of_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="offer",
            name="history_of_delete",
        ),
        migrations.RemoveField(
            model_name="offerevent",
            name="contact_email",
        ),
        migrations.RemoveField(
            model_name="offerevent",
            name="contact_phone",
        ),
        migrations.RemoveField(
            model_name="offerevent",
            name="decline_reason",
        ),
        migrations.RemoveField(
            model_name="offerevent",
            name="proposed",
        ),
        migrations.AddField(
            model_name="offer",
            name="reminded_on",
            field=models.DateField(
                blank=True, editable=False, null=True, verbose_name="reminded on"
            ),
        ),
        migrations.AddField(
            model_name="offerevent",
            name="reminded_on",
            field=models.DateField(
                blank=True, editable=False, null=True, verbose_name="reminded on"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="offer",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "hosting_offerevent" ("asked_on", "confirmed_on", "cost", "cost_de", "cost_en", "cost_nb", "decided_at", "decided_by_id", "ends_on", "groups", "how_to_join", "how_to_join_de", "how_to_join_en", "how_to_join_nb", "id", "is_beside_work", "is_example", "is_free", "is_outside_working_hours", "kind", "languages", "levels", "made_by", "made_from", "organisation_id", "organisation_name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "reminded_on", "reminders", "seats", "serves_region", "slug", "source_changed_at", "source_version", "starts_on", "status", "submitted_at", "text", "text_de", "text_en", "text_nb", "times", "times_de", "times_en", "times_nb", "title", "title_de", "title_en", "title_nb", "waiting_since", "website", "written_in") VALUES (NEW."asked_on", NEW."confirmed_on", NEW."cost", NEW."cost_de", NEW."cost_en", NEW."cost_nb", NEW."decided_at", NEW."decided_by_id", NEW."ends_on", NEW."groups", NEW."how_to_join", NEW."how_to_join_de", NEW."how_to_join_en", NEW."how_to_join_nb", NEW."id", NEW."is_beside_work", NEW."is_example", NEW."is_free", NEW."is_outside_working_hours", NEW."kind", NEW."languages", NEW."levels", NEW."made_by", NEW."made_from", NEW."organisation_id", NEW."organisation_name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."place", NEW."reminded_on", NEW."reminders", NEW."seats", NEW."serves_region", NEW."slug", NEW."source_changed_at", NEW."source_version", NEW."starts_on", NEW."status", NEW."submitted_at", NEW."text", NEW."text_de", NEW."text_en", NEW."text_nb", NEW."times", NEW."times_de", NEW."times_en", NEW."times_nb", NEW."title", NEW."title_de", NEW."title_en", NEW."title_nb", NEW."waiting_since", NEW."website", NEW."written_in"); RETURN NULL;',
                    hash="2aee6cb7ac0889b72ccd74df62fe6b70727f6780",
                    operation="INSERT",
                    pgid="pgtrigger_history_of_insert_c3e10",
                    table="hosting_offer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="offer",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."asked_on" IS DISTINCT FROM (NEW."asked_on") OR OLD."confirmed_on" IS DISTINCT FROM (NEW."confirmed_on") OR OLD."cost" IS DISTINCT FROM (NEW."cost") OR OLD."cost_de" IS DISTINCT FROM (NEW."cost_de") OR OLD."cost_en" IS DISTINCT FROM (NEW."cost_en") OR OLD."cost_nb" IS DISTINCT FROM (NEW."cost_nb") OR OLD."decided_at" IS DISTINCT FROM (NEW."decided_at") OR OLD."decided_by_id" IS DISTINCT FROM (NEW."decided_by_id") OR OLD."ends_on" IS DISTINCT FROM (NEW."ends_on") OR OLD."groups" IS DISTINCT FROM (NEW."groups") OR OLD."how_to_join" IS DISTINCT FROM (NEW."how_to_join") OR OLD."how_to_join_de" IS DISTINCT FROM (NEW."how_to_join_de") OR OLD."how_to_join_en" IS DISTINCT FROM (NEW."how_to_join_en") OR OLD."how_to_join_nb" IS DISTINCT FROM (NEW."how_to_join_nb") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_beside_work" IS DISTINCT FROM (NEW."is_beside_work") OR OLD."is_example" IS DISTINCT FROM (NEW."is_example") OR OLD."is_free" IS DISTINCT FROM (NEW."is_free") OR OLD."is_outside_working_hours" IS DISTINCT FROM (NEW."is_outside_working_hours") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."languages" IS DISTINCT FROM (NEW."languages") OR OLD."levels" IS DISTINCT FROM (NEW."levels") OR OLD."made_by" IS DISTINCT FROM (NEW."made_by") OR OLD."made_from" IS DISTINCT FROM (NEW."made_from") OR OLD."organisation_id" IS DISTINCT FROM (NEW."organisation_id") OR OLD."organisation_name" IS DISTINCT FROM (NEW."organisation_name") OR OLD."place" IS DISTINCT FROM (NEW."place") OR OLD."reminded_on" IS DISTINCT FROM (NEW."reminded_on") OR OLD."reminders" IS DISTINCT FROM (NEW."reminders") OR OLD."seats" IS DISTINCT FROM (NEW."seats") OR OLD."serves_region" IS DISTINCT FROM (NEW."serves_region") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."source_changed_at" IS DISTINCT FROM (NEW."source_changed_at") OR OLD."source_version" IS DISTINCT FROM (NEW."source_version") OR OLD."starts_on" IS DISTINCT FROM (NEW."starts_on") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."submitted_at" IS DISTINCT FROM (NEW."submitted_at") OR OLD."text" IS DISTINCT FROM (NEW."text") OR OLD."text_de" IS DISTINCT FROM (NEW."text_de") OR OLD."text_en" IS DISTINCT FROM (NEW."text_en") OR OLD."text_nb" IS DISTINCT FROM (NEW."text_nb") OR OLD."times" IS DISTINCT FROM (NEW."times") OR OLD."times_de" IS DISTINCT FROM (NEW."times_de") OR OLD."times_en" IS DISTINCT FROM (NEW."times_en") OR OLD."times_nb" IS DISTINCT FROM (NEW."times_nb") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."title_de" IS DISTINCT FROM (NEW."title_de") OR OLD."title_en" IS DISTINCT FROM (NEW."title_en") OR OLD."title_nb" IS DISTINCT FROM (NEW."title_nb") OR OLD."waiting_since" IS DISTINCT FROM (NEW."waiting_since") OR OLD."website" IS DISTINCT FROM (NEW."website") OR OLD."written_in" IS DISTINCT FROM (NEW."written_in"))',
                    func='INSERT INTO "hosting_offerevent" ("asked_on", "confirmed_on", "cost", "cost_de", "cost_en", "cost_nb", "decided_at", "decided_by_id", "ends_on", "groups", "how_to_join", "how_to_join_de", "how_to_join_en", "how_to_join_nb", "id", "is_beside_work", "is_example", "is_free", "is_outside_working_hours", "kind", "languages", "levels", "made_by", "made_from", "organisation_id", "organisation_name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "reminded_on", "reminders", "seats", "serves_region", "slug", "source_changed_at", "source_version", "starts_on", "status", "submitted_at", "text", "text_de", "text_en", "text_nb", "times", "times_de", "times_en", "times_nb", "title", "title_de", "title_en", "title_nb", "waiting_since", "website", "written_in") VALUES (NEW."asked_on", NEW."confirmed_on", NEW."cost", NEW."cost_de", NEW."cost_en", NEW."cost_nb", NEW."decided_at", NEW."decided_by_id", NEW."ends_on", NEW."groups", NEW."how_to_join", NEW."how_to_join_de", NEW."how_to_join_en", NEW."how_to_join_nb", NEW."id", NEW."is_beside_work", NEW."is_example", NEW."is_free", NEW."is_outside_working_hours", NEW."kind", NEW."languages", NEW."levels", NEW."made_by", NEW."made_from", NEW."organisation_id", NEW."organisation_name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."place", NEW."reminded_on", NEW."reminders", NEW."seats", NEW."serves_region", NEW."slug", NEW."source_changed_at", NEW."source_version", NEW."starts_on", NEW."status", NEW."submitted_at", NEW."text", NEW."text_de", NEW."text_en", NEW."text_nb", NEW."times", NEW."times_de", NEW."times_en", NEW."times_nb", NEW."title", NEW."title_de", NEW."title_en", NEW."title_nb", NEW."waiting_since", NEW."website", NEW."written_in"); RETURN NULL;',
                    hash="4866cb05c3215fd5123f4bba056ceed70ce641e1",
                    operation="UPDATE",
                    pgid="pgtrigger_history_of_update_38384",
                    table="hosting_offer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="offer",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "hosting_offerevent" ("asked_on", "confirmed_on", "cost", "cost_de", "cost_en", "cost_nb", "decided_at", "decided_by_id", "ends_on", "groups", "how_to_join", "how_to_join_de", "how_to_join_en", "how_to_join_nb", "id", "is_beside_work", "is_example", "is_free", "is_outside_working_hours", "kind", "languages", "levels", "made_by", "made_from", "organisation_id", "organisation_name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "reminded_on", "reminders", "seats", "serves_region", "slug", "source_changed_at", "source_version", "starts_on", "status", "submitted_at", "text", "text_de", "text_en", "text_nb", "times", "times_de", "times_en", "times_nb", "title", "title_de", "title_en", "title_nb", "waiting_since", "website", "written_in") VALUES (OLD."asked_on", OLD."confirmed_on", OLD."cost", OLD."cost_de", OLD."cost_en", OLD."cost_nb", OLD."decided_at", OLD."decided_by_id", OLD."ends_on", OLD."groups", OLD."how_to_join", OLD."how_to_join_de", OLD."how_to_join_en", OLD."how_to_join_nb", OLD."id", OLD."is_beside_work", OLD."is_example", OLD."is_free", OLD."is_outside_working_hours", OLD."kind", OLD."languages", OLD."levels", OLD."made_by", OLD."made_from", OLD."organisation_id", OLD."organisation_name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."place", OLD."reminded_on", OLD."reminders", OLD."seats", OLD."serves_region", OLD."slug", OLD."source_changed_at", OLD."source_version", OLD."starts_on", OLD."status", OLD."submitted_at", OLD."text", OLD."text_de", OLD."text_en", OLD."text_nb", OLD."times", OLD."times_de", OLD."times_en", OLD."times_nb", OLD."title", OLD."title_de", OLD."title_en", OLD."title_nb", OLD."waiting_since", OLD."website", OLD."written_in"); RETURN NULL;',
                    hash="9612138e4bcf12d1ab408f30f5b6d9d6b2dc22e3",
                    operation="DELETE",
                    pgid="pgtrigger_history_of_delete_f18de",
                    table="hosting_offer",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="need",
            constraint=models.CheckConstraint(
                condition=models.Q(("posts__gte", 1), ("posts__lte", 999)),
                name="need_posts_counted",
                violation_error_message="Please write a number from 1 to 999.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="need",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "hosting_needevent" ("area", "offer_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "posts") VALUES (NEW."area", NEW."offer_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."offer_id", NEW."posts"); RETURN NULL;',
                    hash="03ea88a692d79cf880e24e55a73da7aee0e123c7",
                    operation="INSERT",
                    pgid="pgtrigger_history_of_insert_4bb7a",
                    table="hosting_need",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="need",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "hosting_needevent" ("area", "offer_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "posts") VALUES (NEW."area", NEW."offer_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."offer_id", NEW."posts"); RETURN NULL;',
                    hash="c2945c825f34daa36c9d1005830e86c2091cdebe",
                    operation="UPDATE",
                    pgid="pgtrigger_history_of_update_95e0f",
                    table="hosting_need",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="need",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "hosting_needevent" ("area", "offer_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "posts") VALUES (OLD."area", OLD."offer_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."offer_id", OLD."posts"); RETURN NULL;',
                    hash="9d6f37e18006c91799b4cddc08863b75d62ad082",
                    operation="DELETE",
                    pgid="pgtrigger_history_of_delete_8fe47",
                    table="hosting_need",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="needevent",
            name="offer",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                serialize=False,
                to="hosting.offer",
                verbose_name="offer",
            ),
        ),
        migrations.AddField(
            model_name="needevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="hosting.need",
            ),
        ),
        append_only("hosting_needevent"),
    ]
