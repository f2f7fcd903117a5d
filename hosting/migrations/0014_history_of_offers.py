"""Every change of offers and of the counts of their classes is written down, for good."""

import django.contrib.postgres.fields
import django.core.validators
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
        ("hosting", "0013_content_version_and_search_of_offers"),
        ("municipalities", "0016_links_of_texts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="OfferEvent",
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
                (
                    "made_by",
                    models.JSONField(
                        db_default=models.Value({}, models.JSONField()),
                        default=dict,
                        editable=False,
                        help_text="For each language who made it, and whether a machine did.",
                        verbose_name="translations made by",
                    ),
                ),
                (
                    "organisation_name",
                    models.CharField(
                        blank=True,
                        help_text="Until it is linked to one of the organisations.",
                        max_length=120,
                        verbose_name="organisation, as the sender calls it",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("norwegian_class", "Norwegian class"),
                            ("activity", "activity"),
                            ("volunteering", "volunteering"),
                            ("housing", "housing"),
                            ("work", "work"),
                            ("service", "service"),
                        ],
                        max_length=16,
                        verbose_name="kind",
                    ),
                ),
                ("slug", models.SlugField(db_index=False, max_length=80, verbose_name="address")),
                (
                    "serves_region",
                    models.BooleanField(default=False, verbose_name="for the whole region"),
                ),
                ("place", models.CharField(blank=True, max_length=120, verbose_name="place")),
                (
                    "groups",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("nordic", "Nordic citizens"),
                                ("eu_eea", "EU/EEA citizens"),
                                ("non_eea", "citizens of other countries"),
                                ("refugee", "refugees"),
                                ("family_reunification", "people who join their family"),
                                ("norwegian_mover", "people who move within Norway"),
                                ("returnee", "people who move back"),
                                ("student", "students"),
                                ("youth", "young people"),
                                ("family_with_children", "families with children"),
                                ("defence_family", "families of Defence staff"),
                                ("lifestyle", "people who look for another life"),
                                ("resident", "people who live here"),
                            ],
                            max_length=24,
                        ),
                        blank=True,
                        default=list,
                        help_text="None ticked: for everybody.",
                        size=None,
                        verbose_name="for whom",
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
                        verbose_name="languages spoken there",
                    ),
                ),
                (
                    "written_in",
                    models.CharField(
                        help_text="The language its sender wrote in.",
                        max_length=8,
                        verbose_name="written in",
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("title_nb", models.CharField(max_length=120, null=True, verbose_name="title")),
                ("title_de", models.CharField(max_length=120, null=True, verbose_name="title")),
                ("title_en", models.CharField(max_length=120, null=True, verbose_name="title")),
                ("text", models.TextField(blank=True, max_length=2000, verbose_name="what it is")),
                (
                    "text_nb",
                    models.TextField(
                        blank=True, max_length=2000, null=True, verbose_name="what it is"
                    ),
                ),
                (
                    "text_de",
                    models.TextField(
                        blank=True, max_length=2000, null=True, verbose_name="what it is"
                    ),
                ),
                (
                    "text_en",
                    models.TextField(
                        blank=True, max_length=2000, null=True, verbose_name="what it is"
                    ),
                ),
                ("times", models.CharField(blank=True, max_length=200, verbose_name="when")),
                (
                    "times_nb",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="when"),
                ),
                (
                    "times_de",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="when"),
                ),
                (
                    "times_en",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="when"),
                ),
                (
                    "cost",
                    models.CharField(blank=True, max_length=200, verbose_name="what it costs"),
                ),
                (
                    "cost_nb",
                    models.CharField(
                        blank=True, max_length=200, null=True, verbose_name="what it costs"
                    ),
                ),
                (
                    "cost_de",
                    models.CharField(
                        blank=True, max_length=200, null=True, verbose_name="what it costs"
                    ),
                ),
                (
                    "cost_en",
                    models.CharField(
                        blank=True, max_length=200, null=True, verbose_name="what it costs"
                    ),
                ),
                (
                    "how_to_join",
                    models.CharField(blank=True, max_length=400, verbose_name="how to join"),
                ),
                (
                    "how_to_join_nb",
                    models.CharField(
                        blank=True, max_length=400, null=True, verbose_name="how to join"
                    ),
                ),
                (
                    "how_to_join_de",
                    models.CharField(
                        blank=True, max_length=400, null=True, verbose_name="how to join"
                    ),
                ),
                (
                    "how_to_join_en",
                    models.CharField(
                        blank=True, max_length=400, null=True, verbose_name="how to join"
                    ),
                ),
                ("is_free", models.BooleanField(default=False, verbose_name="free of charge")),
                (
                    "is_outside_working_hours",
                    models.BooleanField(default=False, verbose_name="outside working hours"),
                ),
                (
                    "is_beside_work",
                    models.BooleanField(default=False, verbose_name="can be combined with a job"),
                ),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="begins on")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="ends on")),
                (
                    "levels",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("A1", "A1"),
                                ("A2", "A2"),
                                ("B1", "B1"),
                                ("B2", "B2"),
                                ("C1", "C1"),
                            ],
                            max_length=2,
                        ),
                        blank=True,
                        default=list,
                        help_text="Of a Norwegian class.",
                        size=None,
                        verbose_name="levels",
                    ),
                ),
                (
                    "seats",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Of a Norwegian class.",
                        null=True,
                        verbose_name="seats",
                    ),
                ),
                ("website", models.URLField(blank=True, verbose_name="website")),
                (
                    "contact_email",
                    models.EmailField(
                        blank=True,
                        help_text="Shown to everybody.",
                        max_length=254,
                        verbose_name="e-mail for readers",
                    ),
                ),
                (
                    "contact_phone",
                    models.CharField(
                        blank=True,
                        help_text="Shown to everybody.",
                        max_length=30,
                        verbose_name="phone for readers",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("submitted", "address not confirmed"),
                            ("waiting", "waiting for a moderator"),
                            ("published", "published"),
                            ("declined", "declined"),
                            ("to_be_confirmed", "asked whether it still holds"),
                            ("expired", "hidden"),
                        ],
                        default="submitted",
                        max_length=16,
                        verbose_name="state",
                    ),
                ),
                (
                    "submitted_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="sent in"
                    ),
                ),
                (
                    "waiting_since",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="waiting since"
                    ),
                ),
                (
                    "decided_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="decided"
                    ),
                ),
                (
                    "decline_reason",
                    models.CharField(
                        blank=True, editable=False, max_length=1000, verbose_name="reason"
                    ),
                ),
                (
                    "confirmed_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="confirmed on"
                    ),
                ),
                (
                    "asked_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="asked on"
                    ),
                ),
                ("reminders", models.PositiveSmallIntegerField(default=0, editable=False)),
                (
                    "proposed",
                    models.JSONField(
                        blank=True, editable=False, null=True, verbose_name="proposed change"
                    ),
                ),
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
            name="OfferMunicipalitiesEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="ParticipationEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "term",
                    models.CharField(
                        help_text="2026-spring or 2026-autumn",
                        max_length=11,
                        validators=[
                            django.core.validators.RegexValidator(
                                "\\A20\\d\\d-(spring|autumn)\\Z",
                                "Write 2026-spring or 2026-autumn.",
                            )
                        ],
                        verbose_name="term",
                    ),
                ),
                ("started", models.PositiveSmallIntegerField(verbose_name="began")),
                (
                    "completed",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="completed"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="OfferMunicipalities",
            fields=[],
            options={
                "proxy": True,
                "default_permissions": (),
                "indexes": [],
                "constraints": [],
            },
            bases=("hosting.offer_municipalities",),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="offer",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "hosting_offerevent" ("asked_on", "confirmed_on", "contact_email", "contact_phone", "cost", "cost_de", "cost_en", "cost_nb", "decided_at", "decided_by_id", "decline_reason", "ends_on", "groups", "how_to_join", "how_to_join_de", "how_to_join_en", "how_to_join_nb", "id", "is_beside_work", "is_example", "is_free", "is_outside_working_hours", "kind", "languages", "levels", "made_by", "made_from", "organisation_id", "organisation_name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "proposed", "reminders", "seats", "serves_region", "slug", "source_changed_at", "source_version", "starts_on", "status", "submitted_at", "text", "text_de", "text_en", "text_nb", "times", "times_de", "times_en", "times_nb", "title", "title_de", "title_en", "title_nb", "waiting_since", "website", "written_in") VALUES (NEW."asked_on", NEW."confirmed_on", NEW."contact_email", NEW."contact_phone", NEW."cost", NEW."cost_de", NEW."cost_en", NEW."cost_nb", NEW."decided_at", NEW."decided_by_id", NEW."decline_reason", NEW."ends_on", NEW."groups", NEW."how_to_join", NEW."how_to_join_de", NEW."how_to_join_en", NEW."how_to_join_nb", NEW."id", NEW."is_beside_work", NEW."is_example", NEW."is_free", NEW."is_outside_working_hours", NEW."kind", NEW."languages", NEW."levels", NEW."made_by", NEW."made_from", NEW."organisation_id", NEW."organisation_name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."place", NEW."proposed", NEW."reminders", NEW."seats", NEW."serves_region", NEW."slug", NEW."source_changed_at", NEW."source_version", NEW."starts_on", NEW."status", NEW."submitted_at", NEW."text", NEW."text_de", NEW."text_en", NEW."text_nb", NEW."times", NEW."times_de", NEW."times_en", NEW."times_nb", NEW."title", NEW."title_de", NEW."title_en", NEW."title_nb", NEW."waiting_since", NEW."website", NEW."written_in"); RETURN NULL;',
                    hash="b6c54ab6453d44986dc8192ff4acccf05cb6eeb1",
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
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "hosting_offerevent" ("asked_on", "confirmed_on", "contact_email", "contact_phone", "cost", "cost_de", "cost_en", "cost_nb", "decided_at", "decided_by_id", "decline_reason", "ends_on", "groups", "how_to_join", "how_to_join_de", "how_to_join_en", "how_to_join_nb", "id", "is_beside_work", "is_example", "is_free", "is_outside_working_hours", "kind", "languages", "levels", "made_by", "made_from", "organisation_id", "organisation_name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "proposed", "reminders", "seats", "serves_region", "slug", "source_changed_at", "source_version", "starts_on", "status", "submitted_at", "text", "text_de", "text_en", "text_nb", "times", "times_de", "times_en", "times_nb", "title", "title_de", "title_en", "title_nb", "waiting_since", "website", "written_in") VALUES (NEW."asked_on", NEW."confirmed_on", NEW."contact_email", NEW."contact_phone", NEW."cost", NEW."cost_de", NEW."cost_en", NEW."cost_nb", NEW."decided_at", NEW."decided_by_id", NEW."decline_reason", NEW."ends_on", NEW."groups", NEW."how_to_join", NEW."how_to_join_de", NEW."how_to_join_en", NEW."how_to_join_nb", NEW."id", NEW."is_beside_work", NEW."is_example", NEW."is_free", NEW."is_outside_working_hours", NEW."kind", NEW."languages", NEW."levels", NEW."made_by", NEW."made_from", NEW."organisation_id", NEW."organisation_name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."place", NEW."proposed", NEW."reminders", NEW."seats", NEW."serves_region", NEW."slug", NEW."source_changed_at", NEW."source_version", NEW."starts_on", NEW."status", NEW."submitted_at", NEW."text", NEW."text_de", NEW."text_en", NEW."text_nb", NEW."times", NEW."times_de", NEW."times_en", NEW."times_nb", NEW."title", NEW."title_de", NEW."title_en", NEW."title_nb", NEW."waiting_since", NEW."website", NEW."written_in"); RETURN NULL;',
                    hash="59af6f6039fa7bd09af1cdcbce40bb5bcdda52bc",
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
                    func='INSERT INTO "hosting_offerevent" ("asked_on", "confirmed_on", "contact_email", "contact_phone", "cost", "cost_de", "cost_en", "cost_nb", "decided_at", "decided_by_id", "decline_reason", "ends_on", "groups", "how_to_join", "how_to_join_de", "how_to_join_en", "how_to_join_nb", "id", "is_beside_work", "is_example", "is_free", "is_outside_working_hours", "kind", "languages", "levels", "made_by", "made_from", "organisation_id", "organisation_name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "proposed", "reminders", "seats", "serves_region", "slug", "source_changed_at", "source_version", "starts_on", "status", "submitted_at", "text", "text_de", "text_en", "text_nb", "times", "times_de", "times_en", "times_nb", "title", "title_de", "title_en", "title_nb", "waiting_since", "website", "written_in") VALUES (OLD."asked_on", OLD."confirmed_on", OLD."contact_email", OLD."contact_phone", OLD."cost", OLD."cost_de", OLD."cost_en", OLD."cost_nb", OLD."decided_at", OLD."decided_by_id", OLD."decline_reason", OLD."ends_on", OLD."groups", OLD."how_to_join", OLD."how_to_join_de", OLD."how_to_join_en", OLD."how_to_join_nb", OLD."id", OLD."is_beside_work", OLD."is_example", OLD."is_free", OLD."is_outside_working_hours", OLD."kind", OLD."languages", OLD."levels", OLD."made_by", OLD."made_from", OLD."organisation_id", OLD."organisation_name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."place", OLD."proposed", OLD."reminders", OLD."seats", OLD."serves_region", OLD."slug", OLD."source_changed_at", OLD."source_version", OLD."starts_on", OLD."status", OLD."submitted_at", OLD."text", OLD."text_de", OLD."text_en", OLD."text_nb", OLD."times", OLD."times_de", OLD."times_en", OLD."times_nb", OLD."title", OLD."title_de", OLD."title_en", OLD."title_nb", OLD."waiting_since", OLD."website", OLD."written_in"); RETURN NULL;',
                    hash="fb7e8297aec864dbeee39e019f6e6afe13c99804",
                    operation="DELETE",
                    pgid="pgtrigger_history_of_delete_f18de",
                    table="hosting_offer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="participation",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "hosting_participationevent" ("completed", "id", "offer_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "started", "term") VALUES (NEW."completed", NEW."id", NEW."offer_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."started", NEW."term"); RETURN NULL;',
                    hash="02f548845cb435458664128cf2a6e35a24f88fb9",
                    operation="INSERT",
                    pgid="pgtrigger_history_of_insert_82d6d",
                    table="hosting_participation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="participation",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "hosting_participationevent" ("completed", "id", "offer_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "started", "term") VALUES (NEW."completed", NEW."id", NEW."offer_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."started", NEW."term"); RETURN NULL;',
                    hash="084b8ea8e447b6dccbe5ed32df3503b3f4e7a84f",
                    operation="UPDATE",
                    pgid="pgtrigger_history_of_update_d0f86",
                    table="hosting_participation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="participation",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "hosting_participationevent" ("completed", "id", "offer_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "started", "term") VALUES (OLD."completed", OLD."id", OLD."offer_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."started", OLD."term"); RETURN NULL;',
                    hash="1573d1cf3fcf58e67242019bc9e6f33b4cb4ef85",
                    operation="DELETE",
                    pgid="pgtrigger_history_of_delete_8d616",
                    table="hosting_participation",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="offerevent",
            name="decided_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="decided by",
            ),
        ),
        migrations.AddField(
            model_name="offerevent",
            name="organisation",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="hosting.organisation",
                verbose_name="organisation",
            ),
        ),
        migrations.AddField(
            model_name="offerevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="hosting.offer",
            ),
        ),
        migrations.AddField(
            model_name="offermunicipalitiesevent",
            name="municipality",
            field=models.ForeignKey(
                db_constraint=False,
                db_tablespace="",
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="municipalities.municipality",
            ),
        ),
        migrations.AddField(
            model_name="offermunicipalitiesevent",
            name="offer",
            field=models.ForeignKey(
                db_constraint=False,
                db_tablespace="",
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="hosting.offer",
            ),
        ),
        migrations.AddField(
            model_name="participationevent",
            name="offer",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="hosting.offer",
                verbose_name="Norwegian class",
            ),
        ),
        migrations.AddField(
            model_name="participationevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="hosting.participation",
            ),
        ),
        migrations.AddField(
            model_name="offermunicipalitiesevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="hosting.offermunicipalities",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="offermunicipalities",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "hosting_offermunicipalitiesevent" ("id", "municipality_id", "offer_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."id", NEW."municipality_id", NEW."offer_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id"); RETURN NULL;',
                    hash="6690389f958d6d6a907a8c5809381fc205a412e3",
                    operation="INSERT",
                    pgid="pgtrigger_history_of_insert_0bab8",
                    table="hosting_offer_municipalities",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="offermunicipalities",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "hosting_offermunicipalitiesevent" ("id", "municipality_id", "offer_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."id", NEW."municipality_id", NEW."offer_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id"); RETURN NULL;',
                    hash="a4cf1304e0aecc6edc793c9311e72298d6e20abd",
                    operation="UPDATE",
                    pgid="pgtrigger_history_of_update_84861",
                    table="hosting_offer_municipalities",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="offermunicipalities",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "hosting_offermunicipalitiesevent" ("id", "municipality_id", "offer_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."id", OLD."municipality_id", OLD."offer_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id"); RETURN NULL;',
                    hash="e18e5a282bbc9e8f7c02c80340b81e4cda1b498e",
                    operation="DELETE",
                    pgid="pgtrigger_history_of_delete_ea561",
                    table="hosting_offer_municipalities",
                    when="AFTER",
                ),
            ),
        ),
        append_only(
            "hosting_offerevent",
            "hosting_offermunicipalitiesevent",
            "hosting_participationevent",
        ),
    ]
