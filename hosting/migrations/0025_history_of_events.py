"""Every change of an event is written down, for good."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.db import migrations, models

from portal.lib.policies import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("hosting", "0024_content_version_and_search_of_events"),
    ]

    operations = [
        migrations.CreateModel(
            name="EventEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "source_version",
                    models.PositiveIntegerField(
                        default=1,
                        editable=False,
                        verbose_name="version of the Norwegian text",
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
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("sequence", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "changed_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                (
                    "slug",
                    models.SlugField(
                        db_index=False,
                        help_text="The last part of the web address; left empty, it is made from the title.",
                        max_length=80,
                        verbose_name="address",
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                (
                    "title_nb",
                    models.CharField(max_length=120, null=True, verbose_name="title"),
                ),
                (
                    "title_de",
                    models.CharField(max_length=120, null=True, verbose_name="title"),
                ),
                (
                    "title_en",
                    models.CharField(max_length=120, null=True, verbose_name="title"),
                ),
                ("body", models.TextField(verbose_name="what happens there")),
                (
                    "body_nb",
                    models.TextField(null=True, verbose_name="what happens there"),
                ),
                (
                    "body_de",
                    models.TextField(null=True, verbose_name="what happens there"),
                ),
                (
                    "body_en",
                    models.TextField(null=True, verbose_name="what happens there"),
                ),
                (
                    "venue",
                    models.CharField(
                        help_text="As people call it: the library, Finnsnes.",
                        max_length=160,
                        verbose_name="place",
                    ),
                ),
                (
                    "venue_nb",
                    models.CharField(
                        help_text="As people call it: the library, Finnsnes.",
                        max_length=160,
                        null=True,
                        verbose_name="place",
                    ),
                ),
                (
                    "venue_de",
                    models.CharField(
                        help_text="As people call it: the library, Finnsnes.",
                        max_length=160,
                        null=True,
                        verbose_name="place",
                    ),
                ),
                (
                    "venue_en",
                    models.CharField(
                        help_text="As people call it: the library, Finnsnes.",
                        max_length=160,
                        null=True,
                        verbose_name="place",
                    ),
                ),
                (
                    "address",
                    models.CharField(blank=True, max_length=160, verbose_name="street and place"),
                ),
                ("starts", models.DateTimeField(verbose_name="begins")),
                ("ends", models.DateTimeField(verbose_name="ends")),
                (
                    "is_all_day",
                    models.BooleanField(default=False, verbose_name="all day"),
                ),
                (
                    "rule",
                    models.CharField(
                        blank=True,
                        help_text="As calendars write it (RFC 5545), with an end: COUNT or UNTIL.",
                        max_length=200,
                        verbose_name="rule",
                    ),
                ),
                (
                    "except_on",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.DateField(),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="except on",
                    ),
                ),
                ("over_at", models.DateTimeField(editable=False, verbose_name="over")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("own", "we hold it"),
                            ("co", "we hold it with others"),
                            ("attended", "others hold it, we are there"),
                            ("talk", "others hold it, we give a talk"),
                        ],
                        default="own",
                        max_length=8,
                        verbose_name="our part in it",
                    ),
                ),
                (
                    "organiser",
                    models.CharField(
                        blank=True,
                        help_text="A club or a group that is not in our list; never a private person.",
                        max_length=120,
                        verbose_name="or by name",
                    ),
                ),
                (
                    "website",
                    models.URLField(blank=True, max_length=500, verbose_name="website"),
                ),
                (
                    "groups",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("nordic", "Nordic citizens"),
                                ("eu_eea", "EU/EEA citizens"),
                                ("non_eea", "citizens of other countries"),
                                ("refugee", "refugees"),
                                (
                                    "family_reunification",
                                    "people who join their family",
                                ),
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
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("published", "published"),
                            ("archived", "archived"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("held", "held"),
                            ("cancelled", "cancelled"),
                        ],
                        default="planned",
                        max_length=9,
                        verbose_name="what becomes of it",
                    ),
                ),
                (
                    "headcount",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="how many came"
                    ),
                ),
                (
                    "newcomers",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="newcomers among them"
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
                (
                    "editors_note",
                    models.TextField(
                        blank=True,
                        help_text="Never shown to readers.",
                        verbose_name="note for editors",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="municipalities.municipality",
                        verbose_name="municipality or region",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="hosting.organisation",
                        verbose_name="who holds it",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="hosting.event",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="event",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "hosting_eventevent" ("address", "body", "body_de", "body_en", "body_nb", "changed_at", "editors_note", "ends", "except_on", "groups", "headcount", "id", "is_all_day", "is_example", "languages", "made_by", "made_from", "municipality_id", "newcomers", "organisation_id", "organiser", "over_at", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "rule", "sequence", "slug", "source_changed_at", "source_version", "starts", "state", "status", "title", "title_de", "title_en", "title_nb", "uid", "venue", "venue_de", "venue_en", "venue_nb", "website") VALUES (NEW."address", NEW."body", NEW."body_de", NEW."body_en", NEW."body_nb", NEW."changed_at", NEW."editors_note", NEW."ends", NEW."except_on", NEW."groups", NEW."headcount", NEW."id", NEW."is_all_day", NEW."is_example", NEW."languages", NEW."made_by", NEW."made_from", NEW."municipality_id", NEW."newcomers", NEW."organisation_id", NEW."organiser", NEW."over_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."role", NEW."rule", NEW."sequence", NEW."slug", NEW."source_changed_at", NEW."source_version", NEW."starts", NEW."state", NEW."status", NEW."title", NEW."title_de", NEW."title_en", NEW."title_nb", NEW."uid", NEW."venue", NEW."venue_de", NEW."venue_en", NEW."venue_nb", NEW."website"); RETURN NULL;',
                    hash="3bf72fe301d2b85fe1ce68ac2f354a600b26f9bd",
                    operation="INSERT",
                    pgid="pgtrigger_history_of_insert_47e10",
                    table="hosting_event",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="event",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "hosting_eventevent" ("address", "body", "body_de", "body_en", "body_nb", "changed_at", "editors_note", "ends", "except_on", "groups", "headcount", "id", "is_all_day", "is_example", "languages", "made_by", "made_from", "municipality_id", "newcomers", "organisation_id", "organiser", "over_at", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "rule", "sequence", "slug", "source_changed_at", "source_version", "starts", "state", "status", "title", "title_de", "title_en", "title_nb", "uid", "venue", "venue_de", "venue_en", "venue_nb", "website") VALUES (NEW."address", NEW."body", NEW."body_de", NEW."body_en", NEW."body_nb", NEW."changed_at", NEW."editors_note", NEW."ends", NEW."except_on", NEW."groups", NEW."headcount", NEW."id", NEW."is_all_day", NEW."is_example", NEW."languages", NEW."made_by", NEW."made_from", NEW."municipality_id", NEW."newcomers", NEW."organisation_id", NEW."organiser", NEW."over_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."role", NEW."rule", NEW."sequence", NEW."slug", NEW."source_changed_at", NEW."source_version", NEW."starts", NEW."state", NEW."status", NEW."title", NEW."title_de", NEW."title_en", NEW."title_nb", NEW."uid", NEW."venue", NEW."venue_de", NEW."venue_en", NEW."venue_nb", NEW."website"); RETURN NULL;',
                    hash="cb4b39c78f0fffc6a1d475113bc70de5417161e0",
                    operation="UPDATE",
                    pgid="pgtrigger_history_of_update_1bf10",
                    table="hosting_event",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="event",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "hosting_eventevent" ("address", "body", "body_de", "body_en", "body_nb", "changed_at", "editors_note", "ends", "except_on", "groups", "headcount", "id", "is_all_day", "is_example", "languages", "made_by", "made_from", "municipality_id", "newcomers", "organisation_id", "organiser", "over_at", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "rule", "sequence", "slug", "source_changed_at", "source_version", "starts", "state", "status", "title", "title_de", "title_en", "title_nb", "uid", "venue", "venue_de", "venue_en", "venue_nb", "website") VALUES (OLD."address", OLD."body", OLD."body_de", OLD."body_en", OLD."body_nb", OLD."changed_at", OLD."editors_note", OLD."ends", OLD."except_on", OLD."groups", OLD."headcount", OLD."id", OLD."is_all_day", OLD."is_example", OLD."languages", OLD."made_by", OLD."made_from", OLD."municipality_id", OLD."newcomers", OLD."organisation_id", OLD."organiser", OLD."over_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."role", OLD."rule", OLD."sequence", OLD."slug", OLD."source_changed_at", OLD."source_version", OLD."starts", OLD."state", OLD."status", OLD."title", OLD."title_de", OLD."title_en", OLD."title_nb", OLD."uid", OLD."venue", OLD."venue_de", OLD."venue_en", OLD."venue_nb", OLD."website"); RETURN NULL;',
                    hash="c0341b7844621eca9c9c68dab54cbe66db9a02c7",
                    operation="DELETE",
                    pgid="pgtrigger_history_of_delete_4488c",
                    table="hosting_event",
                    when="AFTER",
                ),
            ),
        ),
        append_only("hosting_eventevent"),
    ]
