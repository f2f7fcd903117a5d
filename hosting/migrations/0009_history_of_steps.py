"""Every change of first steps, their times and links is written down, for good."""

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
import portal.lib.dates
from django.db import migrations, models

from portal.lib.policies import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("hosting", "0008_content_version_and_search_of_steps"),
        ("municipalities", "0011_deputies"),
    ]

    operations = [
        migrations.CreateModel(
            name="StepDependsOnAnyEvent",
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
            name="StepDependsOnEvent",
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
            name="StepEvent",
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
                    "key",
                    models.SlugField(
                        db_index=False,
                        help_text="The last part of the web address. It stays the same in all languages.",
                        max_length=60,
                        verbose_name="address",
                    ),
                ),
                (
                    "phase",
                    models.CharField(
                        choices=[
                            ("before_moving", "before you move"),
                            ("first_week", "the first week"),
                            ("first_month", "the first month"),
                            ("first_year", "the first year"),
                            ("living_here", "living here"),
                        ],
                        max_length=16,
                        verbose_name="when",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
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
                        default=list,
                        size=None,
                        verbose_name="for whom",
                    ),
                ),
                (
                    "occupations",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("worker", "employee"),
                                ("self_employed", "self-employed"),
                                ("student", "student"),
                                ("jobseeker", "looking for work"),
                            ],
                            max_length=16,
                        ),
                        blank=True,
                        default=list,
                        help_text="None ticked: for everybody.",
                        size=None,
                        verbose_name="only for these occupations",
                    ),
                ),
                (
                    "is_for_children",
                    models.BooleanField(
                        default=False, verbose_name="only for families with children"
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("title_nb", models.CharField(max_length=120, null=True, verbose_name="title")),
                ("title_de", models.CharField(max_length=120, null=True, verbose_name="title")),
                ("title_en", models.CharField(max_length=120, null=True, verbose_name="title")),
                ("summary", models.CharField(blank=True, max_length=400, verbose_name="summary")),
                (
                    "summary_nb",
                    models.CharField(blank=True, max_length=400, null=True, verbose_name="summary"),
                ),
                (
                    "summary_de",
                    models.CharField(blank=True, max_length=400, null=True, verbose_name="summary"),
                ),
                (
                    "summary_en",
                    models.CharField(blank=True, max_length=400, null=True, verbose_name="summary"),
                ),
                (
                    "detail",
                    models.TextField(
                        blank=True,
                        help_text="Two to five sentences without markup. Amounts are tokens: [[figure:key]]; links are [[page:address]] and [[hosts]].",
                        verbose_name="what to do, and where",
                    ),
                ),
                (
                    "detail_nb",
                    models.TextField(
                        blank=True,
                        help_text="Two to five sentences without markup. Amounts are tokens: [[figure:key]]; links are [[page:address]] and [[hosts]].",
                        null=True,
                        verbose_name="what to do, and where",
                    ),
                ),
                (
                    "detail_de",
                    models.TextField(
                        blank=True,
                        help_text="Two to five sentences without markup. Amounts are tokens: [[figure:key]]; links are [[page:address]] and [[hosts]].",
                        null=True,
                        verbose_name="what to do, and where",
                    ),
                ),
                (
                    "detail_en",
                    models.TextField(
                        blank=True,
                        help_text="Two to five sentences without markup. Amounts are tokens: [[figure:key]]; links are [[page:address]] and [[hosts]].",
                        null=True,
                        verbose_name="what to do, and where",
                    ),
                ),
                (
                    "terms",
                    models.TextField(
                        blank=True,
                        help_text="One on each line, with a short explanation: bostedsattest: proof of address",
                        verbose_name="Norwegian words to know",
                    ),
                ),
                (
                    "terms_nb",
                    models.TextField(
                        blank=True,
                        help_text="One on each line, with a short explanation: bostedsattest: proof of address",
                        null=True,
                        verbose_name="Norwegian words to know",
                    ),
                ),
                (
                    "terms_de",
                    models.TextField(
                        blank=True,
                        help_text="One on each line, with a short explanation: bostedsattest: proof of address",
                        null=True,
                        verbose_name="Norwegian words to know",
                    ),
                ),
                (
                    "terms_en",
                    models.TextField(
                        blank=True,
                        help_text="One on each line, with a short explanation: bostedsattest: proof of address",
                        null=True,
                        verbose_name="Norwegian words to know",
                    ),
                ),
                (
                    "papers",
                    models.TextField(
                        blank=True,
                        help_text="One paper on each line.",
                        verbose_name="papers needed",
                    ),
                ),
                (
                    "papers_nb",
                    models.TextField(
                        blank=True,
                        help_text="One paper on each line.",
                        null=True,
                        verbose_name="papers needed",
                    ),
                ),
                (
                    "papers_de",
                    models.TextField(
                        blank=True,
                        help_text="One paper on each line.",
                        null=True,
                        verbose_name="papers needed",
                    ),
                ),
                (
                    "papers_en",
                    models.TextField(
                        blank=True,
                        help_text="One paper on each line.",
                        null=True,
                        verbose_name="papers needed",
                    ),
                ),
                (
                    "cost",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="0 when it is free.",
                        null=True,
                        verbose_name="cost in kroner",
                    ),
                ),
                (
                    "cost_note",
                    models.CharField(blank=True, max_length=300, verbose_name="note on the cost"),
                ),
                (
                    "cost_note_nb",
                    models.CharField(
                        blank=True, max_length=300, null=True, verbose_name="note on the cost"
                    ),
                ),
                (
                    "cost_note_de",
                    models.CharField(
                        blank=True, max_length=300, null=True, verbose_name="note on the cost"
                    ),
                ),
                (
                    "cost_note_en",
                    models.CharField(
                        blank=True, max_length=300, null=True, verbose_name="note on the cost"
                    ),
                ),
                (
                    "is_needed_before_work",
                    models.BooleanField(
                        default=False,
                        help_text="Planning backwards from that day starts from these steps.",
                        verbose_name="finished before the first day at work",
                    ),
                ),
                ("url", models.URLField(blank=True, max_length=500, verbose_name="where to do it")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "draft"), ("published", "published")],
                        default="draft",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
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
                    "to_verify",
                    models.TextField(
                        blank=True,
                        help_text="Nothing named here may be said as a fact in the texts. Not shown to readers.",
                        verbose_name="to be verified",
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
        migrations.CreateModel(
            name="StepSourcesEvent",
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
            name="StepTimeEvent",
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
                    "position",
                    models.PositiveSmallIntegerField(default=100, verbose_name="position"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("latest", "deadline: at the latest"),
                            ("earliest", "at the earliest"),
                            ("qualifying", "time that must have passed"),
                            ("lead", "how long the answer takes"),
                        ],
                        default="latest",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "what",
                    models.CharField(blank=True, max_length=200, verbose_name="what it is for"),
                ),
                (
                    "what_nb",
                    models.CharField(
                        blank=True, max_length=200, null=True, verbose_name="what it is for"
                    ),
                ),
                (
                    "what_de",
                    models.CharField(
                        blank=True, max_length=200, null=True, verbose_name="what it is for"
                    ),
                ),
                (
                    "what_en",
                    models.CharField(
                        blank=True, max_length=200, null=True, verbose_name="what it is for"
                    ),
                ),
                (
                    "amount",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="how much"
                    ),
                ),
                (
                    "unit",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("hours", "hours"),
                            ("days", "days"),
                            ("weeks", "weeks"),
                            ("months", "months"),
                            ("years", "years"),
                        ],
                        max_length=8,
                        verbose_name="unit",
                    ),
                ),
                (
                    "relation",
                    models.CharField(
                        blank=True,
                        choices=[("before", "before"), ("after", "after")],
                        max_length=6,
                        verbose_name="before or after",
                    ),
                ),
                (
                    "anchor",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("arrival", "arrival"),
                            ("entry", "entry into Norway"),
                            ("moving_in", "moving in"),
                            ("settlement", "settlement in the municipality"),
                            ("departure", "departure"),
                        ],
                        max_length=10,
                        verbose_name="counted from",
                    ),
                ),
                (
                    "yearly",
                    models.CharField(
                        blank=True,
                        help_text="Month and day: 03-01 is 1 March.",
                        max_length=5,
                        validators=[
                            django.core.validators.RegexValidator(
                                "\\A(?:(0[13578]|1[02])-(0[1-9]|[12]\\d|3[01])|(0[469]|11)-(0[1-9]|[12]\\d|30)|02-(0[1-9]|1\\d|2[0-8]))\\Z",
                                "Write month and day, for example 03-01.",
                            )
                        ],
                        verbose_name="date of each year",
                    ),
                ),
                (
                    "monthly_day",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(28),
                        ],
                        verbose_name="day of each month",
                    ),
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
                        verbose_name="only for these groups",
                    ),
                ),
                (
                    "is_unchecked",
                    models.BooleanField(
                        default=False,
                        help_text="Readers get no date, and are told to ask the authority.",
                        verbose_name="not verified",
                    ),
                ),
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
            ],
            options={
                "abstract": False,
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="StepSources",
            fields=[],
            options={
                "proxy": True,
                "default_permissions": (),
                "indexes": [],
                "constraints": [],
            },
            bases=("hosting.step_sources",),
        ),
        migrations.CreateModel(
            name="StepDependsOn",
            fields=[],
            options={
                "proxy": True,
                "default_permissions": (),
                "indexes": [],
                "constraints": [],
            },
            bases=("hosting.step_depends_on",),
        ),
        migrations.CreateModel(
            name="StepDependsOnAny",
            fields=[],
            options={
                "proxy": True,
                "default_permissions": (),
                "indexes": [],
                "constraints": [],
            },
            bases=("hosting.step_depends_on_any",),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="step",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "hosting_stepevent" ("as_of", "as_of_precision", "authority_id", "confidence", "cost", "cost_note", "cost_note_de", "cost_note_en", "cost_note_nb", "detail", "detail_de", "detail_en", "detail_nb", "editors_note", "groups", "id", "is_for_children", "is_needed_before_work", "key", "made_from", "occupations", "papers", "papers_de", "papers_en", "papers_nb", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phase", "position", "source_changed_at", "source_version", "state", "summary", "summary_de", "summary_en", "summary_nb", "terms", "terms_de", "terms_en", "terms_nb", "title", "title_de", "title_en", "title_nb", "to_verify", "topic_id", "url") VALUES (NEW."as_of", NEW."as_of_precision", NEW."authority_id", NEW."confidence", NEW."cost", NEW."cost_note", NEW."cost_note_de", NEW."cost_note_en", NEW."cost_note_nb", NEW."detail", NEW."detail_de", NEW."detail_en", NEW."detail_nb", NEW."editors_note", NEW."groups", NEW."id", NEW."is_for_children", NEW."is_needed_before_work", NEW."key", NEW."made_from", NEW."occupations", NEW."papers", NEW."papers_de", NEW."papers_en", NEW."papers_nb", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."phase", NEW."position", NEW."source_changed_at", NEW."source_version", NEW."state", NEW."summary", NEW."summary_de", NEW."summary_en", NEW."summary_nb", NEW."terms", NEW."terms_de", NEW."terms_en", NEW."terms_nb", NEW."title", NEW."title_de", NEW."title_en", NEW."title_nb", NEW."to_verify", NEW."topic_id", NEW."url"); RETURN NULL;',
                    hash="0445a6e4f421d1def9d1b95f802dc283f7fcb908",
                    operation="INSERT",
                    pgid="pgtrigger_history_of_insert_474b0",
                    table="hosting_step",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="step",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "hosting_stepevent" ("as_of", "as_of_precision", "authority_id", "confidence", "cost", "cost_note", "cost_note_de", "cost_note_en", "cost_note_nb", "detail", "detail_de", "detail_en", "detail_nb", "editors_note", "groups", "id", "is_for_children", "is_needed_before_work", "key", "made_from", "occupations", "papers", "papers_de", "papers_en", "papers_nb", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phase", "position", "source_changed_at", "source_version", "state", "summary", "summary_de", "summary_en", "summary_nb", "terms", "terms_de", "terms_en", "terms_nb", "title", "title_de", "title_en", "title_nb", "to_verify", "topic_id", "url") VALUES (NEW."as_of", NEW."as_of_precision", NEW."authority_id", NEW."confidence", NEW."cost", NEW."cost_note", NEW."cost_note_de", NEW."cost_note_en", NEW."cost_note_nb", NEW."detail", NEW."detail_de", NEW."detail_en", NEW."detail_nb", NEW."editors_note", NEW."groups", NEW."id", NEW."is_for_children", NEW."is_needed_before_work", NEW."key", NEW."made_from", NEW."occupations", NEW."papers", NEW."papers_de", NEW."papers_en", NEW."papers_nb", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."phase", NEW."position", NEW."source_changed_at", NEW."source_version", NEW."state", NEW."summary", NEW."summary_de", NEW."summary_en", NEW."summary_nb", NEW."terms", NEW."terms_de", NEW."terms_en", NEW."terms_nb", NEW."title", NEW."title_de", NEW."title_en", NEW."title_nb", NEW."to_verify", NEW."topic_id", NEW."url"); RETURN NULL;',
                    hash="b7d8a947803f0bf09a945d5407caf5455de45e40",
                    operation="UPDATE",
                    pgid="pgtrigger_history_of_update_c07e3",
                    table="hosting_step",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="step",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "hosting_stepevent" ("as_of", "as_of_precision", "authority_id", "confidence", "cost", "cost_note", "cost_note_de", "cost_note_en", "cost_note_nb", "detail", "detail_de", "detail_en", "detail_nb", "editors_note", "groups", "id", "is_for_children", "is_needed_before_work", "key", "made_from", "occupations", "papers", "papers_de", "papers_en", "papers_nb", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phase", "position", "source_changed_at", "source_version", "state", "summary", "summary_de", "summary_en", "summary_nb", "terms", "terms_de", "terms_en", "terms_nb", "title", "title_de", "title_en", "title_nb", "to_verify", "topic_id", "url") VALUES (OLD."as_of", OLD."as_of_precision", OLD."authority_id", OLD."confidence", OLD."cost", OLD."cost_note", OLD."cost_note_de", OLD."cost_note_en", OLD."cost_note_nb", OLD."detail", OLD."detail_de", OLD."detail_en", OLD."detail_nb", OLD."editors_note", OLD."groups", OLD."id", OLD."is_for_children", OLD."is_needed_before_work", OLD."key", OLD."made_from", OLD."occupations", OLD."papers", OLD."papers_de", OLD."papers_en", OLD."papers_nb", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."phase", OLD."position", OLD."source_changed_at", OLD."source_version", OLD."state", OLD."summary", OLD."summary_de", OLD."summary_en", OLD."summary_nb", OLD."terms", OLD."terms_de", OLD."terms_en", OLD."terms_nb", OLD."title", OLD."title_de", OLD."title_en", OLD."title_nb", OLD."to_verify", OLD."topic_id", OLD."url"); RETURN NULL;',
                    hash="53e6d8818a97989056319b6373f3eb63077e0824",
                    operation="DELETE",
                    pgid="pgtrigger_history_of_delete_57349",
                    table="hosting_step",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="steptime",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "hosting_steptimeevent" ("amount", "anchor", "as_of", "as_of_precision", "groups", "id", "is_unchecked", "kind", "made_from", "monthly_day", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "relation", "source_changed_at", "source_id", "source_version", "step_id", "unit", "what", "what_de", "what_en", "what_nb", "yearly") VALUES (NEW."amount", NEW."anchor", NEW."as_of", NEW."as_of_precision", NEW."groups", NEW."id", NEW."is_unchecked", NEW."kind", NEW."made_from", NEW."monthly_day", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."position", NEW."relation", NEW."source_changed_at", NEW."source_id", NEW."source_version", NEW."step_id", NEW."unit", NEW."what", NEW."what_de", NEW."what_en", NEW."what_nb", NEW."yearly"); RETURN NULL;',
                    hash="0be12be921ad91ab1af85f3e3272fa1ab2dd5fdb",
                    operation="INSERT",
                    pgid="pgtrigger_history_of_insert_315dc",
                    table="hosting_steptime",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="steptime",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "hosting_steptimeevent" ("amount", "anchor", "as_of", "as_of_precision", "groups", "id", "is_unchecked", "kind", "made_from", "monthly_day", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "relation", "source_changed_at", "source_id", "source_version", "step_id", "unit", "what", "what_de", "what_en", "what_nb", "yearly") VALUES (NEW."amount", NEW."anchor", NEW."as_of", NEW."as_of_precision", NEW."groups", NEW."id", NEW."is_unchecked", NEW."kind", NEW."made_from", NEW."monthly_day", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."position", NEW."relation", NEW."source_changed_at", NEW."source_id", NEW."source_version", NEW."step_id", NEW."unit", NEW."what", NEW."what_de", NEW."what_en", NEW."what_nb", NEW."yearly"); RETURN NULL;',
                    hash="821662855f5e613ed062de42c96f602629c5086a",
                    operation="UPDATE",
                    pgid="pgtrigger_history_of_update_2d37b",
                    table="hosting_steptime",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="steptime",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "hosting_steptimeevent" ("amount", "anchor", "as_of", "as_of_precision", "groups", "id", "is_unchecked", "kind", "made_from", "monthly_day", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "relation", "source_changed_at", "source_id", "source_version", "step_id", "unit", "what", "what_de", "what_en", "what_nb", "yearly") VALUES (OLD."amount", OLD."anchor", OLD."as_of", OLD."as_of_precision", OLD."groups", OLD."id", OLD."is_unchecked", OLD."kind", OLD."made_from", OLD."monthly_day", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."position", OLD."relation", OLD."source_changed_at", OLD."source_id", OLD."source_version", OLD."step_id", OLD."unit", OLD."what", OLD."what_de", OLD."what_en", OLD."what_nb", OLD."yearly"); RETURN NULL;',
                    hash="40c236ef3c832892e1414f8e42889a105ecf88bd",
                    operation="DELETE",
                    pgid="pgtrigger_history_of_delete_b7330",
                    table="hosting_steptime",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="stepdependsonanyevent",
            name="from_step",
            field=models.ForeignKey(
                db_constraint=False,
                db_tablespace="",
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="hosting.step",
            ),
        ),
        migrations.AddField(
            model_name="stepdependsonanyevent",
            name="to_step",
            field=models.ForeignKey(
                db_constraint=False,
                db_tablespace="",
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="hosting.step",
            ),
        ),
        migrations.AddField(
            model_name="stepdependsonevent",
            name="from_step",
            field=models.ForeignKey(
                db_constraint=False,
                db_tablespace="",
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="hosting.step",
            ),
        ),
        migrations.AddField(
            model_name="stepdependsonevent",
            name="to_step",
            field=models.ForeignKey(
                db_constraint=False,
                db_tablespace="",
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="hosting.step",
            ),
        ),
        migrations.AddField(
            model_name="stepevent",
            name="authority",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="hosting.organisation",
                verbose_name="who decides or helps",
            ),
        ),
        migrations.AddField(
            model_name="stepevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="hosting.step",
            ),
        ),
        migrations.AddField(
            model_name="stepevent",
            name="topic",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="municipalities.topic",
                verbose_name="topic",
            ),
        ),
        migrations.AddField(
            model_name="stepsourcesevent",
            name="source",
            field=models.ForeignKey(
                db_constraint=False,
                db_tablespace="",
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="municipalities.source",
            ),
        ),
        migrations.AddField(
            model_name="stepsourcesevent",
            name="step",
            field=models.ForeignKey(
                db_constraint=False,
                db_tablespace="",
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="hosting.step",
            ),
        ),
        migrations.AddField(
            model_name="steptimeevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="hosting.steptime",
            ),
        ),
        migrations.AddField(
            model_name="steptimeevent",
            name="source",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="municipalities.source",
                verbose_name="source",
            ),
        ),
        migrations.AddField(
            model_name="steptimeevent",
            name="step",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="hosting.step",
                verbose_name="step",
            ),
        ),
        migrations.AddField(
            model_name="stepsourcesevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="hosting.stepsources",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="stepsources",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "hosting_stepsourcesevent" ("id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id", "step_id") VALUES (NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."source_id", NEW."step_id"); RETURN NULL;',
                    hash="bb846db0666d3676ead177deb3c536b25396df5d",
                    operation="INSERT",
                    pgid="pgtrigger_history_of_insert_0a7dc",
                    table="hosting_step_sources",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="stepsources",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "hosting_stepsourcesevent" ("id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id", "step_id") VALUES (NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."source_id", NEW."step_id"); RETURN NULL;',
                    hash="fadf35235d23645e9f9be9d9cfd5d69d4295c878",
                    operation="UPDATE",
                    pgid="pgtrigger_history_of_update_30e09",
                    table="hosting_step_sources",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="stepsources",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "hosting_stepsourcesevent" ("id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id", "step_id") VALUES (OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."source_id", OLD."step_id"); RETURN NULL;',
                    hash="b74d91f9c3e54cdd8f6563095ad0134bb9d08e15",
                    operation="DELETE",
                    pgid="pgtrigger_history_of_delete_003ff",
                    table="hosting_step_sources",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="stepdependsonevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="hosting.stepdependson",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="stepdependson",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "hosting_stepdependsonevent" ("from_step_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "to_step_id") VALUES (NEW."from_step_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."to_step_id"); RETURN NULL;',
                    hash="46d812e4fa3f744819d349e7a5aca9fe01d1bf8a",
                    operation="INSERT",
                    pgid="pgtrigger_history_of_insert_3ae1a",
                    table="hosting_step_depends_on",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="stepdependson",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "hosting_stepdependsonevent" ("from_step_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "to_step_id") VALUES (NEW."from_step_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."to_step_id"); RETURN NULL;',
                    hash="4c6b6ec9a1cddb9093f759587e3d0dcd90372801",
                    operation="UPDATE",
                    pgid="pgtrigger_history_of_update_a4824",
                    table="hosting_step_depends_on",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="stepdependson",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "hosting_stepdependsonevent" ("from_step_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "to_step_id") VALUES (OLD."from_step_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."to_step_id"); RETURN NULL;',
                    hash="fd1cab83e8f4f229b9ee18dbc4636427495c73ff",
                    operation="DELETE",
                    pgid="pgtrigger_history_of_delete_799d2",
                    table="hosting_step_depends_on",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="stepdependsonanyevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="hosting.stepdependsonany",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="stepdependsonany",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "hosting_stepdependsonanyevent" ("from_step_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "to_step_id") VALUES (NEW."from_step_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."to_step_id"); RETURN NULL;',
                    hash="87a5f4691329255f7e322d6efe492616d44b7e96",
                    operation="INSERT",
                    pgid="pgtrigger_history_of_insert_88830",
                    table="hosting_step_depends_on_any",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="stepdependsonany",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "hosting_stepdependsonanyevent" ("from_step_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "to_step_id") VALUES (NEW."from_step_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."to_step_id"); RETURN NULL;',
                    hash="3531aa63394d19cacbf4839942162f25d8f8084f",
                    operation="UPDATE",
                    pgid="pgtrigger_history_of_update_29e13",
                    table="hosting_step_depends_on_any",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="stepdependsonany",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "hosting_stepdependsonanyevent" ("from_step_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "to_step_id") VALUES (OLD."from_step_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."to_step_id"); RETURN NULL;',
                    hash="43bf00c89d775da94542d28744542a8139e9d104",
                    operation="DELETE",
                    pgid="pgtrigger_history_of_delete_3f059",
                    table="hosting_step_depends_on_any",
                    when="AFTER",
                ),
            ),
        ),
        append_only(
            "hosting_stepevent",
            "hosting_steptimeevent",
            "hosting_stepdependsonevent",
            "hosting_stepdependsonanyevent",
            "hosting_stepsourcesevent",
        ),
    ]
