"""What families ask about the data stored about them, what is answered, and consents."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import portal.lib.dates
import portal.lib.tokens
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("municipalities", "0020_notes_to_readers"),
        ("newcomers", "0019_retention_and_erasure"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
            ],
            options={
                "verbose_name": "consent",
                "verbose_name_plural": "consents",
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
            ],
            options={
                "verbose_name": "given out",
                "verbose_name_plural": "given out",
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
            ],
            options={
                "verbose_name": "passages left out",
                "verbose_name_plural": "passages left out",
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
            ],
            options={
                "verbose_name": "privacy request",
                "verbose_name_plural": "privacy requests",
            },
        ),
        migrations.AddField(
            model_name="family",
            name="restricted_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="used for nothing since"
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.UniqueConstraint(
                fields=("id", "municipality"), name="person_in_municipality"
            ),
        ),
        migrations.AddField(
            model_name="consent",
            name="family",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="consents",
                to="newcomers.family",
                verbose_name="family",
            ),
        ),
        migrations.AddField(
            model_name="consent",
            name="municipality",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="municipalities.municipality",
                verbose_name="municipality",
            ),
        ),
        migrations.AddField(
            model_name="consent",
            name="person",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="newcomers.person",
                verbose_name="who agreed",
            ),
        ),
        migrations.AddField(
            model_name="consent",
            name="recorded_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="written down by",
            ),
        ),
        migrations.AddField(
            model_name="consent",
            name="withdrawn_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="end written down by",
            ),
        ),
        migrations.AddField(
            model_name="givenout",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="givenout",
            name="municipality",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="municipalities.municipality",
            ),
        ),
        migrations.AddField(
            model_name="leftout",
            name="decided_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="leftout",
            name="municipality",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="municipalities.municipality",
            ),
        ),
        migrations.AddField(
            model_name="privacyrequest",
            name="answered_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="answered by",
            ),
        ),
        migrations.AddField(
            model_name="privacyrequest",
            name="asker",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="newcomers.person",
                verbose_name="which person asks",
            ),
        ),
        migrations.AddField(
            model_name="privacyrequest",
            name="extended_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="extended by",
            ),
        ),
        migrations.AddField(
            model_name="privacyrequest",
            name="family",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="privacy_requests",
                to="newcomers.family",
                verbose_name="family",
            ),
        ),
        migrations.AddField(
            model_name="privacyrequest",
            name="lifted_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="lifted by",
            ),
        ),
        migrations.AddField(
            model_name="privacyrequest",
            name="municipality",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="municipalities.municipality",
                verbose_name="municipality",
            ),
        ),
        migrations.AddField(
            model_name="privacyrequest",
            name="registered_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="written down by",
            ),
        ),
        migrations.AddField(
            model_name="leftout",
            name="request",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="left_out",
                to="newcomers.privacyrequest",
            ),
        ),
        migrations.AddField(
            model_name="givenout",
            name="request",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="given_out",
                to="newcomers.privacyrequest",
            ),
        ),
        migrations.AddIndex(
            model_name="consent",
            index=models.Index(fields=["family", "purpose"], name="consent_of_family"),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("withdrawn_at", None), ("withdrawn_by", None), ("withdrawn_channel", "")
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
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(("expires_on__gte", models.F("given_on"))),
                name="consent_ends_after_it_begins",
                violation_error_message="It ends after it was given.",
            ),
        ),
        migrations.AddIndex(
            model_name="privacyrequest",
            index=models.Index(
                condition=models.Q(("state", "open")),
                fields=["municipality", "due_on"],
                name="request_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="privacyrequest",
            constraint=models.UniqueConstraint(
                fields=("id", "municipality"), name="request_in_municipality"
            ),
        ),
        migrations.AddConstraint(
            model_name="privacyrequest",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="privacyrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["granted", "partly", "refused"]), _negated=True),
                    models.Q(("reasons", []), _negated=True),
                    _connector="OR",
                ),
                name="request_answered_with_reason",
                violation_error_message="An answer says why.",
            ),
        ),
        migrations.AddConstraint(
            model_name="privacyrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("extended_by", None), ("extended_on", None)),
                    models.Q(("extended_by__isnull", False), ("extended_on__isnull", False)),
                    _connector="OR",
                ),
                name="request_extended_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="privacyrequest",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="privacyrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("asker", None), ("family__isnull", False), _connector="OR"),
                name="request_asker_is_of_family",
            ),
        ),
        migrations.AddConstraint(
            model_name="privacyrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("due_on__gte", models.F("asked_on"))),
                name="request_due_after_asked",
            ),
        ),
        migrations.AddConstraint(
            model_name="leftout",
            constraint=models.UniqueConstraint(
                fields=("request", "table", "object_id", "field"), name="left_out_once"
            ),
        ),
    ]
