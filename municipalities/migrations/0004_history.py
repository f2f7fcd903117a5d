"""Every change of what is known and written, and of memberships is written down, for good."""

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
        ("municipalities", "0003_roles"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CountyEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="to")),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("number", models.CharField(max_length=2, verbose_name="number")),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="FigureEvent",
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
                        help_text="Texts name the figure by it: [[figure:key]]. The same key in two municipalities is the same question.",
                        max_length=60,
                        verbose_name="key",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("population", "population"),
                            ("area", "area"),
                            ("distance", "distance"),
                            ("count", "count"),
                            ("place", "place"),
                            ("service", "service"),
                            ("daylight", "daylight"),
                            ("amount", "amount"),
                            ("rate", "rate"),
                            ("deadline", "deadline"),
                            ("other", "other"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                ("label", models.CharField(max_length=120, verbose_name="label")),
                ("label_nb", models.CharField(max_length=120, null=True, verbose_name="label")),
                ("label_de", models.CharField(max_length=120, null=True, verbose_name="label")),
                ("label_en", models.CharField(max_length=120, null=True, verbose_name="label")),
                (
                    "value",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="value"
                    ),
                ),
                (
                    "unit",
                    models.CharField(
                        choices=[
                            ("people", "people"),
                            ("square_kilometres", "square kilometres"),
                            ("kilometres", "kilometres"),
                            ("minutes", "minutes"),
                            ("hours", "hours"),
                            ("days", "days"),
                            ("weeks", "weeks"),
                            ("months", "months"),
                            ("years", "years"),
                            ("kroner", "kroner"),
                            ("kroner_per_month", "kroner per month"),
                            ("kroner_per_year", "kroner per year"),
                            ("percent", "per cent"),
                            ("times", "times"),
                            ("none", "no unit"),
                        ],
                        default="none",
                        max_length=20,
                        verbose_name="unit",
                    ),
                ),
                (
                    "text",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="text instead of a value"
                    ),
                ),
                (
                    "text_nb",
                    models.CharField(
                        blank=True,
                        max_length=300,
                        null=True,
                        verbose_name="text instead of a value",
                    ),
                ),
                (
                    "text_de",
                    models.CharField(
                        blank=True,
                        max_length=300,
                        null=True,
                        verbose_name="text instead of a value",
                    ),
                ),
                (
                    "text_en",
                    models.CharField(
                        blank=True,
                        max_length=300,
                        null=True,
                        verbose_name="text instead of a value",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                (
                    "note_nb",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="note"),
                ),
                (
                    "note_de",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="note"),
                ),
                (
                    "note_en",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="note"),
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
                ("check_by", models.DateField(blank=True, null=True, verbose_name="check by")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "draft"), ("published", "published")],
                        default="draft",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="LocalPartEvent",
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
                ("body", models.TextField(blank=True, verbose_name="text")),
                ("body_nb", models.TextField(blank=True, null=True, verbose_name="text")),
                ("body_de", models.TextField(blank=True, null=True, verbose_name="text")),
                ("body_en", models.TextField(blank=True, null=True, verbose_name="text")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "draft"), ("published", "published")],
                        default="draft",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "facts_checked_on",
                    models.DateField(blank=True, null=True, verbose_name="facts checked on"),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="MembershipEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("coordinator", "coordinator"),
                            ("lead", "lead"),
                            ("deputy", "deputy"),
                            ("editor", "editor"),
                            ("regional", "regional adviser"),
                            ("privacy", "privacy officer"),
                            ("administrator", "administrator"),
                        ],
                        max_length=16,
                        verbose_name="role",
                    ),
                ),
                (
                    "valid_from",
                    models.DateField(default=portal.lib.dates.today, verbose_name="from"),
                ),
                (
                    "valid_to",
                    models.DateField(
                        blank=True,
                        help_text="Empty: until further notice.",
                        null=True,
                        verbose_name="to",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="MunicipalityEvent",
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
                    "kind",
                    models.CharField(
                        choices=[("municipality", "municipality"), ("region", "region")],
                        default="municipality",
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "slug",
                    models.SlugField(
                        db_index=False,
                        help_text="The last part of the web address. It stays the same in all languages.",
                        max_length=60,
                        verbose_name="address",
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                (
                    "other_names",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        help_text='By language code, for example {"se": "Bearddu suohkan"}.',
                        verbose_name="Sámi and Kven names",
                    ),
                ),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="exists from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="existed until")),
                (
                    "centre",
                    models.CharField(
                        blank=True, max_length=100, verbose_name="administrative centre"
                    ),
                ),
                (
                    "latitude",
                    models.DecimalField(
                        blank=True,
                        decimal_places=4,
                        max_digits=7,
                        null=True,
                        verbose_name="latitude of the centre",
                    ),
                ),
                (
                    "longitude",
                    models.DecimalField(
                        blank=True,
                        decimal_places=4,
                        max_digits=7,
                        null=True,
                        verbose_name="longitude of the centre",
                    ),
                ),
                ("website", models.URLField(blank=True, verbose_name="own website")),
                (
                    "neighbours",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        help_text="Names of places: by land, by sea, and the country beyond the border.",
                        verbose_name="neighbours",
                    ),
                ),
                (
                    "boundary_source",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="source of the boundary"
                    ),
                ),
                (
                    "boundary_licence",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="licence of the boundary"
                    ),
                ),
                (
                    "tagline",
                    models.CharField(
                        blank=True, max_length=160, verbose_name="line under the name"
                    ),
                ),
                (
                    "tagline_nb",
                    models.CharField(
                        blank=True, max_length=160, null=True, verbose_name="line under the name"
                    ),
                ),
                (
                    "tagline_de",
                    models.CharField(
                        blank=True, max_length=160, null=True, verbose_name="line under the name"
                    ),
                ),
                (
                    "tagline_en",
                    models.CharField(
                        blank=True, max_length=160, null=True, verbose_name="line under the name"
                    ),
                ),
                ("introduction", models.TextField(blank=True, verbose_name="introduction")),
                (
                    "introduction_nb",
                    models.TextField(blank=True, null=True, verbose_name="introduction"),
                ),
                (
                    "introduction_de",
                    models.TextField(blank=True, null=True, verbose_name="introduction"),
                ),
                (
                    "introduction_en",
                    models.TextField(blank=True, null=True, verbose_name="introduction"),
                ),
                (
                    "facts_checked_on",
                    models.DateField(blank=True, null=True, verbose_name="facts checked on"),
                ),
                (
                    "legal_basis_text",
                    models.TextField(
                        blank=True,
                        help_text="What the municipality tells families about why it keeps a log.",
                        verbose_name="legal basis of the case log",
                    ),
                ),
                (
                    "case_log_enabled",
                    models.BooleanField(
                        default=False,
                        help_text="Only with a legal basis: the log stays off until both are set.",
                        verbose_name="case log in use",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="MunicipalityNumberEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="to")),
                ("number", models.CharField(max_length=4, verbose_name="number")),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="PageEvent",
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
                    "slug",
                    models.SlugField(
                        db_index=False,
                        help_text="The last part of the web address. It stays the same in all languages.",
                        max_length=80,
                        verbose_name="address",
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
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="for whom",
                    ),
                ),
                (
                    "phases",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("before_moving", "before you move"),
                                ("first_week", "the first week"),
                                ("first_month", "the first month"),
                                ("first_year", "the first year"),
                                ("living_here", "living here"),
                            ],
                            max_length=16,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="when",
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("title_nb", models.CharField(max_length=120, null=True, verbose_name="title")),
                ("title_de", models.CharField(max_length=120, null=True, verbose_name="title")),
                ("title_en", models.CharField(max_length=120, null=True, verbose_name="title")),
                ("summary", models.CharField(blank=True, max_length=300, verbose_name="summary")),
                (
                    "summary_nb",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="summary"),
                ),
                (
                    "summary_de",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="summary"),
                ),
                (
                    "summary_en",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="summary"),
                ),
                ("body", models.TextField(blank=True, verbose_name="text")),
                ("body_nb", models.TextField(blank=True, null=True, verbose_name="text")),
                ("body_de", models.TextField(blank=True, null=True, verbose_name="text")),
                ("body_en", models.TextField(blank=True, null=True, verbose_name="text")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "draft"), ("published", "published")],
                        default="draft",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("review_by", models.DateField(blank=True, null=True, verbose_name="review by")),
                (
                    "facts_checked_on",
                    models.DateField(blank=True, null=True, verbose_name="facts checked on"),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="SourceEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("key", models.SlugField(db_index=False, max_length=60, verbose_name="key")),
                ("title", models.CharField(max_length=300, verbose_name="title")),
                (
                    "publisher",
                    models.CharField(blank=True, max_length=200, verbose_name="publisher"),
                ),
                (
                    "language",
                    models.CharField(
                        default="nb",
                        help_text="So that screen readers pronounce the title rightly.",
                        max_length=8,
                        verbose_name="language of the title",
                    ),
                ),
                ("url", models.URLField(blank=True, max_length=500, verbose_name="address")),
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
            name="TopicEvent",
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
                ("key", models.SlugField(db_index=False, max_length=60, verbose_name="key")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                ("label", models.CharField(max_length=80, verbose_name="label")),
                ("label_nb", models.CharField(max_length=80, null=True, verbose_name="label")),
                ("label_de", models.CharField(max_length=80, null=True, verbose_name="label")),
                ("label_en", models.CharField(max_length=80, null=True, verbose_name="label")),
                ("lead", models.CharField(blank=True, max_length=200, verbose_name="lead")),
                (
                    "lead_nb",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="lead"),
                ),
                (
                    "lead_de",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="lead"),
                ),
                (
                    "lead_en",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="lead"),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="county",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "municipalities_countyevent" ("id", "municipality_id", "name", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from", "valid_to") VALUES (NEW."id", NEW."municipality_id", NEW."name", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."valid_from", NEW."valid_to"); RETURN NULL;',
                    hash="0a124f9a83b3c3e7ffe9a73bd7fe48fe07fd419c",
                    operation="INSERT",
                    pgid="pgtrigger_history_of_insert_9060c",
                    table="municipalities_county",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="county",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "municipalities_countyevent" ("id", "municipality_id", "name", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from", "valid_to") VALUES (NEW."id", NEW."municipality_id", NEW."name", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."valid_from", NEW."valid_to"); RETURN NULL;',
                    hash="c70dbd0d65de97fe518e18d3ecbe4a7af276b623",
                    operation="UPDATE",
                    pgid="pgtrigger_history_of_update_7a421",
                    table="municipalities_county",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="county",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "municipalities_countyevent" ("id", "municipality_id", "name", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from", "valid_to") VALUES (OLD."id", OLD."municipality_id", OLD."name", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."valid_from", OLD."valid_to"); RETURN NULL;',
                    hash="b916f44a5d824d70c45130df85a1f0f07aaad6f1",
                    operation="DELETE",
                    pgid="pgtrigger_history_of_delete_12ce0",
                    table="municipalities_county",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="figure",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "municipalities_figureevent" ("as_of", "as_of_precision", "check_by", "confidence", "id", "key", "kind", "label", "label_de", "label_en", "label_nb", "made_from", "municipality_id", "note", "note_de", "note_en", "note_nb", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "source_changed_at", "source_id", "source_version", "state", "text", "text_de", "text_en", "text_nb", "unit", "value") VALUES (NEW."as_of", NEW."as_of_precision", NEW."check_by", NEW."confidence", NEW."id", NEW."key", NEW."kind", NEW."label", NEW."label_de", NEW."label_en", NEW."label_nb", NEW."made_from", NEW."municipality_id", NEW."note", NEW."note_de", NEW."note_en", NEW."note_nb", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."position", NEW."source_changed_at", NEW."source_id", NEW."source_version", NEW."state", NEW."text", NEW."text_de", NEW."text_en", NEW."text_nb", NEW."unit", NEW."value"); RETURN NULL;',
                    hash="0a9c845faba6a142e03cbf71b3e3ca4cb8298ca1",
                    operation="INSERT",
                    pgid="pgtrigger_history_of_insert_a5ac1",
                    table="municipalities_figure",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="figure",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "municipalities_figureevent" ("as_of", "as_of_precision", "check_by", "confidence", "id", "key", "kind", "label", "label_de", "label_en", "label_nb", "made_from", "municipality_id", "note", "note_de", "note_en", "note_nb", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "source_changed_at", "source_id", "source_version", "state", "text", "text_de", "text_en", "text_nb", "unit", "value") VALUES (NEW."as_of", NEW."as_of_precision", NEW."check_by", NEW."confidence", NEW."id", NEW."key", NEW."kind", NEW."label", NEW."label_de", NEW."label_en", NEW."label_nb", NEW."made_from", NEW."municipality_id", NEW."note", NEW."note_de", NEW."note_en", NEW."note_nb", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."position", NEW."source_changed_at", NEW."source_id", NEW."source_version", NEW."state", NEW."text", NEW."text_de", NEW."text_en", NEW."text_nb", NEW."unit", NEW."value"); RETURN NULL;',
                    hash="7469eecdab414592140a407ffd87b277af1f2676",
                    operation="UPDATE",
                    pgid="pgtrigger_history_of_update_72243",
                    table="municipalities_figure",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="figure",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "municipalities_figureevent" ("as_of", "as_of_precision", "check_by", "confidence", "id", "key", "kind", "label", "label_de", "label_en", "label_nb", "made_from", "municipality_id", "note", "note_de", "note_en", "note_nb", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "source_changed_at", "source_id", "source_version", "state", "text", "text_de", "text_en", "text_nb", "unit", "value") VALUES (OLD."as_of", OLD."as_of_precision", OLD."check_by", OLD."confidence", OLD."id", OLD."key", OLD."kind", OLD."label", OLD."label_de", OLD."label_en", OLD."label_nb", OLD."made_from", OLD."municipality_id", OLD."note", OLD."note_de", OLD."note_en", OLD."note_nb", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."position", OLD."source_changed_at", OLD."source_id", OLD."source_version", OLD."state", OLD."text", OLD."text_de", OLD."text_en", OLD."text_nb", OLD."unit", OLD."value"); RETURN NULL;',
                    hash="e137e46e597490b7064240162748021e022eb8a7",
                    operation="DELETE",
                    pgid="pgtrigger_history_of_delete_15f40",
                    table="municipalities_figure",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="localpart",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "municipalities_localpartevent" ("body", "body_de", "body_en", "body_nb", "facts_checked_on", "id", "made_from", "municipality_id", "page_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_changed_at", "source_version", "state") VALUES (NEW."body", NEW."body_de", NEW."body_en", NEW."body_nb", NEW."facts_checked_on", NEW."id", NEW."made_from", NEW."municipality_id", NEW."page_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."source_changed_at", NEW."source_version", NEW."state"); RETURN NULL;',
                    hash="e6960412dffedb5ea59c0b8222476928c22d4215",
                    operation="INSERT",
                    pgid="pgtrigger_history_of_insert_9a755",
                    table="municipalities_localpart",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="localpart",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "municipalities_localpartevent" ("body", "body_de", "body_en", "body_nb", "facts_checked_on", "id", "made_from", "municipality_id", "page_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_changed_at", "source_version", "state") VALUES (NEW."body", NEW."body_de", NEW."body_en", NEW."body_nb", NEW."facts_checked_on", NEW."id", NEW."made_from", NEW."municipality_id", NEW."page_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."source_changed_at", NEW."source_version", NEW."state"); RETURN NULL;',
                    hash="ee613c56ccb02959bd7d6d655bea03dff938bf72",
                    operation="UPDATE",
                    pgid="pgtrigger_history_of_update_8db7c",
                    table="municipalities_localpart",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="localpart",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "municipalities_localpartevent" ("body", "body_de", "body_en", "body_nb", "facts_checked_on", "id", "made_from", "municipality_id", "page_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_changed_at", "source_version", "state") VALUES (OLD."body", OLD."body_de", OLD."body_en", OLD."body_nb", OLD."facts_checked_on", OLD."id", OLD."made_from", OLD."municipality_id", OLD."page_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."source_changed_at", OLD."source_version", OLD."state"); RETURN NULL;',
                    hash="fca3e1f6f2537e0a50df700847e7713bf33d7293",
                    operation="DELETE",
                    pgid="pgtrigger_history_of_delete_deb47",
                    table="municipalities_localpart",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membership",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "municipalities_membershipevent" ("id", "municipality_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "user_id", "valid_from", "valid_to") VALUES (NEW."id", NEW."municipality_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."role", NEW."user_id", NEW."valid_from", NEW."valid_to"); RETURN NULL;',
                    hash="03ab2d000476e3671e3a3ab9b1f419dad5525354",
                    operation="INSERT",
                    pgid="pgtrigger_history_of_insert_2bfc0",
                    table="municipalities_membership",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membership",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "municipalities_membershipevent" ("id", "municipality_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "user_id", "valid_from", "valid_to") VALUES (NEW."id", NEW."municipality_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."role", NEW."user_id", NEW."valid_from", NEW."valid_to"); RETURN NULL;',
                    hash="bf6b735d1c629da47d5c69cc24bd71fae9cfc29f",
                    operation="UPDATE",
                    pgid="pgtrigger_history_of_update_ddec5",
                    table="municipalities_membership",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membership",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "municipalities_membershipevent" ("id", "municipality_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "user_id", "valid_from", "valid_to") VALUES (OLD."id", OLD."municipality_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."role", OLD."user_id", OLD."valid_from", OLD."valid_to"); RETURN NULL;',
                    hash="166d55081777527429c6f6135f07b932f022c77c",
                    operation="DELETE",
                    pgid="pgtrigger_history_of_delete_35a44",
                    table="municipalities_membership",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="municipality",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "municipalities_municipalityevent" ("boundary_licence", "boundary_source", "case_log_enabled", "centre", "facts_checked_on", "id", "introduction", "introduction_de", "introduction_en", "introduction_nb", "kind", "latitude", "legal_basis_text", "longitude", "made_from", "name", "neighbours", "other_names", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "source_changed_at", "source_version", "successor_id", "tagline", "tagline_de", "tagline_en", "tagline_nb", "valid_from", "valid_to", "website") VALUES (NEW."boundary_licence", NEW."boundary_source", NEW."case_log_enabled", NEW."centre", NEW."facts_checked_on", NEW."id", NEW."introduction", NEW."introduction_de", NEW."introduction_en", NEW."introduction_nb", NEW."kind", NEW."latitude", NEW."legal_basis_text", NEW."longitude", NEW."made_from", NEW."name", NEW."neighbours", NEW."other_names", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."slug", NEW."source_changed_at", NEW."source_version", NEW."successor_id", NEW."tagline", NEW."tagline_de", NEW."tagline_en", NEW."tagline_nb", NEW."valid_from", NEW."valid_to", NEW."website"); RETURN NULL;',
                    hash="0f418c14704066928e00b6eced084f1350127666",
                    operation="INSERT",
                    pgid="pgtrigger_history_of_insert_b6798",
                    table="municipalities_municipality",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="municipality",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."boundary_licence" IS DISTINCT FROM (NEW."boundary_licence") OR OLD."boundary_source" IS DISTINCT FROM (NEW."boundary_source") OR OLD."case_log_enabled" IS DISTINCT FROM (NEW."case_log_enabled") OR OLD."centre" IS DISTINCT FROM (NEW."centre") OR OLD."facts_checked_on" IS DISTINCT FROM (NEW."facts_checked_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."introduction" IS DISTINCT FROM (NEW."introduction") OR OLD."introduction_de" IS DISTINCT FROM (NEW."introduction_de") OR OLD."introduction_en" IS DISTINCT FROM (NEW."introduction_en") OR OLD."introduction_nb" IS DISTINCT FROM (NEW."introduction_nb") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."latitude" IS DISTINCT FROM (NEW."latitude") OR OLD."legal_basis_text" IS DISTINCT FROM (NEW."legal_basis_text") OR OLD."longitude" IS DISTINCT FROM (NEW."longitude") OR OLD."made_from" IS DISTINCT FROM (NEW."made_from") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."neighbours" IS DISTINCT FROM (NEW."neighbours") OR OLD."other_names" IS DISTINCT FROM (NEW."other_names") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."source_changed_at" IS DISTINCT FROM (NEW."source_changed_at") OR OLD."source_version" IS DISTINCT FROM (NEW."source_version") OR OLD."successor_id" IS DISTINCT FROM (NEW."successor_id") OR OLD."tagline" IS DISTINCT FROM (NEW."tagline") OR OLD."tagline_de" IS DISTINCT FROM (NEW."tagline_de") OR OLD."tagline_en" IS DISTINCT FROM (NEW."tagline_en") OR OLD."tagline_nb" IS DISTINCT FROM (NEW."tagline_nb") OR OLD."valid_from" IS DISTINCT FROM (NEW."valid_from") OR OLD."valid_to" IS DISTINCT FROM (NEW."valid_to") OR OLD."website" IS DISTINCT FROM (NEW."website"))',
                    func='INSERT INTO "municipalities_municipalityevent" ("boundary_licence", "boundary_source", "case_log_enabled", "centre", "facts_checked_on", "id", "introduction", "introduction_de", "introduction_en", "introduction_nb", "kind", "latitude", "legal_basis_text", "longitude", "made_from", "name", "neighbours", "other_names", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "source_changed_at", "source_version", "successor_id", "tagline", "tagline_de", "tagline_en", "tagline_nb", "valid_from", "valid_to", "website") VALUES (NEW."boundary_licence", NEW."boundary_source", NEW."case_log_enabled", NEW."centre", NEW."facts_checked_on", NEW."id", NEW."introduction", NEW."introduction_de", NEW."introduction_en", NEW."introduction_nb", NEW."kind", NEW."latitude", NEW."legal_basis_text", NEW."longitude", NEW."made_from", NEW."name", NEW."neighbours", NEW."other_names", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."slug", NEW."source_changed_at", NEW."source_version", NEW."successor_id", NEW."tagline", NEW."tagline_de", NEW."tagline_en", NEW."tagline_nb", NEW."valid_from", NEW."valid_to", NEW."website"); RETURN NULL;',
                    hash="0991bef16005e2f84da86fd503657c2480fa3bc9",
                    operation="UPDATE",
                    pgid="pgtrigger_history_of_update_c800e",
                    table="municipalities_municipality",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="municipality",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "municipalities_municipalityevent" ("boundary_licence", "boundary_source", "case_log_enabled", "centre", "facts_checked_on", "id", "introduction", "introduction_de", "introduction_en", "introduction_nb", "kind", "latitude", "legal_basis_text", "longitude", "made_from", "name", "neighbours", "other_names", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "source_changed_at", "source_version", "successor_id", "tagline", "tagline_de", "tagline_en", "tagline_nb", "valid_from", "valid_to", "website") VALUES (OLD."boundary_licence", OLD."boundary_source", OLD."case_log_enabled", OLD."centre", OLD."facts_checked_on", OLD."id", OLD."introduction", OLD."introduction_de", OLD."introduction_en", OLD."introduction_nb", OLD."kind", OLD."latitude", OLD."legal_basis_text", OLD."longitude", OLD."made_from", OLD."name", OLD."neighbours", OLD."other_names", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."slug", OLD."source_changed_at", OLD."source_version", OLD."successor_id", OLD."tagline", OLD."tagline_de", OLD."tagline_en", OLD."tagline_nb", OLD."valid_from", OLD."valid_to", OLD."website"); RETURN NULL;',
                    hash="743f266b290d04e9c6b0dbe651073784bf383dc3",
                    operation="DELETE",
                    pgid="pgtrigger_history_of_delete_bac04",
                    table="municipalities_municipality",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="municipalitynumber",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "municipalities_municipalitynumberevent" ("id", "municipality_id", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from", "valid_to") VALUES (NEW."id", NEW."municipality_id", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."valid_from", NEW."valid_to"); RETURN NULL;',
                    hash="d04094f89987a201eaa3e562049b199755153a13",
                    operation="INSERT",
                    pgid="pgtrigger_history_of_insert_bfe71",
                    table="municipalities_municipalitynumber",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="municipalitynumber",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "municipalities_municipalitynumberevent" ("id", "municipality_id", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from", "valid_to") VALUES (NEW."id", NEW."municipality_id", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."valid_from", NEW."valid_to"); RETURN NULL;',
                    hash="fa8f5e0d86ddc2735d3f48e1ce50ff693cfb96e6",
                    operation="UPDATE",
                    pgid="pgtrigger_history_of_update_0fa54",
                    table="municipalities_municipalitynumber",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="municipalitynumber",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "municipalities_municipalitynumberevent" ("id", "municipality_id", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from", "valid_to") VALUES (OLD."id", OLD."municipality_id", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."valid_from", OLD."valid_to"); RETURN NULL;',
                    hash="327e10ae4e1443f8e90440b8b976e8760c0b309b",
                    operation="DELETE",
                    pgid="pgtrigger_history_of_delete_60ff2",
                    table="municipalities_municipalitynumber",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="page",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "municipalities_pageevent" ("body", "body_de", "body_en", "body_nb", "facts_checked_on", "groups", "id", "made_from", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phases", "position", "responsible_id", "review_by", "slug", "source_changed_at", "source_version", "state", "summary", "summary_de", "summary_en", "summary_nb", "title", "title_de", "title_en", "title_nb", "topic_id") VALUES (NEW."body", NEW."body_de", NEW."body_en", NEW."body_nb", NEW."facts_checked_on", NEW."groups", NEW."id", NEW."made_from", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."phases", NEW."position", NEW."responsible_id", NEW."review_by", NEW."slug", NEW."source_changed_at", NEW."source_version", NEW."state", NEW."summary", NEW."summary_de", NEW."summary_en", NEW."summary_nb", NEW."title", NEW."title_de", NEW."title_en", NEW."title_nb", NEW."topic_id"); RETURN NULL;',
                    hash="6b51bed6b71c7dd4c0cded99684385923f4d55c7",
                    operation="INSERT",
                    pgid="pgtrigger_history_of_insert_a33ca",
                    table="municipalities_page",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="page",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "municipalities_pageevent" ("body", "body_de", "body_en", "body_nb", "facts_checked_on", "groups", "id", "made_from", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phases", "position", "responsible_id", "review_by", "slug", "source_changed_at", "source_version", "state", "summary", "summary_de", "summary_en", "summary_nb", "title", "title_de", "title_en", "title_nb", "topic_id") VALUES (NEW."body", NEW."body_de", NEW."body_en", NEW."body_nb", NEW."facts_checked_on", NEW."groups", NEW."id", NEW."made_from", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."phases", NEW."position", NEW."responsible_id", NEW."review_by", NEW."slug", NEW."source_changed_at", NEW."source_version", NEW."state", NEW."summary", NEW."summary_de", NEW."summary_en", NEW."summary_nb", NEW."title", NEW."title_de", NEW."title_en", NEW."title_nb", NEW."topic_id"); RETURN NULL;',
                    hash="e8c29d287d062224cd267f14482abc114faccdc6",
                    operation="UPDATE",
                    pgid="pgtrigger_history_of_update_90b62",
                    table="municipalities_page",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="page",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "municipalities_pageevent" ("body", "body_de", "body_en", "body_nb", "facts_checked_on", "groups", "id", "made_from", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phases", "position", "responsible_id", "review_by", "slug", "source_changed_at", "source_version", "state", "summary", "summary_de", "summary_en", "summary_nb", "title", "title_de", "title_en", "title_nb", "topic_id") VALUES (OLD."body", OLD."body_de", OLD."body_en", OLD."body_nb", OLD."facts_checked_on", OLD."groups", OLD."id", OLD."made_from", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."phases", OLD."position", OLD."responsible_id", OLD."review_by", OLD."slug", OLD."source_changed_at", OLD."source_version", OLD."state", OLD."summary", OLD."summary_de", OLD."summary_en", OLD."summary_nb", OLD."title", OLD."title_de", OLD."title_en", OLD."title_nb", OLD."topic_id"); RETURN NULL;',
                    hash="8cf7362b5cc3e00f1f55b2c0a97cac352f0f315a",
                    operation="DELETE",
                    pgid="pgtrigger_history_of_delete_082f2",
                    table="municipalities_page",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="source",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "municipalities_sourceevent" ("as_of", "as_of_precision", "id", "key", "language", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "publisher", "title", "url") VALUES (NEW."as_of", NEW."as_of_precision", NEW."id", NEW."key", NEW."language", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."publisher", NEW."title", NEW."url"); RETURN NULL;',
                    hash="42c2fc1ad2bb701ea470271ecae11360e0be29ee",
                    operation="INSERT",
                    pgid="pgtrigger_history_of_insert_0e436",
                    table="municipalities_source",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="source",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "municipalities_sourceevent" ("as_of", "as_of_precision", "id", "key", "language", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "publisher", "title", "url") VALUES (NEW."as_of", NEW."as_of_precision", NEW."id", NEW."key", NEW."language", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."publisher", NEW."title", NEW."url"); RETURN NULL;',
                    hash="946d9b69183740c8390c83089c59c1a5b0de5f93",
                    operation="UPDATE",
                    pgid="pgtrigger_history_of_update_099f2",
                    table="municipalities_source",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="source",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "municipalities_sourceevent" ("as_of", "as_of_precision", "id", "key", "language", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "publisher", "title", "url") VALUES (OLD."as_of", OLD."as_of_precision", OLD."id", OLD."key", OLD."language", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."publisher", OLD."title", OLD."url"); RETURN NULL;',
                    hash="df3389bc950d6cb48975721261d013c7f3b937dd",
                    operation="DELETE",
                    pgid="pgtrigger_history_of_delete_c5521",
                    table="municipalities_source",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="topic",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "municipalities_topicevent" ("id", "key", "label", "label_de", "label_en", "label_nb", "lead", "lead_de", "lead_en", "lead_nb", "made_from", "parent_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "source_changed_at", "source_version") VALUES (NEW."id", NEW."key", NEW."label", NEW."label_de", NEW."label_en", NEW."label_nb", NEW."lead", NEW."lead_de", NEW."lead_en", NEW."lead_nb", NEW."made_from", NEW."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."position", NEW."source_changed_at", NEW."source_version"); RETURN NULL;',
                    hash="4fcb91e18ce9c9541a52efc03e32413f925a62d1",
                    operation="INSERT",
                    pgid="pgtrigger_history_of_insert_030c2",
                    table="municipalities_topic",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="topic",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "municipalities_topicevent" ("id", "key", "label", "label_de", "label_en", "label_nb", "lead", "lead_de", "lead_en", "lead_nb", "made_from", "parent_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "source_changed_at", "source_version") VALUES (NEW."id", NEW."key", NEW."label", NEW."label_de", NEW."label_en", NEW."label_nb", NEW."lead", NEW."lead_de", NEW."lead_en", NEW."lead_nb", NEW."made_from", NEW."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."position", NEW."source_changed_at", NEW."source_version"); RETURN NULL;',
                    hash="abd8ef188a97214d6920f1a8155c7ab3c9f177af",
                    operation="UPDATE",
                    pgid="pgtrigger_history_of_update_39366",
                    table="municipalities_topic",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="topic",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "municipalities_topicevent" ("id", "key", "label", "label_de", "label_en", "label_nb", "lead", "lead_de", "lead_en", "lead_nb", "made_from", "parent_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "source_changed_at", "source_version") VALUES (OLD."id", OLD."key", OLD."label", OLD."label_de", OLD."label_en", OLD."label_nb", OLD."lead", OLD."lead_de", OLD."lead_en", OLD."lead_nb", OLD."made_from", OLD."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."position", OLD."source_changed_at", OLD."source_version"); RETURN NULL;',
                    hash="1a9ffa56a8572300c7e28f3e96f8a88fd3455411",
                    operation="DELETE",
                    pgid="pgtrigger_history_of_delete_43031",
                    table="municipalities_topic",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="countyevent",
            name="municipality",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="municipalities.municipality",
            ),
        ),
        migrations.AddField(
            model_name="countyevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="municipalities.county",
            ),
        ),
        migrations.AddField(
            model_name="figureevent",
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
            model_name="figureevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="municipalities.figure",
            ),
        ),
        migrations.AddField(
            model_name="figureevent",
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
            model_name="localpartevent",
            name="municipality",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="municipalities.municipality",
                verbose_name="municipality",
            ),
        ),
        migrations.AddField(
            model_name="localpartevent",
            name="page",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="municipalities.page",
                verbose_name="page",
            ),
        ),
        migrations.AddField(
            model_name="localpartevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="municipalities.localpart",
            ),
        ),
        migrations.AddField(
            model_name="membershipevent",
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
            model_name="membershipevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="municipalities.membership",
            ),
        ),
        migrations.AddField(
            model_name="membershipevent",
            name="user",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="person",
            ),
        ),
        migrations.AddField(
            model_name="municipalityevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="municipalities.municipality",
            ),
        ),
        migrations.AddField(
            model_name="municipalityevent",
            name="successor",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="municipalities.municipality",
                verbose_name="now part of",
            ),
        ),
        migrations.AddField(
            model_name="municipalitynumberevent",
            name="municipality",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="municipalities.municipality",
            ),
        ),
        migrations.AddField(
            model_name="municipalitynumberevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="municipalities.municipalitynumber",
            ),
        ),
        migrations.AddField(
            model_name="pageevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="municipalities.page",
            ),
        ),
        migrations.AddField(
            model_name="pageevent",
            name="responsible",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="responsible",
            ),
        ),
        migrations.AddField(
            model_name="pageevent",
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
            model_name="sourceevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="municipalities.source",
            ),
        ),
        migrations.AddField(
            model_name="topicevent",
            name="parent",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="municipalities.topic",
                verbose_name="part of",
            ),
        ),
        migrations.AddField(
            model_name="topicevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="municipalities.topic",
            ),
        ),
        append_only(
            "municipalities_municipalityevent",
            "municipalities_municipalitynumberevent",
            "municipalities_countyevent",
            "municipalities_sourceevent",
            "municipalities_figureevent",
            "municipalities_topicevent",
            "municipalities_pageevent",
            "municipalities_localpartevent",
            "municipalities_membershipevent",
        ),
    ]
