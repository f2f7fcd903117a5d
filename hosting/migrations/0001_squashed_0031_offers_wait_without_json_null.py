"""All that the migrations of the app had made until 0031_offers_wait_without_json_null; a new database has it in one go."""

import datetime
import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
import portal.lib.codes
import portal.lib.dates
import portal.lib.identity
import portal.lib.tokens
import uuid
from django.conf import settings
from django.db import migrations, models

from portal.lib.squashed import kept


class Migration(migrations.Migration):
    replaces = [
        ("hosting", "0001_hosts_and_organisations"),
        ("hosting", "0002_content_version_and_search"),
        ("hosting", "0003_history"),
        ("hosting", "0004_history_begins"),
        ("hosting", "0005_history_of_links"),
        ("hosting", "0006_history_of_links_begins"),
        ("hosting", "0007_first_steps"),
        ("hosting", "0008_content_version_and_search_of_steps"),
        ("hosting", "0009_history_of_steps"),
        ("hosting", "0010_times_for_occupations"),
        ("hosting", "0011_who_made_translations"),
        ("hosting", "0012_offers"),
        ("hosting", "0013_content_version_and_search_of_offers"),
        ("hosting", "0014_history_of_offers"),
        ("hosting", "0015_campaigns_and_letters"),
        ("hosting", "0016_content_version_of_letters"),
        ("hosting", "0017_history_of_campaigns_and_letters"),
        ("hosting", "0018_office_days_and_absences"),
        ("hosting", "0019_pictures"),
        ("hosting", "0020_handbook_and_self_checks"),
        ("hosting", "0021_content_version_of_office_days_and_pictures"),
        ("hosting", "0022_history_of_hosts_at_work"),
        ("hosting", "0023_events"),
        ("hosting", "0024_content_version_and_search_of_events"),
        ("hosting", "0025_history_of_events"),
        ("hosting", "0026_needs_and_reminders"),
        ("hosting", "0027_content_version_of_needs"),
        ("hosting", "0028_when_office_days_change"),
        ("hosting", "0029_history_of_offers_begins_when_confirmed"),
        ("hosting", "0030_forget_offers_never_confirmed"),
        ("hosting", "0031_offers_wait_without_json_null"),
    ]

    initial = True

    dependencies = [
        ("municipalities", "0001_squashed_0024_mergers"),
    ]

    operations = [
        migrations.CreateModel(
            name="Absence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "valid_from",
                    models.DateField(help_text="The first day away.", verbose_name="from"),
                ),
                ("valid_to", models.DateField(help_text="The last day away.", verbose_name="to")),
            ],
            options={
                "verbose_name": "absence",
                "verbose_name_plural": "absences",
            },
        ),
        migrations.CreateModel(
            name="Offer",
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
                ("slug", models.SlugField(max_length=80, unique=True, verbose_name="address")),
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
                (
                    "reminded_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="reminded on"
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "municipalities",
                    models.ManyToManyField(
                        blank=True,
                        related_name="offers",
                        to="municipalities.municipality",
                        verbose_name="municipalities",
                    ),
                ),
            ],
            options={
                "verbose_name": "offer",
                "verbose_name_plural": "offers",
            },
        ),
        migrations.CreateModel(
            name="Campaign",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="Only staff see it.", max_length=100, verbose_name="name"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("stand", "stand"),
                            ("brochure", "brochure"),
                            ("advert", "advert"),
                            ("other", "other"),
                        ],
                        default="other",
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        default=portal.lib.codes.new_code,
                        help_text="The last part of the short address: small letters a–z, digits 2–9 and dashes. Keep what is suggested, or choose a word. It stays as it is once it is saved.",
                        max_length=20,
                        unique=True,
                        validators=[portal.lib.identity.refuse_identity_number],
                        verbose_name="code",
                    ),
                ),
                (
                    "target",
                    models.CharField(
                        default="/",
                        help_text="A page of this portal: paste its address, in any language. Not to other websites.",
                        max_length=200,
                        verbose_name="leads to",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        blank=True,
                        help_text="Empty: the language that the reader’s browser asks for.",
                        max_length=8,
                        verbose_name="language",
                    ),
                ),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="to")),
                (
                    "is_archived",
                    models.BooleanField(
                        default=False,
                        help_text="The address leads nowhere any more, and says so kindly.",
                        verbose_name="archived",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipalities.municipality",
                        verbose_name="municipality or region",
                    ),
                ),
            ],
            options={
                "verbose_name": "campaign",
                "verbose_name_plural": "campaigns",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("code__regex", "^[a-z][a-z2-9]*(-[a-z2-9]+)*$")),
                        name="campaign_code_is_readable",
                        violation_error_message="A code has small letters a–z, digits 2–9 and single dashes between them, and begins with a letter.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("target__regex", "^/([a-z0-9][a-z0-9_-]*/)*$")),
                        name="campaign_target_is_a_page_of_ours",
                        violation_error_message="A campaign leads to a page of this portal.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None),
                            ("valid_from", None),
                            ("valid_from__lte", models.F("valid_to")),
                            _connector="OR",
                        ),
                        name="campaign_ends_after_begin",
                        violation_error_message="The period cannot end before it begins.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CampaignEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "name",
                    models.CharField(
                        help_text="Only staff see it.", max_length=100, verbose_name="name"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("stand", "stand"),
                            ("brochure", "brochure"),
                            ("advert", "advert"),
                            ("other", "other"),
                        ],
                        default="other",
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        default=portal.lib.codes.new_code,
                        help_text="The last part of the short address: small letters a–z, digits 2–9 and dashes. Keep what is suggested, or choose a word. It stays as it is once it is saved.",
                        max_length=20,
                        validators=[portal.lib.identity.refuse_identity_number],
                        verbose_name="code",
                    ),
                ),
                (
                    "target",
                    models.CharField(
                        default="/",
                        help_text="A page of this portal: paste its address, in any language. Not to other websites.",
                        max_length=200,
                        verbose_name="leads to",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        blank=True,
                        help_text="Empty: the language that the reader’s browser asks for.",
                        max_length=8,
                        verbose_name="language",
                    ),
                ),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="to")),
                (
                    "is_archived",
                    models.BooleanField(
                        default=False,
                        help_text="The address leads nowhere any more, and says so kindly.",
                        verbose_name="archived",
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
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="hosting.campaign",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="CampaignVisit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("language", models.CharField(max_length=8, verbose_name="language")),
                ("day", models.DateField(verbose_name="day")),
                ("count", models.PositiveIntegerField(verbose_name="count")),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="counted",
                        to="hosting.campaign",
                        verbose_name="campaign",
                    ),
                ),
            ],
            options={
                "verbose_name": "visits of a campaign",
                "verbose_name_plural": "visits of campaigns",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("campaign", "day", "language"), name="campaign_visit_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Coordinator",
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
                ("slug", models.SlugField(max_length=80, unique=True, verbose_name="address")),
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
                    "deputy",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="stands_in_for",
                        to="hosting.coordinator",
                        verbose_name="deputy",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="coordinators",
                        to="municipalities.municipality",
                        verbose_name="municipality or region",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
            ],
            options={
                "verbose_name": "host contact",
                "verbose_name_plural": "host contacts",
            },
        ),
        migrations.CreateModel(
            name="AbsenceEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "valid_from",
                    models.DateField(help_text="The first day away.", verbose_name="from"),
                ),
                ("valid_to", models.DateField(help_text="The last day away.", verbose_name="to")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="hosting.absence",
                    ),
                ),
                (
                    "coordinator",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="hosting.coordinator",
                        verbose_name="host contact",
                    ),
                ),
                (
                    "deputy",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Empty: the contact’s usual deputy, else the region’s desk.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="hosting.coordinator",
                        verbose_name="who answers",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
            },
        ),
        migrations.AddField(
            model_name="absence",
            name="coordinator",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="absences",
                to="hosting.coordinator",
                verbose_name="host contact",
            ),
        ),
        migrations.AddField(
            model_name="absence",
            name="deputy",
            field=models.ForeignKey(
                blank=True,
                help_text="Empty: the contact’s usual deputy, else the region’s desk.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="hosting.coordinator",
                verbose_name="who answers",
            ),
        ),
        migrations.CreateModel(
            name="Event",
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
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("sequence", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "changed_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                (
                    "slug",
                    models.SlugField(
                        help_text="The last part of the web address; left empty, it is made from the title.",
                        max_length=80,
                        unique=True,
                        verbose_name="address",
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("title_nb", models.CharField(max_length=120, null=True, verbose_name="title")),
                ("title_de", models.CharField(max_length=120, null=True, verbose_name="title")),
                ("title_en", models.CharField(max_length=120, null=True, verbose_name="title")),
                ("body", models.TextField(verbose_name="what happens there")),
                ("body_nb", models.TextField(null=True, verbose_name="what happens there")),
                ("body_de", models.TextField(null=True, verbose_name="what happens there")),
                ("body_en", models.TextField(null=True, verbose_name="what happens there")),
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
                ("is_all_day", models.BooleanField(default=False, verbose_name="all day")),
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
                ("website", models.URLField(blank=True, max_length=500, verbose_name="website")),
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="municipalities.municipality",
                        verbose_name="municipality or region",
                    ),
                ),
            ],
            options={
                "verbose_name": "event",
                "verbose_name_plural": "events",
            },
        ),
        migrations.CreateModel(
            name="HandbookPage",
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
                    "key",
                    models.SlugField(
                        help_text="Short and lasting: first-contact.",
                        max_length=60,
                        verbose_name="key",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("routine", "routine"), ("who", "who does what")],
                        default="routine",
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("title_nb", models.CharField(max_length=120, null=True, verbose_name="title")),
                ("title_de", models.CharField(max_length=120, null=True, verbose_name="title")),
                ("title_en", models.CharField(max_length=120, null=True, verbose_name="title")),
                ("body", models.TextField(blank=True, verbose_name="text")),
                ("body_nb", models.TextField(blank=True, null=True, verbose_name="text")),
                ("body_de", models.TextField(blank=True, null=True, verbose_name="text")),
                ("body_en", models.TextField(blank=True, null=True, verbose_name="text")),
                ("review_by", models.DateField(blank=True, null=True, verbose_name="review by")),
                (
                    "municipality",
                    models.ForeignKey(
                        help_text="The region: it holds for all municipalities.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipalities.municipality",
                        verbose_name="municipality or region",
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
                "verbose_name": "page of the handbook",
                "verbose_name_plural": "pages of the handbook",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("municipality", "key"),
                        name="handbook_page_once",
                        violation_error_message="There is already a page with this key here.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HandbookPageEvent",
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
                    "key",
                    models.SlugField(
                        db_index=False,
                        help_text="Short and lasting: first-contact.",
                        max_length=60,
                        verbose_name="key",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("routine", "routine"), ("who", "who does what")],
                        default="routine",
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("title_nb", models.CharField(max_length=120, null=True, verbose_name="title")),
                ("title_de", models.CharField(max_length=120, null=True, verbose_name="title")),
                ("title_en", models.CharField(max_length=120, null=True, verbose_name="title")),
                ("body", models.TextField(blank=True, verbose_name="text")),
                ("body_nb", models.TextField(blank=True, null=True, verbose_name="text")),
                ("body_de", models.TextField(blank=True, null=True, verbose_name="text")),
                ("body_en", models.TextField(blank=True, null=True, verbose_name="text")),
                ("review_by", models.DateField(blank=True, null=True, verbose_name="review by")),
                (
                    "municipality",
                    models.ForeignKey(
                        db_constraint=False,
                        help_text="The region: it holds for all municipalities.",
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="municipalities.municipality",
                        verbose_name="municipality or region",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="hosting.handbookpage",
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
            ],
            options={
                "abstract": False,
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "month",
                    models.DateField(
                        help_text="The first day of the month it tells of.", verbose_name="month"
                    ),
                ),
                (
                    "words",
                    models.JSONField(blank=True, default=dict, verbose_name="a few words first"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "draft"), ("approved", "approved"), ("sent", "sent")],
                        default="draft",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                (
                    "items",
                    models.JSONField(blank=True, default=dict, editable=False, verbose_name="news"),
                ),
                (
                    "approved_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="approved at"
                    ),
                ),
                (
                    "sent_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="sent at"
                    ),
                ),
                (
                    "sent_count",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="sent to"),
                ),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="approved by",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipalities.municipality",
                        verbose_name="municipality or region",
                    ),
                ),
            ],
            options={
                "verbose_name": "monthly letter",
                "verbose_name_plural": "monthly letters",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("municipality", "month"),
                        name="letter_once_a_month",
                        violation_error_message="There is a letter for this month already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("month__day", 1)),
                        name="letter_month_is_its_first_day",
                        violation_error_message="A month is written as its first day.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("approved_at", None), ("approved_by", None), ("state", "draft")
                            ),
                            models.Q(
                                models.Q(("state", "draft"), _negated=True),
                                ("approved_at__isnull", False),
                                ("approved_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="letter_approved_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sent_at__isnull", False), ("state", "sent")),
                            models.Q(models.Q(("state", "sent"), _negated=True), ("sent_at", None)),
                            _connector="OR",
                        ),
                        name="letter_sent_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LetterCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField(verbose_name="month")),
                ("language", models.CharField(max_length=8, verbose_name="language")),
                ("joined", models.PositiveIntegerField(default=0, verbose_name="joined")),
                ("left", models.PositiveIntegerField(default=0, verbose_name="left")),
                (
                    "refused",
                    models.PositiveIntegerField(default=0, verbose_name="addresses refused"),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipalities.municipality",
                        verbose_name="municipality or region",
                    ),
                ),
            ],
            options={
                "verbose_name": "number of subscribers",
                "verbose_name_plural": "numbers of subscribers",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("municipality", "month", "language"), name="letter_count_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LetterEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "month",
                    models.DateField(
                        help_text="The first day of the month it tells of.", verbose_name="month"
                    ),
                ),
                (
                    "words",
                    models.JSONField(blank=True, default=dict, verbose_name="a few words first"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "draft"), ("approved", "approved"), ("sent", "sent")],
                        default="draft",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                (
                    "items",
                    models.JSONField(blank=True, default=dict, editable=False, verbose_name="news"),
                ),
                (
                    "approved_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="approved at"
                    ),
                ),
                (
                    "sent_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="sent at"
                    ),
                ),
                (
                    "sent_count",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="sent to"),
                ),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="approved by",
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
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="hosting.letter",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
            },
        ),
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
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("posts__gte", 1), ("posts__lte", 999)),
                        name="need_posts_counted",
                        violation_error_message="Please write a number from 1 to 999.",
                    )
                ],
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
                (
                    "offer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        serialize=False,
                        to="hosting.offer",
                        verbose_name="offer",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="OfferSender",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "token",
                    models.CharField(
                        default=portal.lib.tokens.new_token,
                        editable=False,
                        max_length=24,
                        unique=True,
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail")),
                ("language", models.CharField(max_length=8, verbose_name="language")),
                (
                    "address_confirmed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="address confirmed"),
                ),
                (
                    "email_refused_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="address refused"),
                ),
                (
                    "offer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sender",
                        to="hosting.offer",
                        verbose_name="offer",
                    ),
                ),
            ],
            options={
                "verbose_name": "sender of an offer",
                "verbose_name_plural": "senders of offers",
            },
        ),
        migrations.CreateModel(
            name="OfferLink",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("confirm_address", "confirm the address"),
                            ("edit", "change the offer"),
                            ("still_true", "say that it still holds"),
                        ],
                        max_length=16,
                        verbose_name="for",
                    ),
                ),
                ("digest", models.CharField(editable=False, max_length=64, unique=True)),
                (
                    "made_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="made"),
                ),
                ("valid_until", models.DateTimeField(verbose_name="valid until")),
                ("used_at", models.DateTimeField(blank=True, null=True, verbose_name="used")),
                (
                    "sender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="hosting.offersender",
                        verbose_name="sender",
                    ),
                ),
            ],
            options={
                "verbose_name": "mailed link",
                "verbose_name_plural": "mailed links",
            },
        ),
        migrations.CreateModel(
            name="OfficeDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("date", models.DateField(verbose_name="date")),
                ("starts_at", models.TimeField(verbose_name="from")),
                ("ends_at", models.TimeField(verbose_name="to")),
                (
                    "place",
                    models.CharField(
                        help_text="As it stands on the door or on the map: “Finnsnes library, 1st floor”.",
                        max_length=120,
                        verbose_name="place",
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
                        verbose_name="status",
                    ),
                ),
                (
                    "visitors",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="How many people came. Only the number: write down no names here.",
                        null=True,
                        verbose_name="visitors",
                    ),
                ),
                ("changed_at", models.DateTimeField(auto_now=True, verbose_name="changed at")),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="office_days",
                        to="municipalities.municipality",
                        verbose_name="municipality or region",
                    ),
                ),
            ],
            options={
                "verbose_name": "office day",
                "verbose_name_plural": "office days",
                "indexes": [
                    models.Index(fields=["municipality", "date"], name="office_day_by_place")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("starts_at__lt", models.F("ends_at"))),
                        name="office_day_ends_after_it_starts",
                        violation_error_message="The office day cannot end before it begins.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("visitors", None), ("status", "held"), _connector="OR"),
                        name="office_day_visitors_once_held",
                        violation_error_message="Visitors are counted for a day that was held.",
                    ),
                    models.UniqueConstraint(
                        fields=("municipality", "date", "starts_at", "place"),
                        name="office_day_once",
                        violation_error_message="This office day is there already.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OfficeDayEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("date", models.DateField(verbose_name="date")),
                ("starts_at", models.TimeField(verbose_name="from")),
                ("ends_at", models.TimeField(verbose_name="to")),
                (
                    "place",
                    models.CharField(
                        help_text="As it stands on the door or on the map: “Finnsnes library, 1st floor”.",
                        max_length=120,
                        verbose_name="place",
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
                        verbose_name="status",
                    ),
                ),
                (
                    "visitors",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="How many people came. Only the number: write down no names here.",
                        null=True,
                        verbose_name="visitors",
                    ),
                ),
                ("changed_at", models.DateTimeField(auto_now=True, verbose_name="changed at")),
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
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="hosting.officeday",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Organisation",
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
                ("slug", models.SlugField(max_length=80, unique=True, verbose_name="address")),
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
                    "municipalities",
                    models.ManyToManyField(
                        blank=True,
                        related_name="organisations",
                        to="municipalities.municipality",
                        verbose_name="municipalities served",
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
                "verbose_name": "organisation",
                "verbose_name_plural": "organisations",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_listed", False),
                            models.Q(
                                ("status", "active"), models.Q(("confidence", "low"), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="organisation_listed_is_active",
                        violation_error_message="Only an active organisation that somebody is sure about is shown.",
                    )
                ],
            },
        ),
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
                    "is_example",
                    models.BooleanField(
                        default=False,
                        help_text="Shown to readers as an example. Replace before going live.",
                        verbose_name="invented example",
                    ),
                ),
                (
                    "reminded_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="reminded on"
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
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
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="hosting.offer",
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
                        verbose_name="organisation",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
            },
        ),
        migrations.AddField(
            model_name="offer",
            name="organisation",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="offers",
                to="hosting.organisation",
                verbose_name="organisation",
            ),
        ),
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
                ("title_nb", models.CharField(max_length=120, null=True, verbose_name="title")),
                ("title_de", models.CharField(max_length=120, null=True, verbose_name="title")),
                ("title_en", models.CharField(max_length=120, null=True, verbose_name="title")),
                ("body", models.TextField(verbose_name="what happens there")),
                ("body_nb", models.TextField(null=True, verbose_name="what happens there")),
                ("body_de", models.TextField(null=True, verbose_name="what happens there")),
                ("body_en", models.TextField(null=True, verbose_name="what happens there")),
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
                ("is_all_day", models.BooleanField(default=False, verbose_name="all day")),
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
                ("website", models.URLField(blank=True, max_length=500, verbose_name="website")),
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
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="hosting.event",
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
            ],
            options={
                "abstract": False,
                "default_permissions": (),
            },
        ),
        migrations.AddField(
            model_name="event",
            name="organisation",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="events",
                to="hosting.organisation",
                verbose_name="who holds it",
            ),
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
            name="Participation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
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
                (
                    "offer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="participations",
                        to="hosting.offer",
                        verbose_name="Norwegian class",
                    ),
                ),
            ],
            options={
                "verbose_name": "participants of a term",
                "verbose_name_plural": "participants of each term",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("offer", "term"),
                        name="participation_once_a_term",
                        violation_error_message="This term is counted already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("completed", None),
                            ("completed__lte", models.F("started")),
                            _connector="OR",
                        ),
                        name="participation_completed_of_started",
                        violation_error_message="No more can complete it than began.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("term__regex", "^20\\d\\d-(spring|autumn)$")),
                        name="participation_of_a_term",
                        violation_error_message="Write 2026-spring or 2026-autumn.",
                    ),
                ],
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
                (
                    "offer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="hosting.offer",
                        verbose_name="Norwegian class",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="hosting.participation",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Picture",
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
                    "key",
                    models.CharField(
                        editable=False, max_length=32, unique=True, verbose_name="file"
                    ),
                ),
                (
                    "widths",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(),
                        editable=False,
                        size=None,
                        verbose_name="widths",
                    ),
                ),
                ("width", models.PositiveSmallIntegerField(editable=False, verbose_name="width")),
                ("height", models.PositiveSmallIntegerField(editable=False, verbose_name="height")),
                (
                    "alt",
                    models.CharField(
                        help_text="For who cannot see it: “Kari Nordmann in front of the town hall”.",
                        max_length=160,
                        verbose_name="what can be seen",
                    ),
                ),
                (
                    "alt_nb",
                    models.CharField(
                        help_text="For who cannot see it: “Kari Nordmann in front of the town hall”.",
                        max_length=160,
                        null=True,
                        verbose_name="what can be seen",
                    ),
                ),
                (
                    "alt_de",
                    models.CharField(
                        help_text="For who cannot see it: “Kari Nordmann in front of the town hall”.",
                        max_length=160,
                        null=True,
                        verbose_name="what can be seen",
                    ),
                ),
                (
                    "alt_en",
                    models.CharField(
                        help_text="For who cannot see it: “Kari Nordmann in front of the town hall”.",
                        max_length=160,
                        null=True,
                        verbose_name="what can be seen",
                    ),
                ),
                (
                    "credit",
                    models.CharField(blank=True, max_length=80, verbose_name="photographer"),
                ),
                (
                    "photo_consent_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="the person agreed on"
                    ),
                ),
                ("added_at", models.DateTimeField(auto_now_add=True, verbose_name="added at")),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipalities.municipality",
                        verbose_name="municipality or region",
                    ),
                ),
            ],
            options={
                "verbose_name": "picture",
                "verbose_name_plural": "pictures",
            },
        ),
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
                    "deputy",
                    models.ForeignKey(
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
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="hosting.coordinator",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
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
                (
                    "photo",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="hosting.picture",
                        verbose_name="photo",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
            },
        ),
        migrations.AddField(
            model_name="coordinator",
            name="photo",
            field=models.OneToOneField(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="hosting.picture",
                verbose_name="photo",
            ),
        ),
        migrations.CreateModel(
            name="PictureEvent",
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
                ("key", models.CharField(editable=False, max_length=32, verbose_name="file")),
                (
                    "widths",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(),
                        editable=False,
                        size=None,
                        verbose_name="widths",
                    ),
                ),
                ("width", models.PositiveSmallIntegerField(editable=False, verbose_name="width")),
                ("height", models.PositiveSmallIntegerField(editable=False, verbose_name="height")),
                (
                    "alt",
                    models.CharField(
                        help_text="For who cannot see it: “Kari Nordmann in front of the town hall”.",
                        max_length=160,
                        verbose_name="what can be seen",
                    ),
                ),
                (
                    "alt_nb",
                    models.CharField(
                        help_text="For who cannot see it: “Kari Nordmann in front of the town hall”.",
                        max_length=160,
                        null=True,
                        verbose_name="what can be seen",
                    ),
                ),
                (
                    "alt_de",
                    models.CharField(
                        help_text="For who cannot see it: “Kari Nordmann in front of the town hall”.",
                        max_length=160,
                        null=True,
                        verbose_name="what can be seen",
                    ),
                ),
                (
                    "alt_en",
                    models.CharField(
                        help_text="For who cannot see it: “Kari Nordmann in front of the town hall”.",
                        max_length=160,
                        null=True,
                        verbose_name="what can be seen",
                    ),
                ),
                (
                    "credit",
                    models.CharField(blank=True, max_length=80, verbose_name="photographer"),
                ),
                (
                    "photo_consent_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="the person agreed on"
                    ),
                ),
                ("added_at", models.DateTimeField(auto_now_add=True, verbose_name="added at")),
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
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="hosting.picture",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="SelfCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                (
                    "question_set",
                    models.PositiveSmallIntegerField(verbose_name="version of the questions"),
                ),
                ("answered_at", models.DateTimeField(auto_now=True, verbose_name="answered at")),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="answered by",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipalities.municipality",
                        verbose_name="municipality or region",
                    ),
                ),
            ],
            options={
                "verbose_name": "self-check",
                "verbose_name_plural": "self-checks",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("municipality", "year"), name="self_check_once_a_year"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("year__gte", 2020), ("year__lte", 2200)),
                        name="self_check_year_is_one",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SelfCheckAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("question", models.SlugField(max_length=40, verbose_name="question")),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "yes"), ("partly", "partly"), ("no", "no")],
                        max_length=6,
                        verbose_name="answer",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                (
                    "check_of_year",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="hosting.selfcheck",
                        verbose_name="self-check",
                    ),
                ),
            ],
            options={
                "verbose_name": "answer",
                "verbose_name_plural": "answers",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("check_of_year", "question"), name="self_check_answer_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("answer__in", ["", "yes", "partly", "no"])),
                        name="self_check_answer_is_one",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SelfCheckAnswerEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "question",
                    models.SlugField(db_index=False, max_length=40, verbose_name="question"),
                ),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "yes"), ("partly", "partly"), ("no", "no")],
                        max_length=6,
                        verbose_name="answer",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                (
                    "check_of_year",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="hosting.selfcheck",
                        verbose_name="self-check",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="hosting.selfcheckanswer",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="SelfCheckEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                (
                    "question_set",
                    models.PositiveSmallIntegerField(verbose_name="version of the questions"),
                ),
                ("answered_at", models.DateTimeField(auto_now=True, verbose_name="answered at")),
                (
                    "answered_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="answered by",
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
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="hosting.selfcheck",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Step",
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
                        help_text="The last part of the web address. It stays the same in all languages.",
                        max_length=60,
                        unique=True,
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
                    "authority",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="hosting.organisation",
                        verbose_name="who decides or helps",
                    ),
                ),
                (
                    "depends_on",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Those that do not apply to the same person are passed over.",
                        related_name="+",
                        to="hosting.step",
                        verbose_name="after all of these",
                    ),
                ),
                (
                    "depends_on_any",
                    models.ManyToManyField(
                        blank=True,
                        related_name="+",
                        to="hosting.step",
                        verbose_name="after one of these",
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
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="municipalities.topic",
                        verbose_name="topic",
                    ),
                ),
            ],
            options={
                "verbose_name": "first step",
                "verbose_name_plural": "first steps",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confidence", "low"), ("state", "published"), _negated=True
                        ),
                        name="step_low_confidence_stays_draft",
                        violation_error_message="What is uncertain cannot be published: check it first.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("groups", []), _negated=True),
                        name="step_is_for_somebody",
                        violation_error_message="Tick at least one group that the step is for.",
                    ),
                ],
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
                    "authority",
                    models.ForeignKey(
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
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="hosting.step",
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
        migrations.CreateModel(
            name="StepTime",
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
                        db_default=[],
                        default=list,
                        help_text="None ticked: for everybody.",
                        size=None,
                        verbose_name="only for these occupations",
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
                (
                    "step",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="times",
                        to="hosting.step",
                        verbose_name="step",
                    ),
                ),
            ],
            options={
                "verbose_name": "deadline or waiting time",
                "verbose_name_plural": "deadlines and waiting times",
                "ordering": ["position", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind", "lead"),
                                ("amount__isnull", False),
                                models.Q(("unit", ""), _negated=True),
                                ("anchor", ""),
                                ("relation", ""),
                                ("yearly", ""),
                                models.Q(("monthly_day__isnull", False), _negated=True),
                            ),
                            models.Q(
                                models.Q(("kind", "lead"), _negated=True),
                                ("amount__isnull", False),
                                models.Q(("unit", ""), _negated=True),
                                models.Q(("relation", ""), _negated=True),
                                models.Q(("anchor", ""), _negated=True),
                                ("yearly", ""),
                                models.Q(("monthly_day__isnull", False), _negated=True),
                            ),
                            models.Q(
                                models.Q(("kind", "lead"), _negated=True),
                                ("amount__isnull", True),
                                ("anchor", ""),
                                ("relation", ""),
                                ("unit", ""),
                                models.Q(("yearly", ""), _negated=True),
                                models.Q(("monthly_day__isnull", False), _negated=True),
                            ),
                            models.Q(
                                models.Q(("kind", "lead"), _negated=True),
                                ("amount__isnull", True),
                                ("anchor", ""),
                                ("relation", ""),
                                ("unit", ""),
                                ("yearly", ""),
                                ("monthly_day__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="step_time_is_of_one_form",
                        violation_error_message="Write either how much, the unit and what it counts from, or a date of each year, or a day of each month. How long an answer takes has only an amount and a unit.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "lead"), _negated=True),
                            ("source__isnull", False),
                            _connector="OR",
                        ),
                        name="step_lead_time_needs_source",
                        violation_error_message="How long an answer takes needs a source.",
                    ),
                ],
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
                        db_default=[],
                        default=list,
                        help_text="None ticked: for everybody.",
                        size=None,
                        verbose_name="only for these occupations",
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
                        to="hosting.steptime",
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
                (
                    "step",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="hosting.step",
                        verbose_name="step",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
            },
        ),
        migrations.AddConstraint(
            model_name="absence",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_from__lte", models.F("valid_to"))),
                name="absence_ends_after_it_begins",
                violation_error_message="The absence cannot end before it begins.",
            ),
        ),
        migrations.AddConstraint(
            model_name="absence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("deputy", None),
                    models.Q(("deputy", models.F("coordinator")), _negated=True),
                    _connector="OR",
                ),
                name="absence_deputy_is_another",
                violation_error_message="Nobody is their own deputy.",
            ),
        ),
        migrations.AddConstraint(
            model_name="absence",
            constraint=models.UniqueConstraint(
                fields=("coordinator", "valid_from"),
                name="absence_once",
                violation_error_message="This absence is there already.",
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
        migrations.AddIndex(
            model_name="offer",
            index=models.Index(
                condition=models.Q(("waiting_since__isnull", False)),
                fields=["waiting_since"],
                name="offer_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="offer",
            index=models.Index(fields=["status", "confirmed_on"], name="offer_by_status"),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status__in", ["published", "to_be_confirmed"]), _negated=True),
                    models.Q(("confirmed_on__isnull", False), ("organisation__isnull", False)),
                    _connector="OR",
                ),
                name="offer_shown_has_organisation",
                violation_error_message="Before it is published, say which organisation offers it.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("organisation__isnull", False),
                    models.Q(("organisation_name", ""), _negated=True),
                    _connector="OR",
                ),
                name="offer_names_organisation",
                violation_error_message="Say who offers it.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "norwegian_class"), models.Q(("levels", []), _negated=True)),
                    models.Q(
                        models.Q(("kind", "norwegian_class"), _negated=True),
                        ("levels", []),
                        ("seats", None),
                    ),
                    _connector="OR",
                ),
                name="offer_class_fields_on_classes",
                violation_error_message="A Norwegian class has at least one level; other offers have neither levels nor seats.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("starts_on", None),
                    ("ends_on", None),
                    ("ends_on__gte", models.F("starts_on")),
                    _connector="OR",
                ),
                name="offer_ends_after_begin",
                violation_error_message="It cannot end before it begins.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(("seats", None), ("seats__gte", 0), _connector="OR"),
                name="offer_seats_not_negative",
                violation_error_message="There cannot be fewer than no seats.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "declined"), _negated=True),
                    models.Q(("decline_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="offer_declined_for_a_reason",
                violation_error_message="Say why it is declined.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("asked_on__isnull", False), ("status", "to_be_confirmed")),
                    models.Q(
                        models.Q(("status", "to_be_confirmed"), _negated=True),
                        ("asked_on", None),
                        ("reminders", 0),
                    ),
                    _connector="OR",
                ),
                name="offer_asked_on_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(("status", "waiting"), _negated=True), ("proposed__isnull", True)
                    ),
                    ("waiting_since__isnull", False),
                    _connector="OR",
                ),
                name="offer_waits_since",
            ),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                condition=models.Q(("state", "published")),
                fields=["over_at"],
                name="event_by_its_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends__gt", models.F("starts"))),
                name="event_ends_after_it_begins",
                violation_error_message="The event cannot end before it begins.",
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "ends__lte",
                        django.db.models.expressions.CombinedExpression(
                            models.F("starts"), "+", models.Value(datetime.timedelta(days=366))
                        ),
                    )
                ),
                name="event_lasts_a_year_at_most",
                violation_error_message="One date lasts a year at most.",
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "starts__gte",
                        datetime.datetime(2000, 1, 1, 0, 0, tzinfo=datetime.UTC),
                    ),
                    (
                        "starts__lt",
                        datetime.datetime(2100, 1, 1, 0, 0, tzinfo=datetime.UTC),
                    ),
                ),
                name="event_in_our_time",
                violation_error_message="Please check the year.",
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("rule", ""), ("rule__regex", "\\m(COUNT|UNTIL)=\\d"), _connector="OR"
                ),
                name="event_rule_has_an_end",
                violation_error_message="A rule needs an end: say on which day, or how many times.",
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("newcomers", None),
                    models.Q(
                        ("headcount__isnull", False), ("newcomers__lte", models.F("headcount"))
                    ),
                    _connector="OR",
                ),
                name="event_newcomers_among_all",
                violation_error_message="There cannot be more newcomers than people.",
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status", "held"),
                    models.Q(("headcount", None), ("newcomers", None)),
                    _connector="OR",
                ),
                name="event_counted_when_held",
                violation_error_message="People are counted at an event that was held.",
            ),
        ),
        migrations.AddConstraint(
            model_name="coordinator",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to", None),
                    ("valid_from", None),
                    ("valid_from__lte", models.F("valid_to")),
                    _connector="OR",
                ),
                name="coordinator_ends_after_begin",
                violation_error_message="The period cannot end before it begins.",
            ),
        ),
        migrations.AddConstraint(
            model_name="coordinator",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("deputy", None),
                    models.Q(("deputy", models.F("pk")), _negated=True),
                    _connector="OR",
                ),
                name="coordinator_not_own_deputy",
                violation_error_message="Nobody is their own deputy.",
            ),
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
        migrations.CreateModel(
            name="StepSourcesEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
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
                    "step",
                    models.ForeignKey(
                        db_constraint=False,
                        db_tablespace="",
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="hosting.step",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="hosting.stepsources",
                    ),
                ),
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
                (
                    "from_step",
                    models.ForeignKey(
                        db_constraint=False,
                        db_tablespace="",
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="hosting.step",
                    ),
                ),
                (
                    "to_step",
                    models.ForeignKey(
                        db_constraint=False,
                        db_tablespace="",
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="hosting.step",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="hosting.stepdependson",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="StepDependsOnAnyEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "from_step",
                    models.ForeignKey(
                        db_constraint=False,
                        db_tablespace="",
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="hosting.step",
                    ),
                ),
                (
                    "to_step",
                    models.ForeignKey(
                        db_constraint=False,
                        db_tablespace="",
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="hosting.step",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="hosting.stepdependsonany",
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
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="hosting.organisationmunicipalities",
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
                    "offer",
                    models.ForeignKey(
                        db_constraint=False,
                        db_tablespace="",
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="hosting.offer",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="hosting.offermunicipalities",
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
                    func='INSERT INTO "hosting_coordinatorevent" ("deputy_id", "email", "hours", "hours_de", "hours_en", "hours_nb", "id", "is_example", "languages", "made_by", "made_from", "municipality_id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "photo_id", "position", "role", "role_de", "role_en", "role_nb", "slug", "source_changed_at", "source_version", "user_id", "valid_from", "valid_to") VALUES (NEW."deputy_id", NEW."email", NEW."hours", NEW."hours_de", NEW."hours_en", NEW."hours_nb", NEW."id", NEW."is_example", NEW."languages", NEW."made_by", NEW."made_from", NEW."municipality_id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."phone", NEW."photo_id", NEW."position", NEW."role", NEW."role_de", NEW."role_en", NEW."role_nb", NEW."slug", NEW."source_changed_at", NEW."source_version", NEW."user_id", NEW."valid_from", NEW."valid_to"); RETURN NULL;',
                    hash="360dbe520662fdffb34721ec1b9d600ad07a2167",
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
                    func='INSERT INTO "hosting_coordinatorevent" ("deputy_id", "email", "hours", "hours_de", "hours_en", "hours_nb", "id", "is_example", "languages", "made_by", "made_from", "municipality_id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "photo_id", "position", "role", "role_de", "role_en", "role_nb", "slug", "source_changed_at", "source_version", "user_id", "valid_from", "valid_to") VALUES (NEW."deputy_id", NEW."email", NEW."hours", NEW."hours_de", NEW."hours_en", NEW."hours_nb", NEW."id", NEW."is_example", NEW."languages", NEW."made_by", NEW."made_from", NEW."municipality_id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."phone", NEW."photo_id", NEW."position", NEW."role", NEW."role_de", NEW."role_en", NEW."role_nb", NEW."slug", NEW."source_changed_at", NEW."source_version", NEW."user_id", NEW."valid_from", NEW."valid_to"); RETURN NULL;',
                    hash="d60127499a34927751ef5361eaf6cd9a84752ec1",
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
                    func='INSERT INTO "hosting_coordinatorevent" ("deputy_id", "email", "hours", "hours_de", "hours_en", "hours_nb", "id", "is_example", "languages", "made_by", "made_from", "municipality_id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "photo_id", "position", "role", "role_de", "role_en", "role_nb", "slug", "source_changed_at", "source_version", "user_id", "valid_from", "valid_to") VALUES (OLD."deputy_id", OLD."email", OLD."hours", OLD."hours_de", OLD."hours_en", OLD."hours_nb", OLD."id", OLD."is_example", OLD."languages", OLD."made_by", OLD."made_from", OLD."municipality_id", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."phone", OLD."photo_id", OLD."position", OLD."role", OLD."role_de", OLD."role_en", OLD."role_nb", OLD."slug", OLD."source_changed_at", OLD."source_version", OLD."user_id", OLD."valid_from", OLD."valid_to"); RETURN NULL;',
                    hash="439c7989c3d4161b76702d6f79768e18200d179c",
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
                    func='INSERT INTO "hosting_organisationevent" ("as_of", "as_of_precision", "confidence", "description", "description_de", "description_en", "description_nb", "editors_note", "id", "is_listed", "kind", "made_by", "made_from", "name", "name_de", "name_en", "name_nb", "other_areas", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "serves_region", "slug", "source_changed_at", "source_version", "status", "website") VALUES (NEW."as_of", NEW."as_of_precision", NEW."confidence", NEW."description", NEW."description_de", NEW."description_en", NEW."description_nb", NEW."editors_note", NEW."id", NEW."is_listed", NEW."kind", NEW."made_by", NEW."made_from", NEW."name", NEW."name_de", NEW."name_en", NEW."name_nb", NEW."other_areas", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."serves_region", NEW."slug", NEW."source_changed_at", NEW."source_version", NEW."status", NEW."website"); RETURN NULL;',
                    hash="00274aa3b68fd9dbe51124c40403b3ced4ad78a2",
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
                    func='INSERT INTO "hosting_organisationevent" ("as_of", "as_of_precision", "confidence", "description", "description_de", "description_en", "description_nb", "editors_note", "id", "is_listed", "kind", "made_by", "made_from", "name", "name_de", "name_en", "name_nb", "other_areas", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "serves_region", "slug", "source_changed_at", "source_version", "status", "website") VALUES (NEW."as_of", NEW."as_of_precision", NEW."confidence", NEW."description", NEW."description_de", NEW."description_en", NEW."description_nb", NEW."editors_note", NEW."id", NEW."is_listed", NEW."kind", NEW."made_by", NEW."made_from", NEW."name", NEW."name_de", NEW."name_en", NEW."name_nb", NEW."other_areas", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."serves_region", NEW."slug", NEW."source_changed_at", NEW."source_version", NEW."status", NEW."website"); RETURN NULL;',
                    hash="363070b274509a298fc16b1f189d586a95c4b972",
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
                    func='INSERT INTO "hosting_organisationevent" ("as_of", "as_of_precision", "confidence", "description", "description_de", "description_en", "description_nb", "editors_note", "id", "is_listed", "kind", "made_by", "made_from", "name", "name_de", "name_en", "name_nb", "other_areas", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "serves_region", "slug", "source_changed_at", "source_version", "status", "website") VALUES (OLD."as_of", OLD."as_of_precision", OLD."confidence", OLD."description", OLD."description_de", OLD."description_en", OLD."description_nb", OLD."editors_note", OLD."id", OLD."is_listed", OLD."kind", OLD."made_by", OLD."made_from", OLD."name", OLD."name_de", OLD."name_en", OLD."name_nb", OLD."other_areas", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."serves_region", OLD."slug", OLD."source_changed_at", OLD."source_version", OLD."status", OLD."website"); RETURN NULL;',
                    hash="3589ee8b6533f68b27ce7956b766f0b0ab686893",
                    operation="DELETE",
                    pgid="pgtrigger_history_of_delete_8dac3",
                    table="hosting_organisation",
                    when="AFTER",
                ),
            ),
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
        pgtrigger.migrations.AddTrigger(
            model_name="step",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "hosting_stepevent" ("as_of", "as_of_precision", "authority_id", "confidence", "cost", "cost_note", "cost_note_de", "cost_note_en", "cost_note_nb", "detail", "detail_de", "detail_en", "detail_nb", "editors_note", "groups", "id", "is_for_children", "is_needed_before_work", "key", "made_by", "made_from", "occupations", "papers", "papers_de", "papers_en", "papers_nb", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phase", "position", "source_changed_at", "source_version", "state", "summary", "summary_de", "summary_en", "summary_nb", "terms", "terms_de", "terms_en", "terms_nb", "title", "title_de", "title_en", "title_nb", "to_verify", "topic_id", "url") VALUES (NEW."as_of", NEW."as_of_precision", NEW."authority_id", NEW."confidence", NEW."cost", NEW."cost_note", NEW."cost_note_de", NEW."cost_note_en", NEW."cost_note_nb", NEW."detail", NEW."detail_de", NEW."detail_en", NEW."detail_nb", NEW."editors_note", NEW."groups", NEW."id", NEW."is_for_children", NEW."is_needed_before_work", NEW."key", NEW."made_by", NEW."made_from", NEW."occupations", NEW."papers", NEW."papers_de", NEW."papers_en", NEW."papers_nb", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."phase", NEW."position", NEW."source_changed_at", NEW."source_version", NEW."state", NEW."summary", NEW."summary_de", NEW."summary_en", NEW."summary_nb", NEW."terms", NEW."terms_de", NEW."terms_en", NEW."terms_nb", NEW."title", NEW."title_de", NEW."title_en", NEW."title_nb", NEW."to_verify", NEW."topic_id", NEW."url"); RETURN NULL;',
                    hash="1065f31d91c47f2d6f68614fb6f02a362a503635",
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
                    func='INSERT INTO "hosting_stepevent" ("as_of", "as_of_precision", "authority_id", "confidence", "cost", "cost_note", "cost_note_de", "cost_note_en", "cost_note_nb", "detail", "detail_de", "detail_en", "detail_nb", "editors_note", "groups", "id", "is_for_children", "is_needed_before_work", "key", "made_by", "made_from", "occupations", "papers", "papers_de", "papers_en", "papers_nb", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phase", "position", "source_changed_at", "source_version", "state", "summary", "summary_de", "summary_en", "summary_nb", "terms", "terms_de", "terms_en", "terms_nb", "title", "title_de", "title_en", "title_nb", "to_verify", "topic_id", "url") VALUES (NEW."as_of", NEW."as_of_precision", NEW."authority_id", NEW."confidence", NEW."cost", NEW."cost_note", NEW."cost_note_de", NEW."cost_note_en", NEW."cost_note_nb", NEW."detail", NEW."detail_de", NEW."detail_en", NEW."detail_nb", NEW."editors_note", NEW."groups", NEW."id", NEW."is_for_children", NEW."is_needed_before_work", NEW."key", NEW."made_by", NEW."made_from", NEW."occupations", NEW."papers", NEW."papers_de", NEW."papers_en", NEW."papers_nb", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."phase", NEW."position", NEW."source_changed_at", NEW."source_version", NEW."state", NEW."summary", NEW."summary_de", NEW."summary_en", NEW."summary_nb", NEW."terms", NEW."terms_de", NEW."terms_en", NEW."terms_nb", NEW."title", NEW."title_de", NEW."title_en", NEW."title_nb", NEW."to_verify", NEW."topic_id", NEW."url"); RETURN NULL;',
                    hash="f481d28f582227d655716f6beae0250a81ff84a3",
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
                    func='INSERT INTO "hosting_stepevent" ("as_of", "as_of_precision", "authority_id", "confidence", "cost", "cost_note", "cost_note_de", "cost_note_en", "cost_note_nb", "detail", "detail_de", "detail_en", "detail_nb", "editors_note", "groups", "id", "is_for_children", "is_needed_before_work", "key", "made_by", "made_from", "occupations", "papers", "papers_de", "papers_en", "papers_nb", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phase", "position", "source_changed_at", "source_version", "state", "summary", "summary_de", "summary_en", "summary_nb", "terms", "terms_de", "terms_en", "terms_nb", "title", "title_de", "title_en", "title_nb", "to_verify", "topic_id", "url") VALUES (OLD."as_of", OLD."as_of_precision", OLD."authority_id", OLD."confidence", OLD."cost", OLD."cost_note", OLD."cost_note_de", OLD."cost_note_en", OLD."cost_note_nb", OLD."detail", OLD."detail_de", OLD."detail_en", OLD."detail_nb", OLD."editors_note", OLD."groups", OLD."id", OLD."is_for_children", OLD."is_needed_before_work", OLD."key", OLD."made_by", OLD."made_from", OLD."occupations", OLD."papers", OLD."papers_de", OLD."papers_en", OLD."papers_nb", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."phase", OLD."position", OLD."source_changed_at", OLD."source_version", OLD."state", OLD."summary", OLD."summary_de", OLD."summary_en", OLD."summary_nb", OLD."terms", OLD."terms_de", OLD."terms_en", OLD."terms_nb", OLD."title", OLD."title_de", OLD."title_en", OLD."title_nb", OLD."to_verify", OLD."topic_id", OLD."url"); RETURN NULL;',
                    hash="4bf93945f58b77d8dfd1b7f1b11bb503ff3781f2",
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
                    func='INSERT INTO "hosting_steptimeevent" ("amount", "anchor", "as_of", "as_of_precision", "groups", "id", "is_unchecked", "kind", "made_by", "made_from", "monthly_day", "occupations", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "relation", "source_changed_at", "source_id", "source_version", "step_id", "unit", "what", "what_de", "what_en", "what_nb", "yearly") VALUES (NEW."amount", NEW."anchor", NEW."as_of", NEW."as_of_precision", NEW."groups", NEW."id", NEW."is_unchecked", NEW."kind", NEW."made_by", NEW."made_from", NEW."monthly_day", NEW."occupations", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."position", NEW."relation", NEW."source_changed_at", NEW."source_id", NEW."source_version", NEW."step_id", NEW."unit", NEW."what", NEW."what_de", NEW."what_en", NEW."what_nb", NEW."yearly"); RETURN NULL;',
                    hash="3766a8c43c13200f63cc36892b54484ce19487ae",
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
                    func='INSERT INTO "hosting_steptimeevent" ("amount", "anchor", "as_of", "as_of_precision", "groups", "id", "is_unchecked", "kind", "made_by", "made_from", "monthly_day", "occupations", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "relation", "source_changed_at", "source_id", "source_version", "step_id", "unit", "what", "what_de", "what_en", "what_nb", "yearly") VALUES (NEW."amount", NEW."anchor", NEW."as_of", NEW."as_of_precision", NEW."groups", NEW."id", NEW."is_unchecked", NEW."kind", NEW."made_by", NEW."made_from", NEW."monthly_day", NEW."occupations", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."position", NEW."relation", NEW."source_changed_at", NEW."source_id", NEW."source_version", NEW."step_id", NEW."unit", NEW."what", NEW."what_de", NEW."what_en", NEW."what_nb", NEW."yearly"); RETURN NULL;',
                    hash="a162fc29032be37c8f059ae4a550c0052767b5d2",
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
                    func='INSERT INTO "hosting_steptimeevent" ("amount", "anchor", "as_of", "as_of_precision", "groups", "id", "is_unchecked", "kind", "made_by", "made_from", "monthly_day", "occupations", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "relation", "source_changed_at", "source_id", "source_version", "step_id", "unit", "what", "what_de", "what_en", "what_nb", "yearly") VALUES (OLD."amount", OLD."anchor", OLD."as_of", OLD."as_of_precision", OLD."groups", OLD."id", OLD."is_unchecked", OLD."kind", OLD."made_by", OLD."made_from", OLD."monthly_day", OLD."occupations", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."position", OLD."relation", OLD."source_changed_at", OLD."source_id", OLD."source_version", OLD."step_id", OLD."unit", OLD."what", OLD."what_de", OLD."what_en", OLD."what_nb", OLD."yearly"); RETURN NULL;',
                    hash="1ddd036b5f73f24cf5b4836992b82952d9cd9adc",
                    operation="DELETE",
                    pgid="pgtrigger_history_of_delete_b7330",
                    table="hosting_steptime",
                    when="AFTER",
                ),
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
        pgtrigger.migrations.AddTrigger(
            model_name="offer",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT (NEW.\"status\" = 'submitted'))",
                    func='INSERT INTO "hosting_offerevent" ("asked_on", "confirmed_on", "cost", "cost_de", "cost_en", "cost_nb", "decided_at", "decided_by_id", "ends_on", "groups", "how_to_join", "how_to_join_de", "how_to_join_en", "how_to_join_nb", "id", "is_beside_work", "is_example", "is_free", "is_outside_working_hours", "kind", "languages", "levels", "made_by", "made_from", "organisation_id", "organisation_name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "reminded_on", "reminders", "seats", "serves_region", "slug", "source_changed_at", "source_version", "starts_on", "status", "submitted_at", "text", "text_de", "text_en", "text_nb", "times", "times_de", "times_en", "times_nb", "title", "title_de", "title_en", "title_nb", "waiting_since", "website", "written_in") VALUES (NEW."asked_on", NEW."confirmed_on", NEW."cost", NEW."cost_de", NEW."cost_en", NEW."cost_nb", NEW."decided_at", NEW."decided_by_id", NEW."ends_on", NEW."groups", NEW."how_to_join", NEW."how_to_join_de", NEW."how_to_join_en", NEW."how_to_join_nb", NEW."id", NEW."is_beside_work", NEW."is_example", NEW."is_free", NEW."is_outside_working_hours", NEW."kind", NEW."languages", NEW."levels", NEW."made_by", NEW."made_from", NEW."organisation_id", NEW."organisation_name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."place", NEW."reminded_on", NEW."reminders", NEW."seats", NEW."serves_region", NEW."slug", NEW."source_changed_at", NEW."source_version", NEW."starts_on", NEW."status", NEW."submitted_at", NEW."text", NEW."text_de", NEW."text_en", NEW."text_nb", NEW."times", NEW."times_de", NEW."times_en", NEW."times_nb", NEW."title", NEW."title_de", NEW."title_en", NEW."title_nb", NEW."waiting_since", NEW."website", NEW."written_in"); RETURN NULL;',
                    hash="c8d6b2ce8318c148390063e57cee58f00f93b0e0",
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
                    condition='WHEN (NOT (NEW."status" = \'submitted\') AND ((OLD."asked_on" IS DISTINCT FROM (NEW."asked_on") OR OLD."confirmed_on" IS DISTINCT FROM (NEW."confirmed_on") OR OLD."cost" IS DISTINCT FROM (NEW."cost") OR OLD."cost_de" IS DISTINCT FROM (NEW."cost_de") OR OLD."cost_en" IS DISTINCT FROM (NEW."cost_en") OR OLD."cost_nb" IS DISTINCT FROM (NEW."cost_nb") OR OLD."decided_at" IS DISTINCT FROM (NEW."decided_at") OR OLD."decided_by_id" IS DISTINCT FROM (NEW."decided_by_id") OR OLD."ends_on" IS DISTINCT FROM (NEW."ends_on") OR OLD."groups" IS DISTINCT FROM (NEW."groups") OR OLD."how_to_join" IS DISTINCT FROM (NEW."how_to_join") OR OLD."how_to_join_de" IS DISTINCT FROM (NEW."how_to_join_de") OR OLD."how_to_join_en" IS DISTINCT FROM (NEW."how_to_join_en") OR OLD."how_to_join_nb" IS DISTINCT FROM (NEW."how_to_join_nb") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_beside_work" IS DISTINCT FROM (NEW."is_beside_work") OR OLD."is_example" IS DISTINCT FROM (NEW."is_example") OR OLD."is_free" IS DISTINCT FROM (NEW."is_free") OR OLD."is_outside_working_hours" IS DISTINCT FROM (NEW."is_outside_working_hours") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."languages" IS DISTINCT FROM (NEW."languages") OR OLD."levels" IS DISTINCT FROM (NEW."levels") OR OLD."made_by" IS DISTINCT FROM (NEW."made_by") OR OLD."made_from" IS DISTINCT FROM (NEW."made_from") OR OLD."organisation_id" IS DISTINCT FROM (NEW."organisation_id") OR OLD."organisation_name" IS DISTINCT FROM (NEW."organisation_name") OR OLD."place" IS DISTINCT FROM (NEW."place") OR OLD."reminded_on" IS DISTINCT FROM (NEW."reminded_on") OR OLD."reminders" IS DISTINCT FROM (NEW."reminders") OR OLD."seats" IS DISTINCT FROM (NEW."seats") OR OLD."serves_region" IS DISTINCT FROM (NEW."serves_region") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."source_changed_at" IS DISTINCT FROM (NEW."source_changed_at") OR OLD."source_version" IS DISTINCT FROM (NEW."source_version") OR OLD."starts_on" IS DISTINCT FROM (NEW."starts_on") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."submitted_at" IS DISTINCT FROM (NEW."submitted_at") OR OLD."text" IS DISTINCT FROM (NEW."text") OR OLD."text_de" IS DISTINCT FROM (NEW."text_de") OR OLD."text_en" IS DISTINCT FROM (NEW."text_en") OR OLD."text_nb" IS DISTINCT FROM (NEW."text_nb") OR OLD."times" IS DISTINCT FROM (NEW."times") OR OLD."times_de" IS DISTINCT FROM (NEW."times_de") OR OLD."times_en" IS DISTINCT FROM (NEW."times_en") OR OLD."times_nb" IS DISTINCT FROM (NEW."times_nb") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."title_de" IS DISTINCT FROM (NEW."title_de") OR OLD."title_en" IS DISTINCT FROM (NEW."title_en") OR OLD."title_nb" IS DISTINCT FROM (NEW."title_nb") OR OLD."waiting_since" IS DISTINCT FROM (NEW."waiting_since") OR OLD."website" IS DISTINCT FROM (NEW."website") OR OLD."written_in" IS DISTINCT FROM (NEW."written_in"))))',
                    func='INSERT INTO "hosting_offerevent" ("asked_on", "confirmed_on", "cost", "cost_de", "cost_en", "cost_nb", "decided_at", "decided_by_id", "ends_on", "groups", "how_to_join", "how_to_join_de", "how_to_join_en", "how_to_join_nb", "id", "is_beside_work", "is_example", "is_free", "is_outside_working_hours", "kind", "languages", "levels", "made_by", "made_from", "organisation_id", "organisation_name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "reminded_on", "reminders", "seats", "serves_region", "slug", "source_changed_at", "source_version", "starts_on", "status", "submitted_at", "text", "text_de", "text_en", "text_nb", "times", "times_de", "times_en", "times_nb", "title", "title_de", "title_en", "title_nb", "waiting_since", "website", "written_in") VALUES (NEW."asked_on", NEW."confirmed_on", NEW."cost", NEW."cost_de", NEW."cost_en", NEW."cost_nb", NEW."decided_at", NEW."decided_by_id", NEW."ends_on", NEW."groups", NEW."how_to_join", NEW."how_to_join_de", NEW."how_to_join_en", NEW."how_to_join_nb", NEW."id", NEW."is_beside_work", NEW."is_example", NEW."is_free", NEW."is_outside_working_hours", NEW."kind", NEW."languages", NEW."levels", NEW."made_by", NEW."made_from", NEW."organisation_id", NEW."organisation_name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."place", NEW."reminded_on", NEW."reminders", NEW."seats", NEW."serves_region", NEW."slug", NEW."source_changed_at", NEW."source_version", NEW."starts_on", NEW."status", NEW."submitted_at", NEW."text", NEW."text_de", NEW."text_en", NEW."text_nb", NEW."times", NEW."times_de", NEW."times_en", NEW."times_nb", NEW."title", NEW."title_de", NEW."title_en", NEW."title_nb", NEW."waiting_since", NEW."website", NEW."written_in"); RETURN NULL;',
                    hash="079e00fec106915290c82df4a85154352492c785",
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
                    condition="WHEN (NOT (OLD.\"status\" = 'submitted'))",
                    func='INSERT INTO "hosting_offerevent" ("asked_on", "confirmed_on", "cost", "cost_de", "cost_en", "cost_nb", "decided_at", "decided_by_id", "ends_on", "groups", "how_to_join", "how_to_join_de", "how_to_join_en", "how_to_join_nb", "id", "is_beside_work", "is_example", "is_free", "is_outside_working_hours", "kind", "languages", "levels", "made_by", "made_from", "organisation_id", "organisation_name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "reminded_on", "reminders", "seats", "serves_region", "slug", "source_changed_at", "source_version", "starts_on", "status", "submitted_at", "text", "text_de", "text_en", "text_nb", "times", "times_de", "times_en", "times_nb", "title", "title_de", "title_en", "title_nb", "waiting_since", "website", "written_in") VALUES (OLD."asked_on", OLD."confirmed_on", OLD."cost", OLD."cost_de", OLD."cost_en", OLD."cost_nb", OLD."decided_at", OLD."decided_by_id", OLD."ends_on", OLD."groups", OLD."how_to_join", OLD."how_to_join_de", OLD."how_to_join_en", OLD."how_to_join_nb", OLD."id", OLD."is_beside_work", OLD."is_example", OLD."is_free", OLD."is_outside_working_hours", OLD."kind", OLD."languages", OLD."levels", OLD."made_by", OLD."made_from", OLD."organisation_id", OLD."organisation_name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."place", OLD."reminded_on", OLD."reminders", OLD."seats", OLD."serves_region", OLD."slug", OLD."source_changed_at", OLD."source_version", OLD."starts_on", OLD."status", OLD."submitted_at", OLD."text", OLD."text_de", OLD."text_en", OLD."text_nb", OLD."times", OLD."times_de", OLD."times_en", OLD."times_nb", OLD."title", OLD."title_de", OLD."title_en", OLD."title_nb", OLD."waiting_since", OLD."website", OLD."written_in"); RETURN NULL;',
                    hash="e3d16bb52e108dfbc5316a7e216e87c08ee1518c",
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
        pgtrigger.migrations.AddTrigger(
            model_name="campaign",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "hosting_campaignevent" ("code", "id", "is_archived", "kind", "language", "municipality_id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "target", "valid_from", "valid_to") VALUES (NEW."code", NEW."id", NEW."is_archived", NEW."kind", NEW."language", NEW."municipality_id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."target", NEW."valid_from", NEW."valid_to"); RETURN NULL;',
                    hash="98d15e5236e6d336d55e052d48a2b65769d0d1e9",
                    operation="INSERT",
                    pgid="pgtrigger_history_of_insert_ee521",
                    table="hosting_campaign",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="campaign",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "hosting_campaignevent" ("code", "id", "is_archived", "kind", "language", "municipality_id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "target", "valid_from", "valid_to") VALUES (NEW."code", NEW."id", NEW."is_archived", NEW."kind", NEW."language", NEW."municipality_id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."target", NEW."valid_from", NEW."valid_to"); RETURN NULL;',
                    hash="8cc912e34b75bb777f21acaa2121182bd31d2829",
                    operation="UPDATE",
                    pgid="pgtrigger_history_of_update_ce18d",
                    table="hosting_campaign",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="campaign",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "hosting_campaignevent" ("code", "id", "is_archived", "kind", "language", "municipality_id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "target", "valid_from", "valid_to") VALUES (OLD."code", OLD."id", OLD."is_archived", OLD."kind", OLD."language", OLD."municipality_id", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."target", OLD."valid_from", OLD."valid_to"); RETURN NULL;',
                    hash="9ada61f64b07b0e89ba14d79750a4ee02d3f9241",
                    operation="DELETE",
                    pgid="pgtrigger_history_of_delete_de24e",
                    table="hosting_campaign",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="letter",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "hosting_letterevent" ("approved_at", "approved_by_id", "id", "items", "month", "municipality_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "sent_at", "sent_count", "state", "words") VALUES (NEW."approved_at", NEW."approved_by_id", NEW."id", NEW."items", NEW."month", NEW."municipality_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."sent_at", NEW."sent_count", NEW."state", NEW."words"); RETURN NULL;',
                    hash="78c34e027a776987188cb35084817c7657784248",
                    operation="INSERT",
                    pgid="pgtrigger_history_of_insert_8087e",
                    table="hosting_letter",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="letter",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "hosting_letterevent" ("approved_at", "approved_by_id", "id", "items", "month", "municipality_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "sent_at", "sent_count", "state", "words") VALUES (NEW."approved_at", NEW."approved_by_id", NEW."id", NEW."items", NEW."month", NEW."municipality_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."sent_at", NEW."sent_count", NEW."state", NEW."words"); RETURN NULL;',
                    hash="ff5b69b849b2dfcf8ac1d307250a7d3186ac0b1d",
                    operation="UPDATE",
                    pgid="pgtrigger_history_of_update_54a10",
                    table="hosting_letter",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="letter",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "hosting_letterevent" ("approved_at", "approved_by_id", "id", "items", "month", "municipality_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "sent_at", "sent_count", "state", "words") VALUES (OLD."approved_at", OLD."approved_by_id", OLD."id", OLD."items", OLD."month", OLD."municipality_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."sent_at", OLD."sent_count", OLD."state", OLD."words"); RETURN NULL;',
                    hash="c99a614bca901761a9df77557fc10f57ab4b00ad",
                    operation="DELETE",
                    pgid="pgtrigger_history_of_delete_219b1",
                    table="hosting_letter",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="absence",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "hosting_absenceevent" ("coordinator_id", "deputy_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from", "valid_to") VALUES (NEW."coordinator_id", NEW."deputy_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."valid_from", NEW."valid_to"); RETURN NULL;',
                    hash="b9b7f8d5b105231222c82c20b4f06b19717577d4",
                    operation="INSERT",
                    pgid="pgtrigger_history_of_insert_44a32",
                    table="hosting_absence",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="absence",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "hosting_absenceevent" ("coordinator_id", "deputy_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from", "valid_to") VALUES (NEW."coordinator_id", NEW."deputy_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."valid_from", NEW."valid_to"); RETURN NULL;',
                    hash="49cdb1df930a396a7b9e83319cfc897ab0acb7ea",
                    operation="UPDATE",
                    pgid="pgtrigger_history_of_update_f3731",
                    table="hosting_absence",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="absence",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "hosting_absenceevent" ("coordinator_id", "deputy_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from", "valid_to") VALUES (OLD."coordinator_id", OLD."deputy_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."valid_from", OLD."valid_to"); RETURN NULL;',
                    hash="82283b32cbe3495dd514f165c41a55623efb2218",
                    operation="DELETE",
                    pgid="pgtrigger_history_of_delete_1dc19",
                    table="hosting_absence",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="officeday",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "hosting_officedayevent" ("changed_at", "date", "ends_at", "id", "municipality_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "starts_at", "status", "visitors") VALUES (NEW."changed_at", NEW."date", NEW."ends_at", NEW."id", NEW."municipality_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."place", NEW."starts_at", NEW."status", NEW."visitors"); RETURN NULL;',
                    hash="735389ed2855029926176429e84f51ff38669fa0",
                    operation="INSERT",
                    pgid="pgtrigger_history_of_insert_e4832",
                    table="hosting_officeday",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="officeday",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "hosting_officedayevent" ("changed_at", "date", "ends_at", "id", "municipality_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "starts_at", "status", "visitors") VALUES (NEW."changed_at", NEW."date", NEW."ends_at", NEW."id", NEW."municipality_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."place", NEW."starts_at", NEW."status", NEW."visitors"); RETURN NULL;',
                    hash="df2d1d5022adffde78293d19823e215cc9694102",
                    operation="UPDATE",
                    pgid="pgtrigger_history_of_update_62340",
                    table="hosting_officeday",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="officeday",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "hosting_officedayevent" ("changed_at", "date", "ends_at", "id", "municipality_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "starts_at", "status", "visitors") VALUES (OLD."changed_at", OLD."date", OLD."ends_at", OLD."id", OLD."municipality_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."place", OLD."starts_at", OLD."status", OLD."visitors"); RETURN NULL;',
                    hash="78d035899115d0ae94aeceed8106ecdfa5ae6f2a",
                    operation="DELETE",
                    pgid="pgtrigger_history_of_delete_dc3ef",
                    table="hosting_officeday",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="picture",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "hosting_pictureevent" ("added_at", "alt", "alt_de", "alt_en", "alt_nb", "credit", "height", "id", "key", "made_by", "made_from", "municipality_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "photo_consent_on", "source_changed_at", "source_version", "width", "widths") VALUES (NEW."added_at", NEW."alt", NEW."alt_de", NEW."alt_en", NEW."alt_nb", NEW."credit", NEW."height", NEW."id", NEW."key", NEW."made_by", NEW."made_from", NEW."municipality_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."photo_consent_on", NEW."source_changed_at", NEW."source_version", NEW."width", NEW."widths"); RETURN NULL;',
                    hash="a301ba97222cdaa51ad5e33a3a7f92b019fa74aa",
                    operation="INSERT",
                    pgid="pgtrigger_history_of_insert_b5346",
                    table="hosting_picture",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="picture",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "hosting_pictureevent" ("added_at", "alt", "alt_de", "alt_en", "alt_nb", "credit", "height", "id", "key", "made_by", "made_from", "municipality_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "photo_consent_on", "source_changed_at", "source_version", "width", "widths") VALUES (NEW."added_at", NEW."alt", NEW."alt_de", NEW."alt_en", NEW."alt_nb", NEW."credit", NEW."height", NEW."id", NEW."key", NEW."made_by", NEW."made_from", NEW."municipality_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."photo_consent_on", NEW."source_changed_at", NEW."source_version", NEW."width", NEW."widths"); RETURN NULL;',
                    hash="b26b1736e3e2774ca5c6066c9f946d6a991a4540",
                    operation="UPDATE",
                    pgid="pgtrigger_history_of_update_da8af",
                    table="hosting_picture",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="picture",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "hosting_pictureevent" ("added_at", "alt", "alt_de", "alt_en", "alt_nb", "credit", "height", "id", "key", "made_by", "made_from", "municipality_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "photo_consent_on", "source_changed_at", "source_version", "width", "widths") VALUES (OLD."added_at", OLD."alt", OLD."alt_de", OLD."alt_en", OLD."alt_nb", OLD."credit", OLD."height", OLD."id", OLD."key", OLD."made_by", OLD."made_from", OLD."municipality_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."photo_consent_on", OLD."source_changed_at", OLD."source_version", OLD."width", OLD."widths"); RETURN NULL;',
                    hash="e73688377a557416ed751e4ea36e433ca8df6e27",
                    operation="DELETE",
                    pgid="pgtrigger_history_of_delete_5c4c1",
                    table="hosting_picture",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="handbookpage",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "hosting_handbookpageevent" ("body", "body_de", "body_en", "body_nb", "id", "key", "kind", "made_by", "made_from", "municipality_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "responsible_id", "review_by", "source_changed_at", "source_version", "title", "title_de", "title_en", "title_nb") VALUES (NEW."body", NEW."body_de", NEW."body_en", NEW."body_nb", NEW."id", NEW."key", NEW."kind", NEW."made_by", NEW."made_from", NEW."municipality_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."position", NEW."responsible_id", NEW."review_by", NEW."source_changed_at", NEW."source_version", NEW."title", NEW."title_de", NEW."title_en", NEW."title_nb"); RETURN NULL;',
                    hash="20e37f78b30adc7a52f959ed006fd4c01241a28b",
                    operation="INSERT",
                    pgid="pgtrigger_history_of_insert_1bc45",
                    table="hosting_handbookpage",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="handbookpage",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "hosting_handbookpageevent" ("body", "body_de", "body_en", "body_nb", "id", "key", "kind", "made_by", "made_from", "municipality_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "responsible_id", "review_by", "source_changed_at", "source_version", "title", "title_de", "title_en", "title_nb") VALUES (NEW."body", NEW."body_de", NEW."body_en", NEW."body_nb", NEW."id", NEW."key", NEW."kind", NEW."made_by", NEW."made_from", NEW."municipality_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."position", NEW."responsible_id", NEW."review_by", NEW."source_changed_at", NEW."source_version", NEW."title", NEW."title_de", NEW."title_en", NEW."title_nb"); RETURN NULL;',
                    hash="dfbc1b2319cf7b4835dfb52a6f4943e2833abfc3",
                    operation="UPDATE",
                    pgid="pgtrigger_history_of_update_39311",
                    table="hosting_handbookpage",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="handbookpage",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "hosting_handbookpageevent" ("body", "body_de", "body_en", "body_nb", "id", "key", "kind", "made_by", "made_from", "municipality_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "responsible_id", "review_by", "source_changed_at", "source_version", "title", "title_de", "title_en", "title_nb") VALUES (OLD."body", OLD."body_de", OLD."body_en", OLD."body_nb", OLD."id", OLD."key", OLD."kind", OLD."made_by", OLD."made_from", OLD."municipality_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."position", OLD."responsible_id", OLD."review_by", OLD."source_changed_at", OLD."source_version", OLD."title", OLD."title_de", OLD."title_en", OLD."title_nb"); RETURN NULL;',
                    hash="75d962afe672cfc6082b9e16a303a8473b3541fa",
                    operation="DELETE",
                    pgid="pgtrigger_history_of_delete_5952b",
                    table="hosting_handbookpage",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="selfcheck",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "hosting_selfcheckevent" ("answered_at", "answered_by_id", "id", "municipality_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "question_set", "year") VALUES (NEW."answered_at", NEW."answered_by_id", NEW."id", NEW."municipality_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."question_set", NEW."year"); RETURN NULL;',
                    hash="e0104979a525ab60041dd53e235c4cbd8ad9444a",
                    operation="INSERT",
                    pgid="pgtrigger_history_of_insert_5d579",
                    table="hosting_selfcheck",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="selfcheck",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "hosting_selfcheckevent" ("answered_at", "answered_by_id", "id", "municipality_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "question_set", "year") VALUES (NEW."answered_at", NEW."answered_by_id", NEW."id", NEW."municipality_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."question_set", NEW."year"); RETURN NULL;',
                    hash="e62498460dfa54587697f814f846baacaa49ec8c",
                    operation="UPDATE",
                    pgid="pgtrigger_history_of_update_01a43",
                    table="hosting_selfcheck",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="selfcheck",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "hosting_selfcheckevent" ("answered_at", "answered_by_id", "id", "municipality_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "question_set", "year") VALUES (OLD."answered_at", OLD."answered_by_id", OLD."id", OLD."municipality_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."question_set", OLD."year"); RETURN NULL;',
                    hash="8683bb99c990ed2f2d5d8ff4706b986266c03939",
                    operation="DELETE",
                    pgid="pgtrigger_history_of_delete_169f6",
                    table="hosting_selfcheck",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="selfcheckanswer",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "hosting_selfcheckanswerevent" ("answer", "check_of_year_id", "id", "note", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "question") VALUES (NEW."answer", NEW."check_of_year_id", NEW."id", NEW."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."question"); RETURN NULL;',
                    hash="bf2d61d86be8fc6a2a642d43555895f9b945851c",
                    operation="INSERT",
                    pgid="pgtrigger_history_of_insert_98241",
                    table="hosting_selfcheckanswer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="selfcheckanswer",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "hosting_selfcheckanswerevent" ("answer", "check_of_year_id", "id", "note", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "question") VALUES (NEW."answer", NEW."check_of_year_id", NEW."id", NEW."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."question"); RETURN NULL;',
                    hash="2c964e75c2f415efe8c0bb954c7d349c7ca8d69d",
                    operation="UPDATE",
                    pgid="pgtrigger_history_of_update_c93a2",
                    table="hosting_selfcheckanswer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="selfcheckanswer",
            trigger=pgtrigger.compiler.Trigger(
                name="history_of_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "hosting_selfcheckanswerevent" ("answer", "check_of_year_id", "id", "note", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "question") VALUES (OLD."answer", OLD."check_of_year_id", OLD."id", OLD."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."question"); RETURN NULL;',
                    hash="10d1d20728df98e2467dc6d3593c5c7d19f42b22",
                    operation="DELETE",
                    pgid="pgtrigger_history_of_delete_51455",
                    table="hosting_selfcheckanswer",
                    when="AFTER",
                ),
            ),
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
        *kept(
            "hosting",
            "0002_content_version_and_search",
            "0003_history",
            "0005_history_of_links",
            "0008_content_version_and_search_of_steps",
            "0009_history_of_steps",
            "0013_content_version_and_search_of_offers",
            "0014_history_of_offers",
            "0016_content_version_of_letters",
            "0017_history_of_campaigns_and_letters",
            "0021_content_version_of_office_days_and_pictures",
            "0022_history_of_hosts_at_work",
            "0023_events",
            "0024_content_version_and_search_of_events",
            "0025_history_of_events",
            "0026_needs_and_reminders",
            "0027_content_version_of_needs",
            "0030_forget_offers_never_confirmed",
        ),
    ]
