"""All that the migrations of the app had made until 0024_mergers; a new database has it in one go."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
import portal.lib.dates
from django.conf import settings
from django.db import migrations, models

from portal.lib.squashed import kept


class Migration(migrations.Migration):
    replaces = [
        ("municipalities", "0001_ground"),
        ("municipalities", "0002_content_version_and_search"),
        ("municipalities", "0003_roles"),
        ("municipalities", "0004_history"),
        ("municipalities", "0005_history_begins"),
        ("municipalities", "0006_legal_basis_in_each_language"),
        ("municipalities", "0007_legal_basis_is_in_norwegian"),
        ("municipalities", "0008_case_log_needs_a_norwegian_legal_basis"),
        ("municipalities", "0009_history_of_links"),
        ("municipalities", "0010_history_of_links_begins"),
        ("municipalities", "0011_deputies"),
        ("municipalities", "0012_digest_of_boundaries"),
        ("municipalities", "0013_revisions"),
        ("municipalities", "0014_autosaves"),
        ("municipalities", "0015_old_addresses"),
        ("municipalities", "0016_links_of_texts"),
        ("municipalities", "0017_stories"),
        ("municipalities", "0018_stories_need_consent"),
        ("municipalities", "0019_content_version_and_search_of_stories"),
        ("municipalities", "0020_notes_to_readers"),
        ("municipalities", "0021_privacy_officers"),
        ("municipalities", "0022_case_logs_without_privacy_officer"),
        ("municipalities", "0023_case_log_needs_privacy_officer"),
        ("municipalities", "0024_mergers"),
    ]

    initial = True

    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("portal", "0003_shared_cache"),
    ]

    operations = [
        migrations.CreateModel(
            name="County",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="to")),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("number", models.CharField(max_length=2, verbose_name="number")),
            ],
            options={
                "verbose_name": "county",
                "verbose_name_plural": "counties",
            },
        ),
        migrations.CreateModel(
            name="Source",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.SlugField(max_length=60, unique=True, verbose_name="key")),
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
                "verbose_name": "source",
                "verbose_name_plural": "sources",
                "ordering": ["key"],
            },
        ),
        migrations.CreateModel(
            name="LinkTarget",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address", models.CharField(max_length=2000, unique=True, verbose_name="address")),
                (
                    "host",
                    models.CharField(
                        blank=True, db_index=True, max_length=255, verbose_name="host"
                    ),
                ),
                (
                    "first_seen_on",
                    models.DateField(default=portal.lib.dates.today, verbose_name="first seen on"),
                ),
                (
                    "last_seen_on",
                    models.DateField(default=portal.lib.dates.today, verbose_name="last seen on"),
                ),
                (
                    "checked_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="looked at"),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("unchecked", "not looked at yet"),
                            ("fine", "answers"),
                            ("unclear", "cannot tell"),
                            ("failing", "does not answer"),
                            ("dead", "dead"),
                            ("refused", "never looked at"),
                        ],
                        default="unchecked",
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                (
                    "status",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="status of HTTP"
                    ),
                ),
                (
                    "fault",
                    models.CharField(
                        blank=True,
                        choices=[
                            (
                                "not_allowed",
                                "the portal does not look there: it is no address of the open internet",
                            ),
                            ("malformed", "this is not an address"),
                            ("no_host", "there is no such host"),
                            ("no_name_server", "nobody could tell where the host is"),
                            ("unreachable", "the host takes no connection"),
                            ("certificate", "the certificate is not valid"),
                            ("slow", "there was no answer in time"),
                            ("broken", "the connection broke off"),
                            ("loop", "it leads in a circle"),
                            ("too_many_redirects", "it leads on too many times"),
                        ],
                        max_length=20,
                    ),
                ),
                ("leads_to", models.TextField(blank=True, verbose_name="leads to")),
                (
                    "failed_days",
                    models.PositiveSmallIntegerField(
                        default=0, verbose_name="days without an answer"
                    ),
                ),
                ("last_failed_on", models.DateField(blank=True, null=True)),
                ("dead_since", models.DateField(blank=True, null=True, verbose_name="dead since")),
            ],
            options={
                "verbose_name": "link",
                "verbose_name_plural": "links",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("dead_since__isnull", False), ("outcome", "dead")),
                            models.Q(
                                models.Q(("outcome", "dead"), _negated=True), ("dead_since", None)
                            ),
                            _connector="OR",
                        ),
                        name="link_dead_since_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("failed_days", 0), ("last_failed_on", None)),
                            models.Q(("failed_days__gt", 0), ("last_failed_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="link_failed_on_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
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
                (
                    "deputy_for",
                    models.ForeignKey(
                        blank=True,
                        help_text="For a deputy: whose cases they keep. Empty: nobody's in particular.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="stands in for",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "membership",
                "verbose_name_plural": "memberships",
            },
        ),
        migrations.CreateModel(
            name="Municipality",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
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
                        help_text="The last part of the web address. It stays the same in all languages.",
                        max_length=60,
                        unique=True,
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
                    "boundary",
                    models.JSONField(
                        blank=True,
                        help_text="GeoJSON geometry, WGS 84.",
                        null=True,
                        verbose_name="boundary",
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
                        help_text="What newcomers are told about why the municipality may store what they say.",
                        verbose_name="legal basis",
                    ),
                ),
                (
                    "case_log_enabled",
                    models.BooleanField(
                        default=False,
                        help_text="Only with a legal basis, a privacy officer, a lead and a coordinator.",
                        verbose_name="case log in use",
                    ),
                ),
                (
                    "legal_basis_text_de",
                    models.TextField(
                        blank=True,
                        help_text="What newcomers are told about why the municipality may store what they say.",
                        null=True,
                        verbose_name="legal basis",
                    ),
                ),
                (
                    "legal_basis_text_en",
                    models.TextField(
                        blank=True,
                        help_text="What newcomers are told about why the municipality may store what they say.",
                        null=True,
                        verbose_name="legal basis",
                    ),
                ),
                (
                    "legal_basis_text_nb",
                    models.TextField(
                        blank=True,
                        help_text="What newcomers are told about why the municipality may store what they say.",
                        null=True,
                        verbose_name="legal basis",
                    ),
                ),
                (
                    "boundary_digest",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.text.MD5(
                            django.db.models.functions.comparison.Cast(
                                "boundary", models.TextField()
                            )
                        ),
                        output_field=models.CharField(max_length=32, null=True),
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
                    "privacy_officer",
                    models.CharField(
                        blank=True,
                        db_default="",
                        help_text="A name, or the office. Newcomers are told whom to turn to.",
                        max_length=100,
                        verbose_name="privacy officer",
                    ),
                ),
                (
                    "privacy_officer_contact",
                    models.CharField(
                        blank=True,
                        db_default="",
                        help_text="An e-mail address, a phone number or both.",
                        max_length=200,
                        verbose_name="how to reach the privacy officer",
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="predecessors",
                        to="municipalities.municipality",
                        verbose_name="now part of",
                    ),
                ),
                (
                    "sources",
                    models.ManyToManyField(
                        blank=True,
                        related_name="+",
                        to="municipalities.source",
                        verbose_name="sources of the introduction",
                    ),
                ),
            ],
            options={
                "verbose_name": "municipality",
                "verbose_name_plural": "municipalities",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "region")),
                        fields=("kind",),
                        name="municipality_one_region",
                        violation_error_message="There is already a region; a portal serves one.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from", None),
                            ("valid_to", None),
                            ("valid_from__lte", models.F("valid_to")),
                            _connector="OR",
                        ),
                        name="municipality_ends_after_it_begins",
                        violation_error_message="The municipality cannot end before it begins.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("successor", None), ("valid_to__isnull", False), _connector="OR"
                        ),
                        name="municipality_successor_needs_end",
                        violation_error_message="Only a municipality that has ended has a successor.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("case_log_enabled", False),
                            models.Q(
                                models.Q(("legal_basis_text_nb", ""), _negated=True),
                                ("legal_basis_text_nb__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="municipality_log_needs_legal_basis",
                        violation_error_message="The case log needs a legal basis first.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("case_log_enabled", False),
                            models.Q(
                                models.Q(("privacy_officer", ""), _negated=True),
                                models.Q(("privacy_officer_contact", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="municipality_log_needs_privacy_officer",
                        violation_error_message="The case log needs a privacy officer first.",
                    ),
                ],
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
                (
                    "deputy_for",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="For a deputy: whose cases they keep. Empty: nobody's in particular.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="stands in for",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="municipalities.membership",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
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
            ],
            options={
                "abstract": False,
                "default_permissions": (),
            },
        ),
        migrations.AddField(
            model_name="membership",
            name="municipality",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="memberships",
                to="municipalities.municipality",
                verbose_name="municipality or region",
            ),
        ),
        migrations.CreateModel(
            name="LocalPart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
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
                    "facts_checked_on",
                    models.DateField(blank=True, null=True, verbose_name="facts checked on"),
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
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="local_parts",
                        to="municipalities.municipality",
                        verbose_name="municipality",
                    ),
                ),
            ],
            options={
                "verbose_name": "local part",
                "verbose_name_plural": "local parts",
            },
        ),
        migrations.CreateModel(
            name="LinkUse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("object_id", models.PositiveBigIntegerField()),
                ("field", models.CharField(max_length=60)),
                ("language", models.CharField(blank=True, max_length=10)),
                (
                    "content_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="contenttypes.contenttype",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="uses",
                        to="municipalities.linktarget",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="municipalities.municipality",
                        verbose_name="municipality",
                    ),
                ),
            ],
            options={
                "verbose_name": "place of a link",
                "verbose_name_plural": "places of links",
                "indexes": [
                    models.Index(fields=["content_type", "object_id"], name="link_use_of_object")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("target", "content_type", "object_id", "field", "language"),
                        name="link_use_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Figure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
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
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="figures",
                        to="municipalities.municipality",
                        verbose_name="municipality or region",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipalities.source",
                        verbose_name="source",
                    ),
                ),
            ],
            options={
                "verbose_name": "figure",
                "verbose_name_plural": "figures",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("municipality", "key", "as_of"),
                        name="figure_once_per_date",
                        nulls_distinct=False,
                        violation_error_message="There is already a figure with this key and date.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "published"), _negated=True),
                            models.Q(("as_of__isnull", False), ("source__isnull", False)),
                            _connector="OR",
                        ),
                        name="figure_published_needs_source_and_date",
                        violation_error_message="A figure without source and date cannot be published.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confidence", "low"), ("state", "published"), _negated=True
                        ),
                        name="figure_low_confidence_stays_draft",
                        violation_error_message="What is uncertain cannot be published: check it first.",
                    ),
                ],
            },
        ),
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
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="municipalities.county",
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
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
            },
        ),
        migrations.AddField(
            model_name="county",
            name="municipality",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="counties",
                to="municipalities.municipality",
            ),
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
                        help_text="What newcomers are told about why the municipality may store what they say.",
                        verbose_name="legal basis",
                    ),
                ),
                (
                    "case_log_enabled",
                    models.BooleanField(
                        default=False,
                        help_text="Only with a legal basis, a privacy officer, a lead and a coordinator.",
                        verbose_name="case log in use",
                    ),
                ),
                (
                    "legal_basis_text_de",
                    models.TextField(
                        blank=True,
                        help_text="What newcomers are told about why the municipality may store what they say.",
                        null=True,
                        verbose_name="legal basis",
                    ),
                ),
                (
                    "legal_basis_text_en",
                    models.TextField(
                        blank=True,
                        help_text="What newcomers are told about why the municipality may store what they say.",
                        null=True,
                        verbose_name="legal basis",
                    ),
                ),
                (
                    "legal_basis_text_nb",
                    models.TextField(
                        blank=True,
                        help_text="What newcomers are told about why the municipality may store what they say.",
                        null=True,
                        verbose_name="legal basis",
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
                    "privacy_officer",
                    models.CharField(
                        blank=True,
                        db_default="",
                        help_text="A name, or the office. Newcomers are told whom to turn to.",
                        max_length=100,
                        verbose_name="privacy officer",
                    ),
                ),
                (
                    "privacy_officer_contact",
                    models.CharField(
                        blank=True,
                        db_default="",
                        help_text="An e-mail address, a phone number or both.",
                        max_length=200,
                        verbose_name="how to reach the privacy officer",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="municipalities.municipality",
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
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
            ],
            options={
                "abstract": False,
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="MunicipalityNumber",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="to")),
                ("number", models.CharField(max_length=4, verbose_name="number")),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="numbers",
                        to="municipalities.municipality",
                    ),
                ),
            ],
            options={
                "verbose_name": "municipality number",
                "verbose_name_plural": "municipality numbers",
                "constraints": [
                    models.UniqueConstraint(fields=("municipality", "number"), name="number_once")
                ],
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
                (
                    "municipality",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="municipalities.municipality",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="municipalities.municipalitynumber",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="OldAddress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(max_length=80, verbose_name="address")),
                ("object_id", models.PositiveBigIntegerField()),
                ("left_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "content_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="contenttypes.contenttype",
                    ),
                ),
            ],
            options={
                "verbose_name": "old address",
                "verbose_name_plural": "old addresses",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("content_type", "slug"), name="old_address_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Page",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
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
                        help_text="The last part of the web address. It stays the same in all languages.",
                        max_length=80,
                        unique=True,
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
                ("review_by", models.DateField(blank=True, null=True, verbose_name="review by")),
                (
                    "facts_checked_on",
                    models.DateField(blank=True, null=True, verbose_name="facts checked on"),
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
                    "responsible",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="responsible",
                    ),
                ),
                (
                    "sources",
                    models.ManyToManyField(
                        blank=True,
                        related_name="+",
                        to="municipalities.source",
                        verbose_name="sources",
                    ),
                ),
            ],
            options={
                "verbose_name": "page",
                "verbose_name_plural": "pages",
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
                    "facts_checked_on",
                    models.DateField(blank=True, null=True, verbose_name="facts checked on"),
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
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="municipalities.localpart",
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
                        verbose_name="municipality",
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="municipalities.page",
                        verbose_name="page",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
            },
        ),
        migrations.AddField(
            model_name="localpart",
            name="page",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="local_parts",
                to="municipalities.page",
                verbose_name="page",
            ),
        ),
        migrations.CreateModel(
            name="Revision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("object_id", models.PositiveBigIntegerField()),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("in_review", "in review"),
                            ("scheduled", "scheduled"),
                            ("published", "published"),
                            ("archived", "archived"),
                        ],
                        default="draft",
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                ("content", models.JSONField(default=dict, verbose_name="text")),
                (
                    "source_version",
                    models.PositiveIntegerField(
                        default=1, verbose_name="version of the Norwegian text"
                    ),
                ),
                (
                    "made_from",
                    models.JSONField(default=dict, verbose_name="translations made from version"),
                ),
                ("made_by", models.JSONField(default=dict, verbose_name="translations made by")),
                ("is_minor", models.BooleanField(default=False, verbose_name="minor change")),
                ("author_name", models.CharField(blank=True, max_length=150)),
                (
                    "made_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="written at"
                    ),
                ),
                (
                    "based_on",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="based on"),
                ),
                (
                    "restored_from",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="restored from"
                    ),
                ),
                (
                    "note",
                    models.JSONField(blank=True, default=dict, verbose_name="what has changed"),
                ),
                (
                    "publish_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="publish at"),
                ),
                (
                    "unpublish_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="take down at"),
                ),
                (
                    "published_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="published at"),
                ),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="written by",
                    ),
                ),
                (
                    "content_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contenttypes.contenttype",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipalities.municipality",
                        verbose_name="municipality",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="published by",
                    ),
                ),
            ],
            options={
                "verbose_name": "revision",
                "verbose_name_plural": "revisions",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "scheduled")),
                        fields=["publish_at"],
                        name="revision_scheduled",
                    ),
                    models.Index(
                        condition=models.Q(("state", "published"), ("unpublish_at__isnull", False)),
                        fields=["unpublish_at"],
                        name="revision_ending",
                    ),
                    models.Index(
                        condition=models.Q(("state__in", ["draft", "in_review"])),
                        fields=["made_at"],
                        name="revision_waiting",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("published_at__isnull", False), models.Q(("note", {}), _negated=True)
                        ),
                        fields=["-published_at", "-id"],
                        name="revision_told",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("content_type", "object_id", "number"), name="revision_number_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "published")),
                        fields=("content_type", "object_id"),
                        name="revision_published_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "scheduled"), _negated=True),
                            ("publish_at__isnull", False),
                            _connector="OR",
                        ),
                        name="revision_scheduled_for_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("publish_at", None),
                            ("unpublish_at", None),
                            ("unpublish_at__gt", models.F("publish_at")),
                            _connector="OR",
                        ),
                        name="revision_ends_after_it_begins",
                        violation_error_message="The end comes after the beginning.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "published"), _negated=True),
                            ("published_at__isnull", False),
                            _connector="OR",
                        ),
                        name="revision_published_at_a_time",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="localpart",
            name="sources",
            field=models.ManyToManyField(
                blank=True, related_name="+", to="municipalities.source", verbose_name="sources"
            ),
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
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="municipalities.figure",
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
                    "source",
                    models.ForeignKey(
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
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
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
            name="Story",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
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
                    "slug",
                    models.SlugField(
                        help_text="The last part of the web address, without the person’s name: it may be noted where we cannot take it back. It stays the same in all languages.",
                        max_length=80,
                        unique=True,
                        verbose_name="address",
                    ),
                ),
                (
                    "person",
                    models.CharField(
                        blank=True,
                        help_text="As the person wants to be named: a first name is enough.",
                        max_length=80,
                        verbose_name="who tells it",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("newcomer", "has moved here"),
                            ("receives", "receives newcomers"),
                        ],
                        default="newcomer",
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                (
                    "since",
                    models.DateField(
                        blank=True,
                        help_text="Readers see the month.",
                        null=True,
                        verbose_name="here since",
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=120, verbose_name="title")),
                (
                    "title_nb",
                    models.CharField(blank=True, max_length=120, null=True, verbose_name="title"),
                ),
                (
                    "title_de",
                    models.CharField(blank=True, max_length=120, null=True, verbose_name="title"),
                ),
                (
                    "title_en",
                    models.CharField(blank=True, max_length=120, null=True, verbose_name="title"),
                ),
                ("lead", models.CharField(blank=True, max_length=300, verbose_name="lead")),
                (
                    "lead_nb",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="lead"),
                ),
                (
                    "lead_de",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="lead"),
                ),
                (
                    "lead_en",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="lead"),
                ),
                (
                    "from_where",
                    models.CharField(
                        blank=True,
                        help_text="Town and country: Bremen, Germany.",
                        max_length=120,
                        verbose_name="from where",
                    ),
                ),
                (
                    "from_where_nb",
                    models.CharField(
                        blank=True,
                        help_text="Town and country: Bremen, Germany.",
                        max_length=120,
                        null=True,
                        verbose_name="from where",
                    ),
                ),
                (
                    "from_where_de",
                    models.CharField(
                        blank=True,
                        help_text="Town and country: Bremen, Germany.",
                        max_length=120,
                        null=True,
                        verbose_name="from where",
                    ),
                ),
                (
                    "from_where_en",
                    models.CharField(
                        blank=True,
                        help_text="Town and country: Bremen, Germany.",
                        max_length=120,
                        null=True,
                        verbose_name="from where",
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
                    "review_by",
                    models.DateField(
                        blank=True,
                        help_text="When to ask the person whether it is still right, and how it went on.",
                        null=True,
                        verbose_name="review by",
                    ),
                ),
                (
                    "erased_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="erased at"
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stories",
                        to="municipalities.municipality",
                        verbose_name="municipality",
                    ),
                ),
                (
                    "responsible",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="responsible",
                    ),
                ),
            ],
            options={
                "verbose_name": "story",
                "verbose_name_plural": "stories",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("id", "municipality"), name="story_in_municipality"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("erased_at", None), ("state", "archived"), _connector="OR"
                        ),
                        name="story_erased_is_archived",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StoryChapter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
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
                    "month",
                    models.DateField(help_text="Readers see the month.", verbose_name="told in"),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="Among chapters of the same day.",
                        verbose_name="position",
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=120, verbose_name="title")),
                (
                    "title_nb",
                    models.CharField(blank=True, max_length=120, null=True, verbose_name="title"),
                ),
                (
                    "title_de",
                    models.CharField(blank=True, max_length=120, null=True, verbose_name="title"),
                ),
                (
                    "title_en",
                    models.CharField(blank=True, max_length=120, null=True, verbose_name="title"),
                ),
                ("body", models.TextField(blank=True, verbose_name="text")),
                ("body_nb", models.TextField(blank=True, null=True, verbose_name="text")),
                ("body_de", models.TextField(blank=True, null=True, verbose_name="text")),
                ("body_en", models.TextField(blank=True, null=True, verbose_name="text")),
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
                    "municipality",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipalities.municipality",
                        verbose_name="municipality",
                    ),
                ),
                (
                    "story",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="chapters",
                        to="municipalities.story",
                        verbose_name="story",
                    ),
                ),
            ],
            options={
                "verbose_name": "chapter of a story",
                "verbose_name_plural": "chapters of stories",
                "indexes": [models.Index(fields=["story", "month"], name="chapter_in_order")],
            },
        ),
        migrations.CreateModel(
            name="StoryConsent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text_version", models.CharField(max_length=10, verbose_name="text agreed to")),
                ("language", models.CharField(max_length=8, verbose_name="in which language")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("paper", "on paper"),
                            ("mail", "by e-mail"),
                            ("in_person", "in person"),
                        ],
                        max_length=9,
                        verbose_name="how",
                    ),
                ),
                (
                    "given_on",
                    models.DateField(default=portal.lib.dates.today, verbose_name="given on"),
                ),
                (
                    "recorded_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now,
                        editable=False,
                        verbose_name="recorded at",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
                (
                    "story",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consents",
                        to="municipalities.story",
                        verbose_name="story",
                    ),
                ),
            ],
            options={
                "verbose_name": "consent to a story",
                "verbose_name_plural": "consents to stories",
            },
        ),
        migrations.CreateModel(
            name="StoryWithdrawal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("paper", "on paper"),
                            ("mail", "by e-mail"),
                            ("in_person", "in person"),
                            ("link", "by their own link"),
                        ],
                        max_length=9,
                        verbose_name="how",
                    ),
                ),
                (
                    "withdrawn_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="withdrawn at"
                    ),
                ),
                (
                    "consent",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawal",
                        to="municipalities.storyconsent",
                        verbose_name="consent",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
            ],
            options={
                "verbose_name": "withdrawal of a consent",
                "verbose_name_plural": "withdrawals of consents",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("channel", "link"), ("recorded_by", None)),
                            models.Q(
                                models.Q(("channel", "link"), _negated=True),
                                ("recorded_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="withdrawal_by_link_or_recorded",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Topic",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
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
                ("key", models.SlugField(max_length=60, unique=True, verbose_name="key")),
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
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="subtopics",
                        to="municipalities.topic",
                        verbose_name="part of",
                    ),
                ),
            ],
            options={
                "verbose_name": "topic",
                "verbose_name_plural": "topics",
                "ordering": ["position", "pk"],
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
                ("review_by", models.DateField(blank=True, null=True, verbose_name="review by")),
                (
                    "facts_checked_on",
                    models.DateField(blank=True, null=True, verbose_name="facts checked on"),
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
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="municipalities.page",
                    ),
                ),
                (
                    "responsible",
                    models.ForeignKey(
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
                (
                    "topic",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="municipalities.topic",
                        verbose_name="topic",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
            },
        ),
        migrations.AddField(
            model_name="page",
            name="topic",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="pages",
                to="municipalities.topic",
                verbose_name="topic",
            ),
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
                    "parent",
                    models.ForeignKey(
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
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="municipalities.topic",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Autosave",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("object_id", models.PositiveBigIntegerField()),
                ("content", models.JSONField(default=dict)),
                ("based_on", models.PositiveIntegerField(default=0)),
                ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "content_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="contenttypes.contenttype",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "autosave",
                "verbose_name_plural": "autosaves",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "content_type", "object_id"), name="autosave_one_per_text"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Merger",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("took_effect_on", models.DateField(verbose_name="first day as one")),
                (
                    "carried_out_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="carried out at"
                    ),
                ),
                ("rows", models.JSONField(default=dict, verbose_name="rows moved")),
                (
                    "former",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipalities.municipality",
                        verbose_name="former municipality",
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipalities.municipality",
                        verbose_name="now part of",
                    ),
                ),
            ],
            options={
                "verbose_name": "merger",
                "verbose_name_plural": "mergers",
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("former", models.F("successor")), _negated=True),
                        name="merger_of_two",
                        violation_error_message="A municipality is not merged with itself.",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                fields=("user", "municipality", "role", "valid_from"),
                name="membership_once",
                violation_error_message="This person already has that role there.",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to", None), ("valid_from__lte", models.F("valid_to")), _connector="OR"
                ),
                name="membership_ends_after_it_begins",
                violation_error_message="The membership cannot end before it begins.",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("deputy_for", None),
                    models.Q(
                        ("role", "deputy"),
                        models.Q(("deputy_for", models.F("user")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="membership_deputy_for_another",
                violation_error_message="Only a deputy stands in, and for somebody else.",
            ),
        ),
        migrations.AddConstraint(
            model_name="county",
            constraint=models.UniqueConstraint(
                fields=("municipality", "number"), name="county_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="localpart",
            constraint=models.UniqueConstraint(
                fields=("page", "municipality"),
                name="local_part_once",
                violation_error_message="This municipality already has a part on that page.",
            ),
        ),
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
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="municipalities.municipalitysources",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
            },
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
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="municipalities.localpartsources",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
            },
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
            model_name="municipality",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "municipalities_municipalityevent" ("boundary_licence", "boundary_source", "case_log_enabled", "centre", "facts_checked_on", "id", "introduction", "introduction_de", "introduction_en", "introduction_nb", "kind", "latitude", "legal_basis_text", "legal_basis_text_de", "legal_basis_text_en", "legal_basis_text_nb", "longitude", "made_by", "made_from", "name", "neighbours", "other_names", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "privacy_officer", "privacy_officer_contact", "slug", "source_changed_at", "source_version", "successor_id", "tagline", "tagline_de", "tagline_en", "tagline_nb", "valid_from", "valid_to", "website") VALUES (NEW."boundary_licence", NEW."boundary_source", NEW."case_log_enabled", NEW."centre", NEW."facts_checked_on", NEW."id", NEW."introduction", NEW."introduction_de", NEW."introduction_en", NEW."introduction_nb", NEW."kind", NEW."latitude", NEW."legal_basis_text", NEW."legal_basis_text_de", NEW."legal_basis_text_en", NEW."legal_basis_text_nb", NEW."longitude", NEW."made_by", NEW."made_from", NEW."name", NEW."neighbours", NEW."other_names", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."privacy_officer", NEW."privacy_officer_contact", NEW."slug", NEW."source_changed_at", NEW."source_version", NEW."successor_id", NEW."tagline", NEW."tagline_de", NEW."tagline_en", NEW."tagline_nb", NEW."valid_from", NEW."valid_to", NEW."website"); RETURN NULL;',
                    hash="d0a04d5f135de92c5717921cddec1291d10358f6",
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
                    condition='WHEN (OLD."boundary_licence" IS DISTINCT FROM (NEW."boundary_licence") OR OLD."boundary_source" IS DISTINCT FROM (NEW."boundary_source") OR OLD."case_log_enabled" IS DISTINCT FROM (NEW."case_log_enabled") OR OLD."centre" IS DISTINCT FROM (NEW."centre") OR OLD."facts_checked_on" IS DISTINCT FROM (NEW."facts_checked_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."introduction" IS DISTINCT FROM (NEW."introduction") OR OLD."introduction_de" IS DISTINCT FROM (NEW."introduction_de") OR OLD."introduction_en" IS DISTINCT FROM (NEW."introduction_en") OR OLD."introduction_nb" IS DISTINCT FROM (NEW."introduction_nb") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."latitude" IS DISTINCT FROM (NEW."latitude") OR OLD."legal_basis_text" IS DISTINCT FROM (NEW."legal_basis_text") OR OLD."legal_basis_text_de" IS DISTINCT FROM (NEW."legal_basis_text_de") OR OLD."legal_basis_text_en" IS DISTINCT FROM (NEW."legal_basis_text_en") OR OLD."legal_basis_text_nb" IS DISTINCT FROM (NEW."legal_basis_text_nb") OR OLD."longitude" IS DISTINCT FROM (NEW."longitude") OR OLD."made_by" IS DISTINCT FROM (NEW."made_by") OR OLD."made_from" IS DISTINCT FROM (NEW."made_from") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."neighbours" IS DISTINCT FROM (NEW."neighbours") OR OLD."other_names" IS DISTINCT FROM (NEW."other_names") OR OLD."privacy_officer" IS DISTINCT FROM (NEW."privacy_officer") OR OLD."privacy_officer_contact" IS DISTINCT FROM (NEW."privacy_officer_contact") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."source_changed_at" IS DISTINCT FROM (NEW."source_changed_at") OR OLD."source_version" IS DISTINCT FROM (NEW."source_version") OR OLD."successor_id" IS DISTINCT FROM (NEW."successor_id") OR OLD."tagline" IS DISTINCT FROM (NEW."tagline") OR OLD."tagline_de" IS DISTINCT FROM (NEW."tagline_de") OR OLD."tagline_en" IS DISTINCT FROM (NEW."tagline_en") OR OLD."tagline_nb" IS DISTINCT FROM (NEW."tagline_nb") OR OLD."valid_from" IS DISTINCT FROM (NEW."valid_from") OR OLD."valid_to" IS DISTINCT FROM (NEW."valid_to") OR OLD."website" IS DISTINCT FROM (NEW."website"))',
                    func='INSERT INTO "municipalities_municipalityevent" ("boundary_licence", "boundary_source", "case_log_enabled", "centre", "facts_checked_on", "id", "introduction", "introduction_de", "introduction_en", "introduction_nb", "kind", "latitude", "legal_basis_text", "legal_basis_text_de", "legal_basis_text_en", "legal_basis_text_nb", "longitude", "made_by", "made_from", "name", "neighbours", "other_names", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "privacy_officer", "privacy_officer_contact", "slug", "source_changed_at", "source_version", "successor_id", "tagline", "tagline_de", "tagline_en", "tagline_nb", "valid_from", "valid_to", "website") VALUES (NEW."boundary_licence", NEW."boundary_source", NEW."case_log_enabled", NEW."centre", NEW."facts_checked_on", NEW."id", NEW."introduction", NEW."introduction_de", NEW."introduction_en", NEW."introduction_nb", NEW."kind", NEW."latitude", NEW."legal_basis_text", NEW."legal_basis_text_de", NEW."legal_basis_text_en", NEW."legal_basis_text_nb", NEW."longitude", NEW."made_by", NEW."made_from", NEW."name", NEW."neighbours", NEW."other_names", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."privacy_officer", NEW."privacy_officer_contact", NEW."slug", NEW."source_changed_at", NEW."source_version", NEW."successor_id", NEW."tagline", NEW."tagline_de", NEW."tagline_en", NEW."tagline_nb", NEW."valid_from", NEW."valid_to", NEW."website"); RETURN NULL;',
                    hash="117a3645aaba9b85ddb4b1deed10abe206d2bfc0",
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
                    func='INSERT INTO "municipalities_municipalityevent" ("boundary_licence", "boundary_source", "case_log_enabled", "centre", "facts_checked_on", "id", "introduction", "introduction_de", "introduction_en", "introduction_nb", "kind", "latitude", "legal_basis_text", "legal_basis_text_de", "legal_basis_text_en", "legal_basis_text_nb", "longitude", "made_by", "made_from", "name", "neighbours", "other_names", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "privacy_officer", "privacy_officer_contact", "slug", "source_changed_at", "source_version", "successor_id", "tagline", "tagline_de", "tagline_en", "tagline_nb", "valid_from", "valid_to", "website") VALUES (OLD."boundary_licence", OLD."boundary_source", OLD."case_log_enabled", OLD."centre", OLD."facts_checked_on", OLD."id", OLD."introduction", OLD."introduction_de", OLD."introduction_en", OLD."introduction_nb", OLD."kind", OLD."latitude", OLD."legal_basis_text", OLD."legal_basis_text_de", OLD."legal_basis_text_en", OLD."legal_basis_text_nb", OLD."longitude", OLD."made_by", OLD."made_from", OLD."name", OLD."neighbours", OLD."other_names", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."privacy_officer", OLD."privacy_officer_contact", OLD."slug", OLD."source_changed_at", OLD."source_version", OLD."successor_id", OLD."tagline", OLD."tagline_de", OLD."tagline_en", OLD."tagline_nb", OLD."valid_from", OLD."valid_to", OLD."website"); RETURN NULL;',
                    hash="9fa31a5c8efecb5dbeb2c467014554c8952654c2",
                    operation="DELETE",
                    pgid="pgtrigger_history_of_delete_bac04",
                    table="municipalities_municipality",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="page",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "municipalities_pageevent" ("body", "body_de", "body_en", "body_nb", "facts_checked_on", "groups", "id", "made_by", "made_from", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phases", "position", "responsible_id", "review_by", "slug", "source_changed_at", "source_version", "state", "summary", "summary_de", "summary_en", "summary_nb", "title", "title_de", "title_en", "title_nb", "topic_id") VALUES (NEW."body", NEW."body_de", NEW."body_en", NEW."body_nb", NEW."facts_checked_on", NEW."groups", NEW."id", NEW."made_by", NEW."made_from", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."phases", NEW."position", NEW."responsible_id", NEW."review_by", NEW."slug", NEW."source_changed_at", NEW."source_version", NEW."state", NEW."summary", NEW."summary_de", NEW."summary_en", NEW."summary_nb", NEW."title", NEW."title_de", NEW."title_en", NEW."title_nb", NEW."topic_id"); RETURN NULL;',
                    hash="acc5c361b164b23920d5597a88ceb6f079cba71c",
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
                    func='INSERT INTO "municipalities_pageevent" ("body", "body_de", "body_en", "body_nb", "facts_checked_on", "groups", "id", "made_by", "made_from", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phases", "position", "responsible_id", "review_by", "slug", "source_changed_at", "source_version", "state", "summary", "summary_de", "summary_en", "summary_nb", "title", "title_de", "title_en", "title_nb", "topic_id") VALUES (NEW."body", NEW."body_de", NEW."body_en", NEW."body_nb", NEW."facts_checked_on", NEW."groups", NEW."id", NEW."made_by", NEW."made_from", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."phases", NEW."position", NEW."responsible_id", NEW."review_by", NEW."slug", NEW."source_changed_at", NEW."source_version", NEW."state", NEW."summary", NEW."summary_de", NEW."summary_en", NEW."summary_nb", NEW."title", NEW."title_de", NEW."title_en", NEW."title_nb", NEW."topic_id"); RETURN NULL;',
                    hash="bb57a22bb162d61bf71ea010d5aacfafac4e8761",
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
                    func='INSERT INTO "municipalities_pageevent" ("body", "body_de", "body_en", "body_nb", "facts_checked_on", "groups", "id", "made_by", "made_from", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phases", "position", "responsible_id", "review_by", "slug", "source_changed_at", "source_version", "state", "summary", "summary_de", "summary_en", "summary_nb", "title", "title_de", "title_en", "title_nb", "topic_id") VALUES (OLD."body", OLD."body_de", OLD."body_en", OLD."body_nb", OLD."facts_checked_on", OLD."groups", OLD."id", OLD."made_by", OLD."made_from", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."phases", OLD."position", OLD."responsible_id", OLD."review_by", OLD."slug", OLD."source_changed_at", OLD."source_version", OLD."state", OLD."summary", OLD."summary_de", OLD."summary_en", OLD."summary_nb", OLD."title", OLD."title_de", OLD."title_en", OLD."title_nb", OLD."topic_id"); RETURN NULL;',
                    hash="dbb942c5f380d7730a43dedcc9c74c36c4e4bc23",
                    operation="DELETE",
                    pgid="pgtrigger_history_of_delete_082f2",
                    table="municipalities_page",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="localpart",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "municipalities_localpartevent" ("body", "body_de", "body_en", "body_nb", "facts_checked_on", "id", "made_by", "made_from", "municipality_id", "page_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_changed_at", "source_version", "state") VALUES (NEW."body", NEW."body_de", NEW."body_en", NEW."body_nb", NEW."facts_checked_on", NEW."id", NEW."made_by", NEW."made_from", NEW."municipality_id", NEW."page_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."source_changed_at", NEW."source_version", NEW."state"); RETURN NULL;',
                    hash="856b75a8272c04f4fe01945202aa6825067309e8",
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
                    func='INSERT INTO "municipalities_localpartevent" ("body", "body_de", "body_en", "body_nb", "facts_checked_on", "id", "made_by", "made_from", "municipality_id", "page_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_changed_at", "source_version", "state") VALUES (NEW."body", NEW."body_de", NEW."body_en", NEW."body_nb", NEW."facts_checked_on", NEW."id", NEW."made_by", NEW."made_from", NEW."municipality_id", NEW."page_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."source_changed_at", NEW."source_version", NEW."state"); RETURN NULL;',
                    hash="2f2f6ad76a343d237bc4b51d16e3a5d7f040114d",
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
                    func='INSERT INTO "municipalities_localpartevent" ("body", "body_de", "body_en", "body_nb", "facts_checked_on", "id", "made_by", "made_from", "municipality_id", "page_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_changed_at", "source_version", "state") VALUES (OLD."body", OLD."body_de", OLD."body_en", OLD."body_nb", OLD."facts_checked_on", OLD."id", OLD."made_by", OLD."made_from", OLD."municipality_id", OLD."page_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."source_changed_at", OLD."source_version", OLD."state"); RETURN NULL;',
                    hash="064afed5b5dfe872f6e2c10a5df0fadb0385803b",
                    operation="DELETE",
                    pgid="pgtrigger_history_of_delete_deb47",
                    table="municipalities_localpart",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="figure",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "municipalities_figureevent" ("as_of", "as_of_precision", "check_by", "confidence", "id", "key", "kind", "label", "label_de", "label_en", "label_nb", "made_by", "made_from", "municipality_id", "note", "note_de", "note_en", "note_nb", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "source_changed_at", "source_id", "source_version", "state", "text", "text_de", "text_en", "text_nb", "unit", "value") VALUES (NEW."as_of", NEW."as_of_precision", NEW."check_by", NEW."confidence", NEW."id", NEW."key", NEW."kind", NEW."label", NEW."label_de", NEW."label_en", NEW."label_nb", NEW."made_by", NEW."made_from", NEW."municipality_id", NEW."note", NEW."note_de", NEW."note_en", NEW."note_nb", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."position", NEW."source_changed_at", NEW."source_id", NEW."source_version", NEW."state", NEW."text", NEW."text_de", NEW."text_en", NEW."text_nb", NEW."unit", NEW."value"); RETURN NULL;',
                    hash="38a7eaf399a8d8ff11a868c8b53ccfe74b379251",
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
                    func='INSERT INTO "municipalities_figureevent" ("as_of", "as_of_precision", "check_by", "confidence", "id", "key", "kind", "label", "label_de", "label_en", "label_nb", "made_by", "made_from", "municipality_id", "note", "note_de", "note_en", "note_nb", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "source_changed_at", "source_id", "source_version", "state", "text", "text_de", "text_en", "text_nb", "unit", "value") VALUES (NEW."as_of", NEW."as_of_precision", NEW."check_by", NEW."confidence", NEW."id", NEW."key", NEW."kind", NEW."label", NEW."label_de", NEW."label_en", NEW."label_nb", NEW."made_by", NEW."made_from", NEW."municipality_id", NEW."note", NEW."note_de", NEW."note_en", NEW."note_nb", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."position", NEW."source_changed_at", NEW."source_id", NEW."source_version", NEW."state", NEW."text", NEW."text_de", NEW."text_en", NEW."text_nb", NEW."unit", NEW."value"); RETURN NULL;',
                    hash="e85d7811e9901f2f7539e2ff8f41de9f2219cbe0",
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
                    func='INSERT INTO "municipalities_figureevent" ("as_of", "as_of_precision", "check_by", "confidence", "id", "key", "kind", "label", "label_de", "label_en", "label_nb", "made_by", "made_from", "municipality_id", "note", "note_de", "note_en", "note_nb", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "source_changed_at", "source_id", "source_version", "state", "text", "text_de", "text_en", "text_nb", "unit", "value") VALUES (OLD."as_of", OLD."as_of_precision", OLD."check_by", OLD."confidence", OLD."id", OLD."key", OLD."kind", OLD."label", OLD."label_de", OLD."label_en", OLD."label_nb", OLD."made_by", OLD."made_from", OLD."municipality_id", OLD."note", OLD."note_de", OLD."note_en", OLD."note_nb", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."position", OLD."source_changed_at", OLD."source_id", OLD."source_version", OLD."state", OLD."text", OLD."text_de", OLD."text_en", OLD."text_nb", OLD."unit", OLD."value"); RETURN NULL;',
                    hash="c072ce8645958a3d51c918a35a699ceb0b5d34ac",
                    operation="DELETE",
                    pgid="pgtrigger_history_of_delete_15f40",
                    table="municipalities_figure",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="topic",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "municipalities_topicevent" ("id", "key", "label", "label_de", "label_en", "label_nb", "lead", "lead_de", "lead_en", "lead_nb", "made_by", "made_from", "parent_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "source_changed_at", "source_version") VALUES (NEW."id", NEW."key", NEW."label", NEW."label_de", NEW."label_en", NEW."label_nb", NEW."lead", NEW."lead_de", NEW."lead_en", NEW."lead_nb", NEW."made_by", NEW."made_from", NEW."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."position", NEW."source_changed_at", NEW."source_version"); RETURN NULL;',
                    hash="9cae1a9511486b6fe99c47246c787d122927a6ae",
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
                    func='INSERT INTO "municipalities_topicevent" ("id", "key", "label", "label_de", "label_en", "label_nb", "lead", "lead_de", "lead_en", "lead_nb", "made_by", "made_from", "parent_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "source_changed_at", "source_version") VALUES (NEW."id", NEW."key", NEW."label", NEW."label_de", NEW."label_en", NEW."label_nb", NEW."lead", NEW."lead_de", NEW."lead_en", NEW."lead_nb", NEW."made_by", NEW."made_from", NEW."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."position", NEW."source_changed_at", NEW."source_version"); RETURN NULL;',
                    hash="e0eff92415e1622c38600427ce436336453b7c36",
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
                    func='INSERT INTO "municipalities_topicevent" ("id", "key", "label", "label_de", "label_en", "label_nb", "lead", "lead_de", "lead_en", "lead_nb", "made_by", "made_from", "parent_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "source_changed_at", "source_version") VALUES (OLD."id", OLD."key", OLD."label", OLD."label_de", OLD."label_en", OLD."label_nb", OLD."lead", OLD."lead_de", OLD."lead_en", OLD."lead_nb", OLD."made_by", OLD."made_from", OLD."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."position", OLD."source_changed_at", OLD."source_version"); RETURN NULL;',
                    hash="fbf48ced893b2fc37bc40058ee2bd8283ea5ea53",
                    operation="DELETE",
                    pgid="pgtrigger_history_of_delete_43031",
                    table="municipalities_topic",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membership",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "municipalities_membershipevent" ("deputy_for_id", "id", "municipality_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "user_id", "valid_from", "valid_to") VALUES (NEW."deputy_for_id", NEW."id", NEW."municipality_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."role", NEW."user_id", NEW."valid_from", NEW."valid_to"); RETURN NULL;',
                    hash="f78de09cecebea7bcfcf2986de5fdd8295625241",
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
                    func='INSERT INTO "municipalities_membershipevent" ("deputy_for_id", "id", "municipality_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "user_id", "valid_from", "valid_to") VALUES (NEW."deputy_for_id", NEW."id", NEW."municipality_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."role", NEW."user_id", NEW."valid_from", NEW."valid_to"); RETURN NULL;',
                    hash="6ad783257596c50a093d93e9b7f7648f780f6f67",
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
                    func='INSERT INTO "municipalities_membershipevent" ("deputy_for_id", "id", "municipality_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "user_id", "valid_from", "valid_to") VALUES (OLD."deputy_for_id", OLD."id", OLD."municipality_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."role", OLD."user_id", OLD."valid_from", OLD."valid_to"); RETURN NULL;',
                    hash="0f19a5016ee488406722ee3cdc64f87151020975",
                    operation="DELETE",
                    pgid="pgtrigger_history_of_delete_35a44",
                    table="municipalities_membership",
                    when="AFTER",
                ),
            ),
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
        *kept(
            "municipalities",
            "0002_content_version_and_search",
            "0004_history",
            "0007_legal_basis_is_in_norwegian",
            "0009_history_of_links",
            "0018_stories_need_consent",
            "0019_content_version_and_search_of_stories",
            "0020_notes_to_readers",
            "0024_mergers",
        ),
    ]
