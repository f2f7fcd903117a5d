"""All that the migrations of the app had made until 0023_transfers_of_merged_municipalities; a new database has it in one go."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
import portal.lib.dates
import portal.lib.tokens
import uuid
from django.conf import settings
from django.db import migrations, models

from portal.lib.squashed import kept


class Migration(migrations.Migration):
    replaces = [
        ("newcomers", "0001_enquiries_and_read_log"),
        ("newcomers", "0002_row_level_security"),
        ("newcomers", "0003_numbers_forwarding_and_duplicates"),
        ("newcomers", "0004_duplicates_in_one_municipality"),
        ("newcomers", "0005_number_older_enquiries"),
        ("newcomers", "0006_families_cases_and_log"),
        ("newcomers", "0007_case_log_by_municipality"),
        ("newcomers", "0008_case_log_invariants"),
        ("newcomers", "0009_search_in_the_log"),
        ("newcomers", "0010_readings_of_a_case"),
        ("newcomers", "0011_transfers_of_cases"),
        ("newcomers", "0012_transfers_by_municipality"),
        ("newcomers", "0013_readings_of_the_enquiry"),
        ("newcomers", "0014_search_goes_further_back"),
        ("newcomers", "0015_subscriptions_to_the_letter"),
        ("newcomers", "0016_subscriptions_by_municipality"),
        ("newcomers", "0017_families_that_were_joined"),
        ("newcomers", "0018_stays_answered_by_the_family"),
        ("newcomers", "0019_retention_and_erasure"),
        ("newcomers", "0020_privacy_requests_and_consents"),
        ("newcomers", "0021_privacy_requests_by_municipality"),
        ("newcomers", "0022_retention_by_municipality"),
        ("newcomers", "0023_transfers_of_merged_municipalities"),
    ]

    initial = True

    dependencies = [
        ("hosting", "0001_squashed_0031_offers_wait_without_json_null"),
    ]

    operations = [
        migrations.CreateModel(
            name="Enquiry",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
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
                (
                    "received_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="received"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("person", "person"), ("company", "company")],
                        default="person",
                        max_length=8,
                        verbose_name="from a",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("web", "web form"),
                            ("phone", "phone"),
                            ("email", "e-mail"),
                            ("walk_in", "came by"),
                            ("event", "event"),
                            ("employer", "employer"),
                            ("agency", "agency"),
                            ("referral", "referral"),
                            ("eures", "EURES"),
                            ("forum", "forum"),
                            ("students", "students"),
                        ],
                        default="web",
                        max_length=10,
                        verbose_name="came by",
                    ),
                ),
                ("campaign", models.SlugField(blank=True, max_length=40, verbose_name="campaign")),
                ("language", models.CharField(max_length=8, verbose_name="language")),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                ("phone", models.CharField(blank=True, max_length=30, verbose_name="phone")),
                (
                    "planned_month",
                    models.DateField(blank=True, null=True, verbose_name="planned month"),
                ),
                (
                    "household",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("1", "one person"),
                            ("2", "two people"),
                            ("3-4", "three or four people"),
                            ("5+", "five people or more"),
                        ],
                        max_length=3,
                        verbose_name="who is moving",
                    ),
                ),
                ("message", models.CharField(blank=True, max_length=4000, verbose_name="message")),
                (
                    "safe_to_contact",
                    models.CharField(
                        choices=[
                            ("yes", "yes"),
                            ("no_voicemail", "no voicemail"),
                            ("email_only", "e-mail only"),
                            ("phone_only", "phone only"),
                        ],
                        default="yes",
                        max_length=12,
                        verbose_name="safe to contact",
                    ),
                ),
                (
                    "triage",
                    models.CharField(
                        choices=[
                            ("new", "waiting"),
                            ("case", "became a case"),
                            ("answered", "answered"),
                            ("forwarded", "forwarded"),
                            ("spam", "spam"),
                            ("duplicate", "duplicate"),
                            ("out_of_scope", "out of scope"),
                        ],
                        default="new",
                        max_length=12,
                        verbose_name="triage",
                    ),
                ),
                (
                    "triaged_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="triaged"
                    ),
                ),
                ("delete_on", models.DateField(db_index=True, verbose_name="deleted on")),
                (
                    "email_refused_at",
                    models.DateTimeField(
                        blank=True,
                        editable=False,
                        help_text="The confirmation could not be delivered: the address does not exist.",
                        null=True,
                        verbose_name="address refused",
                    ),
                ),
                (
                    "number",
                    models.CharField(
                        default="", editable=False, max_length=8, verbose_name="number"
                    ),
                ),
                (
                    "duplicate_of",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="newcomers.enquiry",
                        verbose_name="the same as",
                    ),
                ),
                (
                    "forwarded_from",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipalities.municipality",
                        verbose_name="forwarded from",
                    ),
                ),
                (
                    "forwarded_to",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipalities.municipality",
                        verbose_name="forwarded to",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipalities.municipality",
                        verbose_name="municipality",
                    ),
                ),
                (
                    "triaged_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="triaged by",
                    ),
                ),
            ],
            options={
                "verbose_name": "enquiry",
                "verbose_name_plural": "enquiries",
                "indexes": [
                    models.Index(
                        condition=models.Q(("triage", "new")),
                        fields=["municipality", "received_at"],
                        name="enquiry_waiting",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("triage", "new"), ("triaged_at", None), ("triaged_by", None)),
                            models.Q(
                                models.Q(("triage", "new"), _negated=True),
                                ("triaged_at__isnull", False),
                                ("triaged_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="enquiry_triage_has_author",
                        violation_error_message="Who dealt with it and when belong together.",
                    ),
                    models.UniqueConstraint(
                        fields=("id", "municipality"), name="enquiry_in_municipality"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("email", ""), _negated=True),
                            models.Q(("phone", ""), _negated=True),
                            ("triage", "forwarded"),
                            _connector="OR",
                        ),
                        name="enquiry_can_be_answered",
                        violation_error_message="An e-mail address or a phone number is needed.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("triage", "forwarded"), _negated=True),
                            models.Q(
                                ("email", ""),
                                ("forwarded_to__isnull", False),
                                ("household", ""),
                                ("language", ""),
                                ("message", ""),
                                ("name", ""),
                                ("phone", ""),
                                ("planned_month", None),
                            ),
                            _connector="OR",
                        ),
                        name="enquiry_forwarded_keeps_number_only",
                        violation_error_message="Of a forwarded enquiry only number and date stay.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("duplicate_of", None),
                            models.Q(
                                ("triage", "duplicate"),
                                models.Q(("duplicate_of", models.F("pk")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="enquiry_duplicate_of_another",
                        violation_error_message="An enquiry is a duplicate of another one.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Erasure",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("key", models.CharField(editable=False, max_length=64, unique=True)),
                (
                    "erased_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="erased"
                    ),
                ),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("retention", "kept long enough"),
                            ("request", "the family asked for it"),
                            ("registered_in_error", "registered in error"),
                        ],
                        max_length=20,
                        verbose_name="why",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipalities.municipality",
                        verbose_name="municipality",
                    ),
                ),
            ],
            options={
                "verbose_name": "erasure",
                "verbose_name_plural": "erasures",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("why__in", ["retention", "request", "registered_in_error"])
                        ),
                        name="erasure_has_reason",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Family",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("journey", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                (
                    "label",
                    models.CharField(
                        help_text="What you call this family in lists.",
                        max_length=120,
                        verbose_name="called",
                    ),
                ),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=8),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="speaks",
                    ),
                ),
                (
                    "interpreter_language",
                    models.CharField(
                        blank=True,
                        help_text="Empty: no interpreter is needed.",
                        max_length=40,
                        verbose_name="interpreter for",
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("labour_nordic", "work, from a Nordic country"),
                            ("labour_eea", "work, from the EU/EEA"),
                            ("labour_third", "work, from another country"),
                            ("refugee", "refugee"),
                            ("reunification", "joins their family"),
                            ("norwegian", "moves within Norway"),
                            ("returnee", "moves back"),
                            ("student", "student"),
                            ("defence", "family of Defence staff"),
                        ],
                        max_length=16,
                        verbose_name="comes as",
                    ),
                ),
                (
                    "segments",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("children", "has children"),
                                ("youth", "under 30"),
                                ("lifestyle", "looks for another life"),
                                ("partner_seeks_work", "partner looks for work"),
                                ("own_business", "starts a business"),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="also",
                    ),
                ),
                (
                    "from_country",
                    models.CharField(
                        blank=True,
                        help_text="Two letters: PL, DE, SE.",
                        max_length=2,
                        verbose_name="from country",
                    ),
                ),
                ("expected_on", models.DateField(blank=True, null=True, verbose_name="expected")),
                ("arrived_on", models.DateField(blank=True, null=True, verbose_name="arrived")),
                (
                    "reasons",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("work", "work"),
                                ("family", "family"),
                                ("study", "studies"),
                                ("protection", "protection"),
                                ("nature", "nature and outdoor life"),
                                ("home", "a home"),
                                ("return", "coming back"),
                                ("other", "another reason"),
                            ],
                            max_length=12,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="why they move",
                    ),
                ),
                (
                    "address_protection",
                    models.CharField(
                        choices=[
                            ("none", "none"),
                            ("fortrolig", "confidential address (fortrolig)"),
                        ],
                        default="none",
                        max_length=10,
                        verbose_name="address protection",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now,
                        editable=False,
                        verbose_name="written down",
                    ),
                ),
                (
                    "form_key",
                    models.CharField(
                        default=portal.lib.tokens.new_token,
                        editable=False,
                        max_length=24,
                        unique=True,
                    ),
                ),
                (
                    "joined_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="joined"
                    ),
                ),
                (
                    "restricted_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="used for nothing since"
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="written down by",
                    ),
                ),
                (
                    "joined_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="joined by",
                    ),
                ),
                (
                    "joined_into",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="newcomers.family",
                        verbose_name="the same as",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipalities.municipality",
                        verbose_name="municipality",
                    ),
                ),
            ],
            options={
                "verbose_name": "family",
                "verbose_name_plural": "families",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("id", "municipality"), name="family_in_municipality"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("joined_at", None), ("joined_by", None), ("joined_into", None)
                            ),
                            models.Q(
                                ("joined_at__isnull", False),
                                ("joined_by__isnull", False),
                                ("joined_into__isnull", False),
                                models.Q(("joined_into", models.F("pk")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="family_joined_with_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Case",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "number",
                    models.CharField(
                        editable=False, max_length=20, unique=True, verbose_name="number"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("received", "received"),
                            ("rejected", "rejected"),
                            ("assigned", "assigned"),
                            ("active", "active"),
                            ("paused", "paused"),
                            ("transferring", "being transferred"),
                            ("closed", "closed"),
                        ],
                        default="received",
                        editable=False,
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                (
                    "priority",
                    models.CharField(
                        choices=[("normal", "normal"), ("high", "high")],
                        default="normal",
                        max_length=6,
                        verbose_name="priority",
                    ),
                ),
                (
                    "housing",
                    models.CharField(
                        choices=[
                            ("unknown", "not asked"),
                            ("none", "has a home"),
                            ("barrier", "finds no home"),
                            ("temporary", "lives temporarily"),
                            ("solved", "found a home"),
                        ],
                        default="unknown",
                        editable=False,
                        max_length=9,
                        verbose_name="home",
                    ),
                ),
                (
                    "opened_on",
                    models.DateField(
                        default=portal.lib.dates.today, editable=False, verbose_name="opened"
                    ),
                ),
                (
                    "privacy_notice_on",
                    models.DateField(
                        blank=True,
                        help_text="The day the family was told what is stored and what their rights are.",
                        null=True,
                        verbose_name="told about privacy",
                    ),
                ),
                (
                    "paused_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="why it is paused"),
                ),
                ("resume_on", models.DateField(blank=True, null=True, verbose_name="goes on")),
                (
                    "rejection",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("spam", "spam"),
                            ("duplicate", "duplicate"),
                            ("out_of_scope", "out of scope"),
                        ],
                        max_length=12,
                        verbose_name="rejected as",
                    ),
                ),
                (
                    "closed_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="closed"
                    ),
                ),
                (
                    "closure",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("settled", "settled"),
                            ("no_need", "needs no follow-up"),
                            ("declined", "does not want the service"),
                            ("not_reached", "not reached"),
                            ("moved_in_region", "moved within the region"),
                            ("moved_in_norway", "moved within Norway"),
                            ("moved_abroad", "moved abroad"),
                            ("did_not_move", "did not move here"),
                            ("handed_to_agency", "handed to an agency"),
                            ("deceased", "deceased"),
                            ("error", "registered in error"),
                        ],
                        max_length=16,
                        verbose_name="why it was closed",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("helped", "got what they needed"),
                            ("partly", "got part of it"),
                            ("not_helped", "did not get it"),
                            ("unknown", "not known"),
                        ],
                        max_length=10,
                        verbose_name="outcome",
                    ),
                ),
                (
                    "next_due_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="next task"
                    ),
                ),
                (
                    "last_contact_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="last reached"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "changed_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="changed"
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="closed by",
                    ),
                ),
                (
                    "coordinator",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="coordinator",
                    ),
                ),
                (
                    "duplicate_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="newcomers.case",
                        verbose_name="the same as",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipalities.municipality",
                        verbose_name="municipality",
                    ),
                ),
                (
                    "municipality_then",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipalities.municipality",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "enquiry",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="newcomers.enquiry",
                        verbose_name="began with",
                    ),
                ),
                (
                    "family",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="newcomers.family",
                        verbose_name="family",
                    ),
                ),
            ],
            options={
                "verbose_name": "case",
                "verbose_name_plural": "cases",
                "indexes": [
                    models.Index(
                        condition=models.Q(
                            ("status__in", ("assigned", "active", "paused", "transferring"))
                        ),
                        fields=["municipality", "next_due_on"],
                        name="case_worklist",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("status__in", ("assigned", "active", "paused", "transferring"))
                        ),
                        fields=["coordinator", "next_due_on"],
                        name="case_own_worklist",
                    ),
                    models.Index(fields=["municipality", "-opened_on"], name="case_by_opening"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("id", "municipality"), name="case_in_municipality"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                ("received", "assigned", "active", "paused", "transferring"),
                            )
                        ),
                        fields=("family",),
                        name="case_one_open_per_family",
                        violation_error_message="This family has an open case.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("closed_at__isnull", False),
                                ("closed_by__isnull", False),
                                ("status", "closed"),
                                models.Q(("closure", ""), _negated=True),
                                models.Q(("outcome", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("status", "closed"), _negated=True),
                                ("closed_at", None),
                                ("closed_by", None),
                                ("closure", ""),
                                ("outcome", ""),
                            ),
                            _connector="OR",
                        ),
                        name="case_closed_with_reason",
                        violation_error_message="A closed case has a day, a reason and an outcome.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("status", "rejected"), models.Q(("rejection", ""), _negated=True)
                            ),
                            models.Q(
                                models.Q(("status", "rejected"), _negated=True), ("rejection", "")
                            ),
                            _connector="OR",
                        ),
                        name="case_rejected_with_reason",
                        violation_error_message="A rejected case has a reason.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("rejection", "duplicate"), _negated=True),
                                ("duplicate_of", None),
                            ),
                            models.Q(
                                ("duplicate_of__isnull", False),
                                ("rejection", "duplicate"),
                                models.Q(("duplicate_of", models.F("pk")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="case_duplicate_of_another",
                        violation_error_message="Say of which case this is a duplicate.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("resume_on__isnull", False),
                                ("status", "paused"),
                                models.Q(("paused_reason", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("status", "paused"), _negated=True),
                                ("paused_reason", ""),
                                ("resume_on", None),
                            ),
                            _connector="OR",
                        ),
                        name="case_paused_with_reason",
                        violation_error_message="A paused case has a reason and a day it goes on.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("status__in", ("assigned", "active", "paused", "transferring")),
                                _negated=True,
                            ),
                            ("coordinator__isnull", False),
                            _connector="OR",
                        ),
                        name="case_open_has_coordinator",
                        violation_error_message="An open case has a coordinator.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    "received",
                                    "rejected",
                                    "assigned",
                                    "active",
                                    "paused",
                                    "transferring",
                                    "closed",
                                ],
                            )
                        ),
                        name="case_status_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FollowUp",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("contact", "contact"),
                            ("note", "note"),
                            ("status", "change of state"),
                            ("system", "by the system"),
                        ],
                        default="contact",
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("occurred_on", models.DateField(verbose_name="day")),
                (
                    "logged_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="logged"
                    ),
                ),
                ("author_name", models.CharField(max_length=100, verbose_name="written by")),
                (
                    "text",
                    models.TextField(blank=True, max_length=10000, verbose_name="what happened"),
                ),
                (
                    "is_restricted",
                    models.BooleanField(
                        default=False,
                        help_text="Colleagues see that there is an entry, and not what it says.",
                        verbose_name="only for me and the lead",
                    ),
                ),
                (
                    "mode",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("phone", "phone"),
                            ("visit", "visit"),
                            ("meeting", "meeting"),
                            ("office_day", "office day"),
                            ("email", "e-mail"),
                            ("sms", "text message"),
                            ("video", "video call"),
                            ("letter", "letter"),
                            ("event", "event"),
                        ],
                        max_length=10,
                        verbose_name="how",
                    ),
                ),
                ("reached", models.BooleanField(blank=True, null=True, verbose_name="reached")),
                (
                    "counterparts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("newcomer", "newcomer"),
                                ("nav", "NAV"),
                                ("tax", "Tax Administration"),
                                ("police", "police"),
                                ("school", "school"),
                                ("kindergarten", "kindergarten"),
                                ("health", "health service"),
                                ("adult_education", "adult education"),
                                ("employer", "employer"),
                                ("landlord", "landlord"),
                                ("association", "association"),
                                ("volunteer", "volunteer"),
                                ("municipality", "another municipality"),
                            ],
                            max_length=16,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="with",
                    ),
                ),
                ("language", models.CharField(blank=True, max_length=8, verbose_name="language")),
                (
                    "with_interpreter",
                    models.BooleanField(default=False, verbose_name="with an interpreter"),
                ),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("informed", "got information"),
                            ("arranged", "something was arranged"),
                            ("referred", "referred"),
                            ("form", "helped with a form"),
                            ("listened", "talked it over"),
                            ("no_answer", "no answer"),
                        ],
                        max_length=10,
                        verbose_name="result",
                    ),
                ),
                (
                    "topics",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="about",
                    ),
                ),
                (
                    "change",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        editable=False,
                        help_text='Of a change of state: {"what": "status", "from": "active", "to": "paused"}.',
                    ),
                ),
                (
                    "correction",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("fix", "corrected"),
                            ("void", "struck out"),
                            ("redact", "redacted"),
                        ],
                        editable=False,
                        max_length=6,
                        verbose_name="correction",
                    ),
                ),
                (
                    "correction_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="why"),
                ),
                (
                    "form_key",
                    models.CharField(
                        default=portal.lib.tokens.new_token,
                        editable=False,
                        max_length=24,
                        unique=True,
                    ),
                ),
                (
                    "vector",
                    django.contrib.postgres.search.SearchVectorField(editable=False, null=True),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="log",
                        to="newcomers.case",
                        verbose_name="case",
                    ),
                ),
                (
                    "corrects",
                    models.OneToOneField(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrected_by",
                        to="newcomers.followup",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipalities.municipality",
                        verbose_name="municipality",
                    ),
                ),
                (
                    "municipality_then",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipalities.municipality",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="hosting.organisation",
                        verbose_name="organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "log entry",
                "verbose_name_plural": "log",
                "indexes": [
                    models.Index(fields=["case", "-occurred_on", "-id"], name="entry_timeline"),
                    models.Index(fields=["municipality", "occurred_on"], name="entry_by_day"),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["vector"], name="entry_vector"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("id", "municipality"), name="entry_in_municipality"
                    ),
                    models.UniqueConstraint(fields=("id", "case"), name="entry_in_case"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("case", None), ("organisation__isnull", False)),
                            models.Q(("case__isnull", False), ("organisation", None)),
                            _connector="OR",
                        ),
                        name="entry_of_case_or_organisation",
                        violation_error_message="An entry belongs to a case or to an organisation.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind", "contact"),
                                ("reached__isnull", False),
                                models.Q(("mode", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("kind", "contact"), _negated=True),
                                ("counterparts", []),
                                ("mode", ""),
                                ("reached", None),
                                ("result", ""),
                            ),
                            _connector="OR",
                        ),
                        name="entry_contact_is_described",
                        violation_error_message="Say how you were in contact, and whether you reached anybody.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("correction", ""), ("correction_reason", ""), ("corrects", None)
                            ),
                            models.Q(
                                ("corrects__isnull", False),
                                models.Q(("correction", ""), _negated=True),
                                models.Q(("correction_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="entry_correction_with_reason",
                        violation_error_message="A correction says what it corrects, and why.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("corrects", None), ("corrects__lt", models.F("pk")), _connector="OR"
                        ),
                        name="entry_corrects_an_earlier_one",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("text"), 10000
                        ),
                        name="entry_text_length",
                        violation_error_message="The text is too long.",
                    ),
                    models.UniqueConstraint(
                        fields=("id", "organisation"), name="entry_of_organisation"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["contact", "note", "status", "system"])),
                        name="entry_kind_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("given_name", models.CharField(max_length=80, verbose_name="given name")),
                (
                    "family_name",
                    models.CharField(blank=True, max_length=80, verbose_name="family name"),
                ),
                (
                    "birth_year",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1900),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="year of birth",
                    ),
                ),
                (
                    "age",
                    models.CharField(
                        choices=[("adult", "adult"), ("child", "child")],
                        default="adult",
                        max_length=5,
                        verbose_name="adult or child",
                    ),
                ),
                (
                    "relation",
                    models.CharField(
                        choices=[
                            ("self", "main contact"),
                            ("partner", "partner"),
                            ("child", "child"),
                            ("parent", "parent"),
                            ("sibling", "brother or sister"),
                            ("other", "other"),
                        ],
                        default="self",
                        max_length=8,
                        verbose_name="relation",
                    ),
                ),
                (
                    "language_levels",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        help_text="Language code to level, from A1 to C2 or mother tongue.",
                        verbose_name="languages",
                    ),
                ),
                ("phone", models.CharField(blank=True, max_length=30, verbose_name="phone")),
                (
                    "phone_digits",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(
                            models.F("phone"),
                            models.Value("[^0-9]"),
                            models.Value(""),
                            models.Value("g"),
                            function="regexp_replace",
                        ),
                        output_field=models.CharField(max_length=30),
                    ),
                ),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                (
                    "is_main_contact",
                    models.BooleanField(default=False, verbose_name="main contact"),
                ),
                (
                    "family",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="people",
                        to="newcomers.family",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipalities.municipality",
                    ),
                ),
            ],
            options={
                "verbose_name": "person",
                "verbose_name_plural": "people",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_main_contact", True)),
                        fields=("family",),
                        name="person_one_main_contact",
                        violation_error_message="A family has one main contact.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_main_contact", False), ("age", "adult"), _connector="OR"
                        ),
                        name="person_main_contact_is_adult",
                        violation_error_message="The main contact is an adult.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("birth_year", None),
                            models.Q(("birth_year__gte", 1900), ("birth_year__lte", 2100)),
                            _connector="OR",
                        ),
                        name="person_birth_year_is_a_year",
                        violation_error_message="That is no year of birth.",
                    ),
                    models.UniqueConstraint(
                        fields=("id", "municipality"), name="person_in_municipality"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("photo", "being in a photograph"),
                            ("story", "being in a story"),
                            ("volunteers", "contact from volunteers and organisations"),
                            ("agency", "sharing with an agency"),
                            ("in_touch", "staying in touch after the case"),
                        ],
                        max_length=10,
                        verbose_name="to what",
                    ),
                ),
                ("text_version", models.CharField(max_length=10, verbose_name="text agreed to")),
                ("language", models.CharField(max_length=8, verbose_name="in which language")),
                (
                    "given_on",
                    models.DateField(default=portal.lib.dates.today, verbose_name="given on"),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("paper", "on paper"),
                            ("email", "by e-mail"),
                            ("in_person", "in person"),
                            ("phone", "on the phone"),
                        ],
                        max_length=9,
                        verbose_name="how",
                    ),
                ),
                ("expires_on", models.DateField(verbose_name="valid until")),
                (
                    "recorded_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now,
                        editable=False,
                        verbose_name="written down",
                    ),
                ),
                (
                    "withdrawn_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="taken back"
                    ),
                ),
                (
                    "withdrawn_channel",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("paper", "on paper"),
                            ("email", "by e-mail"),
                            ("in_person", "in person"),
                            ("phone", "on the phone"),
                        ],
                        editable=False,
                        max_length=9,
                        verbose_name="taken back how",
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
                    "recorded_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="written down by",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="end written down by",
                    ),
                ),
                (
                    "family",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consents",
                        to="newcomers.family",
                        verbose_name="family",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="newcomers.person",
                        verbose_name="who agreed",
                    ),
                ),
            ],
            options={
                "verbose_name": "consent",
                "verbose_name_plural": "consents",
                "indexes": [models.Index(fields=["family", "purpose"], name="consent_of_family")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("withdrawn_at", None),
                                ("withdrawn_by", None),
                                ("withdrawn_channel", ""),
                            ),
                            models.Q(
                                ("withdrawn_at__isnull", False),
                                ("withdrawn_by__isnull", False),
                                models.Q(("withdrawn_channel", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="consent_withdrawn_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("expires_on__gte", models.F("given_on"))),
                        name="consent_ends_after_it_begins",
                        violation_error_message="It ends after it was given.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PrivacyRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("access", "what is stored about us"),
                            ("rectify", "put something right"),
                            ("restrict", "use it for nothing for now"),
                            ("erase", "erase"),
                            ("object", "objection"),
                        ],
                        max_length=8,
                        verbose_name="asks for",
                    ),
                ),
                (
                    "asked_on",
                    models.DateField(default=portal.lib.dates.today, verbose_name="asked on"),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("in_person", "in person"),
                            ("phone", "phone"),
                            ("email", "e-mail"),
                            ("letter", "letter"),
                            ("officer", "through the privacy officer"),
                        ],
                        max_length=9,
                        verbose_name="how",
                    ),
                ),
                (
                    "asked_as",
                    models.CharField(
                        help_text="As they say it: name, and how to reach them.",
                        max_length=120,
                        verbose_name="who asks",
                    ),
                ),
                (
                    "wish",
                    models.CharField(blank=True, max_length=1000, verbose_name="what they say"),
                ),
                (
                    "asks_for",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("self", "only for themselves, and the children"),
                            ("all", "all adults of the household ask together"),
                        ],
                        max_length=4,
                        verbose_name="for whom",
                    ),
                ),
                (
                    "identity",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("document", "showed a passport or another identity document"),
                            ("known", "is known to who took the request"),
                            ("called_back", "was called back on the number that we have"),
                            ("electronic", "logged in with an electronic identity"),
                            ("authorised", "somebody else, with a written authority"),
                        ],
                        max_length=11,
                        verbose_name="how we know who it is",
                    ),
                ),
                ("due_on", models.DateField(verbose_name="answered at the latest on")),
                (
                    "extended_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="time extended on"
                    ),
                ),
                (
                    "extended_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="why extended"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "to be answered"),
                            ("granted", "done"),
                            ("partly", "partly done"),
                            ("refused", "refused"),
                            ("withdrawn", "not upheld"),
                        ],
                        default="open",
                        editable=False,
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                ("answer", models.TextField(blank=True, max_length=4000, verbose_name="answer")),
                (
                    "language",
                    models.CharField(
                        blank=True, max_length=8, verbose_name="language of the answer"
                    ),
                ),
                (
                    "reasons",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("done", "done as asked"),
                                ("nothing_stored", "nothing is stored about them"),
                                ("not_identified", "we do not know who is asking"),
                                ("others", "it concerns other people"),
                                ("ongoing_case", "it is needed for a case that is going on"),
                                ("duty", "a law says that it is kept"),
                                ("archive", "it is kept in the archive of the municipality"),
                                ("correct", "what is stored is right"),
                                ("unfounded", "it is unfounded, or asked for again and again"),
                                ("outweighed", "the reasons to go on weigh more"),
                            ],
                            max_length=14,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="why",
                    ),
                ),
                (
                    "answered_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="answered at"
                    ),
                ),
                (
                    "lifted_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="lifted at"
                    ),
                ),
                (
                    "lifted_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="why lifted"),
                ),
                (
                    "registered_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now,
                        editable=False,
                        verbose_name="written down",
                    ),
                ),
                (
                    "form_key",
                    models.CharField(
                        default=portal.lib.tokens.new_token,
                        editable=False,
                        max_length=24,
                        unique=True,
                    ),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="answered by",
                    ),
                ),
                (
                    "asker",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="newcomers.person",
                        verbose_name="which person asks",
                    ),
                ),
                (
                    "extended_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="extended by",
                    ),
                ),
                (
                    "family",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="privacy_requests",
                        to="newcomers.family",
                        verbose_name="family",
                    ),
                ),
                (
                    "lifted_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="lifted by",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipalities.municipality",
                        verbose_name="municipality",
                    ),
                ),
                (
                    "registered_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="written down by",
                    ),
                ),
            ],
            options={
                "verbose_name": "privacy request",
                "verbose_name_plural": "privacy requests",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "open")),
                        fields=["municipality", "due_on"],
                        name="request_open",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("id", "municipality"), name="request_in_municipality"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answer", ""),
                                ("answered_at", None),
                                ("answered_by", None),
                                ("state", "open"),
                            ),
                            models.Q(
                                models.Q(("state", "open"), _negated=True),
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="request_answered_by_somebody",
                        violation_error_message="Who answered it and when belong together.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ["granted", "partly", "refused"]), _negated=True
                            ),
                            models.Q(("reasons", []), _negated=True),
                            _connector="OR",
                        ),
                        name="request_answered_with_reason",
                        violation_error_message="An answer says why.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("extended_by", None), ("extended_on", None)),
                            models.Q(
                                ("extended_by__isnull", False), ("extended_on__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="request_extended_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lifted_at", None), ("lifted_by", None)),
                            models.Q(
                                ("kind__in", ["restrict", "object"]),
                                ("lifted_at__isnull", False),
                                ("lifted_by__isnull", False),
                                ("state__in", ["granted", "partly"]),
                            ),
                            _connector="OR",
                        ),
                        name="request_lifted_is_what_held",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("asker", None), ("family__isnull", False), _connector="OR"
                        ),
                        name="request_asker_is_of_family",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("due_on__gte", models.F("asked_on"))),
                        name="request_due_after_asked",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LeftOut",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("table", models.CharField(max_length=40)),
                ("object_id", models.CharField(max_length=36)),
                ("field", models.CharField(max_length=60)),
                ("ranges", models.JSONField(blank=True, default=list)),
                ("seal", models.CharField(max_length=24)),
                (
                    "decided_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipalities.municipality",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="left_out",
                        to="newcomers.privacyrequest",
                    ),
                ),
            ],
            options={
                "verbose_name": "passages left out",
                "verbose_name_plural": "passages left out",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("request", "table", "object_id", "field"), name="left_out_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="GivenOut",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="at"
                    ),
                ),
                (
                    "form",
                    models.CharField(
                        choices=[("html", "to read and to print"), ("json", "as a file (JSON)")],
                        max_length=4,
                        verbose_name="as",
                    ),
                ),
                ("language", models.CharField(max_length=8, verbose_name="language")),
                ("counts", models.JSONField(default=dict, verbose_name="how much")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipalities.municipality",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="given_out",
                        to="newcomers.privacyrequest",
                    ),
                ),
            ],
            options={
                "verbose_name": "given out",
                "verbose_name_plural": "given out",
            },
        ),
        migrations.CreateModel(
            name="RetentionBatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "approved_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="approved"
                    ),
                ),
                ("due_on", models.DateField(verbose_name="carried out on")),
                (
                    "form_key",
                    models.CharField(
                        default=portal.lib.tokens.new_token,
                        editable=False,
                        max_length=24,
                        unique=True,
                    ),
                ),
                (
                    "approved_by",
                    models.ForeignKey(
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
                        verbose_name="municipality",
                    ),
                ),
            ],
            options={
                "verbose_name": "approved list",
                "verbose_name_plural": "approved lists",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("id", "municipality"), name="batch_in_municipality"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RetentionHold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(max_length=200, verbose_name="why it is kept")),
                ("until", models.DateField(verbose_name="until")),
                (
                    "set_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="set"
                    ),
                ),
                (
                    "lifted_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="lifted"
                    ),
                ),
                (
                    "family",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holds",
                        to="newcomers.family",
                        verbose_name="family",
                    ),
                ),
                (
                    "lifted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="lifted by",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipalities.municipality",
                        verbose_name="municipality",
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="set by",
                    ),
                ),
            ],
            options={
                "verbose_name": "hold",
                "verbose_name_plural": "holds",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="hold_with_reason",
                        violation_error_message="Say why the family is kept.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lifted_at", None), ("lifted_by", None)),
                            models.Q(("lifted_at__isnull", False), ("lifted_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="hold_lifted_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RetentionItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "done_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="carried out"
                    ),
                ),
                (
                    "stopped_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="stopped"
                    ),
                ),
                (
                    "stop",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("contact", "there was new contact"),
                            ("reopened", "the case was opened again"),
                            ("request", "the family has asked for something"),
                            ("hold", "a hold was set"),
                            ("joined", "it was joined with another family"),
                            ("taken_back", "taken off the list"),
                        ],
                        max_length=10,
                        verbose_name="why it was stopped",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="newcomers.retentionbatch",
                        verbose_name="approved list",
                    ),
                ),
                (
                    "family",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="newcomers.family",
                        verbose_name="family",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipalities.municipality",
                        verbose_name="municipality",
                    ),
                ),
            ],
            options={
                "verbose_name": "family to be anonymised",
                "verbose_name_plural": "families to be anonymised",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("done_at", None), ("stopped_at", None)),
                        fields=("family",),
                        name="retention_item_waits_once",
                        violation_error_message="The family is on an approved list already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("stop", ""), ("stopped_at", None)),
                            models.Q(
                                ("stopped_at__isnull", False), models.Q(("stop", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="retention_item_stopped_with_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("done_at", None), ("stopped_at", None), _connector="OR"
                        ),
                        name="retention_item_done_or_stopped",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RetentionRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "review_after",
                    models.PositiveSmallIntegerField(
                        default=24,
                        help_text="Months since the case was closed or last changed.",
                        validators=[
                            django.core.validators.MinValueValidator(6),
                            django.core.validators.MaxValueValidator(120),
                        ],
                        verbose_name="looked at after (months)",
                    ),
                ),
                (
                    "anonymise_after",
                    models.PositiveSmallIntegerField(
                        default=36,
                        validators=[
                            django.core.validators.MinValueValidator(6),
                            django.core.validators.MaxValueValidator(120),
                        ],
                        verbose_name="anonymised after (months)",
                    ),
                ),
                (
                    "changed_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="changed"
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="changed by",
                    ),
                ),
                (
                    "municipality",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipalities.municipality",
                        verbose_name="municipality",
                    ),
                ),
            ],
            options={
                "verbose_name": "time families are kept",
                "verbose_name_plural": "times families are kept",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("anonymise_after__lte", 120),
                            ("review_after__gte", 6),
                            ("review_after__lte", models.F("anonymise_after")),
                        ),
                        name="retention_looked_at_before",
                        violation_error_message="From 6 to 120 months; looked at no later than anonymised.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StatRow",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("work", "work"),
                            ("refugee", "refugee"),
                            ("family", "family"),
                            ("norwegian", "from Norway, or coming back"),
                            ("student", "student"),
                            ("defence", "family of Defence staff"),
                        ],
                        max_length=10,
                        verbose_name="comes as",
                    ),
                ),
                (
                    "household",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("1", "one person"),
                            ("2", "two people"),
                            ("3-4", "three or four people"),
                            ("5+", "five people or more"),
                        ],
                        max_length=3,
                        verbose_name="who is moving",
                    ),
                ),
                ("is_opened", models.BooleanField(verbose_name="opened that year")),
                (
                    "closure",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("settled", "settled"),
                            ("no_need", "needs no follow-up"),
                            ("declined", "does not want the service"),
                            ("not_reached", "not reached"),
                            ("moved_in_region", "moved within the region"),
                            ("moved_in_norway", "moved within Norway"),
                            ("moved_abroad", "moved abroad"),
                            ("did_not_move", "did not move here"),
                            ("handed_to_agency", "handed to an agency"),
                            ("deceased", "deceased"),
                            ("error", "registered in error"),
                        ],
                        max_length=16,
                        verbose_name="why it was closed",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("helped", "got what they needed"),
                            ("partly", "got part of it"),
                            ("not_helped", "did not get it"),
                            ("unknown", "not known"),
                        ],
                        max_length=10,
                        verbose_name="outcome",
                    ),
                ),
                ("made", models.PositiveIntegerField(verbose_name="contacts")),
                (
                    "reached",
                    models.PositiveIntegerField(verbose_name="contacts that reached somebody"),
                ),
                ("with_newcomer", models.PositiveIntegerField(verbose_name="… with the newcomer")),
                (
                    "with_organisation",
                    models.PositiveIntegerField(verbose_name="… with organisations alone"),
                ),
                ("planned", models.PositiveIntegerField(verbose_name="led to a task")),
                (
                    "done_soon",
                    models.PositiveIntegerField(verbose_name="… that was done within 30 days"),
                ),
                (
                    "done_in_time",
                    models.PositiveIntegerField(verbose_name="… that was done by its day"),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipalities.municipality",
                        verbose_name="municipality",
                    ),
                ),
                (
                    "municipality_then",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipalities.municipality",
                    ),
                ),
            ],
            options={
                "verbose_name": "row of statistics",
                "verbose_name_plural": "statistics",
                "indexes": [
                    models.Index(fields=["municipality_then", "year"], name="stat_row_by_year")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "category__in",
                                ["work", "refugee", "family", "norwegian", "student", "defence"],
                            )
                        ),
                        name="stat_row_category_is_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StayCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("journey", models.UUIDField(db_index=True, editable=False)),
                ("due_on", models.DateField(verbose_name="asked on")),
                ("months", models.PositiveSmallIntegerField(verbose_name="months after arrival")),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("yes", "still here"),
                            ("no", "has moved away"),
                            ("unknown", "cannot be found out"),
                        ],
                        max_length=8,
                        verbose_name="answer",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("work", "work"),
                            ("home", "no home"),
                            ("study", "studies"),
                            ("family", "family elsewhere"),
                            ("partner", "partner found no work"),
                            ("language", "language"),
                            ("alone", "found no friends"),
                            ("climate", "dark and cold"),
                            ("services", "services too far away"),
                            ("return", "went back home"),
                            ("other", "another reason"),
                            ("not_said", "not said"),
                        ],
                        max_length=8,
                        verbose_name="why they left",
                    ),
                ),
                (
                    "answered_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="answered at"
                    ),
                ),
                (
                    "by_family",
                    models.BooleanField(
                        db_default=False,
                        default=False,
                        editable=False,
                        verbose_name="answered by the family",
                    ),
                ),
                (
                    "asked_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="family asked at"
                    ),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="answered by",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="family asked by",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipalities.municipality",
                        verbose_name="municipality",
                    ),
                ),
            ],
            options={
                "verbose_name": "stay check",
                "verbose_name_plural": "stay checks",
                "indexes": [
                    models.Index(
                        condition=models.Q(("answer", "")),
                        fields=["municipality", "due_on"],
                        name="stay_check_due",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("journey", "municipality", "months"), name="stay_check_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", "no"), models.Q(("reason", ""), _negated=True)),
                            models.Q(models.Q(("answer", "no"), _negated=True), ("reason", "")),
                            _connector="OR",
                        ),
                        name="stay_check_reason_for_leaving",
                        violation_error_message="Say why they left; “not said” is an answer too.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answer", ""),
                                ("answered_at", None),
                                ("answered_by", None),
                                ("by_family", False),
                            ),
                            models.Q(
                                models.Q(("answer", ""), _negated=True),
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                                ("by_family", False),
                            ),
                            models.Q(
                                models.Q(("answer", ""), _negated=True),
                                ("answered_at__isnull", False),
                                ("answered_by", None),
                                ("by_family", True),
                            ),
                            _connector="OR",
                        ),
                        name="stay_check_answer_has_author",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("asked_at", None), ("asked_by", None)),
                            models.Q(("asked_at__isnull", False), ("asked_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="stay_check_family_asked_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Subscription",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("language", models.CharField(max_length=8, verbose_name="language")),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail")),
                (
                    "asked_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="asked"
                    ),
                ),
                ("asked_key", models.CharField(editable=False, max_length=64)),
                (
                    "confirmed_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="confirmed"),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipalities.municipality",
                        verbose_name="municipality",
                    ),
                ),
            ],
            options={
                "verbose_name": "subscription",
                "verbose_name_plural": "subscriptions",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("municipality"),
                        models.F("language"),
                        django.db.models.functions.text.Lower("email"),
                        name="subscription_once",
                    ),
                    models.UniqueConstraint(
                        fields=("id", "municipality"), name="subscription_in_municipality"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LetterDelivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "letter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="hosting.letter",
                        verbose_name="monthly letter",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipalities.municipality",
                        verbose_name="municipality",
                    ),
                ),
                (
                    "subscription",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="newcomers.subscription",
                        verbose_name="subscription",
                    ),
                ),
            ],
            options={
                "verbose_name": "letter given",
                "verbose_name_plural": "letters given",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("letter", "subscription"), name="letter_delivery_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Task",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("task", "task"),
                            ("appointment", "appointment"),
                            ("referral", "referral"),
                        ],
                        default="task",
                        max_length=11,
                        verbose_name="kind",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="what is to be done")),
                ("due_on", models.DateField(verbose_name="day")),
                ("due_at", models.TimeField(blank=True, null=True, verbose_name="time")),
                ("place", models.CharField(blank=True, max_length=120, verbose_name="place")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("done", "done"),
                            ("cancelled", "cancelled"),
                            ("handed_over", "handed over"),
                        ],
                        default="planned",
                        editable=False,
                        max_length=11,
                        verbose_name="state",
                    ),
                ),
                (
                    "waiting_for",
                    models.CharField(
                        choices=[
                            ("us", "us"),
                            ("newcomer", "the newcomer"),
                            ("agency", "an agency"),
                        ],
                        default="us",
                        max_length=8,
                        verbose_name="waiting for",
                    ),
                ),
                (
                    "ended_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="done on"),
                ),
                (
                    "postponed_count",
                    models.PositiveSmallIntegerField(
                        default=0, editable=False, verbose_name="postponed"
                    ),
                ),
                (
                    "postponed_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="why postponed"),
                ),
                (
                    "step_key",
                    models.SlugField(
                        blank=True, editable=False, max_length=60, verbose_name="from first step"
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="planned at"
                    ),
                ),
                (
                    "form_key",
                    models.CharField(
                        default=portal.lib.tokens.new_token,
                        editable=False,
                        max_length=24,
                        unique=True,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="newcomers.case",
                        verbose_name="case",
                    ),
                ),
                (
                    "caused_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="caused",
                        to="newcomers.followup",
                        verbose_name="decided in",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="done by",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipalities.municipality",
                        verbose_name="municipality",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="hosting.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who does it",
                    ),
                ),
                (
                    "referred_to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="hosting.organisation",
                        verbose_name="referred to",
                    ),
                ),
            ],
            options={
                "verbose_name": "task",
                "verbose_name_plural": "tasks",
                "indexes": [
                    models.Index(
                        condition=models.Q(("status", "planned")),
                        fields=["case", "due_on"],
                        name="task_of_case",
                    ),
                    models.Index(
                        condition=models.Q(("status", "planned")),
                        fields=["owner", "due_on"],
                        name="task_of_owner",
                    ),
                    models.Index(
                        condition=models.Q(("status", "planned")),
                        fields=["municipality", "due_on"],
                        name="task_of_municipality",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("case", None), ("organisation__isnull", False)),
                            models.Q(("case__isnull", False), ("organisation", None)),
                            _connector="OR",
                        ),
                        name="task_of_case_or_organisation",
                        violation_error_message="A task belongs to a case or to an organisation.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_by", None), ("ended_on", None), ("status", "planned")),
                            models.Q(
                                models.Q(("status", "planned"), _negated=True),
                                ("ended_by__isnull", False),
                                ("ended_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="task_ended_with_day",
                        violation_error_message="A task that is done has a day and somebody who did it.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "referral"), ("referred_to__isnull", False)),
                            models.Q(
                                models.Q(("kind", "referral"), _negated=True), ("referred_to", None)
                            ),
                            _connector="OR",
                        ),
                        name="task_referral_to_somebody",
                        violation_error_message="Say to whom you refer.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind", "appointment"), ("due_at", None), _connector="OR"
                        ),
                        name="task_time_of_appointment",
                        violation_error_message="Only an appointment has a time.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("postponed_count", 0), ("postponed_reason", "")),
                            models.Q(
                                ("postponed_count__gt", 0),
                                models.Q(("postponed_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="task_postponed_with_reason",
                        violation_error_message="Say why it is postponed.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["planned", "done", "cancelled", "handed_over"])
                        ),
                        name="task_status_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Transfer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "proposed"),
                            ("accepted", "accepted"),
                            ("declined", "declined"),
                            ("withdrawn", "withdrawn"),
                            ("expired", "expired"),
                            ("needless", "needless"),
                        ],
                        default="proposed",
                        editable=False,
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                ("reason", models.CharField(max_length=200, verbose_name="why it is transferred")),
                (
                    "note",
                    models.TextField(blank=True, max_length=10000, verbose_name="hand-over note"),
                ),
                (
                    "planned_month",
                    models.DateField(blank=True, null=True, verbose_name="planned month"),
                ),
                (
                    "status_before",
                    models.CharField(
                        choices=[
                            ("received", "received"),
                            ("rejected", "rejected"),
                            ("assigned", "assigned"),
                            ("active", "active"),
                            ("paused", "paused"),
                            ("transferring", "being transferred"),
                            ("closed", "closed"),
                        ],
                        editable=False,
                        max_length=12,
                    ),
                ),
                ("paused_reason", models.CharField(blank=True, editable=False, max_length=200)),
                ("resume_on", models.DateField(blank=True, editable=False, null=True)),
                (
                    "proposed_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="proposed"
                    ),
                ),
                ("expires_on", models.DateField(verbose_name="can be accepted until")),
                (
                    "answered_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="answered at"
                    ),
                ),
                (
                    "answer",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="why it was declined"
                    ),
                ),
                (
                    "form_key",
                    models.CharField(
                        default=portal.lib.tokens.new_token,
                        editable=False,
                        max_length=24,
                        unique=True,
                    ),
                ),
                (
                    "is_successor_erased",
                    models.BooleanField(db_default=False, default=False, editable=False),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="answered by",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transfers",
                        to="newcomers.case",
                        verbose_name="case",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipalities.municipality",
                        verbose_name="from municipality",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="proposed by",
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="newcomers.case",
                        verbose_name="goes on as",
                    ),
                ),
                (
                    "to_municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipalities.municipality",
                        verbose_name="to municipality",
                    ),
                ),
            ],
            options={
                "verbose_name": "transfer",
                "verbose_name_plural": "transfers",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "proposed")),
                        fields=["municipality", "expires_on"],
                        name="transfer_waiting",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("id", "municipality"), name="transfer_from"),
                    models.UniqueConstraint(fields=("id", "to_municipality"), name="transfer_to"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "proposed")),
                        fields=("case",),
                        name="transfer_one_proposed_per_case",
                        violation_error_message="A transfer of this case is waiting for an answer.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="transfer_with_reason",
                        violation_error_message="Say why the case is transferred.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state", "declined"), models.Q(("answer", ""), _negated=True)
                            ),
                            models.Q(
                                models.Q(("state", "declined"), _negated=True), ("answer", "")
                            ),
                            _connector="OR",
                        ),
                        name="transfer_declined_with_reason",
                        violation_error_message="Say why you do not take the case over.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("paused_reason", ""),
                                ("resume_on", None),
                                ("status_before__in", ["assigned", "active"]),
                            ),
                            ("status_before", "paused"),
                            _connector="OR",
                        ),
                        name="transfer_knows_the_way_back",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("is_successor_erased", False),
                                ("state", "accepted"),
                                ("successor__isnull", False),
                            ),
                            models.Q(
                                ("is_successor_erased", True),
                                ("state", "accepted"),
                                ("successor", None),
                            ),
                            models.Q(
                                models.Q(("state", "accepted"), _negated=True),
                                ("is_successor_erased", False),
                                ("successor", None),
                            ),
                            _connector="OR",
                        ),
                        name="transfer_accepted_has_successor",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("to_municipality", models.F("municipality")), _negated=True),
                            models.Q(("state", "proposed"), _negated=True),
                            _connector="OR",
                        ),
                        name="transfer_to_another",
                        violation_error_message="The case is in this municipality already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answered_at", None), ("answered_by", None), ("state", "proposed")
                            ),
                            models.Q(
                                ("answered_at__isnull", False),
                                ("answered_by", None),
                                ("state__in", ["expired", "needless"]),
                            ),
                            models.Q(
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                                ("state__in", ["accepted", "declined", "withdrawn"]),
                            ),
                            _connector="OR",
                        ),
                        name="transfer_answered_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TransferBundle",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "note",
                    models.TextField(blank=True, max_length=10000, verbose_name="hand-over note"),
                ),
                ("entries", models.JSONField(default=list, verbose_name="the log until then")),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="taken over"
                    ),
                ),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bundle",
                        to="newcomers.case",
                        verbose_name="case",
                    ),
                ),
                (
                    "from_municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipalities.municipality",
                        verbose_name="from municipality",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipalities.municipality",
                        verbose_name="municipality",
                    ),
                ),
            ],
            options={
                "verbose_name": "hand-over",
                "verbose_name_plural": "hand-overs",
            },
        ),
        migrations.CreateModel(
            name="TransferCover",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "proposed"),
                            ("accepted", "accepted"),
                            ("declined", "declined"),
                            ("withdrawn", "withdrawn"),
                            ("expired", "expired"),
                            ("needless", "needless"),
                        ],
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("labour_nordic", "work, from a Nordic country"),
                            ("labour_eea", "work, from the EU/EEA"),
                            ("labour_third", "work, from another country"),
                            ("refugee", "refugee"),
                            ("reunification", "joins their family"),
                            ("norwegian", "moves within Norway"),
                            ("returnee", "moves back"),
                            ("student", "student"),
                            ("defence", "family of Defence staff"),
                        ],
                        max_length=16,
                        verbose_name="comes as",
                    ),
                ),
                (
                    "household",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("1", "one person"),
                            ("2", "two people"),
                            ("3-4", "three or four people"),
                            ("5+", "five people or more"),
                        ],
                        max_length=3,
                        verbose_name="who is moving",
                    ),
                ),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=8),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="speaks",
                    ),
                ),
                (
                    "interpreter_language",
                    models.CharField(blank=True, max_length=40, verbose_name="interpreter for"),
                ),
                (
                    "segments",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("children", "has children"),
                                ("youth", "under 30"),
                                ("lifestyle", "looks for another life"),
                                ("partner_seeks_work", "partner looks for work"),
                                ("own_business", "starts a business"),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="also",
                    ),
                ),
                (
                    "planned_month",
                    models.DateField(blank=True, null=True, verbose_name="planned month"),
                ),
                (
                    "is_protected",
                    models.BooleanField(default=False, verbose_name="confidential address"),
                ),
                ("proposed_at", models.DateTimeField(verbose_name="proposed")),
                ("expires_on", models.DateField(verbose_name="can be accepted until")),
                (
                    "answered_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="answered at"),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="answered by",
                    ),
                ),
                (
                    "from_municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipalities.municipality",
                        verbose_name="from municipality",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipalities.municipality",
                        verbose_name="municipality",
                    ),
                ),
                (
                    "successor",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="came_by",
                        to="newcomers.case",
                        verbose_name="goes on as",
                    ),
                ),
                (
                    "transfer",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="newcomers.transfer",
                        verbose_name="transfer",
                    ),
                ),
            ],
            options={
                "verbose_name": "transfer to us",
                "verbose_name_plural": "transfers to us",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "proposed")),
                        fields=["municipality", "expires_on"],
                        name="transfer_cover_waiting",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseAccess",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="at"
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
                    "what",
                    models.CharField(
                        choices=[
                            ("list", "list"),
                            ("view", "opened"),
                            ("search", "search"),
                            ("export", "export"),
                            ("print", "print"),
                        ],
                        max_length=6,
                        verbose_name="what",
                    ),
                ),
                ("table", models.CharField(max_length=40, verbose_name="of")),
                (
                    "object_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=36),
                        size=None,
                        verbose_name="objects",
                    ),
                ),
                (
                    "case_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(),
                        default=list,
                        size=None,
                        verbose_name="cases",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipalities.municipality",
                        verbose_name="municipality",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "reading",
                "verbose_name_plural": "read log",
                "indexes": [
                    models.Index(fields=["municipality", "-at"], name="access_by_municipality"),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["case_ids"], name="access_by_case"
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        condition=models.Q(("table", "enquiry")),
                        fields=["object_ids"],
                        name="access_by_enquiry",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseNumber",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("last", models.PositiveIntegerField(default=0)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipalities.municipality",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("municipality", "year"), name="case_number_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("fields", models.JSONField(default=dict)),
                ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="newcomers.case",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipalities.municipality",
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
                "verbose_name": "draft",
                "verbose_name_plural": "drafts",
                "constraints": [
                    models.UniqueConstraint(fields=("user", "case"), name="draft_one_per_case")
                ],
            },
        ),
        *kept(
            "newcomers",
            "0002_row_level_security",
            "0003_numbers_forwarding_and_duplicates",
            "0004_duplicates_in_one_municipality",
            "0007_case_log_by_municipality",
            "0008_case_log_invariants",
            "0009_search_in_the_log",
            "0010_readings_of_a_case",
            "0012_transfers_by_municipality",
            "0013_readings_of_the_enquiry",
            "0014_search_goes_further_back",
            "0016_subscriptions_by_municipality",
            "0017_families_that_were_joined",
            "0018_stays_answered_by_the_family",
            "0021_privacy_requests_by_municipality",
            "0022_retention_by_municipality",
        ),
    ]
